/**
 * A cluster read for a plan: its nodes, their files, what each says it runs with. Reads only; works for clusters of the lab and
 * for attached ones, of which everything comes by protocol.
 */
import { asBytes } from '../../base/bytes.ts'
import { EngineError, errorText } from '../../base/errors.ts'
import type { AdminClient } from '../../client/admin-client.ts'
import { type FileEncoding, textOfFile } from '../../config/file-text.ts'
import { say, type Text } from '../../contract/text.ts'
import { addressOf, type ClusterSpec, isMaster, isSlave, type NodeSpec } from '../cluster-spec.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab, NodeView } from '../lab.ts'
import type { ApplyNode, ApplyNodeState, ApplyTarget } from './apply-target.ts'
import { parseDump } from './effective-values.ts'
import { runningText } from './running-text.ts'

/** Longest property file taken; the parser's own bound. */
const FILE_BYTES_MAX = 1_048_576
const LOCAL_MACHINE = 'host-1'

/** A node of an attached cluster, as the name servers list it. */
export interface AttachedNode {
  readonly name: string
  readonly kind: 'namesrv' | 'broker'
  readonly role: 'namesrv' | 'master' | 'slave'
  readonly brokerName: string | null
  readonly address: string
  readonly machine: string
}

/** How to reach the cluster. The service's `ClusterAccess` is one, but for `attachedNodes`. */
export interface ApplyCluster {
  readonly name: string
  readonly namesrvAddr: string
  readonly isWritable: boolean
  /** Of a lab cluster. */
  readonly spec: ClusterSpec | undefined
  /** @throws {EngineError} when there are no name servers to ask. */
  readonly admin: AdminClient
  /** Of an attached cluster. */
  attachedNodes(): Promise<readonly AttachedNode[]>
}

interface Configuration {
  readonly running: ReadonlyMap<string, string> | null
  readonly problem: Text | null
}

export async function readTarget(lab: Lab, host: Host, cluster: ApplyCluster): Promise<ApplyTarget> {
  const { name, namesrvAddr, isWritable, spec } = cluster
  const nodes = spec === undefined ? await attachedNodes(cluster) : await labNodes(lab, host, cluster, spec)
  const hostAddresses: Record<string, string[]> = {}
  for (const { machine, address } of nodes) {
    const list = (hostAddresses[machine] ??= [])
    const at = address.slice(0, address.lastIndexOf(':'))
    if (!list.includes(at)) list.push(at)
  }
  return { cluster: name, namesrvAddr, isOurs: spec !== undefined, isWritable, nodes, hostAddresses }
}

async function labNodes(lab: Lab, host: Host, cluster: ApplyCluster, spec: ClusterSpec): Promise<ApplyNode[]> {
  const views = await lab.observe(spec)
  // A link has two ends, and a fault is kept at one of them.
  const disturbed = new Set(
    spec.nodes.flatMap((node) => lab.faults.kept(spec, node.name).flatMap(({ peer }) => [node.name, peer])),
  )
  return Promise.all(
    views.map(async (view): Promise<ApplyNode> => {
      const { spec: node } = view
      const path = lab.paths.node(spec.name, node.name).configFile
      const file = readFile(host, path)
      const state = stateOf(view)
      const { running, problem } =
        state === 'running'
          ? await askConfiguration(cluster, node.name, node.kind, addressOf(node))
          : { running: null, problem: null }
      return {
        name: node.name,
        kind: node.kind,
        role: node.kind === 'namesrv' ? 'namesrv' : isMaster(node) ? 'master' : 'slave',
        brokerName: node.kind === 'broker' ? node.brokerName : '',
        address: addressOf(node),
        machine: node.machine ?? LOCAL_MACHINE,
        state,
        spec: node,
        path,
        text: file.text,
        encoding: file.encoding,
        running,
        problem: file.problem ?? view.problem ?? problem,
        hasFaults: disturbed.has(node.name),
        putsPerSecond: state === 'running' && isMaster(node) ? await askRate(cluster, addressOf(node)) : null,
        lagBytes: lagOf(node, views),
      }
    }),
  )
}

