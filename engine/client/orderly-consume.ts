/**
 * Orderly consumption: one runner per queue takes its messages in order, only while this consumer holds the queue's lock
 * at the broker and the lock is fresh. A failure stops that queue for a moment and the same messages come again.
 * Source: ConsumeMessageOrderlyService.
 */
import { errorText } from '../base/errors.ts'
import type { Clock, Log } from '../base/ports.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import type { ConsumeStats } from './consume-stats.ts'
import type { OrderlyContext, OrderlyListener, OrderlyOutcome } from './listener.ts'
import type { OffsetStore } from './offset-store.ts'
import { commitOffsetOf, type ConsumeService, type DirectOutcome, type OwnedQueue } from './owned-queue.ts'
import type { ReceivedMessage } from './received-message.ts'
import type { Waits } from './waits.ts'

/** A lock not renewed for this long counts as lost. Source: ProcessQueue#REBALANCE_LOCK_MAX_LIVE_TIME. */
export const LOCK_FRESH_MS = 30_000

/** How long a runner waits before it looks for a lost lock again. */
const LOCK_RETRY_MS = 100

const SUSPEND_MS_MIN = 10
const SUSPEND_MS_MAX = 30_000

export interface OrderlySettings {
  /** False in broadcasting: no locks. */
  readonly isClustering: boolean
  readonly batchMax: number
  readonly parallelism: number
  /** The rest after a failure. Source: DefaultMQPushConsumer#suspendCurrentQueueTimeMillis. */
  readonly suspendMs: number
  /** Failures of a message before it goes to the retry topic's dead letters; undefined: no limit. */
  readonly reconsumeTimesMax: number | undefined
}

export interface OrderlyParts {
  readonly clock: Clock
  readonly log: Log
  readonly waits: Waits
  readonly offsets: OffsetStore
  readonly stats: ConsumeStats
  /** Asks the broker for the lock of one queue; true when it is held now. */
  lock(owned: OwnedQueue): Promise<boolean>
  /** Gives a message that failed too often away. @returns false when that failed. */
  giveAway(message: ReceivedMessage): Promise<boolean>
}

export class OrderlyConsume implements ConsumeService {
  readonly isOrderly = true
  readonly #listener: OrderlyListener
  readonly #settings: OrderlySettings
  readonly #parts: OrderlyParts
  /** Queues with a runner, and whether its listener is running. */
  readonly #runners = new Map<OwnedQueue, { isListening: boolean }>()
  #listening = 0
  #slotWaiters: (() => void)[] = []
  #isDraining = false
  #onIdle: (() => void)[] = []

  constructor(listener: OrderlyListener, settings: OrderlySettings, parts: OrderlyParts) {
    this.#listener = listener
    this.#settings = settings
    this.#parts = parts
  }

  submit(owned: OwnedQueue): void {
    if (this.#runners.has(owned) || this.#isDraining) return
    this.#runners.set(owned, { isListening: false })
    void this.#run(owned)
  }

  isBusy(owned: OwnedQueue): boolean {
    return this.#runners.get(owned)?.isListening ?? false
  }

  async consumeDirectly(message: ReceivedMessage, queue: MessageQueue): Promise<DirectOutcome> {
    const startedMs = this.#parts.clock.monotonicMs()
    const spentMs = () => Math.round(this.#parts.clock.monotonicMs() - startedMs)
    try {
      const outcome = await this.#listener([message], {
        queue,
        suspendMs: this.#settings.suspendMs,
        isLost: () => false,
      })
      return { result: outcome === 'SUCCESS' ? 'CR_SUCCESS' : 'CR_LATER', spentMs: spentMs() }
    } catch (error) {
      return { result: 'CR_THROW_EXCEPTION', remark: errorText(error), spentMs: spentMs() }
    }
  }

