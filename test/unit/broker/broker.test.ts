import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { queryConsumerOffset, updateConsumerOffset } from '../../../engine/protocol/apis/offset.ts'
import { getConsumerListByGroup, lockBatchMq } from '../../../engine/protocol/apis/heartbeat.ts'
import { pullMessage } from '../../../engine/protocol/apis/pull.ts'
import { consumerSendMsgBack, sendMessageV2 } from '../../../engine/protocol/apis/send.ts'
import { lockBatchRequest } from '../../../engine/protocol/bodies/lock-batch.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { PullFlag } from '../../../engine/protocol/message.ts'
import { responseHeader } from '../../../engine/remoting/command.ts'
import { BrokerCluster, consumer, pullHeader, recordsOf, sendHeader, textsOf, UNIQUE_ID } from './broker-cluster.ts'

describe('a master', () => {
  test('creates a topic from its template and refuses one without', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    expect((await cluster.send('a', 'x')).code).toBe(ResponseCode.SUCCESS)
    expect(broker.parts.topics.find('T')).toMatchObject({ readQueueNums: 4, writeQueueNums: 4, perm: 6 })
    const refused = await cluster.send('a', 'x', { topic: 'U', defaultTopic: 'Nowhere' })
    expect(refused).toMatchObject({
      code: ResponseCode.TOPIC_NOT_EXIST,
      remark: 'topic[U] not exist, apply first please!',
    })
  })

  test.each([
    ['a topic with a blank in it', { topic: 'a b' }, ResponseCode.INVALID_PARAMETER],
    ['a topic that is for the broker only', { topic: 'SCHEDULE_TOPIC_XXXX' }, ResponseCode.NO_PERMISSION],
    ['a queue that the topic does not have', { topic: 'T', queueId: 4 }, ResponseCode.INVALID_PARAMETER],
  ])('refuses a send to %s', async (_what, changes, code) => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    expect((await cluster.send('a', 'x', changes)).code).toBe(code)
  })

  test('says from now on what an update of its configuration says', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    await cluster.send('a', 'before')
    broker.config.applyUpdate('regionId=north\ntraceOn=false\nautoCreateTopicEnable=false\n')
    const sent = await cluster.send('a', 'after')
    expect(responseHeader(sendMessageV2, sent)).toMatchObject({ regionId: 'north', traceOn: false })
    const records = recordsOf(await cluster.pull('a'))
    expect(records.map(({ properties }) => properties.get('MSG_REGION'))).toEqual(['DefaultRegion', 'north'])
    // The first one created the topic, so it went the general way.
    expect(broker.parts.fastPath.messages).toBe(1)
    expect((await cluster.send('a', 'x', { topic: 'U' })).code).toBe(ResponseCode.TOPIC_NOT_EXIST)
  })

  test('keeps topics, offsets and messages over a clean restart', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    await cluster.send('a', 'kept')
    await cluster.beat('a', consumer())
    const commit = { consumerGroup: 'CID', topic: 'T', queueId: 0, commitOffset: 1 }
    expect((await cluster.ask('a', updateConsumerOffset, commit)).code).toBe(ResponseCode.SUCCESS)
    const version = broker.parts.topics.dataVersion
    await cluster.simulation.settle(broker.stop(), 30_000)
    cluster.revive('a')
    const again = await cluster.start('a')
    expect(again.parts.topics.dataVersion).toEqual(version)
    expect(again.parts.offsets.find('CID', 'T', 0)).toBe(1)
    expect(textsOf(await cluster.pull('a'))).toEqual(['kept'])
    expect(again.parts.store.recovery).toBeDefined()
  })

  test('answers a pull of nothing after its time, with all four offsets', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.send('a', 'x')
    const before = cluster.simulation.nowMs
    const response = await cluster.pull('a', { queueOffset: 1, sysFlag: PullFlag.SUBSCRIPTION | PullFlag.SUSPEND })
    expect(cluster.simulation.nowMs - before).toBeGreaterThanOrEqual(15_000)
    expect(response).toMatchObject({ code: ResponseCode.PULL_NOT_FOUND, remark: 'OFFSET_OVERFLOW_ONE' })
    expect(responseHeader(pullMessage, response)).toMatchObject({ nextBeginOffset: 1, minOffset: 0, maxOffset: 1 })
  })

  test('wakes a parked pull only for a tag that it wants', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    await cluster.send('a', 'first')
    const waiting = cluster.later('a', pullMessage, {
      ...pullHeader({ queueOffset: 1, subscription: 'TagB' }),
      sysFlag: PullFlag.SUBSCRIPTION | PullFlag.SUSPEND,
    })
    await cluster.simulation.runUntil(() => broker.parts.longPoll.count === 1, 1000)
    await cluster.send('a', 'other', {}, { TAGS: 'TagA' })
    expect(broker.parts.longPoll.count).toBe(1)
    await cluster.send('a', 'wanted', {}, { TAGS: 'TagB' })
    expect(textsOf(await cluster.simulation.settle(waiting, 1000))).toEqual(['wanted'])
  })

  test('filters by tag and says where to go on', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.send('a', 'a', {}, { TAGS: 'TagA' })
    await cluster.send('a', 'none')
    const response = await cluster.pull('a', { subscription: 'TagB || TagC' })
    expect(response.code).toBe(ResponseCode.PULL_RETRY_IMMEDIATELY)
    expect(responseHeader(pullMessage, response).nextBeginOffset).toBe(2)
    expect(textsOf(await cluster.pull('a', { subscription: 'TagA' }))).toEqual(['a'])
  })

  test.each([
    ['without a heartbeat of the group', { sysFlag: 0 }, ResponseCode.SUBSCRIPTION_NOT_EXIST],
    ['of a topic that is not there', { topic: 'Nope' }, ResponseCode.TOPIC_NOT_EXIST],
    ['of a queue that is not there', { queueId: 4 }, ResponseCode.INVALID_PARAMETER],
    ['with an SQL filter', { expressionType: 'SQL92', subscription: 'a > 1' }, ResponseCode.SYSTEM_ERROR],
    ['with nothing but separators', { subscription: '||' }, ResponseCode.SUBSCRIPTION_PARSE_FAILED],
    ['behind the end of the queue', { queueOffset: 5 }, ResponseCode.PULL_OFFSET_MOVED],
  ])('refuses a pull %s', async (_what, changes, code) => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.send('a', 'x')
    expect((await cluster.pull('a', changes)).code).toBe(code)
  })

  test('pulls by the registered subscription and notices one that is newer than it', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.send('a', 'x')
    await cluster.beat('a', consumer())
    expect(textsOf(await cluster.pull('a', { sysFlag: 0, subVersion: 1 }))).toEqual(['x'])
    expect((await cluster.pull('a', { sysFlag: 0, subVersion: 2 })).code).toBe(ResponseCode.SUBSCRIPTION_NOT_LATEST)
  })

  test('commits the offset that a pull brings along', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    await cluster.send('a', 'x')
    await cluster.pull('a', { sysFlag: PullFlag.SUBSCRIPTION | PullFlag.COMMIT_OFFSET, commitOffset: 1 })
    expect(broker.parts.offsets.find('CID', 'T', 0)).toBe(1)
  })

  test('sends a consumer to the offset of a reset and ignores its commits until then', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    for (const text of ['a', 'b', 'c']) await cluster.send('a', text)
    await cluster.beat('a', consumer())
    broker.parts.offsets.assignReset('CID', 'T', 0, 1)
    const commit = { consumerGroup: 'CID', topic: 'T', queueId: 0, commitOffset: 3 }
    expect(await cluster.ask('a', updateConsumerOffset, commit)).toMatchObject({
      code: ResponseCode.SUCCESS,
      remark: 'Offset has been previously reset',
    })
    const response = await cluster.pull('a', { queueOffset: 3 })
    expect(response).toMatchObject({ code: ResponseCode.PULL_OFFSET_MOVED, remark: 'OFFSET_RESET' })
    expect(responseHeader(pullMessage, response).nextBeginOffset).toBe(1)
    expect(textsOf(await cluster.pull('a', { queueOffset: 1 }))).toEqual(['b', 'c'])
  })

  test('answers "not found" for a group that wants no zero, and zero for one that does not say', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.send('a', 'x')
    const query = { consumerGroup: 'New', topic: 'T', queueId: 0 }
    const refused = await cluster.ask('a', queryConsumerOffset, { ...query, setZeroIfNotFound: false })
    expect(refused.code).toBe(ResponseCode.QUERY_NOT_FOUND)
    const found = await cluster.ask('a', queryConsumerOffset, query)
    expect(responseHeader(queryConsumerOffset, found)).toEqual({ offset: 0 })
  })

  test('lists who consumes, and says so with an error when nobody does', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    const nobody = await cluster.ask('a', getConsumerListByGroup, { consumerGroup: 'CID' })
    expect(nobody).toMatchObject({ code: ResponseCode.SYSTEM_ERROR, remark: 'no consumer for this group, CID' })
    await cluster.beat('a', consumer())
    const list = await cluster.ask('a', getConsumerListByGroup, { consumerGroup: 'CID' })
    expect(list.body?.utf8Slice()).toBe('{"consumerIdList":["10.0.0.9@1"]}')
  })
})

