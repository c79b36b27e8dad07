/** A master and its slave in this process, on real sockets and files: bytes, acknowledgements, faults, tables, divergence. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { Broker } from '../../engine/broker/broker.ts'
import { type NodePorts, nodePorts } from '../../engine/node/ports.ts'
import { updateAndCreateSubscriptionGroup } from '../../engine/protocol/apis/group.ts'
import { getMaxOffset } from '../../engine/protocol/apis/pull.ts'
import { sendMessageV2 } from '../../engine/protocol/apis/send.ts'
import { updateAndCreateTopic } from '../../engine/protocol/apis/topic.ts'
import { updateConsumerOffset } from '../../engine/protocol/apis/offset.ts'
import { subscriptionGroupConfig } from '../../engine/protocol/bodies/subscription-group.ts'
import { ResponseCode } from '../../engine/protocol/codes.ts'
import { parseOffsetMessageId } from '../../engine/protocol/message-id.ts'
import { encodeProperties } from '../../engine/protocol/properties.ts'
import { makeSubscriptionGroup } from '../../engine/protocol/topic-config.ts'
import { type Command, makeRequest, responseHeader } from '../../engine/remoting/command.ts'
import { BrokerWorld } from './broker-world.ts'
import { until } from './support/until.ts'

const MESSAGES = 1000
const SLAVE = { brokerRole: 'SLAVE', brokerId: 1, slaveReadEnable: true }

describe('a master and its slave', () => {
  let world: BrokerWorld
  let slavePorts: NodePorts

  beforeEach(async () => {
    world = new BrokerWorld()
    slavePorts = nodePorts({ logName: 'slave', linkFaults: true })
    await world.startNamesrv()
  })
  afterEach(async () => {
    await world.stop()
  })

  async function pair(settings: Readonly<Record<string, string | number | boolean>> = {}) {
    const master = await world.startBroker(settings)
    const slave = await world.startBroker({ ...settings, ...SLAVE, inSyncReplicas: 1 }, slavePorts)
    await until('the slave follows', () => master.parts.haMaster!.countingSlaves === 1)
    return { master, slave }
  }

  async function ask(master: Broker, i: number): Promise<Command> {
    const header = {
      producerGroup: 'PID',
      topic: 'Pair',
      defaultTopic: 'TBW102',
      defaultTopicQueueNums: 4,
      queueId: i % 4,
      sysFlag: 0,
      bornTimestamp: Date.now(),
      flag: 0,
      properties: encodeProperties(new Map([['KEYS', `key-${i}`]])),
    }
    const body = bytesFromUtf8(`message ${i} `.repeat(1 + (i % 50)))
    const address = `127.0.0.1:${master.config.values.listenPort}`
    return world.client.call(address, makeRequest(sendMessageV2, header, body), 10_000)
  }

  async function send(master: Broker, i: number): Promise<number> {
    return (await ask(master, i)).code
  }

  async function sendMany(master: Broker, count: number): Promise<Set<number>> {
    return new Set(await Promise.all(Array.from({ length: count }, (_, i) => send(master, i))))
  }

  async function whenEqual(master: Broker, slave: Broker): Promise<number> {
    const end = master.parts.store.commitLog.writtenOffset
    await until('the slave has everything', () => slave.parts.store.commitLog.writtenOffset === end)
    await until('the slave shows everything', () => slave.parts.store.dispatchedOffset === end)
    return end
  }

  function logBytes(broker: Broker, end: number): Buffer {
    return readFileSync(join(broker.config.values.storePathRootDir, 'commitlog', '0'.repeat(20))).subarray(0, end)
  }

  test(`hold the same bytes after ${MESSAGES} messages, and the same queues`, async () => {
    const { master, slave } = await pair()
    expect(await sendMany(master, MESSAGES)).toEqual(new Set([ResponseCode.SUCCESS]))
    const end = await whenEqual(master, slave)
    expect(logBytes(slave, end).equals(logBytes(master, end))).toBe(true)
    expect(slave.parts.store.queueOffsets()).toEqual(master.parts.store.queueOffsets())
    const address = `127.0.0.1:${slave.config.values.listenPort}`
    const asked = await world.client.invoke(getMaxOffset, address, { topic: 'Pair', queueId: 1 }, undefined, 3000)
    expect(asked.header.offset).toBe(MESSAGES / 4)
  })

  test('a slave that starts empty after the messages catches up to the same bytes', async () => {
    const master = await world.startBroker()
    await sendMany(master, MESSAGES)
    const slave = await world.startBroker(SLAVE, slavePorts)
    const end = await whenEqual(master, slave)
    expect(logBytes(slave, end).equals(logBytes(master, end))).toBe(true)
  })

  test('with a synchronous master every acknowledged message is on the slave when the answer arrives', async () => {
    const { master, slave } = await pair({ brokerRole: 'SYNC_MASTER', inSyncReplicas: 2 })
    const { commitLog } = slave.parts.store
    const late: number[] = []
    const inFlight = Array.from({ length: 16 }, async (_, first) => {
      for (let i = first; i < MESSAGES; i += 16) {
        const answer = await ask(master, i)
        expect(answer.code).toBe(ResponseCode.SUCCESS)
        const { logOffset } = parseOffsetMessageId(responseHeader(sendMessageV2, answer).msgId)!
        if (commitLog.writtenOffset <= logOffset) late.push(i)
      }
    })
    await Promise.all(inFlight)
    expect(late).toEqual([])
  })

  test('a cut link times sends out, then there is no slave, then everything arrives', async () => {
    const { master, slave } = await pair({
      brokerRole: 'SYNC_MASTER',
      slaveTimeout: 400,
      haHousekeepingInterval: 1500,
      haSendHeartbeatInterval: 300,
    })
    expect(await send(master, 0)).toBe(ResponseCode.SUCCESS)
    const link = { peer: 'master', addresses: [`127.0.0.1:${master.haPort}`], direction: 'both' } as const
    slavePorts.linkFaults!.applyFault({ ...link, kind: 'cut' })
    expect(await send(master, 1)).toBe(ResponseCode.FLUSH_SLAVE_TIMEOUT)
    await until('housekeeping drops the slave', () => master.parts.haMaster!.countingSlaves === 0)
    const startedMs = performance.now()
    expect(await send(master, 2)).toBe(ResponseCode.SLAVE_NOT_AVAILABLE)
    expect(performance.now() - startedMs).toBeLessThan(400)
    slavePorts.linkFaults!.applyFault({ ...link, kind: 'heal' })
    await until('the slave is back', () => master.parts.haMaster!.countingSlaves === 1)
    expect(await send(master, 3)).toBe(ResponseCode.SUCCESS)
    await whenEqual(master, slave)
    expect(slave.parts.store.queueOffsets()).toEqual(master.parts.store.queueOffsets())
  })

  test('topics and offsets of the master are on the slave within three seconds', async () => {
    const { master, slave } = await pair()
    const address = `127.0.0.1:${master.config.values.listenPort}`
    const topic = {
      topic: 'Fresh',
      defaultTopic: 'TBW102',
      readQueueNums: 2,
      writeQueueNums: 2,
      perm: 6,
      topicFilterType: 'SINGLE_TAG',
      order: false,
    }
    await world.client.invoke(updateAndCreateTopic, address, topic, undefined, 3000)
    const group = subscriptionGroupConfig.encode(makeSubscriptionGroup('CID'))
    await world.client.invoke(updateAndCreateSubscriptionGroup, address, {}, group, 3000)
    const offset = { consumerGroup: 'CID', topic: 'Fresh', queueId: 1, commitOffset: 12 }
    await world.client.invoke(updateConsumerOffset, address, offset, undefined, 3000)
    const limitMs = 3500
    await until('the topic', () => slave.parts.topics.find('Fresh')?.readQueueNums === 2, limitMs)
    await until('the group', () => slave.parts.groups.find('CID') !== undefined, limitMs)
    await until('the offset', () => slave.parts.offsets.find('CID', 'Fresh', 1) === 12, limitMs)
  })

  test('a wiped master finds its slave diverged, and so does the slave', async () => {
    const { master, slave } = await pair()
    await sendMany(master, 50)
    const end = await whenEqual(master, slave)
    const { listenPort, storePathRootDir } = master.config.values
    await master.stop()
    rmSync(storePathRootDir, { recursive: true })
    const wiped = await world.startBroker({ listenPort })
    await until('the slave is diverged', () => slave.replicationStatus.replication?.state === 'diverged')
    expect(slave.replicationStatus.replication?.divergence).toEqual({ slaveOffset: end, masterOffset: 0 })
    await until('the master shows it', () => wiped.replicationStatus.slaves[0]?.state === 'diverged')
    expect(wiped.replicationStatus.slaves).toMatchObject([{ ackOffset: end, lagBytes: -end, isInSync: false }])
    expect(await send(wiped, 1)).toBe(ResponseCode.SUCCESS)
    expect(slave.parts.store.commitLog.appendedOffset).toBe(end)
  })
})
