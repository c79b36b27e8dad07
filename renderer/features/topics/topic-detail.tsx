/** One topic: key figures, the brokers it lives on, its queues with their offsets, the groups that read it. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useLanguage } from '../../i18n/language.tsx'
import { resourcesTexts } from '../../i18n/resources.ts'
import { topicsTexts } from '../../i18n/topics.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import type { WritePermission } from '../../stores/write-permission.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ago, count, dateTime, UNKNOWN } from '../../ui/format.ts'
import { IconEdit, IconMessage, IconReceive, IconSend, IconTrash } from '../../ui/icons.tsx'
import { DetailHead, FigureRow } from '../../ui/list-detail.tsx'
import { KeyValues, Note, Panel } from '../../ui/panel.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { Stat } from '../../ui/stat.tsx'
import { useNow } from '../../ui/use-now.ts'
import { lastMessageMs, messagesIn, permText } from './topic-words.ts'
import type { TopicDetail } from './topic-words.ts'

type BrokerRow = TopicDetail['brokers'][number]
type QueueRow = TopicDetail['queues'][number]
type ReaderRow = TopicDetail['readers'][number]

export interface TopicDetailViewProps {
  readonly cluster: string
  readonly detail: TopicDetail
  readonly staleSinceMs: number | undefined
  readonly permission: WritePermission
  readonly onChange: () => void
  readonly onDelete: () => void
}

export function TopicDetailView(props: TopicDetailViewProps): ReactNode {
  const { cluster, detail, staleSinceMs } = props
  const t = useTexts(topicsTexts)
  const textOf = useTextOf()
  const language = useLanguage()
  const nowMs = useNow()
  const isStale = staleSinceMs !== undefined
  const lastMs = lastMessageMs(detail)
  return (
    <>
      <DetailHead name={detail.topic} marks={<Marks detail={detail} />} actions={<Actions {...props} />} />
      {isStale ? <StaleNote sinceMs={staleSinceMs} /> : null}
      {detail.problems.length === 0 ? null : (
        <Note tone="warn">
          {detail.problems.map((problem) => (
            <p key={problem.en}>{textOf(problem)}</p>
          ))}
        </Note>
      )}
      <FigureRow>
        <Stat size="large" label={t('figMessages')} value={count(messagesIn(detail))} isStale={isStale} />
        <Stat size="large" label={t('figQueues')} value={count(detail.queues.length)} isStale={isStale} />
        <Stat size="large" label={t('figBrokers')} value={count(detail.brokers.length)} isStale={isStale} />
        <Stat size="large" label={t('figReaders')} value={count(detail.groups.length)} isStale={isStale} />
        <Stat
          size="large"
          label={t('figLast')}
          value={lastMs === null ? UNKNOWN : ago(lastMs, nowMs, language)}
          isStale={isStale}
          {...(lastMs === null ? {} : { title: dateTime(lastMs) })}
        />
      </FigureRow>
      <Readers cluster={cluster} detail={detail} isStale={isStale} />
      <Queues cluster={cluster} detail={detail} isStale={isStale} />
      <Brokers detail={detail} isStale={isStale} />
      {detail.attributes.length === 0 ? null : (
        <Panel title={t('attributes')} isPadded>
          <KeyValues
            rows={detail.attributes.map(([name, value]) => [
              <code key={name}>{name}</code>,
              <code key={`${name} value`}>{value}</code>,
            ])}
          />
        </Panel>
      )}
    </>
  )
}

function Marks({ detail }: { detail: TopicDetail }): ReactNode {
  const t = useTexts(topicsTexts)
  return (
    <>
      {detail.kind === 'retry' ? <Chip>{t('chipRetry')}</Chip> : null}
      {detail.kind === 'dlq' ? <Chip tone="bad">{t('chipDlq')}</Chip> : null}
      {detail.kind === 'system' ? <Chip>{t('chipSystem')}</Chip> : null}
      {detail.isOrdered ? <Chip>{t('chipOrdered')}</Chip> : null}
    </>
  )
}

function Actions({ cluster, detail, permission, onChange, onDelete }: TopicDetailViewProps): ReactNode {
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const { topic } = detail
  const off = permission.isAllowed
    ? {}
    : { isDisabled: true, ...(permission.reason === undefined ? {} : { reason: textOf(permission.reason) }) }
  return (
    <>
      <LinkButton icon={IconMessage} to={clusterPath(cluster, 'messages', { topic, range: 'all' })}>
        {words('messages')}
      </LinkButton>
      {detail.kind === 'system' ? null : (
        <>
          {detail.kind === 'normal' ? (
            <LinkButton icon={IconSend} to={clusterPath(cluster, 'send', { topic })}>
              {words('send')}
            </LinkButton>
          ) : null}
          <LinkButton icon={IconReceive} to={clusterPath(cluster, 'receive', { topic })}>
            {words('receive')}
          </LinkButton>
          <Button icon={IconEdit} onClick={onChange} {...off}>
            {words('change')}
          </Button>
          <Button icon={IconTrash} onClick={onDelete} {...off}>
            {words('delete')}
          </Button>
        </>
      )}
    </>
  )
}

function Readers({ cluster, detail, isStale }: { cluster: string; detail: TopicDetail; isStale: boolean }): ReactNode {
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const columns: readonly Column<ReaderRow>[] = [
    {
      key: 'group',
      title: words('group'),
      isMono: true,
      sortBy: (row) => row.group,
      render: (row) => <Link to={clusterPath(cluster, 'groups', {}, row.group)}>{row.group}</Link>,
    },
    {
      key: 'model',
      title: t('model'),
      render: (row) =>
        row.model === null ? UNKNOWN : row.model === 'BROADCASTING' ? words('broadcasting') : words('clustering'),
    },
    {
      key: 'members',
      title: words('members'),
      isNumber: true,
      sortBy: (row) => row.members,
      render: (row) => count(row.members),
    },
    {
      key: 'waiting',
      title: words('waiting'),
      isNumber: true,
      sortBy: (row) => row.waiting,
      render: (row) => <b>{count(row.waiting)}</b>,
    },
  ]
  return (
    <Panel title={t('readers')}>
      <DataTable
        label={t('readers')}
        columns={columns}
        rows={detail.readers}
        rowKey={(row) => row.group}
        isStale={isStale}
        empty={<Empty title={t('readersNone')}>{t('readersNoneText')}</Empty>}
      />
    </Panel>
  )
}

function Queues({ cluster, detail, isStale }: { cluster: string; detail: TopicDetail; isStale: boolean }): ReactNode {
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const language = useLanguage()
  const nowMs = useNow()
  const columns: readonly Column<QueueRow>[] = [
    {
      key: 'broker',
      title: words('broker'),
      sortBy: (row) => `${row.brokerName} ${String(row.queueId).padStart(6, '0')}`,
      render: (row) => row.brokerName,
    },
    { key: 'queue', title: words('queue'), isNumber: true, sortBy: (row) => row.queueId, render: (row) => row.queueId },
    { key: 'min', title: t('minOffset'), isNumber: true, isMono: true, render: (row) => count(row.minOffset) },
    {
      key: 'max',
      title: t('maxOffset'),
      isNumber: true,
      isMono: true,
      sortBy: (row) => row.maxOffset,
      render: (row) => count(row.maxOffset),
    },
    {
      key: 'messages',
      title: t('messages'),
      isNumber: true,
      sortBy: (row) => row.messages,
      render: (row) => <b>{count(row.messages)}</b>,
    },
    {
      key: 'last',
      title: t('lastAt'),
      isNumber: true,
      sortBy: (row) => row.lastUpdateMs,
      render: (row) => (
        <span title={dateTime(row.lastUpdateMs)}>
          {row.lastUpdateMs === null ? UNKNOWN : ago(row.lastUpdateMs, nowMs, language)}
        </span>
      ),
    },
    {
      key: 'browse',
      title: t('browse'),
      isNumber: true,
      render: (row) =>
        row.messages === null || row.messages === 0 ? null : (
          <Link
            to={clusterPath(cluster, 'messages', {
              by: 'offset',
              topic: detail.topic,
              broker: row.brokerName,
              queue: row.queueId,
              offset: Math.max(row.minOffset ?? 0, (row.maxOffset ?? 0) - 32),
            })}
            aria-label={t('browseQueue', { queue: row.queueId, broker: row.brokerName })}
          >
            {t('browse')}
          </Link>
        ),
    },
  ]
  return (
    <Panel title={t('queuesTitle')}>
      <DataTable
        label={t('queuesTitle')}
        columns={columns}
        rows={detail.queues}
        rowKey={(row) => `${row.brokerName} ${row.queueId}`}
        isStale={isStale}
      />
    </Panel>
  )
}

function Brokers({ detail, isStale }: { detail: TopicDetail; isStale: boolean }): ReactNode {
  const t = useTexts(topicsTexts)
  const words = useTexts(resourcesTexts)
  const language = useLanguage()
  const columns: readonly Column<BrokerRow>[] = [
    { key: 'broker', title: words('broker'), sortBy: (row) => row.brokerName, render: (row) => row.brokerName },
    {
      key: 'queues',
      title: t('readWrite'),
      isNumber: true,
      render: (row) => `${count(row.readQueues)} / ${count(row.writeQueues)}`,
    },
    { key: 'perm', title: t('perm'), render: (row) => permText(row.perm, language) },
    {
      key: 'members',
      title: t('members'),
      render: (row) =>
        row.addresses.map(({ brokerId, address }, index) => (
          <span key={address}>
            {index === 0 ? '' : ', '}
            {brokerId === 0 ? words('roleMaster') : words('roleSlave', { n: brokerId })}{' '}
            <span className="mono">{address}</span>
          </span>
        )),
    },
  ]
  return (
    <Panel title={t('where')}>
      <DataTable
        label={t('where')}
        columns={columns}
        rows={detail.brokers}
        rowKey={(row) => row.brokerName}
        isStale={isStale}
      />
    </Panel>
  )
}
