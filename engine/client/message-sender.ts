/**
 * Gets one prepared message stored by one of its topic's brokers: picks a queue, sends, and tries another broker when
 * the answer or the network says so, within one deadline for all attempts. Producers and the consumers' fallback for
 * failed send-backs share it. Source: DefaultMQProducerImpl#sendDefaultImpl, #sendKernelImpl.
 */
import { EngineError } from '../base/errors.ts'
import type { Clock, Compression, Log, Random } from '../base/ports.ts'
import { type Message, PropertyName, SysFlag } from '../protocol/message.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import { encodeProperties } from '../protocol/properties.ts'
import { isRetryTopic, SystemTopic } from '../protocol/topics.ts'
import { BrokerAvoidance, nextQueue } from './broker-avoidance.ts'
import type { BrokerCalls, SendHeader } from './broker-calls.ts'
import { type OutgoingLimits, packBody, type PreparedBatch } from './outgoing-message.ts'
import { DEFAULT_TOPIC_QUEUES, type RouteCache } from './route-cache.ts'
import { isSendRetryCode, type SendResult } from './send-result.ts'

export interface SenderSettings {
  readonly group: string
  /** Attempts after the first. Source: DefaultMQProducer#retryTimesWhenSendFailed. */
  readonly retryTimes: number
  /** Also tries another broker when a message is stored but not flushed or replicated in time: makes duplicates. */
  readonly retryWhenNotOk: boolean
  readonly limits: OutgoingLimits
  /** The topic whose settings a new topic takes over. */
  readonly templateTopic: string
}

export interface SenderParts {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly compression: Compression
  readonly routes: RouteCache
  readonly calls: BrokerCalls
}

export interface SendOptions {
  /** For all attempts together. */
  readonly timeoutMs: number
  /** Goes to this queue, in one attempt. */
  readonly queue?: MessageQueue | undefined
  /** Attempts after the first; the sender's own number when absent. */
  readonly retryTimes?: number | undefined
}

/** A message or batch as one request, whatever queue it goes to. */
interface Parcel {
  readonly topic: string
  readonly uniqueId: string
  readonly header: Omit<SendHeader, 'queueId' | 'brokerName'>
  readonly body: Message['body']
  readonly isBatch: boolean
}

export class MessageSender {
  readonly #settings: SenderSettings
  readonly #parts: SenderParts
  readonly #avoidance: BrokerAvoidance
  #position: number

  constructor(settings: SenderSettings, parts: SenderParts) {
    this.#settings = settings
    this.#parts = parts
    this.#avoidance = new BrokerAvoidance(parts.clock)
    this.#position = Math.floor(parts.random.next() * 0x1_0000)
  }

  /**
   * @throws {EngineError} 'not-found' without a route, 'refused' for an answer that no other broker would change, else
   *   what the last attempt failed with; the context counts the attempts.
   */
  send(message: Message, options: SendOptions): Promise<SendResult> {
    return this.#deliver(this.#parcelOf(message), options)
  }

  sendBatch(batch: PreparedBatch, options: SendOptions): Promise<SendResult> {
    return this.#deliver(this.#batchParcelOf(batch), options)
  }

  /** Resolves when the message is on its way; nobody learns whether it arrives. One attempt. */
  async sendOneway(message: Message, options: SendOptions): Promise<void> {
    const parcel = this.#parcelOf(message)
    const queue = options.queue ?? (await this.#pickQueue(parcel.topic, undefined))
    const { address, header } = await this.#addressed(parcel, queue)
    await this.#parts.calls.sendOneway(address, header, parcel.body, { isBatch: false, timeoutMs: options.timeoutMs })
  }

  /** The queues that a selector may choose from. @throws {EngineError} 'not-found' when there are none. */
  async queuesOf(topic: string): Promise<readonly MessageQueue[]> {
    const queues = await this.#parts.routes.findPublishQueues(topic, this.#settings.templateTopic)
    if (queues.length > 0) return queues
    throw new EngineError('not-found', `No route info of this topic: ${topic}`, { context: { topic } })
  }

  async #deliver(parcel: Parcel, options: SendOptions): Promise<SendResult> {
    const { clock } = this.#parts
    const startedMs = clock.monotonicMs()
    const attemptsMax = options.queue === undefined ? 1 + (options.retryTimes ?? this.#settings.retryTimes) : 1
    const brokersSent: string[] = []
    let failure: unknown
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const leftMs = options.timeoutMs - (clock.monotonicMs() - startedMs)
      if (leftMs <= 0) break
      const queue = options.queue ?? (await this.#pickQueue(parcel.topic, brokersSent.at(-1)))
      brokersSent.push(queue.brokerName)
      try {
        const result = await this.#attempt(parcel, queue, leftMs)
        this.#avoidance.forgive(queue.brokerName)
        const isLast = attempt === attemptsMax - 1
        if (result.status === 'SEND_OK' || !this.#settings.retryWhenNotOk || isLast) return result
        failure = new EngineError('refused', `stored with ${result.status}`)
      } catch (error) {
        failure = error
        if (!this.#mayTryAgain(error, queue)) break
      }
    }
    throw sendFailure(failure, parcel.topic, brokersSent, clock.monotonicMs() - startedMs)
  }

  async #attempt(parcel: Parcel, queue: MessageQueue, timeoutMs: number): Promise<SendResult> {
    const { address, header } = await this.#addressed(parcel, queue)
    const answer = await this.#parts.calls.send(address, header, parcel.body, { isBatch: parcel.isBatch, timeoutMs })
    return {
      status: answer.status,
      msgId: answer.header.batchUniqId ?? parcel.uniqueId,
      offsetMsgId: answer.header.msgId,
      queue: { ...queue, queueId: answer.header.queueId },
      queueOffset: answer.header.queueOffset,
      transactionId: answer.header.transactionId,
      recallHandle: answer.header.recallHandle,
      regionId: answer.header.regionId,
    }
  }

  /** Whether another attempt makes sense; also notes brokers that cannot be reached. */
  #mayTryAgain(error: unknown, queue: MessageQueue): boolean {
    if (!(error instanceof EngineError)) return false
    switch (error.code) {
      case 'refused':
        return typeof error.context.code === 'number' && isSendRetryCode(error.context.code)
      case 'not-found':
        return true
      case 'closed':
      case 'connect-failed':
      case 'timeout':
        this.#parts.log.debug('send attempt failed', { ...queue, error: error.message })
        this.#avoidance.avoid(queue.brokerName)
        void this.#parts.routes.noteBrokerFailure(queue.brokerName)
        return true
      default:
        return false
    }
  }

  async #pickQueue(topic: string, failedBroker: string | undefined): Promise<MessageQueue> {
    const queues = await this.queuesOf(topic)
    this.#position = (this.#position + 1) % 0x4000_0000
    return nextQueue(queues, this.#position, { failedBroker, avoidance: this.#avoidance })
  }

  async #addressed(parcel: Parcel, queue: MessageQueue): Promise<{ address: string; header: SendHeader }> {
    const { routes } = this.#parts
    let address = routes.masterAddress(queue.brokerName)
    if (address === undefined) {
      await routes.refresh(parcel.topic)
      address = routes.masterAddress(queue.brokerName)
    }
    if (address === undefined) {
      throw new EngineError('not-found', `The broker[${queue.brokerName}] not exist`, { context: { ...queue } })
    }
    return { address, header: { ...parcel.header, queueId: queue.queueId, brokerName: queue.brokerName } }
  }

