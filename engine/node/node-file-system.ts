/**
 * Files of the real system. Owns the mapping from `fs` calls and their errors to the `FileSystem` port; knows nothing
 * about what is stored. Paths come in with `/` on every system and go out the same way.
 */
import * as fs from 'node:fs'
import { dirname } from 'node:path/posix'
import { asBytes } from '../base/bytes.ts'
import type { Bytes } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { DiskUsage, FileInfo, FileSystem, OpenFile } from '../base/ports.ts'

/** A Windows path with `/`; other systems' paths are unchanged, because `\` is an ordinary character there. */
export function portablePath(path: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? path.replaceAll('\\', '/') : path
}

/** The system code of whatever `fs` or `net` threw: `ENOSPC`, `EACCES`, ... */
export function systemCode(error: unknown): string {
  const code: unknown = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : 'UNKNOWN'
}

/** 'store-io' with path, operation and system code. */
export function storeIoError(operation: string, path: string, cause: unknown): EngineError {
  const code = systemCode(cause)
  return new EngineError('store-io', `${operation} failed on ${path}: ${code}`, {
    context: { path, operation, systemCode: code },
    cause,
  })
}

export class NodeFileSystem implements FileSystem {
  open(path: string, mode: 'read' | 'update' | 'create'): OpenFile {
    return new NodeOpenFile(
      path,
      guard('open', path, () => fs.openSync(path, openFlags(mode), 0o644)),
    )
  }

  info(path: string): FileInfo | undefined {
    const stats = guard('info', path, () => absent(() => fs.statSync(path)))
    if (stats === undefined) return undefined
    const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other'
    return { kind, bytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs) }
  }

  list(path: string): string[] {
    return (guard('list', path, () => absent(() => fs.readdirSync(path))) ?? []).sort()
  }

  makeDirectories(path: string): void {
    guard('makeDirectories', path, () => makeDirectories(path))
  }

  readFile(path: string): Bytes | undefined {
    const content = guard('readFile', path, () => absent(() => fs.readFileSync(path)))
    return content === undefined ? undefined : asBytes(content)
  }

  /**
   * Writes `<path>.tmp`, makes it durable and renames it over `path`; the directory entry is made durable too where the
   * system lets a directory be opened.
   */
  replaceFile(path: string, content: Uint8Array): void {
    const temporary = `${path}.tmp`
    guard('replaceFile', path, () => {
      const descriptor = fs.openSync(temporary, 'w', 0o644)
      try {
        writeFully(descriptor, content, 0, content.length, 0)
        fs.fdatasyncSync(descriptor)
      } finally {
        fs.closeSync(descriptor)
      }
      fs.renameSync(temporary, path)
      syncDirectory(dirname(path))
    })
  }

  remove(path: string): void {
    guard('remove', path, () => absent(() => fs.unlinkSync(path)))
  }

  removeTree(path: string): void {
    guard('removeTree', path, () => fs.rmSync(path, { recursive: true, force: true }))
  }

  rename(from: string, to: string): void {
    guard('rename', from, () => fs.renameSync(from, to))
  }

  diskUsage(path: string): DiskUsage {
    const stats = guard('diskUsage', path, () => fs.statfsSync(path))
    return { totalBytes: stats.blocks * stats.bsize, freeBytes: stats.bavail * stats.bsize }
  }

  realPath(path: string): string | undefined {
    const real = guard('realPath', path, () => absent(() => fs.realpathSync.native(path)))
    return real === undefined ? undefined : portablePath(real)
  }
}

class NodeOpenFile implements OpenFile {
  readonly path: string
  #descriptor: number

  constructor(path: string, descriptor: number) {
    this.path = path
    this.#descriptor = descriptor
  }

