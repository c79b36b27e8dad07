/** The file of a node as it stands after repairs, lines of a problem tinted. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import preview from '../preview-panel.module.css'
import css from './from-files.module.css'
import type { FromFiles } from './use-from-files.ts'

/** More lines are not drawn; a property file has a few dozen. */
const LINES_MAX = 2000

export interface FilePreviewProps {
  readonly made: FromFiles
  readonly chosen: string | undefined
  readonly onChoose: (node: string) => void
}

export function FilePreview({ made, chosen, onChoose }: FilePreviewProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const panelId = useId()
  const files = made.topology.files
  const withProblem = files.find((each) => made.findings[0]?.file === each.node)
  const broker = files.find((each) => each.program === 'broker')
  const file = files.find((each) => each.node === chosen) ?? withProblem ?? broker ?? files[0]
  if (file === undefined) return null
  const findings = made.findings.filter((finding) => finding.file === file.node)
  return (
    <Panel title={t('file')} className={css.file ?? ''}>
      <Tabs
        label={t('fileTabs')}
        value={file.node}
        panelId={panelId}
        onChange={onChoose}
        tabs={files.map((each) => ({ value: each.node, label: each.node }))}
      />
      <div role="tabpanel" id={panelId} aria-label={file.node} tabIndex={0} className={preview.code}>
        <div className={preview.path}>
          <span className="cut" title={file.origin}>
            # {file.origin ?? file.node}
            {made.isRepaired(file.node) ? ` (${t('fileChanged')})` : ''}
          </span>
          <CopyButton text={file.text} what={t('theFile', { node: file.node })} />
        </div>
        {file.text.trim() === '' ? <p className={css.empty}>{t('emptyFile')}</p> : null}
        {file.text
          .trimEnd()
          .split(/\r\n|\r|\n/)
          .slice(0, LINES_MAX)
          .map((line, index) => (
            <Line key={index} line={line} findings={findings.filter((finding) => finding.line === index + 1)} />
          ))}
      </div>
    </Panel>
  )
}

function Line({ line, findings }: { readonly line: string; readonly findings: readonly Finding[] }): ReactNode {
  const textOf = useTextOf()
  const isBad = findings.some((finding) => finding.severity === 'error')
  const isWarned = findings.some((finding) => finding.severity === 'warning')
  const tone = isBad ? preview.bad : isWarned ? preview.warn : ''
  const at = /^\s*[#!]/.test(line) ? -1 : line.indexOf('=')
  return (
    <div
      className={`${preview.line ?? ''} ${tone ?? ''}`}
      title={findings.map((finding) => textOf(finding.message)).join('\n') || undefined}
    >
      {at < 0 ? (
        <span className={preview.comment}>{line === '' ? ' ' : line}</span>
      ) : (
        <>
          <span className={preview.key}>{line.slice(0, at)}</span>
          <span className={preview.punct}>=</span>
          <span className={preview.value}>{line.slice(at + 1)}</span>
        </>
      )}
    </div>
  )
}
