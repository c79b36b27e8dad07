/**
 * A lab cluster made of property files on hosts (a folder, an article). Nothing of the author's is changed: copies get loopback
 * addresses, the lab's folders and, where they would collide, other ports; each change is listed with its reason. Pure over
 * file contents.
 */
import { EngineError } from '../base/errors.ts'
import { bindProperties } from '../config/binding.ts'
import { BROKER_FILE_OWNERS } from '../config/catalogue.ts'
import { type BilingualText, say } from '../config/finding.ts'
import { parseHostPorts } from '../config/host-port.ts'
import {
  parseProperties,
  propertiesView,
  setProperty,
  writeProperties,
  type PropertiesDocument,
} from '../config/properties-text.ts'
import { unsupportedSettings } from '../config/supported.ts'
import { checkTopology } from '../config/topology-check.ts'
import { completeTopology, DEFAULT_NAMESRV_PORT } from '../config/topology-complete.ts'
import type { TopologyFile, TopologyFiles } from '../config/topology-files.ts'
import type { BrokerRole, BrokerSpec, ClusterSpec, NamesrvSpec } from './cluster-spec.ts'
import { DEFAULT_HOST, type HostMap, loopbackAddresses, withMappedHosts } from './import-hosts.ts'
import { ImportPorts } from './import-ports.ts'
import type { LabPaths } from './lab-paths.ts'
import type { NodeFile, PlannedCluster } from './topology.ts'

export interface Change {
  readonly node: string
  /** Where the text came from; the node where it came from nowhere. */
  readonly file: string
  readonly key: string
  readonly from: string | undefined
  readonly to: string
  readonly why: BilingualText
}

export interface ImportedCluster extends PlannedCluster {
  readonly changes: readonly Change[]
}

export interface ImportOptions {
  readonly name: string
  /** Shown as the cluster's topology: the folder, or `custom`. */
  readonly label: string
  readonly topology: TopologyFiles
  readonly hosts?: HostMap
  readonly paths: LabPaths
  /** Moves all ports into one block, as for topologies; without it the files' own ports are kept where they are free. */
  readonly portBase?: number
  /** Whether a broker may listen there: false for taken ports and for loopback aliases this machine does not have. */
  isPortFree(host: string, port: number): Promise<boolean>
  /** Whether this machine has the loopback address. */
  isHostUsable(host: string): Promise<boolean>
}

const DEFAULT_LISTEN_PORT = 10_911
const BROKER_STEP = 10
const NODE_NAME_CHARACTERS_MAX = 60

const WHY = {
  folder: say('data stays under the lab’s home', '数据保存在实验室目录下'),
  loopback: say('the lab listens on loopback only', '实验室只在回环地址上监听'),
  host: say('the loopback address stands for that machine', '用回环地址代替该主机'),
  taken: say('the ports are taken on this machine', '本机上这些端口已被占用'),
  block: say('the port base says so', '按端口基数分配'),
  name: say('a node’s name is the name of its folder', '节点名称即其目录名'),
} as const

const ROLES: readonly string[] = ['ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE'] satisfies BrokerRole[]

/**
 * @throws {EngineError} 'usage' without a broker or for a file that cannot be read, 'unsupported' for what the engine refuses to
 *   run (DLedger groups, ACL, ...); nothing was written then.
 */
