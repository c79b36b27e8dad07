/**
 * The files of one log or queue in offset order: load, find, roll, trim, truncate. What the bytes mean is unknown here.
 * Answers to MappedFileQueue.
 */
import { EngineError } from '../base/errors.ts'
import type { Log } from '../base/ports.ts'
import { type OpenFiles, Segment, segmentName, wrongLength } from './segment.ts'

const NAME_PATTERN = /^\d{1,20}$/

export interface SegmentListOptions {
  readonly directory: string
  readonly fileBytes: number
  /** Configuration key that decides `fileBytes`, for messages. */
  readonly optionName: string
}

export class SegmentList {
  readonly directory: string
  readonly fileBytes: number
  readonly #optionName: string
  readonly #files: OpenFiles
  readonly #log: Log
  readonly #segments: Segment[] = []
  #hasDirectory = false

  constructor(files: OpenFiles, options: SegmentListOptions, log: Log) {
    this.#files = files
    this.directory = options.directory
    this.fileBytes = options.fileBytes
    this.#optionName = options.optionName
    this.#log = log
  }

  get count(): number {
    return this.#segments.length
  }

  get first(): Segment | undefined {
    return this.#segments[0]
  }

  get last(): Segment | undefined {
    return this.#segments[this.#segments.length - 1]
  }

  at(index: number): Segment | undefined {
    return this.#segments[index]
  }

  /**
   * Takes over the files of the directory in name order. Sub-directories and dot files are skipped; an empty last file
   * (a crash between creation and sizing) is deleted; a hole between files is logged and lived with.
   * @param afterCrash an empty file is then deleted wherever it is, with all behind it: its length and content were never
   * synced, so nothing that the checkpoint vouches for is in those files.
   * @throws {EngineError} 'store-corrupt' naming a file of another length or a file that is no segment.
   * Source: MappedFileQueue#doLoad, #checkSelf.
   */
  load(afterCrash: boolean): void {
    const fs = this.#files.fs
    const names = fs.list(this.directory).filter((name) => !name.startsWith('.'))
    const found: { path: string; startOffset: number; bytes: number }[] = []
    for (const name of names) {
      const path = `${this.directory}/${name}`
      const info = fs.info(path)
      if (info === undefined || info.kind === 'directory') continue
      const startOffset = Number(name)
      if (!NAME_PATTERN.test(name) || !Number.isSafeInteger(startOffset)) {
        throw new EngineError('store-corrupt', `${path} is no store file: move it out of the store`, {
          context: { path },
        })
      }
      found.push({ path, startOffset, bytes: info.bytes })
    }
    found.sort((a, b) => a.startOffset - b.startOffset)
    const empty = found.findIndex((file) => file.bytes === 0)
    if (empty >= 0 && (afterCrash || empty === found.length - 1)) {
      for (const file of found.splice(empty)) {
        fs.remove(file.path)
        this.#log.warn('file that was never synced deleted', { path: file.path, bytes: file.bytes })
      }
    }
    for (const file of found) {
      if (file.bytes !== this.fileBytes) throw wrongLength(file.path, file.bytes, this.fileBytes, this.#optionName)
      const previous = this.last
      if (previous !== undefined && previous.endOffset !== file.startOffset) {
        this.#log.error('adjacent files do not meet', { path: file.path, previousEnd: previous.endOffset })
      }
      this.#segments.push(new Segment(this.#files, file.path, file.startOffset, this.fileBytes))
    }
    this.#hasDirectory = found.length > 0
  }

  /** The file that holds `offset`, or undefined. */
  find(offset: number): Segment | undefined {
    const segments = this.#segments
    const first = segments[0]
    if (first === undefined || offset < first.startOffset) return undefined
    const guess = segments[Math.floor((offset - first.startOffset) / this.fileBytes)]
    if (guess !== undefined && offset >= guess.startOffset && offset < guess.endOffset) return guess
    // Only a list with a hole comes here.
    return segments.find((segment) => offset >= segment.startOffset && offset < segment.endOffset)
  }

  /**
   * The file that holds `offset`, created when the list does not reach that far.
   * @throws {EngineError} 'store-io'.
   */
  ensure(offset: number): Segment {
    const found = this.find(offset)
    if (found !== undefined) return found
    if (!this.#hasDirectory) {
      this.#files.fs.makeDirectories(this.directory)
      this.#hasDirectory = true
    }
    const startOffset = offset - (offset % this.fileBytes)
    const path = `${this.directory}/${segmentName(startOffset)}`
    const segment = new Segment(this.#files, path, startOffset, this.fileBytes)
    segment.create()
    this.#segments.push(segment)
    this.#segments.sort((a, b) => a.startOffset - b.startOffset)
    return segment
  }

  /** Deletes the oldest file. */
  removeFirst(): void {
    this.#segments.shift()?.remove()
  }

  /** Deletes every file that starts at or after `offset`. */
  removeFrom(offset: number): void {
    for (;;) {
      const last = this.last
      if (last === undefined || last.startOffset < offset) return
      this.#segments.pop()
      last.remove()
    }
  }

  removeAll(): void {
    this.removeFrom(0)
  }

  /** Removes the directory too, when nothing is left in it. */
  removeDirectory(): void {
    this.removeAll()
    const fs = this.#files.fs
    if (fs.info(this.directory) !== undefined && fs.list(this.directory).length === 0) fs.removeTree(this.directory)
    this.#hasDirectory = false
  }

  close(): void {
    for (const segment of this.#segments) segment.close()
  }
}
