/**
 * How far groups have got: consume statistics, time spans, offsets compared and cloned. Source: AdminBrokerProcessor;
 * wire-protocol 4.12.
 */
import { getBrokerConsumeStats, getConsumeStats } from '../../protocol/apis/group.ts'
import { cloneGroupOffset, queryConsumeTimeSpan, queryCorrectionOffset } from '../../protocol/apis/offset.ts'
import {
  type ConsumeStats,
  consumeStats,
  consumeStatsList,
  type OffsetWrapper,
} from '../../protocol/bodies/consume-stats.ts'
import { consumeTimeSpan, type QueueTimeSpan } from '../../protocol/bodies/consume-time-span.ts'
import { correctionOffset } from '../../protocol/bodies/correction-offset.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import type { MessageQueue } from '../../protocol/message-queue.ts'
import type { TopicConfig } from '../../protocol/topic-config.ts'
import { makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'

export type AdminConsumeParts = Pick<
  BrokerParts,
  'address' | 'clients' | 'clock' | 'groups' | 'log' | 'offsets' | 'settings' | 'stats' | 'store' | 'topics'
>

export function registerAdminConsumeHandlers(dispatcher: Dispatcher, parts: AdminConsumeParts): void {
  registerConsumeStats(dispatcher, parts)
  registerOffsetComparisons(dispatcher, parts)
}

function registerConsumeStats(dispatcher: Dispatcher, parts: AdminConsumeParts): void {
  const { topics, groups, offsets } = parts

  dispatcher.registerApi(getConsumeStats, async ({ consumerGroup, topic, topicList }, request) => {
    const listed = (topicList ?? '').split(';').filter((name) => name !== '')
    const asked = topic === undefined || topic.trim() === '' ? offsets.topicsOf(consumerGroup) : [topic]
    const names = listed.length > 0 ? listed : [...asked].filter((name) => isSubscribed(parts, consumerGroup, name))
    const all: ConsumeStats[] = []
    for (const name of names) {
      const config = topics.find(name)
      if (config !== undefined) all.push(await topicConsumeStats(parts, consumerGroup, config, config.readQueueNums))
    }
    const body = consumeStats.encode({
      offsetTable: all.flatMap(({ offsetTable }) => offsetTable),
      consumeTps: all.reduce((sum, { consumeTps }) => sum + consumeTps, 0),
    })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })

  dispatcher.registerApi(getBrokerConsumeStats, async ({ isOrder }, request) => {
    const list: Map<string, readonly ConsumeStats[]>[] = []
    let totalDiff = 0
    let totalInflightDiff = 0
    for (const { groupName } of groups.all()) {
      const ofGroup: ConsumeStats[] = []
      for (const topic of offsets.topicsOf(groupName)) {
        const config = topics.find(topic)
        if (config === undefined || (isOrder && !config.order) || !isSubscribed(parts, groupName, topic)) continue
        ofGroup.push(await topicConsumeStats(parts, groupName, config, config.writeQueueNums))
      }
      for (const [, offset] of ofGroup.flatMap(({ offsetTable }) => offsetTable)) {
        totalDiff += offset.brokerOffset - offset.consumerOffset
        totalInflightDiff += offset.pullOffset - offset.consumerOffset
      }
      list.push(new Map([[groupName, ofGroup]]))
    }
    const body = consumeStatsList.encode({
      consumeStatsList: list,
      brokerAddr: parts.address,
      totalDiff,
      totalInflightDiff,
    })
    return makeResponse(request, ResponseCode.SUCCESS, { body })
  })
}

/** A group without members online counts as subscribed to all it has offsets of. */
function isSubscribed({ clients }: AdminConsumeParts, group: string, topic: string): boolean {
  const subscriptions = clients.consumerGroup(group)?.subscriptions
  return subscriptions === undefined || subscriptions.size === 0 || subscriptions.has(topic)
}

/** Every queue of one topic as one group stands to it. */
async function topicConsumeStats(
  { store, offsets, stats, settings }: AdminConsumeParts,
  group: string,
  { topicName: topic }: TopicConfig,
  queueNums: number,
): Promise<ConsumeStats> {
  const { brokerName } = settings()
  const offsetTable: [MessageQueue, OffsetWrapper][] = []
  for (let queueId = 0; queueId < queueNums; queueId++) {
    const brokerOffset = Math.max(0, store.maxOffset(topic, queueId))
    const consumerOffset = Math.max(0, offsets.find(group, topic, queueId) ?? 0)
    const lastTimestamp = consumerOffset > 0 ? await store.storeTime(topic, queueId, consumerOffset - 1) : 0
    offsetTable.push([
      { topic, brokerName, queueId },
      {
        brokerOffset,
        consumerOffset,
        pullOffset: Math.max(consumerOffset, stats.pulledOffset(group, topic, queueId) ?? 0),
        lastTimestamp: Math.max(0, lastTimestamp),
      },
    ])
  }
  return { offsetTable, consumeTps: stats.perSecond('GROUP_GET_NUMS', `${topic}@${group}`) }
}

function registerOffsetComparisons(dispatcher: Dispatcher, parts: AdminConsumeParts): void {
  const { topics, offsets, store, log } = parts

  dispatcher.registerApi(queryConsumeTimeSpan, async ({ topic, group }, request) => {
    const config = topics.find(topic)
    if (config === undefined) {
      return makeResponse(request, ResponseCode.TOPIC_NOT_EXIST, { remark: `topic[${topic}] not exist` })
    }
    const consumeTimeSpanSet: QueueTimeSpan[] = []
    for (let queueId = 0; queueId < config.writeQueueNums; queueId++) {
      consumeTimeSpanSet.push(await queueTimeSpan(parts, group, topic, queueId))
    }
    return makeResponse(request, ResponseCode.SUCCESS, { body: consumeTimeSpan.encode({ consumeTimeSpanSet }) })
  })

  // Differs: 5.3.3 deletes the offsets of the groups that it is asked to leave out.
  dispatcher.registerApi(queryCorrectionOffset, ({ topic, compareGroup, filterGroups }, request) => {
    const leftOut = new Set((filterGroups ?? '').split(','))
    const lowest = new Map<number, number>()
    for (const group of offsets.groupsOf(topic)) {
      if (leftOut.has(group)) continue
      for (const [queueId, queueOffset] of offsets.findAll(group, topic)) {
        if (queueOffset < store.minOffset(topic, queueId)) continue
        lowest.set(queueId, Math.min(queueOffset, lowest.get(queueId) ?? queueOffset))
      }
    }
    const correctionOffsets = new Map(lowest)
    for (const [queueId, queueOffset] of offsets.findAll(compareGroup, topic)) {
      const low = lowest.get(queueId)
      if (low !== undefined && low > queueOffset) correctionOffsets.set(queueId, Number.MAX_SAFE_INTEGER)
    }
    return makeResponse(request, ResponseCode.SUCCESS, { body: correctionOffset.encode({ correctionOffsets }) })
  })

  dispatcher.registerApi(cloneGroupOffset, ({ srcGroup, destGroup, topic, offline }, request) => {
    const asked = topic === undefined || topic.trim() === '' ? offsets.topicsOf(srcGroup) : [topic]
    for (const name of asked) {
      const isWanted = topics.find(name) !== undefined && (offline === true || isSubscribed(parts, srcGroup, name))
      if (isWanted) offsets.clone(srcGroup, destGroup, name)
      else log.warn('offsets not cloned: the topic is unknown or not subscribed to', { srcGroup, topic: name })
    }
    return makeResponse(request, ResponseCode.SUCCESS)
  })
}

async function queueTimeSpan(
  { store, offsets, settings, clock }: AdminConsumeParts,
  group: string,
  topic: string,
  queueId: number,
): Promise<QueueTimeSpan> {
  const minTimeStamp = await store.earliestStoreTime(topic, queueId)
  const maxOffset = store.maxOffset(topic, queueId)
  const consumed = offsets.find(group, topic, queueId) ?? -1
  const nextTimeMs = consumed < maxOffset ? await store.storeTime(topic, queueId, Math.max(0, consumed)) : -1
  return {
    messageQueue: { topic, brokerName: settings().brokerName, queueId },
    minTimeStamp,
    maxTimeStamp: await store.storeTime(topic, queueId, maxOffset - 1),
    consumeTimeStamp: consumed > 0 ? await store.storeTime(topic, queueId, consumed - 1) : minTimeStamp,
    delayTime: nextTimeMs < 0 ? 0 : clock.nowMs() - nextTimeMs,
  }
}
