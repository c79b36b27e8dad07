// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import type { CellPlace } from '../../../../../../renderer/features/configuration/matrix/cell-place.ts'
import { MatrixGrid } from '../../../../../../renderer/features/configuration/matrix/matrix-grid.tsx'
import { matrixOf } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'
import { linesOf } from '../../../../../../renderer/features/configuration/matrix/matrix-rows.ts'
import { pairFiles } from './matrix-files.ts'

afterEach(cleanup)

const matrix = matrixOf(pairFiles({ 'broker-a': 'deleteWhen=03\n' }), 'broker')

interface Edit {
  readonly node: string
  readonly key: string
  readonly typed: string | null
}

function drawn(
  query = '',
  of = matrix,
  filter: 'often' | 'all' = 'often',
): { readonly edits: Edit[]; readonly rows: string[] } {
  const edits: Edit[] = []
  const rows: string[] = []
  const lines = linesOf(of, { filter, query, program: 'broker' })
  function Grid(): ReactNode {
    const [active, setActive] = useState<CellPlace | null>(null)
    return (
      <MatrixGrid
        label="keys"
        program="broker"
        columns={of.columns}
        lines={lines}
        isAgainst={false}
        isOurs
        byNode={new Map()}
        active={active}
        onActive={setActive}
        onEdit={(node, key, typed) => edits.push({ node, key, typed })}
        onEditRow={(key) => rows.push(key)}
        empty={<p>nothing</p>}
      />
    )
  }
  render(<Grid />)
  return { edits, rows }
}

/** By its label: a search by role walks the whole table for each cell. */
function cell(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[role="gridcell"][aria-label="${name}"]`)
  if (found === null) throw new Error(`no cell ${name}`)
  return found
}

function input(): HTMLElement {
  const found = document.querySelector<HTMLElement>('td input')
  if (found === null) throw new Error('no field')
  return found
}

function rowHead(key: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[role="rowheader"][aria-label="${key}"]`)
  if (found === null) throw new Error(`no row ${key}`)
  return found
}

describe('the grid', () => {
  test('names each cell by key and node, and says the value behind the name', () => {
    drawn()
    expect(cell('deleteWhen on broker-a').getAttribute('aria-description')).toContain('03, set; differs in its group')
    expect(cell('fileReservedTime on broker-b-s').getAttribute('aria-description')).toBe('72, by default')
    expect(screen.getByRole('grid').getAttribute('aria-colcount')).toBe('7')
  })

  test('has one cell that Tab goes to', () => {
    drawn()
    const stops = [...document.querySelectorAll('[role="grid"] [tabindex="0"]')]
    expect(stops.map((each) => each.getAttribute('aria-label'))).toEqual(['brokerName on broker-a'])
  })

  test('what a cell was gives way to what it is: each has its own box, and what was not there has none', () => {
    const files = pairFiles().map((file) => ({ ...file, saved: `${file.text}deleteWhen=03\n` }))
    const added = files.map((file) => ({ ...file, text: `${file.text}nobodyKnows=1\n` }))
    drawn('', matrixOf(added, 'broker'))
    const parts = [...(cell('deleteWhen on broker-a').firstElementChild?.children ?? [])]
    expect(parts.map((part) => [part.tagName, part.textContent])).toEqual([
      ['S', '03'],
      ['B', '04'],
    ])
    cleanup()
    drawn('nobodyKnows', matrixOf(added, 'broker'), 'all')
    expect(cell('nobodyKnows on broker-a').querySelector('s')).toBeNull()
  })

  test('shows what stands for nothing when no key fits', () => {
    drawn('nosuchkeyanywhere')
    expect(screen.getByText('nothing')).toBeTruthy()
  })
})

describe('editing a cell', () => {
  test('Enter opens a field with the value, Enter in it hands over what was typed', () => {
    const { edits } = drawn()
    fireEvent.keyDown(cell('deleteWhen on broker-a'), { key: 'Enter' })
    const field = screen.getByLabelText<HTMLInputElement>('deleteWhen on broker-a', { selector: 'input' })
    expect(field.value).toBe('03')
    fireEvent.change(field, { target: { value: '05' } })
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(edits).toEqual([{ node: 'broker-a', key: 'deleteWhen', typed: '05' }])
    expect(document.querySelector('td input')).toBeNull()
  })

  test('Esc gives it up, also when leaving the field comes with it', () => {
    const { edits } = drawn()
    fireEvent.click(cell('deleteWhen on broker-a'))
    const field = input()
    fireEvent.change(field, { target: { value: '05' } })
    fireEvent.keyDown(field, { key: 'Escape' })
    fireEvent.blur(field)
    expect(edits).toEqual([])
    expect(document.querySelector('td input')).toBeNull()
  })

  test('flags and choices are lists with the default first', () => {
    drawn()
    fireEvent.click(cell('brokerRole on broker-a-s'))
    const options = [...screen.getByLabelText('brokerRole on broker-a-s', { selector: 'select' }).children]
    expect(options.map((option) => option.textContent)).toEqual([
      'ASYNC_MASTER',
      'ASYNC_MASTER',
      'SYNC_MASTER',
      'SLAVE',
    ])
  })

  test('Del takes the key out of the file', () => {
    const { edits } = drawn()
    fireEvent.keyDown(cell('deleteWhen on broker-a'), { key: 'Delete' })
    expect(edits).toEqual([{ node: 'broker-a', key: 'deleteWhen', typed: null }])
  })
})

describe('a whole row', () => {
  test('is set by a on any cell, by Enter on its key and by its button', () => {
    const { rows, edits } = drawn()
    fireEvent.keyDown(cell('fileReservedTime on broker-b'), { key: 'a' })
    fireEvent.keyDown(rowHead('deleteWhen'), { key: 'Enter' })
    fireEvent.click(screen.getByLabelText('Set listenPort on all brokers'))
    expect(rows).toEqual(['fileReservedTime', 'deleteWhen', 'listenPort'])
    expect(edits).toEqual([])
  })

  test('letters typed into a field are text', () => {
    const { rows } = drawn()
    fireEvent.click(cell('brokerName on broker-a'))
    fireEvent.keyDown(input(), { key: 'a' })
    expect(rows).toEqual([])
  })
})

describe('arrows', () => {
  test('move between cells, over the heads of groups, and stop at the edges', async () => {
    drawn()
    const start = cell('brokerRole on broker-b-s')
    start.focus()
    fireEvent.keyDown(start, { key: 'ArrowDown' })
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('listenPort on broker-b-s')
    fireEvent.keyDown(document.activeElement ?? start, { key: 'Home' })
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('listenPort')
    fireEvent.keyDown(document.activeElement ?? start, { key: 'ArrowLeft' })
    fireEvent.keyDown(document.activeElement ?? start, { key: 'ArrowRight' })
    fireEvent.keyDown(document.activeElement ?? start, { key: 'ArrowRight' })
    await expect.poll(() => document.activeElement?.textContent).toBe('10911')
  })
})
