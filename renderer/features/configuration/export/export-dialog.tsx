/** Takes a cluster out as files: which format, what each file holds, copy and download. */
import { useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { exportTopology } from '../../../../engine/config/export/export-topology.ts'
import { readFolder } from '../../../../engine/config/export/read-folder.ts'
import { rehome } from '../../../../engine/config/export/rehome.ts'
import type { ExportedFile, ExportFormat, TopologyFiles } from '../../../../engine/config/topology-files.ts'
import { EXPORT_FORMATS } from '../../../../engine/config/topology-files.ts'
import { lab } from '../../../api/lab.ts'
import { configExportTexts } from '../../../i18n/config-export.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { useCluster } from '../../../stores/lab.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { bytes } from '../../../ui/format.ts'
import { IconSave } from '../../../ui/icons.tsx'
import { Loading } from '../../../ui/loading.tsx'
import css from './export-dialog.module.css'
import { MachineFields } from './machine-fields.tsx'
import { exportCommand, NO_MACHINES, soundHome } from './new-machines.ts'
import type { Machines } from './new-machines.ts'
import { download, savedFile } from './save-files.ts'

export interface ExportDialogProps {
  readonly cluster: string
  readonly isOpen: boolean
  readonly onClose: () => void
}

const CARDS = {
  folder: { name: 'folder', what: 'folderFor' },
  script: { name: 'script', what: 'scriptFor' },
  systemd: { name: 'systemd', what: 'systemdFor' },
  compose: { name: 'compose', what: 'composeFor' },
} as const

interface Answer {
  readonly key: string
  readonly topology?: TopologyFiles
  readonly error?: unknown
}

export function ExportDialog({ cluster, isOpen, onClose }: ExportDialogProps): ReactNode {
  const t = useTexts(configExportTexts)
  const [format, setFormat] = useState<ExportFormat>('folder')
  const [turn, setTurn] = useState(0)
  const [machines, setMachines] = useState<Machines>(NO_MACHINES)
  const isOurs = useCluster(cluster)?.kind !== 'attached'
  const answer = useTopology(cluster, turn, isOpen)
  const topology = answer?.topology
  const files = useMemo(
    () =>
      topology === undefined ? undefined : exportTopology(rehome(topology, soundHome(machines, topology)), format),
    [topology, machines, format],
  )
  const stem = `${cluster}-${format}`
  const name = files?.length === 1 ? (files[0]?.path.split('/').at(-1) ?? stem) : `${stem}.zip`
  const command = exportCommand(
    cluster,
    format,
    topology === undefined ? { addresses: {} } : soundHome(machines, topology),
  )
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('title', { cluster })}
      width={960}
      foot={
        <>
          <span className={css.command}>
            <code className="cut" title={command}>
              {command}
            </code>
            <CopyButton text={command} what="mqlab export" />
          </span>
          <Button onClick={onClose}>{t('close')}</Button>
          <Button
            variant="primary"
            icon={IconSave}
            isDisabled={files === undefined}
            onClick={() => {
              if (files !== undefined) download(savedFile(files, stem))
            }}
          >
            {t('download', { name })}
          </Button>
        </>
      }
    >
      <div className={css.dialog}>
        <div role="radiogroup" aria-label={t('format')} className={css.cards}>
          {EXPORT_FORMATS.map((each) => (
            <label key={each} className={css.card} data-active={each === format || undefined}>
              <input
                type="radio"
                className={css.radio}
                name="export-format"
                value={each}
                checked={each === format}
                onChange={() => setFormat(each)}
              />
              <b>{t(CARDS[each].name)}</b>
              <span className="t2 s12">{t(CARDS[each].what)}</span>
            </label>
          ))}
        </div>
        {topology === undefined || format === 'compose' ? null : (
          <MachineFields topology={topology} isOurs={isOurs} machines={machines} onChange={setMachines} />
        )}
        {answer?.error !== undefined ? (
          <ErrorRegion title={t('failed', { cluster })} error={answer.error} onRetry={() => setTurn(turn + 1)} />
        ) : files === undefined ? (
          <Loading what={t('theFiles')} rows={8} />
        ) : (
          <Files key={format} files={files} />
        )}
      </div>
    </Dialog>
  )
}

/** The cluster's files as the service exports them; undefined while they are on their way. */
function useTopology(cluster: string, turn: number, isOpen: boolean): Answer | undefined {
  const [answer, setAnswer] = useState<Answer | undefined>(undefined)
  const key = `${cluster}/${turn}`
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    lab.call('config.export', { cluster, format: 'folder' }).then(
      ({ files }) => {
        if (isCurrent) setAnswer({ key, topology: readFolder(files).topology })
      },
      (error: unknown) => {
        if (isCurrent) setAnswer({ key, error })
      },
    )
    return () => {
      isCurrent = false
      setAnswer(undefined)
    }
  }, [cluster, isOpen, key])
  return answer?.key === key ? answer : undefined
}

function Files({ files }: { files: readonly ExportedFile[] }): ReactNode {
  const t = useTexts(configExportTexts)
  const textOf = useTextOf()
  const [chosen, setChosen] = useState(files[0]?.path)
  const file = files.find((each) => each.path === chosen) ?? files[0]
  const size = files.reduce((sum, each) => sum + each.text.length, 0)
  if (file === undefined) return null
  return (
    <div className={css.files}>
      <div className={css.side}>
        <ul className={css.list} aria-label={t('files')}>
          {files.map((each) => (
            <li key={each.path}>
              <button
                type="button"
                className={css.file}
                aria-current={each === file || undefined}
                title={textOf(each.purpose)}
                onClick={() => setChosen(each.path)}
              >
                <span className="cut">{each.path}</span>
                <span className={`cut ${css.purpose ?? ''}`}>{textOf(each.purpose)}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className={css.summary}>{t('summary', { n: files.length, size: bytes(size) })}</p>
      </div>
      <div className={css.preview}>
        <div className={css.path}>
          <span className="cut" title={file.path}>
            {file.path}
          </span>
          {file.isExecutable ? <span className="t3 s12">{t('executable')}</span> : null}
          <CopyButton text={file.text} what={t('theFile', { path: file.path })} />
        </div>
        <pre className={css.text} tabIndex={0} aria-label={file.path}>
          {file.text}
        </pre>
      </div>
    </div>
  )
}
