/**
 * What a lab cluster is meant to be: its nodes with their addresses and folders, as kept in `cluster.json`. Pure data;
 * whether anything runs is observed elsewhere.
 */
import { EngineError } from '../base/errors.ts'

export type NodeKind = 'namesrv' | 'broker'

export type BrokerRole = 'ASYNC_MASTER' | 'SYNC_MASTER' | 'SLAVE'

interface NodeBase {
  /** Unique in the cluster: `n1`, `broker-a`, `broker-a-s`. */
  readonly name: string
  /** Address it listens on and advertises: loopback in a local lab. */
  readonly host: string
  readonly listenPort: number
  /** The host it stands for (`host-1`); a local lab runs them all on this machine. Absent in clusters made before. */
  readonly machine?: string
  /** Where its data lies when not in `store` of the node's own folder; absolute. */
  readonly storeFolder?: string
}

export interface NamesrvSpec extends NodeBase {
  readonly kind: 'namesrv'
}

export interface BrokerSpec extends NodeBase {
  readonly kind: 'broker'
  readonly clusterName: string
  readonly brokerName: string
  readonly brokerId: number
  readonly role: BrokerRole
  readonly haListenPort: number
}

export type NodeSpec = NamesrvSpec | BrokerSpec

export interface ClusterSpec {
  readonly version: 1
  readonly name: string
  /** A topology's name, or the folder of property files the cluster was made from. */
  readonly topology: string
  readonly nodes: readonly NodeSpec[]
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** A cluster name becomes a folder name on every system. @throws {EngineError} 'usage'. */
export function checkClusterName(name: string): string {
  if (!NAME.test(name)) {
    throw new EngineError(
      'usage',
      `cluster name "${name}": use 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit`,
      {
        context: { field: 'name', value: name },
        zh: `集群名“${name}”不可用：请用 1 到 64 个字母、数字、“.”、“_”或“-”，并以字母或数字开头`,
      },
    )
  }
  return name
}

/** `host:port;host:port` of the name servers, as clients want it. */
export function namesrvAddr(spec: ClusterSpec): string {
  return spec.nodes
    .filter((node) => node.kind === 'namesrv')
    .map(addressOf)
    .join(';')
}

export function addressOf(node: NodeSpec): string {
  return `${node.host}:${node.listenPort}`
}

export function isMaster(node: NodeSpec): node is BrokerSpec {
  return node.kind === 'broker' && node.role !== 'SLAVE'
}

export function isSlave(node: NodeSpec): node is BrokerSpec {
  return node.kind === 'broker' && node.role === 'SLAVE'
}

/** Every port a node binds: a broker's client port, fast port and replication port. */
export function portsOf(node: NodeSpec): number[] {
  return node.kind === 'namesrv' ? [node.listenPort] : [node.listenPort - 2, node.listenPort, node.haListenPort]
}

/** @throws {EngineError} 'usage' naming the nodes known, when there is no such node. */
export function findNode(spec: ClusterSpec, name: string): NodeSpec {
  const node = spec.nodes.find((candidate) => candidate.name === name)
  if (node !== undefined) return node
  throw new EngineError(
    'usage',
    `cluster ${spec.name} has no node "${name}"; it has ${spec.nodes.map((n) => n.name).join(', ')}`,
    {
      context: { field: 'node', value: name },
      zh: `集群 ${spec.name} 没有节点“${name}”；现有节点：${spec.nodes.map((n) => n.name).join('、')}`,
    },
  )
}

/** @throws {EngineError} 'bad-json' when the text is no cluster file of this version. */
export function parseClusterSpec(text: string, path: string): ClusterSpec {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new EngineError('bad-json', `${path} is not JSON; the nodes' folders beside it are untouched`, {
      zh: `${path} 不是 JSON；旁边各节点的目录未被改动`,
      context: { path },
      cause,
    })
  }
  const spec = value as Partial<ClusterSpec> | null
  const nodes = spec?.nodes
  if (
    spec?.version !== 1 ||
    typeof spec.name !== 'string' ||
    typeof spec.topology !== 'string' ||
    !Array.isArray(nodes)
  ) {
    throw new EngineError('bad-json', `${path} is not a cluster file of version 1`, {
      zh: `${path} 不是版本 1 的集群文件`,
      context: { path },
    })
  }
  for (const node of nodes as readonly Partial<BrokerSpec>[]) {
    const isSound =
      typeof node.name === 'string' &&
      NAME.test(node.name) &&
      typeof node.host === 'string' &&
      Number.isInteger(node.listenPort) &&
      ((node.kind as string) === 'namesrv' ||
        (node.kind === 'broker' && typeof node.brokerName === 'string' && Number.isInteger(node.haListenPort)))
    if (!isSound)
      throw new EngineError('bad-json', `${path}: node ${JSON.stringify(node)} is not complete`, {
        zh: `${path}：节点 ${JSON.stringify(node)} 不完整`,
        context: { path },
      })
  }
  return spec as ClusterSpec
}

export function clusterSpecText(spec: ClusterSpec): string {
  return `${JSON.stringify(spec, null, 2)}\n`
}
