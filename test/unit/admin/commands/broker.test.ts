/** Broker, cluster, name server and replication commands against scripted answers. */
import { describe, expect, test } from 'vitest'
import { loadCells } from '../../../../engine/admin/commands/cluster.ts'
import { brokerStatsData } from '../../../../engine/protocol/bodies/broker-stats-data.ts'
import { consumeStats, consumeStatsList } from '../../../../engine/protocol/bodies/consume-stats.ts'
import { groupList } from '../../../../engine/protocol/bodies/group-list.ts'
import { haRuntimeInfo, NO_HA_CLIENT } from '../../../../engine/protocol/bodies/ha-runtime-info.ts'
import { kvTable } from '../../../../engine/protocol/bodies/kv-table.ts'
import { topicList } from '../../../../engine/protocol/bodies/topic-list.ts'
import { RequestCode } from '../../../../engine/protocol/codes.ts'
import { always, MASTER, NS, ok, refused, routesOf, ScriptedCluster, SLAVE } from '../scripted-cluster.ts'

const RUNTIME: readonly (readonly [string, string])[] = [
  ['putTps', '1234.5 2.0 3.0'],
  ['getTransferredTps', '7.126 0.0 0.0'],
  ['brokerVersionDesc', 'V5_3_3'],
  ['sendThreadPoolQueueSize', '1'],
  ['sendThreadPoolQueueHeadWaitTimeMills', '2'],
  ['pullThreadPoolQueueSize', '3'],
  ['pullThreadPoolQueueHeadWaitTimeMills', '4'],
  ['timerReadBehind', '5'],
  ['timerOffsetBehind', '6'],
  ['timerCongestNum', '15000'],
  ['timerEnqueueTps', '0.25'],
  ['timerDequeueTps', '0.0'],
  ['pageCacheLockTimeMills', '0'],
  ['commitLogDiskRatio', '0.14'],
  ['brokerActive', 'true'],
  ['msgPutTotalYesterdayMorning', '10'],
  ['msgPutTotalTodayMorning', '110'],
  ['msgPutTotalTodayNow', '112'],
]

const runtime = always({ body: kvTable.encode({ table: new Map(RUNTIME) }) })

describe('clusterList', () => {
  test('one row a broker', async () => {
    const { lines } = await new ScriptedCluster({ [RequestCode.GET_BROKER_RUNTIME_INFO]: runtime }).mqadmin([
      'clusterList',
    ])
    expect(lines).toEqual([
      '#Cluster Name           #Broker Name            #BID  #Addr                  #Version              #InTPS(LOAD)                   #OutTPS(LOAD)  #Timer(Progress)        #PCWait(ms)  #Hour         #SPACE    #ACTIVATED',
      'DefaultCluster          broker-a                0     10.0.0.2:10911         V5_3_3              1234.50(1,2ms)               7.13(3,4ms|N,Nms)  5-6(1.5w, 0.3, 0.0)               0  0.00          0.1400          true',
      'DefaultCluster          broker-a                1     10.0.0.3:10911         V5_3_3              1234.50(1,2ms)               7.13(3,4ms|N,Nms)  5-6(1.5w, 0.3, 0.0)               0  0.00          0.1400          true',
    ])
  })

  test('-m: totals of yesterday and today', async () => {
    const cluster = new ScriptedCluster({ [RequestCode.GET_BROKER_RUNTIME_INFO]: runtime })
    const { lines } = await cluster.mqadmin(['clusterList', '-m', '-c', 'DefaultCluster'])
    expect(lines.slice(0, 2)).toEqual([
      '#Cluster Name     #Broker Name                       #InTotalYest  #OutTotalYest  #InTotalToday #OutTotalToday',
      'DefaultCluster    broker-a                                    100              0              2              0',
    ])
  })

  test('a broker that does not answer keeps its row, is named on stderr and makes the command fail', async () => {
    const cluster = new ScriptedCluster({
      [RequestCode.GET_BROKER_RUNTIME_INFO]: (request, address) =>
        address === SLAVE ? { code: 1, remark: 'broken' } : runtime(request, address),
    })
    const { lines, stderr, exitCode } = await cluster.mqadmin(['clusterList'])
    expect(lines).toHaveLength(3)
    expect(lines[2]).toContain(SLAVE)
    expect(stderr).toBe(`mqadmin clusterList ${SLAVE} failed: CODE: 1  DESC: broken\n`)
    expect(exitCode).toBe(1)
  })

  test('-i repeats until the user ends it', async () => {
    const cluster = new ScriptedCluster({ [RequestCode.GET_BROKER_RUNTIME_INFO]: runtime })
    const { lines } = await cluster.mqadmin(['clusterList', '-i', '5'], { stopAtPause: 3 })
    expect(lines.filter((line) => line.startsWith('#Cluster Name'))).toHaveLength(3)
  })

  test('the age of the oldest message is in hours', () => {
    const cells = loadCells(new Map([['earliestMessageTimeStamp', '1000']]), 1000 + 5_400_000)
    expect(cells[5]).toBe('1.50')
  })
})

