/**
 * Reads the header of a plain send where it lies in the received bytes: integers parsed on the fly, the topic hashed
 * while it is passed, properties copied straight into the record. No object, no string. It knows the one shape that
 * clients really send; at anything else it says so and the general path reads the frame again.
 * Source: SendMessageRequestHeaderV2, RemotingCommand#decode.
 */
import { type Bytes, bytesFromLatin1 } from '../base/bytes.ts'
import { FLAG_ONEWAY } from '../remoting/command.ts'
import { isPlainText, UNIQUE_ID_BYTES_MAX } from './send-reply.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const COLON = 0x3a
const BACKSLASH = 0x5c
const CLOSE = 0x7d

const BEFORE_EXT = bytesFromLatin1(',"extFields":{')
const BEFORE_FLAG = bytesFromLatin1(',"flag":')
const BEFORE_LANGUAGE = bytesFromLatin1(',"language":"')
const BEFORE_OPAQUE = bytesFromLatin1(',"opaque":')
const BEFORE_VERSION = bytesFromLatin1(',"serializeTypeCurrentRPC":"JSON","version":')
const UNIQ_KEY = bytesFromLatin1('UNIQ_KEY')
const WAIT = bytesFromLatin1('WAIT')
const TRUE = bytesFromLatin1('true')
const FALSE = bytesFromLatin1('false')
const CODE_AT = 8

/** Digits that a double holds exactly. */
const DIGITS_MAX = 15
const INT32_MAX = 0x7fff_ffff

/** Letters a to h are required; i (properties) is what makes a message plain. */
const REQUIRED_LETTERS = 0b1_1111_1111

export class SendScanner {
  opaque = 0
  isOneway = false
  topicStart = 0
  topicEnd = 0
  /** Java hash of the topic. */
  topicHash = 0
  queueId = 0
  sysFlag = 0
  flag = 0
  bornTimestampMs = 0
  reconsumeTimes = 0
  /** Where the property string lies in the header, escaped in the JSON form. */
  propertiesStart = 0
  propertiesEnd = 0
  /** After `copyProperties`: whether the sender waits for flush and replicas, and where the unique id lies in the target. */
  waits = true
  uniqueIdStart = 0
  uniqueIdEnd = 0

  #isEscaped = false
  #letters = 0
  /** Position behind the last number, name or value that was read. */
  #at = 0

