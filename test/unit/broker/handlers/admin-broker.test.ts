import { describe, expect, test } from 'vitest'
import { bytesFromLatin1, bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import {
  getBrokerConfig,
  updateBrokerConfig,
  viewBrokerStatsData,
} from '../../../../engine/protocol/apis/broker-admin.ts'
import { queryConsumeQueue } from '../../../../engine/protocol/apis/pull.ts'
import { getRouteInfoByTopic } from '../../../../engine/protocol/apis/route.ts'
import { cleanExpiredConsumeQueue, deleteExpiredCommitLog } from '../../../../engine/protocol/apis/topic.ts'
import { brokerStatsData } from '../../../../engine/protocol/bodies/broker-stats-data.ts'
import { queryConsumeQueueResponse } from '../../../../engine/protocol/bodies/query-consume-queue.ts'
import { topicRoute } from '../../../../engine/protocol/bodies/topic-route.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { tagCode } from '../../../../engine/protocol/tags.ts'
import { makeRequest, responseHeader } from '../../../../engine/remoting/command.ts'
import { BrokerCluster, consumer, recordsOf } from '../broker-cluster.ts'

const FILE = '/conf/broker.properties'

async function single(fileText?: string) {
  const cluster = await BrokerCluster.make()
  const { fs } = cluster.simulation.node('a').ports
  if (fileText !== undefined) {
    fs.makeDirectories('/conf')
    fs.replaceFile(FILE, bytesFromLatin1(fileText))
  }
  const { parts } = await cluster.start('a', {}, fileText === undefined ? undefined : FILE)
  const update = (text: string) => cluster.ask('a', updateBrokerConfig, {}, bytesFromUtf8(text))
  return { cluster, parts, fs, update }
}

describe('the configuration of a broker', () => {
  test('is shown whole, with a version that grows with every update', async () => {
    const { cluster, update } = await single()
    const shown = await cluster.ask('a', getBrokerConfig, {})
    expect(shown.body!.utf8Slice()).toMatch(/^brokerName=broker-a$/m)
    const counter = async () => {
      const { version } = responseHeader(getBrokerConfig, await cluster.ask('a', getBrokerConfig, {}))
      return (JSON.parse(version) as { counter: number }).counter
    }
    expect(await counter()).toBe(0)
    expect((await update('longPollingEnable=false')).code).toBe(ResponseCode.SUCCESS)
    expect(await counter()).toBe(1)
    expect((await cluster.ask('a', getBrokerConfig, {})).body!.utf8Slice()).toMatch(/^longPollingEnable=false$/m)
  })

  test('is updated in its file, which keeps its comments and leaves a backup', async () => {
    const before = '# mine\nbrokerName=broker-a\nlongPollingEnable = true\n'
    const { fs, update } = await single(before)
    await update('longPollingEnable=false\nslaveReadEnable=true')
    const after = fs.readFile(FILE)!.utf8Slice()
    expect(after).toMatch(/^# mine\nbrokerName=broker-a\n/)
    expect(after).toMatch(/^longPollingEnable\s*=\s*false$/m)
    expect(after).toMatch(/^slaveReadEnable\s*=\s*true$/m)
    expect(fs.readFile(`${FILE}.bak`)!.utf8Slice()).toBe(before)
  })

  test('in force but not stored is an error that says so', async () => {
    const { parts, fs, update } = await single('')
    fs.remove(FILE)
    fs.removeTree('/conf')
    fs.replaceFile('/conf', bytesFromLatin1('in the way'))
    const answer = await update('longPollingEnable=false')
    expect(answer.code).toBe(ResponseCode.SYSTEM_ERROR)
    expect(answer.remark).toMatch(/not stored in \/conf\/broker.properties/)
    expect(parts.settings().longPollingEnable).toBe(false)
  })

  test('black-listed keys refuse the whole request', async () => {
    const { parts, update } = await single()
    expect(await update('longPollingEnable=false\nbrokerConfigPath=/etc/passwd')).toMatchObject({
      code: ResponseCode.NO_PERMISSION,
      remark: 'Can not update config in black list.',
    })
    expect(parts.settings().longPollingEnable).toBe(true)
  })

  test('a new permission is at the name server when the answer is there', async () => {
    const { cluster, update } = await single()
    await cluster.send('a', 'x')
    expect((await update('brokerPermission=4')).code).toBe(ResponseCode.SUCCESS)
    const request = makeRequest(getRouteInfoByTopic, { topic: 'T' })
    const answer = await cluster.simulation.settle(cluster.client.call(cluster.namesrvAddr, request, 1000), 1000)
    expect(topicRoute.decode(answer.body).queueDatas).toMatchObject([{ perm: 4 }])
  })
})

describe('the state of a broker', () => {
  test('a counter is shown over three spans, or named as missing', async () => {
    const { cluster } = await single()
    await cluster.send('a', 'x')
    const ask = (statsName: string, statsKey: string) => cluster.ask('a', viewBrokerStatsData, { statsName, statsKey })
    const data = brokerStatsData.decode((await ask('TOPIC_PUT_NUMS', 'T')).body)
    expect([data.statsMinute.sum, data.statsHour.sum, data.statsDay.sum]).toEqual([1, 1, 1])
    expect(await ask('TOPIC_PUT_NUMS', 'None')).toMatchObject({
      code: ResponseCode.SYSTEM_ERROR,
      remark: 'The stats <TOPIC_PUT_NUMS> <None> not exist',
    })
  })

  test('cleaning on request keeps what is in use', async () => {
    const { cluster, parts } = await single()
    await cluster.send('a', 'x')
    expect((await cluster.ask('a', cleanExpiredConsumeQueue, {})).code).toBe(ResponseCode.SUCCESS)
    expect((await cluster.ask('a', deleteExpiredCommitLog, {})).code).toBe(ResponseCode.SUCCESS)
    await cluster.simulation.runFor(30_000)
    expect(parts.store.maxOffset('T', 0)).toBe(1)
    expect(recordsOf(await cluster.pull('a'))).toHaveLength(1)
  })

  test('a queue shows its units and which of them a group would get', async () => {
    const { cluster } = await single()
    for (const tag of ['A', 'B', 'A']) await cluster.send('a', tag, {}, { TAGS: tag })
    const [first] = recordsOf(await cluster.pull('a'))
    const subscription = {
      ...consumer().subscriptionDataSet[0]!,
      subString: 'A',
      tagsSet: ['A'],
      codeSet: [tagCode('A')],
    }
    await cluster.beat('a', consumer({ subscriptionDataSet: [subscription] }))
    const header = { topic: 'T', queueId: 0, index: 0, count: 2, consumerGroup: 'CID' }
    const shown = queryConsumeQueueResponse.decode((await cluster.ask('a', queryConsumeQueue, header)).body)
    expect(shown).toMatchObject({ minQueueIndex: 0, maxQueueIndex: 3, subscriptionData: { subString: 'A' } })
    expect(shown.queueData).toMatchObject([
      { physicOffset: 0, physicSize: first!.recordBytes, eval: true },
      { tagsCode: BigInt(tagCode('B')), eval: false },
    ])
    const missing = await cluster.ask('a', queryConsumeQueue, { ...header, queueId: 9 })
    expect(missing).toMatchObject({ code: ResponseCode.SYSTEM_ERROR, remark: '9@T is not exist!' })
    const beyond = await cluster.ask('a', queryConsumeQueue, { ...header, index: 3 })
    expect(beyond.remark).toBe('Index 3 of 0@T is not exist!')
  })
})
