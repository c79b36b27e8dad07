/** The keys that people compare most, with a word or two each, as they stand behind the key. Pure data. */
import type { TextPair } from '../../../i18n/define-texts.ts'
import type { Program } from './matrix-model.ts'

const say = (en: string, zh: string): TextPair => ({ en, zh })

const BROKER: readonly (readonly [key: string, word: TextPair])[] = [
  ['brokerName', say('group', '组名')],
  ['brokerId', say('0 = master', '主从编号')],
  ['brokerRole', say('role', '角色')],
  ['flushDiskType', say('flush', '刷盘方式')],
  ['listenPort', say('clients', '监听端口')],
  ['haListenPort', say('slaves', '复制端口')],
  ['brokerIP1', say('advertised', '对外地址')],
  ['fileReservedTime', say('hours', '保留时长')],
  ['deleteWhen', say('hour', '清理时刻')],
  ['diskMaxUsedSpaceRatio', say('%', '磁盘水位')],
  ['haSendHeartbeatInterval', say('ms', '心跳间隔')],
  ['haMaxGapNotInSync', say('bytes', '同步判定')],
  ['slaveReadEnable', say('reads on slaves', '从可读')],
  ['mappedFileSizeCommitLog', say('one file', '单文件')],
  ['sendMessageThreadPoolNums', say('threads', '发送线程')],
]

const NAMESRV: readonly (readonly [key: string, word: TextPair])[] = [
  ['listenPort', say('clients, brokers', '监听端口')],
  ['bindAddress', say('bound to', '绑定地址')],
  ['kvConfigPath', say('settings file', 'KV 文件')],
  ['scanNotActiveBrokerInterval', say('ms', '失活扫描')],
  ['orderMessageEnable', say('order topics', '顺序主题')],
  ['returnOrderTopicConfigToBroker', say('to brokers', '下发顺序配置')],
  ['waitSecondsForService', say('s', '启动等待')],
  ['deleteTopicWithBrokerRegistration', say('by registration', '注册时删路由')],
]

const WORDS: Readonly<Record<Program, ReadonlyMap<string, TextPair>>> = {
  broker: new Map(BROKER),
  namesrv: new Map(NAMESRV),
}

export function isOftenUsed(program: Program, key: string): boolean {
  return WORDS[program].has(key)
}

/** What stands behind an often used key; undefined for others. */
export function oftenUsedWord(program: Program, key: string): TextPair | undefined {
  return WORDS[program].get(key)
}
