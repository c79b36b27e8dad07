/**
 * Finds messages by key: index files in time order plus the batches that are not merged yet. The dispatcher adds keys,
 * merging runs on the thread pool behind it. Compares hashes only; whether a message really has the key is checked by
 * whoever reads it. Answers to IndexService.
 */
import { EngineError, errorText } from '../base/errors.ts'
import { INDEX_BATCHES_WAITING_MAX } from '../base/limits.ts'
import type { Clock, FileSystem, Log } from '../base/ports.ts'
import { type IndexFileSizes, KeyIndexFile } from './key-index-file.ts'
import { KeyIndexBatch } from './key-index-batch.ts'
import { timeName } from './local-time.ts'

/** A batch that is not full is merged when its first key is this old. */
const SEAL_AGE_MS = 3000
/** Syncs are this far apart: a busy batch dirties most pages of the slots. */
const SYNC_PERIOD_MS = 10_000

const NAME_PATTERN = /^\d{1,17}$/

export interface KeyIndexOptions extends IndexFileSizes {
  readonly directory: string
  readonly utcOffsetMinutes: (atMs: number) => number
  /** Log offset below which records are on the disk: no key of a record that a crash could take is merged. */
  readonly flushedOffset: () => number
  /** A full file is on the disk; its end timestamp may go into the checkpoint. */
  readonly onFileSynced: (endTimestampMs: number) => void
  /** There is room for keys again after `hasRoom` said no. */
  readonly onRoom: () => void
}

export class KeyIndex {
  /** Log offset of the last record whose keys are indexed, merged or not; records up to here are skipped. -1 for none. */
  indexedTo = -1
  readonly #fs: FileSystem
  readonly #clock: Clock
  readonly #log: Log
  readonly #options: KeyIndexOptions
  readonly #files: KeyIndexFile[] = []
  #batch = new KeyIndexBatch()
  /** Sealed batches, oldest first; the first is being merged. */
  readonly #sealed: KeyIndexBatch[] = []
  #spare: KeyIndexBatch | undefined
  #firstKeyAtMs = 0
  #merging: Promise<void> | undefined
  #isStarved = false
  #failures = 0
  /** Store time of the first key merged since the last sync began, and of the first one that a running sync covers. */
  #unsyncedMs: number | undefined
  #syncingMs: number | undefined
  #syncedAtMs = 0

  constructor(fs: FileSystem, clock: Clock, log: Log, options: KeyIndexOptions) {
    this.#fs = fs
    this.#clock = clock
    this.#log = log
    this.#options = options
  }

  get fileCount(): number {
    return this.#files.length
  }

