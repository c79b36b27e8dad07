/**
 * One queue of one topic: fixed-size units that point into the commit log, in files, with the newest ones in memory.
 * Written by the dispatcher only; refuses to know what the records hold. Answers to ConsumeQueue.
 *
 * Unit, 20 bytes, big-endian; queue offset n stands at byte n * 20 of the queue's files:
 *   0   int64  log offset of the record
 *   8   int32  record bytes, the whole record with its own length field
 *   12  int64  tag code: sign-extended hash of the tag, or the deliver time in ms in the schedule topic
 * A filler unit (0, 0x7FFFFFFF, 0) stands where a queue has no message: below the start of a late replica.
 */
import { allocBytesUnsafe, type Bytes, viewOf } from '../base/bytes.ts'
import { getInt64Unchecked, setInt64 } from '../base/int64.ts'
import type { Log } from '../base/ports.ts'
import type { RecordVersion } from '../protocol/record.ts'
import type { OpenFiles, Segment } from './segment.ts'
import { SegmentList } from './segment-list.ts'

export const UNIT_BYTES = 20

const FILLER_RECORD_BYTES = 0x7fff_ffff

/** Units kept in memory: at first, and at most (20 KiB). */
const TAIL_UNITS_MIN = 32
const TAIL_UNITS_MAX = 1024

/** Filler for a hole larger than this (100 default files) is not written: the offset is taken for damage. */
const HOLE_UNITS_MAX = 30_000_000

/** Units read from a file at once. */
const SCAN_UNITS = 4096

/** Files from the end that recovery looks at. Source: ConsumeQueue#recover. */
const RECOVER_FILES = 3

/** What all queues of a store share. */
export interface QueueShared {
  readonly files: OpenFiles
  readonly log: Log
  /** For reads from files; valid until the next read. */
  readonly scratch: Bytes
  readonly scratchView: DataView
  /** The queue has units that are in no file. */
  becameDirty(queue: ConsumeQueue): void
  /** The file has units that are not synced. */
  wroteTo(segment: Segment): void
}

/** A run of units as they lie in memory: valid until the next call on any queue. */
export class UnitWindow {
  view: DataView
  /** Position of the first unit. */
  start = 0
  count = 0

  constructor(view: DataView) {
    this.view = view
  }

  logOffset(index: number): number {
    return getInt64Unchecked(this.view, this.start + index * UNIT_BYTES)
  }

  recordBytes(index: number): number {
    return this.view.getInt32(this.start + index * UNIT_BYTES + 8)
  }

  /** Low half of the tag code: the hash of the tag. */
  tagHash(index: number): number {
    return this.view.getInt32(this.start + index * UNIT_BYTES + 16)
  }

  tagCode(index: number): bigint {
    return this.view.getBigInt64(this.start + index * UNIT_BYTES + 12)
  }

  isFiller(index: number): boolean {
    return this.recordBytes(index) === FILLER_RECORD_BYTES && this.logOffset(index) === 0
  }
}

export type UnitAppend = 'appended' | 'already-indexed' | 'refused'

export class ConsumeQueue {
  readonly topic: string
  readonly topicBytes: Bytes
  readonly recordVersion: RecordVersion
  readonly queueId: number
  /** Queue offset that the next appended message gets; ahead of `maxOffset` while messages wait for dispatch. */
  nextQueueOffset = 0
  /** First readable queue offset. */
  minOffset = 0
  /** Queue offset behind the last visible message. */
  maxOffset = 0
  /** Log offset behind the last indexed record, -1 when nothing is indexed. */
  maxLogOffset = -1
  /** The topic was deleted; a handle kept elsewhere is no longer part of the store. */
  isDeleted = false

  readonly #shared: QueueShared
  readonly #segments: SegmentList
  readonly #fileUnits: number
  #tail: Bytes | undefined
  #tailView: DataView | undefined
  #tailUnits = 0
  /** Lowest queue offset in the tail. */
  #tailStart = 0
  /** Everything below is in files. */
  #writtenTo = 0
  #isDirty = false
  /** `maxOffset` at the last look of `releaseIdleTail`. */
  #seenOffset = -1

