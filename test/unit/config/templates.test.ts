import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintSet } from '../../../engine/config/lint.ts'
import { loadBrokerConfig } from '../../../engine/config/startup.ts'
import { brokerProperties } from '../../../engine/config/templates.ts'
import { TOPOLOGIES, topologyPlan, type Topology } from '../../../engine/config/topologies.ts'

const folder = new URL('../../../resources/templates/', import.meta.url)

/** The files as they lie in resources/templates: everything on one machine, ports 10 apart. */
function filesOf(topology: Topology): { name: string; text: string; host: string }[] {
  const { brokers, nameServers } = topologyPlan(topology)
  const namesrvAddr = Array.from({ length: nameServers }, (_, index) => `127.0.0.1:${9876 + index}`).join(';')
  return brokers.map((broker, index) => ({
    name: `${broker.name}.properties`,
    host: 'localhost',
    text: brokerProperties({
      brokerClusterName: 'DefaultCluster',
      broker,
      namesrvAddr,
      bindAddress: '127.0.0.1',
      brokerIp: '127.0.0.1',
      listenPort: 10_911 + 10 * index,
      storePathRootDir: `/var/lib/rocketmq-lab/${broker.name}/store`,
    }),
  }))
}

describe.each([...TOPOLOGIES])('%s', (topology) => {
  test('lint has nothing to say about our own files', () => {
    const nameServers = [9876, 9877].map((port) => ({ host: 'localhost', port }))
    expect(lintSet({ files: filesOf(topology), nameServers, hostAddresses: { localhost: ['127.0.0.1'] } })).toEqual([])
  })

  test('every broker may start, listens on loopback and lets slaves be read', () => {
    for (const { name, text } of filesOf(topology)) {
      const environment = { userHome: '/home/me', hostName: 'machine', localIpv4: '10.0.0.9', processors: 2 }
      const start = loadBrokerConfig({ text, path: name, environment })
      expect(start).toMatchObject({ status: 'ready', warnings: [] })
      if (start.status !== 'ready') continue
      const { values } = start.config
      expect(values).toMatchObject({ bindAddress: '127.0.0.1', brokerIP1: '127.0.0.1', brokerIP2: '127.0.0.1' })
      expect(values.slaveReadEnable).toBe(true)
      if (values.brokerRole === 'SYNC_MASTER') expect(values.inSyncReplicas).toBe(2)
    }
  })

  test('the files in resources/templates are those texts', () => {
    const files = filesOf(topology)
    expect(readdirSync(new URL(`${topology}/`, folder)).sort()).toEqual(files.map(({ name }) => name).sort())
    for (const { name, text } of files)
      expect(readFileSync(new URL(`${topology}/${name}`, folder), 'latin1')).toBe(text)
  })
})

test('masters come first, each slave bears the name of its master', () => {
  const ids = (topology: Topology): string[] =>
    topologyPlan(topology).brokers.map(
      ({ name, brokerName, brokerId, brokerRole }) => `${name} ${brokerName} ${brokerId} ${brokerRole}`,
    )
  expect(ids('2m-2s-sync')).toEqual([
    'broker-a broker-a 0 SYNC_MASTER',
    'broker-b broker-b 0 SYNC_MASTER',
    'broker-a-s broker-a 1 SLAVE',
    'broker-b-s broker-b 1 SLAVE',
  ])
  expect(ids('2m-noslave')).toEqual(['broker-a broker-a 0 ASYNC_MASTER', 'broker-b broker-b 0 ASYNC_MASTER'])
  expect(ids('1m-1s-sync')).toEqual(['broker-a broker-a 0 SYNC_MASTER', 'broker-a-s broker-a 1 SLAVE'])
})
