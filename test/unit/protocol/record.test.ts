import { describe, expect, test } from 'vitest'
import { allocBytes, asBytes, bytesFromUtf8, concatBytes, viewOf, type Bytes } from '../../../engine/base/bytes.ts'
import { crc32 } from '../../../engine/base/crc32.ts'
import { hostOf } from '../../../engine/protocol/host-address.ts'
import { SysFlag } from '../../../engine/protocol/message.ts'
import {
  bodyLengthAt,
  checkRecord,
  decodeRecord,
  decodeRecords,
  encodeBlank,
  encodeRecord,
  locateRecord,
  makeRecordSpans,
  preparedTransactionOffsetAt,
  RECORD_BYTES_MIN,
  recordBytesOf,
  RecordField,
  type RecordInput,
  recordLength,
  recordOf,
  recordVersionOf,
  storeHostAt,
  storeTimestampAt,
} from '../../../engine/protocol/record.ts'

const IPV4 = hostOf({ host: '10.0.0.1', port: 50_000 })
const IPV6 = hostOf({ host: 'fd00::1', port: 50_001 })

function input(overrides: Partial<RecordInput> = {}): RecordInput {
  const body = overrides.body ?? bytesFromUtf8('hello')
  return {
    bodyCrc: crc32(body),
    queueId: 3,
    flag: -1,
    queueOffset: 7,
    logOffset: 2 ** 40,
    sysFlag: 0,
    bornTimestampMs: 1_700_000_000_000,
    bornHost: IPV4,
    storeTimestampMs: 1_700_000_000_123,
    storeHost: IPV4,
    reconsumeTimes: 2,
    preparedTransactionOffset: 5,
    body,
    topic: bytesFromUtf8('TopicTest'),
    properties: bytesFromUtf8('TAGS\u0001TagA\u0002'),
    ...overrides,
  }
}

function check(bytes: Bytes, end = bytes.length) {
  return checkRecord(bytes, viewOf(bytes), 0, end, crc32)
}

test('an empty IPv4 record has the smallest length', () => {
  const empty = new Uint8Array(0)
  expect(recordBytesOf(input({ body: empty, topic: empty, properties: empty }))).toBe(RECORD_BYTES_MIN)
  expect(recordLength({ version: 2, sysFlag: 0x30, bodyBytes: 0, topicBytes: 0, propertiesBytes: 0 })).toBe(92 + 24)
})

test('the offsets behind the hosts follow the IPv6 bits', () => {
  expect([0, 0x10, 0x20, 0x30].map(storeTimestampAt)).toEqual([56, 68, 56, 68])
  expect([0, 0x10, 0x20, 0x30].map(storeHostAt)).toEqual([64, 76, 64, 76])
  expect([0, 0x10, 0x20, 0x30].map(preparedTransactionOffsetAt)).toEqual([76, 88, 88, 100])
  expect([0, 0x10, 0x20, 0x30].map(bodyLengthAt)).toEqual([84, 96, 96, 108])
})

test('the hosts decide the IPv6 bits, whatever the sender claimed', () => {
  const claimed = decodeRecord(recordOf(input({ sysFlag: SysFlag.BORN_HOST_V6 | SysFlag.COMPRESSED })))
  expect(claimed.sysFlag).toBe(SysFlag.COMPRESSED)
  const real = decodeRecord(recordOf(input({ bornHost: IPV6, storeHost: IPV6 })))
  expect(real.sysFlag).toBe(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6)
  expect(real.bornHost).toEqual(IPV6)
})

test('only a topic of more than 127 characters makes version 2', () => {
  expect(recordVersionOf('x'.repeat(127))).toBe(1)
  expect(recordVersionOf('x'.repeat(128))).toBe(2)
  const long = `%RETRY%${'g'.repeat(200)}`
  const record = decodeRecord(recordOf(input({ topic: bytesFromUtf8(long) })))
  expect(record).toMatchObject({ version: 2, topic: long })
})

test('a record is written where it is told to, and nowhere else', () => {
  const size = recordBytesOf(input())
  const target = allocBytes(size + 20).fill(0xee)
  expect(encodeRecord(asBytes(target), viewOf(target), 10, input())).toBe(size)
  expect([...target.subarray(0, 10)].every((byte) => byte === 0xee)).toBe(true)
  expect([...target.subarray(10 + size)].every((byte) => byte === 0xee)).toBe(true)
})

