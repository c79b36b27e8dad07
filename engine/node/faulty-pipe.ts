/**
 * One direction of a connection while its link is disturbed: a queue of copied bytes that lets them go late, slowly or
 * never, in order. What is let go leaves in a later turn, so that the calls of a stream never nest.
 */
import { asBytes } from '../base/bytes.ts'
import type { Bytes } from '../base/bytes.ts'
import type { Clock, TimerHandle, Timers } from '../base/ports.ts'
import type { LinkEffect } from './link-fault.ts'

interface Queued {
  readonly bytes: Bytes
  readonly dueMs: number
}

export interface FaultyPipeOptions {
  readonly clock: Clock
  readonly timers: Timers
  /** Whether the far side takes bytes now; when it does again after a false, `wake` is called. */
  canDeliver(): boolean
  deliver(bytes: Bytes): void
  /** Called after bytes have left. */
  drained(): void
}

export class FaultyPipe {
  /** Bytes vanished here: the connection cannot be used for framed data again. */
  hasLost = false
  queuedBytes = 0
  readonly #options: FaultyPipeOptions
  readonly #queue: Queued[] = []
  #effect: LinkEffect | undefined
  #atEnd: (() => void) | undefined
  #timer: TimerHandle | undefined
  #isWakePlanned = false

  constructor(options: FaultyPipeOptions) {
    this.#options = options
  }

  get isCut(): boolean {
    return this.#effect?.isCut === true
  }

  /** Nothing disturbs or waits here: bytes may pass by. */
  get isDirect(): boolean {
    return this.#effect === undefined && this.#queue.length === 0 && this.#atEnd === undefined
  }

  setEffect(effect: LinkEffect | undefined): void {
    this.#effect = effect
    if (this.isCut && this.#queue.length > 0) {
      this.hasLost = true
      this.#queue.length = 0
      this.queuedBytes = 0
    }
    if (effect === undefined || effect.delayMs === 0) {
      for (let i = 0; i < this.#queue.length; i++) this.#queue[i] = { ...(this.#queue[i] as Queued), dueMs: 0 }
    }
    this.wake()
  }

  /** Takes a copy of `bytes`. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    if (this.isCut) {
      this.hasLost = true
      return
    }
    const delayMs = this.#effect?.delayMs ?? 0
    const lastDueMs = this.#queue.at(-1)?.dueMs ?? 0
    const dueMs = delayMs === 0 ? lastDueMs : Math.max(lastDueMs, this.#options.clock.monotonicMs() + delayMs)
    // `Buffer#slice` would share the memory.
    this.#queue.push({ bytes: asBytes(Uint8Array.prototype.slice.call(bytes)), dueMs })
    this.queuedBytes += bytes.length
    this.wake()
  }

  /** Calls `task` when everything before it has left. */
  pushEnd(task: () => void): void {
    this.#atEnd = task
    this.wake()
  }

  /** Looks at the queue at the end of this turn. */
  wake(): void {
    if (this.#isWakePlanned || (this.#queue.length === 0 && this.#atEnd === undefined)) return
    this.#isWakePlanned = true
    this.#options.timers.atTurnEnd(() => {
      this.#isWakePlanned = false
      this.#pump()
    })
  }

  clear(): void {
    this.#queue.length = 0
    this.queuedBytes = 0
    this.#atEnd = undefined
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #pump(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const before = this.queuedBytes
    for (;;) {
      const head = this.#queue[0]
      if (head === undefined || this.isCut || !this.#options.canDeliver()) break
      const nowMs = this.#options.clock.monotonicMs()
      if (head.dueMs > nowMs) {
        this.#wakeAfter(head.dueMs - nowMs)
        break
      }
      const bucket = this.#effect?.bucket
      const allowed = bucket === undefined ? head.bytes.length : bucket.take(head.bytes.length, nowMs)
      if (allowed === 0 && bucket !== undefined) {
        this.#wakeAfter(bucket.waitMs(head.bytes.length))
        break
      }
      const part = head.bytes.subarray(0, allowed)
      if (allowed === head.bytes.length) this.#queue.shift()
      else this.#queue[0] = { bytes: head.bytes.subarray(allowed), dueMs: head.dueMs }
      this.queuedBytes -= allowed
      this.#options.deliver(part)
    }
    if (this.queuedBytes < before) this.#options.drained()
    if (this.#queue.length === 0 && this.#atEnd !== undefined) {
      const atEnd = this.#atEnd
      this.#atEnd = undefined
      atEnd()
    }
  }

  #wakeAfter(delayMs: number): void {
    this.#timer = this.#options.timers.after(Math.ceil(delayMs), () => this.#pump())
  }
}
