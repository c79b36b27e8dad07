/**
 * The promise of a rolling apply: while four brokers restart one after the other under load, nothing that was acknowledged is
 * lost and every queue keeps its order. `ROLLING_APPLY_RUNS=10` repeats it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApplyWorld, withKey } from './support/apply-world.ts'
import { OrderedLoad, OrderJudge } from './support/ordered-load.ts'
import { until } from './support/until.ts'

const RUNS = Math.max(1, Number(process.env['ROLLING_APPLY_RUNS'] ?? 1))
const TOPIC = 'Rolling'
const PER_SECOND = 2000
/** Clients fetch routes every 30 s by default; the test has not that long. */
const ROUTE_REFRESH_MS = 1000
const CALM_MS = 1000
const CALM_TRIES = 8
/** As long as it takes all these clients to fetch their routes twice; those that insist would be waited for in vain. */
const SPREAD_MS = 3 * ROUTE_REFRESH_MS
const KEY = 'flushConsumerOffsetInterval'
const BROKERS = ['broker-a', 'broker-b', 'broker-a-s', 'broker-b-s']

describe('a rolling apply of a key that needs a restart, 2m-2s-sync under 2,000 messages/s', () => {
  const world = new ApplyWorld()
  let load: OrderedLoad
  let judge: OrderJudge

  beforeAll(async () => {
    world.limits = { spreadMs: SPREAD_MS }
    await world.create({ topology: '2m-2s-sync' })
    await world.cluster.up()
    const options = { namesrvAddr: world.cluster.namesrvAddr, topic: TOPIC, routeRefreshMs: ROUTE_REFRESH_MS }
    load = await OrderedLoad.start({ ...options, perSecond: PER_SECOND, queuesPerBroker: 16 }, world.cluster.ports)
    judge = new OrderJudge(options, world.cluster.ports)
    await judge.start()
  }, 60_000)

  afterAll(async () => {
    await judge.stop()
    await world.remove()
  }, 60_000)

  test.each(Array.from({ length: RUNS }, (_, run) => [run + 1] as const))(
    'run %i: no acknowledged message is lost, none is out of order',
    async (run) => {
      const calmPerSecond = await warmRate(load)
      load.forgetPauses()
      const [sentBefore, startedMs] = [load.sent, performance.now()]
      const pids = BROKERS.map((name) => world.cluster.recordOf(name).pid)
      const value = String(4000 + run)
      const state = await world.applyAll((text) => withKey(text, KEY, value))
      const tookMs = performance.now() - startedMs
      const perSecond = Math.round(((load.sent - sentBefore) * 1000) / tookMs)
      expect(state).toMatchObject({ state: 'done', problem: null })
      expect(state.steps.map(({ action, nodes }) => `${action} ${nodes.join()}`)).toEqual([
        'restart-slave broker-a-s',
        'restart-slave broker-b-s',
        'restart-master broker-a',
        'restart-master broker-b',
      ])
      BROKERS.forEach((name, i) => expect(world.cluster.recordOf(name).pid).not.toBe(pids[i]))
      for (const name of BROKERS) expect((await world.running(name)).get(KEY)).toBe(value)
      const [pauseMs, silenceMs] = [Math.round(load.longestPauseMs), Math.round(load.longestSilenceMs)]
      if (run === RUNS) await load.stop()

      const acknowledged = load.acknowledged()
      const onOneDisk = [...load.others.values()].flat()
      await until(
        'everything that was answered is consumed',
        () => [...acknowledged, ...onOneDisk].every((key) => judge.seen.has(key)),
        30_000,
        200,
      ).catch(() => undefined)
      const lost = acknowledged.filter((key) => !judge.seen.has(key))
      const lostOthers = onOneDisk.filter((key) => !judge.seen.has(key))
      console.info(
        `rolling apply ${run}: ${calmPerSecond}/s before, ${perSecond}/s during its ${Math.round(tookMs)} ms, ` +
          `${acknowledged.length} acknowledged so far; ` +
          `lost ${lost.length}, out of order ${judge.outOfOrder.length}, duplicates ${judge.duplicates}, ` +
          `retries ${load.retries}, ${[...load.others].map(([status, keys]) => `${status} ${keys.length}`).join(', ')}; ` +
          `longest pause of one queue's sender ${pauseMs} ms, ` +
          `of all senders together ${silenceMs} ms`,
      )
      expect({ lost: lost.slice(0, 10), outOfOrder: judge.outOfOrder.slice(0, 10) }).toEqual({
        lost: [],
        outOfOrder: [],
      })
      // What was answered otherwise is stored too: no node died, the slave got it later.
      expect(lostOthers.slice(0, 10)).toEqual([])
    },
    120_000,
  )
})

/** Acknowledged a second once the senders have found their pace, or after some tries of a machine that cannot keep it. */
async function warmRate(load: OrderedLoad): Promise<number> {
  let perSecond = 0
  for (let tries = 0; tries < CALM_TRIES && perSecond < 0.95 * PER_SECOND; tries++) {
    const from = load.sent
    await sleep(CALM_MS)
    perSecond = Math.round(((load.sent - from) * 1000) / CALM_MS)
  }
  return perSecond
}
