import { expect, test } from 'vitest'
import { parseTagExpression, tagCode } from '../../../engine/protocol/tags.ts'

test('no tag has code 0', () => {
  expect([tagCode(undefined), tagCode('')]).toEqual([0, 0])
})

test.each([undefined, '', '*'])('%j subscribes to everything', (expression) => {
  expect(parseTagExpression(expression)).toEqual({ kind: 'all' })
})

test('tags are trimmed and counted once', () => {
  expect(parseTagExpression(' A ||B|| A||')).toEqual({ kind: 'tags', tags: ['A', 'B'], codes: [65, 66] })
})

test('one bar does not separate', () => {
  expect(parseTagExpression('A | B')).toMatchObject({ tags: ['A | B'] })
})

test('an asterisk among blanks is a tag like any other', () => {
  expect(parseTagExpression(' * ')).toMatchObject({ kind: 'tags', tags: ['*'] })
})

test.each(['||', '||||'])('%j is no expression', (expression) => {
  expect(parseTagExpression(expression)).toEqual({ kind: 'bad', reason: 'subString split error' })
})

test('tags that collide share their code', () => {
  expect(parseTagExpression('Aa || BB')).toMatchObject({ tags: ['Aa', 'BB'], codes: [2112] })
})
