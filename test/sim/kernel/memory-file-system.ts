/**
 * The `FileSystem` port over a disk in memory, for unit tests (`new MemoryFileSystem()`) and for simulated nodes, which
 * give it virtual completion times and crash its disk.
 */
import { allocBytes, EMPTY_BYTES } from '../../../engine/base/bytes.ts'
import type { Bytes } from '../../../engine/base/bytes.ts'
import type { DiskUsage, FileInfo, FileSystem, OpenFile } from '../../../engine/base/ports.ts'
import { ioError, MemoryDisk } from './memory-disk.ts'
import type { DiskFile } from './memory-disk.ts'
import { isZero } from './paged-file.ts'

/** Runs the completion of an operation later: never inside the call that started it. */
export type Later = (operation: 'write' | 'read' | 'datasync', task: () => void) => void

export interface MemoryFileSystemOptions {
  readonly disk?: MemoryDisk
  /** Default: a microtask. */
  readonly later?: Later
}

export class MemoryFileSystem implements FileSystem {
  readonly disk: MemoryDisk
  readonly #later: Later
  readonly #generation: number

  constructor(options: MemoryFileSystemOptions = {}) {
    this.disk = options.disk ?? new MemoryDisk()
    this.#later = options.later ?? ((_operation, task) => queueMicrotask(task))
    this.#generation = this.disk.generation
  }

  open(path: string, mode: 'read' | 'update' | 'create'): OpenFile {
    this.#check('open', path)
    let file = this.disk.files.get(path)
    if (file === undefined) {
      if (this.disk.directories.has(path)) throw ioError('open', path, 'EISDIR')
      if (mode !== 'create') throw ioError('open', path, 'ENOENT')
      this.#needParent('open', path)
      file = this.disk.newFile()
      this.disk.files.set(path, file)
    }
    return new MemoryOpenFile(this.disk, file, path, mode !== 'read', this.#later)
  }

  info(path: string): FileInfo | undefined {
    this.#check('info', path)
    const file = this.disk.files.get(path)
    if (file !== undefined) return { kind: 'file', bytes: file.content.sizeBytes, modifiedMs: file.modifiedMs }
    return this.disk.directories.has(path) ? { kind: 'directory', bytes: 0, modifiedMs: 0 } : undefined
  }

  list(path: string): string[] {
    this.#check('list', path)
    if (this.disk.files.has(path)) throw ioError('list', path, 'ENOTDIR')
    const prefix = path === '/' ? '/' : `${path}/`
    const names: string[] = []
    for (const known of [...this.disk.files.keys(), ...this.disk.directories]) {
      if (known.startsWith(prefix) && known.length > prefix.length && !known.includes('/', prefix.length)) {
        names.push(known.slice(prefix.length))
      }
    }
    return names.sort()
  }

  makeDirectories(path: string): void {
    this.#check('makeDirectories', path)
    let at = ''
    for (const name of path.split('/').slice(1)) {
      at += `/${name}`
      if (this.disk.files.has(at)) throw ioError('makeDirectories', path, at === path ? 'EEXIST' : 'ENOTDIR')
      if (name !== '') this.disk.directories.add(at)
    }
  }

  readFile(path: string): Bytes | undefined {
    this.#check('readFile', path)
    if (this.disk.directories.has(path)) throw ioError('readFile', path, 'EISDIR')
    const file = this.disk.files.get(path)
    if (file === undefined) return undefined
    if (file.content.sizeBytes === 0) return EMPTY_BYTES
    const bytes = allocBytes(file.content.sizeBytes)
    file.content.read(bytes, 0, bytes.length, 0)
    return bytes
  }

  replaceFile(path: string, content: Uint8Array): void {
    this.#check('replaceFile', path)
    this.#needParent('replaceFile', path)
    if (this.disk.directories.has(path)) throw ioError('replaceFile', path, 'EISDIR')
    const file = this.disk.newFile()
    this.disk.change(file, path, { kind: 'write', position: 0, bytes: content })
    this.disk.sync(file, file.changeCount)
    this.disk.files.set(path, file)
  }

  remove(path: string): void {
    this.#check('remove', path)
    if (this.disk.directories.has(path)) throw ioError('remove', path, 'EISDIR')
    this.disk.files.delete(path)
  }

  removeTree(path: string): void {
    this.#check('removeTree', path)
    const inside = (known: string): boolean => known === path || known.startsWith(`${path}/`)
    for (const known of this.disk.files.keys()) if (inside(known)) this.disk.files.delete(known)
    for (const known of this.disk.directories) if (inside(known) && known !== '/') this.disk.directories.delete(known)
  }

  rename(from: string, to: string): void {
    this.#check('rename', from)
    this.#needParent('rename', to)
    const file = this.disk.files.get(from)
    if (file !== undefined) {
      if (this.disk.directories.has(to)) throw ioError('rename', from, 'EISDIR')
      this.disk.files.delete(from)
      this.disk.files.set(to, file)
      return
    }
    if (!this.disk.directories.has(from)) throw ioError('rename', from, 'ENOENT')
    if (this.list(to).length > 0) throw ioError('rename', from, 'ENOTEMPTY')
    const moved = (known: string): string | undefined =>
      known === from || known.startsWith(`${from}/`) ? to + known.slice(from.length) : undefined
    for (const [known, inner] of [...this.disk.files]) {
      const target = moved(known)
      if (target === undefined) continue
      this.disk.files.delete(known)
      this.disk.files.set(target, inner)
    }
    for (const known of [...this.disk.directories]) {
      const target = moved(known)
      if (target === undefined) continue
      this.disk.directories.delete(known)
      this.disk.directories.add(target)
    }
  }

  diskUsage(path: string): DiskUsage {
    this.#check('diskUsage', path)
    if (this.info(path) === undefined) throw ioError('diskUsage', path, 'ENOENT')
    const totalBytes = this.disk.capacityBytes
    return { totalBytes, freeBytes: Math.max(0, totalBytes - this.disk.usedBytes) }
  }

  /** A disk in memory has no links. */
  realPath(path: string): string | undefined {
    return this.info(path) === undefined ? undefined : path
  }

  #check(operation: string, path: string): void {
    if (this.disk.generation !== this.#generation) throw ioError(operation, path, 'EBADF')
    this.disk.check(operation, path)
  }

  #needParent(operation: string, path: string): void {
    const parent = path.slice(0, path.lastIndexOf('/'))
    if (parent === '' || this.disk.directories.has(parent)) return
    throw ioError(operation, path, this.disk.files.has(parent) ? 'ENOTDIR' : 'ENOENT')
  }
}

