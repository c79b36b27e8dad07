/**
 * What the store and its users say to each other: options, messages to append, outcomes, read requests and results.
 * Response codes and remarks are unknown here; the broker's handlers map these outcomes.
 */
import type { Bytes } from '../base/bytes.ts'
import type { Checksum, Clock, FileSystem, Log, Timers } from '../base/ports.ts'
import type { HostAddress } from '../protocol/host-address.ts'

export type FlushDiskType = 'ASYNC_FLUSH' | 'SYNC_FLUSH'

/** `MASTER` assigns offsets and takes messages; `SLAVE` only copies its master's log. */
export type StoreRole = 'MASTER' | 'SLAVE'

export interface StorePorts {
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  readonly checksum: Checksum
  readonly fs: FileSystem
}

/** Held while the store is open; `release` frees it for the next process. */
export interface StoreLock {
  release(): Promise<void> | void
}

/** Keys with RocketMQ's names keep RocketMQ's unit and default; the others are our own. */
export interface StoreOptions {
  /** `storePathRootDir`, absolute. */
  readonly rootPath: string
  /** Taken before any file is read, so that a second process cannot touch the store. @throws 'store-locked'. */
  readonly acquireLock: (rootPath: string) => Promise<StoreLock>
  /** Written into `abort`. */
  readonly processId: number
  /** Goes into every record and so into every offset message id: must answer VIEW_MESSAGE_BY_ID. */
  readonly storeHost: HostAddress
  readonly role: StoreRole
  readonly flushDiskType: FlushDiskType
  /** Minutes east of UTC at the given time: for `deleteWhen` and for index file names. */
  readonly utcOffsetMinutes?: (atMs: number) => number

  readonly storePathCommitLog?: string
  readonly mappedFileSizeCommitLog?: number
  readonly mappedFileSizeConsumeQueue?: number
  readonly maxMessageSize?: number
  /** Upper bound of the background flush period; we flush every 50 ms at the latest while dirty. */
  readonly flushIntervalCommitLog?: number
  readonly flushIntervalConsumeQueue?: number
  readonly checkCRCOnRecover?: boolean
  readonly autoMessageVersionOnTopicLen?: boolean
  readonly messageIndexEnable?: boolean
  readonly messageIndexSafe?: boolean
  readonly maxHashSlotNum?: number
  readonly maxIndexNum?: number
  readonly maxMsgsNumBatch?: number
  readonly messageDelayLevel?: string
  readonly cleanResourceInterval?: number
  readonly deleteWhen?: string
  readonly fileReservedTime?: number
  readonly deleteFileBatchMax?: number
  readonly deleteCommitLogFilesInterval?: number
  readonly diskMaxUsedSpaceRatio?: number
  readonly diskSpaceWarningLevelRatio?: number
  readonly diskSpaceCleanForciblyRatio?: number
  readonly cleanFileForciblyEnable?: boolean
  readonly maxTransferCountOnMessageInMemory?: number
  readonly maxTransferBytesOnMessageInMemory?: number
  readonly maxTransferCountOnMessageInDisk?: number
  readonly maxTransferBytesOnMessageInDisk?: number
  readonly maxFilterMessageSize?: number
  /** A slave corrects wrong pull offsets itself instead of leaving that to its master. */
  readonly offsetCheckInSlave?: boolean

  /** Bytes of the in-memory log tail: write buffer, hot reads, replication source. Rounded up to a power of two. */
  readonly ringBytes?: number
  /** Largest distance in bytes that files are zeroed ahead of the writer; 0 turns it off. */
  readonly prewriteBytes?: number
  /** Bytes at the end of the log that are read without the thread pool because they were written just now. */
  readonly readSyncBytes?: number
  /** Bytes at the end of the log whose pulls get the in-memory caps (40 % of physical memory in RocketMQ). */
  readonly memoryWindowBytes?: number
}

/** One message for the general path. The broker has checked topic, permissions and properties. */
export interface StoreMessage {
  readonly topic: string
  readonly queueId: number
  readonly flag: number
  readonly sysFlag: number
  readonly bornTimestampMs: number
  readonly bornHost: HostAddress
  /** Absent: the store's own. Messages put again (delay, retry) keep the first one. */
  readonly storeHost?: HostAddress | undefined
  readonly reconsumeTimes: number
  /** Log offset of the half message, for COMMIT and ROLLBACK records; else 0. */
  readonly preparedTransactionOffset?: number | undefined
  /** As sent, compressed or not. */
  readonly body: Bytes
  /** Property string in wire form (UTF-8, 0x01 and 0x02 separators). */
  readonly properties: Bytes
}

/**
 * A client batch: `body` holds the encoded entries of protocol/batch.ts, `properties` the shared property string that is
 * added to each entry's own.
 */
