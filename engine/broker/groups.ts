/**
 * The consumer groups this broker knows, with the settings of each, and their file `subscriptionGroup.json`. Members
 * that are online are not its business (clients.ts). Answers to Java's SubscriptionGroupManager.
 */
import type { Clock, Log } from '../base/ports.ts'
import { subscriptionGroupTable, type SubscriptionGroupTable } from '../protocol/bodies/subscription-group.ts'
import { type DataVersion, firstDataVersion, nextDataVersion } from '../protocol/data-version.ts'
import { makeSubscriptionGroup, type SubscriptionGroupConfig } from '../protocol/topic-config.ts'
import { checkGroupName, isSystemGroup, SYSTEM_GROUPS } from '../protocol/topics.ts'
import type { ConfigFile } from './config-file.ts'

/** Bit of the forbidden table that stands for reading. Source: PermName.INDEX_PERM_READ. */
const FORBIDDEN_READ = 1 << 2

export interface GroupSettings {
  readonly autoCreateSubscriptionGroup: boolean
  /** On a slave nothing is created: the table is its master's. */
  readonly isSlave: boolean
}

export class Groups {
  readonly #settings: () => GroupSettings
  readonly #file: ConfigFile
  readonly #clock: Clock
  readonly #log: Log
  readonly #table = new Map<string, SubscriptionGroupConfig>()
  #forbidden = new Map<string, Map<string, number>>()
  #version: DataVersion

  /** @param settings read at use: they may change at run time */
  constructor(settings: () => GroupSettings, file: ConfigFile, clock: Clock, log: Log) {
    this.#settings = settings
    this.#file = file
    this.#clock = clock
    this.#log = log
    this.#version = firstDataVersion(clock.nowMs())
    for (const group of SYSTEM_GROUPS) {
      this.#table.set(group, makeSubscriptionGroup(group))
    }
  }

  /**
   * Reads subscriptionGroup.json over the built-in groups.
   * @throws {EngineError} 'store-corrupt' when neither the file nor its backup decodes.
   */
  load(): void {
    const table = this.#file.load((text) => subscriptionGroupTable.decodeText(text))
    if (table === undefined) return
    this.#adopt(table)
    this.#version = table.dataVersion
  }

  /** The group as it stands in the table. */
  find(group: string): SubscriptionGroupConfig | undefined {
    return this.#table.get(group)
  }

  /**
   * The group's settings, created with defaults when it is unknown and may be created.
   * Differs: a slave answers defaults for a group that its master has not told it about yet, and stores nothing: 5.3.3
   * stores it and loses it with the next synchronisation.
   * Source: SubscriptionGroupManager#findSubscriptionGroupConfig.
   */
  findOrCreate(group: string): SubscriptionGroupConfig | undefined {
    const existing = this.#table.get(group)
    if (existing !== undefined) return existing
    const settings = this.#settings()
    if (!settings.autoCreateSubscriptionGroup && !isSystemGroup(group)) return undefined
    if (checkGroupName(group).kind === 'bad') return undefined
    const config = makeSubscriptionGroup(group)
    if (settings.isSlave) return config
    this.#log.info('consumer group created', { group })
    this.put(config)
    return config
  }

  /** Creates or replaces groups and stores the table once. */
  put(...configs: readonly SubscriptionGroupConfig[]): void {
    for (const config of configs) this.#table.set(config.groupName, config)
    this.#changed()
  }

  delete(group: string): boolean {
    const isKnown = this.#table.delete(group)
    const wasForbidden = this.#forbidden.delete(group)
    if (isKnown || wasForbidden) this.#changed()
    return isKnown
  }

  all(): IterableIterator<SubscriptionGroupConfig> {
    return this.#table.values()
  }

  get size(): number {
    return this.#table.size
  }

  get dataVersion(): DataVersion {
    return this.#version
  }

  /** Whether an administrator took the group's right to read the topic. */
  isReadForbidden(group: string, topic: string): boolean {
    return ((this.#forbidden.get(group)?.get(topic) ?? 0) & FORBIDDEN_READ) !== 0
  }

  /** Source: SubscriptionGroupManager#updateForbidden. */
  setReadForbidden(group: string, topic: string, isForbidden: boolean): void {
    let topics = this.#forbidden.get(group)
    if (topics === undefined) {
      if (!isForbidden) return
      this.#forbidden.set(group, (topics = new Map<string, number>()))
    }
    const before = topics.get(topic) ?? 0
    const after = isForbidden ? before | FORBIDDEN_READ : before & ~FORBIDDEN_READ
    if (after === before) return
    if (after === 0) topics.delete(topic)
    else topics.set(topic, after)
    if (topics.size === 0) this.#forbidden.delete(group)
    this.#changed()
  }

  /** A slave takes over its master's table together with its version. */
  replaceAll(table: SubscriptionGroupTable): void {
    this.#table.clear()
    this.#adopt(table)
    this.#version = table.dataVersion
    this.#save()
  }

  toTable(): SubscriptionGroupTable {
    return {
      dataVersion: this.#version,
      forbiddenTable: this.#forbidden,
      subscriptionGroupTable: this.#table,
    }
  }

  #adopt(table: SubscriptionGroupTable): void {
    for (const [name, config] of table.subscriptionGroupTable) this.#table.set(name, config)
    this.#forbidden = new Map([...table.forbiddenTable].map(([group, topics]) => [group, new Map(topics)]))
  }

  #changed(): void {
    this.#version = nextDataVersion(this.#version, this.#clock.nowMs())
    this.#save()
  }

  #save(): void {
    this.#file.save(subscriptionGroupTable.encodeText(this.toTable(), { pretty: true }))
  }
}
