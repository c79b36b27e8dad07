import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../../engine/base/bytes.ts'
import { hostOf } from '../../../engine/protocol/host-address.ts'
import {
  localMonthStartMs,
  offsetMessageId,
  parseOffsetMessageId,
  parseUniqueId,
  UniqueIds,
} from '../../../engine/protocol/message-id.ts'

const utc = () => 0
const DAY_MS = 86_400_000

function idsAt(nowMs: () => number, utcOffsetMs = utc, localIpv4 = '192.168.1.20'): UniqueIds {
  return new UniqueIds({
    clock: { nowMs, monotonicMs: () => 0 },
    random: { next: () => 0, bytes: () => bytesOf([1, 2, 3, 4]) },
    identity: { processId: 70_000, hostName: 'h', localIpv4 },
    utcOffsetMs,
  })
}

describe('offset ids', () => {
  test.each(['10.0.0.2', 'fd00:0:0:0:0:0:0:2'])('of %s say address and offset', (host) => {
    const id = offsetMessageId(hostOf({ host, port: 10_911 }), 2 ** 45)
    expect(id).toMatch(/^[0-9A-F]+$/)
    expect(parseOffsetMessageId(id)).toEqual({ host, port: 10_911, logOffset: 2 ** 45 })
    expect(parseOffsetMessageId(id.toLowerCase())?.port).toBe(10_911)
  })

  test.each([
    '',
    'xyz',
    '0A00000200002A9F000000000000100',
    '0A00000200002A9F00000000000010000',
    '0A000002FFFFFFFF0000000000001000',
    '0A00000200002A9FFFFFFFFFFFFFFFFF',
    '0A00000200002A9F7FFFFFFFFFFFFFFF',
    'GA00000200002A9F0000000000001000',
  ])('are not read from %j', (text) => {
    expect(parseOffsetMessageId(text)).toBeUndefined()
  })
})

describe('unique ids', () => {
  test('hold address, process, time and a counter', () => {
    let nowMs = Date.UTC(2026, 6, 15, 12)
    const ids = idsAt(() => nowMs)
    const first = ids.next()
    nowMs += 5
    const second = ids.next()
    expect(first).toMatch(/^[0-9A-F]{32}$/)
    expect(first.slice(0, 20)).toBe('C0A80114117001020304')
    expect(parseUniqueId(second, nowMs, utc)).toEqual({
      host: '192.168.1.20',
      processId: 70_000 & 0xffff,
      counter: 1,
      bornMs: nowMs,
    })
  })

  test('count time from the start of the next month once it has begun', () => {
    let nowMs = Date.UTC(2026, 6, 31, 23, 59, 59, 999)
    const ids = idsAt(() => nowMs)
    expect(parseUniqueId(ids.next(), nowMs, utc)?.bornMs).toBe(nowMs)
    nowMs += 1
    const id = ids.next()
    expect(id.slice(20, 28)).toBe('00000000')
    expect(parseUniqueId(id, nowMs, utc)?.bornMs).toBe(nowMs)
  })

  test('of the last days of a month are placed there by a reader in the next one', () => {
    const bornMs = Date.UTC(2026, 6, 31, 20)
    const id = idsAt(() => bornMs).next()
    expect(parseUniqueId(id, bornMs + DAY_MS, utc)?.bornMs).toBe(bornMs)
  })

  test('count in local time', () => {
    const east = () => 8 * 3_600_000
    const nowMs = Date.UTC(2026, 6, 31, 17)
    const id = idsAt(() => nowMs, east).next()
    expect(parseInt(id.slice(20, 28), 16)).toBe(3_600_000)
    expect(parseUniqueId(id, nowMs, east)?.bornMs).toBe(nowMs)
  })

  test('stay in the month when the clock is set back over its start', () => {
    let nowMs = Date.UTC(2026, 6, 1)
    const ids = idsAt(() => nowMs)
    nowMs -= 5000
    expect(ids.next().slice(20, 28)).toBe('00000000')
  })

  test('are unique until the counter wraps', () => {
    const ids = idsAt(() => 0)
    const made = new Set(Array.from({ length: 65_536 }, () => ids.next()))
    expect(made.size).toBe(65_536)
    expect(made.has(ids.next())).toBe(true)
  })

  test('fall back to loopback without an address', () => {
    expect(
      idsAt(() => 0, utc, 'nonsense')
        .next()
        .slice(0, 8),
    ).toBe('7F000001')
  })

  test('are not read from other texts', () => {
    expect(parseUniqueId('abc', 0, utc)).toBeUndefined()
  })
})

test('the start of a month agrees with the calendar from 1970 to 2100', () => {
  for (let month = 0; month < 130 * 12; month++) {
    const startMs = Date.UTC(1970, month, 1)
    expect(localMonthStartMs(startMs, 0, utc)).toBe(startMs)
    expect(localMonthStartMs(startMs - 1, 0, utc)).toBe(Date.UTC(1970, month - 1, 1))
    expect(localMonthStartMs(startMs + 20 * DAY_MS, 1, utc)).toBe(Date.UTC(1970, month + 1, 1))
  }
})

test('the start of a month lies before a change of daylight saving in it', () => {
  // Clocks go forward on 29 March: the month began at UTC+1 and is at UTC+2 now.
  const changeMs = Date.UTC(2026, 2, 29, 1)
  const offset = (atMs: number) => (atMs < changeMs ? 1 : 2) * 3_600_000
  expect(localMonthStartMs(Date.UTC(2026, 2, 30), 0, offset)).toBe(Date.UTC(2026, 1, 28, 23))
})
