/**
 * `mqnamesrv`: flags and file to a configuration, one name server, its end. Flags as RocketMQ's mqnamesrv.
 * Source: NamesrvStartup, bin/mqnamesrv; broker-properties 6.
 */
import { parseArgs } from 'node:util'
import { EngineError, errorText } from '../base/errors.ts'
import { type Language, say } from '../config/finding.ts'
import { parseProperties, propertiesView } from '../config/properties-text.ts'
import { EXIT_CODES, portTakenProblem, problemText } from '../config/startup.ts'
import { Namesrv } from '../namesrv/namesrv.ts'
import { makeNamesrvConfig, type NamesrvConfig, parseNamesrvConfig } from '../namesrv/namesrv-config.ts'
import { formatAddress } from '../remoting/address.ts'
import { languageOf } from './console.ts'
import { absolutePath, fail, failStart, openNodePorts, readConfigText, serveNode, userHome } from './node-entry.ts'

const USAGE = say(
  `usage: mqnamesrv [-c FILE] [-p] [-h] [--lang en|zh]
  -c, --configFile FILE    name server properties
  -n, --namesrvAddr ADDR   accepted and ignored, as RocketMQ does
  -p, --printConfigItem    print every configuration item and exit
  -h, --help               print this`,
  `用法:mqnamesrv [-c 文件] [-p] [-h] [--lang en|zh]
  -c, --configFile 文件    NameServer 配置文件
  -n, --namesrvAddr 地址   与 RocketMQ 一样,接受但忽略
  -p, --printConfigItem    打印全部配置项后退出
  -h, --help               打印本帮助`,
)

interface Options {
  readonly configFile: string | undefined
  readonly printsAll: boolean
  readonly isHelp: boolean
  readonly language: Language
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options.isHelp) {
    process.stdout.write(`${USAGE[options.language]}\n`)
    return
  }
  const config = loadConfig(options)
  if (options.printsAll) {
    const lines = Object.entries(config).map(([key, value]) => `${key}=${value}\n`)
    process.stdout.write(lines.sort().join(''))
    return
  }
  await run(config, options)
}

async function run(config: NamesrvConfig, { configFile, language }: Options): Promise<void> {
  const ports = openNodePorts('namesrv')
  const namesrv = Namesrv.create(config, ports)
  try {
    await namesrv.start()
  } catch (error) {
    ports.log.error('the start failed', { error: errorText(error) })
    if (error instanceof EngineError && error.context['systemCode'] === 'EADDRINUSE') {
      const problem = portTakenProblem(config.listenPort, config.bindAddress, 'listenPort')
      const text = say(problemText(problem, 'en', configFile), problemText(problem, 'zh', configFile))
      failStart(problem.exitCode, [{ reason: problem.ruleId, ...text }], language)
    }
    const reason = errorText(error)
    const prefix = say('the name server did not start: ', 'NameServer 启动失败:')
    failStart(EXIT_CODES.startFailed, [{ reason: 'start-failed', prefix, ...say(reason, reason) }], language)
  }
  const address = formatAddress(namesrv.address)
  process.stdout.write(`The Name Server boot success. serializeType=JSON, address ${address}\n`)
  await serveNode({
    kind: 'namesrv',
    ports,
    stop: () => namesrv.stop(),
    status: () => ({ kind: 'namesrv', address }),
  })
}

function loadConfig({ configFile, language }: Options): NamesrvConfig {
  const home = process.env['ROCKETMQ_HOME'] ?? ''
  const defaults = makeNamesrvConfig({
    rocketmqHome: home,
    kvConfigPath: `${userHome()}/namesrv/kvConfig.json`,
    configStorePath: configFile ?? `${userHome()}/namesrv/namesrv.properties`,
  })
  if (configFile === undefined) return defaults
  const parsed = parseNamesrvConfig(propertiesView(parseProperties(readConfigText(configFile, language))), defaults)
  for (const key of parsed.refusedKeys) {
    const text = say(
      `${configFile}: ${key} asks for something this name server does not do yet; fix: remove it`,
      `${configFile}:${key} 要求的功能暂不支持;解决办法:删除该项`,
    )
    failStart(EXIT_CODES.unsupported, [{ reason: 'unsupported', ...text }], language)
  }
  for (const key of [...parsed.unknownKeys, ...parsed.badKeys]) {
    const text = say(
      `warning: ${configFile}: ${key} has no effect; fix: check its name and value`,
      `警告:${configFile}:${key} 不起作用;解决办法:检查名称和取值`,
    )
    process.stderr.write(`${text[language]}\n`)
  }
  process.stdout.write(`load config properties file OK, ${configFile}\n`)
  return parsed.config
}

function parseOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        configFile: { type: 'string', short: 'c' },
        namesrvAddr: { type: 'string', short: 'n' },
        printConfigItem: { type: 'boolean', short: 'p' },
        help: { type: 'boolean', short: 'h' },
        lang: { type: 'string' },
      },
    })
    return {
      configFile: values.configFile === undefined ? undefined : absolutePath(values.configFile),
      printsAll: values.printConfigItem === true,
      isHelp: values.help === true,
      language: languageOf(values.lang, process.env),
    }
  } catch (error) {
    return fail(1, [errorText(error), USAGE[languageOf(undefined, process.env)]])
  }
}

await main()
