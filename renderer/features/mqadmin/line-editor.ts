/**
 * The line being typed at the console: text, cursor and history as a value, and how a key changes it. Pure; drawing is
 * `line-drawing.ts`, running is the screen's.
 */
export interface LineState {
  readonly text: string
  /** In UTF-16 units, 0..text.length, never inside a surrogate pair. */
  readonly cursor: number
  /** Older lines first. */
  readonly history: readonly string[]
  /** Which line of the history is shown; `history.length` is the one being typed. */
  readonly at: number
  /** The line being typed, kept while the history is walked. */
  readonly draft: string
}

export const HISTORY_MAX = 200

export type LineAction =
  | { readonly kind: 'edited'; readonly state: LineState }
  | { readonly kind: 'enter'; readonly state: LineState; readonly line: string }
  | { readonly kind: 'complete' }
  | { readonly kind: 'interrupt'; readonly state: LineState }
  | { readonly kind: 'clear' }
  | { readonly kind: 'none' }

export function emptyLine(history: readonly string[] = []): LineState {
  return { text: '', cursor: 0, history, at: history.length, draft: '' }
}

/** What one piece of terminal input does: a key, or pasted text (line ends become blanks). */
export function typed(state: LineState, data: string): LineAction {
  switch (data) {
    case '\r':
    case '\n': {
      const line = state.text.trim()
      return { kind: 'enter', line, state: emptyLine(remembered(state.history, line)) }
    }
    case '\t':
      return { kind: 'complete' }
    case '\u0003':
      return { kind: 'interrupt', state: emptyLine(state.history) }
    case '\u000c':
      return { kind: 'clear' }
    case '\u007f':
    case '\b':
      return edited(withText(state, before(state, 1) + state.text.slice(state.cursor), state.cursor - step(state, -1)))
    case '\u001b[3~':
      return edited(
        withText(
          state,
          state.text.slice(0, state.cursor) + state.text.slice(state.cursor + step(state, 1)),
          state.cursor,
        ),
      )
    case '\u001b[D':
    case '\u0002':
      return edited({ ...state, cursor: state.cursor - step(state, -1) })
    case '\u001b[C':
    case '\u0006':
      return edited({ ...state, cursor: state.cursor + step(state, 1) })
    case '\u001b[H':
    case '\u0001':
      return edited({ ...state, cursor: 0 })
    case '\u001b[F':
    case '\u0005':
      return edited({ ...state, cursor: state.text.length })
    case '\u0015':
      return edited(withText(state, state.text.slice(state.cursor), 0))
    case '\u000b':
      return edited(withText(state, state.text.slice(0, state.cursor), state.cursor))
    case '\u0017': {
      const kept = state.text.slice(0, state.cursor).replace(/\S+\s*$/, '')
      return edited(withText(state, kept + state.text.slice(state.cursor), kept.length))
    }
    case '\u001b[A':
    case '\u0010':
      return edited(walked(state, -1))
    case '\u001b[B':
    case '\u000e':
      return edited(walked(state, 1))
  }
  const text = data.replace(/[\r\n\t]+/g, ' ').replace(/[\u0000-\u001f\u007f]/g, '')
  if (data.startsWith('\u001b') || text === '') return { kind: 'none' }
  return edited(inserted(state, text))
}

/** The state with text put in at the cursor. */
export function inserted(state: LineState, text: string): LineState {
  return withText(
    state,
    state.text.slice(0, state.cursor) + text + state.text.slice(state.cursor),
    state.cursor + text.length,
  )
}

/** The state with everything between `from` and the cursor replaced, as a completion does. */
export function replaced(state: LineState, from: number, text: string): LineState {
  return withText(state, state.text.slice(0, from) + text + state.text.slice(state.cursor), from + text.length)
}

/** What all of these begin with, without regard to what is typed already. */
export function commonStart(words: readonly string[]): string {
  const [first = '', ...rest] = words
  let length = first.length
  for (const word of rest) {
    let same = 0
    while (same < length && same < word.length && word[same] === first[same]) same++
    length = same
  }
  return first.slice(0, length)
}

function edited(state: LineState): LineAction {
  return { kind: 'edited', state }
}

function withText(state: LineState, text: string, cursor: number): LineState {
  return { ...state, text, cursor, at: state.history.length, draft: text }
}

function before(state: LineState, count: number): string {
  return count === 0 ? state.text.slice(0, state.cursor) : state.text.slice(0, state.cursor - step(state, -1))
}

/** UTF-16 units of the character at that side of the cursor; 0 at the ends. */
function step(state: LineState, direction: 1 | -1): number {
  const { text, cursor } = state
  if (direction === 1) {
    const code = text.codePointAt(cursor)
    return code === undefined ? 0 : code > 0xffff ? 2 : 1
  }
  if (cursor === 0) return 0
  const low = text.charCodeAt(cursor - 1)
  return cursor > 1 && low >= 0xdc00 && low <= 0xdfff ? 2 : 1
}

function walked(state: LineState, direction: 1 | -1): LineState {
  const at = Math.min(state.history.length, Math.max(0, state.at + direction))
  if (at === state.at) return state
  const draft = state.at === state.history.length ? state.text : state.draft
  const text = at === state.history.length ? draft : (state.history[at] as string)
  return { ...state, text, cursor: text.length, at, draft }
}

function remembered(history: readonly string[], line: string): readonly string[] {
  if (line === '' || history.at(-1) === line) return history
  return [...history, line].slice(-HISTORY_MAX)
}
