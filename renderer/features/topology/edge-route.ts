/**
 * How lines run between cards, and where the words on them stand so that no line goes through them. Pure geometry on boxes:
 * a replication line leaves the master's side that looks at the slave; a registration line runs in the free strip below the
 * name servers and beside the cards. Everything is straight pieces with round corners, recomputed only when a card moves.
 */
import type { Box, CardBox, Point } from './layout.ts'

export interface Route {
  /** SVG path from end to end. */
  readonly path: string
  /** The same as corner points. */
  readonly points: readonly Point[]
  /** Middle of the piece that carries the words. */
  readonly label: Point
  /** Words stand above and below a level piece, right of an upright one. */
  readonly labelSide: 'around' | 'right'
  /** Length of the piece that carries the words: chips and gaps must fit in. */
  readonly labelLength: number
  /** Direction of the last piece, for the arrow's head. */
  readonly arrow: 'left' | 'right' | 'up' | 'down'
  readonly length: number
  /** Middle of the last piece but one, near the end: where a gone registration carries its cross. */
  readonly nearEnd: Point
}

const ARROW_ROOM = 10
const TRUNK = 28
const CORNER = 8
const LANE = 26
const LANE_STEP = 62
/** The strip above the clients' cards. */
const CLIENT_LANE = 9
/** Where on a card's side a client's line ends: below the middle, which is the replication line's. */
const CLIENT_END = 0.78

/** From master to slave. `lane` counts the lines that go below cards of the same row. */
export function replicationRoute(master: CardBox, slave: CardBox, others: readonly CardBox[], lane = 0): Route {
  const goesRight = slave.x >= master.x + master.width
  const goesLeft = slave.x + slave.width <= master.x
  if (!goesRight && !goesLeft) return uprightRoute(master, slave)
  const from: Point = { x: goesRight ? master.x + master.width : master.x, y: middle(master) }
  const to: Point = { x: goesRight ? slave.x : slave.x + slave.width, y: middle(slave) }
  const sign = goesRight ? 1 : -1
  const isBlocked = others.some(
    (box) =>
      box.name !== master.name &&
      box.name !== slave.name &&
      crossesLevel(box, Math.min(from.x, to.x), Math.max(from.x, to.x), to.y),
  )
  if (isBlocked) return laneRoute(master, slave, others, sign, lane)
  if (Math.abs(from.y - to.y) < 2) return finish([from, { x: to.x, y: from.y }], 0)
  const trunk = from.x + sign * Math.min(TRUNK, Math.abs(to.x - from.x) / 3)
  return finish([from, { x: trunk, y: from.y }, { x: trunk, y: to.y }, to], 2)
}

/** Which pairs of one row need a lane below it, numbered; see `replicationRoute`. */
export function isBlockedLevel(master: CardBox, slave: CardBox, others: readonly CardBox[]): boolean {
  const left = Math.min(master.x + master.width, slave.x + slave.width)
  const right = Math.max(master.x, slave.x)
  return others.some(
    (box) => box.name !== master.name && box.name !== slave.name && crossesLevel(box, left, right, middle(slave)),
  )
}

/**
 * From a name server to a broker registered there. `index` of `count` name servers keeps lines apart; the words stand on the
 * level piece.
 */
