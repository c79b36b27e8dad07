/**
 * The frame: how one command lies in the byte stream. Reads frames where they are in the received chunk and writes
 * commands straight into a connection's outgoing buffer. The two header forms live in their own files.
 *
 *   0..3   total bytes    int32, everything after this field
 *   4..7   mixed          bits 31..24 serialize type (0 JSON, 1 ROCKETMQ), bits 23..0 header bytes
 *   8..    header, then body (may be empty)
 *
 * Source: RemotingCommand#decode, #fastEncodeHeader, NettyDecoder.
 */
import { allocBytesUnsafe, type Bytes, utf8Length } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { FRAME_BYTES_MAX } from '../base/limits.ts'
import { decodeBinaryHeader, fitsBinaryHeader, binaryHeaderBytesMax, writeBinaryHeader } from './binary-header.ts'
import type { Command } from './command.ts'
import { decodeJsonHeader, jsonHeaderText } from './json-header.ts'
import type { OutgoingBuffer } from './outgoing.ts'

/** Length field and mixed field. */
export const FRAME_PREFIX_BYTES = 8

const CARRY_BYTES_MIN = 1024
const HEADER_BYTES_MASK = 0xff_ffff

/** The first byte of a TLS handshake record; as a frame length it would be far above the limit. */
const TLS_HANDSHAKE = 0x16

export type SerializeTypeByte = 0 | 1

/**
 * Takes one whole frame. Header is `bytes[headerStart..headerEnd)`, body `bytes[headerEnd..bodyEnd)`; `bytes` belongs to
 * the reader or the port and is valid during the call only.
 */
export type FrameListener = (
  bytes: Bytes,
  headerStart: number,
  headerEnd: number,
  bodyEnd: number,
  serializeType: SerializeTypeByte,
) => void

/**
 * Cuts a byte stream into frames. Whole frames are handed out in place; only a frame that is split between chunks is
 * carried in a buffer of its own, which grows with what has really arrived and is dropped when the frame is complete.
 */
export class FrameReader {
  /** Bytes of a partial frame in hand. */
  carriedBytes = 0

  private carry: Bytes | undefined
  private isStopped = false
  private isFirst = true
  private readonly onFrame: FrameListener
  private readonly frameBytesMax: number

  constructor(onFrame: FrameListener, frameBytesMax: number = FRAME_BYTES_MAX) {
    this.onFrame = onFrame
    this.frameBytesMax = frameBytesMax
  }

  /**
   * Takes the next chunk and hands out every frame that is complete.
   * @throws {EngineError} 'bad-frame'; the stream has no frame borders any more and must be closed.
   */
  push(chunk: Bytes): void {
    if (this.isFirst && chunk.length > 0) {
      this.isFirst = false
      if (chunk[0] === TLS_HANDSHAKE) {
        throw new EngineError('bad-frame', 'the peer speaks TLS, which this server does not offer', {
          context: { firstByte: TLS_HANDSHAKE },
        })
      }
    }
    let at = 0
    if (this.carriedBytes > 0) {
      at = this.completeCarried(chunk)
      if (this.carriedBytes > 0) return
    }
    while (!this.isStopped) {
      const leftBytes = chunk.length - at
      const frameBytes = this.frameBytesAt(chunk, at, leftBytes)
      if (leftBytes < frameBytes) {
        if (leftBytes > 0) this.startCarry(chunk, at, frameBytes)
        return
      }
      this.emit(chunk, at, frameBytes)
      at += frameBytes
    }
  }

  /** Hands out nothing more, not even what is left of the chunk in work. */
  stop(): void {
    this.isStopped = true
    this.carry = undefined
    this.carriedBytes = 0
  }

  /** How many bytes the frame at `at` has, or how many are needed to know. */
  private frameBytesAt(bytes: Bytes, at: number, leftBytes: number): number {
    if (leftBytes < 4) return 4
    const totalBytes = int32At(bytes, at)
    if (totalBytes < 4 || totalBytes + 4 > this.frameBytesMax) {
      throw new EngineError(
        'bad-frame',
        `frame announces ${totalBytes} bytes, allowed are 4 to ${this.frameBytesMax - 4}`,
        {
          context: { totalBytes, frameBytesMax: this.frameBytesMax },
        },
      )
    }
    if (leftBytes < FRAME_PREFIX_BYTES) return FRAME_PREFIX_BYTES
    const mixed = int32At(bytes, at + 4)
    const headerBytes = mixed & HEADER_BYTES_MASK
    if (headerBytes > totalBytes - 4) {
      throw new EngineError('bad-frame', `frame header of ${headerBytes} bytes does not fit a frame of ${totalBytes}`, {
        context: { headerBytes, totalBytes },
      })
    }
    if (mixed >>> 24 > 1) {
      throw new EngineError('bad-frame', `serialize type ${mixed >>> 24} is neither JSON (0) nor ROCKETMQ (1)`, {
        context: { serializeType: mixed >>> 24 },
      })
    }
    return totalBytes + 4
  }

