/**
 * Rules over an article: what goes wrong between its commands, its prose and its files. `line` counts in the article; what stands
 * in a property file is for the other rules.
 */
import { claimedPorts } from './hosts.ts'
import type { ArticleFile } from '../article/article-clusters.ts'
import type { ArticleView } from '../article/article-view.ts'
import { baseName, isSameFile, liesBelow, parentOf } from '../article/article-paths.ts'
import type { ArticleCommand } from '../article/article.ts'
import { say, type BilingualText } from '../finding.ts'
import { parseHostPorts } from '../host-port.ts'
import type { ArticleRule } from './article-rule.ts'
import type { RuleHit } from './rule.ts'
import { QUOTE_RULES } from './quotes.ts'

const NAMESRV_PORT = 9876

export const ARTICLE_RULES: readonly ArticleRule[] = [
  {
    id: 'start-output-discarded',
    severity: 'warning',
    check: (view) => {
      const discarding = view.commands.filter(
        (command) => isStart(command) && /(?:^|\s)(?:1|&)?>{1,2}\s*\/dev\/null/.test(command.text),
      )
      const first = discarding[0]
      if (first === undefined) return []
      const lines = [...new Set(discarding.map(({ line }) => line))]
      return [
        at(
          first,
          say(
            `what programs say at their start is thrown away (line ${lines.join(', ')}): errors of role and port are printed on the console only, >/dev/null loses them`,
            `启动输出被丢弃（第 ${lines.join('、')} 行）：角色与端口错误只打印在控制台，>/dev/null 会丢失它们`,
          ),
          say('redirect to a file: > broker.out 2>&1', '重定向到文件：> broker.out 2>&1'),
        ),
      ]
    },
  },
  {
    id: 'flag-overrides-file',
    severity: 'warning',
    check: (view) =>
      view.commands.flatMap((command) => {
        const flag = command.kind === 'start-broker' ? command.namesrvAddr : undefined
        if (flag === undefined) return []
        const lists = filesMeantBy(view, command)
          .map((file) => file.view?.text('namesrvAddr') ?? '')
          .filter((list) => list !== '')
        if (lists.length === 0 || lists.some((list) => addressesOf(list) === addressesOf(flag))) return []
        return [
          {
            ...at(
              command,
              say(
                `-n ${flag} replaces namesrvAddr: the list in the file (${lists[0] ?? ''}) is not used, only the flagged server knows the broker`,
                `-n ${flag} 取代 namesrvAddr：文件中的列表（${lists[0] ?? ''}）不会被使用，只有参数中的服务器知道该 broker`,
              ),
              say('leave -n out, or list all name servers there', '去掉 -n，或在其中列出全部 NameServer'),
            ),
            value: flag,
          },
        ]
      }),
  },
  {
    id: 'config-file-not-the-started-one',
    severity: 'error',
    check: (view) =>
      view.starts
        .filter(({ by }) => by === 'folder')
        .map(({ command, file }) => ({
          ...at(
            command,
            say(
              `the file that was edited is not the one that is started: ${file.path ?? ''} was edited, ${command.paths[0] ?? ''} is started, with whatever it holds`,
              `启动的不是编辑过的文件：编辑的是 ${file.path ?? ''}，启动的却是 ${command.paths[0] ?? ''}，使用的是其中的旧内容`,
            ),
            say(`start ${file.path ?? ''}`, `启动 ${file.path ?? ''}`),
          ),
          value: command.paths[0] ?? '',
        })),
  },
  { id: 'host-role-mismatch', severity: 'warning', check: hostRoleHits },
  { id: 'home-path-mismatch', severity: 'error', check: homePathHits },
  { id: 'mkdir-host-incomplete', severity: 'hint', check: mkdirHits },
  {
    id: 'path-fix-on-other-dir',
    severity: 'warning',
    check: (view) => {
      const stores = storesOf(view)
      if (stores.length === 0) return []
      return view.commands
        .filter(({ kind }) => kind === 'permission')
        .flatMap((command) =>
          command.paths
            .filter(
              (path) =>
                /store|data/i.test(path) && !stores.some((store) => liesBelow(store, path) || liesBelow(path, store)),
            )
            .slice(0, 1)
            .map((path) => ({
              ...at(
                command,
                say(
                  `rights are given to another directory: ${path} gets them, the files say ${stores[0] ?? ''}, so the error stays`,
                  `修改了另一个目录的权限：改的是 ${path}，而配置文件写的是 ${stores[0] ?? ''}，错误依旧`,
                ),
                say(
                  `give the configured directory to the user who starts the broker: chown -R <user> ${stores[0] ?? ''}`,
                  `把配置的目录交给启动 broker 的用户：chown -R <用户> ${stores[0] ?? ''}`,
                ),
              ),
              value: path,
            })),
        )
    },
  },
  { id: 'firewall-ports-incomplete', severity: 'error', check: firewallHits },
  {
    id: 'java-ext-dirs-edit',
    severity: 'error',
    check: (view) =>
      view.commands
        .filter(({ kind }) => kind === 'jvm-option')
        .map((command) =>
          at(
            command,
            say(
              '-Djava.ext.dirs stops a JVM from version 9 on: it refuses to start with "-Djava.ext.dirs is not supported"',
              '-Djava.ext.dirs 会使 9 及以上版本的 JVM 无法启动：报错 "-Djava.ext.dirs is not supported"',
            ),
            say('leave tools.sh of 5.3.3 as it is', '5.3.3 的 tools.sh 无需修改'),
          ),
        ),
  },
  ...QUOTE_RULES,
]

