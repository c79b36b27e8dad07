/**
 * What slaves of either engine ask their master for besides the log, and what tools ask about replication. Topic and group
 * tables are in the areas of their own. Source: AdminBrokerProcessor; storage 5.7.
 */
import {
  exchangeBrokerHaInfo,
  getAllMessageRequestMode,
  getBrokerHaStatus,
  getTimerCheckPoint,
  getTimerMetrics,
  resetMasterFlushOffset,
} from '../../protocol/apis/ha.ts'
import { getAllConsumerOffset, getAllDelayOffset } from '../../protocol/apis/offset.ts'
import { type HaRuntimeInfo, haRuntimeInfo, NO_HA_CLIENT } from '../../protocol/bodies/ha-runtime-info.ts'
import { messageRequestModeTable } from '../../protocol/bodies/message-request-mode.ts'
import { consumerOffsetTable, delayOffsetTable } from '../../protocol/bodies/offset-table.ts'
import { encodeTimerCheckpoint } from '../../protocol/bodies/timer-checkpoint.ts'
import { timerMetrics } from '../../protocol/bodies/timer-metrics.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import { makeApiResponse, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'

type ReplicationParts = Pick<
  BrokerParts,
  'address' | 'delay' | 'haMaster' | 'haSlave' | 'isMaster' | 'log' | 'offsets' | 'settings' | 'store'
>

/** The version of tables that stay empty here: timers and request modes are not this broker's. */
const NEVER_CHANGED = { stateVersion: 0, timestamp: 0, counter: 0 }

export function registerReplicationHandlers(dispatcher: Dispatcher, parts: ReplicationParts): void {
  const { offsets, delay, store } = parts
  /** Told by tools; a slave shows it and nothing else depends on it. */
  let masterFlushOffset = 0

  dispatcher.register(getAllConsumerOffset.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, { body: consumerOffsetTable.encode(offsets.toTable()) }),
  )
  dispatcher.register(getAllDelayOffset.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, { body: delayOffsetTable.encode(delay.toTable()) }),
  )
  dispatcher.register(getAllMessageRequestMode.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, {
      body: messageRequestModeTable.encode({ messageRequestModeMap: new Map() }),
    }),
  )
  // Java's slaves ask every three seconds; an error would fill their logs, and nothing read is the truth.
  dispatcher.register(getTimerCheckPoint.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, {
      body: encodeTimerCheckpoint({
        lastReadTimeMs: 0,
        lastTimerLogFlushPos: 0,
        lastTimerQueueOffset: 0,
        masterTimerQueueOffset: 0,
        dataVersion: NEVER_CHANGED,
      }),
    }),
  )
  dispatcher.register(getTimerMetrics.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, {
      body: timerMetrics.encode({ dataVersion: NEVER_CHANGED, timingCount: new Map() }),
    }),
  )

  dispatcher.registerApi(exchangeBrokerHaInfo, ({ masterHaAddress }, request, connection) => {
    if (masterHaAddress === undefined || masterHaAddress === '') {
      return makeApiResponse(
        exchangeBrokerHaInfo,
        request,
        ResponseCode.SUCCESS,
        parts.isMaster ? ownHaInfo(parts) : {},
      )
    }
    // Sent by a master that comes online in acting-master mode, which this engine does not take part in.
    parts.log.warn('address of a master offered and not taken', { masterHaAddress, remote: connection.remoteText })
    const remark = 'slave acting master mode is not supported by this broker'
    return makeResponse(request, ResponseCode.REQUEST_CODE_NOT_SUPPORTED, { remark })
  })

  dispatcher.register(getBrokerHaStatus.code, (request) =>
    makeResponse(request, ResponseCode.SUCCESS, { body: haRuntimeInfo.encode(haInfo(parts, masterFlushOffset)) }),
  )

  dispatcher.registerApi(resetMasterFlushOffset, (header, request) => {
    if (!parts.isMaster) masterFlushOffset = header.masterFlushOffset
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  function ownHaInfo({ settings, address }: ReplicationParts): {
    masterHaAddress: string
    masterFlushOffset: number
    masterAddress: string
  } {
    const { brokerIP2, haListenPort } = settings()
    return {
      masterHaAddress: `${brokerIP2}:${haListenPort}`,
      masterFlushOffset: store.commitLog.flushedOffset,
      masterAddress: address,
    }
  }
}

/** Source: DefaultHAService#getRuntimeInfo. */
function haInfo(parts: ReplicationParts, masterFlushOffset: number): HaRuntimeInfo {
  const { haMaster, haSlave, store } = parts
  if (haSlave !== undefined) {
    const link = haSlave.status()
    return {
      master: false,
      masterCommitLogMaxOffset: 0,
      inSyncSlaveNums: 0,
      haConnectionInfo: [],
      haClientRuntimeInfo: {
        masterAddr: link.masterAddress,
        transferredByteInSecond: Math.round(link.bytesPerSecond),
        maxOffset: link.maxOffset,
        lastReadTimestamp: link.lastReadMs,
        lastWriteTimestamp: link.lastWriteMs,
        masterFlushOffset,
      },
    }
  }
  const slaves = haMaster?.slaves() ?? []
  return {
    master: true,
    masterCommitLogMaxOffset: store.commitLog.writtenOffset,
    inSyncSlaveNums: slaves.filter((slave) => slave.isInSync).length,
    haConnectionInfo: slaves.map((slave) => ({
      addr: slave.address,
      slaveAckOffset: slave.ackOffset,
      diff: slave.lagBytes,
      inSync: slave.isInSync,
      transferredByteInSecond: Math.round(slave.bytesPerSecond),
      transferFromWhere: slave.nextOffset,
    })),
    haClientRuntimeInfo: NO_HA_CLIENT,
  }
}
