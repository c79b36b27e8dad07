/**
 * The editor (`config/edit/:node?`): files by host, form and text of one file on one document, problems of file and cluster. What is
 * looked at (node, filter, search, property, comparison) is in the address.
 */
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Finding } from '../../../../engine/config/finding.ts'
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { useScreenKeys } from '../../../keys/screen-keys.ts'
import { configPath } from '../../../routes/addresses.ts'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { editConfig, useConfigEdits } from '../../../stores/config-edits.ts'
import { useCluster } from '../../../stores/lab.ts'
import { notify } from '../../../stores/notices.ts'
import { Empty } from '../../../ui/empty.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { fixEverything, fixOne } from '../shared/apply-fixes.ts'
import { parsedFile } from '../shared/parsed-file.ts'
import { useConfigFiles } from '../shared/use-config-files.ts'
import { useProblems } from '../shared/use-problems.ts'
import { EditNotes } from './edit-notes.tsx'
import { rememberNode, startNode } from './start-node.ts'
import css from './edit-view.module.css'
import type { FieldActions } from './field-actions.ts'
import { withoutKey, withValue } from './field-edits.ts'
import { FileList, machinesOf } from './file-list.tsx'
import { FormPane } from './form-pane.tsx'
import { ProblemsPanel } from './problems-panel.tsx'
import { TextPane } from './text/text-pane.tsx'
import { useEditAddress } from './use-edit-address.ts'
import { useEditStrip } from './use-edit-strip.ts'

/** Takes no properties: cluster and node come from the address, the texts from the stores. */
export function EditView(): ReactNode {
  const t = useTexts(configEditTexts)
  const cluster = useClusterName()
  const { node } = useParams()
  const { files } = useConfigFiles()
  if (files.length === 0) return <Empty title={t('noFilesTitle')}>{t('noFilesText')}</Empty>
  // No redirect: it would overtake whoever is on the way to another view whose code is still being loaded.
  return <Editor cluster={cluster} node={node ?? startNode(cluster, files)} files={files} />
}

interface EditorProps {
  readonly cluster: string
  readonly node: string
  readonly files: readonly ConfigFile[]
}

function Editor({ cluster, node, files }: EditorProps): ReactNode {
  const navigate = useNavigate()
  const isOurs = useCluster(cluster)?.kind !== 'attached'
  const fileCount = useConfigEdits(({ texts }) => Object.keys(texts).length)
  const problems = useProblems()
  const address = useEditAddress()
  const { choose, searchOf } = address
  const file = files.find((each) => each.node === node)
  useEditStrip(cluster, file)
  useEffect(() => {
    if (file !== undefined) rememberNode(cluster, node)
  }, [cluster, node, file])

  const goTo = useCallback(
    (to: string, key?: string) => void navigate({ pathname: configPath(cluster, 'edit', to), search: searchOf(key) }),
    [navigate, cluster, searchOf],
  )
  const order = useMemo(() => machinesOf(files).flatMap(([, of]) => of.map((each) => each.node)), [files])
  const step = (by: number): void => {
    const next = order[(order.indexOf(node) + by + order.length) % order.length]
    if (next !== undefined) goTo(next)
  }
  useScreenKeys({ '[': () => step(-1), ']': () => step(1) })
  useShowUndone(node, goTo)

  const onChooseFinding = useCallback(
    (finding: Finding): void => {
      if (finding.file !== undefined && finding.file !== node) goTo(finding.file, finding.key)
      else if (finding.key !== undefined) choose(finding.key)
    },
    [node, goTo, choose],
  )
  const onFixAll = useCallback((): void => {
    if (!fixEverything()) notify({ tone: 'idle', subject: cluster, cluster, sentence: configEditTexts.texts.fixNone })
  }, [cluster])

  return (
    <div className={css.editor}>
      <FileList cluster={cluster} files={files} byNode={problems.byNode} chosen={node} search={address.search} />
      <div className={css.work}>
        <FileOrReason
          cluster={cluster}
          node={node}
          file={file}
          isOurs={isOurs}
          address={address}
          findings={problems.byNode.get(node) ?? NO_FINDINGS}
        />
        <ProblemsPanel
          problems={problems}
          node={node}
          files={fileCount}
          chosen={address.chosen}
          onChoose={onChooseFinding}
          onFix={fixOne}
          onFixAll={onFixAll}
        />
      </div>
    </div>
  )
}