/** The files a start command reads: its own, or without -c any of the article's. */
function filesMeantBy(view: ArticleView, command: ArticleCommand): readonly ArticleFile[] {
  const all = view.clusters.flatMap(({ files }) => files)
  const path = command.paths[0]
  if (path === undefined) return all
  const started = view.starts.filter((start) => start.command === command).map(({ file }) => file)
  return started.length > 0 ? started : all.filter((file) => file.path !== undefined && isSameFile(file.path, path))
}

function hostRoleHits(view: ArticleView): readonly RuleHit[] {
  const moved = view.starts
    .filter(({ file, command }) => file.editedOn !== undefined && command.hosts[0] === file.host)
    .map(({ file, command }) =>
      at(
        command,
        say(
          `edited on ${file.editedOn ?? ''}, started on ${file.host ?? ''}: there ${file.path ?? ''} is the sample as shipped, in cluster DefaultCluster and without name server, so the broker never appears`,
          `在 ${file.editedOn ?? ''} 上编辑，却在 ${file.host ?? ''} 上启动：那里的 ${file.path ?? ''} 是自带样例，集群为 DefaultCluster 且没有 NameServer，因此该 broker 不会出现`,
        ),
        say(`edit the file on ${file.host ?? ''}`, `在 ${file.host ?? ''} 上编辑该文件`),
      ),
    )
  const strangers = view.commands.flatMap((command) => {
    const [host, ...others] = command.hosts
    if (command.kind !== 'start-namesrv' || host === undefined || others.length > 0) return []
    const table = view.book.tables.findLast(({ line }) => line < command.line)
    if (table === undefined || table.hosts.length < 2 || table.hosts.includes(host)) return []
    return [
      at(
        command,
        say(
          `a name server is started on ${host}, which this cluster does not have: its machines are ${table.hosts.join(', ')}, no broker knows that server`,
          `在 ${host} 上启动了 NameServer，但该集群没有这台机器：其机器是 ${table.hosts.join('、')}，没有 broker 知道它`,
        ),
        say('leave the command out, or list the server in namesrvAddr', '去掉该命令，或把它写入 namesrvAddr'),
      ),
    ]
  })
  return [...moved, ...strangers]
}

