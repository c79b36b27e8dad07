/**
 * Plain sends from the received bytes into the log without an object for any of them: the raw-frame hook of the broker's
 * ports. Everything that is not plain, and everything that would have to be refused, is left to the general path.
 */
import { type Bytes, bytesFromUtf8, EMPTY_BYTES } from '../base/bytes.ts'
import { isWritable, SysFlag } from '../protocol/message.ts'
import type { TopicConfig } from '../protocol/topic-config.ts'
import { isSendForbidden } from '../protocol/topics.ts'
import type { RawFrameHook, RemotingConnection } from '../remoting/connection.ts'
import type { SerializeTypeByte } from '../remoting/frame.ts'
import type { ConsumeQueue } from '../store/consume-queue.ts'
import type { PlainAppend } from '../store/plain-append.ts'
import type { BornHosts } from './hosts.ts'
import type { SendAcks } from './send-acks.ts'
import { SendScanner } from './send-scanner.ts'
import type { Topics } from './topics.ts'

/** A message with one of these bits is a transaction, an inner batch or otherwise not plain. */
const UNUSUAL_SYS_FLAGS =
  SysFlag.TRANSACTION_MASK |
  SysFlag.BORN_HOST_V6 |
  SysFlag.STORE_HOST_V6 |
  SysFlag.NEED_UNWRAP |
  SysFlag.INNER_BATCH |
  SysFlag.MULTI_TAGS

const PERCENT = 0x25

/** What this needs of the store. */
export interface FastStore {
  readonly plainAppend: PlainAppend
  openQueue(topic: string, queueId: number): ConsumeQueue
}

/** The configuration it obeys; the object is replaced when a value changes. */
export interface FastSettings {
  readonly brokerPermission: number
  readonly startAcceptSendRequestTimeStamp: number
}

export interface FastPathParts {
  readonly store: FastStore
  readonly topics: Topics
  readonly acks: SendAcks
  readonly bornHosts: BornHosts
  readonly settings: () => FastSettings
  readonly nowMs: () => number
  /** Properties that the broker adds to every message, as they are stored; asked again when settings change. */
  readonly addedProperties: () => Bytes
}

/** A topic that takes plain sends, found by its hash; its queues are opened when first used. */
interface PlainTopic {
  readonly topic: string
  readonly name: Bytes
  readonly queueLimit: number
  readonly queues: (ConsumeQueue | undefined)[]
}

export class SendFastPath {
  /** For `RpcServer.setRawHook`. */
  readonly hook: RawFrameHook
  /** Messages that went this way since the start. */
  messages = 0

  readonly #parts: FastPathParts
  readonly #scanner = new SendScanner()
  readonly #plainTopics = new Map<number, PlainTopic>()
  #generation = -1
  #settings: FastSettings | undefined
  #isOpen = false
  #added: Bytes = EMPTY_BYTES
  #last: PlainTopic | undefined
  #lastHash = 0

  constructor(parts: FastPathParts) {
    this.#parts = parts
    this.hook = (connection, bytes, headerStart, headerEnd, bodyEnd, serializeType) =>
      this.#take(connection, bytes, headerStart, headerEnd, bodyEnd, serializeType)
  }

