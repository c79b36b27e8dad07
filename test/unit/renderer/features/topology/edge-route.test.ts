import { describe, expect, test } from 'vitest'
import {
  gapPaths,
  isBlockedLevel,
  pathOf,
  registrationRoute,
  replicationRoute,
} from '../../../../../renderer/features/topology/edge-route.ts'
import type { CardBox } from '../../../../../renderer/features/topology/layout.ts'

function card(name: string, x: number, y: number): CardBox {
  return { name, machine: 'h', isCompact: false, x, y, width: 258, height: 92 }
}

describe('replicationRoute', () => {
  test('is straight between cards of one row, with the words in its middle', () => {
    const route = replicationRoute(card('m', 40, 196), card('s', 546, 196), [])
    expect(route.path).toBe('M298 242L546 242')
    expect(route.label).toEqual({ x: 422, y: 242 })
    expect(route.arrow).toBe('right')
    expect(route.labelSide).toBe('around')
  })

  test('points left when the slave stands left of its master', () => {
    const route = replicationRoute(card('m', 546, 196), card('s', 40, 196), [])
    expect(route.arrow).toBe('left')
    expect(route.points[0]).toEqual({ x: 546, y: 242 })
  })

  test('turns down to a slave that stands lower and carries its words on the last piece', () => {
    const route = replicationRoute(card('m', 40, 100), card('s', 546, 300), [])
    expect(route.points).toHaveLength(4)
    expect(route.label.y).toBe(346)
    expect(route.arrow).toBe('right')
  })

  test('goes below a card that stands in its way', () => {
    const [m, between, s] = [card('m', 40, 100), card('x', 546, 100), card('s', 1052, 100)]
    expect(isBlockedLevel(m, s, [m, between, s])).toBe(true)
    const route = replicationRoute(m, s, [m, between, s])
    expect(route.label.y).toBeGreaterThan(between.y + between.height)
    expect(route.points.at(-1)).toEqual({ x: 1052, y: 146 })
  })

  test('runs upright between cards that stand above each other', () => {
    const route = replicationRoute(card('m', 40, 100), card('s', 40, 400), [])
    expect(route.labelSide).toBe('right')
    expect(route.arrow).toBe('down')
  })
})

describe('registrationRoute', () => {
  test('reaches a broker below another one beside the cards, not through them', () => {
    const [ns, a, b] = [card('ns', 40, 52), card('a', 40, 196), card('b', 40, 362)]
    const route = registrationRoute(ns, b, [ns, a, b], 0, 1)
    const isThrough = route.points.some((p) => p.x > a.x && p.x < a.x + a.width && p.y > a.y && p.y < a.y + a.height)
    expect(isThrough).toBe(false)
    expect(route.points.some((p) => p.x < a.x)).toBe(true)
  })

  test('is upright to the broker right below', () => {
    const [ns, a] = [card('ns', 40, 52), card('a', 40, 196)]
    expect(registrationRoute(ns, a, [ns, a], 0, 1).path).toBe('M169 144L169 196')
  })
})

test('a gap leaves out the middle of the piece with the words', () => {
  const route = replicationRoute(card('m', 0, 0), card('s', 458, 0), [])
  const gap = gapPaths(route, 40)
  expect(gap.ends).toEqual([
    { x: 338, y: 46 },
    { x: 378, y: 46 },
  ])
  expect(gap.before).toBe('M258 46L338 46')
  expect(gap.after).toBe('M378 46L458 46')
})

test('corners are round and no longer than half of the shorter piece', () => {
  expect(
    pathOf([
      { x: 0, y: 0 },
      { x: 4, y: 0 },
      { x: 4, y: 100 },
    ]),
  ).toBe('M0 0L2 0Q4 0 4 2L4 100')
})
