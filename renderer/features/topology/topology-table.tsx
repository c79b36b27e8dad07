/** The same as a table: nodes with state, figures and actions, the links between them with lag, cause and faults, the clients. */
import type { ReactNode } from 'react'
import type { ClusterHead, FaultView, NodeView, PairView } from '../../../engine/contract/state.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useFaults, useGroups, useNodes, usePairs, useStaleSince } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { byteRate, bytes, duration, rate, UNKNOWN } from '../../ui/format.ts'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RoleShape } from '../../ui/role-shape.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ClientsTable } from './clients-table.tsx'
import { faultsOfPair } from './link-faults.ts'
import { hasProcess } from './node-actions.ts'
import { useNodeMenu } from './node-menu.tsx'
import { lastHeartbeatMs, markOf, roleWords } from './node-words.ts'
import { faultWords, lagWords } from './pair-words.ts'
import css from './topology-table.module.css'
import { topologyTexts } from './topology-texts.ts'

export interface TopologyTableProps {
  readonly head: ClusterHead
  readonly selected: string | undefined
  readonly selectedLink: string | undefined
  readonly hasClients: boolean
  readonly selectedClient: string | undefined
  readonly onOpenNode: (name: string) => void
  readonly onOpenLink: (pairId: string) => void
  readonly onOpenClient: (key: string | undefined) => void
}

export function TopologyTable(props: TopologyTableProps): ReactNode {
  const staleMs = useStaleSince()
  return (
    <div className={css.tables}>
      {staleMs === null ? null : <StaleNote sinceMs={staleMs} />}
      <NodesTable {...props} isStale={staleMs !== null} />
      <LinksTable {...props} isStale={staleMs !== null} />
      {props.hasClients ? (
        <ClientsTable cluster={props.head.name} selected={props.selectedClient} onOpen={props.onOpenClient} />
      ) : null}
    </div>
  )
}

function NodesTable(props: TopologyTableProps & { isStale: boolean }): ReactNode {
  const t = useTexts(topologyTexts)
  const nowMs = useNow()
  const cluster = props.head.name
  const nodes = useNodes(cluster)
  const pairs = usePairs(cluster)
  const groups = useGroups(cluster)
  const pairOf = (node: NodeView): PairView | undefined => pairs.find((pair) => pair.slave === node.name)
  const groupOf = (node: NodeView) => groups.find((group) => group.brokerName === node.brokerName)
  const columns: Column<NodeView>[] = [
    {
      key: 'name',
      title: t('colNode'),
      sortBy: (node) => node.name,
      render: (node) => (
        <span className={css.node}>
          <RoleShape role={node.role} isDown={!hasProcess(node)} size={18} />
          <b>{node.name}</b>
        </span>
      ),
    },
    { key: 'role', title: t('colRole'), sortBy: (node) => node.role, render: (node) => roleWords(node, t) },
    {
      key: 'state',
      title: t('colState'),
      sortBy: (node) => node.health,
      render: (node) => <StateMark state={markOf(node, groupOf(node))} />,
    },
    { key: 'machine', title: t('colMachine'), sortBy: (node) => node.machine, render: (node) => node.machine },
    {
      key: 'address',
      title: t('colAddress'),
      isMono: true,
      sortBy: (node) => node.address,
      render: (node) => node.address,
    },
    {
      key: 'lag',
      title: t('colLag'),
      isNumber: true,
      sortBy: (node) => pairOf(node)?.lagMs ?? null,
      render: (node) => lagCell(pairOf(node), t.language),
    },
    {
      key: 'behind',
      title: t('colBehind'),
      isNumber: true,
      sortBy: (node) => pairOf(node)?.lagBytes ?? null,
      render: (node) => (node.role === 'slave' ? bytes(pairOf(node)?.lagBytes) : null),
    },
    {
      key: 'in',
      title: t('colIn'),
      isNumber: true,
      sortBy: (node) => node.figures.inPerSecond,
      render: (node) => (node.role === 'master' ? rate(node.figures.inPerSecond) : null),
    },
    {
      key: 'out',
      title: t('colOut'),
      isNumber: true,
      sortBy: (node) => node.figures.outPerSecond,
      render: (node) => (node.kind === 'broker' ? rate(node.figures.outPerSecond) : null),
    },
    {
      key: 'heartbeat',
      title: t('colHeartbeat'),
      isNumber: true,
      render: (node) => {
        if (node.kind === 'namesrv') return null
        const at = lastHeartbeatMs(node)
        return at === null ? UNKNOWN : duration(nowMs - at, t.language)
      },
    },
    {
      key: 'process',
      title: t('colProcess'),
      isNumber: true,
      sortBy: (node) => node.pid,
      render: (node) => (node.pid === null || !hasProcess(node) ? UNKNOWN : String(node.pid)),
    },
    {
      key: 'rss',
      title: t('colMemory'),
      isNumber: true,
      sortBy: (node) => node.rssBytes,
      render: (node) => bytes(node.rssBytes),
    },
  ]
  if (props.head.kind === 'lab')
    columns.push({ key: 'actions', title: t('colActions'), render: (node) => <NodeActions node={node} /> })
  return (
    <Panel title={t('nodes')}>
      <div className={css.scroll}>
        <DataTable
          label={t('tableNodes', { cluster })}
          columns={columns}
          rows={nodes}
          rowKey={(node) => node.name}
          selectedKey={props.selected ?? null}
          onSelect={(node) => props.onOpenNode(node.name)}
          isStale={props.isStale}
          empty={<Empty title={t('noNodes', { cluster })}>{t('noNodesText')}</Empty>}
        />
      </div>
    </Panel>
  )
}

