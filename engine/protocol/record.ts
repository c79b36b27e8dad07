/**
 * One commit-log record, the same bytes in the log, in pull, query and view bodies and on the replication stream. One
 * layout drives length, encoding, decoding and the accessors of single fields. Where a record lies and when it is
 * durable is the store's business. Answers to MessageExtEncoder and MessageDecoder.
 *
 *   0    int32  record bytes, this field included
 *   4    int32  magic: version 1 or 2, or blank
 *   8    int32  CRC-32 of the body, top bit cleared
 *   12   int32  queue id
 *   16   int32  flag of the application
 *   20   int64  queue offset
 *   28   int64  log offset: the record's own place
 *   36   int32  sysFlag
 *   40   int64  born timestamp, ms of the producer's clock
 *   48   host   born host, 8 bytes, or 20 when sysFlag says IPv6
 *   +0   int64  store timestamp, ms of the broker's clock
 *   +8   host   store host, 8 or 20 bytes
 *   +0   int32  reconsume times
 *   +4   int64  prepared transaction offset
 *   +12  int32  body bytes, then the body
 *   ..   topic length (version 1: int8, version 2: int16), then the topic in UTF-8
 *   ..   int16  property bytes, then the property string
 */
import { allocBytes, type Bytes, bytesFromUtf8, bytesOf, viewOf } from '../base/bytes.ts'
import { bodyCrc } from '../base/crc32.ts'
import { EngineError } from '../base/errors.ts'
import { getInt64, setInt64 } from '../base/int64.ts'
import { PROPERTIES_BYTES_MAX } from '../base/limits.ts'
import type { Checksum } from '../base/ports.ts'
import { type HostAddress, hostBytes, isIpv6Host } from './host-address.ts'
import { SysFlag } from './message.ts'
import { parsePropertiesBytes } from './properties.ts'

/** As DataView reads them: signed. */
export const RECORD_MAGIC_V1 = -626_843_481
export const RECORD_MAGIC_V2 = -626_843_477
export const BLANK_MAGIC = -875_286_124

/** A blank needs its length and its magic; a writer keeps this much free behind every record. */
export const BLANK_BYTES_MIN = 8

/** Version 1, both hosts IPv4, nothing in body, topic and properties. */
export const RECORD_BYTES_MIN = 91

/** Offsets of the fields before the first host, the same in every record. */
export const RecordField = {
  RECORD_BYTES: 0,
  MAGIC: 4,
  BODY_CRC: 8,
  QUEUE_ID: 12,
  FLAG: 16,
  QUEUE_OFFSET: 20,
  LOG_OFFSET: 28,
  SYS_FLAG: 36,
  BORN_TIMESTAMP: 40,
  BORN_HOST: 48,
} as const

export type RecordVersion = 1 | 2

/** Java decides by characters, not bytes. Source: CommitLog#asyncPutMessage (autoMessageVersionOnTopicLen). */
export function recordVersionOf(topic: string): RecordVersion {
  return topic.length > 127 ? 2 : 1
}

/** Offset of the store timestamp inside a record with this sysFlag. */
export function storeTimestampAt(sysFlag: number): number {
  return RecordField.BORN_HOST + hostBytes((sysFlag & SysFlag.BORN_HOST_V6) !== 0)
}

export function storeHostAt(sysFlag: number): number {
  return storeTimestampAt(sysFlag) + 8
}

export function reconsumeTimesAt(sysFlag: number): number {
  return storeHostAt(sysFlag) + hostBytes((sysFlag & SysFlag.STORE_HOST_V6) !== 0)
}

export function preparedTransactionOffsetAt(sysFlag: number): number {
  return reconsumeTimesAt(sysFlag) + 4
}

/** Offset of the body's length field; the body follows it. */
export function bodyLengthAt(sysFlag: number): number {
  return reconsumeTimesAt(sysFlag) + 12
}

export interface RecordParts {
  readonly version: RecordVersion
  /** Decides the host lengths, so its IPv6 bits must match the hosts that are written. */
  readonly sysFlag: number
  readonly bodyBytes: number
  readonly topicBytes: number
  readonly propertiesBytes: number
}

/** Length of a whole record. Source: MessageExtEncoder#calMsgLength. */
export function recordLength(parts: RecordParts): number {
  return (
    bodyLengthAt(parts.sysFlag) +
    4 +
    parts.bodyBytes +
    (parts.version === 1 ? 1 : 2) +
    parts.topicBytes +
    2 +
    parts.propertiesBytes
  )
}

/**
 * A record about to be written. The IPv6 bits of `sysFlag` follow the hosts. Differs: Java keeps such a bit that a sender
 * set without reason, and then writes a record that nobody can read.
 */
