/** Hot keys of what a broker tells name servers about itself. */
import { expect } from 'vitest'
import { exchangeBrokerHaInfo } from '../../../engine/protocol/apis/ha.ts'
import { AdminClient } from '../../../engine/client/admin-client.ts'
import type { HotBench } from './hot-bench.ts'
import type { HotScenario } from './scenario.ts'

const CALL_MS = 10_000

export const REGISTRATION_SCENARIOS: readonly HotScenario[] = [
  {
    keys: ['brokerIP1'],
    claim: 'brokerIP1: name servers are told the new address with the next registration',
    run: async (bench) => {
      const { master, brokerName } = bench.target
      const port = master.split(':')[1] ?? ''
      const registered = async (): Promise<string | undefined> =>
        (await bench.admin.clusterInfo()).brokerAddrTable.get(brokerName)?.brokerAddrs.get(0)
      expect(await registered()).toBe(master)
      await bench.set({ brokerIP1: '127.0.0.2' })
      await bench.until('the new address', async () => {
        await bench.topic()
        return (await registered()) === `127.0.0.2:${port}`
      })
      await bench.set({ brokerIP1: '127.0.0.1' })
      await bench.until('the old address', async () => {
        await bench.topic()
        return (await registered()) === master
      })
    },
  },
  {
    keys: ['brokerIP2'],
    claim: 'brokerIP2: slaves that ask where to replicate from are told the new address',
    run: async (bench) => {
      const host = async (): Promise<string | undefined> => {
        const { header } = await bench.rpc.invoke(exchangeBrokerHaInfo, bench.target.master, {}, undefined, CALL_MS)
        return header.masterHaAddress?.split(':')[0]
      }
      expect(await host()).toBe('127.0.0.1')
      await bench.set({ brokerIP2: '127.0.0.3' })
      expect(await host()).toBe('127.0.0.3')
    },
  },
  {
    keys: ['namesrvAddr'],
    claim: 'namesrvAddr: a name server that is added learns of the broker',
    timeoutMs: 60_000,
    run: async (bench) => {
      const { namesrvAddr, otherNamesrvAddr, master, brokerName, ports } = bench.target
      const other = new AdminClient({ namesrvAddr: otherNamesrvAddr }, ports)
      bench.onEnd(() => {
        other.shutdown()
      })
      const registered = async (): Promise<string | undefined> =>
        (await other.clusterInfo()).brokerAddrTable.get(brokerName)?.brokerAddrs.get(0)
      expect(await registered()).toBeUndefined()
      await bench.set({ namesrvAddr: `${namesrvAddr};${otherNamesrvAddr}` })
      // Apache's broker looks at its list each updateNameServerAddrPeriod, first after 10 s, and a new topic is told at once.
      await registeredAfter(bench, async () => (await registered()) === master)
    },
  },
]

async function registeredAfter(bench: HotBench, isThere: () => Promise<boolean>): Promise<void> {
  const wait = async (): Promise<boolean> => {
    await bench.topic()
    return isThere()
  }
  await bench.until('the broker at the other name server', wait, 40_000, 500)
}
