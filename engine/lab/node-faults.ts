/**
 * Link faults of a cluster's nodes. A fault lives in the node, which keeps it in `faults.json` of its folder and takes it up
 * again when it starts; here they are set and healed, also at nodes that do not run, whose file is what they will start with.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { type ClusterSpec, findNode, type NodeSpec, portsOf } from './cluster-spec.ts'
import type { Host } from './hosts/host.ts'
import type { LabPaths } from './lab-paths.ts'
import type { NodeRecord } from './node-record.ts'
import { CONTROL_MS, type NodeWatch } from './node-watch.ts'

/** Where a node keeps what is in force, in the shape of its answer to `faults.list`. */
export const FAULTS_FILE = 'faults.json'

export interface LinkFaultRequest {
  readonly kind: 'cut' | 'delay' | 'throttle' | 'reset' | 'heal'
  readonly direction: 'in' | 'out' | 'both'
  readonly ms?: number
  readonly kbps?: number
  /** Ends every other fault of the same link at this node in the same step. */
  readonly replaces?: boolean
  /** For a fault that is set anew: when it was set first. */
  readonly setAtMs?: number
}

interface KeptFault {
  readonly peer: string
  readonly kind: 'cut' | 'delay' | 'throttle'
  readonly direction: 'in' | 'out'
  readonly ms?: number
  readonly kbps?: number
  readonly setAtMs?: number
}

export class NodeFaults {
  private readonly host: Host
  private readonly paths: LabPaths
  private readonly watch: NodeWatch

  constructor(host: Host, paths: LabPaths, watch: NodeWatch) {
    this.host = host
    this.paths = paths
    this.watch = watch
  }

  /** Disturbs or heals the link to `peerName` at `nodeName`'s side. @returns how the node describes what is in force. */
  async apply(spec: ClusterSpec, nodeName: string, peerName: string, fault: LinkFaultRequest): Promise<unknown> {
    const node = findNode(spec, nodeName)
    const record = await this.watch.liveRecord(spec, node)
    if (record === undefined) {
      if (fault.kind !== 'heal') throw notRunning(node.name)
      await this.healAt(spec, node, peerName === '*' ? undefined : [peerName])
      return { connections: 0, faults: this.kept(spec, node.name) }
    }
    const peers = peerName === '*' ? [] : [findNode(spec, peerName)]
    return this.send(spec, node, record, peerName, peers, fault)
  }

  /** Heals what disturbs the link between two nodes, at both ends. @returns how many ends were disturbed. */
  async healLink(spec: ClusterSpec, one: string, other: string): Promise<number> {
    const ends: (readonly [string, string])[] = [[one, other]]
    if (other !== '*') ends.push([other, one])
    let healed = 0
    for (const [node, peer] of ends) healed += await this.healAt(spec, findNode(spec, node), [peer])
    return healed
  }

  /**
   * Heals every link. @returns how many were disturbed, each end counted.
   * @throws {EngineError} 'refused' when a disturbed node is frozen; the others are healed all the same.
   */
  async healAll(spec: ClusterSpec): Promise<number> {
    const outcomes = await Promise.allSettled(spec.nodes.map((node) => this.healAt(spec, node, undefined)))
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return outcomes.reduce((sum, outcome) => sum + (outcome.status === 'fulfilled' ? outcome.value : 0), 0)
  }

  /** What a node has in force, or will take up when it starts; by the file that it keeps. */
  kept(spec: ClusterSpec, nodeName: string): readonly KeptFault[] {
    try {
      const bytes = this.host.fs.readFile(this.fileOf(spec, nodeName))
      const value = (bytes === undefined ? undefined : JSON.parse(bytes.utf8Slice())) as
        { faults?: unknown } | undefined
      return Array.isArray(value?.faults) ? (value.faults as KeptFault[]) : []
    } catch {
      // The node says in its log that it starts without faults.
      return []
    }
  }

  /** Forgets the faults of nodes that do not run: a cluster that was stopped starts whole. */
  forget(spec: ClusterSpec): void {
    for (const node of spec.nodes) this.host.fs.remove(this.fileOf(spec, node.name))
  }

