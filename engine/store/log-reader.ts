/**
 * Reads the log's files front to back through one window of memory: for recovery, and for a dispatcher that fell behind
 * the ring. Synchronous, because both must have the bytes before they can go on. Knows no records.
 */
import { allocBytesUnsafe, type Bytes, EMPTY_BYTES, viewOf } from '../base/bytes.ts'
import type { SegmentList } from './segment-list.ts'

const WINDOW_BYTES = 1024 * 1024

export class LogReader {
  bytes: Bytes = EMPTY_BYTES
  view: DataView = viewOf(EMPTY_BYTES)
  readonly #segments: SegmentList
  readonly #windowBytes: number
  #start = 0
  #end = 0

  constructor(segments: SegmentList, windowBytes: number = WINDOW_BYTES) {
    this.#segments = segments
    this.#windowBytes = windowBytes
  }

  /**
   * Position in `bytes` of `logOffset` with `length` bytes behind it, or -1 when the file or the log ends before.
   * @param logEnd bytes at and behind it are never read: they may still change.
   */
  locate(logOffset: number, length: number, logEnd: number): number {
    if (logOffset >= this.#start && logOffset + length <= this.#end) return logOffset - this.#start
    const segment = this.#segments.find(logOffset)
    if (segment === undefined) return -1
    const end = Math.min(segment.endOffset, logEnd)
    if (logOffset + length > end) return -1
    const wanted = Math.min(Math.max(length, this.#windowBytes), end - logOffset)
    if (this.bytes.length < wanted) {
      this.bytes = allocBytesUnsafe(wanted)
      this.view = viewOf(this.bytes)
    }
    const read = segment.read(this.bytes, 0, wanted, logOffset - segment.startOffset)
    this.#start = logOffset
    this.#end = logOffset + read
    return read >= length ? 0 : -1
  }

  /** Forgets the window: the log was cut, or the memory is not needed for now. */
  reset(): void {
    this.#start = this.#end = 0
    this.bytes = EMPTY_BYTES
    this.view = viewOf(EMPTY_BYTES)
  }
}
