/**
 * The files of an article become clusters: which belong together, on which machine each runs, what its node is called. Where the
 * article leaves it open the plausible is taken and said.
 */
import { programOfFile } from '../file-program.ts'
import { parseHostPorts } from '../host-port.ts'
import { openFile } from '../lint.ts'
import type { FileView } from '../rules/file-view.ts'
import { claimedPorts } from '../rules/hosts.ts'
import { say, type BilingualText } from '../finding.ts'
import type { TopologyFile, TopologyFiles, TopologyHost } from '../topology-files.ts'
import { firstLineOf, fileLines, lastLineOf, type RawBlock } from './article-blocks.ts'
import type { HostBook, SpokenOf } from './article-hosts.ts'
import type { ArticleLine } from './article-lines.ts'
import { baseName, isSameFile, stem } from './article-paths.ts'
import type { ArticleCommand, ArticleOverrides } from './article.ts'

const NODE_CHARACTERS_MAX = 60
const NAME_SERVERS_MAX = 32

/** One property file of the article, on its way into a cluster. */
export interface ArticleFile {
  readonly block: RawBlock
  readonly lines: readonly ArticleLine[]
  readonly text: string
  readonly view: FileView | undefined
  readonly program: 'broker' | 'namesrv'
  path: string | undefined
  host: string | undefined
  /** Where it is edited, when it is started elsewhere. */
  editedOn: string | undefined
  isHostFixed: boolean
  node: string
  whyHost: BilingualText
  /** Line of the file that replaces it. */
  replacedAt: number | undefined
}

/** A start command and the file it means. */
export interface StartOfFile {
  readonly command: ArticleCommand
  readonly cluster: number
  readonly file: ArticleFile
  /** `path`: started as edited. `folder`: the same name in another folder. */
  readonly by: 'path' | 'folder'
}

export interface ClusterOfFiles {
  readonly files: ArticleFile[]
  readonly name: string
}

export interface FilesOfArticle {
  readonly clusters: readonly ClusterOfFiles[]
  readonly leftOut: readonly ArticleFile[]
  readonly starts: readonly StartOfFile[]
}

/** Puts the property files of an article together. */
export function clustersOf(
  blocks: readonly RawBlock[],
  spoken: readonly (SpokenOf | undefined)[],
  commands: readonly ArticleCommand[],
  book: HostBook,
  overrides: ArticleOverrides,
): FilesOfArticle {
  const files = blocks
    .filter((block) => block.kind === 'properties')
    .map((block) => fileOf(block, spoken, book, overrides))
  markReplaced(files, commands)
  const kept = files.filter((file) => file.replacedAt === undefined)
  const clusters = grouped(kept)
  const starts = startsOf(clusters, commands)
  for (const { file, command } of starts) moveToStart(file, command)
  for (const cluster of clusters) {
    placeByRole(cluster, book)
    placeAnywhere(cluster)
    nameNodes(cluster, overrides)
  }
  return { clusters, leftOut: files.filter((file) => file.replacedAt !== undefined), starts }
}

/** The cluster with its machines and name servers. */
export function topologyOf(
  cluster: ClusterOfFiles,
  book: HostBook,
  commands: readonly ArticleCommand[],
): TopologyFiles {
  const files: TopologyFile[] = cluster.files.map((file) => ({
    host: file.host ?? '',
    node: file.node,
    program: file.program,
    text: file.text,
    ...(file.path === undefined ? {} : { origin: file.path }),
  }))
  const taken = new Set(files.map(({ node }) => node))
  const hasOwn = new Set(
    cluster.files
      .filter(({ program }) => program === 'namesrv')
      .map((file) => `${file.host}:${file.view?.listenPort ?? 9876}`),
  )
  let number = 0
  for (const { host, port } of nameServersOf(cluster, book, commands).slice(0, NAME_SERVERS_MAX)) {
    if (hasOwn.has(`${host}:${port}`)) continue
    do number += 1
    while (taken.has(`namesrv-${number}`))
    files.push({ host, node: `namesrv-${number}`, program: 'namesrv', text: `listenPort=${port}\n` })
  }
  const hosts: TopologyHost[] = []
  for (const { host } of files) if (!hosts.some(({ name }) => name === host)) hosts.push(book.host(host))
  return { clusterName: cluster.name, hosts, files }
}