export interface RecordInput {
  readonly version?: RecordVersion
  /** CRC-32 of the body; the top bit is cleared when written. */
  readonly bodyCrc: number
  readonly queueId: number
  readonly flag: number
  readonly queueOffset: number
  readonly logOffset: number
  readonly sysFlag: number
  readonly bornTimestampMs: number
  readonly bornHost: HostAddress
  readonly storeTimestampMs: number
  readonly storeHost: HostAddress
  readonly reconsumeTimes: number
  readonly preparedTransactionOffset: number
  readonly body: Uint8Array
  /** UTF-8. */
  readonly topic: Uint8Array
  /** Property string in UTF-8. */
  readonly properties: Uint8Array
}

/** Length of the record that `encodeRecord` would write for `input`. */
export function recordBytesOf(input: RecordInput): number {
  return recordLength({
    version: versionOf(input),
    sysFlag: sysFlagOf(input),
    bodyBytes: input.body.length,
    topicBytes: input.topic.length,
    propertiesBytes: input.properties.length,
  })
}

/**
 * Writes a record at `position` of `target`; `view` is the view over exactly `target`.
 * The caller has checked that `recordBytesOf(input)` fits.
 * @returns the record's length.
 * @throws {EngineError} 'bad-bytes' when topic or properties do not fit their length field.
 * Source: MessageExtEncoder#encode.
 */
export function encodeRecord(target: Bytes, view: DataView, position: number, input: RecordInput): number {
  const version = versionOf(input)
  const topicBytes = input.topic.length
  const propertiesBytes = input.properties.length
  const topicBytesMax = version === 1 ? 127 : 32_767
  if (topicBytes > topicBytesMax) throw tooLong('topic', topicBytes, topicBytesMax)
  if (propertiesBytes > PROPERTIES_BYTES_MAX) throw tooLong('properties', propertiesBytes, PROPERTIES_BYTES_MAX)
  const sysFlag = sysFlagOf(input)
  let at = position + RecordField.BORN_HOST
  view.setInt32(position + RecordField.RECORD_BYTES, recordBytesOf(input))
  view.setInt32(position + RecordField.MAGIC, version === 1 ? RECORD_MAGIC_V1 : RECORD_MAGIC_V2)
  view.setInt32(position + RecordField.BODY_CRC, bodyCrc(input.bodyCrc))
  view.setInt32(position + RecordField.QUEUE_ID, input.queueId)
  view.setInt32(position + RecordField.FLAG, input.flag)
  setInt64(view, position + RecordField.QUEUE_OFFSET, input.queueOffset)
  setInt64(view, position + RecordField.LOG_OFFSET, input.logOffset)
  view.setInt32(position + RecordField.SYS_FLAG, sysFlag)
  setInt64(view, position + RecordField.BORN_TIMESTAMP, input.bornTimestampMs)
  at = writeHost(target, view, at, input.bornHost)
  setInt64(view, at, input.storeTimestampMs)
  at = writeHost(target, view, at + 8, input.storeHost)
  view.setInt32(at, input.reconsumeTimes)
  setInt64(view, at + 4, input.preparedTransactionOffset)
  view.setInt32(at + 12, input.body.length)
  target.set(input.body, at + 16)
  at += 16 + input.body.length
  if (version === 1) view.setInt8(at, topicBytes)
  else view.setInt16(at, topicBytes)
  at += version === 1 ? 1 : 2
  target.set(input.topic, at)
  at += topicBytes
  view.setInt16(at, propertiesBytes)
  target.set(input.properties, at + 2)
  return at + 2 + propertiesBytes - position
}

/** Writes the filler that ends a segment: its length up to the end of the segment, and the blank magic. */
export function encodeBlank(view: DataView, position: number, remainingBytes: number): void {
  view.setInt32(position, remainingBytes)
  view.setInt32(position + 4, BLANK_MAGIC)
}

export type RecordCheck =
  | { readonly kind: 'record'; readonly recordBytes: number }
  /** Filler up to the end of the segment. */
  | { readonly kind: 'blank'; readonly recordBytes: number }
  /** Zeros, or fewer bytes than a header: nothing was written here. */
  | { readonly kind: 'end' }
  | { readonly kind: 'bad'; readonly reason: string }

const END: RecordCheck = { kind: 'end' }

/**
 * Looks whether a whole record stands at `position`, without decoding it.
 * @param end bytes at and after it are not looked at.
 * @param checksum when given, the body must match its CRC.
 * Source: CommitLog#checkMessageAndReturnSize.
 */
