/**
 * A store on a disk in memory under a clock and timers that stand still until told: what most store tests need.
 * `turn` ends the event-loop turn, `settle` lets the thread pool finish, `advance` moves time.
 */
import { bytesFromUtf8, type Bytes, concatBytes } from '../../../engine/base/bytes.ts'
import { crc32 } from '../../../engine/base/crc32.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import type { Clock, Log, LogFields, TimerHandle, Timers } from '../../../engine/base/ports.ts'
import { hostOf } from '../../../engine/protocol/host-address.ts'
import { type DecodedRecord, decodeRecord } from '../../../engine/protocol/record.ts'
import { MessageStore } from '../../../engine/store/message-store.ts'
import type { FetchResult, PutResult, StoreMessage, StoreOptions, StorePorts } from '../../../engine/store/types.ts'
import { MemoryDisk } from '../../sim/kernel/memory-disk.ts'
import { MemoryFileSystem } from '../../sim/kernel/memory-file-system.ts'

export const BORN_HOST = hostOf({ host: '10.0.0.1', port: 50_000 })
export const STORE_HOST = hostOf({ host: '10.0.0.2', port: 10_911 })

interface Planned {
  atMs: number
  readonly periodMs: number | undefined
  readonly task: () => void
}

export class StoreWorld implements Timers, Clock {
  readonly disk: MemoryDisk
  fs: MemoryFileSystem
  timeMs = 1_700_000_000_123
  readonly logLines: { level: string; message: string; fields: LogFields }[] = []
  isLocked = false
  #planned: Planned[] = []
  #turnEnd: (() => void)[] = []

  constructor() {
    this.disk = new MemoryDisk({ nowMs: () => this.timeMs })
    this.fs = new MemoryFileSystem({ disk: this.disk })
  }

  get ports(): StorePorts {
    return { clock: this, timers: this, log: this.#log(), checksum: crc32, fs: this.fs }
  }

  nowMs(): number {
    return this.timeMs
  }

  monotonicMs(): number {
    return this.timeMs
  }

  after(delayMs: number, task: () => void): TimerHandle {
    return this.#plan({ atMs: this.timeMs + delayMs, periodMs: undefined, task })
  }

  every(periodMs: number, task: () => void): TimerHandle {
    return this.#plan({ atMs: this.timeMs + periodMs, periodMs, task })
  }

  atTurnEnd(task: () => void): void {
    this.#turnEnd.push(task)
  }

  /** Ends the turn. */
  turn(): void {
    for (const task of this.#turnEnd.splice(0)) task()
  }

  /** Lets every operation of the thread pool complete. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.timeMs + ms
    for (;;) {
      const next = this.#planned.filter((planned) => planned.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (next === undefined) break
      this.timeMs = Math.max(this.timeMs, next.atMs)
      if (next.periodMs === undefined) this.#planned.splice(this.#planned.indexOf(next), 1)
      else next.atMs += next.periodMs
      next.task()
      await this.settle()
    }
    this.timeMs = untilMs
  }

  options(overrides: Partial<StoreOptions> = {}): StoreOptions {
    return {
      rootPath: '/store',
      acquireLock: async (rootPath) => {
        if (this.isLocked)
          throw new EngineError('store-locked', 'Lock failed, MQ already started', { context: { rootPath } })
        this.isLocked = true
        return {
          release: () => {
            this.isLocked = false
          },
        }
      },
      processId: 4711,
      storeHost: STORE_HOST,
      role: 'MASTER',
      flushDiskType: 'ASYNC_FLUSH',
      mappedFileSizeCommitLog: 64 * 1024,
      mappedFileSizeConsumeQueue: 2000,
      maxMessageSize: 16 * 1024,
      maxHashSlotNum: 5000,
      maxIndexNum: 1000,
      ringBytes: 256 * 1024,
      prewriteBytes: 0,
      ...overrides,
    }
  }

  open(overrides: Partial<StoreOptions> = {}): Promise<MessageStore> {
    return MessageStore.open(this.options(overrides), this.ports)
  }

  /** The process dies; the page cache stays. Whatever was planned is forgotten. */
  kill(): void {
    this.disk.killProcess()
    this.fs = new MemoryFileSystem({ disk: this.disk })
    this.#planned = []
    this.#turnEnd = []
    this.isLocked = false
  }

  /** Names of the files below a directory, with their lengths. */
  files(path: string): string[] {
    return this.fs.list(path).map((name) => `${name} ${this.fs.info(`${path}/${name}`)?.bytes ?? '-'}`)
  }

  #plan(planned: Planned): TimerHandle {
    this.#planned.push(planned)
    return {
      cancel: () => {
        const index = this.#planned.indexOf(planned)
        if (index >= 0) this.#planned.splice(index, 1)
      },
    }
  }

  #log(): Log {
    const add =
      (level: string) =>
      (message: string, fields: LogFields = {}): void => {
        this.logLines.push({ level, message, fields })
      }
    return { debug: add('debug'), info: add('info'), warn: add('warn'), error: add('error'), child: () => this.#log() }
  }
}

export function message(overrides: Partial<StoreMessage> & { readonly text?: string } = {}): StoreMessage {
  const { text, ...rest } = overrides
  return {
    topic: 'T1',
    queueId: 3,
    flag: 0,
    sysFlag: 0,
    bornTimestampMs: 1_700_000_000_000,
    bornHost: BORN_HOST,
    reconsumeTimes: 0,
    body: bytesFromUtf8(text ?? 'hello'),
    properties: bytesFromUtf8('TAGS\u0001TagA\u0002KEYS\u0001k1\u0002'),
    ...rest,
  }
}

export function properties(pairs: Readonly<Record<string, string>>): Bytes {
  return bytesFromUtf8(
    Object.entries(pairs)
      .map(([name, value]) => `${name}\u0001${value}\u0002`)
      .join(''),
  )
}

/** The facts of an append that must have worked. */
export function appended(result: PutResult): Extract<PutResult, { status: 'appended' }> {
  if (result.status !== 'appended') throw new Error(`refused: ${result.reason}, ${result.detail}`)
  return result
}

/** The records of a fetch, copied and decoded. */
export function recordsOf(fetch: FetchResult): DecodedRecord[] {
  return Array.from({ length: fetch.count }, (_, i) => {
    const start = fetch.starts[i] as number
    const slice = (fetch.sources[i] as Bytes).subarray(start, start + (fetch.sizes[i] as number))
    return decodeRecord(concatBytes([slice]))
  })
}

export function bodiesOf(fetch: FetchResult): string[] {
  return recordsOf(fetch).map((record) => record.body.utf8Slice())
}