async function attachedNodes(cluster: ApplyCluster): Promise<ApplyNode[]> {
  return Promise.all(
    (await cluster.attachedNodes()).map(async (node): Promise<ApplyNode> => {
      const { running, problem } = await askConfiguration(cluster, node.name, node.kind, node.address)
      return {
        name: node.name,
        kind: node.kind,
        role: node.role,
        brokerName: node.brokerName ?? '',
        address: node.address,
        machine: node.machine,
        state: running === null ? 'silent' : 'running',
        spec: undefined,
        path: null,
        text: running === null ? null : runningText(node.name, node.kind, running),
        encoding: 'utf8',
        running,
        problem,
        hasFaults: false,
        putsPerSecond: null,
        lagBytes: null,
      }
    }),
  )
}

function stateOf({ state }: NodeView): ApplyNodeState {
  switch (state) {
    case 'running':
      return 'running'
    case 'paused':
      return 'frozen'
    case 'starting':
      return 'silent'
    default:
      return 'stopped'
  }
}

async function askConfiguration(
  cluster: ApplyCluster,
  name: string,
  kind: 'namesrv' | 'broker',
  address: string,
): Promise<Configuration> {
  try {
    const { admin } = cluster
    const text = kind === 'broker' ? await admin.brokers.config(address) : await admin.nameServers.config(address)
    return { running: parseDump(text), problem: null }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return {
      running: null,
      problem: say(
        `${name} does not say what it runs with: ${errorText(error)}`,
        `${name} 未返回其运行配置：${error.zh ?? errorText(error)}`,
      ),
    }
  }
}

/** What arrived in the last 10 s, a second. */
async function askRate(cluster: ApplyCluster, address: string): Promise<number | null> {
  try {
    const [last] = ((await cluster.admin.brokers.runtimeInfo(address)).get('putTps') ?? '').trim().split(/\s+/)
    const rate = Number(last)
    return last === '' || !Number.isFinite(rate) ? null : rate
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return null
  }
}

/** The file as its author sees it. */
export function readFile(
  host: Host,
  path: string,
): { readonly text: string | null; readonly encoding: FileEncoding; readonly problem: Text | null } {
  const unread = (problem: Text) => ({ text: null, encoding: 'latin1' as const, problem })
  try {
    const info = host.fs.info(path)
    if (info?.kind !== 'file') return unread(say(`${path} is not there.`, `${path} 不存在。`))
    if (info.bytes > FILE_BYTES_MAX) {
      return unread(
        say(`${path} has ${info.bytes} bytes: too large for a property file.`, `${path} 有 ${info.bytes} 字节，过大。`),
      )
    }
    const bytes = host.fs.readFile(path)
    if (bytes === undefined) return unread(say(`${path} is not there.`, `${path} 不存在。`))
    return { ...textOfFile(asBytes(bytes)), problem: null }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return unread(say(`${path} cannot be read: ${errorText(error)}`, `${path} 无法读取：${errorText(error)}`))
  }
}

/** Bytes that the slave's master has and it has not, by what both say themselves. */
function lagOf(node: NodeSpec, views: readonly NodeView[]): number | null {
  if (!isSlave(node)) return null
  const own = views.find(({ spec }) => spec.name === node.name)
  const master = views.find(({ spec }) => isMaster(spec) && spec.brokerName === node.brokerName)
  const [has, all] = [writtenOffset(own?.status), writtenOffset(master?.status)]
  return has === undefined || all === undefined ? null : Math.max(0, all - has)
}

/** End of the log by a node's status. */
export function writtenOffset(status: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const log = status?.['log']
  const value = typeof log === 'object' && log !== null ? (log as { writtenOffset?: unknown }).writtenOffset : undefined
  return typeof value === 'number' ? value : undefined
}
