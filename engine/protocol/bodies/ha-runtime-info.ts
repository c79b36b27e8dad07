/** State of replication as one broker sees it: answer to GET_BROKER_HA_STATUS. */
import { bool, defineBody, int, list, long, optional, orElse, recordAs, text } from './shape.ts'

/** One slave, as its master sees it. */
export interface HaConnectionRuntimeInfo {
  /** Ephemeral end of the slave's connection: it does not say which broker it is. */
  readonly addr?: string | undefined
  readonly slaveAckOffset: number
  /** Bytes that the slave is behind. */
  readonly diff: number
  readonly inSync: boolean
  readonly transferredByteInSecond: number
  readonly transferFromWhere: number
}

/** The slave's own end. */
export interface HaClientRuntimeInfo {
  readonly masterAddr?: string | undefined
  readonly transferredByteInSecond: number
  readonly maxOffset: number
  readonly lastReadTimestamp: number
  readonly lastWriteTimestamp: number
  readonly masterFlushOffset: number
}

export interface HaRuntimeInfo {
  readonly master: boolean
  readonly masterCommitLogMaxOffset: number
  readonly inSyncSlaveNums: number
  readonly haConnectionInfo: readonly HaConnectionRuntimeInfo[]
  readonly haClientRuntimeInfo: HaClientRuntimeInfo
}

export const NO_HA_CLIENT: HaClientRuntimeInfo = {
  transferredByteInSecond: 0,
  maxOffset: 0,
  lastReadTimestamp: 0,
  lastWriteTimestamp: 0,
  masterFlushOffset: 0,
}

export const haRuntimeInfo = defineBody<HaRuntimeInfo>(
  'HARuntimeInfo',
  recordAs<HaRuntimeInfo>({
    master: bool(),
    masterCommitLogMaxOffset: long(),
    inSyncSlaveNums: int(),
    haConnectionInfo: list(
      recordAs<HaConnectionRuntimeInfo>({
        addr: optional(text()),
        slaveAckOffset: long(),
        diff: long(),
        inSync: bool(),
        transferredByteInSecond: long(),
        transferFromWhere: long(),
      }),
    ),
    haClientRuntimeInfo: orElse(
      recordAs<HaClientRuntimeInfo>({
        masterAddr: optional(text()),
        transferredByteInSecond: long(),
        maxOffset: long(),
        lastReadTimestamp: long(),
        lastWriteTimestamp: long(),
        masterFlushOffset: long(),
      }),
      () => NO_HA_CLIENT,
    ),
  }),
)
