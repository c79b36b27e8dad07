/**
 * Goal: what the window shows and changes of topics, groups, clients and messages is what the brokers have.
 * Method: two masters as real processes, the service's handlers on the protocol, a producer and a consumer of our client.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EngineError } from '../../engine/base/errors.ts'
import { ClientInstance } from '../../engine/client/client-instance.ts'
import { Producer } from '../../engine/client/producer.ts'
import { PushConsumer } from '../../engine/client/push-consumer.ts'
import { openClusterDirectory, type OwnedDirectory } from '../../engine/lab/service/cluster-directory.ts'
import type { ServiceContext } from '../../engine/lab/service/context.ts'
import { makeResources, type ResourceHandlers } from '../../engine/lab/service/resources/resources.ts'
import { LabCluster } from './support/lab-cluster.ts'
import { LabHome } from './support/lab-home.ts'
import { until } from './support/until.ts'

const TOPIC = 'OrderTopic'
const GROUP = 'order-readers'
const MESSAGES = 60

const home = new LabHome()
let cluster: LabCluster
let directory: OwnedDirectory
let calls: ResourceHandlers
let consumer: PushConsumer | undefined
let name = ''
const seen: string[] = []
let sentFromMs = 0

async function failureOf(work: Promise<unknown> | object): Promise<EngineError> {
  try {
    await work
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
  throw new Error('it did not fail')
}

async function startConsumer(): Promise<PushConsumer> {
  const client = new ClientInstance(
    { namesrvAddr: cluster.namesrvAddr, rebalanceMs: 500, persistOffsetsMs: 500, routeRefreshMs: 1000 },
    cluster.ports,
  )
  const started = new PushConsumer(client, {
    group: GROUP,
    consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
    listener: {
      kind: 'concurrent',
      consume: (messages) => {
        for (const message of messages) seen.push(message.msgId)
        return Promise.resolve('CONSUME_SUCCESS' as const)
      },
    },
  })
  started.subscribe(TOPIC, '*')
  await started.start()
  return started
}

const waiting = async (): Promise<number | null> => {
  const { queues } = await calls['groups.get']({ cluster: name, group: GROUP })
  return queues.reduce((total, queue) => total + (queue.waiting ?? 0), 0)
}

beforeAll(async () => {
  cluster = await LabCluster.create(home, { topology: '2m-noslave' })
  name = cluster.spec.name
  await cluster.up()
  const { client, host, log } = { client: cluster.ports, host: { fs: cluster.ports.fs }, log: cluster.ports.log }
  directory = openClusterDirectory({ lab: cluster.lab, host: host as never, client, log })
  const context = { clusters: directory, client, log, observed: { nodes: () => [] } } as unknown as ServiceContext
  calls = makeResources(context).handlers
})

afterAll(async () => {
  await consumer?.shutdown()
  directory?.stop()
  await home.remove()
})

describe('topics', () => {
  test('one that does not exist is refused with what to do, in both languages', async () => {
    const failure = await failureOf(calls['topics.get']({ cluster: name, topic: 'NoSuchTopic' }))
    expect(failure.code).toBe('not-found')
    expect(failure.message).toContain('No route for NoSuchTopic')
    expect(failure.zh).toContain('没有 NoSuchTopic 的路由')
    expect(failure.context).toMatchObject({ field: 'topic', value: 'NoSuchTopic' })
  })

  test('one that is created stands on every master and in the list, apart from system topics', async () => {
    await calls['topics.save']({ cluster: name, topic: TOPIC, readQueues: 2, writeQueues: 2, perm: 6, brokers: [] })
    const row = await until('the topic is listed', async () => {
      const { topics } = await calls['topics.list']({ cluster: name })
      return topics.find(({ topic }) => topic === TOPIC)
    })
    expect(row).toMatchObject({ kind: 'normal', readQueues: 4, writeQueues: 4, perm: 'RW' })
    expect(row.brokers).toHaveLength(2)
    const { topics, problems } = await calls['topics.list']({ cluster: name })
    expect(problems).toEqual([])
    for (const system of ['TBW102', 'SCHEDULE_TOPIC_XXXX', ...row.brokers]) {
      expect(topics.find(({ topic }) => topic === system)?.kind).toBe('system')
    }
  })

  test('a bad name, a bad permission and a system topic are refused by field', async () => {
    const save = (topic: string, perm = 6) =>
      failureOf(calls['topics.save']({ cluster: name, topic, readQueues: 1, writeQueues: 1, perm, brokers: [] }))
    expect((await save('bad name')).context).toMatchObject({ field: 'topic' })
    expect((await save('GoodName', 5)).context).toMatchObject({ field: 'perm', value: 5 })
    expect((await save('TBW102')).code).toBe('refused')
  })

  test('a new number of queues replaces the old one on the brokers named', async () => {
    const { brokers } = await calls['topics.get']({ cluster: name, topic: TOPIC })
    const first = brokers[0]?.brokerName as string
    await calls['topics.save']({
      cluster: name,
      topic: TOPIC,
      readQueues: 3,
      writeQueues: 3,
      perm: 6,
      brokers: [first],
    })
    await until('the route has it', async () => {
      const detail = await calls['topics.get']({ cluster: name, topic: TOPIC })
      return detail.brokers.map(({ readQueues }) => readQueues).join() === '3,2'
    })
    await calls['topics.save']({ cluster: name, topic: TOPIC, readQueues: 2, writeQueues: 2, perm: 6, brokers: [] })
  })
})

describe('messages', () => {
  beforeAll(async () => {
    const client = new ClientInstance({ namesrvAddr: cluster.namesrvAddr }, cluster.ports)
    const producer = new Producer(client, { group: 'order-writers' })
    producer.start()
    sentFromMs = Date.now() - 1
    for (let i = 0; i < MESSAGES; i++) {
      const body = new TextEncoder().encode(JSON.stringify({ order: i, text: '订单' }))
      await producer.send({ topic: TOPIC, body: Buffer.from(body), keys: [`order-${i}`], tags: i % 2 ? 'odd' : 'even' })
    }
    await until('the producer is listed', async () => {
      const { clients } = await calls['clients.list']({ cluster: name })
      return clients.some(({ role, group }) => role === 'producer' && group === 'order-writers')
    })
    await producer.shutdown()
  })

  test('by time: the newest come first, over all queues, no more than asked for', async () => {
    const input = { cluster: name, topic: TOPIC, fromMs: 0, toMs: Date.now() }
    const all = (await calls['messages.byTime']({ ...input, max: 2000 })).messages.map(({ storedAtMs }) => storedAtMs)
    const found = await calls['messages.byTime']({ ...input, max: 10 })
    expect(found).toMatchObject({ isTruncated: true, problems: [] })
    expect(new Set(found.messages.map(({ brokerName }) => brokerName)).size).toBe(2)
    const times = found.messages.map(({ storedAtMs }) => storedAtMs)
    expect(times).toEqual([...all].sort((a, b) => b - a).slice(0, 10))
  })

  test('by time: all of a span are found, and none before it', async () => {
    const input = { cluster: name, topic: TOPIC, toMs: Date.now(), max: 2000 }
    const all = await calls['messages.byTime']({ ...input, fromMs: sentFromMs })
    expect(all.messages).toHaveLength(MESSAGES)
    expect(all.isTruncated).toBe(false)
    const middle = all.messages[20]?.storedAtMs as number
    const later = await calls['messages.byTime']({ ...input, fromMs: middle })
    expect(later.messages).toEqual(all.messages.filter(({ storedAtMs }) => storedAtMs >= middle))
    const earlier = await calls['messages.byTime']({ ...input, fromMs: 0, toMs: middle - 1 })
    expect(earlier.messages).toEqual(all.messages.filter(({ storedAtMs }) => storedAtMs < middle))
    expect(await calls['messages.byTime']({ ...input, fromMs: 0, toMs: sentFromMs - 1000 })).toMatchObject({
      messages: [],
    })
  })

  test('by offset: a queue is read on from there; outside of it the borders are named', async () => {
    const { queues } = await calls['topics.get']({ cluster: name, topic: TOPIC })
    const queue = queues[0] as (typeof queues)[number]
    expect(queues.reduce((total, { messages }) => total + (messages ?? 0), 0)).toBe(MESSAGES)
    const at = { cluster: name, topic: TOPIC, brokerName: queue.brokerName, queueId: queue.queueId }
    const found = await calls['messages.byOffset']({ ...at, offset: 3, max: 5 })
    expect(found.messages.map(({ queueOffset }) => queueOffset)).toEqual([3, 4, 5, 6, 7])
    const failure = await failureOf(calls['messages.byOffset']({ ...at, offset: 5000, max: 5 }))
    expect(failure.message).toContain(`Choose one from 0 to ${(queue.maxOffset as number) - 1}`)
    expect(failure.zh).toContain('超出')
  })

  test('by key and by both ids it is the same message, and its detail has the whole body', async () => {
    const byKey = await until('the index has the key', async () => {
      const { messages } = await calls['messages.byKey']({ cluster: name, topic: TOPIC, key: 'order-7' })
      return messages[0]
    })
    const byUnique = await calls['messages.byId']({ cluster: name, topic: TOPIC, id: byKey.messageId })
    const byOffsetId = await calls['messages.byId']({ cluster: name, topic: '', id: byKey.offsetMessageId })
    expect(byUnique.messages).toEqual([byKey])
    expect(byOffsetId.messages).toEqual([byKey])
    const detail = await calls['messages.get']({ cluster: name, ...byKey })
    expect(JSON.parse(Buffer.from(detail.body, 'base64').toString())).toEqual({ order: 7, text: '订单' })
    expect(new Map(detail.properties).get('TAGS')).toBe('odd')
    expect(detail.row.bodyBytes).toBe(Buffer.from(detail.body, 'base64').length)
  })

  test('a key nobody has finds nothing; an id of a client without a topic says what is missing', async () => {
    const none = await calls['messages.byKey']({ cluster: name, topic: TOPIC, key: 'order-x' })
    expect(none.messages).toEqual([])
    const id = '7F00000100002A9F0000000000000000'
    const failure = await failureOf(calls['messages.byId']({ cluster: name, topic: '', id }))
    expect(failure.context).toMatchObject({ field: 'topic' })
  })
})

describe('groups', () => {
  beforeAll(async () => {
    consumer = await startConsumer()
    await until('all were consumed', () => new Set(seen).size === MESSAGES)
    await until('the progress is stored', async () => (await waiting()) === 0)
  })

  test('the list and the detail show members, topics and progress', async () => {
    const { groups } = await calls['groups.list']({ cluster: name })
    expect(groups.find(({ group }) => group === GROUP)).toMatchObject({
      kind: 'normal',
      members: 1,
      topics: [TOPIC],
      waiting: 0,
      type: 'push',
      model: 'CLUSTERING',
    })
    expect(groups.find(({ group }) => group === 'TOOLS_CONSUMER')?.kind).toBe('system')
    const detail = await until('every queue has its owner', async () => {
      const now = await calls['groups.get']({ cluster: name, group: GROUP })
      return now.queues.filter(({ topic }) => topic === TOPIC).every(({ clientId }) => clientId !== null) ? now : false
    })
    expect(detail.settings?.retryMaxTimes).toBe(16)
    expect(detail.subscriptions).toContainEqual({ topic: TOPIC, expression: '*', type: 'TAG' })
    expect(detail.queues.filter(({ topic }) => topic === TOPIC)).toHaveLength(4)
    const { readers } = await calls['topics.get']({ cluster: name, topic: TOPIC })
    expect(readers).toEqual([{ group: GROUP, members: 1, model: 'CLUSTERING', waiting: 0 }])
    const { clients } = await calls['clients.list']({ cluster: name })
    expect(clients.filter(({ group }) => group === GROUP)).toMatchObject([{ role: 'consumer', language: 'NODE_JS' }])
  })

  test('a consumed message is tracked as such, and one member takes it again by order', async () => {
    const { messages } = await calls['messages.byTime']({
      cluster: name,
      topic: TOPIC,
      fromMs: 0,
      toMs: Date.now(),
      max: 1,
    })
    const row = messages[0] as (typeof messages)[number]
    const { groups } = await calls['messages.track']({ cluster: name, ...row })
    expect(groups).toMatchObject([{ group: GROUP, code: 'CONSUMED' }])
    const before = seen.length
    const again = { cluster: name, topic: TOPIC, messageId: row.messageId, group: GROUP, clientId: '' }
    expect((await calls['messages.sendToGroup'](again)).result).toBe('CR_SUCCESS')
    expect(seen.slice(before)).toEqual([row.messageId])
  })

  test('a live reset to a time brings again exactly what its preview said', async () => {
    const all = await calls['messages.byTime']({ cluster: name, topic: TOPIC, fromMs: 0, toMs: Date.now(), max: 2000 })
    const atMs = all.messages[14]?.storedAtMs as number
    const wanted = all.messages.filter(({ storedAtMs }) => storedAtMs >= atMs).map(({ messageId }) => messageId)
    const reset = { cluster: name, group: GROUP, topic: TOPIC, target: { kind: 'time' as const, atMs } }
    const preview = await calls['groups.resetPreview'](reset)
    expect(preview).toMatchObject({ again: wanted.length, skipped: 0 })
    expect(await failureOf(calls['groups.reset']({ ...reset, typedName: 'other' }))).toMatchObject({ code: 'usage' })
    const before = seen.length
    expect(await calls['groups.reset']({ ...reset, typedName: GROUP })).toEqual({ queues: 4, isLive: true })
    await until('they came again', () => seen.length >= before + wanted.length)
    await until('the progress is stored', async () => (await waiting()) === 0)
    expect([...new Set(seen.slice(before))].sort()).toEqual([...wanted].sort())
  })

  test('offline, a reset and a single offset are where the preview said', async () => {
    await consumer?.shutdown()
    consumer = undefined
    await until('nobody is connected', async () => {
      return (await calls['groups.get']({ cluster: name, group: GROUP })).members.length === 0
    })
    const first = { cluster: name, group: GROUP, topic: TOPIC, target: { kind: 'first' as const } }
    expect(await calls['groups.resetPreview'](first)).toMatchObject({ again: MESSAGES, skipped: 0 })
    expect(await calls['groups.reset']({ ...first, typedName: GROUP })).toEqual({ queues: 4, isLive: false })
    expect(await waiting()).toBe(MESSAGES)
    const { queues } = await calls['topics.get']({ cluster: name, topic: TOPIC })
    const { brokerName, queueId } = queues[1] as (typeof queues)[number]
    const target = { kind: 'offset' as const, brokerName, queueId, offset: 6 }
    const preview = await calls['groups.resetPreview']({ ...first, target })
    expect(preview).toEqual({
      queues: [{ brokerName, queueId, current: 0, target: 6, difference: 6 }],
      again: 0,
      skipped: 6,
    })
    await calls['groups.reset']({ ...first, target, typedName: GROUP })
    expect(await waiting()).toBe(MESSAGES - 6)
    const beyond = calls['groups.resetPreview']({ ...first, target: { ...target, offset: 9999 } })
    expect((await failureOf(beyond)).context).toMatchObject({ field: 'offset', value: 9999 })
  })

  test('settings are saved on every broker, and a deleted group is gone with its progress', async () => {
    const { settings } = await calls['groups.get']({ cluster: name, group: GROUP })
    if (settings === null) throw new Error('the group has no entry')
    await calls['groups.save']({ cluster: name, group: GROUP, settings: { ...settings, retryMaxTimes: 3 } })
    const changed = await calls['groups.get']({ cluster: name, group: GROUP })
    expect(changed.settings?.retryMaxTimes).toBe(3)
    expect(changed.problems).toEqual([])
    await calls['groups.delete']({ cluster: name, group: GROUP, typedName: GROUP })
    const failure = await failureOf(calls['groups.get']({ cluster: name, group: GROUP }))
    expect(failure).toMatchObject({ code: 'not-found' })
  })
})

describe('when something is missing', () => {
  test('a cluster attached for reading refuses every change', async () => {
    directory.attach('guest', cluster.namesrvAddr, false)
    expect((await calls['topics.list']({ cluster: 'guest' })).topics.some(({ topic }) => topic === TOPIC)).toBe(true)
    const failure = await failureOf(calls['topics.delete']({ cluster: 'guest', topic: TOPIC, typedName: TOPIC }))
    expect(failure).toMatchObject({ code: 'refused' })
    expect(failure.zh).toContain('只读')
  })

  test('a frozen broker becomes a sentence and the other answers', async () => {
    const brokers = cluster.spec.nodes.filter(({ kind }) => kind === 'broker').map((node) => node.name)
    const frozen = brokers[1] as string
    await cluster.pause(frozen)
    try {
      const { topics, problems } = await calls['topics.list']({ cluster: name })
      expect(problems.map(({ zh }) => zh).join()).toContain('未应答')
      expect(topics.find(({ topic }) => topic === TOPIC)).toMatchObject({ readQueues: 2, brokers: [brokers[0]] })
      const detail = await calls['topics.get']({ cluster: name, topic: TOPIC })
      expect(detail.queues.map(({ maxOffset }) => maxOffset === null)).toEqual([false, false, true, true])
    } finally {
      await cluster.resume(frozen)
    }
  })

  test('a deleted topic is gone, and only with its name typed', async () => {
    const wrong = await failureOf(calls['topics.delete']({ cluster: name, topic: TOPIC, typedName: 'Order' }))
    expect(wrong.context).toMatchObject({ field: 'typedName' })
    await calls['topics.delete']({ cluster: name, topic: TOPIC, typedName: TOPIC })
    expect((await failureOf(calls['topics.get']({ cluster: name, topic: TOPIC }))).code).toBe('not-found')
  })
})
