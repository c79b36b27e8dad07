import { describe, expect, test } from 'vitest'
import { type Bytes, bytesFromHex } from '../../../engine/base/bytes.ts'
import { indexHash } from '../../../engine/store/dispatch.ts'
import { KeyIndex, type KeyIndexOptions } from '../../../engine/store/key-index.ts'
import { KeyIndexBatch } from '../../../engine/store/key-index-batch.ts'
import { KeyIndexFile } from '../../../engine/store/key-index-file.ts'
import { StoreWorld } from './store-world.ts'

const SIZES = { slots: 5000, entriesMax: 200 }
const BEGIN_MS = 1_700_000_000_000

function makeIndex(world: StoreWorld, overrides: Partial<KeyIndexOptions> = {}, wasClean = true): KeyIndex {
  const index = new KeyIndex(world.fs, world, world.ports.log, {
    ...SIZES,
    directory: '/index',
    utcOffsetMinutes: () => 60,
    flushedOffset: () => Infinity,
    onFileSynced: () => undefined,
    onRoom: () => undefined,
    ...overrides,
  })
  index.load(wasClean)
  return index
}

/** Record `n` at log offset `n * 100`, second `n`, with key hash `n mod modulus`. */
function add(index: KeyIndex, from: number, to: number, modulus = 7): void {
  for (let n = from; n < to; n++) {
    index.add(n % modulus, n * 100, BEGIN_MS + n * 1000)
    index.endRecord(n * 100)
  }
}

function offsetsOf(hash: number, from: number, to: number, modulus = 7): number[] {
  const found: number[] = []
  for (let n = to - 1; n >= from; n--) if (n % modulus === hash) found.push(n * 100)
  return found
}

const query = (index: KeyIndex, hash: number, max = 1000): Promise<number[]> => index.query(hash, 0, 4e12, max)

describe('KeyIndexFile', () => {
  test('holds the header, slot and entry bytes that Java reads', async () => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/index')
    const file = new KeyIndexFile(world.fs, '/index/1', SIZES)
    file.create(undefined)
    const batch = new KeyIndexBatch()
    batch.add(2_746_024, 4096, BEGIN_MS)
    batch.add(2_746_024, 8192, BEGIN_MS + 2500)
    batch.add(5, 8192, BEGIN_MS + 2500)
    await file.merge(batch, 0, 3)
    const bytes = world.fs.readFile('/index/1') as Bytes
    expect(bytes.length).toBe(40 + 5000 * 4 + 200 * 20)
    expect(bytes.hexSlice(0, 40)).toBe(
      ['0000018bcfe56800', '0000018bcfe571c4', '0000000000001000', '0000000000002000', '00000002', '00000004'].join(''),
    )
    expect(bytes.readInt32BE(40 + 4 * 1024)).toBe(2)
    expect(bytes.readInt32BE(40 + 4 * 5)).toBe(3)
    const entry = (n: number): string => bytes.hexSlice(40 + 20_000 + n * 20, 40 + 20_000 + (n + 1) * 20)
    expect(entry(0)).toBe('00'.repeat(20))
    expect(entry(1)).toBe('0029e6a8' + '0000000000001000' + '00000000' + '00000000')
    expect(entry(2)).toBe('0029e6a8' + '0000000000002000' + '00000002' + '00000001')
    expect(entry(3)).toBe('00000005' + '0000000000002000' + '00000002' + '00000000')
  })

  test('merges a dense batch to the same bytes as many sparse ones', async () => {
    const contents: Bytes[] = []
    for (const step of [1, 40, 199]) {
      const world = new StoreWorld()
      world.fs.makeDirectories('/index')
      const file = new KeyIndexFile(world.fs, '/index/1', SIZES)
      file.create(undefined)
      const batch = new KeyIndexBatch()
      for (let n = 0; n < 199; n++) batch.add((n * 7919) % 60, n * 100, BEGIN_MS + n)
      for (let at = 0; at < 199; at += step) await file.merge(batch, at, Math.min(199, at + step))
      expect(file.room).toBe(0)
      contents.push(world.fs.readFile('/index/1') as Bytes)
    }
    expect(contents[1]?.equals(contents[0] as Bytes)).toBe(true)
    expect(contents[2]?.equals(contents[0] as Bytes)).toBe(true)
  })

  test.each([
    ['no slot', 0],
    ['some slots', 1],
    ['all slots', 1000],
  ])('is repaired after a merge that wrote its entries and %s', async (_name, slotWrites) => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/index')
    const file = new KeyIndexFile(world.fs, '/index/1', SIZES)
    file.create(undefined)
    const batch = new KeyIndexBatch()
    for (let n = 0; n < 60; n++) batch.add(n % 20 < 10 ? n % 10 : 1500 + (n % 10), n * 100, BEGIN_MS)
    await file.merge(batch, 0, 30)
    let writes = 0
    // The first write of a merge is its entries, then come slots, the header last.
    world.disk.failWith = (operation) => (operation === 'write' && writes++ > slotWrites ? 'EIO' : undefined)
    await file.merge(batch, 30, 60).catch(() => undefined)
    world.disk.failWith = undefined
    if (slotWrites === 1000) {
      const handle = world.fs.open('/index/1', 'update')
      handle.write(bytesFromHex('0000001f'), 0, 4, 36)
    }
    const again = new KeyIndexFile(world.fs, '/index/1', SIZES)
    again.load()
    expect(again.header.entryCount).toBe(31)
    again.repair()
    const check = async (count: number): Promise<void> => {
      for (let n = 0; n < 20; n++) {
        const hash = n < 10 ? n : 1500 + (n % 10)
        const found: number[] = []
        await again.search(hash, 0, 4e12, found, 100)
        const wanted = Array.from({ length: count }, (_, i) => i).filter((i) => i % 20 === n)
        expect(found).toEqual(wanted.map((i) => i * 100).reverse())
      }
    }
    await check(30)
    await again.merge(batch, 30, 60)
    await check(60)
  })
})

