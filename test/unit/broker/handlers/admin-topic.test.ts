import { describe, expect, test } from 'vitest'
import {
  cleanUnusedTopic,
  deleteTopicInBroker,
  getAllTopicConfig,
  getSystemTopicListFromBroker,
  getTopicConfig,
  getTopicStatsInfo,
  queryTopicConsumeByWho,
  updateAndCreateTopic,
  updateAndCreateTopicList,
} from '../../../../engine/protocol/apis/topic.ts'
import { getRouteInfoByTopic } from '../../../../engine/protocol/apis/route.ts'
import { groupList } from '../../../../engine/protocol/bodies/group-list.ts'
import {
  topicConfigAndMapping,
  topicConfigList,
  topicConfigWrapper,
} from '../../../../engine/protocol/bodies/topic-config.ts'
import { topicList } from '../../../../engine/protocol/bodies/topic-list.ts'
import { topicRoute } from '../../../../engine/protocol/bodies/topic-route.ts'
import { topicStatsTable } from '../../../../engine/protocol/bodies/topic-stats.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { makeTopicConfig } from '../../../../engine/protocol/topic-config.ts'
import { makeRequest } from '../../../../engine/remoting/command.ts'
import { BrokerCluster, consumer } from '../broker-cluster.ts'

const T = {
  topic: 'New',
  defaultTopic: 'TBW102',
  readQueueNums: 3,
  writeQueueNums: 2,
  perm: 6,
  topicFilterType: 'SINGLE_TAG',
  order: false,
}

async function single() {
  const cluster = await BrokerCluster.make()
  const broker = await cluster.start('a')
  return { cluster, parts: broker.parts }
}

