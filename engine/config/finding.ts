/**
 * What lint and the start-up checks say: a finding with its text in both languages and, where it is safe, the edit that
 * repairs the file. It refuses to know any rule.
 */
import { removeProperty, renameProperty, setProperty, type PropertiesDocument } from './properties-text.ts'

export type Severity = 'error' | 'warning' | 'hint'

export type Language = 'en' | 'zh'

export interface BilingualText {
  readonly en: string
  readonly zh: string
}

/** A text in both languages. */
export function say(en: string, zh: string): BilingualText {
  return { en, zh }
}

/** A repair a program may make without asking what the author meant. */
export type PropertyEdit =
  | { readonly kind: 'set'; readonly key: string; readonly value: string }
  | { readonly kind: 'remove'; readonly key: string; readonly line?: number }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly line: number }

export interface Finding {
  readonly ruleId: string
  readonly severity: Severity
  /** Name of the file, when several were checked. */
  readonly file?: string
  readonly key?: string
  readonly line?: number
  readonly message: BilingualText
  readonly fix: BilingualText
  readonly edits?: readonly PropertyEdit[]
}

/** The document after the edits, in order. */
export function applyEdits(document: PropertiesDocument, edits: readonly PropertyEdit[]): PropertiesDocument {
  return edits.reduce((current, edit) => {
    switch (edit.kind) {
      case 'set':
        return setProperty(current, edit.key, edit.value)
      case 'remove':
        return removeProperty(current, edit.key, edit.line)
      case 'rename':
        return renameProperty(current, edit.from, edit.to, edit.line)
    }
  }, document)
}
