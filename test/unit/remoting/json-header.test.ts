import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { decodeJsonHeader, jsonHeaderText } from '../../../engine/remoting/json-header.ts'
import { command } from './commands.ts'

function decode(text: string) {
  const bytes = bytesFromUtf8(text)
  return decodeJsonHeader(bytes, 0, bytes.length)
}

describe('decodeJsonHeader', () => {
  test('reads members in any order, with whitespace, and ignores unknown ones', () => {
    const found = decode(
      ' { "version": 479, "opaque":7, "body":null, "flag":1, "code": 17, "language":"GO", "remark":"no" } ',
    )
    expect(found).toMatchObject({ code: 17, opaque: 7, flag: 1, language: 'GO', version: 479, remark: 'no', ext: {} })
  })

  test('makes text of numbers and booleans in extFields and drops nulls', () => {
    expect(decode('{"code":1,"extFields":{"a":5,"b":true,"c":null,"d":"x","e":{"k":1}}}').ext).toEqual({
      a: '5',
      b: 'true',
      d: 'x',
      e: '{"k":1}',
    })
  })

  test('keeps every digit of a 64-bit number in extFields', () => {
    expect(decode('{"code":1,"extFields":{"end":9223372036854775807,"low":-9007199254740993}}').ext).toEqual({
      end: '9223372036854775807',
      low: '-9007199254740993',
    })
  })

  test('reads an unknown or absent language as OTHER', () => {
    expect(decode('{"code":1,"language":"COBOL"}').language).toBe('OTHER')
    expect(decode('{"code":1,"language":null}').language).toBe('OTHER')
    expect(decode('{"code":1}').language).toBe('OTHER')
  })

  test('reads the dialect of Java peers: unquoted names, single quotes', () => {
    expect(decode("{code:11,extFields:{'topic':'T'},opaque:3}")).toMatchObject({
      code: 11,
      opaque: 3,
      ext: { topic: 'T' },
    })
  })

  test('a member named __proto__ changes nothing but itself', () => {
    const found = decode('{"code":1,"extFields":{"__proto__":"x","topic":"T"}}')
    expect(found.ext.topic).toBe('T')
    expect(Object.getPrototypeOf(found.ext)).toBe(Object.prototype)
  })
})

describe('jsonHeaderText', () => {
  test('leaves out an absent remark and empty extFields, as Java does', () => {
    expect(jsonHeaderText(command())).toBe(
      '{"code":105,"flag":0,"language":"JAVA","opaque":7,"serializeTypeCurrentRPC":"JSON","version":479}',
    )
  })

  test('escapes what JSON must escape and keeps other text raw', () => {
    const text = jsonHeaderText(command({ remark: 'a"b\n主题', ext: { properties: 'KEYS\u0001k\u0002' } }))
    expect(text).toContain('"remark":"a\\"b\\n主题"')
    expect(text).toContain('"KEYS\\u0001k\\u0002"')
  })
})
