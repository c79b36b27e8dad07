/**
 * The facade that brokers use: one open store with its log, queues and indexes. Owns composition, start and shutdown;
 * refuses to know topics' permissions, sockets and response codes. Answers to DefaultMessageStore.
 */
import { bytesFromLatin1 } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import { LOG_FILES_OPEN_MAX } from '../base/limits.ts'
import type { HostAddress } from '../protocol/host-address.ts'
import { parseDelayLevels } from '../protocol/delay-level.ts'
import { AbortFile } from './abort-file.ts'
import { BufferPool } from './buffer-pool.ts'
import { Checkpoint } from './checkpoint.ts'
import { CommitLog } from './commit-log.ts'
import { type ConsumeQueue, UnitWindow } from './consume-queue.ts'
import { DerivedFlusher } from './derived-flusher.ts'
import { Dispatcher } from './dispatch.ts'
import { Flusher } from './flusher.ts'
import { KeyIndex } from './key-index.ts'
import { MessageReader } from './message-reader.ts'
import { MessageWriter } from './message-writer.ts'
import { PlainAppend } from './plain-append.ts'
import { QueueTable } from './queue-table.ts'
import { RecordLookup } from './record-lookup.ts'
import { recover, type RecoveryReport } from './recovery.ts'
import { Retention } from './retention.ts'
import { RunningFlag, RunningFlags } from './running-flags.ts'
import { OpenFiles } from './segment.ts'
import {
  liveOptions,
  type LiveStoreOptions,
  type LiveStoreSettings,
  type StoreSettings,
  storeSettings,
} from './store-settings.ts'
import type {
  AppendRefusal,
  ArrivalListener,
  DiskRatios,
  FetchRequest,
  FetchResult,
  KeyQuery,
  KeyQueryResult,
  PutResult,
  QueueRange,
  StoreBatch,
  StoredRecord,
  StoreLock,
  StoreMessage,
  StoreOptions,
  StorePorts,
  StoreRole,
  StoreStats,
} from './types.ts'
import { WriteGate } from './write-gate.ts'

/** How long a shutdown waits for dispatch to catch up before it gives up and keeps `abort`. */
const CATCH_UP_MS = 5000

export interface QueueUnit {
  readonly queueOffset: number
  readonly logOffset: number
  readonly recordBytes: number
  /** Whole tag code: sign-extended hash of the tag, or the deliver time in ms in the schedule topic. */
  readonly tagCode: bigint
}

/** Why files take nothing, of the reasons for which an append is refused. */
export type StoreWriteFailure = Extract<AppendRefusal, 'disk-full' | 'read-only'>

export class MessageStore {
  readonly commitLog: CommitLog
  readonly checkpoint: Checkpoint
  readonly flags: RunningFlags
  readonly stats: StoreStats
  readonly settings: StoreSettings
  readonly plainAppend: PlainAppend
  /** What start-up found. */
  readonly recovery: RecoveryReport

  /** The parts hold this object and read it at use. */
  readonly #live: LiveStoreSettings
  readonly #ports: StorePorts
  readonly #lock: StoreLock
  readonly #abortFile: AbortFile
  readonly #queues: QueueTable
  readonly #keyIndex: KeyIndex
  readonly #dispatcher: Dispatcher
  readonly #flusher: Flusher
  readonly #derivedFlusher: DerivedFlusher
  readonly #retention: Retention
  readonly #gate: WriteGate
  readonly #writer: MessageWriter
  readonly #reader: MessageReader
  readonly #lookup: RecordLookup
  #shutdown: Promise<void> | undefined

