/**
 * What our client must do against any cluster, ours or Apache's: each scenario sends and receives through real sockets
 * and waits on conditions. A suite starts a cluster and runs the list.
 */
import { expect } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { AdminClient } from '../../engine/client/admin-client.ts'
import { ClientInstance, type ClientPorts } from '../../engine/client/client-instance.ts'
import type { ConcurrentListener } from '../../engine/client/listener.ts'
import { trackMessage } from '../../engine/client/message-track.ts'
import { Producer } from '../../engine/client/producer.ts'
import { PullConsumer } from '../../engine/client/pull-consumer.ts'
import { PushConsumer, type PushConsumerOptions } from '../../engine/client/push-consumer.ts'
import { keysOf, type ReceivedMessage, tagOf } from '../../engine/client/received-message.ts'
import { compareQueues, queueKey } from '../../engine/protocol/message-queue.ts'
import { makeSubscriptionGroup, makeTopicConfig } from '../../engine/protocol/topic-config.ts'
import { dlqTopic } from '../../engine/protocol/topics.ts'

export interface ScenarioCluster {
  readonly namesrvAddr: string
  readonly ports: ClientPorts
  /** For broadcasting's offsets. */
  readonly directory: string
}

export interface Scenario {
  readonly claim: string
  readonly timeoutMs: number
  run(bench: Bench): Promise<void>
}

/** The clients of one scenario, all of them ended with it. */
export class Bench {
  readonly cluster: ScenarioCluster
  readonly admin: AdminClient
  readonly name: string
  readonly #ends: (() => Promise<void> | void)[] = []

  constructor(cluster: ScenarioCluster, name: string) {
    this.cluster = cluster
    this.name = name
    this.admin = new AdminClient({ namesrvAddr: cluster.namesrvAddr }, cluster.ports)
    this.#ends.push(() => this.admin.shutdown())
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end()
  }

  producer(options: Partial<ConstructorParameters<typeof Producer>[1]> = {}): Producer {
    const producer = new Producer(this.client(), { group: `${this.name}-producer`, ...options })
    producer.start()
    this.#ends.push(() => producer.shutdown())
    return producer
  }

  async consumer(
    topic: string,
    expression: string,
    options: Partial<PushConsumerOptions> & Pick<PushConsumerOptions, 'listener'>,
  ) {
    const consumer = new PushConsumer(this.client(), {
      group: `${this.name}-group`,
      consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
      ...options,
    })
    consumer.subscribe(topic, expression)
    await consumer.start()
    this.#ends.push(() => consumer.shutdown())
    return consumer
  }

  pullConsumer(): PullConsumer {
    const consumer = new PullConsumer(this.client(), { group: `${this.name}-puller` })
    consumer.start()
    this.#ends.push(() => consumer.shutdown())
    return consumer
  }

  client(): ClientInstance {
    return new ClientInstance({ namesrvAddr: this.cluster.namesrvAddr }, this.cluster.ports)
  }

  /** A topic of its own on every master, known to the name servers. */
  async topic(queueNums = 4, name = `${this.name}-topic`): Promise<string> {
    const masters = await this.admin.mastersOf()
    const config = makeTopicConfig(name, { readQueueNums: queueNums, writeQueueNums: queueNums })
    for (const master of masters) await this.admin.brokers.updateTopic(master.address, config)
    await this.until(`a route of ${name} to every master`, async () => {
      const route = await this.admin.topicRoute(name).catch(() => undefined)
      return route?.queueDatas.length === masters.length
    })
    return name
  }

  /** Polls `holds` until it does. */
  async until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
    const { clock, timers } = this.cluster.ports
    const endMs = clock.monotonicMs() + timeoutMs
    while (!(await holds())) {
      if (clock.monotonicMs() > endMs) throw new Error(`${what} did not come about within ${timeoutMs} ms`)
      await new Promise<void>((resolve) => void timers.after(20, resolve))
    }
  }
}

function text(message: ReceivedMessage): string {
  return message.body.utf8Slice()
}