export function registrationRoute(
  namesrv: CardBox,
  broker: CardBox,
  others: readonly CardBox[],
  index: number,
  count: number,
): Route {
  const shift = (index - (count - 1) / 2) * 18
  const start: Point = { x: namesrv.x + namesrv.width / 2 + shift, y: namesrv.y + namesrv.height }
  const isBelow = broker.y > start.y + 24
  if (!isBelow) return uprightRoute(namesrv, broker, shift)
  const isFree = !others.some(
    (box) => box.name !== broker.name && box.name !== namesrv.name && isBetween(box, start, broker),
  )
  const lane = start.y + 16 + index * 8 + (isFree ? 0 : 4)
  if (isFree) {
    const end: Point = { x: broker.x + broker.width / 2 + shift, y: broker.y }
    if (Math.abs(end.x - start.x) < 2) return finish([start, { x: start.x, y: end.y }], 0)
    return finish([start, { x: start.x, y: lane }, { x: end.x, y: lane }, end], 1)
  }
  // Along the outer side: the replication lines leave towards the other hosts.
  const isRightOf = broker.x + broker.width / 2 > middleOf([namesrv, broker, ...others])
  const side = isRightOf ? broker.x + broker.width + 8 - index * 3 : broker.x - 8 + index * 3
  const end: Point = { x: isRightOf ? broker.x + broker.width : broker.x, y: middle(broker) + shift / 3 }
  return finish([start, { x: start.x, y: lane }, { x: side, y: lane }, { x: side, y: end.y }, end], 1)
}

/** From a client below to a node: along the free strip above the clients, then up beside the node's column. `lane` counts the lines. */
export function clientRoute(client: Box, node: Box, lane = 0): Route {
  const start: Point = { x: client.x + client.width / 2 + lane * 6, y: client.y }
  const level = client.y - CLIENT_LANE - lane * 3
  const side = node.x - 9 - (lane % 2) * 3
  const end: Point = { x: node.x, y: node.y + node.height * CLIENT_END }
  return finish([start, { x: start.x, y: level }, { x: side, y: level }, { x: side, y: end.y }, end], 1)
}

/** Between the leftmost and the rightmost of these boxes. */
function middleOf(boxes: readonly Box[]): number {
  const left = Math.min(...boxes.map((box) => box.x))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  return (left + right) / 2
}

/** The route as a path whose end stops short of the arrow's head. */
export function pathWithRoom(route: Route): string {
  const points = [...route.points]
  const last = points[points.length - 1]
  if (last === undefined) return route.path
  const back = { left: { x: 1, y: 0 }, right: { x: -1, y: 0 }, up: { x: 0, y: 1 }, down: { x: 0, y: -1 } }[route.arrow]
  points[points.length - 1] = { x: last.x + back.x * ARROW_ROOM, y: last.y + back.y * ARROW_ROOM }
  return pathOf(points)
}

/** Both rails of a double line, `apart` pixels from each other. */
export function railPaths(route: Route, apart: number): readonly [string, string] {
  return [pathOf(offset(route, -apart / 2)), pathOf(offset(route, apart / 2))]
}

/** The route with a gap of `gap` pixels around its label: two paths and the two ends of the gap. */
export function gapPaths(
  route: Route,
  gap: number,
): { readonly before: string; readonly after: string; readonly ends: readonly [Point, Point] } {
  const { points } = route
  const at = points.findIndex((point, index) => {
    const next = points[index + 1]
    return next !== undefined && isOn(route.label, point, next)
  })
  const from = points[Math.max(0, at)] ?? route.label
  const to = points[Math.max(0, at) + 1] ?? route.label
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const unit = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  const half = Math.min(gap, length * 0.6) / 2
  const a = { x: route.label.x - unit.x * half, y: route.label.y - unit.y * half }
  const b = { x: route.label.x + unit.x * half, y: route.label.y + unit.y * half }
  return {
    before: pathOf([...points.slice(0, Math.max(0, at) + 1), a]),
    after: pathOf([b, ...points.slice(Math.max(0, at) + 1)]),
    ends: [a, b],
  }
}

function laneRoute(master: CardBox, slave: CardBox, others: readonly CardBox[], sign: number, lane: number): Route {
  const left = Math.min(master.x, slave.x)
  const right = Math.max(master.x + master.width, slave.x + slave.width)
  const between = others.filter(
    (box) =>
      box.x < right && box.x + box.width > left && box.y < slave.y + slave.height && box.y + box.height > slave.y,
  )
  const bottom = Math.max(...[master, slave, ...between].map((box) => box.y + box.height))
  const y = bottom + LANE + lane * LANE_STEP
  const start: Point = { x: master.x + master.width / 2, y: master.y + master.height }
  const turn = sign > 0 ? slave.x - TRUNK : slave.x + slave.width + TRUNK
  const end: Point = { x: sign > 0 ? slave.x : slave.x + slave.width, y: middle(slave) }
  return finish([start, { x: start.x, y }, { x: turn, y }, { x: turn, y: end.y }, end], 1)
}

