/**
 * A property file for a node whose own file cannot be reached: what it says it runs with, where that differs from the default.
 * Pure.
 */
import { BROKER_FILE_OWNERS, CATALOGUE, NAMESRV_FILE_OWNERS, rowFor } from '../../config/catalogue.ts'
import { escapeKey, escapeValue } from '../../config/properties-text.ts'
import type { NodeKind } from '../cluster-spec.ts'
import { effectiveValues } from './effective-values.ts'

/** Facts of the process, not settings. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'rocketmqHome',
  'brokerConfigPath',
  'configStorePath',
  'isInBrokerContainer',
  'inBrokerContainer',
  'isBrokerContainer',
  'isScanAvailableNameSrv',
  'isProcessReadEvent',
])

/** Named whether or not they are as by default. */
const IDENTITY: ReadonlySet<string> = new Set(['brokerClusterName', 'brokerName', 'brokerId', 'brokerRole'])

export function runningText(node: string, kind: NodeKind, running: ReadonlyMap<string, string>): string {
  const owners = kind === 'broker' ? BROKER_FILE_OWNERS : NAMESRV_FILE_OWNERS
  const head = [
    `# What ${node} runs with, where that differs from the default; its own file cannot be reached from here.`,
    `# ${node} 当前运行值中与默认值不同的部分；无法读取它自己的配置文件。`,
  ]
  // The role first: what a slave runs with is counted from it.
  const role = running.get('brokerRole')
  const base = role === undefined ? '' : `brokerRole=${escapeValue(role)}\n`
  const defaults = effectiveValues(kind, base, 'latin1').values
  const order = [...new Set(CATALOGUE.filter(({ owner }) => owners.includes(owner)).map(({ key }) => key))]
  const unknown = [...running.keys()].filter((key) => rowFor(key, owners) === undefined)
  const lines = [...order, ...unknown].flatMap((key) => {
    const value = running.get(key)
    if (value === undefined || LEFT_OUT.has(key)) return []
    const row = rowFor(key, owners)
    if (row?.settable === false || (value === defaults.get(key) && !IDENTITY.has(key))) return []
    // Worked out from the processors or the listenPort: not something that somebody wrote.
    if (row !== undefined && row.type !== 'String' && defaults.get(key) === undefined) return []
    if (key === 'haListenPort' && Number(value) === Number(running.get('listenPort')) + 1) return []
    if (value === '' && (row === undefined || row.type === 'String')) return []
    // A slave runs with 10 less than its file says.
    const isLowered = key === 'accessMessageInMemoryMaxRatio' && role === 'SLAVE'
    return [`${escapeKey(key)}=${escapeValue(isLowered ? String(Number(value) + 10) : value)}`]
  })
  return [...head, ...lines, ''].join('\n')
}