function numbered(topic: string, count: number, tags?: string) {
  return Array.from({ length: count }, (_, i) => ({ topic, tags, body: bytesFromUtf8(`message ${i}`) }))
}

/** A listener that keeps everything. */
function collector(): {
  readonly got: ReceivedMessage[]
  readonly listener: { kind: 'concurrent'; consume: ConcurrentListener }
} {
  const got: ReceivedMessage[] = []
  return {
    got,
    listener: {
      kind: 'concurrent',
      consume: (messages) => {
        got.push(...messages)
        return 'CONSUME_SUCCESS'
      },
    },
  }
}

async function sendAll(producer: Producer, messages: readonly { topic: string; body: Uint8Array }[]): Promise<void> {
  const results = await Promise.all(messages.map((message) => producer.send(message, { timeoutMs: 15_000 })))
  expect(results.map((result) => result.status)).toEqual(results.map(() => 'SEND_OK'))
}

export const CLIENT_SCENARIOS: readonly Scenario[] = [
  {
    claim: 'receives each of 1000 messages once, with ids, tag, keys and properties as sent',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic()
      const producer = bench.producer()
      const sent = await Promise.all(
        Array.from({ length: 1000 }, (_, i) =>
          producer.send({
            topic,
            tags: 'TagA',
            keys: [`key-${i}`, 'all'],
            flag: i,
            properties: { colour: 'grün' },
            body: bytesFromUtf8(`Hello ${i}`),
          }),
        ),
      )
      const { got, listener } = collector()
      await bench.consumer(topic, '*', { listener })
      await bench.until('1000 messages', () => got.length >= 1000)
      expect(got).toHaveLength(1000)
      expect(new Set(got.map((message) => message.msgId))).toEqual(new Set(sent.map((result) => result.msgId)))
      expect(new Set(got.map((message) => message.offsetMsgId))).toEqual(
        new Set(sent.map((result) => result.offsetMsgId)),
      )
      for (const message of got) {
        expect(text(message)).toBe(`Hello ${message.flag}`)
        expect(tagOf(message)).toBe('TagA')
        expect(keysOf(message)).toEqual([`key-${message.flag}`, 'all'])
        expect(message.properties.get('colour')).toBe('grün')
        expect(message.topic).toBe(topic)
      }
    },
  },
  {
    claim: 'two consumers of a group share the queues and lose nothing when one leaves',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic()
      const producer = bench.producer()
      const first = collector()
      const second = collector()
      const one = await bench.consumer(topic, '*', { listener: first.listener })
      const two = await bench.consumer(topic, '*', { listener: second.listener })
      const owned = () =>
        [one, two].map((consumer) => consumer.queues.filter((queue) => queue.topic === topic).map(queueKey))
      const all = (await producer.publishQueues(topic)).map(queueKey).sort()
      await bench.until('an even share', () => owned().every((queues) => queues.length === all.length / 2))
      expect(owned().flat().sort()).toEqual(all)
      await sendAll(producer, numbered(topic, 200))
      await bench.until('200 messages', () => first.got.length + second.got.length >= 200)
      expect(new Set([...first.got, ...second.got].map(text)).size).toBe(200)
      expect(first.got.length).toBeGreaterThan(0)
      expect(second.got.length).toBeGreaterThan(0)

      await two.shutdown()
      await bench.until('all queues with the one that stayed', () => owned()[0]?.length === all.length)
      first.got.length = 0
      await sendAll(producer, numbered(topic, 100))
      await bench.until('100 more messages', () => new Set(first.got.map(text)).size >= 100)
    },
  },
  {
    claim: 'a restarted consumer goes on where the group stopped',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic()
      const producer = bench.producer()
      const before = collector()
      const first = await bench.consumer(topic, '*', { listener: before.listener })
      await sendAll(producer, numbered(topic, 50))
      await bench.until('50 messages', () => before.got.length >= 50)
      await first.shutdown()
      await sendAll(producer, numbered(topic, 30))
      const after = collector()
      await bench.consumer(topic, '*', { listener: after.listener })
      await bench.until('30 messages', () => after.got.length >= 30)
      expect(after.got).toHaveLength(30)
    },
  },
  {
    claim: 'every broadcast consumer gets every message, and goes on from its own file',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(2)
      const producer = bench.producer()
      const start = async (instanceName: string) => {
        const kept = collector()
        const client = new ClientInstance({ namesrvAddr: bench.cluster.namesrvAddr, instanceName }, bench.cluster.ports)
        const consumer = new PushConsumer(client, {
          group: `${bench.name}-group`,
          messageModel: 'BROADCASTING',
          consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
          offsetsDirectory: bench.cluster.directory,
          listener: kept.listener,
        })
        consumer.subscribe(topic)
        await consumer.start()
        return { consumer, got: kept.got }
      }
      const one = await start('one')
      const two = await start('two')
      await sendAll(producer, numbered(topic, 40))
      await bench.until('40 messages each', () => one.got.length >= 40 && two.got.length >= 40)
      await one.consumer.shutdown()
      await sendAll(producer, numbered(topic, 10))
      const again = await start('one')
      await bench.until('10 messages after the restart', () => again.got.length >= 10 && two.got.length >= 50)
      expect(again.got).toHaveLength(10)
      expect(two.got).toHaveLength(50)
      await again.consumer.shutdown()
      await two.consumer.shutdown()
    },
  },
  {
    claim: 'an orderly consumer gets the messages of a key in order, failures included',
    timeoutMs: 90_000,
    run: async (bench) => {
      const topic = await bench.topic()
      const producer = bench.producer()
      const keys = ['a', 'b', 'c', 'd', 'e']
      for (let i = 0; i < 20; i++) {
        for (const key of keys) {
          const result = await producer.sendOrdered({ topic, keys: key, body: bytesFromUtf8(String(i)) }, key)
          expect(result.status).toBe('SEND_OK')
        }
      }
      const byKey = new Map<string, number[]>()
      let failures = 0
      await bench.consumer(topic, '*', {
        suspendMs: 20,
        listener: {
          kind: 'orderly',
          consume: (messages) => {
            const message = messages[0] as ReceivedMessage
            if (text(message) === '7' && message.reconsumeTimes < 2) {
              failures++
              return 'SUSPEND_CURRENT_QUEUE_A_MOMENT'
            }
            const key = keysOf(message)[0] as string
            byKey.set(key, [...(byKey.get(key) ?? []), Number(text(message))])
            return 'SUCCESS'
          },
        },
      })
      const total = () => [...byKey.values()].reduce((sum, list) => sum + list.length, 0)
      await bench.until('100 messages', () => total() >= 100, 60_000)
      for (const key of keys) expect(byKey.get(key)).toEqual(Array.from({ length: 20 }, (_, i) => i))
      expect(failures).toBe(2 * keys.length)
    },
  },
  {
    claim: 'a failed message comes again as its own topic after its delay, then goes to the dead letters',
    timeoutMs: 90_000,
    run: async (bench) => {
      const topic = await bench.topic(1)
      const producer = bench.producer()
      const deliveries: { topic: string; times: number; id: string }[] = []
      await bench.consumer(topic, '*', {
        reconsumeTimesMax: 1,
        listener: {
          kind: 'concurrent',
          consume: (messages, context) => {
            const [message] = messages as [ReceivedMessage]
            deliveries.push({ topic: message.topic, times: message.reconsumeTimes, id: message.msgId })
            context.delayLevelWhenNextConsume = 1
            return 'RECONSUME_LATER'
          },
        },
      })
      const sent = await producer.send({ topic, body: bytesFromUtf8('never') })
      await bench.until('a second delivery', () => deliveries.length >= 2, 45_000)
      expect(deliveries).toEqual([
        { topic, times: 0, id: sent.msgId },
        { topic, times: 1, id: sent.msgId },
      ])
      const dead = dlqTopic(`${bench.name}-group`)
      const puller = bench.pullConsumer()
      let letters: readonly ReceivedMessage[] = []
      await bench.until('a dead letter', async () => {
        const queues = await puller.fetchQueues(dead).catch(() => [])
        for (const queue of queues) letters = [...letters, ...(await puller.poll(queue)).messages]
        return letters.length > 0
      })
      expect(letters.map(text)).toEqual(['never'])
      expect(deliveries).toHaveLength(2)
    },
  },
  {
    claim: 'a tag expression delivers its tags only',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(2)
      const producer = bench.producer()
      // "Aa" and "BB" have the same hash: the broker lets both through, the client must not.
      for (const tag of ['Aa', 'BB', 'C', undefined]) await sendAll(producer, numbered(topic, 10, tag))
      const { got, listener } = collector()
      const consumer = await bench.consumer(topic, 'Aa || C', { listener })
      await bench.until('20 messages', () => got.length >= 20)
      const ends = async () => {
        const stats = await bench.admin.consumeStats(consumer.group, topic).catch(() => undefined)
        return stats?.offsetTable.every(([, wrapper]) => wrapper.brokerOffset === wrapper.consumerOffset) ?? false
      }
      await bench.until('the end of every queue', ends)
      expect(new Set(got.map(tagOf))).toEqual(new Set(['Aa', 'C']))
      expect(got).toHaveLength(20)
    },
  },
  {
    claim: 'batches, large packed bodies, one-way and asynchronous sends arrive whole',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(1)
      const producer = bench.producer()
      const batch = await producer.sendBatch(numbered(topic, 5))
      expect(batch.msgId.split(',')).toHaveLength(5)
      expect(batch.offsetMsgId.split(',')).toHaveLength(5)
      const large = 'large '.repeat(20_000)
      await producer.send({ topic, body: bytesFromUtf8(large) })
      await producer.sendOneway({ topic, body: bytesFromUtf8('one-way') })
      const outcome = await new Promise<unknown>((resolve) => {
        producer.sendAsync({ topic, body: bytesFromUtf8('asynchronous') }, (error, result) =>
          resolve(error ?? result?.status),
        )
      })
      expect(outcome).toBe('SEND_OK')
      const { got, listener } = collector()
      await bench.consumer(topic, '*', { listener, batchMax: 3 })
      await bench.until('8 messages', () => got.length >= 8)
      expect(got.map(text).sort()).toEqual(
        [...Array.from({ length: 5 }, (_, i) => `message ${i}`), large, 'one-way', 'asynchronous'].sort(),
      )
      const packed = got.find((message) => text(message) === large)
      expect(packed?.recordBytes).toBeLessThan(5000)
    },
  },
  {
    claim: 'a pull consumer reads from where it is told and commits when it is told',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(1)
      const producer = bench.producer()
      const queue = [...(await producer.publishQueues(topic))].sort(compareQueues)[0]!
      for (const message of numbered(topic, 10)) await producer.send(message, { queue })
      const puller = bench.pullConsumer()
      expect(await puller.fetchQueues(topic)).toContainEqual(queue)
      expect(await puller.minOffset(queue)).toBe(0)
      expect(await puller.maxOffset(queue)).toBe(10)
      const page = await puller.poll(queue, { countMax: 4 })
      expect(page.status).toBe('FOUND')
      expect(page.messages.map(text)).toEqual(['message 0', 'message 1', 'message 2', 'message 3'])
      expect(await puller.position(queue)).toBe(4)
      puller.seek(queue, 9)
      expect((await puller.poll(queue)).messages.map(text)).toEqual(['message 9'])
      expect((await puller.poll(queue)).status).toBe('NO_NEW_MSG')
      expect((await puller.pull(queue, 1000)).status).toBe('OFFSET_ILLEGAL')
      await puller.commit(queue, 6)
      expect(await puller.committed(queue)).toBe(6)
      expect((await puller.poll(queue, { suspendMs: 200 })).status).toBe('NO_NEW_MSG')
    },
  },
  {
    claim: 'a delayed message comes after its delay and not before',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(1)
      const producer = bench.producer()
      const arrivals: number[] = []
      const { clock } = bench.cluster.ports
      await bench.consumer(topic, '*', {
        listener: {
          kind: 'concurrent',
          consume: () => {
            arrivals.push(clock.monotonicMs())
            return 'CONSUME_SUCCESS'
          },
        },
      })
      const sentMs = clock.monotonicMs()
      await producer.send({ topic, body: bytesFromUtf8('later'), delayLevel: 2 })
      await bench.until('the delayed message', () => arrivals.length > 0)
      // Level 2 is 5 s; the broker rounds by less than a tenth.
      expect((arrivals[0] as number) - sentMs).toBeGreaterThan(4500)
    },
  },
  {
    claim: 'tools find messages by both ids, by key and by place, and see the group that consumed them',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(1)
      const producer = bench.producer()
      const sent = await producer.send({ topic, keys: 'invoice-1', body: bytesFromUtf8('find me') })
      const { got, listener } = collector()
      const consumer = await bench.consumer(topic, '*', { listener })
      await bench.until('the message', () => got.length === 1)
      await consumer.persistOffsets()
      const { messages } = bench.admin
      await bench.until('the key in the index', async () => {
        const found = await messages.byKey({ topic, key: 'invoice-1' }).catch(() => [])
        return found.length === 1
      })
      expect(text(await messages.byId(topic, sent.offsetMsgId))).toBe('find me')
      expect(text(await messages.byId(topic, sent.msgId))).toBe('find me')
      const { brokerName, queueId } = sent.queue
      const found = await messages.byQueueOffset(topic, brokerName, queueId, sent.queueOffset)
      expect(found?.msgId).toBe(sent.msgId)
      expect(await messages.byQueueOffset(topic, brokerName, queueId, 100)).toBeUndefined()
      await expect(messages.byKey({ topic, key: 'nothing' })).rejects.toMatchObject({ context: { code: 208 } })

      await bench.until('the committed offset', async () => {
        const stats = await bench.admin.consumeStats(consumer.group, topic).catch(() => undefined)
        return stats?.offsetTable.some(([, wrapper]) => wrapper.consumerOffset === 1) ?? false
      })
      if (found === undefined) throw new Error('not reached')
      // Apache's list of groups also has the topic's own name in it.
      const tracks = await trackMessage(bench.admin, found)
      expect(tracks).toContainEqual({ consumerGroup: consumer.group, trackType: 'CONSUMED' })
    },
  },
  {
    claim: 'tools see clusters, brokers, connections and the inside of a consumer',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(2)
      const producer = bench.producer()
      await sendAll(producer, numbered(topic, 4))
      const { got, listener } = collector()
      const consumer = await bench.consumer(topic, '*', { listener })
      await bench.until('4 messages', () => got.length >= 4)
      const { admin } = bench
      const brokers = await admin.brokersOf()
      expect(brokers.length).toBeGreaterThan(0)
      for (const broker of brokers) {
        expect((await admin.brokers.runtimeInfo(broker.address)).get('brokerVersionDesc')).toMatch(/^V5_3_3/)
        expect(await admin.brokers.config(broker.address)).toContain(`brokerName=${broker.brokerName}`)
      }
      expect((await admin.nameServers.topicList()).topicList).toContain(topic)
      const stats = await admin.topicStats(topic)
      expect(stats.offsetTable.reduce((sum, [, offsets]) => sum + offsets.maxOffset, 0)).toBe(4)
      await bench.until('the consumer in the connection list', async () => {
        const connection = await admin.consumerConnection(consumer.group).catch(() => undefined)
        return connection?.connectionSet.length === 1
      })
      const connection = await admin.consumerConnection(consumer.group)
      expect(connection.subscriptionTable.get(topic)?.subString).toBe('*')
      const clientId = connection.connectionSet[0]?.clientId as string
      const info = await admin.consumerRunningInfo(consumer.group, clientId)
      expect(
        info.mqTable
          .filter(([queue]) => queue.topic === topic)
          .map(([queue]) => queueKey(queue))
          .sort(),
      ).toEqual(
        consumer.queues
          .filter((queue) => queue.topic === topic)
          .map(queueKey)
          .sort(),
      )
      await bench.until('the producer in the connection list', async () => {
        const connections = await admin.producerConnection(producer.group, topic).catch(() => undefined)
        return connections?.connectionSet.length === 1
      })
      const before = got.length
      const first = got[0] as ReceivedMessage
      const direct = await admin.consumeDirectly(consumer.group, clientId, topic, first.offsetMsgId)
      expect(direct.consumeResult).toBe('CR_SUCCESS')
      expect(got).toHaveLength(before + 1)
      expect(got.at(-1)?.msgId).toBe(first.msgId)
    },
  },
  {
    claim: 'resetting offsets makes an online group consume again',
    timeoutMs: 90_000,
    run: async (bench) => {
      const topic = await bench.topic(2)
      const producer = bench.producer()
      await sendAll(producer, numbered(topic, 20))
      const { got, listener } = collector()
      const consumer = await bench.consumer(topic, '*', { listener })
      await bench.until('20 messages', () => got.length >= 20)
      await consumer.persistOffsets()
      await bench.until('the committed offsets', async () => {
        const stats = await bench.admin.consumeStats(consumer.group, topic).catch(() => undefined)
        return stats?.offsetTable.every(([, wrapper]) => wrapper.brokerOffset === wrapper.consumerOffset) ?? false
      })
      const outcome = await bench.admin.resetOffsets({ topic, group: consumer.group, timestampMs: 0 })
      expect(outcome.kind).toBe('online')
      // The broker tells a parked pull about the reset with its next answer, which new messages bring about.
      await sendAll(producer, numbered(topic, 8))
      await bench.until('all messages again', () => got.length >= 20 + 20 + 8, 60_000)
    },
  },
  {
    claim: 'a group takes over the offsets of another one, and its clients tell their own',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(2)
      const producer = bench.producer()
      await sendAll(producer, numbered(topic, 20))
      const { got, listener } = collector()
      const consumer = await bench.consumer(topic, '*', { listener })
      await bench.until('20 messages', () => got.length >= 20)
      await consumer.persistOffsets()
      await bench.until('the committed offsets', async () => {
        const stats = await bench.admin.consumeStats(consumer.group, topic).catch(() => undefined)
        return stats?.offsetTable.every(([, wrapper]) => wrapper.brokerOffset === wrapper.consumerOffset) ?? false
      })
      const brokers = (await bench.admin.brokersOf()).filter((broker) => broker.brokerId === 0)
      const told = await Promise.all(
        brokers.map((broker) => bench.admin.brokers.consumerStatus(broker.address, topic, consumer.group)),
      )
      const offsets = told.flatMap((clients) => [...clients.values()].flat())
      expect(offsets.length).toBeGreaterThan(0)
      expect(new Set(offsets.map(([queue]) => queue.topic))).toEqual(new Set([topic]))

      const heir = `${bench.name}-heir`
      for (const broker of brokers) await bench.admin.brokers.updateGroup(broker.address, makeSubscriptionGroup(heir))
      expect(await bench.admin.cloneGroupOffset(consumer.group, heir, topic)).toBeGreaterThan(0)
      await sendAll(producer, numbered(topic, 6))
      const taken = collector()
      await bench.consumer(topic, '*', { listener: taken.listener, group: heir })
      await bench.until('6 messages', () => taken.got.length >= 6)
      expect(taken.got).toHaveLength(6)
    },
  },
  {
    claim: 'topics and groups can be created and deleted everywhere',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic(2)
      const { admin } = bench
      const clusterName = (await admin.brokersOf())[0]?.clusterName as string
      await admin.deleteTopic(clusterName, topic)
      await expect(admin.topicRoute(topic)).rejects.toMatchObject({ code: 'refused', context: { code: 17 } })
      await admin.nameServers.putKvConfig('scenario', 'key', 'value')
      expect(await admin.nameServers.kvConfig('scenario', 'key')).toBe('value')
      await admin.nameServers.deleteKvConfig('scenario', 'key')
      expect(await admin.nameServers.kvConfig('scenario', 'key')).toBeUndefined()
    },
  },
]
