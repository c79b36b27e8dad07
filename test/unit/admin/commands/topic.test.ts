/** Topic commands: requests that reach the broker, and lines as Apache's tool prints them for the same answers. */
import { describe, expect, test } from 'vitest'
import { topicRoute } from '../../../../engine/protocol/bodies/topic-route.ts'
import { topicConfigAndMapping } from '../../../../engine/protocol/bodies/topic-config.ts'
import { topicList } from '../../../../engine/protocol/bodies/topic-list.ts'
import { topicStatsTable } from '../../../../engine/protocol/bodies/topic-stats.ts'
import { groupList } from '../../../../engine/protocol/bodies/group-list.ts'
import { RequestCode, ResponseCode } from '../../../../engine/protocol/codes.ts'
import { makeTopicConfig } from '../../../../engine/protocol/topic-config.ts'
import { always, MASTER, NS, ok, ROUTE, routesOf, ScriptedCluster, SLAVE } from '../scripted-cluster.ts'

describe('updateTopic', () => {
  test('goes to every master of the cluster with the defaults for what was left out', async () => {
    const cluster = new ScriptedCluster({ [RequestCode.UPDATE_AND_CREATE_TOPIC]: ok })
    const { lines, exitCode } = await cluster.mqadmin([
      'updateTopic',
      '-c',
      'DefaultCluster',
      '-t',
      'TopicB',
      '-w',
      '3',
    ])
    expect(exitCode).toBe(0)
    expect(lines).toEqual([
      `create topic to ${MASTER} success.`,
      'TopicConfig [topicName=TopicB, readQueueNums=8, writeQueueNums=3, perm=RW-, topicFilterType=SINGLE_TAG, ' +
        'topicSysFlag=0, order=false, attributes={}]',
    ])
    expect(cluster.requests(RequestCode.UPDATE_AND_CREATE_TOPIC)).toMatchObject([
      { address: MASTER, ext: { topic: 'TopicB', readQueueNums: '8', writeQueueNums: '3', perm: '6', order: 'false' } },
    ])
  })

  test('-o true of one broker joins its part to the order configuration of the others', async () => {
    const cluster = new ScriptedCluster({
      [RequestCode.UPDATE_AND_CREATE_TOPIC]: ok,
      [RequestCode.GET_KV_CONFIG]: always({ ext: { value: 'broker-b:2;broker-a:9' } }),
      [RequestCode.PUT_KV_CONFIG]: ok,
    })
    const words = ['updateTopic', '-b', MASTER, '-t', 'T', '-w', '4', '-o', 'true', '-a', '+message.type=FIFO']
    const { lines } = await cluster.mqadmin(words)
    expect(lines[0]).toBe('set broker orderConf. isOrder=true, orderConf=[broker-a:4]')
    expect(lines[2]).toContain('order=true, attributes={+message.type=FIFO}]')
    expect(cluster.requests(RequestCode.PUT_KV_CONFIG)).toMatchObject([
      { address: NS, ext: { namespace: 'ORDER_TOPIC_CONFIG', key: 'T', value: 'broker-b:2;broker-a:4' } },
    ])
    expect(cluster.requests(RequestCode.UPDATE_AND_CREATE_TOPIC)[0]?.ext['attributes']).toBe('+message.type=FIFO')
  })

  test('a permission that does not exist is refused before anything is asked', async () => {
    const cluster = new ScriptedCluster()
    const { stderr } = await cluster.mqadmin(['updateTopic', '-c', 'DefaultCluster', '-t', 'T', '-p', '9'])
    expect(stderr).toContain('CODE: 16  DESC: topicPermission value: 9 is invalid.')
    expect(cluster.asked).toEqual([])
  })
})

test('deleteTopic deletes on masters, then on name servers', async () => {
  const cluster = new ScriptedCluster({
    [RequestCode.DELETE_TOPIC_IN_BROKER]: ok,
    [RequestCode.DELETE_TOPIC_IN_NAMESRV]: ok,
  })
  const { lines } = await cluster.mqadmin(['deleteTopic', '-c', 'DefaultCluster', '-t', 'T'])
  expect(lines).toEqual([
    'delete topic [T] from cluster [DefaultCluster] success.',
    'delete topic [T] from NameServer success.',
  ])
  expect(cluster.calls).toEqual([`106 ${NS}`, `106 ${NS}`, `215 ${MASTER}`, `216 ${NS}`])
})

