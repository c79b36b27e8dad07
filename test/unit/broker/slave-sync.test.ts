import { describe, expect, test } from 'vitest'
import { updateConsumerOffset } from '../../../engine/protocol/apis/offset.ts'
import { deleteTopicInBroker } from '../../../engine/protocol/apis/topic.ts'
import { sameDataVersion } from '../../../engine/protocol/data-version.ts'
import { makeSubscriptionGroup, makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { BrokerCluster } from './broker-cluster.ts'

const slave = { brokerRole: 'SLAVE', brokerId: 1, slaveReadEnable: true }

describe('what a slave copies from its master besides the log', () => {
  async function pair() {
    const cluster = await BrokerCluster.make()
    const master = (await cluster.start('a')).parts
    const replica = (await cluster.start('a-s', slave)).parts
    return { cluster, master, replica }
  }

  test('topics and groups arrive within three seconds of a change, with the version of the master', async () => {
    const { cluster, master, replica } = await pair()
    master.topics.put(makeTopicConfig('New', { readQueueNums: 3 }))
    master.groups.put(makeSubscriptionGroup('G', { retryMaxTimes: 5 }))
    master.groups.setReadForbidden('G', 'New', true)
    await cluster.simulation.runFor(3100)
    expect(replica.topics.find('New')?.readQueueNums).toBe(3)
    expect(replica.groups.find('G')?.retryMaxTimes).toBe(5)
    expect(replica.groups.isReadForbidden('G', 'New')).toBe(true)
    expect(sameDataVersion(replica.topics.dataVersion, master.topics.dataVersion)).toBe(true)
    expect(sameDataVersion(replica.groups.dataVersion, master.groups.dataVersion)).toBe(true)
  })

  test('a topic that the master deletes goes', async () => {
    const { cluster, master, replica } = await pair()
    master.topics.put(makeTopicConfig('Old'))
    await cluster.simulation.runFor(3100)
    expect(replica.topics.find('Old')).toBeDefined()
    await cluster.ask('a', deleteTopicInBroker, { topic: 'Old' })
    await cluster.simulation.runFor(3100)
    expect(replica.topics.find('Old')).toBeUndefined()
  })

  test('offsets of the master win, those it does not know stay', async () => {
    const { cluster, master, replica } = await pair()
    master.offsets.commit('G', 'T', 0, 7)
    replica.offsets.commit('G', 'T', 0, 3)
    replica.offsets.commit('Only-here', 'T', 0, 3)
    await cluster.simulation.runFor(3100)
    expect(replica.offsets.find('G', 'T', 0)).toBe(7)
    expect(replica.offsets.find('Only-here', 'T', 0)).toBe(3)
  })

  test('while the master is away the slave keeps what is committed to it; on return the master wins', async () => {
    const { cluster, master, replica } = await pair()
    master.topics.put(makeTopicConfig('T'))
    master.groups.put(makeSubscriptionGroup('G'))
    master.offsets.commit('G', 'T', 0, 7)
    await cluster.simulation.runFor(20_000)
    cluster.kill('a')
    await cluster.ask('a-s', updateConsumerOffset, { consumerGroup: 'G', topic: 'T', queueId: 0, commitOffset: 90 })
    await cluster.simulation.runFor(10_000)
    expect(replica.offsets.find('G', 'T', 0)).toBe(90)
    cluster.revive('a')
    await cluster.start('a')
    await cluster.simulation.runFor(10_000)
    expect(replica.offsets.find('G', 'T', 0)).toBe(7)
  })

  test('delay offsets are stored for the day the slave delivers itself', async () => {
    const { cluster, master } = await pair()
    await cluster.send('a', 'later', {}, { DELAY: '1' })
    await cluster.simulation.runFor(5000)
    expect(master.delay.toTable().offsetTable.get(1)).toBe(1)
    const text = cluster.simulation.node('a-s').ports.fs.readFile('/store/config/delayOffset.json')!.utf8Slice()
    expect(JSON.parse(text)).toMatchObject({ offsetTable: { 1: 1 } })
  })
})
