/**
 * A store against a model: whatever the sequence of appends on all three ways, turns, waits, kills and restarts, reading
 * gives exactly what was appended, in order, queue by queue, and key queries find it.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Bytes, bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { encodeBatch } from '../../engine/protocol/batch.ts'
import type { MessageStore } from '../../engine/store/message-store.ts'
import { appended, BORN_HOST, message, properties, recordsOf, StoreWorld } from '../unit/store/store-world.ts'

const TOPICS = ['T1', '%RETRY%group', '主题']

type Step =
  | {
      readonly do: 'put' | 'plain'
      readonly topic: number
      readonly queueId: number
      readonly size: number
      readonly key: number
    }
  | { readonly do: 'batch'; readonly topic: number; readonly queueId: number; readonly sizes: readonly number[] }
  | { readonly do: 'turn' | 'kill' | 'restart' }
  | { readonly do: 'wait'; readonly ms: number }

const topic = fc.nat({ max: TOPICS.length - 1 })
const queueId = fc.nat({ max: 2 })
const size = fc.oneof({ weight: 5, arbitrary: fc.nat({ max: 300 }) }, { weight: 1, arbitrary: fc.nat({ max: 6000 }) })

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('put' as const), topic, queueId, size, key: fc.nat({ max: 5 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('plain' as const), topic, queueId, size, key: fc.nat({ max: 5 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('batch' as const),
      topic,
      queueId,
      sizes: fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'turn' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 6000 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'kill' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
)

/** What the store must hold: bodies by `topic queueId`, and how often each key was used. */
class Model {
  readonly bodies = new Map<string, string[]>()
  readonly keys = new Map<string, number>()
  #count = 0

  body(bytes: number): string {
    return `${this.#count++}:`.padEnd(bytes, '.')
  }

  add(name: string, queue: number, body: string, key?: string): number {
    const id = `${name} ${queue}`
    const bodies = this.bodies.get(id) ?? []
    this.bodies.set(id, [...bodies, body])
    if (key !== undefined) this.keys.set(`${name} ${key}`, (this.keys.get(`${name} ${key}`) ?? 0) + 1)
    return bodies.length
  }
}

const OPTIONS = {
  mappedFileSizeCommitLog: 16 * 1024,
  mappedFileSizeConsumeQueue: 300,
  maxMessageSize: 6100,
  maxHashSlotNum: 100,
  maxIndexNum: 30,
  ringBytes: 16 * 1024,
  prewriteBytes: 16 * 1024,
}

function apply(store: MessageStore, model: Model, one: Extract<Step, { topic: number }>): void {
  const name = TOPICS[one.topic] as string
  if (one.do === 'batch') {
    const bodies = one.sizes.map((bytes) => model.body(bytes))
    const body = encodeBatch(bodies.map((text) => ({ flag: 0, body: bytesFromUtf8(text), properties: new Map() })))
    const put = appended(
      store.putBatch(message({ topic: name, queueId: one.queueId, body, properties: properties({}) })),
    )
    const offsets = bodies.map((text) => model.add(name, one.queueId, text))
    expect([put.queueOffset, put.count]).toEqual([offsets[0], offsets.length])
    return
  }
  const body = model.body(one.size)
  const key = `k${one.key}`
  const text: Bytes = properties({ KEYS: key })
  const expected = model.add(name, one.queueId, body, key)
  if (one.do === 'put') {
    const put = appended(
      store.putMessage(message({ topic: name, queueId: one.queueId, body: bytesFromUtf8(body), properties: text })),
    )
    expect(put.queueOffset).toBe(expected)
    return
  }
  const appender = store.plainAppend
  const source = bytesFromUtf8(`[${body}]`)
  const queue = store.openQueue(name, one.queueId)
  expect(appender.begin(queue, source, 1, source.length - 1, text.length + 50, BORN_HOST)).toBeUndefined()
  text.copy(appender.buffer, appender.propertiesStart)
  expect(appender.end(text.length, 0, 0, 0, 0)).toBeUndefined()
  expect(appender.queueOffset).toBe(expected)
}

async function check(store: MessageStore, model: Model): Promise<void> {
  for (const [id, bodies] of model.bodies) {
    const [name, queue] = id.split(' ') as [string, string]
    const found: string[] = []
    while (found.length < bodies.length) {
      const fetch = await store.getMessage({
        topic: name,
        queueId: Number(queue),
        queueOffset: found.length,
        maxMessages: 32,
      })
      expect(fetch.status).toBe('FOUND')
      found.push(...recordsOf(fetch).map((record) => record.body.utf8Slice()))
    }
    expect(found).toEqual(bodies)
    expect(store.maxOffset(name, Number(queue))).toBe(bodies.length)
  }
  for (const [id, count] of model.keys) {
    const [name, key] = id.split(' ') as [string, string]
    const query = { topic: name, key, maxMessages: 64, beginTimestampMs: 0, endTimestampMs: 4e12 }
    expect((await store.queryByKey(query)).records).toHaveLength(count)
  }
}

describe('a store', () => {
  test('holds what was appended through any sequence of turns, waits, kills and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.boolean(), async (steps, isSync) => {
        const world = new StoreWorld()
        const open = (): Promise<MessageStore> =>
          world.open({ ...OPTIONS, flushDiskType: isSync ? 'SYNC_FLUSH' : 'ASYNC_FLUSH' })
        let store = await open()
        const model = new Model()
        for (const one of steps) {
          switch (one.do) {
            case 'put':
            case 'plain':
            case 'batch':
              apply(store, model, one)
              break
            case 'turn':
              world.turn()
              await world.settle()
              break
            case 'wait':
              world.turn()
              await world.advance(one.ms)
              break
            case 'kill':
              // Whatever was appended in this turn is written before the process dies, so that the model keeps it.
              world.turn()
              await world.settle()
              world.kill()
              store = await open()
              break
            case 'restart':
              await store.shutdown()
              store = await open()
              break
          }
        }
        world.turn()
        await world.advance(10)
        await check(store, model)
      }),
      { numRuns: 100 },
    )
  })
})