  private emit(bytes: Bytes, at: number, frameBytes: number): void {
    const mixed = int32At(bytes, at + 4)
    const headerStart = at + FRAME_PREFIX_BYTES
    const headerEnd = headerStart + (mixed & HEADER_BYTES_MASK)
    this.onFrame(bytes, headerStart, headerEnd, at + frameBytes, mixed >>> 24 === 1 ? 1 : 0)
  }

  private startCarry(chunk: Bytes, at: number, frameBytes: number): void {
    const leftBytes = chunk.length - at
    this.carry = allocBytesUnsafe(Math.min(frameBytes, Math.max(CARRY_BYTES_MIN, leftBytes * 2)))
    chunk.copy(this.carry, 0, at)
    this.carriedBytes = leftBytes
  }

  /** Fills the carry from the start of `chunk`; returns how many bytes of it were taken. */
  private completeCarried(chunk: Bytes): number {
    let at = 0
    for (;;) {
      let carry = this.carry
      if (carry === undefined) return at
      const frameBytes = this.frameBytesAt(carry, 0, this.carriedBytes)
      if (this.carriedBytes === frameBytes) {
        this.carry = undefined
        this.carriedBytes = 0
        this.emit(carry, 0, frameBytes)
        return at
      }
      const takenBytes = Math.min(frameBytes - this.carriedBytes, chunk.length - at)
      if (takenBytes === 0) return at
      const neededBytes = this.carriedBytes + takenBytes
      if (neededBytes > carry.length) {
        const larger = allocBytesUnsafe(Math.min(frameBytes, neededBytes * 2))
        carry.copy(larger, 0, 0, this.carriedBytes)
        this.carry = carry = larger
      }
      chunk.copy(carry, this.carriedBytes, at, at + takenBytes)
      this.carriedBytes = neededBytes
      at += takenBytes
    }
  }
}

function int32At(bytes: Bytes, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}

/**
 * The command in a frame, with its own copy of the body.
 * @throws {EngineError} 'bad-frame' when the header cannot be read.
 */
export function decodeFrame(
  bytes: Bytes,
  headerStart: number,
  headerEnd: number,
  bodyEnd: number,
  serializeType: SerializeTypeByte,
): Command {
  const command =
    serializeType === 0
      ? decodeJsonHeader(bytes, headerStart, headerEnd)
      : decodeBinaryHeader(bytes, headerStart, headerEnd)
  if (bodyEnd > headerEnd) {
    const body = allocBytesUnsafe(bodyEnd - headerEnd)
    bytes.copy(body, 0, headerEnd, bodyEnd)
    command.body = body
  }
  return command
}

/**
 * Encodes `command` into `outgoing`; its body and body parts are copied before this returns. A command that the binary
 * form cannot carry (code above 16 bits) is written as JSON: every peer reads the form from the frame.
 * @throws {EngineError} 'overload' when the frame would be larger than `FRAME_BYTES_MAX`; nothing is placed then.
 */
export function encodeFrame(command: Command, outgoing: OutgoingBuffer): void {
  const bodyBytes = bodyBytesOf(command)
  const isBinary = command.serializeType === 'ROCKETMQ' && fitsBinaryHeader(command)
  const text = isBinary ? '' : jsonHeaderText(command)
  const headerBytesMax = isBinary ? binaryHeaderBytesMax(command) : text.length * 3
  if (FRAME_PREFIX_BYTES + headerBytesMax + bodyBytes > FRAME_BYTES_MAX) {
    checkFrameBytes(command, (isBinary ? headerBytesMax : utf8Length(text)) + bodyBytes)
  }
  const at = outgoing.reserve(FRAME_PREFIX_BYTES + headerBytesMax + bodyBytes)
  const { bytes, view } = outgoing
  const headerStart = at + FRAME_PREFIX_BYTES
  const headerEnd = isBinary
    ? writeBinaryHeader(command, bytes, view, headerStart)
    : headerStart + bytes.utf8Write(text, headerStart)
  const headerBytes = headerEnd - headerStart
  view.setInt32(at, 4 + headerBytes + bodyBytes)
  view.setInt32(at + 4, (isBinary ? 1 << 24 : 0) | headerBytes)
  let end = headerEnd
  if (command.body !== undefined) {
    end += command.body.copy(bytes, end)
  } else if (command.bodyParts !== undefined) {
    for (const part of command.bodyParts) {
      end += part.bytes.copy(bytes, end, part.start, part.end)
    }
  }
  outgoing.advance(end - at)
}

function bodyBytesOf(command: Command): number {
  if (command.body !== undefined) return command.body.length
  let bytes = 0
  if (command.bodyParts !== undefined) for (const part of command.bodyParts) bytes += part.end - part.start
  return bytes
}

function checkFrameBytes(command: Command, payloadBytes: number): void {
  const frameBytes = FRAME_PREFIX_BYTES + payloadBytes
  if (frameBytes <= FRAME_BYTES_MAX) return
  throw new EngineError(
    'overload',
    `command ${command.code} needs a frame of ${frameBytes} bytes, allowed are ${FRAME_BYTES_MAX}`,
    {
      context: { code: command.code, frameBytes },
      retriable: false,
    },
  )
}
