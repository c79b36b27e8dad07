/**
 * Goal: the client keeps its promises when brokers die, refuse, vanish behind a partition or take locks away: no
 * acknowledged message is lost to its readers, queues never have two orderly readers, and nothing waits for ever.
 * Method: real clients against protocol peers (`client-peer.ts`) in the simulated network, under virtual time.
 */
import { describe, expect, test } from 'vitest'
import { bytesFromUtf8, concatBytes } from '../../engine/base/bytes.ts'
import type { Ports, TimerHandle } from '../../engine/base/ports.ts'
import type { Listener } from '../../engine/client/listener.ts'
import { Producer } from '../../engine/client/producer.ts'
import { PushConsumer } from '../../engine/client/push-consumer.ts'
import { consumeMessageDirectly, getConsumerRunningInfo } from '../../engine/protocol/apis/heartbeat.ts'
import { getConsumerStatusFromClient, resetConsumerClientOffset } from '../../engine/protocol/apis/offset.ts'
import { consumeMessageDirectlyResult } from '../../engine/protocol/bodies/consume-message-directly-result.ts'
import { consumerRunningInfo } from '../../engine/protocol/bodies/consumer-running-info.ts'
import { consumerStatus } from '../../engine/protocol/bodies/consumer-status.ts'
import { resetOffsetBody } from '../../engine/protocol/bodies/reset-offset.ts'
import { ResponseCode } from '../../engine/protocol/codes.ts'
import { retryTopic } from '../../engine/protocol/topics.ts'
import { makeRequest } from '../../engine/remoting/command.ts'
import { PeerStore } from './client-peer.ts'
import { collecting, GROUP, ownedOf, TOPIC, World } from './client-world.ts'

