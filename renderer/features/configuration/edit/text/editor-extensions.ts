/** What the text editor can do: highlighting, gutters, help, completion, search, keys. It has no history of its own. */
import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { defaultKeymap } from '@codemirror/commands'
import { lintGutter, nextDiagnostic, previousDiagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import type { ViewUpdate } from '@codemirror/view'
import type { PropertyProgram } from '../../../../../engine/config/property-support.ts'
import type { Language } from '../../../../i18n/language.tsx'
import { pageNonce } from '../../../../nonce.ts'
import { redoConfig, undoConfig } from '../../../../stores/config-edits.ts'
import { valuesOf } from '../../shared/parsed-file.ts'
import { keyAtLine } from '../field-edits.ts'
import { editGutter } from './edited-lines.ts'
import { PHRASES_IN_CHINESE } from './editor-phrases.ts'
import { editorLook } from './editor-theme.ts'
import { keyHelp, suggestionsAt } from './key-help.ts'

export interface EditorSubject {
  readonly label: string
  readonly program: PropertyProgram
  readonly isOurs: boolean
  readonly isReadOnly: boolean
  readonly language: Language
  readonly onUpdate: (update: ViewUpdate) => void
}

/** Marks a change that came from the store: it is not told to the store again. */
export const fromStore = Annotation.define<true>()

export function editorExtensions(subject: EditorSubject): Extension {
  const { label, isReadOnly, language } = subject
  return [
    EditorView.cspNonce.of(pageNonce),
    EditorState.phrases.of(language === 'zh' ? PHRASES_IN_CHINESE : {}),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', lang: language === 'zh' ? 'zh-CN' : 'en' }),
    isReadOnly ? [EditorState.readOnly.of(true)] : [],
    editGutter,
    lintGutter(),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    highlightSelectionMatches(),
    search({ top: true }),
    autocompletion({ override: [(context) => complete(context, subject)], icons: false }),
    hoverTooltip((view, place) => hover(view, place, subject)),
    // The browser's own menu offers an undo too.
    EditorView.domEventHandlers({
      beforeinput: (event) => {
        const run = { historyUndo: undoConfig, historyRedo: redoConfig }[event.inputType]
        if (run === undefined) return false
        event.preventDefault()
        run()
        return true
      },
    }),
    keymap.of([
      { key: 'Mod-z', run: () => (undoConfig(), true), shift: () => (redoConfig(), true), preventDefault: true },
      { key: 'Mod-y', run: () => (redoConfig(), true), preventDefault: true },
      { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
      ...completionKeymap,
      ...searchKeymap,
      // Ctrl Enter leads to the plan, in every field of the window.
      ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
    ]),
    editorLook,
    EditorView.updateListener.of(subject.onUpdate),
  ]
}

function complete(context: CompletionContext, { program, language }: EditorSubject): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos)
  const before = line.text.slice(0, context.pos - line.from)
  if (!context.explicit && before.trim() === '') return null
  const used = new Set(valuesOf(context.state.doc.toString()).keys())
  const found = suggestionsAt(before, program, used, language)
  if (found === undefined) return null
  return {
    from: line.from + found.from,
    options: found.suggestions.map((each) => ({ ...each })),
    validFor: /^[^\s=:]*$/,
  }
}

function hover(
  view: EditorView,
  place: number,
  { program, isOurs, language }: EditorSubject,
): { pos: number; end: number; above: boolean; create: () => { dom: HTMLElement } } | null {
  const text = view.state.doc.toString()
  const line = view.state.doc.lineAt(place)
  const key = keyAtLine(text, line.number)
  if (key === undefined || !line.text.includes(key)) return null
  const from = line.from + line.text.indexOf(key)
  const help = keyHelp(key, valuesOf(text).get(key), program, isOurs, language)
  if (help === undefined || place < from || place > from + key.length) return null
  return { pos: from, end: from + key.length, above: true, create: () => ({ dom: helpElement(help) }) }
}

function helpElement(help: { readonly key: string; readonly lines: readonly string[] }): HTMLElement {
  const box = document.createElement('div')
  box.className = 'cm-keyHelp'
  const name = document.createElement('b')
  name.textContent = help.key
  box.append(name)
  for (const line of help.lines) {
    const paragraph = document.createElement('p')
    paragraph.textContent = line
    box.append(paragraph)
  }
  return box
}
