/**
 * Sends messages: waiting for the answer, with a callback, without any answer, in batches, to a chosen queue. How a
 * message reaches a broker is the sender's business; connections, routes and heartbeats are the client instance's.
 * Answers to Java's DefaultMQProducer.
 */
import { EngineError } from '../base/errors.ts'
import { javaHashCode } from '../base/hash.ts'
import { ASYNC_SENDS_MAX, CLIENT_TOPICS_MAX } from '../base/limits.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import type { UniqueIds } from '../protocol/message-id.ts'
import { checkGroupName, DEFAULT_PRODUCER_GROUP } from '../protocol/topics.ts'
import type { ClientInstance } from './client-instance.ts'
import type { ProducerMember } from './members.ts'
import type { MessageSender, SendOptions } from './message-sender.ts'
import { DEFAULT_SENDER_SETTINGS } from './message-sender.ts'
import { DEFAULT_OUTGOING_LIMITS, type OutgoingMessage, prepareBatch, prepareMessage } from './outgoing-message.ts'
import type { SendResult } from './send-result.ts'

export interface ProducerOptions {
  readonly group: string
  /** For a whole send with its retries. */
  readonly sendTimeoutMs?: number
  /** Attempts after the first, each on another broker where there is one. */
  readonly retryTimes?: number
  /** Tries again when a message is stored but not flushed or replicated in time: makes duplicates. */
  readonly retryWhenNotOk?: boolean
  readonly bodyBytesMax?: number
  readonly compressFromBytes?: number
  /** The topic whose settings a new topic takes over. */
  readonly templateTopic?: string
  /** Sends by `sendAsync` that may be under way. */
  readonly asyncSendsMax?: number
}

export interface SendCall {
  readonly timeoutMs?: number | undefined
  /** Sends to this queue, in one attempt. */
  readonly queue?: MessageQueue | undefined
  /** Attempts after the first; the producer's own number when absent. */
  readonly retryTimes?: number | undefined
}

/** Chooses one of the topic's queues. */
export type QueueSelector = (queues: readonly MessageQueue[], message: OutgoingMessage) => MessageQueue

const SEND_TIMEOUT_MS = 3000

export class Producer implements ProducerMember {
  readonly group: string
  readonly #client: ClientInstance
  readonly #sender: MessageSender
  readonly #ids: UniqueIds
  readonly #timeoutMs: number
  readonly #asyncSendsMax: number
  readonly #limits: typeof DEFAULT_OUTGOING_LIMITS
  readonly #topics = new Set<string>()
  #asyncSends = 0
  #state: 'new' | 'running' | 'ended' = 'new'