describe('delays and retries', () => {
  test('delivers a delayed message when its level has passed, not before', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.send('a', 'now')
    await cluster.send('a', 'later', {}, { DELAY: '2' })
    await cluster.simulation.runFor(4900)
    expect(textsOf(await cluster.pull('a'))).toEqual(['now'])
    await cluster.simulation.runFor(300)
    const records = recordsOf(await cluster.pull('a'))
    expect(records.map(({ body }) => body.utf8Slice())).toEqual(['now', 'later'])
    expect(Object.fromEntries(records[1]!.properties)).toMatchObject({ DELAY: '2', REAL_TOPIC: 'T', REAL_QID: '0' })
  })

  test('delivers what came due while it was down, once', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    await cluster.send('a', 'now')
    await cluster.send('a', 'delivered', {}, { DELAY: '1' })
    await cluster.simulation.runFor(2000)
    await cluster.send('a', 'waiting', {}, { DELAY: '1' })
    await cluster.simulation.settle(broker.stop(), 30_000)
    cluster.revive('a')
    await cluster.simulation.runFor(60_000)
    await cluster.start('a')
    await cluster.simulation.runFor(1000)
    // One answer holds what lies in files or what lies in memory.
    const stored = textsOf(await cluster.pull('a'))
    const fresh = textsOf(await cluster.pull('a', { queueOffset: stored.length }))
    expect([...stored, ...fresh]).toEqual(['now', 'delivered', 'waiting'])
  })

  async function giveBack(cluster: BrokerCluster, logOffset: number, changes = {}): Promise<number> {
    const header = { offset: logOffset, group: 'CID', delayLevel: 0, unitMode: false, maxReconsumeTimes: 1, ...changes }
    return (await cluster.ask('a', consumerSendMsgBack, header)).code
  }

  test('a message given back returns in the retry topic and ends in the dead-letter topic', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    await cluster.beat('a', consumer())
    await cluster.send('a', 'poison')
    const [first] = recordsOf(await cluster.pull('a'))
    expect(await giveBack(cluster, first!.logOffset)).toBe(ResponseCode.SUCCESS)
    await cluster.simulation.runFor(10_100)
    const [retried] = recordsOf(await cluster.pull('a', { topic: '%RETRY%CID' }))
    expect(retried).toMatchObject({ reconsumeTimes: 1 })
    expect(retried!.properties.get('RETRY_TOPIC')).toBe('T')
    expect(retried!.properties.get('ORIGIN_MESSAGE_ID')).toMatch(/^[0-9A-F]{32}$/)

    expect(await giveBack(cluster, retried!.logOffset)).toBe(ResponseCode.SUCCESS)
    const [dead] = recordsOf(await cluster.pull('a', { topic: '%DLQ%CID' }))
    expect(dead).toMatchObject({ reconsumeTimes: 2 })
    expect(dead!.properties.get('ORIGIN_MESSAGE_ID')).toBe(retried!.properties.get('ORIGIN_MESSAGE_ID'))
    expect(broker.parts.topics.find('%DLQ%CID')).toMatchObject({ readQueueNums: 1, perm: 6 })
  })

  test('a direct send to the retry topic of an orderly group goes to the dead-letter topic', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.beat('a', consumer())
    const queue = { topic: 'T', brokerName: 'broker-a', queueId: 0 }
    const lock = lockBatchRequest.encode({ consumerGroup: 'CID', clientId: 'c', onlyThisBroker: false, mqSet: [queue] })
    expect((await cluster.ask('a', lockBatchMq, {}, lock)).code).toBe(ResponseCode.SUCCESS)
    const sent = await cluster.send('a', 'x', { topic: '%RETRY%CID', reconsumeTimes: 1, maxReconsumeTimes: 16 })
    expect(sent.code).toBe(ResponseCode.SUCCESS)
    expect(textsOf(await cluster.pull('a', { topic: '%DLQ%CID' }))).toEqual(['x'])
  })
})

