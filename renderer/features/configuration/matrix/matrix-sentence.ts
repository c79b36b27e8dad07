/** The answer of the matrix while nothing is edited: what differs inside groups, what runs otherwise. Pure. */
import { capital, list, numberWord } from '../../../ui/format.ts'
import type { MatrixWords } from './cell-view.ts'
import type { Matrix } from './matrix-model.ts'

const NAMED_MAX = 3

/** Null when there is nothing to tell about groups: the usual sentence stands. */
export function groupsSentence(matrix: Matrix, t: MatrixWords): string | null {
  const keys = matrix.rows.filter((row) => row.differs).map((row) => row.key)
  if (keys.length === 0) return null
  if (keys.length === 1) return t('answerDiffersOne', { keys: keys[0] ?? '' })
  const count = numberWord(keys.length, t.language)
  return t('answerDiffersMany', { count: capital(count, t.language), keys: named(keys, t) })
}

/** What runs with other values than its file says; what nodes find out by themselves is no difference worth a sentence. */
export function driftSentence(matrix: Matrix, t: MatrixWords): string {
  if (!matrix.columns.some((column) => column.isRunning)) return t('answerNoneAnswers')
  const nodes = new Set<string>()
  const keys: string[] = []
  for (const row of matrix.rows) {
    const drifting = row.cells.filter((cell) => cell.drift !== undefined && cell.drift.kind !== 'detected')
    if (drifting.length === 0) continue
    keys.push(row.key)
    for (const cell of drifting) nodes.add(cell.node)
  }
  if (nodes.size === 0) return noDrift(matrix, t)
  return t('answerDrift', { nodes: named([...nodes], t), n: nodes.size, keys: named(keys, t) })
}

function noDrift(matrix: Matrix, t: MatrixWords): string {
  const n = matrix.rows.filter((row) => row.drifts).length
  if (n === 0) return t('answerNoDrift')
  return t('answerDetected', { n, count: capital(numberWord(n, t.language), t.language) })
}

function named(names: readonly string[], t: MatrixWords): string {
  const more = names.length - NAMED_MAX
  return list(more > 0 ? [...names.slice(0, NAMED_MAX), t('andMore', { n: more })] : names, t.language)
}
