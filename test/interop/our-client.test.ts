/**
 * Our client against an Apache NameServer and Apache brokers, the same list that it passes against our own nodes
 * (test/integration/client-engine.test.ts): what holds here is Apache's contract, not an agreement among our own parts.
 * Method: one cluster for the file; each scenario has topics and groups of its own.
 */
import { describe, test } from 'vitest'
import { nodePorts } from '../../engine/node/ports.ts'
import { Bench, CLIENT_SCENARIOS } from '../integration/client-scenarios.ts'
import { clusterFixture } from './harness.ts'

const fixture = clusterFixture('interop our-client', (lib) => ({
  label: 'our-client',
  nameServers: 1,
  nameServerEngine: 'apache',
  apacheLib: lib,
  brokers: [
    { node: 'broker-a', brokerName: 'broker-a', brokerId: 0, engine: 'apache' },
    { node: 'broker-b', brokerName: 'broker-b', brokerId: 0, engine: 'apache' },
  ],
}))

describe.skipIf(fixture.lib === undefined)('our client against Apache', () => {
  const ports = nodePorts({ logName: 'client' })

  for (const [index, scenario] of CLIENT_SCENARIOS.entries()) {
    test(scenario.claim, { timeout: scenario.timeoutMs }, async () => {
      const { cluster } = fixture
      const target = { namesrvAddr: cluster.nameServers, ports, directory: cluster.dir }
      const bench = new Bench(target, `scenario-${index}`)
      try {
        await scenario.run(bench)
      } finally {
        await bench.end()
      }
    })
  }
})
