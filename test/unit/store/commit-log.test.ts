import { describe, expect, test } from 'vitest'
import { allocBytes, type Bytes, bytesFromUtf8, concatBytes } from '../../../engine/base/bytes.ts'
import type { FileSystem, OpenFile } from '../../../engine/base/ports.ts'
import { CommitLog, type CommitLogOptions } from '../../../engine/store/commit-log.ts'
import { OpenFiles } from '../../../engine/store/segment.ts'
import { StoreWorld } from './store-world.ts'

function makeLog(world: StoreWorld, overrides: Partial<CommitLogOptions> = {}, fs: FileSystem = world.fs): CommitLog {
  const log = new CommitLog(new OpenFiles(fs, 8), world, world.ports.log, {
    directory: '/log',
    fileBytes: 8192,
    recordBytesMax: 1000,
    ringBytes: 4096,
    prewriteBytes: 0,
    ...overrides,
  })
  log.load(false)
  log.reset(0)
  return log
}

/** Appends `length` bytes of value `fill`; false when refused. */
function append(log: CommitLog, length: number, fill: number, reserve = length): boolean {
  const position = log.beginRecord(reserve)
  if (position < 0) return false
  log.ring.bytes.fill(fill, position, position + length)
  log.endRecord(length)
  return true
}

/** The log's bytes as its files hold them. */
function filed(world: StoreWorld, log: CommitLog): Bytes {
  const parts = world.fs.list('/log').map((name) => world.fs.readFile(`/log/${name}`) as Bytes)
  return concatBytes(parts).subarray(0, log.writtenOffset)
}

/** The same bytes through the reading calls, hot or not. */
function read(log: CommitLog, from: number, length: number): Bytes {
  const bytes = allocBytes(length)
  expect(log.readNow(from, bytes, 0, length)).toBe(length)
  return bytes
}

