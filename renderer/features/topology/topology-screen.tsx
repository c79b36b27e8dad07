/**
 * Topology: who is who, who follows whom. Graph or table, the drawer of a node, the popover of a link; what is seen is in the
 * address (`view`, `node`, `link`, `client`, `tab`), so that a reload and a pasted link restore it.
 */
import { ReactFlowProvider } from '@xyflow/react'
import { useCallback, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import * as z from 'zod'
import type { ClusterHead } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useConnection } from '../../stores/connection.ts'
import { useCluster, useFaults, useGroups, useLab, useNode, useNodes, usePair, usePairs } from '../../stores/lab.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { useNow } from '../../ui/use-now.ts'
import type { ClientGroup } from './client-groups.ts'
import { clientTexts } from './client-texts.ts'
import { FollowClients, useClientGroups } from './connected-clients.ts'
import { useDrawnRegistrations } from './drawn-registrations.ts'
import type { RegistrationChoice } from './drawn-registrations.ts'
import { GraphLegend } from './graph-legend.tsx'
import type { GraphShape } from './graph-shape.ts'
import { useGraphShape } from './graph-shape.ts'
import { canCloseFrames, layoutCluster, machinesOf, withPlaces } from './layout.ts'
import { LinkPopover } from './link-popover.tsx'
import { NodeDialogs } from './node-dialogs.tsx'
import { NodeDrawer } from './node-drawer.tsx'
import { NODE_TABS } from './node-tabs.ts'
import type { NodeTab } from './node-tabs.ts'
import { usePositions } from './positions.ts'
import type { PositionsApi } from './positions.ts'
import { standsForClient, standsForNode } from './strip-words.ts'
import { TopologyActions } from './topology-actions.tsx'
import { TopologyBar } from './topology-bar.tsx'
import { TopologyGraph } from './topology-graph.tsx'
import { topologySentence } from './topology-sentence.ts'
import { TopologyTable } from './topology-table.tsx'
import { topologyTexts } from './topology-texts.ts'

const topologyQuery = z.object({
  view: z.enum(['graph', 'table']).default('graph'),
  node: z.string().optional(),
  link: z.string().optional(),
  client: z.string().max(300).optional(),
  tab: z.enum(NODE_TABS).default('overview'),
})

export function TopologyScreen(): ReactNode {
  const name = useClusterName()
  const head = useCluster(name)
  if (head === undefined) return null
  return (
    <ReactFlowProvider key={name}>
      <Topology head={head} />
      <NodeDialogs />
    </ReactFlowProvider>
  )
}

const LEGEND_PIXELS = 106
/** From this height of the window on there is room for the legend. */
const LEGEND_FROM_PIXELS = 800

function Topology({ head }: { head: ClusterHead }): ReactNode {
  const [query, setQuery] = useQuery(topologyQuery)
  const [registrations, setRegistrations] = useState<RegistrationChoice>('selected')
  const [hasLegend, setLegend] = useState(() => window.innerHeight >= LEGEND_FROM_PIXELS)
  const shape = useGraphShape(head.name)
  const kept = usePositions(head.name)
  const selected = shape.nodes.some((node) => node.name === query.node) ? query.node : undefined
  const link = shape.links.some((each) => each.id === query.link) ? query.link : undefined
  const hasClients = kept.positions !== undefined && kept.positions.hidesClients !== true

  const openNode = useCallback(
    (node: string | undefined) => setQuery({ node, link: undefined }, { push: node !== undefined }),
    [setQuery],
  )
  const isOurs = head.kind === 'lab'
  const openLink = useCallback(
    (id: string | undefined) => {
      // Links of others are watched, not broken: there the line leads to its slave.
      const slave = shape.links.find((each) => each.id === id)?.slave
      if (isOurs || slave === undefined) setQuery({ link: id })
      else setQuery({ node: slave }, { push: true })
    },
    [isOurs, shape, setQuery],
  )
  const openClient = useCallback((client: string | undefined) => setQuery({ client }), [setQuery])
  const openTab = useCallback((tab: NodeTab) => setQuery({ tab }), [setQuery])
  const anchor = useCallback(
    () => (link === undefined ? null : document.querySelector(`[data-link="${CSS.escape(link)}"]`)),
    [link],
  )
  const isMoved = Object.keys(kept.positions?.places ?? {}).length > 0

  return (
    <Screen>
      <Header head={head} onOpenLink={openLink} />
      <ScreenBody
        isPadded={false}
        scrolls={query.view === 'table'}
        bar={
          <TopologyBar
            view={query.view}
            registrations={registrations}
            hasLegend={hasLegend}
            isMoved={isMoved}
            hasClients={hasClients}
            onClients={(isOn) => kept.setHidesClients(!isOn)}
            onView={(view) => setQuery({ view })}
            onRegistrations={setRegistrations}
            onLegend={setLegend}
            onTidy={kept.reset}
          />
        }
        drawer={
          selected === undefined ? null : (
            <SelectedNode
              head={head}
              name={selected}
              tab={query.tab}
              onTab={openTab}
              onOpenLink={openLink}
              onClose={() => openNode(undefined)}
            />
          )
        }
      >
        {query.view === 'table' ? (
          <TopologyTable
            head={head}
            selected={selected}
            selectedLink={link}
            hasClients={hasClients}
            selectedClient={query.client}
            onOpenNode={openNode}
            onOpenLink={openLink}
            onOpenClient={openClient}
          />
        ) : (
          <GraphPlace
            shape={shape}
            kept={kept}
            isOurs={isOurs}
            registrations={registrations}
            hasLegend={hasLegend}
            selected={selected}
            link={link}
            hasClients={hasClients}
            client={query.client}
            onOpenNode={openNode}
            onOpenLink={openLink}
            onOpenClient={openClient}
          />
        )}
      </ScreenBody>
      {link === undefined || !isOurs ? null : (
        <LinkPopover key={link} cluster={head.name} pairId={link} anchor={anchor} onClose={() => openLink(undefined)} />
      )}
      {hasClients ? <FollowClients head={head} /> : null}
      {/* The popover shows the command of its fault instead. */}
      {link !== undefined && isOurs ? null : <StripOf head={head} selected={selected} client={query.client} />}
    </Screen>
  )
}

