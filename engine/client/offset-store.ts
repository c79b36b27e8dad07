/**
 * How far a group has got in each queue it owns: kept in memory, read from and written to its home. In clustering that
 * is the queue's broker, in broadcasting a file on this machine. Answers to Java's OffsetStore implementations.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { errorText } from '../base/errors.ts'
import type { FileSystem, Log } from '../base/ports.ts'
import { type MessageQueue, queueKey } from '../protocol/message-queue.ts'

/** Where offsets live between runs. */
export interface OffsetHome {
  /**
   * Whether unchanged offsets are stored again in each round: a broker that comes back with older offsets, because its
   * master died, learns the true ones that way.
   */
  readonly isRepeating: boolean
  /** The stored offset, or undefined when there is none. @throws when it cannot be learned now. */
  fetch(queue: MessageQueue): Promise<number | undefined>
  /** Stores offsets; entries whose storing fails stay for the next round. Returns the keys that were stored. */
  store(offsets: readonly QueueOffset[]): Promise<readonly QueueOffset[]>
}

export interface QueueOffset {
  readonly queue: MessageQueue
  readonly offset: number
}

interface Entry {
  readonly queue: MessageQueue
  offset: number
  /** What the home holds as far as this process knows; -1 when unknown. */
  storedOffset: number
  /** After a reset no ordinary commit may overwrite the new offset until the queue is taken up anew. */
  isFrozen: boolean
}

export class OffsetStore {
  readonly #home: OffsetHome
  readonly #log: Log
  readonly #entries = new Map<string, Entry>()

  constructor(home: OffsetHome, log: Log) {
    this.#home = home
    this.#log = log
  }

  /** The offset in memory: what was committed by this process and maybe not stored yet. */
  inMemory(queue: MessageQueue): number | undefined {
    return this.#entries.get(queueKey(queue))?.offset
  }

  /** The stored offset, taken into memory. @throws when the home cannot answer. */
  async load(queue: MessageQueue): Promise<number | undefined> {
    const offset = await this.#home.fetch(queue)
    if (offset === undefined) return undefined
    const key = queueKey(queue)
    const entry = this.#entries.get(key)
    if (entry === undefined) this.#entries.set(key, { queue, offset, storedOffset: offset, isFrozen: false })
    else if (!entry.isFrozen) {
      entry.offset = offset
      entry.storedOffset = offset
    }
    return offset
  }

  /** Notes progress; with `increaseOnly` a smaller offset is ignored. A frozen queue ignores all of it. */
  update(queue: MessageQueue, offset: number, increaseOnly: boolean): void {
    const key = queueKey(queue)
    const entry = this.#entries.get(key)
    if (entry === undefined) {
      this.#entries.set(key, { queue, offset, storedOffset: -1, isFrozen: false })
      return
    }
    if (entry.isFrozen) return
    entry.offset = increaseOnly ? Math.max(entry.offset, offset) : offset
  }

  /** Sets an offset and ignores commits until the queue is removed. Source: OffsetStore#updateAndFreezeOffset. */
  freeze(queue: MessageQueue, offset: number): void {
    this.#entries.set(queueKey(queue), { queue, offset, storedOffset: -1, isFrozen: true })
  }

  remove(queue: MessageQueue): void {
    this.#entries.delete(queueKey(queue))
  }

  /** Everything known of one topic, or of all. */
  snapshot(topic?: string): QueueOffset[] {
    return [...this.#entries.values()]
      .filter((entry) => topic === undefined || entry.queue.topic === topic)
      .map((entry) => ({ queue: entry.queue, offset: entry.offset }))
  }

  /**
   * Stores the offsets of the queues given or of all. Failures are logged and tried again with the next call, never
   * thrown.
   */
  async persist(queues?: readonly MessageQueue[]): Promise<void> {
    const wanted = queues === undefined ? undefined : new Set(queues.map(queueKey))
    const changed: QueueOffset[] = []
    for (const [key, entry] of this.#entries) {
      if (wanted !== undefined && !wanted.has(key)) continue
      if (this.#home.isRepeating || entry.offset !== entry.storedOffset)
        changed.push({ queue: entry.queue, offset: entry.offset })
    }
    if (changed.length === 0) return
    try {
      for (const stored of await this.#home.store(changed)) {
        const entry = this.#entries.get(queueKey(stored.queue))
        if (entry !== undefined) entry.storedOffset = stored.offset
      }
    } catch (error) {
      this.#log.warn('offsets could not be stored, next try follows', { error: errorText(error) })
    }
  }
}

/** Broadcasting: offsets of one group on this machine, one JSON file. */
export class LocalOffsetHome implements OffsetHome {
  readonly isRepeating = false
  readonly #fs: FileSystem
  readonly #directory: string
  #offsets: Map<string, QueueOffset> | undefined

  constructor(fs: FileSystem, directory: string) {
    this.#fs = fs
    this.#directory = directory
  }

  async fetch(queue: MessageQueue): Promise<number | undefined> {
    return this.#load().get(queueKey(queue))?.offset
  }

  async store(offsets: readonly QueueOffset[]): Promise<readonly QueueOffset[]> {
    const all = this.#load()
    for (const entry of offsets) all.set(queueKey(entry.queue), entry)
    const rows = [...all.values()].map(({ queue, offset }) => ({ ...queue, offset }))
    this.#fs.makeDirectories(this.#directory)
    this.#fs.replaceFile(this.#path, bytesFromUtf8(JSON.stringify({ offsetTable: rows }, null, 2)))
    return offsets
  }

  get #path(): string {
    return `${this.#directory}/offsets.json`
  }

  /** A damaged file counts as absent: the start policy decides, as for a new group. */
  #load(): Map<string, QueueOffset> {
    if (this.#offsets !== undefined) return this.#offsets
    const offsets = new Map<string, QueueOffset>()
    const content = this.#fs.readFile(this.#path)
    for (const row of content === undefined ? [] : parseRows(content.utf8Slice())) {
      offsets.set(queueKey(row.queue), row)
    }
    this.#offsets = offsets
    return offsets
  }
}

function parseRows(text: string): QueueOffset[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return []
  }
  const table = (parsed as { offsetTable?: unknown } | null)?.offsetTable
  if (!Array.isArray(table)) return []
  return table.flatMap((row: Record<string, unknown> | null) => {
    const { topic, brokerName, queueId, offset } = row ?? {}
    if (typeof topic !== 'string' || typeof brokerName !== 'string') return []
    if (!Number.isSafeInteger(queueId) || !Number.isSafeInteger(offset)) return []
    return [{ queue: { topic, brokerName, queueId: queueId as number }, offset: offset as number }]
  })
}
