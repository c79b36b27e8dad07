/**
 * A message as a consumer or a query sees it: the stored record with its body unpacked and its ids spelled out.
 * Decides nothing about delivery. Answers to Java's MessageExt.
 */
import type { Bytes } from '../base/bytes.ts'
import { errorText } from '../base/errors.ts'
import type { Compression, Log } from '../base/ports.ts'
import { type HostAddress, hostText } from '../protocol/host-address.ts'
import { compressionOf, PropertyName, SysFlag } from '../protocol/message.ts'
import { offsetMessageId } from '../protocol/message-id.ts'
import { type DecodedRecord, decodeRecords } from '../protocol/record.ts'
import type { TagExpression } from '../protocol/tags.ts'
import { retryTopic } from '../protocol/topics.ts'

export interface ReceivedMessage {
  /** For a retried message its original topic, not the retry topic it was pulled from. */
  topic: string
  /** Empty when the message was not pulled from a queue of a known broker. */
  readonly brokerName: string
  readonly queueId: number
  readonly queueOffset: number
  readonly logOffset: number
  /** Unpacked. When its packing is unknown or damaged the stored bytes, and `sysFlag` still says compressed. */
  readonly body: Bytes
  readonly flag: number
  readonly sysFlag: number
  readonly bodyCrc: number
  readonly bornTimestampMs: number
  readonly bornHost: HostAddress
  readonly storeTimestampMs: number
  readonly storeHost: HostAddress
  /** How often consumption failed before. */
  reconsumeTimes: number
  readonly preparedTransactionOffset: number
  readonly recordBytes: number
  readonly properties: Map<string, string>
  /** The producer's unique id, or the offset id when it made none. */
  readonly msgId: string
  /** Store host and log offset, as brokers answer VIEW_MESSAGE_BY_ID for. */
  readonly offsetMsgId: string
}

export function tagOf(message: ReceivedMessage): string | undefined {
  return message.properties.get(PropertyName.TAGS)
}

/** The index keys, or an empty list. */
export function keysOf(message: ReceivedMessage): string[] {
  return (message.properties.get(PropertyName.KEYS) ?? '').split(' ').filter((key) => key !== '')
}

/** What unpacking needs from outside. */
export interface DecodePorts {
  readonly compression: Compression
  readonly log: Log
}

/** Largest body after unpacking: a body of a few bytes may claim to be any size. */
export const UNPACKED_BODY_BYTES_MAX = 64 * 1024 * 1024

/** Source: MessageDecoder#decode, MessageClientExt. */
export function receivedFromRecord(record: DecodedRecord, brokerName: string, ports: DecodePorts): ReceivedMessage {
  const offsetMsgId = offsetMessageId(record.storeHost, record.logOffset)
  const unpacked = unpackBody(record, ports)
  return {
    topic: record.topic,
    brokerName,
    queueId: record.queueId,
    queueOffset: record.queueOffset,
    logOffset: record.logOffset,
    body: unpacked ?? record.body,
    flag: record.flag,
    sysFlag: unpacked === undefined ? record.sysFlag : record.sysFlag & ~SysFlag.COMPRESSED & ~SysFlag.COMPRESSION_MASK,
    bodyCrc: record.bodyCrc,
    bornTimestampMs: record.bornTimestampMs,
    bornHost: record.bornHost,
    storeTimestampMs: record.storeTimestampMs,
    storeHost: record.storeHost,
    reconsumeTimes: record.reconsumeTimes,
    preparedTransactionOffset: record.preparedTransactionOffset,
    recordBytes: record.recordBytes,
    properties: record.properties,
    msgId: record.properties.get(PropertyName.UNIQ_KEY) ?? offsetMsgId,
    offsetMsgId,
  }
}

/** All messages of a pull or query body; what follows a record that cannot be read is lost, as in Java. */
export function decodeReceived(body: Bytes, brokerName: string, ports: DecodePorts): ReceivedMessage[] {
  const { records, unreadBytes } = decodeRecords(body)
  if (unreadBytes > 0) ports.log.warn('message records could not be read', { brokerName, unreadBytes })
  return records.map((record) => receivedFromRecord(record, brokerName, ports))
}

/** Whether the message's tag is really one of those subscribed: the broker compares hash codes only. */
export function matchesTags(message: ReceivedMessage, expression: TagExpression): boolean {
  if (expression.kind === 'all') return true
  const tag = tagOf(message)
  return expression.kind === 'tags' && tag !== undefined && expression.tags.includes(tag)
}

/** Shows a retried message under the topic it was sent to. Source: DefaultMQPushConsumerImpl#resetRetryAndNamespace. */
export function restoreTopic(message: ReceivedMessage, group: string): void {
  const original = message.properties.get(PropertyName.RETRY_TOPIC)
  if (original !== undefined && message.topic === retryTopic(group)) message.topic = original
}

/** One line with everything but the body, in our own shape. */
export function receivedText(message: ReceivedMessage): string {
  const properties = [...message.properties].map(([name, value]) => `${name}=${value}`).join(', ')
  return (
    `MessageExt [brokerName=${message.brokerName}, queueId=${message.queueId}, storeSize=${message.recordBytes}, ` +
    `queueOffset=${message.queueOffset}, sysFlag=${message.sysFlag}, bornTimestamp=${message.bornTimestampMs}, ` +
    `bornHost=${hostText(message.bornHost)}, storeTimestamp=${message.storeTimestampMs}, ` +
    `storeHost=${hostText(message.storeHost)}, msgId=${message.offsetMsgId}, ` +
    `commitLogOffset=${message.logOffset}, bodyCRC=${message.bodyCrc}, reconsumeTimes=${message.reconsumeTimes}, ` +
    `topic=${message.topic}, flag=${message.flag}, properties={${properties}}, bodyBytes=${message.body.length}]`
  )
}

function unpackBody(record: DecodedRecord, ports: DecodePorts): Bytes | undefined {
  const kind = compressionOf(record.sysFlag)
  if (kind === undefined) return undefined
  if (kind === 'unknown') {
    ports.log.warn('body is packed in an unknown way', { topic: record.topic, sysFlag: record.sysFlag })
    return undefined
  }
  try {
    return ports.compression.inflate(kind, record.body, UNPACKED_BODY_BYTES_MAX)
  } catch (error) {
    ports.log.warn('body could not be unpacked', { topic: record.topic, kind, error: errorText(error) })
    return undefined
  }
}
