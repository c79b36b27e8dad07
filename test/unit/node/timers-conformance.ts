/** What every `Timers` and `Clock` promise, in real and in virtual time. */
import { describe, expect, test } from 'vitest'
import type { Clock, Timers } from '../../../engine/base/ports.ts'

export interface TimeUnderTest {
  readonly clock: Clock
  readonly timers: Timers
  readonly eventually: (predicate: () => boolean) => Promise<void>
}

export function timeConformance(name: string, make: () => TimeUnderTest): void {
  describe(`${name} keeps the promises of Timers and Clock`, () => {
    test('runs a task once, not before its delay, never inside the call', async () => {
      const { clock, timers, eventually } = make()
      const startMs = clock.monotonicMs()
      const ranAt: number[] = []
      timers.after(20, () => ranAt.push(clock.monotonicMs()))
      expect(ranAt).toEqual([])
      let isOver = false
      timers.after(60, () => {
        isOver = true
      })
      await eventually(() => isOver)
      expect(ranAt.length).toBe(1)
      // A timer of Node may fire up to a millisecond early against the fractional clock.
      expect((ranAt[0] as number) - startMs).toBeGreaterThanOrEqual(19)
    })

    test('repeats until it is cancelled, also from inside', async () => {
      const { timers, eventually } = make()
      let ticks = 0
      const period = timers.every(5, () => {
        ticks++
        if (ticks === 3) period.cancel()
      })
      let isOver = false
      timers.after(60, () => {
        isOver = true
      })
      await eventually(() => isOver)
      expect(ticks).toBe(3)
    })

    test('does not run what was cancelled', async () => {
      const { timers, eventually } = make()
      let hasRun = false
      const handle = timers.after(5, () => {
        hasRun = true
      })
      handle.cancel()
      handle.cancel()
      let isOver = false
      timers.after(30, () => {
        isOver = true
      })
      await eventually(() => isOver)
      expect(hasRun).toBe(false)
    })

    test('runs turn ends in order after the turn, and those asked for meanwhile in a later turn', async () => {
      const { timers, eventually } = make()
      const order: string[] = []
      timers.after(1, () => {
        timers.atTurnEnd(() => {
          order.push('first')
          timers.atTurnEnd(() => order.push('third'))
        })
        timers.atTurnEnd(() => order.push('second'))
        order.push('turn')
      })
      await eventually(() => order.length === 4)
      expect(order).toEqual(['turn', 'first', 'second', 'third'])
    })

    test('lets the wall clock advance with the monotonic one', async () => {
      const { clock, timers, eventually } = make()
      const [wallMs, monotonicMs] = [clock.nowMs(), clock.monotonicMs()]
      let isOver = false
      timers.after(50, () => {
        isOver = true
      })
      await eventually(() => isOver)
      const drift = clock.nowMs() - wallMs - (clock.monotonicMs() - monotonicMs)
      expect(Math.abs(drift)).toBeLessThan(15)
    })
  })
}