  async drain(timeoutMs: number): Promise<void> {
    this.#isDraining = true
    for (const wake of this.#slotWaiters.splice(0)) wake()
    if (this.#listening === 0 || timeoutMs <= 0) return
    await Promise.race([new Promise<void>((resolve) => this.#onIdle.push(resolve)), this.#parts.waits.sleep(timeoutMs)])
  }

  async #run(owned: OwnedQueue): Promise<void> {
    try {
      while (this.#isWanted(owned) && owned.process.hasUntaken) await this.#step(owned)
    } catch (error) {
      this.#parts.log.error('orderly consumption of a queue failed', { ...owned.queue, error: errorText(error) })
    }
    this.#runners.delete(owned)
  }

  async #step(owned: OwnedQueue): Promise<void> {
    const { process } = owned
    if (!this.#holdsLock(owned) && !(await this.#parts.lock(owned))) {
      await this.#parts.waits.sleep(LOCK_RETRY_MS)
      return
    }
    await this.#takeSlot()
    let suspendMs = 0
    try {
      // The lock or the queue may be gone after the wait.
      if (!this.#isWanted(owned) || !this.#holdsLock(owned)) return
      const batch = process.take(this.#settings.batchMax)
      const isLost = () => process.isDropped
      const context: OrderlyContext = { queue: owned.queue, suspendMs: this.#settings.suspendMs, isLost }
      const outcome = await this.#listen(owned, batch, context)
      if (process.isDropped) return
      suspendMs = await this.#settle(owned, batch, outcome, context)
    } finally {
      this.#giveSlot()
    }
    if (suspendMs > 0) await this.#parts.waits.sleep(suspendMs)
  }

  async #listen(
    owned: OwnedQueue,
    batch: readonly ReceivedMessage[],
    context: OrderlyContext,
  ): Promise<OrderlyOutcome> {
    const { clock, stats } = this.#parts
    const runner = this.#runners.get(owned)
    if (runner !== undefined) runner.isListening = true
    const startedMs = clock.monotonicMs()
    let outcome: OrderlyOutcome
    try {
      outcome = await this.#listener(batch, context)
    } catch (error) {
      this.#parts.log.warn('listener failed', { ...owned.queue, error: errorText(error) })
      outcome = 'SUSPEND_CURRENT_QUEUE_A_MOMENT'
    }
    if (runner !== undefined) runner.isListening = false
    const endedMs = clock.monotonicMs()
    owned.process.lastConsumeAtMs = endedMs
    const okCount = outcome === 'SUCCESS' ? batch.length : 0
    stats.consumed(owned.queue.topic, okCount, batch.length - okCount, endedMs - startedMs)
    return outcome
  }

  /** @returns how long the queue rests. Source: #processConsumeResult, #checkReconsumeTimes. */
  async #settle(
    owned: OwnedQueue,
    batch: readonly ReceivedMessage[],
    outcome: OrderlyOutcome,
    context: OrderlyContext,
  ): Promise<number> {
    const { process } = owned
    if (outcome === 'SUSPEND_CURRENT_QUEUE_A_MOMENT' && (await this.#mustComeAgain(batch))) {
      process.returnTaken()
      return Math.min(SUSPEND_MS_MAX, Math.max(SUSPEND_MS_MIN, context.suspendMs))
    }
    const commitOffset = process.commitTaken()
    if (commitOffset !== undefined && !process.isDropped) {
      this.#parts.offsets.update(owned.queue, commitOffsetOf(owned, commitOffset), false)
    }
    return 0
  }

  /** Counts the failure; false when every message of the batch has failed too often and was given away. */
  async #mustComeAgain(batch: readonly ReceivedMessage[]): Promise<boolean> {
    const limit = this.#settings.reconsumeTimesMax
    let mustComeAgain = false
    for (const message of batch) {
      const isOver = limit !== undefined && message.reconsumeTimes >= limit
      if (isOver && (await this.#parts.giveAway(message))) continue
      message.reconsumeTimes++
      mustComeAgain = true
    }
    return mustComeAgain
  }

  #holdsLock(owned: OwnedQueue): boolean {
    if (!this.#settings.isClustering) return true
    const ageMs = this.#parts.clock.monotonicMs() - owned.process.lockedAtMs
    return owned.process.isLocked && ageMs < LOCK_FRESH_MS
  }

  #isWanted(owned: OwnedQueue): boolean {
    return !owned.process.isDropped && !this.#isDraining && !this.#parts.waits.isStopped
  }

  async #takeSlot(): Promise<void> {
    while (this.#listening >= this.#settings.parallelism && !this.#isDraining) {
      await new Promise<void>((resolve) => this.#slotWaiters.push(resolve))
    }
    this.#listening++
  }

  #giveSlot(): void {
    this.#listening--
    this.#slotWaiters.shift()?.()
    if (this.#listening === 0) for (const resolve of this.#onIdle.splice(0)) resolve()
  }
}
