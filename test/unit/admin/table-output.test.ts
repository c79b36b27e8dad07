/** The notation of columns against what Java's format and cut functions make of the same values. */
import { describe, expect, test } from 'vitest'
import { fixed, layout } from '../../../engine/admin/table-output.ts'

describe('layout', () => {
  test('pads on the right, on the left and with zeros', () => {
    expect(layout('{:<6}|{:>6}|{:04}')('ab', 12, 7)).toBe('ab    |    12|0007')
  })

  test('lets a longer value push the rest to the right', () => {
    expect(layout('{:<3} {:<3}x')('abcdef', 'g')).toBe('abcdef g  x')
  })

  test('cuts before it pads', () => {
    expect(layout('{:<8!5}|')('abcdefgh')).toBe('abcde   |')
  })

  test('writes a fixed number of decimals', () => {
    expect(layout('{:>9.2f}({},{}ms)')(3.14159, 0, 2)).toBe('     3.14(0,2ms)')
  })

  test('prints what stands between and behind the columns', () => {
    expect(layout('a{}b{}c')(1, true)).toBe('a1btruec')
  })

  test('a wrong number of cells is a bug of the caller', () => {
    expect(() => layout('{} {}')(1)).toThrow(RangeError)
  })
})

describe('fixed', () => {
  test('rounds halves of the decimal text away from zero, as Java does', () => {
    expect(fixed(1.005, 2)).toBe('1.01')
    expect(fixed(0.125, 2)).toBe('0.13')
    expect(fixed(-2.5, 0)).toBe('-3')
  })

  test('keeps trailing zeros', () => {
    expect(fixed(16.5, 2)).toBe('16.50')
    expect(fixed(0, 4)).toBe('0.0000')
  })

  test('takes numbers beyond a thousand million million', () => {
    expect(fixed(1e21, 2)).toBe((1e21).toFixed(2))
  })
})
