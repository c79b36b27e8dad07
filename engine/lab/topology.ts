/** A cluster made from a named topology: its specification and the files its nodes are started with. Pure. */
import { escapeValue } from '../config/properties-text.ts'
import { brokerProperties, type Topology, topologyPlan } from '../config/templates.ts'
import { type BrokerSpec, type ClusterSpec, namesrvAddr, type NamesrvSpec } from './cluster-spec.ts'
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

/** RocketMQ's own default, so that tutorials' `-c DefaultCluster` works. */
const BROKER_CLUSTER_NAME = 'DefaultCluster'

export function portWish(topology: Topology): PortWish {
  const plan = topologyPlan(topology)
  return { nameServers: plan.nameServers, brokers: plan.brokers.length }
}

export function planTopology(options: TopologyOptions): PlannedCluster {
  const { host, ports, paths, name } = options
  const plan = topologyPlan(options.topology)
  const nameServers = ports.namesrvPorts.map((listenPort, index): NamesrvSpec => ({
    kind: 'namesrv',
    name: `n${index + 1}`,
    host,
    listenPort,
  }))
  const brokers = plan.brokers.map((broker, index): BrokerSpec => {
    const listenPort = ports.brokerPorts[index] as number
    return {
      kind: 'broker',
      name: broker.name,
      host,
      listenPort,
      haListenPort: listenPort + 1,
      clusterName: BROKER_CLUSTER_NAME,
      brokerName: broker.brokerName,
      brokerId: broker.brokerId,
      role: broker.brokerRole,
    }
  })
  const spec: ClusterSpec = { version: 1, name, topology: options.topology, nodes: [...nameServers, ...brokers] }
  const addresses = namesrvAddr(spec)
  const files = [
    ...nameServers.map((node) =>
      namesrvFile(node, paths.node(name, node.name).configFile, paths.node(name, node.name).folder),
    ),
    ...brokers.map((node, index): NodeFile => {
      const { configFile, storeFolder } = paths.node(name, node.name)
      const broker = plan.brokers[index]
      if (broker === undefined) throw new RangeError(`no broker ${index} in ${options.topology}`)
      return {
        node: node.name,
        path: configFile,
        text: brokerProperties({
          brokerClusterName: BROKER_CLUSTER_NAME,
          broker,
          namesrvAddr: addresses,
          bindAddress: host,
          brokerIp: host,
          listenPort: node.listenPort,
          storePathRootDir: storeFolder,
        }),
      }
    }),
  ]
  return { spec, files }
}

/** The file of a lab's name server: loopback, and its KV configuration in its own folder. */
export function namesrvFile(node: NamesrvSpec, path: string, folder: string): NodeFile {
  const lines: (readonly [string, string])[] = [
    ['listenPort', String(node.listenPort)],
    ['bindAddress', node.host],
    ['kvConfigPath', `${folder}/store/kvConfig.json`],
    ['configStorePath', path],
  ]
  return { node: node.name, path, text: lines.map(([key, value]) => `${key}=${escapeValue(value)}\n`).join('') }
}
