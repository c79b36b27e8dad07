/** Times by 4% steps from 0.1 ms to ten minutes in a fixed number of counters: quantiles of any number of messages. Pure. */

const FLOOR_MS = 0.1
const STEPS_PER_OCTAVE = 16
const BUCKETS = 23 * STEPS_PER_OCTAVE

export interface LatencyQuantiles {
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

export class LatencyHistogram {
  readonly #counts = new Uint32Array(BUCKETS)
  #total = 0
  #maxMs = 0

  note(ms: number): void {
    const step = ms <= FLOOR_MS ? 0 : Math.ceil(Math.log2(ms / FLOOR_MS) * STEPS_PER_OCTAVE)
    const bucket = Math.min(BUCKETS - 1, step)
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1
    this.#total++
    if (ms > this.#maxMs) this.#maxMs = ms
  }

  /** All null before the first time was noted. */
  quantiles(): LatencyQuantiles {
    if (this.#total === 0) return { p50Ms: null, p99Ms: null, maxMs: null }
    return { p50Ms: this.#quantile(0.5), p99Ms: this.#quantile(0.99), maxMs: rounded(this.#maxMs) }
  }

  #quantile(share: number): number {
    const rank = Math.ceil(this.#total * share)
    let seen = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket] as number
      if (seen >= rank) return rounded(Math.min(this.#maxMs, FLOOR_MS * 2 ** (bucket / STEPS_PER_OCTAVE)))
    }
    return rounded(this.#maxMs)
  }
}

function rounded(ms: number): number {
  return ms < 100 ? Math.round(ms * 10) / 10 : Math.round(ms)
}
