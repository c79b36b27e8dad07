/**
 * The topic table of this broker and its file `topics.json`: system topics, creation by a sender's default topic, retry
 * and dead-letter topics. It refuses to know requests and NameServers; whoever must hear of changes subscribes.
 * Answers to Java's TopicConfigManager.
 */
import type { Clock, Log } from '../base/ports.ts'
import { topicTable, type TopicTable } from '../protocol/bodies/topic-config.ts'
import { type DataVersion, firstDataVersion, nextDataVersion } from '../protocol/data-version.ts'
import { Permission, READ_WRITE } from '../protocol/message.ts'
import { makeTopicConfig, type TopicConfig } from '../protocol/topic-config.ts'
import {
  dlqTopic,
  isSystemTopic,
  replyTopic,
  retryTopic,
  reviveTopic,
  syncMemberTopic,
  SystemTopic,
} from '../protocol/topics.ts'
import type { ConfigFile } from './config-file.ts'

/** Keys of the broker's configuration that decide about system topics and automatic creation. */
export interface TopicSettings {
  readonly brokerClusterName: string
  readonly brokerName: string
  readonly autoCreateTopicEnable: boolean
  readonly clusterTopicEnable: boolean
  readonly brokerTopicEnable: boolean
  readonly defaultTopicQueueNums: number
  readonly traceTopicEnable: boolean
  readonly msgTraceTopicName: string
  readonly reviveQueueNum: number
  readonly timerWheelEnable: boolean
}

/** What changed: created or updated configurations, a deleted name, or everything (a slave took its master's table). */
export type TopicChange =
  | { readonly kind: 'put'; readonly topics: readonly TopicConfig[] }
  | { readonly kind: 'deleted'; readonly topic: string }
  | { readonly kind: 'replaced' }

const DELAY_LEVEL_QUEUES = 18

export class Topics {
  /** Grows with every change: whoever remembers a configuration compares it before use. */
  generation = 0

  readonly #settings: () => TopicSettings
  readonly #file: ConfigFile
  readonly #clock: Clock
  readonly #log: Log
  readonly #table = new Map<string, TopicConfig>()
  readonly #systemNames = new Set<string>()
  readonly #listeners: ((change: TopicChange) => void)[] = []
  #version: DataVersion

  /** @param settings read at use: automatic creation may be switched at run time */
  constructor(settings: () => TopicSettings, file: ConfigFile, clock: Clock, log: Log) {
    this.#settings = settings
    this.#file = file
    this.#clock = clock
    this.#log = log
    this.#version = firstDataVersion(clock.nowMs())
    this.#addSystemTopics()
  }

  /**
   * Reads topics.json over the system topics.
   * @throws {EngineError} 'store-corrupt' when neither the file nor its backup decodes.
   */
  load(): void {
    const table = this.#file.load((text) => topicTable.decodeText(text))
    if (table === undefined) return
    for (const [name, config] of table.topicConfigTable) this.#table.set(name, config)
    this.#version = table.dataVersion
    this.generation += 1
  }

  find(topic: string): TopicConfig | undefined {
    return this.#table.get(topic)
  }

  get size(): number {
    return this.#table.size
  }

  all(): IterableIterator<TopicConfig> {
    return this.#table.values()
  }

  get dataVersion(): DataVersion {
    return this.#version
  }

  /** Topics of the broker itself; creating or deleting one by request is refused. Source: TopicValidator. */
  isSystem(topic: string): boolean {
    return this.#systemNames.has(topic) || isSystemTopic(topic)
  }