export async function importTopology(options: ImportOptions): Promise<ImportedCluster> {
  if (!options.topology.files.some((file) => file.program === 'broker')) throw noBroker(options.label)
  const completed = completeTopology(withMappedHosts(options.topology, options.hosts ?? new Map()))
  checkTopology(completed.topology)
  const files = completed.topology.files.map((file) => new AuthorFile(file))
  const addressOf = await loopbackAddresses(completed.topology.hosts, options)
  const ports = new ImportPorts(options)
  const changes: Change[] = []
  const names = nodeNames(completed.topology.files)

  const whyPorts = options.portBase === undefined ? WHY.taken : WHY.block
  const servers: NamesrvSpec[] = []
  const written: NodeFile[] = []
  for (const file of files.filter((each) => !each.isBroker)) {
    const host = addressOf.get(file.host) ?? DEFAULT_HOST
    const wanted = options.portBase === undefined ? file.listenPort : options.portBase + servers.length
    const listenPort = await ports.namesrvPort(host, wanted)
    const name = names.get(file.node) ?? file.node
    servers.push({ kind: 'namesrv', name, host, listenPort, machine: file.host })
    const { configFile, storeFolder } = options.paths.node(options.name, name)
    // What is said of a name server that has no file of the author's would be about our own.
    const rewritten = new Rewriter(file, name, file.isEmpty ? [] : changes)
    rewritten.rename()
    if (file.isEmpty || listenPort !== file.listenPort) rewritten.set('listenPort', String(listenPort), whyPorts)
    rewritten.set('bindAddress', host, WHY.loopback)
    rewritten.set('kvConfigPath', `${storeFolder}/kvConfig.json`, WHY.folder)
    rewritten.set('configStorePath', configFile, WHY.folder)
    written.push({ node: name, path: configFile, text: writeProperties(rewritten.document) })
  }

  const brokers: BrokerSpec[] = []
  for (const file of mastersFirst(files.filter((each) => each.isBroker))) {
    const host = addressOf.get(file.host) ?? DEFAULT_HOST
    const block = options.portBase === undefined ? undefined : options.portBase + 11 + BROKER_STEP * brokers.length
    const { listenPort, haListenPort } = await ports.brokerPorts(
      host,
      block ?? file.listenPort,
      block === undefined ? file.haListenPort : undefined,
    )
    const name = names.get(file.node) ?? file.node
    const { configFile, storeFolder } = options.paths.node(options.name, name)
    const named = completed.nameServersOf(file.node)
    const own = servers.filter((server) => named.length === 0 || named.some((node) => names.get(node) === server.name))
    const rewritten = new Rewriter(file, name, changes)
    rewritten.rename()
    rewritten.set('namesrvAddr', own.map((server) => `${server.host}:${server.listenPort}`).join(';'), WHY.host)
    rewritten.set('storePathRootDir', storeFolder, WHY.folder)
    if (file.has('storePathCommitLog')) rewritten.set('storePathCommitLog', `${storeFolder}/commitlog`, WHY.folder)
    for (const key of ['bindAddress', 'brokerIP1', 'brokerIP2']) rewritten.set(key, host, WHY.loopback)
    if (listenPort !== file.listenPort) rewritten.set('listenPort', String(listenPort), whyPorts)
    if (haListenPort !== (file.haListenPort ?? listenPort + 1))
      rewritten.set('haListenPort', String(haListenPort), whyPorts)
    requireSupported(file, rewritten.document)
    written.push({ node: name, path: configFile, text: writeProperties(rewritten.document) })
    brokers.push({
      kind: 'broker',
      name,
      host,
      listenPort,
      haListenPort,
      machine: file.host,
      clusterName: file.get('brokerClusterName') ?? 'DefaultCluster',
      brokerName: file.brokerName,
      brokerId: file.role === 'SLAVE' ? file.brokerId : 0,
      role: file.role,
    })
  }
  const spec: ClusterSpec = {
    version: 1,
    name: options.name,
    topology: options.label,
    nodes: [...servers, ...brokers],
  }
  return { spec, files: written, changes }
}

/** A file of the author's read as Java would, with what placing it needs. */
class AuthorFile {
  readonly node: string
  readonly host: string
  readonly shown: string
  readonly isBroker: boolean
  readonly document: PropertiesDocument
  private readonly view: Map<string, string>

