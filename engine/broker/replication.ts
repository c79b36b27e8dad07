/**
 * Joins a broker's store to the two sides of replication: every broker serves slaves, a slave also follows its master.
 * How bytes travel is engine/ha's business, whether logs have diverged tail-verifier's, waiting senders send-acks'.
 * Source: DefaultMessageStore (HAService), BrokerController#initialize.
 */
import type { Clock, Log, Network, Timers } from '../base/ports.ts'
import type { BrokerConfig } from '../config/broker-config.ts'
import type { BrokerValues } from '../config/broker-keys.ts'
import { DefaultHaMaster, type HaMasterOptions } from '../ha/ha-master.ts'
import { DefaultHaSlave, type HaSlaveOptions } from '../ha/ha-slave.ts'
import { syncRule } from '../ha/sync-wait.ts'
import type { MasterLinkStatus, SlaveStatus } from '../ha/types.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { AckRule } from './send-acks.ts'
import { type Divergence, TailVerifier } from './tail-verifier.ts'

/** Below this many characters `haMasterAddress` counts as unset. Source: BrokerController#initialize. */
const HA_ADDRESS_CHARS_MIN = 6

export interface ReplicationParts {
  readonly store: MessageStore
  /** In force now; intervals and sizes of replication are read at use. */
  readonly settings: () => BrokerValues
  readonly isMaster: boolean
  readonly client: RpcClient
  /** Where the master answers requests, undefined while unknown. */
  readonly masterAddress: () => string | undefined
  readonly ports: {
    readonly clock: Clock
    readonly timers: Timers
    readonly network: Network
    readonly log: Log
  }
}

/** What a slave says of its side: the link, and both ends of the logs when they have diverged. */
export type FollowingStatus = MasterLinkStatus & { readonly divergence?: Divergence | undefined }

/** Replication of one broker as its control channel shows it. Offsets are log offsets, ends of ranges. */
export interface ReplicationStatus {
  readonly log: {
    readonly minOffset: number
    readonly appendedOffset: number
    readonly writtenOffset: number
    readonly flushedOffset: number
    /** Consumers see everything below. */
    readonly dispatchedOffset: number
  }
  readonly slaves: readonly SlaveStatus[]
  /** On a slave only. */
  readonly replication: FollowingStatus | undefined
}

export interface Replication {
  readonly haMaster: DefaultHaMaster
  readonly haSlave: DefaultHaSlave | undefined
  /** The HA address that a registration answer named; a configured `haMasterAddress` is stronger. */
  masterFound(haAddress: string): void
  status(): ReplicationStatus
}

/** Builds both sides and tells them of what is written; the caller starts and stops them. */
export function makeReplication(parts: ReplicationParts): Replication {
  const { store, ports } = parts
  const { commitLog } = store
  const settings = parts.settings()
  const haMaster = new DefaultHaMaster(commitLog, masterOptions(parts.settings), ports)
  commitLog.onWritten('replicate', (endOffset) => {
    haMaster.onWritten(endOffset)
  })
  if (parts.isMaster) {
    return {
      haMaster,
      haSlave: undefined,
      masterFound: () => undefined,
      status: () => ({ log: logOffsets(store), slaves: haMaster.slaves(), replication: undefined }),
    }
  }
  const verifier = new TailVerifier({ ...parts, log: ports.log.child('ha.verify') })
  const haSlave = new DefaultHaSlave(
    commitLog,
    slaveOptions(parts.settings, () => verifier.verify()),
    ports,
  )
  commitLog.onWritten('replicate', (endOffset) => {
    haSlave.onWritten(endOffset)
  })
  const isConfigured = settings.haMasterAddress.length >= HA_ADDRESS_CHARS_MIN
  if (isConfigured) haSlave.setMasterAddress(settings.haMasterAddress)
  return {
    haMaster,
    haSlave,
    masterFound: (haAddress) => {
      if (!isConfigured) haSlave.setMasterAddress(haAddress)
    },
    status: () => ({
      log: logOffsets(store),
      slaves: haMaster.slaves(),
      replication: { ...haSlave.status(), divergence: verifier.divergence },
    }),
  }
}

/** What holds until a restart as values, what an update changes as getters. */
function masterOptions(settings: () => BrokerValues): HaMasterOptions {
  const { bindAddress, haListenPort } = settings()
  return {
    host: bindAddress,
    port: haListenPort,
    get heartbeatMs() {
      return settings().haSendHeartbeatInterval
    },
    get housekeepingMs() {
      return settings().haHousekeepingInterval
    },
    get maxGapBytes() {
      return settings().haMaxGapNotInSync
    },
    get blockBytesMax() {
      return settings().haTransferBatchSize
    },
  }
}

function slaveOptions(settings: () => BrokerValues, verifyTail: HaSlaveOptions['verifyTail']): HaSlaveOptions {
  return {
    connectTimeoutMs: settings().connectTimeoutMillis,
    verifyTail,
    get heartbeatMs() {
      return settings().haSendHeartbeatInterval
    },
    get housekeepingMs() {
      return settings().haHousekeepingInterval
    },
  }
}

/** What sends of this broker wait for, by the values in force: `inSyncReplicas` and the timeouts change at run time. */
export function liveAckRule(config: Pick<BrokerConfig, 'values' | 'isExplicit'>): AckRule {
  let madeFor = config.values
  let rule = ackRule(config)
  const current = (): AckRule => {
    if (madeFor === config.values) return rule
    madeFor = config.values
    return (rule = ackRule(config))
  }
  return {
    get needsFlush() {
      return current().needsFlush
    },
    get slavesNeeded() {
      return current().slavesNeeded
    },
    get flushTimeoutMs() {
      return current().flushTimeoutMs
    },
    get slaveTimeoutMs() {
      return current().slaveTimeoutMs
    },
  }
}

function ackRule(config: Pick<BrokerConfig, 'values' | 'isExplicit'>): AckRule {
  const { brokerRole, flushDiskType, inSyncReplicas, syncFlushTimeout, slaveTimeout } = config.values
  const isInSyncReplicasSet = config.isExplicit('inSyncReplicas')
  return {
    needsFlush: flushDiskType === 'SYNC_FLUSH',
    ...syncRule({ isSyncMaster: brokerRole === 'SYNC_MASTER', inSyncReplicas, isInSyncReplicasSet }),
    flushTimeoutMs: syncFlushTimeout,
    slaveTimeoutMs: slaveTimeout,
  }
}

function logOffsets(store: MessageStore): ReplicationStatus['log'] {
  const { minOffset, appendedOffset, writtenOffset, flushedOffset } = store.commitLog
  return { minOffset, appendedOffset, writtenOffset, flushedOffset, dispatchedOffset: store.dispatchedOffset }
}