function LinksTable(props: TopologyTableProps & { isStale: boolean }): ReactNode {
  const t = useTexts(topologyTexts)
  const textOf = useTextOf()
  const cluster = props.head.name
  const pairs = usePairs(cluster)
  const faults = useFaults(cluster)
  const columns: Column<PairView>[] = [
    {
      key: 'link',
      title: t('colLink'),
      sortBy: (pair) => pair.id,
      render: (pair) => (
        <b data-link={pair.id}>
          {pair.master} → {pair.slave}
        </b>
      ),
    },
    {
      key: 'state',
      title: t('colState'),
      sortBy: (pair) => pair.state,
      render: (pair) => <StateMark state={pair.state} />,
    },
    {
      key: 'lag',
      title: t('colLag'),
      isNumber: true,
      sortBy: (pair) => pair.lagMs,
      render: (pair) => lagCell(pair, t.language),
    },
    {
      key: 'behind',
      title: t('colBehind'),
      isNumber: true,
      sortBy: (pair) => pair.lagBytes,
      render: (pair) => bytes(pair.lagBytes),
    },
    {
      key: 'rate',
      title: t('colRate'),
      isNumber: true,
      sortBy: (pair) => pair.confirmedPerSecond,
      render: (pair) => byteRate(pair.confirmedPerSecond),
    },
    { key: 'mode', title: t('colMode'), sortBy: (pair) => pair.mode, render: (pair) => t(pair.mode) },
    {
      key: 'faults',
      title: t('colFaults'),
      render: (pair) => <Faults faults={faultsOfPair(faults, pair)} />,
    },
    {
      key: 'why',
      title: t('colWhy'),
      render: (pair) =>
        pair.reason === null ? null : (
          <span className={css.why} title={textOf(pair.reason)}>
            {textOf(pair.reason)}
          </span>
        ),
    },
  ]
  if (props.head.kind === 'lab')
    columns.push({
      key: 'actions',
      title: t('colActions'),
      render: (pair) => (
        <Button size="sm" onClick={() => props.onOpenLink(pair.id)}>
          {t('changeLink')}
        </Button>
      ),
    })
  return (
    <Panel title={t('links')}>
      <div className={css.scroll}>
        <DataTable
          label={t('tableLinks', { cluster })}
          columns={columns}
          rows={pairs}
          rowKey={(pair) => pair.id}
          selectedKey={props.selectedLink ?? null}
          onSelect={(pair) => props.onOpenLink(pair.id)}
          isStale={props.isStale}
          empty={<Empty title={t('noLinks')} />}
        />
      </div>
    </Panel>
  )
}

function Faults({ faults }: { faults: readonly FaultView[] }): ReactNode {
  const t = useTexts(topologyTexts)
  return (
    <span className={css.chips}>
      {faults.map((fault) => (
        <Chip key={fault.id} tone="fault">
          {faultWords(fault, t)}
        </Chip>
      ))}
    </span>
  )
}

function NodeActions({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(topologyTexts)
  return <MenuButton label={t('actionsOf', { name: node.name })} actions={useNodeMenu(node)} />
}

function lagCell(pair: PairView | undefined, language: 'en' | 'zh'): ReactNode {
  return pair === undefined ? null : lagWords(pair, language)
}
