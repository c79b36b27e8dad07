/**
 * What is known to be on the disk, as times: recovery after a crash starts there. Owns the file and the rule that no time
 * runs ahead of the data it vouches for. Answers to StoreCheckpoint.
 *
 *   0   int64  store time of the last flushed commit-log record
 *   8   int64  store time of the last record whose queue units (and here: index keys) are durable
 *   16  int64  end time of the last full index file
 *   24  int64  flushed offset of the master, as a slave was told
 *   32  int64  confirm offset
 */
import { allocBytes, viewOf } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { getInt64, setInt64 } from '../base/int64.ts'
import type { FileSystem, OpenFile } from '../base/ports.ts'

const FILE_BYTES = 4096
const FIELD_BYTES = 40
/** A message's time and its way into the file are not one moment: start a little earlier. */
const MARGIN_MS = 3000

export class Checkpoint {
  physicMsgTimestampMs = 0
  logicsMsgTimestampMs = 0
  indexMsgTimestampMs = 0
  masterFlushedOffset = 0
  confirmOffset = 0
  readonly #file: OpenFile
  readonly #bytes = allocBytes(FILE_BYTES)
  readonly #view = viewOf(this.#bytes)

  private constructor(file: OpenFile) {
    this.#file = file
  }

  /** @throws {EngineError} 'store-io' when the path is a directory or cannot be opened. */
  static open(fs: FileSystem, path: string): Checkpoint {
    if (fs.info(path)?.kind === 'directory') {
      throw new EngineError(
        'store-io',
        `${path} is a directory, but the store keeps its checkpoint file there: remove it`,
        {
          context: { path, operation: 'open', systemCode: 'EISDIR' },
        },
      )
    }
    const file = fs.open(path, 'create')
    const checkpoint = new Checkpoint(file)
    checkpoint.#load()
    return checkpoint
  }

  /** Every record up to this time is durable in log and queues. Source: StoreCheckpoint#getMinTimestamp. */
  get minTimestampMs(): number {
    return Math.max(0, Math.min(this.physicMsgTimestampMs, this.logicsMsgTimestampMs) - MARGIN_MS)
  }

  get minTimestampIndexMs(): number {
    return Math.min(this.minTimestampMs, this.indexMsgTimestampMs)
  }

  /** Writes the fields when they changed; `done` runs when they are on the disk. */
  flush(done: (error?: Error) => void): void {
    if (this.#store()) this.#file.datasync(done)
    else done()
  }

  flushNow(): void {
    if (this.#store()) this.#file.datasyncNow()
  }

  close(): void {
    this.#file.close()
  }

  #load(): void {
    const size = this.#file.sizeBytes()
    if (size < FILE_BYTES) this.#file.truncate(FILE_BYTES)
    this.#file.read(this.#bytes, 0, FIELD_BYTES, 0)
    this.physicMsgTimestampMs = this.#time(0)
    this.logicsMsgTimestampMs = this.#time(8)
    this.indexMsgTimestampMs = this.#time(16)
    this.masterFlushedOffset = this.#time(24)
    this.confirmOffset = this.#time(32)
  }

  /** Damage here only makes recovery start earlier. */
  #time(at: number): number {
    try {
      return Math.max(0, getInt64(this.#view, at))
    } catch {
      return 0
    }
  }

  #store(): boolean {
    const before = this.#bytes.hexSlice(0, FIELD_BYTES)
    setInt64(this.#view, 0, this.physicMsgTimestampMs)
    setInt64(this.#view, 8, this.logicsMsgTimestampMs)
    setInt64(this.#view, 16, this.indexMsgTimestampMs)
    setInt64(this.#view, 24, this.masterFlushedOffset)
    setInt64(this.#view, 32, this.confirmOffset)
    if (this.#bytes.hexSlice(0, FIELD_BYTES) === before) return false
    this.#file.write(this.#bytes, 0, FIELD_BYTES, 0)
    return true
  }
}
