import { describe, expect, test } from 'vitest'
import { HistoryRing, type Sample } from '../../../../../engine/lab/service/observation/history-ring.ts'

const T0 = 10_000_000

function sample(atMs: number, lagMs: number | null, masterOffset: number | null = null): Sample {
  const rest = { lagBytes: null, writtenPerSecond: lagMs, confirmedPerSecond: null, slaveOffset: null }
  return { atMs, pairs: [{ pair: 'a>s', lagMs, masterOffset, ...rest }], nodes: [] }
}

describe('thinning', () => {
  test('keeps the peak of lag, the mean of rates and the last offset of each step', () => {
    const ring = new HistoryRing()
    for (const [second, lag] of [1, 900, 2, 3].entries()) ring.add(sample(T0 + second * 1000, lag, 10 * second))
    const { atMs, pairs } = ring.read(0, T0 + 4000, 4000)
    expect(atMs).toEqual([T0 + 3000])
    expect(pairs[0]).toMatchObject({ lagMs: [900], writtenPerSecond: [226.5], masterOffset: [30] })
  })

  test('a step of nothing but unknown values stays unknown', () => {
    const ring = new HistoryRing()
    ring.add(sample(T0, null))
    ring.add(sample(T0 + 1000, null))
    expect(ring.read(0, T0 + 2000, 10_000).pairs[0]?.lagMs).toEqual([null])
  })
})

describe('gaps', () => {
  test('are marked by rows without values at both ends', () => {
    const ring = new HistoryRing()
    ring.add(sample(T0, 1))
    ring.add(sample(T0 + 60_000, 2))
    const { atMs, pairs } = ring.read(0, T0 + 60_000)
    expect(atMs).toEqual([T0, T0 + 1000, T0 + 59_000, T0 + 60_000])
    expect(pairs[0]?.lagMs).toEqual([1, null, null, 2])
  })

  test('a pair that appears later has no values before', () => {
    const ring = new HistoryRing()
    ring.add({
      atMs: T0,
      pairs: [],
      nodes: [{ node: 'a', inPerSecond: 1, outPerSecond: 1, cpuPercent: 1, rssBytes: 1 }],
    })
    ring.add(sample(T0 + 1000, 5))
    const read = ring.read(0, T0 + 1000)
    expect(read.pairs[0]?.lagMs).toEqual([null, 5])
    expect(read.nodes[0]?.cpuPercent).toEqual([1, null])
  })
})

describe('bounds', () => {
  test('only the last hour is read, after `sinceMs`, and memory stays bounded', () => {
    const ring = new HistoryRing()
    for (let second = 0; second < 9000; second++) ring.add(sample(T0 + second * 1000, second))
    const endMs = T0 + 8999 * 1000
    expect(ring.read(0, endMs).atMs).toHaveLength(3600)
    expect(ring.read(endMs - 5000, endMs).atMs).toHaveLength(5)
    expect(ring.length).toBeLessThan(4000)
  })

  test('a sample that is not later than the last is left out', () => {
    const ring = new HistoryRing()
    ring.add(sample(T0, 1))
    ring.add(sample(T0, 2))
    expect(ring.read(0, T0).pairs[0]?.lagMs).toEqual([1])
  })
})

test('the time an offset was passed is that of the first sample above it', () => {
  const ring = new HistoryRing()
  for (let second = 0; second < 10; second++) ring.add(sample(T0 + second * 1000, 0, second * 100))
  expect(ring.passedAtMs('a>s', 450)).toBe(T0 + 5000)
  expect(ring.passedAtMs('a>s', 900)).toBeNull()
  expect(ring.passedAtMs('x>y', 0)).toBeNull()
})
