/**
 * The two ids of a message. The offset id says where a record lies: broker address and log offset. The unique id is made
 * by the producer before anything is stored. Both are upper-case hex, 32 digits with IPv4 and 56 with IPv6, so only
 * trying tells them apart.
 */
import { allocBytes, type Bytes, bytesFromHex, bytesOf, viewOf } from '../base/bytes.ts'
import { getInt64, setInt64 } from '../base/int64.ts'
import type { Clock, Identity, Random } from '../base/ports.ts'
import { type HostAddress, ipText, parseIp } from './host-address.ts'

const ID_PATTERN = /^(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{56})$/

/** `storeHost` must be an address at which the broker answers. Source: MessageDecoder#createMessageId. */
export function offsetMessageId(storeHost: HostAddress, logOffset: number): string {
  const addressBytes = storeHost.ip.length
  const bytes = allocBytes(addressBytes + 12)
  const view = viewOf(bytes)
  bytes.set(storeHost.ip, 0)
  view.setInt32(addressBytes, storeHost.port)
  setInt64(view, addressBytes + 4, logOffset)
  return bytes.hexSlice().toUpperCase()
}

export interface OffsetMessageId {
  readonly host: string
  readonly port: number
  readonly logOffset: number
}

/**
 * What an offset id says, or undefined when the text cannot be one: wrong length, a port or offset out of range. A unique
 * id often looks valid here; then the address does not answer. Source: MessageDecoder#decodeMessageId.
 */
export function parseOffsetMessageId(text: string): OffsetMessageId | undefined {
  if (!ID_PATTERN.test(text)) return undefined
  const bytes = bytesFromHex(text)
  const view = viewOf(bytes)
  const addressBytes = bytes.length - 12
  const port = view.getInt32(addressBytes)
  const high = view.getInt32(addressBytes + 4)
  if (port < 0 || port > 65_535 || high < 0 || high > 0x1f_ffff) return undefined
  return { host: ipText(bytes.subarray(0, addressBytes)), port, logOffset: getInt64(view, addressBytes + 4) }
}

/** How far local wall-clock time is ahead of UTC at an instant, in ms. Unique ids count from the start of a local month. */
export type UtcOffset = (atMs: number) => number

export interface UniqueIdPorts {
  readonly clock: Clock
  readonly random: Random
  readonly identity: Identity
  readonly utcOffsetMs: UtcOffset
}

/**
 * Makes unique ids.
 *
 *   0    4 or 16  address of this machine
 *   +0   int16    process id, low bits
 *   +2   int32    a number of this generator (Java: hash of a class loader), random here
 *   +6   int32    ms since the start of the local month
 *   +10  int16    counter, wraps
 *
 * Source: MessageClientIDSetter.
 */
export class UniqueIds {
  readonly #ports: UniqueIdPorts
  readonly #prefix: string
  #counter = 0
  #monthStartMs = 0
  #nextMonthStartMs = 0

  constructor(ports: UniqueIdPorts) {
    this.#ports = ports
    const ip = parseIp(ports.identity.localIpv4) ?? bytesOf([127, 0, 0, 1])
    const fixed = allocBytes(ip.length + 6)
    fixed.set(ip, 0)
    fixed.writeInt16BE((ports.identity.processId << 16) >> 16, ip.length)
    fixed.set(ports.random.bytes(4), ip.length + 2)
    this.#prefix = fixed.hexSlice().toUpperCase()
    this.#enterMonthOf(ports.clock.nowMs())
  }

  next(): string {
    const nowMs = this.#ports.clock.nowMs()
    if (nowMs >= this.#nextMonthStartMs) this.#enterMonthOf(nowMs)
    // A clock that was set back over the start of the month must not wrap to a far future.
    const sinceMs = Math.max(0, nowMs - this.#monthStartMs)
    const counter = this.#counter
    this.#counter = (counter + 1) & 0xffff
    return this.#prefix + hexDigits(sinceMs, 8) + hexDigits(counter, 4)
  }

  #enterMonthOf(nowMs: number): void {
    this.#monthStartMs = localMonthStartMs(nowMs, 0, this.#ports.utcOffsetMs)
    this.#nextMonthStartMs = localMonthStartMs(nowMs, 1, this.#ports.utcOffsetMs)
  }
}

export interface UniqueIdParts {
  readonly host: string
  /** Low 16 bits, unsigned. */
  readonly processId: number
  readonly counter: number
  /** A guess: ids do not say which month they are from, so the latest possible one is taken. */
  readonly bornMs: number
}

/**
 * Takes a unique id apart, undefined when the text cannot be one.
 * Differs: an id made in this very millisecond is from this month; Java says the month before.
 * Source: MessageClientIDSetter#getNearlyTimeFromID.
 */
export function parseUniqueId(text: string, nowMs: number, utcOffsetMs: UtcOffset): UniqueIdParts | undefined {
  if (!ID_PATTERN.test(text)) return undefined
  const bytes: Bytes = bytesFromHex(text)
  const view = viewOf(bytes)
  const addressBytes = bytes.length - 12
  const sinceMs = view.getUint32(addressBytes + 6)
  let bornMs = localMonthStartMs(nowMs, 0, utcOffsetMs) + sinceMs
  if (bornMs > nowMs) bornMs = localMonthStartMs(nowMs, -1, utcOffsetMs) + sinceMs
  return {
    host: ipText(bytes.subarray(0, addressBytes)),
    processId: view.getUint16(addressBytes),
    counter: view.getUint16(addressBytes + 10),
    bornMs,
  }
}

const DAY_MS = 86_400_000

/** Midnight of the first day of the local month that lies `monthsAhead` after the month of `atMs`. */
export function localMonthStartMs(atMs: number, monthsAhead: number, utcOffsetMs: UtcOffset): number {
  const month = monthOfDay(Math.floor((atMs + utcOffsetMs(atMs)) / DAY_MS)) + monthsAhead
  const localMs = dayOfMonthStart(month) * DAY_MS
  // The offset at that midnight may differ from today's (daylight saving): the second guess settles it.
  const guessMs = localMs - utcOffsetMs(localMs)
  return localMs - utcOffsetMs(guessMs)
}

/** Months since January of year 0 of the proleptic Gregorian calendar, for a count of days since 1970-01-01. */
function monthOfDay(day: number): number {
  let month = 1970 * 12 + Math.floor(day / 30.436875)
  while (dayOfMonthStart(month) > day) month--
  while (dayOfMonthStart(month + 1) <= day) month++
  return month
}

/** Days from 1970-01-01 to the first of a month. */
function dayOfMonthStart(month: number): number {
  // Counting years from March puts the leap day at the end, where it disturbs nothing.
  const fromMarch = month - 2
  const year = Math.floor(fromMarch / 12)
  const monthInYear = fromMarch - year * 12
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return year * 365 + leapDays + Math.floor((153 * monthInYear + 2) / 5) - 719_468
}

function hexDigits(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}
