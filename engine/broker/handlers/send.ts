/**
 * SEND_MESSAGE, SEND_MESSAGE_V2 and SEND_BATCH_MESSAGE the general way: every check in its order, automatic topics,
 * retry topics, delays, batches. Plain messages usually do not come here (send-fast-path.ts); when they do, the same
 * bytes are stored. Source: SendMessageProcessor, AbstractSendMessageProcessor#msgCheck.
 */
import { EngineError } from '../../base/errors.ts'
import { EMPTY_BYTES } from '../../base/bytes.ts'
import { sendMessage, sendMessageV2 } from '../../protocol/apis/send.ts'
import { decodeBatch } from '../../protocol/batch.ts'
import { RequestCode, ResponseCode } from '../../protocol/codes.ts'
import type { HeaderOf } from '../../protocol/fields.ts'
import { offsetMessageId } from '../../protocol/message-id.ts'
import { isWritable, PropertyName, SysFlag, UnitFlag } from '../../protocol/message.ts'
import { encodePropertiesBytes, parseProperties, parsePropertiesBytes } from '../../protocol/properties.ts'
import type { TopicConfig } from '../../protocol/topic-config.ts'
import { checkTopicName, groupOfTopic, isRetryTopic, isSendForbidden } from '../../protocol/topics.ts'
import { type Command, isOneway, makeApiResponse, makeResponse, requestHeader } from '../../remoting/command.ts'
import type { RemotingConnection } from '../../remoting/connection.ts'
import type { Answer, Dispatcher } from '../../remoting/dispatcher.ts'
import type { PutResult } from '../../store/types.ts'
import { delayLevelOf, waitsForStore } from '../message-put.ts'
import type { BrokerParts } from '../parts.ts'
import { putRefusal } from '../put-outcome.ts'
import { messageRefusalOf } from '../refusals.ts'
import { MAX_RECONSUME_SINCE_VERSION } from '../retry.ts'
import type { AckCode } from '../send-acks.ts'

type SendParts = Pick<
  BrokerParts,
  | 'acks'
  | 'address'
  | 'bornHosts'
  | 'clock'
  | 'groups'
  | 'locks'
  | 'log'
  | 'put'
  | 'random'
  | 'settings'
  | 'storeHost'
  | 'store'
  | 'topics'
  | 'traffic'
  | 'uniqueIds'
>

type SendHeader = HeaderOf<typeof sendMessage.request>

/** Where a checked message goes. */
interface Target {
  readonly topic: TopicConfig
  readonly queueId: number
  readonly properties: Map<string, string>
}

export function registerSendHandlers(dispatcher: Dispatcher, parts: SendParts): void {
  const handler = new SendHandler(parts)
  for (const code of [RequestCode.SEND_MESSAGE, RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE]) {
    dispatcher.register(code, (request, connection) => handler.handle(request, connection))
  }
}

class SendHandler {
  readonly #parts: SendParts

  constructor(parts: SendParts) {
    this.#parts = parts
  }

  handle(request: Command, connection: RemotingConnection): Answer {
    const header =
      request.code === RequestCode.SEND_MESSAGE
        ? requestHeader(sendMessage, request)
        : (requestHeader(sendMessageV2, request) as SendHeader)
    const { settings, acks, clock } = this.#parts
    const acceptFromMs = settings().startAcceptSendRequestTimeStamp
    if (clock.nowMs() < acceptFromMs) {
      const remark = `broker unable to service, until ${acceptFromMs} ms since 1970`
      return this.#refuse(request, ResponseCode.SYSTEM_ERROR, remark)
    }
    const checked = this.#check(request, header, connection)
    if ('flag' in checked) return checked
    if (!acks.hasRoom) {
      const remark = '[OVERLOAD]system busy, start flow control for a while'
      return this.#refuse(request, ResponseCode.SYSTEM_BUSY, remark)
    }
    return header.batch === true
      ? this.#storeBatch(request, connection, header, checked)
      : this.#storeSingle(request, connection, header, checked)
  }

