import { describe, expect, test } from 'vitest'
import { allocBytes, type Bytes, bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { javaHashCode } from '../../../engine/base/hash.ts'
import { SendScanner } from '../../../engine/broker/send-scanner.ts'
import { binaryHeader, javaHeader, LETTERS, UNIQUE_ID } from './send-frames.ts'

/** The header in the middle of other bytes, as it lies in a received chunk. */
function embedded(header: Bytes): { bytes: Bytes; start: number; end: number } {
  const bytes = allocBytes(header.length + 40)
  bytes.fill(0x7b)
  bytes.set(header, 20)
  return { bytes, start: 20, end: 20 + header.length }
}

function scanJson(header: Bytes): { scanner: SendScanner; bytes: Bytes; isKnown: boolean } {
  const scanner = new SendScanner()
  const { bytes, start, end } = embedded(header)
  return { scanner, bytes, isKnown: scanner.scanJson(bytes, start, end) }
}

function copied(scanner: SendScanner, bytes: Bytes): string | undefined {
  const target = allocBytes(scanner.propertiesBytesMax + 3)
  const length = scanner.copyProperties(bytes, target, 3)
  return length < 0 ? undefined : target.utf8Slice(3, 3 + length)
}

describe('SendScanner', () => {
  test('takes no other name of that length for the unique id', () => {
    const { scanner, bytes } = scanJson(javaHeader({ ...LETTERS, i: 'UNIT_KEY\u0001x\u0002' }))
    expect(copied(scanner, bytes)).toBe('UNIT_KEY\u0001x\u0002')
    expect(scanner.uniqueIdEnd).toBe(0)
  })

  test("reads a Java client's JSON header where it lies", () => {
    const { scanner, bytes, isKnown } = scanJson(javaHeader({ ...LETTERS, h: '-5', j: '2' }, 0, -12))
    expect(isKnown).toBe(true)
    expect(scanner).toMatchObject({
      opaque: -12,
      isOneway: false,
      queueId: 3,
      sysFlag: 0,
      flag: -5,
      bornTimestampMs: 1_700_000_000_000,
      reconsumeTimes: 2,
      topicHash: javaHashCode('TopicTest'),
    })
    expect(bytes.latin1Slice(scanner.topicStart, scanner.topicEnd)).toBe('TopicTest')
    expect(copied(scanner, bytes)).toBe(LETTERS['i'])
    expect(scanner.waits).toBe(true)
    expect(scanner.uniqueIdEnd - scanner.uniqueIdStart).toBe(UNIQUE_ID.length)
  })

  test('reads the same from the binary header', () => {
    const scanner = new SendScanner()
    const { bytes, start, end } = embedded(binaryHeader())
    expect(scanner.scanBinary(bytes, start, end)).toBe(true)
    expect(scanner).toMatchObject({ opaque: 7, queueId: 3, bornTimestampMs: 1_700_000_000_000 })
    expect(bytes.latin1Slice(scanner.topicStart, scanner.topicEnd)).toBe('TopicTest')
    expect(copied(scanner, bytes)).toBe(LETTERS['i'])
  })

  test('knows a one-way send and skips words it does not need', () => {
    const { scanner, isKnown } = scanJson(javaHeader({ ...LETTERS, ns: 'x', bname: 'broker-a' }, 2))
    expect(isKnown).toBe(true)
    expect(scanner.isOneway).toBe(true)
  })

  test('keeps text that is not ASCII, and closes an unfinished last pair', () => {
    const { scanner, bytes } = scanJson(javaHeader({ ...LETTERS, i: 'KEYS\u0001订单 1' }))
    expect(copied(scanner, bytes)).toBe('KEYS\u0001订单 1\u0002')
  })

  test('takes WAIT=false for what it says', () => {
    const { scanner, bytes } = scanJson(javaHeader({ ...LETTERS, i: 'WAIT\u0001false\u0002' }))
    expect(copied(scanner, bytes)).toBe('WAIT\u0001false\u0002')
    expect(scanner.waits).toBe(false)
  })

  test.each([
    ['a response', javaHeader(LETTERS, 1)],
    ['a batch', javaHeader({ ...LETTERS, m: 'true' })],
    ['a unit', javaHeader({ ...LETTERS, k: 'true' })],
    ['a queue to choose', javaHeader({ ...LETTERS, e: '-1' })],
    ['a number that is none', javaHeader({ ...LETTERS, f: '0x1' })],
    ['a number that is too long', javaHeader({ ...LETTERS, g: '1234567890123456' })],
    ['an empty number', javaHeader({ ...LETTERS, h: '' })],
    ['a topic that is not ASCII', javaHeader({ ...LETTERS, b: '主题' })],
    ['an escape outside of the properties', javaHeader({ ...LETTERS, a: 'P"ID' })],
    ['a missing letter', javaHeader(Object.fromEntries(Object.entries(LETTERS).filter(([key]) => key !== 'h')))],
    ['a value that is no text', bytesFromUtf8('{"code":310,"extFields":{"a":1},"flag":0}')],
    ['another order of members', bytesFromUtf8('{"code":310,"flag":0,"extFields":{}}')],
    ['a remark', bytesFromUtf8(javaHeader().utf8Slice().replace(',"serialize', ',"remark":"x","serialize'))],
    ['a cut header', javaHeader().subarray(0, 200)],
    ['something behind the header', bytesFromUtf8(`${javaHeader().utf8Slice()} `)],
  ])('leaves %s to the general path', (_what, header) => {
    expect(scanJson(header).isKnown).toBe(false)
  })

  test.each([
    'DELAY\u00013\u0002',
    'TRAN_MSG\u0001true\u0002',
    'TRACE_ON\u0001false\u0002',
    'TIMER_DELAY_SEC\u00011\u0002',
    'INNER_NUM\u00012\u0002',
    'POP_CK\u0001x\u0002',
    'MSG_REGION\u0001x\u0002',
    'CLUSTER\u0001x\u0002',
    'WAIT\u0001maybe\u0002',
    'UNIQ_KEY\u0001a"b\u0002',
    `UNIQ_KEY\u0001${'x'.repeat(65)}\u0002`,
    'novalue\u0002',
    'empty\u0001\u0002',
    '\u0001noname\u0002',
    'KEYS\u0001a\tb\u0002',
    'KEYS\u0001a"b\u0002',
    'KEYS\u0001a\\b\u0002',
  ])('leaves properties like %j to the general path', (properties) => {
    const { scanner, bytes, isKnown } = scanJson(javaHeader({ ...LETTERS, i: properties }))
    expect(isKnown ? copied(scanner, bytes) : undefined).toBeUndefined()
  })

  test.each([
    'DUP_INFO',
    'INSTANCE_ID',
    'PGROUP',
    'TTL',
    'MAX_OFFSET',
    'CORRELATION_ID',
    'UNITS',
    'WEIGHT',
    'TAGS',
    'T',
  ])('takes the harmless property %s', (name) => {
    const { scanner, bytes } = scanJson(javaHeader({ ...LETTERS, i: `${name}\u0001x\u0002` }))
    expect(copied(scanner, bytes)).toBe(`${name}\u0001x\u0002`)
  })
})
