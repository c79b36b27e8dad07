/**
 * A cluster laid out node by node: its specification and the files its nodes are started with. `mqlab up <topology>` and
 * the drafts of the window are written by the same functions. Pure.
 */
import type { FlushDiskType } from '../config/broker-keys.ts'
import { escapeValue } from '../config/properties-text.ts'
import { brokerProperties } from '../config/templates.ts'
import {
  type Topology,
  TOPOLOGY_COUNTS,
  type TopologyCounts,
  topologyPlan,
  type TopologyPlan,
} from '../config/topologies.ts'
import { type BrokerSpec, type ClusterSpec, namesrvAddr, type NamesrvSpec, type NodeSpec } from './cluster-spec.ts'
import type { LabPaths } from './lab-paths.ts'
import type { PortPlan, PortWish } from './port-plan.ts'

export interface NodeFile {
  readonly node: string
  readonly path: string
  readonly text: string
}

export interface PlannedCluster {
  readonly spec: ClusterSpec
  readonly files: readonly NodeFile[]
}

export interface TopologyOptions {
  readonly name: string
  readonly topology: Topology
  readonly host: string
  readonly ports: PortPlan
  readonly paths: LabPaths
}

/** A cluster whose nodes are decided: names, ports, machines, folders. */
export interface ClusterLayout {
  readonly name: string
  readonly topology: string
  /** Name servers and brokers in the order in which they are shown. */
  readonly nodes: readonly NodeSpec[]
  readonly flushDiskType: FlushDiskType
  readonly paths: LabPaths
  readonly mappedFileSizeCommitLog?: number
}

/** RocketMQ's own default, so that tutorials' `-c DefaultCluster` works. */
export const DEFAULT_BROKER_CLUSTER = 'DefaultCluster'

export function portWish(topology: Topology): PortWish {
  const plan = topologyPlan(topology)
  return { nameServers: plan.nameServers, brokers: plan.brokers.length }
}

/** How many hosts a named topology stands on: one a pair, and one for each name server beside it. */
export function machinesOf(counts: TopologyCounts): number {
  return Math.max(counts.masters, counts.nameServers, counts.masters > 0 && counts.slavesPerMaster > 0 ? 2 : 1)
}

/** The host of the master with this index, of its slave with this id (1, 2, ...), and of name servers by index. */
export function machineName(index: number, machines: number): string {
  return `host-${(index % machines) + 1}`
}

/** Where each broker of a plan stands; crossed: a slave on the next host, as in the articles. */
export function brokerMachines(plan: TopologyPlan, machines: number, isCrossed: boolean): Map<string, string> {
  const groups = [...new Set(plan.brokers.map((broker) => broker.brokerName))]
  return new Map(
    plan.brokers.map((broker) => {
      const master = groups.indexOf(broker.brokerName)
      return [broker.name, machineName(isCrossed ? master + broker.brokerId : master, machines)]
    }),
  )
}

export function planTopology(options: TopologyOptions): PlannedCluster {
  const { host, ports, paths, name } = options
  const plan = topologyPlan(options.topology)
  const machines = machinesOf(TOPOLOGY_COUNTS[options.topology])
  const machineOf = brokerMachines(plan, machines, true)
  const nameServers = ports.namesrvPorts.map((listenPort, index): NamesrvSpec => ({
    kind: 'namesrv',
    name: `n${index + 1}`,
    host,
    listenPort,
    machine: machineName(index, machines),
  }))
  const brokers = plan.brokers.map((broker, index): BrokerSpec => {
    const listenPort = ports.brokerPorts[index] as number
    return {
      kind: 'broker',
      name: broker.name,
      host,
      listenPort,
      haListenPort: listenPort + 1,
      clusterName: DEFAULT_BROKER_CLUSTER,
      brokerName: broker.brokerName,
      brokerId: broker.brokerId,
      role: broker.brokerRole,
      machine: machineOf.get(broker.name) ?? machineName(0, machines),
    }
  })
  return layOut({
    name,
    topology: options.topology,
    nodes: [...nameServers, ...brokers],
    flushDiskType: 'ASYNC_FLUSH',
    paths,
  })
}

/** The specification of a layout and the text of every file. */
export function layOut(layout: ClusterLayout): PlannedCluster {
  const { name, topology, nodes, paths } = layout
  const spec: ClusterSpec = { version: 1, name, topology, nodes }
  const addresses = namesrvAddr(spec)
  const brokers = nodes.filter((node) => node.kind === 'broker')
  const files = nodes.map((node): NodeFile => {
    const own = paths.node(name, node.name)
    const storeFolder = node.storeFolder ?? own.storeFolder
    if (node.kind === 'namesrv') return namesrvFile(node, own.configFile, own.folder, storeFolder)
    const members = brokers.filter((broker) => broker.brokerName === node.brokerName)
    const isSync = members.length > 1 && members.some((broker) => broker.role === 'SYNC_MASTER')
    return {
      node: node.name,
      path: own.configFile,
      text: brokerProperties({
        brokerClusterName: node.clusterName,
        broker: {
          name: node.name,
          brokerName: node.brokerName,
          brokerId: node.brokerId,
          brokerRole: node.role,
          flushDiskType: layout.flushDiskType,
          inSyncReplicas: isSync ? 2 : 1,
          totalReplicas: members.length,
        },
        namesrvAddr: addresses,
        bindAddress: node.host,
        brokerIp: node.host,
        listenPort: node.listenPort,
        storePathRootDir: storeFolder,
        ...(layout.mappedFileSizeCommitLog === undefined
          ? {}
          : { mappedFileSizeCommitLog: layout.mappedFileSizeCommitLog }),
      }),
    }
  })
  return { spec, files }
}

/** The file of a lab's name server: loopback, and its KV configuration in its own folder. */
export function namesrvFile(
  node: NamesrvSpec,
  path: string,
  folder: string,
  storeFolder: string = `${folder}/store`,
): NodeFile {
  const lines: (readonly [string, string])[] = [
    ['listenPort', String(node.listenPort)],
    ['bindAddress', node.host],
    ['kvConfigPath', `${storeFolder}/kvConfig.json`],
    ['configStorePath', path],
  ]
  return { node: node.name, path, text: lines.map(([key, value]) => `${key}=${escapeValue(value)}\n`).join('') }
}
