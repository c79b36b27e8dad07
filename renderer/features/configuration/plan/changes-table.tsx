/** Every change of a plan: key by key and node by node, what is in the file, what it becomes, what runs, when it takes effect. */
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import type { ConfigChange } from '../../../../engine/contract/config-api.ts'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import type { Column } from '../../../ui/data-table.tsx'
import { UNKNOWN } from '../../../ui/format.ts'
import { IconRestart } from '../../../ui/icons.tsx'
import css from './plan.module.css'

const EFFECTS = { now: 'effectNow', restart: 'effectRestart', none: 'effectNone' } as const

export interface ChangesTableProps {
  readonly changes: readonly ConfigChange[]
  readonly isStale: boolean
}

export function ChangesTable({ changes, isStale }: ChangesTableProps): ReactNode {
  const t = useTexts(configPlanTexts)
  const textOf = useTextOf()
  const columns = useMemo((): Column<ConfigChange>[] => {
    const inFile = (value: string | null): ReactNode =>
      value === null ? <span className="t3">{t('notInFile')}</span> : <span title={value}>{value}</span>
    return [
      { key: 'key', title: t('key'), isMono: true, sortBy: (row) => row.key, render: (row) => <b>{row.key}</b> },
      { key: 'node', title: t('node'), sortBy: (row) => row.node, render: (row) => row.node },
      { key: 'from', title: t('from'), isMono: true, render: (row) => inFile(row.from) },
      { key: 'to', title: t('to'), isMono: true, render: (row) => <b>{inFile(row.to)}</b> },
      { key: 'running', title: t('runsWith'), isMono: true, render: (row) => row.running ?? UNKNOWN },
      {
        key: 'effect',
        title: t('effect'),
        sortBy: (row) => row.effect,
        render: (row) => (
          <span className={css.effect} title={row.why === null ? undefined : textOf(row.why)}>
            <span className={css.effectWord}>
              {row.effect === 'restart' ? <IconRestart size={14} /> : null}
              {t(EFFECTS[row.effect])}
            </span>
            {row.why === null ? null : <span className={css.why}>{textOf(row.why)}</span>}
          </span>
        ),
      },
    ]
  }, [t, textOf])
  return (
    <DataTable
      label={t('changesOf')}
      columns={columns}
      rows={changes}
      rowKey={(row) => `${row.node} ${row.key}`}
      isStale={isStale}
    />
  )
}
