import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import { updateBrokerConfig } from '../../../../engine/protocol/apis/broker-admin.ts'
import {
  invokeBrokerToResetOffset,
  queryConsumerOffset,
  resetConsumerClientOffset,
  updateConsumerOffset,
} from '../../../../engine/protocol/apis/offset.ts'
import { pullMessage } from '../../../../engine/protocol/apis/pull.ts'
import { resetOffsetBody } from '../../../../engine/protocol/bodies/reset-offset.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { PullFlag } from '../../../../engine/protocol/message.ts'
import { makeRequest, responseHeader } from '../../../../engine/remoting/command.ts'
import { Dispatcher } from '../../../../engine/remoting/dispatcher.ts'
import { RpcClient } from '../../../../engine/remoting/rpc-client.ts'
import { heartBeat } from '../../../../engine/protocol/apis/heartbeat.ts'
import { heartbeatData } from '../../../../engine/protocol/bodies/heartbeat.ts'
import { BrokerCluster, consumer, pullHeader } from '../broker-cluster.ts'

const RESET = { topic: 'T', group: 'CID', timestamp: 0, isForce: true }

async function consumed(settings = {}) {
  const cluster = await BrokerCluster.make()
  const { parts } = await cluster.start('a', settings)
  for (let i = 0; i < 5; i++) await cluster.send('a', `m${i}`)
  parts.groups.findOrCreate('CID')
  parts.offsets.commit('CID', 'T', 0, 5)
  return { cluster, parts }
}

describe('a reset on the broker', () => {
  test('sends the next pull to the new offset and ignores commits until then', async () => {
    const { cluster } = await consumed()
    const answer = await cluster.ask('a', invokeBrokerToResetOffset, RESET)
    expect(resetOffsetBody.decode(answer.body).offsetTable).toContainEqual([
      { topic: 'T', brokerName: 'broker-a', queueId: 0 },
      0,
    ])
    await cluster.ask('a', updateConsumerOffset, { consumerGroup: 'CID', topic: 'T', queueId: 0, commitOffset: 5 })
    const committed = await cluster.ask('a', queryConsumerOffset, { consumerGroup: 'CID', topic: 'T', queueId: 0 })
    expect(responseHeader(queryConsumerOffset, committed).offset).toBe(0)
    const pulled = await cluster.pull('a', { queueOffset: 5 })
    expect(pulled.code).toBe(ResponseCode.PULL_OFFSET_MOVED)
    expect(responseHeader(pullMessage, pulled).nextBeginOffset).toBe(0)
    expect((await cluster.pull('a', { queueOffset: 0 })).code).toBe(ResponseCode.SUCCESS)
  })

  test('takes effect on a parked pull at once', async () => {
    const { cluster } = await consumed()
    const wait = { queueOffset: 5, sysFlag: PullFlag.SUBSCRIPTION | PullFlag.SUSPEND }
    const parked = cluster.later('a', pullMessage, pullHeader(wait))
    await cluster.simulation.runFor(1000)
    await cluster.ask('a', invokeBrokerToResetOffset, RESET)
    const before = cluster.simulation.nowMs
    expect((await cluster.simulation.settle(parked, 1000)).code).toBe(ResponseCode.PULL_NOT_FOUND)
    expect((await cluster.pull('a', wait)).code).toBe(ResponseCode.PULL_OFFSET_MOVED)
    expect(cluster.simulation.nowMs - before).toBeLessThan(1000)
  })

  test('goes to one queue and one offset, within its range', async () => {
    const { cluster, parts } = await consumed()
    const one = { ...RESET, queueId: 0 }
    expect((await cluster.ask('a', invokeBrokerToResetOffset, { ...one, offset: 2 })).code).toBe(ResponseCode.SUCCESS)
    expect(parts.offsets.find('CID', 'T', 0)).toBe(2)
    const outside = await cluster.ask('a', invokeBrokerToResetOffset, { ...one, offset: 7 })
    expect(outside).toMatchObject({
      code: ResponseCode.SYSTEM_ERROR,
      remark: 'Target offset 7 not in consume queue range [0-5]',
    })
    const newest = await cluster.ask('a', invokeBrokerToResetOffset, { ...one, timestamp: -1 })
    expect(resetOffsetBody.decode(newest.body).offsetTable[0]![1]).toBe(5)
  })

  test.each([
    [{ topic: 'None' }, ResponseCode.TOPIC_NOT_EXIST],
    [{ group: 'None' }, ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST],
  ] as const)('%j is refused', async (change, code) => {
    const { cluster } = await consumed()
    expect((await cluster.ask('a', invokeBrokerToResetOffset, { ...RESET, ...change })).code).toBe(code)
  })

  test('is refused by a slave', async () => {
    const { cluster } = await consumed()
    await cluster.start('a-s', { brokerRole: 'SLAVE', brokerId: 1 })
    expect((await cluster.ask('a-s', invokeBrokerToResetOffset, RESET)).code).toBe(ResponseCode.SYSTEM_ERROR)
  })
})

describe('a reset through the clients', () => {
  test('needs somebody online, and then every client hears of it', async () => {
    const { cluster, parts } = await consumed()
    for (let queueId = 0; queueId < 4; queueId++) parts.offsets.commit('CID', 'T', queueId, queueId === 0 ? 5 : 0)
    await cluster.ask('a', updateBrokerConfig, {}, bytesFromUtf8('useServerSideResetOffset=false'))
    const nobody = await cluster.ask('a', invokeBrokerToResetOffset, RESET)
    expect(nobody.code).toBe(ResponseCode.CONSUMER_NOT_ONLINE)

    const ports = cluster.simulation.ports('consumer')
    const dispatcher = new Dispatcher(ports.log)
    const heard: unknown[] = []
    dispatcher.register(resetConsumerClientOffset.code, (request) => {
      heard.push(resetOffsetBody.decode(request.body).offsetTable.map(([queue, offset]) => [queue.queueId, offset]))
      return undefined
    })
    const client = new RpcClient({ ports, dispatcher })
    const body = heartbeatData.encode({
      clientID: 'c1',
      producerDataSet: [],
      consumerDataSet: [consumer()],
      heartbeatFingerprint: 0,
      withoutSub: false,
    })
    await cluster.simulation.settle(client.call(cluster.address('a'), makeRequest(heartBeat, {}, body), 1000), 1000)
    expect((await cluster.ask('a', invokeBrokerToResetOffset, RESET)).code).toBe(ResponseCode.SUCCESS)
    await cluster.simulation.runFor(100)
    expect(heard).toEqual([
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    ])
    expect(parts.offsets.find('CID', 'T', 0)).toBe(5)
  })
})
