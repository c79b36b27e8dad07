/**
 * A file port for crash tests on real processes: what was written and not yet synced is held in memory only and reaches
 * the real file when a datasync completes. `kill -9` then loses exactly what was never made durable, which a page cache
 * that survives the process would hide.
 *
 * All handles of one path in this process share what is held. Lengths (truncate) and names are passed on at once, as a
 * journaling file system orders them; `replaceFile` is durable by itself.
 */
import { allocBytes } from '../base/bytes.ts'
import type { Bytes } from '../base/bytes.ts'
import { NodeFileSystem } from './node-file-system.ts'
import type { DiskUsage, FileInfo, FileSystem, OpenFile } from '../base/ports.ts'

/** Bytes that one file may hold back before it is synced in place, so that a writer that never syncs stays bounded. */
const HELD_BYTES_MAX = 256 * 1024 * 1024

/** How long a datasync takes before anything reaches the real file: long enough for a kill to fall into it. */
const SYNC_DELAY_MS = 2

interface HeldWrite {
  /** Counts the writes of a file, so that overlapping syncs know what each of them covers. */
  readonly sequence: number
  readonly position: number
  readonly bytes: Uint8Array
}

/** What one file holds back, in the order of writing, and the length that it shows. */
class HeldFile {
  writes: HeldWrite[] = []
  heldBytes = 0
  sizeBytes: number
  openHandles = 0
  lastSequence = 0

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes
  }
}

/** The port for a node under test: over the real file system, giving everything up when the process ends by itself. */
export function unsyncedFilePort(): UnsyncedFileSystem {
  const fs = new UnsyncedFileSystem(new NodeFileSystem())
  process.on('exit', () => fs.releaseAll())
  return fs
}

export class UnsyncedFileSystem implements FileSystem {
  readonly #inner: FileSystem
  readonly #held = new Map<string, HeldFile>()

  constructor(inner: FileSystem) {
    this.#inner = inner
  }

  /** Gives everything held back to the real files, as a system that lives on would. */
  releaseAll(): void {
    for (const [path, held] of this.#held) {
      if (held.writes.length === 0) continue
      const file = this.#inner.open(path, 'update')
      release(file, held, held.lastSequence)
      file.close()
    }
  }

