/** Which rows of the matrix are shown, under which heads, and how many each filter would show. Pure. */
import { FIELD_GROUPS } from '../edit/form-fields.ts'
import type { FieldGroup } from '../edit/form-fields.ts'
import { matchesField, wordsOf } from '../edit/form-search.ts'
import type { Matrix, MatrixRow, Program } from './matrix-model.ts'
import { isOftenUsed } from './often-used.ts'

export const MATRIX_FILTERS = ['all', 'often', 'differs', 'edited'] as const
export type MatrixFilter = (typeof MATRIX_FILTERS)[number] | 'drift'

/** A line of the grid: a head with the number of its keys, or a key. */
export type MatrixLine =
  | { readonly kind: 'group'; readonly group: FieldGroup; readonly keys: number }
  | { readonly kind: 'row'; readonly row: MatrixRow }

export type FilterCounts = Readonly<Record<MatrixFilter, number>>

export function filterCounts(rows: readonly MatrixRow[], program: Program): FilterCounts {
  const count = (filter: MatrixFilter): number => rows.filter((row) => passes(row, filter, program)).length
  return {
    all: rows.length,
    often: count('often'),
    differs: count('differs'),
    edited: count('edited'),
    drift: count('drift'),
  }
}

export interface Wanted {
  readonly filter: MatrixFilter
  readonly query: string
  readonly program: Program
}

/** A search looks at all keys, unless the filter is about the values themselves. */
export function linesOf(matrix: Matrix, { filter, query, program }: Wanted): readonly MatrixLine[] {
  const words = wordsOf(query)
  const used = words.length > 0 && filter === 'often' ? 'all' : filter
  const lines: MatrixLine[] = []
  let group: { id: string; at: number; keys: number } | undefined
  const close = (): void => {
    if (group === undefined) return
    const head = FIELD_GROUPS.find((each) => each.id === group?.id)
    if (head !== undefined) lines[group.at] = { kind: 'group', group: head, keys: group.keys }
  }
  for (const row of matrix.rows) {
    if (!passes(row, used, program) || !fits(row, words)) continue
    if (group?.id !== row.group) {
      close()
      group = { id: row.group, at: lines.length, keys: 0 }
      lines.push({ kind: 'group', group: { id: row.group, title: { en: '', zh: '' } }, keys: 0 })
    }
    group.keys += 1
    lines.push({ kind: 'row', row })
  }
  close()
  return lines
}

function passes(row: MatrixRow, filter: MatrixFilter, program: Program): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'often':
      return isOftenUsed(program, row.key)
    case 'differs':
      return row.differs
    case 'edited':
      return row.isEdited
    case 'drift':
      return row.drifts
  }
}

function fits(row: MatrixRow, words: readonly string[]): boolean {
  if (words.length === 0 || matchesField(row.field.search, undefined, words)) return true
  return row.cells.some((cell) => cell.value !== undefined && matchesField(row.field.search, cell.value, words))
}