describe('topics by request', () => {
  test('a created topic is routable when the answer is there', async () => {
    const { cluster } = await single()
    expect((await cluster.ask('a', updateAndCreateTopic, T)).code).toBe(ResponseCode.SUCCESS)
    const route = await cluster.simulation.settle(
      cluster.client.call(cluster.namesrvAddr, makeRequest(getRouteInfoByTopic, { topic: 'New' }), 1000),
      1000,
    )
    expect(topicRoute.decode(route.body).queueDatas).toMatchObject([{ readQueueNums: 3, writeQueueNums: 2, perm: 6 }])
    const shown = topicConfigAndMapping.decode((await cluster.ask('a', getTopicConfig, { topic: 'New' })).body)
    expect(shown).toMatchObject({ topicName: 'New', readQueueNums: 3, topicSysFlag: 0 })
  })

  test('the same request again changes nothing, not even the version', async () => {
    const { cluster, parts } = await single()
    await cluster.ask('a', updateAndCreateTopic, T)
    const { dataVersion } = parts.topics
    expect((await cluster.ask('a', updateAndCreateTopic, T)).code).toBe(ResponseCode.SUCCESS)
    expect(parts.topics.dataVersion).toEqual(dataVersion)
  })

  test.each([
    [{ topic: 'bad name' }, ResponseCode.INVALID_PARAMETER, /illegal characters/],
    [{ topic: 'SCHEDULE_TOPIC_XXXX' }, ResponseCode.INVALID_PARAMETER, /conflict with system topic/],
    [{ topic: 'broker-a' }, ResponseCode.INVALID_PARAMETER, /conflict with system topic/],
    [{ attributes: '+message.type=MIXED' }, ResponseCode.INVALID_PARAMETER, /MIXED message type is not supported/],
    [{ attributes: '+queue.type=BatchCQ' }, ResponseCode.INVALID_PARAMETER, /queue.type=BatchCQ are not supported/],
    [{ attributes: '+colour=red' }, ResponseCode.SYSTEM_ERROR, /unsupported key/],
  ] as const)('%j is refused and nothing is made', async (change, code, remark) => {
    const { cluster, parts } = await single()
    const { generation } = parts.topics
    const answer = await cluster.ask('a', updateAndCreateTopic, { ...T, ...change })
    expect(answer.code).toBe(code)
    expect(answer.remark).toMatch(remark)
    expect(parts.topics.generation).toBe(generation)
  })

  test('a list is taken as a whole or not at all', async () => {
    const { cluster, parts } = await single()
    const body = (...names: string[]) =>
      topicConfigList.encode({ topicConfigList: names.map((name) => makeTopicConfig(name)) })
    expect((await cluster.ask('a', updateAndCreateTopicList, {}, body('A', 'no way'))).code).toBe(
      ResponseCode.INVALID_PARAMETER,
    )
    expect(parts.topics.find('A')).toBeUndefined()
    expect((await cluster.ask('a', updateAndCreateTopicList, {}, body('A', 'B'))).code).toBe(ResponseCode.SUCCESS)
    expect(parts.topics.find('A')).toBeDefined()
    expect(parts.topics.find('B')).toBeDefined()
  })

  test('a deleted topic takes its queues, offsets and counters along', async () => {
    const { cluster, parts } = await single()
    await cluster.send('a', 'x')
    parts.offsets.commit('G', 'T', 0, 1)
    expect(parts.stats.find('TOPIC_PUT_NUMS', 'T')).toBeDefined()
    expect((await cluster.ask('a', deleteTopicInBroker, { topic: 'T' })).code).toBe(ResponseCode.SUCCESS)
    expect(parts.topics.find('T')).toBeUndefined()
    expect(parts.store.hasQueue('T', 0)).toBe(false)
    expect(parts.offsets.findAll('G', 'T').size).toBe(0)
    expect(parts.stats.find('TOPIC_PUT_NUMS', 'T')).toBeUndefined()
    expect((await cluster.ask('a', getTopicConfig, { topic: 'T' })).code).toBe(ResponseCode.TOPIC_NOT_EXIST)
    expect((await cluster.ask('a', deleteTopicInBroker, { topic: ' ' })).code).toBe(ResponseCode.INVALID_PARAMETER)
    expect((await cluster.ask('a', deleteTopicInBroker, { topic: 'TBW102' })).code).toBe(ResponseCode.INVALID_PARAMETER)
  })

  test('queues of topics that are in no table are cleaned on request', async () => {
    const { cluster, parts } = await single()
    await cluster.send('a', 'x')
    parts.topics.delete('T')
    expect(parts.store.hasQueue('T', 0)).toBe(true)
    await cluster.ask('a', cleanUnusedTopic, {})
    expect(parts.store.hasQueue('T', 0)).toBe(false)
  })

  test('the whole table goes out on both ports', async () => {
    const { cluster, parts } = await single()
    const fast = cluster.address('a').replace('10911', '10909')
    for (const address of [cluster.address('a'), fast]) {
      const answer = await cluster.simulation.settle(
        cluster.client.call(address, makeRequest(getAllTopicConfig, {}), 1000),
        1000,
      )
      const table = topicConfigWrapper.decode(answer.body)
      expect(table.dataVersion).toEqual(parts.topics.dataVersion)
      expect([...table.topicConfigTable.keys()]).toContain('SELF_TEST_TOPIC')
    }
  })

  test('statistics of a topic cover every queue', async () => {
    const { cluster } = await single()
    for (let i = 0; i < 3; i++) await cluster.send('a', `m${i}`, { queueId: 1 })
    const answer = await cluster.ask('a', getTopicStatsInfo, { topic: 'T' })
    const { offsetTable, topicPutTps } = topicStatsTable.decode(answer.body)
    expect(offsetTable).toHaveLength(4)
    const [, one] = offsetTable.find(([queue]) => queue.queueId === 1)!
    expect(one).toMatchObject({ minOffset: 0, maxOffset: 3 })
    expect(one.lastUpdateTimestamp).toBeGreaterThan(cluster.simulation.epochMs)
    expect(topicPutTps).toBeGreaterThan(0)
    expect((await cluster.ask('a', getTopicStatsInfo, { topic: 'None' })).code).toBe(ResponseCode.TOPIC_NOT_EXIST)
  })

  test('a topic is consumed by the groups online and by those with offsets', async () => {
    const { cluster, parts } = await single()
    await cluster.send('a', 'x')
    await cluster.beat('a', consumer({ groupName: 'Online' }))
    parts.offsets.commit('Offline', 'T', 0, 1)
    const answer = await cluster.ask('a', queryTopicConsumeByWho, { topic: 'T' })
    expect([...groupList.decode(answer.body).groupList].sort()).toEqual(['Offline', 'Online'])
  })

  test('system topics are the fixed ones and those of this broker', async () => {
    const { cluster } = await single()
    const names = topicList.decode((await cluster.ask('a', getSystemTopicListFromBroker, {})).body).topicList
    expect(names).toEqual(expect.arrayContaining(['SCHEDULE_TOPIC_XXXX', 'broker-a', 'DefaultCluster']))
  })
})
