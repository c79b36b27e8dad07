/** Group, producer, offset and queue commands against scripted answers. */
import { describe, expect, test } from 'vitest'
import { consumeStats } from '../../../../engine/protocol/bodies/consume-stats.ts'
import { consumerConnection } from '../../../../engine/protocol/bodies/consumer-connection.ts'
import {
  consumerRunningInfo,
  type ConsumerRunningInfo,
} from '../../../../engine/protocol/bodies/consumer-running-info.ts'
import type { SubscriptionData } from '../../../../engine/protocol/bodies/heartbeat.ts'
import { producerConnection } from '../../../../engine/protocol/bodies/producer-connection.ts'
import { producerTable } from '../../../../engine/protocol/bodies/producer-table.ts'
import { queryConsumeQueueResponse } from '../../../../engine/protocol/bodies/query-consume-queue.ts'
import { resetOffsetBody } from '../../../../engine/protocol/bodies/reset-offset.ts'
import { subscriptionGroupTable } from '../../../../engine/protocol/bodies/subscription-group.ts'
import { topicList } from '../../../../engine/protocol/bodies/topic-list.ts'
import { topicStatsTable } from '../../../../engine/protocol/bodies/topic-stats.ts'
import { RequestCode } from '../../../../engine/protocol/codes.ts'
import { makeSubscriptionGroup } from '../../../../engine/protocol/topic-config.ts'
import { always, MASTER, NS, ok, refused, routesOf, ScriptedCluster } from '../scripted-cluster.ts'

const queue = (queueId: number, topic = 'TopicA') => ({ topic, brokerName: 'broker-a', queueId })

const GROUP_TEXT =
  'SubscriptionGroupConfig{groupName=GroupA, consumeEnable=true, consumeFromMinEnable=false, ' +
  'consumeBroadcastEnable=false, consumeMessageOrderly=false, retryQueueNums=1, retryMaxTimes=16, ' +
  'groupRetryPolicy=GroupRetryPolicy{type=CUSTOMIZED, exponentialRetryPolicy=null, customizedRetryPolicy=null}, ' +
  'brokerId=0, whichBrokerWhenConsumeSlowly=1, notifyConsumerIdsChangedEnable=true, groupSysFlag=0, ' +
  'consumeTimeoutMinute=15, subscriptionDataSet=null, attributes={}}'

describe('groups', () => {
  test('updateSubGroup prints the whole group without a line end', async () => {
    const cluster = new ScriptedCluster({ [RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP]: ok })
    const { stdout } = await cluster.mqadmin(['updateSubGroup', '-c', 'DefaultCluster', '-g', 'GroupA'])
    expect(stdout).toBe(`create subscription group to ${MASTER} success.\n${GROUP_TEXT}`)
    const [sent] = cluster.requests(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP)
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ groupName: 'GroupA', consumeBroadcastEnable: false })
  })

  test('updateSubGroup takes a retry policy', async () => {
    const cluster = new ScriptedCluster({ [RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP]: ok })
    const policy = '{"type":"EXPONENTIAL","exponentialRetryPolicy":{"initial":1000,"max":20000,"multiplier":3}}'
    const { stdout } = await cluster.mqadmin(['updateSubGroup', '-b', MASTER, '-g', 'G', '-p', policy])
    expect(stdout).toContain(
      'groupRetryPolicy=GroupRetryPolicy{type=EXPONENTIAL, exponentialRetryPolicy=ExponentialRetryPolicy{' +
        'initial=1000, max=20000, multiplier=3}, customizedRetryPolicy=null}',
    )
    const bad = await new ScriptedCluster().mqadmin(['updateSubGroup', '-b', MASTER, '-g', 'G', '-p', '{'])
    expect(bad.stderr).toContain('groupRetryPolicy is no retry policy')
  })

  test('deleteSubGroup of a cluster takes its retry and dead-letter topics along', async () => {
    const cluster = new ScriptedCluster({
      [RequestCode.DELETE_SUBSCRIPTIONGROUP]: ok,
      [RequestCode.DELETE_TOPIC_IN_BROKER]: ok,
      [RequestCode.DELETE_TOPIC_IN_NAMESRV]: ok,
    })
    const { lines } = await cluster.mqadmin(['deleteSubGroup', '-c', 'DefaultCluster', '-g', 'G', '-r', 'true'])
    expect(lines).toEqual([
      `delete subscription group [G] from broker [${MASTER}] in cluster [DefaultCluster] success.`,
    ])
    expect(cluster.requests(RequestCode.DELETE_SUBSCRIPTIONGROUP)[0]?.ext).toMatchObject({ cleanOffset: 'true' })
    expect(
      cluster.requests(RequestCode.DELETE_TOPIC_IN_NAMESRV).map((each) => [each.address, each.ext['topic']]),
    ).toEqual([
      [NS, '%RETRY%G'],
      [NS, '%DLQ%G'],
    ])
  })

  test('getConsumerConfig shows every field, absent ones blank', async () => {
    const cluster = new ScriptedCluster({
      [RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG]: always({
        body: subscriptionGroupTable.encode({
          dataVersion: { stateVersion: 0, timestamp: 0, counter: 0 },
          forbiddenTable: new Map(),
          subscriptionGroupTable: new Map([['G', makeSubscriptionGroup('G')]]),
        }),
      }),
    })
    const { lines } = await cluster.mqadmin(['getConsumerConfig', '-g', 'G'])
    expect(lines[0]).toBe('=============================DefaultCluster:broker-a=============================')
    expect(lines[1]).toBe('groupName                               =  G')
    expect(lines).toContain('subscriptionDataSet                     =  ')
    expect(lines).toHaveLength(16)
  })
})

