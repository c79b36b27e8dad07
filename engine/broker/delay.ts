/**
 * Delivers messages of the schedule topic when their time has come: one loop per delay level, woken by what is stored and
 * by the next due time, never by polling. Keeps how far each level got in `delayOffset.json`. Putting a message into the
 * schedule topic is message-put's business. Answers to Java's ScheduleMessageService.
 */
import { errorText } from '../base/errors.ts'
import type { Clock, Log, TimerHandle, Timers } from '../base/ports.ts'
import { delayOffsetTable, type DelayOffsetTable } from '../protocol/bodies/offset-table.ts'
import { type DataVersion, firstDataVersion, nextDataVersion } from '../protocol/data-version.ts'
import type { DelayLevels } from '../protocol/delay-level.ts'
import { PropertyName } from '../protocol/message.ts'
import { encodePropertiesBytes } from '../protocol/properties.ts'
import { type DecodedRecord, decodeRecord } from '../protocol/record.ts'
import { SystemTopic } from '../protocol/topics.ts'
import type { QueueUnit } from '../store/message-store.ts'
import type { PutResult, StoredRecord, StoreMessage } from '../store/types.ts'
import type { ConfigFile } from './config-file.ts'

const UNITS_PER_READ = 32
/** After a message that could not be put or read. Source: DELAY_FOR_A_PERIOD is 10 s; a full disk frees itself sooner. */
const RETRY_MS = 1000
/** Longest single timer: a clock that was set, or a level of days, is looked at again after that. */
const TIMER_MS_MAX = 60_000
const PERSIST_RETRY_MS = 200

/** What this needs of the store. */
export interface DelayStore {
  putMessage(message: StoreMessage): PutResult
  readUnits(topic: string, queueId: number, queueOffset: number, count: number): QueueUnit[]
  lookMessage(logOffset: number): Promise<StoredRecord | undefined>
  minOffset(topic: string, queueId: number): number
  maxOffset(topic: string, queueId: number): number
  readonly commitLog: { readonly flushedOffset: number }
}

export interface DelayParts {
  readonly store: DelayStore
  readonly levels: DelayLevels
  readonly file: ConfigFile
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  readonly persistPeriodMs: number
  /** Deliveries after which the table's version grows (`delayOffsetUpdateVersionStep`); asked at each one. */
  readonly versionStep: () => number
}

interface Level {
  readonly level: number
  queueOffset: number
  isRunning: boolean
  /** Something may have come while the loop was running. */
  isStale: boolean
  timer: TimerHandle | undefined
}

export class DelayDelivery {
  readonly #parts: DelayParts
  readonly #levels: Level[]
  #loaded = new Map<number, number>()
  #version: DataVersion
  #deliveries = 0
  /** End in the log of the last delivered copy: offsets past it must not reach the disk before it. */
  #deliveredEndOffset = 0
  #persisted = ''
  #persistTimer: TimerHandle | undefined
  #isStarted = false

