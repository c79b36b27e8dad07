/**
 * The known topologies and what they are made of: numbers to members. Knows no files, so that the window may draw them.
 */
import type { BrokerRole, FlushDiskType } from './broker-keys.ts'

export const TOPOLOGIES = ['single', '2m-noslave', '2m-2s-async', '2m-2s-sync', '1m-1s-sync'] as const

export type Topology = (typeof TOPOLOGIES)[number]

/** One broker of a topology. */
export interface TopologyBroker {
  /** File and folder name, as in RocketMQ's samples: `broker-a`, `broker-a-s`. */
  readonly name: string
  readonly brokerName: string
  readonly brokerId: number
  readonly brokerRole: BrokerRole
  readonly flushDiskType: FlushDiskType
  /** Copies a send waits for, the master's included; 1 for nobody. */
  readonly inSyncReplicas: number
  /** Brokers of this `brokerName`. */
  readonly totalReplicas: number
}

export interface TopologyPlan {
  readonly nameServers: number
  readonly brokers: readonly TopologyBroker[]
}

/** What a topology is made of; a custom one names its own numbers. */
export interface TopologyCounts {
  readonly masters: number
  readonly slavesPerMaster: number
  readonly nameServers: number
  readonly replication: 'async' | 'sync'
}

export const TOPOLOGY_COUNTS: Readonly<Record<Topology, TopologyCounts>> = {
  single: { masters: 1, slavesPerMaster: 0, nameServers: 1, replication: 'async' },
  '2m-noslave': { masters: 2, slavesPerMaster: 0, nameServers: 2, replication: 'async' },
  '2m-2s-async': { masters: 2, slavesPerMaster: 1, nameServers: 2, replication: 'async' },
  '2m-2s-sync': { masters: 2, slavesPerMaster: 1, nameServers: 2, replication: 'sync' },
  '1m-1s-sync': { masters: 1, slavesPerMaster: 1, nameServers: 2, replication: 'sync' },
}

/** The topology that has these numbers, if one has. Without slaves there is nothing to wait for. */
export function topologyOfCounts(counts: TopologyCounts): Topology | undefined {
  return TOPOLOGIES.find((topology) => {
    const known = TOPOLOGY_COUNTS[topology]
    return (
      known.masters === counts.masters &&
      known.slavesPerMaster === counts.slavesPerMaster &&
      known.nameServers === counts.nameServers &&
      (counts.slavesPerMaster === 0 || known.replication === counts.replication)
    )
  })
}

/** The members of a topology, masters first. */
export function topologyPlan(topology: Topology): TopologyPlan {
  return countsPlan(TOPOLOGY_COUNTS[topology], 'ASYNC_FLUSH')
}

/** The members of any cluster: `broker-a`, `broker-b`, ..., then their slaves `broker-a-s`, `broker-a-s2`, ... */
export function countsPlan(counts: TopologyCounts, flushDiskType: FlushDiskType): TopologyPlan {
  const role = counts.replication === 'sync' && counts.slavesPerMaster > 0 ? 'SYNC_MASTER' : 'ASYNC_MASTER'
  const brokers = Array.from({ length: counts.masters }, (_, index) =>
    group(`broker-${groupLetter(index)}`, role, counts.slavesPerMaster, flushDiskType),
  ).flat()
  return {
    nameServers: counts.nameServers,
    brokers: brokers.toSorted((left, right) => Math.sign(left.brokerId) - Math.sign(right.brokerId)),
  }
}

function group(brokerName: string, role: BrokerRole, slaves: number, flushDiskType: FlushDiskType): TopologyBroker[] {
  const waits = role === 'SYNC_MASTER'
  const shared = {
    brokerName,
    flushDiskType,
    inSyncReplicas: waits ? 2 : 1,
    totalReplicas: 1 + slaves,
  }
  const master: TopologyBroker = { ...shared, name: brokerName, brokerId: 0, brokerRole: role }
  const rest = Array.from({ length: slaves }, (_, index): TopologyBroker => {
    const name = `${brokerName}-s${index === 0 ? '' : index + 1}`
    return { ...shared, name, brokerId: index + 1, brokerRole: 'SLAVE' }
  })
  return [master, ...rest]
}

/** a, b, ..., z, a2, b2, ... */
function groupLetter(index: number): string {
  const round = Math.floor(index / 26)
  return `${String.fromCharCode(97 + (index % 26))}${round === 0 ? '' : round + 1}`
}
