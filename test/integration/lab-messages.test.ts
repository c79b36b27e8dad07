/**
 * Goal: what Send, Receive and Accounting say of messages is what happened to them.
 * Method: a 2m-2s-async cluster of real processes and the lab service over it; streams end in this process.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EngineError } from '../../engine/base/errors.ts'
import type {
  ConsumerEvent,
  ConsumerSpec,
  ConsumerView,
  MessageDraft,
  ReceivedRow,
  RunEvent,
  RunSpec,
  RunView,
  SendRow,
} from '../../engine/contract/messages-api.ts'
import { ControlWorld } from './support/control-world.ts'
import { StreamWindow } from './support/stream-window.ts'
import { until } from './support/until.ts'

const TOPIC = 'LabMessages'
const world = new ControlWorld()

beforeAll(async () => {
  await world.create({
    topology: '2m-2s-async',
    settings: { autoCreateTopicEnable: false, flushDelayOffsetInterval: 500 },
  })
  await world.cluster.up()
  await createTopic(TOPIC)
})

afterAll(async () => {
  await world.remove()
})

async function createTopic(topic: string): Promise<void> {
  const { admin } = await adminOf()
  for (const { address } of await admin.mastersOf()) {
    await admin.brokers.updateTopic(address, {
      topicName: topic,
      readQueueNums: 4,
      writeQueueNums: 4,
      perm: 6,
      topicFilterType: 'SINGLE_TAG',
      topicSysFlag: 0,
      order: false,
      attributes: new Map(),
    })
  }
  await until(`${topic} has its route`, async () => (await admin.topicRoute(topic)).queueDatas.length === 2)
  admin.shutdown()
}

async function adminOf() {
  const { AdminClient } = await import('../../engine/client/admin-client.ts')
  return { admin: new AdminClient({ namesrvAddr: world.cluster.namesrvAddr }, world.cluster.ports) }
}

function draft(change: Partial<MessageDraft> = {}): MessageDraft {
  return {
    topic: TOPIC,
    tag: '{pick:paid,created}',
    keys: 'ORD-{seq}',
    body: { kind: 'json', value: '{"orderId":"ORD-{seq}","amount":{rand:100..9999}}' },
    properties: [],
    delayLevel: 0,
    orderKey: '',
    queue: null,
    ...change,
  }
}

function runSpec(change: Partial<RunSpec> = {}): RunSpec {
  return {
    cluster: world.name,
    message: draft(),
    count: 1000,
    ratePerSecond: 2000,
    batch: 1,
    mode: 'sync',
    timeoutMs: 3000,
    retries: 2,
    concurrency: 8,
    accountingGroup: null,
    ...change,
  }
}

function consumerSpec(change: Partial<ConsumerSpec> = {}): ConsumerSpec {
  return {
    cluster: world.name,
    topic: TOPIC,
    group: 'readers',
    kind: 'push',
    model: 'clustering',
    order: 'concurrent',
    expression: '*',
    from: 'last',
    fromMs: null,
    isManual: false,
    ...change,
  }
}

const cluster = (): { cluster: string } => ({ cluster: world.name })

async function runNow(number: number): Promise<RunView> {
  const { runs } = await world.calls['runs.list'](cluster())
  const view = runs.find((run) => run.number === number)
  if (view === undefined) throw new Error(`no run ${number}`)
  return view
}

/** The run once it is over; the equation must hold each time it is looked at. */
async function ended(number: number, limitMs = 60_000): Promise<RunView> {
  return until(
    `run ${number} has ended`,
    async () => {
      const view = await runNow(number)
      expectEquation(view)
      return view.state === 'ended' && view
    },
    limitMs,
    200,
  )
}

function expectEquation(view: RunView): void {
  for (const row of [view, ...view.queues]) expect(row.acknowledged).toBe(row.delivered + row.onTheWay + row.missing)
}

/** Consumers as a window knows them, and all rows it was shown. */
class ReceiveWindow {
  readonly stream: StreamWindow<ConsumerEvent>
  #stop: (() => void) | undefined

  constructor(credits?: number) {
    this.stream = new StreamWindow(credits)
  }

  async open(previewBytes = 64): Promise<this> {
    this.#stop = await world.calls['consumers.watch']({ ...cluster(), previewBytes }, this.stream)
    return this
  }

  close(): void {
    this.#stop?.()
  }

