/** A client group in the graph: a dashed card with what it does, its name and how many processes. Pressed, it shows its connections. */
import { Handle, Position } from '@xyflow/react'
import type { Node, NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { classNames } from '../../ui/class-names.ts'
import { clock, count, list } from '../../ui/format.ts'
import { IconReceive, IconSend } from '../../ui/icons.tsx'
import css from './client-card.module.css'
import type { ClientGroup } from './client-groups.ts'
import { clientTexts } from './client-texts.ts'
import { useClientsStaleSince } from './connected-clients.ts'
import { useGraphUi } from './graph-ui.ts'

export type ClientNode = Node<{ readonly client: ClientGroup }, 'client'>
export type MoreClientsNode = Node<{ readonly cluster: string; readonly more: number }, 'more-clients'>

export const ClientCard = memo(function ClientCard({ data: { client } }: NodeProps<ClientNode>): ReactNode {
  const t = useTexts(clientTexts)
  const isSelected = useGraphUi((ui) => ui.selectedClient === client.key)
  const openClient = useGraphUi((ui) => ui.openClient)
  const staleSinceMs = useClientsStaleSince()
  const { role, group, clients, brokers, names } = client
  const who = t(role === 'producer' ? 'producers' : 'consumers', { n: clients, count: count(clients) })
  const where = brokers.length === 0 ? t('connectedNowhere') : list(brokers, t.language)
  const old = staleSinceMs === undefined ? [] : [t('oldSince', { clock: clock(staleSinceMs) })]
  return (
    <>
      <Handle type="source" position={Position.Top} className={css.handle ?? ''} isConnectable={false} />
      <button
        type="button"
        data-client={client.key}
        className={classNames('nopan', css.card, isSelected && css.selected, staleSinceMs !== undefined && css.old)}
        aria-label={t('spoken', { group, who, brokers: where })}
        aria-pressed={isSelected}
        title={[...names, ...old].join('\n')}
        onClick={() => openClient(isSelected ? undefined : client.key)}
      >
        {role === 'producer' ? <IconSend /> : <IconReceive />}
        <span className={css.name}>{group}</span>
        <span className={css.who}>{who}</span>
      </button>
    </>
  )
})

/** Groups that have no card of their own. */
export const MoreClients = memo(function MoreClients({ data }: NodeProps<MoreClientsNode>): ReactNode {
  const t = useTexts(clientTexts)
  return (
    <Link
      className={classNames('nopan', css.card, css.more)}
      to={clusterPath(data.cluster, 'clients')}
      aria-label={t('moreSpoken', { n: count(data.more) })}
    >
      {t('more', { n: count(data.more) })}
    </Link>
  )
})
