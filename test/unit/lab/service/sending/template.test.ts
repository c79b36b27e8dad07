import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../../../../engine/base/bytes.ts'
import { parseTemplate } from '../../../../../engine/lab/service/sending/template.ts'

const random = { next: () => 0.5, bytes: (count: number) => bytesOf(new Array<number>(count).fill(0xab)) }

function fill(text: string, seq = 7): string {
  const parsed = parseTemplate('body', text)
  if (parsed.kind === 'problem') throw new Error(parsed.problem.en)
  return parsed.template.fill({ seq, nowMs: 1_700_000_000_000, random })
}

function problemOf(text: string): string {
  const parsed = parseTemplate('keys', text)
  return parsed.kind === 'problem' ? parsed.problem.en : 'no problem'
}

describe('parseTemplate', () => {
  test('fills each placeholder', () => {
    expect(fill('ORD-{seq}')).toBe('ORD-7')
    expect(fill('{rand:10..20}')).toBe('15')
    expect(fill('{rand:-5..-5}')).toBe('-5')
    expect(fill('{pick:paid,created}')).toBe('created')
    expect(fill('[{fill:3}]')).toBe('[xxx]')
    expect(fill('{now}')).toBe('1700000000000')
    expect(fill('{uuid}')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('leaves the braces of JSON and of other words alone', () => {
    const json = '{"a":{"b":[{}]},"name":"{name}","n":{rand:1..1}}'
    expect(fill(json)).toBe('{"a":{"b":[{}]},"name":"{name}","n":1}')
  })

  test('a backslash keeps a placeholder as text', () => {
    expect(fill('\\{seq} is {seq}')).toBe('{seq} is 7')
  })

  test('says whether every message is the same', () => {
    const parsed = parseTemplate('tag', 'paid')
    expect(parsed).toMatchObject({ kind: 'template', template: { isConstant: true } })
    expect(parseTemplate('tag', '{seq}')).toMatchObject({ template: { isConstant: false } })
  })

  test.each([
    ['{rand:9..1}', 'the smaller first'],
    ['{rand}', 'two whole numbers'],
    ['{rand:1..99999999999999999}', 'two whole numbers'],
    ['{pick:}', 'choices'],
    ['{fill:0}', 'a number from 1'],
    ['{fill:99999999}', 'a number from 1'],
    ['{seq:5}', 'takes no argument'],
    ['{Seq}', 'write {seq}'],
    ['{uid}', 'write {uuid}'],
    ['{ramd:1..2}', 'write {rand:1..100}'],
  ])('refuses %s and names field, value and fix', (text, fix) => {
    expect(problemOf(`a ${text}`)).toContain(`keys: "${text}"`)
    expect(problemOf(`a ${text}`)).toContain(fix)
  })

  test('bounds the number of placeholders', () => {
    expect(problemOf('{seq}'.repeat(257))).toContain('at most 256')
  })
})
