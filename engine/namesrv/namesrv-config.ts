/**
 * The keys of a name server's properties file: names and defaults of 5.3.3, read once at start, some changed at run time
 * by UPDATE_NAMESRV_CONFIG. Reading the file is the entry point's business. Source: NamesrvConfig, NettyServerConfig.
 */
import { EngineError } from '../base/errors.ts'

interface KeyTypes {
  text: string
  integer: number
  flag: boolean
}

interface Key<K extends keyof KeyTypes> {
  readonly kind: K
  readonly byDefault: KeyTypes[K]
  /** Whether a run-time change takes effect; others are kept for the next start. */
  readonly isHot: boolean
  readonly min?: number
  readonly max?: number
}

function text(byDefault: string): Key<'text'> {
  return { kind: 'text', byDefault, isHot: false }
}

function integer(byDefault: number, range: { min: number; max?: number; isHot?: boolean }): Key<'integer'> {
  return { kind: 'integer', byDefault, isHot: range.isHot ?? false, min: range.min, max: range.max ?? 0x7fff_ffff }
}

function flag(byDefault: boolean): Key<'flag'> {
  return { kind: 'flag', byDefault, isHot: true }
}

/** Times are in ms unless the name says seconds. Empty paths are filled in by the entry point. */
const KEYS = {
  rocketmqHome: text(''),
  kvConfigPath: text(''),
  configStorePath: text(''),
  productEnvName: text('center'),
  clusterTest: flag(false),
  orderMessageEnable: flag(false),
  returnOrderTopicConfigToBroker: flag(true),
  clientRequestThreadPoolNums: integer(8, { min: 1 }),
  defaultThreadPoolNums: integer(16, { min: 1 }),
  clientRequestThreadPoolQueueCapacity: integer(50_000, { min: 1 }),
  defaultThreadPoolQueueCapacity: integer(10_000, { min: 1 }),
  scanNotActiveBrokerInterval: integer(5000, { min: 1 }),
  unRegisterBrokerQueueCapacity: integer(3000, { min: 1 }),
  supportActingMaster: flag(false),
  enableAllTopicList: flag(true),
  enableTopicList: flag(true),
  notifyMinBrokerIdChanged: flag(false),
  enableControllerInNamesrv: flag(false),
  needWaitForService: flag(false),
  waitSecondsForService: integer(45, { min: 0, isHot: true }),
  deleteTopicWithBrokerRegistration: flag(false),
  configBlackList: text('configBlackList;configStorePath;kvConfigPath'),
  bindAddress: text('0.0.0.0'),
  listenPort: integer(9876, { min: 0, max: 65_535 }),
  serverChannelMaxIdleTimeSeconds: integer(120, { min: 1 }),
} satisfies Record<string, Key<keyof KeyTypes>>

type KeyName = keyof typeof KEYS

/** What a name server runs with. `listenPort` 0 lets the system choose. */
export type NamesrvConfig = { readonly [N in KeyName]: KeyTypes[(typeof KEYS)[N]['kind']] }

/** Flags whose feature this engine does not have yet: said at start instead of being silently ignored. */
const REFUSED_WHEN_TRUE: readonly KeyName[] = ['clusterTest', 'enableControllerInNamesrv', 'notifyMinBrokerIdChanged']

const ALWAYS_BLACK = ['configBlackList', 'configStorePath', 'kvConfigPath', 'rocketmqHome']

const KEY_ROWS = Object.entries(KEYS) as [KeyName, Key<keyof KeyTypes>][]

export interface ParsedNamesrvConfig {
  readonly config: NamesrvConfig
  readonly unknownKeys: readonly string[]
  /** Keys whose text is no value of their kind; the default stays, as in Java. */
  readonly badKeys: readonly string[]
  /** Keys that ask for something this engine does not do. */
  readonly refusedKeys: readonly string[]
}

/** A complete configuration: the defaults, changed by `changes`. */
export function makeNamesrvConfig(changes: Partial<NamesrvConfig> = {}): NamesrvConfig {
  const defaults = Object.fromEntries(KEY_ROWS.map(([name, key]) => [name, key.byDefault]))
  return { ...(defaults as unknown as NamesrvConfig), ...changes }
}

