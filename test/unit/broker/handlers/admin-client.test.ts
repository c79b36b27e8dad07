import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import {
  getAllProducerInfo,
  getConsumerConnectionList,
  getProducerConnectionList,
  querySubscriptionByConsumer,
} from '../../../../engine/protocol/apis/group.ts'
import {
  consumeMessageDirectly,
  getConsumerRunningInfo,
  heartBeat,
} from '../../../../engine/protocol/apis/heartbeat.ts'
import {
  getConsumerStatusFromClient,
  invokeBrokerToGetConsumerStatus,
} from '../../../../engine/protocol/apis/offset.ts'
import { sendMessageV2 } from '../../../../engine/protocol/apis/send.ts'
import { consumerConnection } from '../../../../engine/protocol/bodies/consumer-connection.ts'
import { consumerStatus } from '../../../../engine/protocol/bodies/consumer-status.ts'
import { heartbeatData } from '../../../../engine/protocol/bodies/heartbeat.ts'
import { producerConnection } from '../../../../engine/protocol/bodies/producer-connection.ts'
import { producerTable } from '../../../../engine/protocol/bodies/producer-table.ts'
import { querySubscriptionResponse } from '../../../../engine/protocol/bodies/subscription-group.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { decodeRecord } from '../../../../engine/protocol/record.ts'
import { type Command, makeRequest, makeResponse, responseHeader } from '../../../../engine/remoting/command.ts'
import { Dispatcher } from '../../../../engine/remoting/dispatcher.ts'
import { RpcClient } from '../../../../engine/remoting/rpc-client.ts'
import { BrokerCluster, consumer } from '../broker-cluster.ts'

/** A broker with one client that produces as PID, consumes as CID and answers as `dispatcher` says. */
async function withClient(version?: number) {
  const cluster = await BrokerCluster.make()
  await cluster.start('a')
  const ports = cluster.simulation.ports('consumer')
  const dispatcher = new Dispatcher(ports.log)
  const client = new RpcClient({ ports, dispatcher })
  const body = heartbeatData.encode({
    clientID: '10.0.0.3@7',
    producerDataSet: [{ groupName: 'PID' }],
    consumerDataSet: [consumer()],
    heartbeatFingerprint: 0,
    withoutSub: false,
  })
  const beat = makeRequest(heartBeat, {}, body)
  if (version !== undefined) beat.version = version
  await cluster.simulation.settle(client.call(cluster.address('a'), beat, 1000), 1000)
  return { cluster, dispatcher }
}

describe('clients that are connected', () => {
  test('a consumer group shows its members, settings and subscriptions', async () => {
    const { cluster } = await withClient()
    const answer = await cluster.ask('a', getConsumerConnectionList, { consumerGroup: 'CID' })
    const shown = consumerConnection.decode(answer.body)
    expect(shown).toMatchObject({
      consumeType: 'CONSUME_PASSIVELY',
      messageModel: 'CLUSTERING',
      consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET',
    })
    expect(shown.connectionSet).toMatchObject([{ clientId: '10.0.0.3@7', language: 'NODE_JS', version: 479 }])
    expect(shown.connectionSet[0]!.clientAddr).toMatch(/^10\.0\.0\.\d+:\d+$/)
    expect(shown.subscriptionTable.get('T')).toMatchObject({ subString: '*' })
    const nobody = await cluster.ask('a', getConsumerConnectionList, { consumerGroup: 'None' })
    expect(nobody).toMatchObject({
      code: ResponseCode.CONSUMER_NOT_ONLINE,
      remark: 'the consumer group[None] not online',
    })
  })

  test('producers show by group and all together', async () => {
    const { cluster } = await withClient()
    const one = producerConnection.decode(
      (await cluster.ask('a', getProducerConnectionList, { producerGroup: 'PID' })).body,
    )
    expect(one.connectionSet).toMatchObject([{ clientId: '10.0.0.3@7' }])
    expect((await cluster.ask('a', getProducerConnectionList, { producerGroup: 'None' })).code).toBe(
      ResponseCode.SYSTEM_ERROR,
    )
    const all = producerTable.decode((await cluster.ask('a', getAllProducerInfo, {})).body)
    expect(all.data.get('PID')).toMatchObject([{ clientId: '10.0.0.3@7', version: 479 }])
    expect(all.data.get('PID')![0]!.lastUpdateTimestamp).toBeGreaterThanOrEqual(cluster.simulation.epochMs)
  })

  test('one subscription is shown, or none', async () => {
    const { cluster } = await withClient()
    const ask = async (topic: string) =>
      querySubscriptionResponse.decode(
        (await cluster.ask('a', querySubscriptionByConsumer, { group: 'CID', topic })).body,
      ).subscriptionData
    expect(await ask('T')).toMatchObject({ topic: 'T', subString: '*' })
    expect(await ask('Other')).toBeUndefined()
  })
})

