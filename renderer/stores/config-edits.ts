/**
 * The property files of a cluster as they are being edited: one text a file, and one undo for form, text, matrix and fixes
 * alike. Kept by the lab service as a document, so that a reload loses nothing. Knows no editor component.
 */
import { create } from 'zustand'

/** Texts by node. */
export type Texts = Readonly<Record<string, string>>

export interface ConfigEdits {
  /** Of which cluster; '' before the first. */
  readonly cluster: string
  /** As on disk (or as it runs, for attached nodes) when last read. */
  readonly saved: Texts
  /** As edited; every file of `saved` is here. */
  readonly texts: Texts
  /** Of edited files only: what was on disk when editing began. Differs from `saved` once somebody else wrote the file. */
  readonly began: Texts
  readonly past: readonly Edit[]
  readonly future: readonly Edit[]
}

/** One thing that undo takes back: the files it touched, before and after. */
export interface Edit {
  readonly before: Texts
  readonly after: Texts
  /** Keystrokes of one file within this many ms are one edit; undefined when it must stand alone. */
  readonly typedAtMs?: number
}

/** Edits that undo goes back. */
export const EDITS_MAX = 500
/** Keystrokes nearer than this belong together. */
export const TYPING_MS = 700

/** Bytes of the document that keeps the edits; the service takes 256 KiB a document. */
export const KEPT_BYTES_MAX = 240_000

export const NO_EDITS: ConfigEdits = { cluster: '', saved: {}, texts: {}, began: {}, past: [], future: [] }

export const useConfigEdits = create<ConfigEdits>()(() => NO_EDITS)

/** The files as read anew: edits stay, files that are gone go, undo stays where its files do. */
export function withSaved(state: ConfigEdits, cluster: string, saved: Texts): ConfigEdits {
  if (state.cluster !== cluster) return { ...NO_EDITS, cluster, saved, texts: saved }
  if (isSame(saved, state.saved)) return state
  const texts = Object.fromEntries(
    Object.entries(saved).map(([node, text]) => {
      const edited = state.texts[node]
      return [node, edited === undefined || edited === state.saved[node] ? text : edited]
    }),
  )
  return withBegan({ ...state, saved, texts })
}

/** One edit of one or several files. `typedAtMs` is the time of a keystroke, for joining it to the one before. */
export function withEdit(state: ConfigEdits, after: Texts, typedAtMs?: number): ConfigEdits {
  const changed = Object.keys(after).filter((node) => node in state.texts && after[node] !== state.texts[node])
  if (changed.length === 0) return state
  const pick = (texts: Texts): Texts => Object.fromEntries(changed.map((node) => [node, texts[node] ?? '']))
  const last = state.past.at(-1)
  const joins =
    typedAtMs !== undefined &&
    last?.typedAtMs !== undefined &&
    typedAtMs - last.typedAtMs < TYPING_MS &&
    state.future.length === 0 &&
    Object.keys(last.after).join('\n') === changed.join('\n')
  const edit: Edit = {
    before: joins ? last.before : pick(state.texts),
    after: pick(after),
    ...(typedAtMs === undefined ? {} : { typedAtMs }),
  }
  const past = [...(joins ? state.past.slice(0, -1) : state.past), edit].slice(-EDITS_MAX)
  return withBegan({ ...state, texts: { ...state.texts, ...edit.after }, past, future: [] })
}

export function withUndo(state: ConfigEdits): ConfigEdits {
  const edit = state.past.at(-1)
  if (edit === undefined) return state
  return withBegan({
    ...state,
    texts: { ...state.texts, ...present(state, edit.before) },
    past: state.past.slice(0, -1),
    future: [...state.future, edit],
  })
}

export function withRedo(state: ConfigEdits): ConfigEdits {
  const edit = state.future.at(-1)
  if (edit === undefined) return state
  return withBegan({
    ...state,
    texts: { ...state.texts, ...present(state, edit.after) },
    past: [...state.past, edit],
    future: state.future.slice(0, -1),
  })
}

