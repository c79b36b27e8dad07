import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromLatin1 } from '../../../engine/base/bytes.ts'
import { nodeChecksum } from '../../../engine/node/node-checksum.ts'

describe('the checksum', () => {
  test('is CRC-32 on both sides of the length at which zlib takes over', () => {
    const checksum = nodeChecksum()
    const bytes = allocBytes(1000)
    for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 7) & 0xff
    const own = nodeChecksum(undefined)
    for (const length of [0, 1, 299, 300, 301, 900]) {
      expect(checksum(bytes, 13, 13 + length)).toBe(own(bytes, 13, 13 + length))
    }
    expect(checksum(bytesFromLatin1('123456789'), 0, 9)).toBe(0xcbf43926)
  })
})
