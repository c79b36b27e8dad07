/**
 * What lint and the start-up checks say: a finding with its text in both languages and, where it is safe, the edits that
 * repair the files. It refuses to know any rule.
 */
import {
  parseProperties,
  removeProperty,
  renameProperty,
  replaceLine,
  setProperty,
  writeProperties,
  type PropertiesDocument,
  type PropertySegment,
} from './properties-text.ts'

export type Severity = 'error' | 'warning' | 'hint'

export const SEVERITY_ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 }

export type Language = 'en' | 'zh'

export interface BilingualText {
  readonly en: string
  readonly zh: string
}

/** A text in both languages. */
export function say(en: string, zh: string): BilingualText {
  return { en, zh }
}

/** A repair a program may make without asking what the author meant. `file` is absent where it is the finding's own file. */
export type PropertyEdit = { readonly file?: string } & (
  | { readonly kind: 'set'; readonly key: string; readonly value: string }
  | { readonly kind: 'remove'; readonly key: string; readonly line?: number }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly line: number }
  /** The line without its line end, as it stands and as it becomes; nothing happens when it reads differently. */
  | { readonly kind: 'line'; readonly line: number; readonly from: string; readonly to: string }
)

export interface Finding {
  readonly ruleId: string
  readonly severity: Severity
  /** Name of the file, when several were checked. */
  readonly file?: string
  readonly key?: string
  readonly line?: number
  /** The value at fault, as the file has it. */
  readonly value?: string
  /** `What is wrong: what happens at run time`; `headlineOf` takes it apart. */
  readonly message: BilingualText
  /** What to do, a sentence. */
  readonly fix: BilingualText
  /** A button's label for `edits`: `Use 75`. Present whenever there are edits. */
  readonly fixLabel?: BilingualText
  readonly edits?: readonly PropertyEdit[]
  /** The edits decide what their author should: offered one by one, left out when everything is fixed at once. */
  readonly isChoice?: true
}

/** Fixed when everything is fixed at once: nobody has to be asked. */
export function isSafeFix(finding: Finding): boolean {
  return (finding.edits?.length ?? 0) > 0 && finding.isChoice !== true
}

export interface Headline {
  /** Short: what is wrong. */
  readonly title: BilingualText
  /** What happens at run time; empty when the title says all. */
  readonly detail: BilingualText
}

/** A finding's message as a short title and what comes after it; both begin as sentences do. */
export function headlineOf(finding: Pick<Finding, 'message' | 'key'>): Headline {
  const [titleEn, detailEn] = splitAt(finding.message.en, ': ')
  const [titleZh, detailZh] = splitAt(finding.message.zh, '：')
  const { key } = finding
  return { title: say(sentence(titleEn, key), titleZh), detail: say(sentence(detailEn, key), detailZh) }
}

/**
 * The document after the edits. Their lines all count in the document as it is: those go first, all in one pass, since a file may
 * need thousands. Edits of other files are the caller's (`applyFix`).
 */
export function applyEdits(document: PropertiesDocument, edits: readonly PropertyEdit[]): PropertiesDocument {
  const byLine = new Map<number, PropertyEdit[]>()
  for (const edit of edits) {
    const line = lineOf(edit)
    if (line !== undefined) byLine.set(line, [...(byLine.get(line) ?? []), edit])
  }
  const edited = byLine.size === 0 ? document : parseProperties(document.segments.map(editedRaw).join(''))
  return edits.filter((edit) => lineOf(edit) === undefined).reduce(applyEdit, edited)

  function editedRaw(segment: PropertySegment): string {
    const own = byLine.get(segment.line)
    if (own === undefined) return segment.raw
    const alone: PropertiesDocument = { segments: [{ ...segment, line: 1 }] }
    return writeProperties(own.map((edit) => ({ ...edit, line: 1 })).reduce(applyEdit, alone))
  }
}

function applyEdit(document: PropertiesDocument, edit: PropertyEdit): PropertiesDocument {
  switch (edit.kind) {
    case 'set':
      return setProperty(document, edit.key, edit.value)
    case 'remove':
      return removeProperty(document, edit.key, edit.line)
    case 'rename':
      return renameProperty(document, edit.from, edit.to, edit.line)
    case 'line':
      return replaceLine(document, edit.line, edit.from, edit.to)
  }
}

function lineOf(edit: PropertyEdit): number | undefined {
  return 'line' in edit ? edit.line : undefined
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length).trim()]
}

/** The key, and what has capitals or signs in it, keeps its spelling; only a plain word gets its capital. */
function sentence(text: string, key: string | undefined): string {
  const word = /^[a-z]+(?=[ ,']|$)/.exec(text)?.[0]
  return word === undefined || word === key ? text : text.charAt(0).toUpperCase() + text.slice(1)
}
