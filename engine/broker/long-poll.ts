/**
 * Pulls that found nothing and wait for a message: parked by topic and queue, woken when a matching message was indexed,
 * looked at again every five seconds, given up at their deadline. It decides when a pull runs again; what the pull then
 * answers is the pull handler's business. Answers to Java's PullRequestHoldService.
 */
import { LONG_POLLS_MAX } from '../base/limits.ts'
import type { Clock, TimerHandle, Timers } from '../base/ports.ts'

/** How often deadlines are looked at, and how often every parked pull is compared with its queue. */
const DEADLINE_SCAN_MS = 500
const RESCAN_EVERY_SCANS = 10

/** One waiting pull. */
export interface ParkedPull {
  /** The offset it wants; it waits while the queue ends there. */
  readonly queueOffset: number
  /** Monotonic time at which it is run whatever there is. */
  readonly deadlineMs: number
  /** Whether a message with this tag code could be wanted. */
  wants(tagCode: number): boolean
  /** False once the connection is gone: the pull is dropped without a run. */
  isWanted(): boolean
  /** Runs it for the second and last time. */
  run(): void
}

/** The next offset that a queue will give out. */
export type QueueEnd = (topic: string, queueId: number) => number

export class LongPoll {
  readonly #topics = new Map<string, Map<number, ParkedPull[]>>()
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #queueEnd: QueueEnd
  #count = 0
  #scans = 0
  #timer: TimerHandle | undefined
  #isStopped = false
  /** Pulls taken out by `arrived` in this turn, run together by `runWoken`. */
  #woken: ParkedPull[] = []

  constructor(clock: Clock, timers: Timers, queueEnd: QueueEnd) {
    this.#clock = clock
    this.#timers = timers
    this.#queueEnd = queueEnd
  }

  /** Pulls that wait now. */
  get count(): number {
    return this.#count
  }

  /** @returns false when no more can wait; the caller answers at once. */
  park(topic: string, queueId: number, pull: ParkedPull): boolean {
    if (this.#isStopped || this.#count >= LONG_POLLS_MAX) return false
    let queues = this.#topics.get(topic)
    if (queues === undefined) this.#topics.set(topic, (queues = new Map<number, ParkedPull[]>()))
    const parked = queues.get(queueId)
    if (parked === undefined) queues.set(queueId, [pull])
    else parked.push(pull)
    this.#count += 1
    this.#timer ??= this.#timers.every(DEADLINE_SCAN_MS, () => {
      this.#scan()
    })
    return true
  }

  /**
   * One message was indexed at `queueOffset`. Pulls that want it leave the queue and run at the next `runWoken`, so that
   * one answer carries everything that arrived in the same turn.
   * Source: PullRequestHoldService#notifyMessageArriving.
   */
  arrived(topic: string, queueId: number, queueOffset: number, tagCode: number): void {
    if (this.#count === 0) return
    const queues = this.#topics.get(topic)
    const parked = queues?.get(queueId)
    if (queues === undefined || parked === undefined) return
    const staying = parked.filter((pull) => {
      const isWoken = pull.queueOffset <= queueOffset && pull.wants(tagCode)
      if (isWoken) this.#wake(pull)
      return !isWoken
    })
    if (staying.length < parked.length) this.#keep(topic, queues, queueId, parked.length, staying)
  }

  /** Should whoever dispatches not call `runWoken` (a retry outside of a write), the end of the turn does. */
  #wake(pull: ParkedPull): void {
    if (this.#woken.length === 0) {
      this.#timers.atTurnEnd(() => {
        this.runWoken()
      })
    }
    this.#woken.push(pull)
  }

  /** Runs what `arrived` has taken out. */
  runWoken(): void {
    if (this.#woken.length === 0) return
    const woken = this.#woken
    this.#woken = []
    for (const pull of woken) if (pull.isWanted()) pull.run()
  }

  /** Runs every parked pull once: a role change or the return of a master makes their waiting pointless. */
  wakeAll(): void {
    const all = [...this.#topics.values()].flatMap((queues) => [...queues.values()].flat())
    this.#topics.clear()
    this.#count = 0
    for (const pull of all) if (pull.isWanted()) pull.run()
  }

  /** Ends the timer and drops the waiting pulls unanswered: their connections close right after. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#timer = undefined
    this.#topics.clear()
    this.#woken = []
    this.#count = 0
  }

  #scan(): void {
    const now = this.#clock.monotonicMs()
    this.#scans += 1
    const isRescan = this.#scans % RESCAN_EVERY_SCANS === 0
    const due: ParkedPull[] = []
    for (const [topic, queues] of this.#topics) {
      for (const [queueId, parked] of queues) {
        const queueEnd = isRescan ? this.#queueEnd(topic, queueId) : 0
        const staying = parked.filter((pull) => {
          if (!pull.isWanted()) return false
          const isDue = pull.deadlineMs <= now || pull.queueOffset < queueEnd
          if (isDue) due.push(pull)
          return !isDue
        })
        if (staying.length < parked.length) this.#keep(topic, queues, queueId, parked.length, staying)
      }
    }
    if (this.#count === 0) {
      this.#timer?.cancel()
      this.#timer = undefined
    }
    for (const pull of due) pull.run()
  }

  #keep(
    topic: string,
    queues: Map<number, ParkedPull[]>,
    queueId: number,
    before: number,
    staying: ParkedPull[],
  ): void {
    this.#count -= before - staying.length
    if (staying.length > 0) {
      queues.set(queueId, staying)
      return
    }
    queues.delete(queueId)
    if (queues.size === 0) this.#topics.delete(topic)
  }
}
