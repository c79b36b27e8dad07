/**
 * Reads with a pull consumer: this file decides which queues to read, from where, how much and when to commit, as an
 * application around `PullConsumer` would. In clustering the queues are divided among the group's members as push
 * consumers divide them. Each queue is read in its order; what is sent back comes again through the retry topic.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import { allocateQueues } from '../../../client/allocate.ts'
import { ClientInstance, type ClientPorts } from '../../../client/client-instance.ts'
import { DEFAULT_SENDER_SETTINGS } from '../../../client/message-sender.ts'
import { LocalOffsetHome, OffsetStore } from '../../../client/offset-store.ts'
import { DEFAULT_OUTGOING_LIMITS } from '../../../client/outgoing-message.ts'
import { holdingOf, type OwnedQueue } from '../../../client/owned-queue.ts'
import { ProcessQueue } from '../../../client/process-queue.ts'
import { PullConsumer } from '../../../client/pull-consumer.ts'
import { type ReceivedMessage, restoreTopic } from '../../../client/received-message.ts'
import { RemoteOffsetHome } from '../../../client/remote-offset-home.ts'
import { SendBack } from '../../../client/send-back.ts'
import { findStartOffset } from '../../../client/start-offset.ts'
import { queryAddress } from '../../../client/topic-queues.ts'
import { Waits } from '../../../client/waits.ts'
import type { ConsumerSpec } from '../../../contract/messages-api.ts'
import { compareQueues, type MessageQueue, queueKey } from '../../../protocol/message-queue.ts'
import { isRetryTopic, retryTopic } from '../../../protocol/topics.ts'
import { HELD_MAX } from './held-messages.ts'
import { type Reader, type ReaderSettings, type Reception, START_POLICY } from './reader.ts'

const PULL_COUNT = 32
/** How long the broker may wait for a message before it answers that there is none. */
const PULL_SUSPEND_MS = 15_000
const RETRY_MS = 1000
/** While as many messages are held as may be. */
const FULL_MS = 50
/** An answer without news that came faster than this was not parked by the broker. */
const UNPARKED_MS = 100
const COMMIT_MS = 5000
const RECONSUME_TIMES_MAX = 16
const INNER_PRODUCER_GROUP = 'CLIENT_INNER_PRODUCER'
/** Before a new consumer's start: messages this old are the first ones, when none was named. */
const TIMESTAMP_BACK_MS = 30 * 60_000

export function pullReader(settings: ReaderSettings, ports: ClientPorts, reception: Reception): Reader {
  return new PullReader(settings, ports, reception)
}

class PullReader implements Reader {
  readonly clientId: string
  readonly #spec: ConsumerSpec
  readonly #ports: ClientPorts
  readonly #reception: Reception
  readonly #client: ClientInstance
  readonly #consumer: PullConsumer
  readonly #offsets: OffsetStore
  readonly #sendBack: SendBack
  readonly #waits: Waits
  readonly #read = new Map<string, OwnedQueue>()
  #startedAtMs = 0