  /** Names of the system topics of this very broker. */
  systemTopics(): readonly string[] {
    return [...this.#systemNames]
  }

  /** Runs `listener` after each change, when the table is stored. */
  onChange(listener: (change: TopicChange) => void): void {
    this.#listeners.push(listener)
  }

  /** Creates or replaces configurations, stores the table once, tells the listeners once. */
  put(...configs: readonly TopicConfig[]): void {
    for (const config of configs) this.#table.set(config.topicName, config)
    this.#changed({ kind: 'put', topics: configs })
  }

  /** Whether there was such a topic. Queues and offsets are their owners' to delete. */
  delete(topic: string): boolean {
    if (!this.#table.delete(topic)) return false
    this.#changed({ kind: 'deleted', topic })
    return true
  }

  /** A slave takes over its master's table together with its version. Source: SlaveSynchronize#syncTopicConfig. */
  replaceAll(table: TopicTable): void {
    this.#table.clear()
    for (const [name, config] of table.topicConfigTable) this.#table.set(name, config)
    this.#version = table.dataVersion
    this.generation += 1
    this.#save()
    for (const listener of this.#listeners) listener({ kind: 'replaced' })
  }

  /**
   * A sender named an unknown topic and the default topic it took its route from: creates the topic when that template
   * exists and may be inherited from.
   * Source: TopicConfigManager#createTopicInSendMessageMethod.
   */
  createFromTemplate(request: {
    readonly topic: string
    readonly defaultTopic: string
    readonly queueNums: number
    readonly topicSysFlag: number
    readonly remote: string
  }): TopicConfig | undefined {
    const existing = this.#table.get(request.topic)
    if (existing !== undefined) return existing
    const template = this.#table.get(request.defaultTopic)
    if (template === undefined) {
      this.#log.warn('topic not created: its default topic does not exist', request)
      return undefined
    }
    const isInheritable =
      (template.perm & Permission.INHERIT) !== 0 &&
      !(request.defaultTopic === SystemTopic.AUTO_CREATE && !this.#settings().autoCreateTopicEnable)
    if (!isInheritable) {
      this.#log.warn('topic not created: its default topic may not be inherited from', request)
      return undefined
    }
    const queueNums = Math.max(0, Math.min(request.queueNums, template.writeQueueNums))
    const config = makeTopicConfig(request.topic, {
      readQueueNums: queueNums,
      writeQueueNums: queueNums,
      perm: template.perm & ~Permission.INHERIT,
      topicFilterType: template.topicFilterType,
      topicSysFlag: request.topicSysFlag,
    })
    this.#log.info('topic created from a default topic', { ...request, queueNums })
    this.put(config)
    return config
  }

  /** The `%RETRY%` topic of a group, created when absent. Source: #createTopicInSendMessageBackMethod. */
  ensureRetryTopic(group: string, queueNums: number, topicSysFlag = 0): TopicConfig {
    return this.#ensure(retryTopic(group), queueNums, topicSysFlag)
  }

  /** The `%DLQ%` topic of a group, created when absent. */
  ensureDlqTopic(group: string): TopicConfig {
    return this.#ensure(dlqTopic(group), 1, 0)
  }

  /** NameServers say which topics are ordered; all others are not. Source: TopicConfigManager#updateOrderTopicConfig. */
  applyOrder(orderTopics: ReadonlySet<string>): void {
    const changed = [...this.#table.values()].filter((config) => config.order !== orderTopics.has(config.topicName))
    if (changed.length > 0) this.put(...changed.map((config) => ({ ...config, order: !config.order })))
  }

  toTable(): TopicTable {
    return { dataVersion: this.#version, topicConfigTable: this.#table }
  }

  #ensure(topic: string, queueNums: number, topicSysFlag: number): TopicConfig {
    const existing = this.#table.get(topic)
    if (existing !== undefined) return existing
    const config = makeTopicConfig(topic, { readQueueNums: queueNums, writeQueueNums: queueNums, topicSysFlag })
    this.#log.info('topic created', { topic, queueNums })
    this.put(config)
    return config
  }

  #changed(change: TopicChange): void {
    this.#version = nextDataVersion(this.#version, this.#clock.nowMs())
    this.generation += 1
    this.#save()
    for (const listener of this.#listeners) listener(change)
  }

  #save(): void {
    this.#file.save(topicTable.encodeText(this.toTable(), { pretty: true }))
  }

  /** Source: TopicConfigManager#init. */
  #addSystemTopics(): void {
    const settings = this.#settings()
    const { brokerClusterName: cluster, brokerName } = settings
    const inheritable = READ_WRITE | Permission.INHERIT
    this.#addSystem(SystemTopic.SELF_TEST, 1)
    if (settings.autoCreateTopicEnable) {
      this.#addSystem(SystemTopic.AUTO_CREATE, settings.defaultTopicQueueNums, inheritable)
    }
    this.#addSystem(SystemTopic.BENCHMARK, 1024)
    this.#addSystem(cluster, 16, settings.clusterTopicEnable ? inheritable : Permission.INHERIT)
    this.#addSystem(brokerName, 1, settings.brokerTopicEnable ? inheritable : Permission.INHERIT)
    this.#addSystem(SystemTopic.OFFSET_MOVED_EVENT, 1)
    this.#addSystem(SystemTopic.SCHEDULE, DELAY_LEVEL_QUEUES)
    if (settings.traceTopicEnable) this.#addSystem(settings.msgTraceTopicName, 1)
    this.#addSystem(replyTopic(cluster), 1)
    this.#addSystem(reviveTopic(cluster), settings.reviveQueueNum)
    this.#addSystem(syncMemberTopic(brokerName), 1, Permission.INHERIT)
    this.#addSystem(SystemTopic.TRANS_HALF, 1)
    this.#addSystem(SystemTopic.TRANS_OP_HALF, 1)
    if (settings.timerWheelEnable) this.#addSystem(SystemTopic.TIMER, 1)
  }

  #addSystem(topic: string, queueNums: number, perm: number = READ_WRITE): void {
    this.#systemNames.add(topic)
    this.#table.set(topic, makeTopicConfig(topic, { readQueueNums: queueNums, writeQueueNums: queueNums, perm }))
  }
}
