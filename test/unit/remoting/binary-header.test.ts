import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromHex, viewOf } from '../../../engine/base/bytes.ts'
import {
  binaryHeaderBytesMax,
  decodeBinaryHeader,
  fitsBinaryHeader,
  writeBinaryHeader,
} from '../../../engine/remoting/binary-header.ts'
import { command } from './commands.ts'

/** code 105, language JAVA, version 479, opaque 7, flag 0, no remark, ext {topic: "T"} */
const ROUTE_REQUEST =
  '0069' + '00' + '01df' + '00000007' + '00000000' + '00000000' + '0000000c' + '0005746f706963' + '0000000154'

function encode(value: ReturnType<typeof command>): string {
  const bytes = allocBytes(binaryHeaderBytesMax(value))
  return bytes.hexSlice(0, writeBinaryHeader(value, bytes, viewOf(bytes), 0))
}

describe('binary header', () => {
  test('is written byte for byte as Java writes it', () => {
    expect(encode(command({ ext: { topic: 'T' } }))).toBe(ROUTE_REQUEST)
  })

  test('is read back', () => {
    const bytes = bytesFromHex(ROUTE_REQUEST)
    expect(decodeBinaryHeader(bytes, 0, bytes.length)).toEqual(
      command({ ext: { topic: 'T' }, serializeType: 'ROCKETMQ', remark: undefined, body: undefined }),
    )
  })

  test('carries negative codes and reads an unknown language ordinal as OTHER', () => {
    const hex = encode(command({ code: -1006 })).replace(/^(.{4})00/, '$163')
    const bytes = bytesFromHex(hex)
    expect(decodeBinaryHeader(bytes, 0, bytes.length)).toMatchObject({ code: -1006, language: 'OTHER' })
  })

  test('an empty value is absent, on both sides', () => {
    expect(encode(command({ ext: { topic: 'T', empty: '' } }))).toBe(ROUTE_REQUEST)
    const withEmpty = bytesFromHex(ROUTE_REQUEST.replace('0000000154', '00000000').replace('0000000c', '0000000b'))
    expect(decodeBinaryHeader(withEmpty, 0, withEmpty.length).ext).toEqual({})
  })

  test('a header cut anywhere is refused, never read outside', () => {
    const bytes = bytesFromHex(ROUTE_REQUEST)
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decodeBinaryHeader(bytes, 0, end), `cut at ${end}`).toThrow(/cut short/)
    }
  })

  test('codes above 16 bits and oversized keys do not fit', () => {
    expect(fitsBinaryHeader(command({ code: 0x7fff }))).toBe(true)
    expect(fitsBinaryHeader(command({ code: 200_050 }))).toBe(false)
    expect(fitsBinaryHeader(command({ ext: { ['k'.repeat(20_000)]: 'v' } }))).toBe(false)
  })
})
