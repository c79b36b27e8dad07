import { describe, expect, test } from 'vitest'
import { decideRetention, type RetentionInput, type RetentionRules } from '../../../engine/store/retention.ts'
import { appended, message, StoreWorld } from './store-world.ts'

const HOUR_MS = 3_600_000

const RULES: RetentionRules = {
  deleteWhen: '04;23',
  fileReservedTime: 72,
  deleteFileBatchMax: 3,
  diskMaxUsedSpaceRatio: 75,
  diskSpaceWarningLevelRatio: 90,
  diskSpaceCleanForciblyRatio: 85,
  cleanFileForciblyEnable: true,
}

const NOW_MS = 1000 * HOUR_MS

function decide(input: Partial<RetentionInput> & { readonly ratio?: number }, rules: Partial<RetentionRules> = {}) {
  const { ratio = 0.1, ...rest } = input
  return decideRetention(
    { ...RULES, ...rules },
    {
      nowMs: NOW_MS,
      localHour: 12,
      isManual: false,
      ratios: { commitLog: ratio, consumeQueue: 0.1 },
      wasDiskFull: false,
      wasQueueDiskFull: false,
      modifiedMs: [NOW_MS - 80 * HOUR_MS, NOW_MS - 73 * HOUR_MS, NOW_MS - HOUR_MS, NOW_MS - HOUR_MS, NOW_MS],
      ...rest,
    },
  )
}

describe('decideRetention', () => {
  test.each([
    ['an ordinary hour', {}, 0, undefined],
    ['a deletion hour', { localHour: 4 }, 2, 'hour'],
    ['the other deletion hour', { localHour: 23 }, 2, 'hour'],
    ['a request', { isManual: true }, 2, 'manual'],
    ['more than 75 % used', { ratio: 0.76 }, 2, 'space'],
    ['an unreadable disk', { ratio: -1 }, 2, 'space'],
    ['more than 85 % used: age does not matter, the batch does', { ratio: 0.86 }, 3, 'space-forced'],
    ['a full queue disk', { ratios: { commitLog: 0.1, consumeQueue: 0.86 } }, 3, 'space-forced'],
  ] as const)('at %s', (_name, input, deleteCount, reason) => {
    expect(decide(input)).toMatchObject({ deleteCount, reason })
  })

  test('respects age even under pressure without cleanFileForciblyEnable', () => {
    expect(decide({ ratio: 0.95 }, { cleanFileForciblyEnable: false }).deleteCount).toBe(2)
  })

  test('takes an unknown modification time for old', () => {
    expect(decide({ localHour: 4, modifiedMs: [undefined, NOW_MS] }).deleteCount).toBe(1)
  })

  test('raises disk full above the warning level and drops it at the force level only', () => {
    const flag = (ratio: number, wasDiskFull: boolean): boolean => decide({ ratio, wasDiskFull }).isDiskFull
    expect([flag(0.91, false), flag(0.9, false), flag(0.88, true), flag(0.88, false), flag(0.85, true)]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ])
  })

  test('clamps ratios as RocketMQ does', () => {
    expect(decide({ ratio: 0.92 }, { diskSpaceWarningLevelRatio: 99 }).isDiskFull).toBe(true)
    expect(decide({ ratio: 0.34 }, { diskSpaceWarningLevelRatio: 5, diskSpaceCleanForciblyRatio: 1 }).isDiskFull).toBe(
      false,
    )
    expect(decide({ ratio: 0.96 }, { diskMaxUsedSpaceRatio: 100, diskSpaceCleanForciblyRatio: 100 }).reason).toBe(
      'space-forced',
    )
  })
})

describe('Retention', () => {
  test('deletes old log files at the hour, then the queue files and units that point below', async () => {
    const world = new StoreWorld()
    // 1970-01-01T00:00Z plus whole days: the local hour is set by the offset.
    world.timeMs = 19_000 * 24 * HOUR_MS
    const store = await world.open({ utcOffsetMinutes: () => 240, fileReservedTime: 1 })
    for (let i = 0; i < 3000; i++) {
      appended(store.putMessage(message({ text: `${i}` })))
      if (i % 100 === 99) world.turn()
    }
    await world.advance(2 * 60_000)
    expect(store.commitLog.minOffset).toBe(0)
    world.timeMs += 24 * HOUR_MS
    await world.advance(11_000)
    const files = world.files('/store/commitlog')
    expect(files.length).toBe(1)
    expect(store.commitLog.minOffset).toBe(Number(files[0]?.slice(0, 20)))
    const first = store.minOffset('T1', 3)
    expect(store.readUnits('T1', 3, first, 1)[0]?.logOffset).toBe(store.commitLog.minOffset)
    expect(world.files('/store/consumequeue/T1/3')[0]).toBe(
      `${String(first * 20 - ((first * 20) % 2000)).padStart(20, '0')} 2000`,
    )
    expect(await store.getMessage({ topic: 'T1', queueId: 3, queueOffset: 0, maxMessages: 1 })).toMatchObject({
      status: 'OFFSET_TOO_SMALL',
      nextBeginOffset: first,
    })
    await store.shutdown()
    const again = await world.open()
    expect(again.minOffset('T1', 3)).toBe(first)
    expect(again.maxOffset('T1', 3)).toBe(3000)
  })

  test('a round that begins while files of the last one still go deletes none of those that have to stay', async () => {
    const world = new StoreWorld()
    world.timeMs = 19_000 * 24 * HOUR_MS
    const store = await world.open({
      utcOffsetMinutes: () => 240,
      fileReservedTime: 1,
      cleanResourceInterval: 200,
      deleteCommitLogFilesInterval: 1000,
    })
    const fill = (): void => {
      for (let i = 0; i < 4000; i++) {
        appended(store.putMessage(message({ text: `${i}` })))
        if (i % 100 === 99) world.turn()
      }
    }
    fill()
    const old = world.files('/store/commitlog').length - 1
    expect(old).toBeGreaterThan(2)
    const keptFrom = store.commitLog.segments.find(store.commitLog.appendedOffset - 1)?.startOffset
    world.timeMs += 24 * HOUR_MS
    fill()
    await world.advance(5_000 + old * 1000)
    expect(store.commitLog.minOffset).toBe(keptFrom)
  })

  test('refuses messages while the disk is full and takes them again afterwards', async () => {
    const world = new StoreWorld()
    const store = await world.open()
    let freeBytes = 5
    Object.defineProperty(world.fs, 'diskUsage', { value: () => ({ totalBytes: 100, freeBytes }) })
    await world.advance(61_000)
    expect(store.diskRatios()).toEqual({ commitLog: 0.95, consumeQueue: 0.95 })
    expect(store.putMessage(message())).toMatchObject({ status: 'refused', reason: 'disk-full' })
    freeBytes = 50
    await world.advance(11_000)
    expect(store.putMessage(message()).status).toBe('appended')
  })
})
