/** Which lines of an article are commands, and what each says: who is started with which file, what is made, opened, set. */
import type { ArticleCommand, CommandKind } from './article.ts'
import { commentText, type ArticleLine } from './article-lines.ts'
import { shellCommands, type ShellCommand } from './shell-words.ts'

/** A command before it is known on which machines it is typed. */
export type CommandWords = Omit<ArticleCommand, 'hosts' | 'isOnAllHosts'>

const PREFIXES: ReadonlySet<string> = new Set(['sudo', 'nohup', 'sh', 'bash', 'exec', 'start', 'setsid', 'source'])
const EDITORS: ReadonlySet<string> = new Set(['vi', 'vim', 'nano', 'emacs', 'cat', 'less', 'more', 'gedit'])
const CONTINUATION_LINES_MAX = 8
const PORTS_MAX = 64

/** The commands of the article, by line; a command that goes on over several lines stands at its first. */
export function commandsOf(lines: readonly ArticleLine[]): CommandWords[] {
  const found: CommandWords[] = []
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined || line.kind === 'blank' || line.kind === 'fence' || line.kind === 'table') continue
    let typed = typedOf(line)
    if (typed === undefined) continue
    for (let more = 0; more < CONTINUATION_LINES_MAX && /(?:^|[^\\])\\\s*$/.test(typed); more += 1) {
      const next = lines[index + 1]
      if (next === undefined || next.kind === 'fence') break
      typed = `${typed.replace(/\\\s*$/, '')} ${next.text.trim()}`
      index += 1
    }
    for (const command of shellCommands(typed)) {
      const read = readCommand(command, line.number)
      if (read !== undefined) found.push(read)
    }
    if (/-Djava\.ext\.dirs=/.test(line.text) && /^\s*(?:JAVA_OPT\w*=|export\b|-D|\[|\$)/.test(line.text)) {
      found.push({ line: line.number, kind: 'jvm-option', text: line.text.trim(), paths: [] })
    }
  }
  return found
}

/** The path an editor or `cat` is called with in this text, if that is what it is. */
export function editedPathOf(text: string): string | undefined {
  const [command] = shellCommands(text)
  const read = command === undefined ? undefined : readCommand(command, 0)
  return read?.kind === 'edit' ? read.paths[0] : undefined
}

/** What is typed on this line; undefined for prose. */
function typedOf(line: ArticleLine): string | undefined {
  if (line.prompt !== undefined) return line.prompt.typed
  if (line.kind === 'heading') return undefined
  if (line.kind === 'comment') {
    // `# vim conf/broker-a.properties`: the author's note of what he typed.
    const text = commentText(line.text) ?? ''
    return editedPathOf(text) === undefined ? undefined : text
  }
  // `master: nohup ./bin/mqbroker ...`
  return line.text.replace(/^\s*[^\s:：/=]{1,12}\s*[:：]\s*(?=nohup\b|sh\b|sudo\b|\.?\/|mq[a-z]+\b)/, '')
}

function readCommand(command: ShellCommand, line: number): CommandWords | undefined {
  const words = [...command.words]
  while (words.length > 1 && PREFIXES.has(words[0] ?? '')) words.shift()
  const [first = '', ...args] = words
  const program =
    first
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.(?:sh|cmd|bat)$/, '') ?? ''
  const as = (kind: CommandKind, more: Partial<CommandWords> = {}): CommandWords => {
    return { line, kind, text: command.text, paths: [], ...more }
  }
  switch (program) {
    case 'mqbroker':
    case 'runbroker':
      if (program === 'runbroker' && !args.some((word) => word.endsWith('BrokerStartup'))) return undefined
      return as('start-broker', startFlags(args))
    case 'mqnamesrv':
      return as('start-namesrv', startFlags(args))
    case 'runserver':
      return args.some((word) => word.endsWith('NamesrvStartup')) ? as('start-namesrv', startFlags(args)) : undefined
    case 'mqproxy':
    case 'mqcontroller':
    case 'mqbrokercontainer':
      return as('start-other', startFlags(args))
    case 'mqshutdown':
      return as('stop')
    case 'mkdir':
      return withPaths(as('mkdir'), args)
    case 'chmod':
    case 'chown':
      return withPaths(as('permission'), args)
    case 'cd':
      return args[0] === undefined ? undefined : as('change-folder', { paths: [args[0]] })
    case 'ufw':
    case 'firewall-cmd':
    case 'iptables':
      return withPorts(as('firewall'), program, args)
    case 'export':
    case 'set':
    case 'setenv':
      return environmentOf(as('environment'), args.join(' '))
    default:
      if (EDITORS.has(program)) {
        const path = args.find((word) => /\.(?:properties|conf)$/.test(word) || /(?:hosts|profile|bashrc)$/.test(word))
        return path === undefined ? undefined : as('edit', { paths: [path] })
      }
      return words.length === 1 ? environmentOf(as('environment'), first) : undefined
  }
}

function startFlags(args: readonly string[]): Partial<CommandWords> {
  const after = (flags: readonly string[]): string | undefined => {
    const at = args.findIndex((word) => flags.includes(word))
    return at < 0 ? undefined : args[at + 1]
  }
  // The script takes -c in lower case only; authors write both and mean one.
  const path = after(['-c', '-C', '--configFile', '-bc', '--brokerConfigPath'])
  const namesrvAddr = after(['-n', '--namesrvAddr'])
  return {
    paths: path === undefined ? [] : [path],
    ...(namesrvAddr === undefined ? {} : { namesrvAddr }),
  }
}

function withPaths(command: CommandWords, args: readonly string[]): CommandWords | undefined {
  const paths = args.filter((word) => /^[~$]?[\w${}~.-]*\/[^\s<>]*$/.test(word) && !word.startsWith('-'))
  return paths.length === 0 ? undefined : { ...command, paths }
}

function withPorts(command: CommandWords, program: string, args: readonly string[]): CommandWords | undefined {
  const text = args.join(' ')
  const spec =
    program === 'ufw'
      ? /^(?:allow|limit)\s+(?:in\s+)?(?:from\s+\S+\s+to\s+\S+\s+port\s+)?([\d:,-]+)/.exec(text)?.[1]
      : program === 'firewall-cmd'
        ? [...text.matchAll(/--add-port=([\d-]+)/g)].map((match) => match[1]).join(',')
        : /\bACCEPT\b/.test(text)
          ? /--dports?[= ]([\d:,]+)/.exec(text)?.[1]
          : undefined
  const ports = (spec ?? '').split(',').flatMap((part) => {
    const [first = '', last = first] = part.split(/[:-]/)
    const from = Number(first)
    const to = Math.min(Number(last), from + PORTS_MAX)
    return first === '' || !(from > 0) || to > 65_535
      ? []
      : Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
  })
  return ports.length === 0 ? undefined : { ...command, ports: ports.slice(0, PORTS_MAX) }
}

function environmentOf(command: CommandWords, text: string): CommandWords | undefined {
  const match = /^(ROCKETMQ_HOME|NAMESRV_ADDR|RMQ_PROXY_HOME|JAVA_HOME)=(.*)$/.exec(text.trim())
  return match === null ? undefined : { ...command, environment: { name: match[1] ?? '', value: match[2] ?? '' } }
}
