/**
 * What this engine does not do yet, and how it says so at start: a setting is refused when ignoring it would let the user
 * believe something false about safety or data, and warned about otherwise. It refuses to know what Apache's code does
 * with bad values; that is lint's work.
 */
import type { Binding } from './binding.ts'
import { rowFor } from './catalogue.ts'
import { say, type BilingualText, type Finding } from './finding.ts'
import { trimJava } from './java-values.ts'
import { BROKER_KEYS } from './broker-keys.ts'
import { propertyEntries } from './properties-text.ts'

export interface UnsupportedSetting {
  readonly key: string
  readonly decision: 'refuse' | 'warn'
  /** Which values ask for what is not there. The text is trimmed. */
  asksFor(value: string): boolean
  /** What ignoring it would mean. */
  readonly reason: BilingualText
}

const isTrue = (value: string): boolean => value.toLowerCase() === 'true'
const isGiven = (value: string): boolean => value !== ''

const NO_RAFT = say('the group would not elect a leader, nor agree on writes', '组内不会选主，写入也不会达成多数一致')
const NO_ROCKSDB = say('queues and offsets would lie elsewhere than expected', '队列与位点不会写到预期的位置')
const NO_AUTH = say('anyone could still read and write', '任何人仍可读写')
const NO_TLS = say('connections would stay unencrypted', '连接仍是明文')
const NO_MULTI_PATH = say('one directory with the whole text as its name would be used', '整段文本会被当成一个目录名')

const SETTINGS: readonly UnsupportedSetting[] = [
  { key: 'enableDLegerCommitLog', decision: 'refuse', asksFor: isTrue, reason: NO_RAFT },
  {
    key: 'enableControllerMode',
    decision: 'refuse',
    asksFor: isTrue,
    reason: say('no controller would choose the master', '不会有控制器来选主'),
  },
  {
    key: 'enableSlaveActingMaster',
    decision: 'refuse',
    asksFor: isTrue,
    reason: say('a slave would not take over delayed messages and locks', '从节点不会接管延迟消息与队列锁'),
  },
  {
    key: 'storeType',
    decision: 'refuse',
    asksFor: (value) => value.toLowerCase() === 'defaultrocksdb',
    reason: NO_ROCKSDB,
  },
  { key: 'rocksdbCQDoubleWriteEnable', decision: 'refuse', asksFor: isTrue, reason: NO_ROCKSDB },
  { key: 'popConsumerKVServiceInit', decision: 'refuse', asksFor: isTrue, reason: NO_ROCKSDB },
  {
    key: 'messageStorePlugIn',
    decision: 'refuse',
    asksFor: isGiven,
    reason: say('messages would not reach the tiered or plugged-in store', '消息不会进入分层存储或插件存储'),
  },
  {
    key: 'duplicationEnable',
    decision: 'refuse',
    asksFor: isTrue,
    reason: say('it turns replication off, and this engine replicates always', '它会关闭主从复制，而本引擎始终复制'),
  },
  {
    key: 'enabledAppendPropCRC',
    decision: 'refuse',
    asksFor: isTrue,
    reason: say('message properties would carry no checksum', '消息属性不会带校验和'),
  },
  {
    key: 'forceVerifyPropCRC',
    decision: 'refuse',
    asksFor: isTrue,
    reason: say('damaged message properties would go unnoticed', '损坏的消息属性不会被发现'),
  },
  {
    key: 'enableLmq',
    decision: 'refuse',
    asksFor: isTrue,
    reason: say('light queues would stay empty', '轻量队列会一直为空'),
  },
  {
    key: 'enableMultiDispatch',
    decision: 'refuse',
    asksFor: isTrue,
    reason: say('light queues would stay empty', '轻量队列会一直为空'),
  },
  { key: 'aclEnable', decision: 'refuse', asksFor: isTrue, reason: NO_AUTH },
  { key: 'authenticationEnabled', decision: 'refuse', asksFor: isTrue, reason: NO_AUTH },
  { key: 'authorizationEnabled', decision: 'refuse', asksFor: isTrue, reason: NO_AUTH },
  { key: 'migrateAuthFromV1Enabled', decision: 'refuse', asksFor: isTrue, reason: NO_AUTH },
  { key: 'useTLS', decision: 'refuse', asksFor: isTrue, reason: NO_TLS },
  { key: 'tls.enable', decision: 'refuse', asksFor: isTrue, reason: NO_TLS },
  {
    key: 'tls.server.mode',
    decision: 'refuse',
    asksFor: (value) => value.toLowerCase() === 'enforcing',
    reason: NO_TLS,
  },
  { key: 'storePathCommitLog', decision: 'refuse', asksFor: (value) => value.includes(','), reason: NO_MULTI_PATH },
  { key: 'readOnlyCommitLogStorePaths', decision: 'refuse', asksFor: isGiven, reason: NO_MULTI_PATH },
  {
    key: 'configManagerVersion',
    decision: 'refuse',
    asksFor: (value) => value.toLowerCase() === 'v2',
    reason: NO_ROCKSDB,
  },
  {
    key: 'fetchNamesrvAddrByAddressServer',
    decision: 'warn',
    asksFor: isTrue,
    reason: say('name servers are taken from namesrvAddr only', 'NameServer 只取自 namesrvAddr'),
  },
  {
    key: 'fetchNameSrvAddrByDnsLookup',
    decision: 'warn',
    asksFor: isTrue,
    reason: say(
      'host names in namesrvAddr are resolved at each connection anyway',
      'namesrvAddr 中的主机名在每次连接时解析',
    ),
  },
  {
    key: 'transientStorePoolEnable',
    decision: 'warn',
    asksFor: isTrue,
    reason: say('records go straight to the page cache, which is safer', '消息直接写入页缓存，更安全'),
  },
  {
    key: 'enableConsumeQueueExt',
    decision: 'warn',
    asksFor: isTrue,
    reason: say('filters work without the extension files', '过滤无需扩展文件即可工作'),
  },
  {
    key: 'enableCalcFilterBitMap',
    decision: 'warn',
    asksFor: isTrue,
    reason: say('filters work without bit maps', '过滤无需位图即可工作'),
  },
  {
    key: 'metricsExporterType',
    decision: 'warn',
    asksFor: (value) => value !== 'DISABLE' && value !== '0',
    reason: say('no metrics are exported', '不会导出指标'),
  },
  {
    key: 'enableSplitRegistration',
    decision: 'warn',
    asksFor: isTrue,
    reason: say('all topics are registered in one request', '所有主题在一个请求中注册'),
  },
  {
    key: 'defaultMessageRequestMode',
    decision: 'warn',
    asksFor: (value) => value === 'POP',
    reason: say('consumers pull', '消费者使用 PULL'),
  },
]

