import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8, type Bytes } from '../../../engine/base/bytes.ts'
import { type ConsumeQueue, UnitWindow } from '../../../engine/store/consume-queue.ts'
import { QueueTable } from '../../../engine/store/queue-table.ts'
import { StoreWorld } from './store-world.ts'

const FILE_UNITS = 100
const FIRST_FILE = '/cq/T/0/00000000000000000000'

function makeTable(world: StoreWorld, afterCrash = false): QueueTable {
  const table = new QueueTable(world.fs, world.ports.log, { directory: '/cq', fileBytes: FILE_UNITS * 20 })
  table.load(afterCrash)
  return table
}

/** Appends units `[from, to)` with records of 50 bytes at 1000 + 100 n. */
function fill(queue: ConsumeQueue, from: number, to: number): void {
  for (let n = from; n < to; n++) expect(queue.append(1000 + n * 100, 50, 0, n, n)).toBe('appended')
}

function logOffsets(table: QueueTable, queue: ConsumeQueue, from = queue.minOffset): number[] {
  const window = new UnitWindow(table.scratchView)
  const found: number[] = []
  for (let at = from; queue.read(at, 1000, window) > 0; at += window.count) {
    for (let i = 0; i < window.count; i++) found.push(window.isFiller(i) ? -1 : window.logOffset(i))
  }
  return found
}

function expected(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => 1000 + (from + i) * 100)
}

describe('ConsumeQueue', () => {
  test('rounds its file size up to whole units', () => {
    const world = new StoreWorld()
    const table = new QueueTable(world.fs, world.ports.log, { directory: '/cq', fileBytes: 1981 })
    fill(table.open('T', 0), 0, 1)
    table.write()
    expect(world.files('/cq/T/0')).toEqual(['00000000000000000000 2000'])
  })

  test('reads the same from memory, from files and after a restart', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const queue = table.open('T', 0)
    fill(queue, 0, 2500)
    expect(logOffsets(table, queue)).toEqual(expected(0, 2500))
    table.write()
    queue.releaseIdleTail()
    queue.releaseIdleTail()
    expect(logOffsets(table, queue, 7)).toEqual(expected(7, 2500))
    expect(world.files('/cq/T/0')).toHaveLength(25)
    const again = makeTable(world)
    const reopened = again.find('T', 0) as ConsumeQueue
    expect([reopened.minOffset, reopened.maxOffset, reopened.nextQueueOffset]).toEqual([0, 2500, 2500])
    expect(reopened.maxLogOffset).toBe(1000 + 2499 * 100 + 50)
    expect(again.lastRecordStart()).toBe(1000 + 2499 * 100)
    expect(logOffsets(again, reopened)).toEqual(expected(0, 2500))
    fill(reopened, 2500, 2510)
    expect(reopened.read(5000, 1, new UnitWindow(again.scratchView))).toBe(0)
  })

  test('makes no system call for a message once its tail is there', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const queue = table.open('T', 0)
    fill(queue, 0, 1)
    let calls = 0
    world.disk.failWith = () => {
      calls++
      return undefined
    }
    fill(queue, 1, 1000)
    expect(calls).toBe(0)
  })

  test('skips what is indexed already', () => {
    const table = makeTable(new StoreWorld())
    const queue = table.open('T', 0)
    fill(queue, 0, 10)
    expect(queue.append(1500, 50, 0, 0, 5)).toBe('already-indexed')
    expect(queue.append(9000, 50, 0, 0, 5)).toBe('already-indexed')
    expect(queue.append(1900, 50, 0, 0, 10)).toBe('already-indexed')
    expect(queue.maxOffset).toBe(10)
  })

  test('starts late with fillers below its first unit', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const queue = table.open('T', 0)
    fill(queue, 205, 207)
    expect([queue.minOffset, queue.maxOffset]).toEqual([205, 207])
    table.write()
    expect(world.files('/cq/T/0')).toEqual(['00000000000000004000 2000'])
    const bytes = world.fs.readFile('/cq/T/0/00000000000000004000') as Bytes
    expect(bytes.hexSlice(4 * 20, 5 * 20)).toBe('00000000000000007fffffff0000000000000000')
    const again = makeTable(world)
    const reopened = again.find('T', 0) as ConsumeQueue
    expect(reopened.maxOffset).toBe(207)
    again.correctMin(0)
    expect(reopened.minOffset).toBe(205)
  })

  test('fills a hole so that every unit stands at its offset, and refuses an absurd one', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const queue = table.open('T', 0)
    fill(queue, 0, 90)
    fill(queue, 130, 131)
    expect(logOffsets(table, queue)).toEqual([...expected(0, 90), ...Array<number>(40).fill(-1), ...expected(130, 131)])
    expect(queue.append(1e9, 50, 0, 0, 1e9)).toBe('refused')
    expect(world.logLines.filter((line) => line.level === 'error')).toHaveLength(2)
  })

  test('is cut at a log offset, and nothing of what was cut comes back', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const queue = table.open('T', 0)
    fill(queue, 0, 250)
    table.truncateToLog(1000 + 120 * 100)
    expect([queue.maxOffset, queue.nextQueueOffset, queue.maxLogOffset]).toEqual([120, 120, 1000 + 119 * 100 + 50])
    expect(world.files('/cq/T/0')).toHaveLength(2)
    expect((makeTable(world).find('T', 0) as ConsumeQueue).maxOffset).toBe(120)
    table.truncateToLog(0)
    expect(queue.maxOffset).toBe(0)
    fill(queue, 0, 3)
    expect(logOffsets(table, queue)).toEqual(expected(0, 3))
  })

  test('moves its start with the log and deletes files that point below it', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const queue = table.open('T', 0)
    fill(queue, 0, 350)
    table.write()
    table.correctMin(1000 + 130 * 100)
    expect(queue.minOffset).toBe(130)
    expect(table.deleteExpired(1000 + 230 * 100)).toBe(2)
    table.correctMin(1000 + 230 * 100)
    expect([queue.minOffset, world.files('/cq/T/0')[0]]).toEqual([230, '00000000000000004000 2000'])
    expect(table.deleteExpired(1e9)).toBe(1)
    table.correctMin(1e9)
    expect([queue.minOffset, queue.maxOffset]).toEqual([350, 350])
    fill(queue, 350, 351)
  })

  test('ends at the first unit that is none, or that points back', () => {
    for (const [unit, damage] of [
      [40, allocBytes(20)],
      [40, bytesFromUtf8('\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0032')],
    ] as const) {
      const world = new StoreWorld()
      const table = makeTable(world)
      fill(table.open('T', 0), 0, 60)
      table.write()
      const file = world.fs.open(FIRST_FILE, 'update')
      file.write(damage, 0, damage.length, unit * 20)
      const queue = makeTable(world, true).find('T', 0) as ConsumeQueue
      expect(queue.maxOffset).toBe(40)
      expect((world.fs.readFile(FIRST_FILE) as Bytes).subarray(50 * 20).every((byte) => byte === 0)).toBe(true)
    }
  })

  test('refuses a file of another length, and after a crash drops one that never got its length', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    fill(table.open('T', 0), 0, 250)
    table.write()
    world.fs.open('/cq/T/0/00000000000000002000', 'update').truncate(0)
    expect(() => makeTable(world, false)).toThrow('mappedFileSizeConsumeQueue is 2000')
    expect((makeTable(world, true).find('T', 0) as ConsumeQueue).maxOffset).toBe(100)
    expect(world.files('/cq/T/0')).toEqual(['00000000000000000000 2000'])
  })
})

