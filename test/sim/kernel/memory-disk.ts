/**
 * A disk in memory: what was synced, what was only written, and what a crash leaves of it. `MemoryFileSystem` is the
 * view that a process has; the disk outlives it.
 *
 * Names are durable at once (a journaling file system with ordered metadata); `replaceFile` is one durable step.
 */
import { copyOfBytes } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import { PAGE_BYTES, PagedFile } from './paged-file.ts'
import type { FileChange } from './paged-file.ts'
import type { SeededRandom } from './seeded-random.ts'

const CAPACITY_BYTES = 1024 ** 4

export interface MemoryDiskOptions {
  /** Keep apart what is durable, for `crash`. Costs a second copy of the content. Default false. */
  readonly tracksDurability?: boolean
  readonly capacityBytes?: number
  readonly nowMs?: () => number
}

/** One file, whatever its name is now; open handles keep it after a rename or removal. */
export class DiskFile {
  content = new PagedFile()
  modifiedMs = 0
  /** What a crash cannot take. */
  durable: PagedFile | undefined
  readonly unsynced: FileChange[] = []
  /** How many changes were ever made, and how many of them are durable. */
  changeCount = 0
  syncedCount = 0
}

export class MemoryDisk {
  readonly files = new Map<string, DiskFile>()
  readonly directories = new Set<string>(['/'])
  /** May be lowered at run time: writes that need more pages fail with ENOSPC. Zero pages are free. */
  capacityBytes: number
  /** Called before each operation; a system code makes it fail. */
  failWith: ((operation: string, path: string) => string | undefined) | undefined
  /** Raised by a crash: handles and views of before are dead. */
  generation = 0
  /** Completed datasync calls, for tests that count them. */
  syncCount = 0
  readonly #tracksDurability: boolean
  readonly #nowMs: () => number

  constructor(options: MemoryDiskOptions = {}) {
    this.capacityBytes = options.capacityBytes ?? CAPACITY_BYTES
    this.#tracksDurability = options.tracksDurability ?? false
    this.#nowMs = options.nowMs ?? (() => 0)
  }

  get usedBytes(): number {
    let pages = 0
    for (const file of this.files.values()) pages += file.content.pageCount
    return pages * PAGE_BYTES
  }

  newFile(): DiskFile {
    const file = new DiskFile()
    if (this.#tracksDurability) file.durable = new PagedFile()
    file.modifiedMs = this.#nowMs()
    return file
  }

  /** @throws {EngineError} 'store-io' when an injected fault hits the operation. */
  check(operation: string, path: string): void {
    const code = this.failWith?.(operation, path)
    if (code !== undefined) throw ioError(operation, path, code)
  }

  change(file: DiskFile, path: string, change: FileChange): void {
    if (change.kind === 'write' && this.capacityBytes < CAPACITY_BYTES) {
      const grown = file.content.newPages(change.position, change.bytes.length) * PAGE_BYTES
      if (grown > 0 && this.usedBytes + grown > this.capacityBytes) throw ioError('write', path, 'ENOSPC')
    }
    file.content.apply(change)
    file.modifiedMs = this.#nowMs()
    file.changeCount++
    if (file.durable !== undefined) file.unsynced.push(ownCopy(change))
  }

  /** Makes the first `changeCount` changes that `file` ever had durable. */
  sync(file: DiskFile, changeCount: number): void {
    this.syncCount++
    const fresh = changeCount - file.syncedCount
    if (fresh <= 0) return
    for (const change of file.unsynced.splice(0, fresh)) file.durable?.apply(change)
    file.syncedCount = changeCount
  }

  /**
   * The machine loses power: each file keeps what was synced, any prefix of its later changes, and possibly the first
   * part of the next one (a torn write).
   */
  crash(random: SeededRandom): void {
    this.generation++
    for (const file of this.files.values()) {
      if (file.durable === undefined || file.unsynced.length === 0) continue
      const kept = random.below(file.unsynced.length + 1)
      for (const change of file.unsynced.slice(0, kept)) file.durable.apply(change)
      const torn = file.unsynced[kept]
      if (torn?.kind === 'write' && random.next() < 0.5) {
        const bytes = torn.bytes.subarray(0, random.below(torn.bytes.length + 1))
        if (bytes.length > 0) file.durable.apply({ kind: 'write', position: torn.position, bytes })
      }
      file.unsynced.length = 0
      file.syncedCount = file.changeCount
      file.content = file.durable.clone()
    }
  }

  /** The process dies and the system lives: everything written stays. */
  killProcess(): void {
    this.generation++
  }
}

export function ioError(operation: string, path: string, systemCode: string): EngineError {
  return new EngineError('store-io', `${operation} failed on ${path}: ${systemCode}`, {
    context: { path, operation, systemCode },
  })
}

function ownCopy(change: FileChange): FileChange {
  return change.kind === 'write' ? { ...change, bytes: copyOfBytes(change.bytes) } : change
}
