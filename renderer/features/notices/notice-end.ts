/**
 * When what a notice says is over: the diverged slave copies again, the crashed node runs. Told by the lab's state, not by another
 * happening, so that it is seen also after a restart of service or window.
 */
import type { Happening } from '../../../engine/contract/state.ts'
import { entityId, type LabMirror } from '../../stores/lab-mirror.ts'
import { useLab } from '../../stores/lab.ts'
import { useNotices } from '../../stores/notices.ts'

type About = Pick<Happening, 'kind' | 'cluster' | 'node' | 'pair' | 'atMs'>

/** Since when it is over; undefined while it holds, or where nothing can be over. */
export function endOf(about: About, lab: LabMirror): number | undefined {
  const { kind, cluster, atMs } = about
  const since = (isOver: boolean, sinceMs: number | null | undefined): number | undefined =>
    isOver && sinceMs != null && sinceMs > atMs ? sinceMs : undefined
  switch (kind) {
    case 'pair-behind': {
      const pair = lab.pairs[entityId(cluster, about.pair ?? '')]
      return since(pair?.state === 'in-sync', pair?.sinceMs)
    }
    case 'pair-broken':
    case 'pair-diverged': {
      const pair = lab.pairs[entityId(cluster, about.pair ?? '')]
      return since(pair?.state === 'in-sync' || pair?.state === 'behind', pair?.sinceMs)
    }
    case 'node-stopped':
    case 'node-killed':
    case 'node-crashed':
    case 'node-frozen':
    case 'node-unreachable': {
      const node = lab.nodes[entityId(cluster, about.node ?? '')]
      return since(node?.state === 'running', node?.sinceMs)
    }
    case 'failure': {
      // A start that failed, and a later one did not; of a node that ran all the time nothing is over.
      const node = lab.nodes[entityId(cluster, about.node ?? '')]
      return since(node?.state === 'running', node?.startedAtMs)
    }
    case 'group-read-only': {
      const name = lab.nodes[entityId(cluster, about.node ?? '')]?.brokerName ?? ''
      const group = lab.groups[entityId(cluster, name)]
      return since(group?.state === 'writable', group?.sinceMs)
    }
    default:
      return undefined
  }
}

/** Ends notices as the lab's state says so. @returns how to stop */
export function followEnds(): () => void {
  const look = (): void => {
    const { kept, end } = useNotices.getState()
    const lab = useLab.getState()
    for (const { id, about, endedAtMs } of kept) {
      if (about === undefined || endedAtMs !== undefined) continue
      const endMs = endOf(about, lab)
      if (endMs !== undefined) end(id, endMs)
    }
  }
  look()
  return useLab.subscribe(look)
}
