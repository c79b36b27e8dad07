/**
 * The property files this project writes itself: a broker of one of the known topologies, with everything spelled out that
 * tutorials leave to luck. It refuses to choose ports and folders; the caller does.
 */
import { escapeKey, escapeValue } from './properties-text.ts'
import type { TopologyBroker } from './topologies.ts'

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
