/** Two texts of a file as one, with what went and what came. Read only. */
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { Language } from '../../../../i18n/language.tsx'
import { pageNonce } from '../../../../nonce.ts'
import { editorLook } from './editor-theme.ts'
import { PHRASES_IN_CHINESE } from './editor-phrases.ts'
import { editorText } from './line-ends.ts'

export interface DiffViewProps {
  /** Name for screen readers. */
  readonly label: string
  readonly before: string
  readonly after: string
  readonly language: Language
}

/** Lines around a change that stay visible, and the fewest that are folded. */
const AROUND = { margin: 3, minSize: 6 }

export function DiffView({ label, before, after, language }: DiffViewProps): ReactNode {
  const placeRef = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const place = placeRef.current
    if (place === null) return undefined
    const view = new EditorView({
      parent: place,
      doc: editorText(after),
      extensions: [
        EditorView.cspNonce.of(pageNonce),
        EditorState.phrases.of(language === 'zh' ? PHRASES_IN_CHINESE : {}),
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
        lineNumbers(),
        unifiedMergeView({
          original: editorText(before),
          mergeControls: false,
          gutter: true,
          collapseUnchanged: AROUND,
        }),
        editorLook,
      ],
    })
    return () => view.destroy()
  }, [label, before, after, language])
  return <div ref={placeRef} style={{ flex: 1, minHeight: 0 }} />
}
