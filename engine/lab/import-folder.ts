/**
 * A cluster made from a user's own property files. Nothing of theirs is changed: copies get the lab's folders, loopback
 * addresses and, where they would collide, other ports; each change is listed with its reason. Pure over file contents.
 */
import { EngineError } from '../base/errors.ts'
import { type BilingualText, say } from '../config/finding.ts'
import { parseHostPorts } from '../config/host-port.ts'
import { parsePropertiesBytes } from '../config/properties-bytes.ts'
import {
  propertiesView,
  type PropertiesDocument,
  setProperty,
  writeProperties,
} from '../config/properties-text.ts'
import { type BrokerRole, type BrokerSpec, type ClusterSpec, namesrvAddr, type NamesrvSpec } from './cluster-spec.ts'
import type { LabPaths } from './lab-paths.ts'
import { namesrvFile, type NodeFile, type PlannedCluster } from './topology.ts'

/** One file of the user's folder. */
export interface UserFile {
  /** Relative to the folder, with `/`: `host1/broker-a.properties`. */
  readonly path: string
  readonly content: Uint8Array
}

/** `--host ADDR=LOOPBACK`: which loopback address stands for a machine the files name. */
export type HostMap = ReadonlyMap<string, string>

export interface Change {
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
  /** Shown as the cluster's topology. */
  readonly folder: string
  readonly files: readonly UserFile[]
  readonly hosts: HostMap
  readonly paths: LabPaths
  /** Moves all ports into one block, as for topologies; without it the files' own ports are kept where they are free. */
  readonly portBase?: number
  /** Whether a broker may listen there: false for taken ports and for loopback aliases this machine does not have. */
  isPortFree(host: string, port: number): Promise<boolean>
  /** Whether this machine has the loopback address. */
  isHostUsable(host: string): Promise<boolean>
}

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_LISTEN_PORT = 10_911
const DEFAULT_NAMESRV_PORT = 9876
const PORT_TRIES = 500
const PORT_STEP = 20
const BROKER_STEP = 10

const WHY = {
  folder: say('data stays under the lab’s home', '数据保存在实验室目录下'),
  loopback: say('the lab listens on loopback only', '实验室只在回环地址上监听'),
  host: say('the loopback address stands for that machine', '用回环地址代替该主机'),
  taken: say('the ports are taken on this machine', '本机上这些端口已被占用'),
} as const

const ROLES: readonly string[] = ['ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE'] satisfies BrokerRole[]

/** @throws {EngineError} 'usage' naming the address to map, the file and key that cannot be used, or the lack of files. */
export async function importFolder(options: ImportOptions): Promise<ImportedCluster> {
  const brokers = options.files.map((file) => new UserBroker(file)).filter((broker) => broker.isBroker)
  if (brokers.length === 0) {
    throw new EngineError(
      'usage',
      `${options.folder} has no broker property file (*.properties or *.conf with a brokerName)`,
      {
        context: { field: 'topology', value: options.folder },
        zh: `${options.folder} 中没有 broker 配置文件（含 brokerName 的 *.properties 或 *.conf）`,
      },
    )
  }
  const ports = new PortChooser(options)
  const changes: Change[] = []
  const nameServers = await placeNameServers(brokers, options, ports)
  const machineOf = machinesOfFolders(brokers, options.hosts)
  const specs: BrokerSpec[] = []
  const files: NodeFile[] = []
  const addresses = namesrvAddr({ version: 1, name: options.name, topology: '', nodes: nameServers.specs })
  for (const broker of mastersFirst(brokers)) {
    const wantedHost = broker.ownHost(options.hosts) ?? machineOf.get(broker.machineFolder) ?? DEFAULT_HOST
    const host = (await options.isHostUsable(wantedHost)) ? wantedHost : DEFAULT_HOST
    const block = options.portBase === undefined ? undefined : options.portBase + 11 + BROKER_STEP * specs.length
    const { listenPort, haListenPort } = await ports.brokerPorts(
      host,
      block ?? broker.listenPort,
      block === undefined ? broker.haListenPort : undefined,
    )
    const name = uniqueName(broker.nodeName, specs)
    const { configFile, storeFolder } = options.paths.node(options.name, name)
    const rewritten = new Rewriter(broker, changes)
    rewritten.set('namesrvAddr', addresses, WHY.host)
    rewritten.set('storePathRootDir', storeFolder, WHY.folder)
    if (broker.has('storePathCommitLog')) rewritten.set('storePathCommitLog', `${storeFolder}/commitlog`, WHY.folder)
    for (const key of ['bindAddress', 'brokerIP1', 'brokerIP2']) rewritten.set(key, host, WHY.loopback)
    if (listenPort !== broker.listenPort) rewritten.set('listenPort', String(listenPort), WHY.taken)
    if (haListenPort !== (broker.haListenPort ?? listenPort + 1))
      rewritten.set('haListenPort', String(haListenPort), WHY.taken)
    files.push({ node: name, path: configFile, text: writeProperties(rewritten.document) })
    specs.push({
      kind: 'broker',
      name,
      host,
      listenPort,
      haListenPort,
      clusterName: broker.get('brokerClusterName') ?? 'DefaultCluster',
      brokerName: broker.brokerName,
      brokerId: broker.role === 'SLAVE' ? broker.brokerId : 0,
      role: broker.role,
    })
  }
  const spec: ClusterSpec = {
    version: 1,
    name: options.name,
    topology: options.folder,
    nodes: [...nameServers.specs, ...specs],
  }
  const namesrvFiles = nameServers.specs.map((node) => {
    const { configFile, folder } = options.paths.node(options.name, node.name)
    return namesrvFile(node, configFile, folder)
  })
  return { spec, files: [...namesrvFiles, ...files], changes: [...nameServers.changes, ...changes] }
}

