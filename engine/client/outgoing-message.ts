/**
 * A message on its way out: checked, given its unique id, packed when it is large. Pure; does not know where it goes.
 */
import { asBytes, type Bytes } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { Compression } from '../base/ports.ts'
import { encodeBatch } from '../protocol/batch.ts'
import { isReservedProperty, type Message, PropertyName, SysFlag } from '../protocol/message.ts'
import { checkTopicName, isRetryTopic, isSendForbidden } from '../protocol/topics.ts'

/** What an application hands to a producer. */
export interface OutgoingMessage {
  readonly topic: string
  readonly body: Uint8Array
  readonly tags?: string | undefined
  /** Index keys; several as a list or separated by blanks. */
  readonly keys?: string | readonly string[] | undefined
  /** Free for the application. */
  readonly flag?: number | undefined
  /** 1 to 18; the broker keeps the message back for that level's time. */
  readonly delayLevel?: number | undefined
  /** False: the answer does not wait for flush and replication. */
  readonly waitStored?: boolean | undefined
  /** The application's own; reserved names are refused. */
  readonly properties?: Readonly<Record<string, string>> | undefined
}

export interface OutgoingLimits {
  /** Body bytes, before packing. Source: DefaultMQProducer#maxMessageSize. */
  readonly bodyBytesMax: number
  /** Bodies of at least this size are packed. Source: DefaultMQProducer#compressMsgBodyOverHowmuch. */
  readonly compressFromBytes: number
}

export const DEFAULT_OUTGOING_LIMITS: OutgoingLimits = { bodyBytesMax: 4 * 1024 * 1024, compressFromBytes: 4096 }

/**
 * The message with its properties spelled out; its body is still unpacked.
 * @throws {EngineError} 'usage' naming what no broker would accept.
 * Source: Validators#checkMessage.
 */
export function prepareMessage(outgoing: OutgoingMessage, uniqueId: string, limits: OutgoingLimits): Message {
  checkSendTopic(outgoing.topic)
  const bodyBytes = outgoing.body.length
  if (bodyBytes === 0)
    throw new EngineError('usage', 'the message body is empty', { context: { topic: outgoing.topic } })
  if (bodyBytes > limits.bodyBytesMax) throw bodyTooLarge(outgoing.topic, bodyBytes, limits)
  const properties = new Map<string, string>()
  for (const [name, value] of Object.entries(outgoing.properties ?? {})) {
    if (isReservedProperty(name)) {
      throw new EngineError('usage', `property ${name} is reserved by RocketMQ`, { context: { name } })
    }
    setProperty(properties, name, value)
  }
  if (outgoing.tags !== undefined) setProperty(properties, PropertyName.TAGS, outgoing.tags)
  const keys = typeof outgoing.keys === 'string' ? outgoing.keys : outgoing.keys?.join(' ')
  if (keys !== undefined) setProperty(properties, PropertyName.KEYS, keys)
  if (outgoing.delayLevel !== undefined && outgoing.delayLevel > 0) {
    properties.set(PropertyName.DELAY, String(outgoing.delayLevel))
  }
  if (outgoing.waitStored === false) properties.set(PropertyName.WAIT, 'false')
  properties.set(PropertyName.UNIQ_KEY, uniqueId)
  return { topic: outgoing.topic, flag: outgoing.flag ?? 0, body: asBytes(outgoing.body), properties }
}

/** A whole batch as one request: the parts in its body, each with its own properties. */
export interface PreparedBatch {
  readonly topic: string
  readonly body: Bytes
  /** Unique ids of the parts, in order. */
  readonly uniqueIds: readonly string[]
  readonly waitStored: boolean
}

/**
 * @throws {EngineError} 'usage' when the messages may not share a batch. Source: MessageBatch#generateFromList.
 */
export function prepareBatch(
  outgoing: readonly OutgoingMessage[],
  nextUniqueId: () => string,
  limits: OutgoingLimits,
): PreparedBatch {
  const first = outgoing[0]
  if (first === undefined) throw new EngineError('usage', 'a batch needs at least one message')
  if (isRetryTopic(first.topic)) throw new EngineError('usage', 'retry topics take no batches')
  const uniqueIds: string[] = []
  const parts = outgoing.map((message) => {
    if (message.topic !== first.topic) throw new EngineError('usage', 'the messages of a batch need the same topic')
    if ((message.waitStored ?? true) !== (first.waitStored ?? true)) {
      throw new EngineError('usage', 'the messages of a batch need the same waitStored')
    }
    if ((message.delayLevel ?? 0) > 0) throw new EngineError('usage', 'a batch takes no delayed messages')
    const uniqueId = nextUniqueId()
    uniqueIds.push(uniqueId)
    return prepareMessage(message, uniqueId, limits)
  })
  const body = encodeBatch(parts)
  if (body.length > limits.bodyBytesMax) throw bodyTooLarge(first.topic, body.length, limits)
  return { topic: first.topic, body, uniqueIds, waitStored: first.waitStored ?? true }
}

/** The body as it travels and the sysFlag that says so. */
export interface PackedBody {
  readonly body: Bytes
  readonly sysFlag: number
}

/** Source: DefaultMQProducerImpl#tryToCompressMessage. */
export function packBody(body: Bytes, compression: Compression, limits: OutgoingLimits): PackedBody {
  if (body.length < limits.compressFromBytes) return { body, sysFlag: 0 }
  return { body: compression.deflate(body), sysFlag: SysFlag.COMPRESSED | SysFlag.COMPRESSION_ZLIB }
}

function checkSendTopic(topic: string): void {
  const check = checkTopicName(topic)
  if (check.kind === 'bad') throw new EngineError('usage', check.reason, { context: { topic } })
  if (isSendForbidden(topic)) throw new EngineError('usage', `Sending message to topic [${topic}] is forbidden.`)
}

function setProperty(properties: Map<string, string>, name: string, value: string): void {
  if (/[\u0001\u0002]/.test(name + value)) {
    throw new EngineError('usage', `property ${name} contains a character that separates properties`)
  }
  if (name !== '' && value !== '') properties.set(name, value)
}

function bodyTooLarge(topic: string, bodyBytes: number, limits: OutgoingLimits): EngineError {
  return new EngineError('usage', `the message body size over max value, MAX: ${limits.bodyBytesMax}`, {
    context: { topic, bodyBytes, bodyBytesMax: limits.bodyBytesMax },
  })
}
