import { describe, expect, test } from 'vitest'
import lz4 from 'lz4js'
import { allocBytes, asBytes, bytesFromHex, bytesFromUtf8, concatBytes } from '../../../engine/base/bytes.ts'
import type { Bytes } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import { NodeCompression } from '../../../engine/node/node-compression.ts'

const compression = new NodeCompression()
const TEXT = bytesFromUtf8('a body that repeats, a body that repeats, a body that repeats: 消息体')

/** `TEXT` as other programs compress it. */
const SAMPLES = {
  // zstd 1.5 reading from a pipe: no content size in the frame
  zstdWithoutSize: '28b52ffd00583d010004026120626f6479207468617420726570656174732c203a20e6b688e681afe4bd930100633999',
  // lz4 1.9: content checksum; and linked blocks, block checksums, content size
  lz4: '04224d186440a726000000ff066120626f6479207468617420726570656174732c20150015b03a20e6b688e681afe4bd930000000076e8e636',
  lz4Linked:
    '04224d187c4048000000000000002b26000000ff066120626f6479207468617420726570656174732c20150015b03a20e6b688e681afe4bd93b165b30f0000000076e8e636',
}

function badBytes(action: () => unknown): EngineError {
  try {
    action()
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError)
    expect((error as EngineError).code).toBe('bad-bytes')
    return error as EngineError
  }
  throw new Error('nothing was thrown')
}

/** A frame with one block; `block` is written as compressed unless `isStored`. */
function lz4Frame(block: Bytes, isStored = false): Bytes {
  const head = bytesFromHex('04224d18' + '60' + '40' + '82')
  const size = allocBytes(4)
  new DataView(size.buffer, size.byteOffset).setUint32(0, isStored ? block.length + 0x8000_0000 : block.length, true)
  return concatBytes([head, size, block, allocBytes(4)])
}

describe('zlib', () => {
  test('gives back what it took', () => {
    expect(compression.inflate('zlib', compression.deflate(TEXT), TEXT.length).equals(TEXT)).toBe(true)
  })

  test('stops at the limit and at damage', () => {
    const packed = compression.deflate(allocBytes(1_000_000))
    expect(badBytes(() => compression.inflate('zlib', packed, 999_999)).context).toMatchObject({ kind: 'zlib' })
    badBytes(() => compression.inflate('zlib', packed.subarray(0, 20), 1_000_000))
    badBytes(() => compression.inflate('zlib', TEXT, 1000))
  })
})

describe('lz4', () => {
  test('reads frames, several in a row and stored blocks too', () => {
    const big = allocBytes(300_000)
    for (let i = 0; i < big.length; i++) big[i] = (i * i) % 251
    const frame = asBytes(lz4.compress(big))
    expect(compression.inflate('lz4', frame, big.length).equals(big)).toBe(true)
    expect(compression.inflate('lz4', bytesFromHex(SAMPLES.lz4), 1000).equals(TEXT)).toBe(true)
    expect(compression.inflate('lz4', bytesFromHex(SAMPLES.lz4Linked), 1000).equals(TEXT)).toBe(true)
    const two = concatBytes([lz4Frame(TEXT, true), lz4Frame(TEXT, true)])
    expect(compression.inflate('lz4', two, 1000).equals(concatBytes([TEXT, TEXT]))).toBe(true)
  })

  test('reads a block with literals and an overlapping match', () => {
    // token: 2 literals, match of 4 + 6; "ab", distance 2; then 1 literal "!"
    const block = bytesFromHex('26' + '6162' + '0200' + '10' + '21')
    expect(compression.inflate('lz4', lz4Frame(block), 100).utf8Slice()).toBe('abababababab!')
  })

  test('refuses hostile lengths before it allocates', () => {
    expect(
      badBytes(() => compression.inflate('lz4', asBytes(lz4.compress(allocBytes(100_000))), 99_999)).message,
    ).toContain('above its limit')
    const bomb = concatBytes([bytesFromHex('1f' + '61' + '0100'), allocBytes(300_000).fill(255), bytesFromHex('00')])
    badBytes(() => compression.inflate('lz4', lz4Frame(bomb), 2 ** 30))
    badBytes(() => compression.inflate('lz4', lz4Frame(bytesFromHex('f0ffffff')), 1000))
    badBytes(() => compression.inflate('lz4', lz4Frame(bytesFromHex('1461' + '0900' + '00')), 1000))
    badBytes(() => compression.inflate('lz4', lz4Frame(bytesFromHex('1461' + '0000' + '00')), 1000))
    const cut = asBytes(lz4.compress(TEXT))
    for (let length = 0; length < cut.length; length++) {
      badBytes(() => compression.inflate('lz4', cut.subarray(0, length), 1000))
    }
  })
})

describe('zstd', () => {
  test('reads a frame without content size', () => {
    const packed = bytesFromHex(SAMPLES.zstdWithoutSize)
    expect(compression.inflate('zstd', packed, 1000).utf8Slice()).toBe(TEXT.utf8Slice())
  })

  test('stops at the limit and at damage, and leaves the input alone', () => {
    const packed = bytesFromHex(SAMPLES.zstdWithoutSize)
    badBytes(() => compression.inflate('zstd', packed, TEXT.length - 1))
    badBytes(() => compression.inflate('zstd', packed.subarray(0, 15), 1000))
    badBytes(() => compression.inflate('zstd', TEXT, 1000))
    expect(packed.hexSlice()).toBe(SAMPLES.zstdWithoutSize)
  })
})
