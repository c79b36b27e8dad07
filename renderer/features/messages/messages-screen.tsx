/** Messages: what brokers have stored, searched by time, offset, key or id without a consumer; one message with everything about it. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import { lab } from '../../api/lab.ts'
import { messagesTexts } from '../../i18n/messages.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useMqadminStrip } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { TextField } from '../../ui/field.tsx'
import { count } from '../../ui/format.ts'
import { IconFilter } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Note, Panel } from '../../ui/panel.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { MessageDrawer } from './message-drawer.tsx'
import { callOf, lineOf, parsePlace, placeText, SEARCH_QUERY } from './message-search.ts'
import type { MessageRow, Search, SearchCall } from './message-search.ts'
import { MessageTable } from './message-table.tsx'
import css from './messages.module.css'
import { SearchBar } from './search-bar.tsx'

type Found = OutputOf<LabApi['messages.byTime']>

export function MessagesScreen(): ReactNode {
  const t = useTexts(messagesTexts)
  const textOf = useTextOf()
  const cluster = useClusterName()
  const [query, setQuery] = useQuery(SEARCH_QUERY)
  const { m, ...search } = query
  const { found, error, isSearching, again, askedAtMs } = useSearch(cluster, search)
  const [filter, setFilter] = useState('')
  const rows = useMemo(() => fitting(found?.messages ?? [], filter), [found, filter])
  const place = parsePlace(m)
  const topicOfOpen =
    found?.messages.find((row) => placeText(row) === m)?.topic ?? (search.topic === '' ? undefined : search.topic)
  const opened = place === undefined || topicOfOpen === undefined ? undefined : { ...place, topic: topicOfOpen }
  useMqadminStrip(
    cluster,
    opened === undefined
      ? lineOf(search, askedAtMs, shellWord)
      : `queryMsgByOffset -t ${shellWord(opened.topic)} -b ${shellWord(opened.brokerName)} -i ${opened.queueId} -o ${opened.queueOffset}`,
    opened === undefined ? t('stands') : t('standsMessage'),
  )

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={isSearching ? t('answerSearching', { topic: search.topic || search.id }) : answerOf(found, search, t)}
      />
      <SearchBar
        key={JSON.stringify(search)}
        cluster={cluster}
        search={search}
        isSearching={isSearching}
        onSearch={(next) => {
          setFilter('')
          setQuery({ ...next, m: undefined }, { push: true })
          again()
        }}
      />
      <ScreenBody
        scrolls={false}
        className={css.body ?? ''}
        drawer={
          opened === undefined ? undefined : (
            <MessageDrawer
              key={placeText(opened)}
              cluster={cluster}
              at={opened}
              onOpen={(next) => setQuery({ m: placeText(next) })}
              onClose={() => setQuery({ m: undefined })}
            />
          )
        }
      >
        {error !== undefined ? (
          <ErrorRegion title={t('notFound')} error={error} onRetry={again} />
        ) : found === undefined ? (
          isSearching ? (
            <Loading what={t('theMessages', { topic: search.topic })} rows={12} />
          ) : (
            <Empty title={t('startTitle')}>{t('startText')}</Empty>
          )
        ) : (
          <>
            {found.problems.length === 0 ? null : (
              <Note tone="warn">
                {found.problems.map((problem) => (
                  <p key={problem.en}>{textOf(problem)}</p>
                ))}
              </Note>
            )}
            {found.messages.length === 0 ? (
              <NothingFound
                search={search}
                onSearchAll={() => {
                  setQuery({ range: 'all' }, { push: true })
                  again()
                }}
              />
            ) : (
              <Panel
                className={css.panel ?? ''}
                title={t('list')}
                note={count(found.messages.length)}
                actions={
                  <TextField
                    className={css.filter ?? ''}
                    label={t('filter')}
                    isLabelHidden
                    placeholder={t('filter')}
                    icon={<IconFilter />}
                    size="sm"
                    value={filter}
                    onChange={setFilter}
                    isFilter
                  />
                }
              >
                <div className={css.table}>
                  <MessageTable
                    rows={rows}
                    selected={m ?? null}
                    isNarrow={opened !== undefined}
                    onOpen={(row) => setQuery({ m: placeText(row) })}
                  />
                </div>
              </Panel>
            )}
          </>
        )}
      </ScreenBody>
    </Screen>
  )
}

function NothingFound({ search, onSearchAll }: { search: Search; onSearchAll: () => void }): ReactNode {
  const t = useTexts(messagesTexts)
  const { by, topic, range } = search
  const text = by === 'key' ? t('emptyKey', { topic }) : by === 'id' ? t('emptyId') : t('emptyTime', { topic })
  const canWiden = by === 'time' && range !== 'all'
  return (
    <Empty
      title={t('emptyTitle')}
      {...(canWiden ? { action: <Button onClick={onSearchAll}>{t('searchAll')}</Button> } : {})}
    >
      {text}
    </Empty>
  )
}

interface SearchState {
  readonly key: string
  readonly found: Found | undefined
  readonly error: unknown
  readonly isSearching: boolean
  readonly askedAtMs: number
}

/** Makes the search of the address, once for each change and each `again`. Only the answer to the latest counts. */
function useSearch(cluster: string, search: Search): Omit<SearchState, 'key'> & { readonly again: () => void } {
  const key = JSON.stringify([cluster, search])
  const [round, setRound] = useState(0)
  const [state, setState] = useState<SearchState>(() => ({ ...NOTHING, key: '', askedAtMs: Date.now() }))
  const latest = useRef(search)
  useEffect(() => {
    latest.current = search
  })
  useEffect(() => {
    const askedAtMs = Date.now()
    const call = callOf(cluster, latest.current, askedAtMs)
    if (call === undefined) return undefined
    let isWanted = true
    const settle = (outcome: Partial<SearchState>): void => {
      if (isWanted) setState({ ...NOTHING, key, askedAtMs, ...outcome })
    }
    ask(call).then(
      (found) => settle({ found }),
      (error: unknown) => settle({ error }),
    )
    // After 150 ms the region says that it waits; before, nothing flickers.
    setState((before) => ({ ...before, isSearching: true }))
    return () => {
      isWanted = false
    }
  }, [cluster, key, round])
  const canSearch = callOf(cluster, search, state.askedAtMs) !== undefined
  const shown = state.key === key || state.isSearching ? state : { ...NOTHING, askedAtMs: state.askedAtMs }
  return { ...(canSearch ? shown : { ...NOTHING, askedAtMs: state.askedAtMs }), again: () => setRound((n) => n + 1) }
}