  open(path: string, mode: 'read' | 'update' | 'create'): OpenFile {
    const inner = this.#inner.open(path, mode)
    let held = this.#held.get(path)
    if (held === undefined) {
      held = new HeldFile(inner.sizeBytes())
      this.#held.set(path, held)
    }
    held.openHandles++
    return new UnsyncedOpenFile(inner, held, mode !== 'read', () => {
      if (held.openHandles > 0 || held.writes.length > 0) return
      for (const [known, other] of this.#held) if (other === held) this.#held.delete(known)
    })
  }

  info(path: string): FileInfo | undefined {
    const info = this.#inner.info(path)
    const held = this.#held.get(path)
    return info?.kind !== 'file' || held === undefined ? info : { ...info, bytes: Math.max(info.bytes, held.sizeBytes) }
  }

  list(path: string): string[] {
    return this.#inner.list(path)
  }

  makeDirectories(path: string): void {
    this.#inner.makeDirectories(path)
  }

  readFile(path: string): Bytes | undefined {
    if (this.#held.get(path) === undefined) return this.#inner.readFile(path)
    const file = this.open(path, 'read')
    try {
      const bytes = allocBytes(file.sizeBytes())
      return bytes.subarray(0, file.read(bytes, 0, bytes.length, 0))
    } finally {
      file.close()
    }
  }

  replaceFile(path: string, content: Uint8Array): void {
    this.#inner.replaceFile(path, content)
    this.#held.delete(path)
  }

  remove(path: string): void {
    this.#inner.remove(path)
    this.#held.delete(path)
  }

  removeTree(path: string): void {
    this.#inner.removeTree(path)
    for (const known of this.#held.keys()) {
      if (known === path || known.startsWith(`${path}/`)) this.#held.delete(known)
    }
  }

  rename(from: string, to: string): void {
    this.#inner.rename(from, to)
    const known = [...this.#held]
    for (const [path] of known) if (path === to || path.startsWith(`${to}/`)) this.#held.delete(path)
    for (const [path, held] of known) {
      if (path !== from && !path.startsWith(`${from}/`)) continue
      this.#held.delete(path)
      this.#held.set(to + path.slice(from.length), held)
    }
  }

  diskUsage(path: string): DiskUsage {
    return this.#inner.diskUsage(path)
  }

  realPath(path: string): string | undefined {
    return this.#inner.realPath(path)
  }
}

class UnsyncedOpenFile implements OpenFile {
  readonly path: string
  readonly #inner: OpenFile
  readonly #held: HeldFile
  readonly #isWritable: boolean
  readonly #closed: () => void
  #isOpen = true

  constructor(inner: OpenFile, held: HeldFile, isWritable: boolean, closed: () => void) {
    this.#closed = closed
    this.#inner = inner
    this.#held = held
    this.#isWritable = isWritable
    this.path = inner.path
  }

  write(bytes: Uint8Array, start: number, length: number, position: number): void {
    if (!this.#isOpen || !this.#isWritable) {
      this.#inner.write(bytes, start, length, position) // fails as the real file does
      return
    }
    if (length === 0) return
    const sequence = ++this.#held.lastSequence
    this.#held.writes.push({ sequence, position, bytes: Uint8Array.prototype.slice.call(bytes, start, start + length) })
    this.#held.heldBytes += length
    this.#held.sizeBytes = Math.max(this.#held.sizeBytes, position + length)
    if (this.#held.heldBytes > HELD_BYTES_MAX) this.datasyncNow()
  }

  read(bytes: Uint8Array, start: number, length: number, position: number): number {
    const fromFile = this.#inner.read(bytes, start, length, position)
    return this.#overlay(bytes, start, length, position, fromFile)
  }

  writeLater(bytes: Uint8Array, start: number, length: number, position: number, done: (error?: Error) => void): void {
    setImmediate(() => {
      try {
        this.write(bytes, start, length, position)
      } catch (error) {
        done(error as Error)
        return
      }
      done()
    })
  }

  readLater(
    bytes: Uint8Array,
    start: number,
    length: number,
    position: number,
    done: (error: Error | undefined, readBytes: number) => void,
  ): void {
    this.#inner.readLater(bytes, start, length, position, (error, fromFile) => {
      if (error === undefined) done(undefined, this.#overlay(bytes, start, length, position, fromFile))
      else done(error, fromFile)
    })
  }

  /** Gives what was written before this call to the real file and syncs it; later writes stay held back. */
  datasync(done: (error?: Error) => void): void {
    const covered = this.#held.lastSequence
    setTimeout(() => {
      try {
        if (this.#isOpen) release(this.#inner, this.#held, covered)
      } catch (failure) {
        done(failure as Error)
        return
      }
      this.#inner.datasync(done)
    }, SYNC_DELAY_MS)
  }

  datasyncNow(): void {
    release(this.#inner, this.#held, this.#held.lastSequence)
    this.#inner.datasyncNow()
  }

  truncate(bytes: number): void {
    this.#inner.truncate(bytes)
    const kept = this.#held.writes.flatMap(({ sequence, position, bytes: content }): HeldWrite[] => {
      const inside = Math.min(content.length, bytes - position)
      return inside <= 0 ? [] : [{ sequence, position, bytes: content.subarray(0, inside) }]
    })
    this.#held.writes = kept
    this.#held.heldBytes = kept.reduce((sum, write) => sum + write.bytes.length, 0)
    this.#held.sizeBytes = bytes
  }

  sizeBytes(): number {
    return Math.max(this.#inner.sizeBytes(), this.#held.sizeBytes)
  }

  close(): void {
    if (this.#isOpen) this.#held.openHandles--
    this.#isOpen = false
    this.#inner.close()
    this.#closed()
  }

  /** Puts what is held over what the file gave; bytes between both that nobody wrote are zero. */
  #overlay(bytes: Uint8Array, start: number, length: number, position: number, fromFile: number): number {
    const available = Math.max(fromFile, Math.min(length, this.#held.sizeBytes - position))
    if (available > fromFile) bytes.fill(0, start + fromFile, start + available)
    for (const write of this.#held.writes) {
      const from = Math.max(position, write.position)
      const to = Math.min(position + available, write.position + write.bytes.length)
      if (from < to) {
        bytes.set(write.bytes.subarray(from - write.position, to - write.position), start + from - position)
      }
    }
    return available
  }
}

/** Writes what was held back up to and with `sequence` to the real file, oldest first. */
function release(file: OpenFile, held: HeldFile, sequence: number): void {
  for (;;) {
    const write = held.writes[0]
    if (write === undefined || write.sequence > sequence) return
    file.write(write.bytes, 0, write.bytes.length, write.position)
    held.heldBytes -= write.bytes.length
    held.writes.shift()
  }
}
