/** Hot keys of a master with its slave: what senders wait for, when a slave counts, when it is given up. */
import { expect } from 'vitest'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import type { HotBench } from './hot-bench.ts'
import type { HotScenario } from './scenario.ts'

export const REPLICATION_SCENARIOS: readonly HotScenario[] = [
  {
    keys: ['haMaxGapNotInSync'],
    claim: 'haMaxGapNotInSync: at 0 no slave counts as in sync',
    run: async (bench) => {
      await bench.until('the slave is in sync', async () => (await inSync(bench)) === 1)
      await bench.set({ haMaxGapNotInSync: 0 })
      expect(await inSync(bench)).toBe(0)
      await bench.set({ haMaxGapNotInSync: 1_000_000 })
      await bench.until('the slave is in sync again', async () => (await inSync(bench)) === 1)
    },
  },
  {
    keys: ['haSendHeartbeatInterval'],
    claim: 'haSendHeartbeatInterval: an idle slave hears from its master as often as the master is told to',
    run: async (bench) => {
      const { master, slave } = bench.target
      await bench.set({ haSendHeartbeatInterval: 200 }, master)
      const heardMs = new Set<number>()
      await bench.until('four signs of life', async () => {
        heardMs.add((await bench.admin.brokers.haStatus(slave)).haClientRuntimeInfo.lastReadTimestamp)
        return heardMs.size >= 5
      })
      // The first one may lie long before the update. Every 5 s, the default, would take 15 s.
      const [, second = 0, , , fifth = 0] = [...heardMs].sort((a, b) => a - b)
      expect(fifth - second).toBeLessThan(5000)
    },
  },
  {
    keys: ['inSyncReplicas', 'slaveTimeout', 'haHousekeepingInterval'],
    claim:
      'inSyncReplicas, slaveTimeout, haHousekeepingInterval: senders wait for a silent slave as long as told, and it is dropped when told',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.until('the slave has connected', async () => (await slaves(bench)) === 1)
      await bench.set({ inSyncReplicas: 2 })
      expect(await bench.sendCode({ topic })).toBe(ResponseCode.SUCCESS)
      bench.target.freezeSlave()
      bench.onEnd(() => {
        bench.target.thawSlave()
      })
      await bench.set({ slaveTimeout: 300 })
      const send = async (): Promise<void> => {
        expect(await bench.sendCode({ topic })).toBe(ResponseCode.FLUSH_SLAVE_TIMEOUT)
      }
      const shortMs = await bench.elapsedMs(send)
      await bench.set({ slaveTimeout: 1500 })
      const longMs = await bench.elapsedMs(send)
      expect(shortMs).toBeGreaterThan(250)
      expect(shortMs).toBeLessThan(1400)
      expect(longMs).toBeGreaterThan(1400)
      await bench.set({ inSyncReplicas: 1 })
      expect(await bench.sendCode({ topic })).toBe(ResponseCode.SUCCESS)

      expect(await slaves(bench)).toBe(1)
      await bench.set({ haHousekeepingInterval: 1000 })
      await bench.until('the silent slave is dropped', async () => (await slaves(bench)) === 0, 10_000)
    },
  },
]

const inSync = async ({ admin, target }: HotBench): Promise<number> =>
  (await admin.brokers.haStatus(target.master)).inSyncSlaveNums

const slaves = async ({ admin, target }: HotBench): Promise<number> =>
  (await admin.brokers.haStatus(target.master)).haConnectionInfo.length