  view(id: string): ConsumerView | undefined {
    return this.stream.items
      .flatMap((item) => (item.t === 'consumer' && item.value.id === id ? [item.value] : []))
      .at(-1)
  }

  rows(...ids: string[]): ReceivedRow[] {
    return this.stream.items
      .flatMap((item) => (item.t === 'rows' ? item.rows : []))
      .filter(({ consumer }) => ids.includes(consumer))
  }

  stateOf(id: string, seq: number): ReceivedRow['state'] | undefined {
    const changed = this.stream.items.flatMap((item) =>
      item.t === 'row-state' && item.consumer === id && item.seq === seq ? [item.state] : [],
    )
    return changed.at(-1) ?? this.rows(id).find((row) => row.seq === seq)?.state
  }

  skipped(id: string): number {
    return this.stream.items.reduce(
      (sum, item) => sum + (item.t === 'skipped' && item.consumer === id ? item.count : 0),
      0,
    )
  }
}

async function startConsumer(change: Partial<ConsumerSpec>): Promise<string> {
  return (await world.calls['consumers.start'](consumerSpec(change))).id
}

const stopConsumer = async (id: string) => world.calls['consumers.stop']({ ...cluster(), id })

const queuesOf = (window: ReceiveWindow, ...ids: string[]): string[] =>
  ids.flatMap((id) => window.view(id)?.queues.map((queue) => `${queue.brokerName} ${queue.queueId}`) ?? [])

async function failureOf(work: () => unknown): Promise<EngineError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('single sends', () => {
  test('a preview shows the filled message and its size in the log; the message sent has that size', async () => {
    const preview = await world.calls['send.preview']({ ...cluster(), message: draft({ tag: 'paid' }) })
    expect(preview.problems).toEqual([])
    expect(JSON.parse(preview.body)).toMatchObject({ orderId: 'ORD-1' })
    const { row } = await world.calls['send.one']({
      ...cluster(),
      message: draft({ tag: 'paid', body: { kind: 'text', value: preview.body }, keys: 'ORD-1' }),
      mode: 'sync',
      timeoutMs: 3000,
    })
    expect(row).toMatchObject({ status: 'SEND_OK', keys: 'ORD-1', tag: 'paid', problem: null })
    const { admin } = await adminOf()
    const stored = await admin.messages.byId(TOPIC, row.offsetMessageId ?? '')
    admin.shutdown()
    expect(preview.recordBytes).toBe(stored.recordBytes)
  })

  test('a bad draft is refused with its field in both languages', async () => {
    const error = await failureOf(() =>
      world.calls['send.one']({ ...cluster(), message: draft({ keys: '{Seq}' }), mode: 'sync', timeoutMs: 1000 }),
    )
    expect(error.context['field']).toBe('keys')
    expect(error.zh).toContain('请写 {seq}')
  })

  test('a topic without a route says what to do; the failed send is listed', async () => {
    const { row } = await world.calls['send.one']({
      ...cluster(),
      message: draft({ topic: 'NoSuchTopic' }),
      mode: 'sync',
      timeoutMs: 2000,
    })
    expect(row.status).toBe('FAILED')
    expect(row.problem?.en).toContain('Create the topic')
    const window = new StreamWindow<RunEvent>()
    const stop = await world.calls['runs.watch']({ ...cluster(), number: 0 }, window)
    const rows = window.items.flatMap((item): readonly SendRow[] => (item.t === 'rows' ? item.rows : []))
    expect(rows.map(({ status }) => status)).toEqual(['SEND_OK', 'FAILED'])
    stop()
    const error = await failureOf(() =>
      world.calls['runs.start'](runSpec({ message: draft({ topic: 'NoSuchTopic' }) })),
    )
    expect(error.zh).toContain('请创建 Topic')
  })
})

