/** CRC-32: our own table loop for small bodies, zlib's routine for large ones where this Node has it. */
import * as zlib from 'node:zlib'
import { crc32 } from '../base/crc32.ts'
import type { Checksum } from '../base/ports.ts'

/** Length at which the call into zlib pays for itself (`reference/performance.md` 7.7). */
const NATIVE_BYTES_MIN = 300

type NativeCrc32 = (data: Uint8Array, value?: number) => number

/** @param native `zlib.crc32` (Node 20.15 and 22.2 onwards), or undefined. */
export function nodeChecksum(native: NativeCrc32 | undefined = nativeCrc32()): Checksum {
  if (native === undefined) return crc32
  return (bytes, start, end) =>
    end - start < NATIVE_BYTES_MIN ? crc32(bytes, start, end) : native(bytes.subarray(start, end))
}

function nativeCrc32(): NativeCrc32 | undefined {
  const found: unknown = (zlib as Record<string, unknown>)['crc32']
  return typeof found === 'function' ? (found as NativeCrc32) : undefined
}
