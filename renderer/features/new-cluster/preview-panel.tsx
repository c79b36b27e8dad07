/** What the clicks stand for: each file as it would be written, lines of a finding tinted, and the commands of the articles. */
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import type { DoctorFinding } from '../../../engine/contract/new-cluster-api.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { newClusterTexts } from './new-cluster-texts.ts'
import css from './preview-panel.module.css'
import type { DraftReport } from './use-draft.ts'

type View = 'files' | 'commands'
type File = DraftReport['preview']['files'][number]

export function PreviewPanel({ report }: { report: DraftReport | undefined }): ReactNode {
  const t = useTexts(newClusterTexts)
  const [view, setView] = useState<View>('files')
  const files = report?.preview.files ?? []
  return (
    <Panel
      title={t('preview')}
      note={<span className={css.note}>{t('previewNote')}</span>}
      className={css.panel ?? ''}
      actions={
        report === undefined ? undefined : (
          <Segmented<View>
            label={t('preview')}
            size="sm"
            value={view}
            onChange={setView}
            options={[
              { value: 'files', label: t('files', { n: files.length }) },
              { value: 'commands', label: t('commands') },
            ]}
          />
        )
      }
    >
      {report === undefined ? (
        <Loading what={t('theDraft')} rows={6} />
      ) : view === 'files' ? (
        <Files files={files} findings={report.findings} />
      ) : (
        <Commands commands={report.preview.commands} />
      )}
    </Panel>
  )
}

/** The file chosen; until one is, that of the first finding, else the first broker's. */
function Files({ files, findings }: { files: readonly File[]; findings: readonly DoctorFinding[] }): ReactNode {
  const t = useTexts(newClusterTexts)
  const panelId = useId()
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const found = findings.find((finding) => files.some((file) => file.node === finding.node))?.node
  const wanted = files.some((file) => file.node === chosen) ? chosen : found
  const file = files.find((each) => each.node === wanted) ?? files.find(isBroker) ?? files[0]
  if (file === undefined) return null
  const sorted = [...files.filter(isBroker), ...files.filter((each) => !isBroker(each))]
  return (
    <>
      <Tabs
        label={t('previewTabs')}
        value={file.node}
        panelId={panelId}
        onChange={setChosen}
        tabs={sorted.map((each) => ({ value: each.node, label: each.node }))}
      />
      <div role="tabpanel" id={panelId} aria-label={file.node} tabIndex={0} className={css.code}>
        <div className={css.path}>
          <span className="cut" title={file.path}>
            # {file.path.slice(file.path.lastIndexOf('/') + 1)}
          </span>
          <CopyButton text={file.text} what={t('theFile')} />
        </div>
        {file.text
          .trimEnd()
          .split('\n')
          .map((line, index) => (
            <PropertyLine
              key={index}
              line={line}
              findings={findings.filter((finding) =>
                file.lines.some((tinted) => tinted.line === index + 1 && tinted.finding === finding.id),
              )}
            />
          ))}
      </div>
    </>
  )
}

function PropertyLine({ line, findings }: { line: string; findings: readonly DoctorFinding[] }): ReactNode {
  const textOf = useTextOf()
  const at = line.indexOf('=')
  const tone = findings.some((finding) => finding.severity === 'error')
    ? css.bad
    : findings.length > 0
      ? css.warn
      : undefined
  return (
    <div
      className={`${css.line} ${tone ?? ''}`}
      title={findings.map((finding) => textOf(finding.title)).join('\n') || undefined}
    >
      <span className={css.key}>{line.slice(0, at)}</span>
      <span className={css.punct}>=</span>
      <span className={css.value}>{line.slice(at + 1)}</span>
    </div>
  )
}

function Commands({ commands }: { commands: DraftReport['preview']['commands'] }): ReactNode {
  const t = useTexts(newClusterTexts)
  const textOf = useTextOf()
  const all = commands.map((each) => `# ${textOf(each.comment)}\n${each.command}`).join('\n')
  return (
    <div className={css.code} role="region" aria-label={t('commands')} tabIndex={0}>
      <div className={css.copyAll}>
        <CopyButton text={all} what={t('theCommands')} />
      </div>
      {commands.map((each, index) => (
        <div key={index} className={css.command}>
          <div className={css.comment}># {textOf(each.comment)}</div>
          {each.command.split('\n').map((line, at) => (
            <div key={at} className={css.shell}>
              {line}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

/** Name servers have no brokerName. */
function isBroker(file: File): boolean {
  return file.text.includes('brokerName=')
}