function fileOf(
  block: RawBlock,
  spoken: readonly (SpokenOf | undefined)[],
  book: HostBook,
  overrides: ArticleOverrides,
): ArticleFile {
  const lines = fileLines(block)
  const text = `${lines.map((line) => line.text.replace(/^[ \t]+(?=[A-Za-z#!])/, '')).join('\n')}\n`
  const own = Object.hasOwn(overrides, block.id) ? overrides[block.id] : undefined
  const program = own?.program ?? programOfFile(block.path ?? '', text)
  const opened = openFile({ name: block.id, text, program })
  const promptLine = block.pathLine === undefined ? undefined : spoken[block.pathLine - 1]
  const said = promptLine?.hosts.length === 1 ? promptLine : spoken[firstLineOf(block) - 1]
  const saidHost = said?.hosts.length === 1 ? said.hosts[0] : undefined
  return {
    block,
    lines,
    text,
    view: opened.status === 'open' ? opened.view : undefined,
    program,
    path: block.path,
    host: own?.host ?? saidHost,
    editedOn: undefined,
    isHostFixed: own?.host !== undefined,
    node: '',
    whyHost:
      own?.host !== undefined
        ? say('the machine was chosen by hand', '机器由用户指定')
        : saidHost !== undefined
          ? say(`line ${said?.line ?? 0} names ${saidHost}`, `第 ${said?.line ?? 0} 行指明了 ${saidHost}`)
          : say('no machine is named for it', '没有指明机器'),
    replacedAt: undefined,
  }
}

/** An article shows a file as it is shipped, then as it shall be: the later one counts, unless it was started in between. */
function markReplaced(files: readonly ArticleFile[], commands: readonly ArticleCommand[]): void {
  for (const [index, file] of files.entries()) {
    if (file.path === undefined || file.isHostFixed) continue
    const name = baseName(file.path)
    const later = files
      .slice(index + 1)
      .find(
        (other) =>
          other.path !== undefined &&
          baseName(other.path) === name &&
          (file.host === undefined || other.host === file.host) &&
          isSameFile(file.path ?? '', other.path),
      )
    if (later === undefined) continue
    const isStarted = commands.some(
      (command) =>
        command.kind === 'start-broker' &&
        command.line > lastLineOf(file.block) &&
        command.line < firstLineOf(later.block),
    )
    if (!isStarted) file.replacedAt = firstLineOf(later.block)
  }
}

/** Files of one cluster name belong together until one comes again. */
function grouped(files: readonly ArticleFile[]): { files: ArticleFile[]; name: string }[] {
  const clusters: { files: ArticleFile[]; name: string }[] = []
  const closed = new Set<ArticleFile[]>()
  const waiting: ArticleFile[] = []
  for (const file of files) {
    if (file.program === 'namesrv') {
      const last = clusters.at(-1)
      if (last === undefined) waiting.push(file)
      else last.files.push(file)
      continue
    }
    const name = clusterNameOf(file)
    const open = clusters.filter((cluster) => !closed.has(cluster.files))
    const home = open.find(
      (cluster) => belongs(file, name, cluster) && !cluster.files.some((other) => isTwin(file, other)),
    )
    if (home !== undefined) {
      home.files.push(file)
      continue
    }
    for (const cluster of open) if (cluster.name === name) closed.add(cluster.files)
    clusters.push({ files: [...waiting.splice(0), file], name })
  }
  return clusters
}

function clusterNameOf(file: ArticleFile): string {
  return file.view?.text('brokerClusterName') || 'DefaultCluster'
}

function belongs(file: ArticleFile, name: string, cluster: { files: readonly ArticleFile[]; name: string }): boolean {
  const group = file.view?.usesDledger === true ? file.view.text('dLegerGroup') : ''
  const sharesGroup = (other: ArticleFile): boolean =>
    group !== '' && other.view?.usesDledger === true && other.view.text('dLegerGroup') === group
  return cluster.name === name
    ? group === '' || cluster.files.every((other) => other.view?.usesDledger === true)
    : cluster.files.some(sharesGroup)
}

