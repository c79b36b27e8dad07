// @vitest-environment happy-dom
import { diagnosticCount } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import { act, cleanup, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Finding } from '../../../../../../../engine/config/finding.ts'
import {
  CodeEditor,
  type CodeEditorProps,
} from '../../../../../../../renderer/features/configuration/edit/text/code-editor.tsx'
import {
  editConfig,
  NO_EDITS,
  undoConfig,
  useConfigEdits,
  withSaved,
} from '../../../../../../../renderer/stores/config-edits.ts'

const FILE = '# mine\r\nbrokerName=broker-a\r\nfileReservedTime=48\r\n'
const NO_FINDINGS: readonly Finding[] = []

function Editor(props: Partial<CodeEditorProps>): React.ReactNode {
  const text = useConfigEdits((state) => state.texts['a'] ?? '')
  return (
    <CodeEditor
      node="a"
      program="broker"
      isOurs
      label="text of a"
      language="en"
      text={text}
      saved={FILE}
      findings={NO_FINDINGS}
      chosen={undefined}
      onChoose={() => undefined}
      onFix={() => undefined}
      {...props}
    />
  )
}

function viewIn(container: HTMLElement): EditorView {
  const view = EditorView.findFromDOM(container)
  if (view === null) throw new Error('no editor was made')
  return view
}

const storeText = (): string | undefined => useConfigEdits.getState().texts['a']

beforeEach(() => useConfigEdits.setState(withSaved(NO_EDITS, 'orders', { a: FILE }), true))
afterEach(cleanup)

test('what is typed changes its line only: CRLF, comments and order stay', () => {
  const view = viewIn(render(<Editor />).container)
  const at = view.state.doc.toString().indexOf('48')
  act(() => view.dispatch({ changes: { from: at, to: at + 2, insert: '72' }, userEvent: 'input.type' }))
  expect(storeText()).toBe(FILE.replace('48', '72'))
  act(() => view.dispatch({ changes: { from: view.state.doc.length, insert: 'deleteWhen=04\n' } }))
  expect(storeText()).toBe(`${FILE.replace('48', '72')}deleteWhen=04\r\n`)
})

test('what changes elsewhere comes back as the smallest change, the cursor stays, and undo takes it back in both', () => {
  const view = viewIn(render(<Editor />).container)
  const at = view.state.doc.toString().indexOf('48')
  view.dispatch({ selection: { anchor: at } })
  act(() => editConfig({ a: FILE.replace('broker-a', 'broker-long') }))
  expect(view.state.doc.toString()).toBe(FILE.replace('broker-a', 'broker-long').replaceAll('\r\n', '\n'))
  expect(view.state.selection.main.head).toBe(at + 'long'.length - 'a'.length)
  act(() => undoConfig())
  expect(view.state.doc.toString()).toBe(FILE.replaceAll('\r\n', '\n'))
  expect(storeText()).toBe(FILE)
})

test('moving the cursor is no edit', () => {
  const view = viewIn(render(<Editor />).container)
  view.dispatch({ selection: { anchor: 3 } })
  expect(useConfigEdits.getState().past).toHaveLength(0)
})

test('findings are marked, and a chosen key brings the cursor to its line', () => {
  const finding: Finding = {
    ruleId: 'x',
    severity: 'warning',
    key: 'brokerName',
    line: 2,
    message: { en: 'a: b', zh: 'a：b' },
    fix: { en: 'c', zh: 'c' },
  }
  const { container } = render(<Editor findings={[finding]} chosen="fileReservedTime" />)
  const view = viewIn(container)
  expect(diagnosticCount(view.state)).toBe(1)
  expect(view.state.doc.lineAt(view.state.selection.main.head).number).toBe(3)
})

test('of a file that is none of RocketMQ the first lines are marked, however many are wrong', () => {
  const findings = Array.from({ length: 5000 }, (_, index): Finding => {
    const message = { en: 'x is ignored', zh: 'x 会被忽略' }
    return { ruleId: 'unknown-key', severity: 'warning', file: 'a', key: 'x', line: index + 1, message, fix: message }
  })
  act(() => editConfig({ a: 'x=1\n'.repeat(5000) }))
  expect(diagnosticCount(viewIn(render(<Editor findings={findings} />).container).state)).toBe(500)
})
