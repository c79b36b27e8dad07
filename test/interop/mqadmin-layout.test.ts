/**
 * Goal: what our mqadmin prints can replace what Apache's prints, line by line. Method: both tools run the same command
 * against the same cluster of the engine under test; times and rates are masked, and where Apache prints in the order of
 * a hash table, lines are compared sorted.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ClientInstance } from '../../engine/client/client-instance.ts'
import { Producer } from '../../engine/client/producer.ts'
import { PushConsumer } from '../../engine/client/push-consumer.ts'
import { nodePorts } from '../../engine/node/ports.ts'
import { clusterFixture, TARGET, twoByTwo } from './harness.ts'
import { waitFor } from './harness/process.ts'

const PROGRAM = join(import.meta.dirname, '../../dist/mqadmin.js')
const TOPIC = 'LayoutTopic'
const GROUP = 'LayoutGroup'
const fixture = clusterFixture('interop mqadmin-layout', twoByTwo('layout'))

/** What may differ between two runs of the same tool. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  // Load columns of clusterList: rates, queues and waits, timer, hours, disk.
  [/\s+\d+\.\d\d\(\d+,\d+ms\).*?(true|false)$/gm, ' LOAD $1'],
  [/#(TransferSpeed\(KB\/s\)|LastReadTime|LastWriteTime)\t.*/g, '#$1\tVALUE'],
  [/^(127\.0\.0\.1:)\d+( +\d+ +\d+) +[\d.]+( +(?:OK|Fall Behind))/gm, '$1PORT$2 SPEED$3'],
  [/Consume TPS: .*/g, 'Consume TPS: VALUE'],
  [/Topic Put TPS: .*/g, 'Topic Put TPS: VALUE'],
  // Which of its connections is shown depends on the broker that was asked, which is picked at random.
  [/127\.0\.0\.1:\d+( +NODE_JS)/g, '127.0.0.1:PORT$1'],
]

/** How often the rates may change between two looks before a difference counts. */
const RATE_ATTEMPTS = 5

/** Of brokerStatus only the keys stay. */
const COUNTER = /^((?:127\.0\.0\.1:\d+ +)?\S+ *: ).*$/gm

function masked(command: string, output: string): string {
  const text = command === 'brokerStatus' ? output.replace(COUNTER, '$1VALUE') : output
  return MASKS.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text)
}

function ours(command: string, args: readonly string[]): Promise<string> {
  const words = [PROGRAM, command, '-n', fixture.cluster.nameServers, ...args]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`mqadmin ${command} ended with ${String(error.code)}: ${stderr}`))
    })
  })
}

async function apaches(command: string, args: readonly string[]): Promise<string> {
  return (await fixture.java.mqadmin(command, fixture.cluster.nameServers, ...args)).output
}

/** The same lines in the same order. */
async function expectSame(command: string, ...args: readonly string[]): Promise<void> {
  const theirs = masked(command, await apaches(command, args))
  expect(masked(command, await ours(command, args))).toBe(theirs)
}

/** The same lines in any order. */
async function expectSameLines(command: string, ...args: readonly string[]): Promise<void> {
  const sorted = (output: string) => masked(command, output).split('\n').sort()
  const theirs = sorted(await apaches(command, args))
  expect(sorted(await ours(command, args))).toEqual(theirs)
}

/**
 * The same lines with the same rates. The broker counts its rates anew every 10 s, so Apache's output lies between two of ours;
 * when those two differ, it did so meanwhile.
 */
async function expectSameRates(command: string, ...args: readonly string[]): Promise<void> {
  const sorted = (output: string) => output.split('\n').sort()
  for (let attempt = 1; ; attempt++) {
    const before = sorted(await ours(command, args))
    const theirs = sorted(await apaches(command, args))
    const after = sorted(await ours(command, args))
    if (attempt === RATE_ATTEMPTS || before.join('\n') === after.join('\n')) {
      expect(after).toEqual(theirs)
      return
    }
  }
}

/** Commands with themselves as their titles. */
function titled(commands: readonly (readonly string[])[]): readonly (readonly [string, readonly string[]])[] {
  return commands.map((words) => [words.join(' '), words])
}

