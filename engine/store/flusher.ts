/**
 * Makes the written log durable: a background sync every so often, or with SYNC_FLUSH one sync after the other while
 * something is unflushed, each covering everything written before it began (group commit). Replies and visibility wait
 * for `CommitLog.flushedOffset`; nobody waits here. Answers to FlushRealTimeService and GroupCommitService.
 */
import type { Log, TimerHandle, Timers } from '../base/ports.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { CommitLog } from './commit-log.ts'
import type { Segment } from './segment.ts'
import type { FlushDiskType } from './types.ts'

/** A big sync stalls writers, so background syncs come at least this often. */
const BACKGROUND_PERIOD_MAX_MS = 50

export interface FlusherOptions {
  readonly flushDiskType: FlushDiskType
  /** Read before each sync: it changes at run time. */
  readonly limits: { readonly flushIntervalCommitLog: number }
}

export class Flusher {
  readonly #commitLog: CommitLog
  readonly #checkpoint: Checkpoint
  readonly #timers: Timers
  readonly #log: Log
  readonly #options: FlusherOptions
  #timer: TimerHandle | undefined
  #isSyncing = false
  #isStopped = false
  #hasFailed = false
  #whenSynced: (() => void)[] = []

  constructor(
    commitLog: CommitLog,
    checkpoint: Checkpoint,
    ports: { readonly timers: Timers; readonly log: Log },
    options: FlusherOptions,
  ) {
    this.#commitLog = commitLog
    this.#checkpoint = checkpoint
    this.#timers = ports.timers
    this.#log = ports.log
    this.#options = options
  }

  /** Listens to the log. The listener comes after replication: slaves get the bytes while our disk works. */
  start(): void {
    this.#commitLog.onWritten('replicate', () => this.#written())
  }

  #written(): void {
    if (this.#isStopped || this.#hasFailed) return
    if (this.#options.flushDiskType === 'SYNC_FLUSH') {
      if (!this.#isSyncing) this.#sync()
    } else {
      const { flushIntervalCommitLog } = this.#options.limits
      const periodMs = Math.max(1, Math.min(flushIntervalCommitLog, BACKGROUND_PERIOD_MAX_MS))
      this.#timer ??= this.#timers.after(periodMs, () => {
        this.#timer = undefined
        if (!this.#isSyncing && !this.#isStopped) this.#sync()
      })
    }
  }

  /** Syncs the rest and ends; resolves when the disk has everything written, or when a sync failed. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#timer = undefined
    while (this.#commitLog.flushedOffset < this.#commitLog.writtenOffset && !this.#hasFailed) {
      const synced = new Promise<void>((resolve) => this.#whenSynced.push(resolve))
      if (!this.#isSyncing) this.#sync()
      await synced
    }
  }

  #sync(): void {
    const commitLog = this.#commitLog
    const target = commitLog.writtenOffset
    const timestampMs = commitLog.writtenTimestampMs
    if (target <= commitLog.flushedOffset) return
    this.#isSyncing = true
    try {
      this.#syncFrom(commitLog.flushedOffset, target, timestampMs)
    } catch (error) {
      this.#synced(error, target, timestampMs)
    }
  }

  /** One file after the other; nearly always there is just one. */
  #syncFrom(at: number, target: number, timestampMs: number): void {
    const segment: Segment | undefined = at < target ? this.#commitLog.segments.find(at) : undefined
    if (segment === undefined) {
      this.#synced(undefined, target, timestampMs)
      return
    }
    segment.datasync((error) => {
      if (error !== undefined) this.#synced(error, target, timestampMs)
      else this.#syncFrom(segment.endOffset, target, timestampMs)
    })
  }

  #synced(error: unknown, target: number, timestampMs: number): void {
    this.#isSyncing = false
    if (error !== undefined) {
      this.#hasFailed = true
      this.#commitLog.failForGood(error)
    } else {
      if (timestampMs > 0) this.#checkpoint.physicMsgTimestampMs = timestampMs
      this.#commitLog.markFlushed(target)
    }
    for (const resolve of this.#whenSynced.splice(0)) resolve()
    if (!this.#hasFailed && !this.#isSyncing && this.#commitLog.writtenOffset > this.#commitLog.flushedOffset) {
      if (!this.#isStopped) this.#written()
    }
    if (this.#hasFailed) this.#log.debug('flusher ended after a failed sync')
  }
}