test('spans name the variable parts', () => {
  const bytes = concatBytes([allocBytes(5), recordOf(input({ bornHost: IPV6 }))])
  const spans = makeRecordSpans()
  locateRecord(viewOf(bytes), 5, spans)
  expect(bytes.utf8Slice(spans.bodyStart, spans.bodyEnd)).toBe('hello')
  expect(bytes.utf8Slice(spans.topicStart, spans.topicEnd)).toBe('TopicTest')
  expect(bytes.utf8Slice(spans.propertiesStart, spans.propertiesEnd)).toBe('TAGS\u0001TagA\u0002')
  expect(spans.recordBytes).toBe(bytes.length - 5)
})

test('a topic or properties that do not fit their length field are refused', () => {
  expect(() => recordOf(input({ version: 1, topic: new Uint8Array(128) }))).toThrow('topic of 128 bytes')
  expect(() => recordOf(input({ properties: new Uint8Array(32_768) }))).toThrow('properties of 32768 bytes')
})

describe('checking', () => {
  test('accepts a whole record, with bytes behind it', () => {
    const record = recordOf(input())
    expect(check(concatBytes([record, allocBytes(50)]))).toEqual({ kind: 'record', recordBytes: record.length })
  })

  test('finds the blank that ends a segment', () => {
    const bytes = allocBytes(100)
    encodeBlank(viewOf(bytes), 0, 1000)
    expect(check(bytes)).toEqual({ kind: 'blank', recordBytes: 1000 })
  })

  test('takes zeros and too few bytes as the end', () => {
    expect(check(allocBytes(100))).toEqual({ kind: 'end' })
    expect(check(recordOf(input()), 7)).toEqual({ kind: 'end' })
  })

  test('refuses a record that is cut off', () => {
    const bytes = recordOf(input())
    expect(check(bytes, bytes.length - 1).kind).toBe('bad')
  })

  test.each([
    ['an unknown magic', RecordField.MAGIC, 1],
    ['a length below the minimum', RecordField.RECORD_BYTES, 90],
    ['a length of another record', RecordField.RECORD_BYTES, 120],
    ['a sysFlag that moves the hosts', RecordField.SYS_FLAG, 0x30],
    ['a negative body length', 84, -1],
    ['a body length beyond the record', 84, 1000],
    ['a body that does not match its CRC', RecordField.BODY_CRC, 5],
  ])('refuses %s', (_what, at, value) => {
    const bytes = recordOf(input())
    viewOf(bytes).setInt32(at, value)
    expect(check(bytes).kind).toBe('bad')
  })

  test('looks at the CRC only when it gets a checksum', () => {
    const bytes = recordOf(input())
    viewOf(bytes).setInt32(RecordField.BODY_CRC, 5)
    expect(checkRecord(bytes, viewOf(bytes), 0, bytes.length).kind).toBe('record')
  })
})

describe('several records', () => {
  const first = recordOf(input({ queueOffset: 1 }))
  const second = recordOf(input({ queueOffset: 2 }))

  test('are read back to back', () => {
    const { records, unreadBytes } = decodeRecords(concatBytes([first, second]))
    expect(records.map((record) => record.queueOffset)).toEqual([1, 2])
    expect(unreadBytes).toBe(0)
  })

  test('end where one cannot be read', () => {
    const broken = concatBytes([first, second])
    viewOf(broken).setInt32(first.length + RecordField.MAGIC, 77)
    const { records, unreadBytes } = decodeRecords(broken)
    expect(records.length).toBe(1)
    expect(unreadBytes).toBe(second.length)
  })

  test('end where a 64-bit field is out of range', () => {
    const broken = concatBytes([first, second])
    viewOf(broken).setBigInt64(first.length + RecordField.QUEUE_OFFSET, 2n ** 60n)
    expect(decodeRecords(broken).records.length).toBe(1)
  })
})

test('decoding nothing says where and why', () => {
  expect(() => decodeRecord(allocBytes(200), 50)).toThrow('no record at 50: nothing')
})
