/**
 * Goal: every mqadmin command works against our own nodes, as a process of its own with its exit code and streams.
 * Method: a name server, a master and its slave on real sockets; commands in the order of a working day.
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ClientInstance } from '../../engine/client/client-instance.ts'
import { Producer } from '../../engine/client/producer.ts'
import { PushConsumer } from '../../engine/client/push-consumer.ts'
import { makeNamesrvConfig } from '../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../engine/namesrv/namesrv.ts'
import { BrokerWorld } from './broker-world.ts'

const PROGRAM = join(import.meta.dirname, '../../dist/mqadmin.js')
const CLUSTER = 'DefaultCluster'

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly lines: readonly string[]
  readonly stderr: string
}

const world = new BrokerWorld()
const folder = mkdtempSync(join(tmpdir(), 'mqadmin-'))
let master = ''
let slave = ''
let namesrv: Namesrv
let client: ClientInstance
let consumer: PushConsumer

/** Runs a command; `environment` is added to an otherwise small one. */
function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = { PATH: process.env['PATH'] ?? '', LANG: 'C', TZ: 'UTC', NAMESRV_ADDR: world.namesrvAddr, ...environment }
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...words], { cwd: folder, env, timeout: 60_000 }, (error, stdout, stderr) => {
      const lines = stdout.split('\n')
      if (lines.at(-1) === '') lines.pop()
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
      resolve({ code, stdout, lines, stderr })
    })
  })
}

async function succeed(...words: readonly string[]): Promise<readonly string[]> {
  const ran = await run(words)
  expect(ran.stderr).toBe('')
  expect(ran.code).toBe(0)
  return ran.lines
}

function cells(line: string | undefined): readonly string[] {
  return (line ?? '').trim().split(/\s+/)
}

beforeAll(async () => {
  const config = makeNamesrvConfig({
    bindAddress: '127.0.0.1',
    listenPort: 0,
    kvConfigPath: `${world.folder}/kvConfig.json`,
    configStorePath: `${world.folder}/namesrv.properties`,
  })
  namesrv = Namesrv.create(config, world.ports)
  await namesrv.start()
  world.namesrvAddr = `127.0.0.1:${namesrv.address.port}`
  const broker = await world.startBroker({ brokerClusterName: CLUSTER, slaveReadEnable: true })
  const second = await world.startBroker({
    brokerClusterName: CLUSTER,
    brokerId: 1,
    brokerRole: 'SLAVE',
    slaveReadEnable: true,
  })
  master = `127.0.0.1:${broker.addresses[0]?.port}`
  slave = `127.0.0.1:${second.addresses[0]?.port}`
  client = new ClientInstance({ namesrvAddr: world.namesrvAddr }, world.ports)
  consumer = new PushConsumer(client, {
    group: 'LiveGroup',
    listener: { kind: 'concurrent', consume: () => 'CONSUME_SUCCESS' },
    consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
  })
})

