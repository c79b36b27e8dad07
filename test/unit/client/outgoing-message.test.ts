import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import {
  DEFAULT_OUTGOING_LIMITS,
  type OutgoingMessage,
  packBody,
  prepareBatch,
  prepareMessage,
} from '../../../engine/client/outgoing-message.ts'
import { NodeCompression } from '../../../engine/node/node-compression.ts'
import { decodeBatch } from '../../../engine/protocol/batch.ts'
import { parsePropertiesBytes } from '../../../engine/protocol/properties.ts'

const BODY = bytesFromUtf8('body')

function prepare(fields: Partial<OutgoingMessage> = {}) {
  return prepareMessage({ topic: 'T', body: BODY, ...fields }, 'ID', DEFAULT_OUTGOING_LIMITS)
}

describe('message on its way out', () => {
  test('spells its settings out as properties', () => {
    const message = prepare({
      tags: 'A',
      keys: ['k1', 'k2'],
      flag: 7,
      delayLevel: 3,
      waitStored: false,
      properties: { colour: 'red' },
    })
    expect(message.flag).toBe(7)
    expect(Object.fromEntries(message.properties)).toEqual({
      colour: 'red',
      TAGS: 'A',
      KEYS: 'k1 k2',
      DELAY: '3',
      WAIT: 'false',
      UNIQ_KEY: 'ID',
    })
  })

  test('carries nothing but its id when nothing is set', () => {
    expect([...prepare().properties]).toEqual([['UNIQ_KEY', 'ID']])
  })

  test.each([
    ['an empty body', { body: new Uint8Array(0) }, /body is empty/],
    ['a bad topic', { topic: 'a b' }, /illegal characters/],
    ['a topic that is closed to clients', { topic: 'SCHEDULE_TOPIC_XXXX' }, /forbidden/],
    ['a reserved property', { properties: { UNIQ_KEY: 'x' } }, /reserved/],
    ['a separator in a property', { properties: { a: 'x\u0001y' } }, /separates/],
  ])('is refused with %s', (_, fields, text) => {
    expect(() => prepare(fields)).toThrow(text)
  })

  test('may be as large as the limit and not a byte larger', () => {
    const limits = { ...DEFAULT_OUTGOING_LIMITS, bodyBytesMax: 10 }
    expect(prepareMessage({ topic: 'T', body: allocBytes(10) }, 'ID', limits).body).toHaveLength(10)
    expect(() => prepareMessage({ topic: 'T', body: allocBytes(11) }, 'ID', limits)).toThrow(/over max value/)
  })

  test('is packed from 4096 bytes on, and its sysFlag says so', () => {
    const compression = new NodeCompression()
    const small = packBody(allocBytes(4095), compression, DEFAULT_OUTGOING_LIMITS)
    expect(small.sysFlag).toBe(0)
    const packed = packBody(allocBytes(4096), compression, DEFAULT_OUTGOING_LIMITS)
    expect(packed.sysFlag).toBe(0x301)
    expect(compression.inflate('zlib', packed.body, 10_000)).toEqual(allocBytes(4096))
  })
})

describe('batch', () => {
  let counter = 0
  const nextId = () => `ID${counter++}`
  const batchOf = (...messages: Partial<OutgoingMessage>[]) =>
    prepareBatch(
      messages.map((fields) => ({ topic: 'T', body: BODY, ...fields })),
      nextId,
      DEFAULT_OUTGOING_LIMITS,
    )

  test('keeps each message with its own properties and id', () => {
    counter = 0
    const batch = batchOf({ tags: 'A' }, { tags: 'B', flag: 2 })
    const parts = decodeBatch(batch.body)
    expect(batch.uniqueIds).toEqual(['ID0', 'ID1'])
    expect(parts.map((part) => Object.fromEntries(parsePropertiesBytes(part.properties)))).toEqual([
      { TAGS: 'A', UNIQ_KEY: 'ID0' },
      { TAGS: 'B', UNIQ_KEY: 'ID1' },
    ])
    expect(parts.map((part) => part.flag)).toEqual([0, 2])
  })

  test('takes only messages that may travel together', () => {
    expect(() => batchOf()).toThrow(/at least one/)
    expect(() => batchOf({}, { topic: 'U' })).toThrow(/same topic/)
    expect(() => batchOf({}, { waitStored: false })).toThrow(/waitStored/)
    expect(() => batchOf({ delayLevel: 1 })).toThrow(/delayed/)
    expect(() => batchOf({ topic: '%RETRY%g' })).toThrow(/retry/)
  })

  test('counts its whole body against the limit', () => {
    const limits = { ...DEFAULT_OUTGOING_LIMITS, bodyBytesMax: 100 }
    const messages = [
      { topic: 'T', body: allocBytes(60) },
      { topic: 'T', body: allocBytes(60) },
    ]
    expect(() => prepareBatch(messages, nextId, limits)).toThrow(/over max value/)
  })
})
