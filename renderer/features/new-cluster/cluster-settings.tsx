/** What holds for the cluster as a whole, and what its shape promises when something fails. */
import type { ReactNode } from 'react'
import type { ClusterDraft, DoctorFinding, DraftShape } from '../../../engine/contract/new-cluster-api.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import css from './cluster-settings.module.css'
import { withReplication } from './draft-shapes.ts'
import { newClusterTexts } from './new-cluster-texts.ts'
import { promisesOf } from './promises.ts'
import type { PromiseCell } from './promises.ts'

export interface ClusterSettingsProps {
  readonly draft: ClusterDraft
  readonly findings: readonly DoctorFinding[]
  readonly onEdit: (change: Partial<Pick<ClusterDraft, 'name' | 'brokerClusterName'>>) => void
  readonly onShape: (shape: DraftShape) => void
}

export function ClusterSettings({ draft, findings, onEdit, onShape }: ClusterSettingsProps): ReactNode {
  const t = useTexts(newClusterTexts)
  const textOf = useTextOf()
  const { shape } = draft
  const errorAt = (field: string): string | undefined => {
    const found = findings.find((finding) => finding.severity === 'error' && finding.field === field)
    return found === undefined ? undefined : textOf(found.title)
  }
  const hasSlaves = shape.slavesPerMaster > 0
  return (
    <div className={css.settings}>
      <TextField
        label={t('clusterName')}
        value={draft.name}
        maxLength={100}
        error={errorAt('name')}
        onChange={(name) => onEdit({ name })}
      />
      <TextField
        label={t('brokerClusterName')}
        value={draft.brokerClusterName}
        isMono
        maxLength={255}
        error={errorAt('brokerClusterName')}
        onChange={(brokerClusterName) => onEdit({ brokerClusterName })}
      />
      <SelectField
        label={t('replication')}
        value={hasSlaves ? shape.replication : null}
        placeholder={t('noReplication')}
        isDisabled={!hasSlaves}
        options={[
          { value: 'async', label: t('async') },
          { value: 'sync', label: t('sync') },
        ]}
        onChange={(replication) => onShape(withReplication(shape, replication))}
      />
      <SelectField
        label={t('flush')}
        value={shape.flush}
        options={[
          { value: 'ASYNC_FLUSH', label: t('flushAsync') },
          { value: 'SYNC_FLUSH', label: t('flushSync') },
        ]}
        onChange={(flush) => onShape({ ...shape, flush })}
      />
    </div>
  )
}

export function PromiseTable({ shape }: { shape: DraftShape }): ReactNode {
  const t = useTexts(newClusterTexts)
  const word = ({ text, tone }: PromiseCell): ReactNode => (
    <span className={tone}>
      {text === 'otherMaster' || text === 'fromOthers' ? t(text, { n: shape.masters - 1 }) : t(text)}
    </span>
  )
  return (
    <div className={css.tableBox}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('happens')}</th>
            <th scope="col">{t('sending')}</th>
            <th scope="col">{t('receiving')}</th>
            <th scope="col">{t('missing')}</th>
          </tr>
        </thead>
        <tbody>
          {promisesOf(shape).map((row) => (
            <tr key={row.event}>
              <th scope="row">{t(row.event)}</th>
              <td>{word(row.sending)}</td>
              <td>{word(row.receiving)}</td>
              <td>{word(row.missing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
