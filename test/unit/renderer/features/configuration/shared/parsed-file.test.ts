import { expect, test } from 'vitest'
import {
  changedKeys,
  editCount,
  parsedFile,
  valuesOf,
} from '../../../../../../renderer/features/configuration/shared/parsed-file.ts'

test('a text is read once', () => {
  expect(parsedFile('a=1')).toBe(parsedFile('a=1'))
  expect(valuesOf('a=1\na=2')).toEqual(new Map([['a', '2']]))
})

test('a text that Java cannot read has no values, and a line', () => {
  expect(parsedFile('a=1\nb=\\u00')).toEqual({ status: 'unreadable', line: 2 })
  expect(valuesOf('b=\\u00').size).toBe(0)
})

test('edits are counted by key: changed, added, removed; one where only comments changed', () => {
  expect([...changedKeys('a=1\nb=2\n', 'b=3\nc=4\n')]).toEqual([
    ['a', { from: '1', to: null }],
    ['b', { from: '2', to: '3' }],
    ['c', { from: null, to: '4' }],
  ])
  expect(editCount('a=1', 'a=1')).toBe(0)
  expect(editCount('a=1', '# note\na=1')).toBe(1)
  expect(editCount('a=1', 'a=2\nb=1')).toBe(2)
})
