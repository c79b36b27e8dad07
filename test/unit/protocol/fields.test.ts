import { describe, expect, test } from 'vitest'
import {
  bool,
  decodeFields,
  encodeFields,
  i32,
  i64,
  i64Saturating,
  oneOf,
  optional,
  str,
  wire,
} from '../../../engine/protocol/fields.ts'

const table = {
  topic: str(),
  queueId: wire('e', i32()),
  offset: optional(i64()),
  force: optional(wire('isForce', bool())),
  bound: optional(oneOf('LOWER', 'UPPER')),
  end: optional(i64Saturating()),
}

test('a header becomes text under its wire names and back', () => {
  const header = { topic: 'T', queueId: -1, offset: 2 ** 50, force: true, bound: 'UPPER', end: 7 } as const
  const ext = encodeFields(table, header)
  expect(ext).toEqual({ topic: 'T', e: '-1', offset: '1125899906842624', isForce: 'true', bound: 'UPPER', end: '7' })
  expect(decodeFields(table, ext)).toEqual(header)
})

test('absent optional fields stay absent, unknown entries are ignored', () => {
  expect(encodeFields(table, { topic: 'T', queueId: 0 })).toEqual({ topic: 'T', e: '0' })
  expect(decodeFields(table, { topic: '', e: '0', nsd: 'true' })).toEqual({ topic: '', queueId: 0 })
})

test('words and booleans are read in any case', () => {
  expect(decodeFields(table, { topic: 'T', e: '0', bound: 'lower', isForce: 'TRUE' })).toMatchObject({
    bound: 'LOWER',
    force: true,
  })
})

test('Long.MAX_VALUE is the end of the safe range and back', () => {
  const ext = { topic: 'T', e: '0', end: '9223372036854775807' }
  expect(decodeFields(table, ext).end).toBe(Number.MAX_SAFE_INTEGER)
  expect(encodeFields(table, decodeFields(table, ext))).toEqual(ext)
})

describe('what is wrong is named', () => {
  test.each([
    [{ e: '0' }, 'header field topic is missing'],
    [{ topic: 'T' }, 'header field e is missing'],
    [{ topic: 'T', e: 'x' }, 'header field e is "x" but must be an integer from -2147483648 to 2147483647'],
    [{ topic: 'T', e: '2147483648' }, 'header field e is "2147483648" but must be'],
    [{ topic: 'T', e: '1.0' }, 'header field e is "1.0" but must be'],
    [{ topic: 'T', e: '0', offset: '9007199254740992' }, 'header field offset is "9007199254740992" but must be'],
    [{ topic: 'T', e: '0', offset: '' }, 'header field offset is "" but must be'],
    [{ topic: 'T', e: '0', bound: 'MIDDLE' }, 'header field bound is "MIDDLE" but must be one of LOWER, UPPER'],
  ])('%j', (ext, message) => {
    expect(() => decodeFields(table, ext as Record<string, string>)).toThrow(message)
  })

  test('a header that is not complete is not sent', () => {
    expect(() => encodeFields(table, { queueId: 0 } as never)).toThrow('header field topic is not set')
  })
})

test('no entries at all read as an empty header', () => {
  expect(decodeFields({ value: optional(str()) }, undefined)).toEqual({})
})