/** A user's file read as Java would, with what placing it needs. */
class UserBroker {
  readonly path: string
  readonly document: PropertiesDocument
  private readonly view: Map<string, string>

  constructor(file: UserFile) {
    this.path = file.path
    try {
      this.document = parsePropertiesBytes(file.content)
    } catch (cause) {
      throw new EngineError(
        'usage',
        `${file.path} is no properties file: ${cause instanceof Error ? cause.message : String(cause)}`,
        {
          cause,
          zh: `${file.path} 不是有效的配置文件：${cause instanceof Error ? cause.message : String(cause)}`,
        },
      )
    }
    this.view = propertiesView(this.document)
  }

  get isBroker(): boolean {
    return this.has('brokerName') || this.has('brokerRole')
  }

  has(key: string): boolean {
    return this.view.has(key)
  }

  get(key: string): string | undefined {
    const value = this.view.get(key)?.trim()
    return value === undefined || value === '' ? undefined : value
  }

  get nodeName(): string {
    const base = this.path.slice(this.path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
    return base.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'broker'
  }

  /** First folder of the path: the files of one machine lie together. Empty at the top. */
  get machineFolder(): string {
    const slash = this.path.indexOf('/')
    return slash < 0 ? '' : this.path.slice(0, slash)
  }

  get brokerName(): string {
    return this.get('brokerName') ?? 'DEFAULT_BROKER'
  }

  get brokerId(): number {
    const text = this.get('brokerId')
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0
  }

  get role(): BrokerRole {
    const role = this.get('brokerRole')
    return role !== undefined && ROLES.includes(role) ? (role as BrokerRole) : 'ASYNC_MASTER'
  }

  get listenPort(): number {
    return this.port('listenPort') ?? DEFAULT_LISTEN_PORT
  }

  get haListenPort(): number | undefined {
    return this.port('haListenPort')
  }

  get nameServers(): { host: string; port: number }[] {
    const text = this.get('namesrvAddr')
    if (text === undefined) return []
    const list = parseHostPorts(text)
    if (list.status === 'ok') return list.addresses.map(({ host, port }) => ({ host, port }))
    throw new EngineError('usage', `${this.path}: namesrvAddr "${text}" cannot be used, write host:port;host:port`, {
      context: { field: 'namesrvAddr', value: text },
      zh: `${this.path}：namesrvAddr“${text}”不可用，应写作 host:port;host:port`,
    })
  }

  /** The loopback address of the machine this file names as its own. */
  ownHost(hosts: HostMap): string | undefined {
    const own = this.get('brokerIP1')
    return own === undefined ? undefined : hosts.get(own)
  }

  private port(key: string): number | undefined {
    const text = this.view.get(key)
    return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) > 0 ? Number(text) : undefined
  }
}

class Rewriter {
  document: PropertiesDocument
  private readonly broker: UserBroker
  private readonly changes: Change[]

  constructor(broker: UserBroker, changes: Change[]) {
    this.broker = broker
    this.document = broker.document
    this.changes = changes
  }

  set(key: string, to: string, why: BilingualText): void {
    const from = this.broker.get(key)
    if (from === to) return
    this.document = setProperty(this.document, key, to)
    this.changes.push({ file: this.broker.path, key, from, to, why })
  }
}

/** Hands out ports that nobody has, as near to the wanted ones as they go. */
class PortChooser {
  private readonly given = new Set<string>()
  private readonly options: ImportOptions

  constructor(options: ImportOptions) {
    this.options = options
  }

  async namesrvPort(host: string, wanted: number): Promise<number> {
    for (let i = 0; i < PORT_TRIES; i++) if (await this.take(host, [wanted + i])) return wanted + i
    throw this.none(host, wanted)
  }

