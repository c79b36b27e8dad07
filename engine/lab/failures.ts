/** Acts on several nodes: one that fails does not stop the others, and all failures are told. */
import { EngineError } from '../base/errors.ts'

/** Waits for all and gives what went wrong. */
export async function failuresOf(acts: readonly Promise<unknown>[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(acts)
  return outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []))
}

/** Several failures as one that tells them all. */
export function joined(failures: readonly unknown[]): unknown {
  const [first] = failures
  const errors = failures.filter((failure) => failure instanceof EngineError)
  if (!(first instanceof EngineError) || errors.length < 2) return first
  return new EngineError(first.code, errors.map(({ message }) => message).join('\n'), {
    context: { failures: errors.map(({ context }) => context) },
    zh: errors.map(({ zh, message }) => zh ?? message).join('\n'),
  })
}
