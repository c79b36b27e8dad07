import { describe, expect, test } from 'vitest'
import { rowNear, tabStopOf } from '../../../../../../renderer/features/configuration/matrix/cell-place.ts'
import { matrixOf } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'
import { linesOf } from '../../../../../../renderer/features/configuration/matrix/matrix-rows.ts'
import { pairFiles } from './matrix-files.ts'

const lines = linesOf(matrixOf(pairFiles(), 'broker'), { filter: 'often', query: '', program: 'broker' })
const keys = lines.flatMap((line) => (line.kind === 'row' ? [line.row.key] : []))

describe('moving between rows', () => {
  test('steps over the heads of groups in both directions', () => {
    const head = lines.findIndex((line, index) => index > 0 && line.kind === 'group')
    expect(rowNear(lines, head, 1)).toBe(keys[head - 1])
    expect(rowNear(lines, head, -1)).toBe(keys[head - 2])
  })

  test('stays on the outermost row beyond the ends', () => {
    expect(rowNear(lines, -1, -1)).toBe(keys[0])
    expect(rowNear(lines, lines.length + 12, 1)).toBe(keys.at(-1))
  })

  test('leads nowhere without rows', () => {
    expect(rowNear([], 0, 1)).toBeUndefined()
  })
})

describe('Tab goes', () => {
  test('to the active cell while it is in the page', () => {
    const active = { key: keys[3] ?? '', column: 4 }
    expect(tabStopOf(lines, active)).toEqual(active)
  })

  test('to the first file of the first row when the active one is not', () => {
    expect(tabStopOf(lines, { key: 'elsewhere', column: 4 })).toEqual({ key: keys[0], column: 2 })
    expect(tabStopOf([], null)).toBeUndefined()
  })
})
