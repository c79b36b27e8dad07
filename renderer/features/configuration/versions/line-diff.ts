/**
 * What differs between two texts, line by line, with a few lines of context around each change. Bounded: texts that are too
 * different are told as one removed and one added block. Pure.
 */

export type DiffLine =
  | { readonly kind: 'same'; readonly text: string; readonly before: number; readonly after: number }
  | { readonly kind: 'removed'; readonly text: string; readonly before: number }
  | { readonly kind: 'added'; readonly text: string; readonly after: number }
  /** Lines left out because nothing near them changed. */
  | { readonly kind: 'gap'; readonly lines: number }

export interface LineDiff {
  readonly lines: readonly DiffLine[]
  readonly added: number
  readonly removed: number
  /** Too different: not the shortest way from one to the other. */
  readonly isCoarse: boolean
}

const CONTEXT_LINES = 3
/** Cells of the table that finds the longest common lines; 2,000 changed lines a side. */
const TABLE_MAX = 4_000_000

export function lineDiff(before: string, after: string): LineDiff {
  const [left, right] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1
  let end = 0
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end += 1
  }
  const [middleLeft, middleRight] = [left.slice(start, left.length - end), right.slice(start, right.length - end)]
  const isCoarse = middleLeft.length * middleRight.length > TABLE_MAX
  const middle = isCoarse ? blocks(middleLeft, middleRight) : shortest(middleLeft, middleRight)
  const kinds = [
    ...left.slice(0, start).map((text): Piece => ({ kind: 'same', text })),
    ...middle,
    ...left.slice(left.length - end).map((text): Piece => ({ kind: 'same', text })),
  ]
  const numbered = withNumbers(kinds)
  return {
    lines: withGaps(numbered),
    added: kinds.filter((piece) => piece.kind === 'added').length,
    removed: kinds.filter((piece) => piece.kind === 'removed').length,
    isCoarse,
  }
}

interface Piece {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** A last line end ends a line and begins none. */
function linesOf(text: string): string[] {
  if (text === '') return []
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

function blocks(left: readonly string[], right: readonly string[]): Piece[] {
  return [
    ...left.map((text): Piece => ({ kind: 'removed', text })),
    ...right.map((text): Piece => ({ kind: 'added', text })),
  ]
}

/** By the longest common subsequence; removed lines stand before added ones. */
function shortest(left: readonly string[], right: readonly string[]): Piece[] {
  const width = right.length + 1
  const common = new Uint32Array((left.length + 1) * width)
  const at = (row: number, column: number): number => common[row * width + column] ?? 0
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      common[row * width + column] =
        left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const pieces: Piece[] = []
  let [row, column] = [0, 0]
  while (row < left.length || column < right.length) {
    const [leftText, rightText] = [left[row], right[column]]
    if (leftText !== undefined && leftText === rightText) {
      pieces.push({ kind: 'same', text: leftText })
      row += 1
      column += 1
    } else if (leftText !== undefined && (rightText === undefined || at(row + 1, column) >= at(row, column + 1))) {
      pieces.push({ kind: 'removed', text: leftText })
      row += 1
    } else {
      pieces.push({ kind: 'added', text: rightText ?? '' })
      column += 1
    }
  }
  return pieces
}

function withNumbers(pieces: readonly Piece[]): DiffLine[] {
  let [before, after] = [0, 0]
  return pieces.map(({ kind, text }) => {
    if (kind !== 'added') before += 1
    if (kind !== 'removed') after += 1
    if (kind === 'same') return { kind, text, before, after }
    return kind === 'removed' ? { kind, text, before } : { kind, text, after }
  })
}

/** Lines further than the context from any change become one gap; a gap of one line is shown as it is. */
function withGaps(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Uint8Array(lines.length)
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'same') continue
    near.fill(1, Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1)
  }
  const shown: DiffLine[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined) continue
    if (near[index] === 1) {
      shown.push(line)
      continue
    }
    let end = index
    while (end < lines.length && near[end] !== 1) end += 1
    if (end - index === 1) shown.push(line)
    else shown.push({ kind: 'gap', lines: end - index })
    index = end - 1
  }
  return shown
}
