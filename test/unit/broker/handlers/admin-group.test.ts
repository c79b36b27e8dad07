import { describe, expect, test } from 'vitest'
import {
  deleteSubscriptionGroup,
  getAllSubscriptionGroupConfig,
  getSubscriptionGroupConfig,
  queryTopicsByConsumer,
  updateAndCreateSubscriptionGroup,
  updateAndCreateSubscriptionGroupList,
  updateAndGetGroupForbidden,
} from '../../../../engine/protocol/apis/group.ts'
import {
  groupForbidden,
  subscriptionGroupConfig,
  subscriptionGroupList,
  subscriptionGroupTable,
} from '../../../../engine/protocol/bodies/subscription-group.ts'
import { topicList } from '../../../../engine/protocol/bodies/topic-list.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { makeSubscriptionGroup } from '../../../../engine/protocol/topic-config.ts'
import { BrokerCluster } from '../broker-cluster.ts'

async function single() {
  const cluster = await BrokerCluster.make()
  const broker = await cluster.start('a')
  return { cluster, parts: broker.parts }
}

describe('consumer groups by request', () => {
  test('a group is created, changed, shown and deleted', async () => {
    const { cluster, parts } = await single()
    const config = makeSubscriptionGroup('G', { retryMaxTimes: 3, consumeBroadcastEnable: false })
    const body = subscriptionGroupConfig.encode(config)
    expect((await cluster.ask('a', updateAndCreateSubscriptionGroup, {}, body)).code).toBe(ResponseCode.SUCCESS)
    const shown = await cluster.ask('a', getSubscriptionGroupConfig, { group: 'G' })
    expect(subscriptionGroupConfig.decode(shown.body)).toEqual(config)
    const all = subscriptionGroupTable.decode((await cluster.ask('a', getAllSubscriptionGroupConfig, {})).body)
    expect(all.subscriptionGroupTable.get('G')).toEqual(config)
    expect(all.dataVersion).toEqual(parts.groups.dataVersion)

    parts.offsets.commit('G', 'T', 0, 5)
    await cluster.ask('a', deleteSubscriptionGroup, { groupName: 'G' })
    expect(parts.offsets.find('G', 'T', 0)).toBe(5)
    await cluster.ask('a', deleteSubscriptionGroup, { groupName: 'G', cleanOffset: true })
    expect(parts.offsets.find('G', 'T', 0)).toBeUndefined()
    const gone = await cluster.ask('a', getSubscriptionGroupConfig, { group: 'G' })
    expect(gone).toMatchObject({ code: ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST })
  })

  test('a list with one bad name changes nothing', async () => {
    const { cluster, parts } = await single()
    const body = (...names: string[]) =>
      subscriptionGroupList.encode({ groupConfigList: names.map((name) => makeSubscriptionGroup(name)) })
    const refused = await cluster.ask('a', updateAndCreateSubscriptionGroupList, {}, body('A', 'b d'))
    expect(refused.code).toBe(ResponseCode.SYSTEM_ERROR)
    expect(parts.groups.find('A')).toBeUndefined()
    await cluster.ask('a', updateAndCreateSubscriptionGroupList, {}, body('A', 'B'))
    expect(parts.groups.find('B')).toBeDefined()
  })

  test('the right to read a topic is taken, asked about and given back', async () => {
    const { cluster } = await single()
    const readable = async (change: { readable?: boolean }) => {
      const answer = await cluster.ask('a', updateAndGetGroupForbidden, { group: 'G', topic: 'T', ...change })
      return groupForbidden.decode(answer.body).readable
    }
    expect(await readable({})).toBe(true)
    expect(await readable({ readable: false })).toBe(false)
    expect(await readable({})).toBe(false)
    expect(await readable({ readable: true })).toBe(true)
  })

  test('topics of a group are those with offsets, with the address to ask further', async () => {
    const { cluster, parts } = await single()
    parts.offsets.commit('G', 'T1', 0, 1)
    parts.offsets.commit('G', 'T2', 3, 1)
    parts.offsets.commit('Other', 'T3', 0, 1)
    const answer = topicList.decode((await cluster.ask('a', queryTopicsByConsumer, { group: 'G' })).body)
    expect(answer).toEqual({ topicList: ['T1', 'T2'], brokerAddr: cluster.address('a') })
  })
})
