/** Waiting for a condition with a bound, for tests of real processes. Knows nothing of what is waited for. */
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 20

/** A result is there once it is neither undefined nor false. */
type Missing = undefined | false

/**
 * Probes until it gives something. A probe that throws counts as "not yet".
 * @throws {Error} after `limitMs`, with `what` and what was seen last.
 */
export async function until<T>(
  what: string,
  probe: () => T | Missing | Promise<T | Missing>,
  limitMs = 15_000,
  pollMs = POLL_MS,
): Promise<T> {
  const deadlineMs = performance.now() + limitMs
  let last: unknown
  for (;;) {
    try {
      const found = await probe()
      if (found !== undefined && found !== false) return found
      last = found
    } catch (error) {
      last = error
    }
    if (performance.now() >= deadlineMs) {
      const seen = last instanceof Error ? last.message : String(last)
      throw new Error(`${what}: not within ${limitMs} ms (last: ${seen})`, { cause: last })
    }
    await sleep(pollMs)
  }
}
