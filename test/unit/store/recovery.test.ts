import { describe, expect, test } from 'vitest'
import { allocBytes, type Bytes, bytesFromHex, copyOfBytes } from '../../../engine/base/bytes.ts'
import type { MessageStore } from '../../../engine/store/message-store.ts'
import { appended, bodiesOf, message, properties, StoreWorld } from './store-world.ts'

const FIRST_FILE = '/store/commitlog/00000000000000000000'

interface Made {
  readonly world: StoreWorld
  /** End of each record. */
  readonly ends: number[]
}

/** A killed store with `count` messages in queue 3 of T1. */
async function killed(count: number, overrides = {}): Promise<Made> {
  const world = new StoreWorld()
  const store = await world.open(overrides)
  const ends = Array.from({ length: count }, (_, i) => appended(store.putMessage(message({ text: `m${i}` }))).endOffset)
  world.turn()
  await world.advance(1500)
  world.kill()
  return { world, ends }
}

async function allBodies(store: MessageStore): Promise<string[]> {
  const bodies: string[] = []
  for (;;) {
    const fetch = await store.getMessage({ topic: 'T1', queueId: 3, queueOffset: bodies.length, maxMessages: 32 })
    if (fetch.count === 0) return bodies
    bodies.push(...bodiesOf(fetch))
  }
}

function overwrite(world: StoreWorld, path: string, position: number, bytes: Bytes): void {
  const file = world.fs.open(path, 'update')
  file.write(bytes, 0, bytes.length, position)
  file.close()
}

describe('recovery after a crash', () => {
  test('keeps exactly the whole records when the tail is lost at any byte', async () => {
    const { world, ends } = await killed(4)
    const log = copyOfBytes(world.fs.readFile(FIRST_FILE) as Bytes)
    const end = ends[3] as number
    for (let cut = (ends[2] as number) - 1; cut <= end; cut++) {
      const damaged = new StoreWorld()
      await (await damaged.open()).shutdown()
      damaged.fs.replaceFile('/store/abort', allocBytes(0))
      const kept = copyOfBytes(log)
      kept.fill(0, cut)
      damaged.fs.replaceFile(FIRST_FILE, kept)
      const store = await damaged.open()
      const whole = ends.filter((recordEnd) => recordEnd <= cut).length
      expect(store.commitLog.appendedOffset, `cut at ${cut}`).toBe(ends[whole - 1])
      expect(await allBodies(store)).toEqual(['m0', 'm1', 'm2', 'm3'].slice(0, whole))
      expect(appended(store.putMessage(message())).queueOffset).toBe(whole)
    }
  })

  test('ends the log where a body does not match its checksum, unless told not to look', async () => {
    for (const checkCRCOnRecover of [true, false]) {
      const { world, ends } = await killed(3)
      overwrite(world, FIRST_FILE, (ends[0] as number) + 88, bytesFromHex('ff'))
      const store = await world.open({ checkCRCOnRecover })
      expect(store.recovery.records).toBe(checkCRCOnRecover ? 1 : 3)
      if (checkCRCOnRecover) expect(store.recovery.damage).toContain('CRC')
    }
  })

  test('erases what lies behind the end, so that a later crash cannot bring it back', async () => {
    const { world, ends } = await killed(5)
    overwrite(world, FIRST_FILE, (ends[1] as number) + 4, bytesFromHex('00000000'))
    const store = await world.open()
    expect(store.commitLog.appendedOffset).toBe(ends[1])
    // The same length as the record that was lost: what follows it on disk would fit.
    expect(appended(store.putMessage(message({ text: 'nn' }))).endOffset).toBe(ends[2])
    world.turn()
    world.kill()
    expect(await allBodies(await world.open())).toEqual(['m0', 'm1', 'nn'])
  })

  test('starts at the file that the checkpoint vouches for, and the queues still have everything', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    for (let i = 0; i < 2000; i++) {
      store.putMessage(message({ text: `${i}`.padStart(5, '0') }))
      if (i % 50 === 0) {
        world.turn()
        await world.advance(1000)
      }
    }
    world.turn()
    await world.advance(100)
    world.kill()
    const again = await world.open()
    expect(again.recovery.startOffset).toBeGreaterThan(0)
    expect(again.recovery.dispatched).toBeLessThan(2000)
    expect(await allBodies(again)).toHaveLength(2000)
  })

  test('begins at the first file when the checkpoint is gone', async () => {
    const { world } = await killed(1200)
    world.fs.remove('/store/checkpoint')
    const store = await world.open()
    expect(store.recovery).toMatchObject({ startOffset: 0, records: 1200 })
    expect(await allBodies(store)).toHaveLength(1200)
  })

  test('rebuilds queues whose files are gone', async () => {
    const { world } = await killed(300)
    world.fs.removeTree('/store/consumequeue')
    expect(await allBodies(await world.open())).toHaveLength(300)
  })

  test('deletes all queues when the log has no files', async () => {
    const { world } = await killed(30)
    world.fs.removeTree('/store/commitlog')
    const store = await world.open()
    expect(store.commitLog.appendedOffset).toBe(0)
    expect(store.hasQueue('T1', 3)).toBe(false)
    expect(world.fs.list('/store/consumequeue')).toEqual([])
  })

  test('rolls on behind a blank that ends the last file', async () => {
    const { world, ends } = await killed(40, { mappedFileSizeCommitLog: 4096 })
    const last = ends[39] as number
    const store = await world.open({ mappedFileSizeCommitLog: 4096 })
    expect(store.commitLog.appendedOffset).toBe(last)
    expect(await allBodies(store)).toHaveLength(40)
    expect(world.files('/store/commitlog')).toHaveLength(Math.ceil(last / 4096))
  })
})

