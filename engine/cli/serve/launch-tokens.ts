/** Launch tokens: each signs one browser in, once, within a few minutes. Kept in memory, as hashes. */
import type { Clock } from '../../base/ports.ts'
import { hashOf, makeSecret } from './secrets.ts'

export const LAUNCH_TOKEN_MS = 10 * 60_000
/** Links made and not yet used; the oldest is forgotten first. */
const TOKENS_MAX = 64

export class LaunchTokens {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  /** Hash of the token -> when it was made; insertion order is age. */
  readonly #madeAtMs = new Map<string, number>()

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  make(): string {
    const token = makeSecret()
    this.#madeAtMs.set(hashOf(token), this.#clock.monotonicMs())
    if (this.#madeAtMs.size > TOKENS_MAX) {
      const [oldest] = this.#madeAtMs.keys()
      if (oldest !== undefined) this.#madeAtMs.delete(oldest)
    }
    return token
  }

  /** Whether `token` was made, not yet used and is young enough; it is used up by this. */
  take(token: string): boolean {
    const hash = hashOf(token)
    const madeAtMs = this.#madeAtMs.get(hash)
    this.#madeAtMs.delete(hash)
    return madeAtMs !== undefined && this.#clock.monotonicMs() - madeAtMs <= LAUNCH_TOKEN_MS
  }
}
