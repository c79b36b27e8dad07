/**
 * A file port whose disk is full after so many bytes, for tests and demonstrations: everything below the node's folder counts
 * what it takes, and what would go beyond fails as the system would say it, ENOSPC, with nothing of it written.
 *
 * Only content takes space: a sparse file's hole is free, bytes that are overwritten take none again, zeros written ahead do,
 * as on a real disk. Space comes back when files go. `diskUsage` tells the small disk, so that a broker's own limits see it too.
 */
import { EngineError } from '../base/errors.ts'
import type { Bytes } from '../base/bytes.ts'
import type { DiskUsage, FileInfo, FileSystem, OpenFile } from '../base/ports.ts'

/** Space is taken in blocks, as file systems do. */
const BLOCK_BYTES = 4096

/** The blocks that each file has taken, all handles together. */
class Disk {
  readonly #capacityBlocks: number
  readonly #blocks = new Map<string, Set<number>>()
  #used = 0

  constructor(capacityBytes: number) {
    this.#capacityBlocks = Math.floor(capacityBytes / BLOCK_BYTES)
  }

  /** @throws {EngineError} 'store-io' ENOSPC; nothing was taken then. */
  take(operation: string, path: string, position: number, length: number): void {
    const fresh = this.#freshBlocks(path, position, length)
    if (fresh.length > 0 && this.#used + fresh.length > this.#capacityBlocks) throw full(operation, path)
    this.#add(path, fresh)
  }

  /** What is there already counts, even where it is more than the disk should hold. */
  occupy(path: string, position: number, length: number): void {
    this.#add(path, this.#freshBlocks(path, position, length))
  }

  #freshBlocks(path: string, position: number, length: number): number[] {
    const mine = this.#blocks.get(path)
    const fresh: number[] = []
    const end = Math.ceil((position + length) / BLOCK_BYTES)
    for (let block = Math.floor(position / BLOCK_BYTES); length > 0 && block < end; block++) {
      if (mine?.has(block) !== true) fresh.push(block)
    }
    return fresh
  }

