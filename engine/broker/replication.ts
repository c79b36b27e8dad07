/**
 * Joins a broker's store to the two sides of replication and answers whether a slave's log is still a part of its
 * master's. How bytes travel is engine/ha's business.
 */
import { errorText } from '../base/errors.ts'
import type { Clock, Log, Network, Timers } from '../base/ports.ts'
import type { BrokerValues } from '../config/broker-keys.ts'
import { DefaultHaMaster } from '../ha/ha-master.ts'
import { DefaultHaSlave, type TailVerdict } from '../ha/ha-slave.ts'
import { getBrokerRuntimeInfo } from '../protocol/apis/broker-admin.ts'
import { viewMessageById } from '../protocol/apis/pull.ts'
import { kvTable } from '../protocol/bodies/kv-table.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { makeRequest } from '../remoting/command.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { StoredRecord } from '../store/types.ts'

const ASK_MASTER_MS = 3000

export interface ReplicationParts {
  readonly store: MessageStore
  readonly settings: BrokerValues
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

export interface Replication {
  readonly haMaster: DefaultHaMaster
  readonly haSlave: DefaultHaSlave | undefined
}

/** Builds both sides and tells them of what is written; the caller starts and stops them. */
export function makeReplication(parts: ReplicationParts): Replication {
  const { store, settings, ports } = parts
  const { commitLog } = store
  const timings = {
    heartbeatMs: settings.haSendHeartbeatInterval,
    housekeepingMs: settings.haHousekeepingInterval,
  }
  const haMaster = new DefaultHaMaster(
    commitLog,
    {
      ...timings,
      maxGapBytes: settings.haMaxGapNotInSync,
      host: settings.bindAddress,
      port: settings.haListenPort,
      blockBytesMax: settings.haTransferBatchSize,
    },
    ports,
  )
  commitLog.onWritten('replicate', (endOffset) => {
    haMaster.onWritten(endOffset)
  })
  if (parts.isMaster) return { haMaster, haSlave: undefined }
  const haSlave = new DefaultHaSlave(
    commitLog,
    {
      ...timings,
      connectTimeoutMs: settings.connectTimeoutMillis,
      verifyTail: () => verifyTail(parts),
    },
    ports,
  )
  commitLog.onWritten('replicate', (endOffset) => {
    haSlave.onWritten(endOffset)
  })
  // 5.3.3 takes any text of six characters or more for an address that overrides the NameServers' word.
  if (settings.haMasterAddress.length >= 6) haSlave.setMasterAddress(settings.haMasterAddress)
  return { haMaster, haSlave }
}

/**
 * Compares the last whole record of this log with what the master has at the same offset. A master that does not have
 * it, though its log reaches back that far, is shorter or another one: this log has diverged.
 */
async function verifyTail(parts: ReplicationParts): Promise<TailVerdict> {
  const address = parts.masterAddress()
  const last = await lastRecord(parts.store)
  if (address === undefined || last === undefined) return 'unknown'
  try {
    const request = makeRequest(viewMessageById, { offset: last.logOffset })
    const response = await parts.client.call(address, request, ASK_MASTER_MS)
    if (response.code === ResponseCode.SUCCESS && response.body !== undefined) {
      return response.body.equals(last.bytes) ? 'prefix' : 'diverged'
    }
    const { command } = await parts.client.invoke(getBrokerRuntimeInfo, address, {}, undefined, ASK_MASTER_MS)
    const minOffset = Number(kvTable.decode(command.body).table.get('commitLogMinOffset'))
    return Number.isSafeInteger(minOffset) && minOffset <= last.logOffset ? 'diverged' : 'unknown'
  } catch (error) {
    parts.ports.log.debug('the master could not be asked about the end of this log', {
      address,
      error: errorText(error),
    })
    return 'unknown'
  }
}

/** The newest record that any queue points at. */
async function lastRecord(store: MessageStore): Promise<StoredRecord | undefined> {
  let logOffset = -1
  for (const [topic, queues] of store.queueOffsets()) {
    for (const [queueId, { minOffset, maxOffset }] of queues) {
      if (maxOffset <= minOffset) continue
      const [unit] = store.readUnits(topic, queueId, maxOffset - 1, 1)
      if (unit !== undefined && unit.logOffset > logOffset) logOffset = unit.logOffset
    }
  }
  return logOffset < 0 ? undefined : store.lookMessage(logOffset)
}