  constructor(
    shared: QueueShared,
    topic: { readonly name: string; readonly bytes: Bytes; readonly recordVersion: RecordVersion },
    queueId: number,
    files: { readonly directory: string; readonly fileBytes: number },
  ) {
    this.#shared = shared
    this.topic = topic.name
    this.topicBytes = topic.bytes
    this.recordVersion = topic.recordVersion
    this.queueId = queueId
    this.#fileUnits = files.fileBytes / UNIT_BYTES
    this.#segments = new SegmentList(shared.files, { ...files, optionName: 'mappedFileSizeConsumeQueue' }, shared.log)
  }

  get directory(): string {
    return this.#segments.directory
  }

  get hasFiles(): boolean {
    return this.#segments.count > 0
  }

  /**
   * Makes `queueOffset` point at a record. Repeats are skipped, which is what makes replaying the log harmless. An empty
   * queue may start anywhere; units for a hole are filled. `Differs:` Java logs the hole and puts the unit where it does
   * not belong.
   * @throws {EngineError} 'store-io'; nothing was indexed and the call may be repeated.
   * Source: ConsumeQueue#putMessagePositionInfo.
   */
  append(logOffset: number, recordBytes: number, tagHigh: number, tagLow: number, queueOffset: number): UnitAppend {
    if (logOffset + recordBytes <= this.maxLogOffset || queueOffset < this.maxOffset) return 'already-indexed'
    if (queueOffset > this.maxOffset && !this.#skipTo(queueOffset)) return 'refused'
    if (this.maxOffset - this.#writtenTo >= this.#tailUnits || this.#tail === undefined) this.#makeRoom()
    const view = this.#tailView as DataView
    const at = (this.maxOffset & (this.#tailUnits - 1)) * UNIT_BYTES
    setInt64(view, at, logOffset)
    view.setInt32(at + 8, recordBytes)
    view.setInt32(at + 12, tagHigh)
    view.setInt32(at + 16, tagLow)
    this.maxOffset++
    // On a slave nobody else counts; on a master the count is ahead already.
    if (this.nextQueueOffset < this.maxOffset) this.nextQueueOffset = this.maxOffset
    if (this.maxOffset - this.#tailStart > this.#tailUnits) this.#tailStart = this.maxOffset - this.#tailUnits
    this.maxLogOffset = logOffset + recordBytes
    if (!this.#isDirty) {
      this.#isDirty = true
      this.#shared.becameDirty(this)
    }
    return 'appended'
  }

  /**
   * Units from `queueOffset` on, at most `unitsMax`, perhaps fewer than there are (an end of memory or file): call again
   * behind them.
   * @returns how many `window` shows; 0 outside of the queue.
   */
  read(queueOffset: number, unitsMax: number, window: UnitWindow): number {
    window.count = 0
    if (queueOffset < 0 || queueOffset >= this.maxOffset || unitsMax <= 0) return 0
    if (queueOffset >= this.#tailStart && this.#tail !== undefined) {
      const slot = queueOffset & (this.#tailUnits - 1)
      window.view = this.#tailView as DataView
      window.start = slot * UNIT_BYTES
      window.count = Math.min(unitsMax, this.maxOffset - queueOffset, this.#tailUnits - slot)
      return window.count
    }
    // What is not in the tail is in a file.
    const segment = this.#segments.find(queueOffset * UNIT_BYTES)
    if (segment === undefined) return 0
    const shared = this.#shared
    const position = queueOffset * UNIT_BYTES - segment.startOffset
    const units = Math.min(
      unitsMax,
      this.#writtenTo - queueOffset,
      (segment.fileBytes - position) / UNIT_BYTES,
      Math.floor(shared.scratch.length / UNIT_BYTES),
    )
    if (units <= 0) return 0
    const readBytes = segment.read(shared.scratch, 0, units * UNIT_BYTES, position)
    window.view = shared.scratchView
    window.start = 0
    window.count = Math.floor(readBytes / UNIT_BYTES)
    return window.count
  }

  /** First offset of the file after the one that holds `queueOffset`. Source: ConsumeQueue#rollNextFile. */
  nextFileOffset(queueOffset: number): number {
    return queueOffset + this.#fileUnits - (queueOffset % this.#fileUnits)
  }

  /** Brings all units into the files; the pages are not synced. @throws {EngineError} 'store-io'. */
  write(): void {
    while (this.#writtenTo < this.maxOffset) {
      const at = this.#writtenTo
      const segment = this.#segments.ensure(at * UNIT_BYTES)
      const slot = at & (this.#tailUnits - 1)
      const units = Math.min(this.maxOffset - at, this.#tailUnits - slot, segment.endOffset / UNIT_BYTES - at)
      segment.write(this.#tail as Bytes, slot * UNIT_BYTES, units * UNIT_BYTES, at * UNIT_BYTES - segment.startOffset)
      this.#shared.wroteTo(segment)
      this.#writtenTo = at + units
    }
    this.#isDirty = false
  }

  /** Gives the tail's memory back when nothing was added since the last call. */
  releaseIdleTail(): void {
    if (this.#tail !== undefined && this.#seenOffset === this.maxOffset && this.#writtenTo === this.maxOffset) {
      this.#dropTail()
    }
    this.#seenOffset = this.maxOffset
  }

  /**
   * Loads the files and finds the end: the first unit from the third file from the end that is no unit. Units behind a
   * hole that a crash left are erased, so that they cannot come back. Source: ConsumeQueue#load, #recover.
   */
  recover(afterCrash: boolean): void {
    this.#segments.load(afterCrash)
    const segments = this.#segments
    const first = segments.first
    if (first === undefined) return
    this.minOffset = first.startOffset / UNIT_BYTES
    let index = Math.max(0, segments.count - RECOVER_FILES)
    let end = (segments.at(index) as Segment).startOffset / UNIT_BYTES
    for (; index < segments.count; index++) {
      const segment = segments.at(index) as Segment
      if (segment.startOffset / UNIT_BYTES !== end) break
      const units = this.#validUnits(segment)
      end += units
      if (units < this.#fileUnits) break
    }
    this.#setEnd(end)
    if (afterCrash) this.#eraseLeftovers(end)
    this.#findMaxLogOffset()
  }

  /**
   * Cuts every unit at or behind the first one whose record starts at or after `logOffset`.
   * Source: ConsumeQueue#truncateDirtyLogicFiles.
   */
  truncateToLog(logOffset: number): void {
    if (this.maxLogOffset <= logOffset) return
    this.write()
    const end = this.#firstAtLog(logOffset, this.#segments.first === undefined ? 0 : this.minOffset)
    const oldEnd = this.maxOffset
    this.#setEnd(end)
    this.#erase(end, oldEnd)
    this.#findMaxLogOffset()
  }

  /**
   * Keeps the units that point below `logOffset`, for which the checkpoint vouches, and cuts whatever follows them. After a
   * crash the end that `recover` found proves nothing: files get their full length at once and their content in any order,
   * so whole files of zeros may stand before good ones.
   */
  keepBelowLog(logOffset: number): void {
    if (this.#segments.first === undefined) return
    const end = this.#firstAtLog(logOffset, this.minOffset)
    const oldEnd = this.maxOffset
    if (end >= oldEnd) return
    this.#setEnd(end)
    this.#erase(end, oldEnd)
    this.#findMaxLogOffset()
  }

  /** Moves `minOffset` to the first unit whose record is in the log. Source: ConsumeQueue#correctMinOffset. */
  correctMin(logMinOffset: number, window: UnitWindow): void {
    if (this.minOffset >= this.maxOffset) return
    if (this.read(this.minOffset, 1, window) === 1 && !window.isFiller(0) && window.logOffset(0) >= logMinOffset) return
    this.minOffset = this.#firstAtLog(logMinOffset, this.minOffset)
  }

  /** Deletes files whose last record is below the log's start, never the last one. @returns how many. */
  deleteExpired(logMinOffset: number, window: UnitWindow): number {
    let count = 0
    while (this.#segments.count > 1) {
      const segment = this.#segments.first as Segment
      const lastUnit = segment.endOffset / UNIT_BYTES - 1
      if (this.read(lastUnit, 1, window) === 1 && window.logOffset(0) >= logMinOffset) break
      this.#segments.removeFirst()
      this.minOffset = Math.max(this.minOffset, lastUnit + 1)
      count++
    }
    return count
  }

  /** Deletes the queue's files and its directory. */
  destroy(): void {
    this.isDeleted = true
    this.#isDirty = false
    this.#dropTail()
    this.#segments.removeDirectory()
  }

  close(): void {
    this.#segments.close()
  }

  /** A queue that starts, or goes on, at `queueOffset`. False when the hole is not believable. */
  #skipTo(queueOffset: number): boolean {
    const isEmpty = this.maxOffset === 0 && this.maxLogOffset < 0
    const from = isEmpty ? queueOffset - (queueOffset % this.#fileUnits) : this.maxOffset
    if (queueOffset - from > HOLE_UNITS_MAX) {
      this.#shared.log.error('queue offset far beyond the end of its queue, not indexed', {
        topic: this.topic,
        queueId: this.queueId,
        queueOffset,
        maxOffset: this.maxOffset,
      })
      return false
    }
    if (isEmpty) {
      if (this.#segments.count > 0) this.#segments.removeAll()
      this.minOffset = queueOffset
    } else {
      this.#shared.log.error('hole in a consume queue, filled', {
        topic: this.topic,
        queueId: this.queueId,
        from,
        to: queueOffset,
      })
      this.write()
    }
    this.#fill(from, queueOffset)
    const next = this.nextQueueOffset
    this.#setEnd(queueOffset)
    this.nextQueueOffset = Math.max(next, queueOffset)
    return true
  }

  /** Writes filler units straight into the files. */
  #fill(from: number, to: number): void {
    if (from === to) return
    const bytes = allocBytesUnsafe(Math.min(to - from, SCAN_UNITS) * UNIT_BYTES)
    const view = viewOf(bytes)
    for (let at = 0; at < bytes.length; at += UNIT_BYTES) {
      setInt64(view, at, 0)
      view.setInt32(at + 8, FILLER_RECORD_BYTES)
      setInt64(view, at + 12, 0)
    }
    this.#writeUnits(bytes, from, to)
  }

  #erase(from: number, to: number): void {
    if (from < to) this.#writeUnits(new Uint8Array(Math.min(to - from, SCAN_UNITS) * UNIT_BYTES), from, to)
  }

  /** Zeros the units from `end` on to the first stretch of zeros. */
  #eraseLeftovers(end: number): void {
    const { scratch } = this.#shared
    const segment = this.#segments.find(end * UNIT_BYTES)
    if (segment === undefined) return
    for (let position = end * UNIT_BYTES - segment.startOffset; position < segment.fileBytes;) {
      const length = segment.read(scratch, 0, Math.min(scratch.length, segment.fileBytes - position), position)
      if (scratch.subarray(0, length).every((byte) => byte === 0)) return
      segment.write(new Uint8Array(length), 0, length, position)
      this.#shared.wroteTo(segment)
      position += length
    }
  }

  /** Repeats `pattern` over the units `[from, to)` of the files that exist, creating none when it erases. */
  #writeUnits(pattern: Uint8Array, from: number, to: number): void {
    const isErasing = pattern[11] === 0
    let at = from
    while (at < to) {
      const segment = isErasing ? this.#segments.find(at * UNIT_BYTES) : this.#segments.ensure(at * UNIT_BYTES)
      if (segment === undefined) return
      const units = Math.min(to - at, segment.endOffset / UNIT_BYTES - at, pattern.length / UNIT_BYTES)
      segment.write(pattern, 0, units * UNIT_BYTES, at * UNIT_BYTES - segment.startOffset)
      this.#shared.wroteTo(segment)
      at += units
    }
  }

  /** The queue ends at `end`, all of it is in files, files behind it go. */
  #setEnd(end: number): void {
    this.#dropTail()
    this.#segments.removeFrom(end * UNIT_BYTES)
    this.maxOffset = this.#writtenTo = this.#tailStart = end
    if (this.minOffset > end) this.minOffset = end
    this.nextQueueOffset = end
  }

  #dropTail(): void {
    this.#tail = undefined
    this.#tailView = undefined
    this.#tailUnits = 0
    this.#tailStart = this.maxOffset
  }

  /** Doubles the tail, or writes it out when it has its full size. */
  #makeRoom(): void {
    if (this.#tailUnits >= TAIL_UNITS_MAX) {
      this.write()
      return
    }
    const units = this.#tailUnits === 0 ? TAIL_UNITS_MIN : this.#tailUnits * 2
    const tail = allocBytesUnsafe(units * UNIT_BYTES)
    const old = this.#tail
    if (old === undefined) {
      this.#tailStart = this.maxOffset
    } else {
      for (let at = this.#tailStart; at < this.maxOffset; at++) {
        const from = (at & (this.#tailUnits - 1)) * UNIT_BYTES
        old.copy(tail, (at & (units - 1)) * UNIT_BYTES, from, from + UNIT_BYTES)
      }
    }
    this.#tail = tail
    this.#tailView = viewOf(tail)
    this.#tailUnits = units
  }

  /** How many units from the start of a file on are units: log offsets in order, fillers aside, and real lengths. */
  #validUnits(segment: Segment): number {
    const { scratch, scratchView } = this.#shared
    let previousEnd = 0
    const chunkUnits = Math.floor(scratch.length / UNIT_BYTES)
    for (let unit = 0; unit < this.#fileUnits;) {
      const wanted = Math.min(chunkUnits, this.#fileUnits - unit)
      const read = Math.floor(segment.read(scratch, 0, wanted * UNIT_BYTES, unit * UNIT_BYTES) / UNIT_BYTES)
      for (let i = 0; i < read; i++, unit++) {
        const at = i * UNIT_BYTES
        const recordBytes = scratchView.getInt32(at + 8)
        if (scratchView.getInt32(at) < 0 || recordBytes <= 0) return unit
        const logOffset = getInt64Unchecked(scratchView, at)
        if (recordBytes === FILLER_RECORD_BYTES && logOffset === 0) continue
        if (logOffset < previousEnd) return unit
        previousEnd = logOffset + recordBytes
      }
      if (read < wanted) return unit
    }
    return this.#fileUnits
  }

  #findMaxLogOffset(): void {
    this.maxLogOffset = -1
    const window = new UnitWindow(this.#shared.scratchView)
    for (let at = this.maxOffset - 1; at >= this.minOffset; at--) {
      if (this.read(at, 1, window) !== 1) return
      if (window.isFiller(0)) continue
      this.maxLogOffset = window.logOffset(0) + window.recordBytes(0)
      return
    }
  }

  /** First queue offset from `from` on that is no unit or whose record starts at or after `logOffset`; else `maxOffset`. */
  #firstAtLog(logOffset: number, from: number): number {
    const window = new UnitWindow(this.#shared.scratchView)
    let low = from
    let high = this.maxOffset
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2)
      const isBelow =
        this.read(middle, 1, window) !== 1 ||
        window.isFiller(0) ||
        (window.recordBytes(0) > 0 && window.logOffset(0) < logOffset)
      if (isBelow) low = middle + 1
      else high = middle
    }
    return low
  }
}