const subscription = (topic: string, subString: string): SubscriptionData => ({
  topic,
  subString,
  tagsSet: ['TagA', 'TagB'],
  codeSet: [2598919, 2598920],
  subVersion: 1,
  expressionType: 'TAG',
  classFilterMode: false,
})

const LIVE = consumerConnection.encode({
  connectionSet: [
    { clientId: '192.0.2.2@11692#939238980', clientAddr: '127.0.0.1:60272', language: 'NODE_JS', version: 479 },
  ],
  subscriptionTable: new Map([['TopicA', subscription('TopicA', 'TagA || TagB')]]),
  consumeType: 'CONSUME_PASSIVELY',
  messageModel: 'CLUSTERING',
  consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
})

const NEVER = Date.UTC(2026, 10, 21, 4, 48, 37, 388)

const INFO: ConsumerRunningInfo = {
  properties: new Map([['PROP_CONSUME_TYPE', 'CONSUME_PASSIVELY']]),
  subscriptionSet: [subscription('TopicA', '*')],
  mqTable: [
    [
      queue(0),
      {
        commitOffset: 1,
        cachedMsgMinOffset: 0,
        cachedMsgMaxOffset: 0,
        cachedMsgCount: 2,
        cachedMsgSizeInMiB: 0,
        transactionMsgMinOffset: 0,
        transactionMsgMaxOffset: 0,
        transactionMsgCount: 0,
        locked: false,
        tryUnlockTimes: 0,
        lastLockTimestamp: NEVER,
        droped: false,
        lastPullTimestamp: NEVER,
        lastConsumeTimestamp: 0,
      },
    ],
  ],
  mqPopTable: [],
  statusTable: new Map([
    [
      'TopicA',
      { pullRT: 15.18, pullTPS: 0.06, consumeRT: 0, consumeOKTPS: 0.06, consumeFailedTPS: 0, consumeFailedMsgs: 0 },
    ],
  ]),
  userConsumerInfo: new Map(),
}

const STATS = consumeStats.encode({
  offsetTable: [
    [queue(1), { brokerOffset: 9, consumerOffset: 4, pullOffset: 6, lastTimestamp: Date.UTC(2026, 10, 21, 4, 37, 43) }],
    [queue(0), { brokerOffset: 2, consumerOffset: 2, pullOffset: 2, lastTimestamp: 0 }],
  ],
  consumeTps: 0.3,
})

