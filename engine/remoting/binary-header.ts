/**
 * The binary form of a command's header (serialize type 1, "ROCKETMQ"), both directions.
 *
 *   int16 code, int8 language ordinal, int16 version, int32 opaque, int32 flag,
 *   int32 remark bytes (0 = none), remark,
 *   int32 ext bytes (0 = none), then until they are used up: int16 key bytes, key, int32 value bytes, value
 *
 * Source: RocketMQSerializable.
 */
import { type Bytes, utf8Length } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { ExtFields } from '../protocol/fields.ts'
import { languageOfOrdinal, ordinalOfLanguage } from '../protocol/language.ts'
import type { Command } from './command.ts'

const FIXED_BYTES = 2 + 1 + 2 + 4 + 4 + 4 + 4
const KEY_BYTES_MAX = 0x7fff

/** Whether code, version and keys are small enough for this form's 16-bit fields. */
export function fitsBinaryHeader(command: Command): boolean {
  if (command.code < -0x8000 || command.code > 0x7fff) return false
  if (command.version < -0x8000 || command.version > 0x7fff) return false
  for (const key in command.ext) if (key.length * 3 > KEY_BYTES_MAX) return false
  return true
}

/** An upper bound of the header's length. */
export function binaryHeaderBytesMax(command: Command): number {
  let bytes = FIXED_BYTES
  if (command.remark !== undefined) bytes += utf8Length(command.remark)
  for (const key in command.ext) bytes += 6 + key.length * 3 + utf8Length(command.ext[key] ?? '')
  return bytes
}

/** Writes the header at `start`; returns where it ends. Empty values are not written: Java reads them as absent. */
export function writeBinaryHeader(command: Command, bytes: Bytes, view: DataView, start: number): number {
  view.setInt16(start, command.code)
  view.setInt8(start + 2, ordinalOfLanguage(command.language))
  view.setInt16(start + 3, command.version)
  view.setInt32(start + 5, command.opaque)
  view.setInt32(start + 9, command.flag)
  const remarkBytes = command.remark === undefined ? 0 : bytes.utf8Write(command.remark, start + 17)
  view.setInt32(start + 13, remarkBytes)
  const extStart = start + 17 + remarkBytes + 4
  let at = extStart
  for (const key in command.ext) {
    const value = command.ext[key]
    if (value === undefined || value === '') continue
    const keyBytes = bytes.utf8Write(key, at + 2)
    view.setInt16(at, keyBytes)
    at += 2 + keyBytes
    const valueBytes = bytes.utf8Write(value, at + 4)
    view.setInt32(at, valueBytes)
    at += 4 + valueBytes
  }
  view.setInt32(extStart - 4, at - extStart)
  return at
}

/**
 * Reads a header from `bytes[start..end)`. Bytes after the entries are ignored, as in Java.
 * @throws {EngineError} 'bad-frame' when a length leads outside the header.
 */
export function decodeBinaryHeader(bytes: Bytes, start: number, end: number): Command {
  if (end - start < FIXED_BYTES) throw tooShort('fixed fields', start, end)
  const remarkBytes = bytes.readInt32BE(start + 13)
  const remarkStart = start + 17
  if (remarkBytes < 0 || remarkBytes > end - remarkStart - 4) throw tooShort('remark', remarkStart, end)
  const extLengthAt = remarkStart + remarkBytes
  const extBytes = bytes.readInt32BE(extLengthAt)
  if (extBytes < 0 || extBytes > end - extLengthAt - 4) throw tooShort('extFields', extLengthAt, end)
  return {
    code: bytes.readInt16BE(start),
    language: languageOfOrdinal(bytes[start + 2] as number),
    version: bytes.readInt16BE(start + 3),
    opaque: bytes.readInt32BE(start + 5),
    flag: bytes.readInt32BE(start + 9),
    remark: remarkBytes === 0 ? undefined : bytes.utf8Slice(remarkStart, extLengthAt),
    ext: decodeExt(bytes, extLengthAt + 4, extLengthAt + 4 + extBytes),
    body: undefined,
    serializeType: 'ROCKETMQ',
  }
}

function decodeExt(bytes: Bytes, start: number, end: number): ExtFields {
  const ext: ExtFields = {}
  let at = start
  while (at < end) {
    if (end - at < 2) throw tooShort('key length', at, end)
    const keyBytes = bytes.readInt16BE(at)
    const valueLengthAt = at + 2 + keyBytes
    if (keyBytes < 0 || valueLengthAt + 4 > end) throw tooShort('key', at, end)
    const valueBytes = bytes.readInt32BE(valueLengthAt)
    const valueStart = valueLengthAt + 4
    if (valueBytes < 0 || valueBytes > end - valueStart) throw tooShort('value', valueLengthAt, end)
    const key = bytes.utf8Slice(at + 2, valueLengthAt)
    at = valueStart + valueBytes
    if (keyBytes === 0 || valueBytes === 0 || key === '__proto__') continue
    ext[key] = bytes.utf8Slice(valueStart, at)
  }
  return ext
}

function tooShort(what: string, at: number, end: number): EngineError {
  return new EngineError('bad-frame', `binary frame header is cut short: ${what} leads outside ${end - at} bytes`, {
    context: { what, leftBytes: end - at },
  })
}
