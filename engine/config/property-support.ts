/**
 * What becomes of a property in this engine: acted on, accepted without effect, or refused, and whether a change takes
 * effect while the program runs, here and in Apache's. The one source for the editor, plans, the matrix and the page of
 * properties; a test holds it against the running programs. It refuses to judge a particular file; see lint.ts.
 */
import { BROKER_KEYS } from './broker-keys.ts'
import { BROKER_FILE_OWNERS, NAMESRV_FILE_OWNERS, rowFor, type PropertyRow } from './catalogue.ts'
import { say, type BilingualText } from './finding.ts'
import { ignoredReason } from './ignored-reasons.ts'
import { trimJava } from './java-values.ts'
import { unsupportedSetting, type UnsupportedSetting } from './supported.ts'

/** The program whose file the property stands in. */
export type PropertyProgram = 'broker' | 'namesrv'

export interface PropertySupport {
  /** `refused`: the engine does not start with a value that asks for what is not there (`refusalOf`). */
  readonly engine: 'acts' | 'ignored' | 'refused'
  /** What an update of the running program does here; `none` when the property has no effect anyway. */
  readonly hotInEngine: 'now' | 'restart' | 'none'
  readonly hotInApache: 'yes' | 'no' | 'unknown'
  /** Why it has no effect, which values are refused, why it needs a restart here and not there. */
  readonly note?: BilingualText
}

/** What this engine's name server does with its keys; every other key of its file has no effect. */
const NAMESRV_SUPPORT: Readonly<Record<string, 'now' | 'restart' | 'refused'>> = {
  kvConfigPath: 'restart',
  configStorePath: 'restart',
  clusterTest: 'refused',
  orderMessageEnable: 'now',
  returnOrderTopicConfigToBroker: 'now',
  scanNotActiveBrokerInterval: 'restart',
  supportActingMaster: 'now',
  enableAllTopicList: 'now',
  enableTopicList: 'now',
  notifyMinBrokerIdChanged: 'refused',
  enableControllerInNamesrv: 'refused',
  needWaitForService: 'now',
  waitSecondsForService: 'now',
  deleteTopicWithBrokerRegistration: 'now',
  configBlackList: 'restart',
  bindAddress: 'restart',
  listenPort: 'restart',
  serverChannelMaxIdleTimeSeconds: 'restart',
}

const UNKNOWN_KEY: PropertySupport = {
  engine: 'ignored',
  hotInEngine: 'none',
  hotInApache: 'no',
  note: say('RocketMQ 5.3.3 does not know this key', 'RocketMQ 5.3.3 不认识该配置项'),
}

/** A refused value by which the note names what a key may not ask for, and how to say it. */
const ASKED: readonly (readonly [sample: string, words: BilingualText])[] = [
  ['true', say('true', 'true')],
  ['DefaultRocksDB', say('defaultRocksDB', 'defaultRocksDB')],
  ['enforcing', say('enforcing', 'enforcing')],
  ['v2', say('v2', 'v2')],
  ['POP', say('POP', 'POP')],
  ['/a,/b', say('several directories', '多个目录')],
]

/**
 * What this engine does with a property.
 * @param property A row, or a key, for which the row that decides in the program's file is taken.
 */
export function supportOf(property: PropertyRow | string, program: PropertyProgram): PropertySupport {
  const owners = program === 'broker' ? BROKER_FILE_OWNERS : NAMESRV_FILE_OWNERS
  const key = typeof property === 'string' ? property : property.key
  // A file's key reaches every object that has it; the row that decides speaks for the others.
  const deciding = typeof property === 'string' || owners.includes(property.owner) ? rowFor(key, owners) : undefined
  const row = deciding ?? (typeof property === 'string' ? undefined : property)
  if (row === undefined) {
    const refused = program === 'broker' ? unsupportedSetting(key) : undefined
    if (refused?.decision !== 'refuse') return UNKNOWN_KEY
    return { engine: 'refused', hotInEngine: 'none', hotInApache: 'no', note: refusalNote(refused) }
  }
  return program === 'broker' ? brokerSupport(row) : namesrvSupport(row)
}

