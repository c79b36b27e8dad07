/** Java's `String.hashCode`: tags, index keys and locks use it, so ours must agree to the bit. */
import type { Bytes } from './bytes.ts'

/** s[0]*31^(n-1) + ... over UTF-16 code units in wrapping int32 arithmetic. */
export function javaHashCode(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

/**
 * The hash of the UTF-8 text in `[start, end)`, continuing from `seed` (the hash of what stands before it).
 * Equals `javaHashCode` of the decoded text; pure ASCII takes the fast loop.
 */
export function javaHashCodeOfUtf8(bytes: Bytes, start: number, end: number, seed = 0): number {
  let hash = seed
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number
    if (byte >= 0x80) return hashDecoded(bytes.utf8Slice(i, end), hash)
    hash = (Math.imul(hash, 31) + byte) | 0
  }
  return hash
}

function hashDecoded(text: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
