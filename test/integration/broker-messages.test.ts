import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { Broker } from '../../engine/broker/broker.ts'
import { getMaxOffset, pullMessage, queryMessage, viewMessageById } from '../../engine/protocol/apis/pull.ts'
import { getRouteInfoByTopic } from '../../engine/protocol/apis/route.ts'
import { sendBatchMessage, sendMessage, sendMessageV2 } from '../../engine/protocol/apis/send.ts'
import { heartBeat } from '../../engine/protocol/apis/heartbeat.ts'
import { encodeBatch } from '../../engine/protocol/batch.ts'
import { heartbeatData } from '../../engine/protocol/bodies/heartbeat.ts'
import { topicRoute } from '../../engine/protocol/bodies/topic-route.ts'
import { ResponseCode } from '../../engine/protocol/codes.ts'
import { PullFlag } from '../../engine/protocol/message.ts'
import { parseOffsetMessageId } from '../../engine/protocol/message-id.ts'
import { encodeProperties } from '../../engine/protocol/properties.ts'
import { type DecodedRecord, decodeRecords } from '../../engine/protocol/record.ts'
import { type Command, makeRequest, responseHeader } from '../../engine/remoting/command.ts'
import { BrokerWorld } from './broker-world.ts'

const GROUP = 'CID_test'

