/** How many messages may go now, for a rate: a bucket that fills with time and holds a quarter of a second. Pure. */

const HELD_SECONDS = 0.25

export class Pacer {
  readonly #perSecond: number
  readonly #heldMax: number
  #tokens = 0
  #atMs: number

  /** @param perSecond 0: no limit @param atOnce messages that must be able to go together */
  constructor(perSecond: number, atOnce: number, nowMs: number) {
    this.#perSecond = perSecond
    this.#heldMax = Math.max(atOnce, perSecond * HELD_SECONDS)
    this.#atMs = nowMs
  }

  /** Nothing was saved up during a pause. */
  restart(nowMs: number): void {
    this.#tokens = 0
    this.#atMs = nowMs
  }

  /** Takes `count` together or none of them. */
  take(count: number, nowMs: number): boolean {
    if (this.#perSecond === 0) return true
    this.#tokens = Math.min(this.#heldMax, this.#tokens + ((nowMs - this.#atMs) / 1000) * this.#perSecond)
    this.#atMs = nowMs
    if (this.#tokens < count) return false
    this.#tokens -= count
    return true
  }

  /** Gives back what was taken and not used. */
  giveBack(count: number): void {
    if (this.#perSecond > 0) this.#tokens += count
  }
}
