/** Our client against our own name servers and brokers, as processes with real sockets and files. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { nodePorts } from '../../engine/node/ports.ts'
import { Cluster } from '../interop/harness/cluster.ts'
import { Bench, CLIENT_SCENARIOS } from './client-scenarios.ts'

describe('our client and our engine', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mqlab-client-'))
  const ports = nodePorts({ logName: 'client' })
  let cluster: Cluster | undefined
  let hasFailed = false

  beforeAll(async () => {
    cluster = await Cluster.start({
      label: 'client-engine',
      nameServers: 2,
      nameServerEngine: 'ours',
      brokers: [
        { node: 'broker-a', brokerName: 'broker-a', brokerId: 0, engine: 'ours' },
        { node: 'broker-b', brokerName: 'broker-b', brokerId: 0, engine: 'ours' },
      ],
    })
  })

  afterAll(async () => {
    await cluster?.stop({ keepLogs: hasFailed })
    rmSync(directory, { recursive: true, force: true })
  })

  for (const [index, scenario] of CLIENT_SCENARIOS.entries()) {
    test(scenario.claim, { timeout: scenario.timeoutMs }, async () => {
      if (cluster === undefined) throw new Error('the cluster did not start')
      const bench = new Bench({ namesrvAddr: cluster.nameServers, ports, directory }, `scenario-${index}`)
      try {
        await scenario.run(bench)
      } catch (error) {
        hasFailed = true
        throw error
      } finally {
        await bench.end()
      }
    })
  }
})
