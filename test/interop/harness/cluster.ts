/**
 * A cluster under test: NameServers and brokers, each ours or Apache's, started from command templates with one private folder each, awaited by
 * what the NameServers and brokers say, ended by pid. The benchmark uses it too. Knows nothing of Java clients.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePortTriple } from './ports.ts'
import { OwnedProcess, waitFor } from './process.ts'
import { ask, clusterTable, commitLogEnd, createTopic, routeBrokers } from './remoting-probe.ts'

const REPO = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

export type Engine = 'ours' | 'apache'
export type Properties = Readonly<Record<string, string | number | boolean>>

/**
 * How a node is started. Placeholders: {conf} properties file, {home} private folder, {namesrv} addresses, {lib} jar folder.
 * MQLAB_NAMESRV_CMD and MQLAB_BROKER_CMD replace the templates of our own nodes.
 */
export interface CommandTemplates {
  readonly nameServer: readonly string[]
  readonly broker: readonly string[]
}

export const OUR_COMMANDS: CommandTemplates = {
  nameServer: fromEnvironment('MQLAB_NAMESRV_CMD') ?? [
    process.execPath,
    join(REPO, 'dist/mqnamesrv.js'),
    '-c',
    '{conf}',
  ],
  broker: fromEnvironment('MQLAB_BROKER_CMD') ?? [
    process.execPath,
    join(REPO, 'dist/mqbroker.js'),
    '-c',
    '{conf}',
    '-n',
    '{namesrv}',
  ],
}

/** Apache's nodes with small heaps; `jvm` flags are for tests (quick start) or measurements (full compiler). */
export function apacheCommands(jvm: { nameServer: readonly string[]; broker: readonly string[] }): CommandTemplates {
  const common = ['-Duser.home={home}', '-Drocketmq.home.dir={home}', '-cp', '{lib}/*']
  const open = ['--add-exports=java.base/sun.nio.ch=ALL-UNNAMED', '--add-opens=java.base/java.nio=ALL-UNNAMED']
  const root = 'org.apache.rocketmq'
  return {
    nameServer: ['java', ...jvm.nameServer, ...common, `${root}.namesrv.NamesrvStartup`, '-c', '{conf}'],
    broker: ['java', ...jvm.broker, ...open, ...common, `${root}.broker.BrokerStartup`, '-c', '{conf}'],
  }
}

const QUICK_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto']

export const APACHE_TEST_COMMANDS = apacheCommands({
  nameServer: ['-Xmx192m', ...QUICK_JVM],
  broker: ['-Xmx512m', '-XX:MaxDirectMemorySize=512m', ...QUICK_JVM],
})

export interface BrokerSpec {
  /** Name of the node in this cluster: 'broker-a-s'. */
  readonly node: string
  readonly brokerName: string
  /** 0 is the master. */
  readonly brokerId: number
  readonly engine: Engine
  readonly properties?: Properties
  /** A store folder made by somebody else; by default the node's own. */
  readonly storeDir?: string
}

export interface ClusterSpec {
  readonly nameServers: number
  readonly nameServerEngine: Engine
  readonly brokers: readonly BrokerSpec[]
  /** For every broker, below its own properties. */
  readonly properties?: Properties
  /** Jar folder; needed when a node is Apache's. */
  readonly apacheLib?: string | undefined
  readonly commands?: Partial<Readonly<Record<Engine, CommandTemplates>>>
  /** Words put before each broker's command line, such as ['taskset', '-c', '0']. */
  readonly brokerPrefix?: readonly string[]
  readonly label: string
}

/** Two masters with a slave each, as in the tutorials. */
export function twoMastersTwoSlaves(engine: Engine): readonly BrokerSpec[] {
  return [
    { node: 'broker-a', brokerName: 'broker-a', brokerId: 0, engine },
    { node: 'broker-b', brokerName: 'broker-b', brokerId: 0, engine },
    { node: 'broker-a-s', brokerName: 'broker-a', brokerId: 1, engine },
    { node: 'broker-b-s', brokerName: 'broker-b', brokerId: 1, engine },
  ]
}

interface Node {
  readonly name: string
  readonly port: number
  readonly argv: readonly string[]
  readonly home: string
  readonly spec: BrokerSpec | undefined
  process: OwnedProcess | undefined
}

/** Create with `Cluster.start`, end with `stop` in an `afterAll`, always. */
export class Cluster {
  readonly dir: string
  private readonly spec: ClusterSpec
  private readonly nodes = new Map<string, Node>()
  private startedMs = 0

  private constructor(spec: ClusterSpec) {
    this.spec = spec
    this.dir = mkdtempSync(join(process.env['MQLAB_TEST_DIR'] ?? tmpdir(), `mqlab-${spec.label}-`))
  }