afterAll(async () => {
  await consumer.shutdown()
  await world.stop()
  await namesrv.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('topics', () => {
  test('are made, listed, routed, restricted and deleted', async () => {
    const made = await succeed('updateTopic', '-c', CLUSTER, '-t', 'TopicA', '-r', '2', '-w', '2')
    expect(made[0]).toBe(`create topic to ${master} success.`)
    await expect.poll(() => succeed('topicList')).toContain('TopicA')
    expect(await succeed('topicClusterList', '-t', 'TopicA')).toEqual([CLUSTER])
    const route = await succeed('topicRoute', '-t', 'TopicA', '-l')
    expect(cells(route[1]).slice(0, 2)).toEqual([CLUSTER, 'broker-a'])
    expect(cells(route.at(-1))).toEqual(['Total:', '1', '2', '2'])
    expect((await succeed('topicRoute', '-t', 'TopicA'))[3]).toContain(`"brokerAddrs":{0:"${master}"`)
    expect((await succeed('topicList', '-c')).map((line) => cells(line)[1])).toContain('TopicA')

    await succeed('updateTopic', '-b', master, '-t', 'Short', '-o', 'true')
    expect(await succeed('updateOrderConf', '-t', 'Short', '-m', 'get')).toEqual([
      'get orderConf success. topic=[Short], orderConf=[broker-a:8] ',
    ])
    await expect.poll(async () => (await run(['topicRoute', '-t', 'Short'])).code).toBe(0)
    const perm = await succeed('updateTopicPerm', '-b', master, '-t', 'Short', '-p', '4')
    expect(perm[0]).toBe(`update topic perm from 6 to 4 in ${master} success.`)
    expect(await succeed('deleteTopic', '-c', CLUSTER, '-t', 'Short')).toHaveLength(2)
    const gone = await run(['topicRoute', '-t', 'Short'])
    expect(gone.stderr).toContain('CODE: 17')
    expect(gone.code).toBe(1)
  })
})

describe('messages', () => {
  let uniqueId = ''

  test('are sent and found by every kind of question', async () => {
    const words = ['-t', 'TopicA', '-p', 'hello \u4f60', '-k', 'k1', '-c', 'TagA', '-b', 'broker-a', '-i', '1']
    const [, sent] = await succeed('sendMessage', ...words)
    uniqueId = cells(sent)[3] as string
    expect(cells(sent)).toEqual(['broker-a', '1', 'SEND_OK', uniqueId])
    await expect
      .poll(async () => (await run(['queryMsgByKey', '-t', 'TopicA', '-k', 'k1'])).lines[1])
      .toMatch(new RegExp(`^${uniqueId}\\s+1\\s+0$`))
    const byOffset = await succeed(
      'queryMsgByOffset',
      '-t',
      'TopicA',
      '-b',
      'broker-a',
      '-i',
      '1',
      '-o',
      '0',
      '-f',
      'utf-8',
    )
    const offsetId = cells(byOffset[0])[1] as string
    expect(byOffset).toContain('Message Body:        hello \u4f60')
    expect(await succeed('queryMsgById', '-t', 'TopicA', '-i', offsetId)).toContain('Keys:                [k1]')
    expect(await succeed('queryMsgById', '-t', 'TopicA', '-i', uniqueId)).toContain(`OffsetID:            ${offsetId}`)
    expect((await succeed('queryMsgByUniqueKey', '-t', 'TopicA', '-i', uniqueId))[0]).toBe(
      'Topic:               TopicA',
    )
    const status = await succeed('topicStatus', '-t', 'TopicA')
    expect(status.slice(1, 3).map((line) => cells(line).slice(1, 4))).toEqual([
      ['0', '0', '0'],
      ['1', '0', '1'],
    ])
    expect((await succeed('queryCq', '-t', 'TopicA', '-q', '1', '-i', '0', '-c', '1'))[4]).toMatch(
      /^ConsumeQueueData\{physicOffset=\d+, physicSize=\d+, tagsCode=2598919,/,
    )
  })

  test('are read in bulk', async () => {
    const printed = await succeed('printMsg', '-t', 'TopicA')
    expect(printed.filter((line) => line.startsWith('MSGID:'))).toHaveLength(1)
    const counted = await succeed('printMsgByQueue', '-t', 'TopicA', '-a', 'broker-a', '-i', '1', '-f', 'true')
    expect(counted).toEqual(['Tag: TagA                           Count: 1'])
    const consumed = await succeed('consumeMessage', '-t', 'TopicA')
    expect(consumed.filter((line) => line === 'Consume ok')).toHaveLength(1)
    expect(consumed.at(-1)).toContain('queueId=1] print msg finished. status=NO_NEW_MSG, offset=1')
  })

  test('are measured', async () => {
    expect((await succeed('checkMsgSendRT', '-t', 'TopicA', '-a', '4', '-s', '10')).at(-1)).toMatch(/^Avg RT: /)
    expect(await succeed('sendMsgStatus', '-b', 'broker-a', '-c', '2')).toHaveLength(2)
  })
})

describe('groups', () => {
  test('of a live consumer: connection, progress, inside, one message by hand', async () => {
    consumer.subscribe('TopicA', 'TagA || TagB')
    await consumer.start()
    const producer = new Producer(client, { group: 'LiveProducer' })
    producer.start()
    await producer.send({ topic: 'TopicA', tags: 'TagB', keys: 'live', body: new TextEncoder().encode('live') })
    await client.sendHeartbeats()
    await expect
      .poll(async () => (await run(['consumerConnection', '-g', 'LiveGroup'])).lines.at(-1))
      .toBe('ConsumeFromWhere: CONSUME_FROM_FIRST_OFFSET')
    const connection = await succeed('consumerConnection', '-g', 'LiveGroup')
    const clientId = cells(connection[1])[0] as string
    expect(clientId).toBe(client.clientId)
    expect(cells((await succeed('producerConnection', '-g', 'LiveProducer', '-t', 'TopicA'))[0])[1]).toBe(clientId)
    expect((await succeed('producer', '-b', master)).join()).toContain('producer group (LiveProducer) instance')

    await consumer.persistOffsets()
    await expect
      .poll(async () => (await run(['consumerProgress', '-g', 'LiveGroup', '-s', 'true'])).lines)
      .toContain('Consume Diff Total: 0')
    const progress = await succeed('consumerProgress', '-g', 'LiveGroup', '-s', 'true')
    expect(progress.filter((line) => line.startsWith('TopicA')).every((line) => line.includes(client.clientIp))).toBe(
      true,
    )
    expect((await succeed('consumerProgress')).find((line) => line.startsWith('LiveGroup'))).toMatch(/V5_3_3\s+PUSH/)
    expect((await succeed('brokerConsumeStats', '-b', master)).join('\n')).toContain('LiveGroup')

    expect(await succeed('consumerStatus', '-g', 'LiveGroup', '-i', clientId)).toContain('#Consumer RT&TPS#')
    expect(await succeed('consumerStatus', '-g', 'LiveGroup')).toContain('Rebalance OK')
    const [statusFolder = ''] = readdirSync(folder)
    expect(readdirSync(join(folder, statusFolder))).toEqual([clientId])

    const key = cells((await succeed('queryMsgByKey', '-t', 'TopicA', '-k', 'live'))[1])[0] as string
    const direct = await succeed('queryMsgById', '-t', 'TopicA', '-i', key, '-g', 'LiveGroup', '-d', clientId)
    expect(direct[0]).toContain('consumeResult=CR_SUCCESS')
    const tracks = await succeed('queryMsgById', '-t', 'TopicA', '-i', key)
    expect(tracks.join('\n')).toContain(
      'MessageTrack [consumerGroup=LiveGroup, trackType=CONSUMED, exceptionDesc=null]',
    )
  })

  test('are made, reset, copied, shown and deleted', async () => {
    const made = await run(['updateSubGroup', '-c', CLUSTER, '-g', 'GroupA', '-r', '3'])
    expect(made.stdout).toMatch(
      /^create subscription group to .* success\.\nSubscriptionGroupConfig\{groupName=GroupA, .*\}$/,
    )
    expect(await succeed('getConsumerConfig', '-g', 'GroupA')).toContain('retryMaxTimes                           =  3')
    const reset = await succeed('resetOffsetByTime', '-g', 'GroupA', '-t', 'TopicA', '-s', '0')
    expect(reset.slice(2).map((line) => cells(line))).toEqual([
      ['broker-a', '0', '0'],
      ['broker-a', '1', '0'],
    ])
    const skipped = await succeed('skipAccumulatedMessage', '-g', 'GroupA', '-t', 'TopicA')
    expect(skipped.slice(1).every((line) => Number(cells(line)[2]) > 0)).toBe(true)
    const one = ['resetOffsetByTime', '-g', 'GroupA', '-t', 'TopicA', '-s', '0', '-b', master, '-q', '1', '-o', '1']
    expect((await succeed(...one)).at(-1)).toBe('reset consumer offset to 1')
    await succeed('cloneGroupOffset', '-s', 'LiveGroup', '-d', 'GroupA', '-t', 'TopicA')
    expect((await succeed('statsAll', '-t', 'TopicA')).map((line) => cells(line)[1])).toContain('GroupA')
    expect(await succeed('deleteSubGroup', '-c', CLUSTER, '-g', 'GroupA', '-r', 'true')).toEqual([
      `delete subscription group [GroupA] from broker [${master}] in cluster [${CLUSTER}] success.`,
    ])
    expect(await succeed('getConsumerConfig', '-g', 'GroupA')).toEqual([])
  })
})

describe('brokers and name servers', () => {
  test('show their state', async () => {
    const rows = (await succeed('clusterList')).slice(1).map((line) => cells(line).slice(0, 5))
    expect(rows).toEqual([
      [CLUSTER, 'broker-a', '0', master, 'V5_3_3'],
      [CLUSTER, 'broker-a', '1', slave, 'V5_3_3'],
    ])
    expect(await succeed('clusterList', '-m')).toHaveLength(3)
    expect(await succeed('brokerStatus', '-b', master)).toContain('brokerVersionDesc               : V5_3_3')
    expect((await succeed('brokerStatus', '-c', CLUSTER)).some((line) => line.startsWith(`${slave} `))).toBe(true)
    expect((await succeed('haStatus', '-c', CLUSTER)).slice(1, 2)).toEqual([`#MasterAddr\t${master}`])
    expect((await succeed('haStatus', '-b', slave))[1]).toMatch(/^#MasterAddr\t127\.0\.0\.1:\d+$/)
  })

  test('tell and change their configuration', async () => {
    const changed = await succeed('updateBrokerConfig', '-b', master, '-k', 'fileReservedTime', '-v', '24')
    expect(changed).toEqual([`update broker config success, ${master}`])
    const config = await succeed('getBrokerConfig', '-c', CLUSTER)
    expect(config[0]).toBe(`============Master: ${master}============`)
    expect(config).toContain('fileReservedTime                                  =  24')
    expect(config).toContain(`============My Master: ${master}=====Slave: ${slave}============`)
    expect((await succeed('getNamesrvConfig', '-n', world.namesrvAddr))[0]).toBe(
      `============${world.namesrvAddr}============`,
    )
    expect((await succeed('updateNamesrvConfig', '-k', 'enableTopicList', '-v', 'true')).at(-1)).toBe(
      'enableTopicList : true',
    )
    await succeed('updateKvConfig', '-s', 'n', '-k', 'k', '-v', 'v')
    await succeed('deleteKvConfig', '-s', 'n', '-k', 'k')
    expect((await succeed('wipeWritePerm', '-b', 'broker-a'))[0]).toMatch(/ OK, \d+$/)
    expect((await succeed('addWritePerm', '-b', 'broker-a'))[0]).toMatch(/ OK, \d+$/)
  })

  test('clean up on demand', async () => {
    for (const command of ['cleanExpiredCQ', 'cleanUnusedTopic', 'deleteExpiredCommitLog']) {
      expect(await succeed(command, '-c', CLUSTER), command).toEqual(['success'])
    }
  })
})

describe('the process', () => {
  test('speaks Chinese by LANG, and --lang is stronger', async () => {
    const zh = await run(['topicRoute', '-t', 'NoSuch'], { LANG: 'zh_CN.UTF-8' })
    expect(zh.stderr).toContain('mqadmin topicRoute 失败:CODE: 17  DESC:')
    const en = await run(['topicRoute', '-t', 'NoSuch', '--lang', 'en'], { LANG: 'zh_CN.UTF-8' })
    expect(en.stderr).toContain('mqadmin topicRoute failed: CODE: 17  DESC:')
  })

  test('without a name server fails at once; one that is dead is named', async () => {
    const none = await run(['topicList'], { NAMESRV_ADDR: '' })
    expect([none.code, none.stderr]).toEqual([
      1,
      'mqadmin topicList failed: No name server address: give -n host:port or set NAMESRV_ADDR\n',
    ])
    const port = await world.freePort()
    const dead = await run(['topicList', '-n', `127.0.0.1:${port}`])
    expect(dead.code).toBe(1)
    expect(dead.stderr).toContain(`127.0.0.1:${port}`)
  })

  test('an endless command ends at SIGINT, with its rows complete', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'clusterList', '-i', '1'], {
      env: { PATH: process.env['PATH'], NAMESRV_ADDR: world.namesrvAddr },
    })
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
    await expect.poll(() => stdout.split('#Cluster Name').length, { timeout: 30_000 }).toBeGreaterThan(2)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(stdout.endsWith('\n')).toBe(true)
  })

  test('a reader that leaves ends the command quietly', async () => {
    const child = spawn('sh', ['-c', `"${process.execPath}" "${PROGRAM}" brokerStatus -c ${CLUSTER} | head -1`], {
      env: { PATH: process.env['PATH'], NAMESRV_ADDR: world.namesrvAddr },
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0)
    expect(stderr).toBe('')
  })
})
