/** An article's text becomes blocks, commands, clusters and findings. Pure; takes any text. */
import { say, SEVERITY_ORDER, type BilingualText, type Finding } from '../finding.ts'
import { FILE_RULES, fileFindings, findingOf, lintSet } from '../lint.ts'
import { ARTICLE_RULES } from '../rules/article.ts'
import type { TopologyFiles } from '../topology-files.ts'
import { ARTICLE_FILES_MAX, blocksOf, firstLineOf, lastLineOf, type RawBlock } from './article-blocks.ts'
import { clustersOf, topologyOf, type ArticleFile, type FilesOfArticle } from './article-clusters.ts'
import { commandsOf } from './article-commands.ts'
import { readHosts, spokenOf } from './article-hosts.ts'
import { linesOf, type ArticleLine } from './article-lines.ts'
import type { ArticleView } from './article-view.ts'
import type { Article, ArticleBlock, ArticleCluster, ArticleCommand, ArticleOverrides } from './article.ts'

/**
 * Reads an article that tells how to set up RocketMQ. Never throws; what it is not sure of it says in `why` of the block, and
 * `overrides` take the user's word for it.
 */
export function readArticle(text: string, overrides: ArticleOverrides = {}): Article {
  const { lines, isCut } = linesOf(text)
  const book = readHosts(lines)
  const spoken = spokenOf(lines, book)
  const typed = commandsOf(lines)
  const all = blocksOf(lines, new Set(typed.map(({ line }) => line)), overrides)
  const beyond = all.filter(({ kind }) => kind === 'properties')[ARTICLE_FILES_MAX]
  const raw = beyond === undefined ? all : all.slice(0, all.indexOf(beyond))
  const commands = typed.map((command): ArticleCommand => {
    const said = spoken[command.line - 1]
    // `On host 2 edit this file` says nothing about the start command far below the file.
    const isStale = command.kind === 'start-broker' && said !== undefined && isFileBetween(raw, said.line, command.line)
    return { ...command, hosts: isStale ? [] : (said?.hosts ?? []), isOnAllHosts: said?.isAll ?? false }
  })
  const files = clustersOf(raw, spoken, commands, book, overrides)
  const topologies = files.clusters.map((cluster) => topologyOf(cluster, book, commands))
  const view: ArticleView = {
    lines,
    commands,
    book,
    clusters: files.clusters.map((cluster, index) => ({
      files: cluster.files,
      topology: topologies[index] ?? NOTHING,
    })),
    starts: files.starts,
  }
  const clusters = files.clusters.map((cluster, index) => clusterOf(cluster.files, topologies[index] ?? NOTHING, lines))
  return {
    blocks: raw.map((block) => blockOf(block, files, spoken[firstLineOf(block) - 1]?.hosts ?? [])),
    commands,
    hosts: book.hosts,
    hostNames: Object.fromEntries(book.hostNames),
    clusters,
    topology: largest(topologies),
    findings: [...articleFindings(view), ...leftOutFindings(files.leftOut)].toSorted(
      (left, right) =>
        (left.line ?? 0) - (right.line ?? 0) || SEVERITY_ORDER[left.severity] - SEVERITY_ORDER[right.severity],
    ),
    isCut: isCut || beyond !== undefined,
  }
}

/** A heading further away is another section's. */
const HEADING_LINES_MAX = 120

const NOTHING: TopologyFiles = { clusterName: '', hosts: [], files: [] }

function isFileBetween(blocks: readonly RawBlock[], from: number, to: number): boolean {
  return blocks.some((block) => block.kind === 'properties' && firstLineOf(block) > from && lastLineOf(block) < to)
}

function articleFindings(view: ArticleView): Finding[] {
  return ARTICLE_RULES.flatMap((rule) => rule.check(view).map((hit) => findingOf(rule, hit, undefined)))
}

/** A file that another one replaces: what would go wrong with it, at its lines in the article; nothing there is to be fixed. */
function leftOutFindings(files: readonly ArticleFile[]): Finding[] {
  return files.flatMap((file) =>
    file.view === undefined
      ? []
      : fileFindings(file.view, FILE_RULES)
          .filter(({ severity }) => severity !== 'hint')
          .map(({ ruleId, severity, key, value, line, message, fix }) => ({
            ruleId,
            severity,
            ...(key === undefined ? {} : { key }),
            ...(value === undefined ? {} : { value }),
            line: file.lines[(line ?? 1) - 1]?.number ?? firstLineOf(file.block),
            message,
            fix,
          })),
  )
}

