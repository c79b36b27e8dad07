/**
 * Answers to sends, written as bytes from fixed pieces: half of what a message costs when done with objects and
 * JSON.stringify. It knows the two header forms of exactly this one response and nothing else.
 * Source: SendMessageResponseHeader, RemotingCommand#encodeHeader.
 */
import { allocBytes, type Bytes, bytesFromLatin1, bytesFromUtf8, concatBytes } from '../base/bytes.ts'
import type { HostAddress } from '../protocol/host-address.ts'
import { ordinalOfLanguage } from '../protocol/language.ts'
import { offsetMessageId } from '../protocol/message-id.ts'
import { ENGINE_VERSION, FLAG_RESPONSE } from '../remoting/command.ts'
import type { SerializeTypeByte } from '../remoting/frame.ts'
import type { OutgoingBuffer } from '../remoting/outgoing.ts'

/** Longest unique id that fits a template; longer ones take the general way. */
export const UNIQUE_ID_BYTES_MAX = 64

const PREFIX_BYTES = 8
const DIGITS_MAX = 20
const LOG_OFFSET_HEX = 16
const QUOTE = 0x22

export interface SendReplySettings {
  readonly regionId: string
  readonly traceOn: boolean
  /** Stands in every message id. */
  readonly storeHost: HostAddress
}

export class SendReplyTemplates {
  readonly #jsonHead = bytesFromLatin1('{"code":')
  readonly #jsonToMsgId: Bytes
  readonly #jsonQueueId = bytesFromLatin1('","queueId":"')
  readonly #jsonQueueOffset = bytesFromLatin1('","queueOffset":"')
  readonly #jsonTransactionId = bytesFromLatin1('","transactionId":"')
  readonly #jsonToOpaque = bytesFromLatin1(`"},"flag":${FLAG_RESPONSE},"language":"NODE_JS","opaque":`)
  readonly #jsonTail = bytesFromLatin1(`,"serializeTypeCurrentRPC":"JSON","version":${ENGINE_VERSION}}`)
  readonly #jsonBytesMax: number
  /** Free ext entries and the key of `msgId` with its value length: everything before the id's own bytes. */
  readonly #binaryToMsgId: Bytes
  readonly #binaryQueueId = binaryKey('queueId')
  readonly #binaryQueueOffset = binaryKey('queueOffset')
  readonly #binaryTransactionId = binaryKey('transactionId')
  readonly #hostHex: Bytes

