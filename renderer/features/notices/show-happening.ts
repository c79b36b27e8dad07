/** Turns what happened in the lab into a notice, and its action into something that can be pressed. */
import type { Happening } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useLab } from '../../stores/lab.ts'
import { entityId } from '../../stores/lab-mirror.ts'
import { isWorthANotice, useNotices } from '../../stores/notices.ts'
import type { NoticeAction } from '../../stores/notices.ts'

/** Called for each new happening of the watch stream. */
export function showHappening(happening: Happening): void {
  if (!isWorthANotice(happening)) return
  useNotices.getState().add({
    id: happening.id,
    atMs: happening.atMs,
    tone: happening.tone,
    subject: happening.subject,
    sentence: happening.sentence,
    cluster: happening.cluster,
    action: actionOf(happening),
    isSticky: happening.tone === 'bad' && !happening.byUser,
    about: happening,
  })
}

/** What the button of a happening does; `undefined` when there is none. */
export function actionOf(happening: Happening): NoticeAction | undefined {
  const { action, cluster } = happening
  if (action === null) return undefined
  const { label, node, target } = action
  switch (action.kind) {
    case 'start':
      return node === null
        ? { label, run: () => lab.call('clusters.start', { cluster }) }
        : { label, run: () => lab.call('nodes.start', { cluster, node }) }
    case 'resume':
      return node === null ? undefined : { label, run: () => lab.call('nodes.resume', { cluster, node }) }
    case 'heal':
      return healAction(cluster, node, target, label)
    case 'heal-all':
      return { label, run: () => lab.call('links.healAll', { cluster }) }
    case 'clone':
    case 'open-node':
      return { label, to: clusterPath(cluster, 'topology', { node: node ?? undefined }) }
    case 'open-logs':
      return { label, to: clusterPath(cluster, 'logs', { node: node ?? undefined }) }
    case 'open-replication':
      return { label, to: clusterPath(cluster, 'replication', { pair: target ?? undefined }) }
    case 'open-run':
      return { label, to: clusterPath(cluster, 'runs', {}, target ?? undefined) }
  }
}

/** A fault is named by its id; when only a pair is known, its own link is healed. */
function healAction(
  cluster: string,
  node: string | null,
  target: string | null,
  label: NoticeAction['label'],
): NoticeAction | undefined {
  const fault = target === null ? undefined : useLab.getState().faults[entityId(cluster, target)]
  const [master, slave] = (target ?? '').split('>')
  const at = fault?.node ?? node ?? master
  const peer = fault?.peer ?? (at === master ? slave : master)
  if (at === undefined || at === '' || peer === undefined || peer === '') {
    return { label, run: () => lab.call('links.healAll', { cluster }) }
  }
  return { label, run: () => lab.call('links.heal', { cluster, node: at, peer }) }
}
