import { expect, test } from 'vitest'
import { bytesFromUtf8, viewOf } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import { decodeBatch, encodeBatch } from '../../../engine/protocol/batch.ts'

const message = { flag: 5, body: bytesFromUtf8('hello'), properties: new Map([['A', '1']]) }

test('an empty body is a batch of nothing', () => {
  expect(decodeBatch(encodeBatch([]))).toEqual([])
})

test('an entry shows body and properties in place', () => {
  const bytes = encodeBatch([message, message])
  const [, second] = decodeBatch(bytes)
  expect(second?.flag).toBe(5)
  expect(second?.body.utf8Slice()).toBe('hello')
  expect(second?.properties.utf8Slice()).toBe('A\u00011\u0002')
  expect(second?.body.buffer).toBe(bytes.buffer)
})

test('properties beyond an int16 are refused', () => {
  const properties = new Map([['A', 'x'.repeat(32_766)]])
  expect(() => encodeBatch([{ ...message, properties }])).toThrow('properties of batch message 0')
})

test.each([
  ['entry length', 0, 1000],
  ['entry length below the fixed part', 0, 21],
  ['negative body length', 16, -1],
  ['body length beyond the entry', 16, 500],
])('a wrong %s is refused', (_what, at, value) => {
  const bytes = encodeBatch([message])
  viewOf(bytes).setInt32(at, value)
  expect(() => decodeBatch(bytes)).toThrow(EngineError)
})

test('an entry that is cut off is refused', () => {
  const bytes = encodeBatch([message])
  expect(() => decodeBatch(bytes.subarray(0, bytes.length - 1))).toThrow(EngineError)
  expect(() => decodeBatch(bytes.subarray(0, 10))).toThrow(EngineError)
})
