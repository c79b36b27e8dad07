/** Reused buffers for reads from disk, by powers of two. Not giving one back is allowed: it is then simply collected. */
import { allocBytesUnsafe, type Bytes } from '../base/bytes.ts'

const CLASS_BYTES_MIN = 16 * 1024
const CLASSES = 6
/** Kept of each size: 16 KiB to 512 KiB, 8 MB in all at most. */
const KEPT_PER_CLASS = 8

export class BufferPool {
  readonly #free: Bytes[][] = Array.from({ length: CLASSES }, () => [])

  /** At least `length` bytes of undefined content. */
  take(length: number): Bytes {
    const index = classOf(length)
    if (index >= CLASSES) return allocBytesUnsafe(length)
    return (this.#free[index] as Bytes[]).pop() ?? allocBytesUnsafe(CLASS_BYTES_MIN << index)
  }

  give(bytes: Bytes): void {
    const index = classOf(bytes.length)
    if (index >= CLASSES || bytes.length !== CLASS_BYTES_MIN << index) return
    const free = this.#free[index] as Bytes[]
    if (free.length < KEPT_PER_CLASS) free.push(bytes)
  }
}

function classOf(length: number): number {
  let index = 0
  while (index < CLASSES && CLASS_BYTES_MIN << index < length) index++
  return index
}
