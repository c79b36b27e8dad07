/**
 * Senders that each keep to one queue, as an application with ordered messages does, at a steady rate: half of them wait when
 * their queue may not be written, half insist until the connection breaks. A failed send is repeated until it is answered, so
 * every number arrives at least once. And a consumer that judges the order inside each queue.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { AdminClient } from '../../../engine/client/admin-client.ts'
import { ClientInstance, type ClientPorts } from '../../../engine/client/client-instance.ts'
import { Producer } from '../../../engine/client/producer.ts'
import { PushConsumer } from '../../../engine/client/push-consumer.ts'
import type { MessageQueue } from '../../../engine/protocol/message-queue.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { until } from './until.ts'

export interface OrderedLoadOptions {
  readonly namesrvAddr: string
  readonly topic: string
  readonly perSecond: number
  /** Queues of the topic on each master. */
  readonly queuesPerBroker: number
  readonly routeRefreshMs: number
}

const RETRY_PAUSE_MS = 10
const SEND_TIMEOUT_MS = 3000
const BODY = 'x'.repeat(80)

/** One queue and its only sender. */
class Lane {
  readonly queue: MessageQueue
  readonly producer: Producer
  /** Chooses among the queues that may be written; else it insists on its queue until the connection breaks. */
  readonly isPolite: boolean
  /** Numbers answered SEND_OK. */
  readonly acknowledged: number[] = []
  longestPauseMs = 0
  retries = 0
  #lastAckMs = performance.now()
  next = 0

  constructor(queue: MessageQueue, producer: Producer, isPolite: boolean) {
    this.queue = queue
    this.producer = producer
    this.isPolite = isPolite
  }

  get key(): string {
    return `${this.queue.brokerName}-${this.queue.queueId}`
  }

  noteAnswer(): void {
    const nowMs = performance.now()
    this.longestPauseMs = Math.max(this.longestPauseMs, nowMs - this.#lastAckMs)
    this.#lastAckMs = nowMs
  }

  forgetPauses(): void {
    this.longestPauseMs = 0
    this.#lastAckMs = performance.now()
  }
}

export class OrderedLoad {
  /** Answers that are not SEND_OK, by status: `queue:number` of what is stored, but on one disk only. */
  readonly others = new Map<string, string[]>()
  /** Longest time without any answer in all queues. */
  longestSilenceMs = 0
  readonly #options: OrderedLoadOptions
  readonly #client: ClientInstance
  readonly #lanes: Lane[] = []
  #lastAnswerMs = performance.now()
  #running: Promise<void>[] = []
  #isSending = false

  private constructor(options: OrderedLoadOptions, client: ClientInstance) {
    this.#options = options
    this.#client = client
  }

  /** Makes the topic on every master and a sender for each of its queues. */
  static async start(options: OrderedLoadOptions, ports: ClientPorts): Promise<OrderedLoad> {
    const { namesrvAddr, topic, queuesPerBroker, routeRefreshMs } = options
    const admin = new AdminClient({ namesrvAddr }, ports)
    const masters = await admin.mastersOf()
    const queueNums = { readQueueNums: queuesPerBroker, writeQueueNums: queuesPerBroker }
    for (const { address } of masters) {
      await admin.brokers.updateTopic(address, makeTopicConfig(topic, queueNums))
    }
    admin.shutdown()
    const client = new ClientInstance({ namesrvAddr, routeRefreshMs }, ports)
    const load = new OrderedLoad(options, client)
    for (const { brokerName } of masters) {
      for (let queueId = 0; queueId < queuesPerBroker; queueId++) {
        const producer = new Producer(client, { group: `PID_${brokerName}_${queueId}`, retryTimes: 0 })
        producer.start()
        load.#lanes.push(new Lane({ topic, brokerName, queueId }, producer, queueId % 2 === 0))
      }
    }
    const all = load.#lanes.length
    await until('the route has every queue', async () => {
      const queues = await load.#lanes[0]?.producer.publishQueues(topic)
      return queues?.length === all
    })
    load.#isSending = true
    load.#running = load.#lanes.map((lane, index) => load.#send(lane, index))
    return load
  }

  get sent(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.acknowledged.length, 0)
  }