  #take(
    connection: RemotingConnection,
    bytes: Bytes,
    headerStart: number,
    headerEnd: number,
    bodyEnd: number,
    serializeType: SerializeTypeByte,
  ): boolean {
    const scanner = this.#scanner
    const isKnownShape =
      serializeType === 0
        ? scanner.scanJson(bytes, headerStart, headerEnd)
        : scanner.scanBinary(bytes, headerStart, headerEnd)
    if (!isKnownShape || bodyEnd === headerEnd || (scanner.sysFlag & UNUSUAL_SYS_FLAGS) !== 0) return false
    const { acks, store, bornHosts } = this.#parts
    if (!this.#isStillOpen() || !acks.hasRoom) return false
    const added = this.#added
    const queue = this.#queueOf(bytes)
    if (queue === undefined) return false

    const append = store.plainAppend
    const bytesMax = scanner.propertiesBytesMax + added.length
    if (append.begin(queue, bytes, headerEnd, bodyEnd, bytesMax, bornHosts.of(connection)) !== undefined) return false
    const start = append.propertiesStart
    const sentBytes = scanner.copyProperties(bytes, append.buffer, start)
    if (sentBytes < 0 || scanner.uniqueIdEnd === 0) return false
    append.buffer.set(added, start + sentBytes)
    const propertiesBytes = sentBytes + added.length
    const { flag, sysFlag, bornTimestampMs, reconsumeTimes } = scanner
    if (append.end(propertiesBytes, flag, sysFlag, bornTimestampMs, reconsumeTimes) !== undefined) return false

    this.messages += 1
    if (scanner.isOneway) return true
    connection.noteOwed(1)
    acks.addPlain(
      connection,
      serializeType,
      scanner.opaque,
      scanner.queueId,
      append.queueOffset,
      append.logOffset,
      append.endOffset,
      scanner.waits,
      append.buffer,
      scanner.uniqueIdStart,
      scanner.uniqueIdEnd - scanner.uniqueIdStart,
    )
    return true
  }

  /** Whether sends are taken at all; drops what was remembered when topics or settings have changed. */
  #isStillOpen(): boolean {
    const settings = this.#parts.settings()
    const { generation } = this.#parts.topics
    if (settings !== this.#settings || generation !== this.#generation) {
      if (settings !== this.#settings) this.#added = this.#parts.addedProperties()
      this.#settings = settings
      this.#generation = generation
      this.#plainTopics.clear()
      this.#last = undefined
      this.#isOpen = false
    }
    if (!this.#isOpen) this.#isOpen = settings.startAcceptSendRequestTimeStamp <= this.#parts.nowMs()
    return this.#isOpen
  }

  #queueOf(bytes: Bytes): ConsumeQueue | undefined {
    const { topicHash, queueId } = this.#scanner
    let plain = this.#last
    if (plain === undefined || topicHash !== this.#lastHash || !this.#isNamed(plain, bytes)) {
      plain = this.#plainTopics.get(topicHash)
      if (plain === undefined || !this.#isNamed(plain, bytes)) plain = this.#remember(bytes)
      if (plain === undefined) return undefined
      this.#last = plain
      this.#lastHash = topicHash
    }
    if (queueId >= plain.queueLimit) return undefined
    return (plain.queues[queueId] ??= this.#parts.store.openQueue(plain.topic, queueId))
  }

  #isNamed(plain: PlainTopic, bytes: Bytes): boolean {
    const { topicStart, topicEnd } = this.#scanner
    const { name } = plain
    if (name.length !== topicEnd - topicStart) return false
    for (let i = 0; i < name.length; i++) if (name[i] !== bytes[topicStart + i]) return false
    return true
  }

  #remember(bytes: Bytes): PlainTopic | undefined {
    const { topicStart, topicEnd, topicHash } = this.#scanner
    if (bytes[topicStart] === PERCENT) return undefined
    const topic = bytes.latin1Slice(topicStart, topicEnd)
    const config = this.#parts.topics.find(topic)
    if (config === undefined || !this.#isPlain(config)) return undefined
    const plain: PlainTopic = {
      topic,
      name: bytesFromUtf8(topic),
      queueLimit: Math.max(config.readQueueNums, config.writeQueueNums),
      queues: [],
    }
    this.#plainTopics.set(topicHash, plain)
    return plain
  }

  #isPlain(config: TopicConfig): boolean {
    return (
      config.topicFilterType === 'SINGLE_TAG' &&
      !isSendForbidden(config.topicName) &&
      !(config.order && !isWritable(this.#parts.settings().brokerPermission)) &&
      !config.attributes.has('queue.type') &&
      !config.attributes.has('cleanup.policy')
    )
  }
}
