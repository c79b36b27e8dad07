/**
 * A complete draft for a shape: names and hosts as in the articles, ports where `mqlab up` would put them, and of an earlier
 * draft everything that still fits. Pure over the facts; ports that nobody has looked at count as free.
 */
import { countsPlan, TOPOLOGY_COUNTS } from '../config/topologies.ts'
import type { ClusterDraft, DraftNode, DraftShape } from '../contract/new-cluster-api.ts'
import type { DraftFacts } from './draft-facts.ts'
import { defaultFolder } from './draft-plan.ts'
import { isFitting, nextPort } from './draft-ports.ts'
import { freeName } from './draft-rules/names.ts'
import { portCandidates, type PortPlan } from './port-plan.ts'
import { brokerMachines, DEFAULT_BROKER_CLUSTER, machineName } from './topology.ts'

export interface ProposeWish {
  readonly name?: string
  readonly shape: DraftShape
  readonly previous?: ClusterDraft
}

export function proposeDraft(wish: ProposeWish, facts: DraftFacts): ClusterDraft {
  const shape = soundShape(wish.shape)
  const { previous } = wish
  const bare = bareNodes(shape)
  const kept = new Map(previous?.nodes.map((node) => [`${node.kind}/${node.name}`, node]))
  const withFolders = bare.map((node) => {
    const before = kept.get(`${node.kind}/${node.name}`)
    return before === undefined ? node : { ...node, listenPort: before.listenPort, folder: before.folder }
  })
  return {
    name: nameOf(wish, shape, facts),
    brokerClusterName: previous?.brokerClusterName ?? DEFAULT_BROKER_CLUSTER,
    shape,
    nodes: withPorts(withFolders, facts),
    ...(previous?.commitLogFileBytes === undefined ? {} : { commitLogFileBytes: previous.commitLogFileBytes }),
  }
}

/** A named topology whose numbers were changed is a custom one; without slaves there is nothing to copy. */
function soundShape(shape: DraftShape): DraftShape {
  const replication = shape.slavesPerMaster === 0 ? 'async' : shape.replication
  if (shape.topology === 'custom') return { ...shape, replication }
  const known = TOPOLOGY_COUNTS[shape.topology]
  const isKnown =
    known.masters === shape.masters &&
    known.slavesPerMaster === shape.slavesPerMaster &&
    known.nameServers === shape.nameServers &&
    known.replication === replication
  return { ...shape, replication, topology: isKnown ? shape.topology : 'custom' }
}

/** A name nobody gave follows the topology; one that was typed stays. */
function nameOf(wish: ProposeWish, shape: DraftShape, facts: DraftFacts): string {
  if (wish.name !== undefined) return wish.name
  const before = wish.previous
  if (before !== undefined && !isDerived(before.name, before.shape.topology)) return before.name
  return freeName(shape.topology, facts)
}

function isDerived(name: string, topology: string): boolean {
  return name === topology || (name.startsWith(`${topology}-`) && /^\d+$/.test(name.slice(topology.length + 1)))
}

function bareNodes(shape: DraftShape): DraftNode[] {
  const plan = countsPlan(shape, shape.flush)
  const machineOf = brokerMachines(plan, shape.machines, shape.isCrossed)
  const nameServers = Array.from({ length: plan.nameServers }, (_, index): DraftNode => {
    const name = `n${index + 1}`
    return {
      name,
      kind: 'namesrv',
      machine: machineName(index, shape.machines),
      listenPort: 0,
      folder: defaultFolder(name),
      brokerName: null,
      brokerId: null,
      role: null,
    }
  })
  const brokers = plan.brokers.map((broker): DraftNode => ({
    name: broker.name,
    kind: 'broker',
    machine: machineOf.get(broker.name) ?? machineName(0, shape.machines),
    listenPort: 0,
    folder: defaultFolder(broker.name),
    brokerName: broker.brokerName,
    brokerId: broker.brokerId,
    role: broker.brokerRole,
  }))
  return [...nameServers, ...brokers]
}

/** Ports that still fit stay; the others get the next free ones, all of them `mqlab up`'s plan when none is kept. */
function withPorts(nodes: readonly DraftNode[], facts: DraftFacts): DraftNode[] {
  if (nodes.every((node) => node.listenPort === 0)) {
    const planned = plannedPorts(nodes, facts)
    if (planned !== undefined) return planned
  }
  const placed: DraftNode[] = []
  const open: DraftNode[] = []
  for (const node of nodes) {
    if (node.listenPort !== 0 && isFitting(node, node.listenPort, placed, facts)) placed.push(node)
    else open.push(node)
  }
  for (const node of open) {
    const port = nextPort(node, placed, facts)
    placed.push(port === undefined ? node : { ...node, listenPort: port })
  }
  return nodes.map((node) => placed.find((other) => other.name === node.name) ?? node)
}

function plannedPorts(nodes: readonly DraftNode[], facts: DraftFacts): DraftNode[] | undefined {
  const brokers = nodes.filter((node) => node.kind === 'broker')
  const wish = { nameServers: nodes.length - brokers.length, brokers: brokers.length }
  for (const plan of portCandidates(wish)) {
    const placed = nodes.map((node, index) => ({ ...node, listenPort: portAt(plan, index) }))
    if (placed.every((node) => isFitting(node, node.listenPort, [], facts))) return placed
  }
  return undefined
}

function portAt(plan: PortPlan, index: number): number {
  const names = plan.namesrvPorts.length
  return (index < names ? plan.namesrvPorts[index] : plan.brokerPorts[index - names]) ?? 0
}
