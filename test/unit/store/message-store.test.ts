import { describe, expect, test } from 'vitest'
import { bytesFromHex, bytesFromUtf8, type Bytes, concatBytes } from '../../../engine/base/bytes.ts'
import { javaHashCode } from '../../../engine/base/hash.ts'
import { encodeBatch } from '../../../engine/protocol/batch.ts'
import { parseIp } from '../../../engine/protocol/host-address.ts'
import { decodeRecord, RECORD_MAGIC_V2 } from '../../../engine/protocol/record.ts'
import type { MessageStore } from '../../../engine/store/message-store.ts'
import type { AppendRefusal, FetchResult } from '../../../engine/store/types.ts'
import { appended, bodiesOf, BORN_HOST, message, properties, recordsOf, StoreWorld } from './store-world.ts'

/** Record of the worked example in storage-and-replication.md 2.9: topic T1, queue 3, queue offset 7, log offset 4096. */
const WORKED_RECORD = [
  '00000074 DAA320A7 3610A686 00000003 00000000 0000000000000007 0000000000001000 00000000 0000018BCFE56800',
  '0A000001 0000C350 0000018BCFE5687B 0A000002 00002A9F 00000000 0000000000000000 00000005 68656C6C6F 02 5431',
  '0012 5441475301 54616741 02 4B45595301 6B31 02',
]
  .join('')
  .replaceAll(' ', '')

const WORKED_UNIT = '0000000000001000 00000074 000000000027A807'.replaceAll(' ', '')

/** Seven messages of queue 3 that fill the log up to offset 4096. */
function fillTo4096(store: MessageStore): void {
  for (let i = 0; i < 6; i++) store.putMessage(message({ text: 'x'.repeat(474) }))
  const rest = 4096 - store.commitLog.appendedOffset
  store.putMessage(message({ text: 'y'.repeat(rest - 111) }))
  expect(store.commitLog.appendedOffset).toBe(4096)
}

function bytesAt(world: StoreWorld, path: string, start: number, end: number): Bytes {
  return (world.fs.readFile(path) as Bytes).subarray(start, end)
}

function plain(
  store: MessageStore,
  topic: string,
  queueId: number,
  body: Bytes,
  text: Bytes,
  host = BORN_HOST,
): AppendRefusal | undefined {
  const appender = store.plainAppend
  const refusal = appender.begin(store.openQueue(topic, queueId), body, 0, body.length, text.length + 10, host)
  if (refusal !== undefined) return refusal
  text.copy(appender.buffer, appender.propertiesStart)
  return appender.end(text.length, 0, 0, 1_700_000_000_000, 0)
}

async function get(store: MessageStore, queueOffset: number, maxMessages = 32, tags?: string[]): Promise<FetchResult> {
  return store.getMessage({
    topic: 'T1',
    queueId: 3,
    queueOffset,
    maxMessages,
    filter: tags === undefined ? undefined : { tagHashes: tags.map(javaHashCode) },
  })
}