const NO_FINDINGS: readonly Finding[] = []

interface FileEditorProps {
  readonly cluster: string
  readonly node: string
  readonly isOurs: boolean
  readonly findings: readonly Finding[]
  readonly address: ReturnType<typeof useEditAddress>
}

/** The file, or why it cannot be edited; the other files can. */
function FileOrReason({ file, ...props }: FileEditorProps & { readonly file: ConfigFile | undefined }): ReactNode {
  const t = useTexts(configEditTexts)
  const textOf = useTextOf()
  const { node } = props
  const hasText = useConfigEdits((state) => node in state.texts)
  if (file === undefined) {
    return (
      <div className={css.reason}>
        <Empty title={t('noSuchNode', { node })}>{t('noSuchNodeText')}</Empty>
      </div>
    )
  }
  if (!hasText) {
    return (
      <div className={css.reason}>
        <ErrorRegion
          title={t('fileNotRead', { node })}
          error={file.problem === null ? t('notRunning', { node }) : { message: textOf(file.problem) }}
        />
      </div>
    )
  }
  return <FileEditor {...props} file={file} />
}

function FileEditor(props: FileEditorProps & { readonly file: ConfigFile }): ReactNode {
  const { cluster, node, file, isOurs, findings, address } = props
  const text = useConfigEdits((state) => state.texts[node] ?? '')
  const saved = useConfigEdits((state) => state.saved[node] ?? '')
  const { choose } = address
  const actions = useMemo((): FieldActions => {
    const now = (): string => useConfigEdits.getState().texts[node] ?? ''
    return {
      set: (key, value, typedAtMs) => {
        choose(key)
        editConfig({ [node]: withValue(now(), key, value) }, typedAtMs)
      },
      reset: (key) => {
        choose(key)
        editConfig({ [node]: withoutKey(now(), key) })
      },
      choose,
      fix: fixOne,
    }
  }, [node, choose])
  const parsed = parsedFile(text)
  return (
    <div className={css.file}>
      <EditNotes cluster={cluster} file={file} onCompare={() => address.setView('compare')} />
      <div className={css.panes}>
        {parsed.status === 'unreadable' ? (
          <UnreadableText line={parsed.line} />
        ) : (
          <FormPane
            key={node}
            file={file}
            text={text}
            saved={saved}
            isOurs={isOurs}
            findings={findings}
            filter={address.filter}
            onFilter={address.setFilter}
            query={address.query}
            onQuery={address.setQuery}
            chosen={address.chosen}
            actions={actions}
          />
        )}
        <TextPane
          file={file}
          text={text}
          saved={saved}
          isOurs={isOurs}
          findings={findings}
          view={address.view}
          onView={address.setView}
          chosen={address.chosen}
          onChoose={choose}
          onFix={fixOne}
        />
      </div>
    </div>
  )
}

function UnreadableText({ line }: { readonly line: number | undefined }): ReactNode {
  const t = useTexts(configEditTexts)
  return (
    <section className={css.unreadable}>
      <Empty title={line === undefined ? t('unreadableWhole') : t('unreadableText', { line })} />
    </section>
  )
}

/** An undo of another file's edit shows that file. */
function useShowUndone(node: string, goTo: (node: string) => void): void {
  const latest = useRef({ node, goTo })
  useEffect(() => {
    latest.current = { node, goTo }
  })
  useEffect(
    () =>
      useConfigEdits.subscribe((state, before) => {
        if (state.cluster !== before.cluster || state.texts === before.texts) return
        const isUndo = state.future.length > before.future.length
        const isRedo = state.future.length < before.future.length && state.past.length > before.past.length
        const edit = isUndo ? state.future.at(-1) : isRedo ? state.past.at(-1) : undefined
        const nodes = Object.keys(edit?.after ?? {}).filter((each) => state.texts[each] !== before.texts[each])
        const [first] = nodes
        if (first !== undefined && !nodes.includes(latest.current.node)) latest.current.goTo(first)
      }),
    [],
  )
}
