import { describe, expect, test } from 'vitest'
import {
  ago,
  byteRate,
  bytes,
  clock,
  clockMillis,
  count,
  day,
  duration,
  exactBytes,
  lag,
  list,
  millis,
  moment,
  numberWord,
  percent,
  rate,
  share,
} from '../../../../renderer/ui/format.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('what is not known', () => {
  test('is a dash in every format, never 0', () => {
    for (const unknown of [null, undefined, Number.NaN]) {
      const texts = [
        count,
        bytes,
        exactBytes,
        rate,
        byteRate,
        millis,
        lag,
        duration,
        clock,
        clockMillis,
        percent,
        share,
      ]
      expect(texts.map((format) => format(unknown))).toEqual(texts.map(() => '–'))
      expect(ago(unknown, 0, 'en')).toBe('–')
      expect(moment(unknown, 0, 'zh')).toBe('–')
    }
  })
})

describe('counts', () => {
  test('are exact with commas, never shortened', () => {
    expect(count(0)).toBe('0')
    expect(count(999)).toBe('999')
    expect(count(368_100)).toBe('368,100')
    expect(count(-1_204)).toBe('-1,204')
    expect(count(1_234_567_890)).toBe('1,234,567,890')
  })
})

describe('bytes', () => {
  test('have three digits and binary units', () => {
    expect(bytes(512)).toBe('512 B')
    expect(bytes(1_023)).toBe('1,023 B')
    expect(bytes(2_355)).toBe('2.3 KiB')
    expect(bytes(948_720)).toBe('926 KiB')
    expect(bytes(1_180_000)).toBe('1.13 MiB')
    expect(bytes(413 * 1024 ** 2)).toBe('413 MiB')
    expect(bytes(16 * 1024 ** 3)).toBe('16 GiB')
  })

  test('never show 1,024 of a unit', () => {
    expect(bytes(1024 ** 2 - 1)).toBe('1 MiB')
    expect(bytes(1024 ** 3 - 1)).toBe('1 GiB')
  })

  test('are exact where offsets are compared', () => {
    expect(exactBytes(948_720)).toBe('948,720 B')
  })
})

describe('rates', () => {
  test('have three digits below a hundred and commas above', () => {
    expect(rate(0)).toBe('0/s')
    expect(rate(0.5)).toBe('0.5/s')
    expect(rate(12.34)).toBe('12.3/s')
    expect(rate(2_000)).toBe('2,000/s')
    expect(byteRate(1_180_000)).toBe('1.13 MiB/s')
  })
})

describe('times', () => {
  test('are milliseconds below ten seconds, then seconds, then minutes', () => {
    expect(millis(1.94)).toBe('1.9 ms')
    expect(millis(804)).toBe('804 ms')
    expect(millis(9_999)).toBe('9,999 ms')
    expect(millis(12_400)).toBe('12.4 s')
    expect(millis(148 * SECOND)).toBe('2 min 28 s')
    expect(millis(148 * SECOND, 'zh')).toBe('2 分 28 秒')
  })

  test('of a lag end at the floor of the measurement', () => {
    expect(lag(0)).toBe('≤1 ms')
    expect(lag(1)).toBe('≤1 ms')
    expect(lag(2)).toBe('2 ms')
    expect(lag(35_000)).toBe('35 s')
  })

  test('of a state are whole', () => {
    expect(duration(8_999)).toBe('8 s')
    expect(duration(12 * MINUTE, 'en')).toBe('12 min')
    expect(duration(11 * MINUTE + 56 * SECOND, 'zh')).toBe('11 分 56 秒')
    expect(duration(3 * HOUR + 5 * MINUTE)).toBe('3 h 05 min')
    expect(duration(4 * 24 * HOUR + HOUR)).toBe('4 d')
  })

  test('that lie ahead by a clock that runs apart are no negative age', () => {
    expect(ago(10_500, 10_000, 'en')).toBe('0 s ago')
  })

  test('of ages follow the language', () => {
    expect(ago(0, 12_000, 'en')).toBe('12 s ago')
    expect(ago(0, 12_000, 'zh')).toBe('12 s 前')
    expect(ago(0, 12 * MINUTE, 'zh')).toBe('12 分钟前')
  })

  test('of the clock have milliseconds only where asked', () => {
    const at = new Date(2026, 10, 9, 14, 32, 8, 41).getTime()
    expect(clock(at)).toBe('14:32:08')
    expect(clockMillis(at)).toBe('14:32:08.041')
  })

  test('of other days carry the date, of other years the year', () => {
    const at = new Date(2026, 10, 9, 14, 32, 8).getTime()
    const sameDay = new Date(2026, 10, 9, 20, 0, 0).getTime()
    const nextDay = new Date(2026, 10, 10, 9, 0, 0).getTime()
    const nextYear = new Date(2027, 0, 2, 9, 0, 0).getTime()
    expect(moment(at, sameDay, 'en')).toBe('14:32:08')
    expect(moment(at, nextDay, 'en')).toBe('9 November 14:32:08')
    expect(moment(at, nextDay, 'zh')).toBe('11 月 9 日 14:32:08')
    expect(day(at, nextYear, 'en')).toBe('9 November 2026')
    expect(day(at, nextYear, 'zh')).toBe('2026 年 11 月 9 日')
  })
})

describe('words', () => {
  test('of small numbers stand in sentences, larger ones as figures', () => {
    expect(numberWord(6, 'en')).toBe('six')
    expect(numberWord(6, 'zh')).toBe('六')
    expect(numberWord(60, 'en')).toBe('60')
  })

  test('in a row end with "and" in English', () => {
    expect(list(['a', 'b', 'c'], 'en')).toBe('a, b and c')
    expect(list(['a'], 'en')).toBe('a')
    expect(list(['a', 'b'], 'zh')).toBe('a、b')
  })

  test('of shares are percent', () => {
    expect(share(0.91)).toBe('91%')
    expect(percent(4)).toBe('4%')
    expect(percent(0.25)).toBe('0.3%')
  })
})
