/** The files of the cluster by host: role, edited or not, problems. A file dropped on one takes the place of its text. */
import { memo, useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Finding } from '../../../../engine/config/finding.ts'
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { configTexts } from '../../../i18n/config.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { configPath, newClusterPath } from '../../../routes/addresses.ts'
import { markOf, useConfigEdits } from '../../../stores/config-edits.ts'
import { useNode } from '../../../stores/lab.ts'
import { usePolled } from '../../../stores/polled.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { count } from '../../../ui/format.ts'
import { IconClock, IconCopy, IconFolder } from '../../../ui/icons.tsx'
import { RoleShape, type Role } from '../../../ui/role-shape.tsx'
import { parsedFile, valuesOf } from '../shared/parsed-file.ts'
import { SeverityCount } from '../shared/severity-icon.tsx'
import css from './file-list.module.css'
import { replaceByFile, tellOneFileOnly } from './replace-by-file.ts'

export interface FileListProps {
  readonly cluster: string
  readonly files: readonly ConfigFile[]
  readonly byNode: ReadonlyMap<string, readonly Finding[]>
  readonly chosen: string | undefined
  /** The query that goes along from node to node: filter, view. */
  readonly search: string
}

/** Drawn anew only when one of these changes; what an edit changes is each entry's own. */
export const FileList = memo(function FileList(props: FileListProps): ReactNode {
  const { cluster, files, byNode, chosen, search } = props
  const t = useTexts(configEditTexts)
  return (
    <div role="group" className={css.list} aria-label={t('files')}>
      <div className={css.scroll}>
        {machinesOf(files).map(([machine, of]) => (
          <div key={machine} role="group" aria-label={machine}>
            <h2 className={css.machine} title={machine}>
              {machine}
            </h2>
            <ul>
              {of.map((file) => (
                <FileEntry
                  key={file.node}
                  cluster={cluster}
                  file={file}
                  findings={byNode.get(file.node)}
                  isChosen={file.node === chosen}
                  search={search}
                />
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className={css.foot}>
        <LinkButton size="sm" icon={IconFolder} to={newClusterPath({ from: 'files' })}>
          {t('openFiles')}
        </LinkButton>
        <LinkButton size="sm" icon={IconCopy} to={newClusterPath({ from: 'files' })}>
          {t('pasteArticle')}
        </LinkButton>
        <VersionsLink cluster={cluster} />
      </div>
    </div>
  )
})

function VersionsLink({ cluster }: { readonly cluster: string }): ReactNode {
  const t = useTexts(configEditTexts)
  const { value } = usePolled('config.versions', { cluster }, 0)
  return (
    <LinkButton size="sm" icon={IconClock} to={configPath(cluster, 'versions')}>
      {value === undefined ? t('versions') : t('versionsN', { n: count(value.versions.length) })}
    </LinkButton>
  )
}

interface FileEntryProps {
  readonly cluster: string
  readonly file: ConfigFile
  readonly findings: readonly Finding[] | undefined
  readonly isChosen: boolean
  readonly search: string
}

const FileEntry = memo(function FileEntry(props: FileEntryProps): ReactNode {
  const { cluster, file, findings, isChosen, search } = props
  const { node } = file
  const t = useTexts(configEditTexts)
  const words = useTexts(configTexts)
  const state = useNode(cluster, node)?.state
  const hasText = useConfigEdits(({ texts }) => node in texts)
  const mark = useConfigEdits((edits) => markOf(edits, node))
  const role = useConfigEdits(({ texts }) => roleOf(file, texts[node]))
  const [isOver, setOver] = useState(false)
  const countOf = (severity: Finding['severity']): number =>
    findings?.filter((finding) => finding.severity === severity).length ?? 0
  const [errors, warnings] = [countOf('error'), countOf('warning')]
  return (
    <li>
      <Link
        to={{ pathname: configPath(cluster, 'edit', node), search }}
        className={classNames(css.entry, isOver && css.over)}
        aria-current={isChosen ? 'page' : undefined}
        title={isOver ? t('dropHere') : (file.path ?? node)}
        onDragOver={(event) => {
          if (!hasText || !event.dataTransfer.types.includes('Files')) return
          event.preventDefault()
          event.dataTransfer.dropEffect = 'copy'
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const [dropped, ...more] = event.dataTransfer.files
          const isFolder = event.dataTransfer.items[0]?.webkitGetAsEntry()?.isDirectory === true
          if (dropped === undefined || more.length > 0 || isFolder) tellOneFileOnly(node)
          else void replaceByFile(node, dropped)
        }}
      >
        <RoleShape role={role} isDown={state !== undefined && DOWN.has(state)} size={20} />
        <span className={css.name}>{node}</span>
        {file.text === null ? <Mark word={t('fileUnreadable')} look={css.unreadable} /> : null}
        {mark === 'overtaken' ? (
          <Mark word={t('fileOvertaken')} look={css.overtaken} />
        ) : mark === 'edited' ? (
          <Mark word={t('fileEdited')} look={css.edited} />
        ) : null}
        <SeverityCount severity="error" n={errors} label={words('errors', { n: errors })} />
        <SeverityCount severity="warning" n={warnings} label={words('warnings', { n: warnings })} />
      </Link>
    </li>
  )
})

/** A dot with its word for screen readers and on hover. */
function Mark({ word, look }: { readonly word: string; readonly look: string | undefined }): ReactNode {
  return (
    <span className={classNames(css.mark, look)} title={word}>
      <span className="visually-hidden">{word}</span>
    </span>
  )
}

const DOWN: ReadonlySet<string> = new Set(['stopped', 'crashed', 'killed'])

/** By the text as it is edited; as it was read while the edit cannot be. */
function roleOf(file: ConfigFile, text: string | undefined): Role {
  if (file.kind === 'namesrv') return 'namesrv'
  const isReadable = text !== undefined && parsedFile(text).status === 'ok'
  const role = valuesOf((isReadable ? text : file.text) ?? '').get('brokerRole')
  return role?.trim() === 'SLAVE' ? 'slave' : 'master'
}

/** In the order in which the service names them: NameServers first within a machine. */
export function machinesOf(files: readonly ConfigFile[]): readonly (readonly [string, readonly ConfigFile[]])[] {
  const machines = new Map<string, ConfigFile[]>()
  for (const file of files) {
    const of = machines.get(file.machine)
    if (of === undefined) machines.set(file.machine, [file])
    else of.push(file)
  }
  const rank = (file: ConfigFile): string => `${file.kind === 'namesrv' ? 0 : 1} ${file.node}`
  return [...machines]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([machine, of]) => [machine, of.sort((a, b) => rank(a).localeCompare(rank(b), 'en', { numeric: true }))])
}