  write(bytes: Uint8Array, start: number, length: number, position: number): void {
    guard('write', this.path, () => writeFully(this.#opened(), bytes, start, length, position))
  }

  read(bytes: Uint8Array, start: number, length: number, position: number): number {
    return guard('read', this.path, () => {
      let done = 0
      while (done < length) {
        const count = fs.readSync(this.#opened(), bytes, start + done, length - done, position + done)
        if (count === 0) break
        done += count
      }
      return done
    })
  }

  writeLater(bytes: Uint8Array, start: number, length: number, position: number, done: (error?: Error) => void): void {
    if (length === 0 || this.#descriptor < 0) {
      setImmediate(() => done(this.#descriptor < 0 ? storeIoError('write', this.path, closedFile()) : undefined))
      return
    }
    fs.write(this.#descriptor, bytes, start, length, position, (error, count) => {
      if (error !== null) done(storeIoError('write', this.path, error))
      else if (count < length) this.writeLater(bytes, start + count, length - count, position + count, done)
      else done()
    })
  }

  readLater(
    bytes: Uint8Array,
    start: number,
    length: number,
    position: number,
    done: (error: Error | undefined, readBytes: number) => void,
  ): void {
    this.#readRest(bytes, start, length, position, 0, done)
  }

  datasync(done: (error?: Error) => void): void {
    if (this.#descriptor < 0) {
      setImmediate(() => done(storeIoError('datasync', this.path, closedFile())))
      return
    }
    fs.fdatasync(this.#descriptor, (error) => {
      if (error === null) done()
      else done(storeIoError('datasync', this.path, error))
    })
  }

  datasyncNow(): void {
    guard('datasync', this.path, () => fs.fdatasyncSync(this.#opened()))
  }

  truncate(bytes: number): void {
    guard('truncate', this.path, () => fs.ftruncateSync(this.#opened(), bytes))
  }

  sizeBytes(): number {
    return guard('size', this.path, () => fs.fstatSync(this.#opened()).size)
  }

  close(): void {
    if (this.#descriptor < 0) return
    const descriptor = this.#descriptor
    this.#descriptor = -1
    guard('close', this.path, () => fs.closeSync(descriptor))
  }

  /** A use after `close` fails here instead of hitting whatever file got the number next. */
  #opened(): number {
    if (this.#descriptor < 0) throw closedFile()
    return this.#descriptor
  }

  #readRest(
    bytes: Uint8Array,
    start: number,
    length: number,
    position: number,
    before: number,
    done: (error: Error | undefined, readBytes: number) => void,
  ): void {
    if (this.#descriptor < 0) {
      setImmediate(() => done(storeIoError('read', this.path, closedFile()), before))
      return
    }
    fs.read(this.#descriptor, bytes, start, length, position, (error, count) => {
      if (error !== null) done(storeIoError('read', this.path, error), before)
      else if (count === 0 || count === length) done(undefined, before + count)
      else this.#readRest(bytes, start + count, length - count, position + count, before + count, done)
    })
  }
}

function closedFile(): Error {
  return Object.assign(new Error('file is closed'), { code: 'EBADF' })
}

function openFlags(mode: 'read' | 'update' | 'create'): number {
  switch (mode) {
    case 'read':
      return fs.constants.O_RDONLY
    case 'update':
      return fs.constants.O_RDWR
    case 'create':
      return fs.constants.O_RDWR | fs.constants.O_CREAT
  }
}

/** `writeSync` may take a part only (a signal, a nearly full disk): repeats until all is written or an error says why not. */
function writeFully(descriptor: number, bytes: Uint8Array, start: number, length: number, position: number): void {
  let done = 0
  while (done < length) done += fs.writeSync(descriptor, bytes, start + done, length - done, position + done)
}

function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

/** The result, or undefined when the path is not there. A parent that is a file is an error, not an absence. */
function absent<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function guard<T>(operation: string, path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw storeIoError(operation, path, error)
  }
}

/** Node's own `recursive` never returns below a folder that refuses new entries with ENOENT, as `/proc` does. */
export function makeDirectories(path: string): void {
  const missing: string[] = []
  let at = path
  while (!fs.existsSync(at) && dirname(at) !== at) {
    missing.push(at)
    at = dirname(at)
  }
  if (missing.length === 0) fs.readdirSync(path)
  for (const folder of missing.reverse()) {
    try {
      fs.mkdirSync(folder)
    } catch (error) {
      // Somebody else may have made it meanwhile.
      if (systemCode(error) !== 'EEXIST' || !fs.statSync(folder).isDirectory()) throw error
    }
  }
}
