import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import {
  encodeProperties,
  encodePropertiesBytes,
  findProperty,
  parseProperties,
  parsePropertiesBytes,
  PropertyCursor,
  propertyText,
  propertyValueEnd,
} from '../../../engine/protocol/properties.ts'

const A = '\u0001'
const B = '\u0002'

test('every pair ends with a separator, the last one too', () => {
  const text = encodeProperties(
    new Map([
      ['KEYS', 'k1'],
      ['TAGS', '值'],
    ]),
  )
  expect(text).toBe(`KEYS${A}k1${B}TAGS${A}值${B}`)
})

test('no properties are no bytes', () => {
  expect(encodePropertiesBytes(new Map()).length).toBe(0)
  expect(parseProperties('').size).toBe(0)
})

describe('parsing', () => {
  test('accepts a missing separator after the last pair', () => {
    expect([...parseProperties(`A${A}1${B}C${A}2`)]).toEqual([
      ['A', '1'],
      ['C', '2'],
    ])
  })

  test.each([
    ['no value', `A${A}${B}`],
    ['no name', `${A}1${B}`],
    ['no inner separator', `AB${B}`],
    ['only separators', `${B}${B}${A}${B}`],
  ])('drops a pair with %s and keeps its neighbours', (_what, broken) => {
    expect([...parseProperties(`X${A}1${B}${broken}Y${A}2${B}`)]).toEqual([
      ['X', '1'],
      ['Y', '2'],
    ])
  })

  test('lets the last of several equal names win', () => {
    expect(parseProperties(`A${A}1${B}A${A}2${B}`).get('A')).toBe('2')
  })

  test('keeps further inner separators in the value', () => {
    expect(parseProperties(`A${A}1${A}2${B}`).get('A')).toBe(`1${A}2`)
  })

  test('stays inside the given range of bytes', () => {
    const bytes = bytesFromUtf8(`xxA${A}1${B}yy`)
    expect([...parsePropertiesBytes(bytes, 2, 6)]).toEqual([['A', '1']])
  })
})

describe('scanning bytes', () => {
  const bytes = bytesFromUtf8(`TAGSX${A}no${B}TAGS${A}中文${B}E${A}${B}UNIQ_KEY${A}U1`)

  test('finds a value between its neighbours', () => {
    expect(propertyText(bytes, 0, bytes.length, 'TAGS')).toBe('中文')
  })

  test('finds the last value without a separator behind it', () => {
    const start = findProperty(bytes, 0, bytes.length, 'UNIQ_KEY')
    expect(bytes.utf8Slice(start, propertyValueEnd(bytes, start, bytes.length))).toBe('U1')
  })

  test.each(['TAG', 'TAGSXX', 'no', 'E', '', 'KEY'])('does not find %j', (name) => {
    expect(findProperty(bytes, 0, bytes.length, name)).toBe(-1)
  })

  test('does not look behind the end', () => {
    expect(findProperty(bytes, 0, 12, 'TAGS')).toBe(-1)
  })

  test('a cursor sees the pairs that parsing sees', () => {
    const cursor = new PropertyCursor()
    cursor.reset(bytes, 0, bytes.length)
    const seen: [string, string][] = []
    while (cursor.next()) {
      seen.push([
        bytes.utf8Slice(cursor.nameStart, cursor.nameEnd),
        bytes.utf8Slice(cursor.valueStart, cursor.valueEnd),
      ])
      expect(cursor.nameIs(seen.at(-1)?.[0] ?? '')).toBe(true)
      expect(cursor.nameIs('OTHER')).toBe(false)
    }
    expect(seen).toEqual([...parsePropertiesBytes(bytes)])
  })
})
