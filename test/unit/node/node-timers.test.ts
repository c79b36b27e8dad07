import { describe, expect, test } from 'vitest'
import { NodeClock } from '../../../engine/node/node-clock.ts'
import { NodeTimers } from '../../../engine/node/node-timers.ts'
import { eventually } from './real-time.ts'
import { timeConformance } from './timers-conformance.ts'
import type { TimeUnderTest } from './timers-conformance.ts'

function realTime(): TimeUnderTest & { readonly clock: NodeClock; readonly timers: NodeTimers } {
  const clock = new NodeClock()
  const timers = new NodeTimers(() => clock.forget())
  clock.connect(() => timers.wakeAtTurnEnd())
  return { clock, timers, eventually }
}

timeConformance('NodeTimers', realTime)

describe('NodeClock', () => {
  test('shows one wall time during a turn and a new one in the next', async () => {
    const { clock } = realTime()
    const first = clock.nowMs()
    const busyUntil = performance.now() + 5
    while (performance.now() < busyUntil) Math.sqrt(busyUntil)
    expect(clock.nowMs()).toBe(first)
    await eventually(() => clock.nowMs() > first)
  })
})

describe('NodeTimers', () => {
  test('makes one wake-up out of many turn ends', async () => {
    let turns = 0
    const timers = new NodeTimers(() => turns++)
    let ran = 0
    for (let i = 0; i < 100; i++) timers.atTurnEnd(() => ran++)
    await eventually(() => ran === 100)
    expect(turns).toBe(1)
  })
})