const NOTHING = { found: undefined, error: undefined, isSearching: false } as const

function ask(call: SearchCall): Promise<Found> {
  switch (call.name) {
    case 'messages.byTime':
      return lab.call(call.name, call.input)
    case 'messages.byOffset':
      return lab.call(call.name, call.input)
    case 'messages.byKey':
      return lab.call(call.name, call.input)
    case 'messages.byId':
      return lab.call(call.name, call.input)
  }
}

function answerOf(found: Found | undefined, search: Search, t: Translate<typeof messagesTexts.texts>): string {
  if (found === undefined) return t('answerAsk')
  const n = found.messages.length
  const topic = found.messages[0]?.topic ?? search.topic
  if (n === 0) return t('answerNone', { topic: topic || search.id })
  if (search.by === 'offset') {
    return t('answerOffset', { n: count(n), offset: count(search.offset), queue: search.queue, broker: search.broker })
  }
  return found.isTruncated ? t('answerFoundMore', { n: count(n), topic }) : t('answerFound', { n: count(n), topic })
}

/** Rows whose key, tag, id, place or first bytes contain the text. */
function fitting(rows: readonly MessageRow[], filter: string): readonly MessageRow[] {
  const wanted = filter.trim().toLowerCase()
  if (wanted === '') return rows
  return rows.filter((row) =>
    `${row.keys} ${row.tag} ${row.messageId} ${row.brokerName} ${row.queueId} ${readable(row.preview)}`
      .toLowerCase()
      .includes(wanted),
  )
}

function readable(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)))
}