describe('questions that are passed on to a client', () => {
  const header = { consumerGroup: 'CID', clientId: '10.0.0.3@7' }

  test('the whole answer of the client comes back', async () => {
    const { cluster, dispatcher } = await withClient()
    dispatcher.register(getConsumerRunningInfo.code, (request) => {
      expect(request.ext).toMatchObject({ ...header, jstackEnable: 'true' })
      return makeResponse(request, ResponseCode.SUCCESS, { remark: 'hello', body: bytesFromUtf8('{}') })
    })
    const answer = await cluster.ask('a', getConsumerRunningInfo, { ...header, jstackEnable: true })
    expect(answer).toMatchObject({ code: ResponseCode.SUCCESS, remark: 'hello' })
    expect(answer.body!.utf8Slice()).toBe('{}')
  })

  test('a message to be consumed directly goes along', async () => {
    const { cluster, dispatcher } = await withClient()
    const sent = responseHeader(sendMessageV2, await cluster.send('a', 'look at me'))
    let seen: Command | undefined
    dispatcher.register(consumeMessageDirectly.code, (request) => {
      seen = request
      return makeResponse(request, ResponseCode.SUCCESS)
    })
    expect((await cluster.ask('a', consumeMessageDirectly, { ...header, msgId: sent.msgId })).code).toBe(0)
    expect(decodeRecord(seen!.body!).body.utf8Slice()).toBe('look at me')
    expect(seen!.ext).toMatchObject({ brokerName: 'broker-a', topicSysFlag: '0', groupSysFlag: '0' })
    const unknown = await cluster.ask('a', consumeMessageDirectly, { ...header, msgId: 'FF'.repeat(16) })
    expect(unknown.code).toBe(ResponseCode.SYSTEM_ERROR)
  })

  test('a client that is away, too old or silent is named as such', async () => {
    const { cluster, dispatcher } = await withClient()
    const away = await cluster.ask('a', getConsumerRunningInfo, { consumerGroup: 'CID', clientId: 'nobody' })
    expect(away).toMatchObject({ code: ResponseCode.SYSTEM_ERROR, remark: 'The Consumer <CID> <nobody> not online' })
    dispatcher.register(getConsumerRunningInfo.code, () => undefined)
    expect((await cluster.ask('a', getConsumerRunningInfo, header)).code).toBe(ResponseCode.CONSUME_MSG_TIMEOUT)
    const old = await withClient(61)
    expect((await old.cluster.ask('a', getConsumerRunningInfo, header)).remark).toMatch(/too low to finish/)
  })

  test('offsets in the memory of the clients are collected', async () => {
    const { cluster, dispatcher } = await withClient()
    const queue = { topic: 'T', brokerName: 'broker-a', queueId: 2 }
    dispatcher.register(getConsumerStatusFromClient.code, (request) =>
      makeResponse(request, ResponseCode.SUCCESS, {
        body: consumerStatus.encode({ messageQueueTable: [[queue, 17]], consumerTable: new Map() }),
      }),
    )
    const answer = await cluster.ask('a', invokeBrokerToGetConsumerStatus, { topic: 'T', group: 'CID' })
    expect(consumerStatus.decode(answer.body).consumerTable.get('10.0.0.3@7')).toEqual([[queue, 17]])
    const nobody = await cluster.ask('a', invokeBrokerToGetConsumerStatus, { topic: 'T', group: 'None' })
    expect(nobody.code).toBe(ResponseCode.SYSTEM_ERROR)
  })
})
