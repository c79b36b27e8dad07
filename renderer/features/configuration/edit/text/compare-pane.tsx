/** What was changed in a file: against the file on disk as a diff, against what the node runs with key by key. */
import { lazy, Suspense, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { ConfigFile } from '../../../../../engine/contract/config-api.ts'
import { configEditTexts } from '../../../../i18n/config-edit.ts'
import { useTexts } from '../../../../i18n/use-texts.ts'
import { UNKNOWN } from '../../../../ui/format.ts'
import { Loading } from '../../../../ui/loading.tsx'
import { Segmented } from '../../../../ui/segmented.tsx'
import { valuesOf } from '../../shared/parsed-file.ts'
import css from './compare-pane.module.css'
import { compareWithRunning, type CompareRow } from './compare-rows.ts'

const DiffView = lazy(async () => ({ default: (await import('./diff-view.tsx')).DiffView }))

export interface ComparePaneProps {
  readonly file: ConfigFile
  readonly text: string
  readonly saved: string
  readonly onChoose: (key: string) => void
}

export function ComparePane(props: ComparePaneProps): ReactNode {
  const { file, text, saved } = props
  const t = useTexts(configEditTexts)
  const [side, setSide] = useState<'disk' | 'running'>(text === saved ? 'running' : 'disk')
  return (
    <div className={css.pane}>
      <div className={css.bar}>
        <span className="t3 s12">{t('compareWith')}</span>
        <Segmented
          label={t('compareWith')}
          size="sm"
          value={side}
          onChange={setSide}
          options={[
            { value: 'disk', label: t(file.source === 'file' ? 'withDisk' : 'withSource') },
            { value: 'running', label: t('withRunning') },
          ]}
        />
      </div>
      {side === 'running' ? (
        <RunningTable {...props} />
      ) : text === saved ? (
        <p className={css.note}>{t('sameAsDisk')}</p>
      ) : (
        <Suspense fallback={<Loading what={t('theEditor')} rows={6} />}>
          <DiffView
            key={t.language}
            label={t('diffAgainst', { node: file.node })}
            before={saved}
            after={text}
            language={t.language}
          />
        </Suspense>
      )}
    </div>
  )
}

function RunningTable({ file, text, onChoose }: ComparePaneProps): ReactNode {
  const t = useTexts(configEditTexts)
  const { running, kind, node } = file
  const comparison = useMemo(
    () => (running === null ? undefined : compareWithRunning(valuesOf(text), running, kind)),
    [running, text, kind],
  )
  if (comparison === undefined) return <p className={css.note}>{t('notRunning', { node })}</p>
  const { different, compared } = comparison
  if (different.length === 0) return <p className={css.note}>{t('sameAsRunning', { node, n: compared })}</p>
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={t('compareRunningRows', { node })}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('columnKey')}</th>
            <th scope="col">{t('columnText')}</th>
            <th scope="col">{t('columnRunning')}</th>
            <th scope="col">{t('columnDefault')}</th>
          </tr>
        </thead>
        <tbody>
          {different.map((row) => (
            <Row key={row.key} row={row} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, onChoose }: { readonly row: CompareRow; readonly onChoose: (key: string) => void }): ReactNode {
  const t = useTexts(configEditTexts)
  return (
    <tr>
      <th scope="row">
        <button type="button" className={css.key} onClick={() => onChoose(row.key)} title={row.key}>
          {row.key}
        </button>
      </th>
      <td title={row.text}>{row.text === undefined ? <span className="t3">{t('notSet')}</span> : row.text || '""'}</td>
      <td className={css.running} title={row.running}>
        ≠ {row.running || '""'}
      </td>
      <td className="t3" title={row.default}>
        {row.default ?? UNKNOWN}
      </td>
    </tr>
  )
}
