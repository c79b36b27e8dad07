/**
 * Records, batches, properties, ids and tags against what RocketMQ 5.3.3 made (vectors/messages.json, recorded by
 * record/RecordVectors.java).
 */
import { describe, expect, test } from 'vitest'
import { bytesFromHex, bytesFromUtf8, type Bytes } from '../../engine/base/bytes.ts'
import { crc32 } from '../../engine/base/crc32.ts'
import { decodeBatch, encodeBatch } from '../../engine/protocol/batch.ts'
import { decodeTimerCheckpoint, encodeTimerCheckpoint } from '../../engine/protocol/bodies/timer-checkpoint.ts'
import { parseIp } from '../../engine/protocol/host-address.ts'
import { offsetMessageId, parseOffsetMessageId, parseUniqueId } from '../../engine/protocol/message-id.ts'
import { encodePropertiesBytes, parsePropertiesBytes } from '../../engine/protocol/properties.ts'
import { decodeRecord, recordOf } from '../../engine/protocol/record.ts'
import { parseTagExpression } from '../../engine/protocol/tags.ts'
import recorded from './vectors/messages.json' with { type: 'json' }

interface RecordFields {
  readonly topic: string
  readonly bornHost: string
  readonly bornPort: number
  readonly storeHost: string
  readonly storePort: number
  readonly body: string
  readonly properties: Readonly<Record<string, string>>
  readonly [name: string]: unknown
}

interface MessageVector {
  readonly kind: string
  readonly meaning: string
  readonly hex: string
  readonly fields?: RecordFields
  readonly [name: string]: unknown
}

const vectors = recorded.vectors as unknown as readonly MessageVector[]

function named(kind: string): (readonly [string, MessageVector])[] {
  const found = vectors.filter((vector) => vector.kind === kind).map((vector) => [vector.meaning, vector] as const)
  if (found.length === 0) throw new Error(`no vector ${kind}`)
  return found
}

describe.each(named('record'))('record, %s', (_meaning, vector) => {
  const bytes = bytesFromHex(vector.hex)
  const record = decodeRecord(bytes, 0, bytes.length, crc32)
  const fields = vector.fields as RecordFields

  test('decodes to the values that Java reads', () => {
    const { bornHost, bornPort, storeHost, storePort, body, properties, ...numbers } = fields
    expect(record).toMatchObject(numbers)
    expect(record.bornHost.ip.hexSlice()).toBe(bornHost)
    expect(record.bornHost.port).toBe(bornPort)
    expect(record.storeHost.ip.hexSlice()).toBe(storeHost)
    expect(record.storeHost.port).toBe(storePort)
    expect(record.body.utf8Slice()).toBe(body)
    expect(Object.fromEntries(record.properties)).toEqual(properties)
  })

  test('is encoded to the same bytes', () => {
    const again = recordOf({
      ...record,
      topic: bytesFromUtf8(record.topic),
      properties: encodePropertiesBytes(record.properties),
      bodyCrc: crc32(record.body),
    })
    expect(again.hexSlice()).toBe(vector.hex)
  })
})

test.each(named('batch'))('batch of %s', (_meaning, vector) => {
  const entries = decodeBatch(bytesFromHex(vector.hex))
  expect(entries.map((entry) => entry.flag)).toEqual([0, 1, 2])
  expect(entries.map((entry) => entry.body.utf8Slice())).toEqual(['body 0', 'body 1', ''])
  const messages = entries.map((entry) => ({ ...entry, properties: parsePropertiesBytes(entry.properties) }))
  expect(messages[1]?.properties.get('name')).toBe('值')
  expect(encodeBatch(messages).hexSlice()).toBe(vector.hex)
})

test.each(vectors.filter((vector) => vector.kind === 'properties'))(
  'properties $hex read as Java reads them',
  (vector) => {
    expect(Object.fromEntries(parsePropertiesBytes(bytesFromHex(vector.hex)))).toEqual(vector.values)
  },
)

test.each(named('offset id'))('offset id %s', (_meaning, vector) => {
  const { host, port, logOffset } = vector as unknown as { host: string; port: number; logOffset: number }
  expect(parseOffsetMessageId(vector.hex)).toEqual({ host, port, logOffset })
  expect(offsetMessageId({ ip: parseIp(host) as Bytes, port }, logOffset)).toBe(vector.hex)
})

test.each(named('unique id'))('unique id %s', (_meaning, vector) => {
  const id = vector as unknown as {
    nowMs: number
    utcOffsetMs: number
    bornMs: number
    processId: number
    host: string
  }
  const parts = parseUniqueId(vector.hex, id.nowMs, () => id.utcOffsetMs)
  expect(parts?.bornMs).toBe(id.bornMs)
  expect(parts?.processId).toBe(id.processId & 0xffff)
  expect(parts?.host).toBe(id.host.replace(/\b0+(?=[0-9a-f])/g, ''))
})

test.each(named('tags'))('tag expression %s', (expression, vector) => {
  const parsed = parseTagExpression(expression)
  const tags = parsed.kind === 'tags' ? [...parsed.tags].sort() : []
  const codes = parsed.kind === 'tags' ? [...parsed.codes].sort((a, b) => a - b) : []
  expect(parsed.kind).toBe(expression === '*' ? 'all' : 'tags')
  expect(tags).toEqual([...(vector.tags as string[])].sort())
  expect(codes).toEqual(vector.codes)
})

test.each(named('timer checkpoint'))('timer checkpoint %s', (_meaning, vector) => {
  const checkpoint = {
    lastReadTimeMs: 1_700_000_000_001,
    lastTimerLogFlushPos: 2,
    lastTimerQueueOffset: 3,
    masterTimerQueueOffset: 4,
    dataVersion: { stateVersion: 5, timestamp: 1_700_000_000_006, counter: 7 },
  }
  expect(decodeTimerCheckpoint(bytesFromHex(vector.hex))).toEqual(checkpoint)
  expect(encodeTimerCheckpoint(checkpoint).hexSlice()).toBe(vector.hex)
})
