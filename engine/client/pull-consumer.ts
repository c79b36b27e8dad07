/**
 * Consumption driven by the caller: fetch the queues of a topic, pull from any offset, commit when it suits. Keeps a
 * position per queue for `poll`; nothing is pulled, committed or divided among members by itself.
 * Answers to Java's DefaultMQPullConsumer.
 */
import { EngineError } from '../base/errors.ts'
import { type ConsumerRunningInfo, RunningInfoProperty } from '../protocol/bodies/consumer-running-info.ts'
import type { ConsumerData, MessageModel } from '../protocol/bodies/heartbeat.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { PullFlag } from '../protocol/message.ts'
import { type MessageQueue, type QueueEntries, queueKey } from '../protocol/message-queue.ts'
import { checkGroupName } from '../protocol/topics.ts'
import { ENGINE_VERSION } from '../remoting/command.ts'
import { type PullAnswer, refusedPull } from './broker-calls.ts'
import type { ClientInstance } from './client-instance.ts'
import type { ConsumerMember } from './members.ts'
import type { DirectOutcome } from './owned-queue.ts'
import { decodeReceived, matchesTags, type ReceivedMessage } from './received-message.ts'
import { Subscriptions } from './subscriptions.ts'
import { type BrokerTarget, MASTER_ID } from './topic-queues.ts'

export type PullStatus = 'FOUND' | 'NO_NEW_MSG' | 'NO_MATCHED_MSG' | 'OFFSET_ILLEGAL'

export interface PullResult {
  readonly status: PullStatus
  readonly messages: readonly ReceivedMessage[]
  readonly nextBeginOffset: number
  readonly minOffset: number
  readonly maxOffset: number
  /** Who answered. */
  readonly readFrom: BrokerTarget
}

export interface PullOptions {
  readonly expression?: string
  readonly countMax?: number
  /** How long the broker may wait for a message; 0 answers at once. */
  readonly suspendMs?: number
}

export interface PullConsumerOptions {
  readonly group: string
  readonly messageModel?: MessageModel
  /**
   * Called when the group's members may have changed, and from time to time: a caller that divides the queues does it
   * here. @returns false to be called again in a second
   */
  readonly onRebalance?: () => Promise<boolean>
}

const COUNT_MAX = 32

/** A parked pull may take this much longer than its suspension. Source: DefaultMQPullConsumer. */
const PULL_MARGIN_MS = 10_000

const STATUSES: ReadonlyMap<number, PullStatus> = new Map([
  [ResponseCode.SUCCESS, 'FOUND'],
  [ResponseCode.PULL_NOT_FOUND, 'NO_NEW_MSG'],
  [ResponseCode.PULL_RETRY_IMMEDIATELY, 'NO_MATCHED_MSG'],
  [ResponseCode.PULL_OFFSET_MOVED, 'OFFSET_ILLEGAL'],
])

export class PullConsumer implements ConsumerMember {
  readonly group: string
  readonly isOrderly = false
  readonly #client: ClientInstance
  readonly #messageModel: MessageModel
  readonly #onRebalance: () => Promise<boolean>
  readonly #subscriptions = new Subscriptions()
  /** By queue: where `poll` goes on, and which broker the last answer asked to use. */
  readonly #places = new Map<string, { queue: MessageQueue; offset: number | undefined; brokerId: number }>()
  #state: 'new' | 'running' | 'ended' = 'new'
  #startedAtMs = 0

  /** @throws {EngineError} 'usage' for a group name that brokers refuse. */
  constructor(client: ClientInstance, options: PullConsumerOptions) {
    const check = checkGroupName(options.group)
    if (check.kind === 'bad') throw new EngineError('usage', check.reason, { context: { group: options.group } })
    this.group = options.group
    this.#client = client
    this.#messageModel = options.messageModel ?? 'CLUSTERING'
    this.#onRebalance = options.onRebalance ?? (() => Promise.resolve(true))
  }

