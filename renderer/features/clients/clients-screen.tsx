/** Clients: everybody connected to the cluster's brokers, producers and consumers, with group, address, language and version. */
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import * as z from 'zod'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import { clientsTexts } from '../../i18n/clients.ts'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useMqadminCommand } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { usePolled } from '../../stores/polled.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { TextField } from '../../ui/field.tsx'
import { count, UNKNOWN } from '../../ui/format.ts'
import { IconFilter, IconReceive, IconRestart, IconSend } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Note, Panel } from '../../ui/panel.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import css from './clients.module.css'

type ClientRow = OutputOf<LabApi['clients.list']>['clients'][number]

const QUERY = z.object({
  q: z.string().default(''),
  role: z.enum(['all', 'producer', 'consumer']).default('all'),
  client: z.string().optional(),
})

export function ClientsScreen(): ReactNode {
  const t = useTexts(clientsTexts)
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const cluster = useClusterName()
  const [query, setQuery] = useQuery(QUERY)
  const list = usePolled('clients.list', { cluster })
  const rows = list.value?.clients
  const shown = useMemo(() => fitting(rows ?? [], query.role, query.q), [rows, query.role, query.q])
  useStrip(
    cluster,
    rows?.find((row) => keyOf(row) === query.client),
  )
  const numberOf = (role?: ClientRow['role']): string =>
    rows === undefined ? '' : ` ${count(rows.filter((row) => role === undefined || row.role === role).length)}`

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={rows === undefined ? '' : answerOf(rows, cluster, t)}
        actions={
          <Button
            variant="ghost"
            icon={IconRestart}
            label={words('refresh')}
            title={words('refresh')}
            onClick={() => void list.refresh()}
          />
        }
      />
      <ScreenBody
        scrolls={false}
        className={css.body ?? ''}
        bar={
          <>
            <Segmented
              label={t('roles')}
              value={query.role}
              options={[
                { value: 'all', label: t('all') + numberOf() },
                { value: 'consumer', label: t('consumers') + numberOf('consumer') },
                { value: 'producer', label: t('producers') + numberOf('producer') },
              ]}
              onChange={(role) => setQuery({ role })}
            />
            <TextField
              className={css.filter ?? ''}
              label={words('filter')}
              isLabelHidden
              placeholder={t('filterHint')}
              icon={<IconFilter />}
              value={query.q}
              onChange={(q) => setQuery({ q })}
              isFilter
            />
            {list.staleSinceMs === undefined ? null : <StaleNote sinceMs={list.staleSinceMs} />}
          </>
        }
      >
        {list.value === undefined ? (
          list.error === undefined ? (
            <Loading what={t('theClients')} rows={8} />
          ) : (
            <ErrorRegion title={t('notRead', { cluster })} error={list.error} onRetry={() => void list.refresh()} />
          )
        ) : (
          <>
            {list.value.problems.length === 0 ? null : (
              <Note tone="warn">
                {list.value.problems.map((problem) => (
                  <p key={problem.en}>{textOf(problem)}</p>
                ))}
              </Note>
            )}
            <Panel className={css.panel ?? ''}>
              <ClientTable
                cluster={cluster}
                rows={shown}
                selected={query.client ?? null}
                isStale={list.staleSinceMs !== undefined}
                onSelect={(row) => setQuery({ client: keyOf(row) })}
                empty={rows?.length === 0 ? <Nobody cluster={cluster} /> : <Empty title={words('nothingFits')} />}
              />
            </Panel>
          </>
        )}
      </ScreenBody>
    </Screen>
  )
}

