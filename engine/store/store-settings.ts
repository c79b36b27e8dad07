/** Store options with every default filled in. Names, units and defaults are RocketMQ's (MessageStoreConfig) unless said. */
import { RECORD_OVERHEAD_BYTES_MAX } from '../base/limits.ts'
import { BLANK_BYTES_MIN } from '../protocol/record.ts'
import { DEFAULT_DELAY_LEVELS } from '../protocol/delay-level.ts'
import type { StoreOptions } from './types.ts'

const MIB = 1024 * 1024
/** Our own: the ring holds a few seconds of an ordinary load, and costs memory only as far as it is used. */
const RING_BYTES = 8 * MIB

export type StoreSettings = Required<StoreOptions> & { readonly recordBytesMax: number; readonly queuePath: string }

/** What a running store takes over (`MessageStore#reconfigure`). Everything else holds until it is opened again. */
const LIVE_KEYS = [
  'maxMessageSize',
  'flushIntervalCommitLog',
  'flushIntervalConsumeQueue',
  'autoMessageVersionOnTopicLen',
  'messageIndexEnable',
  'maxMsgsNumBatch',
  'deleteWhen',
  'fileReservedTime',
  'deleteFileBatchMax',
  'deleteCommitLogFilesInterval',
  'diskMaxUsedSpaceRatio',
  'diskSpaceWarningLevelRatio',
  'diskSpaceCleanForciblyRatio',
  'cleanFileForciblyEnable',
  'maxTransferCountOnMessageInMemory',
  'maxTransferBytesOnMessageInMemory',
  'maxTransferCountOnMessageInDisk',
  'maxTransferBytesOnMessageInDisk',
  'maxFilterMessageSize',
  'offsetCheckInSlave',
  'memoryWindowBytes',
] as const satisfies readonly (keyof StoreOptions)[]

export type LiveStoreOptions = Pick<StoreOptions, (typeof LIVE_KEYS)[number]>

/** The settings that may change; the parts of a store read them at use. */
export type LiveStoreSettings = Required<LiveStoreOptions>

export function storeSettings(options: StoreOptions): StoreSettings {
  const maxMessageSize = options.maxMessageSize ?? 4 * MIB
  const ringBytes = options.ringBytes ?? RING_BYTES
  return {
    storePathCommitLog: `${options.rootPath}/commitlog`,
    queuePath: `${options.rootPath}/consumequeue`,
    mappedFileSizeCommitLog: 1024 * MIB,
    mappedFileSizeConsumeQueue: 6_000_000,
    // As much as the ring holds anyway, so that `maxMessageSize` can be raised at run time.
    recordBytesMax: Math.max(maxMessageSize + RECORD_OVERHEAD_BYTES_MAX, ringBytes - BLANK_BYTES_MIN),
    flushIntervalCommitLog: 500,
    flushIntervalConsumeQueue: 1000,
    checkCRCOnRecover: true,
    autoMessageVersionOnTopicLen: true,
    messageIndexEnable: true,
    messageIndexSafe: false,
    maxHashSlotNum: 5_000_000,
    maxIndexNum: 20_000_000,
    maxMsgsNumBatch: 64,
    messageDelayLevel: DEFAULT_DELAY_LEVELS,
    cleanResourceInterval: 10_000,
    deleteWhen: '04',
    fileReservedTime: 72,
    deleteFileBatchMax: 10,
    deleteCommitLogFilesInterval: 100,
    diskMaxUsedSpaceRatio: 75,
    diskSpaceWarningLevelRatio: 90,
    diskSpaceCleanForciblyRatio: 85,
    cleanFileForciblyEnable: true,
    maxTransferCountOnMessageInMemory: 32,
    maxTransferBytesOnMessageInMemory: 256 * 1024,
    maxTransferCountOnMessageInDisk: 8,
    maxTransferBytesOnMessageInDisk: 64 * 1024,
    maxFilterMessageSize: 16_000,
    offsetCheckInSlave: false,
    utcOffsetMinutes: () => 0,
    prewriteBytes: 64 * MIB,
    readSyncBytes: 64 * MIB,
    memoryWindowBytes: 1024 * MIB,
    ...withoutUndefined(options),
    maxMessageSize,
    ringBytes,
  }
}

/** What a running store takes over of `options`; the keys it does not know, and those that need a restart, are left out. */
export function liveOptions(options: LiveStoreOptions): LiveStoreOptions {
  const given = LIVE_KEYS.filter((key) => options[key] !== undefined)
  return Object.fromEntries(given.map((key) => [key, options[key]]))
}

/** An option that is present but undefined counts as absent. */
function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T
}