/** Nodes whose text differs from what was read. */
export function editedNodes(state: Pick<ConfigEdits, 'saved' | 'texts'>): string[] {
  return Object.keys(state.texts).filter((node) => state.texts[node] !== state.saved[node])
}

/** Edited nodes whose file was written by somebody else since editing began. */
export function overtakenNodes(state: Pick<ConfigEdits, 'saved' | 'texts' | 'began'>): string[] {
  return editedNodes(state).filter((node) => markOf(state, node) === 'overtaken')
}

/** What became of one file, for lists of them. */
export function markOf(
  { saved, texts, began }: Pick<ConfigEdits, 'saved' | 'texts' | 'began'>,
  node: string,
): 'as-read' | 'edited' | 'overtaken' {
  if (texts[node] === saved[node]) return 'as-read'
  return (began[node] ?? saved[node]) === saved[node] ? 'edited' : 'overtaken'
}

/** The edits stay as they are; the file as it is now counts as read. */
export function withMineKept(state: ConfigEdits, node: string): ConfigEdits {
  const saved = state.saved[node]
  return saved === undefined || !(node in state.began) ? state : { ...state, began: { ...state.began, [node]: saved } }
}

/** What a reload must not lose: edited texts with what they began from. */
export type KeptEdits = Readonly<Record<string, { readonly began: string; readonly text: string }>>

/** The edits to keep; those that do not fit into one document any more are named in `tooLarge`. */
export function keptEdits(state: ConfigEdits): { readonly kept: KeptEdits; readonly tooLarge: readonly string[] } {
  const kept: Record<string, { began: string; text: string }> = {}
  const tooLarge: string[] = []
  let bytes = 0
  for (const node of editedNodes(state)) {
    const edit = { began: state.began[node] ?? state.saved[node] ?? '', text: state.texts[node] ?? '' }
    const size = new TextEncoder().encode(JSON.stringify([node, edit])).length
    if (bytes + size > KEPT_BYTES_MAX) {
      tooLarge.push(node)
      continue
    }
    bytes += size
    kept[node] = edit
  }
  return { kept, tooLarge }
}

/** Puts kept edits back, where nothing was edited since; files that are gone are left out. Undo does not go behind it. */
export function withKept(state: ConfigEdits, kept: KeptEdits): ConfigEdits {
  const back = Object.entries(kept).filter(
    ([node, { text }]) => node in state.saved && state.texts[node] === state.saved[node] && text !== state.saved[node],
  )
  if (back.length === 0) return state
  return {
    ...state,
    texts: { ...state.texts, ...Object.fromEntries(back.map(([node, { text }]) => [node, text])) },
    began: { ...state.began, ...Object.fromEntries(back.map(([node, { began }]) => [node, began])) },
  }
}

/** What the screens call; each is one step of undo. */
export function editConfig(after: Texts, typedAtMs?: number): void {
  useConfigEdits.setState((state) => withEdit(state, after, typedAtMs))
}

export function undoConfig(): void {
  useConfigEdits.setState(withUndo)
}

export function redoConfig(): void {
  useConfigEdits.setState(withRedo)
}

/** Takes what is on disk now, for one file; one step of undo. */
export function takeTheirs(node: string): void {
  useConfigEdits.setState((state) => withEdit(state, { [node]: state.saved[node] ?? '' }))
}

/** Goes on with the edits although the file was written meanwhile. */
export function keepMine(node: string): void {
  useConfigEdits.setState((state) => withMineKept(state, node))
}

/** Remembers what each edited file began from, and forgets it for files that are as on disk. */
function withBegan(state: ConfigEdits): ConfigEdits {
  const began = Object.fromEntries(
    editedNodes(state).map((node) => [node, state.began[node] ?? state.saved[node] ?? '']),
  )
  return { ...state, began }
}

function isSame(left: Texts, right: Texts): boolean {
  const nodes = Object.keys(left)
  return nodes.length === Object.keys(right).length && nodes.every((node) => left[node] === right[node])
}

/** Files that went away meanwhile are left alone. */
function present(state: ConfigEdits, texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([node]) => node in state.texts))
}
