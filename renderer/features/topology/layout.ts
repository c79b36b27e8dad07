/**
 * Where cards and frames of the graph stand (window.md 4 and 7): hosts as columns in order, name servers on top, then one row a
 * broker group with its master and its slaves. Pure and instant; the same nodes always give the same places, so that a
 * place is only kept once somebody moved a card. Units are pixels at 100 % zoom.
 */
import type { NodeRole } from '../../../engine/contract/state.ts'

/** What the layout has to know of a node. */
export interface PlacedNode {
  readonly name: string
  readonly machine: string
  readonly role: NodeRole
  /** Nodes of one group stand on one row; null for name servers. */
  readonly group: string | null
  readonly brokerId: number | null
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

export interface CardBox extends Box {
  readonly name: string
  readonly machine: string
  /** Of a closed frame: shape, name and mark only. */
  readonly isCompact: boolean
}

export interface FrameBox extends Box {
  readonly machine: string
  readonly isClosed: boolean
}

export interface GraphLayout {
  readonly cards: readonly CardBox[]
  readonly frames: readonly FrameBox[]
}

export const CARD = { width: 258, height: 92 }
export const COMPACT_CARD = { width: 236, height: 36 }
export const FRAME = { side: 16, head: 32, bottom: 22 }
/** Between two frames, and between master and slave inside one: room for the words on the line. */
const LINK_GAP = 216
const ORIGIN = { x: 24, y: 20 }
const NAMESRV_GAP = 16
/** Below the name servers: registration lines run here. */
const REGISTRATION_GAP = 52
const ROW_GAP = { open: 74, closed: 20 }
const STACK_GAP = { open: 28, closed: 20 }
/** A line that has to go below a card between its ends. */
const LANE_HEIGHT = 62
/** From this many groups on, frames open and close. */
export const GROUPS_TO_CLOSE = 13

/** Whether frames can be closed at all. */
export function canCloseFrames(nodes: readonly PlacedNode[]): boolean {
  return new Set(nodes.map((node) => node.group).filter((group) => group !== null)).size >= GROUPS_TO_CLOSE
}

/** Hosts in their order: `host-2` before `host-10`. */
export function machinesOf(nodes: readonly PlacedNode[]): string[] {
  return [...new Set(nodes.map((node) => node.machine))].sort(byName)
}

/** The places of all cards as the rules give them, frames around them. */
export function layoutCluster(nodes: readonly PlacedNode[], closed: ReadonlySet<string> = new Set()): GraphLayout {
  const columns = columnsOf(nodes, closed)
  const cards: CardBox[] = []
  let y = placeNamesrvs(nodes, columns, cards)
  const groups = [...new Set(nodes.map((node) => node.group).filter((group) => group !== null))].sort(byName)
  for (const group of groups) {
    y = placeGroup(
      nodes.filter((node) => node.group === group),
      columns,
      y,
      cards,
    )
  }
  return { cards, frames: framesAround(cards, closed) }
}

/** Cards moved by hand: their kept places win; cards without one stay where the rules put them. */
export function withPlaces(layout: GraphLayout, places: Readonly<Record<string, Point>>): GraphLayout {
  const cards = layout.cards.map((card) => {
    const place = places[card.name]
    return place === undefined ? card : { ...card, x: place.x, y: place.y }
  })
  const closed = new Set(layout.frames.filter((frame) => frame.isClosed).map((frame) => frame.machine))
  return { cards, frames: framesAround(cards, closed) }
}

/** A frame a host, around its cards; frames whose cards stand in line get one height. */
export function framesAround(cards: readonly CardBox[], closed: ReadonlySet<string>): FrameBox[] {
  const frames = [...new Set(cards.map((card) => card.machine))].sort(byName).map((machine) => {
    const own = cards.filter((card) => card.machine === machine)
    const left = Math.min(...own.map((card) => card.x)) - FRAME.side
    const top = Math.min(...own.map((card) => card.y)) - FRAME.head
    const right = Math.max(...own.map((card) => card.x + card.width)) + FRAME.side
    const bottom = Math.max(...own.map((card) => card.y + card.height)) + FRAME.bottom
    return { machine, isClosed: closed.has(machine), x: left, y: top, width: right - left, height: bottom - top }
  })
  const topMost = Math.min(...frames.map((frame) => frame.y))
  const isAligned = frames.every((frame) => frame.y - topMost < CARD.height * 2)
  if (!isAligned) return frames
  const bottomMost = Math.max(...frames.map((frame) => frame.y + frame.height))
  return frames.map((frame) =>
    bottomMost - (frame.y + frame.height) < CARD.height * 2
      ? { ...frame, y: topMost, height: bottomMost - topMost }
      : { ...frame, y: topMost, height: frame.y + frame.height - topMost },
  )
}

/** The box that holds everything, for fitting the view. */
export function boundsOf(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const left = Math.min(...boxes.map((box) => box.x))
  const top = Math.min(...boxes.map((box) => box.y))
  return {
    x: left,
    y: top,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - left,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - top,
  }
}

interface Column {
  readonly machine: string
  readonly x: number
  readonly isClosed: boolean
  /** Two when master and slave of a group share the host. */
  readonly slots: number
  readonly order: number
}

function columnsOf(nodes: readonly PlacedNode[], closed: ReadonlySet<string>): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>()
  let x = ORIGIN.x
  let order = 0
  for (const machine of machinesOf(nodes)) {
    const own = nodes.filter((node) => node.machine === machine)
    const masterGroups = new Set(own.filter((node) => node.role === 'master').map((node) => node.group))
    const slots = own.some((node) => node.role === 'slave' && masterGroups.has(node.group)) ? 2 : 1
    const isClosed = closed.has(machine)
    const card = cardSize(isClosed)
    columns.set(machine, { machine, x: x + FRAME.side, isClosed, slots, order })
    x += FRAME.side * 2 + slots * card.width + (slots - 1) * LINK_GAP + LINK_GAP
    order += slots
  }
  return columns
}

