/**
 * The log that everything else is derived from: bytes in fixed-size files, with the newest ones in a ring in memory.
 * Owns appending (in place, no copies), the one write per event-loop turn, and reading ranges back. Knows records only
 * as lengths and never looks into them; durability is the flusher's, queues and indexes are the dispatcher's work.
 * Answers to CommitLog and MappedFileQueue.
 */
import type { Bytes } from '../base/bytes.ts'
import { assert } from '../base/assert.ts'
import { EngineError, errorText } from '../base/errors.ts'
import { LOG_READS_IN_FLIGHT_MAX, LOG_READS_WAITING_MAX } from '../base/limits.ts'
import type { Log, Timers } from '../base/ports.ts'
import { BLANK_BYTES_MIN, encodeBlank } from '../protocol/record.ts'
import { LogRing } from './log-ring.ts'
import { Prewriter } from './prewriter.ts'
import type { OpenFiles } from './segment.ts'
import { SegmentList } from './segment-list.ts'
import type { AppendRefusal, ProgressListener, ProgressStage } from './types.ts'

/** After a failed write: how long until the next try. Nothing is lost meanwhile, it waits in the ring. */
const WRITE_RETRY_MS = 200

const STAGES: readonly ProgressStage[] = ['dispatch', 'replicate', 'acknowledge']

export interface CommitLogOptions {
  readonly directory: string
  readonly fileBytes: number
  /** Largest record: body limit plus 64 KiB. */
  readonly recordBytesMax: number
  readonly ringBytes: number
  readonly prewriteBytes: number
}

export type RawAppend = 'appended' | 'position-mismatch' | 'busy'

/** Listeners of one kind of progress, told in stage order, in order of subscription within a stage. */
class ProgressListeners {
  readonly #stages: ProgressListener[][] = STAGES.map(() => [])

  add(stage: ProgressStage, listener: ProgressListener): () => void {
    const list = this.#stages[STAGES.indexOf(stage)] as ProgressListener[]
    list.push(listener)
    return () => {
      const index = list.indexOf(listener)
      if (index >= 0) list.splice(index, 1)
    }
  }

  tell(endOffset: number): void {
    for (const list of this.#stages) {
      for (let i = 0; i < list.length; i++) (list[i] as ProgressListener)(endOffset)
    }
  }
}

type ReadDone = (error: Error | undefined, readBytes: number) => void

interface WaitingRead {
  readonly logOffset: number
  readonly target: Uint8Array
  readonly start: number
  readonly length: number
  readonly done: ReadDone
}

export class CommitLog {
  readonly ring: LogRing
  readonly fileBytes: number
  readonly segments: SegmentList
  /** End of what `endRecord` and `appendRaw` have taken; in the ring, perhaps not yet in a file. */
  appendedOffset = 0
  /** End of what the files hold (page cache): survives the process. */
  writtenOffset = 0
  /** End of what is on the disk: survives the machine. */
  flushedOffset = 0
  /** Store timestamp of the last record below `writtenOffset`, 0 when unknown: what a flush makes durable. */
  writtenTimestampMs = 0
  /** Set by whoever appends or dispatches records; becomes `writtenTimestampMs` with the next write. */
  appendedTimestampMs = 0
  /** Why the last `beginRecord` said no. */
  refusal: AppendRefusal = 'busy'

