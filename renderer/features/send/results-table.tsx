/** The latest results of sends: what each was answered, where it stands, how long it took; any can be sent again. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { SendRow, SendStatus } from '../../../engine/contract/messages-api.ts'
import { sendTexts } from '../../i18n/send.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { TextField } from '../../ui/field.tsx'
import { clockMillis, count, millis, UNKNOWN } from '../../ui/format.ts'
import { IconRedo, IconSearch } from '../../ui/icons.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ToneDot } from '../../ui/state-mark.tsx'
import type { Tone } from '../../ui/tone.ts'
import css from './send.module.css'

export const STATUS_TONE: Readonly<Record<SendStatus, Tone>> = {
  SEND_OK: 'ok',
  ONE_WAY: 'idle',
  FLUSH_DISK_TIMEOUT: 'warn',
  FLUSH_SLAVE_TIMEOUT: 'warn',
  SLAVE_NOT_AVAILABLE: 'warn',
  FAILED: 'bad',
}

export interface ResultsTableProps {
  readonly rows: readonly SendRow[]
  readonly onSendAgain: (row: SendRow) => void
}

export function ResultsTable({ rows, onSendAgain }: ResultsTableProps): ReactNode {
  const t = useTexts(sendTexts)
  const textOf = useTextOf()
  const [wanted, setWanted] = useState('')
  const shown = useMemo(() => matching(rows, wanted), [rows, wanted])

  const columns: readonly Column<SendRow>[] = [
    { key: 'time', title: t('time'), width: '112px', isMono: true, render: (row) => clockMillis(row.atMs) },
    {
      key: 'status',
      title: t('status'),
      width: '176px',
      render: (row) => (
        <span className={css.status} title={row.problem === null ? undefined : textOf(row.problem)}>
          <ToneDot tone={STATUS_TONE[row.status]} size={10} />
          <span className={STATUS_TONE[row.status]}>{row.status}</span>
        </span>
      ),
    },
    {
      key: 'key',
      title: t('key'),
      width: '100px',
      isMono: true,
      render: (row) => <span title={row.keys}>{row.keys}</span>,
    },
    { key: 'broker', title: t('broker'), width: '78px', render: (row) => row.brokerName ?? UNKNOWN },
    { key: 'queue', title: t('queueId'), width: '56px', isNumber: true, render: (row) => row.queueId ?? UNKNOWN },
    { key: 'offset', title: t('offset'), width: '80px', isNumber: true, render: (row) => count(row.queueOffset) },
    { key: 'took', title: t('took'), width: '66px', isNumber: true, render: (row) => millis(row.tookMs, t.language) },
    {
      key: 'id',
      title: t('messageId'),
      // The rest of the width, and why there is none where there is none.
      render: (row) => <Stored id={row.messageId} why={row.problem === null ? UNKNOWN : textOf(row.problem)} />,
    },
    {
      key: 'again',
      title: '',
      width: '42px',
      render: (row) => (
        <Button
          variant="ghost"
          size="sm"
          icon={IconRedo}
          label={t('sendAgain', { key: row.keys })}
          title={t('sendAgain', { key: row.keys })}
          onClick={() => onSendAgain(row)}
        />
      ),
    },
  ]

  return (
    <Panel
      className={css.results ?? ''}
      title={t('results')}
      note={t('resultsNote')}
      actions={
        <TextField
          label={t('find')}
          isLabelHidden
          placeholder={t('find')}
          value={wanted}
          onChange={setWanted}
          icon={<IconSearch />}
          size="sm"
          isFilter
        />
      }
    >
      <div className={css.resultsBody}>
        <DataTable
          label={t('results')}
          columns={columns}
          rows={shown}
          rowKey={(row) => `${row.seq} ${row.atMs}`}
          isFilling
          isFixed
          empty={<Empty title={rows.length === 0 ? t('resultsEmpty') : t('resultsNoMatch')} />}
        />
      </div>
    </Panel>
  )
}

/** The end of an id tells messages apart: what is cut off is its beginning. */
function Stored({ id, why }: { id: string | null; why: string }): ReactNode {
  if (id === null) return <span title={why}>{why}</span>
  return (
    <span className={css.id} title={id}>
      <bdi>{id}</bdi>
    </span>
  )
}

function matching(rows: readonly SendRow[], wanted: string): readonly SendRow[] {
  const needle = wanted.trim().toLowerCase()
  if (needle === '') return rows
  return rows.filter((row) =>
    [row.messageId ?? '', row.keys, row.status, row.brokerName ?? ''].some((text) =>
      text.toLowerCase().includes(needle),
    ),
  )
}
