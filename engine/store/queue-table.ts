/**
 * All consume queues of a store by topic and queue id, found by name or by the topic's bytes in a record, and the
 * writing and syncing of their files in batches. Answers to ConsumeQueueStore and ConsumeQueue's flush service.
 */
import { allocBytesUnsafe, type Bytes, viewOf } from '../base/bytes.ts'
import { javaHashCode } from '../base/hash.ts'
import { QUEUE_FILES_OPEN_MAX } from '../base/limits.ts'
import type { FileSystem, Log } from '../base/ports.ts'
import { recordVersionOf, type RecordVersion, topicBytesOf } from '../protocol/record.ts'
import { SystemTopic } from '../protocol/topics.ts'
import { ConsumeQueue, type QueueShared, UNIT_BYTES, UnitWindow } from './consume-queue.ts'
import { OpenFiles, type Segment } from './segment.ts'

/** Queue files synced at the same time. */
const SYNCS_IN_FLIGHT_MAX = 2

/** Bytes of a file that one read of units takes: 4096 units. */
const SCRATCH_BYTES = 4096 * UNIT_BYTES

const QUEUE_ID_PATTERN = /^\d{1,9}$/

/** One topic's queues; `bytes` is its name as records carry it. */
export class TopicQueues {
  readonly name: string
  readonly bytes: Bytes
  readonly recordVersion: RecordVersion
  /** Java hash of `name`. */
  readonly hash: number
  /** Java hash of `name` and `#`: the start of every index key of this topic. */
  readonly keySeed: number
  /** Units hold deliver times instead of tag hashes. */
  readonly isSchedule: boolean
  readonly queues = new Map<number, ConsumeQueue>()
  /** The queue found last: messages of one topic come in runs. */
  last: ConsumeQueue | undefined

  constructor(name: string) {
    this.name = name
    this.bytes = topicBytesOf(name)
    this.recordVersion = recordVersionOf(name)
    this.hash = javaHashCode(name)
    this.keySeed = javaHashCode(`${name}#`)
    this.isSchedule = name === SystemTopic.SCHEDULE
  }
}

export interface QueueTableOptions {
  readonly directory: string
  /** Rounded up to whole units. Source: MessageStoreConfig#getMappedFileSizeConsumeQueue. */
  readonly fileBytes: number
}

export class QueueTable implements QueueShared {
  readonly files: OpenFiles
  readonly log: Log
  readonly scratch: Bytes
  readonly scratchView: DataView
  readonly topics = new Map<string, TopicQueues>()
  readonly #directory: string
  readonly #fileBytes: number
  readonly #byHash = new Map<number, TopicQueues[]>()
  readonly #window: UnitWindow
  #lastTopic: TopicQueues | undefined
  #dirty: ConsumeQueue[] = []
  #unsynced = new Set<Segment>()

  constructor(fs: FileSystem, log: Log, options: QueueTableOptions) {
    this.files = new OpenFiles(fs, QUEUE_FILES_OPEN_MAX)
    this.log = log
    this.#directory = options.directory
    this.#fileBytes = Math.ceil(options.fileBytes / UNIT_BYTES) * UNIT_BYTES
    this.scratch = allocBytesUnsafe(SCRATCH_BYTES)
    this.scratchView = viewOf(this.scratch)
    this.#window = new UnitWindow(this.scratchView)
  }

  becameDirty(queue: ConsumeQueue): void {
    this.#dirty.push(queue)
  }

  wroteTo(segment: Segment): void {
    this.#unsynced.add(segment)
  }

