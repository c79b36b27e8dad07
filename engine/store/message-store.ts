/**
 * The facade that brokers use: one open store with its log, queues and indexes. Owns start, recovery and shutdown;
 * refuses to know topics' permissions, sockets and response codes. Answers to DefaultMessageStore.
 */
import type { CommitLog } from './commit-log.ts'
import type { ConsumeQueue } from './consume-queue.ts'
import type { PlainAppend } from './plain-append.ts'
import type {
  ArrivalListener,
  DiskRatios,
  FetchRequest,
  FetchResult,
  KeyQuery,
  KeyQueryResult,
  PutResult,
  QueueRange,
  StoredRecord,
  StoreBatch,
  StoreMessage,
  StoreOptions,
  StorePorts,
  StoreStats,
} from './types.ts'

export declare class MessageStore {
  /** Locks, loads and recovers. @throws {EngineError} 'store-locked', 'store-io', 'store-corrupt', each with path and fix. */
  static open(options: StoreOptions, ports: StorePorts): Promise<MessageStore>

  readonly commitLog: CommitLog
  readonly stats: StoreStats
  /** Three-step append without objects for the SEND scanner; see there. */
  readonly plainAppend: PlainAppend
  /** Whether client messages are taken now: none of the flags not-writable, disk-full, shut-down is up. */
  readonly isWritable: boolean

  putMessage(message: StoreMessage): PutResult
  putBatch(batch: StoreBatch): PutResult
  /** The queue's handle for `plainAppend`, made when absent. Keep it per topic and queue; `deleteTopic` ends it. */
  openQueue(topic: string, queueId: number): ConsumeQueue

  /** Every message that becomes visible, in log order. Returns what ends the subscription. */
  onArrived(listener: ArrivalListener): () => void

  getMessage(request: FetchRequest): FetchResult | Promise<FetchResult>
  lookMessage(logOffset: number): Promise<StoredRecord | undefined>
  queryByKey(query: KeyQuery): Promise<KeyQueryResult>
  offsetByTime(topic: string, queueId: number, timestampMs: number, boundary?: 'LOWER' | 'UPPER'): Promise<number>
  minOffset(topic: string, queueId: number): number
  /** `committed` false counts messages that are appended but not visible yet. */
  maxOffset(topic: string, queueId: number, committed?: boolean): number
  hasQueue(topic: string, queueId: number): boolean
  /** Store time of the oldest message of a queue, -1 without one. */
  earliestStoreTime(topic: string, queueId: number): Promise<number>
  /** Store time of one message of a queue, -1 when there is none. */
  storeTime(topic: string, queueId: number, queueOffset: number): Promise<number>
  /** Units of a queue, for QUERY_CONSUME_QUEUE and delay delivery. */
  readUnits(topic: string, queueId: number, queueOffset: number, count: number): QueueUnit[]
  /** All queues: topic to queue id to range. */
  queueOffsets(): Map<string, Map<number, QueueRange>>

  deleteTopic(topic: string): void
  /** Deletes queues of topics that the broker does not know. */
  cleanUnusedTopics(retain: ReadonlySet<string>): void
  /** Deletes queues that point below the log's start. */
  cleanExpiredQueues(): void
  /** The next 20 cleaning ticks delete expired log files whatever the hour. */
  cleanExpiredLogFiles(): void
  diskRatios(): DiskRatios

  /** Stops taking messages, flushes, writes the checkpoint, removes `abort`, frees the lock. */
  shutdown(): Promise<void>
}

export interface QueueUnit {
  readonly queueOffset: number
  readonly logOffset: number
  readonly recordBytes: number
  /** Whole tag code, sign-extended hash or deliver time. */
  readonly tagCode: bigint
}
