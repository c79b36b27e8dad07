/**
 * How far behind a slave is in time: remembers when the log reached which offset, so that an acknowledged offset can be
 * turned into milliseconds. Bounded: old marks are thinned out, never the newest.
 */

const MARKS_MAX = 4096

export class LagClock {
  readonly #offsets = new Float64Array(MARKS_MAX)
  readonly #timesMs = new Float64Array(MARKS_MAX)
  #first = 0
  #count = 0

  /** The log ended at `endOffset` at `atMs`. Marks closer than a millisecond are merged into the later one. */
  mark(endOffset: number, atMs: number): void {
    if (this.#count > 0) {
      const last = (this.#first + this.#count - 1) % MARKS_MAX
      if (atMs - (this.#timesMs[last] as number) < 1) {
        this.#offsets[last] = endOffset
        return
      }
    }
    if (this.#count === MARKS_MAX) {
      this.#first = (this.#first + 1) % MARKS_MAX
      this.#count--
    }
    const at = (this.#first + this.#count) % MARKS_MAX
    this.#offsets[at] = endOffset
    this.#timesMs[at] = atMs
    this.#count++
  }

  /**
   * Milliseconds since the oldest byte after `ackOffset` was written; 0 when there is none. A slave further behind than
   * the marks reach gets the age of the oldest mark, a lower bound.
   */
  lagMs(ackOffset: number, nowMs: number): number {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#offsets[(this.#first + middle) % MARKS_MAX] as number) > ackOffset) high = middle
      else low = middle + 1
    }
    if (low === this.#count) return 0
    return Math.max(0, nowMs - (this.#timesMs[(this.#first + low) % MARKS_MAX] as number))
  }
}
