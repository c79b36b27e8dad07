/** Programmer errors: a false condition is a bug in this engine, never bad input. */
import { EngineError } from './errors.ts'

export function assert(
  condition: unknown,
  message: string,
  context?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) throw new EngineError('assertion', message, context === undefined ? {} : { context })
}

/** Closes an exhaustive `switch`: a new union member becomes a type error here. */
export function unreachable(value: never): never {
  throw new EngineError('assertion', `unreachable value ${JSON.stringify(value)}`)
}
