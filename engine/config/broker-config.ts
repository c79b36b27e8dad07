/**
 * One broker's configuration while it runs: the values the engine acts on, everything a dump shows, and run-time updates.
 * It refuses to read or write files and to decide whether a broker may start (`startup.ts`). Answers to BrokerConfig,
 * MessageStoreConfig, the Netty configurations and Configuration.
 */
import { assert } from '../base/assert.ts'
import { bindProperties, type Binding } from './binding.ts'
import { BROKER_KEYS, type BrokerKey, type BrokerValues } from './broker-keys.ts'
import { rowFor, type PropertyOwner } from './catalogue.ts'
import { defaultFields, type ConfigEnvironment } from './defaults.ts'
import { convertText, trimJava, valueText, type PropertyValue } from './java-values.ts'
import { supportOf } from './property-support.ts'
import {
  parseProperties,
  propertiesView,
  setProperty,
  writeProperties,
  type PropertiesDocument,
} from './properties-text.ts'

export interface BrokerConfigInput {
  /** The content of the `-c` file; an empty document when there is none. */
  readonly document: PropertiesDocument
  readonly environment: ConfigEnvironment
  /** The `-n` flag, stronger than the file. */
  readonly namesrvAddrFlag?: string
}

export interface ConfigChange {
  readonly key: string
  readonly from: string | undefined
  readonly to: string
  /** `now`: the engine already acts on it. `restart`: dumped and stored, acted on after a restart. */
  readonly effective: 'now' | 'restart'
}

export type UpdateResult =
  /** The request names black-listed keys: nothing was changed. */
  | { readonly status: 'refused'; readonly keys: readonly string[] }
  /** The text is no properties text. */
  | { readonly status: 'unreadable'; readonly reason: string }
  | {
      readonly status: 'applied'
      readonly changes: readonly ConfigChange[]
      /** Accepted without effect, as in Java: the answer to the caller is success. */
      readonly ignored: readonly { readonly key: string; readonly reason: 'unknown-key' | 'bad-value' | 'no-setter' }[]
      /** What name servers are told was named: register with them at once. */
      readonly registerNow: boolean
    }

/** Keys that no update may name, whatever `configBlackList` says. */
const ALWAYS_BLACK_LISTED = ['brokerConfigPath', 'rocketmqHome', 'configBlackList']

/**
 * What a registration says of the broker, or where it goes.
 * Differs: 5.3.3 registers at once for the first one only; the others wait for the next period.
 */
const REGISTERED_KEYS: readonly string[] = ['brokerPermission', 'brokerIP1', 'brokerIP2', 'namesrvAddr']

/** Fields whose dump name is not their key. */
const DUMP_NAMES: Readonly<Record<string, string>> = {
  inBrokerContainer: 'isInBrokerContainer',
  scanAvailableNameSrv: 'isScanAvailableNameSrv',
}

/** Owners whose fields are dumped, defaults included; keys of auth and tiered show only when the file has them. */
const DUMPED_OWNERS: readonly PropertyOwner[] = ['broker', 'netty-server', 'netty-client', 'store']

/** Owners that set fields of a running broker. */
const BOUND_OWNERS: readonly PropertyOwner[] = [...DUMPED_OWNERS, 'auth']

const MESSAGE_BYTES_MIN = 10

export class BrokerConfig {
  /** Java's fields: what a dump shows. */
  readonly #fields: Map<string, PropertyValue | undefined>
  /** Texts of the file whose key is no field of the dumped owners. */
  readonly #foreign: Map<string, string>
  readonly #explicit: Set<string>
  /** What updates have changed and the file has not taken in. */
  readonly #unstored = new Map<string, string>()
  #values: BrokerValues
  readonly #listeners = new Set<(values: BrokerValues) => void>()

