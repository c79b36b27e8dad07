import { describe, expect, test } from 'vitest'
import {
  bytesOfBase64,
  detectFormat,
  hexLines,
  jsonLines,
  previewPieces,
  textOfBytes,
} from '../../../../renderer/ui/body-text.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const shown = (text: string): string =>
  jsonLines(text, 100)
    .map(({ indent, parts }) => '  '.repeat(indent) + parts.map((part) => part.text).join(''))
    .join('\n')

describe('the decoder that fits', () => {
  test('is JSON for objects and arrays, text for the rest of UTF-8, hex for bytes', () => {
    expect(detectFormat(utf8('{"a":1}'))).toBe('json')
    expect(detectFormat(utf8(' [1,2]'))).toBe('json')
    expect(detectFormat(utf8('{not json'))).toBe('text')
    expect(detectFormat(utf8('订单 42\n'))).toBe('text')
    expect(detectFormat(new Uint8Array([0, 1, 2, 3]))).toBe('hex')
    expect(detectFormat(new Uint8Array([0xff, 0xfe, 0x41]))).toBe('hex')
  })

  test('a beginning that ends inside a character is still text', () => {
    const cut = utf8('订单').subarray(0, 4)
    expect(textOfBytes(cut)).toBeUndefined()
    expect(textOfBytes(cut, true)).toBe('订')
    expect(detectFormat(cut, true)).toBe('text')
  })
})

describe('JSON', () => {
  test('is indented with every number as it was sent', () => {
    expect(shown('{"id":9223372036854775807,"list":[1.0,{"b":null}],"none":{},"no":[]}')).toBe(
      [
        '{',
        '  "id": 9223372036854775807,',
        '  "list": [',
        '    1.0,',
        '    {',
        '      "b": null',
        '    }',
        '  ],',
        '  "none": {},',
        '  "no": []',
        '}',
      ].join('\n'),
    )
  })

  test('signs inside strings are no signs', () => {
    expect(shown(String.raw`{"a":"}{,:\""}`)).toBe(String.raw`{
  "a": "}{,:\""
}`)
  })

  test('a line that opens knows the line that closes', () => {
    const lines = jsonLines('{"a":[1,2]}', 100)
    expect(lines[0]?.foldEnd).toBe(5)
    expect(lines[1]?.foldEnd).toBe(4)
    expect(lines[2]?.foldEnd).toBeUndefined()
  })

  test('no more lines than wanted are made', () => {
    expect(jsonLines(JSON.stringify(Array.from({ length: 5000 }, () => 1)), 50).length).toBeLessThanOrEqual(52)
  })
})

describe('the line of a list', () => {
  test('leaves the signs of JSON out and tells names from values', () => {
    const text = '{"amount":4312,"currency":"CNY"}'
    expect(previewPieces(base64(text), text.length)).toEqual([
      { text: 'amount', isValue: false },
      { text: '4312', isValue: true },
      { text: 'currency', isValue: false },
      { text: 'CNY', isValue: true },
    ])
  })

  test('is text or hex otherwise, and says when there is more', () => {
    expect(previewPieces(base64('a\n b'), 4)).toEqual([{ text: 'a b', isValue: true }])
    expect(previewPieces(base64('abc'), 9)).toEqual([{ text: 'abc…', isValue: true }])
    expect(previewPieces('AAEC', 3)).toEqual([{ text: '00 01 02', isValue: true }])
  })
})

test('a hex dump has offset, pairs and readable characters', () => {
  expect(hexLines(utf8('Hello, 世'), 100)).toEqual([
    '000000  48 65 6c 6c 6f 2c 20 e4  Hello, ·',
    '000008  b8 96                    ··',
  ])
  expect([...bytesOfBase64('SGk=')]).toEqual([0x48, 0x69])
})