  private constructor(parts: OpenParts, recovery: RecoveryReport) {
    const { settings, live, ports, commitLog, checkpoint, queues, keyIndex, dispatcher } = parts
    this.settings = settings
    this.#live = live
    this.#ports = ports
    this.#lock = parts.lock
    this.#abortFile = parts.abortFile
    this.commitLog = commitLog
    this.checkpoint = checkpoint
    this.recovery = recovery
    this.#queues = queues
    this.#keyIndex = keyIndex
    this.#dispatcher = dispatcher
    this.flags = new RunningFlags()
    this.stats = makeStats(ports.clock.nowMs())
    this.#gate = new WriteGate(this.flags, settings.role, commitLog)
    const { clock, timers, log, fs, checksum } = ports
    this.#flusher = new Flusher(commitLog, checkpoint, ports, {
      flushDiskType: settings.flushDiskType,
      limits: live,
    })
    this.#derivedFlusher = new DerivedFlusher(
      { queues, keyIndex, dispatcher, checkpoint },
      ports,
      live.flushIntervalConsumeQueue,
    )
    this.#retention = new Retention(
      { commitLog, queues, keyIndex, flags: this.flags, fs, clock, timers, log },
      {
        rules: () => live,
        periodMs: settings.cleanResourceInterval,
        commitLogPath: settings.storePathCommitLog,
        queuePath: settings.queuePath,
        utcOffsetMinutes: settings.utcOffsetMinutes,
      },
    )
    const { storeHost } = settings
    const writing = {
      commitLog,
      queues,
      gate: this.#gate,
      stats: this.stats,
      clock,
      checksum,
      storeHost,
      limits: live,
    }
    this.#writer = new MessageWriter(writing)
    this.plainAppend = new PlainAppend(writing)
    this.#reader = new MessageReader({
      clock: ports.clock,
      commitLog,
      queues,
      pool: new BufferPool(),
      stats: this.stats,
      caps: live,
      readSyncBytes: settings.readSyncBytes,
      correctsOffsets: () => this.#gate.role === 'MASTER' || live.offsetCheckInSlave,
    })
    this.#lookup = new RecordLookup(commitLog, queues, keyIndex, live)
  }

  /**
   * Locks, loads and recovers the store, then takes messages.
   * @throws {EngineError} 'store-locked', 'store-io' or 'store-corrupt', naming the path and what to do about it.
   * Source: DefaultMessageStore#load, #start.
   */
  static async open(options: StoreOptions, ports: StorePorts): Promise<MessageStore> {
    const settings = storeSettings(options)
    prepareRoot(settings, ports)
    const lock = await options.acquireLock(settings.rootPath)
    const closers: (() => void)[] = []
    try {
      const parts = loadParts(settings, ports, lock, closers)
      const wasClean = !parts.abortFile.exists()
      parts.commitLog.load(!wasClean)
      parts.queues.load(!wasClean)
      parts.keyIndex.load(wasClean)
      parts.abortFile.write(settings.processId)
      const report = await recover(
        { ...parts, checksum: ports.checksum, log: ports.log },
        {
          wasClean,
          checkBodyCrc: settings.checkCRCOnRecover,
          isIndexSafe: settings.messageIndexEnable && settings.messageIndexSafe,
        },
      )
      ports.log.info('store open', { path: settings.rootPath, wasClean, ...report })
      const store = new MessageStore(parts, report)
      parts.isRecovered.value = true
      store.#start()
      return store
    } catch (error) {
      for (const close of closers) close()
      await lock.release()
      throw error
    }
  }

  /** Why the files take nothing now, whatever the role; undefined while they do. */
  get writeFailure(): StoreWriteFailure | undefined {
    const { flags } = this.#gate
    if (flags.has(RunningFlag.DISK_FULL) || flags.has(RunningFlag.LOGIC_DISK_FULL)) return 'disk-full'
    const failure = this.commitLog.writeFailure
    if (failure !== undefined) return failure === 'disk-full' ? 'disk-full' : 'read-only'
    return flags.isWritable ? undefined : 'read-only'
  }

  /** Whether client messages are taken now. */
  get isWritable(): boolean {
    return this.#gate.refusal() === undefined
  }

  get role(): StoreRole {
    return this.#gate.role
  }

  get storeHost(): HostAddress {
    return this.settings.storeHost
  }

  /** Everything below is visible to consumers. */
  get dispatchedOffset(): number {
    return this.#dispatcher.dispatchedOffset
  }

  /** Visible bytes that consumers cannot see yet. */
  get dispatchBehindBytes(): number {
    return this.#dispatcher.behindBytes
  }

  /**
   * Takes new values over at once, as the broker's run-time updates give them; options that hold until the store is
   * opened again are passed over. A `maxMessageSize` that was raised above the ring's size lets records in up to that size.
   */
  reconfigure(options: LiveStoreOptions): void {
    Object.assign(this.#live, liveOptions(options))
    this.#derivedFlusher.setPeriod(this.#live.flushIntervalConsumeQueue)
  }

  /** Appends one message. Durability and replication are awaited by offset, see `PutResult`. */
  putMessage(message: StoreMessage): PutResult {
    return this.#writer.put(message)
  }

  putBatch(batch: StoreBatch): PutResult {
    return this.#writer.putBatch(batch)
  }

  /** The queue's handle for `plainAppend`, made when absent. Keep it per topic and queue. */
  openQueue(topic: string, queueId: number): ConsumeQueue {
    return this.#queues.open(topic, queueId)
  }

  /** Every message that becomes visible, in log order. Returns what ends the subscription. */
  onArrived(listener: ArrivalListener): () => void {
    return this.#dispatcher.onArrived(listener)
  }

  /** Messages of a queue: at once when the ring or recent files hold them, else by promise. */
  getMessage(request: FetchRequest): FetchResult | Promise<FetchResult> {
    return this.#reader.get(request)
  }

  /** The record at exactly this log offset. */
  lookMessage(logOffset: number): Promise<StoredRecord | undefined> {
    return this.#lookup.look(logOffset)
  }

  queryByKey(query: KeyQuery): Promise<KeyQueryResult> {
    return this.#lookup.queryByKey(query)
  }

  /** See RecordLookup#offsetByTime; 0 for an unknown queue. */
  async offsetByTime(
    topic: string,
    queueId: number,
    timestampMs: number,
    boundary: 'LOWER' | 'UPPER' = 'LOWER',
  ): Promise<number> {
    const queue = this.#queues.find(topic, queueId)
    return queue === undefined ? 0 : this.#lookup.offsetByTime(queue, timestampMs, boundary)
  }

  hasQueue(topic: string, queueId: number): boolean {
    return this.#queues.find(topic, queueId) !== undefined
  }

  /** First readable queue offset, 0 for an unknown queue. */
  minOffset(topic: string, queueId: number): number {
    return this.#queues.find(topic, queueId)?.minOffset ?? 0
  }

  /** @param committed false counts messages that are appended but not visible yet. */
  maxOffset(topic: string, queueId: number, committed = true): number {
    const queue = this.#queues.find(topic, queueId)
    if (queue === undefined) return 0
    return committed ? queue.maxOffset : queue.nextQueueOffset
  }

  /** Store time of the oldest message of a queue, -1 without one. */
  async earliestStoreTime(topic: string, queueId: number): Promise<number> {
    const queue = this.#queues.find(topic, queueId)
    return queue === undefined ? -1 : this.#lookup.storeTime(queue, queue.minOffset)
  }

  /** Store time of one message of a queue, -1 when there is none. */
  async storeTime(topic: string, queueId: number, queueOffset: number): Promise<number> {
    const queue = this.#queues.find(topic, queueId)
    return queue === undefined ? -1 : this.#lookup.storeTime(queue, queueOffset)
  }

  /** Up to `count` units from `queueOffset` on: for QUERY_CONSUME_QUEUE and delay delivery. */
  readUnits(topic: string, queueId: number, queueOffset: number, count: number): QueueUnit[] {
    const units: QueueUnit[] = []
    const queue = this.#queues.find(topic, queueId)
    if (queue === undefined) return units
    const window = new UnitWindow(this.#queues.scratchView)
    let at = queueOffset
    while (units.length < count && queue.read(at, count - units.length, window) > 0) {
      for (let i = 0; i < window.count; i++, at++) {
        units.push({
          queueOffset: at,
          logOffset: window.logOffset(i),
          recordBytes: window.recordBytes(i),
          tagCode: window.tagCode(i),
        })
      }
    }
    return units
  }

  /** Ranges of all queues by topic and queue id. */
  queueOffsets(): Map<string, Map<number, QueueRange>> {
    const result = new Map<string, Map<number, QueueRange>>()
    for (const topic of this.#queues.topics.values()) {
      if (topic.queues.size === 0) continue
      const ranges = new Map<number, QueueRange>()
      for (const queue of topic.queues.values()) {
        ranges.set(queue.queueId, { minOffset: queue.minOffset, maxOffset: queue.maxOffset })
      }
      result.set(topic.name, ranges)
    }
    return result
  }

  /** Deletes the topic's queues; the log keeps its messages until they expire. */
  deleteTopic(topic: string): void {
    this.#queues.deleteTopic(topic)
  }

  /** Deletes the queues of topics that are not in `retain`. */
  cleanUnusedTopics(retain: ReadonlySet<string>): void {
    for (const topic of [...this.#queues.topics.keys()]) if (!retain.has(topic)) this.#queues.deleteTopic(topic)
  }

  /** Deletes queues that only point below the log's start. */
  cleanExpiredQueues(): void {
    this.#queues.deleteDeadQueues(this.commitLog.minOffset)
  }

  /** The next 20 cleaning rounds delete log files that are old enough, whatever the hour. */
  cleanExpiredLogFiles(): void {
    this.#retention.armManual()
  }

  diskRatios(): DiskRatios {
    return this.#retention.ratios()
  }

  /**
   * Stops taking messages, writes and flushes everything, moves the checkpoint, removes `abort`, frees the lock. When
   * something could not be made durable, `abort` stays and the next start recovers. Idempotent.
   * Source: DefaultMessageStore#shutdown.
   */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.#close()
    return this.#shutdown
  }

  #start(): void {
    const { commitLog } = this
    const dispatch = (): void => this.#dispatch()
    if (this.settings.flushDiskType === 'SYNC_FLUSH') commitLog.onFlushed('dispatch', dispatch)
    else commitLog.onWritten('dispatch', dispatch)
    this.#flusher.start()
    this.#derivedFlusher.start()
    this.#retention.start()
  }

  #dispatch(): void {
    this.#dispatcher.run()
    this.stats.dispatchedMessages = this.#dispatcher.dispatchedMessages
    // A slave's log is copied blindly: the times of its records are known only here.
    if (this.#gate.role === 'SLAVE') this.commitLog.appendedTimestampMs = this.#dispatcher.dispatchedTimestampMs
  }

  async #close(): Promise<void> {
    const { log } = this.#ports
    this.#gate.isShutDown = true
    this.#retention.stop()
    await this.commitLog.stopWriting()
    await this.#flusher.stop()
    await this.#catchUp()
    this.#dispatcher.stop()
    await this.#derivedFlusher.stop()
    let isIndexSaved = true
    try {
      await this.#keyIndex.shutdown()
    } catch (error) {
      isIndexSaved = false
      log.error('saving the key index failed', { error: errorText(error) })
    }
    await this.#derivedFlusher.flush()
    const { commitLog } = this
    const isSafe =
      isIndexSaved &&
      !this.#derivedFlusher.isFailing &&
      commitLog.writeFailure === undefined &&
      commitLog.flushedOffset === commitLog.appendedOffset &&
      this.#dispatcher.behindBytes === 0
    commitLog.close()
    this.#queues.close()
    this.checkpoint.close()
    if (isSafe) this.#abortFile.remove()
    else log.error('the store may be incomplete, the abort file stays and the next start recovers', {})
    await this.#lock.release()
  }

  /** Dispatch may wait for the key index or a queue file; a slave's partial last record never comes. */
  async #catchUp(): Promise<void> {
    const deadlineMs = this.#ports.clock.monotonicMs() + CATCH_UP_MS
    for (;;) {
      this.#dispatch()
      const isWaiting = this.#dispatcher.isFailing || !this.#keyIndex.hasRoom
      if (this.#dispatcher.behindBytes === 0 || !isWaiting || this.#ports.clock.monotonicMs() > deadlineMs) return
      await new Promise<void>((resolve) => this.#ports.timers.after(10, resolve))
    }
  }
}

interface OpenParts {
  readonly settings: StoreSettings
  readonly live: LiveStoreSettings
  readonly ports: StorePorts
  readonly lock: StoreLock
  readonly abortFile: AbortFile
  readonly commitLog: CommitLog
  readonly checkpoint: Checkpoint
  readonly queues: QueueTable
  readonly keyIndex: KeyIndex
  readonly dispatcher: Dispatcher
  /** Keys may be merged before recovery has said what is flushed: everything it reads is. */
  readonly isRecovered: { value: boolean }
}

/** Makes the directories and `lock`, whose content Java writes too. */
function prepareRoot(settings: StoreSettings, ports: StorePorts): void {
  const { fs } = ports
  const { rootPath } = settings
  try {
    fs.makeDirectories(rootPath)
    fs.makeDirectories(settings.storePathCommitLog)
    fs.makeDirectories(settings.queuePath)
    const lockFile = fs.open(`${rootPath}/lock`, 'create')
    try {
      lockFile.write(bytesFromLatin1('lock'), 0, 4, 0)
    } finally {
      lockFile.close()
    }
  } catch (error) {
    const context = error instanceof EngineError ? error.context : {}
    throw new EngineError(
      'store-io',
      `the store at ${rootPath} is not writable (${errorText(error)}): give this user the right to write there, ` +
        'or set storePathRootDir to another directory',
      { context: { ...context, path: rootPath }, cause: error },
    )
  }
}

function loadParts(settings: StoreSettings, ports: StorePorts, lock: StoreLock, closers: (() => void)[]): OpenParts {
  const { fs, timers, clock, log } = ports
  const delayLevels = parseDelayLevels(settings.messageDelayLevel)
  const abortFile = new AbortFile(fs, settings.rootPath)
  abortFile.exists()
  const checkpoint = Checkpoint.open(fs, `${settings.rootPath}/checkpoint`)
  closers.push(() => checkpoint.close())
  const logFiles = new OpenFiles(fs, LOG_FILES_OPEN_MAX)
  closers.push(() => logFiles.closeAll())
  const commitLog = new CommitLog(logFiles, timers, log.child('commitlog'), {
    directory: settings.storePathCommitLog,
    fileBytes: settings.mappedFileSizeCommitLog,
    recordBytesMax: settings.recordBytesMax,
    ringBytes: settings.ringBytes,
    prewriteBytes: settings.prewriteBytes,
  })
  const queues = new QueueTable(fs, log.child('queues'), {
    directory: settings.queuePath,
    fileBytes: settings.mappedFileSizeConsumeQueue,
  })
  closers.push(() => queues.close())
  const isRecovered = { value: false }
  const keyIndex = new KeyIndex(fs, clock, log.child('index'), {
    directory: `${settings.rootPath}/index`,
    slots: settings.maxHashSlotNum,
    entriesMax: settings.maxIndexNum,
    utcOffsetMinutes: settings.utcOffsetMinutes,
    flushedOffset: () => (isRecovered.value ? commitLog.flushedOffset : Infinity),
    onFileSynced: (endTimestampMs) => {
      checkpoint.indexMsgTimestampMs = endTimestampMs
    },
    onRoom: () => dispatcher.run(),
  })
  const live: LiveStoreSettings = { ...settings }
  const isSync = settings.flushDiskType === 'SYNC_FLUSH'
  const dispatcher: Dispatcher = new Dispatcher(commitLog, timers, log.child('dispatch'), {
    queues,
    keyIndex,
    limits: live,
    delayLevels,
    bound: () => (isSync ? commitLog.flushedOffset : commitLog.writtenOffset),
  })
  return { settings, live, ports, lock, abortFile, commitLog, checkpoint, queues, keyIndex, dispatcher, isRecovered }
}

function makeStats(startedAtMs: number): StoreStats {
  return {
    putMessages: 0,
    putBytes: 0,
    putRefused: 0,
    getFoundCalls: 0,
    getMissCalls: 0,
    getMessages: 0,
    getBytes: 0,
    dispatchedMessages: 0,
    startedAtMs,
  }
}
