/**
 * The general way into the log: messages and batches as objects. Assigns queue offsets and refuses what a record cannot
 * hold. Topics, permissions and properties were the broker's business. Answers to CommitLog#asyncPutMessage(s).
 */
import { EngineError } from '../base/errors.ts'
import { PROPERTIES_BYTES_MAX, RECORD_OVERHEAD_BYTES_MAX, RETRY_TOPIC_BYTES_MAX } from '../base/limits.ts'
import type { Checksum, Clock } from '../base/ports.ts'
import { type Bytes, concatBytes, EMPTY_BYTES } from '../base/bytes.ts'
import { type BatchEntry, decodeBatch } from '../protocol/batch.ts'
import type { HostAddress } from '../protocol/host-address.ts'
import { SysFlag } from '../protocol/message.ts'
import { PROPERTY_SEPARATOR } from '../protocol/properties.ts'
import { encodeRecord, recordBytesOf, type RecordInput } from '../protocol/record.ts'
import type { CommitLog } from './commit-log.ts'
import type { ConsumeQueue } from './consume-queue.ts'
import type { QueueTable } from './queue-table.ts'
import type { AppendRefusal, PutResult, StoreBatch, StoreMessage, StoreStats } from './types.ts'
import type { WriteGate } from './write-gate.ts'

const SEPARATOR = concatBytes([Uint8Array.of(PROPERTY_SEPARATOR)])

export interface MessageWriterParts {
  readonly commitLog: CommitLog
  readonly queues: QueueTable
  readonly gate: WriteGate
  readonly stats: StoreStats
  readonly clock: Clock
  readonly checksum: Checksum
  readonly storeHost: HostAddress
  /** Read for every message: they change at run time. */
  readonly limits: WriteLimits
}

export interface WriteLimits {
  readonly maxMessageSize: number
  /** Topics above 127 characters get the record version that holds them. */
  readonly autoMessageVersionOnTopicLen: boolean
}

export class MessageWriter {
  readonly #parts: MessageWriterParts

  constructor(parts: MessageWriterParts) {
    this.#parts = parts
  }

  put(message: StoreMessage): PutResult {
    const { commitLog, gate } = this.#parts
    const { maxMessageSize } = this.#parts.limits
    const refusal = gate.refusal()
    if (refusal !== undefined) return this.#refuse(refusal)
    if (message.body.length > maxMessageSize) {
      return this.#refuse('too-large', `body of ${message.body.length} bytes, maxMessageSize is ${maxMessageSize}`)
    }
    if (message.properties.length > PROPERTIES_BYTES_MAX) {
      return this.#refuse('properties-too-large', `properties of ${message.properties.length} bytes`)
    }
    const queue = this.#queueOf(message)
    if (queue === undefined) return this.#refuse('illegal', `topic "${message.topic}", queue ${message.queueId}`)
    const storeTimestampMs = this.#parts.clock.nowMs()
    const transaction = message.sysFlag & SysFlag.TRANSACTION_MASK
    const takesOffset = transaction === 0 || transaction === SysFlag.TRANSACTION_COMMIT
    const queueOffset = takesOffset ? queue.nextQueueOffset : 0
    const input = this.#input(message, queue, message, queueOffset, storeTimestampMs)
    const recordBytes = recordBytesOf(input)
    const position = commitLog.beginRecord(recordBytes)
    if (position < 0) return this.#refuse(commitLog.refusal, `record of ${recordBytes} bytes`)
    const logOffset = commitLog.appendedOffset
    encodeRecord(commitLog.ring.bytes, commitLog.ring.view, position, { ...input, logOffset })
    commitLog.appendedTimestampMs = storeTimestampMs
    commitLog.endRecord(recordBytes)
    if (takesOffset) queue.nextQueueOffset = queueOffset + 1
    this.#count(1, recordBytes)
    return {
      status: 'appended',
      logOffset,
      recordBytes,
      endOffset: logOffset + recordBytes,
      queueOffset,
      count: 1,
      storeTimestampMs,
    }
  }

