/** Draws a prompt and the line behind it into a terminal, wrapped lines and wide characters included. Pure: gives sequences. */

/** East Asian wide characters take two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e][\udc00-\udfff]/

export function widthOf(text: string): number {
  let width = 0
  for (const char of text) width += WIDE.test(char) ? 2 : 1
  return width
}

export interface DrawnLine {
  /** What to write. */
  readonly sequence: string
  /** Rows between the prompt's first row and the cursor, for the next drawing. */
  readonly cursorRow: number
}

/**
 * Redraws everything from the prompt on. @param previousRow `cursorRow` of the drawing before, 0 for the first
 * @param promptInk control sequences around the prompt
 */
export function drawLine(
  prompt: string,
  text: string,
  cursor: number,
  columns: number,
  previousRow: number,
  promptInk: readonly [string, string] = ['', ''],
): DrawnLine {
  const end = place(prompt + text, columns)
  const target = place(prompt + text.slice(0, cursor), columns)
  const up = previousRow > 0 ? `\u001b[${previousRow}A` : ''
  // A line that ends at the last column leaves the cursor there: a line end puts it where the next character goes.
  const wrap = end.column === 0 && end.row > 0 ? '\r\n' : ''
  const back = end.row > target.row ? `\u001b[${end.row - target.row}A` : ''
  const right = target.column > 0 ? `\u001b[${target.column}C` : ''
  return {
    sequence: `${up}\r\u001b[J${promptInk[0]}${prompt}${promptInk[1]}${text}${wrap}${back}\r${right}`,
    cursorRow: target.row,
  }
}

function place(text: string, columns: number): { readonly row: number; readonly column: number } {
  let row = 0
  let column = 0
  for (const char of text) {
    const width = WIDE.test(char) ? 2 : 1
    if (column + width > columns) {
      row++
      column = 0
    }
    column += width
    if (column === columns) {
      row++
      column = 0
    }
  }
  return { row, column }
}