/** Why the engine refuses to start with this value; undefined when it does not. */
export function refusalOf(key: string, value: string, program: PropertyProgram): BilingualText | undefined {
  if (program === 'namesrv') {
    const isRefused = NAMESRV_SUPPORT[key] === 'refused' && trimJava(value).toLowerCase() === 'true'
    return isRefused ? NO_NAMESRV_FEATURE : undefined
  }
  const setting = unsupportedSetting(key)
  if (setting?.decision !== 'refuse' || !setting.asksFor(trimJava(value))) return undefined
  return setting.reason
}

const NO_NAMESRV_FEATURE = say('this name server does not do that yet', '本 NameServer 尚不支持')

function brokerSupport(row: PropertyRow): PropertySupport {
  const { key } = row
  const hotInApache = row.hot
  const setting = unsupportedSetting(key)
  const isOwn = BROKER_FILE_OWNERS.includes(row.owner)
  if (isOwn && key in BROKER_KEYS) {
    const isNow = hotInApache === 'yes'
    const note = setting === undefined ? restartNote(row, isNow) : refusalNote(setting)
    return {
      engine: 'acts',
      hotInEngine: isNow ? 'now' : 'restart',
      hotInApache,
      ...(note === undefined ? {} : { note }),
    }
  }
  if (isOwn && setting?.decision === 'refuse') {
    return { engine: 'refused', hotInEngine: 'none', hotInApache, note: refusalNote(setting) }
  }
  const reason = isOwn && setting !== undefined ? setting.reason : ignoredReason(row)
  return { engine: 'ignored', hotInEngine: 'none', hotInApache, note: noEffect(reason) }
}

function namesrvSupport(row: PropertyRow): PropertySupport {
  const hotInApache = row.hot
  const support = NAMESRV_FILE_OWNERS.includes(row.owner) ? NAMESRV_SUPPORT[row.key] : undefined
  switch (support) {
    case undefined:
      return { engine: 'ignored', hotInEngine: 'none', hotInApache, note: noEffect(ignoredReason(row)) }
    case 'refused':
      return {
        engine: 'refused',
        hotInEngine: 'none',
        hotInApache,
        note: refused(say('true', 'true'), NO_NAMESRV_FEATURE),
      }
    default: {
      const note = restartNote(row, support === 'now')
      return { engine: 'acts', hotInEngine: support, hotInApache, ...(note === undefined ? {} : { note }) }
    }
  }
}

function refusalNote(setting: UnsupportedSetting): BilingualText {
  // Any text asks for it, or some do: the first sample that does names them.
  const asked = setting.asksFor('?') ? undefined : ASKED.find(([sample]) => setting.asksFor(sample))
  return refused(asked?.[1] ?? say('any value', '任何取值'), setting.reason)
}

function refused(words: BilingualText, reason: BilingualText): BilingualText {
  return say(
    `This engine refuses to start with ${words.en}: ${reason.en}.`,
    `取值为 ${words.zh} 时本引擎拒绝启动：${reason.zh}。`,
  )
}

function noEffect(reason: BilingualText): BilingualText {
  return say(`No effect in this engine: ${reason.en}.`, `在本引擎中无效：${reason.zh}。`)
}

/** Where the two differ. */
function restartNote(row: PropertyRow, isNow: boolean): BilingualText | undefined {
  if (row.hot === 'yes' && !isNow) {
    return say('Needs a restart here; Apache takes it at once.', '本引擎需要重启才生效；Apache 即时生效。')
  }
  if (row.hot === 'no' && isNow) {
    return say('Takes effect at once here; Apache needs a restart.', '本引擎即时生效；Apache 需要重启。')
  }
  return undefined
}
