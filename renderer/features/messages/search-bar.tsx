/** The form of a search: by what, in which topic, and the fields that this needs. Nothing is searched before the button or Enter. */
import { useMemo, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { messagesTexts } from '../../i18n/messages.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useScreenKeys } from '../../keys/screen-keys.ts'
import { usePolled } from '../../stores/polled.ts'
import { Button } from '../../ui/button.tsx'
import { NumberField, SelectField, TextField } from '../../ui/field.tsx'
import { dateTime } from '../../ui/format.ts'
import { IconSearch } from '../../ui/icons.tsx'
import { parseMoment } from '../../ui/parse-moment.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { missingField } from './message-search.ts'
import type { Search } from './message-search.ts'
import css from './messages.module.css'

const HOUR_MS = 3_600_000

export interface SearchBarProps {
  readonly cluster: string
  readonly search: Search
  readonly isSearching: boolean
  readonly onSearch: (search: Search) => void
}

export function SearchBar({ cluster, search, isSearching, onSearch }: SearchBarProps): ReactNode {
  const t = useTexts(messagesTexts)
  const [draft, setDraft] = useState<Search>(search)
  const change = (part: Partial<Search>): void => setDraft((before) => ({ ...before, ...part }))
  const missing = missingField(draft)
  const labels = {
    topic: t('topic'),
    from: t('from'),
    to: t('to'),
    broker: t('broker'),
    key: t('key'),
    id: t('id'),
  }
  const submit = (): void => {
    if (missing === undefined) onSearch(draft)
  }
  useScreenKeys({ 'Ctrl+Enter': submit })
  return (
    <form
      className={css.search}
      role="search"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        submit()
      }}
    >
      <div>
        <div className={css.label}>{t('by')}</div>
        <Segmented
          label={t('by')}
          value={draft.by}
          options={[
            { value: 'time', label: t('byTime') },
            { value: 'offset', label: t('byOffset') },
            { value: 'key', label: t('byKey') },
            { value: 'id', label: t('byId') },
          ]}
          onChange={(by) => change({ by })}
        />
      </div>
      {draft.by === 'id' ? <IdFields draft={draft} change={change} /> : null}
      <TopicChoice cluster={cluster} draft={draft} change={change} />
      {draft.by === 'time' ? <TimeFields draft={draft} change={change} /> : null}
      {draft.by === 'offset' ? <OffsetFields cluster={cluster} draft={draft} change={change} /> : null}
      {draft.by === 'key' ? (
        <TextField
          className={css.wide ?? ''}
          label={t('key')}
          value={draft.key}
          onChange={(key) => change({ key })}
          isMono
        />
      ) : null}
      <Button
        type="submit"
        variant="primary"
        icon={IconSearch}
        isBusy={isSearching}
        isDisabled={missing !== undefined}
        {...(missing === undefined ? {} : { reason: t('missing', { field: labels[missing] }) })}
      >
        {t('search')}
      </Button>
    </form>
  )
}

interface FieldsProps {
  readonly draft: Search
  readonly change: (part: Partial<Search>) => void
}

function TopicChoice({ cluster, draft, change }: FieldsProps & { cluster: string }): ReactNode {
  const t = useTexts(messagesTexts)
  const list = usePolled('topics.list', { cluster }, 10_000)
  const options = useMemo(() => {
    const rank = { normal: 0, retry: 1, dlq: 2, system: 3 }
    const topics = [...(list.value?.topics ?? [])].sort((a, b) => rank[a.kind] - rank[b.kind])
    const names = topics.map(({ topic }) => topic)
    if (draft.topic !== '' && !names.includes(draft.topic)) names.unshift(draft.topic)
    return names.map((value) => ({ value, label: value }))
  }, [list.value, draft.topic])
  return (
    <SelectField
      className={css.topic ?? ''}
      label={t('topic')}
      value={draft.topic === '' ? null : draft.topic}
      options={options}
      onChange={(topic) => change({ topic, broker: '', queue: 0 })}
      placeholder={draft.by === 'id' ? t('topicIdHint') : t('topicChoose')}
      isSearchable
    />
  )
}

function TimeFields({ draft, change }: FieldsProps): ReactNode {
  const t = useTexts(messagesTexts)
  const problemOf = (text: string): string | undefined =>
    text !== '' && parseMoment(text) === undefined ? t('timeBad') : undefined
  return (
    <>
      <SelectField
        label={t('when')}
        value={draft.range}
        options={[
          { value: '15m', label: t('range15m') },
          { value: '1h', label: t('range1h') },
          { value: '1d', label: t('range1d') },
          { value: 'all', label: t('rangeAll') },
          { value: 'custom', label: t('rangeCustom') },
        ]}
        onChange={(range) =>
          change(
            range === 'custom' && draft.from === ''
              ? { range, from: secondsText(Date.now() - HOUR_MS), to: secondsText(Date.now()) }
              : { range },
          )
        }
      />
      {draft.range === 'custom' ? (
        <>
          <TextField
            className={css.time ?? ''}
            label={t('from')}
            value={draft.from}
            onChange={(from) => change({ from })}
            error={problemOf(draft.from)}
            isMono
          />
          <TextField
            className={css.time ?? ''}
            label={t('to')}
            value={draft.to}
            onChange={(to) => change({ to })}
            error={problemOf(draft.to)}
            isMono
          />
        </>
      ) : null}
    </>
  )
}

function OffsetFields({ cluster, draft, change }: FieldsProps & { cluster: string }): ReactNode {
  const t = useTexts(messagesTexts)
  const detail = usePolled('topics.get', draft.topic === '' ? null : { cluster, topic: draft.topic }, 10_000)
  const queues = detail.value?.queues ?? []
  const keyOf = (queue: { readonly brokerName: string; readonly queueId: number }): string =>
    `${queue.brokerName} ${queue.queueId}`
  const chosen = draft.broker === '' ? null : `${draft.broker} ${draft.queue}`
  const keys = queues.map(keyOf)
  const options = [...(chosen === null || keys.includes(chosen) ? [] : [chosen]), ...keys]
  const border = queues.find((queue) => keyOf(queue) === chosen)
  return (
    <>
      <SelectField
        label={t('queue')}
        value={chosen}
        options={options.map((value) => ({ value, label: value }))}
        onChange={(value) => {
          const queue = queues.find((each) => keyOf(each) === value)
          if (queue !== undefined) {
            change({ broker: queue.brokerName, queue: queue.queueId, offset: queue.minOffset ?? 0 })
          }
        }}
      />
      <NumberField
        className={css.offset ?? ''}
        label={
          border?.minOffset === null || border === undefined
            ? t('offset')
            : `${t('offset')} (${border.minOffset}–${Math.max(border.minOffset, (border.maxOffset ?? 1) - 1)})`
        }
        value={draft.offset}
        onChange={(offset) => change({ offset: offset ?? 0 })}
        min={0}
      />
    </>
  )
}

function IdFields({ draft, change }: FieldsProps): ReactNode {
  const t = useTexts(messagesTexts)
  return (
    <TextField
      className={css.id ?? ''}
      label={t('id')}
      value={draft.id}
      onChange={(id) => change({ id })}
      isMono
      maxLength={64}
    />
  )
}

function secondsText(atMs: number): string {
  return dateTime(atMs).slice(0, 19)
}
