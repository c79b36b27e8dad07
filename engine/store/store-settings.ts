/** Store options with every default filled in. Names, units and defaults are RocketMQ's (MessageStoreConfig) unless said. */
import { RECORD_OVERHEAD_BYTES_MAX } from '../base/limits.ts'
import { DEFAULT_DELAY_LEVELS } from '../protocol/delay-level.ts'
import type { StoreOptions } from './types.ts'

const MIB = 1024 * 1024

export type StoreSettings = Required<StoreOptions> & { readonly recordBytesMax: number; readonly queuePath: string }

export function storeSettings(options: StoreOptions): StoreSettings {
  const maxMessageSize = options.maxMessageSize ?? 4 * MIB
  return {
    storePathCommitLog: `${options.rootPath}/commitlog`,
    queuePath: `${options.rootPath}/consumequeue`,
    mappedFileSizeCommitLog: 1024 * MIB,
    mappedFileSizeConsumeQueue: 6_000_000,
    recordBytesMax: maxMessageSize + RECORD_OVERHEAD_BYTES_MAX,
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
    // Our own: the ring holds a few seconds of an ordinary load, and costs memory only as far as it is used.
    ringBytes: 8 * MIB,
    prewriteBytes: 64 * MIB,
    readSyncBytes: 64 * MIB,
    memoryWindowBytes: 1024 * MIB,
    ...withoutUndefined(options),
    maxMessageSize,
  }
}

/** An option that is present but undefined counts as absent. */
function withoutUndefined(options: StoreOptions): StoreOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as StoreOptions
}
