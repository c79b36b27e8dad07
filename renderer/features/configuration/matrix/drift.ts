/**
 * File against what runs: whether a node runs with another value than its file (or the default) says, and why, as far as that can
 * be told. Pure.
 */
import type { PropertyRow } from '../../../../engine/config/catalogue.ts'
import { convertText, trimJava, valueText } from '../../../../engine/config/java-values.ts'

/**
 * `edited`: the file was changed since the node started. `updated`: changed while it runs, and not in its file. `either`: one of the
 * two, a hot key of the file. `detected`: it finds the value out when it starts. `ignored`: Java does not take the file's value.
 */
export type DriftKind = 'edited' | 'updated' | 'either' | 'detected' | 'ignored'

export interface Drift {
  readonly kind: DriftKind
  /** What the file gives: its value, else the default. */
  readonly expected: string
}

export interface DriftFacts {
  readonly key: string
  readonly property: PropertyRow | undefined
  /** What the file on disk says; undefined where the key is not in it. */
  readonly saved: string | undefined
  readonly byDefault: string
  readonly running: string
  readonly isSlave: boolean
}

/** Keys whose value a node finds out or computes when it starts, whatever the file leaves out. */
const DETECTED_KEYS: ReadonlySet<string> = new Set([
  'brokerName',
  'brokerIP1',
  'brokerIP2',
  'brokerConfigPath',
  'rocketmqHome',
  'namesrvAddr',
  'haListenPort',
  'storePathRootDir',
  'storePathCommitLog',
  'kvConfigPath',
  'configStorePath',
  'productEnvName',
  'useTLS',
])

/** Expressions of the catalogue; a default that is a path below `~` is resolved by the node. */
function isComputed(defaultText: string): boolean {
  return /processors|system property|detected|host name|listenPort|storePathRootDir|^~/.test(defaultText)
}

/** Undefined while the node runs with what its file says. */
export function driftOf(facts: DriftFacts): Drift | undefined {
  const { key, property, saved, byDefault, running, isSlave } = facts
  if (property === undefined) return undefined
  const expected = saved ?? byDefault
  if (sameValue(property, expected, running)) return undefined
  if (saved === undefined) {
    if (DETECTED_KEYS.has(key) || isComputed(property.defaultText)) return { kind: 'detected', expected }
    if (key === 'accessMessageInMemoryMaxRatio' && isSlave) return { kind: 'detected', expected }
    return { kind: property.hot === 'yes' ? 'updated' : 'edited', expected }
  }
  if (convertText(property.type, saved, property.choices).status === 'ignored') return { kind: 'ignored', expected }
  // Role rules: a master's id is 0 whatever the file says; a port that is no port is chosen by the node.
  if (key === 'brokerId' && !isSlave) return { kind: 'detected', expected }
  if (key === 'haListenPort' && !(Number(trimJava(saved)) > 0)) return { kind: 'detected', expected }
  return { kind: property.hot === 'yes' ? 'either' : 'edited', expected }
}

function sameValue(property: PropertyRow, expected: string, running: string): boolean {
  if (expected === running || trimJava(expected) === trimJava(running)) return true
  const [left, right] = [expected, running].map((text) => convertText(property.type, text, property.choices))
  if (left?.status !== 'set' || right?.status !== 'set') return false
  return valueText(left.value) === valueText(right.value)
}
