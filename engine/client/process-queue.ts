/**
 * The messages of one queue that a consumer holds: pulled and not yet dealt with. Answers two questions: may more be
 * pulled (flow control), and up to where is everything done (the offset that may be committed). Pure bookkeeping; the
 * pull loop fills it, the consume services empty it. Answers to Java's ProcessQueue.
 */
import type { ReceivedMessage } from './received-message.ts'

/** What one queue may hold before its pulls wait. Source: DefaultMQPushConsumer defaults. */
export interface FlowBounds {
  readonly messagesMax: number
  readonly bytesMax: number
  /** Largest distance between the first and the last offset in hand; concurrent consumption only. */
  readonly offsetSpanMax: number
}

export const DEFAULT_FLOW_BOUNDS: FlowBounds = {
  messagesMax: 1000,
  bytesMax: 100 * 1024 * 1024,
  offsetSpanMax: 2000,
}

export type FlowState = 'open' | 'too-many-messages' | 'too-many-bytes' | 'span-too-wide'

interface Slot {
  readonly message: ReceivedMessage
  isDone: boolean
}

export class ProcessQueue {
  /** Set once, when the queue is given away or its offset was moved: whatever still runs must not commit for it. */
  isDropped = false
  /** Orderly consumption: the broker granted the queue lock, last at `lockedAtMs` (monotonic). */
  isLocked = false
  lockedAtMs = 0
  /** Orderly consumption: the start offset was read again after the first lock. */
  hasStartOffset = false
  lastPullAtMs: number
  lastConsumeAtMs: number

  /** Slots in offset order; those before `#head` are done and gone. */
  #slots: Slot[] = []
  #head = 0
  readonly #byOffset = new Map<number, Slot>()
  #bytes = 0
  /** The next message that `take` hands out; orderly consumption only. */
  #taken: Slot[] = []
  #takeFrom = 0
  /** One past the highest offset ever put here; -1 before the first. */
  #endOffset = -1

  constructor(nowMs: number) {
    this.lastPullAtMs = nowMs
    this.lastConsumeAtMs = nowMs
  }

  get messageCount(): number {
    return this.#byOffset.size
  }

  get messageBytes(): number {
    return this.#bytes
  }

  get minOffset(): number | undefined {
    return this.#slots[this.#head]?.message.queueOffset
  }

  get maxOffset(): number | undefined {
    return this.#slots.at(-1)?.message.queueOffset
  }

  /** The messages in hand, oldest first. */
  messages(countMax = Number.MAX_SAFE_INTEGER): ReceivedMessage[] {
    const found: ReceivedMessage[] = []
    for (let i = this.#head; i < this.#slots.length && found.length < countMax; i++) {
      const slot = this.#slots[i] as Slot
      if (!slot.isDone) found.push(slot.message)
    }
    return found
  }

  /**
   * Takes pulled messages in, oldest first. A message at or below the last offset is already known and skipped.
   * @returns the messages that are new here.
   */
  put(messages: readonly ReceivedMessage[]): ReceivedMessage[] {
    const fresh: ReceivedMessage[] = []
    for (const message of messages) {
      if (message.queueOffset < this.#endOffset) continue
      const slot: Slot = { message, isDone: false }
      this.#slots.push(slot)
      this.#byOffset.set(message.queueOffset, slot)
      this.#bytes += message.body.length
      this.#endOffset = message.queueOffset + 1
      fresh.push(message)
    }
    return fresh
  }

  /**
   * Marks messages as dealt with.
   * @returns the offset that may be committed: the smallest still in hand, or one past the highest ever held; undefined
   *   when nothing was ever put. Source: ProcessQueue#removeMessage.
   */
  remove(messages: readonly ReceivedMessage[]): number | undefined {
    for (const message of messages) {
      const slot = this.#byOffset.get(message.queueOffset)
      if (slot === undefined) continue
      slot.isDone = true
      this.#byOffset.delete(message.queueOffset)
      this.#bytes -= message.body.length
    }
    this.#advance()
    return this.commitOffset
  }

  /** Smallest offset not dealt with, or one past the highest ever held; undefined when nothing was ever put. */
  get commitOffset(): number | undefined {
    const first = this.minOffset
    if (first !== undefined) return first
    return this.#endOffset < 0 ? undefined : this.#endOffset
  }

  /** Orderly consumption: hands out the next messages in order and keeps them until `commitTaken` or `returnTaken`. */
  take(countMax: number): ReceivedMessage[] {
    const batch: ReceivedMessage[] = []
    while (batch.length < countMax && this.#takeFrom < this.#slots.length) {
      const slot = this.#slots[this.#takeFrom++] as Slot
      this.#taken.push(slot)
      batch.push(slot.message)
    }
    return batch
  }

  /** Whether `take` would hand out something. */
  get hasUntaken(): boolean {
    return this.#takeFrom < this.#slots.length
  }

  /** Everything handed out is dealt with; returns what may be committed. Source: ProcessQueue#commit. */
  commitTaken(): number | undefined {
    const done = this.#taken.map((slot) => slot.message)
    this.#taken = []
    return this.remove(done)
  }

  /** What was handed out comes again, from its first message. Source: ProcessQueue#makeMessageToConsumeAgain, #rollback. */
  returnTaken(): void {
    this.#takeFrom -= this.#taken.length
    this.#taken = []
  }

  /** Drops everything in hand, for a queue whose offset is moved. */
  clear(): void {
    this.#slots = []
    this.#head = 0
    this.#byOffset.clear()
    this.#bytes = 0
    this.#taken = []
    this.#takeFrom = 0
    this.#endOffset = -1
  }

  /** Why the next pull has to wait, or 'open'. */
  flow(bounds: FlowBounds, isOrderly: boolean): FlowState {
    if (this.messageCount > bounds.messagesMax) return 'too-many-messages'
    if (this.messageBytes > bounds.bytesMax) return 'too-many-bytes'
    if (isOrderly) return 'open'
    const first = this.minOffset
    const last = this.maxOffset
    if (first !== undefined && last !== undefined && last - first > bounds.offsetSpanMax) return 'span-too-wide'
    return 'open'
  }

  #advance(): void {
    while (this.#head < this.#slots.length && (this.#slots[this.#head] as Slot).isDone) this.#head++
    if (this.#head === 0 || (this.#head < 64 && this.#head < this.#slots.length)) return
    this.#slots.splice(0, this.#head)
    this.#takeFrom = Math.max(0, this.#takeFrom - this.#head)
    this.#head = 0
  }
}
