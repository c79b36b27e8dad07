import { expect, test } from 'vitest'
import { decodeRpcMessage, encodeRpcMessage } from '../../../engine/contract/rpc-json.ts'
import { RPC_MESSAGE_CHARS_MAX } from '../../../engine/contract/rpc.ts'

const messageOfChars = (chars: number) => {
  const empty = encodeRpcMessage({ t: 'value', id: 1, value: '' }).length
  return { t: 'value', id: 1, value: 'x'.repeat(chars - empty) } as const
}

test('a message of the longest length travels, one character more is refused with the way out', () => {
  const longest = messageOfChars(RPC_MESSAGE_CHARS_MAX)
  expect(decodeRpcMessage(encodeRpcMessage(longest))).toEqual(longest)
  expect(() => encodeRpcMessage(messageOfChars(RPC_MESSAGE_CHARS_MAX + 1))).toThrow(/8 MiB.*ask for less/)
})

test('text that is no JSON, or too long, is nothing', () => {
  expect(decodeRpcMessage('{"t":')).toBeUndefined()
  expect(decodeRpcMessage('1'.padEnd(RPC_MESSAGE_CHARS_MAX + 1))).toBeUndefined()
  expect(decodeRpcMessage('1'.padEnd(RPC_MESSAGE_CHARS_MAX))).toBe(1)
})
