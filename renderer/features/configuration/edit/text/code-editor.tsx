/**
 * One file's text in CodeMirror, on the store's document: what is typed goes to the store as an edit of the file's own bytes, what
 * changes elsewhere (form, fixes, undo) comes back as the smallest change, so that the cursor stays.
 */
import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import type { ViewUpdate } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { Finding } from '../../../../../engine/config/finding.ts'
import type { PropertyProgram } from '../../../../../engine/config/property-support.ts'
import type { Language } from '../../../../i18n/language.tsx'
import { editConfig, useConfigEdits } from '../../../../stores/config-edits.ts'
import { keyAtLine, lineOfKey } from '../field-edits.ts'
import { findingSentences } from '../field-words.ts'
import css from './code-editor.module.css'
import { rangeOf } from './diagnostics.ts'
import { savedLines } from './edited-lines.ts'
import { editorExtensions, fromStore } from './editor-extensions.ts'
import { editorText, smallestChange, withChanges, withLineEndsOf, type TextChange } from './line-ends.ts'

export interface CodeEditorProps {
  readonly node: string
  readonly program: PropertyProgram
  readonly isOurs: boolean
  readonly label: string
  readonly language: Language
  /** The store's text of the node, and the text on disk. */
  readonly text: string
  readonly saved: string
  readonly findings: readonly Finding[]
  /** The key whose line is shown. */
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
  readonly onFix: (finding: Finding) => void
}

/** Mounted anew for another node or language (`key`). */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  const { node, text, saved, findings, chosen, language } = props
  const placeRef = useRef<HTMLDivElement>(null)
  const viewRef = useRef<EditorView | null>(null)
  const latest = useRef(props)
  useLayoutEffect(() => {
    latest.current = props
  })

  useLayoutEffect(() => {
    const place = placeRef.current
    if (place === null) return undefined
    const { label, program, isOurs } = latest.current
    const view = new EditorView({
      parent: place,
      doc: editorText(latest.current.text),
      extensions: editorExtensions({
        label,
        program,
        isOurs,
        isReadOnly: false,
        language: latest.current.language,
        onUpdate: (update) => {
          if (update.docChanged) tellStore(update, latest.current.node)
          tellChosen(update, latest.current)
        },
      }),
    })
    viewRef.current = view
    return () => {
      viewRef.current = null
      view.destroy()
    }
  }, [])

  useLayoutEffect(() => {
    const view = viewRef.current
    if (view === null) return
    // The store itself: the text of this drawing may be older than what was typed since.
    takeText(view, useConfigEdits.getState().texts[node] ?? text)
  }, [node, text])

  useEffect(() => {
    viewRef.current?.dispatch({ effects: savedLines(editorText(saved)) })
  }, [saved])

  useEffect(() => {
    const view = viewRef.current
    if (view === null) return
    const onFix = (finding: Finding): void => latest.current.onFix(finding)
    view.dispatch(setDiagnostics(view.state, diagnosticsOf(findings, view.state.doc.toString(), language, onFix)))
  }, [findings, language])

  useEffect(() => {
    const view = viewRef.current
    if (view === null || chosen === undefined) return
    const doc = view.state.doc
    const current = doc.toString()
    const at = doc.lineAt(view.state.selection.main.head).number
    const line = lineOfKey(current, chosen)
    if (line === undefined || line > doc.lines || (view.hasFocus && keyAtLine(current, at) === chosen)) return
    const { from } = doc.line(line)
    view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'nearest', yMargin: 60 }),
      annotations: fromStore.of(true),
    })
  }, [chosen])

  const hasChosen = chosen !== undefined && lineOfKey(text, chosen) !== undefined
  return <div ref={placeRef} className={css.editor} data-chosen={hasChosen || undefined} data-testid="text-editor" />
}

/** What was typed, as an edit of the file's text. Keystrokes near to each other are one edit. */
function tellStore(update: ViewUpdate, node: string): void {
  if (update.transactions.some((transaction) => transaction.annotation(fromStore) === true)) return
  const before = useConfigEdits.getState().texts[node] ?? ''
  const changes: TextChange[] = []
  update.changes.iterChanges((from, to, _fromAfter, _toAfter, inserted) => {
    changes.push({ from, to, insert: inserted.toString() })
  })
  const isOfThis = editorText(before) === update.startState.doc.toString()
  const after = isOfThis ? withChanges(before, changes) : withLineEndsOf(before, update.state.doc.toString())
  const isTyping = update.transactions.every(
    (transaction) => transaction.isUserEvent('input.type') || transaction.isUserEvent('delete'),
  )
  editConfig({ [node]: after }, isTyping ? Date.now() : undefined)
}

/** The key under the cursor, once the cursor is moved by hand. */
function tellChosen(update: ViewUpdate, { chosen, onChoose }: CodeEditorProps): void {
  if (!update.selectionSet && !update.docChanged) return
  if (!update.view.hasFocus || update.transactions.some((each) => each.annotation(fromStore) === true)) return
  const { doc, selection } = update.state
  const key = keyAtLine(doc.toString(), doc.lineAt(selection.main.head).number)
  if (key !== undefined && key !== chosen) onChoose(key)
}

function takeText(view: EditorView, text: string): void {
  const change = smallestChange(view.state.doc.toString(), editorText(text))
  if (change === undefined) return
  view.dispatch({
    changes: change,
    annotations: fromStore.of(true),
    // An undo while writing shows what it took back.
    ...(view.hasFocus ? { selection: { anchor: change.from + change.insert.length }, scrollIntoView: true } : {}),
  })
}

/** Of a file that is none of RocketMQ's every line is a finding: the list has them all, the text marks the first. */
const MARKED_MAX = 500

const SEVERITY = { error: 'error', warning: 'warning', hint: 'info' } as const

function diagnosticsOf(
  findings: readonly Finding[],
  text: string,
  language: Language,
  onFix: (finding: Finding) => void,
): Diagnostic[] {
  return findings.slice(0, MARKED_MAX).flatMap((finding): Diagnostic[] => {
    const range = rangeOf(finding, text)
    if (range === undefined || range.to > text.length) return []
    const { title, detail } = findingSentences(finding, language)
    const label = finding.fixLabel?.[language]
    return [
      {
        ...range,
        severity: SEVERITY[finding.severity],
        message: [title, detail].filter((part) => part !== '').join('\n'),
        actions:
          finding.edits === undefined || label === undefined ? [] : [{ name: label, apply: () => onFix(finding) }],
      },
    ]
  })
}
