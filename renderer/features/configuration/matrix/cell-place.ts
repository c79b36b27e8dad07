/** Where a cell of the grid is, where arrows lead from it, and the way between a place and its element. */
import type { MatrixLine } from './matrix-rows.ts'

/** Key and default stand before the files. */
export const FIRST_COLUMNS = 2

/** A cell by its key and its column: 0 the key, 1 the default, then one a file, then the effect. */
export interface CellPlace {
  readonly key: string
  readonly column: number
}

/** The id of a cell in the page. */
export function cellId({ key, column }: CellPlace): string {
  return `${column} ${key}`
}

/** Moves the focus to a cell and brings it into view; nothing happens while it is not in the page. */
export function focusCell(root: HTMLElement | null, place: CellPlace): void {
  const cell = root?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(cellId(place))}"]`)
  cell?.focus({ preventScroll: true })
  cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

/** The place of a focused cell; undefined for what stands inside one. */
export function placeOf(target: EventTarget): CellPlace | undefined {
  if (!(target instanceof HTMLElement)) return undefined
  const id = target.dataset.cell
  if (id === undefined) return undefined
  const blank = id.indexOf(' ')
  return { column: Number(id.slice(0, blank)), key: id.slice(blank + 1) }
}

/** The key of the row at or beyond a line, in the direction of the move; heads of groups are stepped over. */
export function rowNear(lines: readonly MatrixLine[], index: number, direction: number): string | undefined {
  const step = direction < 0 ? -1 : 1
  const from = Math.max(0, Math.min(lines.length - 1, index))
  for (let at = from; at >= 0 && at < lines.length; at += step) {
    const line = lines[at]
    if (line?.kind === 'row') return line.row.key
  }
  // Only a head was left in that direction: the outermost row stays.
  return step < 0 ? keysOf(lines)[0] : keysOf(lines).at(-1)
}

/** The cell that Tab goes to: the active one while it is in the page, else the first file of the first row that is. */
export function tabStopOf(shown: readonly MatrixLine[], active: CellPlace | null): CellPlace | undefined {
  const keys = keysOf(shown)
  if (active !== null && keys.includes(active.key)) return active
  return keys[0] === undefined ? undefined : { key: keys[0], column: FIRST_COLUMNS }
}

function keysOf(lines: readonly MatrixLine[]): string[] {
  return lines.flatMap((line) => (line.kind === 'row' ? [line.row.key] : []))
}
