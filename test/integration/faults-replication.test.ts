import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingFrom } from './support/load.ts'
import { ROUTE_REFRESH_MS, SyncPair } from './support/sync-pair.ts'
import { until } from './support/until.ts'

/** What a busy machine may add to a time that is promised. */
const SLACK_MS = 4000

describe('a SYNC_MASTER whose slave cannot answer', () => {
  const pair = new SyncPair()
  beforeAll(() => pair.up(4))
  afterAll(() => pair.remove())

  const faults: readonly (readonly [string, () => Promise<unknown>, () => Promise<unknown>])[] = [
    [
      'a black-holed link',
      () => pair.cluster.fault('broker-a', 'broker-a-s', { kind: 'cut', direction: 'both' }),
      () => pair.cluster.fault('broker-a', 'broker-a-s', { kind: 'heal', direction: 'both' }),
    ],
    ['a frozen slave', () => pair.cluster.pause('broker-a-s'), () => pair.cluster.resume('broker-a-s')],
  ]

  test.each(faults)(
    '%s: FLUSH_SLAVE_TIMEOUT, then SLAVE_NOT_AVAILABLE, and all is well when it ends',
    async (_, begin, end) => {
      const { cluster, load } = pair
      load.send()
      await load.acknowledgedMore(100)
      const before = { late: load.countOf('FLUSH_SLAVE_TIMEOUT'), without: load.countOf('SLAVE_NOT_AVAILABLE') }

      await begin()
      await until('sends time out', () => load.countOf('FLUSH_SLAVE_TIMEOUT') > before.late)
      // The link counts as alive until the housekeeping interval is over.
      expect(load.countOf('SLAVE_NOT_AVAILABLE')).toBe(before.without)
      await until('the slave is given up', () => load.countOf('SLAVE_NOT_AVAILABLE') > before.without)
      const acknowledged = load.acknowledged.size
      await until('sends go on without it', () => load.countOf('SLAVE_NOT_AVAILABLE') > before.without + 20)
      expect(load.acknowledged.size).toBe(acknowledged)

      await end()
      await load.acknowledgedMore(100)
      await load.drained()
      await cluster.whenFollowing('broker-a-s')
      await pair.expectAllOn('broker-a')
      await pair.expectAllOn('broker-a-s')
    },
  )
})

describe('a master that comes back without its data', () => {
  const pair = new SyncPair()
  beforeAll(() => pair.up(4))
  afterAll(() => pair.remove())

  test('its slave is diverged, counts for no acknowledgement and keeps what it has, until it is cloned anew', async () => {
    const { cluster, load } = pair
    load.send()
    await load.acknowledgedMore(200)
    await load.drained()
    const acknowledged = new Set(load.acknowledged)
    await cluster.whenFollowing('broker-a-s')
    const { log } = await cluster.status('broker-a-s')

    await cluster.stop('broker-a')
    rmSync(cluster.storeFolder('broker-a'), { recursive: true })
    await cluster.start('broker-a')
    await until('the slave says that it is diverged', async () => {
      return (await cluster.status('broker-a-s')).replication?.state === 'diverged'
    })
    await until('the master says so too', async () => {
      return (await cluster.status('broker-a')).slaves.some((slave) => slave.state === 'diverged')
    })

    load.send()
    await until('sends find no slave', () => load.countOf('SLAVE_NOT_AVAILABLE') > 20)
    await load.drained()
    expect(load.acknowledged.size).toBe(acknowledged.size)
    expect((await cluster.status('broker-a-s')).log.writtenOffset).toBe(log.writtenOffset)
    const kept = await pair.stored('broker-a-s', acknowledged)
    expect(missingFrom(acknowledged, kept.keys)).toEqual([])

    await cluster.stop('broker-a-s')
    rmSync(cluster.storeFolder('broker-a-s'), { recursive: true })
    await cluster.start('broker-a-s')
    await cluster.whenFollowing('broker-a-s')
    load.send()
    await load.acknowledgedMore(50)
    await load.drained()
  })
})

describe('consumers of a master that is killed', () => {
  const pair = new SyncPair()
  beforeAll(() => pair.up(16))
  afterAll(() => pair.remove())

  test(
    'go on from the slave within one route refresh; nothing is lost when the master returns',
    { timeout: 180_000 },
    async () => {
      const { cluster, load } = pair
      load.send()
      await load.acknowledgedMore(1500)
      await load.drained()
      // Slow enough that the kill finds it in the middle.
      const live = await pair.consumer('CID_live', 2)
      await until('consumption has begun', () => live.keys.size > 100)
      live.forgetGaps()
      cluster.killNow('broker-a')
      await cluster.whenDead('broker-a')
      const readBefore = live.keys.size
      expect(readBefore).toBeLessThan(load.acknowledged.size)
      await until('the consumer has everything, from the slave', () => live.has(load.acknowledged), 60_000)
      expect(live.longestGapMs).toBeLessThan(ROUTE_REFRESH_MS + SLACK_MS)

      // One that starts while there is no master reads from the slave from the first message on.
      const late = await pair.consumer('CID_late')
      await until('a new consumer has everything, from the slave', () => late.has(load.acknowledged), 30_000)

      await cluster.start('broker-a')
      await cluster.whenFollowing('broker-a-s')
      load.send()
      await load.acknowledgedMore(500)
      await load.drained()
      await until('both have everything', () => live.has(load.acknowledged) && late.has(load.acknowledged), 60_000)
      expect([live.damaged, late.damaged]).toEqual([[], []])
      console.log(
        `longest wait ${Math.round(live.longestGapMs)} ms after ${readBefore} messages; ` +
          `duplicates: live ${live.duplicates}, late ${late.duplicates} of ${load.acknowledged.size}`,
      )
    },
  )
})