describe('brokerStatus', () => {
  const cluster = () =>
    new ScriptedCluster({
      [RequestCode.GET_BROKER_RUNTIME_INFO]: always({
        body: kvTable.encode({
          table: new Map([
            ['runtime', '[ 0 days ]'],
            ['EndTransactionThreadPoolQueueCapacity', '100000'],
          ]),
        }),
      }),
    })

  test('-b: keys sorted, capitals first', async () => {
    const { lines } = await cluster().mqadmin(['brokerStatus', '-b', MASTER])
    expect(lines).toEqual([
      'EndTransactionThreadPoolQueueCapacity: 100000',
      'runtime                         : [ 0 days ]',
    ])
  })

  test('-c: masters and slaves with their addresses', async () => {
    const { lines } = await cluster().mqadmin(['brokerStatus', '-c', 'DefaultCluster'])
    expect(lines).toHaveLength(4)
    expect(lines[1]).toBe('10.0.0.2:10911           runtime                         : [ 0 days ]')
    expect(lines[2]).toBe('10.0.0.3:10911           EndTransactionThreadPoolQueueCapacity: 100000')
  })
})

test('getBrokerConfig of a cluster: a title for each broker, keys sorted, an empty line behind', async () => {
  const cluster = new ScriptedCluster({
    [RequestCode.GET_BROKER_CONFIG]: always({ ext: { version: '{}' }, body: 'b=2\na=x=y\nempty=\n' }),
  })
  const { stdout } = await cluster.mqadmin(['getBrokerConfig', '-c', 'DefaultCluster'])
  const table = [
    'a                                                 =  x=y',
    'b                                                 =  2',
    'empty                                             =  ',
    '',
  ]
  expect(stdout.split('\n')).toEqual([
    `============Master: ${MASTER}============`,
    ...table,
    `============My Master: ${MASTER}=====Slave: ${SLAVE}============`,
    ...table,
    '',
  ])
})

describe('updateBrokerConfig', () => {
  test('masters alone, with -a slaves too', async () => {
    const masters = new ScriptedCluster({ [RequestCode.UPDATE_BROKER_CONFIG]: ok })
    const change = ['updateBrokerConfig', '-c', 'DefaultCluster', '-k', 'fileReservedTime', '-v', '24']
    expect((await masters.mqadmin(change)).lines).toEqual([`update broker config success, ${MASTER}`])
    expect(masters.requests(RequestCode.UPDATE_BROKER_CONFIG)[0]?.body).toBe('fileReservedTime=24\n')
    const all = new ScriptedCluster({ [RequestCode.UPDATE_BROKER_CONFIG]: ok })
    expect((await all.mqadmin([...change, '-a', 'true'])).lines).toHaveLength(2)
  })

  test('a refusal of one broker does not keep the others from their change', async () => {
    const cluster = new ScriptedCluster({
      [RequestCode.UPDATE_BROKER_CONFIG]: (_request, address) =>
        address === MASTER ? { code: 16, remark: 'Can not update config in black list.' } : {},
    })
    const words = ['updateBrokerConfig', '-c', 'DefaultCluster', '-a', 'x', '-k', 'brokerConfigPath', '-v', '/x']
    const { lines, stderr, exitCode } = await cluster.mqadmin(words)
    expect(lines).toEqual([`update broker config success, ${SLAVE}`])
    expect(stderr).toContain('CODE: 16  DESC: Can not update config in black list.')
    expect(exitCode).toBe(1)
  })
})

test('clean-ups print one word without a line end', async () => {
  const cluster = new ScriptedCluster({ [RequestCode.CLEAN_UNUSED_TOPIC]: ok })
  expect((await cluster.mqadmin(['cleanUnusedTopic'])).stdout).toBe('success')
  expect(cluster.calls.slice(-2)).toEqual([`316 ${MASTER}`, `316 ${SLAVE}`])
})

