/**
 * Byte arrays as the engine sees them. This is the only file that names Node's `Buffer`: everything else takes the
 * `Bytes` type and the functions below, so the pure folders compile without Node's types.
 * All integers on RocketMQ's wire and disk are big-endian.
 */

/** A `Uint8Array` with the fast native copy and text routines that Node gives its buffers. */
export interface Bytes extends Uint8Array<ArrayBuffer> {
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number
  compare(
    target: Uint8Array,
    targetStart?: number,
    targetEnd?: number,
    sourceStart?: number,
    sourceEnd?: number,
  ): number
  equals(other: Uint8Array): boolean
  indexOf(value: string | number | Uint8Array, byteOffset?: number): number
  latin1Slice(start?: number, end?: number): string
  utf8Slice(start?: number, end?: number): string
  hexSlice(start?: number, end?: number): string
  base64Slice(start?: number, end?: number): string
  latin1Write(text: string, offset: number, length?: number): number
  utf8Write(text: string, offset: number, length?: number): number
  readInt16BE(offset: number): number
  readInt32BE(offset: number): number
  readUInt32BE(offset: number): number
  readBigInt64BE(offset: number): bigint
  writeInt16BE(value: number, offset: number): number
  writeInt32BE(value: number, offset: number): number
  writeUInt32BE(value: number, offset: number): number
  writeBigInt64BE(value: bigint, offset: number): number
  /** A view of the same memory. For a copy see `copyOfBytes`: Node's `slice` is a view too, unlike Uint8Array's. */
  subarray(start?: number, end?: number): Bytes
  toString(encoding?: string): string
}

interface BytesConstructor {
  alloc(size: number): Bytes
  allocUnsafe(size: number): Bytes
  allocUnsafeSlow(size: number): Bytes
  from(text: string, encoding?: string): Bytes
  from(data: ArrayLike<number>): Bytes
  from(buffer: ArrayBuffer, byteOffset?: number, length?: number): Bytes
  byteLength(text: string, encoding?: string): number
  concat(list: readonly Uint8Array[], totalLength?: number): Bytes
}

declare const Buffer: BytesConstructor

export const EMPTY_BYTES: Bytes = Buffer.alloc(0)

/** Zero-filled bytes. */
export function allocBytes(size: number): Bytes {
  return Buffer.alloc(size)
}

/** Bytes with undefined content, never taken from a shared pool: for long-lived rings and scratch buffers. */
export function allocBytesUnsafe(size: number): Bytes {
  return Buffer.allocUnsafeSlow(size)
}

export function bytesFromUtf8(text: string): Bytes {
  return Buffer.from(text, 'utf8')
}

/** One byte per character, code units above 255 are cut: only for text known to be ASCII or Latin-1. */
export function bytesFromLatin1(text: string): Bytes {
  return Buffer.from(text, 'latin1')
}

export function bytesFromHex(text: string): Bytes {
  return Buffer.from(text, 'hex')
}

export function bytesFromBase64(text: string): Bytes {
  return Buffer.from(text, 'base64')
}

export function bytesOf(values: ArrayLike<number>): Bytes {
  return Buffer.from(values)
}

/** The same memory seen as `Bytes`; nothing is copied. */
export function asBytes(view: Uint8Array): Bytes {
  return Buffer.from(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength)
}

/** Length in bytes of `text` in UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** One new array with the contents of all parts; not for the hot path. */
export function concatBytes(parts: readonly Uint8Array[]): Bytes {
  return Buffer.concat(parts)
}

/** A copy of `bytes[start..end)` in memory of its own. */
export function copyOfBytes(bytes: Uint8Array, start = 0, end = bytes.length): Bytes {
  const copy = Buffer.allocUnsafeSlow(end - start)
  copy.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
  return copy
}

/** A `DataView` over exactly the bytes of `bytes`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
