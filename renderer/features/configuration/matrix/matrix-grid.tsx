/**
 * The grid of the matrix: sticky head and first columns, only the lines that are seen in the page. Arrows move the cell, Enter or a
 * click edits it, Del takes the key out of the file, `a` sets the whole row. Knows no store: what is typed goes to the caller.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { useSettings } from '../../../stores/settings.ts'
import { FIRST_COLUMNS, focusCell, placeOf, rowNear, tabStopOf } from './cell-place.ts'
import type { CellPlace } from './cell-place.ts'
import { GroupLine, KeyLine } from './matrix-lines.tsx'
import type { CellActions } from './matrix-lines.tsx'
import { MatrixHead } from './matrix-head.tsx'
import type { MatrixColumn, Program } from './matrix-model.ts'
import type { MatrixLine } from './matrix-rows.ts'
import css from './matrix.module.css'

const VIRTUAL_FROM_LINES = 90
const LINE_HEIGHT = 28
const HEAD_HEIGHT = 44
const OVERSCAN_LINES = 10
const PAGE_LINES = 12
const FIXED_WIDTH = 440
const COLUMN_WIDTH_MIN = 108

export interface MatrixGridProps {
  readonly label: string
  readonly program: Program
  readonly columns: readonly MatrixColumn[]
  readonly lines: readonly MatrixLine[]
  readonly isAgainst: boolean
  readonly isOurs: boolean
  readonly byNode: ReadonlyMap<string, readonly Finding[]>
  readonly active: CellPlace | null
  readonly onActive: (place: CellPlace) => void
  /** `null` takes the key out of the file. */
  readonly onEdit: (node: string, key: string, typed: string | null) => void
  readonly onEditRow: (key: string) => void
  /** Instead of lines. */
  readonly empty: ReactNode
}

