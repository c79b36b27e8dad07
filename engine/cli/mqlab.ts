/**
 * `mqlab`: clusters from the command line. Parses, chooses the cluster, calls the lab, prints; every command has --json
 * with one shape, and every text is in the user's language.
 */
import { Command, CommanderError, Option } from 'commander'
import { EngineError } from '../base/errors.ts'
import { type BilingualText, say } from '../config/finding.ts'
import { TOPOLOGIES } from '../config/topologies.ts'
import { EXPORT_FORMATS } from '../config/topology-files.ts'
import { type ClusterSpec, findNode, namesrvAddr } from '../lab/cluster-spec.ts'
import type { Lab, LinkFaultRequest, NodeView } from '../lab/lab.ts'
import type { ApplyFlags } from './apply.ts'
import { EXIT_USAGE, inLanguage, languageFlag, languageOf, runToExit } from './console.ts'
import type { ExportFlags } from './export.ts'
import { chooseCluster, clusterOfNode, type LabContext, openLab } from './lab-context.ts'
import { follow, lastLines } from './lab-logs.ts'
import { stepLine, up } from './lab-up.ts'
import { clusterJson, clusterLines } from './lab-view.ts'
import type { ServeFlags } from './serve.ts'

interface Shared {
  readonly home?: string
  readonly name?: string
  readonly json?: boolean
}

interface FaultFlags extends Shared {
  readonly peer: string
  readonly direction?: 'in' | 'out'
  readonly ms?: number
  readonly kbps?: number
}

const NODE_VERBS: readonly (readonly [
  string,
  BilingualText,
  (lab: Lab, spec: ClusterSpec, node: string) => Promise<NodeView>,
])[] = [
  ['start', say('start a node that does not run', '启动一个未运行的节点'), (lab, spec, node) => lab.start(spec, node)],
  ['stop', say('end a node cleanly', '正常停止一个节点'), (lab, spec, node) => lab.stop(spec, node)],
  ['kill', say('kill -9 a node', '强杀一个节点（kill -9）'), (lab, spec, node) => lab.kill(spec, node)],
  ['pause', say('freeze a node (SIGSTOP)', '冻结一个节点（SIGSTOP）'), (lab, spec, node) => lab.pause(spec, node)],
  ['resume', say('thaw a frozen node', '解冻一个节点'), (lab, spec, node) => lab.resume(spec, node)],
  ['restart', say('stop a node, then start it', '重启一个节点'), (lab, spec, node) => lab.restart(spec, node)],
]

/** What cannot be taken back wants `--yes`. */
const LOSSY_VERBS: typeof NODE_VERBS = [
  [
    'wipe',
    say('stop a broker and empty its store', '停止一个 broker 并清空其存储'),
    (lab, spec, node) => lab.wipe(spec, node),
  ],
  [
    'clone',
    say('empty a slave and copy everything from its master anew', '清空一个从节点，并从其主重新复制全部数据'),
    (lab, spec, node) => lab.clone(spec, node),
  ],
]

const FAULTS = ['cut', 'delay', 'throttle', 'reset', 'heal'] as const

const language = languageOf(languageFlag(process.argv.slice(2)), process.env)
const text = (en: string, zh: string): string => inLanguage(say(en, zh), language)
let exitCode = 0

void runToExit(language, async () => {
  const program = makeProgram()
  try {
    await program.parseAsync(process.argv)
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : EXIT_USAGE
  }
  return exitCode
})

