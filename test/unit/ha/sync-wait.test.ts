import { describe, expect, test } from 'vitest'
import { LagClock } from '../../../engine/ha/lag-clock.ts'
import { ByteRate } from '../../../engine/ha/rate.ts'
import { replicatedOffset, syncRule } from '../../../engine/ha/sync-wait.ts'

describe('sync rule', () => {
  test.each([
    [{ isSyncMaster: false, inSyncReplicas: 2, isInSyncReplicasSet: true }, 0],
    [{ isSyncMaster: true, inSyncReplicas: 1, isInSyncReplicasSet: false }, 1],
    [{ isSyncMaster: true, inSyncReplicas: 1, isInSyncReplicasSet: true }, 0],
    [{ isSyncMaster: true, inSyncReplicas: 2, isInSyncReplicasSet: true }, 1],
    [{ isSyncMaster: true, inSyncReplicas: 3, isInSyncReplicasSet: true }, 2],
    [{ isSyncMaster: true, inSyncReplicas: 0, isInSyncReplicasSet: true }, 0],
  ])('%j waits for %i slaves', (options, slavesNeeded) => {
    expect(syncRule(options)).toEqual({ slavesNeeded })
  })
})

describe('replicated offset', () => {
  test('is the offset that enough slaves have reached', () => {
    expect(replicatedOffset([100, 300, 200], 1)).toBe(300)
    expect(replicatedOffset([100, 300, 200], 2)).toBe(200)
    expect(replicatedOffset([100, 300, 200], 3)).toBe(100)
  })

  test('is nothing with too few slaves and everything when none is needed', () => {
    expect(replicatedOffset([100], 2)).toBe(-1)
    expect(replicatedOffset([], 1)).toBe(-1)
    expect(replicatedOffset([], 0)).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe('lag clock', () => {
  test('tells the age of the oldest unconfirmed byte', () => {
    const clock = new LagClock()
    clock.mark(100, 10)
    clock.mark(200, 20)
    clock.mark(300, 30)
    expect(clock.lagMs(0, 40)).toBe(30)
    expect(clock.lagMs(100, 40)).toBe(20)
    expect(clock.lagMs(250, 40)).toBe(10)
    expect(clock.lagMs(300, 40)).toBe(0)
  })

  test('keeps a bounded number of marks and then answers with the oldest it has', () => {
    const clock = new LagClock()
    for (let i = 1; i <= 10_000; i++) clock.mark(i, i)
    expect(clock.lagMs(0, 10_000)).toBe(4095)
    expect(clock.lagMs(9_999, 10_000)).toBe(0)
    expect(clock.lagMs(9_990, 10_000)).toBe(9)
  })

  test('is 0 without marks', () => {
    expect(new LagClock().lagMs(5, 100)).toBe(0)
  })
})

describe('byte rate', () => {
  test('is the rate of the last full second and falls to 0 when nothing moves', () => {
    const rate = new ByteRate()
    rate.add(500, 10_000)
    rate.add(500, 10_500)
    expect(rate.bytesPerSecond(11_000)).toBe(1000)
    expect(rate.bytesPerSecond(14_000)).toBe(0)
  })
})
