/**
 * Concurrent consumption: batches of any queue run side by side up to a bound, in no order. What fails goes back to the
 * broker for a later delivery; the committed offset follows the smallest message still in hand.
 * Source: ConsumeMessageConcurrentlyService.
 */
import { errorText } from '../base/errors.ts'
import type { Clock, Log } from '../base/ports.ts'
import type { MessageQueue } from '../protocol/message-queue.ts'
import type { ConsumeStats } from './consume-stats.ts'
import type { ConcurrentContext, ConcurrentListener, ConcurrentOutcome } from './listener.ts'
import type { OffsetStore } from './offset-store.ts'
import { commitOffsetOf, type ConsumeService, type DirectOutcome, type OwnedQueue } from './owned-queue.ts'
import type { ReceivedMessage } from './received-message.ts'
import type { Waits } from './waits.ts'

export interface ConcurrentSettings {
  /** False in broadcasting: what fails is dropped. */
  readonly isClustering: boolean
  /** Messages given to the listener at once. */
  readonly batchMax: number
  /** Listeners running at the same time. */
  readonly parallelism: number
  /** A message whose listener takes longer is sent back for another delivery. */
  readonly consumeTimeoutMs: number
}

export interface ConcurrentParts {
  readonly clock: Clock
  readonly log: Log
  readonly waits: Waits
  readonly offsets: OffsetStore
  readonly stats: ConsumeStats
  /** Returns a message to its broker. @returns false when that failed and the message has to be tried here again. */
  sendBack(message: ReceivedMessage, delayLevel: number): Promise<boolean>
}

/** A message that could not be sent back is consumed again here after this long. */
const LOCAL_RETRY_MS = 5000

/** Delay level for messages whose listener never ended. */
const EXPIRED_DELAY_LEVEL = 3

interface Batch {
  readonly owned: OwnedQueue
  readonly messages: readonly ReceivedMessage[]
  startedMs: number
  /** Sent back because its listener took too long: a late result changes nothing. */
  isExpired: boolean
}

export class ConcurrentConsume implements ConsumeService {
  readonly isOrderly = false
  readonly #listener: ConcurrentListener
  readonly #settings: ConcurrentSettings
  readonly #parts: ConcurrentParts
  readonly #running = new Set<Batch>()
  /** Bounded by the flow control of the queues: nothing is pulled while too much is in hand. */
  #waiting: Batch[] = []
  #waitingFrom = 0
  #isDraining = false
  #onIdle: (() => void)[] = []

