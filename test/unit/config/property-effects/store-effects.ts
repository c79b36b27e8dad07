/** Files: where they lie, how large they are, when they are written, synced and deleted. */
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import { sendMessageV2 } from '../../../../engine/protocol/apis/send.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { sendHeader } from '../../broker/broker-cluster.ts'
import { type Effects, fileBytes, fileExists, fill, seconds, type World } from './effect.ts'

const yesNo = ['true', 'false'] as const
const FIRST_LOG = '00000000000000000000'
const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')).join(';')
/** The clean-up task runs after six periods, then each period; what may go, goes at once. */
const LOG_FILE_BYTES = 64 * 1024
const tidying = {
  cleanResourceInterval: 1000,
  fileReservedTime: 0,
  deleteWhen: ALL_HOURS,
  mappedFileSizeCommitLog: LOG_FILE_BYTES,
}
const FIRST_ROUND_MS = 6500

/** Five files of log, the last one is being written. */
function fillFiles(world: World): Promise<void> {
  return fill(world, 18, 15_000)
}

/** Files of the log that are gone after the first round of the clean-up. */
async function deletedFiles(world: World, waitMs = FIRST_ROUND_MS): Promise<number> {
  const { cluster, broker } = world
  await cluster.simulation.runFor(waitMs)
  return broker.parts.store.commitLog.minOffset / LOG_FILE_BYTES
}

/** Makes the partition as full as this share. */
function useDisk({ cluster }: World, share: number): void {
  const { disk } = cluster.simulation.node('a')
  disk.capacityBytes = Math.ceil(disk.usedBytes / share)
}

async function deletedAtUse(world: World, share: number): Promise<boolean> {
  await fillFiles(world)
  useDisk(world, share)
  return (await deletedFiles(world)) > 0
}

async function isFlushedAfter(world: World, waitMs: number): Promise<boolean> {
  await fill(world, 1)
  const { commitLog } = world.broker.parts.store
  if (waitMs > 0) await world.cluster.simulation.runFor(waitMs)
  return commitLog.flushedOffset === commitLog.appendedOffset
}

/** Where a recovery after a kill begins when the log has several files and no message is in the index. */
async function recoveredFrom(world: World): Promise<number | undefined> {
  const { cluster, restart } = world
  for (let i = 0; i < 40; i++) {
    const header = { ...sendHeader(), properties: '' }
    await cluster.ask('a', sendMessageV2, header, bytesFromUtf8('x'.repeat(15_000)))
    if (i === 20) await cluster.simulation.runFor(5000)
  }
  await cluster.simulation.runFor(5000)
  return (await restart()).parts.store.recovery.startOffset
}

