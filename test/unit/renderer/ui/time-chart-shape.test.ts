import { describe, expect, test } from 'vitest'
import {
  apart,
  drawn,
  gapsOf,
  rangeOf,
  rowAt,
  type ScaleShape,
  ticksOf,
} from '../../../../renderer/ui/time-chart-shape.ts'

const LOG: ScaleShape = { kind: 'log', floor: 1, topMin: 1000, tickRatio: 10 }
const BYTES: ScaleShape = { kind: 'log', floor: 1024, topMin: 1024 ** 2, tickRatio: 32 }
const RATE: ScaleShape = { kind: 'linear', floor: 0, topMin: 4096, tickRatio: 10 }

describe('gaps', () => {
  test('are what lies before the first, between distant, and after the last sample', () => {
    const atMs = [100_000, 101_000, 150_000, 151_000]
    const gaps = gapsOf(atMs, [[1, 1, 1, 1]], { fromMs: 50_000, toMs: 200_000 })
    expect(gaps).toEqual([
      { fromMs: 50_000, toMs: 100_000 },
      { fromMs: 101_000, toMs: 150_000 },
      { fromMs: 151_000, toMs: 200_000 },
    ])
  })

  test('a row in which one series has a value is no gap', () => {
    expect(
      gapsOf(
        [0, 10_000, 20_000],
        [
          [1, null, 1],
          [null, 5, null],
        ],
        { fromMs: 0, toMs: 20_000 },
      ),
    ).toEqual([])
  })

  test('without any value everything is one gap', () => {
    expect(gapsOf([5000], [[null]], { fromMs: 0, toMs: 60_000 })).toEqual([{ fromMs: 0, toMs: 60_000 }])
  })
})

describe('scales', () => {
  test('a log scale reaches from its floor to a whole tick above all values', () => {
    expect(rangeOf([[2, 35_000]], LOG)).toEqual([1, 100_000])
    expect(ticksOf([1, 100_000], LOG)).toEqual([1, 10, 100, 1000, 10_000, 100_000])
    expect(rangeOf([[null]], LOG)).toEqual([1, 1000])
  })

  test('bytes step by 32, so that ticks are 1 KiB, 32 KiB, 1 MiB', () => {
    expect(ticksOf(rangeOf([[2_000_000]], BYTES), BYTES)).toEqual([1024, 32 * 1024, 1024 ** 2, 32 * 1024 ** 2])
  })

  test('nothing is drawn below the floor of a log scale; gaps stay gaps', () => {
    expect(drawn([0, null, 5], LOG)).toEqual([1, null, 5])
  })

  test('a linear scale of bytes has round steps of its unit', () => {
    const range = rangeOf([[1_100_000]], RATE)
    for (const tick of ticksOf(range, RATE)) expect(tick % 1024).toBe(0)
    expect(range[1]).toBeGreaterThanOrEqual(1_100_000)
  })

  test('counts step by tens however large they are', () => {
    const scale = { kind: 'linear', floor: 0, topMin: 1, tickRatio: 10, isOfCounts: true } as const
    expect(rangeOf([[2000]], scale)).toEqual([0, 5000])
    expect(ticksOf([0, 5000], scale)).toEqual([0, 2000, 4000])
  })
})

test('labels that would lie on each other move apart, inside the plot, in their order', () => {
  const places = apart([98, 99, 10], 14, 100)
  expect(places).toEqual([86, 100, 10])
})

test('the row of a time is the last one at or before it', () => {
  expect([0, 5, 10, 99].map((time) => rowAt([5, 10, 20], time))).toEqual([-1, 0, 1, 2])
})
