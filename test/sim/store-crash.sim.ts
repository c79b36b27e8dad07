/**
 * Goal: whatever a power loss or a kill leaves of a store's files, the next start yields a valid prefix of the log that
 * holds everything promised, and queues and index that equal a fresh replay of it.
 * Method: random traffic on a simulated disk, ended at a random moment, several lives per seed; after each start the
 * store is compared with a model of what was appended and acknowledged.
 */
import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { Ports } from '../../engine/base/ports.ts'
import { MessageStore } from '../../engine/store/message-store.ts'
import type { FlushDiskType } from '../../engine/store/types.ts'
import { appended, message, properties, recordsOf, STORE_HOST } from '../unit/store/store-world.ts'
import { Simulation } from './kernel/simulation.ts'
import type { SeededRandom } from './kernel/seeded-random.ts'

const SEEDS = Number(process.env['SIM_SEEDS'] ?? 80)
const FIRST_SEED = Number(process.env['SIM_SEED'] ?? 1)
const LIVES = 4

interface Sent {
  readonly endOffset: number
  readonly queueId: number
  readonly queueOffset: number
  readonly body: string
  readonly key: string
}

function open(ports: Ports, flushDiskType: FlushDiskType): Promise<MessageStore> {
  return MessageStore.open(
    {
      rootPath: '/store',
      acquireLock: async () => ({ release: () => undefined }),
      processId: 1,
      storeHost: STORE_HOST,
      role: 'MASTER',
      flushDiskType,
      mappedFileSizeCommitLog: 16 * 1024,
      mappedFileSizeConsumeQueue: 400,
      maxMessageSize: 4096,
      maxHashSlotNum: 3000,
      maxIndexNum: 400,
      ringBytes: 32 * 1024,
      prewriteBytes: 24 * 1024,
    },
    ports,
  )
}

/** Everything a reader can learn from a store, and whether it is what was sent. */
async function check(store: MessageStore, sent: readonly Sent[]): Promise<void> {
  const end = store.commitLog.writtenOffset
  const kept = sent.filter((one) => one.endOffset <= end)
  const perQueue = new Map<number, Sent[]>()
  for (const one of kept) perQueue.set(one.queueId, [...(perQueue.get(one.queueId) ?? []), one])
  for (const [queueId, expected] of perQueue) {
    expect(store.maxOffset('T1', queueId), `queue ${queueId}`).toBe(expected.length)
    expect(store.maxOffset('T1', queueId, false)).toBe(expected.length)
    for (let at = 0; at < expected.length;) {
      const fetch = await store.getMessage({ topic: 'T1', queueId, queueOffset: at, maxMessages: 32 })
      expect(fetch.status).toBe('FOUND')
      for (const record of recordsOf(fetch)) {
        expect(record.queueOffset).toBe(at)
        expect(record.body.utf8Slice()).toBe((expected[at] as Sent).body)
        at++
      }
      fetch.release()
    }
  }
  for (const one of kept) {
    const found = await store.queryByKey({
      topic: 'T1',
      key: one.key,
      maxMessages: 64,
      beginTimestampMs: 0,
      endTimestampMs: 4e12,
    })
    expect(found.records.length, `key ${one.key}`).toBe(kept.filter((other) => other.key === one.key).length)
  }
}

async function live(
  sim: Simulation,
  random: SeededRandom,
  flushDiskType: FlushDiskType,
  sent: Sent[],
): Promise<number> {
  const ports = sim.ports('n')
  const store = await sim.settle(open(ports, flushDiskType), 60_000)
  const durable = store.commitLog.writtenOffset
  // What a crash took is gone: the model forgets it too.
  for (let i = sent.length - 1; i >= 0 && (sent[i] as Sent).endOffset > durable; i--) sent.pop()
  await sim.settle(check(store, sent), 600_000)
  let acknowledged = 0
  store.commitLog.onFlushed('acknowledge', (offset) => {
    acknowledged = offset
  })
  const turns = random.below(60)
  for (let turn = 0; turn < turns; turn++) {
    const count = random.below(8)
    for (let i = 0; i < count; i++) {
      const queueId = random.below(3)
      const key = `k${random.below(40)}`
      const body = `${sent.length}-${'x'.repeat(random.below(random.below(5) === 0 ? 3000 : 200))}`
      const result = store.putMessage(
        message({
          queueId,
          body: bytesFromUtf8(body),
          properties: properties({ KEYS: key, UNIQ_KEY: `u${sent.length}` }),
        }),
      )
      if (result.status === 'refused') {
        expect(result.reason).toBe('busy')
        break
      }
      const { endOffset, queueOffset } = appended(result)
      sent.push({ endOffset, queueId, queueOffset, body, key })
    }
    await sim.runFor(random.below(3) === 0 ? random.below(1500) : random.below(4))
  }
  if (random.below(4) === 0) {
    await sim.settle(store.shutdown(), 60_000)
    acknowledged = store.commitLog.writtenOffset
    sim.restart('n')
  } else if (random.below(3) === 0) {
    acknowledged = Math.max(acknowledged, store.commitLog.writtenOffset)
    sim.crash('n', { keepsMachine: true })
    sim.restart('n')
  } else {
    sim.crash('n')
    sim.restart('n')
  }
  return acknowledged
}

describe('a store that is ended at any moment', () => {
  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i))('comes back whole: seed %i', async (seed) => {
    const sim = new Simulation({ seed })
    const random = sim.random.fork()
    const flushDiskType: FlushDiskType = seed % 2 === 0 ? 'SYNC_FLUSH' : 'ASYNC_FLUSH'
    sim.node('n').syncMs = { min: 0.1, max: seed % 3 === 0 ? 30 : 1 }
    const sent: Sent[] = []
    let promised = 0
    for (let life = 0; life < LIVES; life++) {
      const before = sent.length
      const acknowledged = await live(sim, random, flushDiskType, sent)
      promised = Math.max(promised, acknowledged)
      const store = await sim.settle(open(sim.ports('n'), flushDiskType), 60_000)
      expect(store.commitLog.writtenOffset, `life ${life} from ${before}`).toBeGreaterThanOrEqual(promised)
      await sim.settle(store.shutdown(), 60_000)
      sim.restart('n')
    }
  })
})
