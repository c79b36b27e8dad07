import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  editorText,
  lineEndsOf,
  smallestChange,
  withChanges,
  withLineEndsOf,
} from '../../../../../../../renderer/features/configuration/edit/text/line-ends.ts'

describe('line ends', () => {
  test.each([
    ['', 'LF'],
    ['a\nb\n', 'LF'],
    ['a\r\nb\r\n', 'CRLF'],
    ['a\rb', 'CR'],
    ['a\r\nb\n', 'mixed'],
  ])('of %j are %s', (text, ends) => {
    expect(lineEndsOf(text)).toBe(ends)
  })

  test('of a file with CRLF stay while a line is edited, and new lines get them', () => {
    const text = '# one\r\na=1\r\nb=2\r\n'
    // In the editor: "# one\na=1\nb=2\n"
    expect(withChanges(text, [{ from: 8, to: 9, insert: '10' }])).toBe('# one\r\na=10\r\nb=2\r\n')
    expect(withChanges(text, [{ from: 9, to: 9, insert: '\nc=3' }])).toBe('# one\r\na=1\r\nc=3\r\nb=2\r\n')
    expect(withChanges(text, [{ from: 5, to: 9, insert: '' }])).toBe('# one\r\nb=2\r\n')
  })

  test('of a mixture stay on every line that is not edited', () => {
    expect(withChanges('a\r\nb\nc\rd', [{ from: 4, to: 5, insert: 'X' }])).toBe('a\r\nb\nX\rd')
  })

  test('of a replaced text are those of the text before', () => {
    expect(withLineEndsOf('a\r\nb\r\n', 'c\nd\n')).toBe('c\r\nd\r\n')
  })
})

const line = fc.string({ unit: fc.constantFrom('a', '=', ' ', '1', '中'), maxLength: 6 })
const end = fc.constantFrom('\n', '\r\n')
const text = fc
  .array(fc.tuple(line, end), { maxLength: 8 })
  .chain((lines) => line.map((last) => lines.map(([content, lineEnd]) => content + lineEnd).join('') + last))

test('an edit in the editor and the same edit in the file give the same lines, bytes around it untouched', () => {
  fc.assert(
    fc.property(
      text,
      fc.nat(60),
      fc.nat(10),
      fc.string({ unit: fc.constantFrom('x', '\n'), maxLength: 4 }),
      (file, at, length, insert) => {
        const shown = editorText(file)
        const from = Math.min(at, shown.length)
        const to = Math.min(from + length, shown.length)
        const after = withChanges(file, [{ from, to, insert }])
        expect(editorText(after)).toBe(shown.slice(0, from) + insert + shown.slice(to))
        // What is not replaced is there byte for byte: before and behind the place of the edit.
        const head = file.slice(0, file.length - withChanges(file, [{ from: 0, to: from, insert: '' }]).length)
        expect(after.startsWith(head)).toBe(true)
        expect(after.endsWith(withChanges(file, [{ from: 0, to, insert: '' }]))).toBe(true)
      },
    ),
  )
})

test('the smallest change turns one text into the other', () => {
  expect(smallestChange('same', 'same')).toBeUndefined()
  expect(smallestChange('fileReservedTime=48', 'fileReservedTime=72')).toEqual({ from: 17, to: 19, insert: '72' })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = smallestChange(before, after)
      const made =
        change === undefined ? before : before.slice(0, change.from) + change.insert + before.slice(change.to)
      expect(made).toBe(after)
    }),
  )
})