describe('runs', () => {
  test('1,000 messages counted at a group that was never there: 1,000 delivered, 0 missing, 0 twice, in order', async () => {
    const window = new StreamWindow<RunEvent>()
    const { number } = await world.calls['runs.start'](runSpec({ accountingGroup: 'fresh-group' }))
    const stop = await world.calls['runs.watch']({ ...cluster(), number }, window)
    const view = await ended(number)
    expect(view).toMatchObject({
      sent: 1000,
      acknowledged: 1000,
      delivered: 1000,
      onTheWay: 0,
      missing: 0,
      duplicates: 0,
      outOfOrder: 0,
      deliveredUnacknowledged: 0,
      problem: null,
    })
    expect(view.queues).toHaveLength(8)
    expect(view.statuses).toMatchObject({ SEND_OK: 1000, FAILED: 0 })
    expect(view.sendLatency.p50Ms).toBeGreaterThan(0)
    expect(view.deliveryLatency.p50Ms).toBeGreaterThanOrEqual(0)
    const rows = await until('every result was shown', () => {
      const seen = window.items.flatMap((item): readonly SendRow[] => (item.t === 'rows' ? item.rows : []))
      return seen.length >= 1000 && seen
    })
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(1000)
    stop()
    expect((await world.happenings()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['run-started', 'run-ended']),
    )
  })

  test('batches with an order key keep each key in one queue, and every message is acknowledged by its own offset', async () => {
    const message = draft({ orderKey: 'user-{rand:1..5}', keys: 'K-{seq}' })
    const { number } = await world.calls['runs.start'](
      runSpec({ message, batch: 16, count: 400, ratePerSecond: 0, accountingGroup: 'batch-group' }),
    )
    expect(await ended(number)).toMatchObject({ acknowledged: 400, delivered: 400, missing: 0, duplicates: 0 })
  })

  test('a run can be paused, goes on, and is ended early; its report says so in either language', async () => {
    const at = { ...cluster(), number: 0 }
    at.number = (await world.calls['runs.start'](runSpec({ count: 100_000, ratePerSecond: 500 }))).number
    await until('it sends', async () => (await runNow(at.number)).sent > 50)
    await world.calls['runs.pause'](at)
    const paused = await until('it stands still', async () => {
      const [one, two] = [await runNow(at.number), await runNow(at.number)]
      return one.sent === two.sent && one.state === 'paused' && one
    })
    await world.calls['runs.resume'](at)
    await until('it goes on', async () => (await runNow(at.number)).sent > paused.sent)
    await world.calls['runs.stop'](at)
    const view = await ended(at.number)
    expect(view.sent).toBe(view.acknowledged)
    const report = await world.calls['runs.report']({ ...at, format: 'markdown', language: 'zh' })
    expect(report.fileName).toBe(`${world.name}-run-${at.number}.md`)
    expect(report.text).toContain(`已确认 ${view.acknowledged}`)
    const json = await world.calls['runs.report']({ ...at, format: 'json', language: 'en' })
    expect(JSON.parse(json.text)).toMatchObject({ number: at.number, state: 'ended' })
  })
})

