/**
 * What was opened or pasted, read as blocks and a topology; the user's word about a block goes before ours. Pure.
 */
import { readArticle } from '../../../../engine/config/article/read-article.ts'
import type { ArticleOverrides, BlockKind } from '../../../../engine/config/article/article.ts'
import { readFolder } from '../../../../engine/config/export/read-folder.ts'
import type { SourceFile } from '../../../../engine/config/export/read-folder.ts'
import { isExportedScript } from '../../../../engine/config/export/read-script.ts'
import type { BilingualText, Finding } from '../../../../engine/config/finding.ts'
import type { TopologyFile, TopologyFiles } from '../../../../engine/config/topology-files.ts'

export type Source =
  | { readonly kind: 'article'; readonly text: string }
  | { readonly kind: 'files'; readonly files: readonly SourceFile[] }

export type BlockUse = 'broker' | 'namesrv' | 'none'

/** A code block of an article, or a file. */
export interface SourceBlock {
  readonly id: string
  readonly kind: BlockKind | 'file'
  /** Path of the file, or how the text begins. */
  readonly title: string
  /** In the article, from 1; absent for files. */
  readonly lines?: readonly [first: number, last: number]
  readonly use: BlockUse
  /** It becomes a node of the cluster that is made; an article may build others. */
  readonly isChosen: boolean
  readonly host: string
  readonly node: string
  readonly why: BilingualText
}

/** What the user says of a block; what is absent stays as read. */
export interface BlockWord {
  readonly use?: BlockUse
  readonly host?: string
  readonly node?: string
}
export type BlockWords = Readonly<Record<string, BlockWord>>

export interface SourceCluster {
  readonly index: number
  readonly heading: string
  readonly firstLine: number
  readonly brokers: number
}

export interface SourceReading {
  /** Those that become nodes first. */
  readonly blocks: readonly SourceBlock[]
  /** An article may build several. */
  readonly clusters: readonly SourceCluster[]
  readonly cluster: number
  readonly topology: TopologyFiles
  /** About the article's commands; `line` counts in the article. */
  readonly findings: readonly Finding[]
  readonly isCut: boolean
}

const TITLE_CHARACTERS_MAX = 60
const ONLY_HOST = 'host-1'

/** `cluster` chooses among those of an article; the one with the most brokers unless said. */
export function readSource(source: Source, words: BlockWords = {}, cluster?: number): SourceReading {
  if (source.kind === 'files') return readFiles(source.files, words)
  if (isExportedScript(source.text)) return readFiles([{ path: 'script.sh', text: source.text }], words)
  return readText(source.text, words, cluster)
}

function readText(text: string, words: BlockWords, wanted: number | undefined): SourceReading {
  const article = readArticle(text, overridesOf(words))
  const offered = article.clusters.findIndex((each) => each.topology === article.topology)
  const index = wanted !== undefined && wanted < article.clusters.length ? wanted : Math.max(0, offered)
  const blocks = article.blocks.map((block): SourceBlock => {
    const isUsed = block.kind === 'properties' && block.cluster !== undefined
    return {
      id: block.id,
      kind: block.kind,
      title: block.path ?? titleOf(block.text),
      lines: [block.firstLine, block.lastLine],
      use: isUsed ? (block.program ?? 'broker') : 'none',
      isChosen: isUsed && block.cluster === index,
      host: block.host ?? '',
      node: block.node ?? '',
      why: block.why,
    }
  })
  return {
    blocks: usedFirst(blocks),
    clusters: article.clusters.map(({ heading, firstLine, topology }, at) => ({
      index: at,
      heading,
      firstLine,
      brokers: topology.files.filter((file) => file.program === 'broker').length,
    })),
    cluster: index,
    topology: withAliases(article.clusters[index]?.topology ?? article.topology, article.hostNames),
    findings: article.findings,
    isCut: article.isCut,
  }
}

