/**
 * Apache's mqadmin, unchanged, against a 2m-2s cluster of the engine under test. The commands
 * run one after another in one JVM (harness/admin-session.ts). Checked is what a person reads: the
 * columns and values, laid out as `reference/mqadmin.md` says; the tool exits 0 even when it fails, so its error marks count.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { TARGET, clusterFixture, twoByTwo } from './harness.ts'
import { waitFor } from './harness/process.ts'
import { routeBrokers } from './harness/remoting-probe.ts'

const fixture = clusterFixture('interop apache-mqadmin', twoByTwo('mqadmin'))

/** Rows of a table: the lines whose first word is one of `firstWords`, split at blanks. */
function rows(output: string, firstWords: readonly string[]): readonly (readonly string[])[] {
  return output
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => firstWords.includes(cells[0] ?? ''))
}

describe.skipIf(fixture.lib === undefined)(`Apache mqadmin against ${TARGET}`, () => {
  const topic = 'AdminTopic'
  const group = 'AdminGroup'
  let last: Readonly<Record<string, unknown>> = {}

  beforeAll(async () => {
    const { cluster, java } = fixture
    await cluster.createTopic(topic)
    const produced = await java.succeed('QuickProducer', cluster.nameServers, {
      topic,
      count: 200,
      more: { '-k': 'order' },
    })
    last = produced.summary
    await java.succeed('QuickConsumer', cluster.nameServers, { topic, group, count: 200 })
  })

  async function mqadmin(command: string, ...args: readonly string[]): Promise<string> {
    return (await fixture.java.mqadmin(command, fixture.cluster.nameServers, ...args)).output
  }

  test('consumerProgress of the group: everything consumed, no difference', async () => {
    const output = await mqadmin('consumerProgress', '-g', group)
    expect(rows(output, [topic])).toHaveLength(8)
    expect(output).toMatch(/Consume Diff Total: 0\b/)
  })

  test.concurrent('clusterList shows both masters and both slaves, version and activity', async () => {
    const output = await mqadmin('clusterList')
    expect(output).toMatch(/#Cluster Name\s+#Broker Name\s+#BID\s+#Addr\s+#Version/)
    const nodes = rows(output, ['DefaultCluster'])
    const { cluster } = fixture
    expect(nodes.map((cells) => cells.slice(1, 5))).toEqual([
      ['broker-a', '0', cluster.address('broker-a'), 'V5_3_3'],
      ['broker-a', '1', cluster.address('broker-a-s'), 'V5_3_3'],
      ['broker-b', '0', cluster.address('broker-b'), 'V5_3_3'],
      ['broker-b', '1', cluster.address('broker-b-s'), 'V5_3_3'],
    ])
    expect(nodes.map((cells) => cells.at(-1))).toEqual(['true', 'false', 'true', 'false'])
  })

  test.concurrent('topicRoute prints the route as JSON and as a table', async () => {
    const json = JSON.parse((await mqadmin('topicRoute', '-t', topic)).replace(/([{,]\s*)(\d+)\s*:/g, '$1"$2":')) as {
      queueDatas: { brokerName: string; readQueueNums: number; writeQueueNums: number; perm: number }[]
    }
    const queues = json.queueDatas.toSorted((a, b) => a.brokerName.localeCompare(b.brokerName))
    expect(queues).toMatchObject([
      { brokerName: 'broker-a', readQueueNums: 4, writeQueueNums: 4, perm: 6 },
      { brokerName: 'broker-b', readQueueNums: 4, writeQueueNums: 4, perm: 6 },
    ])
    const table = await mqadmin('topicRoute', '-t', topic, '-l')
    expect(rows(table, ['Total:']).at(0)).toEqual(['Total:', '2', '8', '8'])
  })

  test.concurrent('topicStatus shows the offsets of every queue', async () => {
    const queues = rows(await mqadmin('topicStatus', '-t', topic), ['broker-a', 'broker-b'])
    expect(queues).toHaveLength(8)
    expect(queues.every((cells) => cells[2] === '0')).toBe(true)
    expect(queues.reduce((sum, cells) => sum + Number(cells[3]), 0)).toBe(200)
  })

  test.concurrent('consumerProgress without a group lists the group as offline', async () => {
    expect(
      rows(await mqadmin('consumerProgress'), [group])
        .at(0)
        ?.slice(0, 3),
    ).toEqual([group, '0', 'OFFLINE'])
  })

  test.concurrent('brokerStatus of a master shows version, role counters and offsets', async () => {
    const output = await mqadmin('brokerStatus', '-b', fixture.cluster.address('broker-a'))
    const table = new Map(
      output.split('\n').map((line) => [line.split(/\s*:\s/)[0]?.trim() ?? '', line.split(/\s*:\s/)[1]]),
    )
    expect(table.get('brokerVersionDesc')).toBe('V5_3_3')
    expect(Number(table.get('commitLogMaxOffset'))).toBeGreaterThan(100 * 200)
    expect(Number(table.get('putMessageTimesTotal'))).toBeGreaterThanOrEqual(100)
    for (const key of [
      'bootTimestamp',
      'runtime',
      'putTps',
      'getTransferredTps',
      'commitLogDiskRatio',
      'dispatchBehindBytes',
    ]) {
      expect(table.has(key), key).toBe(true)
    }
  })

  test.concurrent('brokerStatus of the cluster covers all four brokers', async () => {
    const output = await mqadmin('brokerStatus', '-c', 'DefaultCluster')
    for (const node of ['broker-a', 'broker-b', 'broker-a-s', 'broker-b-s']) {
      expect(output).toMatch(new RegExp(`^${fixture.cluster.address(node)}\\s+brokerVersionDesc\\s*: V5_3_3`, 'm'))
    }
  })

  test.concurrent('topicList and topicClusterList name the topic and its cluster', async () => {
    const names = (await mqadmin('topicList')).split('\n')
    expect(names).toEqual(expect.arrayContaining([topic, `%RETRY%${group}`, 'TBW102']))
    expect((await mqadmin('topicClusterList', '-t', topic)).trim()).toBe('DefaultCluster')
  })

  test.concurrent(
    'updateTopic creates a topic on both masters, topicRoute shows it, deleteTopic removes it',
    async () => {
      const { cluster } = fixture
      const made = await mqadmin('updateTopic', '-c', 'DefaultCluster', '-t', 'MadeByAdmin', '-r', '6', '-w', '6')
      expect(made).toContain(`create topic to ${cluster.address('broker-a')} success.`)
      expect(made).toContain(`create topic to ${cluster.address('broker-b')} success.`)
      expect(made).toMatch(/TopicConfig \[topicName=MadeByAdmin, readQueueNums=6, writeQueueNums=6, perm=RW-/)
      expect(rows(await mqadmin('topicRoute', '-t', 'MadeByAdmin', '-l'), ['Total:']).at(0)).toEqual([
        'Total:',
        '2',
        '12',
        '12',
      ])
      const gone = await mqadmin('deleteTopic', '-c', 'DefaultCluster', '-t', 'MadeByAdmin')
      expect(gone).toContain('delete topic [MadeByAdmin] from cluster [DefaultCluster] success.')
      expect(gone).toContain('delete topic [MadeByAdmin] from NameServer success.')
      expect((await mqadmin('topicList')).split('\n')).not.toContain('MadeByAdmin')
    },
  )

  test.concurrent(
    'queryMsgById, queryMsgByKey, queryMsgByUniqueKey and queryMsgByOffset find the last message',
    async () => {
      const offsetId = String(last['lastOffsetMsgId'])
      const uniqueId = String(last['lastMsgId'])
      const byId = await mqadmin('queryMsgById', '-t', topic, '-i', offsetId)
      expect(byId).toMatch(new RegExp(`OffsetID:\\s+${offsetId}`))
      expect(byId).toMatch(/Keys:\s+\[order199\]/)
      expect(byId).toMatch(/MessageTrack \[consumerGroup=AdminGroup, trackType=NOT_ONLINE/)
      const byKey = rows(await mqadmin('queryMsgByKey', '-t', topic, '-k', 'order199'), [uniqueId])
      expect(byKey).toEqual([[uniqueId, String(last['lastQueueId']), String(last['lastQueueOffset'])]])
      const byUniqueKey = await mqadmin('queryMsgByUniqueKey', '-t', topic, '-i', uniqueId)
      expect(byUniqueKey).toMatch(/Topic:\s+AdminTopic/)
      expect(byUniqueKey).toMatch(new RegExp(`Queue Offset:\\s+${String(last['lastQueueOffset'])}\\b`))
      const where = [
        '-b',
        String(last['lastBroker']),
        '-i',
        String(last['lastQueueId']),
        '-o',
        String(last['lastQueueOffset']),
      ]
      expect(await mqadmin('queryMsgByOffset', '-t', topic, ...where)).toMatch(new RegExp(`OffsetID:\\s+${offsetId}`))
    },
  )

  test.concurrent('haStatus of a master shows its slave in sync', async () => {
    const address = fixture.cluster.address('broker-a')
    const inSync = /^127\.0\.0\.1:\d+\s+\d+\s+0\s+[\d.]+\s+OK\s+\d+/m
    const output = await waitFor(
      'the slave has acknowledged everything', // other tests write meanwhile
      async () => {
        const status = await mqadmin('haStatus', '-b', address)
        return inSync.test(status) ? status : undefined
      },
      { timeoutMs: 10_000 },
    )
    expect(output).toMatch(/#SlaveNum\s+1\b/)
    expect(output).toMatch(/#InSyncSlaveNum\s+1\b/)
  })

  test.concurrent('getBrokerConfig and updateBrokerConfig: a changed value is told back', async () => {
    const address = fixture.cluster.address('broker-b')
    const config = await mqadmin('getBrokerConfig', '-b', address)
    expect(config).toMatch(/brokerName\s*=\s*broker-b/)
    expect(config).toMatch(/brokerRole\s*=\s*ASYNC_MASTER/)
    const updated = await mqadmin('updateBrokerConfig', '-b', address, '-k', 'fileReservedTime', '-v', '24')
    expect(updated).toContain(`update broker config success, ${address}`)
    expect(await mqadmin('getBrokerConfig', '-b', address)).toMatch(/fileReservedTime\s*=\s*24/)
  })

  test.concurrent(
    'updateSubGroup creates a group, resetOffsetByTime moves it back, deleteSubGroup removes it',
    async () => {
      const { cluster, java } = fixture
      const made = await mqadmin('updateSubGroup', '-c', 'DefaultCluster', '-g', 'MadeGroup')
      expect(made).toContain(`create subscription group to ${cluster.address('broker-a')} success.`)
      await java.succeed('QuickConsumer', cluster.nameServers, { topic, group: 'ResetGroup', count: 200 })
      await mqadmin('resetOffsetByTime', '-g', 'ResetGroup', '-t', topic, '-s', '0')
      expect(await mqadmin('consumerProgress', '-g', 'ResetGroup')).toMatch(/Consume Diff Total: 200\b/)
      expect(await mqadmin('deleteSubGroup', '-c', 'DefaultCluster', '-g', 'MadeGroup')).toMatch(
        /delete subscription group \[MadeGroup\] from broker \[127\.0\.0\.1:\d+\] in cluster \[DefaultCluster\] success\./,
      )
    },
  )

  test.concurrent('sendMessage and consumeMessage carry one message', async () => {
    expect(await mqadmin('sendMessage', '-t', 'AdminSendTopic', '-p', 'from-mqadmin')).toMatch(/SEND_OK/)
    await waitFor(
      'a route of the topic that was created by sending',
      async () => {
        const routes = await Promise.all(
          fixture.cluster.nameServerPorts.map((port) => routeBrokers(port, 'AdminSendTopic')),
        )
        return routes.every((brokers) => brokers.length > 0) || undefined
      },
      { timeoutMs: 5_000 },
    )
    const consumed = await mqadmin('consumeMessage', '-t', 'AdminSendTopic')
    expect(consumed).toMatch(/from-mqadmin/)
  })

  test.concurrent('producerConnection and consumerConnection show a living client', async () => {
    const { cluster, java } = fixture
    const program = java.start('BroadcastConsumer', cluster.nameServers, {
      topic: 'LivingTopic',
      group: 'LivingGroup',
      count: 1_000_000,
      seconds: 40,
    })
    try {
      await expect
        .poll(async () => mqadmin('consumerConnection', '-g', 'LivingGroup').catch(() => ''), { timeout: 60_000 })
        .toMatch(/MessageModel: BROADCASTING/)
      expect(await mqadmin('producerConnection', '-g', 'LivingGroup', '-t', 'LivingTopic')).toMatch(/JAVA\s+V5_3_3/)
    } finally {
      await program.kill()
    }
  })
})