test('resetMasterFlushOffset', async () => {
  const cluster = new ScriptedCluster({ [RequestCode.RESET_MASTER_FLUSH_OFFSET]: ok })
  const { lines } = await cluster.mqadmin(['resetMasterFlushOffset', '-b', SLAVE, '-o', '5'])
  expect(lines).toEqual(['reset master flush offset to 5 success'])
  expect(cluster.asked).toMatchObject([{ address: SLAVE, ext: { masterFlushOffset: '5' } }])
})

test('brokerConsumeStats hides rows without a time and below the level', async () => {
  const queue = (queueId: number) => ({ topic: 'TopicA', brokerName: 'broker-a', queueId })
  const wrapper = (consumerOffset: number, lastTimestamp: number) => ({
    brokerOffset: 10,
    consumerOffset,
    pullOffset: consumerOffset,
    lastTimestamp,
  })
  const stats = {
    offsetTable: [
      [queue(1), wrapper(3, Date.UTC(2026, 10, 21, 4, 37, 51))],
      [queue(0), wrapper(9, 1)],
      [queue(2), wrapper(0, 0)],
    ] as const,
    consumeTps: 0,
  }
  const cluster = new ScriptedCluster({
    [RequestCode.GET_BROKER_CONSUME_STATS]: always({
      body: consumeStatsList.encode({
        consumeStatsList: [new Map([['GroupA', [stats]]])],
        totalDiff: 18,
        totalInflightDiff: 0,
      }),
    }),
  })
  const { lines } = await cluster.mqadmin(['brokerConsumeStats', '-b', MASTER, '-l', '2'])
  expect(lines).toEqual([
    '#Topic                                                            #Group                                                            #Broker Name                      #QID  #Broker Offset        #Consumer Offset      #Diff                 #LastTime',
    'TopicA                                                            GroupA                                                            broker-a                          1     10                    3                     7                     2026-11-21 12:37:51',
    '',
    'Diff Total: 18',
  ])
})

describe('name server commands', () => {
  test('wipeWritePerm tells for each name server how many topics', async () => {
    const cluster = new ScriptedCluster({
      [RequestCode.WIPE_WRITE_PERM_OF_BROKER]: always({ ext: { wipeTopicCount: '16' } }),
    })
    const { lines } = await cluster.mqadmin(['wipeWritePerm', '-b', 'broker-a'])
    expect(lines).toEqual([`wipe write perm of broker[broker-a] in name server[${NS}] OK, 16`])
  })

  test('addWritePerm that fails says so and fails', async () => {
    const cluster = new ScriptedCluster({ [RequestCode.ADD_WRITE_PERM_OF_BROKER]: refused(1, 'no') })
    const { lines, exitCode } = await cluster.mqadmin(['addWritePerm', '-b', 'broker-a'])
    expect(lines).toEqual([`add write perm of broker[broker-a] in name server[${NS}] Failed`])
    expect(exitCode).toBe(1)
  })

  test('getNamesrvConfig and updateNamesrvConfig', async () => {
    const cluster = () =>
      new ScriptedCluster({
        [RequestCode.GET_NAMESRV_CONFIG]: always({ body: 'listenPort=9876\n' }),
        [RequestCode.UPDATE_NAMESRV_CONFIG]: ok,
      })
    expect((await cluster().mqadmin(['getNamesrvConfig'])).lines).toEqual([
      `============${NS}============`,
      'listenPort                                        =  9876',
    ])
    const update = ['updateNamesrvConfig', '-k', 'clusterTest', '-v', 'false']
    expect((await cluster().mqadmin([...update, '-n', NS])).lines).toEqual([
      `update name server config success![${NS}]`,
      'clusterTest : false',
    ])
    expect((await cluster().mqadmin(update)).lines[0]).toBe('update name server config success!')
  })

  test('key-value entries', async () => {
    const cluster = () => new ScriptedCluster({ [RequestCode.PUT_KV_CONFIG]: ok, [RequestCode.DELETE_KV_CONFIG]: ok })
    expect((await cluster().mqadmin(['updateKvConfig', '-s', 'n', '-k', 'k', '-v', 'v'])).lines).toEqual([
      'create or update kv config to namespace success.',
    ])
    expect((await cluster().mqadmin(['deleteKvConfig', '-s', 'n', '-k', 'k'])).lines).toEqual([
      'delete kv config from namespace success.',
    ])
  })
})

