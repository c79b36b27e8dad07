/**
 * Reads messages by queue offset: units from the queue, records from the ring at once or from files later, within the
 * caps of one answer. Refuses to know who asks and what is done with the bytes. Answers to DefaultMessageStore#getMessage.
 */
import { type Bytes, viewOf } from '../base/bytes.ts'
import type { Clock } from '../base/ports.ts'
import type { BufferPool } from './buffer-pool.ts'
import type { CommitLog } from './commit-log.ts'
import { type ConsumeQueue, UNIT_BYTES, UnitWindow } from './consume-queue.ts'
import type { QueueTable } from './queue-table.ts'
import type { FetchRequest, FetchResult, FetchStatus, StoreStats } from './types.ts'

/** Two records this close are read in one piece, the bytes between them for nothing. */
const READ_GAP_BYTES_MAX = 16 * 1024
/** One piece of a cold read, unless a single record is larger. */
const READ_PIECE_BYTES_MAX = 256 * 1024

/** A read that took longer did not come from the page cache. */
const SLOW_READ_MS = 1
/** How long older bytes are then left to the thread pool. */
const POOL_PERIOD_MS = 1000

/** Read for every answer: they change at run time. */
export interface ReadCaps {
  readonly maxTransferCountOnMessageInMemory: number
  readonly maxTransferBytesOnMessageInMemory: number
  readonly maxTransferCountOnMessageInDisk: number
  readonly maxTransferBytesOnMessageInDisk: number
  /** Bytes of queue units scanned for one answer when a filter passes few. */
  readonly maxFilterMessageSize: number
  /** Bytes at the log's end that count as memory. */
  readonly memoryWindowBytes: number
}

export interface MessageReaderParts {
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly commitLog: CommitLog
  readonly queues: QueueTable
  readonly pool: BufferPool
  readonly stats: StoreStats
  readonly caps: ReadCaps
  /**
   * Bytes at the log's end that are read at once even when the ring has lost them. Older ones too, as long as such reads
   * prove to be quick; 0 sends everything to the thread pool.
   */
  readonly readSyncBytes: number
  /** Whether a wrong offset is corrected in the answer: not on a slave, its master knows better. */
  readonly correctsOffsets: () => boolean
}

/** A result whose arrays live as long as it does. */
class Fetch implements FetchResult {
  status: FetchStatus = 'NO_MESSAGE_IN_QUEUE'
  nextBeginOffset = 0
  minOffset = 0
  maxOffset = 0
  count = 0
  totalBytes = 0
  sources: Bytes[] = []
  starts: number[] = []
  sizes: number[] = []
  lastLogEndOffset = 0
  /** Log offsets of the records while they are not read yet. */
  logOffsets: number[] = []
  readonly #buffers: Bytes[] = []
  readonly #pool: BufferPool

  constructor(pool: BufferPool) {
    this.#pool = pool
  }

  clear(): void {
    this.count = 0
    this.totalBytes = 0
    this.lastLogEndOffset = 0
    this.minOffset = 0
    this.maxOffset = 0
    this.nextBeginOffset = 0
  }

  /** A buffer that is given back with the result. */
  take(length: number): Bytes {
    const bytes = this.#pool.take(length)
    this.#buffers.push(bytes)
    return bytes
  }