function makeProgram(): Command {
  const program = new Command('mqlab')
    .description(text('RocketMQ clusters on this machine, without a JVM', '在本机运行 RocketMQ 集群，无需 JVM'))
    .addOption(new Option('--lang <en|zh>', text('language of messages', '界面语言')).choices(['en', 'zh']))
    .helpOption('-h, --help', text('print help', '打印帮助'))
    .helpCommand('help [command]', text('print help of a command', '打印某个命令的帮助'))
    .exitOverride()
    .showHelpAfterError(text('(add --help for what is possible)', '（加 --help 查看用法）'))
  program.configureHelp({ styleTitle: (title) => (language === 'zh' ? titleZh(title) : title) })

  shared(program.command('up <topology>'))
    .description(
      text(
        `start a cluster: ${TOPOLOGIES.join(', ')}, or a folder of .properties files; resumes one that exists`,
        `启动集群：${TOPOLOGIES.join('、')}，或一个 .properties 配置文件目录；已存在则恢复`,
      ),
    )
    .option('--port-base <port>', text('put all ports into one block', '把所有端口放进一段'), integer('port-base'))
    .option(
      '--host <addr=loopback>',
      text('loopback address for a machine the files name; repeatable', '用回环地址代替配置文件中的主机，可重复'),
      repeated,
    )
    .action(async (topology: string, flags: Shared & { portBase?: number; host?: string[] }) => {
      const context = openLab(flags.home, language)
      const spec = await up(context, topology, {
        ...(flags.name === undefined ? {} : { name: flags.name }),
        ...(flags.portBase === undefined ? {} : { portBase: flags.portBase }),
        hosts: flags.host ?? [],
        isJson: flags.json === true,
      })
      await show(context, [spec], flags.json === true)
    })

  shared(program.command('status'))
    .description(text('show clusters, nodes, processes and replication', '显示集群、节点、进程与复制状态'))
    .action(async (flags: Shared) => {
      const context = openLab(flags.home, language)
      const specs =
        flags.name === undefined
          ? context.lab.clusterNames().map((name) => context.lab.load(name))
          : [chooseCluster(context.lab, flags.name)]
      if (specs.length === 0 && flags.json !== true) context.print(text('no clusters', '没有集群'))
      await show(context, specs, flags.json === true)
    })

  for (const [verb, description, act] of NODE_VERBS) {
    shared(program.command(`${verb} <node>`))
      .description(inLanguage(description, language))
      .action(async (node: string, flags: Shared) => {
        const context = openLab(flags.home, language)
        const spec = clusterOfNode(context.lab, node, flags.name)
        await act(context.lab, spec, node)
        await show(context, [spec], flags.json === true)
      })
  }

  for (const [verb, description, act] of LOSSY_VERBS) {
    shared(program.command(`${verb} <node>`))
      .description(inLanguage(description, language))
      .option('--yes', text('really: what only this node holds is lost', '确认执行：仅存于该节点的数据会丢失'))
      .action(async (node: string, flags: Shared & { yes?: boolean }) => {
        const context = openLab(flags.home, language)
        const spec = clusterOfNode(context.lab, node, flags.name)
        if (flags.yes !== true) throw unconfirmed(verb, node)
        await act(context.lab, spec, node)
        await show(context, [spec], flags.json === true)
      })
  }

  shared(program.command('fault <node> <kind>'))
    .description(
      text(
        'disturb the link of a node to a peer: cut, delay, throttle, reset, heal',
        '干扰一个节点与对端的链路：cut 断开、delay 延迟、throttle 限速、reset 重置、heal 恢复',
      ),
    )
    .requiredOption('--peer <node>', text('the other end; "*" for every peer', '对端节点；"*" 表示所有对端'))
    .addOption(
      new Option(
        '--direction <in|out>',
        text('one way only, seen from the node', '只影响一个方向（以该节点为准）'),
      ).choices(['in', 'out']),
    )
    .option('--ms <ms>', text('delay in milliseconds', '延迟毫秒数'), integer('ms'))
    .option('--kbps <kbit/s>', text('throttle to so many kbit/s', '限速，千比特每秒'), integer('kbps'))
    .action(async (node: string, kind: string, flags: FaultFlags) => {
      const context = openLab(flags.home, language)
      const spec = clusterOfNode(context.lab, node, flags.name)
      const answer = await context.lab.fault(spec, node, flags.peer, faultRequest(kind, flags))
      context.print(JSON.stringify(flags.json === true ? { fault: answer } : answer))
    })

  shared(program.command('logs <node>'))
    .description(text("print a node's log", '打印节点日志'))
    .option('-f, --follow', text('go on printing', '持续输出'))
    .option('-l, --lines <n>', text('lines from the end', '末尾行数'), integer('lines'), 50)
    .action(async (node: string, flags: Shared & { follow?: boolean; lines: number }) => {
      const context = openLab(flags.home, language)
      const spec = clusterOfNode(context.lab, node, flags.name)
      const found = await context.lab.observeNode(spec, findNode(spec, node))
      const file = `${context.lab.paths.node(spec.name, node).logFolder}/${found.spec.kind}.log`
      const { text: tail, end } = lastLines(file, flags.lines)
      process.stdout.write(tail)
      if (flags.follow === true) await follow(file, end, (more) => process.stdout.write(more), interrupted())
    })

  shared(program.command('down'))
    .description(text('stop a cluster; its data stays', '停止集群，数据保留'))
    .option('--wipe', text('delete its data too', '同时删除数据'))
    .action(async (flags: Shared & { wipe?: boolean }) => {
      const context = openLab(flags.home, language)
      const spec = chooseCluster(context.lab, flags.name)
      const { requireNoApply } = await import('../lab/apply/require-no-apply.ts')
      await requireNoApply(context.lab.paths, context.host, spec.name)
      await context.lab.down(spec, { wipe: flags.wipe === true }, (step) => {
        if (flags.json !== true) context.print(stepLine(step, language))
      })
      if (flags.wipe === true) {
        context.print(
          flags.json === true ? '{"clusters":[]}' : text(`cluster ${spec.name} is gone`, `集群 ${spec.name} 已删除`),
        )
        return
      }
      await show(context, [spec], flags.json === true)
    })

  program
    .command('apply <cluster> <files...>')
    .description(
      text(
        'apply property files to a cluster: at once where that is possible, by rolling restart where not',
        '将配置文件应用到集群：可即时生效的立即更新，否则滚动重启',
      ),
    )
    .option('--plan', text('print what would be done, and do nothing', '只打印计划，不执行'))
    .option('--note <text>', text('kept with the version', '随版本保存的备注'))
    .option(
      '--home <dir>',
      text("the lab's home (MQLAB_HOME, ~/.rocketmq-lab)", '实验室目录（MQLAB_HOME，~/.rocketmq-lab）'),
    )
    .option('--json', text('for programs', '供程序使用'))
    .addOption(langOption())
    .action(async (cluster: string, files: string[], flags: ApplyFlags & { home?: string }) => {
      const context = openLab(flags.home, language)
      // Loaded only here: the other commands start faster without it.
      const { applyCommand } = await import('./apply.ts')
      exitCode = await applyCommand(context, cluster, files, flags, interrupted())
    })

  const quickstart = program
    .command('quickstart')
    .description(text("RocketMQ's quickstart example", 'RocketMQ 快速入门示例'))
  for (const role of ['producer', 'consumer'] as const) {
    quickstart
      .command(role)
      .description(role === 'producer' ? text('send messages', '发送消息') : text('receive messages', '接收消息'))
      .option(
        '-n, --namesrvAddr <addr>',
        text('name servers, "host:port;host:port"', 'NameServer 列表，"host:port;host:port"'),
      )
      .option('--topic <topic>', text('topic', '主题'), 'TopicTest')
      .option('--count <n>', text('how many messages', '消息数'), integer('count'), 1000)
      .option('--group <group>', text('producer or consumer group', '生产者或消费者组'))
      .option('--quiet', text('the summary only', '只打印汇总'))
      .addOption(langOption())
      .action(
        async (flags: { namesrvAddr?: string; topic: string; count: number; group?: string; quiet?: boolean }) => {
          const context = openLab(undefined, language)
          const { quickstartConsumer, quickstartProducer } = await import('./quickstart.ts')
          const run = role === 'producer' ? quickstartProducer : quickstartConsumer
          const summary = await run(
            {
              namesrvAddr: namesrvOf(context, flags.namesrvAddr),
              topic: flags.topic,
              count: flags.count,
              language,
              stop: interrupted(),
              ...(flags.group === undefined ? {} : { group: flags.group }),
              ...(flags.quiet === undefined ? {} : { isQuiet: flags.quiet }),
            },
            context.ports,
            (line) => context.print(line),
          )
          exitCode = summary.exitCode
        },
      )
  }

  program
    .command('serve')
    .description(
      text('the window in a browser: runs the lab service until it is ended', '浏览器窗口：运行实验室服务，直到被结束'),
    )
    .option(
      '--port <port>',
      text('port on loopback; else 7800 or the next free one', '回环端口，默认 7800 起第一个空闲端口'),
      portNumber,
    )
    .option('--open', text('open it in the default browser', '在默认浏览器中打开'))
    .option('--sessions', text('list the browsers that are signed in', '列出已登录的浏览器'))
    .option('--revoke <id>', text('sign a browser out, or "all"', '退出一个浏览器，或 all 全部退出'))
    .option(
      '--home <dir>',
      text("the lab's home (MQLAB_HOME, ~/.rocketmq-lab)", '实验室目录（MQLAB_HOME，~/.rocketmq-lab）'),
    )
    .option('--json', text('for programs; the first line is {"url","pid"}', '供程序使用，首行为 {"url","pid"}'))
    .addOption(langOption())
    .action(async (flags: ServeFlags & { sessions?: boolean; revoke?: string }) => {
      const print = (line: string): void => void process.stdout.write(`${line}\n`)
      // Loaded only here: the other commands start faster without it.
      const { printSessions, revokeSessions, serve } = await import('./serve.ts')
      if (flags.sessions === true) await printSessions(flags, language, print)
      else if (flags.revoke !== undefined) await revokeSessions(flags.revoke, flags, language, print)
      else {
        const { createLabService } = await import('../lab/service/create-lab-service.ts')
        await serve(flags, { language, make: createLabService, print, stop: interrupted() })
      }
    })

  program
    .command('export <cluster>')
    .description(
      text(
        'write a cluster as property files, shell scripts, systemd units or docker compose',
        '将集群导出为配置文件目录、Shell 脚本、systemd 单元或 docker compose',
      ),
    )
    .addOption(
      new Option('--format <format>', text('what to write', '导出格式')).choices(EXPORT_FORMATS).makeOptionMandatory(),
    )
    .option('--out <dir>', text('a new or empty folder; else CLUSTER-FORMAT', '新的或空的目录；默认为 集群-格式'))
    .option(
      '--host <host=addr>',
      text('address of the machine that a host is to be; repeatable', '某主机将使用的机器地址，可重复'),
      repeated,
    )
    .option('--store <dir>', text('folder of the stores on those machines', '这些机器上的存储目录'))
    .option(
      '--home <dir>',
      text("the lab's home (MQLAB_HOME, ~/.rocketmq-lab)", '实验室目录（MQLAB_HOME，~/.rocketmq-lab）'),
    )
    .option(
      '--json',
      text('for programs; without --out the files themselves', '供程序使用；未指定 --out 时输出文件内容'),
    )
    .addOption(langOption())
    .action(async (cluster: string, flags: ExportFlags & { home?: string }) => {
      const { exportCommand } = await import('./export.ts')
      await exportCommand(openLab(flags.home, language), cluster, flags)
    })

  program
    .command('lint [files...]')
    .description(
      text(
        'check property files of a cluster, a folder of them (folders in it are machines), or an article (.txt, .md)',
        '检查一个集群的配置文件、配置目录（其下的目录代表机器）或文章（.txt、.md）',
      ),
    )
    .option(
      '--fix',
      text(
        'repair in place what is safe and keep each old file as FILE.bak (FILE.bak.1 when that is taken)',
        '就地修复可安全修复的问题，原文件保存为 文件.bak（已存在时为 文件.bak.1）',
      ),
    )
    .option(
      '--host <name=files>',
      text(
        'files that run on one machine: NAME=FILE,FILE; repeatable',
        '运行在同一机器上的文件：名称=文件,文件；可重复',
      ),
      repeated,
    )
    .option('--json', text('for programs', '供程序使用'))
    .addOption(langOption())
    .addHelpText(
      'after',
      text(
        '\nExit code: 1 when an error is found, 2 when a file is not there.',
        '\n退出码：有错误为 1，文件不存在为 2。',
      ),
    )
    .action(async (files: string[], flags: { fix?: boolean; host?: string[]; json?: boolean }) => {
      const { lintCommand } = await import('./lint.ts')
      exitCode = lintCommand(files, {
        isJson: flags.json === true,
        isFixing: flags.fix === true,
        hosts: flags.host ?? [],
        language,
        print: (line) => process.stdout.write(`${line}\n`),
        tell: (line) => process.stderr.write(`${line}\n`),
      })
    })
  return program
}

