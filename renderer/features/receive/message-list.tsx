/** The live list of received messages: newest first, redrawn a few times a second, only what is seen is in the page. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { ConsumerView, ReceivedRow } from '../../../engine/contract/messages-api.ts'
import { receiveTexts } from '../../i18n/receive.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { BodyLine } from '../../ui/body-view.tsx'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { TextField } from '../../ui/field.tsx'
import { clockMillis, count, millis } from '../../ui/format.ts'
import { IconCheck, IconFilter, IconFreeze, IconPlay } from '../../ui/icons.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ToneDot } from '../../ui/state-mark.tsx'
import type { Tone } from '../../ui/tone.ts'
import { ConsumerMark } from './consumer-mark.tsx'
import css from './receive.module.css'
import { matchingRows } from './received-list.ts'

export const ROW_STATE = {
  consumed: { text: 'rowConsumed', tone: 'ok' },
  waiting: { text: 'rowWaiting', tone: 'busy' },
  'sent-back': { text: 'rowSentBack', tone: 'warn' },
  failed: { text: 'rowFailed', tone: 'bad' },
} as const satisfies Record<ReceivedRow['state'], { text: string; tone: Tone }>

export function rowKey(row: ReceivedRow): string {
  return `${row.consumer}:${row.seq}`
}

export interface MessageListProps {
  readonly rows: readonly ReceivedRow[]
  readonly consumers: readonly ConsumerView[]
  readonly skipped: number
  readonly selectedKey: string | null
  readonly onSelect: (row: ReceivedRow) => void
  readonly isHeld: boolean
  readonly newWhileHeld: number
  readonly onHold: (isHeld: boolean) => void
  readonly onCommitAll: (rows: readonly ReceivedRow[]) => void
}

export function MessageList(props: MessageListProps): ReactNode {
  const { rows, consumers, skipped, isHeld } = props
  const t = useTexts(receiveTexts)
  const [wanted, setWanted] = useState('')
  const shown = useMemo(() => matchingRows(rows, wanted), [rows, wanted])
  const numbers = useMemo(() => new Map(consumers.map((each) => [each.id, each.number])), [consumers])
  const waiting = useMemo(() => rows.filter((row) => row.state === 'waiting'), [rows])

  const columns = useMemo(
    (): readonly Column<ReceivedRow>[] => [
      {
        key: 'who',
        title: '',
        hint: t('who'),
        width: '32px',
        render: (row) => {
          const number = numbers.get(row.consumer)
          return number === undefined ? null : <ConsumerMark number={number} size={10} />
        },
      },
      { key: 'received', title: t('received'), width: '120px', isMono: true, render: (row) => clockMillis(row.atMs) },
      {
        key: 'tag',
        title: t('tag'),
        width: '84px',
        render: (row) => (row.tag === '' ? null : <Chip tone="line">{row.tag}</Chip>),
      },
      { key: 'key', title: t('key'), width: '128px', isMono: true, render: (row) => row.keys },
      {
        key: 'body',
        title: t('body'),
        render: (row) => <BodyLine preview={row.preview} bodyBytes={row.bodyBytes} />,
      },
      { key: 'queue', title: t('queue'), width: '92px', render: (row) => `${row.brokerName} ${row.queueId}` },
      { key: 'offset', title: t('offset'), width: '76px', isNumber: true, render: (row) => count(row.queueOffset) },
      {
        key: 'after',
        title: t('after'),
        hint: t('afterHint'),
        width: '76px',
        isNumber: true,
        render: (row) => millis(row.atMs - row.bornAtMs, t.language),
      },
      {
        key: 'state',
        title: t('state'),
        width: '108px',
        render: (row) => {
          const { text, tone } = ROW_STATE[row.state]
          return (
            <span className={css.rowState}>
              <ToneDot tone={tone} size={10} />
              <span className={tone}>{t(text)}</span>
            </span>
          )
        },
      },
    ],
    [t, numbers],
  )

  return (
    <Panel
      className={css.list ?? ''}
      title={t('messages')}
      note={skipped > 0 ? t('skipped', { n: count(skipped) }) : t('messagesNote')}
      actions={
        <>
          <TextField
            label={t('find')}
            isLabelHidden
            placeholder={t('find')}
            value={wanted}
            onChange={setWanted}
            icon={<IconFilter />}
            size="sm"
            isFilter
          />
          {waiting.length === 0 ? null : (
            <Button size="sm" icon={IconCheck} onClick={() => props.onCommitAll(waiting)}>
              {t('commitAll', { n: waiting.length })}
            </Button>
          )}
          <Button
            size="sm"
            icon={isHeld ? IconPlay : IconFreeze}
            isPressed={isHeld}
            onClick={() => props.onHold(!isHeld)}
          >
            {isHeld ? `${t('goOn')} · ${t('held', { n: props.newWhileHeld })}` : t('hold')}
          </Button>
        </>
      }
    >
      <div className={css.listBody}>
        <DataTable
          label={t('messages')}
          columns={columns}
          rows={shown}
          rowKey={rowKey}
          selectedKey={props.selectedKey}
          onSelect={props.onSelect}
          isFilling
          empty={
            <Empty title={rows.length === 0 ? t('empty') : t('noMatch')}>
              {consumers.length === 0 ? t('emptyAction') : undefined}
            </Empty>
          }
        />
      </div>
    </Panel>
  )
}