  /** Idempotent. */
  start(): void {
    if (this.#state === 'running') return
    if (this.#state === 'ended') throw new EngineError('usage', 'a consumer that was shut down cannot start again')
    this.#startedAtMs = this.#client.ports.clock.nowMs()
    this.#client.addConsumer(this)
    this.#state = 'running'
  }

  /** Idempotent; positions that were not committed are lost. */
  async shutdown(): Promise<void> {
    if (this.#state !== 'running') return
    this.#state = 'ended'
    await this.#client.removeConsumer(this)
  }

  /**
   * Names a topic before its first pull, so that its route is kept fresh and heartbeats tell of it.
   * @throws {EngineError} 'usage' for a bad topic or expression.
   */
  subscribe(topic: string, expression = '*'): void {
    this.#subscriptions.set(topic, expression, this.#client.ports.clock.nowMs())
  }

  /** Queues of a topic that may be read, as the name servers say now. */
  async fetchQueues(topic: string): Promise<readonly MessageQueue[]> {
    await this.#client.routes.refresh(topic)
    return this.#client.routes.findSubscribeQueues(topic)
  }

  /**
   * One pull from `offset`. The position of `poll` stays.
   * @throws {EngineError} 'refused' with the broker's code, 'not-found' without a broker, or a network failure.
   */
  async pull(queue: MessageQueue, offset: number, options: PullOptions = {}): Promise<PullResult> {
    const place = this.#placeOf(queue)
    const target = await this.#target(queue, place.brokerId)
    const expression = options.expression ?? '*'
    if (this.#subscriptions.of(queue.topic)?.text !== expression) {
      this.#subscriptions.set(queue.topic, expression, this.#client.ports.clock.nowMs())
    }
    const subscription = this.#subscriptions.of(queue.topic)
    const suspendMs = options.suspendMs ?? 0
    const answer = await this.#client.calls.pull(
      target.address,
      {
        consumerGroup: this.group,
        topic: queue.topic,
        queueId: queue.queueId,
        queueOffset: offset,
        maxMsgNums: options.countMax ?? COUNT_MAX,
        sysFlag: PullFlag.SUBSCRIPTION | (suspendMs > 0 ? PullFlag.SUSPEND : 0),
        commitOffset: 0,
        suspendTimeoutMillis: suspendMs,
        subscription: expression,
        subVersion: subscription?.version ?? 0,
        expressionType: 'TAG',
      },
      suspendMs + PULL_MARGIN_MS,
    )
    return this.#resultOf(queue, answer, target)
  }

  /**
   * Pulls from the queue's position and moves it. The position starts at the committed offset, else at the queue's
   * beginning.
   */
  async poll(queue: MessageQueue, options: PullOptions = {}): Promise<PullResult> {
    const offset = await this.position(queue)
    const result = await this.pull(queue, offset, options)
    // A seek during the pull wins.
    const place = this.#placeOf(queue)
    if (place.offset === offset) place.offset = result.nextBeginOffset
    return result
  }

  /** Where the next `poll` of the queue starts. */
  async position(queue: MessageQueue): Promise<number> {
    const place = this.#placeOf(queue)
    place.offset ??= (await this.committed(queue)) ?? (await this.minOffset(queue))
    return place.offset
  }

  seek(queue: MessageQueue, offset: number): void {
    this.#placeOf(queue).offset = offset
  }

  /** Stores an offset, by default the position. */
  async commit(queue: MessageQueue, offset?: number): Promise<void> {
    const value = offset ?? (await this.position(queue))
    await this.#client.calls.updateOffset(await this.#master(queue), this.group, queue, value)
  }

  async committed(queue: MessageQueue): Promise<number | undefined> {
    return this.#client.calls.queryOffset(await this.#master(queue), this.group, queue)
  }

  async minOffset(queue: MessageQueue): Promise<number> {
    return this.#client.calls.minOffset(await this.#master(queue), queue)
  }

  async maxOffset(queue: MessageQueue): Promise<number> {
    return this.#client.calls.maxOffset(await this.#master(queue), queue)
  }

  async offsetAt(queue: MessageQueue, timestampMs: number): Promise<number> {
    return this.#client.calls.searchOffset(await this.#master(queue), queue, timestampMs)
  }

  topics(): Iterable<string> {
    return this.#subscriptions.topics
  }

  heartbeatData(): ConsumerData {
    return {
      groupName: this.group,
      consumeType: 'CONSUME_ACTIVELY',
      messageModel: this.#messageModel,
      consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET',
      subscriptionDataSet: this.#subscriptions.data(),
      unitMode: false,
    }
  }

  /** The caller chooses queues and may divide them; by itself nothing is divided. */
  rebalance(): Promise<boolean> {
    return this.#onRebalance()
  }

  /** The caller commits. */
  async persistOffsets(): Promise<void> {
    return
  }

  async resetOffsets(_topic: string, offsets: QueueEntries<number>): Promise<void> {
    for (const [queue, offset] of offsets) {
      this.seek(queue, offset)
      await this.commit(queue, offset)
    }
  }

  offsetsOf(topic: string): QueueEntries<number> {
    return [...this.#places.values()].flatMap(({ queue, offset }) =>
      queue.topic === topic && offset !== undefined ? [[queue, offset] as const] : [],
    )
  }

  runningInfo(): ConsumerRunningInfo {
    return {
      properties: new Map([
        [RunningInfoProperty.NAMESERVER_ADDR, this.#client.nameServers.addresses.join(';')],
        [RunningInfoProperty.CONSUME_TYPE, 'CONSUME_ACTIVELY'],
        [RunningInfoProperty.CLIENT_VERSION, String(ENGINE_VERSION)],
        [RunningInfoProperty.THREADPOOL_CORE_SIZE, '1'],
        [RunningInfoProperty.CONSUME_ORDERLY, 'false'],
        [RunningInfoProperty.CONSUMER_START_TIMESTAMP, String(this.#startedAtMs)],
      ]),
      subscriptionSet: this.#subscriptions.data(),
      mqTable: [],
      mqPopTable: [],
      statusTable: new Map(),
      userConsumerInfo: new Map(),
    }
  }

  async consumeDirectly(): Promise<DirectOutcome> {
    return { result: 'CR_LATER', remark: 'a pull consumer has no listener', spentMs: 0 }
  }

  #resultOf(queue: MessageQueue, answer: PullAnswer, readFrom: BrokerTarget): PullResult {
    const status = STATUSES.get(answer.code)
    const { header } = answer
    if (status === undefined || header === undefined) throw refusedPull(queue, answer)
    this.#placeOf(queue).brokerId = header.suggestWhichBrokerId
    const expression = this.#subscriptions.of(queue.topic)?.expression ?? { kind: 'all' as const }
    const decoded =
      status === 'FOUND' && answer.body !== undefined
        ? decodeReceived(answer.body, queue.brokerName, this.#client.ports)
        : []
    return {
      status,
      messages: decoded.filter((message) => matchesTags(message, expression)),
      nextBeginOffset: header.nextBeginOffset,
      minOffset: header.minOffset,
      maxOffset: header.maxOffset,
      readFrom,
    }
  }

  #placeOf(queue: MessageQueue) {
    if (this.#state !== 'running') throw new EngineError('usage', 'the consumer is not running')
    const key = queueKey(queue)
    let place = this.#places.get(key)
    if (place === undefined) this.#places.set(key, (place = { queue, offset: undefined, brokerId: MASTER_ID }))
    return place
  }

  async #master(queue: MessageQueue): Promise<string> {
    return (await this.#target(queue, MASTER_ID)).address
  }

  async #target(queue: MessageQueue, brokerId: number): Promise<BrokerTarget> {
    const { routes } = this.#client
    let target = routes.readTarget(queue.brokerName, brokerId)
    if (target === undefined) {
      await routes.refresh(queue.topic)
      target = routes.readTarget(queue.brokerName, brokerId)
    }
    if (target !== undefined) return target
    throw new EngineError('not-found', `The broker[${queue.brokerName}] not exist`, { context: { ...queue } })
  }
}
