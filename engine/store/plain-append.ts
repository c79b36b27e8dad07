/**
 * Appends a plain message (no transaction) without making an object: the SEND scanner hands over byte ranges, the record
 * is encoded once, at its final place in the ring. The layout is protocol/record.ts's; only the way there differs.
 *
 * `begin` reserves the record and puts body and topic in place; the caller writes the property bytes into `buffer` from
 * `propertiesStart` (unescaping as it goes) and calls `end`. Leaving `end` out appends nothing. Both calls happen in one
 * turn with no other call to the store between them.
 */
import type { Bytes } from '../base/bytes.ts'
import { setInt64 } from '../base/int64.ts'
import { PROPERTIES_BYTES_MAX } from '../base/limits.ts'
import type { Checksum, Clock } from '../base/ports.ts'
import type { HostAddress } from '../protocol/host-address.ts'
import { SysFlag } from '../protocol/message.ts'
import { bodyLengthAt, RECORD_MAGIC_V1, RECORD_MAGIC_V2, RecordField, storeTimestampAt } from '../protocol/record.ts'
import type { CommitLog } from './commit-log.ts'
import type { ConsumeQueue } from './consume-queue.ts'
import type { QueueTable } from './queue-table.ts'
import type { AppendRefusal, StoreStats } from './types.ts'
import type { WriteGate } from './write-gate.ts'

export interface PlainAppendParts {
  readonly commitLog: CommitLog
  readonly queues: QueueTable
  readonly gate: WriteGate
  readonly stats: StoreStats
  readonly clock: Clock
  readonly checksum: Checksum
  readonly storeHost: HostAddress
  /** Read for every message: it changes at run time. */
  readonly limits: { readonly maxMessageSize: number }
}

export class PlainAppend {
  /** Where records are written; the same memory for the store's whole life. */
  readonly buffer: Bytes
  readonly view: DataView
  /** Where the property bytes go; valid after `begin` returned undefined. */
  propertiesStart = 0
  /** The record appended last; valid after `end` returned undefined. */
  logOffset = 0
  endOffset = 0
  queueOffset = 0
  recordBytes = 0
  storeTimestampMs = 0

  readonly #parts: PlainAppendParts
  readonly #commitLog: CommitLog
  readonly #storeHostFlag: number
  #queue: ConsumeQueue | undefined
  #position = 0
  #propertiesBytesMax = 0
  #hostFlags = 0

  constructor(parts: PlainAppendParts) {
    this.#parts = parts
    this.#commitLog = parts.commitLog
    this.buffer = parts.commitLog.ring.bytes
    this.view = parts.commitLog.ring.view
    this.#storeHostFlag = parts.storeHost.ip.length === 16 ? SysFlag.STORE_HOST_V6 : 0
  }