  release(): void {
    if (this.#buffers.length === 0) return
    this.count = 0
    for (const buffer of this.#buffers.splice(0)) this.#pool.give(buffer)
  }
}

export class MessageReader {
  readonly #parts: MessageReaderParts
  /** Monotonic time until which older bytes are read on the thread pool. */
  #poolUntilMs = 0
  readonly #window: UnitWindow
  /** Reused for every answer that is complete at once. */
  readonly #hot: Fetch

  constructor(parts: MessageReaderParts) {
    this.#parts = parts
    this.#window = new UnitWindow(parts.queues.scratchView)
    this.#hot = new Fetch(parts.pool)
  }

  get(request: FetchRequest): FetchResult | Promise<FetchResult> {
    const { queues, stats } = this.#parts
    const hot = this.#hot
    hot.clear()
    const queue = queues.find(request.topic, request.queueId)
    const { queueOffset } = request
    if (queue === undefined) return this.#miss(hot, 'NO_MATCHED_LOGIC_QUEUE', queueOffset, 0)
    hot.minOffset = queue.minOffset
    hot.maxOffset = queue.maxOffset
    if (queue.maxOffset === 0) return this.#miss(hot, 'NO_MESSAGE_IN_QUEUE', queueOffset, 0)
    if (queueOffset < queue.minOffset) return this.#miss(hot, 'OFFSET_TOO_SMALL', queueOffset, queue.minOffset)
    if (queueOffset === queue.maxOffset) return this.#miss(hot, 'OFFSET_OVERFLOW_ONE', queueOffset, queueOffset)
    if (queueOffset > queue.maxOffset) return this.#miss(hot, 'OFFSET_OVERFLOW_BADLY', queueOffset, queue.maxOffset)
    const isCold = this.#collect(queue, request, hot)
    if (hot.count === 0) {
      stats.getMissCalls++
      return hot
    }
    hot.status = 'FOUND'
    stats.getFoundCalls++
    stats.getMessages += hot.count
    stats.getBytes += hot.totalBytes
    return isCold ? this.#readCold(hot) : hot
  }

  /**
   * Fills `fetch` with the records to return. Ring records are located; the first one that is not in the ring makes the
   * whole answer cold, and it then ends where the ring begins.
   * @returns whether the records have to be read from files.
   */
  #collect(queue: ConsumeQueue, request: FetchRequest, fetch: Fetch): boolean {
    const { commitLog, caps } = this.#parts
    const window = this.#window
    const filter = request.filter?.tagHashes
    const messagesMax = Math.max(1, request.maxMessages)
    const scanUnits = Math.max(1, Math.floor(caps.maxFilterMessageSize / UNIT_BYTES))
    const scanEnd = request.queueOffset + Math.max(scanUnits, messagesMax)
    const logMin = commitLog.minOffset
    let isCold = false
    let status: FetchStatus = 'NO_MATCHED_MESSAGE'
    let at = request.queueOffset
    scan: while (at < scanEnd && at < queue.maxOffset) {
      if (queue.read(at, Math.min(scanEnd - at, filter === undefined ? messagesMax : 256), window) === 0) {
        if (fetch.count === 0) {
          status = 'OFFSET_FOUND_NULL'
          at = queue.nextFileOffset(at)
        }
        break
      }
      for (let i = 0; i < window.count; i++, at++) {
        const logOffset = window.logOffset(i)
        const recordBytes = window.recordBytes(i)
        const isRemoved = logOffset < logMin || window.isFiller(i)
        if (!isRemoved && isFull(fetch, recordBytes, messagesMax, caps, commitLog.appendedOffset - logOffset))
          break scan
        if (filter !== undefined && !filter.includes(window.tagHash(i))) continue
        if (isRemoved) {
          if (fetch.count === 0) status = 'MESSAGE_WAS_REMOVING'
          continue
        }
        const position = commitLog.readHot(logOffset, recordBytes)
        if (fetch.count > 0 && position < 0 !== isCold) break scan
        if (position < 0) {
          isCold = true
          fetch.logOffsets[fetch.count] = logOffset
        } else if (commitLog.ring.view.getInt32(position) !== recordBytes) {
          if (fetch.count === 0) status = 'MESSAGE_WAS_REMOVING'
          continue
        }
        fetch.sources[fetch.count] = commitLog.ring.bytes
        fetch.starts[fetch.count] = position
        fetch.sizes[fetch.count] = recordBytes
        fetch.count++
        fetch.totalBytes += recordBytes
        fetch.lastLogEndOffset = logOffset + recordBytes
      }
    }
    fetch.status = status
    fetch.nextBeginOffset = at
    return isCold
  }

  /** Reads the collected records from files, close ones in one piece. */
  #readCold(collected: Fetch): FetchResult | Promise<FetchResult> {
    const { commitLog, clock, pool } = this.#parts
    const fetch = new Fetch(pool)
    fetch.status = collected.status
    fetch.nextBeginOffset = collected.nextBeginOffset
    fetch.minOffset = collected.minOffset
    fetch.maxOffset = collected.maxOffset
    fetch.count = collected.count
    fetch.totalBytes = collected.totalBytes
    fetch.lastLogEndOffset = collected.lastLogEndOffset
    fetch.sizes = collected.sizes.slice(0, collected.count)
    fetch.logOffsets = collected.logOffsets.slice(0, collected.count)
    const pieces = planPieces(fetch, commitLog.fileBytes)
    if (this.#readsNow(fetch.logOffsets[0] as number)) {
      const startedMs = clock.monotonicMs()
      for (const piece of pieces)
        this.#place(fetch, piece, commitLog.readNow(piece.logOffset, piece.bytes, 0, piece.length))
      const endedMs = clock.monotonicMs()
      if (endedMs - startedMs > SLOW_READ_MS) this.#poolUntilMs = endedMs + POOL_PERIOD_MS
      return settle(fetch)
    }
    return new Promise((resolve, reject) => {
      let waiting = pieces.length
      let failure: Error | undefined
      for (const piece of pieces) {
        commitLog.readLater(piece.logOffset, piece.bytes, 0, piece.length, (error, readBytes) => {
          failure ??= error
          this.#place(fetch, piece, readBytes)
          if (--waiting > 0) return
          if (failure === undefined) resolve(settle(fetch))
          else {
            fetch.release()
            reject(failure)
          }
        })
      }
    })
  }