  /**
   * After a node was started: tells it, and those that disturb their link to it, which processes are meant. Without that a
   * connection is recognised by where its other end listens, which does not hold until it does.
   */
  async renew(spec: ClusterSpec, started: string): Promise<void> {
    for (const node of spec.nodes) {
      const faults = this.kept(spec, node.name).filter(({ peer }) => node.name === started || peer === started)
      if (faults.length === 0) continue
      const record = await this.watch.liveRecord(spec, node)
      if (record === undefined || (await this.host.isFrozen(record.process)) === true) continue
      for (const { peer, ...fault } of faults) {
        const peers = spec.nodes.filter((candidate) => candidate.name === peer)
        if (peers.length > 0) await this.send(spec, node, record, peer, peers, fault)
      }
    }
  }

  /** Heals the links of one node to `peers`, or to everybody. @returns how many were disturbed. */
  private async healAt(spec: ClusterSpec, node: NodeSpec, peers: readonly string[] | undefined): Promise<number> {
    const isMeant = (fault: KeptFault): boolean => peers?.includes(fault.peer) ?? true
    const disturbed = (faults: readonly KeptFault[]): string[] => [
      ...new Set(faults.filter(isMeant).map(({ peer }) => peer)),
    ]
    const record = await this.watch.liveRecord(spec, node)
    const kept = this.kept(spec, node.name)
    if (record === undefined) {
      const healed = disturbed(kept)
      if (healed.length > 0)
        this.keep(
          spec,
          node.name,
          kept.filter((fault) => !isMeant(fault)),
        )
      return healed.length
    }
    if ((await this.host.isFrozen(record.process)) === true) {
      if (disturbed(kept).length > 0) throw frozen(node.name)
      return 0
    }
    const { folder } = this.paths.node(spec.name, node.name)
    const listed = (await this.host.control(folder, record.token, 'faults.list', {}, CONTROL_MS)) as {
      faults?: unknown
    }
    const healed = disturbed(Array.isArray(listed.faults) ? (listed.faults as KeptFault[]) : [])
    for (const peer of healed) await this.send(spec, node, record, peer, [], { kind: 'heal', direction: 'both' })
    return healed.length
  }

  private async send(
    spec: ClusterSpec,
    node: NodeSpec,
    record: NodeRecord,
    peerName: string,
    peers: readonly NodeSpec[],
    fault: LinkFaultRequest,
  ): Promise<unknown> {
    const records = await Promise.all(peers.map((peer) => this.watch.liveRecord(spec, peer)))
    const params = {
      ...fault,
      peer: peerName,
      ...(peers.length === 0
        ? {}
        : {
            addresses: peers.flatMap((peer) => portsOf(peer).map((port) => `${peer.host}:${port}`)),
            pids: records.flatMap((live) => live?.process.pid ?? []),
          }),
    }
    const { folder } = this.paths.node(spec.name, node.name)
    return this.host.control(folder, record.token, 'faults.apply', params, CONTROL_MS)
  }

  private keep(spec: ClusterSpec, nodeName: string, faults: readonly KeptFault[]): void {
    this.host.fs.replaceFile(this.fileOf(spec, nodeName), bytesFromUtf8(`${JSON.stringify({ faults }, null, 2)}\n`))
  }

  private fileOf(spec: ClusterSpec, nodeName: string): string {
    return `${this.paths.node(spec.name, nodeName).folder}/${FAULTS_FILE}`
  }
}

export function notRunning(node: string): EngineError {
  return new EngineError('usage', `${node} does not run`, { context: { node }, zh: `${node} 没有在运行` })
}

function frozen(node: string): EngineError {
  return new EngineError(
    'refused',
    `${node} is frozen and keeps its link faults until it is resumed; resume ${node} first`,
    {
      context: { node },
      zh: `${node} 已冻结，解冻前其链路故障不会消失；请先解冻 ${node}`,
    },
  )
}