  /** The checks of wire-protocol 4.5 in their order; a command is the refusal. */
  #check(request: Command, header: SendHeader, connection: RemotingConnection): Command | TopicConfig {
    const { settings, topics } = this.#parts
    const { brokerPermission, brokerIP1 } = settings()
    const { topic } = header
    if (!isWritable(brokerPermission) && topics.find(topic)?.order === true) {
      const remark = `the broker[${brokerIP1}] sending message is forbidden`
      return this.#refuse(request, ResponseCode.NO_PERMISSION, remark)
    }
    const name = checkTopicName(topic)
    if (name.kind === 'bad') return this.#refuse(request, ResponseCode.INVALID_PARAMETER, name.reason)
    if (isSendForbidden(topic)) {
      return this.#refuse(request, ResponseCode.NO_PERMISSION, `Sending message to topic[${topic}] is forbidden.`)
    }
    const config = topics.find(topic) ?? this.#createTopic(header, connection)
    if (config === undefined) {
      const remark = `topic[${topic}] not exist, apply first please!`
      return this.#refuse(request, ResponseCode.TOPIC_NOT_EXIST, remark)
    }
    if (header.queueId >= Math.max(config.readQueueNums, config.writeQueueNums)) {
      const remark =
        `request queueId[${header.queueId}] is illegal, topic ${topic} has ${config.readQueueNums} read and ` +
        `${config.writeQueueNums} write queues, producer: ${connection.remoteText}`
      return this.#refuse(request, ResponseCode.INVALID_PARAMETER, remark)
    }
    return config
  }

  #createTopic(header: SendHeader, connection: RemotingConnection): TopicConfig | undefined {
    const { topics } = this.#parts
    const topicSysFlag = header.unitMode !== true ? 0 : isRetryTopic(header.topic) ? UnitFlag.UNIT_SUB : UnitFlag.UNIT
    const created = topics.createFromTemplate({
      topic: header.topic,
      defaultTopic: header.defaultTopic,
      queueNums: header.defaultTopicQueueNums,
      topicSysFlag,
      remote: connection.remoteText,
    })
    if (created !== undefined || !isRetryTopic(header.topic)) return created
    return topics.ensureRetryTopic(groupOfTopic(header.topic) as string, 1, topicSysFlag)
  }

  #storeSingle(request: Command, connection: RemotingConnection, header: SendHeader, topic: TopicConfig): Answer {
    const { put, settings, bornHosts, uniqueIds } = this.#parts
    const properties = parseProperties(header.properties ?? '')
    if (!properties.has(PropertyName.UNIQ_KEY)) properties.set(PropertyName.UNIQ_KEY, uniqueIds.next())
    properties.delete(PropertyName.POP_CK)
    this.#addOwnProperties(properties)
    const refusal = messageRefusalOf(header.sysFlag, properties, topic)
    if (refusal !== undefined) {
      this.#parts.log.warn('send refused', {
        feature: refusal.feature,
        topic: header.topic,
        remote: connection.remoteText,
      })
      return this.#refuse(request, refusal.code, refusal.remark)
    }
    const target = this.#targetOf(request, header, { topic, queueId: this.#queueIdOf(header, topic), properties })
    if ('flag' in target) return target
    const body = request.body ?? EMPTY_BYTES
    if (body.length === 0 || delayLevelOf(properties) === undefined) {
      const detail = body.length === 0 ? 'the body is empty' : 'the delay level is not a number'
      return this.#answerRefused(request, 'illegal', detail)
    }
    const result = put.put({
      topic: target.topic.topicName,
      queueId: target.queueId,
      flag: header.flag,
      sysFlag: header.sysFlag | (target.topic.topicFilterType === 'MULTI_TAG' ? SysFlag.MULTI_TAGS : 0),
      bornTimestampMs: header.bornTimestamp,
      bornHost: bornHosts.of(connection),
      reconsumeTimes: header.reconsumeTimes ?? 0,
      body,
      properties: target.properties,
    })
    if (result.status === 'refused') return this.#answerRefused(request, result.reason, result.detail)
    if (target.topic !== topic) this.#parts.traffic.deadLettered(target.topic.topicName)
    return this.#answerStored(request, connection, target.queueId, target.properties, result, settings().regionId)
  }

  /** Source: SendMessageProcessor#sendBatchMessage. */
  #storeBatch(request: Command, connection: RemotingConnection, header: SendHeader, topic: TopicConfig): Answer {
    const { store, bornHosts, settings } = this.#parts
    if (isRetryTopic(header.topic)) {
      const remark = 'batch request does not support retry group'
      return this.#refuse(request, ResponseCode.MESSAGE_ILLEGAL, remark)
    }
    const shared = parseProperties(header.properties ?? '')
    this.#addOwnProperties(shared)
    const body = request.body ?? EMPTY_BYTES
    try {
      const entries = decodeBatch(body)
      if (entries.length === 0) return this.#answerRefused(request, 'illegal', 'the batch is empty')
      for (const entry of entries) {
        const properties = new Map([...parsePropertiesBytes(entry.properties), ...shared])
        const refusal = messageRefusalOf(header.sysFlag, properties, topic)
        if (refusal !== undefined) {
          this.#parts.log.warn('batch refused', { feature: refusal.feature, topic: header.topic })
          return this.#refuse(request, refusal.code, refusal.remark)
        }
        if (delayLevelOf(properties) !== 0) {
          return this.#answerRefused(request, 'illegal', 'a batch must not hold delayed messages')
        }
      }
    } catch (error) {
      if (error instanceof EngineError && error.code === 'bad-bytes') {
        return this.#answerRefused(request, 'illegal', error.message)
      }
      throw error
    }
    const queueId = this.#queueIdOf(header, topic)
    const result = store.putBatch({
      topic: header.topic,
      queueId,
      flag: header.flag,
      sysFlag: header.sysFlag | (topic.topicFilterType === 'MULTI_TAG' ? SysFlag.MULTI_TAGS : 0),
      bornTimestampMs: header.bornTimestamp,
      bornHost: bornHosts.of(connection),
      reconsumeTimes: header.reconsumeTimes ?? 0,
      body,
      properties: encodePropertiesBytes(shared),
    })
    if (result.status === 'refused') return this.#answerRefused(request, result.reason, result.detail)
    return this.#answerStored(request, connection, queueId, shared, result, settings().regionId)
  }

  /** A send to a retry topic may end in the dead-letter topic instead. Source: #handleRetryAndDLQ. */
  #targetOf(request: Command, header: SendHeader, target: Target): Target | Command {
    if (!isRetryTopic(header.topic)) return target
    const { groups, locks, topics } = this.#parts
    const groupName = groupOfTopic(header.topic) as string
    const group = groups.findOrCreate(groupName)
    if (group === undefined) {
      const remark = `subscription group not exist, ${groupName}`
      return this.#refuse(request, ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, remark)
    }
    const isLimitHonoured = request.version >= MAX_RECONSUME_SINCE_VERSION
    const limit = (isLimitHonoured ? header.maxReconsumeTimes : undefined) ?? group.retryMaxTimes
    if ((header.reconsumeTimes ?? 0) <= limit && !locks.hasLiveLock(groupName)) return target
    const properties = new Map(target.properties)
    properties.delete(PropertyName.DELAY)
    return { topic: topics.ensureDlqTopic(groupName), queueId: 0, properties }
  }

  #queueIdOf(header: SendHeader, topic: TopicConfig): number {
    return header.queueId >= 0 ? header.queueId : Math.floor(this.#parts.random.next() * topic.writeQueueNums)
  }

  #addOwnProperties(properties: Map<string, string>): void {
    for (const [name, value] of addedProperties(this.#parts.settings())) properties.set(name, value)
  }

  #answerStored(
    request: Command,
    connection: RemotingConnection,
    queueId: number,
    properties: ReadonlyMap<string, string>,
    result: Extract<PutResult, { status: 'appended' }>,
    regionId: string,
  ): Answer {
    if (isOneway(request)) return undefined
    const { acks, settings, storeHost } = this.#parts
    const offsets = result.logOffsets ?? [result.logOffset]
    acks.addCustom(result.endOffset, waitsForStore(properties), (code: AckCode) => {
      connection.respond(
        makeApiResponse(sendMessageV2, request, code, {
          msgId: offsets.map((logOffset) => offsetMessageId(storeHost, logOffset)).join(','),
          queueId,
          queueOffset: result.queueOffset,
          transactionId: properties.get(PropertyName.UNIQ_KEY),
          regionId,
          traceOn: settings().traceOn,
        }),
      )
    })
    return undefined
  }

  #answerRefused(request: Command, reason: Parameters<typeof putRefusal>[0], detail: string): Command {
    const { store, settings } = this.#parts
    const { code, remark } = putRefusal(reason, detail, store, settings().maxMessageSize)
    return this.#refuse(request, code, remark)
  }

  #refuse(request: Command, code: number, remark: string): Command {
    const { regionId, traceOn } = this.#parts.settings()
    return makeResponse(request, code, { remark, ext: { MSG_REGION: regionId, TRACE_ON: String(traceOn) } })
  }
}

/** What the broker adds to every message, in this order behind the sender's own. Source: #buildMsgContext. */
export function addedProperties(settings: {
  readonly regionId: string
  readonly traceOn: boolean
  readonly brokerClusterName: string
}): [name: string, value: string][] {
  return [
    [PropertyName.MSG_REGION, settings.regionId],
    [PropertyName.TRACE_ON, String(settings.traceOn)],
    [PropertyName.CLUSTER, settings.brokerClusterName],
  ]
}