  async brokerPorts(
    host: string,
    wanted: number,
    wantedHa: number | undefined,
  ): Promise<{ listenPort: number; haListenPort: number }> {
    for (let i = 0; i < PORT_TRIES; i++) {
      const listenPort = wanted + i * PORT_STEP
      const haListenPort = (wantedHa ?? wanted + 1) + i * PORT_STEP
      if (listenPort > 65_000) break
      if (await this.take(host, [listenPort, listenPort - 2, haListenPort])) return { listenPort, haListenPort }
    }
    throw this.none(host, wanted)
  }

  private async take(host: string, ports: readonly number[]): Promise<boolean> {
    if (new Set(ports).size < ports.length) return false
    for (const port of ports) {
      if (this.given.has(`${host}:${port}`) || !(await this.options.isPortFree(host, port))) return false
    }
    for (const port of ports) this.given.add(`${host}:${port}`)
    return true
  }

  private none(host: string, wanted: number): EngineError {
    return new EngineError('usage', `no free ports on ${host} near ${wanted}`, {
      context: { field: 'listenPort', value: wanted },
      zh: `${host} 上 ${wanted} 附近没有空闲端口`,
    })
  }
}

interface PlacedNameServers {
  readonly specs: NamesrvSpec[]
  readonly changes: Change[]
}

async function placeNameServers(
  brokers: UserBroker[],
  options: ImportOptions,
  ports: PortChooser,
): Promise<PlacedNameServers> {
  const wanted = new Map<string, { host: string; port: number; file: string }>()
  for (const broker of brokers) {
    for (const { host, port } of broker.nameServers) wanted.set(`${host}:${port}`, { host, port, file: broker.path })
  }
  if (wanted.size === 0) wanted.set('', { host: DEFAULT_HOST, port: DEFAULT_NAMESRV_PORT, file: '' })
  const missing = [...wanted.values()]
    .filter(({ host }) => mapped(host, options.hosts) === undefined)
    .map(({ host }) => host)
  if (missing.length > 0) {
    const flags = [...new Set(missing)].map((host, i) => `--host ${host}=127.0.0.${i + 1}`).join(' ')
    throw new EngineError(
      'usage',
      `namesrvAddr names machines that are not here; say which loopback address stands for each: ${flags}`,
      {
        context: { field: 'host', value: missing },
        zh: `namesrvAddr 中的主机不在本机；请指明各用哪个回环地址代替：${flags}`,
      },
    )
  }
  const specs: NamesrvSpec[] = []
  const changes: Change[] = []
  for (const { host: wantedHost, port: wantedPort, file } of wanted.values()) {
    const wish = mapped(wantedHost, options.hosts) ?? DEFAULT_HOST
    const host = (await options.isHostUsable(wish)) ? wish : DEFAULT_HOST
    const listenPort = await ports.namesrvPort(
      host,
      options.portBase === undefined ? wantedPort : options.portBase + specs.length,
    )
    const name = `n${specs.length + 1}`
    specs.push({ kind: 'namesrv', name, host, listenPort })
    if (listenPort !== wantedPort) {
      changes.push({
        file,
        key: `name server ${name}`,
        from: `${wantedHost}:${wantedPort}`,
        to: `${host}:${listenPort}`,
        why: WHY.taken,
      })
    }
  }
  return { specs, changes }
}

/** Loopback stands for itself. */
function mapped(host: string, hosts: HostMap): string | undefined {
  return (
    hosts.get(host) ??
    (host === 'localhost' || host.startsWith('127.') ? host.replace('localhost', DEFAULT_HOST) : undefined)
  )
}

/**
 * Files do not say on which machine they are started; the sub-folder they lie in does. A folder named like a machine is
 * that machine; the others take the machines that are left, both in the order given.
 */
function machinesOfFolders(brokers: readonly UserBroker[], hosts: HostMap): Map<string, string> {
  const folders = [...new Set(brokers.map((broker) => broker.machineFolder))].filter((folder) => folder !== '').sort()
  const machines = new Map<string, string>()
  for (const folder of folders) {
    const host = hosts.get(folder)
    if (host !== undefined) machines.set(folder, host)
  }
  const left = [...new Set(hosts.values())].filter((host) => ![...machines.values()].includes(host))
  for (const folder of folders) {
    if (machines.has(folder)) continue
    const host = left.shift()
    if (host !== undefined) machines.set(folder, host)
  }
  return machines
}

function mastersFirst(brokers: readonly UserBroker[]): UserBroker[] {
  return [...brokers].sort((a, b) => Number(a.role === 'SLAVE') - Number(b.role === 'SLAVE'))
}

function uniqueName(name: string, taken: readonly BrokerSpec[]): string {
  let unique = name
  for (let i = 2; taken.some((spec) => spec.name === unique); i++) unique = `${name}-${i}`
  return unique
}