  constructor(settings: ReaderSettings, ports: ClientPorts, reception: Reception) {
    const { spec } = settings
    this.#spec = spec
    this.#ports = ports
    this.#reception = reception
    const client = new ClientInstance({ namesrvAddr: settings.namesrvAddr, utcOffsetMs: settings.utcOffsetMs }, ports)
    this.#client = client
    this.clientId = client.clientId
    this.#waits = new Waits(ports.timers)
    this.#consumer = new PullConsumer(client, {
      group: spec.group,
      messageModel: this.#isClustering ? 'CLUSTERING' : 'BROADCASTING',
      onRebalance: () => this.#rebalance(),
    })
    const { routes, calls } = client
    const home = this.#isClustering
      ? new RemoteOffsetHome(spec.group, { routes, calls, log: ports.log })
      : new LocalOffsetHome(ports.fs, `${settings.offsetsDirectory}/${client.clientIp}/${spec.group}`)
    this.#offsets = new OffsetStore(home, ports.log)
    const sender = client.makeSender({
      ...DEFAULT_SENDER_SETTINGS,
      group: INNER_PRODUCER_GROUP,
      limits: DEFAULT_OUTGOING_LIMITS,
    })
    this.#sendBack = new SendBack(spec.group, RECONSUME_TIMES_MAX, { log: ports.log, routes, calls, sender })
    this.#consumer.subscribe(spec.topic, spec.expression)
    if (this.#isClustering) this.#consumer.subscribe(retryTopic(spec.group))
  }

  async start(): Promise<void> {
    this.#startedAtMs = this.#ports.clock.nowMs()
    this.#consumer.start()
    this.#waits.every(COMMIT_MS, COMMIT_MS, () => void this.#commit())
    await this.#client.refreshRoutes()
    await this.#client.sendHeartbeats()
    this.#client.rebalanceSoon()
  }

  async stop(): Promise<void> {
    this.#waits.stop()
    for (const owned of this.#read.values()) owned.process.isDropped = true
    await this.#commit()
    this.#read.clear()
    await this.#consumer.shutdown()
    this.#client.stop()
  }

  holdings() {
    return [...this.#read.values()].map(holdingOf)
  }

  topicQueues(): number | undefined {
    return this.#client.routes.subscribeQueues(this.#spec.topic)?.length
  }

  get #isClustering(): boolean {
    return this.#spec.model === 'clustering'
  }

  async #rebalance(): Promise<boolean> {
    let isBalanced = true
    const topics = this.#isClustering ? [this.#spec.topic, retryTopic(this.#spec.group)] : [this.#spec.topic]
    for (const topic of topics) {
      try {
        isBalanced = (await this.#divide(topic)) && isBalanced
      } catch (error) {
        if (isRetryTopic(topic)) continue
        this.#ports.log.warn('queues could not be divided', { topic, error: errorText(error) })
        isBalanced = false
      }
    }
    return isBalanced
  }

  /** Takes up this member's share of a topic's queues and gives up the others. @returns whether that is done. */
  async #divide(topic: string): Promise<boolean> {
    const queues = [...(await this.#client.routes.findSubscribeQueues(topic))].sort(compareQueues)
    if (queues.length === 0) return isRetryTopic(topic)
    const mine = this.#isClustering ? await this.#shareOf(topic, queues) : queues
    if (mine === undefined || this.#waits.isStopped) return false
    const wanted = new Set(mine.map(queueKey))
    for (const [key, owned] of this.#read) {
      if (owned.queue.topic !== topic || (wanted.has(key) && !owned.process.isDropped)) continue
      owned.process.isDropped = true
      await this.#offsets.persist([owned.queue])
      this.#offsets.remove(owned.queue)
      this.#read.delete(key)
    }
    let isComplete = true
    for (const queue of mine) {
      if (!this.#read.has(queueKey(queue))) isComplete = (await this.#takeUp(queue)) && isComplete
    }
    return isComplete
  }

  async #shareOf(topic: string, queues: readonly MessageQueue[]): Promise<readonly MessageQueue[] | undefined> {
    const { routes, calls } = this.#client
    for (const broker of routes.route(topic)?.brokerDatas ?? []) {
      const address = queryAddress(broker.brokerAddrs, this.#ports.random)
      if (address === undefined) continue
      try {
        const members = await calls.consumerIds(address, this.#spec.group)
        if (members !== undefined) return allocateQueues('AVG', this.clientId, queues, [...members].sort(byCodeUnit))
      } catch (error) {
        if (error instanceof EngineError && error.retriable) void routes.noteBrokerFailure(broker.brokerName)
      }
    }
    return undefined
  }

  async #takeUp(queue: MessageQueue): Promise<boolean> {
    const timestampMs = this.#spec.fromMs ?? this.#startedAtMs - TIMESTAMP_BACK_MS
    let nextOffset: number
    try {
      nextOffset = await findStartOffset(
        queue,
        { from: START_POLICY[this.#spec.from], timestampMs },
        {
          committed: (asked) => this.#offsets.load(asked),
          maxOffset: (asked) => this.#consumer.maxOffset(asked),
          offsetAt: (asked, atMs) => this.#consumer.offsetAt(asked, atMs),
        },
      )
    } catch (error) {
      this.#ports.log.warn('start offset cannot be learned', { ...queue, error: errorText(error) })
      return false
    }
    if (this.#waits.isStopped) return false
    const process = new ProcessQueue(this.#ports.clock.monotonicMs())
    const owned: OwnedQueue = { queue, process, nextOffset, brokerId: 0, readFrom: undefined, maxOffset: undefined }
    this.#read.set(queueKey(queue), owned)
    void this.#readQueue(owned)
    return true
  }

  async #readQueue(owned: OwnedQueue): Promise<void> {
    while (!owned.process.isDropped && !this.#waits.isStopped) {
      let pauseMs = RETRY_MS
      try {
        pauseMs = await this.#step(owned)
      } catch (error) {
        if (owned.process.isDropped || this.#waits.isStopped) return
        this.#ports.log.warn('pull failed', { ...owned.queue, error: errorText(error) })
        if (error instanceof EngineError && error.retriable)
          await this.#client.routes.noteBrokerFailure(owned.queue.brokerName)
      }
      if (pauseMs > 0) await this.#waits.sleep(pauseMs)
    }
  }

  /** @returns how long to wait before the next pull. */
  async #step(owned: OwnedQueue): Promise<number> {
    const { queue, process } = owned
    if (this.#spec.isManual && this.#reception.heldCount() >= HELD_MAX) return FULL_MS
    const startedMs = this.#ports.clock.monotonicMs()
    const expression = isRetryTopic(queue.topic) ? '*' : this.#spec.expression
    const result = await this.#consumer.pull(queue, owned.nextOffset, {
      expression,
      countMax: PULL_COUNT,
      suspendMs: PULL_SUSPEND_MS,
    })
    if (process.isDropped) return 0
    owned.nextOffset = result.nextBeginOffset
    owned.maxOffset = result.maxOffset
    owned.readFrom = result.readFrom
    if (result.status === 'OFFSET_ILLEGAL') {
      process.clear()
      this.#offsets.update(queue, owned.nextOffset, false)
      return 0
    }
    for (const message of process.put(result.messages)) this.#receive(owned, message)
    if (process.messageCount === 0) this.#offsets.update(queue, owned.nextOffset, true)
    const isParked = this.#ports.clock.monotonicMs() - startedMs >= UNPARKED_MS
    return result.status === 'NO_NEW_MSG' && !isParked ? UNPARKED_MS : 0
  }

  #receive(owned: OwnedQueue, message: ReceivedMessage): void {
    restoreTopic(message, this.#spec.group)
    if (this.#spec.isManual) {
      void this.#hold(owned, message)
      return
    }
    this.#reception.take(message)
    this.#done(owned, message)
  }

  async #hold(owned: OwnedQueue, message: ReceivedMessage): Promise<void> {
    const outcome = await this.#reception.hold(message, () => owned.process.isDropped)
    if (outcome === 'lost') return
    if (outcome === 'send-back' && this.#isClustering && !(await this.#sendBack.sendBack(message, 0))) {
      // No broker took it: it stays in hand and is shown again.
      await this.#waits.sleep(RETRY_MS)
      if (!owned.process.isDropped) void this.#hold(owned, message)
      return
    }
    this.#done(owned, message)
    if (outcome === 'send-back') await this.#findRetries(owned.queue.brokerName)
  }

  /** A broker has the group's retry topic from its first message sent back: its queues are not left to the next rounds. */
  async #findRetries(brokerName: string): Promise<void> {
    const topic = retryTopic(this.#spec.group)
    const isRead = [...this.#read.values()].some(
      ({ queue }) => queue.topic === topic && queue.brokerName === brokerName,
    )
    if (isRead || !this.#isClustering || this.#waits.isStopped) return
    await this.#client.routes.refreshAll([topic])
    this.#client.rebalanceSoon()
  }

  #done(owned: OwnedQueue, message: ReceivedMessage): void {
    const doneOffset = owned.process.remove([message])
    if (doneOffset === undefined || owned.process.isDropped) return
    const offset = owned.process.messageCount === 0 ? Math.max(doneOffset, owned.nextOffset) : doneOffset
    this.#offsets.update(owned.queue, offset, true)
  }

  async #commit(): Promise<void> {
    await this.#offsets.persist([...this.#read.values()].map((owned) => owned.queue))
  }
}

/** As every Java member sorts. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
