/** One group: key figures, progress in each queue with who holds it, members, subscriptions, settings. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { groupsTexts } from '../../i18n/groups.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import type { WritePermission } from '../../stores/write-permission.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { count, moment, dateTime, rate, UNKNOWN } from '../../ui/format.ts'
import { IconReceive, IconSliders, IconTrash, IconUndo } from '../../ui/icons.tsx'
import { DetailHead, FigureRow } from '../../ui/list-detail.tsx'
import { KeyValues, Note, Panel } from '../../ui/panel.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { Stat } from '../../ui/stat.tsx'
import { useNow } from '../../ui/use-now.ts'
import { isRetryTopic, shortIds, topicsOf, waitingOf } from './group-words.ts'
import type { GroupDetail } from './group-words.ts'

type QueueRow = GroupDetail['queues'][number]
type MemberRow = GroupDetail['members'][number]
type SubscriptionRow = GroupDetail['subscriptions'][number]

export interface GroupDetailViewProps {
  readonly cluster: string
  readonly detail: GroupDetail
  readonly staleSinceMs: number | undefined
  readonly permission: WritePermission
  readonly isSystem: boolean
  readonly onReset: () => void
  readonly onSettings: () => void
  readonly onDelete: () => void
}

export function GroupDetailView(props: GroupDetailViewProps): ReactNode {
  const { detail, staleSinceMs } = props
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const isStale = staleSinceMs !== undefined
  const types: Readonly<Record<string, string>> = { push: words('push'), pull: words('pull'), pop: words('pop') }
  return (
    <>
      <DetailHead
        name={detail.group}
        marks={
          <>
            {props.isSystem ? <Chip>{t('chipSystem')}</Chip> : null}
            {detail.type === null ? null : <Chip>{types[detail.type] ?? detail.type}</Chip>}
            {detail.model === null ? null : (
              <Chip>{detail.model === 'BROADCASTING' ? words('broadcasting') : words('clustering')}</Chip>
            )}
          </>
        }
        actions={<Actions {...props} />}
      />
      {isStale ? <StaleNote sinceMs={staleSinceMs} /> : null}
      {detail.problems.length === 0 ? null : (
        <Note tone="warn">
          {detail.problems.map((problem) => (
            <p key={problem.en}>{textOf(problem)}</p>
          ))}
        </Note>
      )}
      <FigureRow>
        <Stat size="large" label={t('figWaiting')} value={count(waitingOf(detail))} isStale={isStale} />
        <Stat size="large" label={t('figRate')} value={rate(detail.perSecond)} isStale={isStale} />
        <Stat size="large" label={t('figMembers')} value={count(detail.members.length)} isStale={isStale} />
        <Stat size="large" label={t('figTopics')} value={count(topicsOf(detail).length)} isStale={isStale} />
        <Stat size="large" label={t('figRetries')} value={count(detail.settings?.retryMaxTimes)} isStale={isStale} />
      </FigureRow>
      <Progress {...props} isStale={isStale} />
      <Members detail={detail} isStale={isStale} />
      <Subscriptions cluster={props.cluster} detail={detail} isStale={isStale} />
      <Settings detail={detail} />
    </>
  )
}

function Actions(props: GroupDetailViewProps): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const { detail, permission, cluster } = props
  if (props.isSystem) return null
  const [topic] = topicsOf(detail)
  const off = permission.isAllowed
    ? {}
    : { isDisabled: true, ...(permission.reason === undefined ? {} : { reason: textOf(permission.reason) }) }
  const noTopic = topic === undefined ? { isDisabled: true, reason: t('noTopic') } : {}
  return (
    <>
      <LinkButton
        icon={IconReceive}
        to={clusterPath(cluster, 'receive', { group: detail.group, ...(topic === undefined ? {} : { topic }) })}
      >
        {words('receive')}
      </LinkButton>
      <Button icon={IconUndo} onClick={props.onReset} {...noTopic} {...off}>
        {t('reset')}
      </Button>
      <Button icon={IconSliders} onClick={props.onSettings} {...off}>
        {t('settingsButton')}
      </Button>
      <Button icon={IconTrash} onClick={props.onDelete} {...off}>
        {words('delete')}
      </Button>
    </>
  )
}

function Progress({ cluster, detail, isStale }: GroupDetailViewProps & { isStale: boolean }): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const language = useLanguage()
  const nowMs = useNow()
  const shortOf = shortIds(detail.members.map(({ clientId }) => clientId))
  const columns: readonly Column<QueueRow>[] = [
    {
      key: 'topic',
      title: words('topic'),
      sortBy: (row) => `${isRetryTopic(row.topic) ? 1 : 0} ${row.topic} ${row.brokerName} ${row.queueId}`,
      render: (row) => (
        <Link className="mono" to={clusterPath(cluster, 'topics', {}, row.topic)} title={row.topic}>
          {isRetryTopic(row.topic) ? t('retryOf') : row.topic}
        </Link>
      ),
    },
    { key: 'broker', title: words('broker'), sortBy: (row) => row.brokerName, render: (row) => row.brokerName },
    { key: 'queue', title: words('queue'), isNumber: true, sortBy: (row) => row.queueId, render: (row) => row.queueId },
    { key: 'end', title: t('brokerOffset'), isNumber: true, isMono: true, render: (row) => count(row.brokerOffset) },
    {
      key: 'committed',
      title: t('consumerOffset'),
      isNumber: true,
      isMono: true,
      render: (row) => count(row.consumerOffset),
    },
    {
      key: 'waiting',
      title: words('waiting'),
      isNumber: true,
      sortBy: (row) => row.waiting,
      render: (row) => <b>{count(row.waiting)}</b>,
    },
    {
      key: 'last',
      title: t('lastTaken'),
      hint: t('lastConsumed'),
      isNumber: true,
      sortBy: (row) => row.lastConsumedMs,
      render: (row) => <span title={dateTime(row.lastConsumedMs)}>{moment(row.lastConsumedMs, nowMs, language)}</span>,
    },
    {
      key: 'held',
      title: t('heldBy'),
      sortBy: (row) => row.clientId,
      render: (row) =>
        row.clientId === null ? (
          <span className="t3">{detail.members.length === 0 ? t('heldByNobody') : UNKNOWN}</span>
        ) : (
          <span className="mono" title={row.clientId}>
            {shortOf(row.clientId)}
          </span>
        ),
    },
  ]
  return (
    <Panel title={t('progress')} note={t('progressNote', { n: detail.queues.length })}>
      <DataTable
        label={t('progress')}
        columns={columns}
        rows={detail.queues}
        rowKey={(row) => `${row.topic} ${row.brokerName} ${row.queueId}`}
        defaultSort={{ key: 'topic', isDescending: false }}
        isStale={isStale}
        empty={
          detail.model === 'BROADCASTING' ? (
            <Empty title={t('progressBroadcast')} />
          ) : (
            <Empty title={t('progressNone')}>{t('progressNoneText')}</Empty>
          )
        }
      />
    </Panel>
  )
}

function Members({ detail, isStale }: { detail: GroupDetail; isStale: boolean }): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const held = new Map<string, number>()
  for (const { clientId, topic } of detail.queues) {
    if (clientId !== null && !isRetryTopic(topic)) held.set(clientId, (held.get(clientId) ?? 0) + 1)
  }
  const columns: readonly Column<MemberRow>[] = [
    { key: 'id', title: t('clientId'), isMono: true, sortBy: (row) => row.clientId, render: (row) => row.clientId },
    {
      key: 'address',
      title: words('address'),
      isMono: true,
      sortBy: (row) => row.address,
      render: (row) => row.address,
    },
    { key: 'language', title: words('language'), render: (row) => row.language || UNKNOWN },
    { key: 'version', title: words('version'), render: (row) => row.version },
    {
      key: 'queues',
      title: words('queues'),
      isNumber: true,
      sortBy: (row) => held.get(row.clientId) ?? null,
      render: (row) => count(held.get(row.clientId)),
    },
  ]
  return (
    <Panel title={t('membersTitle')}>
      <DataTable
        label={t('membersTitle')}
        columns={columns}
        rows={detail.members}
        rowKey={(row) => row.clientId}
        isStale={isStale}
        empty={<Empty title={t('membersNone')} />}
      />
    </Panel>
  )
}

function Subscriptions(props: { cluster: string; detail: GroupDetail; isStale: boolean }): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const columns: readonly Column<SubscriptionRow>[] = [
    {
      key: 'topic',
      title: words('topic'),
      isMono: true,
      render: (row) => <Link to={clusterPath(props.cluster, 'topics', {}, row.topic)}>{row.topic}</Link>,
    },
    {
      key: 'expression',
      title: t('expression'),
      render: (row) => (
        <>
          <code>{row.expression}</code> {row.type === 'TAG' ? null : <span className="t3">{row.type}</span>}
        </>
      ),
    },
  ]
  return (
    <Panel title={t('subscriptions')}>
      <DataTable
        label={t('subscriptions')}
        columns={columns}
        rows={props.detail.subscriptions}
        rowKey={(row) => row.topic}
        isStale={props.isStale}
        empty={<Empty title={t('subscriptionsNone')} />}
      />
    </Panel>
  )
}

function Settings({ detail }: { detail: GroupDetail }): ReactNode {
  const t = useTexts(groupsTexts)
  const { settings } = detail
  const onOff = (isOn: boolean): string => (isOn ? t('on') : t('off'))
  return (
    <Panel title={t('settings')} isPadded>
      {settings === null ? (
        <p className="t2">{t('settingsNone')}</p>
      ) : (
        <KeyValues
          rows={[
            [t('consumeEnable'), onOff(settings.consumeEnable)],
            [t('consumeBroadcastEnable'), onOff(settings.consumeBroadcastEnable)],
            [t('consumeMessageOrderly'), onOff(settings.consumeMessageOrderly)],
            [t('consumeFromMinEnable'), onOff(settings.consumeFromMinEnable)],
            [t('retryMaxTimes'), count(settings.retryMaxTimes)],
            [t('retryQueueNums'), count(settings.retryQueueNums)],
            [t('brokerIdLabel'), count(settings.brokerId)],
            [t('slowly'), count(settings.whichBrokerWhenConsumeSlowly)],
            [t('notify'), onOff(settings.notifyConsumerIdsChangedEnable)],
          ]}
        />
      )}
    </Panel>
  )
}