  /** Starts every node and returns once all brokers are registered at all NameServers. */
  static async start(spec: ClusterSpec, timeoutMs = 120_000): Promise<Cluster> {
    const cluster = await Cluster.prepare(spec)
    try {
      cluster.startAll()
      await cluster.awaitRegistered(timeoutMs)
    } catch (error) {
      await cluster.stop({ keepLogs: true })
      throw error
    }
    return cluster
  }

  /** Folders, ports and files, nothing running. */
  static async prepare(spec: ClusterSpec): Promise<Cluster> {
    const cluster = new Cluster(spec)
    for (let i = 0; i < spec.nameServers; i++) await cluster.addNameServer(i)
    for (const broker of spec.brokers) await cluster.addBroker(broker)
    return cluster
  }

  /** Addresses as clients take them: `127.0.0.1:1;127.0.0.1:2`. */
  get nameServers(): string {
    return this.nameServerPorts.map((port) => `127.0.0.1:${port}`).join(';')
  }

  get nameServerPorts(): readonly number[] {
    return [...this.nodes.values()].filter((node) => node.spec === undefined).map((node) => node.port)
  }

  get processes(): readonly OwnedProcess[] {
    return [...this.nodes.values()].flatMap((node) => (node.process === undefined ? [] : [node.process]))
  }

  port(name: string): number {
    return this.node(name).port
  }

  address(name: string): string {
    return `127.0.0.1:${this.port(name)}`
  }

  storeDir(name: string): string {
    const node = this.node(name)
    return node.spec?.storeDir ?? join(node.home, 'store')
  }

  process(name: string): OwnedProcess {
    const owned = this.node(name).process
    if (owned === undefined) throw new Error(`${name} was not started`)
    return owned
  }

  startAll(): void {
    this.startedMs = performance.now()
    for (const name of this.nodes.keys()) this.startNode(name)
  }

  startNode(name: string): OwnedProcess {
    const node = this.node(name)
    if (node.process?.running === true) throw new Error(`${name} runs already`)
    const prefix = node.spec === undefined ? [] : (this.spec.brokerPrefix ?? [])
    node.process = new OwnedProcess({
      name,
      argv: [...prefix, ...node.argv],
      cwd: node.home,
      env: { ROCKETMQ_HOME: node.home, MQLAB_HOME: join(this.dir, 'lab-home') },
      logFile: join(this.dir, `${name}.log`),
    })
    return node.process
  }

  /** Milliseconds since `startAll`. */
  get ageMs(): number {
    return performance.now() - this.startedMs
  }

