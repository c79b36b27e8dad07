/**
 * Lines of fixed columns, written down in one notation that all commands share:
 * `{:<22}` left-aligned in 22 characters, `{:>16}` right-aligned, `!20` cut to 20 characters first, `.2f` two decimals,
 * `{:04}` zeros in front. A longer value pushes the rest to the right, as Java's `%-22s` does. Knows no command.
 */

export type Cell = string | number | bigint | boolean

interface Column {
  readonly literal: string
  readonly align: 'left' | 'right' | 'zeros' | 'none'
  readonly width: number
  readonly cut: number | undefined
  readonly decimals: number | undefined
}

/** Turns cells into one line, in the order of the columns. */
export type Layout = (...cells: readonly Cell[]) => string

const COLUMN = /\{(?::([<>0])?(\d+)?(?:!(\d+))?(?:\.(\d+)f)?)?\}/g

/** @throws {RangeError} by the layout when the number of cells is not that of its columns. */
export function layout(pattern: string): Layout {
  const columns: Column[] = []
  let end = 0
  for (const match of pattern.matchAll(COLUMN)) {
    const [whole, align, width, cut, decimals] = match
    columns.push({
      literal: pattern.slice(end, match.index),
      align: align === '<' ? 'left' : align === '>' ? 'right' : align === '0' ? 'zeros' : 'none',
      width: Number(width ?? 0),
      cut: cut === undefined ? undefined : Number(cut),
      decimals: decimals === undefined ? undefined : Number(decimals),
    })
    end = match.index + whole.length
  }
  const tail = pattern.slice(end)
  return (...cells) => {
    if (cells.length !== columns.length) {
      throw new RangeError(`a line of ${columns.length} columns got ${cells.length} cells`)
    }
    return columns.map((column, i) => column.literal + cellText(column, cells[i] as Cell)).join('') + tail
  }
}

/** Java's `%.nf`: the decimal text of the number is rounded, halves away from zero. */
export function fixed(value: number, decimals: number): string {
  const scaled = `${value}e${decimals}`
  const rounded = Math.sign(value) * Math.round(Math.abs(Number(scaled)))
  return Number.isFinite(rounded) && !String(value).includes('e')
    ? Number(`${rounded}e-${decimals}`).toFixed(decimals)
    : value.toFixed(decimals)
}

function cellText(column: Column, cell: Cell): string {
  const raw = column.decimals !== undefined ? fixed(Number(cell), column.decimals) : String(cell)
  const text = column.cut === undefined ? raw : raw.slice(0, column.cut)
  switch (column.align) {
    case 'left':
      return text.padEnd(column.width)
    case 'right':
      return text.padStart(column.width)
    case 'zeros':
      return text.padStart(column.width, '0')
    case 'none':
      return text
  }
}
