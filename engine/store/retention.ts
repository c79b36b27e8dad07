/**
 * When old files go: by age at certain hours, earlier when the disk fills up. The decision is a function of plain values;
 * the driver reads ratios, deletes a file at a time and keeps the disk-full flags. Answers to CleanCommitLogService.
 */
import { errorText } from '../base/errors.ts'
import type { Clock, FileSystem, Log, TimerHandle, Timers } from '../base/ports.ts'
import type { CommitLog } from './commit-log.ts'
import type { KeyIndex } from './key-index.ts'
import { localTime } from './local-time.ts'
import type { QueueTable } from './queue-table.ts'
import { RunningFlag, type RunningFlags } from './running-flags.ts'
import type { Segment } from './segment.ts'
import type { DiskRatios } from './types.ts'

/** A minute after the start with the default period, as in Java; sooner where rounds are wanted more often. */
const FIRST_TICK_MS = 60_000
const FIRST_TICK_PERIODS = 6
/** Ticks that an administrator's request to delete stays armed. */
const MANUAL_TICKS = 20

export interface RetentionRules {
  /** `deleteWhen`: two-digit hours separated by `;`. */
  readonly deleteWhen: string
  /** Hours. */
  readonly fileReservedTime: number
  readonly deleteFileBatchMax: number
  /** Percent. */
  readonly diskMaxUsedSpaceRatio: number
  readonly diskSpaceWarningLevelRatio: number
  readonly diskSpaceCleanForciblyRatio: number
  readonly cleanFileForciblyEnable: boolean
}

export interface RetentionInput {
  readonly nowMs: number
  readonly localHour: number
  readonly isManual: boolean
  /** Used share of the log's and of the queues' partition, -1 when unknown. */
  readonly ratios: DiskRatios
  readonly wasDiskFull: boolean
  readonly wasQueueDiskFull: boolean
  /** Last modification of each log file, oldest file first, the last file left out: it is never deleted. */
  readonly modifiedMs: readonly (number | undefined)[]
}

export interface RetentionDecision {
  /** How many of the oldest files to delete now. */
  readonly deleteCount: number
  readonly isDiskFull: boolean
  readonly isQueueDiskFull: boolean
  /** Why files go, for the log; undefined when this is no time to delete. */
  readonly reason: 'hour' | 'space' | 'space-forced' | 'manual' | undefined
}

/** Source: DefaultMessageStore.CleanCommitLogService#deleteExpiredFiles, #isSpaceToDelete, #isTimeToDelete. */
export function decideRetention(rules: RetentionRules, input: RetentionInput): RetentionDecision {
  const warning = clamp(rules.diskSpaceWarningLevelRatio / 100, 0.35, 0.9)
  const force = clamp(rules.diskSpaceCleanForciblyRatio / 100, 0.3, 0.85)
  const wanted = clamp(rules.diskMaxUsedSpaceRatio, 10, 95) / 100
  const { commitLog, consumeQueue } = input.ratios
  const isFull = (ratio: number, was: boolean): boolean => ratio > warning || (ratio > force && was)
  const isForced = commitLog > force || consumeQueue > force
  const isSpace = commitLog < 0 || commitLog > wanted || consumeQueue < 0 || consumeQueue > wanted
  const isHour = rules.deleteWhen.split(';').some((hour) => hour.trim() !== '' && Number(hour) === input.localHour)
  const reason = isForced ? 'space-forced' : isSpace ? 'space' : input.isManual ? 'manual' : isHour ? 'hour' : undefined
  let deleteCount = 0
  if (reason !== undefined) {
    const regardlessOfAge = isForced && rules.cleanFileForciblyEnable
    const oldestKeptMs = input.nowMs - rules.fileReservedTime * 3_600_000
    for (const modifiedMs of input.modifiedMs) {
      if (deleteCount >= rules.deleteFileBatchMax) break
      if (!regardlessOfAge && modifiedMs !== undefined && modifiedMs > oldestKeptMs) break
      deleteCount++
    }
  }
  return {
    deleteCount,
    isDiskFull: isFull(commitLog, input.wasDiskFull),
    isQueueDiskFull: isFull(consumeQueue, input.wasQueueDiskFull),
    reason,
  }
}

export interface RetentionParts {
  readonly commitLog: CommitLog
  readonly queues: QueueTable
  readonly keyIndex: KeyIndex
  readonly flags: RunningFlags
  readonly fs: FileSystem
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
}

export interface RetentionOptions {
  /** Asked in every round: they change at run time. */
  readonly rules: () => RetentionRules & { readonly deleteCommitLogFilesInterval: number }
  readonly periodMs: number
  readonly commitLogPath: string
  readonly queuePath: string
  readonly utcOffsetMinutes: (atMs: number) => number
}

