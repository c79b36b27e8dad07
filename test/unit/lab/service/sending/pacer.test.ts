import { describe, expect, test } from 'vitest'
import { Pacer } from '../../../../../engine/lab/service/sending/pacer.ts'

function sentIn(pacer: Pacer, fromMs: number, toMs: number): number {
  let sent = 0
  for (let ms = fromMs; ms <= toMs; ms += 10) while (pacer.take(1, ms)) sent++
  return sent
}

describe('Pacer', () => {
  test('lets the wanted rate through, spread over its ticks', () => {
    const pacer = new Pacer(50_000, 1, 0)
    expect(sentIn(pacer, 10, 100)).toBe(5000)
    expect(sentIn(pacer, 110, 1000)).toBe(45_000)
  })

  test('saves up a quarter of a second at most, and nothing over a pause', () => {
    const pacer = new Pacer(1000, 1, 0)
    expect(sentIn(pacer, 60_000, 60_000)).toBe(250)
    pacer.restart(120_000)
    expect(sentIn(pacer, 120_000, 120_000)).toBe(0)
  })

  test('takes a batch together, however slow the rate is', () => {
    const pacer = new Pacer(10, 100, 0)
    expect(pacer.take(100, 9_990)).toBe(false)
    expect(pacer.take(100, 10_000)).toBe(true)
    pacer.giveBack(60)
    expect(pacer.take(60, 10_000)).toBe(true)
  })

  test('without a rate it never says no', () => {
    const pacer = new Pacer(0, 1, 0)
    expect(pacer.take(1_000_000, 0)).toBe(true)
  })
})