describe('a synchronous master', () => {
  const master = { brokerRole: 'SYNC_MASTER' }
  const slave = { brokerRole: 'SLAVE', brokerId: 1, slaveReadEnable: true }

  async function pair(settings = {}): Promise<BrokerCluster> {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a', { ...master, ...settings })
    await cluster.start('a-s', slave)
    await cluster.simulation.runUntil(() => broker.parts.haMaster!.countingSlaves === 1, 60_000)
    return cluster
  }

  test('answers when a slave has the message', async () => {
    const cluster = await pair()
    expect((await cluster.send('a', 'x')).code).toBe(ResponseCode.SUCCESS)
    expect(textsOf(await cluster.pull('a'))).toEqual(['x'])
  })

  test('says at once that there is no slave, and stores the message', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a', master)
    const before = cluster.simulation.nowMs
    const sent = await cluster.send('a', 'x')
    expect(sent.code).toBe(ResponseCode.SLAVE_NOT_AVAILABLE)
    expect(responseHeader(sendMessageV2, sent)).toMatchObject({ queueOffset: 0, transactionId: UNIQUE_ID })
    expect(cluster.simulation.nowMs - before).toBeLessThan(1000)
    expect(textsOf(await cluster.pull('a'))).toEqual(['x'])
  })

  test('says so too with inSyncReplicas=2 in its file, and waits for nobody with 1', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a', { ...master, inSyncReplicas: 2 })
    expect((await cluster.send('a', 'x')).code).toBe(ResponseCode.SLAVE_NOT_AVAILABLE)
    await cluster.start('b', { ...master, brokerName: 'b', inSyncReplicas: 1 })
    expect((await cluster.send('b', 'x')).code).toBe(ResponseCode.SUCCESS)
  })

  test('times out when its slave is frozen, but not a send that does not wait', async () => {
    const cluster = await pair()
    expect((await cluster.send('a', 'warm')).code).toBe(ResponseCode.SUCCESS)
    cluster.simulation.pause('a-s')
    const waiting = cluster.later('a', sendMessageV2, sendHeader(), bytesFromUtf8('waits'))
    const before = cluster.simulation.nowMs
    expect((await cluster.send('a', 'hurries', {}, { WAIT: 'false' })).code).toBe(ResponseCode.SUCCESS)
    expect(cluster.simulation.nowMs - before).toBeLessThan(1000)
    expect((await cluster.simulation.settle(waiting, 10_000)).code).toBe(ResponseCode.FLUSH_SLAVE_TIMEOUT)
  })
})