  /** Every NameServer lists the given nodes (default: all brokers). A node that ended meanwhile is an error at once. */
  async awaitRegistered(timeoutMs = 120_000, names = this.brokerNames(), intervalMs = 50): Promise<void> {
    let ended: Node | undefined
    await waitFor(
      `${names.join(', ')} registered at ${this.nameServers}`,
      async () => {
        ended = [...this.nodes.values()].find((node) => node.process !== undefined && !node.process.running)
        if (ended !== undefined) return true
        for (const port of this.nameServerPorts) {
          const { brokers } = await clusterTable(port)
          const listed = (name: string): boolean => {
            const { spec } = this.node(name)
            return spec !== undefined && brokers[spec.brokerName]?.[spec.brokerId] === this.address(name)
          }
          if (!names.every(listed)) return undefined
        }
        return true
      },
      { timeoutMs, intervalMs },
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${this.logTails()}`)
    })
    if (ended !== undefined) throw new Error(`${ended.name} ended by itself\n${this.logTails([ended.name])}`)
  }

  /** No NameServer lists the node any more. */
  async awaitUnregistered(name: string, timeoutMs = 150_000): Promise<void> {
    const { spec } = this.node(name)
    await waitFor(
      `${name} gone from ${this.nameServers}`,
      async () => {
        for (const port of this.nameServerPorts) {
          const { brokers } = await clusterTable(port)
          if (spec !== undefined && brokers[spec.brokerName]?.[spec.brokerId] === this.address(name)) return undefined
        }
        return true
      },
      { timeoutMs },
    )
  }

  /**
   * Creates a topic on every running master and returns once every NameServer routes it to all of them. Without this a client that
   * starts at the wrong moment sees one broker only, until its next route refresh 30 s later.
   */
  async createTopic(topic: string, queues = 4): Promise<void> {
    const masters = [...this.nodes.values()].filter(
      (node) => node.spec?.brokerId === 0 && node.process?.running === true,
    )
    for (const master of masters) await createTopic(master.port, topic, queues)
    await waitFor(`a route of ${topic} to every master`, async () => {
      for (const port of this.nameServerPorts) {
        const routed = await routeBrokers(port, topic)
        if (!masters.every((master) => master.spec !== undefined && routed.includes(master.spec.brokerName)))
          return undefined
      }
      return true
    })
  }

  /** The slave's commit log is as long as its master's, twice in a row; answers that length in bytes. */
  async awaitReplicated(master: string, slave: string, timeoutMs = 60_000): Promise<number> {
    return waitFor(
      `${slave} as long as ${master}`,
      async () => {
        const before = await commitLogEnd(this.port(master))
        const copied = await commitLogEnd(this.port(slave))
        return before === copied && before === (await commitLogEnd(this.port(master))) ? before : undefined
      },
      { timeoutMs, intervalMs: 100 },
    )
  }

  /** The broker answers requests on its port (registered or not). */
  async awaitServing(name: string, timeoutMs = 60_000, intervalMs = 20): Promise<void> {
    const port = this.port(name)
    await waitFor(
      `${name} serves port ${port}`,
      async () => ((await ask(port, { code: 28 })).code === 0 ? true : undefined),
      {
        timeoutMs,
        intervalMs,
      },
    )
  }

  /** Ends every node and removes the folder; with `keepLogs` the folder stays and its path is printed. */
  async stop({ graceful = false, keepLogs = false }: { graceful?: boolean; keepLogs?: boolean } = {}): Promise<void> {
    const running = this.processes.filter((one) => one.running)
    await Promise.all(running.map((one) => (graceful ? one.stop() : one.kill())))
    if (keepLogs || process.env['MQLAB_KEEP'] === '1') {
      process.stderr.write(`interop: kept ${this.dir}\n`)
      return
    }
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 })
  }

  /** The last lines of each node's log, for error messages. */
  logTails(names: readonly string[] = [...this.nodes.keys()], lines = 15): string {
    const tails = names.map((name) => `--- ${name}\n${this.node(name).process?.logTail(lines) ?? '(not started)'}`)
    return tails.join('\n')
  }

  private brokerNames(): readonly string[] {
    return [...this.nodes.values()].filter((node) => node.spec !== undefined).map((node) => node.name)
  }

  private node(name: string): Node {
    const node = this.nodes.get(name)
    if (node === undefined) throw new Error(`no node ${name} in this cluster`)
    return node
  }

  private async addNameServer(index: number): Promise<void> {
    const name = `namesrv-${index + 1}`
    const port = await freePortTriple()
    const properties = { listenPort: port, bindAddress: '127.0.0.1' }
    this.addNode(name, port, this.spec.nameServerEngine, 'nameServer', properties, undefined)
  }

  private async addBroker(spec: BrokerSpec): Promise<void> {
    const port = await freePortTriple()
    const store = spec.storeDir ?? join(this.dir, spec.node, 'store')
    const properties: Properties = {
      brokerClusterName: 'DefaultCluster',
      brokerName: spec.brokerName,
      brokerId: spec.brokerId,
      brokerRole: spec.brokerId === 0 ? 'ASYNC_MASTER' : 'SLAVE',
      flushDiskType: 'ASYNC_FLUSH',
      deleteWhen: '04',
      fileReservedTime: 48,
      brokerIP1: '127.0.0.1',
      brokerIP2: '127.0.0.1',
      bindAddress: '127.0.0.1',
      listenPort: port,
      haListenPort: port + 1,
      namesrvAddr: this.nameServers,
      autoCreateTopicEnable: true,
      slaveReadEnable: true,
      diskMaxUsedSpaceRatio: 95,
      storePathRootDir: store,
      storePathCommitLog: join(store, 'commitlog'),
      ...this.spec.properties,
      ...spec.properties,
    }
    this.addNode(spec.node, port, spec.engine, 'broker', properties, spec)
  }

  private addNode(
    name: string,
    port: number,
    engine: Engine,
    role: keyof CommandTemplates,
    properties: Properties,
    spec: BrokerSpec | undefined,
  ): void {
    const home = join(this.dir, name)
    mkdirSync(home, { recursive: true })
    const conf = join(this.dir, `${name}.properties`)
    writeFileSync(
      conf,
      Object.entries(properties)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    )
    const templates = this.spec.commands?.[engine] ?? (engine === 'ours' ? OUR_COMMANDS : APACHE_TEST_COMMANDS)
    if (engine === 'apache' && this.spec.apacheLib === undefined) throw new Error(`${name} needs the Apache jars`)
    const argv = templates[role].map((word) =>
      word
        .replaceAll('{conf}', conf)
        .replaceAll('{home}', home)
        .replaceAll('{namesrv}', this.nameServers)
        .replaceAll('{lib}', this.spec.apacheLib ?? ''),
    )
    const script = argv[1]
    if (engine === 'ours' && script?.endsWith('.js') === true && !existsSync(script)) {
      throw new Error(`${script} is missing: run npm run build`)
    }
    this.nodes.set(name, { name, port, argv, home, spec, process: undefined })
  }
}

function fromEnvironment(name: string): readonly string[] | undefined {
  const line = process.env[name]
  return line === undefined || line === '' ? undefined : line.split(' ')
}
