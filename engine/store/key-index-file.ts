/**
 * One index file: a hash table on disk from key hash to log offsets. Merges whole batches, because random 4-byte writes
 * per message cost more than the message; reads chains. Answers to IndexFile and IndexHeader.
 *
 *   0    int64  begin timestamp      8   int64  end timestamp
 *   16   int64  begin log offset     24  int64  end log offset
 *   32   int32  slots in use         36  int32  entry count; starts at 1, entry 0 is never used
 *   40   slots, int32 each: number of the newest entry of the slot, 0 for none
 *   ..   entries, 20 bytes each: int32 key hash, int64 log offset, int32 seconds since begin, int32 previous entry
 */
import { allocBytesUnsafe, type Bytes, viewOf } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { getInt64, setInt64 } from '../base/int64.ts'
import type { FileSystem } from '../base/ports.ts'
import type { KeyIndexBatch } from './key-index-batch.ts'
import { OpenFiles, Segment } from './segment.ts'

export const INDEX_HEADER_BYTES = 40
export const INDEX_SLOT_BYTES = 4
export const INDEX_ENTRY_BYTES = 20

const PAGE_BYTES = 4096
const PAGE_SLOTS = PAGE_BYTES / INDEX_SLOT_BYTES
/** Slots read and written at once when a batch touches most pages anyway. */
const WINDOW_PAGES = 256
/** A batch with more entries than a quarter of the pages goes by windows. */
const DENSE_SHARE = 4

/** Entries of one chain that a query looks at; a longer chain belongs to one key used for everything. */
const CHAIN_STEPS_MAX = 100_000

export interface IndexFileSizes {
  readonly slots: number
  readonly entriesMax: number
}

interface Header {
  beginTimestampMs: number
  endTimestampMs: number
  beginLogOffset: number
  endLogOffset: number
  usedSlots: number
  entryCount: number
}

export class KeyIndexFile {
  readonly path: string
  readonly header: Header
  /** The keys of the next record do not fit any more. */
  isFull = false
  readonly #sizes: IndexFileSizes
  readonly #segment: Segment
  readonly #entry = allocBytesUnsafe(INDEX_ENTRY_BYTES)
  readonly #entryView = viewOf(this.#entry)
  /** A merge is under way, or one failed and may have left slots that name entries which do not count. */
  #isTorn = false

  constructor(fs: FileSystem, path: string, sizes: IndexFileSizes) {
    this.path = path
    this.#sizes = sizes
    const fileBytes = INDEX_HEADER_BYTES + sizes.slots * INDEX_SLOT_BYTES + sizes.entriesMax * INDEX_ENTRY_BYTES
    this.#segment = new Segment(new OpenFiles(fs, 1), path, 0, fileBytes)
    this.header = {
      beginTimestampMs: 0,
      endTimestampMs: 0,
      beginLogOffset: 0,
      endLogOffset: 0,
      usedSlots: 0,
      entryCount: 1,
    }
  }