class MemoryOpenFile implements OpenFile {
  readonly path: string
  readonly #disk: MemoryDisk
  readonly #file: DiskFile
  readonly #isWritable: boolean
  readonly #later: Later
  readonly #generation: number
  #isOpen = true

  constructor(disk: MemoryDisk, file: DiskFile, path: string, isWritable: boolean, later: Later) {
    this.#disk = disk
    this.#file = file
    this.path = path
    this.#isWritable = isWritable
    this.#later = later
    this.#generation = disk.generation
  }

  write(bytes: Uint8Array, start: number, length: number, position: number): void {
    this.#check('write')
    if (!this.#isWritable) throw ioError('write', this.path, 'EBADF')
    if (length === 0) return
    const part = bytes.subarray(start, start + length)
    this.#disk.change(
      this.#file,
      this.path,
      isZero(part) ? { kind: 'zero', position, length } : { kind: 'write', position, bytes: part },
    )
  }

  read(bytes: Uint8Array, start: number, length: number, position: number): number {
    this.#check('read')
    return this.#file.content.read(bytes, start, length, position)
  }

  writeLater(bytes: Uint8Array, start: number, length: number, position: number, done: (error?: Error) => void): void {
    this.#later('write', () => {
      const error = failureOf(() => this.write(bytes, start, length, position))
      if (error === undefined) done()
      else done(error)
    })
  }

  readLater(
    bytes: Uint8Array,
    start: number,
    length: number,
    position: number,
    done: (error: Error | undefined, readBytes: number) => void,
  ): void {
    this.#later('read', () => {
      let count = 0
      const error = failureOf(() => {
        count = this.read(bytes, start, length, position)
      })
      done(error, count)
    })
  }

  datasync(done: (error?: Error) => void): void {
    let covered = 0
    const refused = failureOf(() => {
      this.#check('datasync')
      covered = this.#file.changeCount
    })
    this.#later('datasync', () => {
      if (refused !== undefined) {
        done(refused)
        return
      }
      if (this.#disk.generation !== this.#generation) return
      this.#disk.sync(this.#file, covered)
      done()
    })
  }

  datasyncNow(): void {
    this.#check('datasync')
    this.#disk.sync(this.#file, this.#file.changeCount)
  }

  truncate(bytes: number): void {
    this.#check('truncate')
    if (!this.#isWritable) throw ioError('truncate', this.path, 'EBADF')
    this.#disk.change(this.#file, this.path, { kind: 'truncate', length: bytes })
  }

  sizeBytes(): number {
    this.#check('size')
    return this.#file.content.sizeBytes
  }

  close(): void {
    this.#isOpen = false
  }

  #check(operation: string): void {
    if (!this.#isOpen || this.#disk.generation !== this.#generation) throw ioError(operation, this.path, 'EBADF')
    this.#disk.check(operation, this.path)
  }
}

function failureOf(action: () => void): Error | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
