/**
 * The property string: `name 0x01 value 0x02` repeated, UTF-8. Text form for general use, and byte-level scanning for
 * the store, which looks up a few names per record without making objects. Names have no meaning here.
 */
import { type Bytes, bytesFromUtf8, EMPTY_BYTES } from '../base/bytes.ts'

/** Between name and value, and after each pair. */
export const NAME_VALUE_SEPARATOR = 0x01
export const PROPERTY_SEPARATOR = 0x02

const NAME_VALUE_TEXT = '\u0001'
const PROPERTY_TEXT = '\u0002'

/**
 * Property string with a separator after the last pair. Empty names or values are written as they are, and lost by
 * every reader; callers keep 0x01 and 0x02 out of both.
 * Source: MessageDecoder#messageProperties2String.
 */
export function encodeProperties(properties: ReadonlyMap<string, string>): string {
  let text = ''
  for (const [name, value] of properties) text += name + NAME_VALUE_TEXT + value + PROPERTY_TEXT
  return text
}

export function encodePropertiesBytes(properties: ReadonlyMap<string, string>): Bytes {
  return properties.size === 0 ? EMPTY_BYTES : bytesFromUtf8(encodeProperties(properties))
}

/**
 * Reads a property string. A pair without a name, without a value or without 0x01 is dropped, the separator after the
 * last pair may be missing, a later duplicate wins, and a value keeps any further 0x01.
 * Source: MessageDecoder#string2messageProperties.
 */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>()
  let start = 0
  while (start < text.length) {
    const found = text.indexOf(PROPERTY_TEXT, start)
    const end = found < 0 ? text.length : found
    const middle = text.indexOf(NAME_VALUE_TEXT, start)
    if (middle > start && middle < end - 1) properties.set(text.slice(start, middle), text.slice(middle + 1, end))
    start = end + 1
  }
  return properties
}

/** The same for UTF-8 in `bytes[start..end)`. */
export function parsePropertiesBytes(bytes: Bytes, start = 0, end = bytes.length): Map<string, string> {
  return parseProperties(bytes.utf8Slice(start, end))
}

/**
 * Where the value of `name` begins in the property bytes `[start, end)`, or -1. `propertyValueEnd` gives its end.
 * Allocates nothing; the last of several wins, as in `parseProperties`.
 * @param name ASCII only, which all reserved names are.
 */
export function findProperty(bytes: Uint8Array, start: number, end: number, name: string): number {
  const length = name.length
  let valueStart = -1
  let at = start
  while (at < end) {
    let i = 0
    while (i < length && at + i < end && bytes[at + i] === name.charCodeAt(i)) i++
    // A value needs at least one byte of its own that is not the separator.
    if (i === length && at + i + 1 < end && bytes[at + i] === NAME_VALUE_SEPARATOR && length > 0) {
      if (bytes[at + i + 1] !== PROPERTY_SEPARATOR) valueStart = at + i + 1
    }
    while (at < end && bytes[at] !== PROPERTY_SEPARATOR) at++
    at++
  }
  return valueStart
}

/** The end of the value that starts at `valueStart`: its separator, or the end of the property bytes. */
export function propertyValueEnd(bytes: Uint8Array, valueStart: number, end: number): number {
  let at = valueStart
  while (at < end && bytes[at] !== PROPERTY_SEPARATOR) at++
  return at
}

/** The value of `name` as text, or undefined. */
export function propertyText(bytes: Bytes, start: number, end: number, name: string): string | undefined {
  const valueStart = findProperty(bytes, start, end, name)
  return valueStart < 0 ? undefined : bytes.utf8Slice(valueStart, propertyValueEnd(bytes, valueStart, end))
}

/**
 * Walks the pairs of a property string once, without making objects. Reused by its owner: `reset`, then `next` until it
 * returns false; the four positions describe the current pair.
 */
export class PropertyCursor {
  nameStart = 0
  nameEnd = 0
  valueStart = 0
  valueEnd = 0
  #bytes: Uint8Array = EMPTY_BYTES
  #at = 0
  #end = 0

  reset(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  next(): boolean {
    const bytes = this.#bytes
    const end = this.#end
    while (this.#at < end) {
      const start = this.#at
      let middle = -1
      let at = start
      for (; at < end; at++) {
        const byte = bytes[at]
        if (byte === PROPERTY_SEPARATOR) break
        if (byte === NAME_VALUE_SEPARATOR && middle < 0) middle = at
      }
      this.#at = at + 1
      if (middle > start && middle < at - 1) {
        this.nameStart = start
        this.nameEnd = middle
        this.valueStart = middle + 1
        this.valueEnd = at
        return true
      }
    }
    return false
  }

  /** Whether the current pair's name is `name` (ASCII). */
  nameIs(name: string): boolean {
    const start = this.nameStart
    if (this.nameEnd - start !== name.length) return false
    const bytes = this.#bytes
    for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name.charCodeAt(i)) return false
    return true
  }
}
