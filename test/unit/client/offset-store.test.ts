import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import type { Log } from '../../../engine/base/ports.ts'
import { LocalOffsetHome, type OffsetHome, OffsetStore, type QueueOffset } from '../../../engine/client/offset-store.ts'
import { queueKey } from '../../../engine/protocol/message-queue.ts'
import { MemoryDisk } from '../../sim/kernel/memory-disk.ts'
import { MemoryFileSystem } from '../../sim/kernel/memory-file-system.ts'

const QUEUE = { topic: 'T', brokerName: 'a', queueId: 0 }
const OTHER = { topic: 'T', brokerName: 'a', queueId: 1 }

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT,
}

/** A home in memory that counts what it is told. */
class MapHome implements OffsetHome {
  readonly isRepeating: boolean
  readonly offsets = new Map<string, number>()
  readonly stores: QueueOffset[] = []
  isBroken = false

  constructor(isRepeating = false) {
    this.isRepeating = isRepeating
  }

  fetch(queue: typeof QUEUE): Promise<number | undefined> {
    return Promise.resolve(this.offsets.get(queueKey(queue)))
  }

  store(offsets: readonly QueueOffset[]): Promise<readonly QueueOffset[]> {
    if (this.isBroken) return Promise.reject(new Error('broken'))
    for (const entry of offsets) this.offsets.set(queueKey(entry.queue), entry.offset)
    this.stores.push(...offsets)
    return Promise.resolve(offsets)
  }
}

describe('offset store', () => {
  test('never goes back while it may only increase, and does when it may not', () => {
    const store = new OffsetStore(new MapHome(), SILENT)
    store.update(QUEUE, 10, true)
    store.update(QUEUE, 7, true)
    expect(store.inMemory(QUEUE)).toBe(10)
    store.update(QUEUE, 7, false)
    expect(store.inMemory(QUEUE)).toBe(7)
  })

  test('stores what changed, once', async () => {
    const home = new MapHome()
    const store = new OffsetStore(home, SILENT)
    store.update(QUEUE, 10, true)
    store.update(OTHER, 20, true)
    await store.persist()
    store.update(OTHER, 21, true)
    await store.persist()
    expect(home.stores.map((entry) => entry.offset)).toEqual([10, 20, 21])
  })

  test('tells a broker again and again, because it may have forgotten', async () => {
    const home = new MapHome(true)
    const store = new OffsetStore(home, SILENT)
    store.update(QUEUE, 10, true)
    await store.persist()
    await store.persist()
    expect(home.stores).toHaveLength(2)
  })

  test('keeps an offset that could not be stored for the next round', async () => {
    const home = new MapHome()
    const store = new OffsetStore(home, SILENT)
    store.update(QUEUE, 10, true)
    home.isBroken = true
    await store.persist()
    home.isBroken = false
    await store.persist()
    expect(home.offsets.get(queueKey(QUEUE))).toBe(10)
  })

  test('a reset offset ignores commits until the queue is taken anew', async () => {
    const home = new MapHome()
    const store = new OffsetStore(home, SILENT)
    store.update(QUEUE, 100, true)
    store.freeze(QUEUE, 5)
    store.update(QUEUE, 101, true)
    await store.persist([QUEUE])
    expect(home.offsets.get(queueKey(QUEUE))).toBe(5)
    store.remove(QUEUE)
    expect(await store.load(QUEUE)).toBe(5)
    store.update(QUEUE, 6, true)
    expect(store.inMemory(QUEUE)).toBe(6)
  })

  test('an unknown queue has no offset', async () => {
    const store = new OffsetStore(new MapHome(), SILENT)
    expect(await store.load(QUEUE)).toBeUndefined()
    expect(store.inMemory(QUEUE)).toBeUndefined()
  })
})

describe('offsets in a file', () => {
  const fs = () => new MemoryFileSystem({ disk: new MemoryDisk() })

  test('are there again for the next process', async () => {
    const files = fs()
    const store = new OffsetStore(new LocalOffsetHome(files, '/offsets/g'), SILENT)
    store.update(QUEUE, 10, true)
    store.update(OTHER, 20, true)
    await store.persist()
    const again = new LocalOffsetHome(files, '/offsets/g')
    expect(await again.fetch(QUEUE)).toBe(10)
    expect(await again.fetch(OTHER)).toBe(20)
  })

  test.each([
    'not json',
    '[]',
    '{"offsetTable":7}',
    '{"offsetTable":[{"topic":"T"},null,{"topic":"T","brokerName":"a","queueId":0,"offset":"9"}]}',
  ])('a damaged file counts as none: %s', async (content) => {
    const files = fs()
    files.makeDirectories('/offsets/g')
    files.replaceFile('/offsets/g/offsets.json', bytesFromUtf8(content))
    expect(await new LocalOffsetHome(files, '/offsets/g').fetch(QUEUE)).toBeUndefined()
  })
})