  get retries(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.retries, 0)
  }

  /** The longest time that one sender had to wait for its answer. */
  get longestPauseMs(): number {
    return Math.max(...this.#lanes.map((lane) => lane.longestPauseMs))
  }

  /** `queue:number` of everything answered SEND_OK. */
  acknowledged(): string[] {
    return this.#lanes.flatMap((lane) => lane.acknowledged.map((number) => `${lane.key}:${number}`))
  }

  forgetPauses(): void {
    this.longestSilenceMs = 0
    this.#lastAnswerMs = performance.now()
    for (const lane of this.#lanes) lane.forgetPauses()
  }

  /** Ends every sender once its last message is answered. */
  async stop(): Promise<void> {
    this.#isSending = false
    await Promise.all(this.#running)
    for (const { producer } of this.#lanes) await producer.shutdown()
  }

  async #send(lane: Lane, index: number): Promise<void> {
    const { topic, perSecond } = this.#options
    const periodMs = (1000 * this.#lanes.length) / perSecond
    let dueMs = performance.now() + (periodMs * index) / this.#lanes.length
    while (this.#isSending) {
      const waitMs = dueMs - performance.now()
      if (waitMs > 1) await sleep(waitMs)
      // What a pause has cost is not made up for; a late timer is.
      dueMs = Math.max(dueMs + periodMs, performance.now() - 100)
      await this.#sendOne(lane, topic)
    }
  }

  #noteOther(status: string, key: string): void {
    const keys = this.others.get(status)
    if (keys === undefined) this.others.set(status, [key])
    else keys.push(key)
  }

  /** Its queue, among those that the route offers for writing: what a MessageQueueSelector chooses from. */
  async #offered(lane: Lane): Promise<MessageQueue> {
    const queues = await lane.producer.publishQueues(this.#options.topic)
    const own = queues.find(
      ({ brokerName, queueId }) => brokerName === lane.queue.brokerName && queueId === lane.queue.queueId,
    )
    if (own === undefined) throw new NotOffered()
    return own
  }

  /** One number, until it is answered. */
  async #sendOne(lane: Lane, topic: string): Promise<void> {
    const number = lane.next++
    const body = Buffer.from(`${lane.key}:${number}:${BODY}`)
    for (;;) {
      try {
        const queue = lane.isPolite ? await this.#offered(lane) : lane.queue
        const message = { topic, keys: `${lane.key}:${number}`, body }
        const { status } = await lane.producer.send(message, { queue, timeoutMs: SEND_TIMEOUT_MS })
        if (status === 'SEND_OK') lane.acknowledged.push(number)
        else this.#noteOther(status, `${lane.key}:${number}`)
        lane.noteAnswer()
        const nowMs = performance.now()
        this.longestSilenceMs = Math.max(this.longestSilenceMs, nowMs - this.#lastAnswerMs)
        this.#lastAnswerMs = nowMs
        return
      } catch (error) {
        if (!(error instanceof NotOffered)) lane.retries++
        await sleep(RETRY_PAUSE_MS)
      }
    }
  }
}

/** The lane's queue may not be written just now, by the routes that the client has. */
class NotOffered extends Error {}

/** Reads all queues in order and counts what comes. */
export class OrderJudge {
  readonly seen = new Set<string>()
  duplicates = 0
  /** Numbers that came for the first time after a higher one of their queue. */
  readonly outOfOrder: string[] = []
  readonly #highest = new Map<string, number>()
  readonly #consumer: PushConsumer

  constructor(options: Pick<OrderedLoadOptions, 'namesrvAddr' | 'topic' | 'routeRefreshMs'>, ports: ClientPorts) {
    const { namesrvAddr, topic, routeRefreshMs } = options
    const client = new ClientInstance({ namesrvAddr, routeRefreshMs, rebalanceMs: 1000, persistOffsetsMs: 1000 }, ports)
    this.#consumer = new PushConsumer(client, {
      group: 'CID_order_judge',
      consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
      batchMax: 32,
      listener: {
        kind: 'orderly',
        consume: (messages) => {
          for (const { body } of messages) this.#note(Buffer.from(body).toString('latin1'))
          return 'SUCCESS'
        },
      },
    })
    this.#consumer.subscribe(topic, '*')
  }

  async start(): Promise<void> {
    await this.#consumer.start()
  }

  async stop(): Promise<void> {
    await this.#consumer.shutdown()
  }

  #note(body: string): void {
    const [lane = '', text = ''] = body.split(':')
    const number = Number(text)
    const key = `${lane}:${number}`
    if (this.seen.has(key)) {
      this.duplicates++
      return
    }
    this.seen.add(key)
    const highest = this.#highest.get(lane) ?? -1
    if (number < highest) this.outOfOrder.push(key)
    else this.#highest.set(lane, number)
  }
}