describe('a slave', () => {
  const slave = { brokerRole: 'SLAVE', brokerId: 1 }

  async function pair(settings = {}): Promise<BrokerCluster> {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    await cluster.send('a', 'replicated')
    const replica = await cluster.start('a-s', { ...slave, ...settings })
    await cluster.simulation.runUntil(() => broker.parts.haMaster!.countingSlaves === 1, 60_000)
    await cluster.simulation.runUntil(() => replica.parts.store.maxOffset('T', 0) === 1, 60_000)
    // Tables follow by slave-sync; what this suite is about needs the topic only.
    replica.parts.topics.put(broker.parts.topics.find('T')!)
    return cluster
  }

  test('takes no sends, and no pulls unless it may be read', async () => {
    const cluster = await pair()
    const rejected = {
      code: ResponseCode.SYSTEM_BUSY,
      remark: '[REJECTREQUEST]system busy, start flow control for a while',
    }
    expect(await cluster.send('a-s', 'x')).toMatchObject(rejected)
    expect(await cluster.pull('a-s')).toMatchObject(rejected)
  })

  test('gives what it has and sends everybody else back to a live master', async () => {
    const cluster = await pair({ slaveReadEnable: true })
    const found = await cluster.pull('a-s')
    expect(textsOf(found)).toEqual(['replicated'])
    expect(responseHeader(pullMessage, found).suggestWhichBrokerId).toBe(0)
    const before = cluster.simulation.nowMs
    const nothing = await cluster.pull('a-s', { queueOffset: 1, sysFlag: PullFlag.SUBSCRIPTION | PullFlag.SUSPEND })
    expect(nothing.code).toBe(ResponseCode.PULL_RETRY_IMMEDIATELY)
    expect(cluster.simulation.nowMs - before).toBeLessThan(1000)
  })

  test('parks pulls while its master is dead and lets them go when it is back', async () => {
    const cluster = await pair({ slaveReadEnable: true })
    cluster.kill('a')
    await cluster.simulation.runFor(1000)
    const before = cluster.simulation.nowMs
    const wait = { sysFlag: PullFlag.SUBSCRIPTION | PullFlag.SUSPEND, queueOffset: 1 }
    const parked = await cluster.pull('a-s', wait)
    expect(parked.code).toBe(ResponseCode.PULL_NOT_FOUND)
    expect(cluster.simulation.nowMs - before).toBeGreaterThanOrEqual(15_000)

    const waiting = cluster.later('a-s', pullMessage, pullHeader({ ...wait, suspendTimeoutMillis: 40_000 }))
    cluster.revive('a')
    await cluster.start('a')
    const answered = await cluster.simulation.settle(waiting, 39_000)
    expect(answered.code).toBe(ResponseCode.PULL_RETRY_IMMEDIATELY)
  })

  test('takes nothing back from consumers', async () => {
    const cluster = await pair({ slaveReadEnable: true })
    const header = { offset: 0, group: 'CID', delayLevel: 0, unitMode: false }
    const response = await cluster.ask('a-s', consumerSendMsgBack, header)
    expect(response.code).toBe(ResponseCode.SYSTEM_ERROR)
    expect(response.remark).toContain('no master available along with')
  })
})
