/**
 * The broker itself: configuration, runtime information, counters, cleaning, a look into a queue. Source:
 * AdminBrokerProcessor; wire-protocol 4.12.
 */
import { bytesFromLatin1, bytesFromUtf8 } from '../../base/bytes.ts'
import { errorText } from '../../base/errors.ts'
import { CONSUME_QUEUE_UNITS_MAX } from '../../base/limits.ts'
import { parsePropertiesBytes } from '../../config/properties-bytes.ts'
import {
  getBrokerConfig,
  getBrokerRuntimeInfo,
  updateBrokerConfig,
  viewBrokerStatsData,
} from '../../protocol/apis/broker-admin.ts'
import { queryConsumeQueue } from '../../protocol/apis/pull.ts'
import { cleanExpiredConsumeQueue, deleteExpiredCommitLog } from '../../protocol/apis/topic.ts'
import { brokerStatsData } from '../../protocol/bodies/broker-stats-data.ts'
import { dataVersionBody } from '../../protocol/bodies/data-version.ts'
import type { SubscriptionData } from '../../protocol/bodies/heartbeat.ts'
import { kvTable } from '../../protocol/bodies/kv-table.ts'
import { queryConsumeQueueResponse } from '../../protocol/bodies/query-consume-queue.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import { firstDataVersion, nextDataVersion } from '../../protocol/data-version.ts'
import { SUB_ALL } from '../../protocol/tags.ts'
import { makeApiResponse, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'
import { runtimeInfo } from '../runtime-info.ts'

export type AdminBrokerParts = Pick<
  BrokerParts,
  | 'clients'
  | 'clock'
  | 'config'
  | 'delay'
  | 'fs'
  | 'isMaster'
  | 'log'
  | 'registration'
  | 'settings'
  | 'stats'
  | 'store'
  | 'topics'
> & {
  /** The `-c` file, which updates are written to; without one they last until the broker stops. */
  readonly configFile: string | undefined
}

export function registerAdminBrokerHandlers(dispatcher: Dispatcher, parts: AdminBrokerParts): void {
  registerConfiguration(dispatcher, parts)
  registerState(dispatcher, parts)
  registerQueueLook(dispatcher, parts)
}

function registerConfiguration(dispatcher: Dispatcher, parts: AdminBrokerParts): void {
  const { config, clock, registration, topics, log } = parts
  let version = firstDataVersion(clock.nowMs())

  dispatcher.register(getBrokerConfig.code, (request) =>
    makeApiResponse(
      getBrokerConfig,
      request,
      ResponseCode.SUCCESS,
      { version: dataVersionBody.encodeText(version) },
      { body: bytesFromUtf8(config.dump()) },
    ),
  )

  dispatcher.register(updateBrokerConfig.code, async (request, connection) => {
    if (request.body === undefined) return makeResponse(request, ResponseCode.SUCCESS)
    const result = config.applyUpdate(request.body.utf8Slice())
    switch (result.status) {
      case 'unreadable':
        return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: `string2Properties error: ${result.reason}` })
      case 'refused': {
        log.warn('configuration update refused', { keys: result.keys, remote: connection.remoteText })
        return makeResponse(request, ResponseCode.NO_PERMISSION, { remark: 'Can not update config in black list.' })
      }
      case 'applied':
        break
    }
    version = nextDataVersion(version, clock.nowMs())
    log.info('configuration updated', {
      changes: result.changes,
      ignored: result.ignored,
      remote: connection.remoteText,
    })
    const failure = result.changes.length > 0 ? persist(parts) : undefined
    if (result.registerNow) {
      // Name servers take permissions over with a newer version of the table only.
      topics.put()
      await registration.registerAll()
    }
    return failure === undefined
      ? makeResponse(request, ResponseCode.SUCCESS)
      : makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: failure })
  })
}

/**
 * Writes updates into the file, old content in `.bak`.
 * Differs: 5.3.3 answers success when the file could not be written.
 * @returns why not.
 */
function persist({ fs, config, configFile, log }: AdminBrokerParts): string | undefined {
  if (configFile === undefined) return undefined
  try {
    const old = fs.readFile(configFile) ?? bytesFromLatin1('')
    const next = bytesFromLatin1(config.persistedText(parsePropertiesBytes(old)))
    fs.replaceFile(`${configFile}.bak`, old)
    fs.replaceFile(configFile, next)
    config.markStored()
    return undefined
  } catch (error) {
    const failure = `in force until the broker stops, but not stored in ${configFile}: ${errorText(error)}`
    log.error('configuration not stored', { file: configFile, error: errorText(error) })
    return failure
  }
}

function registerState(dispatcher: Dispatcher, parts: AdminBrokerParts): void {
  const { stats, store } = parts

  dispatcher.register(getBrokerRuntimeInfo.code, async (request) =>
    makeResponse(request, ResponseCode.SUCCESS, { body: kvTable.encode({ table: await runtimeInfo(parts) }) }),
  )

  dispatcher.registerApi(viewBrokerStatsData, ({ statsName, statsKey }, request) => {
    const data = stats.find(statsName, statsKey)
    if (data === undefined) {
      const remark = `The stats <${statsName}> <${statsKey}> not exist`
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
    }
    return makeResponse(request, ResponseCode.SUCCESS, { body: brokerStatsData.encode(data) })
  })

  dispatcher.register(cleanExpiredConsumeQueue.code, (request) => {
    store.cleanExpiredQueues()
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  dispatcher.register(deleteExpiredCommitLog.code, (request) => {
    store.cleanExpiredLogFiles()
    return makeResponse(request, ResponseCode.SUCCESS)
  })
}

/** Differs: `eval` is worked out for every message; 5.3.3 does so only where a queue extension exists. */
function registerQueueLook(dispatcher: Dispatcher, { store, clients }: AdminBrokerParts): void {
  dispatcher.registerApi(queryConsumeQueue, ({ topic, queueId, index, count, consumerGroup }, request) => {
    if (!store.hasQueue(topic, queueId)) {
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark: `${queueId}@${topic} is not exist!` })
    }
    const minQueueIndex = store.minOffset(topic, queueId)
    const maxQueueIndex = store.maxOffset(topic, queueId)
    if (index < minQueueIndex || index >= maxQueueIndex) {
      const remark = `Index ${index} of ${queueId}@${topic} is not exist!`
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
    }
    const isGroupAsked = consumerGroup !== undefined && consumerGroup !== ''
    const subscription = isGroupAsked ? clients.consumerGroup(consumerGroup)?.subscriptions.get(topic) : undefined
    const units = store.readUnits(topic, queueId, index, Math.min(Math.max(0, count), CONSUME_QUEUE_UNITS_MAX))
    const body = queryConsumeQueueResponse.encode({
      subscriptionData: subscription,
      filterData: isGroupAsked && subscription === undefined ? `${consumerGroup}@${topic} is not online!` : undefined,
      queueData: units.map(({ logOffset, recordBytes, tagCode }) => ({
        physicOffset: logOffset,
        physicSize: recordBytes,
        tagsCode: tagCode,
        eval: subscription !== undefined && letsThrough(subscription, tagCode),
      })),
      maxQueueIndex,
      minQueueIndex,
    })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })
}

function letsThrough({ subString, codeSet, classFilterMode }: SubscriptionData, tagCode: bigint): boolean {
  return subString === SUB_ALL || classFilterMode || codeSet.includes(Number(BigInt.asIntN(32, tagCode)))
}