/** Flags that every command about clusters has. */
function shared(command: Command): Command {
  return command
    .option('--name <cluster>', text('name of the cluster', '集群名'))
    .option(
      '--home <dir>',
      text("the lab's home (MQLAB_HOME, ~/.rocketmq-lab)", '实验室目录（MQLAB_HOME，~/.rocketmq-lab）'),
    )
    .option('--json', text('for programs', '供程序使用'))
    .addOption(langOption())
}

/** Of an option that may stand several times: without a default, which help would print as `[]`. */
function repeated(value: string, all: readonly string[] = []): string[] {
  return [...all, value]
}

function langOption(): Option {
  return new Option('--lang <en|zh>', text('language of messages', '界面语言')).choices(['en', 'zh'])
}

async function show(context: LabContext, specs: readonly ClusterSpec[], isJson: boolean): Promise<void> {
  const seen = await Promise.all(specs.map(async (spec) => ({ spec, views: await context.lab.observe(spec) })))
  if (isJson) {
    context.print(JSON.stringify({ clusters: seen.map(({ spec, views }) => clusterJson(spec, views)) }))
    return
  }
  for (const { spec, views } of seen) for (const line of clusterLines(spec, views, language)) context.print(line)
}

function faultRequest(kind: string, flags: FaultFlags): LinkFaultRequest {
  const known = FAULTS.find((fault) => fault === kind)
  if (known === undefined) {
    throw new EngineError('usage', `fault "${kind}": use one of ${FAULTS.join(', ')}`, {
      zh: `故障“${kind}”：应为 ${FAULTS.join('、')} 之一`,
    })
  }
  if (known === 'delay' && flags.ms === undefined) throw missing('delay', '--ms')
  if (known === 'throttle' && flags.kbps === undefined) throw missing('throttle', '--kbps')
  return {
    kind: known,
    direction: flags.direction ?? 'both',
    ...(flags.ms === undefined ? {} : { ms: flags.ms }),
    ...(flags.kbps === undefined ? {} : { kbps: flags.kbps }),
  }
}