  /** False while too many batches wait for the disk: the dispatcher pauses then. */
  get hasRoom(): boolean {
    if (this.#sealed.length < INDEX_BATCHES_WAITING_MAX) return true
    this.#isStarved = true
    return false
  }

  /** Store time of the oldest key that a crash could take, undefined without such: a replay has to reach back to it. */
  get oldestUnsyncedMs(): number | undefined {
    const oldest = this.#sealed[0] ?? this.#batch
    return this.#syncingMs ?? this.#unsyncedMs ?? (oldest.count === 0 ? undefined : oldest.timestampsMs[0])
  }

  /** Newest entry, for the answer to a query. */
  get lastUpdate(): { readonly timestampMs: number; readonly logOffset: number } {
    for (const batch of [this.#batch, ...[...this.#sealed].reverse()]) {
      if (batch.count > 0) {
        return { timestampMs: batch.timestampsMs[batch.count - 1] as number, logOffset: batch.lastLogOffset }
      }
    }
    const header = this.#files[this.#files.length - 1]?.header
    return { timestampMs: header?.endTimestampMs ?? 0, logOffset: header?.endLogOffset ?? 0 }
  }

  /**
   * Opens the files. After a crash the last one is repaired and kept. `Differs:` Java deletes each file that ends after
   * the checkpoint's index time and loses the keys of everything that is not replayed.
   * Source: IndexService#load.
   */
  load(wasClean: boolean): void {
    const { directory } = this.#options
    for (const name of this.#fs.list(directory)) {
      const path = `${directory}/${name}`
      if (!NAME_PATTERN.test(name) || this.#fs.info(path)?.kind !== 'file') {
        this.#log.warn('not an index file, skipped', { path })
        continue
      }
      const file = new KeyIndexFile(this.#fs, path, this.#options)
      try {
        file.load()
      } catch (error) {
        // Made but not sized before a crash: nothing can be in it.
        if (!(error instanceof EngineError) || error.code !== 'store-corrupt') throw error
        this.#log.warn('index file without a header deleted', { path })
        file.remove()
        continue
      }
      this.#files.push(file)
    }
    const last = this.#files[this.#files.length - 1]
    if (last === undefined) return
    if (!wasClean) last.repair()
    for (const file of this.#files)
      if (!file.isEmpty) this.indexedTo = Math.max(this.indexedTo, file.header.endLogOffset)
  }

  /** Adds one key of the record at `logOffset`. The caller has seen that `logOffset` is past `indexedTo`. */
  add(hash: number, logOffset: number, timestampMs: number): void {
    if (this.#batch.count === 0) this.#firstKeyAtMs = this.#clock.nowMs()
    this.#batch.add(hash, logOffset, timestampMs)
  }

  /** All keys of the record at `logOffset` are added: batches begin and end between records. */
  endRecord(logOffset: number): void {
    this.indexedTo = logOffset
    if (this.#batch.isFull) this.#seal()
  }

  /** Once a second or so: merges what has waited long enough and what the log's flush held back, syncs now and then. */
  tick(): void {
    const nowMs = this.#clock.nowMs()
    if (this.#batch.count > 0 && nowMs - this.#firstKeyAtMs >= SEAL_AGE_MS) this.#seal()
    this.#mergeMore()
    if (this.#unsyncedMs !== undefined && this.#syncingMs === undefined && nowMs - this.#syncedAtMs >= SYNC_PERIOD_MS) {
      this.#syncedAtMs = nowMs
      this.#syncLast().catch((error: unknown) => {
        this.#log.error('syncing the index failed, tried again later', { error: errorText(error) })
      })
    }
  }

  /** Recovery found the log's end: keys beyond it must not keep new records from being indexed. */
  trimTo(logEnd: number): void {
    if (this.indexedTo < logEnd) return
    this.indexedTo = logEnd - 1
    const last = this.#files[this.#files.length - 1]
    if (last !== undefined && last.header.endLogOffset >= logEnd) last.header.endLogOffset = Math.max(0, logEnd - 1)
  }

  /** Log offsets of entries with this key hash, newest first, at most `foundMax`. Source: IndexService#queryOffset. */
  async query(hash: number, beginMs: number, endMs: number, foundMax: number): Promise<number[]> {
    const found: number[] = []
    // A merge that ends meanwhile may show an entry twice, never lose it: batches are looked at first.
    this.#batch.search(hash, beginMs, endMs, found, foundMax)
    for (let i = this.#sealed.length - 1; i >= 0; i--) {
      ;(this.#sealed[i] as KeyIndexBatch).search(hash, beginMs, endMs, found, foundMax)
    }
    const files = [...this.#files]
    for (let i = files.length - 1; i >= 0 && found.length < foundMax; i--) {
      const file = files[i] as KeyIndexFile
      if (file.coversTime(beginMs, endMs)) await file.search(hash, beginMs, endMs, found, foundMax)
      if (file.header.beginTimestampMs < beginMs) break
    }
    return [...new Set(found)]
  }

  /** Deletes files, never the last, that point below the log's start. Source: IndexService#deleteExpiredFile. */
  deleteExpired(logMinOffset: number): number {
    let count = 0
    while (this.#files.length > 1 && (this.#files[0] as KeyIndexFile).header.endLogOffset < logMinOffset) {
      this.#files.shift()?.remove()
      count++
    }
    return count
  }

  /** Resolves when every sealed batch is merged, or when merging failed: recovery waits here instead of piling up batches. */
  async settle(): Promise<void> {
    const failures = this.#failures
    // A merge that has just ended may not have seen the batch sealed last.
    for (this.#mergeMore(); this.#merging !== undefined; this.#mergeMore()) {
      await this.#merging
      if (this.#failures > failures) return
    }
  }

  /** Merges everything and syncs the last file. Records must be flushed before. */
  async shutdown(): Promise<void> {
    if (this.#batch.count > 0) this.#seal()
    await this.settle()
    if (this.#sealed.length > 0)
      throw new EngineError('store-io', 'keys are left that could not be merged into the index')
    if (this.#files.length > 0) await this.#syncLast()
    for (const file of this.#files) file.close()
  }

  async #syncLast(): Promise<void> {
    const last = this.#files[this.#files.length - 1]
    if (last === undefined) return
    const coveredMs = this.#unsyncedMs
    this.#syncingMs = coveredMs
    this.#unsyncedMs = undefined
    try {
      await last.sync()
    } catch (error) {
      this.#unsyncedMs = coveredMs
      throw error
    } finally {
      this.#syncingMs = undefined
    }
  }

  #seal(): void {
    this.#sealed.push(this.#batch)
    this.#batch = this.#spare ?? new KeyIndexBatch()
    this.#spare = undefined
    this.#mergeMore()
  }

  #mergeMore(): void {
    if (this.#merging !== undefined || this.#sealed.length === 0) return
    if ((this.#sealed[0] as KeyIndexBatch).lastLogOffset >= this.#options.flushedOffset()) return
    this.#merging = this.#mergeSealed().then(
      () => {
        this.#merging = undefined
      },
      (error: unknown) => {
        this.#merging = undefined
        this.#failures++
        this.#log.error('merging keys into the index failed, tried again later', { error: errorText(error) })
      },
    )
  }

  async #mergeSealed(): Promise<void> {
    for (;;) {
      const batch = this.#sealed[0]
      if (batch === undefined || batch.lastLogOffset >= this.#options.flushedOffset()) return
      while (batch.mergedTo < batch.count) {
        const file = await this.#fileWithRoom()
        const start = batch.mergedTo
        let end = batch.fittingEnd(start, file.room)
        if (end === start) {
          // The file's last record says how far it goes, so a record is in one file. Only one with more keys than a whole
          // file holds is parted.
          if (!file.isEmpty) {
            file.isFull = true
            continue
          }
          end = start + file.room
        }
        // A sync that begins or ends during the merge covers a part of it only: the mark is set before and after.
        this.#unsyncedMs ??= batch.timestampsMs[start]
        await file.merge(batch, start, end)
        this.#unsyncedMs ??= batch.timestampsMs[start]
        batch.mergedTo = end
      }
      this.#sealed.shift()
      batch.clear()
      this.#spare ??= batch
      if (this.#isStarved) {
        this.#isStarved = false
        this.#options.onRoom()
      }
    }
  }

  /** The last file, or a new one when it is full; the full one is synced first. */
  async #fileWithRoom(): Promise<KeyIndexFile> {
    const last = this.#files[this.#files.length - 1]
    if (last !== undefined && last.room > 0 && !last.isFull) return last
    if (last !== undefined) {
      await last.sync()
      this.#options.onFileSynced(last.header.endTimestampMs)
    }
    const { directory, utcOffsetMinutes } = this.#options
    let atMs = this.#clock.nowMs()
    this.#fs.makeDirectories(directory)
    while (this.#fs.info(`${directory}/${timeName(atMs, utcOffsetMinutes(atMs))}`) !== undefined) atMs++
    const file = new KeyIndexFile(this.#fs, `${directory}/${timeName(atMs, utcOffsetMinutes(atMs))}`, this.#options)
    file.create(last)
    this.#files.push(file)
    return file
  }
}
