/** A cell in words: what it shows, what a screen reader says after its name, what its tooltip tells. Pure. */
import type { Finding } from '../../../../engine/config/finding.ts'
import type { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import type { Translate } from '../../../i18n/use-texts.ts'
import { defaultWords, valueWords } from './cell-words.ts'
import type { DriftKind } from './drift.ts'
import type { MatrixCell, MatrixRow } from './matrix-model.ts'

export type MatrixWords = Translate<(typeof configMatrixTexts)['texts']>

export interface CellView {
  /** Struck out before the value; undefined when nothing was edited. */
  readonly was: string | undefined
  readonly text: string
  readonly tone: 'default' | 'set'
  readonly isEdited: boolean
  readonly differs: boolean
  /** Beside the value when what runs is compared. */
  readonly runs: string | undefined
  readonly drift: DriftKind | undefined
  /** An error of lint about this key in this file. */
  readonly problem: string | undefined
  /** After the name of the cell, in sentences. */
  readonly description: string
}

export interface CellQuestion {
  readonly row: MatrixRow
  readonly cell: MatrixCell
  readonly isAgainst: boolean
  readonly findings: readonly Finding[]
}

const DRIFT_TEXTS = {
  edited: 'driftEdited',
  updated: 'driftUpdated',
  either: 'driftEither',
  detected: 'driftDetected',
  ignored: 'driftIgnored',
} as const satisfies Readonly<Record<DriftKind, string>>

export function cellView({ row, cell, isAgainst, findings }: CellQuestion, t: MatrixWords): CellView {
  const { property } = row
  const said = (value: string | undefined): string =>
    value === undefined
      ? defaultWords(property, cell.byDefault, t.language)
      : value === ''
        ? t('empty')
        : valueWords(property, value)
  const error = findings.find((finding) => finding.severity === 'error' && finding.key === row.key)
  const view = {
    was: cell.isEdited ? said(cell.saved) : undefined,
    text: isFoundOut(cell) && !isAgainst ? shown(row, cell.running ?? '') : said(cell.value),
    tone: cell.value === undefined ? ('default' as const) : ('set' as const),
    isEdited: cell.isEdited,
    differs: cell.differs,
    runs: isAgainst && cell.drift !== undefined && cell.running !== undefined ? shown(row, cell.running) : undefined,
    drift: isAgainst ? cell.drift?.kind : undefined,
    problem: error?.message[t.language],
  }
  return { ...view, description: describe(row, cell, view, isAgainst, t) }
}

/** A default that only the node knows, and that it has told. */
function isFoundOut(cell: MatrixCell): boolean {
  return cell.value === undefined && cell.saved === undefined && cell.drift?.kind === 'detected'
}

function shown(row: MatrixRow, value: string): string {
  return value === '' ? '""' : valueWords(row.property, value)
}

function describe(
  row: MatrixRow,
  cell: MatrixCell,
  view: Omit<CellView, 'description'>,
  isAgainst: boolean,
  t: MatrixWords,
): string {
  const parts: string[] = []
  if (cell.value === '') parts.push(t('isEmpty'))
  else if (view.tone === 'set') parts.push(t('isSet', { value: view.text }))
  else parts.push(view.text === '' ? t('isDefaultEmpty') : t('isDefault', { value: view.text }))
  if (cell.isEdited) parts.push(t('isEdited', { was: cell.saved === undefined ? t('wasNotSet') : (view.was ?? '') }))
  if (cell.differs && row.agreement !== undefined) {
    parts.push(t('isDiffering', { reason: row.agreement.reason[t.language] }))
  }
  if (isAgainst) {
    const value = cell.running === undefined ? t('runsUnknown') : shown(row, cell.running)
    parts.push(t('runs', { value }))
    if (cell.drift !== undefined) parts.push(t(DRIFT_TEXTS[cell.drift.kind]))
  }
  if (view.problem !== undefined) parts.push(view.problem)
  return parts.join(t.language === 'zh' ? '；' : '; ')
}
