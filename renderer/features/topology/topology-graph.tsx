/**
 * The graph on xyflow: cards, frames and lines, moved by pointer or keys, fitted to the window until somebody pans. Only places and
 * routes are given to xyflow; what a second changes comes from the figures' store inside each card and line.
 */
import '@xyflow/react/dist/base.css'
import { ReactFlow, useReactFlow, useStore } from '@xyflow/react'
import type { NodeChange } from '@xyflow/react'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useReducedMotion } from '@mantine/hooks'
import { useTexts } from '../../i18n/use-texts.ts'
import { useNode, useStaleSince } from '../../stores/lab.ts'
import { ClientCard, MoreClients } from './client-card.tsx'
import { ClientEdge } from './client-edge.tsx'
import type { ClientGroup } from './client-groups.ts'
import { useNodesOfClient } from './connected-clients.ts'
import {
  clientEdges,
  clientNodes,
  FRAME_ID,
  graphEdges,
  graphNodes,
  movedFrame,
  placedClients,
} from './graph-elements.ts'
import type { GraphEdge, GraphNode } from './graph-elements.ts'
import { useFollowFigures } from './graph-figures.ts'
import type { GraphShape } from './graph-shape.ts'
import { useGraphUi } from './graph-ui.ts'
import { walk } from './graph-walk.ts'
import { HostFrame } from './host-frame.tsx'
import { canCloseFrames, type GraphLayout, type Point } from './layout.ts'
import { NodeCard } from './node-card.tsx'
import { NodeMenu } from './node-menu.tsx'
import type { DrawnRegistration } from './graph-elements.ts'
import { RegistrationEdge } from './registration-edge.tsx'
import { ReplicationEdge } from './replication-edge.tsx'
import css from './topology-graph.module.css'
import { topologyTexts } from './topology-texts.ts'
import { useFit } from './use-fit.ts'

const NODE_TYPES = { card: NodeCard, frame: HostFrame, client: ClientCard, 'more-clients': MoreClients }
const EDGE_TYPES = { replication: ReplicationEdge, registration: RegistrationEdge, client: ClientEdge }
const FAR_ZOOM = 0.6
const STEP_PIXELS = 24
const MENU_GONE_MS = 150
export const ZOOM = { min: 0.15, max: 2 }

const DIRECTIONS = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const

export interface TopologyGraphProps {
  readonly shape: GraphShape
  readonly layout: GraphLayout
  readonly registrations: readonly DrawnRegistration[]
  readonly isOurs: boolean
  readonly selected: string | undefined
  readonly selectedLink: string | undefined
  /** Who is connected; empty while they are hidden. */
  readonly clients: readonly ClientGroup[]
  readonly selectedClient: string | undefined
  /** Pixels at the bottom that the legend covers. */
  readonly coveredBelow: number
  readonly onOpenNode: (name: string | undefined) => void
  readonly onOpenLink: (pairId: string | undefined) => void
  readonly onOpenClient: (key: string | undefined) => void
  readonly onMove: (places: Readonly<Record<string, Point>>) => void
  readonly onToggleFrame: (machine: string) => void
}

export const TopologyGraph = memo(function TopologyGraph(props: TopologyGraphProps): ReactNode {
  const { shape, layout, registrations, isOurs, selected, selectedLink, onOpenNode, onOpenLink, onMove } = props
  const t = useTexts(topologyTexts)
  useFollowFigures(shape.cluster)
  const staleSinceMs = useStaleSince()
  const isFar = useStore((state) => state.transform[2] < FAR_ZOOM)
  const isReduced = useReducedMotion()
  const isStill = isReduced || staleSinceMs !== null
  const rootRef = useRef<HTMLDivElement>(null)
  const [menu, setMenu] = useState<{ name: string; at: Point } | undefined>(undefined)
  const menuNode = useNode(shape.cluster, menu?.name ?? '')
  const { clients, selectedClient, onOpenClient } = props
  const chosen = clients.find((each) => each.key === selectedClient)
  const connected = useNodesOfClient(shape.cluster, chosen)
  const placed = useMemo(() => placedClients(clients, layout), [clients, layout])
  const { stopFitting } = useFit(layout, shape, placed.boxes, props.coveredBelow)

  const members = useMemo(
    () => graphNodes(shape, layout, { isOurs, canClose: canCloseFrames(shape.nodes) }),
    [shape, layout, isOurs],
  )
  // Cards and frames keep their objects when only clients come and go.
  const nodes = useMemo(() => [...members, ...clientNodes(shape.cluster, placed)], [members, shape, placed])
  const edges = useMemo(
    () => [...graphEdges(shape, layout, registrations), ...clientEdges(selectedClient, connected, placed, layout)],
    [shape, layout, registrations, selectedClient, connected, placed],
  )

  useGraphHandles({ ...props, isStill, staleSinceMs, rootRef, setMenu })

  const onNodesChange = useCallback(
    (changes: NodeChange<GraphNode>[]) => {
      const places: Record<string, Point> = {}
      for (const change of changes) {
        if (change.type !== 'position' || change.position === undefined || change.dragging === undefined) continue
        const frame = layout.frames.find((each) => FRAME_ID + each.machine === change.id)
        if (frame === undefined) places[change.id] = change.position
        else Object.assign(places, movedFrame(layout, frame, change.position))
      }
      if (Object.keys(places).length > 0) onMove(places)
    },
    [layout, onMove],
  )

  return (
    <div
      ref={rootRef}
      className={css.graph}
      data-far={isFar || undefined}
      data-stale={staleSinceMs !== null || undefined}
      data-testid="topology-graph"
    >
      <p className="visually-hidden" id="graph-help">
        {t('graphHelp')}
      </p>
      <ReactFlow<GraphNode, GraphEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onMoveStart={(event) => {
          if (event !== null) stopFitting()
        }}
        onPaneClick={() => {
          if (selectedLink !== undefined) onOpenLink(undefined)
          else if (selectedClient !== undefined) onOpenClient(undefined)
          else if (selected !== undefined) onOpenNode(undefined)
        }}
        aria-label={t('graphLabel', { cluster: shape.cluster })}
        aria-describedby="graph-help"
        minZoom={ZOOM.min}
        maxZoom={ZOOM.max}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        elevateNodesOnSelect={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomOnDoubleClick={false}
        nodeDragThreshold={4}
        proOptions={{ hideAttribution: true }}
      />
      {menu === undefined || menuNode === undefined ? null : (
        <NodeMenu
          node={menuNode}
          at={menu.at}
          onOpen={() => onOpenNode(menuNode.name)}
          onClose={() => {
            const card = rootRef.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(menuNode.name)}"]`)
            setMenu(undefined)
            // After the menu has gone, unless something else (a dialog) took the focus.
            window.setTimeout(() => {
              if (document.activeElement === document.body) card?.focus({ preventScroll: true })
            }, MENU_GONE_MS)
          }}
        />
      )}
    </div>
  )
})

