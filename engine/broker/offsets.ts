/**
 * How far each group has consumed each queue, and resets that an administrator ordered and a consumer has not met yet.
 * In memory, with `consumerOffset.json` behind it, written when something changed and an interval has passed.
 * Answers to Java's ConsumerOffsetManager.
 */
import type { Clock, Log } from '../base/ports.ts'
import { consumerOffsetTable, type ConsumerOffsetTable } from '../protocol/bodies/offset-table.ts'
import { type DataVersion, firstDataVersion, nextDataVersion } from '../protocol/data-version.ts'
import type { ConfigFile } from './config-file.ts'

const SEPARATOR = '@'

export class ConsumerOffsets {
  readonly #file: ConfigFile
  readonly #clock: Clock
  readonly #log: Log
  readonly #versionStep: () => number
  /** `topic@group` to queue to the offset of the next message to consume. */
  readonly #table = new Map<string, Map<number, number>>()
  readonly #resets = new Map<string, Map<number, number>>()
  #version: DataVersion
  #updates = 0
  #isDirty = false

  /** @param versionStep asked at each update: how many after which the table's version grows (`consumerOffsetUpdateVersionStep`) */
  constructor(file: ConfigFile, clock: Clock, log: Log, versionStep: () => number) {
    this.#file = file
    this.#clock = clock
    this.#log = log
    this.#versionStep = versionStep
    this.#version = firstDataVersion(clock.nowMs())
  }

  /** @throws {EngineError} 'store-corrupt' when neither the file nor its backup decodes. */
  load(): void {
    const table = this.#file.load((text) => consumerOffsetTable.decodeText(text))
    if (table === undefined) return
    for (const [key, offsets] of table.offsetTable) this.#table.set(key, new Map(offsets))
    this.#version = table.dataVersion ?? this.#version
  }

  /** Stores one offset, forwards or backwards. Source: ConsumerOffsetManager#commitOffset. */
  commit(group: string, topic: string, queueId: number, queueOffset: number): void {
    const key = keyOf(topic, group)
    let offsets = this.#table.get(key)
    if (offsets === undefined) this.#table.set(key, (offsets = new Map<number, number>()))
    const before = offsets.get(queueId)
    if (before === queueOffset) return
    if (before !== undefined && queueOffset < before) {
      this.#log.warn('consumer offset goes back', { group, topic, queueId, before, queueOffset })
    }
    offsets.set(queueId, queueOffset)
    this.#isDirty = true
    this.#updates += 1
    if (this.#updates % Math.max(1, this.#versionStep()) === 0) {
      this.#version = nextDataVersion(this.#version, this.#clock.nowMs())
    }
  }

  /** The offset of the next message to consume; a reset that waits counts already. */
  find(group: string, topic: string, queueId: number): number | undefined {
    const key = keyOf(topic, group)
    return this.#resets.get(key)?.get(queueId) ?? this.#table.get(key)?.get(queueId)
  }

  /** All queues of one topic and group. */
  findAll(group: string, topic: string): ReadonlyMap<number, number> {
    return this.#table.get(keyOf(topic, group)) ?? NO_OFFSETS
  }

  /**
   * Orders the group to go on at `queueOffset`: its next pull of the queue is sent there, commits before that are
   * ignored. Source: ConsumerOffsetManager#assignResetOffset.
   */
  assignReset(group: string, topic: string, queueId: number, queueOffset: number): void {
    const key = keyOf(topic, group)
    let resets = this.#resets.get(key)
    if (resets === undefined) this.#resets.set(key, (resets = new Map<number, number>()))
    resets.set(queueId, queueOffset)
    this.commit(group, topic, queueId, queueOffset)
  }

  hasReset(group: string, topic: string, queueId: number): boolean {
    return this.#resets.size > 0 && this.#resets.get(keyOf(topic, group))?.has(queueId) === true
  }

  /** Takes the reset of a queue, if one waits: the caller tells the consumer. Source: #queryThenEraseResetOffset. */
  takeReset(group: string, topic: string, queueId: number): number | undefined {
    if (this.#resets.size === 0) return undefined
    const key = keyOf(topic, group)
    const resets = this.#resets.get(key)
    const queueOffset = resets?.get(queueId)
    if (resets === undefined || queueOffset === undefined) return undefined
    resets.delete(queueId)
    if (resets.size === 0) this.#resets.delete(key)
    return queueOffset
  }

  /** Topics that the group has offsets of. Source: #whichTopicByConsumer. */
  topicsOf(group: string): Set<string> {
    return this.#match((_topic, itsGroup) => itsGroup === group, 'topic')
  }

  /** Groups that have offsets of the topic. Source: #whichGroupByTopic. */
  groupsOf(topic: string): Set<string> {
    return this.#match((itsTopic) => itsTopic === topic, 'group')
  }

  /** Forgets a deleted group. */
  removeGroup(group: string): void {
    this.#remove((_topic, itsGroup) => itsGroup === group)
  }

  /** Forgets a deleted topic. */
  removeTopic(topic: string): void {
    this.#remove((itsTopic) => itsTopic === topic)
  }

  /** Gives `destGroup` the offsets of `srcGroup`. Source: #cloneOffset. */
  clone(srcGroup: string, destGroup: string, topic: string): void {
    const offsets = this.#table.get(keyOf(topic, srcGroup))
    if (offsets === undefined) return
    this.#table.set(keyOf(topic, destGroup), new Map(offsets))
    this.#isDirty = true
  }

  /** A slave takes over its master's offsets; keys unknown to the master stay. Source: SlaveSynchronize. */
  merge(table: ConsumerOffsetTable): void {
    for (const [key, offsets] of table.offsetTable) this.#table.set(key, new Map(offsets))
    this.#version = table.dataVersion ?? this.#version
    this.#isDirty = true
  }

  get dataVersion(): DataVersion {
    return this.#version
  }

  /** Counts commits since the start: a slave's master is asked again only when it grew. */
  get updates(): number {
    return this.#updates
  }

  toTable(): ConsumerOffsetTable {
    return { dataVersion: this.#version, offsetTable: this.#table }
  }

  /** Writes the file when something changed. @throws {EngineError} 'store-io'. */
  persist(): void {
    if (!this.#isDirty) return
    this.#file.save(consumerOffsetTable.encodeText(this.toTable(), { pretty: true }))
    this.#isDirty = false
  }

  #match(wants: (topic: string, group: string) => boolean, part: 'topic' | 'group'): Set<string> {
    const found = new Set<string>()
    for (const key of this.#table.keys()) {
      const [topic, group] = splitKey(key)
      if (wants(topic, group)) found.add(part === 'topic' ? topic : group)
    }
    return found
  }

  #remove(isGone: (topic: string, group: string) => boolean): void {
    for (const table of [this.#table, this.#resets]) {
      for (const key of table.keys()) {
        const [topic, group] = splitKey(key)
        if (!isGone(topic, group)) continue
        table.delete(key)
        this.#isDirty = true
      }
    }
  }
}

const NO_OFFSETS: ReadonlyMap<number, number> = new Map()

function keyOf(topic: string, group: string): string {
  return topic + SEPARATOR + group
}

/** Neither a topic nor a group may hold the separator. */
function splitKey(key: string): [topic: string, group: string] {
  const at = key.indexOf(SEPARATOR)
  return at < 0 ? [key, ''] : [key.slice(0, at), key.slice(at + 1)]
}