/** The same file of the same machine, or the same broker again. */
function isTwin(left: ArticleFile, right: ArticleFile): boolean {
  const isSamePath = left.path !== undefined && right.path !== undefined && isSameFile(left.path, right.path)
  if (isSamePath && (left.host === right.host || left.host === undefined || right.host === undefined)) return true
  return identityOf(left) === identityOf(right)
}

function identityOf(file: ArticleFile): string {
  const { view } = file
  if (view === undefined) return file.block.id
  if (view.usesDledger) return `${view.text('brokerName')}/${view.text('dLegerSelfId')}`
  return `${view.text('brokerName')}/${view.isMasterRole ? 'master' : 'slave'}/${view.number('brokerId')}`
}

/** Which file each start command means: of the nearest cluster above it, else of any. */
function startsOf(clusters: readonly ClusterOfFiles[], commands: readonly ArticleCommand[]): StartOfFile[] {
  const starts: StartOfFile[] = []
  for (const command of commands) {
    const path = command.kind === 'start-broker' ? command.paths[0] : undefined
    if (path === undefined) continue
    const above = clusters
      .map((cluster, index) => ({ index, line: Math.max(...cluster.files.map((file) => lastLineOf(file.block))) }))
      .filter(({ line }) => line < command.line)
      .toSorted((left, right) => right.line - left.line)
      .map(({ index }) => index)
    const nearest = above[0]
    const order = [...above.slice(0, 1), ...clusters.keys(), ...above].filter(
      (index, at, all) => all.indexOf(index) === at,
    )
    const host = command.hosts.length === 1 ? command.hosts[0] : undefined
    for (const cluster of order) {
      const brokers = clusters[cluster]?.files.filter((file) => file.program === 'broker') ?? []
      const same = brokers.filter((file) => file.path !== undefined && isSameFile(file.path, path))
      const exact =
        same.find((file) => host !== undefined && file.host === host) ?? (same.length === 1 ? same[0] : undefined)
      const named = brokers.filter((file) => file.path !== undefined && baseName(file.path) === baseName(path))
      const other = named.find((file) => host !== undefined && file.host === host)
      const unnamed = brokers.filter((file) => file.path === undefined && conventionalNames(file).includes(stem(path)))
      const file = exact ?? (cluster === nearest ? (other ?? unnamed[0]) : undefined)
      if (file === undefined) continue
      starts.push({ command, cluster, file, by: exact === undefined && file === other ? 'folder' : 'path' })
      break
    }
  }
  return starts
}

/** A file runs where it is started. */
function moveToStart(file: ArticleFile, command: ArticleCommand): void {
  file.path ??= command.paths[0]
  const host = command.hosts.length === 1 ? command.hosts[0] : undefined
  if (host === undefined || file.isHostFixed || host === file.host || command.line < firstLineOf(file.block)) return
  if (file.host !== undefined) file.editedOn ??= file.host
  file.whyHost =
    file.editedOn === undefined
      ? say(`line ${command.line} starts it on ${host}`, `第 ${command.line} 行在 ${host} 上启动它`)
      : say(
          `line ${command.line} starts it on ${host}, though it is edited on ${file.editedOn}`,
          `第 ${command.line} 行在 ${host} 上启动它，虽然它在 ${file.editedOn} 上编辑`,
        )
  file.host = host
}

/** Tables say `Master1, Slave2` of a machine: the first group's master, the second group's slave. */
function placeByRole(cluster: ClusterOfFiles, book: HostBook): void {
  const groups = [...new Set(cluster.files.map((file) => file.view?.text('brokerName') ?? ''))]
  for (const file of cluster.files) {
    if (file.host !== undefined || file.view === undefined || file.program !== 'broker') continue
    const number = groups.indexOf(file.view.text('brokerName')) + 1
    const word = file.view.isMasterRole ? '(?:master|主)' : '(?:slave|备|从)'
    const numbered = new RegExp(`${word}[^0-9A-Za-z]{0,3}0*${number}(?!\\d)`, 'i')
    const bare = new RegExp(`${word}(?![^0-9A-Za-z]{0,3}\\d)`, 'i')
    const names = book.hosts.map(({ name }) => name)
    const host =
      names.find((name) => numbered.test(book.rolesOf(name))) ??
      (groups.length === 1 ? names.find((name) => bare.test(book.rolesOf(name))) : undefined)
    if (host === undefined) continue
    file.host = host
    file.whyHost = say(
      `${host} is said to be "${book.rolesOf(host).slice(0, 60)}"`,
      `${host} 被描述为“${book.rolesOf(host).slice(0, 60)}”`,
    )
  }
}

