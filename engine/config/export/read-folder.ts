/**
 * A folder of files as a topology: an export of ours by its manifest or its scripts, anything else by folders (hosts), names and
 * content (brokers, name servers). Takes any files; what it does not know it leaves out and says so.
 */
import { say, type BilingualText } from '../finding.ts'
import { propertiesView } from '../properties-text.ts'
import { readableProperties, TOPOLOGY_FILES_MAX } from '../topology-check.ts'
import type { TopologyFile, TopologyFiles, TopologyHost } from '../topology-files.ts'
import { MANIFEST_NAME, readManifest, type Manifest } from './manifest.ts'
import { nameOfPart } from './path-part.ts'
import { isExportedScript, readScripts } from './read-script.ts'

/** One file of a folder. */
export interface SourceFile {
  /** Relative to the folder, with `/`: `host1/broker-a.properties`. */
  readonly path: string
  readonly text: string
}

export interface FolderReading {
  readonly topology: TopologyFiles
  /** Files that became no node. */
  readonly leftOut: readonly { readonly path: string; readonly why: BilingualText }[]
}

const ONLY_HOST = 'host-1'
/** Folders of RocketMQ's own, which stand for no host. */
const NO_HOST = /^(conf|config|etc|cluster|container|controller|dledger|2m-.*|.*rocketmq-(all-)?\d.*)$/i
const NAMESRV_NAME = /(^|[^a-z])(namesrv|name-?server|mqnamesrv)/i
/** Keys that a broker's file has and no other. */
const BROKER_KEYS = ['brokerName', 'brokerRole', 'brokerId', 'brokerClusterName', 'storePathRootDir', 'flushDiskType']
const NAMESRV_KEYS = ['kvConfigPath', 'configStorePath', 'orderMessageEnable', 'clientRequestThreadPoolNums']

const WHY = {
  unreadable: say('Java cannot read it as properties', 'Java 无法将其作为配置读取'),
  strange: say(
    'no broker, nor a name server: it has no key of either',
    '既不是 Broker 也不是 NameServer：没有它们的配置项',
  ),
  kind: say('not a property file', '不是配置文件'),
  tooMany: say(`more than ${TOPOLOGY_FILES_MAX} files are not taken`, `最多读取 ${TOPOLOGY_FILES_MAX} 个文件`),
  missing: say('topology.json names it, but it is not there', 'topology.json 中提到了它，但文件不存在'),
} as const

export function readFolder(files: readonly SourceFile[]): FolderReading {
  const scripts = files.filter(({ text }) => isExportedScript(text))
  if (scripts.length > 0) {
    const others = files.filter((file) => !scripts.includes(file))
    return { topology: readScripts(scripts), leftOut: others.map(({ path }) => ({ path, why: WHY.kind })) }
  }
  for (const file of files) {
    if (file.path !== MANIFEST_NAME && !file.path.endsWith(`/${MANIFEST_NAME}`)) continue
    const manifest = readManifest(file.text)
    if (manifest !== undefined) return byManifest(manifest, file.path.slice(0, -MANIFEST_NAME.length), files)
  }
  return byContent(files)
}

function byManifest(manifest: Manifest, folder: string, files: readonly SourceFile[]): FolderReading {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const read: TopologyFile[] = []
  const leftOut: { path: string; why: BilingualText }[] = []
  for (const { host, node, program, file, heapBytes } of manifest.nodes) {
    const path = folder + file
    const text = texts.get(path)
    if (text === undefined) leftOut.push({ path, why: WHY.missing })
    else read.push({ host, node, program, text, origin: path, ...(heapBytes === undefined ? {} : { heapBytes }) })
  }
  return { topology: { clusterName: manifest.clusterName, hosts: manifest.hosts, files: read }, leftOut }
}

function byContent(files: readonly SourceFile[]): FolderReading {
  const read: TopologyFile[] = []
  const leftOut: { path: string; why: BilingualText }[] = []
  const hosts = new Map<string, TopologyHost>()
  let clusterName: string | undefined
  for (const { path, text } of files.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
    const recognised = programOf(path, text)
    if (typeof recognised !== 'string') {
      leftOut.push({ path, why: recognised })
      continue
    }
    if (read.length >= TOPOLOGY_FILES_MAX) {
      leftOut.push({ path, why: WHY.tooMany })
      continue
    }
    const host = hostOfPath(path)
    if (!hosts.has(host)) hosts.set(host, { name: host, addresses: [] })
    const node = uniqueNode(nodeOfPath(path), read)
    read.push({ host, node, program: recognised, text, origin: path })
    const document = readableProperties(text)
    if (document !== undefined) clusterName ??= propertiesView(document).get('brokerClusterName')?.trim()
  }
  return { topology: { clusterName: clusterName ?? '', hosts: [...hosts.values()], files: read }, leftOut }
}

function programOf(path: string, text: string): 'broker' | 'namesrv' | BilingualText {
  if (!/\.(properties|conf)$/i.test(path)) return WHY.kind
  const document = readableProperties(text)
  const name = path.slice(path.lastIndexOf('/') + 1)
  // A broken broker file is still a broker's: lint says what is wrong with it.
  if (document === undefined) return /^\s*broker(Name|Role|Id)\s*[=:]/m.test(text) ? 'broker' : WHY.unreadable
  const view = propertiesView(document)
  if (NAMESRV_NAME.test(name) && !view.has('brokerName') && !view.has('brokerRole')) return 'namesrv'
  if (BROKER_KEYS.some((key) => view.has(key))) return 'broker'
  return NAMESRV_KEYS.some((key) => view.has(key)) ? 'namesrv' : WHY.strange
}

/** The first folder that stands for a host. */
function hostOfPath(path: string): string {
  const folders = path.split('/').slice(0, -1)
  return nameOfPart(folders.find((folder) => folder !== '' && !NO_HOST.test(folder)) ?? ONLY_HOST)
}

function nodeOfPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const base = nameOfPart(name.replace(/\.[^.]*$/, '').replace(/\.namesrv$/, ''))
  return base === '' ? 'node' : base.slice(0, 60)
}

function uniqueNode(node: string, taken: readonly TopologyFile[]): string {
  let unique = node
  for (let i = 2; taken.some((file) => file.node === unique); i++) unique = `${node}-${i}`
  return unique
}
