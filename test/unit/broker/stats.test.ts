import { describe, expect, test } from 'vitest'
import { STATS_ITEMS_MAX } from '../../../engine/base/limits.ts'
import { BrokerStats } from '../../../engine/broker/stats.ts'
import type { StoreStats } from '../../../engine/store/types.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

const HOUR_MS = 3_600_000

function world(): { sim: Simulation; stats: BrokerStats; store: StoreStats } {
  const sim = new Simulation({ seed: 1 })
  const { clock, timers, log } = sim.ports('a')
  const store: StoreStats = {
    putMessages: 0,
    putBytes: 0,
    putRefused: 0,
    getFoundCalls: 0,
    getMissCalls: 0,
    getMessages: 0,
    getBytes: 0,
    dispatchedMessages: 0,
    startedAtMs: clock.nowMs(),
  }
  const stats = new BrokerStats({
    clock,
    timers,
    log,
    clusterName: 'C',
    storeStats: store,
    isSystemTopic: (topic) => topic === 'SYSTEM',
    utcOffsetMs: () => 0,
  })
  stats.start()
  return { sim, stats, store }
}

describe('broker statistics', () => {
  test('a put counts for its topic, its queue and the broker', () => {
    const { stats } = world()
    for (const [queueId, bytes] of [
      [0, 100],
      [3, 50],
      [3, 50],
    ] as const)
      stats.arrived('T', queueId, bytes)
    stats.arrived('Other', 0, 1)
    const sum = (name: string, key: string) => stats.find(name, key)?.statsMinute.sum
    expect(sum('TOPIC_PUT_NUMS', 'T')).toBe(3)
    expect(sum('TOPIC_PUT_SIZE', 'T')).toBe(200)
    expect(sum('QUEUE_PUT_NUMS', 'T@3')).toBe(2)
    expect(sum('QUEUE_PUT_SIZE', 'T@3')).toBe(100)
    expect(sum('BROKER_PUT_NUMS', 'C')).toBe(4)
    expect(stats.find('TOPIC_PUT_SIZE', 'T')?.statsDay.avgpt).toBeCloseTo(200 / 3)
  })

  test('a fetch counts for the group, and says up to where it was pulled', () => {
    const { stats } = world()
    stats.fetched('G', 'T', 2, 32, 4096, 32)
    stats.fetched('G', 'T', 2, 8, 1024, 40)
    expect(stats.find('GROUP_GET_NUMS', 'T@G')?.statsMinute.sum).toBe(40)
    expect(stats.find('QUEUE_GET_SIZE', 'T@2@G')?.statsHour.sum).toBe(5120)
    expect(stats.find('BROKER_GET_NUMS', 'C')?.statsDay.sum).toBe(40)
    expect(stats.pulledOffset('G', 'T', 2)).toBe(40)
    expect(stats.pulledOffset('G', 'T', 0)).toBeUndefined()
  })

  test('what was never counted has no figures', () => {
    const { stats } = world()
    expect(stats.find('TOPIC_PUT_NUMS', 'T')).toBeUndefined()
    expect(stats.find('TOPIC_PUT_LATENCY', 'T')).toBeUndefined()
  })

  test('the minute forgets what the hour and the day still hold', async () => {
    const { sim, stats } = world()
    for (let i = 0; i < 60; i++) {
      stats.arrived('T', 0, 10)
      await sim.runFor(1000)
    }
    const busy = stats.find('TOPIC_PUT_NUMS', 'T')!
    expect(busy.statsMinute.sum).toBe(60)
    expect(busy.statsMinute.tps).toBeCloseTo(1, 1)
    await sim.runFor(10 * 60_000)
    const idle = stats.find('TOPIC_PUT_NUMS', 'T')!
    expect(idle.statsMinute).toMatchObject({ sum: 0, tps: 0 })
    expect(idle.statsHour.sum).toBe(60)
    await sim.runFor(2 * HOUR_MS)
    expect(stats.find('TOPIC_PUT_NUMS', 'T')!.statsHour.sum).toBe(0)
    expect(stats.find('TOPIC_PUT_NUMS', 'T')!.statsDay.sum).toBe(60)
  })

  test('a counter without use for more than a day is dropped, one in use is not', async () => {
    const { sim, stats } = world()
    stats.arrived('Idle', 0, 1)
    stats.fetched('G', 'Idle', 0, 1, 1, 1)
    for (let hour = 0; hour < 26; hour++) {
      stats.arrived('Busy', 0, 1)
      await sim.runFor(HOUR_MS)
    }
    expect(stats.find('TOPIC_PUT_NUMS', 'Idle')).toBeUndefined()
    expect(stats.find('QUEUE_GET_NUMS', 'Idle@0@G')).toBeUndefined()
    expect(stats.find('TOPIC_PUT_NUMS', 'Busy')).toBeDefined()
    stats.arrived('Idle', 0, 1)
    expect(stats.find('TOPIC_PUT_NUMS', 'Idle')?.statsMinute.sum).toBe(1)
  })

  test('counters have a bound, and what goes on above it is only not counted', () => {
    const { stats } = world()
    for (let i = 0; i < STATS_ITEMS_MAX; i++) stats.arrived(`T${i}`, 0, 1)
    expect(stats.find('TOPIC_PUT_NUMS', 'T0')?.statsMinute.sum).toBe(1)
    expect(stats.find('TOPIC_PUT_NUMS', `T${STATS_ITEMS_MAX - 1}`)).toBeUndefined()
    expect(stats.find('BROKER_PUT_NUMS', 'C')?.statsMinute.sum).toBe(STATS_ITEMS_MAX)
    stats.topicDeleted('T0')
    stats.arrived('New', 0, 1)
    expect(stats.find('TOPIC_PUT_NUMS', 'New')?.statsMinute.sum).toBe(1)
  })

  test('a deleted topic or group takes its counters along', () => {
    const { stats } = world()
    stats.arrived('T', 0, 1)
    stats.arrived('T2', 0, 1)
    stats.fetched('G', 'T2', 0, 1, 1, 1)
    stats.topicDeleted('T')
    expect(stats.find('QUEUE_PUT_NUMS', 'T@0')).toBeUndefined()
    expect(stats.find('TOPIC_PUT_NUMS', 'T2')).toBeDefined()
    stats.groupDeleted('G')
    expect(stats.find('GROUP_GET_NUMS', 'T2@G')).toBeUndefined()
    expect(stats.pulledOffset('G', 'T2', 0)).toBeUndefined()
  })

  test('rates of the store go over 10, 60 and 600 seconds, or over what there is', async () => {
    const { sim, stats, store } = world()
    for (let i = 0; i < 600; i++) {
      store.putMessages += i < 590 ? 10 : 100
      await sim.runFor(1000)
    }
    const [ten, minute, tenMinutes] = stats.storeRates((totals) => totals.putMessages)
    expect(ten).toBeCloseTo(100, 0)
    expect(minute).toBeCloseTo((50 * 10 + 10 * 100) / 60, 0)
    expect(tenMinutes).toBeCloseTo((590 * 10 + 10 * 100) / 600, 0)
  })

  test('totals since the start leave system topics out and are noted at midnight', async () => {
    const { sim, stats } = world()
    stats.arrived('T', 0, 1)
    stats.arrived('SYSTEM', 0, 1)
    expect(stats.putTotals).toEqual({ yesterdayMorning: 0, todayMorning: 0, now: 1 })
    await sim.runFor(24 * HOUR_MS + 20_000)
    stats.arrived('T', 0, 1)
    stats.fetched('G', 'T', 0, 5, 1, 5)
    expect(stats.putTotals).toEqual({ yesterdayMorning: 0, todayMorning: 1, now: 2 })
    await sim.runFor(24 * HOUR_MS)
    expect(stats.putTotals).toEqual({ yesterdayMorning: 1, todayMorning: 2, now: 2 })
    expect(stats.getTotals).toEqual({ yesterdayMorning: 0, todayMorning: 5, now: 5 })
  })
})
