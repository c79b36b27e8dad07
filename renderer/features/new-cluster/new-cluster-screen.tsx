/**
 * A new cluster clicked together: shape, hosts, ports and folders; a doctor and a preview follow every change. The address
 * carries the topology; `from=attach` asks for the address of a running cluster instead, `from=files` for files or an article.
 */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import * as z from 'zod'
import { topologyName } from '../../../engine/contract/new-cluster-api.ts'
import type { DraftShape } from '../../../engine/contract/new-cluster-api.ts'
import { lab } from '../../api/lab.ts'
import { fromFilesTexts } from '../../i18n/from-files.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath, newClusterPath } from '../../routes/addresses.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useService } from '../../stores/lab.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconAttach, IconLog } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen } from '../../ui/screen.tsx'
import { AttachDialog } from '../clusters/attach-dialog.tsx'
import { ClusterSettings, PromiseTable } from './cluster-settings.tsx'
import { CreateBar } from './create-bar.tsx'
import { DoctorPanel } from './doctor-panel.tsx'
import { draftSentence } from './draft-sentence.ts'
import { shapeOfTopology } from './draft-shapes.ts'
import { FromFilesScreen } from './from-files/from-files-screen.tsx'
import { HostColumns } from './host-columns.tsx'
import css from './new-cluster-screen.module.css'
import { newClusterTexts } from './new-cluster-texts.ts'
import { PreviewPanel } from './preview-panel.tsx'
import { ShapePicker } from './shape-picker.tsx'
import { useDraft } from './use-draft.ts'

const querySchema = z.object({
  topology: topologyName.default('2m-2s-async'),
  from: z.enum(['attach', 'files']).optional(),
})

export function NewClusterScreen(): ReactNode {
  const [query] = useQuery(querySchema)
  return query.from === 'files' ? <FromFilesScreen /> : <FromTopologyScreen />
}

function FromTopologyScreen(): ReactNode {
  const t = useTexts(newClusterTexts)
  const words = useTexts(fromFilesTexts)
  const navigate = useNavigate()
  const [query, setQuery] = useQuery(querySchema)
  const editing = useDraft(shapeOfTopology(query.topology))
  const { draft, report, isChecking, error } = editing
  const [working, setWorking] = useState<'create' | 'start' | null>(null)
  const [createError, setCreateError] = useState<unknown>(undefined)
  const home = useService()?.machine.home ?? ''

  const shape = draft?.shape ?? shapeOfTopology(query.topology)
  const findings = report?.findings ?? []
  const up = report?.preview.commands[0]?.command
  useStandsFor(up === undefined ? null : { says: t('standsFor'), command: up })

  const setShape = (next: DraftShape): void => {
    setCreateError(undefined)
    setQuery({ topology: next.topology })
    editing.setShape(next)
  }

  const create = async (start: boolean): Promise<void> => {
    if (draft === undefined) return
    setWorking(start ? 'start' : 'create')
    setCreateError(undefined)
    try {
      const { cluster } = await lab.call('clusters.create', { draft, start })
      editing.forget()
      await navigate(clusterPath(cluster, 'topology'))
    } catch (failure) {
      setCreateError(failure)
      setWorking(null)
    }
  }

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        answer={
          draft === undefined ? '' : draftSentence(shape, isChecking && report === undefined ? undefined : findings, t)
        }
        actions={
          <>
            <LinkButton icon={IconLog} to={newClusterPath({ from: 'files' })}>
              {words('entry')}
            </LinkButton>
            <Button icon={IconAttach} onClick={() => setQuery({ from: 'attach' }, { push: true })}>
              {t('attach')}
            </Button>
          </>
        }
      />
      <div className={css.scroll}>
        <div className={css.columns}>
          <ShapePicker shape={shape} onChange={setShape} />
          <div className={css.middle}>
            {draft === undefined ? (
              error === undefined ? (
                <Loading what={t('theDraft')} rows={10} />
              ) : (
                <ErrorRegion title={t('proposeFailed')} error={error} onRetry={editing.retry} />
              )
            ) : (
              <>
                <HostColumns
                  draft={draft}
                  findings={findings}
                  home={`${home}/clusters/${draft.name}`}
                  onCrossed={(isCrossed) => setShape({ ...shape, isCrossed })}
                  onNode={editing.editNode}
                />
                <ClusterSettings draft={draft} findings={findings} onEdit={editing.edit} onShape={setShape} />
                <PromiseTable shape={shape} />
              </>
            )}
          </div>
          <div className={css.right}>
            <DoctorPanel
              report={report}
              error={draft === undefined ? undefined : error}
              isChecking={isChecking && report !== undefined}
              onApply={(fixed) => {
                setQuery({ topology: fixed.shape.topology })
                editing.replace(fixed)
              }}
              onRetry={editing.retry}
            />
            <PreviewPanel report={report} />
          </div>
        </div>
      </div>
      <CreateBar
        name={draft?.name ?? ''}
        report={report}
        isChecking={isChecking}
        working={working}
        error={createError}
        onCreate={(start) => void create(start)}
      />
      <AttachDialog isOpen={query.from === 'attach'} onClose={() => setQuery({ from: undefined })} />
    </Screen>
  )
}