describe.skipIf(fixture.lib === undefined)(`our mqadmin beside Apache's, cluster of ${TARGET}`, () => {
  let consumer: PushConsumer | undefined
  let producer: Producer | undefined
  let clientId = ''
  let first: Awaited<ReturnType<Producer['send']>>

  beforeAll(async () => {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run npm run build`)
    const { cluster } = fixture
    await cluster.createTopic(TOPIC)
    const client = new ClientInstance({ namesrvAddr: cluster.nameServers }, nodePorts({ logName: 'layout' }))
    clientId = client.clientId
    producer = new Producer(client, { group: 'LayoutProducer' })
    producer.start()
    const queue = { topic: TOPIC, brokerName: 'broker-a', queueId: 1 }
    const send = (tags: string, keys: string) =>
      (producer as Producer).send(
        { topic: TOPIC, tags, keys, body: new TextEncoder().encode(`${keys} \u4f60`) },
        { queue },
      )
    first = await send('TagA', 'order1')
    await send('TagB', 'order2 both')
    consumer = new PushConsumer(client, {
      group: GROUP,
      listener: { kind: 'concurrent', consume: () => 'CONSUME_SUCCESS' },
      consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
    })
    consumer.subscribe(TOPIC, '*')
    await consumer.start()
    await client.sendHeartbeats()
    const live = consumer
    await waitFor('the group has consumed both messages', async () => {
      await live.persistOffsets()
      const progress = await ours('consumerProgress', ['-g', GROUP])
      return new RegExp(`^${TOPIC} .*broker-a +1 +2 +2 +0 `, 'm').test(progress) || undefined
    })
    await waitFor('the slave has acknowledged everything', async () => {
      const status = await ours('haStatus', ['-b', cluster.address('broker-a')])
      return /^127\.0\.0\.1:\d+ +\d+ +0 /m.test(status) || undefined
    })
  })

  afterAll(async () => {
    await producer?.shutdown()
    await consumer?.shutdown()
  })

  test.each(
    titled([
      ['topicRoute', '-t', TOPIC],
      ['topicRoute', '-t', TOPIC, '-l'],
      ['topicStatus', '-t', TOPIC],
      ['topicClusterList', '-t', TOPIC],
      ['clusterList'],
      ['clusterList', '-m'],
      ['queryMsgByKey', '-t', TOPIC, '-k', 'both'],
      ['queryMsgByOffset', '-t', TOPIC, '-b', 'broker-a', '-i', '1', '-o', '0', '-f', 'UTF-8'],
      ['consumeMessage', '-t', TOPIC, '-b', 'broker-a', '-i', '1', '-o', '0'],
      ['printMsgByQueue', '-t', TOPIC, '-a', 'broker-a', '-i', '1', '-p', 'true', '-d', 'true', '-f', 'false'],
      ['queryCq', '-t', TOPIC, '-q', '1', '-i', '0', '-c', '2', '-g', GROUP],
      ['consumerProgress', '-g', GROUP],
      ['consumerProgress', '-g', GROUP, '-s', 'true'],
      ['producerConnection', '-g', 'LayoutProducer', '-t', TOPIC],
      ['updateKvConfig', '-s', 'layout', '-k', 'k', '-v', 'v'],
      ['deleteKvConfig', '-s', 'layout', '-k', 'k'],
      ['cleanUnusedTopic'],
    ]),
  )('%s: the same lines', async (_title, [command, ...args]) => {
    await expectSame(command as string, ...args)
  })

  test.each(
    titled([
      ['consumerConnection', '-g', GROUP],
      ['getConsumerConfig', '-g', GROUP],
      ['wipeWritePerm', '-b', 'broker-b'],
      ['addWritePerm', '-b', 'broker-b'],
      ['updateTopic', '-c', 'DefaultCluster', '-t', 'LayoutMade', '-r', '2', '-w', '3'],
      ['deleteTopic', '-c', 'DefaultCluster', '-t', 'LayoutMade'],
      ['topicList'],
      ['topicList', '-c'],
      ['consumerProgress'],
      ['brokerStatus', '-c', 'DefaultCluster'],
      ['getBrokerConfig', '-c', 'DefaultCluster'],
      ['getNamesrvConfig'],
      ['printMsg', '-t', TOPIC],
      ['consumeMessage', '-t', TOPIC],
      ['haStatus', '-c', 'DefaultCluster'],
      ['updateSubGroup', '-c', 'DefaultCluster', '-g', 'LayoutMadeGroup'],
      ['updateBrokerConfig', '-c', 'DefaultCluster', '-k', 'fileReservedTime', '-v', '24'],
      ['resetOffsetByTime', '-g', 'LayoutMadeGroup', '-t', TOPIC, '-s', '0'],
      ['skipAccumulatedMessage', '-g', 'LayoutMadeGroup', '-t', TOPIC],
      ['deleteSubGroup', '-c', 'DefaultCluster', '-g', 'LayoutMadeGroup', '-r', 'true'],
    ]),
  )('%s: the same lines in another order', async (_title, [command, ...args]) => {
    await expectSameLines(command as string, ...args)
  })

  test('statsAll: the same lines and rates', async () => {
    await expectSameRates('statsAll', '-t', TOPIC)
  })

  test('queryMsgById and queryMsgByUniqueKey with tracks', async () => {
    await expectSame('queryMsgById', '-t', TOPIC, '-i', first.offsetMsgId, '-f', 'UTF-8')
    await expectSame('queryMsgById', '-t', TOPIC, '-i', first.msgId)
    await expectSame('queryMsgByUniqueKey', '-t', TOPIC, '-i', first.msgId)
  })

  test('one queue of one broker is reset alike', async () => {
    const address = fixture.cluster.address('broker-a')
    await expectSame('resetOffsetByTime', '-g', GROUP, '-t', TOPIC, '-s', '0', '-b', address, '-q', '1', '-o', '2')
  })

  test('one client is asked alike, and consumes one message by hand', async () => {
    const spentless = (output: string) => output.replace(/spentTimeMills=\d+/, '')
    const words = ['-t', TOPIC, '-i', first.msgId, '-g', GROUP, '-d', clientId]
    const theirs = spentless(await apaches('queryMsgById', words))
    expect(spentless(await ours('queryMsgById', words))).toBe(theirs)
    const steady = (output: string) =>
      output
        .split('\n')
        .map((line) => line.replace(/(Timestamp=)\d+/g, '$1T').replace(/( +\d+\.\d\d){5} +\d+$/, ' RATES'))
        .sort()
    const inside = ['-g', GROUP, '-i', clientId]
    expect(steady(await ours('consumerStatus', inside))).toEqual(steady(await apaches('consumerStatus', inside)))
  })
})