function homePathHits(view: ArticleView): readonly RuleHit[] {
  const hits: RuleHit[] = []
  for (const command of view.commands) {
    const path = command.kind === 'start-broker' ? command.paths[0] : undefined
    if (path?.startsWith('/') !== true) continue
    const home = view.commands.findLast(
      ({ environment, line }) => environment?.name === 'ROCKETMQ_HOME' && line < command.line,
    )?.environment?.value
    if (home?.startsWith('/') !== true || liesBelow(path, home) || !/\/conf\//.test(path)) continue
    hits.push({
      ...at(
        command,
        say(
          `the file is not of this installation: ROCKETMQ_HOME is ${home}, the broker is started with ${path}, which does not exist or holds settings of another one`,
          `配置文件不属于该安装目录：ROCKETMQ_HOME 是 ${home}，启动时却用 ${path}，该文件不存在或属于另一套安装`,
        ),
        say('use one installation path everywhere', '统一使用一个安装路径'),
      ),
      value: path,
    })
  }
  return hits
}

function mkdirHits(view: ArticleView): readonly RuleHit[] {
  const hits: RuleHit[] = []
  const makes = view.commands.filter(({ kind }) => kind === 'mkdir')
  let before = 0
  for (const { files } of view.clusters) {
    const last = Math.max(...files.map((file) => file.block.lines.at(-1)?.number ?? 0))
    const own = makes.filter(({ line }) => line > before && line < last)
    before = last
    const roots = new Map<string, Set<string>>()
    for (const file of files) {
      const root = file.view?.isSet('storePathRootDir') === true ? file.view.text('storePathRootDir') : ''
      if (!root.startsWith('/') || file.host === undefined) continue
      roots.set(root, (roots.get(root) ?? new Set()).add(file.host))
    }
    const relevant = own.filter(({ paths }) =>
      paths.some((path) => [...roots.keys()].some((root) => liesBelow(path, root) || liesBelow(root, path))),
    )
    const first = relevant[0]
    if (first === undefined) continue
    const said = new Set(relevant.flatMap(({ hosts }) => hosts))
    const isEverywhere = relevant.some(({ isOnAllHosts }) => isOnAllHosts)
    const needing = new Set([...roots.values()].flatMap((hosts) => [...hosts]))
    const missing = isEverywhere || said.size === 0 ? [] : [...needing].filter((host) => !said.has(host))
    const bare = relevant.find((command) => !/\s-\w*p/.test(command.text) && !isParentMade(command, own))
    const forgotten = [...roots.keys()].filter(
      (root) => !own.some(({ paths }) => paths.some((path) => liesBelow(path, root))),
    )
    const why: BilingualText[] = []
    if (missing.length > 0)
      why.push(
        say(
          `it is typed on ${[...said].join(', ')} only, not on ${missing.join(', ')}`,
          `只在 ${[...said].join('、')} 上执行，没有在 ${missing.join('、')} 上执行`,
        ),
      )
    if (bare !== undefined)
      why.push(
        say(
          `without -p it fails where ${parentOf(bare.paths[0] ?? '')} is missing`,
          `没有 -p，${parentOf(bare.paths[0] ?? '')} 不存在时会失败`,
        ),
      )
    if (forgotten.length > 0) why.push(say(`${forgotten.join(', ')} is never made`, `没有创建 ${forgotten.join('、')}`))
    if (why.length === 0) continue
    hits.push(
      at(
        first,
        say(
          `directories are made for some brokers only: ${why.map(({ en }) => en).join('; ')}; a broker makes them itself where it may write`,
          `只为部分 broker 创建了目录：${why.map(({ zh }) => zh).join('；')}；有写权限时 broker 会自己创建`,
        ),
        say(
          'mkdir -p on every machine, and chown to the user who starts the broker',
          '在每台机器上执行 mkdir -p，并 chown 给启动 broker 的用户',
        ),
      ),
    )
  }
  return hits
}

function isParentMade(command: ArticleCommand, makes: readonly ArticleCommand[]): boolean {
  const parent = parentOf(command.paths[0] ?? '')
  return makes.some(
    (other) =>
      other.line < command.line && other.paths.some((path) => liesBelow(path, parent) && liesBelow(parent, path)),
  )
}

function firewallHits(view: ArticleView): readonly RuleHit[] {
  const opened = view.commands.filter(({ kind }) => kind === 'firewall')
  const ports = new Set(opened.flatMap((command) => command.ports ?? []))
  const first = opened[0]
  if (first === undefined) return []
  const needed = new Map<number, string>()
  for (const { topology, files } of view.clusters) {
    for (const file of files) {
      for (const claim of file.view === undefined ? [] : claimedPorts(file.view)) {
        if (!needed.has(claim.port)) needed.set(claim.port, claim.what)
      }
    }
    if (topology.files.some(({ program }) => program === 'namesrv')) needed.set(NAMESRV_PORT, 'name server')
  }
  // An article that opens ports of something else says nothing about the brokers.
  if (![...ports].some((port) => needed.has(port))) return []
  const missing = [...needed].filter(([port]) => !ports.has(port)).toSorted(([left], [right]) => left - right)
  if (missing.length === 0) return []
  const list = missing.map(([port]) => port).join(', ')
  return [
    at(
      first,
      say(
        `the firewall stays shut for ${list}: ${missing.map(([port, what]) => `${port} is ${what}`).join(', ')}; brokers register, but slaves copy neither messages nor topics`,
        `防火墙没有开放 ${list}：${missing.map(([port, what]) => `${port} 是 ${what}`).join('，')}；broker 能注册，但从节点无法复制消息与主题`,
      ),
      say(
        `open these too: ${missing.map(([port]) => `ufw allow ${port}`).join(', ')}`,
        `同时开放：${missing.map(([port]) => `ufw allow ${port}`).join('，')}`,
      ),
    ),
  ]
}

/** Directories the files keep their data in. */
function storesOf(view: ArticleView): string[] {
  const all = view.clusters.flatMap(({ files }) =>
    files.flatMap((file) =>
      ['storePathRootDir', 'storePathCommitLog']
        .filter((key) => file.view?.isSet(key) === true)
        .map((key) => file.view?.text(key) ?? ''),
    ),
  )
  return [...new Set(all)].filter((path) => path.startsWith('/') && baseName(path) !== '')
}

function isStart(command: ArticleCommand): boolean {
  return command.kind === 'start-broker' || command.kind === 'start-namesrv' || command.kind === 'start-other'
}

function at(command: ArticleCommand, message: BilingualText, fix: BilingualText): RuleHit {
  return { line: command.line, message, fix }
}

function addressesOf(list: string): string {
  const read = parseHostPorts(list)
  return read.status === 'bad'
    ? list
    : read.addresses
        .map(({ host, port }) => `${host}:${port}`)
        .toSorted()
        .join(';')
}
