/**
 * Consumes topics for a group: owns its share of the queues, keeps them pulled and hands the messages to a listener,
 * concurrently or in order, clustered or broadcast. Composes the parts; each decision lives in its own file.
 * Answers to Java's DefaultMQPushConsumer.
 */
import { EngineError, errorText } from '../base/errors.ts'
import { ENGINE_VERSION } from '../remoting/command.ts'
import type { ConsumerData, MessageModel } from '../protocol/bodies/heartbeat.ts'
import { type ConsumerRunningInfo, RunningInfoProperty } from '../protocol/bodies/consumer-running-info.ts'
import { type MessageQueue, type QueueEntries, queueKey } from '../protocol/message-queue.ts'
import { checkGroupName, DEFAULT_CONSUMER_GROUP, retryTopic } from '../protocol/topics.ts'
import type { AllocateStrategy } from './allocate.ts'
import type { ClientInstance } from './client-instance.ts'
import type { ConsumerMember } from './members.ts'
import { ConcurrentConsume } from './concurrent-consume.ts'
import { ConsumeStats } from './consume-stats.ts'
import { DeliveryCounts, type DeliveryTotals } from './delivery-counts.ts'
import type { Listener } from './listener.ts'
import { DEFAULT_SENDER_SETTINGS } from './message-sender.ts'
import { LocalOffsetHome, type OffsetHome, OffsetStore } from './offset-store.ts'
import { OrderlyConsume } from './orderly-consume.ts'
import { DEFAULT_OUTGOING_LIMITS } from './outgoing-message.ts'
import {
  type ConsumeService,
  type DirectOutcome,
  holdingOf,
  type OwnedQueue,
  type QueueHolding,
} from './owned-queue.ts'
import { DEFAULT_FLOW_BOUNDS, type FlowBounds } from './process-queue.ts'
import { PullLoop } from './pull-loop.ts'
import { Rebalancer } from './rebalance.ts'
import type { ReceivedMessage } from './received-message.ts'
import { RemoteOffsetHome } from './remote-offset-home.ts'
import { SendBack } from './send-back.ts'
import { type ConsumeFromWhere, findStartOffset } from './start-offset.ts'
import { Subscriptions } from './subscriptions.ts'
import { Waits } from './waits.ts'

export interface PushConsumerOptions {
  readonly group: string
  readonly listener: Listener
  readonly messageModel?: MessageModel
  readonly consumeFromWhere?: ConsumeFromWhere
  /** For CONSUME_FROM_TIMESTAMP; half an hour before the start when absent. */
  readonly consumeTimestampMs?: number
  readonly strategy?: AllocateStrategy
  /** Messages given to the listener at once. */
  readonly batchMax?: number
  /** Listeners running at the same time. */
  readonly parallelism?: number
  readonly pullBatchMax?: number
  readonly pullIntervalMs?: number
  readonly bounds?: Partial<FlowBounds>
  /** Failures before a message becomes a dead letter; 16 for concurrent listeners, without limit for orderly ones. */
  readonly reconsumeTimesMax?: number
  /** A concurrent listener that takes longer gives its messages back. */
  readonly consumeTimeoutMs?: number
  /** The rest of a queue after an orderly failure. */
  readonly suspendMs?: number
  /** Where broadcasting keeps its offsets. */
  readonly offsetsDirectory?: string
  /** How long `shutdown` waits for listeners that run. */
  readonly drainMs?: number
}

const BATCH_MAX = 1
const PARALLELISM = 20
const PULL_BATCH_MAX = 32
const RECONSUME_TIMES_MAX = 16
const CONSUME_TIMEOUT_MS = 15 * 60_000
const SUSPEND_MS = 1000
const DRAIN_MS = 3000
const TIMESTAMP_BACK_MS = 30 * 60_000
const LOCK_FIRST_MS = 1000
const LOCK_MS = 20_000

/** What stands still between an offset reset and its new start, so that listeners can end. */
const RESET_WAIT_MS = 10_000

/** Group that Java's consumers send their retry copies as. */
const INNER_PRODUCER_GROUP = 'CLIENT_INNER_PRODUCER'

const PARALLELISM_MAX = 1000
const BATCH_LIMIT = 1024

export class PushConsumer implements ConsumerMember {
  readonly group: string
  readonly stats: ConsumeStats
  readonly #client: ClientInstance
  readonly #options: PushConsumerOptions
  readonly #messageModel: MessageModel
  readonly #subscriptions = new Subscriptions()
  readonly #waits: Waits
  readonly #offsets: OffsetStore
  readonly #sendBack: SendBack
  readonly #service: ConsumeService
  readonly #counts = new DeliveryCounts()
  readonly #rebalancer: Rebalancer
  readonly #pullLoop: PullLoop
  #state: 'new' | 'running' | 'ended' = 'new'
  #isPaused = false
  #startedAtMs = 0

