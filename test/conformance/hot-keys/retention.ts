/**
 * Hot keys of old files and of disks that fill up. The target keeps its files (48 hours, at an hour that does not come), cleans
 * each 400 ms and writes files of 1 MiB, so that a few messages are enough to see which files go. Played last: Apache's
 * broker does not clean in its first minute.
 */
import { expect } from 'vitest'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import type { HotBench } from './hot-bench.ts'
import type { HotScenario, Unplayable } from './scenario.ts'

/** What a target has to be started with; the hour is as far from now as hours go. */
export function retentionSettings(): Readonly<Record<string, string | number>> {
  return {
    mappedFileSizeCommitLog: FILE_BYTES,
    cleanResourceInterval: ROUND_MS,
    deleteWhen: String(hourFromNow(12)).padStart(2, '0'),
    fileReservedTime: 48,
  }
}

const FILE_BYTES = 1024 * 1024
const ROUND_MS = 400
const MESSAGES_PER_FILE = 5
const BODY = 'x'.repeat(Math.floor((FILE_BYTES * 0.9) / MESSAGES_PER_FILE))
/** Long enough for two rounds. */
const KEPT_MS = 3 * ROUND_MS
const FIRST_ROUND_MS = 62_000
/** More than a small disk holds. */
const FILES_MAX = 20

/** Of our broker's own disk, see `hasSmallDisk`. */
export const SMALL_DISK_BYTES = 16 * FILE_BYTES

export const RETENTION_SCENARIOS: readonly HotScenario[] = [
  {
    keys: ['deleteWhen', 'fileReservedTime'],
    claim:
      'deleteWhen and fileReservedTime: old files go when it becomes their hour, and stay while they are young enough',
    timeoutMs: 120_000,
    run: async (bench) => {
      await awaitFirstRound(bench)
      const files = await oldFiles(bench, 3)
      await bench.set({ fileReservedTime: 0 })
      await expectKept(bench, files)
      await bench.set({ deleteWhen: thisHour() })
      await bench.until('the old files are deleted', async () => (await logStart(bench)) >= files.end)

      await bench.set({ fileReservedTime: 48 })
      const young = await oldFiles(bench, 2)
      await expectKept(bench, young)
      await bench.set({ fileReservedTime: 0 })
      await bench.until('the files that became old are deleted', async () => (await logStart(bench)) >= young.end)
    },
  },
  {
    keys: ['deleteFileBatchMax', 'deleteCommitLogFilesInterval'],
    claim: 'deleteFileBatchMax and deleteCommitLogFilesInterval: one file a round, and a pause between two files',
    timeoutMs: 60_000,
    run: async (bench) => {
      const gone = async (): Promise<number> => {
        const files = await oldFiles(bench, 4)
        await bench.set({ fileReservedTime: 0, deleteWhen: thisHour() })
        await bench.until('the first file is deleted', async () => (await logStart(bench)) > files.start)
        const elapsedMs = await bench.elapsedMs(() =>
          bench.until('all of them are', async () => (await logStart(bench)) >= files.end),
        )
        await bench.set({ fileReservedTime: 48 })
        return elapsedMs
      }
      await bench.set({ deleteFileBatchMax: 10, deleteCommitLogFilesInterval: 0 })
      const atOnceMs = await gone()
      await bench.set({ deleteFileBatchMax: 1 })
      const aRoundEachMs = await gone()
      await bench.set({ deleteFileBatchMax: 10, deleteCommitLogFilesInterval: 600 })
      const pausedMs = await gone()
      // Three files more: three rounds, three pauses; the first file may be seen late.
      expect(aRoundEachMs).toBeGreaterThan(700)
      expect(pausedMs).toBeGreaterThan(1100)
      expect(atOnceMs).toBeLessThan(Math.min(aRoundEachMs, pausedMs))
    },
  },
  {
    keys: ['diskMaxUsedSpaceRatio'],
    claim: 'diskMaxUsedSpaceRatio: old files go at any hour once the disk is fuller than that',
    run: (bench) =>
      withUsage(bench, 'diskMaxUsedSpaceRatio', 11, 84, async () => {
        const files = await oldFiles(bench, 2)
        await bench.set({ fileReservedTime: 0 })
        await expectKept(bench, files)
        await bench.set({ diskMaxUsedSpaceRatio: 10 })
        // As many as it takes.
        await bench.until('old files are deleted', async () => (await logStart(bench)) > files.start)
      }),
  },
  {
    keys: ['diskSpaceCleanForciblyRatio', 'cleanFileForciblyEnable'],
    claim:
      'diskSpaceCleanForciblyRatio and cleanFileForciblyEnable: a disk fuller than that loses young files, unless they are spared',
    run: (bench) =>
      withUsage(bench, 'diskSpaceCleanForciblyRatio, cleanFileForciblyEnable', 31, 84, async () => {
        const files = await oldFiles(bench, 2)
        await bench.set({ cleanFileForciblyEnable: false, diskSpaceCleanForciblyRatio: 30 })
        await expectKept(bench, files)
        await bench.set({ cleanFileForciblyEnable: true })
        await bench.until('young files are deleted', async () => (await logStart(bench)) > files.start)
      }),
  },
  {
    keys: ['diskSpaceWarningLevelRatio'],
    claim:
      'diskSpaceWarningLevelRatio: a disk fuller than that takes no messages, until it is less full than that again',
    run: (bench) =>
      withUsage(bench, 'diskSpaceWarningLevelRatio', 36, 84, async () => {
        const topic = await bench.topic()
        expect(await bench.sendCode({ topic })).toBe(ResponseCode.SUCCESS)
        const answered = (code: number) => async () => (await bench.sendCode({ topic })) === code
        await bench.set({ diskSpaceWarningLevelRatio: 35 })
        await bench.until('messages are refused', answered(ResponseCode.SERVICE_NOT_AVAILABLE))
        await bench.set({ diskSpaceWarningLevelRatio: 90 })
        await bench.until('messages are taken', answered(ResponseCode.SUCCESS))
      }),
  },
]

