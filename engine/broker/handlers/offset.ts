/**
 * Offsets: how far groups have consumed, what range queues have, which offset belongs to a time.
 * Source: ConsumerManageProcessor, AdminBrokerProcessor#getMaxOffset, #getMinOffset, #searchOffsetByTimestamp.
 */
import { queryConsumerOffset, updateConsumerOffset } from '../../protocol/apis/offset.ts'
import {
  getEarliestMsgStoretime,
  getMaxOffset,
  getMinOffset,
  searchOffsetByTimestamp,
} from '../../protocol/apis/pull.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import { makeApiResponse, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'

type OffsetParts = Pick<BrokerParts, 'groups' | 'memoryWindowBytes' | 'offsets' | 'settings' | 'store' | 'topics'>

export function registerOffsetHandlers(dispatcher: Dispatcher, parts: OffsetParts): void {
  const { store, offsets } = parts

  dispatcher.registerApi(queryConsumerOffset, (header, request) => {
    const { consumerGroup, topic, queueId } = header
    const committed = offsets.find(consumerGroup, topic, queueId)
    if (committed !== undefined && committed >= 0) {
      return makeApiResponse(queryConsumerOffset, request, ResponseCode.SUCCESS, { offset: committed })
    }
    if (header.setZeroIfNotFound === false) {
      const remark = 'Not found, do not set to zero, maybe this group boot first'
      return makeResponse(request, ResponseCode.QUERY_NOT_FOUND, { remark })
    }
    if (store.minOffset(topic, queueId) <= 0 && isFirstInMemory(parts, topic, queueId)) {
      return makeApiResponse(queryConsumerOffset, request, ResponseCode.SUCCESS, { offset: 0 })
    }
    const remark = 'Not found, V3_0_6_SNAPSHOT maybe this group consumer boot first'
    return makeResponse(request, ResponseCode.QUERY_NOT_FOUND, { remark })
  })

  dispatcher.registerApi(updateConsumerOffset, (header, request) => {
    const { consumerGroup, topic, queueId, commitOffset } = header
    // Groups are made by heartbeats and pulls, never by an offset. Source: ConsumerManageProcessor#updateConsumerOffset.
    if (parts.groups.find(consumerGroup) === undefined) {
      const remark = `Group ${consumerGroup} not exist!`
      return makeResponse(request, ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, { remark })
    }
    if (parts.topics.find(topic) === undefined) {
      return makeResponse(request, ResponseCode.TOPIC_NOT_EXIST, { remark: `Topic ${topic} not exist!` })
    }
    if (parts.settings().useServerSideResetOffset && offsets.hasReset(consumerGroup, topic, queueId)) {
      return makeResponse(request, ResponseCode.SUCCESS, { remark: 'Offset has been previously reset' })
    }
    offsets.commit(consumerGroup, topic, queueId, commitOffset)
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  dispatcher.registerApi(getMaxOffset, ({ topic, queueId, committed }, request) => {
    const offset = store.maxOffset(topic, queueId, committed ?? true)
    return makeApiResponse(getMaxOffset, request, ResponseCode.SUCCESS, { offset })
  })

  dispatcher.registerApi(getMinOffset, ({ topic, queueId }, request) => {
    const offset = Math.max(0, store.minOffset(topic, queueId))
    return makeApiResponse(getMinOffset, request, ResponseCode.SUCCESS, { offset })
  })

  dispatcher.registerApi(searchOffsetByTimestamp, async ({ topic, queueId, timestamp, boundaryType }, request) => {
    const offset = await store.offsetByTime(topic, queueId, timestamp, boundaryType ?? 'LOWER')
    return makeApiResponse(searchOffsetByTimestamp, request, ResponseCode.SUCCESS, { offset })
  })

  dispatcher.registerApi(getEarliestMsgStoretime, async ({ topic, queueId }, request) => {
    const timestamp = await store.earliestStoreTime(topic, queueId)
    return makeApiResponse(getEarliestMsgStoretime, request, ResponseCode.SUCCESS, { timestamp })
  })
}

/** Whether the queue's first message lies in the part of the log that counts as in memory. Source: #checkInDiskByConsumeOffset. */
function isFirstInMemory(parts: OffsetParts, topic: string, queueId: number): boolean {
  const [unit] = parts.store.readUnits(topic, queueId, 0, 1)
  return unit === undefined || parts.store.commitLog.writtenOffset - unit.logOffset <= parts.memoryWindowBytes()
}