  /** @throws {EngineError} 'usage' for a bad group or option. */
  constructor(client: ClientInstance, options: PushConsumerOptions) {
    checkOptions(options)
    const { ports } = client
    this.group = options.group
    this.#client = client
    this.#options = options
    this.#messageModel = options.messageModel ?? 'CLUSTERING'
    this.#waits = new Waits(ports.timers)
    this.stats = new ConsumeStats(ports.clock)
    this.#offsets = new OffsetStore(this.#offsetHome(), ports.log)
    const settings = {
      group: options.group,
      clientId: client.clientId,
      isClustering: this.#isClustering,
      strategy: options.strategy ?? ('AVG' as const),
    }
    const sender = client.makeSender({
      ...DEFAULT_SENDER_SETTINGS,
      group: INNER_PRODUCER_GROUP,
      limits: DEFAULT_OUTGOING_LIMITS,
    })
    this.#sendBack = new SendBack(options.group, options.reconsumeTimesMax ?? RECONSUME_TIMES_MAX, {
      log: ports.log,
      routes: client.routes,
      calls: client.calls,
      sender,
    })
    this.#service = this.#makeService(options.listener)
    const shared = {
      clock: ports.clock,
      random: ports.random,
      log: ports.log,
      waits: this.#waits,
      routes: client.routes,
      calls: client.calls,
      offsets: this.#offsets,
      service: this.#service,
      startOffset: (queue: MessageQueue) => this.#startOffset(queue),
    }
    this.#rebalancer = new Rebalancer(settings, {
      ...shared,
      topics: () => this.topics(),
      onTaken: (owned) => void this.#pullLoop.run(owned),
    })
    this.#pullLoop = new PullLoop(
      {
        group: options.group,
        isClustering: this.#isClustering,
        pullBatchMax: options.pullBatchMax ?? PULL_BATCH_MAX,
        pullIntervalMs: options.pullIntervalMs ?? 0,
        bounds: { ...DEFAULT_FLOW_BOUNDS, ...options.bounds },
      },
      {
        ...shared,
        decode: ports,
        subscriptionOf: (topic) => this.#subscriptions.of(topic),
        isPaused: () => this.#isPaused,
        onOffsetIllegal: (owned, offset) => this.#moveOffset(owned, offset),
        onDelivered: (queue, messages) => this.#counts.note(queue, messages),
        onPulled: (topic, count, tookMs) => this.stats.pulled(topic, count, tookMs),
      },
    )
  }

  /**
   * Subscribes to a topic, before or after the start.
   * @param expression tags separated by `||`; `*` for all
   * @throws {EngineError} 'usage' for a bad topic or expression.
   */
  subscribe(topic: string, expression = '*'): void {
    this.#subscriptions.set(topic, expression, this.#client.ports.clock.nowMs())
    if (this.#state === 'running') void this.#announce()
  }

  unsubscribe(topic: string): void {
    this.#subscriptions.remove(topic)
    if (this.#state === 'running') void this.#announce()
  }

  /**
   * Joins the client instance, fetches the routes, tells the brokers and asks for its queues. Idempotent. Topics without
   * a route yet are found by later rounds.
   */
  async start(): Promise<void> {
    if (this.#state === 'running') return
    if (this.#state === 'ended') throw new EngineError('usage', 'a consumer that was shut down cannot start again')
    const { clock } = this.#client.ports
    this.#startedAtMs = clock.nowMs()
    if (this.#isClustering) this.#subscriptions.set(retryTopic(this.group), '*', this.#startedAtMs)
    this.#client.addConsumer(this)
    this.#state = 'running'
    if (this.#service.isOrderly && this.#isClustering) {
      this.#waits.every(LOCK_FIRST_MS, LOCK_MS, () => void this.#rebalancer.lockAll())
    }
    await this.#announce()
  }

  /**
   * Stops pulling, waits a moment for running listeners, stores offsets, unlocks its queues and leaves the group.
   * Idempotent.
   */
  async shutdown(): Promise<void> {
    if (this.#state !== 'running') return
    this.#state = 'ended'
    this.#isPaused = true
    await this.#service.drain(this.#options.drainMs ?? DRAIN_MS)
    this.#waits.stop()
    await this.#offsets.persist()
    await this.#rebalancer.releaseAll()
    await this.#client.removeConsumer(this)
  }

  /** Stops pulling; messages in hand are still consumed. */
  pause(): void {
    this.#isPaused = true
  }

  /** Pulls again, and asks for the queues that others gave up meanwhile. */
  resume(): void {
    if (this.#state === 'ended') return
    this.#isPaused = false
    this.#client.rebalanceSoon()
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  get isOrderly(): boolean {
    return this.#service.isOrderly
  }

  /** What came since the start, and how much of it twice as far as this process can know. */
  get deliveries(): DeliveryTotals {
    return this.#counts.totals
  }

  /** The queues owned now. */
  get queues(): readonly MessageQueue[] {
    return this.#rebalancer.owned.map((owned) => owned.queue)
  }

  /** How it stands in each queue it owns. */
  get holdings(): readonly QueueHolding[] {
    return this.#rebalancer.owned.map(holdingOf)
  }

  topics(): Iterable<string> {
    return this.#subscriptions.topics
  }

  heartbeatData(): ConsumerData {
    return {
      groupName: this.group,
      consumeType: 'CONSUME_PASSIVELY',
      messageModel: this.#messageModel,
      consumeFromWhere: this.#from,
      subscriptionDataSet: this.#subscriptions.data(),
      unitMode: false,
    }
  }

  async rebalance(): Promise<boolean> {
    return this.#isPaused || this.#state !== 'running' ? true : this.#rebalancer.rebalance()
  }

  async persistOffsets(): Promise<void> {
    if (this.#state === 'running') await this.#offsets.persist(this.queues)
  }

  /** Source: MQClientInstance#resetOffset. */
  async resetOffsets(topic: string, offsets: QueueEntries<number>): Promise<void> {
    const wanted = new Map(offsets.map(([queue, offset]) => [queueKey(queue), offset]))
    const affected = this.#rebalancer.owned.filter(
      (owned) => owned.queue.topic === topic && wanted.has(queueKey(owned.queue)),
    )
    for (const owned of affected) {
      owned.process.isDropped = true
      owned.process.clear()
    }
    await this.#waits.sleep(RESET_WAIT_MS)
    if (this.#state !== 'running') return
    for (const owned of affected) {
      const offset = wanted.get(queueKey(owned.queue))
      if (offset !== undefined) await this.#moveOffset(owned, offset)
    }
  }

  offsetsOf(topic: string): QueueEntries<number> {
    return this.#offsets.snapshot(topic).map(({ queue, offset }) => [queue, offset] as const)
  }

  runningInfo(): ConsumerRunningInfo {
    return {
      properties: new Map([
        [RunningInfoProperty.NAMESERVER_ADDR, this.#client.nameServers.addresses.join(';')],
        [RunningInfoProperty.CONSUME_TYPE, 'CONSUME_PASSIVELY'],
        [RunningInfoProperty.CLIENT_VERSION, String(ENGINE_VERSION)],
        [RunningInfoProperty.THREADPOOL_CORE_SIZE, String(this.#options.parallelism ?? PARALLELISM)],
        [RunningInfoProperty.CONSUME_ORDERLY, String(this.#service.isOrderly)],
        [RunningInfoProperty.CONSUMER_START_TIMESTAMP, String(this.#startedAtMs)],
        ['consumerGroup', this.group],
        ['messageModel', this.#messageModel],
        ['consumeFromWhere', this.#from],
        ['pause', String(this.#isPaused)],
      ]),
      subscriptionSet: this.#subscriptions.data(),
      mqTable: this.#rebalancer.owned.map((owned) => [owned.queue, this.#queueInfo(owned)] as const),
      mqPopTable: [],
      statusTable: new Map(this.#subscriptions.topics.map((topic) => [topic, this.stats.status(topic)])),
      userConsumerInfo: new Map(),
    }
  }

  consumeDirectly(message: ReceivedMessage, queue: MessageQueue): Promise<DirectOutcome> {
    return this.#service.consumeDirectly(message, queue)
  }

  get #isClustering(): boolean {
    return this.#messageModel === 'CLUSTERING'
  }

  get #from(): ConsumeFromWhere {
    return this.#options.consumeFromWhere ?? 'CONSUME_FROM_LAST_OFFSET'
  }

  #offsetHome(): OffsetHome {
    const { calls, ports, routes, clientIp, instanceName } = this.#client
    if (this.#isClustering) return new RemoteOffsetHome(this.group, { routes, calls, log: ports.log })
    const owner = `${clientIp}@${instanceName ?? 'DEFAULT'}`
    return new LocalOffsetHome(ports.fs, `${this.#options.offsetsDirectory ?? ''}/${owner}/${this.group}`)
  }

  #makeService(listener: Listener): ConsumeService {
    const { clock, log } = this.#client.ports
    const options = this.#options
    const shared = {
      isClustering: this.#isClustering,
      batchMax: options.batchMax ?? BATCH_MAX,
      parallelism: options.parallelism ?? PARALLELISM,
    }
    const parts = { clock, log, waits: this.#waits, offsets: this.#offsets, stats: this.stats }
    if (listener.kind === 'concurrent') {
      return new ConcurrentConsume(
        listener.consume,
        { ...shared, consumeTimeoutMs: options.consumeTimeoutMs ?? CONSUME_TIMEOUT_MS },
        { ...parts, sendBack: (message, delayLevel) => this.#sendBack.sendBack(message, delayLevel) },
      )
    }
    return new OrderlyConsume(
      listener.consume,
      { ...shared, suspendMs: options.suspendMs ?? SUSPEND_MS, reconsumeTimesMax: options.reconsumeTimesMax },
      {
        ...parts,
        lock: (owned) => this.#rebalancer.lock(owned),
        giveAway: (message) => this.#sendBack.sendCopy(message),
      },
    )
  }

  #startOffset(queue: MessageQueue): Promise<number> {
    const { calls, routes, ports } = this.#client
    const target = () => {
      const found = routes.readTarget(queue.brokerName, 0)
      if (found !== undefined) return found.address
      throw new EngineError('not-found', `The broker[${queue.brokerName}] not exist`, { context: { ...queue } })
    }
    const timestampMs = this.#options.consumeTimestampMs ?? this.#startedAtMs - TIMESTAMP_BACK_MS
    ports.log.debug('start offset is looked for', { ...queue })
    return findStartOffset(
      queue,
      { from: this.#from, timestampMs },
      {
        committed: (asked) => this.#offsets.load(asked),
        maxOffset: (asked) => calls.maxOffset(target(), asked),
        offsetAt: (asked, atMs) => calls.searchOffset(target(), asked, atMs),
      },
    )
  }

  /** Routes, heartbeats, then queues: in this order the broker knows the member before it asks for its share. */
  async #announce(): Promise<void> {
    try {
      await this.#client.refreshRoutes()
      await this.#client.sendHeartbeats()
    } catch (error) {
      this.#client.ports.log.warn('consumer could not announce itself yet', { error: errorText(error) })
    }
    this.#client.rebalanceSoon()
  }

  /** Takes a queue anew from `offset`. Source: DefaultMQPushConsumerImpl#pullMessage, OFFSET_ILLEGAL. */
  async #moveOffset(owned: OwnedQueue, offset: number): Promise<void> {
    this.#offsets.freeze(owned.queue, offset)
    await this.#rebalancer.giveUp(owned)
    this.#client.rebalanceSoon()
  }

  #queueInfo(owned: OwnedQueue) {
    const { process, queue } = owned
    const { clock } = this.#client.ports
    const toWall = (monotonicMs: number) => Math.round(clock.nowMs() - clock.monotonicMs() + monotonicMs)
    return {
      commitOffset: this.#offsets.inMemory(queue) ?? owned.nextOffset,
      cachedMsgMinOffset: process.minOffset ?? 0,
      cachedMsgMaxOffset: process.maxOffset ?? 0,
      cachedMsgCount: process.messageCount,
      cachedMsgSizeInMiB: Math.floor(process.messageBytes / (1024 * 1024)),
      transactionMsgMinOffset: 0,
      transactionMsgMaxOffset: 0,
      transactionMsgCount: 0,
      locked: process.isLocked,
      tryUnlockTimes: 0,
      lastLockTimestamp: toWall(process.lockedAtMs),
      droped: process.isDropped,
      lastPullTimestamp: toWall(process.lastPullAtMs),
      lastConsumeTimestamp: toWall(process.lastConsumeAtMs),
    }
  }
}

function checkOptions(options: PushConsumerOptions): void {
  const check = checkGroupName(options.group)
  if (check.kind === 'bad') throw new EngineError('usage', check.reason, { context: { group: options.group } })
  if (options.group === DEFAULT_CONSUMER_GROUP) {
    throw new EngineError('usage', `consumerGroup can not equal ${DEFAULT_CONSUMER_GROUP}, please specify another one.`)
  }
  checkRange('batchMax', options.batchMax, BATCH_LIMIT)
  checkRange('pullBatchMax', options.pullBatchMax, BATCH_LIMIT)
  checkRange('parallelism', options.parallelism, PARALLELISM_MAX)
  if (options.messageModel === 'BROADCASTING' && options.offsetsDirectory === undefined) {
    throw new EngineError('usage', 'broadcasting needs offsetsDirectory: its offsets are kept on this machine')
  }
}

function checkRange(name: string, value: number | undefined, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= max)) return
  throw new EngineError('usage', `${name} must be from 1 to ${max}`, { context: { [name]: value } })
}