  /** Loads and recovers every queue below the directory. Source: ConsumeQueueStore#loadConsumeQueues, #recover. */
  load(afterCrash: boolean): void {
    const fs = this.files.fs
    for (const topic of fs.list(this.#directory)) {
      const topicPath = `${this.#directory}/${topic}`
      if (fs.info(topicPath)?.kind !== 'directory') continue
      for (const name of fs.list(topicPath)) {
        if (!QUEUE_ID_PATTERN.test(name) || fs.info(`${topicPath}/${name}`)?.kind !== 'directory') continue
        this.open(topic, Number(name)).recover(afterCrash)
      }
    }
  }

  find(topic: string, queueId: number): ConsumeQueue | undefined {
    return this.topics.get(topic)?.queues.get(queueId)
  }

  /** The queue, made in memory when absent; its files come with its first unit. */
  open(topic: string, queueId: number): ConsumeQueue {
    return this.queueOf(this.topic(topic), queueId)
  }

  topic(name: string): TopicQueues {
    const found = this.topics.get(name)
    if (found !== undefined) return found
    const topic = new TopicQueues(name)
    this.topics.set(name, topic)
    const same = this.#byHash.get(topic.hash)
    if (same === undefined) this.#byHash.set(topic.hash, [topic])
    else same.push(topic)
    return topic
  }

  /** The topic named by `bytes[start..end)`; makes no string unless the name is new. */
  topicOfBytes(bytes: Bytes, start: number, end: number): TopicQueues {
    const last = this.#lastTopic
    if (last !== undefined && isSame(last.bytes, bytes, start, end)) return last
    // Equal to the Java hash for ASCII names; others only need a second look in the name table.
    let hash = 0
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0
    const same = this.#byHash.get(hash)
    let topic: TopicQueues | undefined
    if (same !== undefined) topic = same.find((candidate) => isSame(candidate.bytes, bytes, start, end))
    topic ??= this.topic(bytes.utf8Slice(start, end))
    this.#lastTopic = topic
    return topic
  }

  queueOf(topic: TopicQueues, queueId: number): ConsumeQueue {
    const last = topic.last
    if (last !== undefined && last.queueId === queueId) return last
    let queue = topic.queues.get(queueId)
    if (queue === undefined) {
      const directory = `${this.#directory}/${topic.name}/${queueId}`
      queue = new ConsumeQueue(this, topic, queueId, { directory, fileBytes: this.#fileBytes })
      topic.queues.set(queueId, queue)
    }
    topic.last = queue
    return queue
  }

  *all(): Generator<ConsumeQueue> {
    for (const topic of this.topics.values()) yield* topic.queues.values()
  }

  /** Log offset behind the last record that any queue points at, -1 without one. */
  maxLogOffset(): number {
    let max = -1
    for (const queue of this.all()) max = Math.max(max, queue.maxLogOffset)
    return max
  }

  /** Log offset of the last record that any queue points at, -1 without one. */
  lastRecordStart(): number {
    let last: ConsumeQueue | undefined
    for (const queue of this.all()) if (queue.maxLogOffset > (last?.maxLogOffset ?? -1)) last = queue
    if (last === undefined || last.read(last.maxOffset - 1, 1, this.#window) !== 1) return -1
    return this.#window.isFiller(0) ? -1 : this.#window.logOffset(0)
  }

  truncateToLog(logOffset: number): void {
    for (const queue of this.all()) queue.truncateToLog(logOffset)
  }

  keepBelowLog(logOffset: number): void {
    for (const queue of this.all()) queue.keepBelowLog(logOffset)
  }

  correctMin(logMinOffset: number): void {
    for (const queue of this.all()) queue.correctMin(logMinOffset, this.#window)
  }

  /** Deletes files below the log's start. @returns how many. */
  deleteExpired(logMinOffset: number): number {
    let count = 0
    for (const queue of this.all()) count += queue.deleteExpired(logMinOffset, this.#window)
    return count
  }

  deleteTopic(name: string): void {
    const topic = this.topics.get(name)
    if (topic === undefined) return
    for (const queue of topic.queues.values()) this.#destroy(queue)
    this.topics.delete(name)
    const same = this.#byHash.get(topic.hash)
    if (same !== undefined) same.splice(same.indexOf(topic), 1)
    if (this.#lastTopic === topic) this.#lastTopic = undefined
    const path = `${this.#directory}/${name}`
    const fs = this.files.fs
    if (fs.info(path)?.kind === 'directory' && fs.list(path).length === 0) fs.removeTree(path)
  }

  /** Deletes queues whose records all lie below the log's start. Source: ConsumeQueueStore#cleanExpired. */
  deleteDeadQueues(logMinOffset: number): void {
    for (const topic of this.topics.values()) {
      for (const queue of [...topic.queues.values()]) {
        if (queue.maxLogOffset < 0 || queue.maxLogOffset > logMinOffset) continue
        if (queue.nextQueueOffset > queue.maxOffset) continue
        this.#destroy(queue)
        topic.queues.delete(queue.queueId)
        topic.last = undefined
      }
    }
  }

  destroyAll(): void {
    for (const name of [...this.topics.keys()]) this.deleteTopic(name)
  }

  /** Brings the units of all queues into their files. @throws {EngineError} 'store-io'; the rest is kept for the next try. */
  write(): void {
    while (this.#dirty.length > 0) {
      const queue = this.#dirty[this.#dirty.length - 1] as ConsumeQueue
      if (!queue.isDeleted) queue.write()
      this.#dirty.pop()
    }
  }

  /** Makes everything written so far durable; `done` gets the first failure, and then the files stay marked. */
  sync(done: (error?: Error) => void): void {
    const waiting = [...this.#unsynced]
    this.#unsynced = new Set()
    let inFlight = 0
    let failure: Error | undefined
    let isDone = false
    const pump = (): void => {
      while (inFlight < SYNCS_IN_FLIGHT_MAX && waiting.length > 0 && failure === undefined) {
        const segment = waiting.pop() as Segment
        inFlight++
        segment.datasync((error) => {
          inFlight--
          if (error !== undefined) {
            failure ??= error
            this.#unsynced.add(segment)
          }
          pump()
        })
      }
      if (inFlight > 0 || isDone) return
      isDone = true
      for (const segment of waiting.splice(0)) this.#unsynced.add(segment)
      done(failure)
    }
    pump()
  }

  releaseIdleTails(): void {
    for (const queue of this.all()) queue.releaseIdleTail()
  }

  close(): void {
    for (const queue of this.all()) queue.close()
    this.files.closeAll()
  }

  #destroy(queue: ConsumeQueue): void {
    queue.destroy()
    for (const segment of [...this.#unsynced]) {
      if (segment.path.startsWith(`${queue.directory}/`)) this.#unsynced.delete(segment)
    }
  }
}

function isSame(name: Bytes, bytes: Bytes, start: number, end: number): boolean {
  const length = name.length
  if (end - start !== length) return false
  for (let i = 0; i < length; i++) if (name[i] !== bytes[start + i]) return false
  return true
}
