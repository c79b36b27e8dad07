/** The messages that a search found: when, what, where. */
import type { ReactNode } from 'react'
import { useLanguage } from '../../i18n/language.tsx'
import { messagesTexts } from '../../i18n/messages.ts'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { BodyLine } from '../../ui/body-view.tsx'
import { Chip } from '../../ui/chip.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { bytes, count, dateTime, moment } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { placeText } from './message-search.ts'
import type { MessageRow } from './message-search.ts'
import css from './messages.module.css'

const NOW_STEP_MS = 60_000
/** Longer tables have columns of fixed width. */
const FIXED_FROM_ROWS = 100

export interface MessageTableProps {
  readonly rows: readonly MessageRow[]
  readonly selected: string | null
  /** A drawer stands beside it: the columns that it shows too are left out. */
  readonly isNarrow: boolean
  readonly onOpen: (row: MessageRow) => void
}

export function MessageTable({ rows, selected, isNarrow, onOpen }: MessageTableProps): ReactNode {
  const t = useTexts(messagesTexts)
  const words = useTexts(resourcesTexts)
  const language = useLanguage()
  const nowMs = useNow(NOW_STEP_MS)
  const today = new Date(nowMs).toDateString()
  const isToday = rows.every((row) => new Date(row.storedAtMs).toDateString() === today)
  const hasTags = rows.some((row) => row.tag !== '')
  const all: readonly Column<MessageRow>[] = [
    {
      key: 'stored',
      title: t('stored'),
      width: isToday ? '112px' : '210px',
      sortBy: (row) => row.storedAtMs,
      render: (row) => <span title={dateTime(row.storedAtMs)}>{moment(row.storedAtMs, nowMs, language, true)}</span>,
    },
    {
      key: 'tag',
      title: t('tag'),
      width: '100px',
      sortBy: (row) => row.tag,
      render: (row) => (row.tag === '' ? null : <Chip tone="line">{row.tag}</Chip>),
    },
    {
      key: 'keys',
      title: t('keys'),
      isMono: true,
      width: '130px',
      sortBy: (row) => row.keys,
      render: (row) => <span title={row.keys}>{row.keys}</span>,
    },
    {
      key: 'body',
      title: t('body'),
      // In a short list columns are as wide as what they hold: this one takes what is left and cuts the rest off.
      ...(rows.length > FIXED_FROM_ROWS ? {} : { width: '100%' }),
      render: (row) => (
        <span className={css.bodyCell}>
          <BodyLine preview={row.preview} bodyBytes={row.bodyBytes} />
        </span>
      ),
    },
    {
      key: 'place',
      title: t('place'),
      width: '110px',
      sortBy: (row) => `${row.brokerName} ${row.queueId}`,
      render: (row) => `${row.brokerName} ${row.queueId}`,
    },
    {
      key: 'offset',
      title: t('queueOffset'),
      isNumber: true,
      isMono: true,
      width: '90px',
      sortBy: (row) => row.queueOffset,
      render: (row) => count(row.queueOffset),
    },
    {
      key: 'size',
      title: t('size'),
      isNumber: true,
      width: '80px',
      sortBy: (row) => row.bodyBytes,
      render: (row) => bytes(row.bodyBytes),
    },
  ]
  const columns = all.filter(({ key }) => !(isNarrow && key === 'size') && !(key === 'tag' && !hasTags))
  return (
    <DataTable
      label={t('list')}
      columns={columns}
      rows={rows}
      rowKey={placeText}
      selectedKey={selected}
      onSelect={onOpen}
      isFilling
      empty={<Empty title={words('nothingFits')} />}
    />
  )
}
