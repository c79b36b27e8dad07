import { describe, expect, test } from 'vitest'
import { makeNamesrvConfig } from '../../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../../engine/namesrv/namesrv.ts'
import { getRouteInfoByTopic } from '../../../engine/protocol/apis/route.ts'
import { topicRoute } from '../../../engine/protocol/bodies/topic-route.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { makeRequest } from '../../../engine/remoting/command.ts'
import { BrokerCluster } from './broker-cluster.ts'

async function permOf(cluster: BrokerCluster, topic: string): Promise<number | undefined> {
  const request = makeRequest(getRouteInfoByTopic, { topic })
  const response = await cluster.simulation.settle(cluster.client.call(cluster.namesrvAddr, request, 3000), 10_000)
  return response.code === ResponseCode.SUCCESS ? topicRoute.decode(response.body).queueDatas[0]?.perm : undefined
}

describe('Registration', () => {
  test('registers everything at start, single topics when they change, and nothing after the end', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    expect(await permOf(cluster, 'TBW102')).toBe(7)
    broker.parts.topics.put(makeTopicConfig('Fresh', { readQueueNums: 1, writeQueueNums: 1 }))
    await cluster.simulation.runFor(10)
    expect(await permOf(cluster, 'Fresh')).toBe(6)
    await cluster.simulation.settle(broker.stop(), 30_000)
    expect(await permOf(cluster, 'Fresh')).toBeUndefined()
  })

  test('an administrator waits until a topic is routable', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    broker.parts.topics.put(makeTopicConfig('Asked'))
    await cluster.simulation.settle(broker.parts.registration.flushChanges(), 1000)
    expect(await permOf(cluster, 'Asked')).toBe(6)
  })

  test('a broker without the right to write registers no topic with it', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a', { brokerPermission: 4 })
    expect(await permOf(cluster, 'BenchmarkTest')).toBe(4)
  })

  test('comes back to a name server that was restarted long before its next period', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    cluster.kill('ns')
    cluster.revive('ns')
    const config = makeNamesrvConfig({ kvConfigPath: '/ns/kv.json' })
    await cluster.simulation.settle(Namesrv.create(config, cluster.simulation.ports('ns')).start(), 10_000)
    await cluster.simulation.runFor(3000)
    expect(await permOf(cluster, 'TBW102')).toBe(7)
  })

  test('starts without any name server and registers when one appears', async () => {
    const cluster = await BrokerCluster.make()
    cluster.kill('ns')
    const broker = await cluster.start('a')
    expect(broker.parts.registration.registeredAt.size).toBe(0)
    cluster.revive('ns')
    const config = makeNamesrvConfig({ kvConfigPath: '/ns/kv.json' })
    await cluster.simulation.settle(Namesrv.create(config, cluster.simulation.ports('ns')).start(), 10_000)
    await cluster.simulation.runUntil(() => broker.parts.registration.registeredAt.size === 1, 5000)
  })

  test('a slave learns where its master is', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    const slave = await cluster.start('a-s', { brokerRole: 'SLAVE', brokerId: 1 })
    const host = cluster.simulation.node('a').host
    expect(slave.parts.registration.master).toEqual({ masterAddress: `${host}:10911`, haAddress: `${host}:10912` })
  })

  test('a slave that starts first finds its master soon after that starts', async () => {
    const cluster = await BrokerCluster.make()
    const slave = await cluster.start('a-s', { brokerRole: 'SLAVE', brokerId: 1 })
    expect(slave.parts.registration.master).toBeUndefined()
    await cluster.start('a')
    await cluster.simulation.runUntil(() => slave.parts.registration.master !== undefined, 2000)
  })
})
