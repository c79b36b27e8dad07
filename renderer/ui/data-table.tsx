/**
 * The dense table: numbers right and tabular, head that sorts, rows that are walked by arrows or j / k, chosen by click, opened by
 * Enter. Above 100 rows only what is seen is in the page.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { classNames } from './class-names.ts'
import css from './data-table.module.css'

const VIRTUAL_FROM_ROWS = 100
const ROW_HEIGHT = 28
const OVERSCAN_ROWS = 12

export interface Column<T> {
  readonly key: string
  readonly title: string
  /** Explains the head. */
  readonly hint?: string
  readonly isNumber?: boolean
  readonly isMono?: boolean
  /** CSS width; columns of long tables need one each but the last to stay in place. */
  readonly width?: string
  /** What the column sorts by; `null` sorts last. Without it the head is no button. */
  readonly sortBy?: (row: T) => number | string | null
  readonly render: (row: T) => ReactNode
}

export interface SortOrder {
  readonly key: string
  readonly isDescending: boolean
}

export interface DataTableProps<T> {
  /** Name of the table for screen readers. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly rowKey: (row: T) => string
  readonly selectedKey?: string | null
  readonly onSelect?: (row: T) => void
  /** Enter or double click; `onSelect` when left out. */
  readonly onOpen?: (row: T) => void
  readonly defaultSort?: SortOrder
  /** Shown instead of rows. */
  readonly empty?: ReactNode
  /** Old figures: everything in the third voice. */
  readonly isStale?: boolean
  /** Scrolls by itself and fills its box (needed above 100 rows); otherwise it is as high as its rows. */
  readonly isFilling?: boolean
  /** Columns keep their widths, whatever is in them, so that it never scrolls sideways; those without one share the rest. */
  readonly isFixed?: boolean
  readonly rowClassName?: (row: T) => string | undefined
}

