/** Times in local clock time, across the change of the clocks and leap days. */
import { describe, expect, test } from 'vitest'
import { compactTime, localTime, localTimeMs, parseWhen } from '../../../engine/admin/local-time.ts'

const HOUR_MS = 3_600_000
const utc = (): number => 0
const gmt8 = (): number => 8 * HOUR_MS

/** Berlin in 2026: summer time from 29 March, 01:00 UTC. */
const berlin = (atMs: number): number => (atMs >= Date.UTC(2026, 2, 29, 1) ? 2 : 1) * HOUR_MS

describe('times that people read', () => {
  test.each([
    [0, '1970-01-01 00:00:00'],
    [Date.UTC(2024, 1, 29, 23, 59, 59), '2024-02-29 23:59:59'],
    [Date.UTC(2000, 11, 31), '2000-12-31 00:00:00'],
    [Date.UTC(2100, 2, 1), '2100-03-01 00:00:00'],
  ])('%d is %s', (atMs, text) => {
    expect(localTime(atMs, utc)).toBe(text)
  })

  test('the zone decides about the day', () => {
    expect(localTime(Date.UTC(2026, 0, 31, 20), gmt8)).toBe('2026-02-01 04:00:00')
  })

  test('milliseconds follow a comma, and the compact form has digits only', () => {
    const atMs = Date.UTC(2026, 10, 21, 12, 48, 37, 8)
    expect(localTimeMs(atMs, utc)).toBe('2026-11-21 12:48:37,008')
    expect(compactTime(atMs, utc)).toBe('20261121124837008')
  })
})

describe('parseWhen', () => {
  test('takes epoch ms, negative ones too', () => {
    expect(parseWhen('1795264663549', utc)).toBe(1_795_264_663_549)
    expect(parseWhen('-1', utc)).toBe(-1)
  })

  test('takes local date and time', () => {
    expect(parseWhen('2024-01-01#00:00:00:000', gmt8)).toBe(Date.UTC(2023, 11, 31, 16))
  })

  test('uses the offset of that moment, not of now', () => {
    expect(parseWhen('2026-03-29#01:30:00:000', berlin)).toBe(Date.UTC(2026, 2, 29, 0, 30))
    expect(parseWhen('2026-03-29#03:30:00:000', berlin)).toBe(Date.UTC(2026, 2, 29, 1, 30))
  })

  test('gives back what was printed, for every day of four years', () => {
    for (let day = 0; day < 1461; day++) {
      const atMs = Date.UTC(2023, 0, 1, 13, 14, 15, 16) + day * 24 * HOUR_MS
      const text = localTimeMs(atMs, gmt8).replace(' ', '#').replace(',', ':')
      expect(parseWhen(text, gmt8)).toBe(atMs)
    }
  })

  test('names a text that is no time', () => {
    expect(() => parseWhen('yesterday', utc)).toThrow('"yesterday" is no time')
  })
})
