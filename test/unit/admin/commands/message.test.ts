/** Message commands against a scripted broker that serves real records from one queue. */
import { describe, expect, test } from 'vitest'
import { bytesFromUtf8, bytesOf, concatBytes } from '../../../../engine/base/bytes.ts'
import { crc32 } from '../../../../engine/base/crc32.ts'
import { consumeMessageDirectlyResult } from '../../../../engine/protocol/bodies/consume-message-directly-result.ts'
import { groupList } from '../../../../engine/protocol/bodies/group-list.ts'
import { RequestCode, ResponseCode } from '../../../../engine/protocol/codes.ts'
import { encodeProperties } from '../../../../engine/protocol/properties.ts'
import { recordOf } from '../../../../engine/protocol/record.ts'
import type { Command } from '../../../../engine/remoting/command.ts'
import { always, MASTER, NS, type Reply, routesOf, ScriptedCluster } from '../scripted-cluster.ts'

const OFFSET_ID = '0A00000200002A9F0000000000000102'
const UNIQUE_ID = 'FD0000000000000000000000000000027E384E0E2F2A69B4E7FC0000'

interface Stored {
  readonly queueOffset: number
  readonly body: string
  readonly properties: readonly (readonly [string, string])[]
}

function record(stored: Stored) {
  const body = bytesFromUtf8(stored.body)
  const store = { ip: bytesOf([10, 0, 0, 2]), port: 10_911 }
  return recordOf({
    bodyCrc: crc32(body),
    queueId: 0,
    flag: 0,
    queueOffset: stored.queueOffset,
    logOffset: 258 + stored.queueOffset,
    sysFlag: 0,
    bornTimestampMs: Date.UTC(2026, 10, 21, 4, 37, 43, 549),
    bornHost: { ip: bytesOf([10, 0, 0, 9]), port: 59_052 },
    storeTimestampMs: Date.UTC(2026, 10, 21, 4, 37, 43, 686),
    storeHost: store,
    reconsumeTimes: 0,
    preparedTransactionOffset: 0,
    body,
    topic: bytesFromUtf8('TopicA'),
    properties: bytesFromUtf8(encodeProperties(new Map(stored.properties))),
  })
}

const FIRST: Stored = {
  queueOffset: 0,
  body: 'hello',
  properties: [
    ['TAGS', 'TagA'],
    ['KEYS', 'k1'],
    ['UNIQ_KEY', UNIQUE_ID],
    ['WAIT', 'true'],
  ],
}
const SECOND: Stored = {
  queueOffset: 1,
  body: '\u4f60',
  properties: [
    ['TAGS', 'TagB'],
    ['UNIQ_KEY', 'U2'],
  ],
}
const QUEUE = [FIRST, SECOND]

function extOf(request: Command): Readonly<Record<string, string>> {
  return request.ext
}

/** Pulls from queue 0; queue 1 is empty. */
const pull: Reply = (request) => {
  const ext = extOf(request)
  const size = ext['queueId'] === '0' ? QUEUE.length : 0
  const from = Number(ext['queueOffset'])
  const found = QUEUE.slice(from, Math.min(size, from + Number(ext['maxMsgNums'])))
  const borders = { suggestWhichBrokerId: '0', minOffset: '0', maxOffset: String(size) }
  if (found.length === 0) {
    return { code: ResponseCode.PULL_NOT_FOUND, ext: { ...borders, nextBeginOffset: String(from) } }
  }
  return {
    ext: { ...borders, nextBeginOffset: String(from + found.length) },
    body: concatBytes(found.map(record)),
  }
}