/** Alone, because its sentence is made anew every second. */
function Header(props: { head: ClusterHead; onOpenLink: (id: string) => void }): ReactNode {
  const { head, onOpenLink } = props
  const t = useTexts(topologyTexts)
  const nowMs = useNow()
  const nodes = useNodes(head.name)
  const pairs = usePairs(head.name)
  const faults = useFaults(head.name)
  const groups = useGroups(head.name)
  const isLost = useConnection().status === 'lost'
  const receivedAtMs = useLab((state) => state.receivedAtMs)
  const lostSinceMs = isLost ? receivedAtMs : null
  return (
    <PageHeader
      title={t('title')}
      scope={head.name}
      answer={topologySentence({ head, nodes, pairs, faults, groups, lostSinceMs }, nowMs, t.language)}
      actions={<TopologyActions head={head} onOpenLink={onOpenLink} />}
    />
  )
}

interface GraphPlaceProps {
  readonly shape: GraphShape
  readonly kept: PositionsApi
  readonly isOurs: boolean
  readonly registrations: RegistrationChoice
  readonly hasLegend: boolean
  readonly selected: string | undefined
  readonly link: string | undefined
  readonly hasClients: boolean
  readonly client: string | undefined
  readonly onOpenNode: (name: string | undefined) => void
  readonly onOpenLink: (id: string | undefined) => void
  readonly onOpenClient: (key: string | undefined) => void
}

const NOBODY: readonly ClientGroup[] = []

function GraphPlace(props: GraphPlaceProps): ReactNode {
  const { shape, kept, selected, registrations } = props
  const { positions, move, setClosed } = kept
  const t = useTexts(topologyTexts)
  const drawn = useDrawnRegistrations(shape.cluster, registrations, selected)
  const clients = useClientGroups()
  const closedList = positions?.closed
  const closed = useMemo(() => {
    if (!canCloseFrames(shape.nodes)) return new Set<string>()
    return new Set(closedList ?? machinesOf(shape.nodes))
  }, [shape, closedList])
  const places = positions?.places
  const layout = useMemo(
    () => (places === undefined ? undefined : withPlaces(layoutCluster(shape.nodes, closed), places)),
    [shape, closed, places],
  )
  const toggle = useCallback(
    (machine: string) =>
      setClosed(closed.has(machine) ? [...closed].filter((each) => each !== machine) : [...closed, machine]),
    [closed, setClosed],
  )
  if (shape.nodes.length === 0)
    return <Empty title={t('noNodes', { cluster: shape.cluster })}>{t('noNodesText')}</Empty>
  if (layout === undefined) return <Loading what={t('theGraph')} rows={6} />
  return (
    <>
      <TopologyGraph
        shape={shape}
        layout={layout}
        registrations={drawn}
        isOurs={props.isOurs}
        selected={selected}
        selectedLink={props.link}
        clients={props.hasClients ? clients : NOBODY}
        selectedClient={props.client}
        coveredBelow={props.hasLegend ? LEGEND_PIXELS : 0}
        onOpenNode={props.onOpenNode}
        onOpenLink={props.onOpenLink}
        onOpenClient={props.onOpenClient}
        onMove={move}
        onToggleFrame={toggle}
      />
      {props.hasLegend ? <GraphLegend /> : null}
    </>
  )
}

interface SelectedNodeProps {
  readonly head: ClusterHead
  readonly name: string
  readonly tab: NodeTab
  readonly onTab: (tab: NodeTab) => void
  readonly onOpenLink: (id: string) => void
  readonly onClose: () => void
}

function SelectedNode({ head, name, ...rest }: SelectedNodeProps): ReactNode {
  const node = useNode(head.name, name)
  return node === undefined ? null : <NodeDrawer key={name} head={head} node={node} {...rest} />
}

interface StripOfProps {
  readonly head: ClusterHead
  readonly selected: string | undefined
  readonly client: string | undefined
}

/** Says in the strip what is selected, or the whole. */
function StripOf({ head, selected, client }: StripOfProps): ReactNode {
  const t = useTexts(topologyTexts)
  const c = useTexts(clientTexts)
  const chosen = useClientGroups().find((each) => each.key === client)
  const node = useNode(head.name, selected ?? '')
  const pair = usePairs(head.name).find((each) => each.slave === selected)
  const master = useNode(head.name, pair?.master ?? '')
  const known = usePair(head.name, pair?.id ?? '')
  useStandsFor(
    chosen === undefined ? standsForNode(head, node, known, master?.address, t) : standsForClient(head, chosen, c),
  )
  return null
}