export function MatrixGrid(props: MatrixGridProps): ReactNode {
  const { columns, lines, active, onActive, onEdit, onEditRow } = props
  const t = useTexts(configMatrixTexts)
  const letterKeys = useSettings((settings) => settings.letterKeys)
  const scrollRef = useRef<HTMLDivElement>(null)
  const [editing, setEditing] = useState<CellPlace | null>(null)
  const isVirtual = lines.length > VIRTUAL_FROM_LINES
  // Its functions change under one identity; nothing here is memoised on them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: isVirtual ? lines.length : 0,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN_LINES,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    initialRect: { width: 900, height: 700 },
  })
  const shown = isVirtual ? virtualizer.getVirtualItems().map((item) => item.index) : lines.map((_, index) => index)
  const first = shown[0] ?? 0
  const last = shown.at(-1) ?? -1
  const columnCount = columns.length + FIRST_COLUMNS + 1
  const indexOf = (key: string): number => lines.findIndex((line) => line.kind === 'row' && line.row.key === key)
  const tabStop = tabStopOf(
    shown.flatMap((index) => lines[index] ?? []),
    active,
  )

  const focus = (place: CellPlace): void => {
    onActive(place)
    const index = indexOf(place.key)
    if (isVirtual && index >= 0) virtualizer.scrollToIndex(index)
    requestAnimationFrame(() => focusCell(scrollRef.current, place))
  }
  const canEdit = (place: CellPlace): boolean => columns[place.column - FIRST_COLUMNS]?.isReadable === true
  const begin = (place: CellPlace): void => {
    onActive(place)
    if (place.column === 0) onEditRow(place.key)
    else if (canEdit(place)) setEditing(place)
  }
  const commit = (place: CellPlace, typed: string, move: 'stay' | 'next' | 'previous' | 'none'): void => {
    setEditing(null)
    const node = columns[place.column - FIRST_COLUMNS]?.node
    if (node !== undefined) onEdit(node, place.key, typed)
    if (move === 'none') return
    const step = move === 'next' ? 1 : move === 'previous' ? -1 : 0
    focus({ ...place, column: Math.max(0, Math.min(columnCount - 1, place.column + step)) })
  }
  const moveBy = (place: CellPlace, by: number): void => {
    const next = rowNear(lines, indexOf(place.key) + by, by)
    if (next !== undefined) focus({ key: next, column: place.column })
  }

  const cancel = (place: CellPlace): void => {
    setEditing(null)
    focus(place)
  }
  const actions = useLatest({ onBegin: begin, onCommit: commit, onCancel: cancel, onFocus: onActive, onEditRow })

  const onKeyDown = (event: KeyboardEvent): void => {
    const place = placeOf(event.target)
    if (place === undefined || event.altKey) return
    const isCommand = event.ctrlKey || event.metaKey
    const across = (column: number): void =>
      focus({ key: place.key, column: Math.max(0, Math.min(columnCount - 1, column)) })
    if (isCommand && event.key === 'Home') focus({ key: rowNear(lines, 0, 1) ?? place.key, column: 0 })
    else if (isCommand && event.key === 'End') {
      focus({ key: rowNear(lines, lines.length - 1, -1) ?? place.key, column: columnCount - 1 })
    } else if (isCommand) return
    else if (event.key === 'ArrowDown' || (letterKeys && event.key === 'j')) moveBy(place, 1)
    else if (event.key === 'ArrowUp' || (letterKeys && event.key === 'k')) moveBy(place, -1)
    else if (event.key === 'ArrowRight') across(place.column + 1)
    else if (event.key === 'ArrowLeft') across(place.column - 1)
    else if (event.key === 'PageDown') moveBy(place, PAGE_LINES)
    else if (event.key === 'PageUp') moveBy(place, -PAGE_LINES)
    else if (event.key === 'Home') across(0)
    else if (event.key === 'End') across(columnCount - 1)
    else if (event.key === 'Enter' || event.key === 'F2') begin(place)
    else if (letterKeys && event.key === 'a') onEditRow(place.key)
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const node = columns[place.column - FIRST_COLUMNS]?.node
      if (node === undefined || !canEdit(place)) return
      onEdit(node, place.key, null)
    } else return
    event.preventDefault()
  }

  return (
    <div ref={scrollRef} className={css.scroll} data-table>
      <table
        role="grid"
        className={css.table}
        aria-label={props.label}
        aria-rowcount={lines.length + 1}
        aria-colcount={columnCount}
        style={{ minWidth: FIXED_WIDTH + columns.length * COLUMN_WIDTH_MIN }}
        onKeyDown={onKeyDown}
      >
        <MatrixHead columns={columns} isAgainst={props.isAgainst} />
        <tbody>
          {isVirtual && first > 0 ? <Spacer lines={first} columns={columnCount} /> : null}
          {shown.map((index) => {
            const line = lines[index]
            if (line === undefined) return null
            if (line.kind === 'group') {
              return (
                <GroupLine
                  key={`group ${line.group.id}`}
                  line={line}
                  columns={columnCount}
                  rowIndex={index + 2}
                  language={t.language}
                />
              )
            }
            const { key } = line.row
            return (
              <KeyLine
                key={key}
                row={line.row}
                rowIndex={index + 2}
                columns={columns}
                program={props.program}
                isAgainst={props.isAgainst}
                isOurs={props.isOurs}
                byNode={props.byNode}
                tabStop={tabStop?.key === key ? tabStop.column : -1}
                active={active?.key === key ? active.column : -1}
                editing={editing?.key === key ? editing.column : -1}
                actions={actions}
                t={t}
              />
            )
          })}
          {isVirtual && last < lines.length - 1 ? (
            <Spacer lines={lines.length - 1 - last} columns={columnCount} />
          ) : null}
        </tbody>
      </table>
      {lines.length === 0 ? props.empty : null}
    </div>
  )
}

/** The same functions from one drawing to the next, doing what the latest ones do: lines that did not change are not drawn again. */
function useLatest(actions: CellActions): CellActions {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  const [stable] = useState<CellActions>(() => ({
    onBegin: (place) => latest.current.onBegin(place),
    onCommit: (place, typed, move) => latest.current.onCommit(place, typed, move),
    onCancel: (place) => latest.current.onCancel(place),
    onFocus: (place) => latest.current.onFocus(place),
    onEditRow: (key) => latest.current.onEditRow(key),
  }))
  return stable
}

function Spacer({ lines, columns }: { readonly lines: number; readonly columns: number }): ReactNode {
  return (
    <tr aria-hidden="true" className={css.spacer}>
      <td colSpan={columns} style={{ height: lines * LINE_HEIGHT }} />
    </tr>
  )
}
