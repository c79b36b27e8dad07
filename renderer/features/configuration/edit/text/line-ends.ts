/**
 * Between a file's text, whose line ends are what they are (LF, CRLF, CR, or a mixture), and the editor's, which knows one character a
 * line end. An edit made in the editor changes the file's text there only: every other byte stays. Pure.
 */

export type LineEnds = 'LF' | 'CRLF' | 'CR' | 'mixed'

const ANY_END = /\r\n|\r|\n/g

/** The line ends of a text; LF for a text without one. */
export function lineEndsOf(text: string): LineEnds {
  if (!text.includes('\r')) return 'LF'
  const kinds = new Set(text.match(ANY_END) ?? [])
  if (kinds.size > 1) return 'mixed'
  return kinds.has('\r\n') ? 'CRLF' : 'CR'
}

/** The text as the editor holds it. */
export function editorText(text: string): string {
  return text.includes('\r') ? text.replace(ANY_END, '\n') : text
}

/** A replacement in the editor's text, by the places of the text before. */
export interface TextChange {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** The file's text after changes of the editor's text; they come in order and do not overlap. */
export function withChanges(text: string, changes: readonly TextChange[]): string {
  const end = usualEnd(text)
  let after = ''
  let taken = 0
  const placeOf = placeFinder(text)
  for (const { from, to, insert } of changes) {
    after += text.slice(taken, placeOf(from)) + editorText(insert).replaceAll('\n', end)
    taken = placeOf(to)
  }
  return after + text.slice(taken)
}

/** A text of the editor that has no history, with the line ends of the file it replaces. */
export function withLineEndsOf(text: string, replacement: string): string {
  return editorText(replacement).replaceAll('\n', usualEnd(text))
}

/** What turns one text into the other, as one replacement between their common beginning and end; undefined when they are the same. */
export function smallestChange(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined
  const shorter = Math.min(before.length, after.length)
  let from = 0
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from += 1
  let tail = 0
  while (
    tail < shorter - from &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1
  }
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) }
}

/** The line end that most lines have; the first of several as frequent. */
function usualEnd(text: string): string {
  if (!text.includes('\r')) return '\n'
  const counts = new Map<string, number>()
  for (const end of text.match(ANY_END) ?? []) counts.set(end, (counts.get(end) ?? 0) + 1)
  let usual = '\n'
  let most = 0
  for (const [end, count] of counts) {
    if (count <= most) continue
    usual = end
    most = count
  }
  return usual
}

/** Where a place of the editor's text lies in the file's; asked for ever larger places. */
function placeFinder(text: string): (place: number) => number {
  if (!text.includes('\r\n')) return (place) => place
  let inEditor = 0
  let inText = 0
  return (place) => {
    while (inEditor < place) {
      inText += text.startsWith('\r\n', inText) ? 2 : 1
      inEditor += 1
    }
    return inText
  }
}