  /** Reads a JSON header `bytes[start..end)`; false: not the known shape. */
  scanJson(bytes: Bytes, start: number, end: number): boolean {
    this.#reset(true)
    let at = start + CODE_AT
    while (isDigit(bytes[at])) at++
    at = follow(bytes, at, BEFORE_EXT) - 1
    if (at < 0) return false
    do {
      at = this.#jsonEntry(bytes, at + 1, end)
      if (at < 0) return false
    } while (bytes[at] === COMMA)
    if (bytes[at] !== CLOSE || (this.#letters & REQUIRED_LETTERS) !== REQUIRED_LETTERS) return false
    return this.#jsonTail(bytes, at + 1, end)
  }

  /** Reads a binary header. Layout: wire-protocol 1.4. */
  scanBinary(bytes: Bytes, start: number, end: number): boolean {
    this.#reset(false)
    if (end - start < 21) return false
    this.opaque = int32At(bytes, start + 5)
    if (!this.#takeFlag(int32At(bytes, start + 9)) || int32At(bytes, start + 13) !== 0) return false
    let at = start + 21
    if (int32At(bytes, start + 17) !== end - at) return false
    while (at < end) {
      if (end - at < 6) return false
      const keyBytes = ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
      const keyAt = at + 2
      const valueAt = keyAt + keyBytes + 4
      if (valueAt > end) return false
      const valueBytes = int32At(bytes, valueAt - 4)
      const valueEnd = valueAt + valueBytes
      if (valueBytes < 0 || valueEnd > end) return false
      if (keyBytes === 1 && !this.#take(bytes, bytes[keyAt] as number, valueAt, valueEnd)) return false
      at = valueEnd
    }
    return (this.#letters & REQUIRED_LETTERS) === REQUIRED_LETTERS
  }

  /** An upper bound of what `copyProperties` writes. */
  get propertiesBytesMax(): number {
    return this.propertiesEnd - this.propertiesStart + 1
  }

  /**
   * Copies the property string into `target` from `targetStart` on, with a separator after the last pair, and looks at
   * every name. Returns the bytes written, or -1 for a property that needs the general path.
   */
  copyProperties(bytes: Bytes, target: Bytes, targetStart: number): number {
    const end = this.propertiesEnd
    const isEscaped = this.#isEscaped
    let at = this.propertiesStart
    let to = targetStart
    let nameStart = to
    let valueStart = -1
    while (at < end) {
      let byte = bytes[at++] as number
      if (isEscaped && byte === BACKSLASH) {
        byte = separatorAt(bytes, at)
        at += 5
        if (byte === 0 || at > end) return -1
      } else if (isEscaped && byte < 0x20) {
        return -1
      }
      target[to++] = byte
      if (byte === 1 && valueStart < 0) {
        if (to - 1 === nameStart) return -1
        valueStart = to
      } else if (byte === 2) {
        if (valueStart < 0 || !this.#takeProperty(target, nameStart, valueStart, to - 1)) return -1
        nameStart = to
        valueStart = -1
      }
    }
    if (nameStart < to) {
      if (valueStart < 0 || !this.#takeProperty(target, nameStart, valueStart, to)) return -1
      target[to++] = 2
    }
    return to - targetStart
  }

  #reset(isEscaped: boolean): void {
    this.#isEscaped = isEscaped
    this.#letters = 0
    this.reconsumeTimes = 0
    this.waits = true
    this.uniqueIdStart = 0
    this.uniqueIdEnd = 0
  }

  /** One `"key":"value"` at `at`; returns the position behind it, or -1. */
  #jsonEntry(bytes: Bytes, at: number, end: number): number {
    if (bytes[at] !== QUOTE) return -1
    const keyAt = at + 1
    let keyEnd = keyAt
    while (keyEnd < end && bytes[keyEnd] !== QUOTE) {
      if (bytes[keyEnd] === BACKSLASH) return -1
      keyEnd++
    }
    if (bytes[keyEnd + 1] !== COLON || bytes[keyEnd + 2] !== QUOTE) return -1
    const valueAt = keyEnd + 3
    const letter = keyEnd - keyAt === 1 ? (bytes[keyAt] as number) : 0
    let valueEnd = valueAt
    while (valueEnd < end) {
      const byte = bytes[valueEnd] as number
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        if (letter !== LETTER_I) return -1
        valueEnd += 6
      } else {
        valueEnd++
      }
    }
    if (valueEnd >= end) return -1
    if (letter !== 0 && !this.#take(bytes, letter, valueAt, valueEnd)) return -1
    return valueEnd + 1
  }

  #jsonTail(bytes: Bytes, start: number, end: number): boolean {
    let at = follow(bytes, start, BEFORE_FLAG)
    if (at < 0 || !this.#takeFlag(this.#integer(bytes, at, end))) return false
    at = follow(bytes, this.#at, BEFORE_LANGUAGE)
    if (at < 0) return false
    while (at < end && bytes[at] !== QUOTE) at++
    at = follow(bytes, at + 1, BEFORE_OPAQUE)
    if (at < 0) return false
    this.opaque = this.#integer(bytes, at, end)
    if (!Number.isInteger(this.opaque) || (this.opaque | 0) !== this.opaque) return false
    at = follow(bytes, this.#at, BEFORE_VERSION)
    if (at < 0) return false
    while (isDigit(bytes[at])) at++
    return bytes[at] === CLOSE && at === end - 1
  }

  #takeFlag(flag: number): boolean {
    this.isOneway = flag === FLAG_ONEWAY
    return flag === 0 || this.isOneway
  }

  /** Takes the value of one header letter; false sends the frame the general way. */
  #take(bytes: Bytes, letter: number, start: number, end: number): boolean {
    const bit = letter - LETTER_A
    if (bit >= 0 && bit < 16) this.#letters |= 1 << bit
    switch (letter) {
      case LETTER_A + 1:
        return this.#takeTopic(bytes, start, end)
      case LETTER_A + 4:
        this.queueId = this.#whole(bytes, start, end)
        return this.queueId >= 0 && this.queueId <= INT32_MAX
      case LETTER_A + 5:
        this.sysFlag = this.#whole(bytes, start, end)
        return this.sysFlag >= 0 && this.sysFlag <= INT32_MAX
      case LETTER_A + 6:
        this.bornTimestampMs = this.#whole(bytes, start, end)
        return this.bornTimestampMs >= 0
      case LETTER_A + 7:
        this.flag = this.#whole(bytes, start, end)
        return (this.flag | 0) === this.flag
      case LETTER_I:
        this.propertiesStart = start
        this.propertiesEnd = end
        return true
      case LETTER_A + 9:
        this.reconsumeTimes = this.#whole(bytes, start, end)
        return this.reconsumeTimes >= 0 && this.reconsumeTimes <= INT32_MAX
      case LETTER_A + 10:
      case LETTER_A + 12:
        // Unit mode and batch: "false" is the only plain value.
        return isText(bytes, start, end, FALSE)
      default:
        return true
    }
  }

  #takeTopic(bytes: Bytes, start: number, end: number): boolean {
    let hash = 0
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number
      if (byte >= 0x80) return false
      hash = (Math.imul(hash, 31) + byte) | 0
    }
    this.topicStart = start
    this.topicEnd = end
    this.topicHash = hash
    return end > start
  }

  /** The integer that fills `[start, end)` exactly; NaN otherwise. */
  #whole(bytes: Bytes, start: number, end: number): number {
    const value = this.#integer(bytes, start, end)
    return this.#at === end ? value : NaN
  }

  /** The integer at `start`, NaN when there is none or it is too long; `#at` is the position behind it. */
  #integer(bytes: Bytes, start: number, end: number): number {
    const isNegative = bytes[start] === MINUS
    const digitsAt = isNegative ? start + 1 : start
    let at = digitsAt
    let value = 0
    while (at < end) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      at++
    }
    this.#at = at
    if (at === digitsAt || at - digitsAt > DIGITS_MAX) return NaN
    return isNegative ? -value : value
  }

