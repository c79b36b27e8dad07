/** Randomness of a real process: cheap numbers for spreading load, strong bytes for tokens. */
import { randomBytes } from 'node:crypto'
import { asBytes } from '../base/bytes.ts'
import type { Bytes } from '../base/bytes.ts'
import type { Random } from '../base/ports.ts'

export class NodeRandom implements Random {
  next(): number {
    return Math.random()
  }

  bytes(count: number): Bytes {
    return asBytes(randomBytes(count))
  }
}