export function checkRecord(
  bytes: Bytes,
  view: DataView,
  position: number,
  end: number,
  checksum?: Checksum,
): RecordCheck {
  const left = end - position
  if (left < BLANK_BYTES_MIN) return END
  const recordBytes = view.getInt32(position)
  const magic = view.getInt32(position + RecordField.MAGIC)
  if (magic === BLANK_MAGIC) {
    return recordBytes < BLANK_BYTES_MIN ? bad(`blank of ${recordBytes} bytes`) : { kind: 'blank', recordBytes }
  }
  if (magic === 0 && recordBytes === 0) return END
  if (magic !== RECORD_MAGIC_V1 && magic !== RECORD_MAGIC_V2) return bad(`magic ${(magic >>> 0).toString(16)}`)
  if (recordBytes < RECORD_BYTES_MIN) return bad(`record of ${recordBytes} bytes`)
  if (recordBytes > left) return bad(`record of ${recordBytes} bytes where ${left} are left`)
  const version = magic === RECORD_MAGIC_V1 ? 1 : 2
  const recordEnd = position + recordBytes
  const bodyAt = position + bodyLengthAt(view.getInt32(position + RecordField.SYS_FLAG)) + 4
  const topicLengthBytes = version === 1 ? 1 : 2
  if (bodyAt + topicLengthBytes + 2 > recordEnd) return bad('hosts exceed the record')
  const bodyBytes = view.getInt32(bodyAt - 4)
  if (bodyBytes < 0 || bodyBytes > recordEnd - bodyAt - topicLengthBytes - 2) return bad(`body of ${bodyBytes} bytes`)
  const topicAt = bodyAt + bodyBytes + topicLengthBytes
  const topicBytes = version === 1 ? view.getInt8(topicAt - 1) : view.getInt16(topicAt - 2)
  if (topicBytes < 0 || topicBytes > recordEnd - topicAt - 2) return bad(`topic of ${topicBytes} bytes`)
  const propertiesBytes = view.getInt16(topicAt + topicBytes)
  if (topicAt + topicBytes + 2 + propertiesBytes !== recordEnd || propertiesBytes < 0) {
    return bad(`properties of ${propertiesBytes} bytes`)
  }
  // Java skips the check for an empty body too.
  if (checksum !== undefined && bodyBytes > 0) {
    const expected = view.getInt32(position + RecordField.BODY_CRC)
    const actual = bodyCrc(checksum(bytes, bodyAt, bodyAt + bodyBytes))
    if (expected !== actual) return bad(`body CRC ${actual} where the record says ${expected}`)
  }
  return { kind: 'record', recordBytes }
}

/** Where the variable parts of a record lie. Filled by `locateRecord`, reused between calls. */
export interface RecordSpans {
  version: RecordVersion
  recordBytes: number
  sysFlag: number
  bodyStart: number
  bodyEnd: number
  topicStart: number
  topicEnd: number
  propertiesStart: number
  propertiesEnd: number
}

export function makeRecordSpans(): RecordSpans {
  return {
    version: 1,
    recordBytes: 0,
    sysFlag: 0,
    bodyStart: 0,
    bodyEnd: 0,
    topicStart: 0,
    topicEnd: 0,
    propertiesStart: 0,
    propertiesEnd: 0,
  }
}

/** Finds the variable parts of the record at `position`, which `checkRecord` has accepted or this process has written. */
export function locateRecord(view: DataView, position: number, spans: RecordSpans): void {
  spans.version = view.getInt32(position + RecordField.MAGIC) === RECORD_MAGIC_V1 ? 1 : 2
  spans.recordBytes = view.getInt32(position)
  spans.sysFlag = view.getInt32(position + RecordField.SYS_FLAG)
  spans.bodyStart = position + bodyLengthAt(spans.sysFlag) + 4
  spans.bodyEnd = spans.bodyStart + view.getInt32(spans.bodyStart - 4)
  spans.topicStart = spans.bodyEnd + spans.version
  spans.topicEnd = spans.topicStart + (spans.version === 1 ? view.getInt8(spans.bodyEnd) : view.getInt16(spans.bodyEnd))
  spans.propertiesStart = spans.topicEnd + 2
  spans.propertiesEnd = spans.propertiesStart + view.getInt16(spans.topicEnd)
}

/** A record read back. `body` is a view of the input: copy it to keep it. */
export interface DecodedRecord {
  readonly recordBytes: number
  readonly version: RecordVersion
  readonly bodyCrc: number
  readonly queueId: number
  readonly flag: number
  readonly queueOffset: number
  readonly logOffset: number
  readonly sysFlag: number
  readonly bornTimestampMs: number
  readonly bornHost: HostAddress
  readonly storeTimestampMs: number
  readonly storeHost: HostAddress
  readonly reconsumeTimes: number
  readonly preparedTransactionOffset: number
  /** As stored: compressed when sysFlag says so. */
  readonly body: Bytes
  readonly topic: string
  readonly properties: Map<string, string>
}

/**
 * The record at `position`.
 * @param checksum when given, the body must match its CRC (Java's clients do not look).
 * @throws {EngineError} 'bad-bytes' when no whole record stands there.
 * Source: MessageDecoder#decode.
 */