/** Names of /etc/hosts lead to the machines with those addresses. */
function withAliases(topology: TopologyFiles, hostNames: Readonly<Record<string, string>>): TopologyFiles {
  const hosts = topology.hosts.map(({ name, addresses }) => {
    const known = [name, ...addresses]
    const aliases = Object.entries(hostNames).flatMap(([alias, address]) => (known.includes(address) ? [alias] : []))
    return { name, addresses: [...new Set([...addresses, ...aliases])] }
  })
  return { ...topology, hosts }
}

function overridesOf(words: BlockWords): ArticleOverrides {
  return Object.fromEntries(
    Object.entries(words).map(([id, { use, host, node }]) => [
      id,
      {
        ...(use === undefined
          ? {}
          : use === 'none'
            ? { kind: 'other' as const }
            : { kind: 'properties' as const, program: use }),
        ...(host === undefined || host === '' ? {} : { host }),
        ...(node === undefined || node === '' ? {} : { node }),
      },
    ]),
  )
}

function readFiles(sources: readonly SourceFile[], words: BlockWords): SourceReading {
  const { topology, leftOut } = readFolder(sources)
  const blocks: SourceBlock[] = []
  const files: TopologyFile[] = []
  const add = (id: string, read: TopologyFile | undefined, why: BilingualText): void => {
    const word = words[id] ?? {}
    const use = word.use ?? read?.program ?? 'none'
    const host = word.host === undefined || word.host === '' ? (read?.host ?? ONLY_HOST) : word.host
    const wish = word.node === undefined || word.node === '' ? (read?.node ?? nodeOfPath(id)) : word.node
    blocks.push({ id, kind: 'file', title: id, use, isChosen: use !== 'none', host, node: wish, why })
    if (use === 'none') return
    const text = read?.text ?? sources.find(({ path }) => path === id)?.text ?? ''
    files.push({ ...(read ?? {}), host, node: uniqueNode(wish, files), program: use, text, origin: id })
  }
  for (const file of topology.files) {
    const id =
      file.origin === undefined ? file.node : isShared(file, topology) ? `${file.origin}#${file.node}` : file.origin
    add(id, file, readAs(file))
  }
  for (const { path, why } of leftOut) add(path, undefined, why)
  const known = topology.hosts.filter(({ name }) => files.some((file) => file.host === name))
  const added = [...new Set(files.map((file) => file.host))].filter((name) => !known.some((host) => host.name === name))
  return {
    blocks: usedFirst(blocks),
    clusters: [],
    cluster: 0,
    topology: { ...topology, hosts: [...known, ...added.map((name) => ({ name, addresses: [] }))], files },
    findings: [],
    isCut: false,
  }
}

/** Several nodes of one script. */
function isShared(file: TopologyFile, topology: TopologyFiles): boolean {
  return topology.files.some((other) => other !== file && other.origin === file.origin)
}

function readAs({ host, program }: TopologyFile): BilingualText {
  return program === 'broker'
    ? { en: `a broker’s keys; its folder stands for ${host}`, zh: `含 Broker 的配置项；所在目录代表 ${host}` }
    : {
        en: `a name server’s keys or name; its folder stands for ${host}`,
        zh: `含 NameServer 的配置项或名称；所在目录代表 ${host}`,
      }
}

function usedFirst(blocks: readonly SourceBlock[]): SourceBlock[] {
  return blocks.toSorted((left, right) => Number(right.isChosen) - Number(left.isChosen))
}

function titleOf(text: string): string {
  const line = text.split('\n').find((each) => each.trim() !== '') ?? ''
  return line.length > TITLE_CHARACTERS_MAX ? `${line.slice(0, TITLE_CHARACTERS_MAX)}…` : line
}

function nodeOfPath(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  return base === '' ? 'node' : base.slice(0, 60)
}

function uniqueNode(node: string, taken: readonly TopologyFile[]): string {
  let unique = node
  for (let i = 2; taken.some((file) => file.node === unique); i++) unique = `${node}-${i}`
  return unique
}