  constructor(settings: SendReplySettings) {
    this.#hostHex = bytesFromLatin1(offsetMessageId(settings.storeHost, 0).slice(0, -LOG_OFFSET_HEX))
    const region = JSON.stringify(settings.regionId)
    const traceOn = String(settings.traceOn)
    this.#jsonToMsgId = bytesFromUtf8(`,"extFields":{"MSG_REGION":${region},"TRACE_ON":"${traceOn}","msgId":"`)
    this.#jsonBytesMax =
      this.#jsonHead.length +
      this.#jsonToMsgId.length +
      this.#jsonQueueId.length +
      this.#jsonQueueOffset.length +
      this.#jsonTransactionId.length +
      this.#jsonToOpaque.length +
      this.#jsonTail.length +
      this.#hostHex.length +
      LOG_OFFSET_HEX +
      4 * DIGITS_MAX +
      UNIQUE_ID_BYTES_MAX
    this.#binaryToMsgId = concatBytes([
      binaryEntry('MSG_REGION', settings.regionId),
      binaryEntry('TRACE_ON', traceOn),
      binaryKey('msgId'),
      int32Bytes(this.#hostHex.length + LOG_OFFSET_HEX),
    ])
  }

  /**
   * Places one answer in the form the sender used. `uniqueId[idStart..idStart+idBytes)` must be free of bytes that JSON
   * escapes.
   */
  write(
    outgoing: OutgoingBuffer,
    form: SerializeTypeByte,
    code: number,
    opaque: number,
    queueId: number,
    queueOffset: number,
    logOffset: number,
    uniqueId: Uint8Array,
    idStart: number,
    idBytes: number,
  ): void {
    if (form === 0) this.#writeJson(outgoing, code, opaque, queueId, queueOffset, logOffset, uniqueId, idStart, idBytes)
    else this.#writeBinary(outgoing, code, opaque, queueId, queueOffset, logOffset, uniqueId, idStart, idBytes)
  }

  #writeJson(
    outgoing: OutgoingBuffer,
    code: number,
    opaque: number,
    queueId: number,
    queueOffset: number,
    logOffset: number,
    uniqueId: Uint8Array,
    idStart: number,
    idBytes: number,
  ): void {
    const start = outgoing.reserve(PREFIX_BYTES + this.#jsonBytesMax)
    const { bytes, view } = outgoing
    let at = start + PREFIX_BYTES
    bytes.set(this.#jsonHead, at)
    at = writeInteger(bytes, at + this.#jsonHead.length, code)
    bytes.set(this.#jsonToMsgId, at)
    at = this.#writeMessageId(bytes, at + this.#jsonToMsgId.length, logOffset)
    bytes.set(this.#jsonQueueId, at)
    at = writeInteger(bytes, at + this.#jsonQueueId.length, queueId)
    bytes.set(this.#jsonQueueOffset, at)
    at = writeInteger(bytes, at + this.#jsonQueueOffset.length, queueOffset)
    if (idBytes > 0) {
      bytes.set(this.#jsonTransactionId, at)
      at = copyShort(uniqueId, idStart, idBytes, bytes, at + this.#jsonTransactionId.length)
    }
    bytes.set(this.#jsonToOpaque, at)
    at = writeInteger(bytes, at + this.#jsonToOpaque.length, opaque)
    bytes.set(this.#jsonTail, at)
    at += this.#jsonTail.length
    const headerBytes = at - start - PREFIX_BYTES
    view.setInt32(start, 4 + headerBytes)
    view.setInt32(start + 4, headerBytes)
    outgoing.advance(at - start)
  }

  /** Layout: wire-protocol 1.4. */
  #writeBinary(
    outgoing: OutgoingBuffer,
    code: number,
    opaque: number,
    queueId: number,
    queueOffset: number,
    logOffset: number,
    uniqueId: Uint8Array,
    idStart: number,
    idBytes: number,
  ): void {
    const start = outgoing.reserve(PREFIX_BYTES + this.#jsonBytesMax)
    const { bytes, view } = outgoing
    const header = start + PREFIX_BYTES
    view.setInt16(header, code)
    view.setInt8(header + 2, ordinalOfLanguage('NODE_JS'))
    view.setInt16(header + 3, ENGINE_VERSION)
    view.setInt32(header + 5, opaque)
    view.setInt32(header + 9, FLAG_RESPONSE)
    view.setInt32(header + 13, 0)
    const entries = header + 21
    bytes.set(this.#binaryToMsgId, entries)
    let at = this.#writeMessageId(bytes, entries + this.#binaryToMsgId.length, logOffset)
    at = this.#writeBinaryInteger(bytes, view, at, this.#binaryQueueId, queueId)
    at = this.#writeBinaryInteger(bytes, view, at, this.#binaryQueueOffset, queueOffset)
    if (idBytes > 0) {
      bytes.set(this.#binaryTransactionId, at)
      at += this.#binaryTransactionId.length
      view.setInt32(at, idBytes)
      at = copyShort(uniqueId, idStart, idBytes, bytes, at + 4)
    }
    view.setInt32(header + 17, at - entries)
    view.setInt32(start, 4 + at - header)
    view.setInt32(start + 4, (1 << 24) | (at - header))
    outgoing.advance(at - start)
  }

  #writeMessageId(bytes: Bytes, at: number, logOffset: number): number {
    bytes.set(this.#hostHex, at)
    const hexAt = at + this.#hostHex.length
    const high = Math.floor(logOffset / 0x1_0000_0000)
    writeHex32(bytes, hexAt, high)
    writeHex32(bytes, hexAt + 8, logOffset - high * 0x1_0000_0000)
    return hexAt + LOG_OFFSET_HEX
  }

  #writeBinaryInteger(bytes: Bytes, view: DataView, at: number, key: Bytes, value: number): number {
    bytes.set(key, at)
    const lengthAt = at + key.length
    const end = writeInteger(bytes, lengthAt + 4, value)
    view.setInt32(lengthAt, end - lengthAt - 4)
    return end
  }
}

/** Whether the bytes can stand in a JSON text as they are: printable ASCII without quote and backslash. */
export function isPlainText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number
    if (byte < 0x20 || byte > 0x7e || byte === QUOTE || byte === 0x5c) return false
  }
  return true
}

/** Writes a safe integer in decimal; returns the position behind it. */
export function writeInteger(bytes: Uint8Array, at: number, value: number): number {
  let position = at
  let rest = value
  if (rest < 0) {
    bytes[position++] = 0x2d
    rest = -rest
  }
  let digits = 1
  for (let limit = 10; digits < DIGITS_MAX && rest >= limit; limit *= 10) digits++
  const end = position + digits
  let i = end
  while (rest > 0x7fff_ffff) {
    const next = Math.floor(rest / 10)
    bytes[--i] = 0x30 + (rest - next * 10)
    rest = next
  }
  do {
    const next = (rest / 10) | 0
    bytes[--i] = 0x30 + (rest - next * 10)
    rest = next
  } while (i > position)
  return end
}

function writeHex32(bytes: Uint8Array, at: number, value: number): void {
  for (let i = 0; i < 8; i++) {
    const nibble = (value >>> (28 - 4 * i)) & 0xf
    bytes[at + i] = nibble < 10 ? 0x30 + nibble : 0x37 + nibble
  }
}

/** Byte loop: faster than a call of `copy` for the 32 bytes of a unique id. */
function copyShort(source: Uint8Array, start: number, length: number, target: Uint8Array, at: number): number {
  for (let i = 0; i < length; i++) target[at + i] = source[start + i] as number
  return at + length
}

function binaryKey(key: string): Bytes {
  const text = bytesFromLatin1(`\0\0${key}`)
  text.writeInt16BE(key.length, 0)
  return text
}

function binaryEntry(key: string, value: string): Bytes {
  const valueBytes = bytesFromUtf8(value)
  return concatBytes([binaryKey(key), int32Bytes(valueBytes.length), valueBytes])
}

function int32Bytes(value: number): Bytes {
  const bytes = allocBytes(4)
  bytes.writeInt32BE(value, 0)
  return bytes
}