  readonly #timers: Timers
  readonly #log: Log
  readonly #recordBytesMax: number
  readonly #prewriter: Prewriter
  readonly #written = new ProgressListeners()
  readonly #flushed = new ProgressListeners()
  /** End offset of the file that holds `appendedOffset`. */
  #fileEnd: number
  /** Where the record begun last starts, -1 outside of begin and end. */
  #recordPosition = -1
  /** Bytes of the ring before this offset are not the log's (a restart, a truncation). */
  #ringStart = 0
  /** Highest offset whose place in the ring was handed out: a record begun may overwrite more than it ends up using. */
  #reservedEnd = 0
  #toldWritten = 0
  #turnEndAsked = false
  #writeError: AppendRefusal | undefined
  /** A sync failed: nothing but a restart, which reads the disk again, can say what is there. */
  #failedForGood = false
  #waitsForZeros = false
  #isClosed = false
  #readsInFlight = 0
  readonly #readsWaiting: WaitingRead[] = []
  readonly #turnEnd = (): void => {
    this.#turnEndAsked = false
    this.#writeAndTell()
  }

  constructor(files: OpenFiles, timers: Timers, log: Log, options: CommitLogOptions) {
    this.#timers = timers
    this.#log = log
    this.fileBytes = options.fileBytes
    this.#recordBytesMax = Math.min(options.recordBytesMax, options.fileBytes - BLANK_BYTES_MIN)
    const slackBytes = this.#recordBytesMax + BLANK_BYTES_MIN
    this.ring = new LogRing(Math.max(options.ringBytes, slackBytes), slackBytes)
    this.segments = new SegmentList(
      files,
      { directory: options.directory, fileBytes: options.fileBytes, optionName: 'mappedFileSizeCommitLog' },
      log,
    )
    this.#fileEnd = options.fileBytes
    this.#prewriter = new Prewriter(this.segments, timers, log, { aheadBytesMax: options.prewriteBytes })
  }

  /** Start of the first file, -1 without files. */
  get minOffset(): number {
    return this.segments.first?.startOffset ?? -1
  }

  get recordBytesMax(): number {
    return this.#recordBytesMax
  }

  /** Lowest offset that the ring still holds. */
  get hotOffset(): number {
    return Math.max(this.#ringStart, this.#reservedEnd - this.ring.capacity)
  }

  /** Why nothing can be written: a file refused, or its sync failed. Undefined while all is well. */
  get writeFailure(): AppendRefusal | undefined {
    return this.#writeError
  }

  /**
   * Tells `listener` after each write, once per turn at most. Within a turn all 'dispatch' listeners come first, then
   * 'replicate', then 'acknowledge'. Returns what ends the subscription.
   */
  onWritten(stage: ProgressStage, listener: ProgressListener): () => void {
    return this.#written.add(stage, listener)
  }

  /** The same for `flushedOffset`. */
  onFlushed(stage: ProgressStage, listener: ProgressListener): () => void {
    return this.#flushed.add(stage, listener)
  }

  /** Takes the files over. Positions stay 0 until `reset` says where the log ends. */
  load(afterCrash: boolean): void {
    this.segments.load(afterCrash)
  }

  /** Recovery's verdict: the log ends at `endOffset`, everything before it is in the files. */
  reset(endOffset: number): void {
    this.appendedOffset = this.writtenOffset = this.flushedOffset = endOffset
    this.#ringStart = this.#reservedEnd = this.#toldWritten = endOffset
    this.#fileEnd = fileEndOf(endOffset, this.fileBytes)
  }

  /**
   * Reserves room for a record of at most `maxBytes`, rolling to the next file when it would not fit with its closing
   * blank. The caller writes into `ring.bytes` from the position returned, then calls `endRecord`; calling nothing
   * appends no record.
   * @returns the position in the ring, or -1 with the reason in `refusal`. The record's log offset is `appendedOffset`.
   */
  beginRecord(maxBytes: number): number {
    if (this.#isClosed) return this.#refuse('shut-down')
    if (this.#writeError !== undefined) return this.#refuse(this.#writeError)
    if (maxBytes > this.#recordBytesMax) return this.#refuse('too-large')
    const room = this.#fileEnd - this.appendedOffset
    if (maxBytes + BLANK_BYTES_MIN > room) {
      // One after the other: the ring need not hold a blank and a record that are both as large as records get.
      if (!this.#makeRoom(room)) return this.#refuse('busy')
      this.#appendBlank(room)
      if (!this.#makeRoom(maxBytes)) return this.#refuse('busy')
    } else if (this.appendedOffset + maxBytes - this.writtenOffset > this.ring.capacity && !this.#makeRoom(maxBytes)) {
      return this.#refuse('busy')
    }
    const end = this.appendedOffset + maxBytes
    if (end > this.#reservedEnd) this.#reservedEnd = end
    this.#recordPosition = this.ring.positionOf(this.appendedOffset)
    return this.#recordPosition
  }

  /** The record begun is complete with `recordBytes` bytes. */
  endRecord(recordBytes: number): void {
    assert(this.#recordPosition >= 0, 'endRecord without beginRecord')
    this.ring.completeWrite(this.#recordPosition, recordBytes)
    this.#recordPosition = -1
    this.appendedOffset += recordBytes
    if (!this.#turnEndAsked) this.#askTurnEnd()
  }

  /**
   * Copies a master's bytes to the end of the log, whatever they are. An empty log without files starts in the file that
   * holds `atLogOffset`.
   * @returns 'position-mismatch' when the log does not end at `atLogOffset`; 'busy' when the files do not keep up, and
   * then nothing was taken. Source: CommitLog#appendData.
   */
  appendRaw(source: Bytes, start: number, end: number, atLogOffset: number): RawAppend {
    if (this.#isClosed) return 'busy'
    if (this.appendedOffset === 0 && this.segments.count === 0 && atLogOffset > 0) this.reset(atLogOffset)
    if (atLogOffset !== this.appendedOffset) return 'position-mismatch'
    const length = end - start
    assert(length <= this.ring.capacity, 'raw append larger than the ring', { length })
    if (!this.#makeRoom(length)) return 'busy'
    this.ring.copyIn(atLogOffset, source, start, end)
    this.appendedOffset += length
    if (this.appendedOffset > this.#reservedEnd) this.#reservedEnd = this.appendedOffset
    this.#fileEnd = fileEndOf(this.appendedOffset, this.fileBytes)
    if (!this.#turnEndAsked) this.#askTurnEnd()
    return 'appended'
  }

  /**
   * Where `[logOffset, logOffset + length)` lies in one piece in `ring.bytes`, or -1 when the ring does not hold all of
   * it. Valid until the next append, so during this turn at most.
   */
  readHot(logOffset: number, length: number): number {
    if (logOffset < this.hotOffset || logOffset + length > this.appendedOffset) return -1
    const position = this.ring.positionOf(logOffset)
    if (position + length > this.ring.capacity) {
      if (position + length - this.ring.capacity > this.ring.slackBytes) return -1
      this.ring.completeRead(position, length)
    }
    return position
  }

  /**
   * Reads written bytes from the ring or from files at once; may block on a cold page.
   * @returns how many bytes there were before the log's written end or a missing file.
   */
  readNow(logOffset: number, target: Bytes, start: number, length: number): number {
    if (this.#isHot(logOffset, length)) {
      this.ring.copyOut(logOffset, target, start, length)
      return length
    }
    const end = Math.min(logOffset + length, this.writtenOffset)
    let at = logOffset
    while (at < end) {
      const segment = this.segments.find(at)
      if (segment === undefined) break
      const count = Math.min(end, segment.endOffset) - at
      const read = segment.read(target, start + at - logOffset, count, at - segment.startOffset)
      at += read
      if (read < count) break
    }
    return Math.max(0, at - logOffset)
  }

  /**
   * Reads written bytes of one file on the thread pool; a few at a time, the others wait in line.
   * `done` gets fewer bytes than asked where the file or the written log ends, and 'overload' when the line is full.
   */
  readLater(logOffset: number, target: Bytes, start: number, length: number, done: ReadDone): void {
    if (this.#readsInFlight < LOG_READS_IN_FLIGHT_MAX) {
      this.#startRead({ logOffset, target, start, length, done })
    } else if (this.#readsWaiting.length < LOG_READS_WAITING_MAX) {
      this.#readsWaiting.push({ logOffset, target, start, length, done })
    } else {
      const context = { waiting: this.#readsWaiting.length }
      done(new EngineError('overload', 'too many reads of the commit log are waiting', { context }), 0)
    }
  }

  /** Writes what is appended now instead of at the end of the turn. Returns false while files refuse or zeros are in the way. */
  writeNow(): boolean {
    try {
      return this.#write()
    } catch (error) {
      this.#writeFailed(error)
      return false
    }
  }

  /** Called by the flusher: the disk holds everything below `offset`. */
  markFlushed(offset: number): void {
    if (offset <= this.flushedOffset) return
    assert(offset <= this.writtenOffset, 'flushed past the written log', { offset, written: this.writtenOffset })
    this.flushedOffset = offset
    this.#flushed.tell(offset)
  }

  /** Called by the flusher when a sync failed: what the disk holds is unknown from here on, so nothing more is taken. */
  failForGood(error: unknown): void {
    if (!this.#failedForGood) {
      this.#log.error('COMMIT LOG SYNC FAILED: the store takes no more messages until it is restarted', {
        error: errorText(error),
      })
    }
    this.#failedForGood = true
    this.#writeError = 'read-only'
  }

  /**
   * Cuts the log at `toOffset`: later files are deleted, the rest of the file that holds it is overwritten by what comes.
   * Source: CommitLog#truncateDirtyFiles.
   */
  truncate(toOffset: number): void {
    assert(!this.#prewriter.isBusy, 'truncate while zeros are being written')
    this.segments.removeFrom(toOffset)
    this.reset(toOffset)
  }

  /** Writes everything, stops prewriting and waits for its last chunk. The flusher syncs afterwards. */
  async stopWriting(): Promise<void> {
    this.#isClosed = true
    this.#prewriter.stop()
    await new Promise<void>((resolve) => this.#prewriter.whenIdle(resolve))
    this.#writeAndTell()
  }

  /** Deletes files that were prepared and never used, and closes the others. */
  close(): void {
    this.#isClosed = true
    if (this.writtenOffset === this.appendedOffset) this.segments.removeFrom(Math.max(1, this.appendedOffset))
    if (this.appendedOffset === 0) this.segments.removeAll()
    this.segments.close()
    for (const read of this.#readsWaiting.splice(0)) {
      read.done(new EngineError('closed', 'the store was closed while a read was waiting'), 0)
    }
  }

  #isHot(logOffset: number, length: number): boolean {
    return logOffset >= this.hotOffset && logOffset + length <= this.appendedOffset
  }

  #refuse(reason: AppendRefusal): -1 {
    this.refusal = reason
    return -1
  }

  /** Whether `bytes` more fit into the ring without touching what is not written yet; writes if they do not. */
  #makeRoom(bytes: number): boolean {
    if (this.appendedOffset + bytes - this.writtenOffset <= this.ring.capacity) return true
    this.writeNow()
    return this.appendedOffset + bytes - this.writtenOffset <= this.ring.capacity
  }

  /** Fills the rest of the file: readers, the disk and slaves see the same bytes. */
  #appendBlank(bytes: number): void {
    const ring = this.ring
    const position = ring.positionOf(this.appendedOffset)
    if (bytes >= BLANK_BYTES_MIN) {
      encodeBlank(ring.view, position, bytes)
      ring.bytes.fill(0, position + BLANK_BYTES_MIN, position + bytes)
    } else {
      ring.bytes.fill(0, position, position + bytes)
    }
    ring.completeWrite(position, bytes)
    this.appendedOffset += bytes
    if (this.appendedOffset > this.#reservedEnd) this.#reservedEnd = this.appendedOffset
    this.#fileEnd += this.fileBytes
    if (!this.#turnEndAsked) this.#askTurnEnd()
  }

  #askTurnEnd(): void {
    this.#turnEndAsked = true
    this.#timers.atTurnEnd(this.#turnEnd)
  }

  #writeAndTell(): void {
    this.writeNow()
    const end = this.writtenOffset
    if (end <= this.#toldWritten) return
    this.#toldWritten = end
    if (!this.#isClosed) this.#prewriter.advance(this.appendedOffset)
    this.#written.tell(end)
  }

  /** Brings the ring's unwritten part into the files: one system call, two where ring or file ends. */
  #write(): boolean {
    const ring = this.ring
    while (this.writtenOffset < this.appendedOffset) {
      const at = this.writtenOffset
      const segment = this.segments.ensure(at)
      const position = ring.positionOf(at)
      const length = Math.min(this.appendedOffset, segment.endOffset, at + ring.capacity - position) - at
      if (this.#prewriter.touches(at, at + length)) {
        this.#waitForZeros()
        return false
      }
      segment.write(ring.bytes, position, length, at - segment.startOffset)
      this.writtenOffset = at + length
    }
    if (this.#writeError !== undefined && !this.#failedForGood) {
      this.#log.info('writing works again')
      this.#writeError = undefined
    }
    this.writtenTimestampMs = this.appendedTimestampMs
    return true
  }

  #waitForZeros(): void {
    if (this.#waitsForZeros) return
    this.#waitsForZeros = true
    this.#prewriter.whenIdle(() => {
      this.#waitsForZeros = false
      this.#writeAndTell()
    })
  }

  /** Refuses messages and tries again: a full disk may be emptied. What is appended stays in the ring. */
  #writeFailed(error: unknown): void {
    const isFull = error instanceof EngineError && error.context['systemCode'] === 'ENOSPC'
    if (this.#writeError === undefined) {
      this.#log.error('commit log write failed, no messages are taken until it works', { error: errorText(error) })
    }
    this.#writeError = isFull ? 'disk-full' : 'read-only'
    this.#timers.after(WRITE_RETRY_MS, () => {
      if (!this.#isClosed) this.#writeAndTell()
    })
  }

  #startRead(read: WaitingRead): void {
    const segment = this.segments.find(read.logOffset)
    const end = Math.min(read.logOffset + read.length, this.writtenOffset, segment?.endOffset ?? 0)
    if (segment === undefined || end <= read.logOffset) {
      read.done(undefined, 0)
      return
    }
    this.#readsInFlight++
    const done: ReadDone = (error, readBytes) => {
      this.#readsInFlight--
      const next = this.#readsWaiting.shift()
      if (next !== undefined) this.#startRead(next)
      read.done(error, readBytes)
    }
    try {
      const position = read.logOffset - segment.startOffset
      segment.readLater(read.target, read.start, end - read.logOffset, position, done)
    } catch (error) {
      done(error instanceof Error ? error : new EngineError('store-io', errorText(error)), 0)
    }
  }
}

function fileEndOf(offset: number, fileBytes: number): number {
  return (Math.floor(offset / fileBytes) + 1) * fileBytes
}
