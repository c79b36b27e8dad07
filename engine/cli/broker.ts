/**
 * `mqbroker`: flags and environment to a configuration, start-up checks in the user's language, one broker, its end.
 * Flags and precedence as RocketMQ's mqbroker. Source: BrokerStartup, bin/mqbroker; broker-properties 6.
 */
import { availableParallelism, hostname, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { EngineError, errorText } from '../base/errors.ts'
import { Broker } from '../broker/broker.ts'
import type { BrokerConfig } from '../config/broker-config.ts'
import { type BilingualText, type Finding, type Language, say } from '../config/finding.ts'
import {
  EXIT_CODES,
  loadBrokerConfig,
  portTakenProblem,
  problemText,
  type StartupProblem,
  storeLockedProblem,
  storeNotWritableProblem,
  storePathWrongKindProblem,
} from '../config/startup.ts'
import { nodeIdentity } from '../node/node-identity.ts'
import { acquireStoreLock } from '../node/store-lock.ts'
import type { MessageStore, StoreWriteFailure } from '../store/message-store.ts'
import { languageOf } from './console.ts'
import {
  absolutePath,
  fail,
  failStart,
  openNodePorts,
  readConfigText,
  serveNode,
  type StartProblem,
  userHome,
} from './node-entry.ts'

const USAGE = say(
  `usage: mqbroker [-c FILE] [-n ADDRESSES] [-p] [-m] [-h] [--lang en|zh]
  -c, --configFile FILE         broker properties; without it no file is read
  -n, --namesrvAddr ADDRESSES   name servers, "host:port;host:port"; stronger than the file and NAMESRV_ADDR
  -p, --printConfigItem         print every configuration item and exit
  -m, --printImportantConfig    print the important ones and exit
  -h, --help                    print this`,
  `用法:mqbroker [-c 文件] [-n 地址] [-p] [-m] [-h] [--lang en|zh]
  -c, --configFile 文件         broker 配置文件;不给出则不读任何文件
  -n, --namesrvAddr 地址        NameServer 列表,"host:port;host:port";优先于配置文件和 NAMESRV_ADDR
  -p, --printConfigItem         打印全部配置项后退出
  -m, --printImportantConfig    打印重要配置项后退出
  -h, --help                    打印本帮助`,
)

const IMPORTANT_KEYS: ReadonlySet<string> = new Set([
  'namesrvAddr',
  'brokerName',
  'brokerClusterName',
  'brokerId',
  'brokerRole',
  'brokerIP1',
  'brokerIP2',
  'listenPort',
  'haListenPort',
  'haMasterAddress',
  'autoCreateTopicEnable',
  'autoCreateSubscriptionGroup',
  'flushDiskType',
  'storePathRootDir',
  'storePathCommitLog',
  'mappedFileSizeCommitLog',
  'deleteWhen',
  'fileReservedTime',
  'maxMessageSize',
  'inSyncReplicas',
  'slaveReadEnable',
])

/** The rule that a full disk breaks; the same word as the store's refusal. */
const DISK_FULL = 'disk-full'

interface Options {
  readonly configFile: string | undefined
  readonly namesrvAddr: string | undefined
  readonly printsAll: boolean
  readonly printsImportant: boolean
  readonly isHelp: boolean
  readonly language: Language
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  const { language } = options
  if (options.isHelp) {
    process.stdout.write(`${USAGE[language]}\n`)
    return
  }
  const config = loadConfig(options)
  if (options.printsAll || options.printsImportant) {
    process.stdout.write(options.printsAll ? config.dump() : importantItems(config))
    return
  }
  await run(config, options)
}

async function run(config: BrokerConfig, { configFile, language }: Options): Promise<void> {
  const ports = openNodePorts('broker')
  const broker = new Broker(config, {
    ports,
    acquireLock: acquireStoreLock,
    totalMemoryBytes: totalmem(),
    utcOffsetMs: (atMs) => -new Date(atMs).getTimezoneOffset() * 60_000,
    configFile,
  })
  try {
    await broker.start()
  } catch (error) {
    ports.log.error('the start failed', { error: errorText(error) })
    const problem = problemOf(error, config)
    if (problem !== undefined) failStart(problem.exitCode, [startProblem(problem, configFile)], language)
    if (!(error instanceof EngineError)) fail(EXIT_CODES.startFailed, [stackOf(error)])
    failStart(EXIT_CODES.startFailed, [failureProblem(error)], language)
  }
  process.stdout.write(`${broker.bootLine}\n`)
  const { brokerName, brokerId, brokerRole } = config.values
  await serveNode({
    kind: 'broker',
    ports,
    stop: () => broker.stop(),
    status: () => {
      const { registration, address, acks, store } = broker.parts
      return {
        kind: 'broker',
        brokerName,
        brokerId,
        role: brokerRole,
        address,
        haPort: broker.haPort,
        registeredAt: [...registration.registeredAt],
        registrations: Object.fromEntries(registration.heartbeatAtMs),
        store: storeFigures(store),
        diskUsedRatio: store.diskRatios().commitLog,
        pendingAcks: acks.pending,
        problem: storeProblem(store, config.values.storePathRootDir),
        ...broker.replicationStatus,
      }
    },
  })
}

function loadConfig({ configFile, namesrvAddr, language }: Options): BrokerConfig {
  const text = configFile === undefined ? '' : readConfigText(configFile, language)
  const { ROCKETMQ_HOME: rocketmqHome, NAMESRV_ADDR: fromEnvironment } = process.env
  const start = loadBrokerConfig({
    text,
    environment: {
      userHome: userHome(),
      hostName: hostname(),
      localIpv4: nodeIdentity().localIpv4,
      processors: availableParallelism(),
      ...(rocketmqHome === undefined ? {} : { rocketmqHome }),
      ...(fromEnvironment === undefined ? {} : { namesrvAddr: fromEnvironment }),
    },
    ...(configFile === undefined ? {} : { path: configFile }),
    ...(namesrvAddr === undefined ? {} : { namesrvAddrFlag: namesrvAddr }),
  })
  if (start.status === 'stopped') {
    failStart(
      start.problems[0]?.exitCode ?? EXIT_CODES.startFailed,
      start.problems.map((problem) => startProblem(problem, configFile)),
      language,
    )
  }
  for (const warning of start.warnings) process.stderr.write(`${warningText(warning, language, configFile)}\n`)
  return start.config
}

/** The problem behind a failed start, when it is one that a user can mend. */
function problemOf(error: unknown, config: BrokerConfig): StartupProblem | undefined {
  if (!(error instanceof EngineError)) return undefined
  const context = { ...error.context, ...causeContext(error) }
  const path = typeof context['path'] === 'string' ? context['path'] : config.values.storePathRootDir
  const systemCode = textOf(context['systemCode'])
  switch (error.code) {
    case 'store-locked':
      return storeLockedProblem(path, typeof context['pid'] === 'number' ? context['pid'] : undefined)
    case 'store-io':
      if (systemCode === 'EISDIR') return storePathWrongKindProblem(path, 'file')
      if (systemCode === 'ENOTDIR' || systemCode === 'EEXIST') return storePathWrongKindProblem(path, 'directory')
      if (systemCode === 'ENOSPC') return diskFullProblem(path)
      if (['EACCES', 'EPERM', 'EROFS'].includes(systemCode)) return storeNotWritableProblem(path, systemCode)
      return undefined
    case 'connect-failed':
      if (systemCode !== 'EADDRINUSE') return undefined
      return portTakenProblem(
        Number(context['port']),
        textOf(context['host']),
        textOf(context['key']) || 'haListenPort',
      )
    default:
      return undefined
  }
}

/** Totals since the start: whoever asks twice knows the rates exactly. */
function storeFigures({ stats }: MessageStore): Readonly<Record<string, number>> {
  const { putMessages, putBytes, getMessages } = stats
  return { putMessages, putBytes, getMessages }
}

function diskFullProblem(path: string): StartupProblem {
  return {
    ruleId: DISK_FULL,
    exitCode: EXIT_CODES.startFailed,
    message: say(`the disk is full: ${path} cannot be written`, `磁盘已满:无法写入 ${path}`),
    fix: say(
      'free space on it, then start the broker again; what it had acknowledged is kept',
      '清理空间后重新启动 broker;已确认的消息均已保留',
    ),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The innermost facts: what was really touched. */
function causeContext(error: EngineError): Readonly<Record<string, unknown>> {
  let context: Readonly<Record<string, unknown>> = {}
  for (let cause = error.cause; cause instanceof EngineError; cause = cause.cause)
    context = { ...context, ...cause.context }
  return context
}

function failureProblem(error: EngineError): StartProblem {
  const reason = errorText(error)
  const prefix = say('the broker did not start: ', 'broker 启动失败:')
  return { reason: error.code, prefix, ...say(reason, error.zh ?? reason) }
}

function startProblem(problem: StartupProblem, configFile: string | undefined): StartProblem {
  // A full disk is not to be mended in the file.
  const file = problem.ruleId === DISK_FULL ? undefined : configFile
  return { reason: problem.ruleId, ...say(problemText(problem, 'en', file), problemText(problem, 'zh', file)) }
}

/** What keeps the store from taking messages although it runs; null while nothing does. */
function storeProblem({ writeFailure }: MessageStore, path: string): StoreProblem | null {
  switch (writeFailure) {
    case 'disk-full':
      return {
        reason: writeFailure,
        ...say(
          `The disk of ${path} is full: messages are refused until there is room. What was acknowledged is kept.`,
          `${path} 所在磁盘已满：腾出空间前拒绝写入。已确认的消息均已保留。`,
        ),
      }
    case 'read-only':
      return {
        reason: writeFailure,
        ...say(
          `The store ${path} cannot be written: messages are refused. Its log says why; a restart reads the disk again.`,
          `存储目录 ${path} 无法写入：拒绝接收消息。原因见日志；重启会重新读取磁盘。`,
        ),
      }
    case undefined:
      return null
  }
}

interface StoreProblem extends BilingualText {
  readonly reason: StoreWriteFailure
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function warningText(finding: Finding, language: Language, file: string | undefined): string {
  const at = [file, finding.line].filter((part) => part !== undefined).join(':')
  const label = say('warning', '警告')[language]
  const fixLabel = say('; fix: ', ';解决办法:')[language]
  return `${label}: ${at === '' ? '' : `${at}: `}${finding.message[language]}${fixLabel}${finding.fix[language]}`
}

function importantItems(config: BrokerConfig): string {
  return config
    .dump()
    .split('\n')
    .filter((line) => IMPORTANT_KEYS.has(line.slice(0, line.indexOf('='))))
    .map((line) => `${line}\n`)
    .join('')
}

function parseOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        configFile: { type: 'string', short: 'c' },
        namesrvAddr: { type: 'string', short: 'n' },
        printConfigItem: { type: 'boolean', short: 'p' },
        printImportantConfig: { type: 'boolean', short: 'm' },
        help: { type: 'boolean', short: 'h' },
        'enable-proxy': { type: 'boolean' },
        lang: { type: 'string' },
      },
    })
    const language = languageOf(values.lang, process.env)
    if (values['enable-proxy'] === true) {
      const text = say(
        '--enable-proxy is not supported yet; fix: start without it, remoting clients need no proxy',
        '暂不支持 --enable-proxy;解决办法:去掉该参数启动,remoting 客户端不需要 proxy',
      )
      fail(EXIT_CODES.unsupported, [text[language]])
    }
    return {
      configFile: values.configFile === undefined ? undefined : absolutePath(values.configFile),
      namesrvAddr: values.namesrvAddr,
      printsAll: values.printConfigItem === true,
      printsImportant: values.printImportantConfig === true,
      isHelp: values.help === true,
      language,
    }
  } catch (error) {
    return fail(1, [errorText(error), USAGE[languageOf(undefined, process.env)]])
  }
}

await main()
