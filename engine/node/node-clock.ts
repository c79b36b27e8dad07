/** The clock of a real process. The wall time is read once per event-loop turn: a million messages share a few reads. */
import { performance } from 'node:perf_hooks'
import type { Clock } from '../base/ports.ts'

export class NodeClock implements Clock {
  #cachedMs = 0
  #wakeAtTurnEnd: () => void = () => undefined

  /** @param wakeAtTurnEnd makes `forget` be called when the current turn is over. */
  connect(wakeAtTurnEnd: () => void): void {
    this.#wakeAtTurnEnd = wakeAtTurnEnd
  }

  nowMs(): number {
    if (this.#cachedMs === 0) {
      this.#cachedMs = Date.now()
      this.#wakeAtTurnEnd()
    }
    return this.#cachedMs
  }

  monotonicMs(): number {
    return performance.now()
  }

  /** The next `nowMs` reads the system clock again. */
  forget(): void {
    this.#cachedMs = 0
  }
}
