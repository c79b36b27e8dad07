import { describe, expect, test } from 'vitest'
import { matrixOf } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'
import {
  filterCounts,
  linesOf,
  type MatrixFilter,
  type MatrixLine,
} from '../../../../../../renderer/features/configuration/matrix/matrix-rows.ts'
import { brokerFile, pairFiles } from './matrix-files.ts'

const keysOf = (lines: readonly MatrixLine[]): string[] =>
  lines.flatMap((line) => (line.kind === 'row' ? [line.row.key] : []))

function shown(filter: MatrixFilter, query = '') {
  const [first, ...rest] = pairFiles({ 'broker-b': 'deleteWhen=03\n' })
  if (first === undefined) throw new Error('no file')
  const files = [{ ...first, text: `${first.text ?? ''}maxMessageSize=65536\n` }, ...rest]
  return linesOf(matrixOf(files, 'broker'), { filter, query, program: 'broker' })
}

describe('filters', () => {
  test('often used are the fifteen of the design, under the heads of their groups', () => {
    const lines = shown('often')
    expect(keysOf(lines).length).toBe(15)
    expect(lines[0]?.kind).toBe('group')
    const counted = lines.reduce((sum, line) => sum + (line.kind === 'group' ? line.keys : 0), 0)
    expect(counted).toBe(15)
  })

  test('edited and differing rows are those whose cells are', () => {
    expect(keysOf(shown('edited'))).toEqual(['maxMessageSize'])
    expect(keysOf(shown('differs')).toSorted()).toEqual(['deleteWhen', 'maxMessageSize'])
  })

  test('the counts are what each filter would show', () => {
    const matrix = matrixOf(pairFiles({ 'broker-b': 'deleteWhen=03\n' }), 'broker')
    const counts = filterCounts(matrix.rows, 'broker')
    for (const filter of ['all', 'often', 'differs', 'edited', 'drift'] as const) {
      expect(keysOf(linesOf(matrix, { filter, query: '', program: 'broker' })).length).toBe(counts[filter])
    }
  })

  test('what runs otherwise is found by what the node says', () => {
    const matrix = matrixOf([brokerFile('broker-a', 'deleteWhen=03\n', [['deleteWhen', '05']])], 'broker')
    expect(keysOf(linesOf(matrix, { filter: 'drift', query: '', program: 'broker' }))).toEqual(['deleteWhen'])
  })
})

describe('search', () => {
  test('looks at all keys although only often used ones are shown', () => {
    expect(keysOf(shown('often', 'transactionTimeOut'))).toEqual(['transactionTimeOut'])
  })

  test('finds keys by words of their meaning in both languages and by pinyin', () => {
    expect(keysOf(shown('all', 'hours of the day'))).toContain('deleteWhen')
    expect(keysOf(shown('all', '保留小时'))).toContain('fileReservedTime')
    expect(keysOf(shown('all', 'baoliu'))).toContain('fileReservedTime')
  })

  test('finds keys by a value that a file has', () => {
    expect(keysOf(shown('all', '65536'))).toContain('maxMessageSize')
  })

  test('keeps to edited rows while those are asked for', () => {
    expect(keysOf(shown('edited', 'deleteWhen'))).toEqual([])
  })
})
