/**
 * One store, opened by both engines in turn: written by one, opened by the other after a clean stop, then opened by the first again after
 * kill -9 of the second. Claims: every acknowledged message is readable at each station, the key index answers, a group resumes, and
 * new messages go behind the old ones. Small files make the log and the queues roll over on the way.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { javaTools } from './harness.ts'
import { Cluster } from './harness/cluster.ts'
import type { Engine } from './harness/cluster.ts'
import { waitFor } from './harness/process.ts'
import { countByKey, queueEnds } from './harness/remoting-probe.ts'

const { lib, java } = javaTools('interop store-exchange')
const topic = 'StoreTopic'
const QUEUES = 4

describe.skipIf(lib === undefined)('one store, two engines', () => {
  let cluster: Cluster | undefined
  let store = ''

  afterEach(async ({ task }) => {
    await cluster?.stop({ keepLogs: task.result?.state === 'fail' })
    cluster = undefined
    if (task.result?.state === 'fail') process.stderr.write(`interop: kept ${store}\n`)
    else rmSync(store, { recursive: true, force: true })
  })

  async function open(engine: Engine): Promise<Cluster> {
    cluster = await Cluster.start({
      label: `store-${engine}`,
      nameServers: 1,
      nameServerEngine: engine,
      apacheLib: lib,
      brokers: [{ node: 'broker', brokerName: 'broker-a', brokerId: 0, engine, storeDir: store }],
      properties: { mappedFileSizeCommitLog: 1024 * 1024, mappedFileSizeConsumeQueue: 2000 },
    })
    return cluster
  }

  async function send(at: Cluster, from: number, count: number, bodyBytes = 0): Promise<void> {
    const more = { '-k': 'key', '-f': from, '-s': bodyBytes }
    await java().succeed('QuickProducer', at.nameServers, { topic, count, more })
  }

  /**
   * A new group sees exactly `count` messages, all different; the index finds the last of them and, unless it had to be thrown away,
   * the first. (After a kill Apache deletes index files that are not full and indexes only what it recovers.)
   */
  async function expectReadable(at: Cluster, station: string, count: number, indexKept = true): Promise<void> {
    const { summary } = await java().succeed('QuickConsumer', at.nameServers, { topic, group: `G_${station}`, count })
    expect(summary).toMatchObject({ distinct: count, bodies: count, duplicates: 0 })
    const port = at.port('broker')
    expect(await queueEnds(port, topic, QUEUES)).toBe(count)
    for (const key of indexKept ? ['key0', `key${count - 1}`] : [`key${count - 1}`]) {
      await waitFor(
        `${key} in the index`,
        async () => ((await countByKey(port, topic, key)) === 1 ? true : undefined),
        {
          timeoutMs: 15_000,
        },
      )
    }
  }

  test.each<{ first: Engine; second: Engine }>([
    { first: 'apache', second: 'ours' },
    { first: 'ours', second: 'apache' },
  ])('written by $first, clean stop, opened by $second, kill -9, opened by $first', async ({ first, second }) => {
    store = join(mkdtempSync(join(process.env['MQLAB_TEST_DIR'] ?? tmpdir(), 'mqlab-store-')), 'store')
    let at = await open(first)
    await at.createTopic(topic, QUEUES)
    await send(at, 0, 1000)
    await send(at, 1000, 60, 40_000)
    await java().succeed('QuickConsumer', at.nameServers, { topic, group: 'Resuming', count: 1060 })
    await send(at, 1060, 40)
    await at.stop({ graceful: true })

    at = await open(second)
    const resumed = await java().succeed('QuickConsumer', at.nameServers, { topic, group: 'Resuming', count: 40 })
    expect(resumed.summary).toMatchObject({ distinct: 40, bodies: 40, duplicates: 0 })
    await expectReadable(at, 'second', 1100)
    await send(at, 1100, 400)
    await at.stop() // SIGKILL right behind the last acknowledgement

    at = await open(first)
    await expectReadable(at, 'third', 1500, first === 'ours')
    await send(at, 1500, 50)
    await expectReadable(at, 'fourth', 1550, first === 'ours')
  })
})
