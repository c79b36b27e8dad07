/** A draft as the cluster it would become: addresses, store folders, specification and files. Pure; takes any draft, sound or not. */
import type { ClusterDraft, DraftNode } from '../contract/new-cluster-api.ts'
import { type Topology, TOPOLOGIES, topologyPlan } from '../config/topologies.ts'
import type { BrokerSpec, NamesrvSpec, NodeSpec } from './cluster-spec.ts'
import type { LabPaths } from './lab-paths.ts'
import { layOut, type PlannedCluster } from './topology.ts'

/** Every host of a draft is this machine. */
export const DRAFT_HOST = '127.0.0.1'

const CUSTOM = 'custom'

/** Where the store of a node lies unless the user says otherwise; relative to the cluster's folder. */
export function defaultFolder(node: string): string {
  return `nodes/${node}/store`
}

/** The absolute folder a draft's node keeps its data in, with `/` and without a slash at its end. */
export function storeFolderOf(draft: ClusterDraft, node: DraftNode, paths: LabPaths): string {
  const folder = node.folder.trim().replaceAll('\\', '/')
  const absolute = isAbsolute(folder) ? folder : `${paths.clusterFolder(draft.name)}/${folder}`
  return withoutDots(absolute)
}

export function isAbsolute(folder: string): boolean {
  return folder.startsWith('/') || folder.startsWith('\\') || /^[A-Za-z]:[\\/]/.test(folder)
}

/** `.`, `..` and doubled slashes resolved; a path never climbs above its root. */
export function withoutDots(path: string): string {
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(part)
  }
  return `${path.startsWith('/') ? '/' : ''}${kept.join('/')}`
}

/** What a node binds: a broker's fast port, client port and replication port. */
export function portsOfDraftNode(node: DraftNode): number[] {
  const port = node.listenPort
  return node.kind === 'namesrv' ? [port] : [port - 2, port, port + 1]
}

/** The topology's name as `mqlab` knows it when the members are exactly that topology's, else `custom`. */
export function topologyOfDraft(draft: ClusterDraft): string {
  const isLike = (topology: Topology): boolean => {
    const plan = topologyPlan(topology)
    const brokers = draft.nodes.filter((node) => node.kind === 'broker')
    return (
      draft.nodes.length - brokers.length === plan.nameServers &&
      brokers.length === plan.brokers.length &&
      plan.brokers.every((known) =>
        brokers.some(
          (node) =>
            node.brokerName === known.brokerName && node.brokerId === known.brokerId && node.role === known.brokerRole,
        ),
      )
    )
  }
  return TOPOLOGIES.find(isLike) ?? CUSTOM
}

/** The cluster that the draft stands for, exactly as creating it would write it. */
export function planDraft(draft: ClusterDraft, paths: LabPaths): PlannedCluster {
  return layOut({
    name: draft.name,
    topology: topologyOfDraft(draft),
    nodes: draft.nodes.map((node) => specOf(draft, node, paths)),
    flushDiskType: draft.shape.flush,
    paths,
    ...(draft.commitLogFileBytes === undefined ? {} : { mappedFileSizeCommitLog: draft.commitLogFileBytes }),
  })
}

function specOf(draft: ClusterDraft, node: DraftNode, paths: LabPaths): NodeSpec {
  const storeFolder = storeFolderOf(draft, node, paths)
  const base = {
    name: node.name,
    host: DRAFT_HOST,
    listenPort: node.listenPort,
    machine: node.machine,
    ...(storeFolder === paths.node(draft.name, node.name).storeFolder ? {} : { storeFolder }),
  }
  if (node.kind === 'namesrv') return { kind: 'namesrv', ...base } satisfies NamesrvSpec
  return {
    kind: 'broker',
    ...base,
    haListenPort: node.listenPort + 1,
    clusterName: draft.brokerClusterName,
    brokerName: node.brokerName ?? node.name,
    brokerId: node.brokerId ?? 0,
    role: node.role ?? 'ASYNC_MASTER',
  } satisfies BrokerSpec
}