/** Nobody says where: together with files it can share a machine with, else on a machine of its own. */
function placeAnywhere(cluster: ClusterOfFiles): void {
  const made: { name: string; ports: Set<number>; roots: Set<string> }[] = []
  for (const file of cluster.files) {
    if (file.host !== undefined) continue
    const ports = file.view === undefined ? [] : claimedPorts(file.view).map(({ port }) => port)
    const root = file.view?.text('storePathRootDir') ?? ''
    let machine = made.find(
      (one) => !ports.some((port) => one.ports.has(port)) && (file.program === 'namesrv' || !one.roots.has(root)),
    )
    if (machine === undefined) {
      machine = { name: `host-${made.length + 1}`, ports: new Set(), roots: new Set() }
      made.push(machine)
    }
    for (const port of ports) machine.ports.add(port)
    if (file.program === 'broker') machine.roots.add(root)
    file.host = machine.name
    file.whyHost = say(`no machine is named for it; ${machine.name} is assumed`, `没有指明机器，假定为 ${machine.name}`)
  }
}

function nameNodes(cluster: ClusterOfFiles, overrides: ArticleOverrides): void {
  const taken = new Set<string>()
  for (const file of cluster.files) {
    const conventional = conventionalNames(file)
    const fromPath = file.path === undefined ? '' : stem(file.path)
    const isGeneric = fromPath === '' || /^(?:broker|namesrv|nameserver)$/i.test(fromPath)
    const wanted = overrides[file.block.id]?.node ?? (isGeneric ? (conventional[0] ?? 'broker') : fromPath)
    const base = wanted.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, NODE_CHARACTERS_MAX) || 'broker'
    let name = base
    for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`
    taken.add(name)
    file.node = name
  }
}

/** `broker-a`, `broker-a-s`, `broker-a-s2`. */
function conventionalNames(file: ArticleFile): string[] {
  const { view } = file
  if (file.program === 'namesrv') return ['namesrv']
  if (view === undefined) return ['broker']
  const name = view.text('brokerName') || 'broker'
  if (view.isMasterRole) return [name]
  const id = view.number('brokerId')
  return id > 1 ? [`${name}-s${id}`, `${name}-s-${id}`, `${name}-s`] : [`${name}-s`, `${name}-s1`]
}

/** The name servers of the files; where they name none, those of flags, the environment and start commands. */
function nameServersOf(
  cluster: ClusterOfFiles,
  book: HostBook,
  commands: readonly ArticleCommand[],
): { host: string; port: number }[] {
  const fromFiles = cluster.files.map((file) => file.view?.text('namesrvAddr') ?? '').filter((text) => text !== '')
  const fromCommands = commands.flatMap((command) => [
    ...(command.namesrvAddr === undefined ? [] : [command.namesrvAddr]),
    ...(command.environment?.name === 'NAMESRV_ADDR' ? [command.environment.value] : []),
  ])
  const lists = fromFiles.length > 0 ? fromFiles : fromCommands.slice(0, 1)
  const addresses = lists.flatMap((text) => {
    const list = parseHostPorts(text)
    return list.status === 'ok' ? list.addresses : []
  })
  const unique = addresses.filter(
    (address, index) =>
      addresses.findIndex(({ host, port }) => host === address.host && port === address.port) === index,
  )
  const home = cluster.files[0]?.host ?? 'host-1'
  const unknown = unique
    .filter(({ host }) => !isLoopback(host) && book.resolve(host) === undefined)
    .map(({ host }) => host)
  const servers = book.nameServerHosts
  const isInOrder = unknown.length === servers.length && new Set(unknown).size === unknown.length
  return unique.map(({ host, port }) => {
    if (isLoopback(host)) return { host: home, port }
    const known = book.resolve(host) ?? book.resolve(book.hostNames.get(host) ?? '')
    // Names nobody explains, as many as there are machines with a name server: those, in order.
    return { host: known ?? (isInOrder ? servers[unknown.indexOf(host)] : undefined) ?? host, port }
  })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || host === '::1'
}