describe('consumers', () => {
  test('two of a group share the queues and every message arrives once', async () => {
    const window = await new ReceiveWindow().open()
    const ids = [await startConsumer({ group: 'pair' }), await startConsumer({ group: 'pair' })]
    await until('each holds four queues', () => {
      const held = queuesOf(window, ...ids)
      return new Set(held).size === 8 && held.length === 8 && ids.every((id) => window.view(id)?.queues.length === 4)
    })
    const { number } = await world.calls['runs.start'](runSpec({ accountingGroup: 'pair', count: 2000 }))
    const view = await ended(number)
    expect(view).toMatchObject({ delivered: 2000, missing: 0, duplicates: 0, outOfOrder: 0 })
    const rows = await until('all rows are shown', () => {
      const seen = window.rows(...ids).filter((row) => row.run === number)
      return seen.length >= 2000 && seen
    })
    expect(new Set(rows.map(({ runSeq }) => runSeq)).size).toBe(2000)
    expect(JSON.parse(Buffer.from(rows[0]?.preview ?? '', 'base64').toString())).toHaveProperty('orderId')
    for (const id of ids) expect(rows.filter(({ consumer }) => consumer === id).length).toBeGreaterThan(0)
    for (const id of ids) await stopConsumer(id)
    window.close()
  })

  test('a pull consumer gets its share beside a push consumer', async () => {
    const window = await new ReceiveWindow().open()
    const push = await startConsumer({ group: 'mixed' })
    const pull = await startConsumer({ group: 'mixed', kind: 'pull' })
    await until('each holds four queues', () => {
      const held = queuesOf(window, push, pull)
      return new Set(held).size === 8 && held.length === 8 && window.view(pull)?.queues.length === 4
    })
    const { number } = await world.calls['runs.start'](runSpec({ accountingGroup: 'mixed', count: 1000 }))
    expect(await ended(number)).toMatchObject({ delivered: 1000, missing: 0, duplicates: 0, outOfOrder: 0 })
    await until('both received', () => [push, pull].every((id) => window.rows(id).some((row) => row.run === number)))
    expect(window.view(pull)?.queues[0]).toMatchObject({ isFromSlave: false })
    for (const id of [push, pull]) await stopConsumer(id)
    window.close()
  })

  test('by hand: what is committed stays away, what is sent back comes again with reconsumeTimes 1', async () => {
    const topic = 'HandMessages'
    await createTopic(topic)
    const window = await new ReceiveWindow().open()
    const id = await startConsumer({ group: 'by-hand', topic, isManual: true })
    await until('it holds the queues', () => window.view(id)?.queues.length === 8)
    for (const key of ['keep', 'again']) {
      await world.calls['send.one']({
        ...cluster(),
        message: draft({ topic, keys: key }),
        mode: 'sync',
        timeoutMs: 3000,
      })
    }
    const row = (key: string, times: number): ReceivedRow | undefined =>
      window.rows(id).find((seen) => seen.keys === key && seen.reconsumeTimes === times)
    const [keep, again] = await until('both wait', () => {
      const both = [row('keep', 0), row('again', 0)]
      return both.every((one) => one?.state === 'waiting') && both
    })
    const settle = (seqs: (number | undefined)[], outcome: 'commit' | 'send-back') =>
      world.calls['consumers.settle']({ ...cluster(), id, seqs: seqs.map((seq) => seq ?? 0), outcome })
    expect(await settle([keep?.seq], 'commit')).toEqual({ settled: 1 })
    expect(await settle([again?.seq], 'send-back')).toEqual({ settled: 1 })
    expect(await settle([keep?.seq], 'send-back')).toEqual({ settled: 0 })
    await until('the states are told', () => window.stateOf(id, again?.seq ?? 0) === 'sent-back')
    expect(window.stateOf(id, keep?.seq ?? 0)).toBe('consumed')
    const retried = await until('the message comes again', () => row('again', 1), 30_000)
    expect(retried).toMatchObject({ topic, state: 'waiting' })
    await settle([retried.seq], 'commit')
    await stopConsumer(id)
    expect(window.rows(id).filter((seen) => seen.keys === 'keep')).toHaveLength(1)
    window.close()
  })

  test('a pull consumer sends back by hand too', async () => {
    const topic = 'PullMessages'
    await createTopic(topic)
    const window = await new ReceiveWindow().open()
    const id = await startConsumer({ group: 'pull-hand', topic, kind: 'pull', isManual: true })
    await until('it holds the queues', () => window.view(id)?.queues.length === 8)
    await world.calls['send.one']({ ...cluster(), message: draft({ topic, keys: 'p' }), mode: 'sync', timeoutMs: 3000 })
    const first = await until('it waits', () => window.rows(id).find(({ keys }) => keys === 'p'))
    await world.calls['consumers.settle']({ ...cluster(), id, seqs: [first.seq], outcome: 'send-back' })
    await until(
      'it comes again',
      () => window.rows(id).some((row) => row.keys === 'p' && row.reconsumeTimes === 1),
      30_000,
    )
    await stopConsumer(id)
    window.close()
  })

  test('what cannot work is refused in words: group names, another subscription, the wrong tags for a run', async () => {
    const bad = await failureOf(() => startConsumer({ group: 'no blanks' }))
    expect(bad.context['field']).toBe('group')
    expect(bad.zh).toContain('group“no blanks”有误')
    const id = await startConsumer({ group: 'tagged', expression: 'other' })
    expect((await failureOf(() => startConsumer({ group: 'tagged' }))).message).toContain('all members of a group')
    const run = await failureOf(() => world.calls['runs.start'](runSpec({ accountingGroup: 'tagged' })))
    expect(run.message).toContain('takes "other" only')
    await stopConsumer(id)
    expect((await failureOf(() => stopConsumer(id))).code).toBe('not-found')
  })

  test('a consumer of a topic that nobody has says so and finds it once it is there', async () => {
    const window = await new ReceiveWindow().open()
    const id = await startConsumer({ group: 'early', topic: 'LaterTopic' })
    await until('it tells why', () => window.view(id)?.problem?.en.includes('No route for LaterTopic'), 20_000)
    await createTopic('LaterTopic')
    await until('it holds the queues', () => window.view(id)?.queues.length === 8, 40_000)
    await until('the problem is gone', () => window.view(id)?.problem === null)
    await stopConsumer(id)
    window.close()
  })
})