describe('KeyIndex', () => {
  test('makes no file before the first key', () => {
    const world = new StoreWorld()
    makeIndex(world).tick()
    expect(world.fs.list('/index')).toEqual([])
  })

  test('finds keys in memory, in files, across files and after a restart, newest first', async () => {
    const world = new StoreWorld()
    const index = makeIndex(world)
    add(index, 1, 50)
    expect(await query(index, 3)).toEqual(offsetsOf(3, 1, 50))
    await world.advance(4000)
    index.tick()
    await index.settle()
    add(index, 50, 500)
    await world.advance(4000)
    index.tick()
    await index.settle()
    expect(index.fileCount).toBe(3)
    expect(world.fs.list('/index')[0]).toMatch(/^2023111423\d{7}$/)
    add(index, 500, 510)
    expect(await query(index, 3)).toEqual(offsetsOf(3, 1, 510))
    expect(await query(index, 3, 5)).toEqual(offsetsOf(3, 1, 510).slice(0, 5))
    await index.shutdown()
    const again = makeIndex(world)
    expect(again.indexedTo).toBe(50_900)
    expect(await query(again, 3)).toEqual(offsetsOf(3, 1, 510))
    expect(again.lastUpdate).toEqual({ timestampMs: BEGIN_MS + 509_000, logOffset: 50_900 })
  })

  test('limits a query to its time window', async () => {
    const world = new StoreWorld()
    const index = makeIndex(world)
    add(index, 1, 300, 1)
    await world.advance(4000)
    index.tick()
    await index.settle()
    add(index, 300, 310, 1)
    const window = (from: number, to: number): Promise<number[]> =>
      index.query(0, BEGIN_MS + from * 1000, BEGIN_MS + to * 1000, 1000)
    for (const [from, to] of [
      [1, 5],
      [190, 210],
      [298, 305],
      [400, 500],
    ] as const) {
      expect(await window(from, to)).toEqual(offsetsOf(0, from, Math.min(to + 1, 310), 1))
    }
  })

  test('merges only what is flushed, says when it is starved, and keeps the replay bound back', async () => {
    const world = new StoreWorld()
    let flushed = 0
    let rooms = 0
    const index = makeIndex(world, {
      slots: 5_000_000,
      entriesMax: 20_000_000,
      flushedOffset: () => flushed,
      onRoom: () => rooms++,
    })
    let n = 1
    while (index.hasRoom) {
      index.add(n % 1000, n * 100, BEGIN_MS + n)
      index.endRecord(n++ * 100)
    }
    expect(n).toBe(4 * 65_536 + 1)
    expect(index.fileCount).toBe(0)
    expect(index.oldestUnsyncedMs).toBe(BEGIN_MS + 1)
    flushed = Infinity
    await index.settle()
    expect(rooms).toBe(1)
    expect(index.hasRoom).toBe(true)
    // In the file, but not on the disk yet.
    expect(index.oldestUnsyncedMs).toBe(BEGIN_MS + 1)
    await world.advance(11_000)
    index.tick()
    await world.settle()
    expect(index.oldestUnsyncedMs).toBeUndefined()
    expect((await query(index, 500, 3))[0]).toBe(261_500 * 100)
  })

  test('deletes files below the start of the log, never the last', async () => {
    const world = new StoreWorld()
    const index = makeIndex(world)
    add(index, 1, 600)
    await world.advance(4000)
    index.tick()
    await index.settle()
    expect(index.fileCount).toBe(4)
    expect(index.deleteExpired(30_000)).toBe(1)
    expect(index.deleteExpired(1e9)).toBe(2)
    expect([index.fileCount, world.fs.list('/index').length]).toEqual([1, 1])
  })

  test('indexes records again when the log was cut below what the index knows', () => {
    const world = new StoreWorld()
    const index = makeIndex(world)
    add(index, 1, 10)
    index.trimTo(500)
    expect(index.indexedTo).toBe(499)
  })

  test('skips foreign files and drops one without a header', () => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/index/sub')
    world.fs.replaceFile('/index/20240101000000000', bytesFromHex('00'))
    world.fs.replaceFile('/index/readme', bytesFromHex('00'))
    expect(makeIndex(world, {}, false).fileCount).toBe(0)
    expect(world.fs.list('/index')).toEqual(['readme', 'sub'])
  })

  test('hashes as Java does, the one value without an absolute included', () => {
    expect([indexHash(5), indexHash(-5), indexHash(-0x8000_0000)]).toEqual([5, 5, 0])
  })
})