  /** @throws {EngineError} 'usage' for a group name that brokers refuse. */
  constructor(client: ClientInstance, options: ProducerOptions) {
    checkProducerGroup(options.group)
    this.group = options.group
    this.#client = client
    this.#timeoutMs = options.sendTimeoutMs ?? SEND_TIMEOUT_MS
    this.#asyncSendsMax = options.asyncSendsMax ?? ASYNC_SENDS_MAX
    this.#limits = {
      bodyBytesMax: options.bodyBytesMax ?? DEFAULT_OUTGOING_LIMITS.bodyBytesMax,
      compressFromBytes: options.compressFromBytes ?? DEFAULT_OUTGOING_LIMITS.compressFromBytes,
    }
    this.#ids = client.uniqueIds
    this.#sender = client.makeSender({
      group: options.group,
      retryTimes: options.retryTimes ?? DEFAULT_SENDER_SETTINGS.retryTimes,
      retryWhenNotOk: options.retryWhenNotOk ?? DEFAULT_SENDER_SETTINGS.retryWhenNotOk,
      templateTopic: options.templateTopic ?? DEFAULT_SENDER_SETTINGS.templateTopic,
      limits: this.#limits,
    })
  }

  /** Joins the client instance and starts it when it is not running. Idempotent. */
  start(): void {
    if (this.#state === 'running') return
    if (this.#state === 'ended') throw new EngineError('usage', 'a producer that was shut down cannot start again')
    this.#client.addProducer(this)
    this.#state = 'running'
  }

  /** Leaves the client instance, which stops with its last member. Idempotent. */
  async shutdown(): Promise<void> {
    if (this.#state !== 'running') return
    this.#state = 'ended'
    await this.#client.removeProducer(this)
  }

  /** Topics sent to: their routes are refreshed. */
  topics(): Iterable<string> {
    return this.#topics
  }

  /**
   * Sends one message and waits for its answer, trying other brokers meanwhile. A status other than SEND_OK means stored
   * but not flushed or replicated in time.
   * @throws {EngineError} 'usage' for a message that no broker would take, 'not-found' without a route, 'refused' with
   *   the broker's code, or what the network failed with.
   */
  async send(message: OutgoingMessage, call: SendCall = {}): Promise<SendResult> {
    const prepared = prepareMessage(message, this.#ids.next(), this.#limits)
    this.#use(message.topic)
    return this.#sender.send(prepared, this.#optionsOf(call))
  }

  /** Sends several messages of one topic as one request: all of them are stored next to each other or none is. */
  async sendBatch(messages: readonly OutgoingMessage[], call: SendCall = {}): Promise<SendResult> {
    const batch = prepareBatch(messages, () => this.#ids.next(), this.#limits)
    this.#use(batch.topic)
    return this.#sender.sendBatch(batch, this.#optionsOf(call))
  }

  /**
   * Sends without waiting; `done` is called exactly once, never before this returns.
   * A full house is told to `done` as 'overload': the caller slows down.
   */
  sendAsync(
    message: OutgoingMessage,
    done: (error: unknown, result: SendResult | undefined) => void,
    call: SendCall = {},
  ): void {
    const sending =
      this.#asyncSends >= this.#asyncSendsMax
        ? Promise.reject(new EngineError('overload', `${this.#asyncSendsMax} asynchronous sends are under way`))
        : this.#counted(() => this.send(message, call))
    sending.then(
      (result) => done(undefined, result),
      (error: unknown) => done(error, undefined),
    )
  }

  /** Sends and forgets: resolves when the message is on its way. */
  async sendOneway(message: OutgoingMessage, call: SendCall = {}): Promise<void> {
    const prepared = prepareMessage(message, this.#ids.next(), this.#limits)
    this.#use(message.topic)
    await this.#sender.sendOneway(prepared, this.#optionsOf(call))
  }

  /** Sends to the queue that `select` chooses, in one attempt: order inside the queue is kept. */
  async sendTo(message: OutgoingMessage, select: QueueSelector, call: SendCall = {}): Promise<SendResult> {
    this.#use(message.topic)
    const queue = select(await this.#sender.queuesOf(message.topic), message)
    return this.send(message, { ...call, queue })
  }

  /** Sends messages of one key to one queue, as long as the queues stay the same. */
  sendOrdered(message: OutgoingMessage, key: string, call: SendCall = {}): Promise<SendResult> {
    return this.sendTo(message, selectByHash(key), call)
  }

  /** Queues that may be sent to. @throws {EngineError} 'not-found' when the topic has no route. */
  publishQueues(topic: string): Promise<readonly MessageQueue[]> {
    this.#use(topic)
    return this.#sender.queuesOf(topic)
  }

  #optionsOf(call: SendCall): SendOptions {
    return { timeoutMs: call.timeoutMs ?? this.#timeoutMs, queue: call.queue, retryTimes: call.retryTimes }
  }

  async #counted<T>(task: () => Promise<T>): Promise<T> {
    this.#asyncSends++
    try {
      return await task()
    } finally {
      this.#asyncSends--
    }
  }

  #use(topic: string): void {
    if (this.#state !== 'running') throw new EngineError('usage', 'the producer is not running')
    if (this.#topics.has(topic)) return
    this.#topics.add(topic)
    const oldest = this.#topics.values().next().value
    if (this.#topics.size > CLIENT_TOPICS_MAX && oldest !== undefined) this.#topics.delete(oldest)
  }
}

/** Source: SelectMessageQueueByHash. */
export function selectByHash(key: string): QueueSelector {
  return (queues) => queues[Math.abs(javaHashCode(key) % queues.length)] as MessageQueue
}

function checkProducerGroup(group: string): void {
  const check = checkGroupName(group)
  if (check.kind === 'bad') throw new EngineError('usage', check.reason, { context: { group } })
  if (group === DEFAULT_PRODUCER_GROUP) {
    throw new EngineError('usage', `producerGroup can not equal ${DEFAULT_PRODUCER_GROUP}, please specify another one.`)
  }
}