function ClientTable(props: {
  cluster: string
  rows: readonly ClientRow[]
  selected: string | null
  isStale: boolean
  onSelect: (row: ClientRow) => void
  empty: ReactNode
}): ReactNode {
  const t = useTexts(clientsTexts)
  const words = useTexts(resourcesTexts)
  const columns: readonly Column<ClientRow>[] = [
    {
      key: 'role',
      title: t('role'),
      width: '100px',
      sortBy: (row) => row.role,
      render: (row) => (
        <span className={css.role}>
          {row.role === 'producer' ? <IconSend size={14} /> : <IconReceive size={14} />}
          {row.role === 'producer' ? t('producer') : t('consumer')}
        </span>
      ),
    },
    {
      key: 'group',
      title: words('group'),
      isMono: true,
      width: '20%',
      sortBy: (row) => row.group,
      render: (row) =>
        row.role === 'consumer' ? (
          <Link to={clusterPath(props.cluster, 'groups', {}, row.group)}>{row.group}</Link>
        ) : (
          row.group
        ),
    },
    {
      key: 'id',
      title: t('clientId'),
      isMono: true,
      sortBy: (row) => row.clientId,
      render: (row) => <span title={row.clientId}>{row.clientId}</span>,
    },
    {
      key: 'address',
      title: words('address'),
      isMono: true,
      width: '160px',
      sortBy: (row) => row.address,
      render: (row) => row.address || UNKNOWN,
    },
    {
      key: 'language',
      title: words('language'),
      width: '100px',
      sortBy: (row) => row.language,
      render: (row) => row.language || UNKNOWN,
    },
    {
      key: 'version',
      title: words('version'),
      width: '90px',
      sortBy: (row) => row.version,
      render: (row) => row.version,
    },
    {
      key: 'brokers',
      title: t('brokers'),
      width: '170px',
      render: (row) => <span title={row.brokers.join(', ')}>{row.brokers.join(', ')}</span>,
    },
  ]
  return (
    <DataTable
      label={t('title')}
      columns={columns}
      rows={props.rows}
      rowKey={keyOf}
      selectedKey={props.selected}
      onSelect={props.onSelect}
      isStale={props.isStale}
      isFilling
      empty={props.empty}
    />
  )
}

function Nobody({ cluster }: { cluster: string }): ReactNode {
  const t = useTexts(clientsTexts)
  return (
    <Empty
      title={t('emptyTitle')}
      action={
        <span className={css.actions}>
          <LinkButton icon={IconReceive} to={clusterPath(cluster, 'receive')}>
            {t('openReceive')}
          </LinkButton>
          <LinkButton icon={IconSend} to={clusterPath(cluster, 'send')}>
            {t('openSend')}
          </LinkButton>
        </span>
      }
    >
      {t('emptyText')}
    </Empty>
  )
}

/** The command for the chosen client's group. A producer's needs a topic that the brokers do not tell: it stands without. */
function useStrip(cluster: string, chosen: ClientRow | undefined): void {
  const t = useTexts(clientsTexts)
  const commandOf = useMqadminCommand(cluster)
  const line =
    chosen === undefined
      ? undefined
      : chosen.role === 'consumer'
        ? `consumerConnection -g ${shellWord(chosen.group)}`
        : `producerConnection -g ${shellWord(chosen.group)} -t TOPIC`
  useStandsFor(
    line === undefined || chosen === undefined
      ? {
          says: t('standsList'),
          command: 'GET_CONSUMER_CONNECTION_LIST (203), GET_ALL_PRODUCER_INFO (328)',
        }
      : { says: t('stands', { group: chosen.group }), command: commandOf(line), mqadminLine: line },
  )
}

function answerOf(rows: readonly ClientRow[], cluster: string, t: Translate<typeof clientsTexts.texts>): string {
  if (rows.length === 0) return t('answerNone', { cluster })
  const consumers = rows.filter(({ role }) => role === 'consumer')
  return t('answer', {
    consumers: consumers.length,
    groups: new Set(consumers.map(({ group }) => group)).size,
    producers: rows.length - consumers.length,
  })
}

function fitting(rows: readonly ClientRow[], role: 'all' | ClientRow['role'], q: string): readonly ClientRow[] {
  const wanted = q.trim().toLowerCase()
  return rows.filter(
    (row) =>
      (role === 'all' || row.role === role) &&
      `${row.group} ${row.clientId} ${row.address} ${row.language} ${row.brokers.join(' ')}`
        .toLowerCase()
        .includes(wanted),
  )
}

function keyOf(row: ClientRow): string {
  return `${row.role}:${row.group}:${row.clientId}`
}