  constructor(file: TopologyFile) {
    this.node = file.node
    this.host = file.host
    this.shown = file.origin ?? file.node
    this.isBroker = file.program === 'broker'
    try {
      this.document = parseProperties(file.text)
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause)
      throw new EngineError('usage', `${this.shown} is no properties file: ${said}`, {
        context: { field: 'file', value: this.shown },
        cause,
        zh: `${this.shown} 不是有效的配置文件：${said}`,
      })
    }
    this.view = propertiesView(this.document)
    if (this.isBroker) this.requireNameServers()
  }

  /** Nobody wrote it: the name server is only named by the brokers. */
  get isEmpty(): boolean {
    return this.document.segments.length === 0
  }

  has(key: string): boolean {
    return this.view.has(key)
  }

  get(key: string): string | undefined {
    const value = this.view.get(key)?.trim()
    return value === undefined || value === '' ? undefined : value
  }

  get brokerName(): string {
    return this.get('brokerName') ?? 'DEFAULT_BROKER'
  }

  get brokerId(): number {
    const text = this.get('brokerId')
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0
  }

  get role(): BrokerRole {
    const role = this.get('brokerRole')
    return role !== undefined && ROLES.includes(role) ? (role as BrokerRole) : 'ASYNC_MASTER'
  }

  get listenPort(): number {
    return this.port('listenPort') ?? (this.isBroker ? DEFAULT_LISTEN_PORT : DEFAULT_NAMESRV_PORT)
  }

  get haListenPort(): number | undefined {
    return this.port('haListenPort')
  }

  private port(key: string): number | undefined {
    const text = this.get(key)
    return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) > 0 ? Number(text) : undefined
  }

  private requireNameServers(): void {
    const text = this.get('namesrvAddr')
    if (text === undefined || parseHostPorts(text).status === 'ok') return
    throw new EngineError('usage', `${this.shown}: namesrvAddr "${text}" cannot be used, write host:port;host:port`, {
      context: { field: 'namesrvAddr', value: text },
      zh: `${this.shown}：namesrvAddr“${text}”不可用，应写作 host:port;host:port`,
    })
  }
}

class Rewriter {
  document: PropertiesDocument
  private readonly file: AuthorFile
  private readonly node: string
  private readonly changes: Change[]

  constructor(file: AuthorFile, node: string, changes: Change[]) {
    this.file = file
    this.node = node
    this.document = file.document
    this.changes = changes
  }

  set(key: string, to: string, why: BilingualText): void {
    const from = this.file.get(key)
    if (from === to) return
    this.document = setProperty(this.document, key, to)
    this.changes.push({ node: this.node, file: this.file.shown, key, from, to, why })
  }

  /** Tells that the node is called otherwise. */
  rename(): void {
    if (this.node === this.file.node) return
    const { shown: file, node: from } = this.file
    this.changes.push({ node: this.node, file, key: 'node', from, to: this.node, why: WHY.name })
  }
}

/** Names that can be folders on every system, each once. */
function nodeNames(files: readonly TopologyFile[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const { node, program } of files) {
    const safe = node
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, NODE_NAME_CHARACTERS_MAX)
    const base = safe.replace(/[.-]+$/, '') === '' ? program : safe
    let name = base
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${base}-${i}`
    taken.add(name.toLowerCase())
    names.set(node, name)
  }
  return names
}

function requireSupported(file: AuthorFile, document: PropertiesDocument): void {
  const refused = unsupportedSettings(bindProperties(BROKER_FILE_OWNERS, document)).refused[0]
  if (refused === undefined) return
  const line = refused.line === undefined ? '' : `:${refused.line}`
  throw new EngineError('unsupported', `${file.shown}${line}: ${refused.message.en}; ${refused.fix.en}`, {
    context: { field: refused.key, file: file.shown, line: refused.line },
    zh: `${file.shown}${line}：${refused.message.zh}；${refused.fix.zh}`,
  })
}

function mastersFirst(files: readonly AuthorFile[]): AuthorFile[] {
  return files.toSorted((a, b) => Number(a.role === 'SLAVE') - Number(b.role === 'SLAVE'))
}

function noBroker(label: string): EngineError {
  return new EngineError('usage', `${label} has no broker property file (*.properties or *.conf with a brokerName)`, {
    context: { field: 'topology', value: label },
    zh: `${label} 中没有 broker 配置文件（含 brokerName 的 *.properties 或 *.conf）`,
  })
}
