/** Accounting: which runs there were, and of the one chosen (the newest when the address names none) what became of its messages. */
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { RunView, SendRow } from '../../../engine/contract/messages-api.ts'
import { runsTexts } from '../../i18n/runs.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useMqadminStrip } from '../../stores/mqadmin-line.ts'
import { usePolled } from '../../stores/polled.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { LinkButton } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { count, moment } from '../../ui/format.ts'
import { IconPlus } from '../../ui/icons.tsx'
import { ListDetail } from '../../ui/list-detail.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { MarkShape } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useRun } from '../send/use-run.ts'
import { RunAccount } from './run-account.tsx'
import { useRunSentence } from './run-sentence.ts'
import { runLook } from './run-state.tsx'
import css from './runs-screen.module.css'

const NO_ROWS: readonly SendRow[] = []

export function RunsScreen(): ReactNode {
  const t = useTexts(runsTexts)
  const cluster = useClusterName()
  const navigate = useNavigate()
  const { n } = useParams()
  const list = usePolled('runs.list', { cluster })
  const runs = list.value?.runs
  const number = runNumber(n) ?? runs?.[0]?.number
  const live = useRun(cluster, number)
  // The stream is ahead of the list and may still be of the run chosen before.
  const run = live.run?.number === number ? live.run : runs?.find((each) => each.number === number)
  const sentence = useRunSentence(run, live.run?.number === number ? live.rows : NO_ROWS)
  const group = run?.spec.accountingGroup ?? null
  const topic = run?.spec.message.topic ?? 'TopicTest'
  useMqadminStrip(
    cluster,
    group === null
      ? `topicStatus -t ${shellWord(topic)}`
      : `consumerProgress -g ${shellWord(group)} -t ${shellWord(topic)}`,
    group === null ? t('standsTopic', { topic }) : t('stands', { group }),
  )
  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={runs?.length === 0 ? t('answerNoRun') : sentence}
        actions={
          <LinkButton icon={IconPlus} to={clusterPath(cluster, 'send')}>
            {t('newRun')}
          </LinkButton>
        }
      />
      <ScreenBody isPadded={false} scrolls={false}>
        <ListDetail
          listLabel={t('list', { cluster })}
          bar={
            <span className="s12 t3">
              {list.staleSinceMs === undefined ? t('listNote') : <StaleNote sinceMs={list.staleSinceMs} />}
            </span>
          }
          list={
            runs === undefined && list.error !== undefined ? (
              <ErrorRegion title={t('unread', { cluster })} error={list.error} onRetry={() => void list.refresh()} />
            ) : runs === undefined ? (
              <Loading what={t('theRuns', { cluster })} rows={8} />
            ) : (
              <RunList
                cluster={cluster}
                runs={runs}
                live={live.run}
                chosen={number}
                isStale={list.staleSinceMs !== undefined}
                onChoose={(chosen) => void navigate(clusterPath(cluster, 'runs', {}, chosen))}
              />
            )
          }
        >
          {run !== undefined ? (
            <RunAccount run={run} />
          ) : runs?.length === 0 && number === undefined ? (
            <Empty
              title={t('emptyTitle')}
              action={
                <LinkButton variant="primary" icon={IconPlus} to={clusterPath(cluster, 'send')}>
                  {t('newRun')}
                </LinkButton>
              }
            >
              {t('emptyText')}
            </Empty>
          ) : live.failure !== undefined ? (
            <ErrorRegion title={t('runUnread', { n: number ?? 0 })} error={live.failure} />
          ) : (
            <Loading what={number === undefined ? t('theRuns', { cluster }) : t('theRun', { n: number })} rows={8} />
          )}
        </ListDetail>
      </ScreenBody>
    </Screen>
  )
}

function RunList(props: {
  cluster: string
  runs: readonly RunView[]
  /** Newer than its entry in the list. */
  live: RunView | undefined
  chosen: number | undefined
  isStale: boolean
  onChoose: (number: number) => void
}): ReactNode {
  const t = useTexts(runsTexts)
  const nowMs = useNow(60_000)
  const rows = props.runs.map((run) => (run.number === props.live?.number ? props.live : run))
  const columns: Column<RunView>[] = [
    { key: 'number', title: t('run'), width: '76px', render: (run) => <NumberCell run={run} /> },
    { key: 'topic', title: t('topic'), render: (run) => run.spec.message.topic },
    {
      key: 'acknowledged',
      title: t('headAcknowledged'),
      isNumber: true,
      width: '92px',
      render: (run) => count(run.acknowledged),
    },
    {
      key: 'missing',
      title: t('headMissing'),
      isNumber: true,
      width: '66px',
      render: (run) =>
        run.spec.accountingGroup === null ? (
          <span className="t3">–</span>
        ) : (
          <span className={run.missing > 0 ? 'bad' : 't3'}>{count(run.missing)}</span>
        ),
    },
    { key: 'started', title: t('started'), width: '84px', render: (run) => moment(run.startedAtMs, nowMs, t.language) },
  ]
  return (
    <DataTable
      label={t('list', { cluster: props.cluster })}
      columns={columns}
      rows={rows}
      rowKey={(run) => String(run.number)}
      selectedKey={props.chosen === undefined ? null : String(props.chosen)}
      onSelect={(run) => props.onChoose(run.number)}
      isStale={props.isStale}
      isFilling
      empty={<Empty title={t('emptyTitle')} />}
    />
  )
}

function NumberCell({ run }: { run: RunView }): ReactNode {
  const t = useTexts(runsTexts)
  return (
    <span className={css.number} title={t(run.state)} data-state={run.state}>
      <MarkShape state={runLook(run).mark} />#{run.number} <span className="visually-hidden">{t(run.state)}</span>
    </span>
  )
}

/** The run of the address; anything else in its place chooses the newest. */
function runNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}
