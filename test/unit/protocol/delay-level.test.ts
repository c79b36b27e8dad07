import { expect, test } from 'vitest'
import { DEFAULT_DELAY_LEVELS, parseDelayLevels } from '../../../engine/protocol/delay-level.ts'

test('the default table runs from a second to two hours', () => {
  const levels = parseDelayLevels(DEFAULT_DELAY_LEVELS)
  expect(levels.maxLevel).toBe(18)
  expect([1, 3, 5, 14, 17, 18].map(levels.delayMs)).toEqual([1000, 10_000, 60_000, 600_000, 3_600_000, 7_200_000])
})

test('days count too, and levels above the table are lowered to it', () => {
  const levels = parseDelayLevels('1s 2d')
  expect(levels.delayMs(2)).toBe(172_800_000)
  expect([1, 2, 3, 99].map(levels.clamp)).toEqual([1, 2, 2, 2])
})

test('a level that the table does not have waits a second', () => {
  expect(parseDelayLevels('5s').delayMs(2)).toBe(1000)
})

test.each(['', '1s  5s', '5', '5x', 's', '1.5s', '1S'])('%j is refused with the part that is wrong', (text) => {
  expect(() => parseDelayLevels(text)).toThrow(/is not a number followed by s, m, h or d/)
})
