/**
 * 64-bit integers. Counts, offsets and times are `number` and checked to be safe (below 2^53) when read; opaque values
 * (tag codes, `Long.MAX_VALUE` sentinels) are `bigint`. Written as two 32-bit halves: five times faster than BigInt.
 */
import { EngineError } from './errors.ts'

const TWO_32 = 0x1_0000_0000

/** Java's `Long.MAX_VALUE`, used as "no end" in query times and epoch ends. */
export const LONG_MAX = 0x7fff_ffff_ffff_ffffn

/** Writes a safe integer, negative ones too, as big-endian int64. */
export function setInt64(view: DataView, offset: number, value: number): void {
  const high = Math.floor(value / TWO_32)
  view.setInt32(offset, high)
  view.setUint32(offset + 4, value - high * TWO_32)
}

/**
 * Reads a big-endian int64 as a number.
 * @throws {EngineError} `bad-bytes` when the value is not a safe integer.
 */
export function getInt64(view: DataView, offset: number): number {
  const value = view.getInt32(offset) * TWO_32 + view.getUint32(offset + 4)
  if (!Number.isSafeInteger(value)) throw unsafe(view.getBigInt64(offset))
  return value
}

/** The same without the check, for the hot path where the value was written by this process. */
export function getInt64Unchecked(view: DataView, offset: number): number {
  return view.getInt32(offset) * TWO_32 + view.getUint32(offset + 4)
}

/** @throws {EngineError} `bad-bytes` when `value` does not fit a safe integer. */
export function safeNumber(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw unsafe(value)
  return number
}

function unsafe(value: bigint): EngineError {
  return new EngineError('bad-bytes', `64-bit value ${value} is outside the safe range of an offset or time`, {
    context: { value: value.toString() },
  })
}
