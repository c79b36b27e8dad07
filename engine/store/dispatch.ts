/**
 * Replays the log into consume queues and key index: the only writer of derived data, for a master, a slave and a
 * recovering store alike. Walks records after they are written, in order, without making an object for any of them.
 * Answers to ReputMessageService and its dispatchers.
 */
import type { Bytes } from '../base/bytes.ts'
import { errorText } from '../base/errors.ts'
import { javaHashCodeOfUtf8 } from '../base/hash.ts'
import { getInt64Unchecked } from '../base/int64.ts'
import type { Log, Timers } from '../base/ports.ts'
import type { DelayLevels } from '../protocol/delay-level.ts'
import { SysFlag } from '../protocol/message.ts'
import { NAME_VALUE_SEPARATOR, PROPERTY_SEPARATOR } from '../protocol/properties.ts'
import {
  BLANK_MAGIC,
  locateRecord,
  makeRecordSpans,
  RECORD_BYTES_MIN,
  RECORD_MAGIC_V1,
  RECORD_MAGIC_V2,
  RecordField,
  storeTimestampAt,
} from '../protocol/record.ts'
import type { CommitLog } from './commit-log.ts'
import type { KeyIndex } from './key-index.ts'
import { LogReader } from './log-reader.ts'
import type { QueueTable, TopicQueues } from './queue-table.ts'
import type { ArrivalListener } from './types.ts'

/** After a queue file refused its units: how long until the record is tried again. */
const RETRY_MS = 200

const TWO_32 = 0x1_0000_0000
const BLANK_CHARACTER = 0x20

const TAGS = asciiOf('TAGS')
const KEYS = asciiOf('KEYS')
const UNIQ_KEY = asciiOf('UNIQ_KEY')
const DELAY = asciiOf('DELAY')

export interface DispatcherOptions {
  readonly queues: QueueTable
  readonly keyIndex: KeyIndex
  /** Keys are indexed with `messageIndexEnable`, which changes at run time. */
  readonly limits: { readonly messageIndexEnable: boolean }
  readonly delayLevels: DelayLevels
  /** How far records are visible now: the written log, or with SYNC_FLUSH the flushed one. */
  readonly bound: () => number
}

export class Dispatcher {
  /** Everything below is in the queues. */
  dispatchedOffset = 0
  /** Store time of the last record dispatched, 0 before the first. */
  dispatchedTimestampMs = 0
  dispatchedMessages = 0
  /** A queue file refuses its units; dispatch stands still and tries again. */
  isFailing = false

  readonly #commitLog: CommitLog
  readonly #timers: Timers
  readonly #log: Log
  readonly #queues: QueueTable
  readonly #keyIndex: KeyIndex
  readonly #limits: DispatcherOptions['limits']
  readonly #delayLevels: DelayLevels
  readonly #bound: () => number
  readonly #reader: LogReader
  readonly #spans = makeRecordSpans()
  #listeners: ArrivalListener[] = []
  #isRunning = false
  #isStopped = false
  #stuckAt = -1
  /** What `#scanProperties` found: start and end of each value, start -1 without one. */
  #tagsStart = -1
  #tagsEnd = -1
  #keysStart = -1
  #keysEnd = -1
  #uniqueStart = -1
  #uniqueEnd = -1
  #delayStart = -1
  #delayEnd = -1

  constructor(commitLog: CommitLog, timers: Timers, log: Log, options: DispatcherOptions) {
    this.#commitLog = commitLog
    this.#timers = timers
    this.#log = log
    this.#queues = options.queues
    this.#keyIndex = options.keyIndex
    this.#limits = options.limits
    this.#delayLevels = options.delayLevels
    this.#bound = options.bound
    this.#reader = new LogReader(commitLog.segments)
  }

