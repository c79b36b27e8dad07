/**
 * Whatever a handler throws as the contract's one error shape. Only errors made for people leave the service with their
 * text; anything else becomes 'internal' and its details stay in the log.
 */
import { EngineError } from '../../base/errors.ts'
import type { ApiError } from '../../contract/rpc.ts'
import { say, type Text } from '../../contract/text.ts'

const CONTEXT_CHARS_MAX = 64 * 1024

/** undefined for an error that says nothing to a person: the caller logs it and answers `internalError()`. */
export function apiErrorOf(error: unknown): ApiError | undefined {
  if (!(error instanceof EngineError) || error.code === 'assertion') return undefined
  return {
    code: error.code,
    message: { en: error.message, zh: error.zh ?? error.message },
    context: plainContext(error.context),
    retriable: error.retriable,
  }
}

export function internalError(): ApiError {
  return refusal(
    'internal',
    say('The lab service failed at this. Its log says more.', '实验室服务处理时出错，详见其日志。'),
  )
}

export function refusal(code: string, message: Text, context: Readonly<Record<string, unknown>> = {}): ApiError {
  return { code, message, context: { ...context }, retriable: code === 'overload' }
}

/** Context is promised to be plain JSON; what is not (a bigint, a cycle) must not break the answer. */
function plainContext(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  try {
    const text = JSON.stringify(context, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    return text.length > CONTEXT_CHARS_MAX ? {} : (JSON.parse(text) as Record<string, unknown>)
  } catch {
    return {}
  }
}