function unconfirmed(verb: string, node: string): EngineError {
  return new EngineError('usage', `${verb} empties the store of ${node}: add --yes to do it`, {
    context: { field: 'yes' },
    zh: `${verb} 会清空 ${node} 的存储：确认请加 --yes`,
  })
}

function missing(fault: string, flag: string): EngineError {
  return new EngineError('usage', `${fault} needs ${flag}`, { zh: `${fault} 需要 ${flag}` })
}

/** `-n`, NAMESRV_ADDR, or the only cluster of the lab. */
function namesrvOf(context: LabContext, flag: string | undefined): string {
  const given = flag ?? process.env['NAMESRV_ADDR']
  if (given !== undefined && given !== '') return given
  return namesrvAddr(chooseCluster(context.lab, undefined))
}

function integer(name: string): (value: string) => number {
  return (value) => {
    if (!/^\d{1,9}$/.test(value)) {
      throw new EngineError('usage', `--${name} ${value}: a whole number is needed`, {
        context: { field: name, value },
        zh: `--${name} ${value}：需要一个整数`,
      })
    }
    return Number(value)
  }
}

/** 0 lets the system choose. */
function portNumber(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
  throw new EngineError('usage', `--port ${value}: a port from 1 to 65535 is needed, or 0 for any`, {
    context: { field: 'port', value },
    zh: `--port ${value}：应为 1 至 65535 的端口，0 表示任意端口`,
  })
}

/** Resolves at Ctrl-C, so that a command can end in order. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    process.once('SIGHUP', () => resolve())
  })
}

function titleZh(title: string): string {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': '用法：',
    'Options:': '选项：',
    'Commands:': '命令：',
    'Arguments:': '参数：',
  }
  return titles[title] ?? title
}
