/**
 * Brings derived data to the disk once a second and moves the checkpoint behind it: queue units, then index keys. The
 * times it vouches for never run ahead of what is durable, so a crash replays at most what is missing.
 * Answers to FlushConsumeQueueService.
 */
import { errorText } from '../base/errors.ts'
import type { Log, TimerHandle, Timers } from '../base/ports.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Dispatcher } from './dispatch.ts'
import type { KeyIndex } from './key-index.ts'
import type { QueueTable } from './queue-table.ts'

/** Rounds after which a queue that got nothing gives its memory back. */
const IDLE_ROUNDS = 60
const PERIOD_MS_MIN = 10

export class DerivedFlusher {
  readonly #queues: QueueTable
  readonly #keyIndex: KeyIndex
  readonly #dispatcher: Dispatcher
  readonly #checkpoint: Checkpoint
  readonly #timers: Timers
  readonly #log: Log
  #periodMs: number
  #timer: TimerHandle | undefined
  #round: Promise<void> | undefined
  #rounds = 0
  #isFailing = false

  constructor(
    parts: {
      readonly queues: QueueTable
      readonly keyIndex: KeyIndex
      readonly dispatcher: Dispatcher
      readonly checkpoint: Checkpoint
    },
    ports: { readonly timers: Timers; readonly log: Log },
    periodMs: number,
  ) {
    this.#queues = parts.queues
    this.#keyIndex = parts.keyIndex
    this.#dispatcher = parts.dispatcher
    this.#checkpoint = parts.checkpoint
    this.#timers = ports.timers
    this.#log = ports.log
    this.#periodMs = periodOf(periodMs)
  }

  /** True while queue files refuse what memory holds. */
  get isFailing(): boolean {
    return this.#isFailing
  }

  /** `flushIntervalConsumeQueue` changed. */
  setPeriod(periodMs: number): void {
    if (periodOf(periodMs) === this.#periodMs) return
    this.#periodMs = periodOf(periodMs)
    if (this.#timer === undefined) return
    this.#timer.cancel()
    this.start()
  }

  start(): void {
    this.#timer = this.#timers.every(this.#periodMs, () => {
      this.#round ??= this.flush().finally(() => {
        this.#round = undefined
      })
    })
  }

  /** Ends the timer and waits for a round under way. */
  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    await this.#round
  }

  /** One round. Failures are logged and tried again with the next one. */
  async flush(): Promise<void> {
    const dispatchedMs = this.#dispatcher.dispatchedTimestampMs
    try {
      this.#keyIndex.tick()
      this.#queues.write()
      await new Promise<void>((resolve, reject) => {
        this.#queues.sync((error) => (error === undefined ? resolve() : reject(error)))
      })
      // Keys that are not on the disk yet have to be replayed after a crash, so the time stays before them.
      const durableMs = Math.min(dispatchedMs, this.#keyIndex.oldestUnsyncedMs ?? dispatchedMs)
      if (durableMs > 0) this.#checkpoint.logicsMsgTimestampMs = durableMs
      await new Promise<void>((resolve, reject) => {
        this.#checkpoint.flush((error) => (error === undefined ? resolve() : reject(error)))
      })
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) this.#log.error('writing consume queues failed', { error: errorText(error) })
      this.#isFailing = true
    }
    if (++this.#rounds % IDLE_ROUNDS === 0) this.#queues.releaseIdleTails()
  }
}

function periodOf(wantedMs: number): number {
  return Math.max(PERIOD_MS_MIN, wantedMs)
}
