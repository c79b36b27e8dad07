/**
 * Every property that RocketMQ 5.3.3 knows, one row per key and owner: type, default, range, meaning. The rows lie in
 * `catalogue/`, one file per group; this file reads them and answers questions about keys. It refuses to know values
 * of a particular file.
 */
import { assert } from '../base/assert.ts'
import { say, type BilingualText } from './finding.ts'
import { ADVANCED_ROWS } from './catalogue/advanced.ts'
import { CONTROLLER_ROWS } from './catalogue/controller.ts'
import { DELAY_ROWS } from './catalogue/delay.ts'
import { DLEDGER_ROWS } from './catalogue/dledger.ts'
import { FLUSH_ROWS } from './catalogue/flush.ts'
import { HA_ROWS } from './catalogue/ha.ts'
import { IDENTITY_ROWS } from './catalogue/identity.ts'
import { MESSAGES_ROWS } from './catalogue/messages.ts'
import { METRICS_ROWS } from './catalogue/metrics.ts'
import { NETWORK_ROWS } from './catalogue/network.ts'
import { RETENTION_ROWS } from './catalogue/retention.ts'
import { SECURITY_ROWS } from './catalogue/security.ts'
import { STORAGE_PATHS_ROWS } from './catalogue/storage-paths.ts'
import { THREADS_ROWS } from './catalogue/threads.ts'
import { TRANSACTIONS_ROWS } from './catalogue/transactions.ts'

/** The configuration object of Apache's code that a key belongs to. */
export type PropertyOwner =
  'broker' | 'store' | 'netty-server' | 'netty-client' | 'namesrv' | 'controller' | 'proxy' | 'auth' | 'tiered'

/** `int`, `long`, `double`, `boolean`, `String` as in Java; `Integer` as `int`; `enum` with its names in `choices`. */
export type PropertyType = 'int' | 'long' | 'double' | 'boolean' | 'String' | 'enum'

export interface PropertyRow {
  readonly key: string
  readonly owner: PropertyOwner
  readonly type: PropertyType
  /** Names an enum accepts; empty for other types. */
  readonly choices: readonly string[]
  /** The default as text; expressions such as `min(processors, 4)` are resolved by `defaults.ts`. */
  readonly defaultText: string
  /** bytes, ms, s, min, hours, count, ratio, path, port, host:port list, enum; empty for flags and free text. */
  readonly unit: string
  /** What the code enforces, or what makes sense. */
  readonly range: string
  /** Whether a run-time update changes behaviour; `unknown` for mixed cases. */
  readonly hot: 'yes' | 'no' | 'unknown'
  readonly group: string
  readonly meaning: BilingualText
  /** Four store fields show in dumps but have no setter, so no file can set them. */
  readonly settable: boolean
  /** 5.3.3 keeps the field and never reads it. */
  readonly dead: boolean
}

export interface PropertyGroup {
  readonly id: string
  readonly title: BilingualText
  readonly rows: string
}

const GROUPS: readonly PropertyGroup[] = [
  { id: 'identity', title: say('Identity & pairing', '身份与配对'), rows: IDENTITY_ROWS },
  { id: 'network', title: say('Network', '网络'), rows: NETWORK_ROWS },
  { id: 'storage-paths', title: say('Storage paths', '存储路径'), rows: STORAGE_PATHS_ROWS },
  { id: 'flush', title: say('Flush & replication', '刷盘与复制'), rows: FLUSH_ROWS },
  { id: 'retention', title: say('Retention & disk', '保留与磁盘'), rows: RETENTION_ROWS },
  { id: 'threads', title: say('Threads', '线程'), rows: THREADS_ROWS },
  { id: 'messages', title: say('Messages & topics', '消息与主题'), rows: MESSAGES_ROWS },
  { id: 'transactions', title: say('Transactions', '事务'), rows: TRANSACTIONS_ROWS },
  { id: 'delay', title: say('Delay & timer', '延迟与定时'), rows: DELAY_ROWS },
  { id: 'ha', title: say('HA & sync', '高可用与同步'), rows: HA_ROWS },
  { id: 'dledger', title: say('DLedger', 'DLedger'), rows: DLEDGER_ROWS },
  { id: 'controller', title: say('Controller', '控制器'), rows: CONTROLLER_ROWS },
  { id: 'security', title: say('Security/ACL', '安全与权限'), rows: SECURITY_ROWS },
  { id: 'metrics', title: say('Tracing & metrics', '追踪与指标'), rows: METRICS_ROWS },
  { id: 'advanced', title: say('Advanced', '高级'), rows: ADVANCED_ROWS },
]

