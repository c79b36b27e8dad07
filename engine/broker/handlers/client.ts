/**
 * Clients announce themselves: heartbeats, goodbyes, who else is in the group, and the queue locks of orderly consumers.
 * Source: ClientManageProcessor, ConsumerManageProcessor#getConsumerListByGroup, AdminBrokerProcessor#lockBatchMQ.
 */
import {
  checkClientConfig,
  getConsumerListByGroup,
  heartBeat,
  lockBatchMq,
  unlockBatchMq,
  unregisterClient,
} from '../../protocol/apis/heartbeat.ts'
import {
  type ConsumerData,
  checkClientBody,
  type HeartbeatData,
  heartbeatData,
} from '../../protocol/bodies/heartbeat.ts'
import { consumerList } from '../../protocol/bodies/consumer-list.ts'
import { lockBatchRequest, lockBatchResponse, unlockBatchRequest } from '../../protocol/bodies/lock-batch.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import { UnitFlag } from '../../protocol/message.ts'
import { parseTagExpression } from '../../protocol/tags.ts'
import { type Command, makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { ClientIdentity } from '../clients.ts'
import type { BrokerParts } from '../parts.ts'
import { isTagExpression, SQL_FILTER } from '../refusals.ts'

type ClientParts = Pick<BrokerParts, 'clients' | 'groups' | 'isMaster' | 'locks' | 'settings' | 'topics'>

export function registerClientHandlers(dispatcher: Dispatcher, parts: ClientParts): void {
  const { clients, locks } = parts
  const fingerprints = new Map<string, number>()

  dispatcher.register(heartBeat.code, (request, connection) => {
    const data = heartbeatData.decode(request.body)
    const { language, version } = request
    const identity: ClientIdentity = { connection, clientId: data.clientID, language, version }
    let isChanged = data.heartbeatFingerprint === 0
    for (const consumer of data.consumerDataSet) {
      if (parts.settings().rejectPullConsumerEnable && consumer.consumeType === 'CONSUME_ACTIVELY') continue
      const before = fingerprints.get(consumer.groupName)
      if (before !== undefined && before !== data.heartbeatFingerprint) isChanged = true
      if (registerConsumer(parts, consumer, data, identity)) {
        fingerprints.set(consumer.groupName, data.heartbeatFingerprint)
      }
    }
    for (const { groupName } of data.producerDataSet) clients.registerProducer(groupName, identity)
    const ext = { IS_SUPPORT_HEART_BEAT_V2: 'true', IS_SUB_CHANGE: String(isChanged) }
    if (fingerprints.size > parts.groups.size) {
      for (const group of fingerprints.keys()) if (parts.groups.find(group) === undefined) fingerprints.delete(group)
    }
    return makeResponse(request, ResponseCode.SUCCESS, { ext })
  })

  dispatcher.registerApi(unregisterClient, ({ producerGroup, consumerGroup }, request, connection) => {
    if (producerGroup !== undefined && producerGroup !== '') clients.unregisterProducer(producerGroup, connection)
    if (consumerGroup !== undefined && consumerGroup !== '') {
      clients.unregisterConsumer(consumerGroup, connection, notifiesMembers(parts, consumerGroup))
    }
    return makeResponse(request, ResponseCode.SUCCESS)
  })

  dispatcher.registerApi(getConsumerListByGroup, ({ consumerGroup }, request) => {
    const consumerIdList = clients.consumerIds(consumerGroup)
    if (consumerIdList.length === 0) {
      const remark = `no consumer for this group, ${consumerGroup}`
      return makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark })
    }
    return makeResponse(request, ResponseCode.SUCCESS, { body: consumerList.encode({ consumerIdList }) })
  })

  dispatcher.register(checkClientConfig.code, (request) => checkSubscription(request))

  dispatcher.register(lockBatchMq.code, (request) => {
    const { consumerGroup, clientId, mqSet } = lockBatchRequest.decode(request.body)
    const lockOKMQSet = locks.lock(consumerGroup, clientId, mqSet)
    return makeResponse(request, ResponseCode.SUCCESS, { body: lockBatchResponse.encode({ lockOKMQSet }) })
  })

  dispatcher.register(unlockBatchMq.code, (request) => {
    const { consumerGroup, clientId, mqSet } = unlockBatchRequest.decode(request.body)
    locks.unlock(consumerGroup, clientId, mqSet)
    return makeResponse(request, ResponseCode.SUCCESS)
  })
}

/** @returns false for a group that does not exist and may not be made: it is skipped without a word. */
function registerConsumer(
  parts: ClientParts,
  consumer: ConsumerData,
  data: HeartbeatData,
  identity: ClientIdentity,
): boolean {
  const { topics, groups, clients } = parts
  const config = groups.findOrCreate(consumer.groupName)
  if (config === undefined) return false
  // Differs: a slave waits for its master's table instead of making the topic for itself.
  if (parts.isMaster) {
    topics.ensureRetryTopic(consumer.groupName, config.retryQueueNums, consumer.unitMode ? UnitFlag.UNIT_SUB : 0)
  }
  clients.registerConsumer(
    consumer.groupName,
    identity,
    consumer,
    data.withoutSub ? undefined : consumer.subscriptionDataSet,
    config.notifyConsumerIdsChangedEnable,
  )
  return true
}

function notifiesMembers(parts: ClientParts, group: string): boolean {
  return parts.groups.find(group)?.notifyConsumerIdsChangedEnable ?? true
}

/** Source: ClientManageProcessor#checkClientConfig. */
function checkSubscription(request: Command): Command {
  const { subscriptionData } = checkClientBody.decode(request.body)
  if (subscriptionData === undefined || isTagExpression(subscriptionData.expressionType)) {
    const isBad = subscriptionData !== undefined && parseTagExpression(subscriptionData.subString).kind === 'bad'
    return makeResponse(request, isBad ? ResponseCode.SUBSCRIPTION_PARSE_FAILED : ResponseCode.SUCCESS)
  }
  return makeResponse(request, SQL_FILTER.code, { remark: SQL_FILTER.remark })
}