  constructor(parts: DelayParts) {
    this.#parts = parts
    this.#version = firstDataVersion(parts.clock.nowMs())
    this.#levels = parts.levels.delaysMs.map((_, i) => ({
      level: i + 1,
      queueOffset: 0,
      isRunning: false,
      isStale: false,
      timer: undefined,
    }))
  }

  /** @throws {EngineError} 'store-corrupt' when neither delayOffset.json nor its backup decodes. */
  load(): void {
    const table = this.#parts.file.load((text) => delayOffsetTable.decodeText(text))
    if (table !== undefined) this.#adopt(table)
  }

  /** Begins to deliver; only a master does. Offsets are brought into the range of their queues first. */
  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    const { store, timers, persistPeriodMs } = this.#parts
    for (const level of this.#levels) {
      const queueId = level.level - 1
      const saved = this.#loaded.get(level.level) ?? 0
      const min = store.minOffset(SystemTopic.SCHEDULE, queueId)
      const max = store.maxOffset(SystemTopic.SCHEDULE, queueId)
      level.queueOffset = Math.min(Math.max(saved, min), max)
      this.#wake(level)
    }
    this.#persistTimer = timers.every(persistPeriodMs, () => {
      this.#persistWhenFlushed(this.#text(), this.#deliveredEndOffset)
    })
  }

  /** Ends timers and loops and writes the offsets. */
  stop(): void {
    if (!this.#isStarted) return
    const text = this.#text()
    this.#isStarted = false
    this.#persistTimer?.cancel()
    for (const level of this.#levels) level.timer?.cancel()
    this.#save(text)
  }

  /** Told by the dispatch for every message of the schedule topic. */
  arrived(queueId: number): void {
    const level = this.#levels[queueId]
    if (this.#isStarted && level !== undefined && level.timer === undefined) this.#wake(level)
  }

  /** What GET_ALL_DELAY_OFFSET answers and the file holds. */
  toTable(): DelayOffsetTable {
    const offsetTable = new Map(this.#loaded)
    if (this.#isStarted) for (const level of this.#levels) offsetTable.set(level.level, level.queueOffset)
    return { dataVersion: this.#version, offsetTable }
  }

  /** A slave takes over its master's offsets, to go on from them if it ever delivers itself. */
  replaceAll(table: DelayOffsetTable): void {
    this.#adopt(table)
    this.#save(this.#text())
  }

  /** Delivered offset and end of each level's queue, for the runtime information. */
  progress(): { readonly level: number; readonly delivered: number; readonly max: number }[] {
    const { store } = this.#parts
    return this.#levels.map(({ level, queueOffset }) => ({
      level,
      delivered: this.#isStarted ? queueOffset : (this.#loaded.get(level) ?? 0),
      max: store.maxOffset(SystemTopic.SCHEDULE, level - 1),
    }))
  }

  #adopt(table: DelayOffsetTable): void {
    this.#loaded = new Map(table.offsetTable)
    if (table.dataVersion !== undefined) this.#version = table.dataVersion
  }

  #wake(level: Level): void {
    if (level.isRunning) {
      level.isStale = true
      return
    }
    level.isRunning = true
    level.timer?.cancel()
    level.timer = undefined
    this.#run(level).then(
      (waitMs) => {
        level.isRunning = false
        this.#rest(level, waitMs)
      },
      (error: unknown) => {
        level.isRunning = false
        this.#parts.log.error('delayed delivery failed, tried again', { level: level.level, error: errorText(error) })
        this.#rest(level, RETRY_MS)
      },
    )
  }

  #rest(level: Level, waitMs: number | undefined): void {
    if (!this.#isStarted) return
    const isStale = level.isStale
    level.isStale = false
    if (waitMs !== undefined) {
      level.timer = this.#parts.timers.after(Math.min(Math.max(1, waitMs), TIMER_MS_MAX), () => {
        level.timer = undefined
        this.#wake(level)
      })
    } else if (isStale) {
      this.#wake(level)
    }
  }

  /** Delivers what is due; returns how long until the next one, undefined when the queue is empty. */
  async #run(level: Level): Promise<number | undefined> {
    const { store, clock, levels } = this.#parts
    const queueId = level.level - 1
    while (this.#isStarted) {
      const units = store.readUnits(SystemTopic.SCHEDULE, queueId, level.queueOffset, UNITS_PER_READ)
      if (units.length === 0) {
        const min = store.minOffset(SystemTopic.SCHEDULE, queueId)
        if (level.queueOffset >= min) return undefined
        level.queueOffset = min
        continue
      }
      for (const unit of units) {
        const nowMs = clock.nowMs()
        const dueMs = Number(unit.tagCode)
        // A time further away than the level itself was made by a clock that has been set since.
        if (dueMs > nowMs && dueMs <= nowMs + levels.delayMs(level.level)) return dueMs - nowMs
        const outcome = await this.#deliver(unit)
        if (!this.#isStarted) return undefined
        if (outcome === 'again') return RETRY_MS
        level.queueOffset = unit.queueOffset + 1
        this.#deliveries += 1
        if (this.#deliveries % Math.max(1, this.#parts.versionStep()) === 0) {
          this.#version = nextDataVersion(this.#version, nowMs)
        }
      }
    }
    return undefined
  }

  async #deliver(unit: QueueUnit): Promise<'done' | 'again'> {
    const { store, log } = this.#parts
    const stored = await store.lookMessage(unit.logOffset)
    if (!this.#isStarted) return 'again'
    if (stored === undefined) return 'done'
    const message = redelivered(decodeRecord(stored.bytes))
    if (typeof message === 'string') {
      log.warn('delayed message dropped', { logOffset: unit.logOffset, reason: message })
      return 'done'
    }
    const result = store.putMessage(message)
    if (result.status === 'appended') {
      this.#deliveredEndOffset = result.endOffset
      return 'done'
    }
    log.warn('delayed message not stored, tried again', { reason: result.reason, detail: result.detail })
    return result.reason === 'illegal' || result.reason === 'too-large' ? 'done' : 'again'
  }

  #text(): string {
    return delayOffsetTable.encodeText(this.toTable(), { pretty: true })
  }

  /** Offsets go to disk only after the copies they count have: a crash repeats a delivery, it never loses one. */
  #persistWhenFlushed(text: string, endOffset: number): void {
    if (!this.#isStarted || text === this.#persisted) return
    if (this.#parts.store.commitLog.flushedOffset >= endOffset) {
      this.#save(text)
      return
    }
    this.#parts.timers.after(PERSIST_RETRY_MS, () => {
      this.#persistWhenFlushed(text, endOffset)
    })
  }

  #save(text: string): void {
    try {
      this.#parts.file.save(text)
      this.#persisted = text
    } catch (error) {
      this.#parts.log.error('delay offsets not stored', { error: errorText(error) })
    }
  }
}

/**
 * The message as it goes to its real topic; the reason when there is none. Its stored properties keep DELAY, REAL_TOPIC
 * and REAL_QID. Source: DeliverDelayedMessageTimerTask#executeOnTimeUp, ScheduleMessageService#messageTimeUp.
 */
export function redelivered(record: DecodedRecord): StoreMessage | string {
  const topic = record.properties.get(PropertyName.REAL_TOPIC)
  const queueText = record.properties.get(PropertyName.REAL_QID)
  if (topic === undefined || queueText === undefined || !/^\d{1,9}$/.test(queueText)) return 'it names no real queue'
  if (topic === SystemTopic.TRANS_HALF) return 'its real topic is the half topic'
  return {
    topic,
    queueId: Number(queueText),
    flag: record.flag,
    sysFlag: record.sysFlag,
    bornTimestampMs: record.bornTimestampMs,
    bornHost: record.bornHost,
    storeHost: record.storeHost,
    reconsumeTimes: record.reconsumeTimes,
    body: record.body,
    properties: encodePropertiesBytes(record.properties),
  }
}