export function DataTable<T>(props: DataTableProps<T>): ReactNode {
  const { label, columns, rows, rowKey, selectedKey = null, onSelect, defaultSort } = props
  const t = useTexts(uiTexts)
  const [sort, setSort] = useState<SortOrder | undefined>(defaultSort)
  const [cursorKey, setCursorKey] = useState<string | null>(null)
  const scrollRef = useRef<HTMLDivElement>(null)
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort])
  const isVirtual = sorted.length > VIRTUAL_FROM_ROWS && props.isFilling === true
  // Its functions change under one identity; nothing here is memoised on them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: isVirtual ? sorted.length : 0,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN_ROWS,
    initialRect: { width: 800, height: 600 },
  })
  const items = isVirtual ? virtualizer.getVirtualItems().map((item) => item.index) : sorted.map((_, index) => index)
  const isInteractive = onSelect !== undefined || props.onOpen !== undefined
  const focusKey = cursorKey ?? selectedKey ?? (sorted[0] === undefined ? null : rowKey(sorted[0]))

  const open = (row: T): void => (props.onOpen ?? onSelect)?.(row)

  const moveTo = (index: number): void => {
    const row = sorted[Math.max(0, Math.min(sorted.length - 1, index))]
    if (row === undefined) return
    const key = rowKey(row)
    setCursorKey(key)
    if (isVirtual) virtualizer.scrollToIndex(sorted.indexOf(row))
    requestAnimationFrame(() => {
      scrollRef.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus()
    })
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const focused = event.target instanceof HTMLElement ? event.target.dataset.row : undefined
    if (focused === undefined) return
    const index = sorted.findIndex((row) => rowKey(row) === focused)
    const row = sorted[index]
    if (event.ctrlKey || event.metaKey || event.altKey || row === undefined) return
    if (event.key === 'Enter') open(row)
    else if (event.key === ' ') onSelect?.(row)
    else if (event.key === 'ArrowDown' || event.key === 'j') moveTo(index + 1)
    else if (event.key === 'ArrowUp' || event.key === 'k') moveTo(index - 1)
    else if (event.key === 'Home') moveTo(0)
    else if (event.key === 'End') moveTo(sorted.length - 1)
    else return
    event.preventDefault()
  }

  const first = items[0] ?? 0
  const last = items[items.length - 1] ?? -1
  return (
    <div
      ref={scrollRef}
      className={classNames(css.scroll, props.isFilling === true && css.filling)}
      data-table={isInteractive || undefined}
      {...(props.isFilling === true && !isInteractive ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}
    >
      <table
        className={classNames(
          css.table,
          props.isStale === true && css.stale,
          (isVirtual || props.isFixed === true) && css.fixed,
        )}
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        {...(isInteractive ? { role: 'grid', onKeyDown } : {})}
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell
                key={column.key}
                column={column}
                sort={sort}
                onSort={setSort}
                sortLabel={t('sortBy', { column: column.title })}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {isVirtual && first > 0 ? <Spacer height={first * ROW_HEIGHT} columns={columns.length} /> : null}
          {items.map((index) => {
            const row = sorted[index]
            if (row === undefined) return null
            const key = rowKey(row)
            return (
              <tr
                key={key}
                className={classNames(css.row, isInteractive && css.interactive, props.rowClassName?.(row))}
                data-row={key}
                aria-rowindex={index + 2}
                {...(isInteractive
                  ? {
                      tabIndex: key === focusKey ? 0 : -1,
                      'aria-selected': key === selectedKey,
                      onClick: (event: MouseEvent) => {
                        if (isOwnControl(event)) return
                        setCursorKey(key)
                        ;(onSelect ?? props.onOpen)?.(row)
                      },
                      onDoubleClick: (event: MouseEvent) => {
                        if (!isOwnControl(event)) props.onOpen?.(row)
                      },
                    }
                  : {})}
              >
                {columns.map((column) => (
                  <td
                    key={column.key}
                    className={classNames(column.isNumber === true && css.number, column.isMono === true && 'mono')}
                  >
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {isVirtual && last < sorted.length - 1 ? (
            <Spacer height={(sorted.length - 1 - last) * ROW_HEIGHT} columns={columns.length} />
          ) : null}
        </tbody>
      </table>
      {sorted.length === 0 ? props.empty : null}
    </div>
  )
}

function HeadCell<T>(props: {
  column: Column<T>
  sort: SortOrder | undefined
  onSort: (sort: SortOrder) => void
  sortLabel: string
}): ReactNode {
  const { column, sort, onSort, sortLabel } = props
  const isSorted = sort?.key === column.key
  const order = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined
  const style = column.width === undefined ? {} : { style: { width: column.width } }
  const className = classNames(column.isNumber === true && css.number)
  // A column of buttons has no name: an empty head cell would be announced as one.
  if (column.title === '') return <td className={css.headless} {...style} />
  if (column.sortBy === undefined) {
    return (
      <th scope="col" className={className} title={column.hint} {...style}>
        {column.title}
      </th>
    )
  }
  return (
    <th scope="col" className={className} aria-sort={order} title={column.hint} {...style}>
      <button
        type="button"
        className={css.sort}
        title={sortLabel}
        onClick={() =>
          onSort({ key: column.key, isDescending: isSorted ? !sort.isDescending : column.isNumber === true })
        }
      >
        {column.title}
        <span aria-hidden="true" className={css.arrow}>
          {isSorted ? (sort.isDescending ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  )
}

function Spacer({ height, columns }: { height: number; columns: number }): ReactNode {
  return (
    <tr aria-hidden="true" className={css.spacer}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

/** Rows in the order of a column; equal ones keep theirs. Names compare with numbers inside them as numbers. */
export function sortRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sort: SortOrder | undefined,
): readonly T[] {
  const sortBy = columns.find((column) => column.key === sort?.key)?.sortBy
  if (sort === undefined || sortBy === undefined) return rows
  const sign = sort.isDescending ? -1 : 1
  return [...rows].sort((left, right) => {
    const [a, b] = [sortBy(left), sortBy(right)]
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true })
  })
}

/** A click on a button, link or input inside a row belongs to that control. */
function isOwnControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest('button, a, input, select, textarea, label') !== null
}
