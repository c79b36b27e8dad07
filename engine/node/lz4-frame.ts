/**
 * LZ4 frames, reading only. `lz4js` decodes blocks but trusts its input; this file walks the frame and every block
 * first, so that hostile lengths cost neither memory nor time. It does not verify checksums: message bodies have a CRC.
 *
 * Frame: magic u32le, FLG, BD, [content bytes u64le], [dictionary id u32le], header checksum,
 *        { block bytes u32le (top bit: stored), block, [checksum u32le] }*, 0 u32le, [content checksum u32le]
 */
import lz4 from 'lz4js'
import { allocBytesUnsafe, concatBytes, viewOf } from '../base/bytes.ts'
import type { Bytes } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'

const FRAME_MAGIC = 0x184d2204
const SKIPPABLE_MAGIC_MIN = 0x184d2a50
const SKIPPABLE_MAGIC_MAX = 0x184d2a5f
const STORED_BIT = 0x8000_0000
const MATCH_BYTES_MIN = 4

interface Block {
  readonly start: number
  readonly bytes: number
  readonly stored: boolean
}

/**
 * Decodes all frames in `source`, one after the other as Java's `LZ4FrameInputStream` does.
 * @throws {EngineError} 'bad-bytes' when the layout is broken or the result would be longer than `bytesMax`.
 */
export function decodeLz4Frames(source: Uint8Array, bytesMax: number): Bytes {
  const parts: Bytes[] = []
  let total = 0
  let at = 0
  while (at < source.length) {
    const frame = decodeFrame(source, at, bytesMax - total)
    at = frame.end
    if (frame.content === undefined) continue
    parts.push(frame.content)
    total += frame.content.length
  }
  if (parts.length === 0) throw broken('no LZ4 frame', 0)
  return parts.length === 1 ? (parts[0] as Bytes) : concatBytes(parts)
}

function decodeFrame(source: Uint8Array, start: number, bytesMax: number): { content?: Bytes; end: number } {
  const view = viewOf(source)
  need(source, start, 4)
  const magic = view.getUint32(start, true)
  if (magic >= SKIPPABLE_MAGIC_MIN && magic <= SKIPPABLE_MAGIC_MAX) {
    need(source, start + 4, 4)
    const skipped = view.getUint32(start + 4, true)
    need(source, start + 8, skipped)
    return { end: start + 8 + skipped }
  }
  if (magic !== FRAME_MAGIC) throw broken('no LZ4 frame magic', start)
  need(source, start + 4, 3)
  const flags = source[start + 4] as number
  if (flags >> 6 !== 1) throw broken('unknown LZ4 frame version', start + 4)
  if ((flags & 0x01) !== 0) throw broken('LZ4 frame needs a dictionary', start + 4)
  const blockBytesMax = blockBytesLimit((source[start + 5] as number) >> 4, start + 5)
  const blockChecksumBytes = (flags & 0x10) === 0 ? 0 : 4
  const contentChecksumBytes = (flags & 0x04) === 0 ? 0 : 4
  let at = start + 6 + ((flags & 0x08) === 0 ? 0 : 8) + 1

  const blocks: Block[] = []
  let contentBytes = 0
  for (;;) {
    need(source, at, 4)
    const field = view.getUint32(at, true)
    at += 4
    if (field === 0) break
    const stored = (field & STORED_BIT) !== 0
    const bytes = field & ~STORED_BIT
    if (bytes > blockBytesMax) throw broken('LZ4 block longer than its frame allows', at)
    need(source, at, bytes)
    const decodedBytes = stored ? bytes : measureBlock(source, at, at + bytes, contentBytes)
    if (decodedBytes > blockBytesMax) throw broken('LZ4 block inflates above its frame limit', at)
    contentBytes += decodedBytes
    if (contentBytes > bytesMax) throw tooLong(bytesMax)
    blocks.push({ start: at, bytes, stored })
    at += bytes + blockChecksumBytes
  }
  need(source, at, contentChecksumBytes)

  const content = allocBytesUnsafe(contentBytes)
  let written = 0
  for (const block of blocks) {
    if (block.stored) {
      content.set(source.subarray(block.start, block.start + block.bytes), written)
      written += block.bytes
    } else {
      written = lz4.decompressBlock(source, content, block.start, block.bytes, written)
    }
  }
  if (written !== contentBytes) throw broken('LZ4 block decoded to another length than measured', start)
  return { content, end: at + contentChecksumBytes }
}

/** Length of a decoded block; every token, length and match distance is checked on the way. */
function measureBlock(source: Uint8Array, start: number, end: number, precedingBytes: number): number {
  let at = start
  let decoded = 0
  const extended = (first: number): number => {
    if (first !== 15) return first
    let sum = 15
    for (;;) {
      if (at >= end) throw broken('LZ4 length runs out of its block', at)
      const byte = source[at++] as number
      sum += byte
      if (byte !== 255) return sum
    }
  }
  while (at < end) {
    const token = source[at++] as number
    const literals = extended(token >> 4)
    if (literals > end - at) throw broken('LZ4 literals run out of their block', at)
    at += literals
    decoded += literals
    if (at === end) return decoded
    if (end - at < 2) throw broken('LZ4 match runs out of its block', at)
    const distance = (source[at] as number) | ((source[at + 1] as number) << 8)
    at += 2
    if (distance === 0 || distance > decoded + precedingBytes) throw broken('LZ4 match before the content', at)
    decoded += extended(token & 15) + MATCH_BYTES_MIN
  }
  return decoded
}

function blockBytesLimit(code: number, at: number): number {
  const size = code & 7
  if (size < 4) throw broken('unknown LZ4 block size', at)
  return 1 << (8 + 2 * size)
}

function need(source: Uint8Array, at: number, bytes: number): void {
  if (bytes > source.length - at) throw broken('LZ4 frame ends early', at)
}

function broken(message: string, offset: number): EngineError {
  return new EngineError('bad-bytes', message, { context: { offset } })
}

function tooLong(bytesMax: number): EngineError {
  return new EngineError('bad-bytes', 'compressed body inflates above its limit', { context: { bytesMax } })
}
