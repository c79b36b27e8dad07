import { describe, expect, test } from 'vitest'
import { LatencyHistogram } from '../../../../../engine/lab/service/sending/latency-histogram.ts'

describe('LatencyHistogram', () => {
  test('knows nothing before the first time', () => {
    expect(new LatencyHistogram().quantiles()).toEqual({ p50Ms: null, p99Ms: null, maxMs: null })
  })

  test('its quantiles are right to 5%', () => {
    const histogram = new LatencyHistogram()
    for (let ms = 1; ms <= 1000; ms++) histogram.note(ms)
    const { p50Ms, p99Ms, maxMs } = histogram.quantiles()
    expect(Math.abs((p50Ms ?? 0) / 500 - 1)).toBeLessThan(0.05)
    expect(Math.abs((p99Ms ?? 0) / 990 - 1)).toBeLessThan(0.05)
    expect(maxMs).toBe(1000)
  })

  test('times below its floor and above its ceiling are counted too', () => {
    const histogram = new LatencyHistogram()
    histogram.note(0)
    histogram.note(10_000_000)
    expect(histogram.quantiles().maxMs).toBe(10_000_000)
    expect(histogram.quantiles().p50Ms).toBe(0.1)
  })
})
