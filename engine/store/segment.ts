/**
 * One fixed-size file of a log or queue, and the bound on how many of them are open at once. A file is opened at its
 * first use and may be closed behind the owner's back between uses, never while an operation of it is under way.
 * Answers to DefaultMappedFile, without mapping memory.
 */
import { EngineError } from '../base/errors.ts'
import type { FileSystem, OpenFile } from '../base/ports.ts'

/** Digits of a file name: the start offset, zero padded. Source: UtilAll#offset2FileName. */
const NAME_DIGITS = 20

export function segmentName(startOffset: number): string {
  return startOffset.toString().padStart(NAME_DIGITS, '0')
}

/** Keeps at most `filesMax` segments open; the one used longest ago is closed first. */
export class OpenFiles {
  readonly fs: FileSystem
  readonly #filesMax: number
  readonly #open = new Set<Segment>()
  #uses = 0

  constructor(fs: FileSystem, filesMax: number) {
    this.fs = fs
    this.#filesMax = filesMax
  }

  get openCount(): number {
    return this.#open.size
  }

  /** A stamp for the next use. */
  nextUse(): number {
    return ++this.#uses
  }

  opened(segment: Segment): void {
    this.#open.add(segment)
    if (this.#open.size > this.#filesMax) this.#closeSome(segment)
  }

  closed(segment: Segment): void {
    this.#open.delete(segment)
  }

  closeAll(): void {
    for (const segment of [...this.#open]) segment.close()
  }

  /** Closes an eighth of the files at once, so that the search for old ones is paid rarely. */
  #closeSome(except: Segment): void {
    const idle = [...this.#open].filter((segment) => segment !== except && !segment.isBusy)
    idle.sort((a, b) => a.lastUse - b.lastUse)
    const count = Math.max(1, this.#filesMax >> 3)
    for (const segment of idle.slice(0, count)) segment.close()
  }
}

export class Segment {
  readonly path: string
  /** Offset of the file's first byte in its log or queue. */
  readonly startOffset: number
  readonly fileBytes: number
  lastUse = 0
  readonly #files: OpenFiles
  #file: OpenFile | undefined
  /** Operations on the thread pool; the file stays open until they are done. */
  #pending = 0
  #closeWhenIdle = false
  #isRemoved = false

  constructor(files: OpenFiles, path: string, startOffset: number, fileBytes: number) {
    this.#files = files
    this.path = path
    this.startOffset = startOffset
    this.fileBytes = fileBytes
  }

  get endOffset(): number {
    return this.startOffset + this.fileBytes
  }

  get isBusy(): boolean {
    return this.#pending > 0
  }

  /** Makes the file at full length without taking blocks, when it is absent. */
  create(): void {
    const file = this.#files.fs.open(this.path, 'create')
    try {
      file.truncate(this.fileBytes)
    } catch (error) {
      file.close()
      throw error
    }
    this.#adopt(file)
  }

  write(bytes: Uint8Array, start: number, length: number, position: number): void {
    this.#handle().write(bytes, start, length, position)
  }

  /** @returns bytes read, fewer than `length` only at the end of the file. */
  read(bytes: Uint8Array, start: number, length: number, position: number): number {
    return this.#handle().read(bytes, start, length, position)
  }

  writeLater(bytes: Uint8Array, start: number, length: number, position: number, done: (error?: Error) => void): void {
    this.#pending++
    this.#handle().writeLater(bytes, start, length, position, (error) => {
      this.#finished()
      done(error)
    })
  }

  readLater(
    bytes: Uint8Array,
    start: number,
    length: number,
    position: number,
    done: (error: Error | undefined, readBytes: number) => void,
  ): void {
    this.#pending++
    this.#handle().readLater(bytes, start, length, position, (error, readBytes) => {
      this.#finished()
      done(error, readBytes)
    })
  }

  /** A file that is gone has nothing left to sync. */
  datasync(done: (error?: Error) => void): void {
    if (this.#isRemoved) {
      done()
      return
    }
    this.#pending++
    this.#handle().datasync((error) => {
      this.#finished()
      done(error)
    })
  }

  datasyncNow(): void {
    this.#handle().datasyncNow()
  }

  /** Last modification, ms; undefined when the file is gone. */
  modifiedMs(): number | undefined {
    return this.#files.fs.info(this.path)?.modifiedMs
  }

  close(): void {
    if (this.#file === undefined) return
    if (this.#pending > 0) {
      this.#closeWhenIdle = true
      return
    }
    const file = this.#file
    this.#file = undefined
    this.#closeWhenIdle = false
    this.#files.closed(this)
    file.close()
  }

  /** Closes the file and takes it off the disk. */
  remove(): void {
    this.#isRemoved = true
    this.close()
    this.#files.fs.remove(this.path)
  }

  #handle(): OpenFile {
    this.lastUse = this.#files.nextUse()
    if (this.#file !== undefined) return this.#file
    const file = this.#files.fs.open(this.path, 'update')
    this.#adopt(file)
    return file
  }

  #adopt(file: OpenFile): void {
    this.#file = file
    this.lastUse = this.#files.nextUse()
    this.#files.opened(this)
  }

  #finished(): void {
    this.#pending--
    if (this.#pending === 0 && this.#closeWhenIdle) this.close()
  }
}

/** The text and fix that a wrong file length deserves; RocketMQ refuses to start in the same case. */
export function wrongLength(path: string, actualBytes: number, fileBytes: number, optionName: string): EngineError {
  return new EngineError(
    'store-corrupt',
    `${path} has ${actualBytes} bytes, but ${optionName} is ${fileBytes}: set ${optionName} to the value the store was ` +
      'made with, or move the file away',
    { context: { path, actualBytes, fileBytes, optionName } },
  )
}