const REPLIES = {
  [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('TopicA'),
  [RequestCode.HEART_BEAT]: always({}),
  [RequestCode.UNREGISTER_CLIENT]: always({}),
  [RequestCode.GET_MIN_OFFSET]: always({ ext: { offset: '0' } }),
  [RequestCode.GET_MAX_OFFSET]: (request: Command) => ({
    ext: { offset: extOf(request)['queueId'] === '0' ? '2' : '0' },
  }),
  [RequestCode.PULL_MESSAGE]: pull,
  [RequestCode.QUERY_TOPIC_CONSUME_BY_WHO]: always({ body: groupList.encode({ groupList: [] }) }),
  [RequestCode.VIEW_MESSAGE_BY_ID]: always({ body: record(FIRST) }),
  [RequestCode.QUERY_MESSAGE]: always({
    ext: { indexLastUpdateTimestamp: '0', indexLastUpdatePhyoffset: '0' },
    body: record(FIRST),
  }),
}

const PROPERTIES = `{UNIQ_KEY=${UNIQUE_ID}, TAGS=TagA, KEYS=k1, WAIT=true}`

const DETAILS = [
  'Topic:               TopicA',
  'Tags:                [TagA]',
  'Keys:                [k1]',
  'Queue ID:            0',
  'Queue Offset:        0',
  'CommitLog Offset:    258',
  'Reconsume Times:     0',
  'Born Timestamp:      2026-11-21 12:37:43,549',
  'Store Timestamp:     2026-11-21 12:37:43,686',
  'Born Host:           10.0.0.9:59052',
  'Store Host:          10.0.0.2:10911',
  'System Flag:         0',
  `Properties:          ${PROPERTIES}`,
  `Message Body Path:   /tmp/rocketmq/msgbodys/${UNIQUE_ID}`,
]

function textOf(stored: Stored, properties: string, bytes: string): string {
  const id = stored === FIRST ? UNIQUE_ID : 'U2'
  const logOffset = 258 + stored.queueOffset
  const offsetId = `0A00000200002A9F${logOffset.toString(16).padStart(16, '0').toUpperCase()}`
  const crc = crc32(bytesFromUtf8(stored.body)) & 0x7fff_ffff
  return (
    `MSGID: ${id} MessageExt [brokerName=broker-a, queueId=0, storeSize=${record(stored).length}, ` +
    `queueOffset=${stored.queueOffset}, sysFlag=0, bornTimestamp=1795235863549, bornHost=/10.0.0.9:59052, ` +
    `storeTimestamp=1795235863686, storeHost=/10.0.0.2:10911, msgId=${offsetId}, commitLogOffset=${logOffset}, ` +
    `bodyCRC=${crc}, reconsumeTimes=0, preparedTransactionOffset=0, toString()=Message{topic='TopicA', flag=0, ` +
    `properties=${properties}, body=[${bytes}], transactionId='null'}] BODY: ${stored.body}`
  )
}

const FIRST_LINE = textOf(
  FIRST,
  `{UNIQ_KEY=${UNIQUE_ID}, MIN_OFFSET=0, TAGS=TagA, KEYS=k1, WAIT=true, MAX_OFFSET=2}`,
  '104, 101, 108, 108, 111',
)
const SECOND_LINE = textOf(SECOND, '{UNIQ_KEY=U2, MIN_OFFSET=0, TAGS=TagB, MAX_OFFSET=2}', '-28, -67, -96')

describe('queries', () => {
  test('queryMsgById by offset id: details, body in its file, no consumer', async () => {
    const cluster = new ScriptedCluster(REPLIES)
    const { lines, files, exitCode } = await cluster.mqadmin([
      'queryMsgById',
      '-t',
      'TopicA',
      '-i',
      OFFSET_ID,
      '-f',
      'UTF-8',
    ])
    expect(exitCode).toBe(0)
    expect(lines).toEqual([
      `OffsetID:            ${OFFSET_ID}`,
      ...DETAILS,
      'Message Body:        hello',
      '',
      '',
      'WARN: No Consumer',
    ])
    expect(files(`/tmp/rocketmq/msgbodys/${UNIQUE_ID}`)).toBe('hello')
    expect(cluster.requests(RequestCode.VIEW_MESSAGE_BY_ID)).toMatchObject([
      { address: MASTER, ext: { offset: '258' } },
    ])
  })

  test('an id that names another place never becomes a file name', async () => {
    const properties = [['UNIQ_KEY', '../../../home/user/.profile']] as const
    const cluster = new ScriptedCluster({
      ...REPLIES,
      [RequestCode.VIEW_MESSAGE_BY_ID]: always({ body: record({ ...FIRST, properties }) }),
    })
    const { stdout } = await cluster.mqadmin(['queryMsgById', '-t', 'TopicA', '-i', OFFSET_ID])
    expect(stdout).toContain(`Message Body Path:   /tmp/rocketmq/msgbodys/${OFFSET_ID}\n`)
  })

  test('an unknown charset is named', async () => {
    const words = ['queryMsgById', '-t', 'TopicA', '-i', OFFSET_ID, '-f', 'KLINGON']
    const { stderr, exitCode } = await new ScriptedCluster(REPLIES).mqadmin(words)
    expect(stderr).toBe('mqadmin queryMsgById failed: unknown charset "KLINGON"\n')
    expect(exitCode).toBe(1)
  })

  test('queryMsgByUniqueKey: details without the offset id, tracks without line ends', async () => {
    const cluster = new ScriptedCluster({
      ...REPLIES,
      [RequestCode.QUERY_TOPIC_CONSUME_BY_WHO]: always({ body: groupList.encode({ groupList: ['A', 'B'] }) }),
    })
    const { stdout } = await cluster.mqadmin(['queryMsgByUniqueKey', '-t', 'TopicA', '-i', UNIQUE_ID])
    const track = (group: string) =>
      `MessageTrack [consumerGroup=${group}, trackType=UNKNOWN, ` +
      `exceptionDesc=CODE:17 DESC:No topic route info in name server for the topic: %RETRY%${group}]`
    expect(stdout).toBe(`${DETAILS.join('\n')}\n\n\n${track('A')}${track('B')}`)
  })

  test('queryMsgByKey: a table, or no message', async () => {
    const { lines } = await new ScriptedCluster(REPLIES).mqadmin(['queryMsgByKey', '-t', 'TopicA', '-k', 'k1'])
    expect(lines).toEqual([
      '#Message ID                                        #QID                                  #Offset',
      `${UNIQUE_ID}    0                                        0`,
    ])
    const none = await new ScriptedCluster(REPLIES).mqadmin(['queryMsgByKey', '-t', 'TopicA', '-k', 'other'])
    expect(none.stderr).toContain('CODE: 208  DESC: query message by key finished, but no message.')
    expect(none.exitCode).toBe(1)
  })

  test('queryMsgByOffset: the message, or nothing at all behind the end', async () => {
    const words = ['queryMsgByOffset', '-t', 'TopicA', '-b', 'broker-a', '-i', '0', '-o']
    const { lines } = await new ScriptedCluster(REPLIES).mqadmin([...words, '0'])
    expect(lines[0]).toBe(`OffsetID:            ${OFFSET_ID}`)
    expect(lines[13]).toBe(
      `Properties:          ${PROPERTIES.replace(', TAGS', ', MIN_OFFSET=0, TAGS').replace('}', ', MAX_OFFSET=2}')}`,
    )
    const none = await new ScriptedCluster(REPLIES).mqadmin([...words, '2'])
    expect([none.stdout, none.stderr, none.exitCode]).toEqual(['', '', 0])
  })

  test('-g and -d let one client consume the message', async () => {
    const cluster = new ScriptedCluster({
      ...REPLIES,
      [RequestCode.CONSUME_MESSAGE_DIRECTLY]: always({
        body: consumeMessageDirectlyResult.encode({
          order: false,
          autoCommit: true,
          consumeResult: 'CR_SUCCESS',
          spentTimeMills: 3,
        }),
      }),
    })
    const words = ['queryMsgById', '-t', 'TopicA', '-i', OFFSET_ID, '-g', 'GroupA', '-d', 'client@1']
    expect((await cluster.mqadmin(words)).stdout).toBe(
      'ConsumeMessageDirectlyResult [order=false, autoCommit=true, consumeResult=CR_SUCCESS, remark=null, ' +
        'spentTimeMills=3]',
    )
    expect(cluster.requests(RequestCode.CONSUME_MESSAGE_DIRECTLY)).toMatchObject([
      { address: MASTER, ext: { consumerGroup: 'GroupA', clientId: 'client@1', msgId: OFFSET_ID } },
    ])
  })
})

describe('reading queues', () => {
  const rule = '-'.repeat(56)
  const queue = (id: number) => `MessageQueue [topic=TopicA, brokerName=broker-a, queueId=${id}]`

  test('printMsg prints every message of every queue', async () => {
    const { lines } = await new ScriptedCluster(REPLIES).mqadmin(['printMsg', '-t', 'TopicA'])
    expect(lines).toEqual([
      `minOffset=0, maxOffset=2, ${queue(0)}`,
      FIRST_LINE,
      SECOND_LINE,
      rule,
      `minOffset=0, maxOffset=0, ${queue(1)}`,
      rule,
    ])
  })

  test('printMsg -d false hides bodies, -s chooses tags', async () => {
    const words = ['printMsg', '-t', 'TopicA', '-d', 'false', '-s', 'TagB']
    const { lines } = await new ScriptedCluster(REPLIES).mqadmin(words)
    expect(lines[1]).toBe(SECOND_LINE.replace(/BODY: .*/, 'BODY: NOT PRINT BODY'))
    expect(lines[2]).toBe(rule)
  })

  test('printMsg of an unknown topic', async () => {
    const { stderr, exitCode } = await new ScriptedCluster(REPLIES).mqadmin(['printMsg', '-t', 'NoSuch'])
    expect(stderr).toContain('CODE: 17')
    expect(exitCode).toBe(1)
  })

  test('printMsgByQueue prints nothing unless asked, and counts tags', async () => {
    const words = ['printMsgByQueue', '-t', 'TopicA', '-a', 'broker-a', '-i', '0']
    expect((await new ScriptedCluster(REPLIES).mqadmin(words)).stdout).toBe('')
    expect((await new ScriptedCluster(REPLIES).mqadmin([...words, '-f', 'true'])).lines).toEqual([
      'Tag: TagA                           Count: 1',
      'Tag: TagB                           Count: 1',
    ])
  })

  test('consumeMessage goes to the end of each queue and commits nothing', async () => {
    const cluster = new ScriptedCluster(REPLIES)
    const { lines } = await cluster.mqadmin(['consumeMessage', '-t', 'TopicA'])
    expect(lines).toEqual([
      'Consume ok',
      FIRST_LINE,
      SECOND_LINE,
      `${queue(0)} print msg finished. status=NO_NEW_MSG, offset=2`,
      `${queue(1)} print msg finished. status=NO_NEW_MSG, offset=0`,
    ])
    expect(cluster.requests(RequestCode.PULL_MESSAGE).map((each) => each.ext['consumerGroup'])).toEqual([
      'TOOLS_CONSUMER',
      'TOOLS_CONSUMER',
      'TOOLS_CONSUMER',
    ])
  })

  test('consumeMessage -c cuts, of one queue and of all', async () => {
    const one = ['consumeMessage', '-t', 'TopicA', '-b', 'broker-a', '-i', '0', '-c', '1']
    expect((await new ScriptedCluster(REPLIES).mqadmin(one)).lines).toEqual([
      'The oldler 1 message will be provided',
      'Consume ok',
      FIRST_LINE,
    ])
    const all = ['consumeMessage', '-t', 'TopicA', '-c', '1']
    expect((await new ScriptedCluster(REPLIES).mqadmin(all)).lines).toEqual([
      'The older 1 message of the 0 queue will be provided',
      'Consume ok',
      FIRST_LINE,
    ])
  })

  test.each([
    [['-i', '0'], 'Please set the brokerName before queueId!'],
    [['-b', 'broker-a', '-o', '0'], 'Please set queueId before offset!'],
    [['-c', '0'], 'Please input a positive messageNumber!'],
    [['-b', 'broker-a', '-i', '0', '-o', '7'], 'the offset must lie between 0 and 2'],
  ])('consumeMessage %j', async (more, text) => {
    const { stderr, exitCode } = await new ScriptedCluster(REPLIES).mqadmin(['consumeMessage', '-t', 'TopicA', ...more])
    expect(stderr).toBe(`mqadmin consumeMessage failed: ${text}\n`)
    expect(exitCode).toBe(1)
  })
})

describe('sending', () => {
  const replies = {
    ...REPLIES,
    [RequestCode.SEND_MESSAGE_V2]: (request: Command) => ({
      ext: { msgId: OFFSET_ID, queueId: extOf(request)['e'] ?? '0', queueOffset: '5' },
    }),
  }

  test('sendMessage to a chosen queue', async () => {
    const cluster = new ScriptedCluster(replies)
    const words = ['sendMessage', '-t', 'TopicA', '-p', 'a b', '-k', 'k1', '-c', 'TagA', '-b', 'broker-a', '-i', '1']
    const { lines } = await cluster.mqadmin(words)
    expect(lines[0]).toBe('#Broker Name                      #QID  #Send Result            #MsgId')
    expect(lines[1]).toMatch(/^broker-a {26}1 {5}SEND_OK {17}[0-9A-F]{32}$/)
    const [sent] = cluster.requests(RequestCode.SEND_MESSAGE_V2)
    expect(sent?.body).toBe('a b')
    expect(sent?.ext).toMatchObject({ b: 'TopicA', e: '1' })
    expect(sent?.ext['i']).toContain('KEYS\u0001k1')
  })

  test('a queue needs its broker', async () => {
    const { stderr } = await new ScriptedCluster(replies).mqadmin(['sendMessage', '-t', 'TopicA', '-p', 'x', '-i', '1'])
    expect(stderr).toContain('Broker name must be set if the queue is chosen!')
  })

  test('a refusal ends with code and remark', async () => {
    const cluster = new ScriptedCluster({
      ...replies,
      [RequestCode.SEND_MESSAGE_V2]: always({ code: 16, remark: 'the broker is not writable' }),
    })
    const { stderr, exitCode } = await cluster.mqadmin(['sendMessage', '-t', 'TopicA', '-p', 'x'])
    expect(stderr).toContain('CODE: 16  DESC: the broker is not writable')
    expect(exitCode).toBe(1)
  })

  test('checkMsgSendRT goes round the queues', async () => {
    const words = ['checkMsgSendRT', '-t', 'TopicA', '-a', '3', '-s', '20']
    const { lines } = await new ScriptedCluster(replies).mqadmin(words)
    expect(lines[0]).toBe('#Broker Name                      #QID  #Send Result            #RT')
    expect(lines.slice(1, 4).map((line) => line.replace(/\d+$/, 'N'))).toEqual([
      'broker-a                          0     true                    N',
      'broker-a                          1     true                    N',
      'broker-a                          0     true                    N',
    ])
    expect(lines[4]).toMatch(/^Avg RT: \d+\.\d\d$/)
  })

  test('sendMsgStatus warms up once and prints whole results', async () => {
    const cluster = new ScriptedCluster({ ...replies, [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('broker-a') })
    const { lines } = await cluster.mqadmin(['sendMsgStatus', '-b', 'broker-a', '-c', '2', '-s', '20'])
    expect(cluster.requests(RequestCode.SEND_MESSAGE_V2).map((each) => each.body.length)).toEqual([22, 22, 22])
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^rt=\d+ms, SendResult=SendResult \[sendStatus=SEND_OK, msgId=[0-9A-F]{32}, offsetMsgId=0A0.*, messageQueue=MessageQueue \[topic=broker-a, brokerName=broker-a, queueId=\d\], queueOffset=5, recallHandle=null\]$/,
    )
  })

  test('clusterRT measures every broker until the user ends it', async () => {
    const cluster = new ScriptedCluster({ ...replies, [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf('broker-a') })
    const { lines } = await cluster.mqadmin(['clusterRT', '-a', '2'], { stopAtPause: 2 })
    expect(lines).toHaveLength(4)
    expect(lines[0]).toBe(lines[2])
    expect(lines[1]).toMatch(/^DefaultCluster {12}broker-a {18}\d\.\d\d {6}2 {17}0 {15}$/)
    expect(cluster.calls).toContain(`106 ${NS}`)
  })
})