describe('CommitLog', () => {
  test('writes once per turn and tells stage by stage', () => {
    const world = new StoreWorld()
    const log = makeLog(world)
    const told: string[] = []
    log.onWritten('acknowledge', (end) => told.push(`acknowledge ${end}`))
    log.onWritten('dispatch', (end) => told.push(`dispatch ${end}`))
    const endSubscription = log.onWritten('replicate', (end) => told.push(`replicate ${end}`))
    append(log, 100, 1)
    append(log, 50, 2)
    expect([log.appendedOffset, log.writtenOffset]).toEqual([150, 0])
    world.turn()
    expect(told).toEqual(['dispatch 150', 'replicate 150', 'acknowledge 150'])
    endSubscription()
    append(log, 10, 3)
    world.turn()
    expect(told.slice(3)).toEqual(['dispatch 160', 'acknowledge 160'])
  })

  test('rolls over a blank that does not fit the ring together with the record', () => {
    const world = new StoreWorld()
    const log = makeLog(world, { recordBytesMax: 3500 })
    expect(append(log, 3000, 1)).toBe(true)
    world.turn()
    expect(append(log, 2000, 2)).toBe(true)
    world.turn()
    // 3192 bytes are left in the file, and the ring has 4096.
    expect(append(log, 3300, 3)).toBe(true)
    world.turn()
    expect(log.writtenOffset).toBe(8192 + 3300)
    expect(read(log, 8192, 3300).every((byte) => byte === 3)).toBe(true)
  })

  test('keeps ring, files and reads equal through wraps and rolls', () => {
    const world = new StoreWorld()
    const log = makeLog(world)
    for (let i = 1; i < 200; i++) {
      expect(append(log, 90 + ((i * 37) % 600), i % 251, 700)).toBe(true)
      if (i % 3 === 0) world.turn()
    }
    world.turn()
    const all = filed(world, log)
    expect(log.segments.count).toBeGreaterThan(5)
    expect(log.hotOffset).toBeGreaterThan(log.appendedOffset - 4096 - 700)
    for (let from = log.hotOffset; from + 300 < log.appendedOffset; from += 97) {
      const position = log.readHot(from, 300)
      expect(position).toBeGreaterThanOrEqual(0)
      expect(log.ring.bytes.subarray(position, position + 300).equals(all.subarray(from, from + 300))).toBe(true)
    }
    expect(log.readHot(log.hotOffset - 1, 10)).toBe(-1)
    expect(log.readHot(log.appendedOffset - 9, 10)).toBe(-1)
    for (const from of [0, 5000, 8000, 16_000])
      expect(read(log, from, 4000).equals(all.subarray(from, from + 4000))).toBe(true)
  })

  test('leaves the log as it was when a record is begun and not ended', () => {
    const world = new StoreWorld()
    const log = makeLog(world)
    append(log, 100, 1)
    expect(log.beginRecord(500)).toBe(100)
    expect(log.appendedOffset).toBe(100)
    append(log, 60, 2)
    world.turn()
    expect(
      filed(world, log)
        .subarray(100)
        .every((byte) => byte === 2),
    ).toBe(true)
  })

  test('refuses records above the limit, and everything after it stopped', async () => {
    const world = new StoreWorld()
    const log = makeLog(world)
    expect(append(log, 1000, 1)).toBe(true)
    expect(append(log, 1001, 1)).toBe(false)
    expect(log.refusal).toBe('too-large')
    await log.stopWriting()
    expect(append(log, 10, 1)).toBe(false)
    expect(log.refusal).toBe('shut-down')
  })

  test('waits for a full disk to be emptied, and loses nothing meanwhile', async () => {
    const world = new StoreWorld()
    const log = makeLog(world)
    append(log, 100, 1)
    world.disk.failWith = (operation) => (operation === 'write' ? 'ENOSPC' : undefined)
    world.turn()
    expect(append(log, 10, 2)).toBe(false)
    expect(log.refusal).toBe('disk-full')
    expect(log.writtenOffset).toBe(0)
    world.disk.failWith = undefined
    await world.advance(1000)
    expect(log.writtenOffset).toBe(100)
    expect(append(log, 10, 2)).toBe(true)
  })

  test('answers busy when the ring is full of what the files refuse', () => {
    const world = new StoreWorld()
    const log = makeLog(world)
    let refuses = true
    world.disk.failWith = (operation) => (operation === 'write' && refuses ? 'EIO' : undefined)
    let count = 0
    while (append(log, 900, count)) count++
    expect(count).toBe(4)
    expect(log.refusal).toBe('busy')
    refuses = false
    world.turn()
    expect(append(log, 900, 9)).toBe(true)
  })

  describe('appendRaw', () => {
    test('copies a master, byte for byte, whatever the pieces', () => {
      const master = new StoreWorld()
      const source = makeLog(master)
      for (let i = 1; i < 100; i++) {
        append(source, 90 + ((i * 53) % 500), i % 251)
        master.turn()
      }
      const bytes = filed(master, source)
      const slave = new StoreWorld()
      const copy = makeLog(slave)
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const end = Math.min(bytes.length, at + 1 + ((i * 701) % 3000))
        expect(copy.appendRaw(bytes, at, end, at)).toBe('appended')
        if (i % 2 === 0) slave.turn()
        at = end
      }
      slave.turn()
      expect(filed(slave, copy).equals(bytes)).toBe(true)
      const position = copy.readHot(copy.hotOffset, 500)
      expect(
        copy.ring.bytes.subarray(position, position + 500).equals(bytes.subarray(copy.hotOffset, copy.hotOffset + 500)),
      ).toBe(true)
    })

    test('starts an empty log in the file of the first offset, and refuses any other place afterwards', () => {
      const world = new StoreWorld()
      const log = makeLog(world)
      const bytes = bytesFromUtf8('abcdef')
      expect(log.minOffset).toBe(-1)
      expect(log.appendRaw(bytes, 0, 6, 16_384)).toBe('appended')
      world.turn()
      expect(world.files('/log')).toEqual(['00000000000000016384 8192'])
      expect([log.minOffset, log.writtenOffset]).toEqual([16_384, 16_390])
      expect(log.appendRaw(bytes, 0, 6, 16_384)).toBe('position-mismatch')
      expect(log.appendRaw(bytes, 0, 6, 20_000)).toBe('position-mismatch')
      expect(log.appendRaw(bytes, 2, 4, 16_390)).toBe('appended')
    })
  })

  describe('readLater', () => {
    test('reads a few ranges at a time, all of them in the end, and none beyond the written log', async () => {
      const world = new StoreWorld()
      const log = makeLog(world)
      for (let i = 0; i < 40; i++) append(log, 200, i)
      world.turn()
      const seen: number[] = []
      for (let i = 0; i < 40; i++) {
        const target = allocBytes(200)
        log.readLater(i * 200, target, 0, 200, (error, count) => {
          expect(error).toBeUndefined()
          expect(count).toBe(200)
          seen.push(target[199] as number)
        })
      }
      await world.settle()
      expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => i))
      log.readLater(log.writtenOffset - 50, allocBytes(200), 0, 200, (_error, count) => seen.push(count))
      log.readLater(log.writtenOffset, allocBytes(200), 0, 200, (_error, count) => seen.push(count))
      await world.settle()
      expect(seen.slice(40).sort()).toEqual([0, 50])
    })
  })

  describe('prewriting', () => {
    /** A file system whose thread pool stands still until told. */
    function heldBack(world: StoreWorld): {
      readonly fs: FileSystem
      readonly held: { path: string; position: number; run: () => void }[]
    } {
      const held: { path: string; position: number; run: () => void }[] = []
      const fs: FileSystem = Object.create(world.fs, {
        open: {
          value: (path: string, mode: 'read' | 'update' | 'create'): OpenFile => {
            const file = world.fs.open(path, mode)
            return Object.create(file, {
              write: { value: file.write.bind(file) },
              read: { value: file.read.bind(file) },
              truncate: { value: file.truncate.bind(file) },
              close: { value: file.close.bind(file) },
              writeLater: {
                value: (bytes: Uint8Array, start: number, length: number, position: number, done: () => void) => {
                  held.push({
                    path,
                    position,
                    run: () => {
                      file.write(bytes, start, length, position)
                      done()
                    },
                  })
                },
              },
            }) as OpenFile
          },
        },
        list: { value: world.fs.list.bind(world.fs) },
        makeDirectories: { value: world.fs.makeDirectories.bind(world.fs) },
      }) as FileSystem
      return { fs, held }
    }

    test('zeros one chunk at a time ahead of the writer and prepares the next file', async () => {
      const world = new StoreWorld()
      const { fs, held } = heldBack(world)
      const log = makeLog(world, { prewriteBytes: 64 * 512 }, fs)
      append(log, 100, 1)
      world.turn()
      expect(held.map((write) => write.position)).toEqual([8 * 512])
      for (let i = 0; i < 20 && held.length > 0; i++) {
        held.shift()?.run()
        await world.advance(10)
      }
      // Twelve chunks ahead at the start, of which the writer's lead takes eight.
      expect(held).toEqual([])
      for (let i = 0; i < 30; i++) append(log, 200, 1)
      world.turn()
      expect(world.fs.list('/log')).toHaveLength(2)
    })

    test('never lets zeros land on data: a write waits for a chunk under way', async () => {
      const world = new StoreWorld()
      const { fs, held } = heldBack(world)
      const log = makeLog(world, { prewriteBytes: 64 * 512 }, fs)
      append(log, 100, 1)
      world.turn()
      expect(held).toHaveLength(1)
      while (log.appendedOffset < 4500) append(log, 400, 7)
      world.turn()
      // The ring is written up to the chunk, or not at all; in no case into it.
      expect(log.writtenOffset).toBeLessThanOrEqual(8 * 512)
      const told: number[] = []
      log.onWritten('acknowledge', (end) => told.push(end))
      held.shift()?.run()
      expect(log.writtenOffset).toBe(log.appendedOffset)
      expect(told).toEqual([log.appendedOffset])
      expect(
        filed(world, log)
          .subarray(100)
          .every((byte) => byte === 7),
      ).toBe(true)
    })
  })
})