  /** Entry numbers run to `entriesMax - 1`. Source: IndexFile#isWriteFull. */
  get room(): number {
    return Math.max(0, this.#sizes.entriesMax - this.header.entryCount)
  }

  get isEmpty(): boolean {
    return this.header.entryCount <= 1
  }

  /** Makes the file, sparse, going on where `previous` ends. */
  create(previous: KeyIndexFile | undefined): void {
    this.#segment.create()
    if (previous === undefined) return
    const { endLogOffset, endTimestampMs } = previous.header
    this.header.beginLogOffset = this.header.endLogOffset = endLogOffset
    this.header.beginTimestampMs = this.header.endTimestampMs = endTimestampMs
  }

  load(): void {
    const bytes = allocBytesUnsafe(INDEX_HEADER_BYTES)
    const view = viewOf(bytes)
    const read = this.#segment.read(bytes, 0, INDEX_HEADER_BYTES, 0)
    if (read < INDEX_HEADER_BYTES) {
      throw new EngineError('store-corrupt', `${this.path} is no index file: move it out of the store`, {
        context: { path: this.path, bytes: read },
      })
    }
    const header = this.header
    header.beginTimestampMs = getInt64(view, 0)
    header.endTimestampMs = getInt64(view, 8)
    header.beginLogOffset = getInt64(view, 16)
    header.endLogOffset = getInt64(view, 24)
    header.usedSlots = view.getInt32(32)
    header.entryCount = Math.max(1, view.getInt32(36))
  }

  /**
   * After a crash: believes the header only as far as there are entries, then mends the slots that a merge had begun to
   * write. Its entries were written before, so each of them names the value that its slot had; afterwards they are
   * erased, lest a later repair take them for its own.
   */
  repair(): void {
    const { header } = this
    while (header.entryCount > 1 && !this.#readEntry(header.entryCount - 1)) header.entryCount--
    // A torn header may name a later record than the last one that counts; its keys would never be added.
    header.endLogOffset = header.entryCount > 1 ? getInt64(this.#entryView, 4) : 0
    const slot = allocBytesUnsafe(INDEX_SLOT_BYTES)
    const slotView = viewOf(slot)
    let number = header.entryCount
    for (; number < this.#sizes.entriesMax && this.#readEntry(number); number++) {
      const slotNumber = this.#entryView.getInt32(0) % this.#sizes.slots
      const previous = this.#entryView.getInt32(16)
      if (slotNumber < 0 || previous < 0 || previous >= header.entryCount) continue
      const position = INDEX_HEADER_BYTES + slotNumber * INDEX_SLOT_BYTES
      this.#segment.read(slot, 0, INDEX_SLOT_BYTES, position)
      if (this.#isSlotValue(slotView.getInt32(0), slotNumber)) continue
      slotView.setInt32(0, previous)
      this.#segment.write(slot, 0, INDEX_SLOT_BYTES, position)
    }
    const leftoverBytes = (number - header.entryCount) * INDEX_ENTRY_BYTES
    if (leftoverBytes > 0) {
      const zeros = new Uint8Array(leftoverBytes)
      this.#segment.write(zeros, 0, leftoverBytes, this.#entryPosition(header.entryCount))
    }
  }

  /** Whether a slot may hold `number`: nothing, or an entry that counts and belongs to the slot. */
  #isSlotValue(number: number, slotNumber: number): boolean {
    if (number === 0) return true
    if (number < 0 || number >= this.header.entryCount) return false
    return this.#readEntry(number) && this.#entryView.getInt32(0) % this.#sizes.slots === slotNumber
  }

  /** Brings an entry into `#entry`; false when nothing was ever written there. */
  #readEntry(number: number): boolean {
    const read = this.#segment.read(this.#entry, 0, INDEX_ENTRY_BYTES, this.#entryPosition(number))
    return read === INDEX_ENTRY_BYTES && !this.#entry.every((byte) => byte === 0)
  }

  /**
   * Adds the entries `[from, to)` of `batch`, which must fit into `room`: first the entries, then the slots that point
   * at them, then the header that makes them count, so that a crash anywhere leaves a table that `repair` mends.
   * @throws {EngineError} 'store-io'; the same entries may be merged again.
   * Source: IndexFile#putKey.
   */
  async merge(batch: KeyIndexBatch, from: number, to: number): Promise<void> {
    if (this.#isTorn) this.repair()
    this.#isTorn = true
    await this.#merge(batch, from, to)
    this.#isTorn = false
  }

  async #merge(batch: KeyIndexBatch, from: number, to: number): Promise<void> {
    const count = to - from
    if (count <= 0) return
    const { slots } = this.#sizes
    const header = this.header
    const firstNumber = header.entryCount
    const beginMs = header.entryCount <= 1 ? (batch.timestampsMs[from] as number) : header.beginTimestampMs
    const pageCount = Math.ceil(slots / PAGE_SLOTS)
    const order = orderByPage(batch.hashes, from, to, slots, pageCount)
    const windows = planWindows(order, batch.hashes, slots, count > pageCount / DENSE_SHARE)
    const entries = allocBytesUnsafe(count * INDEX_ENTRY_BYTES)
    const entriesView = viewOf(entries)
    let newSlots = 0
    const kept: (Bytes | undefined)[] = []
    for (const window of windows) {
      const bytes = allocBytesUnsafe(window.bytes)
      await this.#read(bytes, window.position)
      const view = viewOf(bytes)
      for (let i = window.orderStart; i < window.orderEnd; i++) {
        const index = order[i] as number
        const hash = batch.hashes[index] as number
        const at = (hash % slots) * INDEX_SLOT_BYTES - window.slotByte
        const number = firstNumber + index - from
        const slotValue = view.getInt32(at)
        const previous = slotValue <= 0 || slotValue > number ? 0 : slotValue
        if (previous === 0) newSlots++
        const entryAt = (index - from) * INDEX_ENTRY_BYTES
        const seconds = Math.floor(((batch.timestampsMs[index] as number) - beginMs) / 1000)
        entriesView.setInt32(entryAt, hash)
        setInt64(entriesView, entryAt + 4, batch.logOffsets[index] as number)
        entriesView.setInt32(entryAt + 12, beginMs <= 0 ? 0 : Math.min(Math.max(seconds, 0), 0x7fff_ffff))
        entriesView.setInt32(entryAt + 16, previous)
        view.setInt32(at, number)
      }
      // Few small pages are kept for the second pass; big windows are read again, they come from the page cache.
      kept.push(window.bytes > PAGE_BYTES ? undefined : bytes)
    }
    await this.#write(entries, this.#entryPosition(firstNumber))
    for (let w = 0; w < windows.length; w++) {
      const window = windows[w] as Window
      let bytes = kept[w]
      if (bytes === undefined) {
        bytes = allocBytesUnsafe(window.bytes)
        await this.#read(bytes, window.position)
        const view = viewOf(bytes)
        for (let i = window.orderStart; i < window.orderEnd; i++) {
          const index = order[i] as number
          const at = ((batch.hashes[index] as number) % slots) * INDEX_SLOT_BYTES - window.slotByte
          view.setInt32(at, firstNumber + index - from)
        }
      }
      await this.#write(bytes, window.position)
    }
    if (header.entryCount <= 1) {
      header.beginTimestampMs = beginMs
      header.beginLogOffset = batch.logOffsets[from] as number
    }
    header.endTimestampMs = batch.timestampsMs[to - 1] as number
    header.endLogOffset = batch.logOffsets[to - 1] as number
    header.usedSlots += newSlots
    header.entryCount += count
    await this.writeHeader()
  }

  async writeHeader(): Promise<void> {
    const bytes = allocBytesUnsafe(INDEX_HEADER_BYTES)
    const view = viewOf(bytes)
    const header = this.header
    setInt64(view, 0, header.beginTimestampMs)
    setInt64(view, 8, header.endTimestampMs)
    setInt64(view, 16, header.beginLogOffset)
    setInt64(view, 24, header.endLogOffset)
    view.setInt32(32, header.usedSlots)
    view.setInt32(36, header.entryCount)
    await this.#write(bytes, 0)
  }

  /** Whether entries of the time window can be in this file. Source: IndexFile#isTimeMatched. */
  coversTime(beginMs: number, endMs: number): boolean {
    return this.header.entryCount > 1 && beginMs <= this.header.endTimestampMs && endMs >= this.header.beginTimestampMs
  }

  /** Adds the log offsets of matching entries to `found`, newest first. Source: IndexFile#selectPhyOffset. */
  async search(hash: number, beginMs: number, endMs: number, found: number[], foundMax: number): Promise<void> {
    const { entryCount, beginTimestampMs } = this.header
    const slot = allocBytesUnsafe(INDEX_SLOT_BYTES)
    await this.#read(slot, INDEX_HEADER_BYTES + (hash % this.#sizes.slots) * INDEX_SLOT_BYTES)
    let number = viewOf(slot).getInt32(0)
    const entry = allocBytesUnsafe(INDEX_ENTRY_BYTES)
    const view = viewOf(entry)
    for (let step = 0; step < CHAIN_STEPS_MAX && number > 0 && found.length < foundMax; step++) {
      if (number >= this.#sizes.entriesMax) return
      await this.#read(entry, this.#entryPosition(number))
      const previous = view.getInt32(16)
      // Entries of a merge under way do not count yet; they are found in its batch.
      if (number < entryCount) {
        const timestampMs = beginTimestampMs + view.getInt32(12) * 1000
        // The time of an entry is cut to seconds.
        if (view.getInt32(0) === hash && timestampMs + 999 >= beginMs && timestampMs <= endMs) {
          found.push(getInt64(view, 4))
        }
        if (timestampMs + 999 < beginMs) return
      }
      if (previous >= number) return
      number = previous
    }
  }

  /** Resolves when everything merged is on the disk. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#segment.datasync((error) => (error === undefined ? resolve() : reject(error)))
    })
  }

  close(): void {
    this.#segment.close()
  }

  remove(): void {
    this.#segment.remove()
  }

  #entryPosition(number: number): number {
    return INDEX_HEADER_BYTES + this.#sizes.slots * INDEX_SLOT_BYTES + number * INDEX_ENTRY_BYTES
  }

  #read(bytes: Bytes, position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#segment.readLater(bytes, 0, bytes.length, position, (error, readBytes) => {
        if (error !== undefined) reject(error)
        else {
          bytes.fill(0, readBytes)
          resolve()
        }
      })
    })
  }

  #write(bytes: Bytes, position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#segment.writeLater(bytes, 0, bytes.length, position, (error) =>
        error === undefined ? resolve() : reject(error),
      )
    })
  }
}

/** A stretch of slots that is read and written in one piece, with its entries in `order`. */
interface Window {
  readonly position: number
  readonly bytes: number
  /** First byte of the window counted from the first slot. */
  readonly slotByte: number
  readonly orderStart: number
  readonly orderEnd: number
}

/** Indexes `[from, to)` by page of their slot, in order of arrival within a page: one counting sort. */
function orderByPage(hashes: Int32Array, from: number, to: number, slots: number, pageCount: number): Int32Array {
  const starts = new Int32Array(pageCount + 1)
  for (let i = from; i < to; i++) {
    const page = Math.floor(((hashes[i] as number) % slots) / PAGE_SLOTS)
    starts[page + 1] = (starts[page + 1] as number) + 1
  }
  for (let page = 0; page < pageCount; page++) {
    starts[page + 1] = (starts[page + 1] as number) + (starts[page] as number)
  }
  const order = new Int32Array(to - from)
  for (let i = from; i < to; i++) {
    const page = Math.floor(((hashes[i] as number) % slots) / PAGE_SLOTS)
    const at = starts[page] as number
    order[at] = i
    starts[page] = at + 1
  }
  return order
}

function planWindows(order: Int32Array, hashes: Int32Array, slots: number, isDense: boolean): Window[] {
  const windowPages = isDense ? WINDOW_PAGES : 1
  const windowSlots = windowPages * PAGE_SLOTS
  const windows: Window[] = []
  let at = 0
  while (at < order.length) {
    const windowOf = (i: number): number => Math.floor(((hashes[order[i] as number] as number) % slots) / windowSlots)
    const orderStart = at
    const number = windowOf(at)
    while (at < order.length && windowOf(at) === number) at++
    const slotByte = number * windowSlots * INDEX_SLOT_BYTES
    const bytes = Math.min(windowSlots * INDEX_SLOT_BYTES, slots * INDEX_SLOT_BYTES - slotByte)
    windows.push({ position: INDEX_HEADER_BYTES + slotByte, bytes, slotByte, orderStart, orderEnd: at })
  }
  return windows
}