  /** Bytes that are visible and not dispatched yet. */
  get behindBytes(): number {
    return Math.max(0, this.#bound() - this.dispatchedOffset)
  }

  onArrived(listener: ArrivalListener): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener)
    }
  }

  /** Dispatches what has become visible. Called after each write or flush, and by the index when it has room again. */
  run(): void {
    // A listener may cause another write in this turn; the outer call goes on with it.
    if (this.#isRunning || this.#isStopped) return
    this.#isRunning = true
    try {
      while (this.#step());
      if (this.isFailing) {
        this.isFailing = false
        this.#log.info('consume queues take units again')
      }
    } catch (error) {
      if (!this.isFailing) this.#log.error('consume queue write failed, dispatch waits', { error: errorText(error) })
      this.isFailing = true
      this.#timers.after(RETRY_MS, () => this.run())
    } finally {
      this.#isRunning = false
    }
  }

  stop(): void {
    this.#isStopped = true
  }

  /** The log was cut or its end found: dispatch goes on at `offset`. */
  reset(offset: number): void {
    this.dispatchedOffset = offset
    this.#stuckAt = -1
    this.#reader.reset()
  }

  /** One record or blank. False when there is nothing whole to dispatch, or no room for its keys. */
  #step(): boolean {
    const commitLog = this.#commitLog
    const at = this.dispatchedOffset
    const bound = this.#bound()
    const left = bound - at
    if (left < 8 || !this.#keyIndex.hasRoom) return false
    let bytes = commitLog.ring.bytes
    let view = commitLog.ring.view
    let position = commitLog.readHot(at, 8)
    const isHot = position >= 0
    if (!isHot) {
      position = this.#reader.locate(at, 8, bound)
      if (position < 0) return this.#isMissing(at)
      view = this.#reader.view
    }
    const recordBytes = view.getInt32(position)
    const magic = view.getInt32(position + 4)
    if (magic === BLANK_MAGIC) {
      const next = at - (at % commitLog.fileBytes) + commitLog.fileBytes
      if (next > bound) return false
      this.dispatchedOffset = next
      return true
    }
    if ((magic !== RECORD_MAGIC_V1 && magic !== RECORD_MAGIC_V2) || recordBytes < RECORD_BYTES_MIN) {
      return this.#stuck(at, recordBytes, magic)
    }
    // A slave's log may end inside a record: the rest is on its way.
    if (recordBytes > left) return false
    if (isHot) {
      position = commitLog.readHot(at, recordBytes)
    } else {
      position = this.#reader.locate(at, recordBytes, bound)
      bytes = this.#reader.bytes
      view = this.#reader.view
    }
    if (position < 0) return this.#stuck(at, recordBytes, magic)
    this.dispatchRecord(bytes, view, position, at)
    this.dispatchedOffset = at + recordBytes
    return true
  }

  /**
   * Indexes the whole record at `position`. Repeats are harmless.
   * @throws {EngineError} 'store-io' when a queue file fails; the same record may be dispatched again.
   * Source: CommitLogDispatcherBuildConsumeQueue, CommitLogDispatcherBuildIndex.
   */
  dispatchRecord(bytes: Bytes, view: DataView, position: number, logOffset: number): void {
    const spans = this.#spans
    locateRecord(view, position, spans)
    const { sysFlag } = spans
    const timestampMs = getInt64Unchecked(view, position + storeTimestampAt(sysFlag))
    const transaction = sysFlag & SysFlag.TRANSACTION_MASK
    this.#scanProperties(bytes, spans.propertiesStart, spans.propertiesEnd)
    const topic = this.#queues.topicOfBytes(bytes, spans.topicStart, spans.topicEnd)
    if (transaction === 0 || transaction === SysFlag.TRANSACTION_COMMIT) {
      let tagLow = 0
      let tagHigh = 0
      if (topic.isSchedule && this.#delayStart >= 0) {
        const deliverMs = timestampMs + this.#delayOf(bytes)
        tagHigh = Math.floor(deliverMs / TWO_32)
        tagLow = (deliverMs - tagHigh * TWO_32) | 0
      } else if (this.#tagsStart >= 0) {
        tagLow = javaHashCodeOfUtf8(bytes, this.#tagsStart, this.#tagsEnd)
        tagHigh = tagLow >> 31
      }
      const queueId = view.getInt32(position + RecordField.QUEUE_ID)
      const queueOffset = getInt64Unchecked(view, position + RecordField.QUEUE_OFFSET)
      const queue = this.#queues.queueOf(topic, queueId)
      const outcome = queue.append(logOffset, spans.recordBytes, tagHigh, tagLow, queueOffset)
      if (outcome === 'appended') {
        this.dispatchedMessages++
        this.dispatchedTimestampMs = timestampMs
        const listeners = this.#listeners
        for (let i = 0; i < listeners.length; i++) {
          const listener = listeners[i] as ArrivalListener
          listener(topic.name, queueId, queueOffset, tagLow, timestampMs, logOffset, spans.recordBytes)
        }
      }
    }
    const keyIndex = this.#keyIndex
    const isIndexed = this.#limits.messageIndexEnable && transaction !== SysFlag.TRANSACTION_ROLLBACK
    if (isIndexed && logOffset > keyIndex.indexedTo) {
      if (this.#uniqueStart >= 0 || this.#keysStart >= 0) {
        this.#indexKeys(keyIndex, bytes, topic, logOffset, timestampMs)
      }
    }
  }

  #indexKeys(keyIndex: KeyIndex, bytes: Bytes, topic: TopicQueues, logOffset: number, timestampMs: number): void {
    if (this.#uniqueStart >= 0) {
      const hash = javaHashCodeOfUtf8(bytes, this.#uniqueStart, this.#uniqueEnd, topic.keySeed)
      keyIndex.add(indexHash(hash), logOffset, timestampMs)
    }
    if (this.#keysStart >= 0) {
      let start = this.#keysStart
      for (let at = start; at <= this.#keysEnd; at++) {
        if (at < this.#keysEnd && bytes[at] !== BLANK_CHARACTER) continue
        if (at > start) {
          keyIndex.add(indexHash(javaHashCodeOfUtf8(bytes, start, at, topic.keySeed)), logOffset, timestampMs)
        }
        start = at + 1
      }
    }
    keyIndex.endRecord(logOffset)
  }

  /** One pass over the property bytes for the four names that matter here. */
  #scanProperties(bytes: Bytes, start: number, end: number): void {
    this.#tagsStart = this.#keysStart = this.#uniqueStart = this.#delayStart = -1
    let at = start
    while (at < end) {
      const first = bytes[at]
      let name: Uint8Array | undefined
      // T, K, U, D: every other name is passed over after one comparison.
      if (first === 0x54) name = TAGS
      else if (first === 0x4b) name = KEYS
      else if (first === 0x55) name = UNIQ_KEY
      else if (first === 0x44) name = DELAY
      let valueStart = -1
      if (name !== undefined && at + name.length < end && isNameAt(bytes, at, name)) {
        valueStart = at + name.length + 1
        at = valueStart
      }
      while (at < end && bytes[at] !== PROPERTY_SEPARATOR) at++
      if (valueStart >= 0 && at > valueStart) {
        if (name === TAGS) {
          this.#tagsStart = valueStart
          this.#tagsEnd = at
        } else if (name === KEYS) {
          this.#keysStart = valueStart
          this.#keysEnd = at
        } else if (name === UNIQ_KEY) {
          this.#uniqueStart = valueStart
          this.#uniqueEnd = at
        } else {
          this.#delayStart = valueStart
          this.#delayEnd = at
        }
      }
      at++
    }
  }

  /** Source: CommitLog#checkMessageAndReturnSize (timed messages). */
  #delayOf(bytes: Bytes): number {
    const level = Number(bytes.latin1Slice(this.#delayStart, this.#delayEnd))
    return Number.isInteger(level) && level > 0 ? this.#delayLevels.delayMs(this.#delayLevels.clamp(level)) : 0
  }

  /** Nothing of the log is left at this place: retention deleted it before it was dispatched. */
  #isMissing(at: number): boolean {
    const first = this.#commitLog.minOffset
    if (first <= at) return this.#stuck(at, 0, 0)
    this.dispatchedOffset = first
    return true
  }

  /** Bytes that are no record. A slave waits for its log to be repaired; a master never writes such. */
  #stuck(at: number, recordBytes: number, magic: number): false {
    if (this.#stuckAt !== at) {
      this.#stuckAt = at
      this.#log.error('no record where the log has bytes, dispatch stops here', { logOffset: at, recordBytes, magic })
    }
    return false
  }
}

/** The non-negative hash that index files store. Source: IndexFile#indexKeyHashMethod. */
export function indexHash(hash: number): number {
  return hash >= 0 ? hash : hash === -0x8000_0000 ? 0 : -hash
}

function isNameAt(bytes: Bytes, at: number, name: Uint8Array): boolean {
  for (let i = 1; i < name.length; i++) if (bytes[at + i] !== name[i]) return false
  return bytes[at + name.length] === NAME_VALUE_SEPARATOR
}

function asciiOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