  #parcelOf(message: Message): Parcel {
    const properties = new Map(message.properties)
    let reconsumeTimes = 0
    let maxReconsumeTimes: number | undefined
    if (isRetryTopic(message.topic)) {
      reconsumeTimes = takeNumber(properties, PropertyName.RECONSUME_TIME) ?? 0
      maxReconsumeTimes = takeNumber(properties, PropertyName.MAX_RECONSUME_TIMES)
    }
    const packed = packBody(message.body, this.#parts.compression, this.#settings.limits)
    const isPrepared = properties.get(PropertyName.TRAN_MSG)?.toLowerCase() === 'true'
    return {
      topic: message.topic,
      uniqueId: properties.get(PropertyName.UNIQ_KEY) ?? '',
      body: packed.body,
      isBatch: false,
      header: {
        ...this.#commonHeader(message.topic, properties),
        sysFlag: packed.sysFlag | (isPrepared ? SysFlag.TRANSACTION_PREPARED : 0),
        flag: message.flag,
        reconsumeTimes,
        maxReconsumeTimes,
        batch: false,
      },
    }
  }

  #batchParcelOf(batch: PreparedBatch): Parcel {
    const properties = new Map<string, string>()
    if (!batch.waitStored) properties.set(PropertyName.WAIT, 'false')
    return {
      topic: batch.topic,
      uniqueId: batch.uniqueIds.join(','),
      body: batch.body,
      isBatch: true,
      header: {
        ...this.#commonHeader(batch.topic, properties),
        sysFlag: 0,
        flag: 0,
        reconsumeTimes: 0,
        maxReconsumeTimes: undefined,
        batch: true,
      },
    }
  }

  #commonHeader(topic: string, properties: ReadonlyMap<string, string>) {
    return {
      producerGroup: this.#settings.group,
      topic,
      defaultTopic: this.#settings.templateTopic,
      defaultTopicQueueNums: DEFAULT_TOPIC_QUEUES,
      bornTimestamp: this.#parts.clock.nowMs(),
      properties: encodeProperties(properties),
      unitMode: false,
    }
  }
}

export const DEFAULT_SENDER_SETTINGS = {
  retryTimes: 2,
  retryWhenNotOk: false,
  templateTopic: SystemTopic.AUTO_CREATE,
} as const

function takeNumber(properties: Map<string, string>, name: string): number | undefined {
  const text = properties.get(name)
  properties.delete(name)
  const value = Number(text)
  return text === undefined || !Number.isInteger(value) ? undefined : value
}

function sendFailure(failure: unknown, topic: string, brokersSent: readonly string[], tookMs: number): EngineError {
  const context = { topic, attempts: brokersSent.length, brokersSent, tookMs: Math.round(tookMs) }
  if (failure === undefined) {
    return new EngineError('timeout', `no attempt to send to ${topic} fitted into its time`, { context })
  }
  const known = failure instanceof EngineError ? failure : undefined
  const text =
    `Send [${brokersSent.length}] times, still failed, cost [${Math.round(tookMs)}]ms, Topic: ${topic}, ` +
    `BrokersSent: [${brokersSent.join(', ')}]`
  return new EngineError(known?.code ?? 'protocol', text, {
    context: { ...known?.context, ...context },
    cause: failure,
    retriable: known?.retriable ?? false,
  })
}
