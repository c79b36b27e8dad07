/** Topics: which there are, and of the one chosen its brokers, queues and readers. Create, change, delete. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import * as z from 'zod'
import { useLanguage } from '../../i18n/language.tsx'
import { resourcesTexts } from '../../i18n/resources.ts'
import { topicsTexts } from '../../i18n/topics.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useMqadminStrip } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { usePolled } from '../../stores/polled.ts'
import { useWritePermission } from '../../stores/write-permission.ts'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { TextField } from '../../ui/field.tsx'
import { count } from '../../ui/format.ts'
import { IconFilter, IconPlus, IconRestart } from '../../ui/icons.tsx'
import { ListDetail } from '../../ui/list-detail.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { TopicDelete } from './topic-delete.tsx'
import { TopicDetailView } from './topic-detail.tsx'
import { TopicForm } from './topic-form.tsx'
import { listAnswer, topicAnswer } from './topic-words.ts'
import type { TopicKind, TopicRow } from './topic-words.ts'

const QUERY = z.object({
  q: z.string().default(''),
  kind: z.enum(['normal', 'retry', 'dlq', 'system']).default('normal'),
})

type Dialog = 'create' | 'change' | 'delete'

export function TopicsScreen(): ReactNode {
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const language = useLanguage()
  const textOf = useTextOf()
  const cluster = useClusterName()
  const { topic } = useParams()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [query, setQuery] = useQuery(QUERY)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const permission = useWritePermission(cluster)
  const list = usePolled('topics.list', { cluster })
  const detail = usePolled('topics.get', topic === undefined ? null : { cluster, topic })
  const rows = list.value?.topics

  const shown = useMemo(() => {
    const wanted = query.q.trim().toLowerCase()
    return (rows ?? []).filter((row) => row.kind === query.kind && row.topic.toLowerCase().includes(wanted))
  }, [rows, query.kind, query.q])
  const choose = (name: string): void => {
    void navigate({ pathname: clusterPath(cluster, 'topics', {}, name), search: params.toString() })
  }
  const refresh = (): Promise<unknown> => Promise.all([list.refresh(), detail.refresh()])
  useMqadminStrip(
    cluster,
    topic === undefined ? 'topicList' : `topicRoute -t ${shellWord(topic)}`,
    topic === undefined ? t('standsList') : t('standsRoute', { topic }),
  )

  const answer =
    detail.value !== undefined
      ? topicAnswer(detail.value, language)
      : rows === undefined
        ? ''
        : listAnswer(rows, cluster, language)
  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={answer}
        actions={
          <>
            <Button
              variant="ghost"
              icon={IconRestart}
              label={words('refresh')}
              title={words('refresh')}
              onClick={() => void refresh()}
            />
            <Button
              variant="primary"
              icon={IconPlus}
              isDisabled={!permission.isAllowed}
              {...(permission.reason === undefined ? {} : { reason: textOf(permission.reason) })}
              onClick={() => setDialog('create')}
            >
              {t('create')}
            </Button>
          </>
        }
      />
      <ScreenBody isPadded={false} scrolls={false}>
        <ListDetail
          listLabel={t('list', { cluster })}
          bar={
            <>
              <TextField
                label={words('filter')}
                isLabelHidden
                placeholder={words('filter')}
                icon={<IconFilter />}
                value={query.q}
                onChange={(q) => setQuery({ q })}
                isFilter
              />
              <KindSwitch rows={rows} kind={query.kind} onChange={(kind) => setQuery({ kind })} />
            </>
          }
          list={
            list.value === undefined ? (
              list.error === undefined ? (
                <Loading what={t('theTopics')} rows={8} />
              ) : (
                <ErrorRegion
                  title={t('listNotRead', { cluster })}
                  error={list.error}
                  onRetry={() => void list.refresh()}
                />
              )
            ) : (
              <TopicTable
                rows={shown}
                cluster={cluster}
                selected={topic ?? null}
                isStale={list.staleSinceMs !== undefined}
                onSelect={choose}
                empty={
                  rows?.some((row) => row.kind === query.kind) === true ? (
                    <Empty title={words('nothingFits')} />
                  ) : query.kind === 'normal' ? (
                    <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
                  ) : (
                    <Empty title={words('nothingFits')} />
                  )
                }
              />
            )
          }
          foot={
            list.staleSinceMs !== undefined ? (
              <StaleNote sinceMs={list.staleSinceMs} />
            ) : (list.value?.problems ?? []).length > 0 ? (
              list.value?.problems.map((problem) => <p key={problem.en}>{textOf(problem)}</p>)
            ) : undefined
          }
        >
          {topic === undefined ? (
            <Empty title={t('choose')}>{t('chooseText')}</Empty>
          ) : detail.value === undefined ? (
            detail.error === undefined ? (
              <Loading what={t('theTopic', { topic })} rows={10} />
            ) : (
              <ErrorRegion title={t('notRead', { topic })} error={detail.error} onRetry={() => void detail.refresh()} />
            )
          ) : (
            <TopicDetailView
              cluster={cluster}
              detail={detail.value}
              staleSinceMs={detail.staleSinceMs}
              permission={permission}
              onChange={() => setDialog('change')}
              onDelete={() => setDialog('delete')}
            />
          )}
        </ListDetail>
      </ScreenBody>
      {dialog === 'create' || (dialog === 'change' && detail.value !== undefined) ? (
        <TopicForm
          cluster={cluster}
          known={rows ?? []}
          detail={dialog === 'change' ? detail.value : undefined}
          warning={permission.warning}
          onSaved={async (name) => {
            await refresh()
            if (name !== topic) choose(name)
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'delete' && detail.value !== undefined ? (
        <TopicDelete
          cluster={cluster}
          detail={detail.value}
          warning={permission.warning}
          onDeleted={async () => {
            void navigate({ pathname: clusterPath(cluster, 'topics'), search: params.toString() })
            await list.refresh()
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </Screen>
  )
}

function KindSwitch(props: {
  rows: readonly TopicRow[] | undefined
  kind: TopicKind
  onChange: (kind: TopicKind) => void
}): ReactNode {
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const labels = { normal: t('kindNormal'), retry: t('kindRetry'), dlq: t('kindDlq'), system: t('kindSystem') }
  const numberOf = (kind: TopicKind): string =>
    props.rows === undefined ? '' : ` ${count(props.rows.filter((row) => row.kind === kind).length)}`
  return (
    <Segmented
      label={words('kinds')}
      size="sm"
      value={props.kind}
      options={(['normal', 'retry', 'dlq', 'system'] as const).map((value) => ({
        value,
        label: labels[value] + numberOf(value),
      }))}
      onChange={props.onChange}
    />
  )
}

function TopicTable(props: {
  rows: readonly TopicRow[]
  cluster: string
  selected: string | null
  isStale: boolean
  onSelect: (topic: string) => void
  empty: ReactNode
}): ReactNode {
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const columns: readonly Column<TopicRow>[] = [
    {
      key: 'topic',
      title: words('topic'),
      isMono: true,
      sortBy: (row) => row.topic,
      render: (row) => <span title={row.topic}>{row.topic}</span>,
    },
    {
      key: 'queues',
      title: words('queues'),
      isNumber: true,
      width: '86px',
      sortBy: (row) => row.readQueues,
      render: (row) => (row.brokers.length === 0 ? '–' : count(row.readQueues)),
    },
    {
      key: 'brokers',
      title: words('brokers'),
      isNumber: true,
      width: '80px',
      sortBy: (row) => row.brokers.length,
      render: (row) => (
        <span title={row.brokers.join(', ')}>{row.brokers.length === 0 ? '–' : count(row.brokers.length)}</span>
      ),
    },
  ]
  return (
    <DataTable
      label={t('list', { cluster: props.cluster })}
      columns={columns}
      rows={props.rows}
      rowKey={(row) => row.topic}
      selectedKey={props.selected}
      onSelect={(row) => props.onSelect(row.topic)}
      isStale={props.isStale}
      isFilling
      empty={props.empty}
    />
  )
}
