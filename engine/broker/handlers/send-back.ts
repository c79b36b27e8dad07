/**
 * CONSUMER_SEND_MSG_BACK: stores a copy of a message in the group's retry topic, by way of a delay level, or in its
 * dead-letter topic. Source: AbstractSendMessageProcessor#consumerSendMsgBack.
 */
import { consumerSendMsgBack } from '../../protocol/apis/send.ts'
import { ResponseCode } from '../../protocol/codes.ts'
import { offsetMessageId } from '../../protocol/message-id.ts'
import { isWritable, UnitFlag } from '../../protocol/message.ts'
import { decodeRecord } from '../../protocol/record.ts'
import { makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import type { BrokerParts } from '../parts.ts'
import { putRefusal } from '../put-outcome.ts'
import { MAX_RECONSUME_SINCE_VERSION, retryProperties, retryTarget } from '../retry.ts'

type SendBackParts = Pick<
  BrokerParts,
  'acks' | 'groups' | 'isMaster' | 'log' | 'put' | 'random' | 'settings' | 'store' | 'topics' | 'traffic'
>

export function registerSendBackHandlers(dispatcher: Dispatcher, parts: SendBackParts): void {
  const { store, topics, groups, acks } = parts

  dispatcher.registerApi(consumerSendMsgBack, async (header, request, connection) => {
    const refuse = (code: number, remark: string): ReturnType<typeof makeResponse> =>
      makeResponse(request, code, { remark })
    const { brokerPermission, brokerIP1, maxMessageSize } = parts.settings()
    if (!parts.isMaster) return refuse(ResponseCode.SYSTEM_ERROR, `no master available along with ${brokerIP1}`)
    const group = groups.findOrCreate(header.group)
    if (group === undefined) {
      return refuse(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, `subscription group not exist, ${header.group}`)
    }
    if (!isWritable(brokerPermission)) {
      return refuse(ResponseCode.NO_PERMISSION, `the broker[${brokerIP1}] sending message is forbidden`)
    }
    if (group.retryQueueNums <= 0) return makeResponse(request, ResponseCode.SUCCESS)
    const unitFlag = header.unitMode === true ? UnitFlag.UNIT_SUB : 0
    const retryTopic = topics.ensureRetryTopic(header.group, group.retryQueueNums, unitFlag)
    if (!isWritable(retryTopic.perm)) {
      return refuse(ResponseCode.NO_PERMISSION, `the topic[${retryTopic.topicName}] sending message is forbidden`)
    }
    const stored = await store.lookMessage(header.offset)
    if (stored === undefined) {
      return refuse(ResponseCode.SYSTEM_ERROR, `look message by offset failed, ${header.offset}`)
    }
    const record = decodeRecord(stored.bytes)
    const isLimitHonoured = request.version >= MAX_RECONSUME_SINCE_VERSION
    const limit = (isLimitHonoured ? header.maxReconsumeTimes : undefined) ?? group.retryMaxTimes
    const target = retryTarget(record.reconsumeTimes, limit, header.delayLevel)
    const isDead = target.to === 'dead-letter'
    const topic = isDead ? topics.ensureDlqTopic(header.group) : retryTopic
    const result = parts.put.put({
      topic: topic.topicName,
      queueId: isDead ? 0 : Math.floor(parts.random.next() * retryTopic.writeQueueNums),
      flag: record.flag,
      sysFlag: record.sysFlag,
      bornTimestampMs: record.bornTimestampMs,
      bornHost: record.bornHost,
      reconsumeTimes: record.reconsumeTimes + 1,
      body: record.body,
      properties: retryProperties(record, offsetMessageId(record.storeHost, record.logOffset), target),
    })
    if (result.status === 'refused') {
      parts.log.warn('message given back was not stored', { group: header.group, reason: result.reason })
      return refuse(ResponseCode.SYSTEM_ERROR, putRefusal(result.reason, result.detail, store, maxMessageSize).remark)
    }
    if (isDead) parts.traffic.deadLettered(topic.topicName)
    else parts.traffic.sentBack(header.group, record.topic)
    // The copy does not wait for flush and replicas, in Java neither: the original is still there.
    acks.addCustom(result.endOffset, false, () => {
      connection.respond(makeResponse(request, ResponseCode.SUCCESS))
    })
    return undefined
  })
}