export const STORE_EFFECTS: Effects = {
  storePathRootDir: {
    values: ['/one', '/two'],
    sees: ['/one', '/two'],
    look: (world) => ['/one', '/two'].find((path) => fileExists(world, `${path}/abort`)),
  },
  storePathCommitLog: {
    values: ['/log/one', '/log/two'],
    sees: ['/log/one', '/log/two'],
    look: async (world) => {
      await fill(world, 1)
      return ['/log/one', '/log/two'].find((path) => fileExists(world, `${path}/${FIRST_LOG}`))
    },
  },
  mappedFileSizeCommitLog: {
    values: ['262144', '524288'],
    sees: [true, false],
    look: async (world) => {
      await fill(world, 20, 15_000)
      return fileExists(world, '/store/commitlog/00000000000000262144')
    },
  },
  mappedFileSizeConsumeQueue: {
    values: ['200', '20000'],
    sees: [true, false],
    look: async (world) => {
      await fill(world, 15)
      await world.cluster.simulation.runFor(3000)
      return fileExists(world, '/store/consumequeue/T/0/00000000000000000200')
    },
  },
  maxHashSlotNum: {
    values: ['100', '200'],
    sees: [40 + 100 * 4 + 400 * 20, 40 + 200 * 4 + 400 * 20],
    look: (world) => indexFileBytes(world),
  },
  maxIndexNum: {
    values: ['400', '500'],
    sees: [40 + 100 * 4 + 400 * 20, 40 + 100 * 4 + 500 * 20],
    look: (world) => indexFileBytes(world),
  },
  messageIndexSafe: {
    values: ['false', 'true'],
    sees: [true, false],
    look: async (world) => ((await recoveredFrom(world)) ?? 0) > 0,
  },
  flushDiskType: {
    values: ['ASYNC_FLUSH', 'SYNC_FLUSH'],
    sees: [false, true],
    look: (world) => isFlushedAfter(world, 0),
  },
  syncFlushTimeout: {
    values: ['5000', '2000'],
    sees: [5, 2],
    with: { flushDiskType: 'SYNC_FLUSH' },
    look: async (world) => {
      await fill(world, 1)
      world.cluster.simulation.node('a').syncMs = { min: 60_000, max: 60_000 }
      return seconds(world, () => world.cluster.send('a', 'x'))
    },
  },
  flushIntervalCommitLog: {
    // The engine syncs every 50 ms at least.
    values: ['50', '5'],
    sees: [false, true],
    look: (world) => isFlushedAfter(world, 25),
  },
  flushIntervalConsumeQueue: {
    values: ['1000', '50'],
    sees: [false, true],
    look: async (world) => {
      await fill(world, 1)
      await world.cluster.simulation.runFor(200)
      return fileExists(world, '/store/consumequeue/T/0/00000000000000000000')
    },
  },
  cleanResourceInterval: {
    values: ['1000', '10000'],
    sees: [4, 0],
    with: { ...tidying },
    prepare: fillFiles,
    look: (world) => deletedFiles(world, 8000),
  },
  fileReservedTime: {
    values: ['72', '0'],
    sees: [0, 4],
    with: tidying,
    prepare: fillFiles,
    look: (world) => deletedFiles(world, 8000),
  },
  deleteWhen: {
    values: ['12', '00'],
    sees: [0, 4],
    with: tidying,
    prepare: fillFiles,
    look: (world) => deletedFiles(world, 8000),
  },
  deleteFileBatchMax: {
    values: ['10', '1'],
    sees: [4, 1],
    with: tidying,
    prepare: fillFiles,
    look: (world) => deletedFiles(world),
  },
  deleteCommitLogFilesInterval: {
    values: ['100', '5000'],
    sees: [4, 1],
    with: { ...tidying, cleanResourceInterval: 10_000 },
    prepare: fillFiles,
    look: (world) => deletedFiles(world, 61_000),
  },
  diskMaxUsedSpaceRatio: {
    values: ['75', '60'],
    sees: [false, true],
    with: { ...tidying, deleteWhen: '12' },
    look: (world) => deletedAtUse(world, 0.7),
  },
  diskSpaceCleanForciblyRatio: {
    values: ['85', '65'],
    sees: [false, true],
    with: { ...tidying, fileReservedTime: 72, deleteWhen: '12' },
    look: (world) => deletedAtUse(world, 0.8),
  },
  cleanFileForciblyEnable: {
    values: yesNo,
    sees: [true, false],
    with: { ...tidying, fileReservedTime: 72, deleteWhen: '12' },
    look: (world) => deletedAtUse(world, 0.88),
  },
  diskSpaceWarningLevelRatio: {
    values: ['90', '60'],
    sees: [ResponseCode.SUCCESS, ResponseCode.SERVICE_NOT_AVAILABLE],
    with: { ...tidying, fileReservedTime: 72, cleanFileForciblyEnable: false },
    look: async (world) => {
      await fillFiles(world)
      useDisk(world, 0.7)
      await world.cluster.simulation.runFor(FIRST_ROUND_MS)
      return (await world.cluster.send('a', 'x')).code
    },
  },
  flushConsumerOffsetInterval: {
    values: ['5000', '60000'],
    sees: [true, false],
    look: async (world) => {
      world.broker.parts.offsets.commit('CID', 'T', 0, 1)
      await world.cluster.simulation.runFor(20_000)
      return fileExists(world, '/store/config/consumerOffset.json')
    },
  },
  consumerOffsetUpdateVersionStep: {
    values: ['500', '1'],
    sees: [false, true],
    look: ({ broker }) => {
      const { offsets } = broker.parts
      const before = offsets.dataVersion
      offsets.commit('CID', 'T', 0, 1)
      return offsets.dataVersion !== before
    },
  },
  flushDelayOffsetInterval: {
    values: ['1000', '60000'],
    sees: [true, false],
    look: async (world) => {
      await fill(world, 1, 20, { DELAY: '1' })
      await world.cluster.simulation.runFor(10_000)
      return fileExists(world, '/store/config/delayOffset.json')
    },
  },
  delayOffsetUpdateVersionStep: {
    values: ['200', '1'],
    sees: [false, true],
    look: async (world) => {
      const { delay } = world.broker.parts
      const before = delay.toTable().dataVersion
      await fill(world, 1, 20, { DELAY: '1' })
      await world.cluster.simulation.runFor(3000)
      return delay.toTable().dataVersion !== before
    },
  },
}

async function indexFileBytes(world: World): Promise<number | undefined> {
  await fill(world, 1, 20, { KEYS: 'k' })
  await world.cluster.simulation.runFor(3000)
  const [name = ''] = world.cluster.simulation.ports('a').fs.list('/store/index')
  return fileBytes(world, `/store/index/${name}`)
}