  constructor(listener: ConcurrentListener, settings: ConcurrentSettings, parts: ConcurrentParts) {
    this.#listener = listener
    this.#settings = settings
    this.#parts = parts
    const { consumeTimeoutMs } = settings
    parts.waits.every(consumeTimeoutMs, consumeTimeoutMs, () => void this.#expire())
  }

  submit(owned: OwnedQueue, fresh: readonly ReceivedMessage[]): void {
    const { batchMax } = this.#settings
    for (let i = 0; i < fresh.length; i += batchMax) {
      this.#waiting.push({ owned, messages: fresh.slice(i, i + batchMax), startedMs: 0, isExpired: false })
    }
    this.#runNext()
  }

  isBusy(owned: OwnedQueue): boolean {
    for (const batch of this.#running) if (batch.owned === owned) return true
    return false
  }

  async consumeDirectly(message: ReceivedMessage, queue: MessageQueue): Promise<DirectOutcome> {
    const startedMs = this.#parts.clock.monotonicMs()
    const spentMs = () => Math.round(this.#parts.clock.monotonicMs() - startedMs)
    try {
      const outcome = await this.#listener([message], contextOf(queue, undefined))
      return { result: outcome === 'CONSUME_SUCCESS' ? 'CR_SUCCESS' : 'CR_LATER', spentMs: spentMs() }
    } catch (error) {
      return { result: 'CR_THROW_EXCEPTION', remark: errorText(error), spentMs: spentMs() }
    }
  }

  async drain(timeoutMs: number): Promise<void> {
    this.#isDraining = true
    this.#waiting = []
    this.#waitingFrom = 0
    if (this.#running.size === 0 || timeoutMs <= 0) return
    await Promise.race([new Promise<void>((resolve) => this.#onIdle.push(resolve)), this.#parts.waits.sleep(timeoutMs)])
  }

  #runNext(): void {
    while (this.#running.size < this.#settings.parallelism && !this.#isDraining) {
      const batch = this.#waiting[this.#waitingFrom]
      if (batch === undefined) {
        this.#waiting = []
        this.#waitingFrom = 0
        return
      }
      this.#waitingFrom++
      if (batch.owned.process.isDropped) continue
      this.#running.add(batch)
      void this.#run(batch)
    }
  }

  async #run(batch: Batch): Promise<void> {
    const { clock, stats } = this.#parts
    const { owned, messages } = batch
    const context = contextOf(owned.queue, owned)
    batch.startedMs = clock.monotonicMs()
    let outcome: ConcurrentOutcome
    try {
      const returned = this.#listener(messages, context)
      outcome = returned instanceof Promise ? await returned : returned
    } catch (error) {
      this.#parts.log.warn('listener failed', { ...owned.queue, error: errorText(error) })
      outcome = 'RECONSUME_LATER'
    }
    const endedMs = clock.monotonicMs()
    owned.process.lastConsumeAtMs = endedMs
    const okCount = outcome === 'CONSUME_SUCCESS' ? Math.min(messages.length, Math.max(0, context.ackIndex + 1)) : 0
    stats.consumed(owned.queue.topic, okCount, messages.length - okCount, endedMs - batch.startedMs)
    try {
      if (!owned.process.isDropped && !batch.isExpired) await this.#settle(batch, okCount, context)
    } catch (error) {
      this.#parts.log.error('batch could not be settled', { ...owned.queue, error: errorText(error) })
    }
    this.#running.delete(batch)
    if (this.#running.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve()
    this.#runNext()
  }

  /** Sends back what failed and notes how far the queue is done. Source: #processConsumeResult. */
  async #settle(batch: Batch, okCount: number, context: ConcurrentContext): Promise<void> {
    const { owned, messages } = batch
    const again: ReceivedMessage[] = []
    for (const message of messages.slice(okCount)) {
      if (!this.#settings.isClustering) {
        this.#parts.log.warn('broadcast message dropped after its listener failed', { msgId: message.msgId })
      } else if (!(await this.#parts.sendBack(message, context.delayLevelWhenNextConsume))) {
        message.reconsumeTimes++
        again.push(message)
      }
    }
    if (again.length > 0) this.#parts.waits.after(LOCAL_RETRY_MS, () => this.submit(owned, again))
    this.#commit(owned, again.length === 0 ? messages : messages.filter((message) => !again.includes(message)))
  }

  #commit(owned: OwnedQueue, done: readonly ReceivedMessage[]): void {
    const commitOffset = owned.process.remove(done)
    if (commitOffset !== undefined && !owned.process.isDropped) {
      this.#parts.offsets.update(owned.queue, commitOffsetOf(owned, commitOffset), true)
    }
  }

  /** Gives up on batches whose listener runs for too long. Source: ProcessQueue#cleanExpiredMsg. */
  async #expire(): Promise<void> {
    if (!this.#settings.isClustering) return
    const sinceMs = this.#parts.clock.monotonicMs() - this.#settings.consumeTimeoutMs
    for (const batch of [...this.#running]) {
      if (batch.isExpired || batch.startedMs > sinceMs || batch.owned.process.isDropped) continue
      batch.isExpired = true
      this.#parts.log.warn('listener takes too long, its messages are sent back', { ...batch.owned.queue })
      const sent: ReceivedMessage[] = []
      for (const message of batch.messages) {
        if (await this.#parts.sendBack(message, EXPIRED_DELAY_LEVEL)) sent.push(message)
      }
      this.#commit(batch.owned, sent)
    }
  }
}

function contextOf(queue: MessageQueue, owned: OwnedQueue | undefined): ConcurrentContext {
  const isLost = () => owned?.process.isDropped ?? false
  return { queue, delayLevelWhenNextConsume: 0, ackIndex: Number.MAX_SAFE_INTEGER, isLost }
}
