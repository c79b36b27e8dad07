/** RPC messages as text, for transports that carry text; both directions hold the contract's bound. */
import { EngineError } from '../base/errors.ts'
import { type ClientMessage, RPC_MESSAGE_CHARS_MAX, type ServerMessage } from './rpc.ts'

/** @throws {EngineError} 'overload' when the text is longer than the other side takes. */
export function encodeRpcMessage(message: ClientMessage | ServerMessage): string {
  const text = JSON.stringify(message)
  if (text.length <= RPC_MESSAGE_CHARS_MAX) return text
  const limit = RPC_MESSAGE_CHARS_MAX / (1024 * 1024)
  throw new EngineError('overload', `this is more than one message carries (${limit} MiB): ask for less at once`, {
    context: { chars: text.length, charsMax: RPC_MESSAGE_CHARS_MAX },
    retriable: false,
    zh: `数据超过单条消息的上限（${limit} MiB）：请分批进行`,
  })
}

/** The value in `text`, not yet checked; undefined, which no schema takes, when it is no JSON or too long. */
export function decodeRpcMessage(text: string): unknown {
  if (text.length > RPC_MESSAGE_CHARS_MAX) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
