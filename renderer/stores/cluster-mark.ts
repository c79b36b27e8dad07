/** The worst of a cluster in one mark, and the counts that go with it: what the switcher, the cards and the status bar show. Pure. */
import type { ClusterHead, NodeView, PairView } from '../../engine/contract/state.ts'
import type { MarkState } from '../ui/state-mark.tsx'

const ORDER: readonly MarkState[] = [
  'running',
  'starting',
  'frozen',
  'behind',
  'diverged',
  'unreachable',
  'crashed',
] as const

/**
 * The mark of a cluster: `stopped` when nothing runs and nothing was meant to, else the worst of its nodes; a stopped node among running
 * ones counts as on purpose and does not lower it.
 */
export function clusterMark(head: ClusterHead, nodes: readonly NodeView[]): MarkState {
  if (nodes.length === 0) return 'unknown'
  if (head.busy === 'starting') return 'starting'
  const healths = nodes.map((node) => node.health)
  if (healths.every((health) => health === 'unknown')) return 'unknown'
  if (healths.every((health) => health === 'stopped' || health === 'unknown')) return 'stopped'
  let worst: MarkState = 'running'
  for (const health of healths) if (ORDER.indexOf(health) > ORDER.indexOf(worst)) worst = health
  return worst
}

/** Nodes that run (frozen ones live, but do not run). */
export function runningCount(nodes: readonly NodeView[]): number {
  return nodes.filter((node) => node.state === 'running').length
}

/** Pairs that are known not to be in sync: the badge of Replication. */
export function pairsNotInSync(pairs: readonly PairView[]): number {
  return pairs.filter((pair) => pair.state !== 'in-sync' && pair.state !== 'unknown').length
}

/** The pair with the largest known lag. */
export function worstPair(pairs: readonly PairView[]): PairView | undefined {
  let worst: PairView | undefined
  for (const pair of pairs) if (pair.lagMs !== null && pair.lagMs > (worst?.lagMs ?? -1)) worst = pair
  return worst
}