describe('under load and failure', () => {
  test('at 5,000 messages/s a window that stands still misses rows and is told how many; all are counted', async () => {
    const rate = 5000
    const count = rate * 10
    const window = await new ReceiveWindow(8).open()
    const id = await startConsumer({ group: 'fast' })
    await until('it holds the queues', () => window.stream.items.length > 0)
    const message = draft({ body: { kind: 'text', value: '{fill:1000}' } })
    const { number } = await world.calls['runs.start'](
      runSpec({ message, count, ratePerSecond: rate, concurrency: 256, mode: 'async', accountingGroup: 'fast' }),
    )
    await until('it is under way', async () => (await runNow(number)).sent > rate)
    const before = { cpu: process.cpuUsage(), atMs: performance.now(), sent: (await runNow(number)).sent }
    await until('most are sent', async () => (await runNow(number)).sent > count * 0.9, 60_000)
    const used = process.cpuUsage(before.cpu)
    const seconds = (performance.now() - before.atMs) / 1000
    const perSecond = Math.round(((await runNow(number)).sent - before.sent) / seconds)
    const percent = ((used.user + used.system) / 1e6 / seconds) * 100
    const view = await ended(number, 90_000)
    expect(view).toMatchObject({ acknowledged: count, delivered: count, missing: 0, duplicates: 0 })
    const heapMiB = process.memoryUsage().heapUsed / 1024 ** 2
    console.info(
      `lab service sending and receiving ${perSecond}/s of 1,000 B: ${percent.toFixed(0)}% of a core, heap ${heapMiB.toFixed(0)} MiB, ` +
        `reply p50 ${view.sendLatency.p50Ms} p99 ${view.sendLatency.p99Ms} ms`,
    )
    expect(window.stream.batches).toBe(8)
    window.stream.credits = Number.POSITIVE_INFINITY
    await until('the window is told', () => window.skipped(id) + window.rows(id).length >= count)
    expect(window.skipped(id)).toBeGreaterThan(count / 2)
    expect(window.rows(id).at(-1)?.runSeq).toBeGreaterThan(0)
    await stopConsumer(id)
    window.close()
  }, 180_000)

  test('a master killed in the middle: failures are told with their reason, and the equation holds to the end', async () => {
    const { number } = await world.calls['runs.start'](
      runSpec({ count: 8000, ratePerSecond: 1000, retries: 0, timeoutMs: 1000, accountingGroup: 'survivors' }),
    )
    await until('it is under way', async () => (await runNow(number)).acknowledged > 1500)
    world.cluster.killNow('broker-a')
    await until('sends fail', async () => (await runNow(number)).statuses.FAILED > 0)
    await world.cluster.whenDead('broker-a')
    await until('all is sent', async () => (await runNow(number)).sent === 8000, 60_000)
    await world.cluster.start('broker-a')
    const view = await ended(number, 120_000)
    expect(view.acknowledged + view.statuses.FAILED).toBe(8000)
    expect(view.acknowledged).toBe(view.delivered + view.missing)
    const window = new StreamWindow<RunEvent>()
    const stop = await world.calls['runs.watch']({ ...cluster(), number }, window)
    const failed = await until('the failures are listed', () =>
      window.items
        .flatMap((item): readonly SendRow[] => (item.t === 'rows' ? item.rows : []))
        .find(({ status }) => status === 'FAILED'),
    )
    expect(failed.problem?.en).toMatch(/connection|answer|refused|master/)
    expect(failed.problem?.zh).not.toBe(failed.problem?.en)
    stop()
  }, 240_000)

  test('a service that comes after another one knows its runs, and one under way as interrupted', async () => {
    const { number } = await world.calls['runs.start'](runSpec({ count: 1_000_000, ratePerSecond: 200 }))
    await until('it sends', async () => (await runNow(number)).sent > 100)
    const before = (await world.calls['runs.list'](cluster())).runs.slice(1)
    await world.stopService()
    await world.openService()
    const after = (await world.calls['runs.list'](cluster())).runs
    expect(after.slice(1)).toEqual(before)
    expect(after[0]).toMatchObject({ number, state: 'interrupted', currentPerSecond: 0 })
    expect(after[0]?.acknowledged).toBeGreaterThan(100)
    expect(after[0]?.problem?.zh).toContain('实验室服务在测试期间退出')
    const next = await world.calls['runs.start'](runSpec({ count: 1 }))
    expect(next.number).toBe(number + 1)
  })
})
