/**
 * The window's mirror of the lab: one `watch` stream feeds it, screens read it by selectors. Lists come sorted and keep their identity
 * while none of their members changes.
 */
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type {
  ClusterHead,
  FaultView,
  GroupView,
  Happening,
  LabEvent,
  NodeView,
  PairView,
  ServiceView,
} from '../../engine/contract/state.ts'
import { lab } from '../api/lab.ts'
import { useNow } from '../ui/use-now.ts'
import { useConnection } from './connection.ts'
import { applyEvents, EMPTY_MIRROR, entityId, newsOf } from './lab-mirror.ts'
import type { LabMirror } from './lab-mirror.ts'

/** Polls without an answer after which figures are shown as old. */
const STALE_POLLS = 3

interface LabStore extends LabMirror {
  /** When something last arrived, by this window's clock. */
  readonly receivedAtMs: number | null
}

export const useLab = create<LabStore>()(() => ({ ...EMPTY_MIRROR, receivedAtMs: null }))

/**
 * Follows the service for as long as the page lives. `onHappening` hears what happens from now on, not the past, and after a loss
 * of the connection what happened meanwhile.
 */
export function watchLab(onHappening: (happening: Happening) => void): void {
  lab.stream(
    'watch',
    {},
    {
      onItems: (events) => {
        const news = newsOf(useLab.getState(), events)
        receive(events)
        for (const each of news) onHappening(each)
      },
    },
  )
}

/** Puts a batch into the store. */
export function receive(events: readonly LabEvent[], nowMs: number = Date.now()): void {
  useLab.setState((state) => ({ ...applyEvents(state, events), receivedAtMs: nowMs }))
}

/** `null` until the first answer of the service. */
export function useService(): ServiceView | null {
  return useLab((state) => state.service)
}

/** Whether the first snapshot is here; before it nothing is known. */
export function useHasLab(): boolean {
  return useLab((state) => state.service !== null)
}

/** All clusters, by name. */
export function useClusters(): readonly ClusterHead[] {
  return useLab(useShallow((state) => sortedBy(Object.values(state.clusters), (each) => each.name)))
}

export function useCluster(name: string): ClusterHead | undefined {
  return useLab((state) => state.clusters[name])
}

/** The nodes of a cluster, NameServers first, then by name; of all clusters without an argument. */
export function useNodes(cluster?: string): readonly NodeView[] {
  return useLab(useShallow((state) => nodesOf(state, cluster)))
}

export function useNode(cluster: string, node: string): NodeView | undefined {
  return useLab((state) => state.nodes[entityId(cluster, node)])
}

export function usePairs(cluster?: string): readonly PairView[] {
  return useLab(useShallow((state) => pairsOf(state, cluster)))
}

export function usePair(cluster: string, pair: string): PairView | undefined {
  return useLab((state) => state.pairs[entityId(cluster, pair)])
}

export function useFaults(cluster?: string): readonly FaultView[] {
  return useLab(useShallow((state) => faultsOf(state, cluster)))
}

export function useGroups(cluster: string): readonly GroupView[] {
  return useLab(
    useShallow((state) =>
      sortedBy(
        Object.values(state.groups).filter((each) => each.cluster === cluster),
        (each) => each.brokerName,
      ),
    ),
  )
}

/** What happened, newest first. */
export function useHappenings(cluster?: string): readonly Happening[] {
  return useLab(
    useShallow((state) =>
      state.happenings.filter((each) => cluster === undefined || each.cluster === cluster).reverse(),
    ),
  )
}

/** Since when the mirror is old (service gone, or no poll for three intervals); `null` while it is fresh. */
export function useStaleSince(): number | null {
  const nowMs = useNow()
  const { status } = useConnection()
  const receivedAtMs = useLab((state) => state.receivedAtMs)
  const pollMs = useLab((state) => state.service?.pollMs ?? 1000)
  const hasClusters = useLab((state) => Object.keys(state.clusters).length > 0)
  if (receivedAtMs === null) return null
  if (status === 'lost' || status === 'signed-out') return receivedAtMs
  return hasClusters && nowMs - receivedAtMs > STALE_POLLS * Math.max(1000, pollMs) + 500 ? receivedAtMs : null
}

export function nodesOf(state: LabMirror, cluster?: string): NodeView[] {
  const nodes = Object.values(state.nodes).filter((each) => cluster === undefined || each.cluster === cluster)
  return sortedBy(nodes, (each) => `${each.cluster} ${each.kind === 'namesrv' ? 0 : 1} ${each.name}`)
}

export function pairsOf(state: LabMirror, cluster?: string): PairView[] {
  const pairs = Object.values(state.pairs).filter((each) => cluster === undefined || each.cluster === cluster)
  return sortedBy(pairs, (each) => `${each.cluster} ${each.id}`)
}

export function faultsOf(state: LabMirror, cluster?: string): FaultView[] {
  const faults = Object.values(state.faults).filter((each) => cluster === undefined || each.cluster === cluster)
  return faults.sort((a, b) => a.setAtMs - b.setAtMs)
}

function sortedBy<T>(items: T[], keyOf: (item: T) => string): T[] {
  return items.sort((a, b) => keyOf(a).localeCompare(keyOf(b), 'en', { numeric: true }))
}
