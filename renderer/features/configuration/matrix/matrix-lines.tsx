/** The lines of the grid: heads of groups, and a key with its default, its cells and when a change takes effect. */
import { memo } from 'react'
import type { ReactNode } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import { classNames } from '../../../ui/class-names.ts'
import { UNKNOWN } from '../../../ui/format.ts'
import { IconEdit, IconRestart } from '../../../ui/icons.tsx'
import { effectOf, unitOf } from '../edit/field-words.ts'
import { CellEditor } from './cell-editor.tsx'
import { cellView } from './cell-view.ts'
import type { MatrixWords } from './cell-view.ts'
import { defaultWords } from './cell-words.ts'
import { cellId, FIRST_COLUMNS } from './cell-place.ts'
import type { CellPlace } from './cell-place.ts'
import type { MatrixCell, MatrixColumn, MatrixRow, Program } from './matrix-model.ts'
import type { MatrixLine } from './matrix-rows.ts'
import css from './matrix.module.css'
import { oftenUsedWord } from './often-used.ts'

export interface GroupLineProps {
  readonly line: Extract<MatrixLine, { kind: 'group' }>
  readonly columns: number
  readonly rowIndex: number
  readonly language: MatrixWords['language']
}

export function GroupLine({ line, columns, rowIndex, language }: GroupLineProps): ReactNode {
  return (
    <tr aria-rowindex={rowIndex} className={css.group}>
      <th colSpan={columns} scope="colgroup">
        <span className={css.groupTitle}>
          {line.group.title[language]} <span className="t3">{line.keys}</span>
        </span>
      </th>
    </tr>
  )
}

/** What the cells of a line do. */
export interface CellActions {
  readonly onBegin: (place: CellPlace) => void
  readonly onCommit: (place: CellPlace, typed: string, move: 'stay' | 'next' | 'previous' | 'none') => void
  readonly onCancel: (place: CellPlace) => void
  readonly onFocus: (place: CellPlace) => void
  readonly onEditRow: (key: string) => void
}

export interface KeyLineProps {
  readonly row: MatrixRow
  readonly rowIndex: number
  readonly columns: readonly MatrixColumn[]
  readonly program: Program
  readonly isAgainst: boolean
  readonly isOurs: boolean
  readonly byNode: ReadonlyMap<string, readonly Finding[]>
  /** Columns; -1 for none. */
  readonly tabStop: number
  readonly active: number
  readonly editing: number
  readonly actions: CellActions
  readonly t: MatrixWords
}

const NO_FINDINGS: readonly Finding[] = []

export const KeyLine = memo(function KeyLine(props: KeyLineProps): ReactNode {
  const { row, program, columns, t } = props
  const { key, property } = row
  const word = oftenUsedWord(program, key)?.[t.language] ?? unitOf(row.field, undefined, t.language)
  const cellProps = (column: number) => ({
    'data-cell': cellId({ key, column }),
    'data-row': column === props.tabStop ? key : undefined,
    tabIndex: column === props.tabStop ? 0 : -1,
    'aria-colindex': column + 1,
    onFocus: () => props.actions.onFocus({ key, column }),
  })
  return (
    <tr aria-rowindex={props.rowIndex} className={css.row} data-active={props.active >= 0 || undefined}>
      <th
        scope="row"
        role="rowheader"
        className={css.key}
        aria-label={key}
        title={row.field.help[t.language]}
        {...cellProps(0)}
        aria-description={row.field.help[t.language]}
      >
        <span className={css.keyInside}>
          <code className={css.keyName}>{key}</code>
          {word === undefined ? null : <span className={css.word}>{word}</span>}
          <button
            type="button"
            className={css.rowAction}
            aria-label={t(program === 'broker' ? 'setOnAll' : 'setOnAllNamesrv', { key })}
            title={t(program === 'broker' ? 'setOnAll' : 'setOnAllNamesrv', { key })}
            tabIndex={-1}
            onClick={() => props.actions.onEditRow(key)}
          >
            <IconEdit size={14} />
          </button>
        </span>
      </th>
      <td role="gridcell" className={css.byDefault} title={row.byDefault} {...cellProps(1)}>
        {property === undefined ? UNKNOWN : defaultWords(property, row.byDefault, t.language)}
      </td>
      {columns.map((column, index) => {
        const cell = row.cells[index]
        return cell === undefined ? null : (
          <Cell key={column.node} {...props} column={column} cell={cell} at={index + FIRST_COLUMNS} own={cellProps} />
        )
      })}
      <EffectCell row={row} isOurs={props.isOurs} own={cellProps(columns.length + FIRST_COLUMNS)} t={t} />
    </tr>
  )
})

