/**
 * What a new file changes on one node, key by key, and by which way each change reaches it: an update while it runs, a restart,
 * or none. Pure.
 */
import { EngineError } from '../../base/errors.ts'
import { BROKER_FILE_OWNERS, NAMESRV_FILE_OWNERS, rowFor } from '../../config/catalogue.ts'
import { supportOf } from '../../config/property-support.ts'
import { changeFindings } from '../../config/rules/changes.ts'
import type { ConfigChange } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import type { ApplyNode } from './apply-target.ts'
import { type EffectiveValues, effectiveValues, isSameValue } from './effective-values.ts'

export interface NodeChanges {
  readonly node: ApplyNode
  /** The file as it shall be. */
  readonly text: string
  readonly isTextChanged: boolean
  readonly changes: readonly ConfigChange[]
  /** What an update has to carry; keys as the program knows them. */
  readonly updates: ReadonlyMap<string, string>
  readonly needsRestart: boolean
  /** Undefined for a text that Java cannot read. */
  readonly before: EffectiveValues | undefined
  readonly after: EffectiveValues | undefined
}

/** Read at start by every engine, or dangerous while it runs (Apache then advertises ports it does not listen on, breaks sends). */
const NEVER_HOT: ReadonlySet<string> = new Set([
  'listenPort',
  'haListenPort',
  'flushDiskType',
  'brokerRole',
  'brokerId',
  'brokerName',
  'brokerClusterName',
  'bindAddress',
])
const NEVER_HOT_PREFIXES = ['mappedFileSize', 'storePath']

/** An update that names one of them is refused as a whole. */
const BLACK_LISTED: ReadonlySet<string> = new Set([
  'configBlackList',
  'brokerConfigPath',
  'rocketmqHome',
  'configStorePath',
  'kvConfigPath',
])

const WHY = {
  runsWithIt: say('It runs with this value already.', '当前运行值已是如此。'),
  sameValue: say('Another spelling of the same value.', '写法不同，取值相同。'),
  notRunning: say('The node does not run: it takes effect at its next start.', '节点未在运行：下次启动时生效。'),
  startOnly: say('It is read at start only.', '仅在启动时读取。'),
  blackListed: say('Updates that name it are refused.', '运行时更新不允许包含该配置项。'),
  machineDefault: say(
    'Its default depends on the machine: only a start works it out.',
    '其默认值取决于机器，只有启动时才会计算。',
  ),
  cutOff: say(
    'An address at which nobody answers would cut it off unseen: with a restart it is put back when it does not register.',
    '若地址无人应答，即时生效会使其悄然失联；重启方式下若未能注册会自动恢复。',
  ),
  mixed: say('RocketMQ reads parts of it at start only.', 'RocketMQ 只在启动时读取其中一部分。'),
} as const

/** @param isOurs a node of the lab: this engine, and it can be restarted */
export function changesOf(node: ApplyNode, text: string, isOurs: boolean): NodeChanges {
  const before = node.text === null ? undefined : valuesOf(node, node.text)
  const after = valuesOf(node, text)
  const isTextChanged = text !== node.text
  const changes: ConfigChange[] = []
  const updates = new Map<string, string>()
  const keys = after === undefined ? [] : [...new Set([...after.written.keys(), ...(before?.written.keys() ?? [])])]
  for (const key of keys) {
    const change = changeOf(node, key, before, after, isOurs)
    if (change === undefined) continue
    changes.push(change)
    const value = after?.values.get(key)
    if (change.effect === 'now' && value !== undefined) updates.set(key, value)
  }
  const isAlive = node.state !== 'stopped'
  return {
    node,
    text,
    isTextChanged,
    changes,
    updates,
    needsRestart: isAlive && isOurs && changes.some(({ effect }) => effect === 'restart'),
    before,
    after,
  }
}

function changeOf(
  node: ApplyNode,
  key: string,
  before: EffectiveValues | undefined,
  after: EffectiveValues | undefined,
  isOurs: boolean,
): ConfigChange | undefined {
  const from = before?.written.get(key) ?? null
  const to = after?.written.get(key) ?? null
  const running = node.running?.get(key) ?? null
  const value = after?.values.get(key)
  const isWritten = from !== to
  const isDrifted = running !== null && value !== undefined && !isSameValue(running, value)
  if (!isWritten && !isDrifted) return undefined
  const support = supportOf(key, node.kind)
  // What has no effect drifts without anybody noticing.
  if (!isWritten && support.engine === 'ignored' && isOurs) return undefined
  const row = { node: node.name, key, from, to, running }
  const none = (why: Text | undefined): ConfigChange => ({ ...row, effect: 'none', why: why ?? null })
  const restart = (why: Text | undefined): ConfigChange => ({ ...row, effect: 'restart', why: why ?? null })

  if (isOurs && support.engine === 'ignored') return none(support.note)
  if (isUnknown(node, key)) return none(support.note)
  if (running !== null && value !== undefined && !isDrifted) return none(WHY.runsWithIt)
  if (running === null && value !== undefined && value === before?.values.get(key)) return none(WHY.sameValue)
  if (node.state === 'stopped') return restart(WHY.notRunning)
  if (BLACK_LISTED.has(key)) return restart(WHY.blackListed)
  if (key === 'namesrvAddr') return restart(WHY.cutOff)
  const known = running ?? from
  const [danger] =
    value === undefined ? [] : changeFindings({ key, to: value, ...(known === null ? {} : { from: known }) })
  if (danger !== undefined) return restart(say(`${danger.message.en}.`, `${danger.message.zh}。`))
  if (NEVER_HOT.has(key) || NEVER_HOT_PREFIXES.some((prefix) => key.startsWith(prefix))) return restart(WHY.startOnly)
  if (isOurs ? support.hotInEngine !== 'now' : support.hotInApache !== 'yes') {
    const isMixed = !isOurs && support.hotInApache === 'unknown'
    return restart(isMixed ? WHY.mixed : ((isOurs ? support.note : undefined) ?? WHY.startOnly))
  }
  if (value === undefined) return restart(WHY.machineDefault)
  return { ...row, effect: 'now', why: null }
}

function isUnknown({ kind }: ApplyNode, key: string): boolean {
  return rowFor(key, kind === 'broker' ? BROKER_FILE_OWNERS : NAMESRV_FILE_OWNERS) === undefined
}

function valuesOf(node: ApplyNode, text: string): EffectiveValues | undefined {
  try {
    return effectiveValues(node.kind, text, node.encoding)
  } catch (error) {
    // Lint has the words for it, with the line.
    if (error instanceof EngineError && error.code === 'bad-config') return undefined
    throw error
  }
}
