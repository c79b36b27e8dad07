import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { javaJson, javaJsonBytes, JavaDouble } from '../../../engine/protocol/java-json.ts'
import { ObjectKeyed } from '../../../engine/protocol/lenient-json.ts'

test('members are sorted, absent ones left out', () => {
  expect(javaJson({ b: 1, a: 'x', c: undefined, d: null, A: true })).toBe('{"A":true,"a":"x","b":1}')
})

test('maps keep their order, quote integer keys and leave out absent values', () => {
  const map = new Map<string | number, number | null>([
    [10, 1],
    [9, null],
    [2, 3],
  ])
  expect(javaJson(map)).toBe('{"10":1,"2":3}')
})

test('objects as keys are written raw', () => {
  const keyed = new ObjectKeyed([[{ topic: 'T', brokerName: 'b', queueId: 0 }, 5]])
  expect(javaJson({ offsetTable: keyed })).toBe('{"offsetTable":{{"brokerName":"b","queueId":0,"topic":"T"}:5}}')
})

test('lists keep their holes', () => {
  expect(javaJson([1, undefined, null, 9223372036854775807n])).toBe('[1,null,null,9223372036854775807]')
})

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [2.5, '2.5'],
  [1e7, '1.0E7'],
  [9_999_999, '9999999.0'],
  [0.001, '0.001'],
  [0.00015, '1.5E-4'],
  [123_456.789, '123456.789'],
  [1e21, '1.0E21'],
  [NaN, 'null'],
  [Infinity, 'null'],
])('the double %d is written %s', (value, text) => {
  expect(javaJson(new JavaDouble(value))).toBe(text)
})

test('a number that is no integer must say that it is a double', () => {
  expect(() => javaJson(1.5)).toThrow('not a safe integer')
  expect(() => javaJson(2 ** 60)).toThrow('not a safe integer')
  expect(javaJson(-0)).toBe('0')
})

describe('text', () => {
  test('is escaped where Java escapes it', () => {
    expect(javaJson('a/\u007f\u0085\u2028😀\u0001\t\'"\\\u000b中')).toBe(
      '"a/\\u007F\\u0085\\u2028😀\\u0001\\t\'\\"\\\\\\u000B中"',
    )
  })

  test('is ASCII with escaped slashes for browsers', () => {
    expect(javaJson({ k: 'a/<é😀\u007f' }, { browserCompatible: true })).toBe(
      '{"k":"a\\/<\\u00E9\\uD83D\\uDE00\\u007F"}',
    )
  })

  test('becomes UTF-8', () => {
    expect(javaJsonBytes('中').equals(bytesFromUtf8('"中"'))).toBe(true)
  })
})

test('maps are sorted for browsers, numbers as numbers', () => {
  const map = new Map([
    [10, 'b'],
    [9, 'a'],
  ])
  expect(javaJson(map, { browserCompatible: true })).toBe('{"9":"a","10":"b"}')
})

test('files have one member a line, indented by tabs, without a final line feed', () => {
  const value = { b: new Map([['k', { x: 1 }]]), a: [], c: {}, d: [1, 2] }
  expect(javaJson(value, { pretty: true })).toBe(
    '{\n\t"a":[],\n\t"b":{\n\t\t"k":{\n\t\t\t"x":1\n\t\t}\n\t},\n\t"c":{},\n\t"d":[\n\t\t1,\n\t\t2\n\t]\n}',
  )
})

test('a reader of JSON proper reads files too', () => {
  const value = { a: 'x', b: { c: [1, 'y'] } }
  expect(JSON.parse(javaJson(value, { pretty: true }))).toEqual(value)
})