export type StoreBatch = StoreMessage

export type AppendRefusal =
  | 'too-large' // body above maxMessageSize, or record above maxMessageSize + 64 KiB
  | 'properties-too-large' // above 32767 bytes
  | 'illegal' // an empty or overlong topic, a broken batch, a batch with delay or transaction
  | 'not-master' // this store only copies its master
  | 'read-only' // files cannot be written or synced any more
  | 'disk-full'
  | 'busy' // the write buffer waits for the disk
  | 'shut-down'

/** Durability is awaited by watermark (`writtenOffset`, `flushedOffset` past `endOffset`), never per message. */
export type PutResult =
  | {
      readonly status: 'appended'
      /** Log offset of the first record. */
      readonly logOffset: number
      readonly recordBytes: number
      /** Log offset just past the last record. */
      readonly endOffset: number
      /** Queue offset of the first record. */
      readonly queueOffset: number
      readonly count: number
      /** Log offsets of all records of a batch; absent for a single message. */
      readonly logOffsets?: readonly number[]
      readonly storeTimestampMs: number
    }
  | { readonly status: 'refused'; readonly reason: AppendRefusal; readonly detail: string }

/** Order in which parts hear of progress within one turn: derived data first, then replication, then replies. */
export type ProgressStage = 'dispatch' | 'replicate' | 'acknowledge'

/** `endOffset`: the log is written (or flushed) up to here. */
export type ProgressListener = (endOffset: number) => void

/** One visible message, told to long polling and delay delivery. Called for each message: must not allocate or block. */
export type ArrivalListener = (
  topic: string,
  queueId: number,
  queueOffset: number,
  /** Low 32 bits of the tag code: the hash of the tag. */
  tagHash: number,
  storeTimestampMs: number,
  logOffset: number,
  recordBytes: number,
) => void

/** Source: GetMessageStatus. */
export type FetchStatus =
  | 'FOUND'
  | 'NO_MATCHED_MESSAGE'
  | 'MESSAGE_WAS_REMOVING'
  | 'OFFSET_FOUND_NULL'
  | 'OFFSET_OVERFLOW_BADLY'
  | 'OFFSET_OVERFLOW_ONE'
  | 'OFFSET_TOO_SMALL'
  | 'NO_MATCHED_LOGIC_QUEUE'
  | 'NO_MESSAGE_IN_QUEUE'

/** Which messages a fetch wants; none in the request means every one. */
export interface TagFilter {
  /** Java hash codes of the wanted tags; a broker compares nothing else. */
  readonly tagHashes: readonly number[]
}

export interface FetchRequest {
  readonly topic: string
  readonly queueId: number
  readonly queueOffset: number
  readonly maxMessages: number
  readonly filter?: TagFilter | undefined
}

/**
 * Messages found, as slices of buffers: record `i` is `sources[i]` from `starts[i]`, `sizes[i]` bytes. The arrays may be
 * longer than `count`. A result that was returned directly is valid until the next store call of this turn and points
 * into the log's ring; one that came by promise owns its bytes until `release`.
 */
export interface FetchResult {
  status: FetchStatus
  nextBeginOffset: number
  minOffset: number
  maxOffset: number
  count: number
  /** Sum of the record sizes. */
  totalBytes: number
  sources: Bytes[]
  starts: number[]
  sizes: number[]
  /** End in the log of the last message returned, 0 without one: how far this consumer trails. */
  lastLogEndOffset: number
  /** Gives pooled buffers back; the slices are invalid afterwards. Calling it is optional. */
  release(): void
}

/** One record with the bytes it owns. */
export interface StoredRecord {
  readonly logOffset: number
  readonly bytes: Bytes
}

export interface KeyQuery {
  readonly topic: string
  readonly key: string
  readonly maxMessages: number
  readonly beginTimestampMs: number
  readonly endTimestampMs: number
}

export interface KeyQueryResult {
  /** Newest first, as the index yields them. */
  readonly records: readonly StoredRecord[]
  readonly indexLastUpdateTimestampMs: number
  readonly indexLastUpdateLogOffset: number
}

/** Totals since the store was opened. */
export interface StoreStats {
  putMessages: number
  putBytes: number
  putRefused: number
  getFoundCalls: number
  getMissCalls: number
  getMessages: number
  getBytes: number
  dispatchedMessages: number
  startedAtMs: number
}

export interface DiskRatios {
  /** Used share of the partition, 0 to 1 in whole percents, -1 when it cannot be read. */
  readonly commitLog: number
  readonly consumeQueue: number
}

/** Queue offsets of one queue: first readable, next to be written. */
export interface QueueRange {
  readonly minOffset: number
  readonly maxOffset: number
}