  /**
   * Whether bytes from `logOffset` are read on this thread. From the page cache that costs half of a trip to the thread pool;
   * a read that had to wait for the disk sends the following ones there for a while, so the loop blocks once at most.
   */
  #readsNow(logOffset: number): boolean {
    const { commitLog, readSyncBytes, clock } = this.#parts
    if (readSyncBytes === 0) return false
    return logOffset >= commitLog.writtenOffset - readSyncBytes || clock.monotonicMs() >= this.#poolUntilMs
  }

  /** Points the records of `piece` into its buffer; a record that is not there gets no bytes. */
  #place(fetch: Fetch, piece: Piece, readBytes: number): void {
    const view = viewOf(piece.bytes)
    for (let i = piece.first; i < piece.end; i++) {
      const start = (fetch.logOffsets[i] as number) - piece.logOffset
      const recordBytes = fetch.sizes[i] as number
      const isThere = start + recordBytes <= readBytes && view.getInt32(start) === recordBytes
      fetch.sources[i] = piece.bytes
      fetch.starts[i] = isThere ? start : -1
    }
  }

  #miss(fetch: Fetch, status: FetchStatus, askedOffset: number, correctedOffset: number): FetchResult {
    fetch.status = status
    fetch.nextBeginOffset = this.#parts.correctsOffsets() ? correctedOffset : askedOffset
    this.#parts.stats.getMissCalls++
    return fetch
  }
}

/** Some records of an answer that are read in one piece. */
interface Piece {
  readonly first: number
  readonly end: number
  readonly logOffset: number
  readonly length: number
  readonly bytes: Bytes
}

/** A piece never crosses a file border: one read is of one file. */
function planPieces(fetch: Fetch, fileBytes: number): Piece[] {
  const pieces: Piece[] = []
  let first = 0
  while (first < fetch.count) {
    const logOffset = fetch.logOffsets[first] as number
    const fileEnd = (Math.floor(logOffset / fileBytes) + 1) * fileBytes
    let pieceEnd = logOffset + (fetch.sizes[first] as number)
    let end = first + 1
    for (; end < fetch.count; end++) {
      const next = fetch.logOffsets[end] as number
      const nextEnd = next + (fetch.sizes[end] as number)
      if (next < pieceEnd || next - pieceEnd > READ_GAP_BYTES_MAX || nextEnd - logOffset > READ_PIECE_BYTES_MAX) break
      if (nextEnd > fileEnd) break
      pieceEnd = nextEnd
    }
    const bytes = fetch.take(pieceEnd - logOffset)
    pieces.push({ first, end, logOffset, length: pieceEnd - logOffset, bytes })
    first = end
  }
  return pieces
}

/** Drops records that were gone when they were read. */
function settle(fetch: Fetch): Fetch {
  let kept = 0
  let totalBytes = 0
  for (let i = 0; i < fetch.count; i++) {
    if ((fetch.starts[i] as number) < 0) continue
    fetch.sources[kept] = fetch.sources[i] as Bytes
    fetch.starts[kept] = fetch.starts[i] as number
    fetch.sizes[kept] = fetch.sizes[i] as number
    totalBytes += fetch.sizes[i] as number
    kept++
  }
  fetch.count = kept
  fetch.totalBytes = totalBytes
  if (kept === 0) fetch.status = 'MESSAGE_WAS_REMOVING'
  return fetch
}

/** Source: DefaultMessageStore#isTheBatchFull. */
function isFull(fetch: Fetch, recordBytes: number, messagesMax: number, caps: ReadCaps, behindBytes: number): boolean {
  if (fetch.count === 0) return false
  if (fetch.count >= messagesMax) return true
  const isInMemory = behindBytes <= caps.memoryWindowBytes
  const bytesMax = isInMemory ? caps.maxTransferBytesOnMessageInMemory : caps.maxTransferBytesOnMessageInDisk
  const countMax = isInMemory ? caps.maxTransferCountOnMessageInMemory : caps.maxTransferCountOnMessageInDisk
  return fetch.totalBytes + recordBytes > bytesMax || fetch.count >= countMax
}
