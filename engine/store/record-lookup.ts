/**
 * Reads single records: by log offset, by key, by time. Every record is checked before it is handed out, because offsets
 * come from requests and hash chains. Answers to DefaultMessageStore#lookMessageByOffset, #queryMessage and
 * ConsumeQueue#getOffsetInQueueByTime.
 */
import { allocBytesUnsafe, type Bytes, viewOf } from '../base/bytes.ts'
import { javaHashCode } from '../base/hash.ts'
import { getInt64Unchecked } from '../base/int64.ts'
import { PropertyName } from '../protocol/message.ts'
import { propertyText } from '../protocol/properties.ts'
import { checkRecord, locateRecord, makeRecordSpans, RecordField, storeTimestampAt } from '../protocol/record.ts'
import type { CommitLog } from './commit-log.ts'
import { type ConsumeQueue, UnitWindow } from './consume-queue.ts'
import { indexHash } from './dispatch.ts'
import type { KeyIndex } from './key-index.ts'
import type { QueueTable } from './queue-table.ts'
import type { KeyQuery, KeyQueryResult, StoredRecord } from './types.ts'

/** Read first when a record's length is not known; most records fit. */
const FIRST_READ_BYTES = 4096
/** Enough of a record to find its store timestamp, IPv6 hosts included. */
const HEAD_BYTES = 80

/** Read at every query: they change at run time. */
export interface LookupLimits {
  /** Most messages of one key query. */
  readonly maxMsgsNumBatch: number
}

export class RecordLookup {
  readonly #commitLog: CommitLog
  readonly #queues: QueueTable
  readonly #keyIndex: KeyIndex
  readonly #limits: LookupLimits

  constructor(commitLog: CommitLog, queues: QueueTable, keyIndex: KeyIndex, limits: LookupLimits) {
    this.#commitLog = commitLog
    this.#queues = queues
    this.#keyIndex = keyIndex
    this.#limits = limits
  }

  /** The record that starts exactly at `logOffset`, with bytes of its own; undefined when none does. */
  async look(logOffset: number): Promise<StoredRecord | undefined> {
    const commitLog = this.#commitLog
    if (!Number.isSafeInteger(logOffset) || logOffset < 0) return undefined
    let bytes = await this.#read(logOffset, FIRST_READ_BYTES)
    if (bytes.length < 8) return undefined
    const recordBytes = viewOf(bytes).getInt32(0)
    if (recordBytes < 8 || recordBytes > commitLog.recordBytesMax) return undefined
    if (recordBytes > bytes.length) bytes = await this.#read(logOffset, recordBytes)
    if (recordBytes > bytes.length) return undefined
    const view = viewOf(bytes)
    if (checkRecord(bytes, view, 0, recordBytes).kind !== 'record') return undefined
    if (getInt64Unchecked(view, RecordField.LOG_OFFSET) !== logOffset) return undefined
    return { logOffset, bytes: bytes.subarray(0, recordBytes) }
  }

  /**
   * Messages of a topic with this key, the newest ones, in log order. Key and topic are compared as text, so a hash
   * shared by two keys does no harm; Java leaves that to the client.
   */
  async queryByKey(query: KeyQuery): Promise<KeyQueryResult> {
    const keyIndex = this.#keyIndex
    const messagesMax = Math.min(Math.max(0, query.maxMessages), this.#limits.maxMsgsNumBatch)
    const hash = indexHash(javaHashCode(`${query.topic}#${query.key}`))
    const { timestampMs, logOffset } = keyIndex.lastUpdate
    const found = await keyIndex.query(hash, query.beginTimestampMs, query.endTimestampMs, messagesMax)
    const records: StoredRecord[] = []
    for (const at of found.sort((a, b) => a - b)) {
      const record = await this.look(at)
      if (record !== undefined && hasKey(record.bytes, query)) records.push(record)
    }
    return { records, indexLastUpdateTimestampMs: timestampMs, indexLastUpdateLogOffset: logOffset }
  }

  /** Store time of a queue's message, -1 when there is none or its record is gone. */
  async storeTime(queue: ConsumeQueue, queueOffset: number): Promise<number> {
    if (queueOffset < queue.minOffset || queueOffset >= queue.maxOffset) return -1
    const window = new UnitWindow(this.#queues.scratchView)
    if (queue.read(queueOffset, 1, window) !== 1 || window.isFiller(0)) return -1
    const bytes = await this.#read(window.logOffset(0), Math.min(HEAD_BYTES, window.recordBytes(0)))
    if (bytes.length < HEAD_BYTES) return -1
    const view = viewOf(bytes)
    return getInt64Unchecked(view, storeTimestampAt(view.getInt32(RecordField.SYS_FLAG)))
  }

  /**
   * LOWER: the first offset stored at or after `timestampMs`, behind the last message when all are older.
   * UPPER: the last offset stored at or before it, 0 when all are newer. 0 for an empty queue.
   */
  async offsetByTime(queue: ConsumeQueue, timestampMs: number, boundary: 'LOWER' | 'UPPER'): Promise<number> {
    if (queue.maxOffset === 0 || queue.minOffset >= queue.maxOffset) return 0
    // First offset whose time is at or after (UPPER: after) the wanted one.
    let low = queue.minOffset
    let high = queue.maxOffset
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2)
      const time = await this.storeTime(queue, middle)
      const isBefore = boundary === 'LOWER' ? time < timestampMs : time <= timestampMs
      if (isBefore) low = middle + 1
      else high = middle
    }
    if (boundary === 'LOWER') return low
    return low > queue.minOffset ? low - 1 : 0
  }

  /** Up to `length` bytes from `logOffset`, fewer at the end of a file or of the log. */
  #read(logOffset: number, length: number): Promise<Bytes> {
    const commitLog = this.#commitLog
    const end = Math.min(logOffset + length, commitLog.writtenOffset)
    const bytes = allocBytesUnsafe(Math.max(0, end - logOffset))
    if (bytes.length === 0) return Promise.resolve(bytes)
    if (logOffset >= commitLog.hotOffset) {
      return Promise.resolve(bytes.subarray(0, commitLog.readNow(logOffset, bytes, 0, bytes.length)))
    }
    return new Promise((resolve, reject) => {
      commitLog.readLater(logOffset, bytes, 0, bytes.length, (error, readBytes) => {
        if (error === undefined) resolve(bytes.subarray(0, readBytes))
        else reject(error)
      })
    })
  }
}

function hasKey(bytes: Bytes, query: KeyQuery): boolean {
  const spans = makeRecordSpans()
  locateRecord(viewOf(bytes), 0, spans)
  if (bytes.utf8Slice(spans.topicStart, spans.topicEnd) !== query.topic) return false
  const { propertiesStart, propertiesEnd } = spans
  if (propertyText(bytes, propertiesStart, propertiesEnd, PropertyName.UNIQ_KEY) === query.key) return true
  const keys = propertyText(bytes, propertiesStart, propertiesEnd, PropertyName.KEYS)
  return keys !== undefined && keys.split(' ').includes(query.key)
}
