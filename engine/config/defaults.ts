/**
 * The defaults of a program's fields on this machine: the catalogue's expressions (`min(processors, 4)`, `~/store`) with
 * the facts of the environment put in. It refuses to look at the environment itself.
 */
import { assert } from '../base/assert.ts'
import { CATALOGUE, type PropertyOwner, type PropertyRow } from './catalogue.ts'
import { convertText, type PropertyValue } from './java-values.ts'

/** Facts of the machine and the command that started the program. */
export interface ConfigEnvironment {
  /** Java's `user.home`, `/` as separator. */
  readonly userHome: string
  readonly hostName: string
  /** The address advertised when the file names none. */
  readonly localIpv4: string
  readonly processors: number
  /** `ROCKETMQ_HOME`, when set. */
  readonly rocketmqHome?: string
  /** `NAMESRV_ADDR`, when set; weaker than the file. */
  readonly namesrvAddr?: string
}

/** Text fields that are null in Java until something sets them: they do not appear in dumps. */
const NULL_UNLESS_SET: ReadonlySet<string> = new Set([
  'brokerConfigPath',
  'storePathCommitLog',
  'storePathDLedgerCommitLog',
  'storePathEpochFile',
  'storePathBrokerIdentity',
  'readOnlyCommitLogStorePaths',
  'haMasterAddress',
  'dLegerGroup',
  'dLegerPeers',
  'dLegerSelfId',
  'preferredLeaderId',
])

/** Defaults that depend on the machine, by the catalogue's wording. */
const EXPRESSIONS: Readonly<Record<string, (environment: ConfigEnvironment) => PropertyValue | undefined>> = {
  'host name of the machine (DEFAULT_BROKER if unknown)': ({ hostName }) => hostName || 'DEFAULT_BROKER',
  'first suitable local address, detected at start-up': ({ localIpv4 }) => localIpv4,
  'system property rocketmq.namesrv.addr, else $NAMESRV_ADDR': ({ namesrvAddr }) => namesrvAddr,
  'system property rocketmq.home.dir, else $ROCKETMQ_HOME': ({ rocketmqHome }) => rocketmqHome,
  processors: ({ processors }) => processors,
  'min(processors, 4)': ({ processors }) => Math.min(processors, 4),
  'min(32, processors)': ({ processors }) => Math.min(32, processors),
  '16 + 2 x processors': ({ processors }) => 16 + 2 * processors,
  '8 + processors': ({ processors }) => 8 + processors,
  'max(8 + 2 x processors, 4 x min(processors, 4))': ({ processors }) =>
    Math.max(8 + 2 * processors, 4 * Math.min(processors, 4)),
  // The class default; `mqbroker` makes it listenPort + 1 at start-up.
  'listenPort+1': () => 0,
  'false (true when tls.enable=true or tls.server.mode=enforcing)': () => false,
}

/** The field's value before any file is read; undefined where Java has null. */
export function defaultValue(row: PropertyRow, environment: ConfigEnvironment): PropertyValue | undefined {
  const expression = EXPRESSIONS[row.defaultText]
  if (expression !== undefined) return expression(environment)
  if (NULL_UNLESS_SET.has(row.key) || (row.owner === 'auth' && row.defaultText === '')) return undefined
  const text = row.defaultText.startsWith('~/') ? environment.userHome + row.defaultText.slice(1) : row.defaultText
  const conversion = convertText(row.type, text, row.choices)
  assert(conversion.status === 'set', 'a catalogue default converts to the type of its row', { key: row.key, text })
  return conversion.value
}

/** The fields of `owners` with their defaults; where two owners share a key, the later one decides. */
export function defaultFields(
  owners: readonly PropertyOwner[],
  environment: ConfigEnvironment,
): Map<string, PropertyValue | undefined> {
  const fields = new Map<string, PropertyValue | undefined>()
  for (const owner of owners) {
    for (const row of CATALOGUE) if (row.owner === owner) fields.set(row.key, defaultValue(row, environment))
  }
  return fields
}
