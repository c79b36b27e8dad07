import { describe, expect, test } from 'vitest'
import { convertText, trimJava } from '../../../engine/config/java-values.ts'

const set = (value: unknown): unknown => ({ status: 'set', value })
const ignored = (reason: string): unknown => ({ status: 'ignored', reason })

describe('conversion of a text to a Java field', () => {
  test.each([
    ['48', set(48)],
    ['+48', set(48)],
    ['-1', set(-1)],
    ['007', set(7)],
    ['2147483647', set(2_147_483_647)],
    ['2147483648', ignored('out-of-range')],
    ['48 ', ignored('not-a-number')],
    ['1G', ignored('not-a-number')],
    ['0x10', ignored('not-a-number')],
    ['1_000', ignored('not-a-number')],
    ['10L', ignored('not-a-number')],
    ['', ignored('not-a-number')],
    ['-', ignored('not-a-number')],
    ['-\u0661\u0669', set(-19)],
    ['１２', set(12)],
    ['\ud835\udfcf', ignored('not-a-number')],
  ])('int %j gives %j', (text, expected) => {
    expect(convertText('int', text)).toEqual(expected)
  })

  test('long takes 64 bits and no more', () => {
    expect(convertText('long', '17179869184')).toEqual(set(17_179_869_184))
    expect(convertText('long', '9223372036854775808')).toEqual(ignored('out-of-range'))
  })

  test.each([
    ['true', true],
    ['TRUE', true],
    ['true ', false],
    ['1', false],
    ['yes', false],
    ['', false],
  ])('boolean %j is %j', (text, expected) => {
    expect(convertText('boolean', text)).toEqual(set(expected))
  })

  test.each([
    [' 0.8 ', 0.8],
    ['1e-2f', 0.01],
    ['.5d', 0.5],
    ['0x1.8p1', 3],
    ['-Infinity', -Infinity],
  ])('double %j is %j', (text, expected) => {
    expect(convertText('double', text)).toEqual(set(expected))
  })

  test('double refuses words', () => {
    expect(convertText('double', '80%')).toEqual(ignored('not-a-number'))
  })

  test('enum names are trimmed, exact and in upper case', () => {
    const choices = ['SYNC_FLUSH', 'ASYNC_FLUSH']
    expect(convertText('enum', ' SYNC_FLUSH ', choices)).toEqual(set('SYNC_FLUSH'))
    expect(convertText('enum', 'sync_flush', choices)).toEqual(ignored('not-a-choice'))
  })

  test('texts are trimmed on both sides, control characters included', () => {
    expect(convertText('String', ' \tbroker-a \u0000')).toEqual(set('broker-a'))
    expect(trimJava('\u00a0x')).toBe('\u00a0x')
  })
})
