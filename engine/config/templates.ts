/**
 * The property files this project writes itself: a broker of one of the known topologies, with everything spelled out that
 * tutorials leave to luck. It refuses to choose ports and folders; the caller does.
 */
import { escapeKey, escapeValue } from './properties-text.ts'
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

export interface BrokerTemplate {
  readonly brokerClusterName: string
  readonly broker: TopologyBroker
  /** `host:port;host:port`. */
  readonly namesrvAddr: string
  /** The address all ports are bound to; loopback unless the user wants others to connect. */
  readonly bindAddress: string
  /** What clients and slaves are told to connect to. */
  readonly brokerIp: string
  readonly listenPort: number
  /** Absolute path with `/`. */
  readonly storePathRootDir: string
  /** Bytes of one commit log file; RocketMQ's own 1 GiB when left out. */
  readonly mappedFileSizeCommitLog?: number
}

/**
 * The text of a broker's property file. Addresses are spelled out, because a lab listens on loopback; slaves may be read;
 * a SYNC_MASTER waits for its slave in Apache's broker too, because the replica counts stand in the file.
 */
export function brokerProperties(template: BrokerTemplate): string {
  const { broker } = template
  const sync = broker.brokerRole === 'SYNC_MASTER' || broker.inSyncReplicas > 1
  const lines: (readonly [string, string | number | boolean])[] = [
    ['brokerClusterName', template.brokerClusterName],
    ['brokerName', broker.brokerName],
    ['brokerId', broker.brokerId],
    ['brokerRole', broker.brokerRole],
    ['flushDiskType', broker.flushDiskType],
    ['namesrvAddr', template.namesrvAddr],
    ['bindAddress', template.bindAddress],
    ['brokerIP1', template.brokerIp],
    ['brokerIP2', template.brokerIp],
    ['listenPort', template.listenPort],
    ['storePathRootDir', template.storePathRootDir],
    ['slaveReadEnable', true],
  ]
  if (sync) lines.push(['totalReplicas', broker.totalReplicas], ['inSyncReplicas', broker.inSyncReplicas])
  if (template.mappedFileSizeCommitLog !== undefined) {
    lines.push(['mappedFileSizeCommitLog', template.mappedFileSizeCommitLog])
  }
  return lines.map(([key, value]) => `${escapeKey(key)}=${escapeValue(String(value))}\n`).join('')
}

/** a, b, ..., z, a2, b2, ... */
function groupLetter(index: number): string {
  const round = Math.floor(index / 26)
  return `${String.fromCharCode(97 + (index % 26))}${round === 0 ? '' : round + 1}`
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
