/**
 * The observation as one function: what was known before and what a look brought give what is shown now and what happened.
 * No clock, no sockets, no memory of its own; the driver is `observer.ts`.
 */
import type {
  BehindThreshold,
  ClusterHead,
  FaultView,
  GroupView,
  NodeHealth,
  NodeView,
  PairState,
  PairView,
} from '../../../contract/state.ts'
import { faultChanges } from './fault-step.ts'
import { type GroupFacts, stepGroup } from './group-step.ts'
import { type NodeFacts, stateOfReading, stepNode } from './node-step.ts'
import { pairId, type PairFacts, stepPair } from './pair-step.ts'
import type { ClusterReading, ClusterShape, NodeShape } from './readings.ts'
import type { Told } from './told.ts'

/** What is known of one cluster from look to look. */
export interface ClusterFacts {
  readonly nodes: ReadonlyMap<string, NodeFacts>
  readonly pairs: ReadonlyMap<string, PairFacts>
  readonly groups: ReadonlyMap<string, GroupFacts>
  readonly faults: readonly FaultView[]
}

/** When an earlier service saw things become what they are; undefined where it did not, or they changed since. */
export interface Remembered {
  node(name: string, health: NodeHealth): number | undefined
  pair(id: string, state: PairState): number | undefined
  group(name: string, state: GroupView['state']): number | undefined
}

export interface ObserveInput {
  readonly shape: ClusterShape
  readonly reading: ClusterReading
  readonly previous: ClusterFacts | undefined
  readonly remembered: Remembered
  /** What is being done to the cluster as a whole: then its parts change as meant. */
  readonly busy: ClusterHead['busy']
  /** When its slaves count as behind. */
  readonly behind: BehindThreshold
}

export interface ObserveResult {
  readonly facts: ClusterFacts
  readonly nodes: readonly NodeView[]
  readonly pairs: readonly PairView[]
  readonly groups: readonly GroupView[]
  readonly faults: readonly FaultView[]
  readonly told: readonly Told[]
}

export const NOTHING_REMEMBERED: Remembered = {
  node: () => undefined,
  pair: () => undefined,
  group: () => undefined,
}

export function observeStep({ shape, reading, previous, remembered, busy, behind }: ObserveInput): ObserveResult {
  const states = new Map(
    shape.nodes.map((node) => [
      node.name,
      stateOfReading(shape.kind, reading.nodes.get(node.name), previous?.nodes.get(node.name), reading.atMs),
    ]),
  )
  const stateOf = (node: NodeShape) => states.get(node.name) ?? 'unknown'
  const faults = faultsInForce(shape, reading, previous?.faults ?? [])
  const brokers = shape.nodes.filter((node) => node.kind === 'broker')
  const groupNames = [...new Set(brokers.map((node) => node.brokerName ?? node.name))]
  const told: Told[] = previous === undefined ? [] : faultChanges(shape, reading, previous.faults, faults)

  const pairs = new Map<string, PairFacts>()
  for (const { master, slave, slaveCount } of pairsOf(brokers)) {
    const id = pairId(master.name, slave.name)
    const step = stepPair({
      cluster: shape,
      master,
      slave,
      slaveCount,
      states: { master: stateOf(master), slave: stateOf(slave) },
      reading,
      faults: faults.filter((fault) => isOfLink(fault, master, slave)),
      behind,
      previous: previous?.pairs.get(id),
      rememberedSinceMs: (state) => remembered.pair(id, state),
    })
    pairs.set(id, step.facts)
    told.push(...step.told)
  }

  const nodes = new Map<string, NodeFacts>()
  for (const node of shape.nodes) {
    const step = stepNode({
      cluster: shape,
      shape: node,
      reading,
      previous: previous?.nodes.get(node.name),
      rememberedSinceMs: (health) => remembered.node(node.name, health),
      pair: pairHealth([...pairs.values()].find((pair) => pair.view.slave === node.name)),
    })
    nodes.set(node.name, step.facts)
    told.unshift(...step.told)
  }

  const groups = new Map<string, GroupFacts>()
  for (const brokerName of groupNames) {
    const step = stepGroup({
      cluster: shape,
      brokerName,
      nodes: brokers
        .filter((node) => (node.brokerName ?? node.name) === brokerName)
        .map((node) => ({ shape: node, state: stateOf(node) })),
      reading,
      previous: previous?.groups.get(brokerName),
      rememberedSinceMs: (state) => remembered.group(brokerName, state),
    })
    groups.set(brokerName, step.facts)
    told.push(...step.told)
  }
  return {
    facts: { nodes, pairs, groups, faults },
    nodes: [...nodes.values()].map((node) => node.view),
    pairs: [...pairs.values()].map((pair) => pair.view),
    groups: [...groups.values()].map((group) => group.view),
    faults,
    told: busy === null ? told : told.filter(({ what }) => what.kind === 'node-crashed'),
  }
}

function pairsOf(brokers: readonly NodeShape[]) {
  return brokers.flatMap((slave) => {
    if (slave.role !== 'slave') return []
    const isSibling = (node: NodeShape): boolean =>
      node.brokerName === slave.brokerName && node.brokerCluster === slave.brokerCluster
    const master = brokers.find((node) => node.role === 'master' && isSibling(node))
    if (master === undefined) return []
    return [{ master, slave, slaveCount: brokers.filter((node) => node.role === 'slave' && isSibling(node)).length }]
  })
}

function pairHealth(
  pair: PairFacts | undefined,
): { readonly health: 'behind' | 'diverged'; readonly reason: PairView['reason'] } | undefined {
  if (pair === undefined) return undefined
  if (pair.state === 'diverged') return { health: 'diverged', reason: pair.view.reason }
  return pair.isBehind ? { health: 'behind', reason: pair.view.reason } : undefined
}

/** Those that the nodes list now; of a node that did not answer, those it listed last, unless its process is gone. */
function faultsInForce(shape: ClusterShape, reading: ClusterReading, before: readonly FaultView[]): FaultView[] {
  return shape.nodes.flatMap((node) => {
    const look = reading.nodes.get(node.name)
    if (look === undefined) return before.filter((fault) => fault.node === node.name)
    if (look.state === 'running') return [...(look.faults ?? [])]
    const livesOn = look.state === 'silent' || look.state === 'frozen'
    return livesOn ? before.filter((fault) => fault.node === node.name) : []
  })
}

function isOfLink(fault: FaultView, master: NodeShape, slave: NodeShape): boolean {
  const isBetween = (one: NodeShape, other: NodeShape): boolean =>
    fault.node === one.name && (fault.peer === other.name || fault.peer === other.address || fault.peer === '*')
  return isBetween(master, slave) || isBetween(slave, master)
}
