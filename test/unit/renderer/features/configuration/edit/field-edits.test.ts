import { describe, expect, test } from 'vitest'
import {
  keyAtLine,
  lineOfKey,
  withoutKey,
  withValue,
} from '../../../../../../renderer/features/configuration/edit/field-edits.ts'

const TEXT =
  '# mine\r\nbrokerName = broker-a\r\n\r\n# 48 hours\r\nfileReservedTime=48 \r\nnamesrvAddr=a:1;\\\r\n  b:2\r\n'

describe('an edit of a field', () => {
  test('changes its line only, byte for byte', () => {
    expect(withValue(TEXT, 'fileReservedTime', '72')).toBe(TEXT.replace('48 \r\n', '72\r\n'))
    expect(withValue(TEXT, 'brokerName', 'b')).toBe(TEXT.replace('broker-a', 'b'))
  })

  test('appends a key that was not there, with the line end of the file', () => {
    expect(withValue(TEXT, 'deleteWhen', '04')).toBe(`${TEXT}deleteWhen=04\r\n`)
  })

  test('removes the line of a key that takes its default again', () => {
    expect(withoutKey(TEXT, 'fileReservedTime')).toBe(TEXT.replace('fileReservedTime=48 \r\n', ''))
    expect(withoutKey(TEXT, 'deleteWhen')).toBe(TEXT)
  })

  test('leaves a text alone that cannot be read, or says it already', () => {
    expect(withValue('a=\\u1', 'b', '1')).toBe('a=\\u1')
    expect(withValue(TEXT, 'brokerName', 'broker-a')).toBe(TEXT)
  })
})

describe('key and line', () => {
  test('lead to each other, over all lines of a continued value', () => {
    expect(lineOfKey(TEXT, 'namesrvAddr')).toBe(6)
    expect(keyAtLine(TEXT, 6)).toBe('namesrvAddr')
    expect(keyAtLine(TEXT, 7)).toBe('namesrvAddr')
    expect(keyAtLine(TEXT, 5)).toBe('fileReservedTime')
  })

  test('comments, blank lines and the end belong to no key', () => {
    for (const line of [1, 3, 4, 8]) expect(keyAtLine(TEXT, line)).toBeUndefined()
    expect(lineOfKey(TEXT, 'deleteWhen')).toBeUndefined()
  })
})