  /** All records of a batch or none; they stand back to back in one file. Source: CommitLog#asyncPutMessages. */
  putBatch(batch: StoreBatch): PutResult {
    const { commitLog, gate } = this.#parts
    const { maxMessageSize } = this.#parts.limits
    const refusal = gate.refusal()
    if (refusal !== undefined) return this.#refuse(refusal)
    if ((batch.sysFlag & SysFlag.TRANSACTION_MASK) !== 0) return this.#refuse('illegal', 'a batch in a transaction')
    if (batch.body.length > maxMessageSize) {
      return this.#refuse('too-large', `batch of ${batch.body.length} bytes, maxMessageSize is ${maxMessageSize}`)
    }
    const queue = this.#queueOf(batch)
    if (queue === undefined) return this.#refuse('illegal', `topic "${batch.topic}", queue ${batch.queueId}`)
    let entries: BatchEntry[]
    try {
      entries = decodeBatch(batch.body)
    } catch (error) {
      if (error instanceof EngineError && error.code === 'bad-bytes') return this.#refuse('illegal', error.message)
      throw error
    }
    if (entries.length === 0) return this.#refuse('illegal', 'an empty batch')
    const storeTimestampMs = this.#parts.clock.nowMs()
    const inputs: RecordInput[] = []
    let totalBytes = 0
    for (const entry of entries) {
      const properties = joinProperties(entry.properties, batch.properties)
      if (properties.length > PROPERTIES_BYTES_MAX) {
        return this.#refuse('properties-too-large', `properties of ${properties.length} bytes`)
      }
      const parts = { flag: entry.flag, body: entry.body, properties }
      const input = this.#input(batch, queue, parts, queue.nextQueueOffset + inputs.length, storeTimestampMs)
      totalBytes += recordBytesOf(input)
      if (totalBytes > maxMessageSize + RECORD_OVERHEAD_BYTES_MAX)
        return this.#refuse('too-large', 'the records of the batch exceed the limit')
      inputs.push(input)
    }
    let position = commitLog.beginRecord(totalBytes)
    if (position < 0) return this.#refuse(commitLog.refusal, `batch of ${totalBytes} bytes`)
    const logOffset = commitLog.appendedOffset
    const logOffsets: number[] = []
    let at = logOffset
    for (const input of inputs) {
      logOffsets.push(at)
      const recordBytes = encodeRecord(commitLog.ring.bytes, commitLog.ring.view, position, { ...input, logOffset: at })
      position += recordBytes
      at += recordBytes
    }
    commitLog.appendedTimestampMs = storeTimestampMs
    commitLog.endRecord(totalBytes)
    const queueOffset = queue.nextQueueOffset
    queue.nextQueueOffset = queueOffset + inputs.length
    this.#count(inputs.length, totalBytes)
    return {
      status: 'appended',
      logOffset,
      recordBytes: totalBytes,
      endOffset: at,
      queueOffset,
      count: inputs.length,
      logOffsets,
      storeTimestampMs,
    }
  }

  #queueOf(message: StoreMessage): ConsumeQueue | undefined {
    const { queues, limits } = this.#parts
    if (message.topic === '' || message.topic.length > RETRY_TOPIC_BYTES_MAX || message.queueId < 0) return undefined
    const known = queues.find(message.topic, message.queueId)
    if (known !== undefined) return known
    const topic = queues.topic(message.topic)
    const topicBytesMax = topic.recordVersion === 2 && limits.autoMessageVersionOnTopicLen ? RETRY_TOPIC_BYTES_MAX : 127
    return topic.bytes.length > topicBytesMax ? undefined : queues.queueOf(topic, message.queueId)
  }

  #input(
    message: StoreMessage,
    queue: ConsumeQueue,
    parts: { readonly flag: number; readonly body: Bytes; readonly properties: Bytes },
    queueOffset: number,
    storeTimestampMs: number,
  ): RecordInput {
    return {
      version: queue.recordVersion,
      bodyCrc: this.#parts.checksum(parts.body, 0, parts.body.length),
      queueId: message.queueId,
      flag: parts.flag,
      queueOffset,
      logOffset: 0,
      sysFlag: message.sysFlag,
      bornTimestampMs: message.bornTimestampMs,
      bornHost: message.bornHost,
      storeTimestampMs,
      storeHost: message.storeHost ?? this.#parts.storeHost,
      reconsumeTimes: message.reconsumeTimes,
      preparedTransactionOffset: message.preparedTransactionOffset ?? 0,
      body: parts.body,
      topic: queue.topicBytes,
      properties: parts.properties,
    }
  }

  #count(messages: number, bytes: number): void {
    this.#parts.stats.putMessages += messages
    this.#parts.stats.putBytes += bytes
  }

  #refuse(reason: AppendRefusal, detail: string = reason): PutResult {
    this.#parts.stats.putRefused++
    return { status: 'refused', reason, detail }
  }
}

/** An entry's own properties, a separator where it has none, then the batch's. Source: MessageExtEncoder#encode(MessageExtBatch). */
function joinProperties(own: Bytes, shared: Bytes): Bytes {
  if (shared.length === 0) return own
  const needsSeparator = own.length > 0 && own[own.length - 1] !== PROPERTY_SEPARATOR
  return concatBytes([own, needsSeparator ? SEPARATOR : EMPTY_BYTES, shared])
}
