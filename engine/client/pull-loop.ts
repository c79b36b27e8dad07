/**
 * Keeps every owned queue filled: one pull in flight per queue, the next one following from the answer. Decides when to
 * pull and where to go on; what becomes of the messages is the consume service's business, who owns which queue the
 * rebalancer's. Source: DefaultMQPushConsumerImpl#pullMessage.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Clock, Log } from '../base/ports.ts'
import { PropertyName, PullFlag } from '../protocol/message.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import type { TagExpression } from '../protocol/tags.ts'
import { isRetryTopic } from '../protocol/topics.ts'
import type { BrokerCalls, PullAnswer } from './broker-calls.ts'
import type { OffsetStore } from './offset-store.ts'
import type { ConsumeService, OwnedQueue } from './owned-queue.ts'
import type { FlowBounds } from './process-queue.ts'
import { PULL_DELAY_MS, pullOutcomeOf } from './pull-outcome.ts'
import {
  type DecodePorts,
  decodeReceived,
  matchesTags,
  type ReceivedMessage,
  restoreTopic,
} from './received-message.ts'
import type { RouteCache } from './route-cache.ts'
import { MASTER_ID } from './topic-queues.ts'
import type { Waits } from './waits.ts'

/** How long a broker may park a pull, and how long the call may take in all. Source: DefaultMQPushConsumerImpl. */
const PULL_SUSPEND_MS = 15_000
const PULL_TIMEOUT_MS = 30_000

/**
 * An answer without news that came faster than this was not parked by the broker; the next pull waits as long instead of
 * spinning. Differs: Java pulls again at once.
 */
const UNPARKED_MS_MAX = 100

/** The subscription of one topic as the loop needs it. */
export interface ActiveSubscription {
  /** ms; brokers compare it with the one of the heartbeat. */
  readonly version: number
  readonly expression: TagExpression
}

export interface PullSettings {
  readonly group: string
  /** False in broadcasting: offsets stay here and no broker is told. */
  readonly isClustering: boolean
  readonly pullBatchMax: number
  readonly pullIntervalMs: number
  readonly bounds: FlowBounds
}

export interface PullParts {
  readonly clock: Clock
  readonly log: Log
  readonly decode: DecodePorts
  readonly waits: Waits
  readonly routes: RouteCache
  readonly calls: BrokerCalls
  readonly offsets: OffsetStore
  readonly service: ConsumeService
  subscriptionOf(topic: string): ActiveSubscription | undefined
  isPaused(): boolean
  /** Orderly consumption: where a queue starts once its lock is held. @throws when it cannot be learned now. */
  startOffset(queue: MessageQueue): Promise<number>
  /** The queue's offset was illegal: it has to be given up and taken anew from `offset`. */
  onOffsetIllegal(owned: OwnedQueue, offset: number): Promise<void>
  onPulled(topic: string, messageCount: number, tookMs: number): void
  /** Messages that are about to be consumed. */
  onDelivered(queue: MessageQueue, messages: readonly ReceivedMessage[]): void
}

export class PullLoop {
  readonly #settings: PullSettings
  readonly #parts: PullParts

  constructor(settings: PullSettings, parts: PullParts) {
    this.#settings = settings
    this.#parts = parts
  }

  /** Pulls until the queue is dropped or the consumer stops. Never throws. */
  async run(owned: OwnedQueue): Promise<void> {
    while (!owned.process.isDropped && !this.#parts.waits.isStopped) {
      let delayMs: number
      try {
        delayMs = await this.#step(owned)
      } catch (error) {
        delayMs = await this.#afterFailure(owned, error)
      }
      if (delayMs > 0 && !owned.process.isDropped) await this.#parts.waits.sleep(delayMs)
    }
  }