export function decodeRecord(bytes: Bytes, position = 0, end = bytes.length, checksum?: Checksum): DecodedRecord {
  const view = viewOf(bytes)
  const check = checkRecord(bytes, view, position, end, checksum)
  if (check.kind !== 'record') {
    const reason = check.kind === 'bad' ? check.reason : check.kind === 'blank' ? 'a blank' : 'nothing'
    throw new EngineError('bad-bytes', `no record at ${position}: ${reason}`, { context: { position, reason } })
  }
  return readRecord(bytes, view, position)
}

export interface DecodedRecords {
  readonly records: DecodedRecord[]
  /** Bytes behind the last record that could be read; a reader gives up there, as Java does. */
  readonly unreadBytes: number
}

/** The records of a pull or query body, back to back. Source: MessageDecoder#decodes. */
export function decodeRecords(bytes: Bytes): DecodedRecords {
  const view = viewOf(bytes)
  const records: DecodedRecord[] = []
  let at = 0
  while (at < bytes.length) {
    const check = checkRecord(bytes, view, at, bytes.length)
    if (check.kind !== 'record') break
    try {
      records.push(readRecord(bytes, view, at))
    } catch (error) {
      if (error instanceof EngineError && error.code === 'bad-bytes') break
      throw error
    }
    at += check.recordBytes
  }
  return { records, unreadBytes: bytes.length - at }
}

/** The inverse of `decodeRecord`, for what is re-encoded: transaction checks and consume-directly calls. */
export function recordOf(input: RecordInput): Bytes {
  const bytes = allocBytes(recordBytesOf(input))
  encodeRecord(bytes, viewOf(bytes), 0, input)
  return bytes
}

/** Topic text to record bytes. */
export function topicBytesOf(topic: string): Bytes {
  return bytesFromUtf8(topic)
}

function readRecord(bytes: Bytes, view: DataView, position: number): DecodedRecord {
  const spans = makeRecordSpans()
  locateRecord(view, position, spans)
  const { sysFlag } = spans
  const at = position + reconsumeTimesAt(sysFlag)
  return {
    recordBytes: spans.recordBytes,
    version: spans.version,
    bodyCrc: view.getInt32(position + RecordField.BODY_CRC),
    queueId: view.getInt32(position + RecordField.QUEUE_ID),
    flag: view.getInt32(position + RecordField.FLAG),
    queueOffset: getInt64(view, position + RecordField.QUEUE_OFFSET),
    logOffset: getInt64(view, position + RecordField.LOG_OFFSET),
    sysFlag,
    bornTimestampMs: getInt64(view, position + RecordField.BORN_TIMESTAMP),
    bornHost: readHost(bytes, view, position + RecordField.BORN_HOST, (sysFlag & SysFlag.BORN_HOST_V6) !== 0),
    storeTimestampMs: getInt64(view, position + storeTimestampAt(sysFlag)),
    storeHost: readHost(bytes, view, position + storeHostAt(sysFlag), (sysFlag & SysFlag.STORE_HOST_V6) !== 0),
    reconsumeTimes: view.getInt32(at),
    preparedTransactionOffset: getInt64(view, at + 4),
    body: bytes.subarray(spans.bodyStart, spans.bodyEnd),
    topic: bytes.utf8Slice(spans.topicStart, spans.topicEnd),
    properties: parsePropertiesBytes(bytes, spans.propertiesStart, spans.propertiesEnd),
  }
}

function versionOf(input: RecordInput): RecordVersion {
  return input.version ?? (input.topic.length > 127 ? 2 : 1)
}

function sysFlagOf(input: RecordInput): number {
  return (
    (input.sysFlag & ~(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6)) |
    (isIpv6Host(input.bornHost) ? SysFlag.BORN_HOST_V6 : 0) |
    (isIpv6Host(input.storeHost) ? SysFlag.STORE_HOST_V6 : 0)
  )
}

function writeHost(target: Bytes, view: DataView, at: number, host: HostAddress): number {
  target.set(host.ip, at)
  view.setInt32(at + host.ip.length, host.port)
  return at + host.ip.length + 4
}

function readHost(bytes: Bytes, view: DataView, at: number, isIpv6: boolean): HostAddress {
  const end = at + (isIpv6 ? 16 : 4)
  return { ip: bytesOf(bytes.subarray(at, end)), port: view.getInt32(end) }
}

function bad(reason: string): RecordCheck {
  return { kind: 'bad', reason }
}

function tooLong(field: string, size: number, sizeMax: number): EngineError {
  return new EngineError('bad-bytes', `${field} of ${size} bytes; a record holds ${sizeMax}`, {
    context: { field, size, sizeMax },
  })
}
