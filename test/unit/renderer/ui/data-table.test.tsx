// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { DataTable, sortRows } from '../../../../renderer/ui/data-table.tsx'
import type { Column } from '../../../../renderer/ui/data-table.tsx'

interface Row {
  readonly name: string
  readonly lagMs: number | null
}

const ROWS: readonly Row[] = [
  { name: 'broker-10', lagMs: 2 },
  { name: 'broker-2', lagMs: null },
  { name: 'broker-1', lagMs: 804 },
]

const COLUMNS: readonly Column<Row>[] = [
  { key: 'name', title: 'Name', sortBy: (row) => row.name, render: (row) => row.name },
  { key: 'lag', title: 'Lag', isNumber: true, sortBy: (row) => row.lagMs, render: (row) => row.lagMs ?? '–' },
]

const names = (rows: readonly Row[]): string[] => rows.map((row) => row.name)

afterEach(cleanup)

describe('the order of rows', () => {
  test('takes numbers inside names as numbers', () => {
    const sorted = sortRows(ROWS, COLUMNS, { key: 'name', isDescending: false })
    expect(names(sorted)).toEqual(['broker-1', 'broker-2', 'broker-10'])
  })

  test('puts what is not known last, whichever way', () => {
    expect(names(sortRows(ROWS, COLUMNS, { key: 'lag', isDescending: false })).at(-1)).toBe('broker-2')
    expect(names(sortRows(ROWS, COLUMNS, { key: 'lag', isDescending: true }))).toEqual([
      'broker-1',
      'broker-10',
      'broker-2',
    ])
  })

  test('is the given one without a column', () => {
    expect(sortRows(ROWS, COLUMNS, undefined)).toBe(ROWS)
  })
})

describe('the table', () => {
  function show(opened: string[]): void {
    render(
      <DataTable
        label="Pairs"
        columns={COLUMNS}
        rows={ROWS}
        rowKey={(row) => row.name}
        onSelect={(row) => opened.push(row.name)}
      />,
    )
  }

  test('is walked by arrows and j, opened by Enter', async () => {
    const opened: string[] = []
    show(opened)
    const [first] = screen.getAllByRole('row').slice(1)
    first?.focus()
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' })
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['row']).toBe('broker-2'))
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'j' })
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['row']).toBe('broker-1'))
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Enter' })
    expect(opened).toEqual(['broker-1'])
  })

  test('says by which column it is sorted, numbers largest first', () => {
    show([])
    fireEvent.click(screen.getByRole('button', { name: /Lag/ }))
    expect(screen.getByRole('columnheader', { name: /Lag/ }).getAttribute('aria-sort')).toBe('descending')
    expect(screen.getAllByRole('row')[1]?.dataset['row']).toBe('broker-1')
  })
})
