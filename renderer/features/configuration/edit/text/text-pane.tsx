/** The right side of the editor: a file's text or its comparison, with undo and redo of all edits of the cluster. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Finding } from '../../../../../engine/config/finding.ts'
import type { ConfigFile } from '../../../../../engine/contract/config-api.ts'
import { configEditTexts } from '../../../../i18n/config-edit.ts'
import { useTexts } from '../../../../i18n/use-texts.ts'
import { redoConfig, undoConfig, useConfigEdits } from '../../../../stores/config-edits.ts'
import { Button } from '../../../../ui/button.tsx'
import { IconFolder, IconRedo, IconUndo } from '../../../../ui/icons.tsx'
import { Loading } from '../../../../ui/loading.tsx'
import { Segmented } from '../../../../ui/segmented.tsx'
import { replaceByFile } from '../replace-by-file.ts'
import { ComparePane } from './compare-pane.tsx'
import { lineEndsOf } from './line-ends.ts'
import css from './text-pane.module.css'

/** CodeMirror comes when the first text is shown, not with the form. */
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }))

export type TextView = 'text' | 'compare'

export interface TextPaneProps {
  readonly file: ConfigFile
  readonly text: string
  readonly saved: string
  readonly isOurs: boolean
  readonly findings: readonly Finding[]
  readonly view: TextView
  readonly onView: (view: TextView) => void
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
  readonly onFix: (finding: Finding) => void
}

export function TextPane(props: TextPaneProps): ReactNode {
  const { file, text, saved, view } = props
  const t = useTexts(configEditTexts)
  const { node } = file
  const isDrawn = useAfterPaint()
  const ends = lineEndsOf(text)
  return (
    <section className={css.pane} aria-label={t('textPane', { node })}>
      <div className={css.head}>
        <span className={css.name} title={file.path ?? undefined}>
          {file.path === null ? node : fileName(file.path)}
        </span>
        <span className={css.ends} title={t('lineEndTitle')}>
          {ends === 'mixed' ? t('lineEndMixed') : ends}
        </span>
        <span className={css.actions}>
          <ReplaceButton node={node} />
          <UndoButtons />
          <Segmented
            label={t('textOrCompare')}
            size="sm"
            value={view}
            onChange={props.onView}
            options={[
              { value: 'text', label: t('text') },
              { value: 'compare', label: t('compare') },
            ]}
          />
        </span>
      </div>
      <div className={css.body}>
        {!isDrawn ? null : view === 'compare' ? (
          <ComparePane key={node} file={file} text={text} saved={saved} onChoose={props.onChoose} />
        ) : (
          <Suspense fallback={<Loading what={t('theEditor')} rows={8} />}>
            <CodeEditor
              key={`${node} ${t.language}`}
              node={node}
              program={file.kind}
              isOurs={props.isOurs}
              label={t('textOf', { node })}
              language={t.language}
              text={text}
              saved={saved}
              findings={props.findings}
              chosen={props.chosen}
              onChoose={props.onChoose}
              onFix={props.onFix}
            />
          </Suspense>
        )}
      </div>
    </section>
  )
}

/** False for the first picture: the form beside it does not wait for the editor. */
function useAfterPaint(): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => setDrawn(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  return isDrawn
}

function UndoButtons(): ReactNode {
  const t = useTexts(configEditTexts)
  const canUndo = useConfigEdits((state) => state.past.length > 0)
  const canRedo = useConfigEdits((state) => state.future.length > 0)
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        icon={IconUndo}
        label={t('undo')}
        title={`${t('undo')} (Ctrl Z)`}
        isDisabled={!canUndo}
        reason={t('nothingToUndo')}
        onClick={undoConfig}
      />
      <Button
        variant="ghost"
        size="sm"
        icon={IconRedo}
        label={t('redo')}
        title={`${t('redo')} (Ctrl Y)`}
        isDisabled={!canRedo}
        reason={t('nothingToRedo')}
        onClick={redoConfig}
      />
    </>
  )
}

/** The way by keyboard for what a file dropped on a node does. */
function ReplaceButton({ node }: { readonly node: string }): ReactNode {
  const t = useTexts(configEditTexts)
  const inputRef = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        icon={IconFolder}
        label={t('replaceByFile')}
        title={t('replaceByFile')}
        onClick={() => inputRef.current?.click()}
      />
      <input
        ref={inputRef}
        type="file"
        hidden
        accept=".properties,.conf,.txt,text/plain"
        aria-label={t('replaceByFile')}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (chosen !== undefined) void replaceByFile(node, chosen)
        }}
      />
    </>
  )
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