interface Handles extends TopologyGraphProps {
  readonly isStill: boolean
  readonly staleSinceMs: number | null
  readonly rootRef: React.RefObject<HTMLDivElement | null>
  readonly setMenu: (menu: { name: string; at: Point }) => void
}

/** Gives cards and lines what they do; the store hands it on without redrawing them. */
function useGraphHandles(handles: Handles): void {
  const { shape, layout, selected, selectedLink, isStill, staleSinceMs, rootRef, setMenu } = handles
  const { onOpenNode, onOpenLink, onOpenClient, onMove, onToggleFrame, selectedClient } = handles
  const flow = useReactFlow()

  useEffect(() => {
    const cardOf = (name: string): HTMLElement | null | undefined =>
      rootRef.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(name)}"]`)
    const focusCard = (name: string): void => {
      useGraphUi.setState({ tabStop: name })
      const card = cardOf(name)
      card?.focus({ preventScroll: true })
      keepInSight(name)
    }
    const keepInSight = (name: string): void => {
      const box = layout.cards.find((each) => each.name === name)
      const root = rootRef.current?.getBoundingClientRect()
      if (box === undefined || root === undefined) return
      const at = flow.flowToScreenPosition({ x: box.x, y: box.y })
      const end = flow.flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height })
      const isSeen = at.x >= root.left && at.y >= root.top && end.x <= root.right && end.y <= root.bottom
      if (!isSeen) {
        const zoom = flow.getZoom()
        void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: 0 })
      }
    }
    const openMenu = (name: string, at: Point): void => setMenu({ name, at })
    const onCardKey = (event: KeyboardEvent, name: string): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Enter' || event.key === ' ') onOpenNode(name)
      else if (event.key === '.') {
        const rect = cardOf(name)?.getBoundingClientRect()
        openMenu(name, { x: (rect?.left ?? 0) + 16, y: rect?.bottom ?? 0 })
      } else if (event.key in DIRECTIONS) {
        const direction = DIRECTIONS[event.key as keyof typeof DIRECTIONS]
        if (event.shiftKey) moveCard(name, direction)
        else {
          const links = shape.links.map((link) => [link.master, link.slave] as const)
          const next = walk(layout.cards, links, name, direction)
          if (next !== undefined) focusCard(next)
        }
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    const moveCard = (name: string, direction: 'left' | 'right' | 'up' | 'down'): void => {
      const card = layout.cards.find((each) => each.name === name)
      if (card === undefined) return
      const [dx, dy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction] as [number, number]
      onMove({ [name]: { x: card.x + dx * STEP_PIXELS, y: card.y + dy * STEP_PIXELS } })
    }
    useGraphUi.setState({
      onCardKey,
      openMenu,
      openNode: (name) => {
        useGraphUi.setState({ tabStop: name })
        onOpenNode(name)
      },
      openLink: onOpenLink,
      openClient: onOpenClient,
      toggleFrame: onToggleFrame,
    })
  }, [shape, layout, flow, rootRef, setMenu, onOpenNode, onOpenLink, onOpenClient, onMove, onToggleFrame])

  useEffect(() => useGraphUi.setState({ isStill, staleSinceMs }), [isStill, staleSinceMs])

  useEffect(() => {
    useGraphUi.setState((state) => {
      const isThere = (name: string | undefined): boolean => shape.nodes.some((node) => node.name === name)
      const tabStop = isThere(selected) ? selected : isThere(state.tabStop) ? state.tabStop : shape.nodes[0]?.name
      return { selected, selectedLink, selectedClient, tabStop }
    })
  }, [shape, selected, selectedLink, selectedClient])
}