test('updateTopicPerm keeps the queue counts and the order flag of each broker', async () => {
  const config = makeTopicConfig('T', { readQueueNums: 2, writeQueueNums: 3, order: true })
  const cluster = new ScriptedCluster({
    [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('T'),
    [RequestCode.GET_TOPIC_CONFIG]: always({ body: topicConfigAndMapping.encode(config) }),
    [RequestCode.UPDATE_AND_CREATE_TOPIC]: ok,
  })
  const { lines } = await cluster.mqadmin(['updateTopicPerm', '-b', MASTER, '-t', 'T', '-p', '4'])
  expect(lines[0]).toBe(`update topic perm from 6 to 4 in ${MASTER} success.`)
  expect(lines[1]).toMatch(/^TopicConfig \[topicName=T, readQueueNums=2, writeQueueNums=3, perm=R--, .*\]\.$/)
  expect(cluster.requests(RequestCode.UPDATE_AND_CREATE_TOPIC)[0]?.ext).toMatchObject({
    readQueueNums: '2',
    writeQueueNums: '3',
    perm: '4',
    order: 'true',
  })
})

test('updateTopicPerm changes nothing through a slave', async () => {
  const cluster = new ScriptedCluster({ [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('T') })
  const { lines } = await cluster.mqadmin(['updateTopicPerm', '-b', SLAVE, '-t', 'T', '-p', '4'])
  expect(lines).toEqual(['updateTopicPerm error broker not exit or broker is not master!.'])
  expect(cluster.calls).toEqual([`105 ${NS}`])
})

describe('topicRoute', () => {
  const cluster = () => new ScriptedCluster({ [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('TopicA') })

  test('as JSON, laid out and keyed as fastjson does', async () => {
    const { stdout } = await cluster().mqadmin(['topicRoute', '-t', 'TopicA'])
    expect(stdout).toBe(
      [
        '{',
        '\t"brokerDatas":[',
        '\t\t{',
        `\t\t\t"brokerAddrs":{0:"${MASTER}",1:"${SLAVE}"`,
        '\t\t\t},',
        '\t\t\t"brokerName":"broker-a",',
        '\t\t\t"cluster":"DefaultCluster",',
        '\t\t\t"enableActingMaster":false',
        '\t\t}',
        '\t],',
        '\t"filterServerTable":{},',
        '\t"queueDatas":[',
        '\t\t{',
        '\t\t\t"brokerName":"broker-a",',
        '\t\t\t"perm":6,',
        '\t\t\t"readQueueNums":2,',
        '\t\t\t"topicSysFlag":0,',
        '\t\t\t"writeQueueNums":2',
        '\t\t}',
        '\t]',
        '}',
        '',
      ].join('\n'),
    )
  })

  test('as a table with its totals', async () => {
    const { lines } = await cluster().mqadmin(['topicRoute', '-t', 'TopicA', '-l'])
    expect(lines).toEqual([
      '#ClusterName                                  #BrokerName                      #BrokerAddrs                                       #ReadQueue #WriteQueue #Perm',
      'DefaultCluster                                broker-a                         {0=10.0.0.2:10911, 1=10.0.0.3:10911}               2          2           6    ',
      '-'.repeat(158),
      'Total:                                        1                                                                                   2          2                ',
    ])
  })
})

test('topicStatus sorts queues and leaves the time of empty ones blank', async () => {
  const queue = (queueId: number) => ({ topic: 'TopicA', brokerName: 'broker-a', queueId })
  const cluster = new ScriptedCluster({
    [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('TopicA'),
    [RequestCode.GET_TOPIC_STATS_INFO]: always({
      body: topicStatsTable.encode({
        offsetTable: [
          [queue(1), { minOffset: 0, maxOffset: 0, lastUpdateTimestamp: 0 }],
          [queue(0), { minOffset: 0, maxOffset: 1, lastUpdateTimestamp: Date.UTC(2026, 10, 21, 4, 37, 43, 686) }],
        ],
        topicPutTps: 0.25,
      }),
    }),
  })
  const { lines } = await cluster.mqadmin(['topicStatus', '-t', 'TopicA'])
  expect(lines).toEqual([
    '#Broker Name                      #QID  #Min Offset           #Max Offset             #Last Updated',
    'broker-a                          0     0                     1                       2026-11-21 12:37:43,686',
    'broker-a                          1     0                     0                       ',
    '',
    'Topic Put TPS: 0.25',
  ])
  expect(cluster.requests(RequestCode.GET_TOPIC_STATS_INFO).map((each) => each.address)).toEqual([MASTER])
})

describe('topicList', () => {
  const replies = {
    [RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER]: always({
      body: topicList.encode({ topicList: ['TopicB', '%RETRY%g', 'TopicA'] }),
    }),
    [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('TopicA'),
    [RequestCode.QUERY_TOPIC_CONSUME_BY_WHO]: always({ body: groupList.encode({ groupList: ['GroupA', 'GroupB'] }) }),
  }

  test('alone: one name a line', async () => {
    const { lines } = await new ScriptedCluster(replies).mqadmin(['topicList'])
    expect(lines).toEqual(['%RETRY%g', 'TopicA', 'TopicB'])
  })

  test('-c: clusters and groups, blank where the broker could not be asked', async () => {
    const { lines, exitCode } = await new ScriptedCluster(replies).mqadmin(['topicList', '-c'])
    expect(exitCode).toBe(0)
    expect(lines).toEqual([
      '#Cluster Name         #Topic                                            #Consumer Group                                 ',
      'DefaultCluster        TopicA                                                            GroupA                                                          ',
      'DefaultCluster        TopicA                                                            GroupB                                                          ',
      '                      TopicB                                                                                                                            ',
    ])
  })
})

test('topicClusterList prints the cluster', async () => {
  const cluster = new ScriptedCluster({ [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('TopicA') })
  expect((await cluster.mqadmin(['topicClusterList', '-t', 'TopicA'])).lines).toEqual(['DefaultCluster'])
})

describe('updateOrderConf', () => {
  test('get does not end its line', async () => {
    const cluster = new ScriptedCluster({ [RequestCode.GET_KV_CONFIG]: always({ ext: { value: 'broker-a:4' } }) })
    const { stdout } = await cluster.mqadmin(['updateOrderConf', '-t', 'T', '-m', 'get'])
    expect(stdout).toBe('get orderConf success. topic=[T], orderConf=[broker-a:4] ')
  })

  test('get of nothing is a refusal', async () => {
    const missing = always({ code: ResponseCode.QUERY_NOT_FOUND, remark: 'none' })
    const cluster = new ScriptedCluster({ [RequestCode.GET_KV_CONFIG]: missing })
    const { stderr, exitCode } = await cluster.mqadmin(['updateOrderConf', '-t', 'T', '-m', 'get'])
    expect(stderr).toContain('CODE: 22  DESC: No config item, Namespace: ORDER_TOPIC_CONFIG Key: T')
    expect(exitCode).toBe(1)
  })

  test('put needs a value', async () => {
    const { stderr } = await new ScriptedCluster().mqadmin(['updateOrderConf', '-t', 'T', '-m', 'put'])
    expect(stderr).toContain('please set orderConf with option -v.')
  })
})

test('allocateMQ divides queues as consumers do', async () => {
  const route = { ...ROUTE, queueDatas: [{ ...ROUTE.queueDatas[0]!, readQueueNums: 3 }] }
  const cluster = new ScriptedCluster({
    [RequestCode.GET_ROUTEINFO_BY_TOPIC]: always({ body: topicRoute.encode(route) }),
  })
  const { stdout } = await cluster.mqadmin(['allocateMQ', '-t', 'T', '-i', 'a,b'])
  const queue = (queueId: number) => ({ brokerName: 'broker-a', queueId, topic: 'T' })
  expect(stdout).toBe(`${JSON.stringify({ result: { a: [queue(0), queue(1)], b: [queue(2)] } })}\n`)
})
