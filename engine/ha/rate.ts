/** Bytes per second over the last full second, for `transferredByteInSecond`. */
export class ByteRate {
  #windowStartMs = 0
  #windowBytes = 0
  #lastBytesPerSecond = 0

  add(bytes: number, nowMs: number): void {
    this.#roll(nowMs)
    this.#windowBytes += bytes
  }

  bytesPerSecond(nowMs: number): number {
    this.#roll(nowMs)
    return this.#lastBytesPerSecond
  }

  #roll(nowMs: number): void {
    const elapsedMs = nowMs - this.#windowStartMs
    if (elapsedMs < 1000) return
    this.#lastBytesPerSecond = elapsedMs < 2000 ? Math.round((this.#windowBytes * 1000) / elapsedMs) : 0
    this.#windowBytes = 0
    this.#windowStartMs = nowMs
  }
}
