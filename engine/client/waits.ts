/** Waiting that its owner can end: when a part stops, none of its timers stays behind and every sleeper wakes. */
import type { TimerHandle, Timers } from '../base/ports.ts'

export class Waits {
  readonly #timers: Timers
  readonly #pending = new Map<TimerHandle, () => void>()
  #isStopped = false

  constructor(timers: Timers) {
    this.#timers = timers
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  /** Resolves after `delayMs`, or at once when the owner stops. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve, true)
    })
  }

  /** Runs `task` after `delayMs`; when the owner stops it is dropped, or run at once with `alsoWhenStopped`. */
  after(delayMs: number, task: () => void, alsoWhenStopped = false): void {
    if (this.#isStopped) {
      if (alsoWhenStopped) task()
      return
    }
    const timer = this.#timers.after(delayMs, () => {
      this.#pending.delete(timer)
      task()
    })
    this.#pending.set(timer, alsoWhenStopped ? task : NOTHING)
  }

  /** Runs `task` every `periodMs`, first after `firstMs`, until the owner stops. The next turn is set before it runs. */
  every(firstMs: number, periodMs: number, task: () => void): void {
    this.after(firstMs, () => {
      this.every(periodMs, periodMs, task)
      task()
    })
  }

  stop(): void {
    this.#isStopped = true
    const pending = [...this.#pending]
    this.#pending.clear()
    for (const [timer, wake] of pending) {
      timer.cancel()
      wake()
    }
  }
}

const NOTHING = (): void => undefined
