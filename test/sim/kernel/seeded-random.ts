/** Repeatable randomness (sfc32): a simulation is a function of its seed. */
import { allocBytes } from '../../../engine/base/bytes.ts'
import type { Bytes } from '../../../engine/base/bytes.ts'
import type { Random } from '../../../engine/base/ports.ts'

export class SeededRandom implements Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    this.#a = seed | 0
    this.#b = (seed / 0x1_0000_0000) | 0
    this.#c = 0x9e3779b9 | 0
    for (let i = 0; i < 12; i++) this.next()
  }

  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return (sum >>> 0) / 0x1_0000_0000
  }

  /** A whole number in `[0, limit)`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min)
  }

  /** An independent generator, so that one part's draws do not move another's. */
  fork(): SeededRandom {
    return new SeededRandom(this.below(0x1_0000_0000))
  }

  bytes(count: number): Bytes {
    const bytes = allocBytes(count)
    for (let i = 0; i < count; i++) bytes[i] = this.below(256)
    return bytes
  }
}
