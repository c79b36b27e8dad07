import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import {
  base64,
  bool,
  defineBody,
  double,
  int,
  int64,
  intMapOf,
  list,
  long,
  longSaturating,
  mapOf,
  objectMapOf,
  optional,
  orElse,
  record,
  type Shape,
  text,
  word,
} from '../../../../engine/protocol/bodies/shape.ts'

function decode<T>(shape: Shape<T>, json: string): T {
  return defineBody('Body', record({ m: shape })).decodeText(`{"m":${json}}`).m
}

describe('tolerance as in Java', () => {
  test.each([
    ['text from a number', text(), '5', '5'],
    ['text from a boolean', text(), 'true', 'true'],
    ['int from text', int(), '"-7"', -7],
    ['long from text', long(), '"1700000000000"', 1_700_000_000_000],
    ['double from an integer', double(), '5', 5],
    ['double from text', double(), '"2.5"', 2.5],
    ['boolean from text', bool(), '"TRUE"', true],
    ['boolean from a number', bool(), '1', true],
    ['a constant by its ordinal', word('PULL', 'POP'), '1', 'POP'],
    ['64 bits', int64(), '-9223372036854775808', -9223372036854775808n],
    ['Long.MAX_VALUE', longSaturating(), '9223372036854775807', Number.MAX_SAFE_INTEGER],
    ['null as absent', int(3), 'null', 3],
  ] as [string, Shape<unknown>, string, unknown][])('%s', (_what, shape, json, value) => {
    expect(decode(shape, json)).toEqual(value)
  })

  test('absent members have the defaults of their shape', () => {
    const body = defineBody(
      'Body',
      record({
        i: int(),
        l: long(-1),
        b: bool(true),
        t: text('x'),
        list: list(text()),
        map: mapOf(int()),
        keyed: objectMapOf(record({}), int()),
        o: optional(text()),
        e: orElse(word('A', 'B'), () => 'B'),
      }),
    )
    expect(body.decodeText('{"unknown":1}')).toEqual({
      i: 0,
      l: -1,
      b: true,
      t: 'x',
      list: [],
      map: new Map(),
      keyed: [],
      e: 'B',
    })
  })

  test('null values of a map are left out', () => {
    expect(decode(mapOf(text()), '{"a":null,"b":"x"}')).toEqual(new Map([['b', 'x']]))
  })

  test('integer keys are read with and without quotes', () => {
    const expected = new Map([
      [0, 1],
      [-2, 3],
    ])
    expect(decode(intMapOf(int()), '{0:1,-2:3}')).toEqual(expected)
    expect(decode(intMapOf(int()), '{"0":1,"-2":3}')).toEqual(expected)
  })

  test('an empty map with object keys looks like any empty map', () => {
    expect(decode(objectMapOf(record({ a: int() }), int()), '{}')).toEqual([])
  })
})

describe('what is wrong is named', () => {
  test.each([
    [text(), '[]', 'Body.m must be text, not a list'],
    [text(), 'null', 'Body.m must be present, not absent'],
    [int(), '2147483648', 'Body.m must be an int32, not 2147483648'],
    [int(), '1.5', 'Body.m must be an int32, not 1.5'],
    [int(), '""', 'Body.m must be an int32, not ""'],
    [long(), '9007199254740993', 'Body.m must be a safe 64-bit integer, not 9007199254740993'],
    [bool(), '"yes"', 'Body.m must be true or false, not "yes"'],
    [word('A', 'B'), '"C"', 'Body.m must be one of A, B, not "C"'],
    [word('A', 'B'), '2', 'Body.m must be one of A, B, not 2'],
    [double(), '"x"', 'Body.m must be a number, not "x"'],
    [base64(), '1', 'Body.m must be base64 text, not 1'],
    [list(int()), '[1,{}]', 'Body.m[1] must be an int32, not an object'],
    [list(int()), '{}', 'Body.m must be a list, not an object'],
    [mapOf(record({ a: list(text()) })), '{"k":{"a":[[]]}}', 'Body.m.k.a[0] must be text, not a list'],
    [mapOf(int()), '[]', 'Body.m must be an object, not a list'],
    [mapOf(int()), '{{"a":1}:2}', 'Body.m must be an object, not an object'],
    [intMapOf(int()), '{"a":1}', 'Body.m.a must be an integer key, not "a"'],
    [objectMapOf(record({ a: int() }), int()), '{"x":1}', 'Body.m must be a map with objects as keys, not an object'],
    [objectMapOf(record({ a: text() }), int()), '{{"b":1}:2}', 'Body.m.key 0.a must be present, not absent'],
    [record({}), '"x"', 'Body.m must be an object, not "x"'],
  ] as [Shape<unknown>, string, string][])('%# %s', (shape, json, message) => {
    expect(() => decode(shape, json)).toThrow(expect.objectContaining({ code: 'bad-json', message }) as Error)
  })

  test('a place is right again behind a value that was fine', () => {
    const body = defineBody('Body', record({ a: record({ b: list(int()) }), c: int() }))
    expect(() => body.decodeText('{"a":{"b":[1,2]},"c":"x"}')).toThrow('Body.c must be an int32')
  })

  test('long values are shown in part', () => {
    expect(() => decode(int(), `"${'x'.repeat(1000)}"`)).toThrow(/^.{1,120}$/)
  })

  test('a body that is missing or null', () => {
    const body = defineBody('Body', record({}))
    expect(() => body.decode(undefined)).toThrow('Body is missing')
    expect(() => body.decodeText('null')).toThrow('Body is null')
  })
})

test('a member called like a method of objects is absent unless it is there', () => {
  const body = defineBody('Body', record({ toString: optional(text()) }))
  expect(Object.hasOwn(body.decodeText('{}'), 'toString')).toBe(false)
})

test('bytes are base64', () => {
  const body = defineBody('Body', record({ m: base64() }))
  expect(body.encodeText({ m: bytesFromUtf8('abc') })).toBe('{"m":"YWJj"}')
  expect(decode(base64(), '"YWJj"').utf8Slice()).toBe('abc')
})
