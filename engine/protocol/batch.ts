/**
 * The body of a client batch: several messages of one topic back to back. The broker stores each as a record of its own.
 *
 * Entry, big-endian:
 *   0   int32  entry bytes, this field included
 *   4   int32  magic, 0
 *   8   int32  body CRC, 0: never trusted
 *   12  int32  flag
 *   16  int32  body bytes, then the body
 *   ..  int16  property bytes, then the property string
 */
import { allocBytesUnsafe, type Bytes, viewOf } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { PROPERTIES_BYTES_MAX } from '../base/limits.ts'
import { encodePropertiesBytes } from './properties.ts'

/** Bytes of an entry beyond body and properties. */
export const BATCH_ENTRY_OVERHEAD_BYTES = 22

export interface BatchMessage {
  readonly flag: number
  readonly body: Uint8Array
  readonly properties: ReadonlyMap<string, string>
}

/** One entry as a view of the batch body: nothing is copied. */
export interface BatchEntry {
  readonly flag: number
  readonly body: Bytes
  /** The raw property string. */
  readonly properties: Bytes
}

/**
 * @throws {EngineError} 'bad-bytes' when a message's properties exceed 32767 bytes.
 * Source: MessageDecoder#encodeMessages.
 */
export function encodeBatch(messages: readonly BatchMessage[]): Bytes {
  const properties = messages.map((message) => encodePropertiesBytes(message.properties))
  let total = 0
  messages.forEach((message, i) => {
    const propertyBytes = (properties[i] as Bytes).length
    if (propertyBytes > PROPERTIES_BYTES_MAX) {
      throw new EngineError('bad-bytes', `properties of batch message ${i} have ${propertyBytes} bytes`, {
        context: { index: i, propertyBytes, propertyBytesMax: PROPERTIES_BYTES_MAX },
      })
    }
    total += BATCH_ENTRY_OVERHEAD_BYTES + message.body.length + propertyBytes
  })
  const bytes = allocBytesUnsafe(total)
  const view = viewOf(bytes)
  let at = 0
  messages.forEach((message, i) => {
    const property = properties[i] as Bytes
    const bodyBytes = message.body.length
    view.setInt32(at, BATCH_ENTRY_OVERHEAD_BYTES + bodyBytes + property.length)
    view.setInt32(at + 4, 0)
    view.setInt32(at + 8, 0)
    view.setInt32(at + 12, message.flag)
    view.setInt32(at + 16, bodyBytes)
    bytes.set(message.body, at + 20)
    view.setInt16(at + 20 + bodyBytes, property.length)
    bytes.set(property, at + 22 + bodyBytes)
    at += BATCH_ENTRY_OVERHEAD_BYTES + bodyBytes + property.length
  })
  return bytes
}

/**
 * The entries of a batch body.
 * @throws {EngineError} 'bad-bytes' when lengths contradict each other or the input.
 * Source: MessageDecoder#decodeMessages, MessageExtEncoder#encode(MessageExtBatch).
 */
export function decodeBatch(bytes: Bytes): BatchEntry[] {
  const entries: BatchEntry[] = []
  const view = viewOf(bytes)
  let at = 0
  while (at < bytes.length) {
    const left = bytes.length - at
    if (left < BATCH_ENTRY_OVERHEAD_BYTES) throw broken(at, 'entry', left)
    const entryBytes = view.getInt32(at)
    if (entryBytes < BATCH_ENTRY_OVERHEAD_BYTES || entryBytes > left) throw broken(at, 'entry length', entryBytes)
    const bodyBytes = view.getInt32(at + 16)
    if (bodyBytes < 0 || bodyBytes > entryBytes - BATCH_ENTRY_OVERHEAD_BYTES) throw broken(at, 'body length', bodyBytes)
    const propertiesAt = at + 22 + bodyBytes
    const propertyBytes = view.getInt16(propertiesAt - 2)
    if (propertyBytes !== entryBytes - BATCH_ENTRY_OVERHEAD_BYTES - bodyBytes) {
      throw broken(at, 'property length', propertyBytes)
    }
    entries.push({
      flag: view.getInt32(at + 12),
      body: bytes.subarray(at + 20, at + 20 + bodyBytes),
      properties: bytes.subarray(propertiesAt, propertiesAt + propertyBytes),
    })
    at += entryBytes
  }
  return entries
}

function broken(offset: number, field: string, value: number): EngineError {
  return new EngineError('bad-bytes', `batch entry at ${offset}: ${field} ${value} does not fit`, {
    context: { offset, field, value },
  })
}
