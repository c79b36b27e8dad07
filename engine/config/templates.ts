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

/** The members of a topology, masters first. */
export function topologyPlan(topology: Topology): TopologyPlan {
  switch (topology) {
    case 'single':
      return { nameServers: 1, brokers: group('broker-a', 'ASYNC_MASTER', 0) }
    case '2m-noslave':
      return {
        nameServers: 2,
        brokers: [...group('broker-a', 'ASYNC_MASTER', 0), ...group('broker-b', 'ASYNC_MASTER', 0)],
      }
    case '2m-2s-async':
      return twoPairs('ASYNC_MASTER')
    case '2m-2s-sync':
      return twoPairs('SYNC_MASTER')
    case '1m-1s-sync':
      return { nameServers: 2, brokers: group('broker-a', 'SYNC_MASTER', 1) }
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
  return lines.map(([key, value]) => `${escapeKey(key)}=${escapeValue(String(value))}\n`).join('')
}

function twoPairs(role: BrokerRole): TopologyPlan {
  const brokers = [...group('broker-a', role, 1), ...group('broker-b', role, 1)]
  return {
    nameServers: 2,
    brokers: brokers.toSorted((left, right) => Math.sign(left.brokerId) - Math.sign(right.brokerId)),
  }
}

function group(brokerName: string, role: BrokerRole, slaves: number): TopologyBroker[] {
  const waits = role === 'SYNC_MASTER'
  const shared = {
    brokerName,
    flushDiskType: 'ASYNC_FLUSH' as const,
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
