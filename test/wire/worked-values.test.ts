/** The worked values of the format reference, computed with the JDK: checksums, hashes, one whole record, ids. */
import { describe, expect, test } from 'vitest'
import { bytesFromHex, bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { bodyCrc, crc32 } from '../../engine/base/crc32.ts'
import { javaHashCode } from '../../engine/base/hash.ts'
import { hostOf } from '../../engine/protocol/host-address.ts'
import { offsetMessageId } from '../../engine/protocol/message-id.ts'
import { encodePropertiesBytes } from '../../engine/protocol/properties.ts'
import { decodeRecord, recordOf } from '../../engine/protocol/record.ts'
import { tagCode } from '../../engine/protocol/tags.ts'

describe('checksums and hashes', () => {
  test.each([
    ['hello', 907_060_870],
    ['123456789', 1_274_296_614],
  ])('body CRC of %s', (text, expected) => {
    expect(bodyCrc(crc32(bytesFromUtf8(text)))).toBe(expected)
  })

  test.each([
    ['TagA', 2_598_919],
    ['*', 42],
    ['polygenelubricants', -2_147_483_648],
    ['', 0],
  ])('tag code of %s', (tag, expected) => {
    expect(tagCode(tag)).toBe(expected)
  })

  test('index key', () => {
    expect(javaHashCode('TopicTest#k1')).toBe(2_746_024)
  })
})

const RECORD =
  '00000074 DAA320A7 3610A686 00000003 00000000 0000000000000007 0000000000001000 00000000 0000018BCFE56800 0A000001 ' +
  '0000C350 0000018BCFE5687B 0A000002 00002A9F 00000000 0000000000000000 00000005 68656C6C6F 02 5431 0012 ' +
  '5441475301 54616741 02 4B45595301 6B31 02'

describe('the worked record', () => {
  const bytes = bytesFromHex(RECORD.replaceAll(' ', ''))
  const properties = new Map([
    ['TAGS', 'TagA'],
    ['KEYS', 'k1'],
  ])

  test('is what we write', () => {
    const written = recordOf({
      bodyCrc: crc32(bytesFromUtf8('hello')),
      queueId: 3,
      flag: 0,
      queueOffset: 7,
      logOffset: 4096,
      sysFlag: 0,
      bornTimestampMs: 1_700_000_000_000,
      bornHost: hostOf({ host: '10.0.0.1', port: 50_000 }),
      storeTimestampMs: 1_700_000_000_123,
      storeHost: hostOf({ host: '10.0.0.2', port: 10_911 }),
      reconsumeTimes: 0,
      preparedTransactionOffset: 0,
      body: bytesFromUtf8('hello'),
      topic: bytesFromUtf8('T1'),
      properties: encodePropertiesBytes(properties),
    })
    expect(written.hexSlice()).toBe(bytes.hexSlice())
  })

  test('is what we read', () => {
    expect(decodeRecord(bytes, 0, bytes.length, crc32)).toMatchObject({
      recordBytes: 116,
      version: 1,
      bodyCrc: 907_060_870,
      topic: 'T1',
      properties,
    })
  })

  test('has this offset id', () => {
    expect(offsetMessageId(hostOf({ host: '10.0.0.2', port: 10_911 }), 4096)).toBe('0A00000200002A9F0000000000001000')
  })
})
