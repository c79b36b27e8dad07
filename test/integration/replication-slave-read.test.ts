/** A consumer whose master goes away: it reads on from the slave and returns to the master when that is back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { Broker } from '../../engine/broker/broker.ts'
import { ClientInstance } from '../../engine/client/client-instance.ts'
import type { ConcurrentOutcome } from '../../engine/client/listener.ts'
import { Producer } from '../../engine/client/producer.ts'
import { PushConsumer } from '../../engine/client/push-consumer.ts'
import { makeTopicConfig } from '../../engine/protocol/topic-config.ts'
import { BrokerWorld } from './broker-world.ts'
import { until } from './support/until.ts'

const TOPIC = 'SlaveRead'
const GROUP = 'CID-slave-read'
const BEFORE = 400

describe('a consumer and its master', () => {
  const world = new BrokerWorld()
  const ends: (() => Promise<void> | void)[] = []
  const got: string[] = []
  let master: Broker
  let slave: Broker
  let isOpen = false

  beforeAll(async () => {
    await world.startNamesrv()
    const settings = { slaveReadEnable: true, flushConsumerOffsetInterval: 500 }
    master = await world.startBroker(settings)
    slave = await world.startBroker({ ...settings, brokerRole: 'SLAVE', brokerId: 1 })
    master.parts.topics.put(makeTopicConfig(TOPIC, { readQueueNums: 2, writeQueueNums: 2 }))
  })
  afterAll(async () => {
    for (const end of ends.reverse()) await end()
    await world.stop()
  })

  function client(): ClientInstance {
    return new ClientInstance(
      {
        namesrvAddr: world.namesrvAddr,
        routeRefreshMs: 300,
        heartbeatMs: 500,
        rebalanceMs: 500,
        persistOffsetsMs: 200,
        requestTimeoutMs: 1000,
      },
      world.ports,
    )
  }

  async function produce(from: number, count: number): Promise<void> {
    const producer = new Producer(client(), { group: 'PID-slave-read' })
    producer.start()
    for (let i = from; i < from + count; i++) {
      const result = await producer.send({ topic: TOPIC, body: bytesFromUtf8(String(i)) })
      expect(result.status).toBe('SEND_OK')
    }
    await producer.shutdown()
  }

  test('the consumer has a part, the rest comes from the slave while the master is away', async () => {
    await produce(0, BEFORE)
    const consumer = new PushConsumer(client(), {
      group: GROUP,
      consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
      pullBatchMax: 8,
      parallelism: 4,
      // What lies in the consumer's memory when the master stops is far less than what is left.
      bounds: { messagesMax: 16 },
      listener: {
        kind: 'concurrent',
        consume: async (messages): Promise<ConcurrentOutcome> => {
          await until('the gate', () => isOpen || got.length < 20, 60_000)
          got.push(...messages.map(({ body }) => body.utf8Slice()))
          return 'CONSUME_SUCCESS'
        },
      },
    })
    consumer.subscribe(TOPIC, '*')
    await consumer.start()
    ends.push(() => consumer.shutdown())
    await until('the first messages', () => got.length >= 20)
    const end = master.parts.store.commitLog.writtenOffset
    await until('the slave has everything', () => slave.parts.store.dispatchedOffset === end)
    await until('the slave knows the group', () => slave.parts.offsets.findAll(GROUP, TOPIC).size > 0)
    await master.stop()
    expect(new Set(got).size).toBeLessThan(100)
    isOpen = true
    await until('everything is consumed', () => new Set(got).size === BEFORE, 60_000)
    expect(slave.parts.stats.find('GROUP_GET_NUMS', `${TOPIC}@${GROUP}`)!.statsMinute.sum).toBeGreaterThan(BEFORE / 2)
  })

  test('its next pulls wait at the slave instead of spinning', async () => {
    // Two queues and the group's retry queue.
    await until('the pulls are parked', () => slave.parts.longPoll.count === 3)
    const before = slave.parts.store.stats.getMissCalls
    // Real time has to pass to show that something does not happen.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(slave.parts.store.stats.getMissCalls - before).toBeLessThan(10)
  })

  test('when the master is back the consumer goes on there, and offsets of the master win', async () => {
    const { listenPort } = master.config.values
    master = await world.startBroker({ listenPort, slaveReadEnable: true, flushConsumerOffsetInterval: 500 })
    await until('the slave follows again', () => slave.replicationStatus.replication?.state === 'transfer')
    await produce(BEFORE, 50)
    await until('the new messages', () => new Set(got).size === BEFORE + 50, 60_000)
    const committed = () => [0, 1].map((queueId) => master.parts.offsets.find(GROUP, TOPIC, queueId) ?? 0)
    const ofQueues = [0, 1].map((queueId) => master.parts.store.maxOffset(TOPIC, queueId))
    await until('the commits reach the master', () => String(committed()) === String(ofQueues))
    const onSlave = () => [0, 1].map((queueId) => slave.parts.offsets.find(GROUP, TOPIC, queueId) ?? 0)
    await until('and the slave after it', () => String(onSlave()) === String(ofQueues))
  })
})
