/**
 * A slave of one engine behind a master of the other. Claims: the slave's commit log is the master's, byte for byte; its queues are built; topics,
 * groups and offsets arrive; with the master killed a Java consumer reads everything from the slave, and a group resumes where it was.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { javaTools } from './harness.ts'
import { Cluster } from './harness/cluster.ts'
import type { Engine } from './harness/cluster.ts'
import { waitFor } from './harness/process.ts'
import { parseJavaJson, queueEnds } from './harness/remoting-probe.ts'

const { lib, java } = javaTools('interop mixed-ha')
const topic = 'MixedTopic'
const group = 'MixedGroup'
const QUEUES = 4

describe.skipIf(lib === undefined)('a master and a slave of different engines', () => {
  let cluster: Cluster | undefined

  afterEach(async ({ task }) => {
    await cluster?.stop({ keepLogs: task.result?.state === 'fail' })
    cluster = undefined
  })

  test.each<{ master: Engine; slave: Engine }>([
    { master: 'ours', slave: 'apache' },
    { master: 'apache', slave: 'ours' },
  ])(
    'master $master, slave $slave: same bytes, same tables, consumers go on at the slave',
    async ({ master, slave }) => {
      cluster = await Cluster.start({
        label: `ha-${master}-${slave}`,
        nameServers: 1,
        nameServerEngine: master,
        apacheLib: lib,
        brokers: [
          { node: 'master', brokerName: 'broker-a', brokerId: 0, engine: master },
          { node: 'slave', brokerName: 'broker-a', brokerId: 1, engine: slave },
        ],
      })
      await cluster.createTopic(topic, QUEUES)
      await java().succeed('QuickProducer', cluster.nameServers, { topic, count: 1000 })
      await java().succeed('QuickConsumer', cluster.nameServers, { topic, group, count: 1000 })

      await expectSameBytes(cluster)
      const slavePort = cluster.port('slave')
      await waitFor('the queues of the slave are built', async () =>
        (await queueEnds(slavePort, topic, QUEUES)) === 1000 ? true : undefined,
      )
      await expectTables(cluster.storeDir('slave'))
      expectNoSyncErrors(cluster)

      // what the group has not seen yet, then the master dies
      await java().succeed('QuickProducer', cluster.nameServers, { topic, count: 100, more: { '-f': 1000 } })
      await expectSameBytes(cluster)
      await cluster.process('master').kill()
      await cluster.awaitUnregistered('master')
      const resumed = await java().succeed('QuickConsumer', cluster.nameServers, {
        topic,
        group,
        count: 100,
        seconds: 90,
      })
      expect(resumed.summary).toMatchObject({ distinct: 100, duplicates: 0 })
      const fresh = { topic, group: `${group}_fresh`, count: 1100, seconds: 90 }
      const all = await java().succeed('QuickConsumer', cluster.nameServers, fresh)
      expect(all.summary).toMatchObject({ distinct: 1100, bodies: 1100, duplicates: 0 })
    },
  )
})

async function expectSameBytes(cluster: Cluster): Promise<void> {
  const end = await cluster.awaitReplicated('master', 'slave')
  expect(end).toBeGreaterThan(100_000)
  const [ours, theirs] = ['master', 'slave'].map((node) => readStart(join(cluster.storeDir(node), 'commitlog'), end))
  expect(theirs !== undefined && ours?.equals(theirs)).toBe(true)
}

/** The first `bytes` of the first commit-log segment. */
function readStart(commitLogDir: string, bytes: number): Buffer {
  const first = readdirSync(commitLogDir).sort()[0]
  if (first === undefined) throw new Error(`${commitLogDir} is empty`)
  const file = openSync(join(commitLogDir, first), 'r')
  const content = Buffer.alloc(bytes)
  expect(readSync(file, content, 0, bytes, 0)).toBe(bytes)
  closeSync(file)
  return content
}

/** Topics, groups and the group's offsets are in the slave's files. Apache's slave asks for them once a minute. */
async function expectTables(storeDir: string): Promise<void> {
  const table = (file: string, key: string): Record<string, unknown> => {
    const path = join(storeDir, 'config', file)
    const parsed = existsSync(path) ? (parseJavaJson(readFileSync(path, 'utf8')) as Record<string, unknown>) : {}
    return (parsed[key] ?? {}) as Record<string, unknown>
  }
  await waitFor(
    `topic, group and offsets in ${storeDir}/config`,
    () => {
      const offsets = table('consumerOffset.json', 'offsetTable')[`${topic}@${group}`] as
        Record<string, number> | undefined
      const consumed = Object.values(offsets ?? {}).reduce((sum, offset) => sum + offset, 0)
      const topics = table('topics.json', 'topicConfigTable')
      const groups = table('subscriptionGroup.json', 'subscriptionGroupTable')
      return consumed === 1000 && topics[topic] !== undefined && groups[group] !== undefined ? true : undefined
    },
    { timeoutMs: 150_000, intervalMs: 500 },
  )
}

/** An Apache slave writes down every table that it could not get. */
function expectNoSyncErrors(cluster: Cluster): void {
  const logDir = join(cluster.dir, 'slave', 'logs', 'rocketmqlogs')
  if (!existsSync(logDir)) return
  const text = readdirSync(logDir)
    .filter((file) => file.endsWith('.log'))
    .map((file) => readFileSync(join(logDir, file), 'utf8'))
    .join('\n')
  expect(text.split('\n').filter((line) => /Sync\w* Exception|SyncTimer\w* \w*exception/i.test(line))).toEqual([])
}