/** Reads the texts of a properties file on top of `defaults`. */
export function parseNamesrvConfig(
  properties: ReadonlyMap<string, string>,
  defaults: NamesrvConfig = makeNamesrvConfig(),
): ParsedNamesrvConfig {
  const config: Record<string, KeyTypes[keyof KeyTypes]> = { ...defaults }
  const unknownKeys: string[] = []
  const badKeys: string[] = []
  for (const [name, valueText] of properties) {
    if (!isKeyName(name)) {
      unknownKeys.push(name)
      continue
    }
    const value = parseValue(KEYS[name], valueText)
    if (value === undefined) badKeys.push(name)
    else config[name] = value
  }
  const parsed = config as unknown as NamesrvConfig
  return {
    config: parsed,
    unknownKeys,
    badKeys,
    refusedKeys: REFUSED_WHEN_TRUE.filter((name) => parsed[name] === true),
  }
}

export type UpdateResult =
  | { readonly status: 'updated'; readonly changedKeys: readonly string[] }
  | { readonly status: 'black-listed'; readonly key: string }

/** The configuration in force. Hot keys change at once, others are written down for the next start. */
export class NamesrvSettings {
  private active: NamesrvConfig
  private written: NamesrvConfig

  constructor(config: NamesrvConfig) {
    this.active = config
    this.written = config
  }

  /** Read it anew on every use: hot keys change. */
  get current(): NamesrvConfig {
    return this.active
  }

  /** Takes run-time changes; unknown keys and bad values are ignored, a black-listed key refuses the whole request. */
  update(properties: ReadonlyMap<string, string>): UpdateResult {
    const black = new Set([...ALWAYS_BLACK, ...this.active.configBlackList.split(';').map((name) => name.trim())])
    for (const key of properties.keys()) if (black.has(key)) return { status: 'black-listed', key }
    const { config } = parseNamesrvConfig(properties, this.written)
    const changed = KEY_ROWS.filter(([name]) => config[name] !== this.written[name])
    const hot = changed.filter(([, key]) => key.isHot).map(([name]) => [name, config[name]])
    this.written = config
    this.active = { ...this.active, ...(Object.fromEntries(hot) as Partial<NamesrvConfig>) }
    return { status: 'updated', changedKeys: changed.map(([name]) => name) }
  }

  /** All keys as `key=value` lines: the answer to GET_NAMESRV_CONFIG and the content of `configStorePath`. */
  toText(): string {
    return KEY_ROWS.map(([name]) => `${name}=${String(this.written[name])}\n`).join('')
  }
}

/**
 * Reads `key=value` lines as an update request carries them.
 * @throws {EngineError} 'bad-config' for a line that names no key.
 */
export function parseConfigLines(lines: string): Map<string, string> {
  const properties = new Map<string, string>()
  for (const line of lines.split(/\r\n|\r|\n/)) {
    if (/^\s*([#!].*)?$/.test(line)) continue
    const [, key, value] = /^\s*([^=:\s]+)\s*[=:\s]\s*(.*)$/.exec(line) ?? /^\s*([^=:\s]+)()$/.exec(line) ?? []
    if (key === undefined) throw new EngineError('bad-config', `line "${line}" names no key`, { context: { line } })
    properties.set(key, value ?? '')
  }
  return properties
}

function isKeyName(name: string): name is KeyName {
  return Object.hasOwn(KEYS, name)
}

function parseValue(key: Key<keyof KeyTypes>, valueText: string): KeyTypes[keyof KeyTypes] | undefined {
  switch (key.kind) {
    case 'text':
      return valueText.trim()
    case 'flag':
      return valueText.toLowerCase() === 'true'
    case 'integer': {
      const value = Number(valueText)
      const isInRange = value >= (key.min ?? -Infinity) && value <= (key.max ?? Infinity)
      return /^[+-]?\d+$/.test(valueText) && isInRange ? value : undefined
    }
  }
}
