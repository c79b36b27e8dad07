/**
 * A cluster of real node processes, driven in this process by the lab itself: for tests that start and kill often, and
 * that need settings which no topology has. The commands around the lab are other tests' business.
 */
import type { ProcessRecord } from '../../../engine/base/ports.ts'
import type { Topology } from '../../../engine/config/topologies.ts'
import { parseProperties, setProperty, writeProperties } from '../../../engine/config/properties-text.ts'
import { addressOf, type ClusterSpec, findNode, namesrvAddr } from '../../../engine/lab/cluster-spec.ts'
import type { Host } from '../../../engine/lab/hosts/host.ts'
import { localHost } from '../../../engine/lab/hosts/local-host.ts'
import { Lab, type LinkFaultRequest, type NodeView } from '../../../engine/lab/lab.ts'
import { readNodeRecord } from '../../../engine/lab/node-record.ts'
import { blockPorts } from '../../../engine/lab/port-plan.ts'
import { planTopology, portWish } from '../../../engine/lab/topology.ts'
import { nodeProcesses } from '../../../engine/node/node-processes.ts'
import { type NodePorts, nodePorts } from '../../../engine/node/ports.ts'
import { freePortBase, type LabHome } from './lab-home.ts'
import { programEnvironment, programFile } from './programs.ts'
import { until } from './until.ts'

export type Settings = Readonly<Record<string, string | number | boolean>>

export interface LabClusterOptions {
  readonly topology: Topology
  /** Keys added to the property file of every broker. */
  readonly settings?: Settings
  /** The file port of the nodes: `unsynced` drops at a kill what was not synced, `full:<bytes>` is a disk of that size. */
  readonly filePort?: 'unsynced' | `full:${number}`
}

/** Small files, so that segments roll and queues grow over several of them during a short test. */
const SMALL_FILES: Settings = {
  mappedFileSizeCommitLog: 1024 * 1024,
  mappedFileSizeConsumeQueue: 20_000,
  maxHashSlotNum: 1000,
  maxIndexNum: 4000,
}

/** What a broker says of its log and its replication on the control channel; absent where it has none. */
export interface BrokerStatus {
  readonly log: { readonly writtenOffset: number; readonly flushedOffset: number; readonly appendedOffset: number }
  readonly slaves: readonly {
    readonly state: string
    readonly ackOffset: number
    readonly lagBytes: number
    readonly lagMs: number
    readonly isInSync: boolean
  }[]
  readonly replication?: { readonly state: string; readonly reason: string; readonly maxOffset: number }
}

let clusters = 0

export class LabCluster {
  readonly lab: Lab
  readonly host: Host
  readonly spec: ClusterSpec
  /** For clients in this process. */
  readonly ports: NodePorts = nodePorts({ logName: 'test' })

  private constructor(lab: Lab, host: Host, spec: ClusterSpec) {
    this.lab = lab
    this.host = host
    this.spec = spec
  }

  /** Writes the cluster's files; nothing runs yet. */
  static async create(home: LabHome, options: LabClusterOptions): Promise<LabCluster> {
    const host = localHost({
      ports: nodePorts({ logName: 'lab' }),
      processes: nodeProcesses(),
      commands: {
        namesrv: [process.execPath, programFile('mqnamesrv')],
        broker: [process.execPath, '--max-semi-space-size=4', programFile('mqbroker')],
      },
      env: programEnvironment({
        MQLAB_HOME: home.folder,
        ...(options.filePort === undefined ? {} : { MQLAB_FILE_PORT: options.filePort }),
      }),
    })
    const lab = new Lab(home.folder, host)
    const planned = planTopology({
      name: `c${++clusters}`,
      topology: options.topology,
      host: '127.0.0.1',
      ports: blockPorts(await freePortBase(), portWish(options.topology)),
      paths: lab.paths,
    })
    const brokers = new Set(planned.spec.nodes.filter((node) => node.kind === 'broker').map((node) => node.name))
    const settings = { ...SMALL_FILES, ...options.settings }
    lab.create({
      spec: planned.spec,
      files: planned.files.map((file) =>
        brokers.has(file.node) ? { ...file, text: withKeys(file.text, settings) } : file,
      ),
    })
    return new LabCluster(lab, host, planned.spec)
  }

