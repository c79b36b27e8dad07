/**
 * The graph's cards, frames and lines as xyflow wants them, from the shape, the places and what is selected. Pure: figures are not
 * here, so that nothing of it is computed again when a figure changes.
 */
import { boundsOf, type CardBox, type FrameBox, type GraphLayout } from './layout.ts'
import type { ClientEdgeType } from './client-edge.tsx'
import type { ClientNode, MoreClientsNode } from './client-card.tsx'
import { drawnClients, type ClientGroup } from './client-groups.ts'
import { type ClientBox, placeClients } from './client-layout.ts'
import { clientRoute, isBlockedLevel, registrationRoute, replicationRoute } from './edge-route.ts'
import type { GraphShape } from './graph-shape.ts'
import type { FrameNode } from './host-frame.tsx'
import type { CardNode } from './node-card.tsx'
import type { RegistrationEdgeType } from './registration-edge.tsx'
import type { ReplicationEdgeType } from './replication-edge.tsx'

export type GraphNode = CardNode | FrameNode | ClientNode | MoreClientsNode
export type GraphEdge = ReplicationEdgeType | RegistrationEdgeType | ClientEdgeType

/** A registration that is drawn; the rest is hexagons on the cards. */
export interface DrawnRegistration {
  readonly broker: string
  /** Address, as the registration names it. */
  readonly namesrv: string
  readonly isLabelled: boolean
}

export const FRAME_ID = 'frame:'
export const CLIENT_ID = 'client:'

export function graphNodes(
  shape: GraphShape,
  layout: GraphLayout,
  options: { readonly isOurs: boolean; readonly canClose: boolean },
): GraphNode[] {
  const frames = layout.frames.map((frame): FrameNode => ({
    id: FRAME_ID + frame.machine,
    type: 'frame',
    position: { x: frame.x, y: frame.y },
    width: frame.width,
    height: frame.height,
    zIndex: -1,
    data: { cluster: shape.cluster, machine: frame.machine, isClosed: frame.isClosed, ...options },
    domAttributes: UNDESCRIBED,
  }))
  const cards = layout.cards.map((card): CardNode => ({
    id: card.name,
    type: 'card',
    position: { x: card.x, y: card.y },
    width: card.width,
    height: card.height,
    data: { cluster: shape.cluster, name: card.name, isCompact: card.isCompact },
    domAttributes: UNDESCRIBED,
  }))
  return [...frames, ...cards]
}

export function graphEdges(
  shape: GraphShape,
  layout: GraphLayout,
  registrations: readonly DrawnRegistration[],
): GraphEdge[] {
  const cards = new Map(layout.cards.map((card) => [card.name, card]))
  const lanes = new Map<string, number>()
  const replication = shape.links.flatMap((link): ReplicationEdgeType[] => {
    const [master, slave] = [cards.get(link.master), cards.get(link.slave)]
    if (master === undefined || slave === undefined) return []
    const lane = laneOf(master, slave, layout.cards, lanes)
    return [
      {
        id: link.id,
        type: 'replication',
        source: link.master,
        target: link.slave,
        data: {
          cluster: shape.cluster,
          route: replicationRoute(master, slave, layout.cards, lane),
          isCompact: master.isCompact && slave.isCompact,
        },
        ...UNSPOKEN,
      },
    ]
  })
  return [...registrationEdges(shape, cards, layout, registrations), ...replication]
}

/** The clients below everything else: those with a card, and the one that counts the rest. */
export interface PlacedClients {
  readonly boxes: readonly ClientBox[]
  readonly groups: readonly ClientGroup[]
  readonly more: number
}

const MORE_KEY = 'more'

export function placedClients(groups: readonly ClientGroup[], layout: GraphLayout): PlacedClients {
  const { drawn, more } = drawnClients(groups)
  const keys = [...drawn.map((client) => client.key), ...(more === 0 ? [] : [MORE_KEY])]
  return { boxes: placeClients(keys, contentBounds(layout)), groups: drawn, more }
}

