import fc from 'fast-check'
import { crc32 as zlibCrc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8, viewOf } from '../../../engine/base/bytes.ts'
import { bodyCrc, crc32 } from '../../../engine/base/crc32.ts'
import { javaHashCode, javaHashCodeOfUtf8 } from '../../../engine/base/hash.ts'
import { getInt64, getInt64Unchecked, safeNumber, setInt64 } from '../../../engine/base/int64.ts'

describe('int64', () => {
  test('any safe integer survives writing and reading', () => {
    const view = viewOf(allocBytes(8))
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        setInt64(view, 0, value)
        expect(view.getBigInt64(0)).toBe(BigInt(value))
        expect(getInt64(view, 0)).toBe(value)
        expect(getInt64Unchecked(view, 0)).toBe(value)
      }),
    )
  })

  test.each([2n ** 53n, 0x7fff_ffff_ffff_ffffn, -(2n ** 63n)])('%s is refused as an offset', (value) => {
    const view = viewOf(allocBytes(8))
    view.setBigInt64(0, value)
    expect(() => getInt64(view, 0)).toThrow(/outside the safe range/)
    expect(() => safeNumber(value)).toThrow(/outside the safe range/)
  })
})

describe('crc32', () => {
  test('equals zlib on any bytes and any range', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(20), (bytes, start) => {
        const from = Math.min(start, bytes.length)
        expect(crc32(bytes, from)).toBe(zlibCrc32(bytes.subarray(from)))
      }),
    )
  })

  test('the body checksum drops the top bit: worked values of the JDK', () => {
    expect(bodyCrc(crc32(bytesFromUtf8('hello')))).toBe(907060870)
    expect(bodyCrc(crc32(bytesFromUtf8('123456789')))).toBe(1274296614)
  })
})

describe('java hash', () => {
  test.each([
    ['', 0],
    ['TagA', 2598919],
    ['*', 42],
    ['polygenelubricants', -2147483648],
    ['TopicTest#k1', 2746024],
    ['标签', 857175],
  ])('of %s is %i', (text, hash) => {
    expect(javaHashCode(text)).toBe(hash)
  })

  test('over UTF-8 equals that over text, also when continued', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (head, tail) => {
        const bytes = bytesFromUtf8(tail)
        expect(javaHashCodeOfUtf8(bytes, 0, bytes.length, javaHashCode(head))).toBe(javaHashCode(head + tail))
      }),
    )
  })
})