describe('haStatus', () => {
  test('a master shows its slaves', async () => {
    const slave = { slaveAckOffset: 500, diff: 20, transferredByteInSecond: 2048, transferFromWhere: 520 }
    const cluster = new ScriptedCluster({
      [RequestCode.GET_BROKER_HA_STATUS]: always({
        body: haRuntimeInfo.encode({
          master: true,
          masterCommitLogMaxOffset: 520,
          inSyncSlaveNums: 1,
          haConnectionInfo: [
            { ...slave, addr: '127.0.0.1:55142', inSync: true },
            { ...slave, addr: '127.0.0.1:55143', inSync: false },
          ],
          haClientRuntimeInfo: NO_HA_CLIENT,
        }),
      }),
    })
    expect((await cluster.mqadmin(['haStatus', '-c', 'DefaultCluster'])).lines).toEqual([
      '',
      `#MasterAddr\t${MASTER}`,
      '#MasterCommitLogMaxOffset\t520',
      '#SlaveNum\t2',
      '#InSyncSlaveNum\t1',
      '#SlaveAddr                        #SlaveAckOffset             #Diff #TransferSpeed(KB/s)          #Status #TransferFromWhere',
      '127.0.0.1:55142                   500                            20             2.00               OK              520',
      '127.0.0.1:55143                   500                            20             2.00      Fall Behind              520',
    ])
  })

  test('a slave shows its master', async () => {
    const cluster = new ScriptedCluster({
      [RequestCode.GET_BROKER_HA_STATUS]: always({
        body: haRuntimeInfo.encode({
          master: false,
          masterCommitLogMaxOffset: 0,
          inSyncSlaveNums: 0,
          haConnectionInfo: [],
          haClientRuntimeInfo: {
            masterAddr: '10.0.0.2:10912',
            transferredByteInSecond: 512,
            maxOffset: 520,
            lastReadTimestamp: Date.UTC(2026, 10, 21, 4, 39, 42, 554),
            lastWriteTimestamp: Date.UTC(2026, 10, 21, 4, 39, 42, 549),
            masterFlushOffset: 0,
          },
        }),
      }),
    })
    expect((await cluster.mqadmin(['haStatus', '-b', SLAVE])).lines).toEqual([
      '',
      '#MasterAddr\t10.0.0.2:10912',
      '#CommitLogMaxOffset\t520',
      '#TransferSpeed(KB/s)\t0.50',
      '#LastReadTime\t2026-11-21 12:39:42,554',
      '#LastWriteTime\t2026-11-21 12:39:42,549',
      '#MasterFlushOffset\t0',
    ])
  })
})

test('statsAll: one row a group, topics without one as NO_CONSUMER, idle ones hidden by -a', async () => {
  const item = (sum: number, tps: number) => ({ sum, tps, avgpt: 0 })
  const replies = {
    [RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER]: always({
      body: topicList.encode({ topicList: ['Idle', 'TopicA', '%RETRY%GroupA'] }),
    }),
    [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('TopicA', 'Idle', '%RETRY%GroupA'),
    [RequestCode.QUERY_TOPIC_CONSUME_BY_WHO]: (request: { ext: unknown }) => ({
      body: groupList.encode({
        groupList: (request.ext as Record<string, string>)['topic'] === 'TopicA' ? ['GroupA'] : [],
      }),
    }),
    [RequestCode.VIEW_BROKER_STATS_DATA]: (request: { ext: unknown }) => {
      const key = (request.ext as Record<string, string>)['statsKey']
      if (key === 'Idle') return { code: 1, remark: 'The stats <TOPIC_PUT_NUMS> <Idle> not exist' }
      const day = key === 'TopicA' ? 12 : 0
      return {
        body: brokerStatsData.encode({ statsMinute: item(2, 0.5), statsHour: item(4, 1), statsDay: item(day, 1) }),
      }
    },
    [RequestCode.GET_CONSUME_STATS]: always({
      body: consumeStats.encode({
        offsetTable: [
          [
            { topic: 'TopicA', brokerName: 'broker-a', queueId: 0 },
            { brokerOffset: 9, consumerOffset: 7, pullOffset: 7, lastTimestamp: 1 },
          ],
        ],
        consumeTps: 0,
      }),
    }),
  }
  const header =
    '#Topic                                                            #Consumer Group                                                  #Accumulation      #InTPS     #OutTPS   #InMsg24Hour  #OutMsg24Hour'
  const busy =
    'TopicA                                                            GroupA                                                                      2        0.50        0.50             12              4'
  const idle =
    'Idle                                                                                                                                          0        0.00                          0    NO_CONSUMER'
  expect((await new ScriptedCluster(replies).mqadmin(['statsAll'])).lines).toEqual([header, idle, busy])
  expect((await new ScriptedCluster(replies).mqadmin(['statsAll', '-a'])).lines).toEqual([header, busy])
})
