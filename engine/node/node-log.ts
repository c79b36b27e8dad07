/**
 * The log sink of a process: text lines into one file with size rotation, optionally to stderr too. Lines wait in a
 * bounded buffer and are written together; what does not fit is counted and reported instead of kept.
 *
 * Line: `2026-11-21 12:00:00.123 INFO  broker.ha - message key=value`, local time.
 */
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { errorText } from '../base/errors.ts'
import { LOG_FILE_BYTES_MAX, LOG_FILES_MAX, LOG_LINE_CHARS_MAX, LOG_PENDING_CHARS_MAX } from '../base/limits.ts'
import { makeDirectories } from './node-file-system.ts'
import type { Log, LogFields, LogLevel } from '../base/ports.ts'

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 }

/** How long a line below WARN may wait for company. */
const GATHER_MS = 100

export interface LogSinkOptions {
  readonly level?: LogLevel
  /** Absent: lines go to stderr only, or nowhere. */
  readonly file?: string
  readonly stderr?: boolean
  readonly fileBytesMax?: number
  /** Rotated files besides the current one: `x.log.1` is the youngest. */
  readonly filesMax?: number
}

/** Owner of the log file of this process. `log(name)` makes the loggers that parts receive. */
export class LogSink {
  /** May be changed at any time; loggers look at it for each line. */
  level: LogLevel
  readonly #file: string | undefined
  readonly #toStderr: boolean
  readonly #fileBytesMax: number
  readonly #filesMax: number
  #descriptor = -1
  #fileBytes = 0
  #pending: string[] = []
  #pendingChars = 0
  #droppedLines = 0
  #gather: NodeJS.Timeout | undefined
  /** The part that the thread pool is writing, with its place in the file: written again if the process ends first. */
  #inFlight: { readonly bytes: Buffer; readonly position: number } | undefined
  readonly #atExit = (): void => this.flushNow()

  constructor(options: LogSinkOptions) {
    this.level = options.level ?? 'info'
    this.#file = options.file
    this.#toStderr = options.stderr ?? false
    this.#fileBytesMax = options.fileBytesMax ?? LOG_FILE_BYTES_MAX
    this.#filesMax = options.filesMax ?? LOG_FILES_MAX
    if (this.#file === undefined) return
    makeDirectories(dirname(this.#file))
    this.#openFile(this.#file)
    process.on('exit', this.#atExit)
  }

  log(name: string): Log {
    return new NodeLog(this, name)
  }

  isEnabled(level: LogLevel): boolean {
    return RANK[level] >= RANK[this.level]
  }

  /** Queues one line; WARN and ERROR are written before this turn of the event loop ends. */
  add(level: LogLevel, line: string): void {
    if (this.#toStderr) process.stderr.write(line)
    if (this.#file === undefined) return
    if (this.#pendingChars + line.length > LOG_PENDING_CHARS_MAX) {
      this.#droppedLines++
      return
    }
    this.#pending.push(line)
    this.#pendingChars += line.length
    if (RANK[level] >= RANK.warn) setImmediate(() => this.#writePending())
    else this.#gather ??= setTimeout(() => this.#writePending(), GATHER_MS).unref()
  }

  /** Writes everything synchronously: before the process ends, and for tests. */
  flushNow(): void {
    if (this.#descriptor < 0) return
    const inFlight = this.#inFlight
    if (inFlight !== undefined) {
      fs.writeSync(this.#descriptor, inFlight.bytes, 0, inFlight.bytes.length, inFlight.position)
    }
    const bytes = this.#takePending()
    if (bytes.length === 0) return
    fs.writeSync(this.#descriptor, bytes, 0, bytes.length, this.#fileBytes)
    this.#fileBytes += bytes.length
  }

  close(): void {
    this.flushNow()
    clearTimeout(this.#gather)
    process.off('exit', this.#atExit)
    if (this.#descriptor >= 0 && this.#inFlight === undefined) fs.closeSync(this.#descriptor)
    this.#descriptor = -1
  }

  #writePending(): void {
    clearTimeout(this.#gather)
    this.#gather = undefined
    if (this.#inFlight !== undefined || this.#descriptor < 0 || this.#file === undefined) return
    const bytes = this.#takePending()
    if (bytes.length === 0) return
    if (this.#fileBytes > 0 && this.#fileBytes + bytes.length > this.#fileBytesMax) this.#rotate(this.#file)
    const position = this.#fileBytes
    const descriptor = this.#descriptor
    this.#fileBytes += bytes.length
    this.#inFlight = { bytes, position }
    fs.write(descriptor, bytes, 0, bytes.length, position, () => {
      // A failed write (full disk) loses its lines: a log must not stop the node that it describes.
      this.#inFlight = undefined
      if (this.#descriptor < 0) fs.closeSync(descriptor)
      else if (this.#pending.length > 0) this.#writePending()
    })
  }

  #takePending(): Buffer {
    if (this.#droppedLines > 0) {
      this.#pending.push(
        `${timeText(new Date())} WARN  log - lines dropped, the disk is too slow lines=${this.#droppedLines}\n`,
      )
      this.#droppedLines = 0
    }
    const bytes = Buffer.from(this.#pending.join(''), 'utf8')
    this.#pending = []
    this.#pendingChars = 0
    return bytes
  }

  #rotate(file: string): void {
    fs.closeSync(this.#descriptor)
    fs.rmSync(`${file}.${this.#filesMax}`, { force: true })
    for (let n = this.#filesMax - 1; n >= 0; n--) {
      const from = n === 0 ? file : `${file}.${n}`
      if (fs.existsSync(from)) fs.renameSync(from, `${file}.${n + 1}`)
    }
    this.#openFile(file)
  }

  #openFile(file: string): void {
    this.#descriptor = fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_CREAT, 0o644)
    this.#fileBytes = fs.fstatSync(this.#descriptor).size
  }
}

class NodeLog implements Log {
  readonly #sink: LogSink
  readonly #name: string

  constructor(sink: LogSink, name: string) {
    this.#sink = sink
    this.#name = name
  }

  debug(message: string, fields?: LogFields): void {
    this.#add('debug', message, fields)
  }

  info(message: string, fields?: LogFields): void {
    this.#add('info', message, fields)
  }

  warn(message: string, fields?: LogFields): void {
    this.#add('warn', message, fields)
  }

  error(message: string, fields?: LogFields): void {
    this.#add('error', message, fields)
  }

  child(name: string): Log {
    return new NodeLog(this.#sink, this.#name === '' ? name : `${this.#name}.${name}`)
  }

  #add(level: LogLevel, message: string, fields: LogFields | undefined): void {
    if (this.#sink.isEnabled(level)) this.#sink.add(level, logLine(new Date(), level, this.#name, message, fields))
  }
}

/** One line with its end; line breaks inside values are escaped, so one event stays one line. */
export function logLine(
  time: Date,
  level: LogLevel,
  name: string,
  message: string,
  fields: LogFields | undefined,
): string {
  let line = `${timeText(time)} ${level.toUpperCase().padEnd(5)} ${name} - ${oneLine(message)}`
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (value !== undefined) line += ` ${key}=${fieldText(value)}`
  }
  return `${line.length > LOG_LINE_CHARS_MAX ? `${line.slice(0, LOG_LINE_CHARS_MAX)}...` : line}\n`
}

function fieldText(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)
  if (value instanceof Error) return JSON.stringify(errorText(value))
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))
  } catch {
    return '[circular]'
  }
}

function oneLine(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n')
}

function timeText(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  return `${day} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`
}