function Cell(
  props: KeyLineProps & {
    readonly column: MatrixColumn
    readonly cell: MatrixCell
    readonly at: number
    readonly own: (column: number) => object
  },
): ReactNode {
  const { row, cell, column, at, t, isAgainst } = props
  const { key } = row
  const place = { key, column: at }
  const name = t('cellName', { key, node: column.node })
  if (!column.isReadable) {
    return (
      <td
        role="gridcell"
        className={css.cell}
        aria-label={name}
        {...props.own(at)}
        title={t('unreadable', { node: column.node })}
      >
        {UNKNOWN}
      </td>
    )
  }
  const view = cellView({ row, cell, isAgainst, findings: props.byNode.get(column.node) ?? NO_FINDINGS }, t)
  const isEditing = props.editing === at
  return (
    <td
      role="gridcell"
      className={classNames(
        css.cell,
        css[view.tone],
        view.differs && css.differs,
        view.isEdited && css.edited,
        view.drift !== undefined && (view.drift === 'detected' ? css.detected : css.drift),
        view.problem !== undefined && css.bad,
        isEditing && css.isEditing,
      )}
      aria-label={name}
      aria-description={view.description}
      {...(view.problem === undefined ? {} : { 'aria-invalid': true })}
      {...props.own(at)}
      title={view.description}
      onClick={() => {
        if (!isEditing) props.actions.onBegin(place)
      }}
    >
      {isEditing ? (
        <CellEditor
          label={name}
          field={row.field}
          value={cell.value ?? ''}
          byDefault={defaultWords(row.property, cell.byDefault, t.language)}
          onCommit={(typed, move) => props.actions.onCommit(place, typed, move)}
          onCancel={() => props.actions.onCancel(place)}
        />
      ) : (
        <span className={css.cellInside}>
          {view.was === undefined || view.was === '' || view.was === view.text ? null : <s>{view.was}</s>}
          {view.isEdited ? <b>{view.text}</b> : <span>{view.text}</span>}
          {view.differs ? <span className={css.mark}>≠</span> : null}
          {view.runs === undefined ? null : (
            <>
              <span className={css.mark}>→</span>
              <b>{view.runs}</b>
            </>
          )}
          {isAgainst && !column.isRunning ? <span className={css.mark}>{UNKNOWN}</span> : null}
          {view.problem === undefined ? null : <span className={css.mark}>!</span>}
        </span>
      )}
    </td>
  )
}

const EFFECTS = {
  now: 'effectNow',
  restart: 'effectRestart',
  unclear: 'effectUnclear',
  none: 'effectNone',
  refused: 'effectRefused',
} as const

function EffectCell(props: {
  readonly row: MatrixRow
  readonly isOurs: boolean
  readonly own: object
  readonly t: MatrixWords
}): ReactNode {
  const { row, isOurs, own, t } = props
  const effect = effectOf(row.field, isOurs)
  return (
    <td
      role="gridcell"
      className={css.effect}
      data-effect={effect}
      title={row.field.support.note?.[t.language]}
      {...own}
    >
      <span className={css.effectInside}>
        {effect === 'restart' ? <IconRestart size={14} /> : null}
        {t(EFFECTS[effect])}
      </span>
    </td>
  )
}
