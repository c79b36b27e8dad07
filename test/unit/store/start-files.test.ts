import { describe, expect, test } from 'vitest'
import { type Bytes, bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { AbortFile } from '../../../engine/store/abort-file.ts'
import { Checkpoint } from '../../../engine/store/checkpoint.ts'
import { localTime, timeName } from '../../../engine/store/local-time.ts'
import { RunningFlag, RunningFlags } from '../../../engine/store/running-flags.ts'
import { StoreWorld } from './store-world.ts'

describe('Checkpoint', () => {
  test('keeps its fields in 4096 bytes, and takes 3 s off the older time', () => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/s')
    const checkpoint = Checkpoint.open(world.fs, '/s/checkpoint')
    checkpoint.physicMsgTimestampMs = 10_000
    checkpoint.logicsMsgTimestampMs = 8000
    checkpoint.indexMsgTimestampMs = 1234
    checkpoint.masterFlushedOffset = 5
    checkpoint.confirmOffset = 2 ** 40
    checkpoint.flushNow()
    const bytes = world.fs.readFile('/s/checkpoint') as Bytes
    expect(bytes.length).toBe(4096)
    expect(bytes.hexSlice(0, 48)).toBe(
      '0000000000002710' +
        '0000000000001f40' +
        '00000000000004d2' +
        '0000000000000005' +
        '0000010000000000' +
        '0'.repeat(16),
    )
    const again = Checkpoint.open(world.fs, '/s/checkpoint')
    expect([again.minTimestampMs, again.minTimestampIndexMs, again.confirmOffset]).toEqual([5000, 1234, 2 ** 40])
  })

  test('writes and syncs only when something changed', () => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/s')
    const checkpoint = Checkpoint.open(world.fs, '/s/checkpoint')
    checkpoint.flushNow()
    expect(world.disk.syncCount).toBe(0)
    checkpoint.logicsMsgTimestampMs = 1
    checkpoint.flushNow()
    checkpoint.flushNow()
    expect(world.disk.syncCount).toBe(1)
    expect(checkpoint.minTimestampMs).toBe(0)
  })

  test('takes damaged times for none', () => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/s')
    world.fs.replaceFile('/s/checkpoint', bytesFromUtf8('\u007f'.repeat(100)))
    expect(Checkpoint.open(world.fs, '/s/checkpoint').physicMsgTimestampMs).toBe(0)
  })
})

describe('AbortFile', () => {
  test('leaves what stood there in abort.bak', () => {
    const world = new StoreWorld()
    world.fs.makeDirectories('/s')
    const abort = new AbortFile(world.fs, '/s')
    expect(abort.exists()).toBe(false)
    abort.write(12)
    expect(abort.exists()).toBe(true)
    expect(world.files('/s')).toEqual(['abort 2', 'abort.bak 0'])
    abort.write(345)
    expect(world.fs.readFile('/s/abort.bak')?.utf8Slice()).toBe('12')
    abort.remove()
    abort.remove()
    expect(abort.exists()).toBe(false)
  })
})

describe('RunningFlags', () => {
  test('keeps messages out for each reason but NOT_READABLE, and queues only for their own', () => {
    const writable = Object.entries(RunningFlag).map(([name, flag]) => {
      const flags = new RunningFlags()
      flags.set(flag, true)
      const answer = [name, flags.isReadable, flags.isWritable, flags.isQueueWritable]
      flags.set(flag, false)
      expect(flags.bits).toBe(0)
      return answer
    })
    expect(writable).toEqual([
      ['NOT_READABLE', false, true, true],
      ['NOT_WRITABLE', true, false, false],
      ['WRITE_LOGICS_QUEUE_ERROR', true, false, false],
      ['WRITE_INDEX_FILE_ERROR', true, false, false],
      ['DISK_FULL', true, false, true],
      ['FENCED', true, false, true],
      ['LOGIC_DISK_FULL', true, false, false],
    ])
  })
})

describe('localTime', () => {
  test('agrees with the calendar through leap days, year ends and zones', () => {
    for (let atMs = -62_000_000_000; atMs < 4_200_000_000_000; atMs += 86_400_000 * 11.37) {
      for (const offset of [0, 480, -330]) {
        const rounded = Math.floor(atMs)
        const date = new Date(rounded + offset * 60_000)
        expect(localTime(rounded, offset)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour: date.getUTCHours(),
          minute: date.getUTCMinutes(),
          second: date.getUTCSeconds(),
          ms: date.getUTCMilliseconds(),
        })
      }
    }
    expect(timeName(Date.UTC(2024, 1, 29, 23, 59, 59, 7), 60)).toBe('20240301005959007')
  })
})