function uprightRoute(from: Box, to: Box, shift = 0): Route {
  const isDown = to.y >= from.y
  const x = Math.max(Math.min(from.x + from.width / 2, to.x + to.width - 12), to.x + 12) + shift
  const start: Point = { x, y: isDown ? from.y + from.height : from.y }
  const end: Point = { x, y: isDown ? to.y : to.y + to.height }
  return finish([start, end], 0)
}

/** `labelPiece`: index of the piece that carries the words. */
function finish(points: readonly Point[], labelPiece: number): Route {
  const a = points[labelPiece] ?? { x: 0, y: 0 }
  const b = points[labelPiece + 1] ?? a
  const isLevel = Math.abs(a.y - b.y) < 2
  const before = points[points.length - 2] ?? a
  const last = points[points.length - 1] ?? b
  const arrow =
    Math.abs(last.y - before.y) < 2
      ? last.x >= before.x
        ? ('right' as const)
        : ('left' as const)
      : last.y >= before.y
        ? ('down' as const)
        : ('up' as const)
  return {
    path: pathOf(points),
    points,
    label: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
    labelSide: isLevel ? 'around' : 'right',
    labelLength: Math.hypot(b.x - a.x, b.y - a.y),
    arrow,
    nearEnd: nearEnd(points),
    length: points.reduce((sum, point, index) => {
      const next = points[index + 1]
      return next === undefined ? sum : sum + Math.hypot(next.x - point.x, next.y - point.y)
    }, 0),
  }
}

function nearEnd(points: readonly Point[]): Point {
  const at = Math.max(0, points.length - 3)
  const [a, b] = [points[at] ?? { x: 0, y: 0 }, points[at + 1] ?? { x: 0, y: 0 }]
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

/** Straight pieces with round corners. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let path = `M${round(first.x)} ${round(first.y)}`
  rest.forEach((point, index) => {
    const previous = points[index] ?? first
    const next = rest[index + 1]
    if (next === undefined) {
      path += `L${round(point.x)} ${round(point.y)}`
      return
    }
    const inward = Math.min(CORNER, distance(previous, point) / 2, distance(point, next) / 2)
    const a = towards(point, previous, inward)
    const b = towards(point, next, inward)
    path += `L${round(a.x)} ${round(a.y)}Q${round(point.x)} ${round(point.y)} ${round(b.x)} ${round(b.y)}`
  })
  return path
}

/** The polyline moved sideways; corners meet where the moved pieces do (all pieces are level or upright). */
function offset(route: Route, by: number): Point[] {
  const { points } = route
  return points.map((point, index) => {
    const previous = points[index - 1]
    const next = points[index + 1]
    let { x, y } = point
    for (const [a, b] of [
      [previous, point],
      [point, next],
    ] as const) {
      if (a === undefined || b === undefined) continue
      if (Math.abs(a.y - b.y) < 2) y = point.y + by * Math.sign(b.x - a.x || 1)
      else x = point.x - by * Math.sign(b.y - a.y || 1)
    }
    return { x, y }
  })
}

function crossesLevel(box: Box, left: number, right: number, y: number): boolean {
  return box.x < right - 4 && box.x + box.width > left + 4 && box.y < y && box.y + box.height > y
}

function isBetween(box: Box, start: Point, broker: Box): boolean {
  const x = broker.x + broker.width / 2
  return box.x < x && box.x + box.width > x && box.y > start.y && box.y < broker.y
}

function isOn(point: Point, a: Point, b: Point): boolean {
  return Math.abs(distance(a, point) + distance(point, b) - distance(a, b)) < 0.5
}

function middle(box: Box): number {
  return box.y + box.height / 2
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