describe('MessageStore appends', () => {
  test('writes the worked record and its unit byte for byte', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    fillTo4096(store)
    const put = appended(store.putMessage(message()))
    expect(put).toMatchObject({ logOffset: 4096, recordBytes: 116, endOffset: 4212, queueOffset: 7, count: 1 })
    world.turn()
    await store.shutdown()
    const log = bytesAt(world, '/store/commitlog/00000000000000000000', 4096, 4212)
    expect(log.hexSlice().toUpperCase()).toBe(WORKED_RECORD)
    const unit = bytesAt(world, '/store/consumequeue/T1/3/00000000000000000000', 140, 160)
    expect(unit.hexSlice().toUpperCase()).toBe(WORKED_UNIT)
  })

  test('writes the same bytes on the plain path', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    fillTo4096(store)
    expect(plain(store, 'T1', 3, bytesFromUtf8('hello'), message().properties)).toBeUndefined()
    expect(store.plainAppend).toMatchObject({ logOffset: 4096, recordBytes: 116, endOffset: 4212, queueOffset: 7 })
    world.turn()
    const log = bytesAt(world, '/store/commitlog/00000000000000000000', 4096, 4212)
    expect(log.hexSlice().toUpperCase()).toBe(WORKED_RECORD)
  })

  test('encodes IPv6 hosts and long retry topics alike on both paths', async () => {
    const ipv6 = { ip: parseIp('fe80::1') as Bytes, port: 9 }
    const topic = `%RETRY%${'g'.repeat(200)}`
    const body = bytesFromUtf8('b')
    const text = properties({ TAGS: 'x' })
    const raw: Bytes[] = []
    for (const isPlain of [true, false]) {
      const world = new StoreWorld()
      const store = await world.open({ storeHost: ipv6 })
      if (isPlain) expect(plain(store, topic, 0, body, text, ipv6)).toBeUndefined()
      else appended(store.putMessage(message({ topic, queueId: 0, body, properties: text, bornHost: ipv6 })))
      world.turn()
      raw.push(concatBytes([bytesAt(world, '/store/commitlog/00000000000000000000', 0, store.commitLog.writtenOffset)]))
    }
    expect(raw[0]?.equals(raw[1] as Bytes)).toBe(true)
    const record = decodeRecord(raw[0] as Bytes)
    expect(record).toMatchObject({ topic, version: 2, sysFlag: 0x30, bornHost: ipv6, storeHost: ipv6 })
    expect((raw[0] as Bytes).readInt32BE(4)).toBe(RECORD_MAGIC_V2)
  })

  test('counts queue offsets for each queue and not for half messages', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const offsets = [
      appended(store.putMessage(message({ queueId: 0 }))).queueOffset,
      appended(store.putMessage(message({ queueId: 1 }))).queueOffset,
      appended(store.putMessage(message({ queueId: 0, sysFlag: 0x4 }))).queueOffset,
      appended(store.putMessage(message({ queueId: 0, sysFlag: 0x8 }))).queueOffset,
    ]
    world.turn()
    expect(offsets).toEqual([0, 0, 0, 1])
    expect(store.maxOffset('T1', 0)).toBe(2)
  })

  test('refuses what a record cannot hold, and what this store must not take', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const reason = (overrides: Parameters<typeof message>[0]): string => {
      const result = store.putMessage(message(overrides))
      return result.status === 'refused' ? result.reason : result.status
    }
    expect(reason({ text: 'x'.repeat(16 * 1024 + 1) })).toBe('too-large')
    expect(reason({ text: 'x'.repeat(16 * 1024) })).toBe('appended')
    expect(reason({ properties: bytesFromUtf8('p'.repeat(32_768)) })).toBe('properties-too-large')
    expect(reason({ topic: '' })).toBe('illegal')
    expect(reason({ topic: 'ü'.repeat(100) })).toBe('illegal')
    await store.shutdown()
    expect(reason({})).toBe('shut-down')
    const slave = await world.open({ role: 'SLAVE' })
    const refused = slave.putMessage(message())
    expect(refused).toMatchObject({ status: 'refused', reason: 'not-master' })
    expect(plain(slave, 'T1', 0, bytesFromUtf8('b'), bytesFromUtf8(''))).toBe('not-master')
  })

  test('stores a batch as records back to back with the shared properties joined on', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const body = encodeBatch([
      { flag: 1, body: bytesFromUtf8('one'), properties: new Map([['TAGS', 'a']]) },
      { flag: 2, body: bytesFromUtf8('two'), properties: new Map() },
    ])
    const put = appended(store.putBatch(message({ body, properties: properties({ CLUSTER: 'c' }) })))
    expect(put).toMatchObject({ count: 2, queueOffset: 0 })
    world.turn()
    const fetch = await get(store, 0)
    const records = recordsOf(fetch)
    expect(records.map((r) => [r.flag, r.queueOffset, r.body.utf8Slice(), Object.fromEntries(r.properties)])).toEqual([
      [1, 0, 'one', { TAGS: 'a', CLUSTER: 'c' }],
      [2, 1, 'two', { CLUSTER: 'c' }],
    ])
    expect(put.logOffsets).toEqual(records.map((r) => r.logOffset))
    expect(store.putBatch(message({ text: 'no batch' }))).toMatchObject({ status: 'refused', reason: 'illegal' })
    expect(store.putBatch(message({ body, sysFlag: 0x4 }))).toMatchObject({ status: 'refused', reason: 'illegal' })
  })

  test('rolls to the next file with a blank that reaches the end, and reads on across it', async () => {
    const world = new StoreWorld()
    const store = await world.open({ mappedFileSizeCommitLog: 4096 })
    for (let i = 0; i < 20; i++) appended(store.putMessage(message({ text: `${i}`.padEnd(500, '.') })))
    world.turn()
    const first = world.fs.readFile('/store/commitlog/00000000000000000000') as Bytes
    const blankAt = 6 * 611
    expect(first.readInt32BE(blankAt)).toBe(4096 - blankAt)
    expect(first.hexSlice(blankAt + 4, blankAt + 8)).toBe('cbd43194')
    expect(first.subarray(blankAt + 8).every((byte) => byte === 0)).toBe(true)
    expect(world.files('/store/commitlog')[1]).toBe('00000000000000004096 4096')
    expect(bodiesOf(await get(store, 0)).map((text) => text.replace(/\.+$/, ''))).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i}`),
    )
  })
})

describe('MessageStore shows messages', () => {
  test('after the write with ASYNC_FLUSH, after the sync with SYNC_FLUSH', async () => {
    for (const flushDiskType of ['ASYNC_FLUSH', 'SYNC_FLUSH'] as const) {
      const world = new StoreWorld()
      const store = await world.open({ flushDiskType })
      const seen: string[] = []
      store.commitLog.onWritten('acknowledge', () => seen.push(`written, visible ${store.maxOffset('T1', 3)}`))
      store.commitLog.onFlushed('acknowledge', () => seen.push(`flushed, visible ${store.maxOffset('T1', 3)}`))
      store.putMessage(message())
      expect(store.maxOffset('T1', 3)).toBe(0)
      expect(store.maxOffset('T1', 3, false)).toBe(1)
      world.turn()
      await world.advance(100)
      expect(seen).toEqual(
        flushDiskType === 'ASYNC_FLUSH'
          ? ['written, visible 1', 'flushed, visible 1']
          : ['written, visible 0', 'flushed, visible 1'],
      )
    }
  })

  test('and tells each of them once, with offset, tag hash and place', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const seen: unknown[] = []
    const end = store.onArrived((...facts) => seen.push(facts))
    store.putMessage(message({ queueId: 1 }))
    store.putMessage(message({ queueId: 1, properties: properties({}) }))
    world.turn()
    end()
    store.putMessage(message({ queueId: 1 }))
    world.turn()
    expect(seen).toEqual([
      ['T1', 1, 0, 2_598_919, 1_700_000_000_123, 0, 116],
      ['T1', 1, 1, 0, 1_700_000_000_123, 116, 98],
    ])
  })

  test('with the deliver time as tag code in the schedule topic', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    store.putMessage(
      message({ topic: 'SCHEDULE_TOPIC_XXXX', queueId: 2, properties: properties({ DELAY: '3', TAGS: 'x' }) }),
    )
    store.putMessage(message({ topic: 'SCHEDULE_TOPIC_XXXX', queueId: 2, properties: properties({ DELAY: '99' }) }))
    world.turn()
    expect(store.readUnits('SCHEDULE_TOPIC_XXXX', 2, 0, 10).map((unit) => unit.tagCode)).toEqual([
      1_700_000_010_123n,
      1_700_007_200_123n,
    ])
  })

  test('with sign-extended tag codes', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    store.putMessage(message({ properties: properties({ TAGS: 'polygenelubricants' }) }))
    world.turn()
    expect(store.readUnits('T1', 3, 0, 1)[0]?.tagCode).toBe(-2_147_483_648n)
  })
})

describe('MessageStore#getMessage', () => {
  async function filled(world: StoreWorld, count: number, overrides = {}): Promise<MessageStore> {
    const store = await world.open(overrides)
    for (let i = 0; i < count; i++) {
      store.putMessage(message({ text: `m${i}`, properties: properties({ TAGS: i % 2 === 0 ? 'even' : 'odd' }) }))
      if (i % 10 === 9) world.turn()
    }
    world.turn()
    return store
  }

  test('answers every wrong offset as RocketMQ does', async () => {
    const world = new StoreWorld()
    const store = await filled(world, 5)
    expect(await get(store, 5)).toMatchObject({ status: 'OFFSET_OVERFLOW_ONE', nextBeginOffset: 5, maxOffset: 5 })
    expect(await get(store, 9)).toMatchObject({ status: 'OFFSET_OVERFLOW_BADLY', nextBeginOffset: 5 })
    expect(await get(store, -1)).toMatchObject({ status: 'OFFSET_TOO_SMALL', nextBeginOffset: 0 })
    const other = await store.getMessage({ topic: 'T1', queueId: 9, queueOffset: 4, maxMessages: 1 })
    expect(other).toMatchObject({ status: 'NO_MATCHED_LOGIC_QUEUE', nextBeginOffset: 0, minOffset: 0, maxOffset: 0 })
    store.openQueue('T1', 9)
    const empty = await store.getMessage({ topic: 'T1', queueId: 9, queueOffset: 4, maxMessages: 1 })
    expect(empty).toMatchObject({ status: 'NO_MESSAGE_IN_QUEUE', nextBeginOffset: 0 })
  })

  test('leaves wrong offsets alone on a slave', async () => {
    const world = new StoreWorld()
    await (await filled(world, 5)).shutdown()
    const slave = await world.open({ role: 'SLAVE' })
    expect(await get(slave, 9)).toMatchObject({ status: 'OFFSET_OVERFLOW_BADLY', nextBeginOffset: 9 })
    await slave.shutdown()
    const careful = await world.open({ role: 'SLAVE', offsetCheckInSlave: true })
    expect(await get(careful, 9)).toMatchObject({ nextBeginOffset: 5 })
  })

  test('returns at most what was asked and what one answer holds', async () => {
    const world = new StoreWorld()
    const store = await filled(world, 100)
    expect((await get(store, 10, 5)).count).toBe(5)
    expect(await get(store, 10, 1000)).toMatchObject({ count: 32, nextBeginOffset: 42, minOffset: 0, maxOffset: 100 })
    expect((await get(store, 95, 32)).count).toBe(5)
    const big = new StoreWorld()
    const full = await big.open({ maxTransferBytesOnMessageInMemory: 2000 })
    for (let i = 0; i < 4; i++) full.putMessage(message({ text: 'x'.repeat(1500) }))
    big.turn()
    expect((await get(full, 0)).count).toBe(1)
  })

  test('applies the disk caps far behind the log end', async () => {
    const world = new StoreWorld()
    const store = await filled(world, 100, { memoryWindowBytes: 1000 })
    expect((await get(store, 0)).count).toBe(8)
    expect((await get(store, 95)).count).toBe(5)
  })

  test('filters by tag hash and says how far it looked', async () => {
    const world = new StoreWorld()
    const store = await filled(world, 100)
    expect(bodiesOf(await get(store, 0, 3, ['odd']))).toEqual(['m1', 'm3', 'm5'])
    expect(await get(store, 0, 3, ['none'])).toMatchObject({
      status: 'NO_MATCHED_MESSAGE',
      nextBeginOffset: 100,
      count: 0,
    })
    expect(bodiesOf(await get(store, 90, 32, ['odd', 'even']))).toHaveLength(10)
  })

  test('reads what the ring has lost from recent files at once, and from older ones by promise', async () => {
    for (const readSyncBytes of [1_000_000, 0]) {
      const world = new StoreWorld()
      const store = await world.open({ ringBytes: 4096, maxMessageSize: 100, readSyncBytes })
      for (let i = 0; i < 3000; i++) {
        store.putMessage(message({ text: `m${i}` }))
        if (i % 8 === 0) world.turn()
      }
      world.turn()
      expect(store.commitLog.hotOffset).toBeGreaterThan(200_000)
      const cold = store.getMessage({ topic: 'T1', queueId: 3, queueOffset: 7, maxMessages: 4 })
      expect(cold instanceof Promise).toBe(readSyncBytes === 0)
      const fetch = await cold
      expect(bodiesOf(fetch)).toEqual(['m7', 'm8', 'm9', 'm10'])
      expect(fetch).toMatchObject({ status: 'FOUND', nextBeginOffset: 11 })
      fetch.release()
      expect(fetch.count).toBe(0)
      expect(bodiesOf(await get(store, 2995))).toEqual(['m2995', 'm2996', 'm2997', 'm2998', 'm2999'])
    }
  })
})

describe('MessageStore finds', () => {
  test('a record by its exact log offset only', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const put = appended(store.putMessage(message({ text: 'a' })))
    const next = appended(store.putMessage(message({ text: 'z'.repeat(9000) })))
    world.turn()
    expect(decodeRecord((await store.lookMessage(put.logOffset))?.bytes as Bytes).body.utf8Slice()).toBe('a')
    expect((await store.lookMessage(next.logOffset))?.bytes.length).toBe(next.recordBytes)
    for (const wrong of [-1, 1, 20, put.endOffset + 4, next.endOffset, 1e15, NaN]) {
      expect(await store.lookMessage(wrong)).toBeUndefined()
    }
  })

  test('messages by key and by unique key, in log order, before and after a restart', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const offsets: number[] = []
    for (let i = 0; i < 10; i++) {
      const text = properties({ KEYS: `k${i % 2} all`, UNIQ_KEY: `U${i}` })
      offsets.push(appended(store.putMessage(message({ text: `${i}`, properties: text }))).logOffset)
    }
    world.turn()
    const query = async (s: MessageStore, key: string, maxMessages = 32): Promise<number[]> => {
      const found = await s.queryByKey({ topic: 'T1', key, maxMessages, beginTimestampMs: 0, endTimestampMs: 2e12 })
      return found.records.map((record) => record.logOffset)
    }
    const check = async (s: MessageStore): Promise<void> => {
      expect(await query(s, 'k1')).toEqual([1, 3, 5, 7, 9].map((i) => offsets[i]))
      expect(await query(s, 'U4')).toEqual([offsets[4]])
      expect(await query(s, 'all', 3)).toEqual(offsets.slice(7))
      expect(await query(s, 'k')).toEqual([])
    }
    await check(store)
    await world.advance(20_000)
    await check(store)
    await store.shutdown()
    await check(await world.open())
  })

  test('offsets by store time at both boundaries', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const startMs = world.timeMs
    for (const delay of [0, 10, 10, 10, 20]) {
      world.timeMs = startMs + delay
      store.putMessage(message())
    }
    world.turn()
    const by = (delay: number, boundary: 'LOWER' | 'UPPER'): Promise<number> =>
      store.offsetByTime('T1', 3, startMs + delay, boundary)
    expect(await Promise.all([-1, 0, 5, 10, 15, 20, 21].map((delay) => by(delay, 'LOWER')))).toEqual([
      0, 0, 1, 1, 4, 4, 5,
    ])
    expect(await Promise.all([-1, 0, 5, 10, 15, 20, 21].map((delay) => by(delay, 'UPPER')))).toEqual([
      0, 0, 0, 3, 3, 4, 4,
    ])
    expect(await store.offsetByTime('T1', 8, startMs)).toBe(0)
    expect(await store.earliestStoreTime('T1', 3)).toBe(startMs)
    expect(await store.earliestStoreTime('T1', 8)).toBe(-1)
    expect(await store.storeTime('T1', 3, 4)).toBe(startMs + 20)
  })
})

describe('MessageStore starts and ends', () => {
  test('cleanly: abort while open, checkpoint moved, prepared files gone, everything there again', async () => {
    const world = new StoreWorld()
    const store = await world.open({ prewriteBytes: 200 * 1024 })
    for (let i = 0; i < 700; i++) {
      store.putMessage(message({ text: `${i}` }))
      if (i % 50 === 0) world.turn()
    }
    world.turn()
    expect(world.fs.readFile('/store/abort')?.utf8Slice()).toBe('4711')
    expect(world.fs.readFile('/store/lock')?.utf8Slice()).toBe('lock')
    await store.shutdown()
    expect(world.fs.info('/store/abort')).toBeUndefined()
    expect(world.isLocked).toBe(false)
    expect(world.files('/store/commitlog')).toEqual(['00000000000000000000 65536', '00000000000000065536 65536'])
    const checkpoint = world.fs.readFile('/store/checkpoint') as Bytes
    expect(checkpoint.length).toBe(4096)
    expect([checkpoint.readBigInt64BE(0), checkpoint.readBigInt64BE(8)]).toEqual([
      1_700_000_000_123n,
      1_700_000_000_123n,
    ])
    const again = await world.open()
    expect(again.maxOffset('T1', 3)).toBe(700)
    expect(again.recovery).toMatchObject({ records: 1, dispatched: 0, endOffset: store.commitLog.appendedOffset })
    expect(appended(again.putMessage(message())).queueOffset).toBe(700)
  })

  test('after a kill: derived data comes back, the same offsets go on', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    for (let i = 0; i < 1500; i++) {
      store.putMessage(message({ queueId: i % 3, text: `${i}` }))
      if (i % 100 === 0) world.turn()
    }
    world.turn()
    const end = store.commitLog.writtenOffset
    world.kill()
    const again = await world.open()
    expect(again.recovery).toMatchObject({ endOffset: end, records: 1500, dispatched: 1500, damage: undefined })
    expect([0, 1, 2].map((queueId) => again.maxOffset('T1', queueId))).toEqual([500, 500, 500])
    expect(appended(again.putMessage(message({ queueId: 1 }))).queueOffset).toBe(500)
    const found = await again.queryByKey({
      topic: 'T1',
      key: 'k1',
      maxMessages: 64,
      beginTimestampMs: 0,
      endTimestampMs: 2e12,
    })
    expect(found.records).toHaveLength(64)
  })

  test.each([
    [
      'abort',
      (world: StoreWorld) => world.fs.makeDirectories('/store/abort'),
      'store-io',
      '/store/abort is a directory',
    ],
    [
      'checkpoint',
      (world: StoreWorld) => world.fs.makeDirectories('/store/checkpoint'),
      'store-io',
      '/store/checkpoint is a directory',
    ],
    [
      'lock',
      (world: StoreWorld) => {
        world.isLocked = true
      },
      'store-locked',
      'Lock failed, MQ already started',
    ],
    [
      'a root that cannot be written',
      (world: StoreWorld) => {
        world.disk.failWith = (operation) => (operation === 'open' ? 'EACCES' : undefined)
      },
      'store-io',
      'the store at /store is not writable',
    ],
    [
      'a log file of another length',
      (world: StoreWorld) => {
        world.fs.makeDirectories('/store/commitlog')
        world.fs.replaceFile('/store/commitlog/00000000000000000000', bytesFromHex('00'))
      },
      'store-corrupt',
      'mappedFileSizeCommitLog is 65536',
    ],
  ])('refuses to start and says why: %s', async (_name, prepare, code, text) => {
    const world = new StoreWorld()
    prepare(world)
    await expect(world.open()).rejects.toMatchObject({ code, message: expect.stringContaining(text) as string })
  })

  test('frees the lock when a start fails, so that the next one can succeed', async () => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/store/abort')
    await expect(world.open()).rejects.toThrow('directory')
    expect(world.isLocked).toBe(false)
    world.fs.removeTree('/store/abort')
    await (await world.open()).shutdown()
  })

  test('keeps abort when the last sync failed', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    store.putMessage(message())
    world.turn()
    world.disk.failWith = (operation) => (operation === 'datasync' ? 'EIO' : undefined)
    await world.advance(100)
    expect(store.isWritable).toBe(false)
    expect(store.putMessage(message())).toMatchObject({ status: 'refused', reason: 'read-only' })
    await store.shutdown()
    expect(world.fs.info('/store/abort')).toBeDefined()
    expect(world.logLines.some((line) => line.level === 'error' && line.message.includes('SYNC FAILED'))).toBe(true)
  })
})

describe('MessageStore deletes', () => {
  test('a topic: its queues go, its handle still works, its messages start again at 0', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    const queue = store.openQueue('T1', 3)
    for (let i = 0; i < 3; i++) store.putMessage(message())
    world.turn()
    await world.advance(2000)
    expect(world.files('/store/consumequeue/T1/3')).toEqual(['00000000000000000000 2000'])
    store.deleteTopic('T1')
    expect(world.fs.info('/store/consumequeue/T1')).toBeUndefined()
    expect(store.hasQueue('T1', 3)).toBe(false)
    const appender = store.plainAppend
    expect(appender.begin(queue, bytesFromUtf8('b'), 0, 1, 0, BORN_HOST)).toBeUndefined()
    expect(appender.end(0, 0, 0, 0, 0)).toBeUndefined()
    world.turn()
    expect(store.maxOffset('T1', 3)).toBe(1)
    await world.advance(2000)
    await store.shutdown()
  })

  test('unknown topics and dead queues on request', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    for (const topic of ['A', 'B']) store.putMessage(message({ topic }))
    world.turn()
    store.cleanUnusedTopics(new Set(['A']))
    expect([...store.queueOffsets().keys()]).toEqual(['A'])
    expect(store.queueOffsets().get('A')?.get(3)).toEqual({ minOffset: 0, maxOffset: 1 })
    store.cleanExpiredQueues()
    expect(store.hasQueue('A', 3)).toBe(true)
  })

  test('a size limit that is raised while the store is open lets larger messages in, a lowered one keeps them out', async () => {
    const world = new StoreWorld()
    const store = await world.open({ maxMessageSize: 100, mappedFileSizeCommitLog: 65_536 })
    const put = () => store.putMessage(message({ text: 'x'.repeat(3000) }))
    expect(put()).toMatchObject({ status: 'refused', reason: 'too-large' })
    store.reconfigure({ maxMessageSize: 5000 })
    expect(put().status).toBe('appended')
    world.turn()
    expect(await store.getMessage({ topic: 'T1', queueId: 3, queueOffset: 0, maxMessages: 1 })).toMatchObject({
      count: 1,
    })
    store.reconfigure({ maxMessageSize: 2999 })
    expect(put()).toMatchObject({ status: 'refused', reason: 'too-large' })
  })
})