/** What the table says of a key; undefined when every value of it is taken. */
export function unsupportedSetting(key: string): UnsupportedSetting | undefined {
  return SETTINGS.find((setting) => setting.key === key)
}

/** Command-line flags of Apache's launchers that are refused, with the reason. */
export const UNSUPPORTED_FLAGS: Readonly<Record<string, BilingualText>> = {
  '--enable-proxy': say(
    'the gRPC proxy is not built yet: start the broker without --enable-proxy and use remoting clients',
    'gRPC 代理尚未实现：请去掉 --enable-proxy，使用 remoting 客户端',
  ),
}

export interface UnsupportedFindings {
  readonly refused: readonly Finding[]
  readonly warned: readonly Finding[]
}

/** What a broker file asks for and this engine does not do. Java takes a setting only when the text converts. */
export function unsupportedSettings(binding: Binding): UnsupportedFindings {
  const refused: Finding[] = []
  const warned: Finding[] = []
  const deciding = new Map(propertyEntries(binding.document).map((entry) => [entry.key, entry]))
  for (const setting of SETTINGS) {
    const entry = deciding.get(setting.key)
    if (entry === undefined || !setting.asksFor(trimJava(entry.value))) continue
    const { key, reason } = setting
    const value = trimJava(entry.value)
    const refuse = setting.decision === 'refuse'
    const found: Finding = {
      ruleId: refuse ? 'unsupported-setting' : 'setting-without-effect',
      severity: refuse ? 'error' : 'warning',
      key,
      line: entry.line,
      message: refuse
        ? say(
            `${key}=${value} is not supported by this engine: ${reason.en}, so it refuses to start`,
            `本引擎不支持 ${key}=${value}：${reason.zh}，因此拒绝启动`,
          )
        : say(
            `${key}=${value} has no effect in this engine: ${reason.en}`,
            `${key}=${value} 在本引擎中无效：${reason.zh}`,
          ),
      fix: say(
        `remove the line${refuse ? ', or run this broker on Apache RocketMQ' : ''}`,
        `删除该行${refuse ? ',或用 Apache RocketMQ 运行该 broker' : ''}`,
      ),
      edits: [{ kind: 'remove', key }],
    }
    if (refuse) refused.push(found)
    else warned.push(found)
  }
  return { refused, warned }
}

/**
 * Keys that 5.3.3 knows and the file sets to something else than the default, but that this engine has no use for (thread
 * pools, Netty and RocksDB tuning). For a log line at debug level, or an editor's note.
 */
export function keysNotActedOn(binding: Binding): string[] {
  return [...binding.bound]
    .filter(([key, { row, value }]) => !(key in BROKER_KEYS) && String(value) !== row.defaultText)
    .filter(([key]) => !SETTINGS.some((setting) => setting.key === key))
    .map(([key]) => key)
}

/** Keys of the table above, for tests: each is known to the catalogue or belongs to Java's system properties. */
export function unsupportedKeys(): { key: string; known: boolean; decision: 'refuse' | 'warn' }[] {
  return SETTINGS.map(({ key, decision }) => {
    return {
      key,
      decision,
      known: rowFor(key, ['broker', 'store', 'netty-server', 'netty-client', 'auth']) !== undefined,
    }
  })
}