interface OldFiles {
  /** Where the log started before. */
  readonly start: number
  /** Start of the file that is written now: everything before it may go. */
  readonly end: number
}

/** Writes `count` whole files. */
async function oldFiles(bench: HotBench, count: number): Promise<OldFiles> {
  const topic = await bench.topic()
  const start = await logStart(bench)
  for (let file = 0; file < count; file++) await bench.fill(topic, MESSAGES_PER_FILE, { body: BODY })
  const written = await bench.figure('commitLogMaxOffset')
  return { start, end: written - (written % FILE_BYTES) }
}

async function expectKept(bench: HotBench, files: OldFiles): Promise<void> {
  await bench.pause(KEPT_MS)
  expect(await logStart(bench)).toBe(files.start)
}

const logStart = (bench: HotBench): Promise<number> => bench.figure('commitLogMinOffset')

/** Plays where the disk is full enough to be too full, and not so full that everything is deleted anyway. A small one is filled. */
async function withUsage(
  bench: HotBench,
  keys: string,
  leastPercent: number,
  mostPercent: number,
  play: () => Promise<void>,
): Promise<void | readonly Unplayable[]> {
  const used = async (): Promise<number> => Math.round((await bench.figure('commitLogDiskRatio')) * 100)
  // Files of the scenario before may still go.
  await bench.until('no more files go', async () => {
    const start = await logStart(bench)
    await bench.pause(KEPT_MS)
    return start === (await logStart(bench))
  })
  for (let file = 0; bench.target.hasSmallDisk && file < FILES_MAX && (await used()) < leastPercent; file++) {
    await oldFiles(bench, 1)
  }
  const percent = await used()
  if (percent >= leastPercent && percent <= mostPercent) return play()
  const reason = `the disk is ${percent} % full; seen between ${leastPercent} and ${mostPercent} %`
  return keys.split(', ').map((key) => ({ key, reason }))
}

/** Apache's broker cleans from one minute after its start on. */
async function awaitFirstRound(bench: HotBench): Promise<void> {
  const wantedMs = bench.target.engine === 'apache' ? FIRST_ROUND_MS : 0
  const ageMs = async (): Promise<number> => Date.now() - (await bench.figure('bootTimestamp'))
  await bench.until('the first round of cleaning', async () => (await ageMs()) > wantedMs, FIRST_ROUND_MS + 10_000, 200)
}

/** This hour and the next, so that a test that runs over its end is no other test. */
function thisHour(): string {
  return `${hourFromNow(0)};${hourFromNow(1)}`
}

function hourFromNow(hours: number): number {
  return new Date(Date.now() + hours * 3_600_000).getHours()
}