  #add(path: string, fresh: readonly number[]): void {
    const mine = this.#blocks.get(path) ?? new Set<number>()
    for (const block of fresh) mine.add(block)
    this.#used += fresh.length
    this.#blocks.set(path, mine)
  }

  /** The file ends at `bytes` now. */
  cut(path: string, bytes: number): void {
    const mine = this.#blocks.get(path)
    if (mine === undefined) return
    for (const block of [...mine]) {
      if (block * BLOCK_BYTES < bytes) continue
      mine.delete(block)
      this.#used--
    }
  }

  forget(path: string): void {
    for (const [known, blocks] of [...this.#blocks]) {
      if (known !== path && !known.startsWith(`${path}/`)) continue
      this.#used -= blocks.size
      this.#blocks.delete(known)
    }
  }

  rename(from: string, to: string): void {
    this.forget(to)
    for (const [known, blocks] of [...this.#blocks]) {
      if (known !== from && !known.startsWith(`${from}/`)) continue
      this.#blocks.delete(known)
      this.#blocks.set(to + known.slice(from.length), blocks)
    }
  }

  usage(): DiskUsage {
    return {
      totalBytes: this.#capacityBlocks * BLOCK_BYTES,
      freeBytes: Math.max(0, this.#capacityBlocks - this.#used) * BLOCK_BYTES,
    }
  }
}

export class FullFileSystem implements FileSystem {
  readonly #inner: FileSystem
  readonly #root: string
  readonly #disk: Disk

  /** @param root the folder on the small disk; files elsewhere are not limited. */
  constructor(inner: FileSystem, root: string, capacityBytes: number) {
    this.#inner = inner
    this.#root = root
    this.#disk = new Disk(capacityBytes)
    this.#count(root)
  }

  open(path: string, mode: 'read' | 'update' | 'create'): OpenFile {
    const file = this.#inner.open(path, mode)
    return this.#isLimited(path) && mode !== 'read' ? new LimitedFile(file, this.#disk) : file
  }

  info(path: string): FileInfo | undefined {
    return this.#inner.info(path)
  }

  list(path: string): string[] {
    return this.#inner.list(path)
  }

  makeDirectories(path: string): void {
    this.#inner.makeDirectories(path)
  }

  readFile(path: string): Bytes | undefined {
    return this.#inner.readFile(path)
  }

  replaceFile(path: string, content: Uint8Array): void {
    if (this.#isLimited(path)) {
      // The old content stays until the new one is complete, so both need room.
      const temporary = `${path}.tmp`
      try {
        this.#disk.take('replaceFile', temporary, 0, content.length)
      } catch (error) {
        this.#disk.forget(temporary)
        throw error
      }
      this.#disk.rename(temporary, path)
    }
    this.#inner.replaceFile(path, content)
  }

  remove(path: string): void {
    this.#inner.remove(path)
    this.#disk.forget(path)
  }

  removeTree(path: string): void {
    this.#inner.removeTree(path)
    this.#disk.forget(path)
  }

  rename(from: string, to: string): void {
    this.#inner.rename(from, to)
    this.#disk.rename(from, to)
  }

  diskUsage(path: string): DiskUsage {
    return this.#isLimited(path) ? this.#disk.usage() : this.#inner.diskUsage(path)
  }

  realPath(path: string): string | undefined {
    return this.#inner.realPath(path)
  }

  #isLimited(path: string): boolean {
    return path === this.#root || path.startsWith(`${this.#root}/`)
  }

  /** What is there already, by content: an empty segment of a store takes nothing. */
  #count(folder: string): void {
    for (const name of this.#inner.list(folder)) {
      const path = `${folder}/${name}`
      const info = this.#inner.info(path)
      if (info?.kind === 'directory') this.#count(path)
      else if (info?.kind === 'file' && info.bytes > 0) this.#countFile(path, info.bytes)
    }
  }

  #countFile(path: string, sizeBytes: number): void {
    const file = this.#inner.open(path, 'read')
    const block = new Uint8Array(BLOCK_BYTES)
    try {
      for (let position = 0; position < sizeBytes; position += BLOCK_BYTES) {
        const read = file.read(block, 0, BLOCK_BYTES, position)
        if (block.subarray(0, read).some((byte) => byte !== 0)) this.#disk.occupy(path, position, read)
      }
    } finally {
      file.close()
    }
  }
}

class LimitedFile implements OpenFile {
  readonly path: string
  readonly #inner: OpenFile
  readonly #disk: Disk

  constructor(inner: OpenFile, disk: Disk) {
    this.path = inner.path
    this.#inner = inner
    this.#disk = disk
  }

  write(bytes: Uint8Array, start: number, length: number, position: number): void {
    this.#disk.take('write', this.path, position, length)
    this.#inner.write(bytes, start, length, position)
  }

  read(bytes: Uint8Array, start: number, length: number, position: number): number {
    return this.#inner.read(bytes, start, length, position)
  }

  writeLater(bytes: Uint8Array, start: number, length: number, position: number, done: (error?: Error) => void): void {
    try {
      this.#disk.take('write', this.path, position, length)
    } catch (error) {
      setImmediate(() => done(error as Error))
      return
    }
    this.#inner.writeLater(bytes, start, length, position, done)
  }

  readLater(
    bytes: Uint8Array,
    start: number,
    length: number,
    position: number,
    done: (error: Error | undefined, readBytes: number) => void,
  ): void {
    this.#inner.readLater(bytes, start, length, position, done)
  }

  datasync(done: (error?: Error) => void): void {
    this.#inner.datasync(done)
  }

  datasyncNow(): void {
    this.#inner.datasyncNow()
  }

  truncate(bytes: number): void {
    this.#inner.truncate(bytes)
    this.#disk.cut(this.path, bytes)
  }

  sizeBytes(): number {
    return this.#inner.sizeBytes()
  }

  close(): void {
    this.#inner.close()
  }
}

function full(operation: string, path: string): EngineError {
  return new EngineError('store-io', `${operation} failed on ${path}: ENOSPC`, {
    context: { path, operation, systemCode: 'ENOSPC' },
  })
}