  /**
   * Looks at one property in the record. Names that change how a message is stored, or that the broker sets itself, are
   * told by their first letters; a harmless name that starts alike only costs the general path.
   */
  #takeProperty(bytes: Bytes, nameStart: number, valueStart: number, valueEnd: number): boolean {
    if (valueEnd === valueStart) return false
    const second = bytes[nameStart + 1] as number
    switch (bytes[nameStart]) {
      case 0x43: // CLUSTER
        return second !== 0x4c
      case 0x44: // DELAY
        return second !== 0x45
      case 0x49: // INNER_*
        return second !== 0x4e || bytes[nameStart + 2] !== 0x4e
      case 0x4d: // MSG_REGION, MSG_TYPE
        return second !== 0x53
      case 0x50: // POP_CK
        return second !== 0x4f
      case 0x54: // TIMER_*, TRAN_MSG, TRACE_ON
        return second !== 0x49 && second !== 0x52
      case 0x55: // UNIQ_KEY
        return !isText(bytes, nameStart, valueStart - 1, UNIQ_KEY) || this.#takeUniqueId(bytes, valueStart, valueEnd)
      case 0x57: // WAIT
        return !isText(bytes, nameStart, valueStart - 1, WAIT) || this.#takeWait(bytes, valueStart, valueEnd)
      default:
        return true
    }
  }

  #takeUniqueId(bytes: Bytes, start: number, end: number): boolean {
    if (end - start > UNIQUE_ID_BYTES_MAX || !isPlainText(bytes, start, end)) return false
    this.uniqueIdStart = start
    this.uniqueIdEnd = end
    return true
  }

  #takeWait(bytes: Bytes, start: number, end: number): boolean {
    this.waits = isText(bytes, start, end, TRUE)
    return this.waits || isText(bytes, start, end, FALSE)
  }
}

const LETTER_A = 0x61
const LETTER_I = 0x69

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** The position behind `text` at `at`, or -1 when something else stands there. */
function follow(bytes: Bytes, at: number, text: Bytes): number {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return -1
  return at + text.length
}

function isText(bytes: Bytes, start: number, end: number, text: Bytes): boolean {
  return end - start === text.length && follow(bytes, start, text) === end
}

/** The separator of an escape whose backslash was read: `u0001` or `u0002`; 0 for any other. */
function separatorAt(bytes: Bytes, at: number): number {
  if (bytes[at] !== 0x75 || bytes[at + 1] !== 0x30 || bytes[at + 2] !== 0x30 || bytes[at + 3] !== 0x30) return 0
  const last = bytes[at + 4]
  return last === 0x31 ? 1 : last === 0x32 ? 2 : 0
}

function int32At(bytes: Bytes, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  )
}
