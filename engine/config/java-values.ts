/**
 * How Java turns the text of a property into a field: which texts are numbers, flags and enum names, and which ones leave
 * the default in place without a word. It refuses to know keys. Answers to MixAll#properties2Object.
 */
import { assert } from '../base/assert.ts'
import type { PropertyType } from './catalogue.ts'

export type PropertyValue = string | number | boolean

export type Conversion =
  | { readonly status: 'set'; readonly value: PropertyValue }
  /** Java swallows the error and keeps the default. */
  | { readonly status: 'ignored'; readonly reason: IgnoredReason }

export type IgnoredReason = 'not-a-number' | 'out-of-range' | 'not-a-choice'

const INT_MIN = -(2n ** 31n)
const INT_MAX = 2n ** 31n - 1n
const LONG_MIN = -(2n ** 63n)
const LONG_MAX = 2n ** 63n - 1n

/**
 * Converts one text. Numbers of type `long` beyond 2^53 lose their last digits.
 * Source: MixAll#properties2Object; Integer#parseInt, Long#parseLong, Double#parseDouble, Boolean#parseBoolean.
 */
export function convertText(type: PropertyType, text: string, choices: readonly string[] = []): Conversion {
  switch (type) {
    case 'int':
      return convertInteger(text, INT_MIN, INT_MAX)
    case 'long':
      return convertInteger(text, LONG_MIN, LONG_MAX)
    case 'double': {
      const value = parseJavaDouble(text)
      return value === undefined ? { status: 'ignored', reason: 'not-a-number' } : { status: 'set', value }
    }
    case 'boolean':
      return { status: 'set', value: text.toLowerCase() === 'true' }
    case 'String':
      return { status: 'set', value: trimJava(text) }
    case 'enum': {
      const value = trimJava(text)
      return choices.includes(value) ? { status: 'set', value } : { status: 'ignored', reason: 'not-a-choice' }
    }
  }
}

/** Java's `String.trim`: everything up to and including the blank, at both ends. */
export function trimJava(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1
  return text.slice(start, end)
}

/** The text Java prints for a field in a dump. */
export function valueText(value: PropertyValue): string {
  return String(value)
}

function convertInteger(text: string, min: bigint, max: bigint): Conversion {
  const [, sign, digits] = /^([+-]?)(\p{Nd}+)$/u.exec(text) ?? []
  // Java goes through chars: digits beyond the basic plane are none.
  if (digits === undefined || /[\ud800-\udfff]/.test(digits)) return { status: 'ignored', reason: 'not-a-number' }
  const magnitude = BigInt(/^[0-9]+$/.test(digits) ? digits : digits.split('').map(digitOf).join(''))
  const value = sign === '-' ? -magnitude : magnitude
  if (value < min || value > max) return { status: 'ignored', reason: 'out-of-range' }
  return { status: 'set', value: Number(value) }
}

/** What a decimal digit of any script counts; a script's ten digits follow each other. Source: Character#digit. */
function digitOf(character: string): number {
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCharCode(character.charCodeAt(0) - value - 1))) value += 1
  return value
}

/** Decimal and hexadecimal floating-point notation with an optional `f` or `d`; surrounding blanks are allowed. */
function parseJavaDouble(text: string): number | undefined {
  const trimmed = trimJava(text)
  const special = /^([+-]?)(NaN|Infinity)$/.exec(trimmed)
  if (special !== null) return special[2] === 'NaN' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?$/.test(trimmed)) return Number.parseFloat(trimmed)
  const hexadecimal = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)[fFdD]?$/.exec(trimmed)
  if (hexadecimal === null) return undefined
  const [, sign, whole = '', fraction = '', exponent] = hexadecimal
  if (whole + fraction === '') return undefined
  const magnitude = Number.parseInt(whole + fraction, 16) * 2 ** (Number(exponent) - 4 * fraction.length)
  assert(!Number.isNaN(magnitude), 'hexadecimal digits make a number', { text })
  return sign === '-' ? -magnitude : magnitude
}