  constructor(input: BrokerConfigInput) {
    const binding = bindProperties(BOUND_OWNERS, input.document)
    this.#fields = startFields(binding, input)
    this.#explicit = new Set(binding.bound.keys())
    this.#foreign = new Map(
      [...propertiesView(input.document)].filter(([key]) => rowFor(key, DUMPED_OWNERS)?.settable !== true),
    )
    this.#values = effectiveValues(this.#fields)
  }

  /** The values in force. Read them at use, not once: an update replaces the object. */
  get values(): BrokerValues {
    return this.#values
  }

  /** Tells `listener` the new values after each update that changed some. Returns how to take it back. */
  onUpdated(listener: (values: BrokerValues) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The file, or an update since, gave the key a value that Java takes. */
  isExplicit(key: string): boolean {
    return this.#explicit.has(key)
  }

  /**
   * Applies an `updateBrokerConfig` body: black-listed keys refuse the whole request, unknown keys and bad values are
   * ignored, everything else changes the dump. Keys that need a restart keep their running value.
   * Differs: Java lets such keys half act at once (an advertised port that is not bound, a flush type that breaks sends).
   * Source: Configuration#update, AdminBrokerProcessor#updateBrokerConfig.
   */
  applyUpdate(text: string): UpdateResult {
    let document: PropertiesDocument
    try {
      document = parseProperties(text)
    } catch (error) {
      return { status: 'unreadable', reason: error instanceof Error ? error.message : String(error) }
    }
    const view = propertiesView(document)
    const refused = [...this.#blackList()].filter((key) => view.has(key))
    if (refused.length > 0) return { status: 'refused', keys: refused }

    const changes: ConfigChange[] = []
    const ignored: { key: string; reason: 'unknown-key' | 'bad-value' | 'no-setter' }[] = []
    const before = this.#values
    for (const [key, valueOfKey] of view) {
      const row = rowFor(key, BOUND_OWNERS)
      const foreign = this.#foreign.get(key)
      if (row === undefined || (row.owner === 'auth' && foreign === undefined)) {
        ignored.push({ key, reason: 'unknown-key' })
        // Java replaces the text of a key that stood in the file even when nothing reads it.
        if (foreign !== undefined) this.#foreign.set(key, valueOfKey)
        continue
      }
      if (!row.settable) {
        ignored.push({ key, reason: 'no-setter' })
        continue
      }
      const conversion = convertText(row.type, valueOfKey, row.choices)
      if (conversion.status === 'ignored') {
        ignored.push({ key, reason: 'bad-value' })
        continue
      }
      const from = this.#fields.get(key)
      const to = valueText(conversion.value)
      if (foreign === undefined) this.#fields.set(key, conversion.value)
      else this.#foreign.set(key, to)
      this.#explicit.add(key)
      this.#unstored.set(key, to)
      const hot = supportOf(row, 'broker').hotInEngine === 'now'
      changes.push({
        key,
        from: from === undefined ? foreign : valueText(from),
        to,
        effective: hot ? 'now' : 'restart',
      })
    }
    this.#values = mergeHot(before, effectiveValues(this.#fields), changes)
    if (changes.length > 0) for (const listener of this.#listeners) listener(this.#values)
    return { status: 'applied', changes, ignored, registerNow: REGISTERED_KEYS.some((key) => view.has(key)) }
  }

  /**
   * Every item as GET_BROKER_CONFIG answers it: fields with their defaults, then keys of the file that no field has,
   * sorted, one `key=value` a line.
   * Source: Configuration#getAllConfigsFormatString, MixAll#properties2String.
   */
  dump(): string {
    const items = new Map<string, string>(this.#foreign)
    for (const [key, value] of this.#fields) {
      if (value !== undefined) items.set(DUMP_NAMES[key] ?? key, valueText(value))
    }
    items.set('isBrokerContainer', 'false')
    return [...items]
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([key, value]) => `${key}=${value}\n`)
      .join('')
  }

  /**
   * The content of the `-c` file after the updates that it has not taken in yet: only lines of changed keys differ.
   * Differs: Java replaces the file by the sorted dump; comments, order and unset keys are lost, and a slave's lowered
   * `accessMessageInMemoryMaxRatio` sinks by 10 at every restart.
   * @param original What the file holds now.
   */
  persistedText(original: PropertiesDocument): string {
    let document = original
    for (const [key, value] of this.#unstored) document = setProperty(document, key, value)
    return writeProperties(document)
  }

  /** The file has `persistedText`: from here on a line of it that somebody edits or removes stays as he left it. */
  markStored(): void {
    this.#unstored.clear()
  }

  #blackList(): Set<string> {
    return new Set([...ALWAYS_BLACK_LISTED, ...this.#values.configBlackList.split(';').map(trimJava)].filter(Boolean))
  }
}

/** The fields after start-up: defaults, the file, the flag, and what the role rules overwrite. */
function startFields(binding: Binding, input: BrokerConfigInput): Map<string, PropertyValue | undefined> {
  const fields = defaultFields(DUMPED_OWNERS, input.environment)
  for (const [key, property] of binding.bound) if (property.row.owner !== 'auth') fields.set(key, property.value)
  if (input.namesrvAddrFlag !== undefined) fields.set('namesrvAddr', input.namesrvAddrFlag)

  if (fields.get('brokerRole') === 'SLAVE') {
    fields.set('accessMessageInMemoryMaxRatio', numberField(fields, 'accessMessageInMemoryMaxRatio') - 10)
  } else {
    fields.set('brokerId', 0)
  }
  if (numberField(fields, 'haListenPort') <= 0) fields.set('haListenPort', numberField(fields, 'listenPort') + 1)
  fields.set('inBrokerContainer', false)
  return fields
}

/** The getters' clamps, and what follows from several fields. */
function effectiveValues(fields: ReadonlyMap<string, PropertyValue | undefined>): BrokerValues {
  const values: Record<string, PropertyValue> = {}
  for (const [key, kind] of Object.entries(BROKER_KEYS)) {
    const value = fields.get(key) ?? (kind === 'text' ? '' : undefined)
    assert(value !== undefined, 'every number and flag the broker acts on has a default', { key })
    values[key] = value
  }
  const number = (key: BrokerKey): number => numberField(fields, key)
  values['diskMaxUsedSpaceRatio'] = clamp(number('diskMaxUsedSpaceRatio'), 10, 95)
  values['diskSpaceWarningLevelRatio'] = clamp(number('diskSpaceWarningLevelRatio'), 35, 90)
  values['diskSpaceCleanForciblyRatio'] = clamp(number('diskSpaceCleanForciblyRatio'), 30, 85)
  values['mappedFileSizeConsumeQueue'] = Math.ceil(number('mappedFileSizeConsumeQueue') / 20) * 20
  values['registerNameServerPeriod'] = clamp(number('registerNameServerPeriod'), 10_000, 60_000)
  if (values['storePathCommitLog'] === '')
    values['storePathCommitLog'] = `${String(values['storePathRootDir'])}/commitlog`
  values['fastListenPort'] = Math.max(0, number('listenPort') - 2)
  return values as unknown as BrokerValues
}

/** The old values with the hot keys of the update, and what is derived from those, taken over. */
function mergeHot(before: BrokerValues, after: BrokerValues, changes: readonly ConfigChange[]): BrokerValues {
  const taken = new Set<string>(changes.filter((change) => change.effective === 'now').map((change) => change.key))
  if (after.maxMessageSize < MESSAGE_BYTES_MIN) taken.delete('maxMessageSize')
  const merged = Object.fromEntries(
    Object.entries(before).map(([key, value]) => [key, taken.has(key) ? after[key as BrokerKey] : value]),
  )
  return merged as unknown as BrokerValues
}

function numberField(fields: ReadonlyMap<string, PropertyValue | undefined>, key: string): number {
  const value = fields.get(key)
  assert(typeof value === 'number', 'the field holds a number', { key })
  return value
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