export function clientNodes(cluster: string, { boxes, groups, more }: PlacedClients): GraphNode[] {
  return boxes.flatMap((box): GraphNode[] => {
    const { key, x, y, width, height } = box
    const common = {
      id: CLIENT_ID + key,
      position: { x, y },
      width,
      height,
      draggable: false,
      domAttributes: UNDESCRIBED,
    }
    const client = groups.find((each) => each.key === key)
    if (client !== undefined) return [{ ...common, type: 'client', data: { client } }]
    return key === MORE_KEY ? [{ ...common, type: 'more-clients', data: { cluster, more } }] : []
  })
}

/** From the chosen client to the nodes it is connected to. */
export function clientEdges(
  chosen: string | undefined,
  connected: readonly string[],
  { boxes }: PlacedClients,
  layout: GraphLayout,
): ClientEdgeType[] {
  const from = boxes.find((box) => box.key === chosen)
  if (from === undefined) return []
  return connected.flatMap((name, lane): ClientEdgeType[] => {
    const card = layout.cards.find((each) => each.name === name)
    if (card === undefined) return []
    const id = `${CLIENT_ID}${from.key}>${name}`
    const route = clientRoute(from, card, lane)
    return [{ id, type: 'client', source: CLIENT_ID + from.key, target: name, data: { route }, ...UNSPOKEN }]
  })
}

/** Everything that has to be seen when the view is fitted. */
export function contentBounds(layout: GraphLayout, clients: readonly ClientBox[] = []): ReturnType<typeof boundsOf> {
  return boundsOf([...layout.frames, ...layout.cards, ...clients])
}

/** The cards of a frame after it was moved as a whole. */
export function movedFrame(
  layout: GraphLayout,
  frame: FrameBox,
  to: { readonly x: number; readonly y: number },
): Record<string, { x: number; y: number }> {
  const [dx, dy] = [to.x - frame.x, to.y - frame.y]
  return Object.fromEntries(
    layout.cards
      .filter((card) => card.machine === frame.machine)
      .map((card) => [card.name, { x: card.x + dx, y: card.y + dy }]),
  )
}

function registrationEdges(
  shape: GraphShape,
  cards: ReadonlyMap<string, CardBox>,
  layout: GraphLayout,
  registrations: readonly DrawnRegistration[],
): RegistrationEdgeType[] {
  const namesrvs = shape.nodes.filter((node) => node.role === 'namesrv')
  return registrations.flatMap(({ broker, namesrv, isLabelled }): RegistrationEdgeType[] => {
    const index = namesrvs.findIndex((node) => node.address === namesrv)
    const [from, to] = [cards.get(namesrvs[index]?.name ?? ''), cards.get(broker)]
    if (from === undefined || to === undefined) return []
    return [
      {
        id: `registration:${broker}>${namesrv}`,
        type: 'registration',
        source: from.name,
        target: broker,
        data: {
          broker,
          namesrv,
          isLabelled,
          route: registrationRoute(from, to, layout.cards, index, namesrvs.length),
        },
        ...UNSPOKEN,
      },
    ]
  })
}

/** Lines that go around cards of one row get lanes below each other. */
function laneOf(master: CardBox, slave: CardBox, cards: readonly CardBox[], lanes: Map<string, number>): number {
  if (!isBlockedLevel(master, slave, cards)) return 0
  const row = String(Math.round(slave.y))
  const lane = lanes.get(row) ?? 0
  lanes.set(row, lane + 1)
  return lane
}

/** The card inside is a button with a name; the wrapper says nothing. */
const UNDESCRIBED = { 'aria-roledescription': undefined }
/** The words on the line are a button with a name; the drawing says nothing. */
const UNSPOKEN = {
  focusable: false,
  selectable: false,
  ariaRole: 'presentation' as const,
  domAttributes: { 'aria-hidden': true as const, 'aria-roledescription': undefined },
}
