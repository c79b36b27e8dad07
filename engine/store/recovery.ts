/**
 * Start-up: finds where the log really ends, replays what the derived data may lack, cuts what is not whole. Decides by
 * `abort` and checkpoint where to begin; files and queues do the rest. Answers to CommitLog#recoverNormally and
 * #recoverAbnormally.
 */
import { allocBytes, allocBytesUnsafe, viewOf } from '../base/bytes.ts'
import { getInt64Unchecked } from '../base/int64.ts'
import type { Checksum, Log } from '../base/ports.ts'
import {
  BLANK_BYTES_MIN,
  BLANK_MAGIC,
  checkRecord,
  locateRecord,
  makeRecordSpans,
  RECORD_MAGIC_V1,
  RECORD_MAGIC_V2,
  RecordField,
  storeTimestampAt,
} from '../protocol/record.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { CommitLog } from './commit-log.ts'
import type { Dispatcher } from './dispatch.ts'
import type { KeyIndex } from './key-index.ts'
import { LogReader } from './log-reader.ts'
import type { QueueTable } from './queue-table.ts'
import type { Segment } from './segment.ts'

/** Records between two waits for the key index. */
const SETTLE_RECORDS = 50_000

/** Enough of a record to find its store timestamp, IPv6 hosts included. */
const HEAD_BYTES = 80

const ERASE_CHUNK_BYTES = 1024 * 1024
/** Zeros in a row after which nothing old is expected any more: twice what is prewritten. */
const ERASE_ZEROS_MAX = 128 * ERASE_CHUNK_BYTES

export interface RecoveryParts {
  readonly commitLog: CommitLog
  readonly queues: QueueTable
  readonly keyIndex: KeyIndex
  readonly dispatcher: Dispatcher
  readonly checkpoint: Checkpoint
  readonly checksum: Checksum
  readonly log: Log
}

export interface RecoveryOptions {
  /** `abort` was absent. */
  readonly wasClean: boolean
  readonly checkBodyCrc: boolean
  /** `messageIndexEnable` and `messageIndexSafe`. */
  readonly isIndexSafe: boolean
}

export interface RecoveryReport {
  readonly startOffset: number
  readonly endOffset: number
  readonly records: number
  readonly dispatched: number
  /** Why the scan ended, when it was not at zeros or at the end of the files. */
  readonly damage: string | undefined
}

/** Log, queues and index agree afterwards, and the dispatcher stands at the log's end. @throws {EngineError} 'store-io'. */
export async function recover(parts: RecoveryParts, options: RecoveryOptions): Promise<RecoveryReport> {
  const { commitLog, queues, keyIndex, dispatcher, log } = parts
  if (commitLog.segments.count === 0) {
    if (queues.topics.size > 0) log.warn('no commit log files: all consume queues are deleted')
    queues.destroyAll()
    keyIndex.trimTo(0)
    commitLog.reset(0)
    dispatcher.reset(0)
    return { startOffset: 0, endOffset: 0, records: 0, dispatched: 0, damage: undefined }
  }
  const indexedTo = queues.maxLogOffset()
  const scan = new LogScan(parts, options)
  const startFile = options.wasClean ? normalStart(commitLog, indexedTo) : abnormalStart(parts, options)
  // Units that a power loss may have torn all point behind the checkpoint: they are made anew. `Differs:` Java trusts them.
  if (!options.wasClean) queues.keepBelowLog(startFile.startOffset)
  const dispatchFrom = options.wasClean ? indexedTo : -1
  // After a clean shutdown the scan begins at the last record that the queues know, when it stands there as they say.
  // `Differs:` Java checks the whole last file again.
  const lastIndexed = options.wasClean ? queues.lastRecordStart() : -1
  if (lastIndexed >= startFile.startOffset) await scan.run(lastIndexed, dispatchFrom)
  if (scan.records === 0) await scan.run(startFile.startOffset, dispatchFrom)
  const endOffset = scan.endOffset
  queues.write()
  queues.truncateToLog(endOffset)
  if (!options.wasClean) {
    eraseFrom(commitLog, endOffset)
    syncFrom(commitLog, scan.startOffset, endOffset)
  }
  commitLog.truncate(endOffset)
  keyIndex.trimTo(endOffset)
  dispatcher.reset(endOffset)
  queues.correctMin(commitLog.minOffset)
  return {
    startOffset: scan.startOffset,
    endOffset,
    records: scan.records,
    dispatched: scan.dispatched,
    damage: scan.damage,
  }
}

/** The last file that starts at or below what the queues know; the first one without such. */
function normalStart(commitLog: CommitLog, indexedTo: number): Segment {
  const { segments } = commitLog
  for (let i = segments.count - 1; i > 0; i--) {
    const segment = segments.at(i) as Segment
    if (segment.startOffset <= indexedTo) return segment
  }
  return segments.first as Segment
}

/** The last file whose first record is older than everything the checkpoint does not vouch for. */
function abnormalStart(parts: RecoveryParts, options: RecoveryOptions): Segment {
  const { segments } = parts.commitLog
  const { checkpoint } = parts
  const limitMs = options.isIndexSafe ? checkpoint.minTimestampIndexMs : checkpoint.minTimestampMs
  for (let i = segments.count - 1; i > 0; i--) {
    const segment = segments.at(i) as Segment
    const timestampMs = firstStoreTimestamp(segment)
    if (timestampMs > 0 && timestampMs <= limitMs) return segment
  }
  return segments.first as Segment
}

