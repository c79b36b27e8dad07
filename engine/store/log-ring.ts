/**
 * The last bytes of the commit log in memory: write buffer, hot-read cache and replication source in one. A log offset
 * maps to `offset mod capacity`. Behind the capacity lies slack for one record, so that every record can be written and
 * read in one piece: what is written there is copied to the start, and a read that crosses the end is completed there.
 * Which offsets are valid is the commit log's knowledge.
 */
import { allocBytesUnsafe, type Bytes, viewOf } from '../base/bytes.ts'
import { assert } from '../base/assert.ts'

const CAPACITY_MAX = 0x4000_0000

export class LogRing {
  readonly bytes: Bytes
  readonly view: DataView
  /** A power of two. */
  readonly capacity: number
  readonly slackBytes: number
  readonly #mask: number

  constructor(capacityWanted: number, slackBytes: number) {
    let capacity = 4096
    while (capacity < capacityWanted) capacity *= 2
    assert(capacity <= CAPACITY_MAX, 'ring capacity', { capacityWanted })
    this.capacity = capacity
    this.slackBytes = slackBytes
    this.#mask = capacity - 1
    // Pages that are never touched cost no memory, so slack for the largest record is free until it is used.
    this.bytes = allocBytesUnsafe(capacity + slackBytes)
    this.view = viewOf(this.bytes)
  }

  /** Where `logOffset` lies. Exact for every safe integer: `&` takes the value modulo 2^32. */
  positionOf(logOffset: number): number {
    return logOffset & this.#mask
  }

  /** After `length` bytes were written in one piece at `position`: brings what lies in the slack to the start. */
  completeWrite(position: number, length: number): void {
    const end = position + length
    if (end > this.capacity) this.bytes.copy(this.bytes, 0, this.capacity, end)
  }

  /** Before `length` bytes are read in one piece at `position`: brings what lies at the start into the slack. */
  completeRead(position: number, length: number): void {
    const overhang = position + length - this.capacity
    if (overhang > 0) this.bytes.copy(this.bytes, this.capacity, 0, overhang)
  }

  /** Copies `source[start..end)` in at `logOffset`, in two pieces where it crosses the end. */
  copyIn(logOffset: number, source: Bytes, start: number, end: number): void {
    const position = logOffset & this.#mask
    const head = Math.min(end - start, this.capacity - position)
    source.copy(this.bytes, position, start, start + head)
    if (head < end - start) source.copy(this.bytes, 0, start + head, end)
  }

  /** Copies `length` bytes from `logOffset` out, in two pieces where they cross the end. */
  copyOut(logOffset: number, target: Bytes, targetStart: number, length: number): void {
    const position = logOffset & this.#mask
    const head = Math.min(length, this.capacity - position)
    this.bytes.copy(target, targetStart, position, position + head)
    if (head < length) this.bytes.copy(target, targetStart + head, 0, length - head)
  }
}
