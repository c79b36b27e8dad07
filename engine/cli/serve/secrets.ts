/** Secrets of the browser host: made from 256 random bits, kept and compared as hashes only. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export function makeSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in hex: enough for a secret of 256 random bits, which nobody can guess at any speed. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Takes the same time whatever differs. */
export function isSameHash(a: string, b: string): boolean {
  const left = Buffer.from(a, 'hex')
  const right = Buffer.from(b, 'hex')
  return left.length === right.length && timingSafeEqual(left, right)
}
