import { describe, expect, test } from 'vitest'
import {
  boundsOf,
  canCloseFrames,
  CARD,
  layoutCluster,
  type PlacedNode,
  withPlaces,
} from '../../../../../renderer/features/topology/layout.ts'

function namesrv(n: number): PlacedNode {
  return { name: `namesrv-${n}`, machine: `host-${n}`, role: 'namesrv', group: null, brokerId: null }
}
function broker(
  name: string,
  machine: string,
  role: 'master' | 'slave',
  brokerId = role === 'master' ? 0 : 1,
): PlacedNode {
  return { name, machine, role, group: name.replace(/-s\d*$/, ''), brokerId }
}

const CROSSED = [
  namesrv(1),
  namesrv(2),
  broker('broker-a', 'host-1', 'master'),
  broker('broker-a-s', 'host-2', 'slave'),
  broker('broker-b', 'host-2', 'master'),
  broker('broker-b-s', 'host-1', 'slave'),
]

function place(nodes: readonly PlacedNode[], closed: string[] = []) {
  const layout = layoutCluster(nodes, new Set(closed))
  return { layout, card: (name: string) => layout.cards.find((card) => card.name === name)! }
}

describe('layoutCluster', () => {
  test('puts name servers on top and each group on one row across the hosts', () => {
    const { card } = place(CROSSED)
    expect(card('namesrv-1').y).toBe(card('namesrv-2').y)
    expect(card('broker-a').y).toBe(card('broker-a-s').y)
    expect(card('broker-b').y).toBe(card('broker-b-s').y)
    expect(card('broker-a').y).toBeGreaterThan(card('namesrv-1').y + CARD.height)
    expect(card('broker-b').y).toBeGreaterThan(card('broker-a').y + CARD.height)
    expect(card('broker-a').x).toBe(card('broker-b-s').x)
  })

  test('orders hosts by number, not by letter', () => {
    const { layout } = place([broker('broker-a', 'host-10', 'master'), broker('broker-b', 'host-2', 'master')])
    expect(layout.frames.map((frame) => frame.machine)).toEqual(['host-2', 'host-10'])
  })

  test('keeps all cards of a host inside its frame and frames apart', () => {
    const { layout } = place(CROSSED)
    for (const card of layout.cards) {
      const frame = layout.frames.find((each) => each.machine === card.machine)!
      expect(card.x).toBeGreaterThan(frame.x)
      expect(card.y).toBeGreaterThan(frame.y)
      expect(card.x + card.width).toBeLessThan(frame.x + frame.width)
      expect(card.y + card.height).toBeLessThan(frame.y + frame.height)
    }
    const [first, second] = layout.frames
    expect(second!.x).toBeGreaterThan(first!.x + first!.width)
  })

  test('puts master and slave of one host side by side', () => {
    const { card, layout } = place([broker('broker-a', 'h', 'master'), broker('broker-a-s', 'h', 'slave')])
    expect(card('broker-a').y).toBe(card('broker-a-s').y)
    expect(card('broker-a-s').x).toBeGreaterThan(card('broker-a').x + CARD.width)
    expect(layout.frames).toHaveLength(1)
  })

  test('stacks several slaves of a host and never lays cards over each other', () => {
    const nodes = [
      ...CROSSED,
      broker('broker-a-s2', 'host-2', 'slave', 2),
      broker('broker-a-s3', 'host-3', 'slave', 3),
      ...Array.from({ length: 20 }, (_, index) => broker(`extra-${index}`, `host-${(index % 4) + 1}`, 'master')),
    ]
    const { cards } = layoutCluster(nodes)
    for (const a of cards) {
      for (const b of cards) {
        if (a.name === b.name) continue
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart, `${a.name} and ${b.name}`).toBe(true)
      }
    }
  })

  test('leaves room below a row whose line has to go around a card', () => {
    const straight = place([
      broker('broker-a', 'host-1', 'master'),
      broker('broker-a-s', 'host-2', 'slave'),
      broker('broker-b', 'host-1', 'master'),
    ])
    const around = place([
      broker('broker-a', 'host-1', 'master'),
      broker('broker-a-s', 'host-2', 'slave'),
      broker('broker-a-s2', 'host-3', 'slave', 2),
      broker('broker-b', 'host-1', 'master'),
    ])
    expect(around.card('broker-b').y).toBeGreaterThan(straight.card('broker-b').y)
  })

  test('a closed host has compact cards', () => {
    const { card, layout } = place(CROSSED, ['host-2'])
    expect(card('broker-a-s').isCompact).toBe(true)
    expect(card('broker-a').isCompact).toBe(false)
    expect(layout.frames.map((frame) => frame.isClosed)).toEqual([false, true])
  })

  test('frames can be closed from 13 groups on', () => {
    const groups = (n: number) => Array.from({ length: n }, (_, index) => broker(`b${index}`, 'h', 'master'))
    expect(canCloseFrames(groups(12))).toBe(false)
    expect(canCloseFrames(groups(13))).toBe(true)
  })
})

describe('withPlaces', () => {
  test('moves the cards that have a place and draws the frame around them', () => {
    const layout = layoutCluster(CROSSED)
    const moved = withPlaces(layout, { 'broker-b': { x: 900, y: 700 }, nobody: { x: 0, y: 0 } })
    const card = moved.cards.find((each) => each.name === 'broker-b')!
    const frame = moved.frames.find((each) => each.machine === 'host-2')!
    expect(card).toMatchObject({ x: 900, y: 700 })
    expect(frame.x + frame.width).toBeGreaterThan(900 + CARD.width)
    expect(moved.cards.find((each) => each.name === 'broker-a')).toEqual(
      layout.cards.find((each) => each.name === 'broker-a'),
    )
  })
})

test('bounds hold every box', () => {
  expect(
    boundsOf([
      { x: 10, y: 20, width: 30, height: 40 },
      { x: -5, y: 50, width: 10, height: 100 },
    ]),
  ).toEqual({ x: -5, y: 20, width: 45, height: 130 })
})