  /**
   * Reserves a record for `queue` and writes body, its CRC and the topic.
   * @param propertiesBytesMax upper bound of what the caller will write; `end` refuses more than 32767.
   */
  begin(
    queue: ConsumeQueue,
    source: Bytes,
    bodyStart: number,
    bodyEnd: number,
    propertiesBytesMax: number,
    bornHost: HostAddress,
  ): AppendRefusal | undefined {
    const { gate, limits, checksum, storeHost, queues } = this.#parts
    const refusal = gate.refusal()
    if (refusal !== undefined) return this.#refuse(refusal)
    const bodyBytes = bodyEnd - bodyStart
    if (bodyBytes > limits.maxMessageSize) return this.#refuse('too-large')
    if (queue.isDeleted) queue = queues.open(queue.topic, queue.queueId)
    const hostFlags = this.#storeHostFlag | (bornHost.ip.length === 16 ? SysFlag.BORN_HOST_V6 : 0)
    const topicBytes = queue.topicBytes
    const version = queue.recordVersion
    const bodyAt = bodyLengthAt(hostFlags) + 4
    const commitLog = this.#commitLog
    const position = commitLog.beginRecord(bodyAt + bodyBytes + version + topicBytes.length + 2 + propertiesBytesMax)
    if (position < 0) return this.#refuse(commitLog.refusal)
    this.#queue = queue
    this.#position = position
    this.#propertiesBytesMax = propertiesBytesMax
    this.#hostFlags = hostFlags

    const { view, buffer } = this
    view.setInt32(position + RecordField.MAGIC, version === 1 ? RECORD_MAGIC_V1 : RECORD_MAGIC_V2)
    view.setInt32(position + RecordField.BODY_CRC, checksum(source, bodyStart, bodyEnd) & 0x7fff_ffff)
    view.setInt32(position + RecordField.QUEUE_ID, queue.queueId)
    setInt64(view, position + RecordField.LOG_OFFSET, commitLog.appendedOffset)
    writeHost(buffer, view, position + RecordField.BORN_HOST, bornHost)
    writeHost(buffer, view, position + storeTimestampAt(hostFlags) + 8, storeHost)
    let at = position + bodyAt
    view.setInt32(at - 4, bodyBytes)
    source.copy(buffer, at, bodyStart, bodyEnd)
    at += bodyBytes
    if (version === 1) view.setInt8(at, topicBytes.length)
    else view.setInt16(at, topicBytes.length)
    at += version
    topicBytes.copy(buffer, at)
    this.propertiesStart = at + topicBytes.length + 2
    return undefined
  }

  /**
   * Completes and appends the record.
   * @param sysFlag as sent; transaction bits must be clear. The IPv6 bits are set here.
   */
  end(
    propertiesBytes: number,
    flag: number,
    sysFlag: number,
    bornTimestampMs: number,
    reconsumeTimes: number,
  ): AppendRefusal | undefined {
    const queue = this.#queue
    if (queue === undefined) return this.#refuse('illegal')
    this.#queue = undefined
    if (propertiesBytes > PROPERTIES_BYTES_MAX || propertiesBytes > this.#propertiesBytesMax) {
      return this.#refuse('properties-too-large')
    }
    const { view } = this
    const position = this.#position
    const hostFlags = this.#hostFlags
    const { stats, clock } = this.#parts
    const commitLog = this.#commitLog
    const recordBytes = this.propertiesStart + propertiesBytes - position
    const storeTimestampMs = clock.nowMs()
    const queueOffset = queue.nextQueueOffset
    const timestampAt = position + storeTimestampAt(hostFlags)
    const bodyLength = position + bodyLengthAt(hostFlags)
    view.setInt32(position, recordBytes)
    view.setInt32(position + RecordField.FLAG, flag)
    setInt64(view, position + RecordField.QUEUE_OFFSET, queueOffset)
    view.setInt32(position + RecordField.SYS_FLAG, sysFlag | hostFlags)
    setInt64(view, position + RecordField.BORN_TIMESTAMP, bornTimestampMs)
    setInt64(view, timestampAt, storeTimestampMs)
    view.setInt32(bodyLength - 12, reconsumeTimes)
    setInt64(view, bodyLength - 8, 0)
    view.setInt16(this.propertiesStart - 2, propertiesBytes)

    this.logOffset = commitLog.appendedOffset
    this.queueOffset = queueOffset
    this.recordBytes = recordBytes
    this.storeTimestampMs = storeTimestampMs
    commitLog.appendedTimestampMs = storeTimestampMs
    commitLog.endRecord(recordBytes)
    this.endOffset = commitLog.appendedOffset
    queue.nextQueueOffset = queueOffset + 1
    stats.putMessages++
    stats.putBytes += recordBytes
    return undefined
  }

  #refuse(reason: AppendRefusal): AppendRefusal {
    this.#parts.stats.putRefused++
    return reason
  }
}

function writeHost(buffer: Bytes, view: DataView, at: number, host: HostAddress): void {
  const { ip } = host
  for (let i = 0; i < ip.length; i++) buffer[at + i] = ip[i] as number
  view.setInt32(at + ip.length, host.port)
}