describe('QueueTable', () => {
  test('finds topics by their bytes, whatever the script, without a second entry', () => {
    const table = makeTable(new StoreWorld())
    for (const name of ['T', 'Topic', 'täg', '主题', 'Aa', 'BB']) {
      const padded = bytesFromUtf8(`xx${name}yy`)
      const topic = table.topicOfBytes(padded, 2, padded.length - 2)
      expect(topic.name).toBe(name)
      expect(table.topicOfBytes(padded, 2, padded.length - 2)).toBe(topic)
      expect(table.topic(name)).toBe(topic)
    }
    expect(table.topics.size).toBe(6)
  })

  test('syncs each file that was written once, and again after a failure', async () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const sync = (): Promise<Error | undefined> => new Promise((resolve) => table.sync(resolve))
    for (let id = 0; id < 5; id++) fill(table.open('T', id), 0, 1)
    table.write()
    world.disk.failWith = (operation) => (operation === 'datasync' ? 'EIO' : undefined)
    expect((await sync())?.message).toContain('EIO')
    world.disk.failWith = undefined
    const before = world.disk.syncCount
    expect(await sync()).toBeUndefined()
    expect(world.disk.syncCount - before).toBe(5)
    expect(await sync()).toBeUndefined()
    expect(world.disk.syncCount - before).toBe(5)
  })

  test('keeps units in memory while their file refuses them', () => {
    const world = new StoreWorld()
    const table = makeTable(world)
    const queue = table.open('T', 0)
    fill(queue, 0, 5)
    world.disk.failWith = (operation) => (operation === 'write' ? 'ENOSPC' : undefined)
    expect(() => table.write()).toThrow('ENOSPC')
    world.disk.failWith = undefined
    table.write()
    expect((makeTable(world).find('T', 0) as ConsumeQueue).maxOffset).toBe(5)
    expect(logOffsets(table, queue)).toEqual(expected(0, 5))
  })
})
