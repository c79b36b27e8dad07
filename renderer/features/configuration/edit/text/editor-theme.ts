/** The look of the text editor: our tokens in both themes, marks of the gutters, tooltips and completion. */
import { HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from '@codemirror/language'
import { properties } from '@codemirror/legacy-modes/mode/properties'
import { EditorView } from '@codemirror/view'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

/** Drawn by masks in the colour of the severity; the same outlines as the window's icons. */
const ERROR_SHAPE = shape('M5.3 1.9h5.4l3.4 3.4v5.4l-3.4 3.4H5.3l-3.4-3.4V5.3z M5.8 5.8l4.4 4.4 M10.2 5.8l-4.4 4.4')
const WARNING_SHAPE = shape('M8 2.3L14.3 13.3H1.7z M8 6.5v3 M8 11.4v.1')
const HINT_SHAPE = shape('M8 2a6 6 0 100 12A6 6 0 008 2z M8 7.3v4 M8 4.9v.1')

const LOOK = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--bg-panel)', color: 'var(--text)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 8px 0 4px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, .cm-line.cm-chosenLine': { backgroundColor: 'var(--bg-select)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--focus) 26%, transparent)',
  },
  '.cm-gutters': { backgroundColor: 'var(--bg-panel)', color: 'var(--text-3)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '28px', padding: '0 8px 0 0' },
  '.cm-editGutter': { width: '3px' },
  '.cm-editedLine': { backgroundColor: 'var(--focus)', width: '3px' },
  '.cm-gutter-lint': { width: '22px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '2px 3px' },
  '.cm-lint-marker': { width: '16px', height: '16px', backgroundColor: 'currentColor' },
  '.cm-lint-marker-error': { content: 'normal', color: 'var(--bad-mark)', mask: ERROR_SHAPE },
  '.cm-lint-marker-warning': { content: 'normal', color: 'var(--warn-mark)', mask: WARNING_SHAPE },
  '.cm-lint-marker-info': { content: 'normal', color: 'var(--busy-mark)', mask: HINT_SHAPE },
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0', textUnderlineOffset: '4px' },
  '.cm-lintRange-error': {
    textDecoration: 'underline wavy var(--bad-mark) 1px',
    backgroundColor: 'var(--bad-tint)',
  },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--warn-mark) 1px' },
  '.cm-lintRange-info': { textDecoration: 'underline dotted var(--busy-mark) 1px' },
  '.cm-lintRange-active': { backgroundColor: 'var(--bg-select)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: 'var(--r-2)',
    backgroundColor: 'var(--bg-panel)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow)',
    fontFamily: 'var(--font)',
    fontSize: '12px',
    lineHeight: '18px',
    maxWidth: '420px',
  },
  '.cm-tooltip .cm-keyHelp': { padding: '8px 10px' },
  '.cm-keyHelp b': { fontFamily: 'var(--mono)' },
  '.cm-keyHelp p + p': { color: 'var(--text-2)' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '3px solid var(--busy-mark)', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad-mark)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn-mark)' },
  '.cm-diagnosticAction': {
    display: 'inline-flex',
    alignItems: 'center',
    height: '24px',
    margin: '4px 0 0',
    padding: '0 8px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r-1)',
    backgroundColor: 'var(--bg-panel)',
    color: 'var(--text)',
    font: '12px/18px var(--font)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '240px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', lineHeight: '18px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--bg-select)', color: 'var(--text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { fontStyle: 'normal', fontFamily: 'var(--font)', color: 'var(--text-3)' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 10px', maxWidth: '300px' },
  '.cm-panels': { backgroundColor: 'var(--bg-inset)', color: 'var(--text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 24px 6px 8px', font: '12px/18px var(--font)' },
  '.cm-panel.cm-search input[type=checkbox]': { accentColor: 'var(--ink)' },
  '.cm-panel.cm-search label': { fontSize: '12px' },
  '.cm-panel.cm-search [name=close]': { width: '24px', height: '24px', fontSize: '15px' },
  '.cm-textfield': {
    height: '24px',
    fontSize: '12px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r-1)',
    backgroundColor: 'var(--bg-panel)',
    color: 'var(--text)',
  },
  '.cm-button': {
    height: '24px',
    fontSize: '12px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r-1)',
    backgroundImage: 'none',
    backgroundColor: 'var(--bg-panel)',
    color: 'var(--text)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-tint)' },
  '.cm-searchMatch-selected': { outline: '1px solid var(--warn-mark)' },
  '.cm-changedText': { background: 'none', fontWeight: '600', textDecoration: 'underline var(--focus) 1px' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--ok-tint)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--ok-mark)' },
  '&.cm-merge-b .cm-deletedLineGutter': { background: 'var(--bad-mark)' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: 'none' },
  '.cm-deletedChunk': { backgroundColor: 'var(--bad-tint)', padding: '0 8px 0 4px' },
  '.cm-deletedChunk del, .cm-deletedChunk .cm-deletedText': { textDecoration: 'none' },
  '.cm-collapsedLines': {
    color: 'var(--text-3)',
    background: 'var(--bg-inset)',
    padding: '2px 8px',
    font: '12px/18px var(--font)',
  },
})

const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--code-comment)' },
  { tag: [tags.definition(tags.variableName), tags.propertyName], color: 'var(--code-key)' },
  { tag: [tags.quote, tags.string], color: 'var(--code-value)' },
])

interface PropertiesState {
  position: string
  nextMultiline: boolean
}
const legacy = properties as StreamParser<PropertiesState>

/** Java's grammar: `;` begins no comment and `[` no section, as it does in other files of this kind. */
const javaProperties: StreamParser<PropertiesState> = {
  ...legacy,
  token: (stream, state) => {
    if (!stream.sol() || state.nextMultiline || !/^\s*[;[]/.test(stream.string)) return legacy.token(stream, state)
    state.position = 'def'
    stream.eatSpace()
    stream.eatWhile(/[^=:]/)
    return 'def'
  },
}

/** For every CodeMirror view of the configuration. */
export const editorLook: Extension = [LOOK, StreamLanguage.define(javaProperties), syntaxHighlighting(COLOURS)]

function shape(path: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="black" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") center / 16px 16px no-repeat`
}