const ONLINE = {
  [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('%RETRY%LiveGroup', '%RETRY%Gone', 'TopicA'),
  [RequestCode.GET_CONSUMER_CONNECTION_LIST]: always({ body: LIVE }),
  [RequestCode.GET_CONSUME_STATS]: always({ body: STATS }),
  [RequestCode.GET_CONSUMER_RUNNING_INFO]: always({ body: consumerRunningInfo.encode(INFO) }),
}

describe('consumerProgress', () => {
  test('of a group: rows sorted, times or N/A, totals', async () => {
    const { lines } = await new ScriptedCluster(ONLINE).mqadmin(['consumerProgress', '-g', 'LiveGroup'])
    expect(lines).toEqual([
      '#Topic                                                            #Broker Name                      #QID  #Broker Offset        #Consumer Offset      #Diff                #Inflight           #LastTime',
      'TopicA                                                            broker-a                          0     2                     2                     0                    0                    N/A',
      'TopicA                                                            broker-a                          1     9                     4                     5                    2                    2026-11-21 12:37:43',
      '',
      'Consume TPS: 0.30',
      'Consume Diff Total: 5',
      'Consume Inflight Total: 2',
    ])
  })

  test('-s true: who owns each queue', async () => {
    const words = ['consumerProgress', '-g', 'LiveGroup', '-s', 'true']
    const { lines } = await new ScriptedCluster(ONLINE).mqadmin(words)
    expect(lines.slice(0, 3)).toEqual([
      '#Topic                                                            #Broker Name                      #QID  #Broker Offset        #Consumer Offset      #Client IP           #Diff                #Inflight           #LastTime',
      'TopicA                                                            broker-a                          0     2                     2                     192.0.2.2            0                    0                    N/A',
      'TopicA                                                            broker-a                          1     9                     4                     N/A                  5                    2                    2026-11-21 12:37:43',
    ])
  })

  test('without a group: all that have a retry topic, offline ones too', async () => {
    const cluster = new ScriptedCluster({
      ...ONLINE,
      [RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER]: always({
        body: topicList.encode({ topicList: ['TopicA', '%RETRY%LiveGroup', '%RETRY%Gone'] }),
      }),
      [RequestCode.GET_CONSUMER_CONNECTION_LIST]: (request) =>
        (request.ext as Record<string, string>)['consumerGroup'] === 'LiveGroup'
          ? { body: LIVE }
          : { code: 206, remark: 'Not found the consumer group connection' },
      [RequestCode.GET_CONSUME_STATS]: always({ body: STATS }),
    })
    const { lines, exitCode } = await cluster.mqadmin(['consumerProgress'])
    expect(exitCode).toBe(0)
    expect(lines).toEqual([
      '#Group                                                            #Count  #Version                 #Type  #Model          #TPS     #Diff Total',
      'Gone                                                              0       OFFLINE                                         0        5',
      'LiveGroup                                                         1       V5_3_3                   PUSH   CLUSTERING      0        5',
    ])
  })

  test('a group that never consumed', async () => {
    const cluster = new ScriptedCluster({
      ...ONLINE,
      [RequestCode.GET_CONSUME_STATS]: always({ body: consumeStats.encode({ offsetTable: [], consumeTps: 0 }) }),
    })
    const { stderr, exitCode } = await cluster.mqadmin(['consumerProgress', '-g', 'LiveGroup'])
    expect(stderr).toContain('CODE: 206  DESC: Not found the consumer group consume stats')
    expect(exitCode).toBe(1)
  })
})

describe('connections', () => {
  test('consumerConnection', async () => {
    const { lines } = await new ScriptedCluster(ONLINE).mqadmin(['consumerConnection', '-g', 'LiveGroup'])
    expect(lines).toEqual([
      '#ClientId                            #ClientAddr            #Language  #Version',
      '192.0.2.2@11692#939238980            127.0.0.1:60272        NODE_JS    V5_3_3',
      '',
      'Below is subscription:',
      '#Topic               #SubExpression',
      'TopicA               TagA || TagB',
      '',
      'ConsumeType: CONSUME_PASSIVELY',
      'MessageModel: CLUSTERING',
      'ConsumeFromWhere: CONSUME_FROM_FIRST_OFFSET',
    ])
  })

  test('a group that is offline', async () => {
    const cluster = new ScriptedCluster({
      ...ONLINE,
      [RequestCode.GET_CONSUMER_CONNECTION_LIST]: refused(206, 'Not found the consumer group connection'),
    })
    const { stderr } = await cluster.mqadmin(['consumerConnection', '-g', 'Gone'])
    expect(stderr).toContain('CODE: 206  DESC: Not found the consumer group connection')
  })

  test('producerConnection and producer', async () => {
    const connection = {
      clientId: '192.0.2.2@1#9',
      clientAddr: '127.0.0.1:60272',
      language: 'JAVA',
      version: 479,
    } as const
    const instance = {
      clientId: '192.0.2.2@1#9',
      remoteIP: '/127.0.0.1:60272',
      language: 'JAVA',
      version: 479,
      lastUpdateTimestamp: 1795265349349,
    } as const
    const cluster = () =>
      new ScriptedCluster({
        ...ONLINE,
        [RequestCode.GET_PRODUCER_CONNECTION_LIST]: always({
          body: producerConnection.encode({ connectionSet: [connection] }),
        }),
        [RequestCode.GET_ALL_PRODUCER_INFO]: always({
          body: producerTable.encode({
            data: new Map([
              ['P', [instance]],
              ['Q', []],
            ]),
          }),
        }),
      })
    expect((await cluster().mqadmin(['producerConnection', '-g', 'P', '-t', 'TopicA'])).lines).toEqual([
      '0001  192.0.2.2@1#9                    127.0.0.1:60272        JAVA     V5_3_3',
    ])
    expect((await cluster().mqadmin(['producer', '-b', MASTER])).lines).toEqual([
      'producer group (P) instance : clientId=192.0.2.2@1#9,remoteIP=/127.0.0.1:60272, language=JAVA, version=479, ' +
        'lastUpdateTimestamp=1795265349349',
      'producer group (Q) instances are empty',
    ])
  })
})

describe('consumerStatus', () => {
  const wide = (topic: string, broker: string, id: string, rest: string) =>
    `${topic.padEnd(64)}  ${broker.padEnd(32)}  ${id.padEnd(4)}  ${rest}`

  test('-i prints the inside of one client', async () => {
    const words = ['consumerStatus', '-g', 'LiveGroup', '-i', '192.0.2.2@11692#939238980']
    const { lines } = await new ScriptedCluster(ONLINE).mqadmin(words)
    expect(lines).toEqual([
      '#Consumer Properties#',
      'PROP_CONSUME_TYPE                       : CONSUME_PASSIVELY',
      '',
      '',
      '#Consumer Subscription#',
      '001 Topic: TopicA                                   ClassFilter: false    SubExpression: *',
      '',
      '',
      '#Consumer Offset#',
      wide('#Topic', '#Broker Name', '#QID', '#Consumer Offset    '),
      'TopicA                            broker-a                          0     1                   ',
      '',
      '',
      '#Consumer MQ Detail#',
      wide('#Topic', '#Broker Name', '#QID', '#ProcessQueueInfo   '),
      wide(
        'TopicA',
        'broker-a',
        '0',
        'ProcessQueueInfo [commitOffset=1, cachedMsgMinOffset=0, cachedMsgMaxOffset=0, cachedMsgCount=2, ' +
          'cachedMsgSizeInMiB=0, transactionMsgMinOffset=0, transactionMsgMaxOffset=0, transactionMsgCount=0, ' +
          'locked=false, tryUnlockTimes=0, lastLockTimestamp=20261121124837388, droped=false, ' +
          'lastPullTimestamp=20261121124837388, lastConsumeTimestamp=19700101080000000]',
      ),
      '',
      '',
      '#Consumer Pop Detail#',
      '#Topic                            #Broker Name                      #QID  #ProcessQueueInfo   ',
      '',
      '',
      '#Consumer RT&TPS#',
      '#Topic                                                                  #Pull RT      #Pull TPS    #Consume RT #ConsumeOK TPS #ConsumeFailed TPS  #ConsumeFailedMsgsInHour',
      'TopicA                                     15.18           0.06           0.00           0.06               0.00                         0',
      '',
      '',
      '#User Consume Info#',
    ])
  })

  test('of a group: one file a client, and what seems stuck', async () => {
    const { lines, files } = await new ScriptedCluster(ONLINE).mqadmin(['consumerStatus', '-g', 'LiveGroup'])
    expect(lines[0]).toBe(
      '#Index     #ClientId                                #Version             #ConsumerRunningInfoFile',
    )
    const file = /^1 {10}192\.0\.2\.2@11692#939238980 {16}V5_3_3 {15}(\d+\/192\.0\.2\.2@11692#939238980)$/.exec(
      lines[1] ?? '',
    )?.[1]
    expect(files(`/home/user/${file}`)).toMatch(/^#Consumer Properties#\n/)
    expect(lines.slice(2, 7)).toEqual(['', '', 'Same subscription in the same group of consumer', '', 'Rebalance OK'])
    expect(lines[7]).toMatch(
      /^192\.0\.2\.2@\S+ MessageQueue \[.*queueId=0\] can't consume for a while, maybe blocked, \d+ms$/,
    )
    expect(lines).toHaveLength(8)
  })
})

describe('offsets', () => {
  const offsets = resetOffsetBody.encode({
    offsetTable: [
      [queue(1), 7],
      [queue(0), 3],
    ],
  })

  test('resetOffsetByTime where the broker resets at once', async () => {
    const cluster = new ScriptedCluster({
      ...ONLINE,
      [RequestCode.INVOKE_BROKER_TO_RESET_OFFSET]: always({ body: offsets }),
    })
    const when = '2026-11-21#12:00:00:000'
    const { lines } = await cluster.mqadmin(['resetOffsetByTime', '-g', 'G', '-t', 'TopicA', '-s', when])
    const ms = Date.UTC(2026, 10, 21, 4)
    expect(lines).toEqual([
      `start reset consumer offset by specified, group[G], topic[TopicA], force[true], timestamp(string)[${when}], ` +
        `timestamp(long)[${ms}]`,
      '#brokerName                               #queueId                                  #offset                                 ',
      'broker-a                                  0                                         3                                       ',
      'broker-a                                  1                                         7                                       ',
    ])
    expect(cluster.requests(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET)[0]?.ext).toMatchObject({
      timestamp: String(ms),
      queueId: '-1',
      isForce: 'true',
    })
  })

  test('resetOffsetByTime queue by queue when nobody is online', async () => {
    const cluster = new ScriptedCluster({
      ...ONLINE,
      [RequestCode.INVOKE_BROKER_TO_RESET_OFFSET]: refused(206, 'not online'),
      [RequestCode.GET_TOPIC_STATS_INFO]: always({ body: topicStatsTable.encode({ offsetTable: [], topicPutTps: 0 }) }),
      [RequestCode.SEARCH_OFFSET_BY_TIMESTAMP]: always({ ext: { offset: '1' } }),
      [RequestCode.UPDATE_CONSUMER_OFFSET]: ok,
    })
    const { lines } = await cluster.mqadmin(['resetOffsetByTime', '-g', 'G', '-t', 'TopicA', '-s', '5'])
    expect(lines.slice(0, 2)).toEqual([
      'reset consumer offset by specified consumerGroup[G], topic[TopicA], force[true], timestamp(string)[5], ' +
        'timestamp(long)[5]',
      '#brokerName           #queueId              #brokerOffset         #consumerOffset       #timestampOffset      #resetOffset        ',
    ])
    expect(lines).toContain(
      'broker-a              1                     9                     4                     1                     1                   ',
    )
    expect(cluster.requests(RequestCode.UPDATE_CONSUMER_OFFSET)).toHaveLength(2)
  })

  test('resetOffsetByTime of one queue of one broker', async () => {
    const cluster = new ScriptedCluster({
      ...ONLINE,
      [RequestCode.INVOKE_BROKER_TO_RESET_OFFSET]: always({ body: offsets }),
      [RequestCode.UPDATE_CONSUMER_OFFSET]: ok,
    })
    const words = ['resetOffsetByTime', '-g', 'G', '-t', 'TopicA', '-s', '0', '-b', MASTER, '-q', '1', '-o', '0']
    expect((await cluster.mqadmin(words)).lines).toEqual([
      `start reset consumer offset by specified, group[G], topic[TopicA], queueId[1], broker[${MASTER}], ` +
        'timestamp(string)[0], timestamp(long)[0]',
      'reset consumer offset to 0',
    ])
    expect(cluster.calls).toEqual([`15 ${MASTER}`, `222 ${MASTER}`])
  })

  test('a time that is none', async () => {
    const words = ['resetOffsetByTime', '-g', 'G', '-t', 'TopicA', '-s', 'later']
    const { stderr } = await new ScriptedCluster(ONLINE).mqadmin(words)
    expect(stderr).toContain('"later" is no time')
  })

  test('skipAccumulatedMessage moves to the end', async () => {
    const cluster = new ScriptedCluster({
      ...ONLINE,
      [RequestCode.INVOKE_BROKER_TO_RESET_OFFSET]: always({ body: offsets }),
    })
    const { lines } = await cluster.mqadmin(['skipAccumulatedMessage', '-g', 'G', '-t', 'TopicA'])
    expect(lines).toHaveLength(3)
    expect(cluster.requests(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET)[0]?.ext['timestamp']).toBe('-1')
  })

  test('cloneGroupOffset writes the offsets of one group for another', async () => {
    const cluster = new ScriptedCluster({ ...ONLINE, [RequestCode.UPDATE_CONSUMER_OFFSET]: ok })
    const words = ['cloneGroupOffset', '-s', 'LiveGroup', '-d', 'Copy', '-t', 'TopicA']
    expect((await cluster.mqadmin(words)).stdout).toBe(
      'clone group offset success. srcGroup[LiveGroup], destGroup=[Copy], topic[TopicA]',
    )
    expect(cluster.requests(RequestCode.UPDATE_CONSUMER_OFFSET).map((each) => each.ext)).toMatchObject([
      { consumerGroup: 'Copy', queueId: '1', commitOffset: '4' },
      { consumerGroup: 'Copy', queueId: '0', commitOffset: '2' },
    ])
  })
})

test('queryCq shows subscription, filter and entries', async () => {
  const cluster = new ScriptedCluster({
    ...ONLINE,
    [RequestCode.QUERY_CONSUME_QUEUE]: always({
      body: queryConsumeQueueResponse.encode({
        subscriptionData: subscription('TopicA', 'TagA || TagB'),
        filterData: 'null',
        queueData: [{ physicOffset: 0, physicSize: 258, tagsCode: 2598919n, eval: false }],
        maxQueueIndex: 2,
        minQueueIndex: 0,
      }),
    }),
  })
  const rule = '='.repeat(38)
  const { lines } = await cluster.mqadmin([
    'queryCq',
    '-t',
    'TopicA',
    '-q',
    '0',
    '-i',
    '0',
    '-c',
    '1',
    '-g',
    'LiveGroup',
  ])
  expect(lines).toEqual([
    'Subscription data: ',
    '{',
    '\t"classFilterMode":false,',
    '\t"codeSet":[2598919,2598920],',
    '\t"expressionType":"TAG",',
    '\t"subString":"TagA || TagB",',
    '\t"subVersion":1,',
    '\t"tagsSet":["TagA","TagB"],',
    '\t"topic":"TopicA"',
    '}',
    rule,
    'Filter data: ',
    'null',
    rule,
    'Queue data: ',
    'max: 2, min: 0',
    rule,
    'idx: 0',
    "ConsumeQueueData{physicOffset=0, physicSize=258, tagsCode=2598919, extendDataJson='null', bitMap='null', eval=false, msg='null'}",
    rule,
  ])
})