export class Retention {
  readonly #parts: RetentionParts
  readonly #options: RetentionOptions
  #timer: TimerHandle | undefined
  #manualTicks = 0
  #cleanedTo = -1
  /** Files of a round are still to go: the next round counts them out, and would have them deleted twice. */
  #isDeleting = false
  #isStopped = false

  constructor(parts: RetentionParts, options: RetentionOptions) {
    this.#parts = parts
    this.#options = options
  }

  start(): void {
    const firstMs = Math.min(FIRST_TICK_MS, FIRST_TICK_PERIODS * this.#options.periodMs)
    this.#timer = this.#parts.timers.after(firstMs, () => this.#tick())
  }

  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  /** The next ticks delete files that are old enough, whatever the hour. */
  armManual(): void {
    this.#manualTicks = MANUAL_TICKS
  }

  /** Used shares of the partitions now. */
  ratios(): DiskRatios {
    return { commitLog: this.#ratio(this.#options.commitLogPath), consumeQueue: this.#ratio(this.#options.queuePath) }
  }

  /** One round: flags, log files, then the queue and index files that point below the log's new start. */
  runOnce(): void {
    const { commitLog, flags, clock, log } = this.#parts
    const nowMs = clock.nowMs()
    const modifiedMs: (number | undefined)[] = []
    // The file being written and the one prepared behind it stay.
    const current = commitLog.segments.find(Math.max(0, commitLog.appendedOffset - 1))
    for (let i = 0; i < commitLog.segments.count; i++) {
      const segment = commitLog.segments.at(i) as Segment
      if (current === undefined || segment.startOffset >= current.startOffset) break
      modifiedMs.push(segment.modifiedMs())
    }
    const decision = decideRetention(this.#options.rules(), {
      nowMs,
      localHour: localTime(nowMs, this.#options.utcOffsetMinutes(nowMs)).hour,
      isManual: this.#manualTicks > 0,
      ratios: this.ratios(),
      wasDiskFull: flags.has(RunningFlag.DISK_FULL),
      wasQueueDiskFull: flags.has(RunningFlag.LOGIC_DISK_FULL),
      modifiedMs,
    })
    if (this.#manualTicks > 0) this.#manualTicks--
    this.#setFlag(RunningFlag.DISK_FULL, decision.isDiskFull, this.#options.commitLogPath)
    this.#setFlag(RunningFlag.LOGIC_DISK_FULL, decision.isQueueDiskFull, this.#options.queuePath)
    if (decision.deleteCount > 0) {
      log.info('deleting old commit log files', { files: decision.deleteCount, reason: decision.reason })
    }
    if (!this.#isDeleting) this.#deleteFiles(decision.deleteCount)
  }

  #tick(): void {
    try {
      this.runOnce()
    } catch (error) {
      this.#parts.log.error('cleaning failed', { error: errorText(error) })
    }
    if (!this.#isStopped) this.#timer = this.#parts.timers.after(this.#options.periodMs, () => this.#tick())
  }

  #deleteFiles(count: number): void {
    this.#isDeleting = false
    if (this.#isStopped) return
    const { commitLog, timers, log } = this.#parts
    try {
      if (count > 0) commitLog.segments.removeFirst()
      if (count <= 1) {
        this.#cleanDerived()
        return
      }
      this.#isDeleting = true
      const pauseMs = Math.max(0, this.#options.rules().deleteCommitLogFilesInterval)
      timers.after(pauseMs, () => this.#deleteFiles(count - 1))
    } catch (error) {
      log.error('deleting an old commit log file failed', { error: errorText(error) })
    }
  }

  #cleanDerived(): void {
    const { commitLog, queues, keyIndex } = this.#parts
    const minOffset = commitLog.minOffset
    if (minOffset <= this.#cleanedTo) return
    this.#cleanedTo = minOffset
    queues.deleteExpired(minOffset)
    queues.correctMin(minOffset)
    keyIndex.deleteExpired(minOffset)
  }

  #setFlag(flag: number, isUp: boolean, path: string): void {
    const { flags, log } = this.#parts
    if (flags.has(flag) === isUp) return
    flags.set(flag, isUp)
    if (isUp) log.error('disk full: no messages are taken', { path })
    else log.info('disk has room again', { path })
  }

  /** Used share in whole percents, rounded up. Source: UtilAll#getDiskPartitionSpaceUsedPercent. */
  #ratio(path: string): number {
    try {
      const { totalBytes, freeBytes } = this.#parts.fs.diskUsage(path)
      if (totalBytes <= 0) return -1
      return Math.ceil(((totalBytes - freeBytes) / totalBytes) * 100) / 100
    } catch {
      return -1
    }
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