/** Names accepted by the text setters of enum fields. */
const ENUM_CHOICES: Readonly<Record<string, readonly string[]>> = {
  BrokerRole: ['ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE'],
  FlushDiskType: ['SYNC_FLUSH', 'ASYNC_FLUSH'],
  MessageRequestMode: ['PULL', 'POP'],
  MetricsExporterType: ['DISABLE', 'OTLP_GRPC', 'PROM', 'LOG', '0', '1', '2', '3'],
  TieredStorageLevel: ['DISABLE', 'NOT_IN_DISK', 'NOT_IN_MEM', 'FORCE', '0', '1', '2', '3'],
}

/** All rows, in the order of the groups. */
export const CATALOGUE: readonly PropertyRow[] = GROUPS.flatMap((group) =>
  group.rows
    .trim()
    .split('\n')
    .map((line) => rowOf(line, group.id)),
)

/** Groups for an editor, in reading order. */
export const PROPERTY_GROUPS: readonly Pick<PropertyGroup, 'id' | 'title'>[] = GROUPS.map(({ id, title }) => ({
  id,
  title,
}))

/** Objects that a broker file is offered to, in Java's order: where two know a key, the later one decides in dumps. */
export const BROKER_FILE_OWNERS: readonly PropertyOwner[] = [
  'broker',
  'netty-server',
  'netty-client',
  'store',
  'auth',
  'tiered',
]

/** Objects that a name server file is offered to, the later one deciding; the controller's only with `enableControllerInNamesrv`. */
export const NAMESRV_FILE_OWNERS: readonly PropertyOwner[] = ['controller', 'namesrv', 'netty-server', 'netty-client']

/** Two keys of a broker file that are no fields: they set the HTTP address server. */
export const ADDRESS_SERVER_KEYS: ReadonlySet<string> = new Set(['rmqAddressServerDomain', 'rmqAddressServerSubGroup'])

const BY_KEY: ReadonlyMap<string, readonly PropertyRow[]> = (() => {
  const byKey = new Map<string, PropertyRow[]>()
  for (const row of CATALOGUE) {
    const rows = byKey.get(row.key)
    if (rows === undefined) byKey.set(row.key, [row])
    else rows.push(row)
  }
  return byKey
})()

/** Every row of a key, whoever owns it; empty when 5.3.3 does not know it. */
export function rowsOfKey(key: string): readonly PropertyRow[] {
  return BY_KEY.get(key) ?? []
}

/** The row that decides for a file read by `owners`: of several, that of the last owner. */
export function rowFor(key: string, owners: readonly PropertyOwner[]): PropertyRow | undefined {
  const rows = rowsOfKey(key).filter((row) => owners.includes(row.owner))
  // Tiered storage repeats four keys of the broker and the store for its own use; their meaning is the original's.
  const own = rows.filter((row) => row.owner !== 'tiered')
  return (own.length > 0 ? own : rows).reduce<PropertyRow | undefined>(
    (best, row) => (best === undefined || owners.indexOf(row.owner) > owners.indexOf(best.owner) ? row : best),
    undefined,
  )
}

/** Every key that some object of `owners` has. */
export function keysOf(owners: readonly PropertyOwner[]): string[] {
  return [...BY_KEY].filter(([, rows]) => rows.some((row) => owners.includes(row.owner))).map(([key]) => key)
}

function rowOf(line: string, group: string): PropertyRow {
  const columns = line.split(' | ')
  assert(columns.length === 9, 'a catalogue row has nine columns', { line })
  const [key = '', owner = '', typeText = '', defaultText = '', unit = '', range = '', hot = '', en = '', zh = ''] =
    columns
  const enumName = typeText.startsWith('enum ') ? typeText.slice(5) : undefined
  return {
    key,
    owner: owner as PropertyOwner,
    type: enumName !== undefined ? 'enum' : typeText === 'Integer' ? 'int' : (typeText as PropertyType),
    choices: enumName === undefined ? [] : (ENUM_CHOICES[enumName] ?? []),
    defaultText,
    unit,
    range,
    hot: hot as PropertyRow['hot'],
    group,
    meaning: say(en, zh),
    settable: !range.includes('no setter'),
    dead: range.includes('not read by 5.3.3 code'),
  }
}
