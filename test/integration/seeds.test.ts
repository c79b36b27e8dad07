import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { LabHome } from './support/lab-home.ts'
import { openSeed } from './support/seed-cluster.ts'

/** Folder of the seed, and listenPort of its brokers as the articles have them. */
const SEEDS: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['000-2m-2s-async-crossed', { 'broker-a': 10911, 'broker-b': 10911, 'broker-a-s': 11911, 'broker-b-s': 11911 }],
  ['002-1m-1s-sync', { 'broker-a': 10911, 'broker-a-s': 10911 }],
  ['003-2m-noslave', { 'broker-a': 10911, 'broker-b': 10911 }],
  ['003-2m-2s-async', { 'broker-a': 10911, 'broker-b': 10911, 'broker-a-s': 10911, 'broker-b-s': 10911 }],
  ['003-2m-2s-sync', { 'broker-a': 10911, 'broker-b': 10911, 'broker-a-s': 10911, 'broker-b-s': 10911 }],
  ['004-2m-2s-sync-crossed', { 'broker-a': 10911, 'broker-b': 10911, 'broker-a-s': 11011, 'broker-b-s': 11011 }],
]

describe('the clusters of the articles', () => {
  const home = new LabHome()
  afterAll(() => home.remove())

  test.each(SEEDS)('%s starts from its files and passes quickstart 1000/1000', async (name, listenPorts) => {
    const seed = openSeed(
      name,
      SEEDS.findIndex(([known]) => known === name),
    )
    const cluster = await home.cluster('up', seed.folder, ...seed.hostFlags)

    expect(cluster.name).toBe(name)
    expect(cluster.nodes.filter((node) => node.state !== 'running')).toEqual([])
    if (process.platform === 'linux') {
      // Every loopback address is there: machines and ports are the articles', only the addresses differ.
      expect(cluster.namesrvAddr.split(';').sort()).toEqual([...seed.namesrvAddresses].sort())
      const brokers = cluster.nodes.filter((node) => node.kind === 'broker')
      expect(Object.fromEntries(brokers.map((node) => [node.name, node.address]))).toEqual(
        Object.fromEntries(
          Object.entries(listenPorts).map(([node, port]) => [node, `${seed.brokerHosts.get(node)}:${port}`]),
        ),
      )
    }

    const producer = await home.mqlab('quickstart', 'producer', '-n', cluster.namesrvAddr, '--quiet')
    expect(producer.stdout).toContain('Sent 1000, acknowledged 1000 (SEND_OK 1000), failed 0')
    expect(producer.exitCode).toBe(0)
    const consumer = await home.mqlab('quickstart', 'consumer', '-n', cluster.namesrvAddr, '--quiet')
    expect(consumer.stdout).toContain('Received 1000, distinct 1000, duplicates 0')
    expect(consumer.exitCode).toBe(0)

    const down = await home.mqlab('down', '--name', name, '--wipe', '--json')
    expect(down).toMatchObject({ exitCode: 0, stdout: '{"clusters":[]}\n', stderr: '' })
    expect(home.processes()).toEqual([])
    expect(existsSync(join(home.folder, 'clusters', name))).toBe(false)
  })
})