/** Store time of a file's first record, 0 when there is none. Source: CommitLog#isMappedFileMatchedRecover. */
function firstStoreTimestamp(segment: Segment): number {
  const bytes = allocBytesUnsafe(HEAD_BYTES)
  const view = viewOf(bytes)
  if (segment.read(bytes, 0, HEAD_BYTES, 0) < HEAD_BYTES) return 0
  const magic = view.getInt32(RecordField.MAGIC)
  if (magic !== RECORD_MAGIC_V1 && magic !== RECORD_MAGIC_V2) return 0
  return getInt64Unchecked(view, storeTimestampAt(view.getInt32(RecordField.SYS_FLAG)))
}

/** One walk over the files, record by record, until something is not a record. */
class LogScan {
  startOffset = 0
  endOffset = 0
  records = 0
  dispatched = 0
  damage: string | undefined
  readonly #parts: RecoveryParts
  readonly #checksum: Checksum | undefined
  readonly #wasClean: boolean
  readonly #spans = makeRecordSpans()

  constructor(parts: RecoveryParts, options: RecoveryOptions) {
    this.#parts = parts
    this.#wasClean = options.wasClean
    this.#checksum = options.checkBodyCrc ? parts.checksum : undefined
  }

  /** Records from `dispatchFrom` on are dispatched. */
  async run(startOffset: number, dispatchFrom: number): Promise<void> {
    const { commitLog, dispatcher, keyIndex } = this.#parts
    const reader = new LogReader(commitLog.segments)
    this.startOffset = startOffset
    this.damage = undefined
    let at = startOffset
    for (;;) {
      const recordBytes = this.#recordAt(reader, at)
      if (recordBytes <= 0) {
        if (recordBytes === 0) break
        // A blank: the next record is in the next file.
        at -= recordBytes
        continue
      }
      this.records++
      if (at >= dispatchFrom) {
        const position = reader.locate(at, recordBytes, Infinity)
        dispatcher.dispatchRecord(reader.bytes, reader.view, position, at)
        this.dispatched++
      }
      at += recordBytes
      if (this.records % SETTLE_RECORDS === 0) await keyIndex.settle()
    }
    this.endOffset = at
  }

  /** Length of the whole record at `at`, minus the length of a blank, or 0 where the log ends. */
  #recordAt(reader: LogReader, at: number): number {
    const { segments } = this.#parts.commitLog
    const segment = segments.find(at)
    if (segment === undefined) return 0
    let position = reader.locate(at, BLANK_BYTES_MIN, segment.endOffset)
    if (position < 0) return 0
    const recordBytes = reader.view.getInt32(position)
    const magic = reader.view.getInt32(position + 4)
    const left = segment.endOffset - at
    if (magic === BLANK_MAGIC) return recordBytes >= BLANK_BYTES_MIN ? -left : 0
    if (recordBytes <= 0 || recordBytes > left) {
      if (recordBytes !== 0) this.damage = `record of ${recordBytes} bytes where ${left} are left at ${at}`
      return 0
    }
    position = reader.locate(at, recordBytes, segment.endOffset)
    if (position < 0) return 0
    const check = checkRecord(reader.bytes, reader.view, position, position + recordBytes, this.#checksum)
    if (check.kind === 'record') {
      if (this.#wasClean || !this.#isTorn(reader, position, at + recordBytes)) return recordBytes
      this.damage = `record torn behind its body at ${at}`
      return 0
    }
    if (check.kind === 'bad') this.damage = `${check.reason} at ${at}`
    return 0
  }

  /**
   * No checksum covers topic and properties. Where power was lost in the middle of a write they end in zeros, which no
   * text does, and nothing follows. `Differs:` Java takes such a record, without its tags and keys.
   */
  #isTorn(reader: LogReader, position: number, recordEnd: number): boolean {
    const spans = this.#spans
    locateRecord(reader.view, position, spans)
    const lastByte = spans.propertiesEnd > spans.propertiesStart ? spans.propertiesEnd - 1 : spans.topicEnd - 1
    if (reader.bytes[lastByte] !== 0) return false
    const segment = this.#parts.commitLog.segments.find(recordEnd)
    if (segment === undefined) return true
    const next = reader.locate(recordEnd, BLANK_BYTES_MIN, segment.endOffset)
    return next < 0 || (reader.view.getInt32(next) === 0 && reader.view.getInt32(next + 4) === 0)
  }
}

/** What a killed process left in the page cache counts as flushed from here on, so it is brought to the disk. */
function syncFrom(commitLog: CommitLog, startOffset: number, endOffset: number): void {
  for (let at = startOffset; at <= endOffset;) {
    const segment = commitLog.segments.find(at)
    if (segment === undefined) return
    segment.datasyncNow()
    at = segment.endOffset
  }
}

/**
 * Zeros what lies behind the log's end in its file: whole records of an earlier life could stand exactly where a later
 * crash ends the log, and would be taken for its continuation. `Differs:` Java leaves them.
 */
function eraseFrom(commitLog: CommitLog, endOffset: number): void {
  const segment = commitLog.segments.find(endOffset)
  if (segment === undefined) return
  const zeros = allocBytes(ERASE_CHUNK_BYTES)
  const chunk = allocBytesUnsafe(ERASE_CHUNK_BYTES)
  let zerosSeen = 0
  for (let at = endOffset - segment.startOffset; at < segment.fileBytes && zerosSeen < ERASE_ZEROS_MAX;) {
    const length = Math.min(ERASE_CHUNK_BYTES, segment.fileBytes - at)
    segment.read(chunk, 0, length, at)
    if (chunk.compare(zeros, 0, length, 0, length) === 0) {
      zerosSeen += length
    } else {
      segment.write(zeros, 0, length, at)
      zerosSeen = 0
    }
    at += length
  }
}
