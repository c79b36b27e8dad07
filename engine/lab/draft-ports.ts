/** Free ports for the nodes of a draft: which are taken, by whom, and the next that would do. Pure over the facts. */
import type { DraftNode } from '../contract/new-cluster-api.ts'
import type { DraftFacts } from './draft-facts.ts'
import { portsOfDraftNode } from './draft-plan.ts'

const PORT_MAX = 65_535
const BROKER_STEP = 10
const FIRST_NAMESRV = 9876
const FIRST_BROKER = 10_911
/** Below, only the system's administrator may listen on most systems. */
export const PRIVILEGED_BELOW = 1024
const TRIES_MAX = 8000

export type PortFacts = Pick<DraftFacts, 'ports' | 'reserved'>

/** x. */
function isKnownTaken(port: number, facts: PortFacts): boolean {
  return facts.reserved.has(port) || facts.ports.get(port)?.state === 'busy'
}

/** Whether a node may have this listenPort beside the nodes given: in range, free, and no port of theirs. */
export function isFitting(
  node: DraftNode,
  listenPort: number,
  others: readonly DraftNode[],
  facts: PortFacts,
): boolean {
  return fits(node, listenPort, claimedBy(others), facts)
}

function claimedBy(others: readonly DraftNode[]): ReadonlySet<number> {
  return new Set(others.flatMap(portsOfDraftNode))
}

function fits(node: DraftNode, listenPort: number, claimed: ReadonlySet<number>, facts: PortFacts): boolean {
  const wanted = portsOfDraftNode({ ...node, listenPort })
  if (wanted.some((port) => port < PRIVILEGED_BELOW || port > PORT_MAX)) return false
  return wanted.every((port) => !claimed.has(port) && !isKnownTaken(port, facts))
}

/** The next listenPort that would do, behind those of its kind; undefined when none is left. */
export function nextPort(node: DraftNode, others: readonly DraftNode[], facts: PortFacts): number | undefined {
  const step = node.kind === 'broker' ? BROKER_STEP : 1
  const first = node.kind === 'broker' ? FIRST_BROKER : FIRST_NAMESRV
  const mine = others
    .filter((other) => other.kind === node.kind && other.listenPort >= first && other.listenPort <= PORT_MAX - step)
    .map((other) => other.listenPort)
  const claimed = claimedBy(others)
  const start = mine.length === 0 ? first : Math.max(...mine) + step
  for (let i = 0; i < TRIES_MAX; i++) {
    const candidate = start + i * step
    if (candidate > PORT_MAX) break
    if (fits(node, candidate, claimed, facts)) return candidate
  }
  for (let i = 0; i < TRIES_MAX; i++) {
    const candidate = first + i * step
    if (candidate > PORT_MAX) break
    if (fits(node, candidate, claimed, facts)) return candidate
  }
  return undefined
}