describe('recovery after a clean end', () => {
  test('dispatches what the queues lack', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    for (let i = 0; i < 10; i++) store.putMessage(message({ text: `m${i}` }))
    world.turn()
    await store.shutdown()
    // As an older engine may leave it: the last units never reached their file.
    overwrite(world, '/store/consumequeue/T1/3/00000000000000000000', 6 * 20, allocBytes(80))
    const again = await world.open()
    expect(again.recovery).toMatchObject({ dispatched: 4 })
    expect(await allBodies(again)).toHaveLength(10)
  })

  test('walks from the file start when the queues point at no record', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    for (let i = 0; i < 10; i++) store.putMessage(message({ text: `m${i}` }))
    world.turn()
    await store.shutdown()
    overwrite(world, '/store/consumequeue/T1/3/00000000000000000000', 9 * 20 + 7, bytesFromHex('ff'))
    const again = await world.open()
    expect(again.recovery.records).toBe(10)
    expect(again.commitLog.appendedOffset).toBe(store.commitLog.appendedOffset)
  })

  test('goes on with the log of a slave, wherever its master had come', async () => {
    const world = new StoreWorld()
    const master = await world.open()
    for (let i = 0; i < 10; i++)
      master.putMessage(message({ text: `m${i}`, properties: properties({ UNIQ_KEY: `u${i}` }) }))
    world.turn()
    const log = world.fs.readFile(FIRST_FILE) as Bytes
    const end = master.commitLog.writtenOffset
    const other = new StoreWorld()
    const slave = await other.open({ role: 'SLAVE' })
    for (let at = 0; at < end - 10; at += 77) {
      expect(slave.commitLog.appendRaw(log, at, Math.min(at + 77, end - 10), at)).toBe('appended')
      other.turn()
    }
    // The last record is not whole: it is neither visible nor lost.
    expect(slave.maxOffset('T1', 3)).toBe(9)
    expect(slave.commitLog.appendRaw(log, end - 10, end, end - 10)).toBe('appended')
    other.turn()
    expect(slave.maxOffset('T1', 3)).toBe(10)
    expect(slave.maxOffset('T1', 3, false)).toBe(10)
    await slave.shutdown()
    const again = await other.open({ role: 'SLAVE' })
    expect(again.commitLog.appendedOffset).toBe(end)
    expect(await allBodies(again)).toHaveLength(10)
  })
})