describe('a broker on real sockets and files', () => {
  const world = new BrokerWorld()
  let broker: Broker
  let address: string

  beforeAll(async () => {
    await world.startNamesrv()
    broker = await world.startBroker()
    address = `127.0.0.1:${broker.config.values.listenPort}`
  })

  afterAll(async () => {
    await world.stop()
  })

  function header(topic: string, changes: Record<string, unknown> = {}) {
    return {
      producerGroup: 'PID_test',
      topic,
      defaultTopic: 'TBW102',
      defaultTopicQueueNums: 4,
      queueId: 1,
      sysFlag: 0,
      bornTimestamp: 1_700_000_000_000,
      flag: 7,
      properties: encodeProperties(
        new Map([
          ['UNIQ_KEY', '7F0000010000000000000000000000AB'],
          ['KEYS', 'order-1'],
          ['TAGS', 'TagA'],
          ['WAIT', 'true'],
        ]),
      ),
      reconsumeTimes: 0,
      unitMode: false,
      maxReconsumeTimes: 0,
      batch: false,
      brokerName: 'broker-a',
      ...changes,
    }
  }

  async function pull(topic: string, queueOffset: number, changes: Record<string, unknown> = {}): Promise<Command> {
    return world.client.call(
      address,
      makeRequest(pullMessage, {
        consumerGroup: GROUP,
        topic,
        queueId: 1,
        queueOffset,
        maxMsgNums: 32,
        sysFlag: PullFlag.SUBSCRIPTION,
        commitOffset: 0,
        suspendTimeoutMillis: 0,
        subscription: '*',
        subVersion: 0,
        ...changes,
      }),
      5000,
    )
  }

  async function recordsOf(topic: string): Promise<DecodedRecord[]> {
    const response = await pull(topic, 0)
    expect(response.code).toBe(ResponseCode.SUCCESS)
    return decodeRecords(response.body!).records
  }

  test('registers its topics and creates the topic of a first send at the name server', async () => {
    const { header: sent } = await world.client.invoke(
      sendMessageV2,
      address,
      header('Created'),
      bytesFromUtf8('hello'),
      3000,
    )
    expect(sent).toMatchObject({ queueId: 1, queueOffset: 0, regionId: 'DefaultRegion', traceOn: true })
    const route = async () => {
      const request = makeRequest(getRouteInfoByTopic, { topic: 'Created' })
      const response = await world.client.call(world.namesrvAddr, request, 3000)
      return response.code === ResponseCode.SUCCESS ? topicRoute.decode(response.body).queueDatas : response.remark
    }
    await expect.poll(route).toMatchObject([{ brokerName: 'broker-a', perm: 6, readQueueNums: 4, writeQueueNums: 4 }])
  })

  test('stores the same bytes whichever way a plain send comes in', async () => {
    const body = bytesFromUtf8('the same body')
    const ways: [string, () => Promise<Command>][] = [
      ['general, long names', () => world.client.call(address, makeRequest(sendMessage, header('Same'), body), 3000)],
      ['fast, JSON', () => world.client.call(address, makeRequest(sendMessageV2, header('Same'), body), 3000)],
      [
        'fast, binary',
        () =>
          world.client.call(
            address,
            { ...makeRequest(sendMessageV2, header('Same'), body), serializeType: 'ROCKETMQ' },
            3000,
          ),
      ],
    ]
    const { fastPath } = broker.parts
    const before = fastPath.messages
    const answers: Command[] = []
    for (const [, send] of ways) answers.push(await send())
    expect(fastPath.messages - before).toBe(2)

    const records = await recordsOf('Same')
    expect(records).toHaveLength(3)
    const [first] = records as [DecodedRecord]
    for (const [i, record] of records.entries()) {
      const { logOffset, queueOffset, storeTimestampMs, ...rest } = record
      const { logOffset: _l, queueOffset: _q, storeTimestampMs: _s, ...expected } = first
      expect(rest, ways[i]![0]).toEqual(expected)
      expect(queueOffset).toBe(i)
      expect(storeTimestampMs).toBeGreaterThan(0)
      const answer = answers[i]!
      expect(answer.code).toBe(ResponseCode.SUCCESS)
      const sent = responseHeader(sendMessageV2, answer)
      expect(sent).toMatchObject({ queueId: 1, queueOffset: i, transactionId: '7F0000010000000000000000000000AB' })
      expect(parseOffsetMessageId(sent.msgId)).toMatchObject({ host: '127.0.0.1', logOffset })
    }
    expect([...first.properties]).toEqual([
      ['UNIQ_KEY', '7F0000010000000000000000000000AB'],
      ['KEYS', 'order-1'],
      ['TAGS', 'TagA'],
      ['WAIT', 'true'],
      ['MSG_REGION', 'DefaultRegion'],
      ['TRACE_ON', 'true'],
      ['CLUSTER', 'DefaultCluster'],
    ])
  })

  test('gives a parked pull the message that arrives', async () => {
    await world.client.invoke(sendMessageV2, address, header('Parked'), bytesFromUtf8('first'), 3000)
    const waiting = pull('Parked', 1, {
      sysFlag: PullFlag.SUBSCRIPTION | PullFlag.SUSPEND,
      suspendTimeoutMillis: 15_000,
    })
    await expect.poll(() => broker.parts.longPoll.count).toBe(1)
    await world.client.invoke(sendMessageV2, address, header('Parked'), bytesFromUtf8('second'), 3000)
    const response = await waiting
    expect(response.code).toBe(ResponseCode.SUCCESS)
    expect(decodeRecords(response.body!).records.map(({ body }) => body.utf8Slice())).toEqual(['second'])
    expect(responseHeader(pullMessage, response)).toMatchObject({ nextBeginOffset: 2, minOffset: 0, maxOffset: 2 })
  })

  test('stores each message of a batch and answers with all their ids', async () => {
    const messages = ['one', 'two', 'three'].map((text) => ({
      flag: 0,
      body: bytesFromUtf8(text),
      properties: new Map([['UNIQ_KEY', `id-${text}`]]),
    }))
    const { header: sent } = await world.client.invoke(
      sendBatchMessage,
      address,
      header('Batch', { batch: true, properties: '' }),
      encodeBatch(messages),
      3000,
    )
    expect(sent.msgId.split(',')).toHaveLength(3)
    const records = await recordsOf('Batch')
    expect(records.map(({ body }) => body.utf8Slice())).toEqual(['one', 'two', 'three'])
    expect(records.map(({ properties }) => properties.get('CLUSTER'))).toEqual(Array(3).fill('DefaultCluster'))
  })

  test('finds a message by key and by log offset', async () => {
    await world.client.invoke(sendMessageV2, address, header('Keyed'), bytesFromUtf8('find me'), 3000)
    const [record] = (await recordsOf('Keyed')) as [DecodedRecord]
    const byKey = await world.client.call(
      address,
      makeRequest(queryMessage, {
        topic: 'Keyed',
        key: 'order-1',
        maxNum: 8,
        beginTimestamp: 0,
        endTimestamp: Number.MAX_SAFE_INTEGER,
      }),
      3000,
    )
    expect(byKey.code).toBe(ResponseCode.SUCCESS)
    expect(decodeRecords(byKey.body!).records.map(({ logOffset }) => logOffset)).toEqual([record.logOffset])
    const { command } = await world.client.invoke(
      viewMessageById,
      address,
      { offset: record.logOffset },
      undefined,
      3000,
    )
    expect(decodeRecords(command.body!).records[0]!.body.utf8Slice()).toBe('find me')
  })

  test('creates the retry topic of a group at its first heartbeat', async () => {
    const body = heartbeatData.encode({
      clientID: '127.0.0.1@1',
      producerDataSet: [{ groupName: 'PID_beat' }],
      consumerDataSet: [
        {
          groupName: 'CID_beat',
          consumeType: 'CONSUME_PASSIVELY',
          messageModel: 'CLUSTERING',
          consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET',
          subscriptionDataSet: [],
          unitMode: false,
        },
      ],
      heartbeatFingerprint: 0,
      withoutSub: false,
    })
    const { header: answer } = await world.client.invoke(heartBeat, address, {}, body, 3000)
    expect(answer).toEqual({ isSupportHeartBeatV2: true, isSubChange: true })
    expect(broker.parts.topics.find('%RETRY%CID_beat')).toMatchObject({ readQueueNums: 1, perm: 6 })
    expect(broker.parts.clients.consumerIds('CID_beat')).toEqual(['127.0.0.1@1'])
  })

  test('refuses a half message and stores nothing', async () => {
    await world.client.invoke(sendMessageV2, address, header('Plain'), bytesFromUtf8('plain'), 3000)
    const properties = encodeProperties(
      new Map([
        ['UNIQ_KEY', 'k'],
        ['TRAN_MSG', 'true'],
        ['PGROUP', 'p'],
      ]),
    )
    const response = await world.client.call(
      address,
      makeRequest(sendMessageV2, header('Plain', { properties, sysFlag: 4 }), bytesFromUtf8('half')),
      3000,
    )
    expect(response.code).toBe(ResponseCode.NO_PERMISSION)
    expect(response.remark).toContain('transactional messages')
    const { header: end } = await world.client.invoke(
      getMaxOffset,
      address,
      { topic: 'Plain', queueId: 1 },
      undefined,
      3000,
    )
    expect(end.offset).toBe(1)
    expect(broker.parts.store.maxOffset('RMQ_SYS_TRANS_HALF_TOPIC', 0)).toBe(0)
  })

  test('serves everything but pulls on the fast port', async () => {
    const fast = `127.0.0.1:${broker.config.values.fastListenPort}`
    const { header: sent } = await world.client.invoke(sendMessageV2, fast, header('Fast'), bytesFromUtf8('vip'), 3000)
    expect(sent.queueOffset).toBe(0)
    const response = await world.client.call(
      fast,
      makeRequest(pullMessage, {
        consumerGroup: GROUP,
        topic: 'Fast',
        queueId: 1,
        queueOffset: 0,
        maxMsgNums: 1,
        sysFlag: PullFlag.SUBSCRIPTION,
        commitOffset: 0,
        suspendTimeoutMillis: 0,
        subscription: '*',
        subVersion: 0,
      }),
      3000,
    )
    expect(response.code).toBe(ResponseCode.REQUEST_CODE_NOT_SUPPORTED)
  })
})