function clusterOf(
  files: readonly ArticleFile[],
  topology: TopologyFiles,
  lines: readonly ArticleLine[],
): ArticleCluster {
  const firstLine = Math.min(...files.map((file) => firstLineOf(file.block)))
  return {
    firstLine,
    lastLine: Math.max(...files.map((file) => lastLineOf(file.block))),
    heading: headingAbove(lines, firstLine),
    topology,
    blocks: files.map((file) => file.block.id),
    findings: lintTopology(topology, new Map(files.map((file) => [file.node, file.path]))),
  }
}

/** The section a cluster stands in: the heading above the one right above it, `3.2` rather than `3.2.4`. */
function headingAbove(lines: readonly ArticleLine[], line: number): string {
  const above = lines.slice(Math.max(0, line - HEADING_LINES_MAX), line).filter(({ kind }) => kind === 'heading')
  const nearest = above.at(-1)
  if (nearest === undefined) return ''
  const outer = above.findLast((heading) => levelOf(heading) < levelOf(nearest)) ?? nearest
  return outer.text
    .replace(/^[\s\-*+]*#{1,6}\s*/, '')
    .replaceAll('*', '')
    .trim()
}

function levelOf(heading: ArticleLine): number {
  return /#{1,6}/.exec(heading.text)?.[0].length ?? 0
}

/** Lint over a topology: files by node, machines with their addresses. `paths` are where the files lay. */
function lintTopology(topology: TopologyFiles, paths: ReadonlyMap<string, string | undefined>): Finding[] {
  const files = topology.files.map((file) => {
    const path = paths.get(file.node)
    return {
      name: file.node,
      text: file.text,
      host: file.host,
      program: file.program,
      ...(path === undefined ? {} : { path }),
    }
  })
  const hostAddresses = Object.fromEntries(
    topology.hosts.filter(({ addresses }) => addresses.length > 0).map(({ name, addresses }) => [name, addresses]),
  )
  return lintSet({ files, hostAddresses })
}

function blockOf(block: RawBlock, files: FilesOfArticle, saidHosts: readonly string[]): ArticleBlock {
  const cluster = files.clusters.findIndex((one) => one.files.some((file) => file.block.id === block.id))
  const file = files.clusters[cluster]?.files.find((one) => one.block.id === block.id)
  const replaced = files.leftOut.find((one) => one.block.id === block.id)
  const own = file ?? replaced
  const host = own === undefined ? (saidHosts.length === 1 ? saidHosts[0] : undefined) : own.host
  return {
    id: block.id,
    kind: block.kind,
    firstLine: firstLineOf(block),
    lastLine: lastLineOf(block),
    text: own?.text ?? block.lines.map((line) => line.text).join('\n'),
    ...(own === undefined ? {} : { fileLines: own.lines.map((line) => line.number) }),
    ...(host === undefined ? {} : { host }),
    ...(own?.path === undefined ? {} : { path: own.path }),
    ...(file === undefined ? {} : { node: file.node, program: file.program, cluster }),
    why: whyOf(block, file, replaced),
  }
}

function whyOf(block: RawBlock, file: ArticleFile | undefined, replaced: ArticleFile | undefined): BilingualText {
  if (replaced !== undefined) {
    return say(
      `left out: line ${replaced.replacedAt ?? 0} shows ${replaced.path ?? ''} again, as it shall be`,
      `未采用：第 ${replaced.replacedAt ?? 0} 行再次给出 ${replaced.path ?? ''}，以后者为准`,
    )
  }
  if (file === undefined) {
    switch (block.kind) {
      case 'hosts':
        return say('addresses and names of machines', '机器的地址与名称')
      case 'shell':
        return say('commands', '命令')
      default:
        return say('neither settings nor commands of RocketMQ', '既不是 RocketMQ 配置，也不是命令')
    }
  }
  const path =
    block.pathLine === undefined
      ? say(`${file.node} after its brokerName and role`, `按 brokerName 与角色命名为 ${file.node}`)
      : say(`line ${block.pathLine} names the file`, `第 ${block.pathLine} 行给出了文件名`)
  return say(`${path.en}; ${file.whyHost.en}`, `${path.zh}；${file.whyHost.zh}`)
}

/** The one with the most brokers, of several the first. */
function largest(topologies: readonly TopologyFiles[]): TopologyFiles {
  const brokers = (topology: TopologyFiles): number =>
    topology.files.filter(({ program }) => program === 'broker').length
  return topologies.reduce(
    (best, topology) => (brokers(topology) > brokers(best) ? topology : best),
    topologies[0] ?? NOTHING,
  )
}
