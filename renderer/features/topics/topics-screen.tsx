/** Topics: which there are, and of the one chosen its brokers, queues and readers. Create, change, delete. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import * as z from 'zod'
import { useLanguage } from '../../i18n/language.tsx'
import { resourcesTexts } from '../../i18n/resources.ts'
import { topicsTexts } from '../../i18n/topics.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useMqadminStrip } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { usePolled } from '../../stores/polled.ts'
import { useWritePermission } from '../../stores/write-permission.ts'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { count } from '../../ui/format.ts'
import { ResourceScreen } from '../../ui/resource-screen.tsx'
import { TopicDelete } from './topic-delete.tsx'
import { TopicDetailView } from './topic-detail.tsx'
import { TopicForm } from './topic-form.tsx'
import { listAnswer, topicAnswer } from './topic-words.ts'
import type { TopicKind, TopicRow } from './topic-words.ts'

const KINDS = ['normal', 'retry', 'dlq', 'system'] as const

const QUERY = z.object({
  q: z.string().default(''),
  kind: z.enum(KINDS).default('normal'),
})

const KIND_TEXTS = { normal: 'kindNormal', retry: 'kindRetry', dlq: 'kindDlq', system: 'kindSystem' } as const

type Dialog = 'create' | 'change' | 'delete'

export function TopicsScreen(): ReactNode {
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const language = useLanguage()
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
  const numberOf = (kind: TopicKind): string =>
    rows === undefined ? '' : ` ${count(rows.filter((row) => row.kind === kind).length)}`
  return (
    <ResourceScreen
      title={t('title')}
      scope={cluster}
      answer={answer}
      create={{ ...permission, label: t('create'), onClick: () => setDialog('create') }}
      query={query}
      kinds={KINDS.map((value) => ({ value, label: t(KIND_TEXTS[value]) + numberOf(value) }))}
      onQuery={setQuery}
      list={{
        ...list,
        label: t('list', { cluster }),
        words: { loading: t('theTopics'), failed: t('listNotRead', { cluster }) },
        table: (
          <TopicTable
            rows={shown}
            cluster={cluster}
            selected={topic ?? null}
            isStale={list.staleSinceMs !== undefined}
            onSelect={choose}
            empty={
              query.kind === 'normal' && rows?.some((row) => row.kind === 'normal') !== true ? (
                <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
              ) : (
                <Empty title={words('nothingFits')} />
              )
            }
          />
        ),
      }}
      detail={{
        ...detail,
        name: topic,
        words: { loading: t('theTopic', { topic: topic ?? '' }), failed: t('notRead', { topic: topic ?? '' }) },
        choose: { title: t('choose'), text: t('chooseText') },
        view: (value) => (
          <TopicDetailView
            cluster={cluster}
            detail={value}
            staleSinceMs={detail.staleSinceMs}
            permission={permission}
            onChange={() => setDialog('change')}
            onDelete={() => setDialog('delete')}
          />
        ),
      }}
    >
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
    </ResourceScreen>
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
