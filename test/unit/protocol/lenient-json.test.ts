import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { JSON_DEPTH_MAX } from '../../../engine/base/limits.ts'
import { ObjectKeyed, parseLenientJson, parseLenientJsonBytes } from '../../../engine/protocol/lenient-json.ts'

describe('JSON proper', () => {
  test.each([
    '{}',
    '[]',
    ' { "a" : [ 1 , -2.5e3 , true , false , null , "x" ] } ',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"',
    '0',
    '-0.5',
    '{"":{"":[[[]]]}}',
  ])('%s reads as ever', (text) => {
    expect(parseLenientJson(text)).toEqual(JSON.parse(text))
  })
})

describe('the dialect', () => {
  test.each([
    ['unquoted number keys', '{0:"a",-1:2}', { '0': 'a', '-1': 2 }],
    ['unquoted identifiers', '{brokerName:"b",$x_1:1}', { brokerName: 'b', $x_1: 1 }],
    ['single quotes', "{'a':'it\\'s \"x\"'}", { a: 'it\'s "x"' }],
    ['raw control characters in text', '"a\tb"', 'a\tb'],
    ['a byte-order mark', '\ufeff[1]', [1]],
    ['two-digit escapes', '"\\x41"', 'A'],
  ])('%s', (_what, text, value) => {
    expect(parseLenientJson(text)).toEqual(value)
  })

  test('objects as keys become pairs in their order', () => {
    const value = parseLenientJson('{{"queueId":1,"topic":"T"}:5,{"queueId":0}:{"a":1}}')
    expect(value).toBeInstanceOf(ObjectKeyed)
    expect((value as ObjectKeyed).entries).toEqual([
      [{ queueId: 1, topic: 'T' }, 5],
      [{ queueId: 0 }, { a: 1 }],
    ])
  })

  test('64-bit integers stay exact', () => {
    expect(parseLenientJson('[9223372036854775807,-9223372036854775808,9007199254740991]')).toEqual([
      9223372036854775807n,
      -9223372036854775808n,
      9007199254740991,
    ])
  })

  test('names of JavaScript are names like others', () => {
    const value = parseLenientJson('{"__proto__":{"x":1},"constructor":2}') as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  test('the last of equal keys wins', () => {
    expect(parseLenientJson('{"a":1,"a":2}')).toEqual({ a: 2 })
  })
})

describe('references', () => {
  test('to an earlier value are followed', () => {
    expect(parseLenientJson('{"a":{"b":[{"c":1}]},"d":{"$ref":"$.a.b[0]"},"e":{"$ref":"$.d"}}')).toEqual({
      a: { b: [{ c: 1 }] },
      d: { c: 1 },
      e: { c: 1 },
    })
  })

  test('go through names with points', () => {
    expect(parseLenientJson('{"a.b":[7],"c":{"$ref":"$.a\\\\.b"}}')).toEqual({ 'a.b': [7], c: [7] })
  })

  test.each([
    '{"$ref":"$"}',
    '{"a":{"$ref":"$"}}',
    '{"a":{"b":{"$ref":"$.a"}}}',
    '{"a":{"$ref":"@"}}',
    '{"a":{"$ref":".."}}',
    '{"a":{"$ref":"$.b"},"b":{"$ref":"$.a"}}',
    '{"a":{"$ref":"$.missing"}}',
    '{"a":{"$ref":"$.__proto__"}}',
    '{"a":[1],"b":{"$ref":"$.a[1]"}}',
  ])('that lead nowhere or back are refused: %s', (text) => {
    expect(() => parseLenientJson(text)).toThrow(/reference .* cannot be followed/)
  })

  test('that multiply are refused before they fill the memory', () => {
    const levels = Array.from({ length: 30 }, (_, i) => {
      const ref = `{"$ref":"$.l${i}"}`
      return `"l${i + 1}":[${Array<string>(10).fill(ref).join(',')}]`
    })
    expect(() => parseLenientJson(`{"l0":[1],${levels.join(',')}}`)).toThrow(/cannot be followed/)
  })

  test('are members like others beside further members', () => {
    expect(parseLenientJson('{"a":{"$ref":"$.b","x":1}}')).toEqual({ a: { $ref: '$.b', x: 1 } })
  })
})

describe('what cannot be read', () => {
  test.each([
    ['', 0],
    ['  ', 2],
    ['{', 1],
    ['[1,', 3],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{"a":}', 5],
    ['{,}', 1],
    ['[1]x', 3],
    ['"abc', 0],
    ['"\\q"', 1],
    ['"\\u12"', 1],
    ['nul', 0],
    ['1.2.3', 0],
    ['--1', 0],
    ['-', 0],
    ['1e999', 0],
    ['undefined', 0],
    ['{"a":1,{"b":1}:2}', 7],
    [`${'1'.repeat(41)}`, 0],
  ])('%j is refused at %i', (text, offset) => {
    expect(() => parseLenientJson(text)).toThrow(
      expect.objectContaining({ code: 'bad-json', context: { offset } }) as Error,
    )
  })
})

describe('bounds', () => {
  test('as many levels as allowed, and one more', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(parseLenientJson(nested(JSON_DEPTH_MAX))).toEqual(JSON.parse(nested(JSON_DEPTH_MAX)))
    expect(() => parseLenientJson(nested(JSON_DEPTH_MAX + 1))).toThrow(`more than ${JSON_DEPTH_MAX} levels`)
    expect(() => parseLenientJson('{{'.repeat(100_000))).toThrow(`more than ${JSON_DEPTH_MAX} levels`)
  })

  test('as much text as allowed, and one character more', () => {
    expect(parseLenientJson('[1]', 3)).toEqual([1])
    expect(() => parseLenientJson('[1] ', 3)).toThrow('JSON of 4 characters; 3 are allowed')
    expect(() => parseLenientJsonBytes(bytesFromUtf8('["é"]'), 5)).toThrow('JSON of 6 bytes; 5 are allowed')
  })
})