function placeNamesrvs(nodes: readonly PlacedNode[], columns: ReadonlyMap<string, Column>, cards: CardBox[]): number {
  let bottom = ORIGIN.y + FRAME.head
  let isAny = false
  for (const column of columns.values()) {
    const own = nodes.filter((node) => node.machine === column.machine && node.group === null).sort(byNodeName)
    const card = cardSize(column.isClosed)
    own.forEach((node, index) => {
      const slot = index % column.slots
      const line = Math.floor(index / column.slots)
      const y = ORIGIN.y + FRAME.head + line * (card.height + NAMESRV_GAP)
      cards.push(cardAt(node, column, slot, y))
      bottom = Math.max(bottom, y + card.height)
      isAny = true
    })
  }
  return isAny ? bottom + REGISTRATION_GAP : bottom
}

/** One row; returns where the next one starts. */
function placeGroup(
  members: readonly PlacedNode[],
  columns: ReadonlyMap<string, Column>,
  top: number,
  cards: CardBox[],
): number {
  let bottom = top
  let isOpen = false
  const occupied = new Set<number>()
  const orders: { role: NodeRole; order: number }[] = []
  for (const column of columns.values()) {
    const card = cardSize(column.isClosed)
    const gap = column.isClosed ? STACK_GAP.closed : STACK_GAP.open
    const heights = [top, top]
    for (const node of members.filter((member) => member.machine === column.machine).sort(byRank)) {
      const slot = column.slots === 2 && node.role === 'slave' ? 1 : 0
      const y = heights[slot] ?? top
      cards.push(cardAt(node, column, slot, y))
      heights[slot] = y + card.height + gap
      bottom = Math.max(bottom, y + card.height)
      isOpen ||= !column.isClosed
      occupied.add(column.order + slot)
      orders.push({ role: node.role, order: column.order + slot })
    }
  }
  const lanes = lanesOf(orders, occupied)
  return bottom + lanes * LANE_HEIGHT + (isOpen ? ROW_GAP.open : ROW_GAP.closed)
}

/** How many lines of this row have a card in their way. */
function lanesOf(orders: readonly { role: NodeRole; order: number }[], occupied: ReadonlySet<number>): number {
  const masters = orders.filter((entry) => entry.role === 'master')
  let lanes = 0
  for (const slave of orders.filter((entry) => entry.role === 'slave')) {
    const isBlocked = masters.some((master) =>
      [...occupied].some(
        (order) => order > Math.min(master.order, slave.order) && order < Math.max(master.order, slave.order),
      ),
    )
    if (isBlocked) lanes += 1
  }
  return lanes
}

function cardAt(node: PlacedNode, column: Column, slot: number, y: number): CardBox {
  const size = cardSize(column.isClosed)
  return {
    name: node.name,
    machine: node.machine,
    isCompact: column.isClosed,
    x: column.x + slot * (size.width + LINK_GAP),
    y,
    ...size,
  }
}

function cardSize(isCompact: boolean): { width: number; height: number } {
  return isCompact ? COMPACT_CARD : CARD
}

function byRank(a: PlacedNode, b: PlacedNode): number {
  if (a.role !== b.role) return a.role === 'master' ? -1 : 1
  return (a.brokerId ?? 0) - (b.brokerId ?? 0) || byName(a.name, b.name)
}

function byNodeName(a: PlacedNode, b: PlacedNode): number {
  return byName(a.name, b.name)
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