  get namesrvAddr(): string {
    return namesrvAddr(this.spec)
  }

  /** Starts everything and waits until name servers know all brokers and slaves follow. */
  async up(): Promise<void> {
    await this.lab.up(this.spec)
    await this.whenComplete()
  }

  async whenComplete(limitMs = 30_000): Promise<void> {
    for (const node of this.spec.nodes) {
      if (node.kind !== 'broker') continue
      await until(`${node.name} is registered everywhere`, () => this.isRegistered(node.name), limitMs)
      if (node.role === 'SLAVE') await this.whenFollowing(node.name, limitMs)
    }
  }

  /** Waits until the slave takes its master's log and has all of it. */
  async whenFollowing(slave: string, limitMs = 30_000): Promise<void> {
    const spec = findNode(this.spec, slave)
    const master = this.spec.nodes.find(
      (node) =>
        node.kind === 'broker' &&
        spec.kind === 'broker' &&
        node.brokerName === spec.brokerName &&
        node.role !== 'SLAVE',
    )
    if (master === undefined) throw new Error(`${slave} has no master`)
    await until(
      `${slave} follows ${master.name}`,
      async () => {
        const [of, mine] = [await this.status(master.name), await this.status(slave)]
        const inSync = of.slaves.some((row) => row.state === 'transfer' && row.lagBytes === 0)
        return inSync && mine.log.writtenOffset === of.log.writtenOffset
      },
      limitMs,
    )
  }

  async status(node: string): Promise<BrokerStatus> {
    const { state, status } = await this.lab.observeNode(this.spec, findNode(this.spec, node))
    if (status === undefined) throw new Error(`${node} is ${state} and says nothing`)
    return status as unknown as BrokerStatus
  }

  start(node: string): Promise<NodeView> {
    return this.lab.start(this.spec, node)
  }

  stop(node: string): Promise<NodeView> {
    return this.lab.stop(this.spec, node)
  }

  pause(node: string): Promise<NodeView> {
    return this.lab.pause(this.spec, node)
  }

  resume(node: string): Promise<NodeView> {
    return this.lab.resume(this.spec, node)
  }

  fault(node: string, peer: string, fault: LinkFaultRequest): Promise<unknown> {
    return this.lab.fault(this.spec, node, peer, fault)
  }

  /** SIGKILL to each, one right after the other; returns at once. */
  killNow(...nodes: string[]): void {
    const records = nodes.map((node) => this.recordOf(node))
    for (const { pid } of records) process.kill(pid, 'SIGKILL')
  }

  async whenDead(...nodes: string[]): Promise<void> {
    for (const node of nodes) {
      await until(`${node} is dead`, async () => {
        const { state } = await this.lab.observeNode(this.spec, findNode(this.spec, node))
        return state === 'crashed' || state === 'killed' || state === 'stopped'
      })
    }
  }

  recordOf(node: string): ProcessRecord {
    const record = readNodeRecord(this.ports.fs, this.lab.paths.node(this.spec.name, node).recordFile)
    if (record === undefined) throw new Error(`${node} was never started`)
    return record.process
  }

  address(node: string): string {
    return addressOf(findNode(this.spec, node))
  }

  storeFolder(node: string): string {
    return this.lab.paths.node(this.spec.name, node).storeFolder
  }

  private async isRegistered(node: string): Promise<boolean> {
    const { status } = await this.lab.observeNode(this.spec, findNode(this.spec, node))
    const at = status?.['registeredAt']
    return Array.isArray(at) && at.length === this.spec.nodes.filter(({ kind }) => kind === 'namesrv').length
  }
}

function withKeys(text: string, settings: Settings): string {
  let document = parseProperties(text)
  for (const [key, value] of Object.entries(settings)) document = setProperty(document, key, String(value))
  return writeProperties(document)
}
