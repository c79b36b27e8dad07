import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineDiff, type DiffLine } from '../../../../../../renderer/features/configuration/versions/line-diff.ts'

const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('')
const short = (lines: readonly DiffLine[]): string[] =>
  lines.map((line) => {
    if (line.kind === 'gap') return `…${line.lines}`
    return `${{ same: ' ', added: '+', removed: '-' }[line.kind]}${line.text}`
  })

describe('the lines that differ', () => {
  test('a changed value is its old line and its new one', () => {
    const diff = lineDiff(text('a=1', 'b=2', 'c=3'), text('a=1', 'b=9', 'c=3'))
    expect(short(diff.lines)).toEqual([' a=1', '-b=2', '+b=9', ' c=3'])
    expect([diff.added, diff.removed, diff.isCoarse]).toEqual([1, 1, false])
  })

  test('numbers are those of each side', () => {
    const { lines } = lineDiff(text('a', 'b'), text('x', 'a', 'b'))
    expect(lines).toEqual([
      { kind: 'added', text: 'x', after: 1 },
      { kind: 'same', text: 'a', before: 1, after: 2 },
      { kind: 'same', text: 'b', before: 2, after: 3 },
    ])
  })

  test('what is far from any change is one gap', () => {
    const long = Array.from({ length: 20 }, (_, index) => `k${index}=1`)
    const diff = lineDiff(text(...long), text(...long.slice(0, 10), 'new=1', ...long.slice(10)))
    expect(short(diff.lines)).toEqual(['…7', ' k7=1', ' k8=1', ' k9=1', '+new=1', ' k10=1', ' k11=1', ' k12=1', '…7'])
  })

  test('equal texts are one gap, empty ones nothing', () => {
    expect(lineDiff(text('a', 'b'), text('a', 'b')).lines).toEqual([{ kind: 'gap', lines: 2 }])
    expect(lineDiff('', '').lines).toEqual([])
  })

  test('texts too different to compare are two blocks, within a second', () => {
    const [left, right] = ['l', 'r'].map((side) => text(...Array.from({ length: 3000 }, (_, i) => `${side}${i}`)))
    const began = performance.now()
    const diff = lineDiff(left ?? '', right ?? '')
    expect(performance.now() - began).toBeLessThan(1000)
    expect([diff.isCoarse, diff.added, diff.removed]).toEqual([true, 3000, 3000])
  })
})

test('without gaps, removed and same lines are the old text, added and same lines the new one', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 7 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = lineDiff(text(...before), text(...after))
      if (diff.lines.some((line) => line.kind === 'gap')) return
      const side = (other: DiffLine['kind']): string[] =>
        diff.lines.flatMap((line) => (line.kind === other || line.kind === 'gap' ? [] : [line.text]))
      expect(side('added')).toEqual(before)
      expect(side('removed')).toEqual(after)
    }),
  )
})
