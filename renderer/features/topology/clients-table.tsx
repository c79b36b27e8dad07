/** The clients of the table view: the same groups as the graph's dashed cards, with ids and brokers. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { LinkButton } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { count, list, UNKNOWN } from '../../ui/format.ts'
import { IconReceive, IconSend } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Panel } from '../../ui/panel.tsx'
import type { ClientGroup } from './client-groups.ts'
import { clientTexts } from './client-texts.ts'
import { useClientCount, useClientGroups, useClientsError, useClientsStaleSince } from './connected-clients.ts'
import css from './topology-table.module.css'

/** Rows of this table; the screen Clients has them all. */
const ROWS_MAX = 200

export interface ClientsTableProps {
  readonly cluster: string
  readonly selected: string | undefined
  readonly onOpen: (key: string | undefined) => void
}

export function ClientsTable({ cluster, selected, onOpen }: ClientsTableProps): ReactNode {
  const t = useTexts(clientTexts)
  const groups = useClientGroups()
  const total = useClientCount()
  const error = useClientsError()
  const staleSinceMs = useClientsStaleSince()
  const columns: Column<ClientGroup>[] = [
    {
      key: 'group',
      title: t('colGroup'),
      sortBy: (client) => client.group,
      render: (client) => (
        <span className={css.node}>
          {client.role === 'producer' ? <IconSend /> : <IconReceive />}
          {client.role === 'producer' ? (
            <b>{client.group}</b>
          ) : (
            <Link to={clusterPath(cluster, 'groups', {}, client.group)}>{client.group}</Link>
          )}
        </span>
      ),
    },
    { key: 'role', title: t('colRole'), sortBy: (client) => client.role, render: (client) => t(client.role) },
    {
      key: 'clients',
      title: t('colClients'),
      isNumber: true,
      sortBy: (client) => client.clients,
      render: (client) => count(client.clients),
    },
    {
      key: 'brokers',
      title: t('colBrokers'),
      render: (client) => (client.brokers.length === 0 ? UNKNOWN : list(client.brokers, t.language)),
    },
    {
      key: 'names',
      title: t('colNames'),
      isMono: true,
      render: (client) => (
        <span className={css.why} title={client.names.join('\n')}>
          {client.names.join(', ')}
        </span>
      ),
    },
  ]
  return (
    <Panel
      title={t('clients')}
      actions={
        <LinkButton size="sm" to={clusterPath(cluster, 'clients')}>
          {t('allClients')}
        </LinkButton>
      }
    >
      {total === null ? (
        error === undefined ? (
          <Loading what={t('theClients')} rows={2} />
        ) : (
          <ErrorRegion title={t('notRead', { cluster })} error={error} />
        )
      ) : (
        <div className={css.scroll}>
          <DataTable
            label={t('tableClients', { cluster })}
            columns={columns}
            rows={groups.slice(0, ROWS_MAX)}
            rowKey={(client) => client.key}
            selectedKey={selected ?? null}
            onSelect={(client) => onOpen(client.key === selected ? undefined : client.key)}
            isStale={staleSinceMs !== undefined}
            empty={<Empty title={t('nobody')}>{t('nobodyText')}</Empty>}
          />
        </div>
      )}
    </Panel>
  )
}