describe('producer', () => {
  test('loses no send when a broker dies: the others take over', async () => {
    const world = await World.make(1)
    const producer = world.producer('p')
    for (let i = 0; i < 20; i++) await world.send(producer, `before ${i}`)
    expect(world.broker('a').sendCount).toBeGreaterThan(5)
    world.kill('a')
    for (let i = 0; i < 20; i++) expect((await world.send(producer, `after ${i}`)).status).toBe('SEND_OK')
    expect(world.broker('a').store.messageCount + world.broker('b').store.messageCount).toBe(40)
  })

  test('sends to a broker again once it is back', async () => {
    const world = await World.make(2)
    const producer = world.producer('p')
    await world.send(producer, 'first')
    world.kill('a')
    await world.sim.runFor(60_000)
    world.sim.restart('a')
    const back = await world.startBroker('a', 'a', 0, new PeerStore())
    await world.sim.runFor(60_000)
    for (let i = 0; i < 10; i++) await world.send(producer, `again ${i}`)
    expect(back.sendCount).toBeGreaterThan(0)
  })

  test('avoids a broker behind a partition after one lost send, and uses it again later', async () => {
    const world = await World.make(3)
    const producer = world.producer('p')
    await world.send(producer, 'first')
    world.sim.network.partition('p', 'a')
    let failures = 0
    for (let i = 0; i < 8; i++) {
      await world.send(producer, `cut ${i}`).catch(() => failures++)
      await world.sim.runFor(1000)
    }
    expect(failures).toBeLessThanOrEqual(1)
    world.sim.network.heal('p', 'a')
    const before = world.broker('a').sendCount
    await world.sim.runFor(15_000)
    for (let i = 0; i < 10; i++) await world.send(producer, `healed ${i}`)
    expect(world.broker('a').sendCount).toBeGreaterThan(before)
  })

  test.each([1, 2, 14, 16, 17, 204, 205])('tries another broker after code %i', async (code) => {
    const world = await World.make(code)
    world.broker('a').refuseSends = { code }
    const producer = world.producer('p')
    for (let i = 0; i < 8; i++) expect((await world.send(producer, String(i))).queue.brokerName).toBe('b')
    expect(world.broker('a').sendCount).toBeGreaterThan(0)
  })

  test('gives up at once on a refusal that every broker would repeat', async () => {
    const world = await World.make(4)
    for (const name of ['a', 'b']) world.broker(name).refuseSends = { code: ResponseCode.MESSAGE_ILLEGAL }
    const producer = world.producer('p')
    await expect(world.send(producer, 'illegal')).rejects.toMatchObject({
      code: 'refused',
      context: { code: ResponseCode.MESSAGE_ILLEGAL, attempts: 1 },
    })
  })

  test('three refusals are the end of a send', async () => {
    const world = await World.make(5)
    for (const name of ['a', 'b']) world.broker(name).refuseSends = { code: ResponseCode.SYSTEM_BUSY }
    const producer = world.producer('p')
    await expect(world.send(producer, 'busy')).rejects.toMatchObject({
      code: 'refused',
      context: { code: ResponseCode.SYSTEM_BUSY, attempts: 3, brokersSent: expect.any(Array) as string[] },
    })
    expect(world.broker('a').sendCount + world.broker('b').sendCount).toBe(3)
  })

  test.each([
    [ResponseCode.FLUSH_DISK_TIMEOUT, 'FLUSH_DISK_TIMEOUT'],
    [ResponseCode.FLUSH_SLAVE_TIMEOUT, 'FLUSH_SLAVE_TIMEOUT'],
    [ResponseCode.SLAVE_NOT_AVAILABLE, 'SLAVE_NOT_AVAILABLE'],
  ])('code %i is stored but not SEND_OK, and is not sent twice', async (code, status) => {
    const world = await World.make(6, ['a'])
    world.broker('a').refuseSends = { code, isStored: true }
    const producer = world.producer('p')
    const result = await world.send(producer, 'stored')
    expect(result.status).toBe(status)
    expect(result.offsetMsgId).toMatch(/^[0-9A-F]{32}$/)
    expect(world.broker('a').store.messageCount).toBe(1)
  })

  test('a silent broker ends a send after its time, not later', async () => {
    const world = await World.make(7, ['a'])
    const producer = world.producer('p')
    await world.send(producer, 'first')
    world.sim.pause('a')
    const startedMs = world.sim.nowMs
    await expect(world.send(producer, 'never', 2000)).rejects.toMatchObject({ code: 'timeout' })
    expect(world.sim.nowMs - startedMs).toBeLessThan(2500)
  })

  test('goes to the next name server when its own is gone', async () => {
    const world = await World.make(8)
    const producer = world.producer('p')
    for (const name of ['ns1', 'ns2']) {
      world.sim.crash(name, { keepsMachine: true })
      await world.send(producer, name)
      world.sim.restart(name)
      await world.startNameServer(name)
      world.directory.unknownTopics.clear()
      const fresh = world.producer(`p-${name}`)
      expect((await world.send(fresh, name)).status).toBe('SEND_OK')
    }
  })

  test('keeps a topic whose route is gone for a while', async () => {
    const world = await World.make(9)
    const producer = world.producer('p')
    await world.send(producer, 'first')
    world.directory.unknownTopics.add(TOPIC)
    await world.sim.runFor(120_000)
    expect((await world.send(producer, 'later')).status).toBe('SEND_OK')
  })

  test('a new topic gets the queues of the template', async () => {
    const world = await World.make(10)
    world.directory.unknownTopics.add(TOPIC)
    const producer = world.producer('p')
    expect((await world.send(producer, 'new')).status).toBe('SEND_OK')
    world.directory.unknownTopics.add('TBW102')
    const other = world.producer('q')
    await expect(world.send(other, 'new')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('concurrent consumers', () => {
  test('two members share the queues evenly, and one that dies is replaced at once', async () => {
    const world = await World.make(20)
    const one = collecting()
    const two = collecting()
    const first = await world.consumer('c1', one.listener)
    const second = await world.consumer('c2', two.listener)
    await world.sim.runUntil(() => ownedOf(first).length === 4 && ownedOf(second).length === 4, 5000)
    expect(new Set([...ownedOf(first), ...ownedOf(second)]).size).toBe(8)
    const producer = world.producer('p')
    for (let i = 0; i < 40; i++) await world.send(producer, `m${i}`)
    await world.sim.runUntil(() => one.got.length + two.got.length >= 40, 10_000)
    expect(new Set([...one.got, ...two.got]).size).toBe(40)

    world.sim.crash('c2', { keepsMachine: true })
    await world.sim.runUntil(() => ownedOf(first).length === 8, 3000)
    one.got.length = 0
    for (let i = 0; i < 40; i++) await world.send(producer, `n${i}`)
    await world.sim.runUntil(() => new Set(one.got.filter((text) => text.startsWith('n'))).size === 40, 10_000)
  })

  test('without a notice from the broker the next round divides the queues anew', async () => {
    const world = await World.make(21)
    for (const name of ['a', 'b']) world.broker(name).notifiesMembers = false
    const first = await world.consumer('c1', collecting().listener)
    await world.sim.runUntil(() => ownedOf(first).length === 8, 5000)
    const second = await world.consumer('c2', collecting().listener)
    await world.sim.runUntil(() => ownedOf(first).length === 4 && ownedOf(second).length === 4, 21_000)
    expect(new Set([...ownedOf(first), ...ownedOf(second)]).size).toBe(8)
  })

  test('a stopped member hands its queues over with their offsets', async () => {
    const world = await World.make(22)
    const one = collecting()
    const two = collecting()
    const producer = world.producer('p')
    for (let i = 0; i < 24; i++) await world.send(producer, `m${i}`)
    const first = await world.consumer('c1', one.listener)
    await world.sim.runUntil(() => one.got.length === 24, 10_000)
    await world.sim.settle(first.shutdown(), 10_000)
    const second = await world.consumer('c2', two.listener)
    await world.sim.runUntil(() => ownedOf(second).length === 8, 10_000)
    await world.sim.runFor(30_000)
    expect(two.got).toEqual([])
  })

  test('read from the slave soon after the master died, and store offsets anew when it is back', async () => {
    const world = await World.make(23, ['a'])
    const { store } = world.broker('a')
    const slave = await world.startBroker('a-s', 'a', 1, store)
    const { got, listener } = collecting()
    await world.consumer('c', listener)
    const producer = world.producer('p')
    for (let i = 0; i < 20; i++) await world.send(producer, `m${i}`)
    await world.sim.runUntil(() => got.length === 20, 10_000)
    expect(slave.pullCount).toBe(0)

    world.kill('a')
    await world.sim.runUntil(() => slave.pullCount > 0, 30_000)
    // What the master had acknowledged and nobody had read yet.
    const queue = store.queue(TOPIC, 0)
    queue.push(queue[0] as Uint8Array)
    for (const wake of [...store.arrivals]) wake()
    await world.sim.runFor(20_000)

    world.sim.restart('a')
    store.committed.clear()
    const back = await world.startBroker('a', 'a', 0, store)
    back.ignoresPullCommits = true
    await world.sim.runUntil(() => back.pullCount > 0 && back.commits.length > 0, 60_000)
    await world.sim.runFor(40_000)
    const stored = [0, 1, 2, 3].map((queueId) => store.committed.get(`${TOPIC}@${GROUP}@${queueId}`))
    expect(stored).toEqual([0, 1, 2, 3].map((queueId) => store.queue(TOPIC, queueId).length))
  })

  test('what fails comes again, through the broker or as a copy when the broker refuses it', async () => {
    for (const refusesSendBacks of [false, true]) {
      const world = await World.make(24)
      for (const name of ['a', 'b']) world.broker(name).refusesSendBacks = refusesSendBacks
      const seen: { text: string; topic: string; times: number }[] = []
      await world.consumer('c', {
        kind: 'concurrent',
        consume: ([message]) => {
          if (message === undefined) throw new Error('an empty batch')
          seen.push({ text: message.body.utf8Slice(), topic: message.topic, times: message.reconsumeTimes })
          if (message.reconsumeTimes === 0) throw new Error('told to fail')
          return 'CONSUME_SUCCESS'
        },
      })
      const producer = world.producer('p')
      for (let i = 0; i < 6; i++) await world.send(producer, `m${i}`)
      await world.sim.runUntil(() => seen.filter((each) => each.times === 1).length === 6, 60_000)
      expect(new Set(seen.filter((each) => each.times === 1).map((each) => each.text)).size).toBe(6)
      expect(new Set(seen.map((each) => each.topic))).toEqual(new Set([TOPIC]))
    }
  })

  test('a message that cannot be given back is tried here again and never skipped', async () => {
    const world = await World.make(25, ['a'])
    let failures = 0
    const seen: string[] = []
    await world.consumer('c', {
      kind: 'concurrent',
      consume: ([message]) => {
        if (failures++ === 0) return 'RECONSUME_LATER'
        seen.push(message?.body.utf8Slice() ?? '')
        return 'CONSUME_SUCCESS'
      },
    })
    const producer = world.producer('p')
    const broker = world.broker('a')
    await world.send(producer, 'only')
    broker.refusesSendBacks = true
    broker.refuseSends = { code: ResponseCode.NO_PERMISSION }
    await world.sim.runUntil(() => seen.length === 1, 30_000)
    expect(seen).toEqual(['only'])
    expect(broker.store.queue(retryTopic(GROUP), 0)).toEqual([])
  })

  test('a listener that never ends does not stop the others, and its message goes back after the time', async () => {
    const world = await World.make(26, ['a'])
    const seen: string[] = []
    await world.consumer(
      'c',
      {
        kind: 'concurrent',
        consume: ([message]) => {
          const text = message?.body.utf8Slice() ?? ''
          seen.push(`${text}/${message?.reconsumeTimes}`)
          return text === 'stuck' && message?.reconsumeTimes === 0 ? new Promise(() => undefined) : 'CONSUME_SUCCESS'
        },
      },
      { consumeTimeoutMs: 60_000 },
    )
    const producer = world.producer('p')
    await world.send(producer, 'stuck')
    for (let i = 0; i < 5; i++) await world.send(producer, `m${i}`)
    await world.sim.runUntil(() => seen.length >= 6, 10_000)
    await world.sim.runUntil(() => seen.includes('stuck/1'), 130_000)
    expect(seen.filter((text) => text.startsWith('stuck'))).toEqual(['stuck/0', 'stuck/1'])
  })

  test('an offset outside the queue is taken from the broker instead', async () => {
    const world = await World.make(27, ['a'])
    const { store } = world.broker('a')
    for (const queueId of [0, 1, 2, 3]) store.committed.set(`${TOPIC}@${GROUP}@${queueId}`, 1000)
    const { got, listener } = collecting()
    await world.consumer('c', listener)
    await world.sim.runFor(5000)
    const producer = world.producer('p')
    for (let i = 0; i < 8; i++) await world.send(producer, `m${i}`)
    await world.sim.runUntil(() => got.length === 8, 60_000)
  })

  test('a paused consumer takes nothing, a resumed one takes all', async () => {
    const world = await World.make(28, ['a'])
    const { got, listener } = collecting()
    const consumer = await world.consumer('c', listener)
    await world.sim.runUntil(() => ownedOf(consumer).length === 4, 5000)
    consumer.pause()
    await world.sim.runFor(20_000)
    const producer = world.producer('p')
    for (let i = 0; i < 8; i++) await world.send(producer, `m${i}`)
    await world.sim.runFor(60_000)
    expect(got).toEqual([])
    consumer.resume()
    await world.sim.runUntil(() => got.length === 8, 5000)
  })

  test('flow control holds the pulls while the listener does not keep up', async () => {
    const world = await World.make(29, ['a'])
    const waiting: (() => void)[] = []
    const consumer = await world.consumer(
      'c',
      {
        kind: 'concurrent',
        consume: () => new Promise((resolve) => waiting.push(() => resolve('CONSUME_SUCCESS'))),
      },
      { parallelism: 2, pullBatchMax: 4, bounds: { messagesMax: 10 } },
    )
    const producer = world.producer('p')
    for (let i = 0; i < 80; i++) await world.send(producer, `m${i}`)
    await world.sim.runFor(10_000)
    const held = consumer.runningInfo().mqTable.map(([, info]) => info.cachedMsgCount)
    expect(Math.max(...held)).toBeLessThanOrEqual(10 + 4)
    expect(waiting).toHaveLength(2)
  })
})

describe('orderly consumers', () => {
  test('a lost lock stops the queue until it is held again, and order stays', async () => {
    const world = await World.make(40, ['a'])
    const broker = world.broker('a')
    const got: number[] = []
    await world.consumer('c', {
      kind: 'orderly',
      consume: ([message]) => {
        got.push(Number(message?.body.utf8Slice()))
        return 'SUCCESS'
      },
    })
    const producer = world.producer('p')
    const sendOrdered = (i: number) =>
      world.sim.settle(producer.sendOrdered({ topic: TOPIC, body: bytesFromUtf8(String(i)) }, 'key'), 10_000)
    for (let i = 0; i < 5; i++) await sendOrdered(i)
    await world.sim.runUntil(() => got.length === 5, 10_000)

    broker.grantsLocks = false
    broker.locks.clear()
    await world.sim.runFor(21_000)
    for (let i = 5; i < 10; i++) await sendOrdered(i)
    await world.sim.runFor(60_000)
    expect(got).toHaveLength(5)

    broker.grantsLocks = true
    await world.sim.runUntil(() => got.length === 10, 30_000)
    expect(got).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('a broker that cannot be reached costs the lock after 30 s, with messages in hand', async () => {
    const world = await World.make(41, ['a'])
    let isOpen = false
    const got: { text: string; atMs: number }[] = []
    await world.consumer(
      'c',
      {
        kind: 'orderly',
        consume: ([message]) => {
          if (!isOpen) return 'SUSPEND_CURRENT_QUEUE_A_MOMENT'
          got.push({ text: message?.body.utf8Slice() ?? '', atMs: world.sim.nowMs })
          return 'SUCCESS'
        },
      },
      { suspendMs: 100 },
    )
    const producer = world.producer('p')
    await world.send(producer, 'held')
    await world.sim.runFor(5000)
    world.sim.network.partition('c', 'a')
    await world.sim.runFor(31_000)
    isOpen = true
    await world.sim.runFor(30_000)
    expect(got).toEqual([])
    world.sim.network.heal('c', 'a')
    await world.sim.runUntil(() => got.length === 1, 60_000)
  })

  test('queues change hands without two readers at once', async () => {
    const world = await World.make(42, ['a'])
    let running = 0
    let runningMax = 0
    const got: string[] = []
    const listener: Listener = {
      kind: 'orderly',
      consume: async ([message]): Promise<'SUCCESS'> => {
        running++
        runningMax = Math.max(runningMax, running)
        await new Promise<void>((resolve) => void world.sim.ports('p').timers.after(2000, resolve))
        running--
        got.push(message?.body.utf8Slice() ?? '')
        return 'SUCCESS'
      },
    }
    const producer = world.producer('p')
    // Everything in one queue: whoever holds it is the only reader.
    const sendOrdered = (i: number) =>
      world.sim.settle(producer.sendOrdered({ topic: TOPIC, body: bytesFromUtf8(String(i)) }, 'key'), 10_000)
    for (let i = 0; i < 30; i++) await sendOrdered(i)
    const first = await world.consumer('c1', listener)
    await world.sim.runUntil(() => got.length > 3, 20_000)
    const others = [await world.consumer('c2', listener), await world.consumer('c3', listener)]
    await world.sim.runFor(500)
    await world.sim.settle(first.shutdown(), 10_000)
    await world.sim.runUntil(() => new Set(got).size === 30, 300_000)
    expect(runningMax).toBe(1)
    const firstSeen = [...new Set(got)].map(Number)
    expect(firstSeen).toEqual(Array.from({ length: 30 }, (_, i) => i))
    expect(others.flatMap(ownedOf)).toHaveLength(4)
  })
})

describe('what brokers ask', () => {
  async function consumed(seed: number) {
    const world = await World.make(seed, ['a'])
    const { got, listener } = collecting()
    const consumer = await world.consumer('c', listener)
    const producer = world.producer('p')
    for (let i = 0; i < 8; i++) await world.send(producer, `m${i}`)
    await world.sim.runUntil(() => got.length === 8, 10_000)
    return { world, consumer, got, broker: world.broker('a') }
  }

  test('a reset of offsets stops the queues, and after ten seconds they start anew', async () => {
    const { world, consumer, got, broker } = await consumed(70)
    const queue = { topic: TOPIC, brokerName: 'a', queueId: 1 }
    const header = { topic: TOPIC, group: GROUP, timestamp: 0, isForce: true }
    const body = resetOffsetBody.encode({ offsetTable: [[queue, 0]] })
    const before = world.sim.nowMs
    broker.tellMember(GROUP, makeRequest(resetConsumerClientOffset, header, body))
    await world.sim.runUntil(() => got.length === 10, 30_000)
    expect(world.sim.nowMs - before).toBeGreaterThan(10_000)
    expect(consumer.deliveries).toEqual({ received: 10, duplicates: 2, redelivered: 0 })
    await world.sim.runFor(10_000)
    expect(broker.store.committed.get(`${TOPIC}@${GROUP}@1`)).toBe(2)
  })

  test('the offsets in memory are told, those of one topic', async () => {
    const { world, broker } = await consumed(71)
    const request = makeRequest(getConsumerStatusFromClient, { topic: TOPIC, group: GROUP })
    const answer = await world.sim.settle(broker.askMember(GROUP, request), 5000)
    const { messageQueueTable } = consumerStatus.decode(answer.body)
    expect(messageQueueTable.map(([queue, offset]) => [queue.topic, queue.queueId, offset]).sort()).toEqual(
      [0, 1, 2, 3].map((queueId) => [TOPIC, queueId, 2]),
    )
  })

  test('a message is consumed directly, and a listener that throws is told', async () => {
    const { world, got, broker } = await consumed(72)
    const record = broker.store.queue(TOPIC, 0)[0] as Uint8Array
    const ask = async (group: string) => {
      const request = makeRequest(
        consumeMessageDirectly,
        { consumerGroup: group, brokerName: 'a' },
        concatBytes([record]),
      )
      return world.sim.settle(broker.askMember(GROUP, request), 5000)
    }
    const answer = await ask(GROUP)
    expect(consumeMessageDirectlyResult.decode(answer.body)).toMatchObject({
      order: false,
      consumeResult: 'CR_SUCCESS',
    })
    expect(got).toHaveLength(9)
    expect((await ask('nobody')).code).toBe(ResponseCode.SYSTEM_ERROR)
  })

  test('its state is told with every queue and topic', async () => {
    const { world, broker } = await consumed(73)
    const request = makeRequest(getConsumerRunningInfo, { consumerGroup: GROUP, clientId: 'any' })
    const answer = await world.sim.settle(broker.askMember(GROUP, request), 5000)
    const info = consumerRunningInfo.decode(answer.body)
    expect(Object.fromEntries(info.properties)).toMatchObject({
      PROP_NAMESERVER_ADDR: world.namesrvAddr,
      PROP_CONSUME_TYPE: 'CONSUME_PASSIVELY',
      PROP_CONSUMEORDERLY: 'false',
      PROP_CLIENT_VERSION: '479',
    })
    expect(info.mqTable).toHaveLength(5)
    expect(info.statusTable.get(TOPIC)?.consumeFailedMsgs).toBe(0)
    expect(info.subscriptionSet.map((subscription) => subscription.topic).sort()).toEqual(['%RETRY%g', TOPIC])
  })
})

describe('life of a client', () => {
  test('shutdown is idempotent and leaves no timer behind', async () => {
    const world = await World.make(50)
    const counted = countTimers(world.sim.ports('c'))
    const client = world.client('c', counted.ports)
    const producer = new Producer(client, { group: 'p' })
    producer.start()
    producer.start()
    const { got, listener } = collecting()
    const consumer = new PushConsumer(client, { group: GROUP, listener, consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET' })
    consumer.subscribe(TOPIC)
    await world.sim.settle(consumer.start(), 10_000)
    await world.sim.settle(consumer.start(), 10_000)
    await world.send(producer, 'm')
    await world.sim.runUntil(() => got.length === 1, 10_000)
    await world.sim.runFor(25_000)
    expect(counted.pending()).toBeGreaterThan(0)
    for (let i = 0; i < 2; i++) {
      await world.sim.settle(consumer.shutdown(), 10_000)
      await world.sim.settle(producer.shutdown(), 10_000)
    }
    await world.sim.runFor(1000)
    expect(counted.pending()).toBe(0)
    expect(client.isRunning).toBe(false)
    for (const name of ['a', 'b']) expect(world.broker(name).membersOf(GROUP)).toEqual([])
  })

  test('one client instance takes each group once', async () => {
    const world = await World.make(51)
    const client = world.client('c')
    new Producer(client, { group: 'p' }).start()
    expect(() => new Producer(client, { group: 'p' }).start()).toThrow(/created before/)
    client.stop()
  })
})

/** Ports whose timers are counted until they fire or are cancelled. */
function countTimers(ports: Ports): { readonly ports: Ports; pending(): number } {
  const pending = new Set<TimerHandle>()
  const counted: Ports = {
    ...ports,
    timers: {
      after: (delayMs, task) => {
        const inner = ports.timers.after(delayMs, () => {
          pending.delete(handle)
          task()
        })
        const handle = {
          cancel: () => {
            pending.delete(handle)
            inner.cancel()
          },
        }
        pending.add(handle)
        return handle
      },
      every: (periodMs, task) => {
        const inner = ports.timers.every(periodMs, task)
        const handle = {
          cancel: () => {
            pending.delete(handle)
            inner.cancel()
          },
        }
        pending.add(handle)
        return handle
      },
      atTurnEnd: (task) => ports.timers.atTurnEnd(task),
    },
  }
  return { ports: counted, pending: () => pending.size }
}
