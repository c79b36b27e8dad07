/**
 * Timers of a real process. No timer keeps the process alive by itself; what was asked for the end of a turn runs as
 * one batch in one `setImmediate`, so a turn costs one wake-up however many parts want it.
 */
import type { TimerHandle, Timers } from '../base/ports.ts'

export class NodeTimers implements Timers {
  #batch: (() => void)[] = []
  #spare: (() => void)[] = []
  readonly #turnEnded: () => void
  readonly #runBatch = (): void => {
    this.#run()
  }

  /** @param turnEnded called after each batch; the clock forgets its cached time there. */
  constructor(turnEnded: () => void = () => undefined) {
    this.#turnEnded = turnEnded
  }

  after(delayMs: number, task: () => void): TimerHandle {
    const timer = setTimeout(task, delayMs)
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  }

  every(periodMs: number, task: () => void): TimerHandle {
    const timer = setInterval(task, periodMs)
    timer.unref()
    return { cancel: () => clearInterval(timer) }
  }

  atTurnEnd(task: () => void): void {
    if (this.#batch.length === 0) setImmediate(this.#runBatch)
    this.#batch.push(task)
  }

  /** Asks for a turn end without a task: `turnEnded` is called then. */
  wakeAtTurnEnd(): void {
    this.atTurnEnd(nothing)
  }

  #run(): void {
    const tasks = this.#batch
    this.#batch = this.#spare
    let done = 0
    try {
      while (done < tasks.length) (tasks[done++] as () => void)()
    } finally {
      // A task that throws ends the process through 'uncaughtException', unless a handler there decides otherwise:
      // the rest of the batch must then still run.
      if (done < tasks.length) {
        if (this.#batch.length === 0) setImmediate(this.#runBatch)
        this.#batch.unshift(...tasks.slice(done))
      }
      tasks.length = 0
      this.#spare = tasks
      this.#turnEnded()
    }
  }
}

function nothing(): void {
  return undefined
}