  /** One look at the queue, with at most one pull. @returns how long to wait before the next. */
  async #step(owned: OwnedQueue): Promise<number> {
    const { clock, service, routes, offsets } = this.#parts
    const { queue, process } = owned
    process.lastPullAtMs = clock.monotonicMs()
    if (this.#parts.isPaused()) return PULL_DELAY_MS.whenPaused
    if (process.flow(this.#settings.bounds, service.isOrderly) !== 'open') return PULL_DELAY_MS.whenFull
    if (service.isOrderly && !(await this.#mayPullInOrder(owned))) return PULL_DELAY_MS.afterError
    const subscription = this.#parts.subscriptionOf(queue.topic)
    if (subscription === undefined) return PULL_DELAY_MS.afterError

    let target = routes.readTarget(queue.brokerName, owned.brokerId)
    if (target === undefined) {
      await routes.refresh(queue.topic)
      target = routes.readTarget(queue.brokerName, owned.brokerId)
    }
    if (target === undefined) return PULL_DELAY_MS.afterError
    const committed = this.#settings.isClustering ? (offsets.inMemory(queue) ?? 0) : 0
    // A slave would be overwritten by its master's offsets anyway.
    const mayCommit = committed > 0 && target.brokerId === MASTER_ID
    const startedMs = clock.monotonicMs()
    owned.readFrom = target
    const answer = await this.#parts.calls.pull(
      target.address,
      {
        consumerGroup: this.#settings.group,
        topic: queue.topic,
        queueId: queue.queueId,
        queueOffset: owned.nextOffset,
        maxMsgNums: this.#settings.pullBatchMax,
        sysFlag: PullFlag.SUSPEND | (mayCommit ? PullFlag.COMMIT_OFFSET : 0),
        commitOffset: committed,
        suspendTimeoutMillis: PULL_SUSPEND_MS,
        subVersion: subscription.version,
        expressionType: 'TAG',
      },
      PULL_TIMEOUT_MS,
    )
    if (process.isDropped) return 0
    return this.#take(owned, answer, subscription, clock.monotonicMs() - startedMs)
  }

  async #take(
    owned: OwnedQueue,
    answer: PullAnswer,
    subscription: ActiveSubscription,
    tookMs: number,
  ): Promise<number> {
    const { queue, process } = owned
    const outcome = pullOutcomeOf(answer.code)
    if (outcome.kind === 'retry' || answer.header === undefined) {
      this.#logRefusal(queue, answer)
      return outcome.kind === 'retry' ? outcome.afterMs : PULL_DELAY_MS.afterError
    }
    const { header } = answer
    owned.brokerId = header.suggestWhichBrokerId
    owned.maxOffset = header.maxOffset
    switch (outcome.kind) {
      case 'found':
        owned.nextOffset = header.nextBeginOffset
        this.#hand(owned, answer, subscription, tookMs)
        return this.#settings.pullIntervalMs
      case 'nothing': {
        const hasMoved = owned.nextOffset !== header.nextBeginOffset
        owned.nextOffset = header.nextBeginOffset
        // Nothing is in hand, so what the filter passed over counts as done.
        if (process.messageCount === 0) this.#parts.offsets.update(queue, owned.nextOffset, true)
        return hasMoved || tookMs >= UNPARKED_MS_MAX ? 0 : UNPARKED_MS_MAX
      }
      case 'offset-illegal':
        this.#parts.log.warn('pull offset is illegal, the queue is taken anew', {
          ...queue,
          offset: owned.nextOffset,
          newOffset: header.nextBeginOffset,
        })
        process.isDropped = true
        await this.#parts.onOffsetIllegal(owned, header.nextBeginOffset)
        return 0
    }
  }

  #hand(owned: OwnedQueue, answer: PullAnswer, subscription: ActiveSubscription, tookMs: number): void {
    const { queue, process } = owned
    const decoded = answer.body === undefined ? [] : decodeReceived(answer.body, queue.brokerName, this.#parts.decode)
    const messages = decoded.filter((message) => matchesTags(message, subscription.expression))
    for (const message of messages) {
      message.properties.set(PropertyName.MIN_OFFSET, String(answer.header?.minOffset ?? 0))
      message.properties.set(PropertyName.MAX_OFFSET, String(answer.header?.maxOffset ?? 0))
      restoreTopic(message, this.#settings.group)
    }
    this.#parts.onPulled(queue.topic, messages.length, tookMs)
    if (messages.length === 0) {
      if (process.messageCount === 0) this.#parts.offsets.update(queue, owned.nextOffset, true)
      return
    }
    const fresh = process.put(messages)
    if (fresh.length === 0) return
    this.#parts.onDelivered(queue, fresh)
    this.#parts.service.submit(owned, fresh)
  }

  /** Orderly consumption pulls only under the lock, and after the first lock from the offset its last owner left. */
  async #mayPullInOrder(owned: OwnedQueue): Promise<boolean> {
    const { process } = owned
    if (this.#settings.isClustering && !process.isLocked) return false
    if (process.hasStartOffset) return true
    owned.nextOffset = await this.#parts.startOffset(owned.queue)
    process.hasStartOffset = true
    return !process.isDropped
  }

  async #afterFailure(owned: OwnedQueue, error: unknown): Promise<number> {
    if (this.#parts.waits.isStopped || owned.process.isDropped) return 0
    const { queue } = owned
    if (!isRetryTopic(queue.topic)) this.#parts.log.warn('pull failed', { ...queue, error: errorText(error) })
    if (error instanceof EngineError && error.retriable) await this.#parts.routes.noteBrokerFailure(queue.brokerName)
    return PULL_DELAY_MS.afterError
  }

  #logRefusal(queue: MessageQueue, answer: PullAnswer): void {
    if (isRetryTopic(queue.topic)) return
    this.#parts.log.warn('pull refused', { ...queue, code: answer.code, remark: answer.remark })
  }
}
