/** What a node is seen to be: its record, its process, what its control channel says. Looks only, changes nothing but a damaged record's name. */
import { EngineError } from '../base/errors.ts'
import type { PortOwner } from '../base/ports.ts'
import { say, type BilingualText as Text } from '../config/finding.ts'
import { type ClusterSpec, type NodeSpec, portsOf } from './cluster-spec.ts'
import type { Host } from './hosts/host.ts'
import type { LabPaths } from './lab-paths.ts'
import { type NodeRecord, readNodeRecord, type RecordDamage, takeNodeRecord } from './node-record.ts'
import type { NodeState } from './plan.ts'

/** A node's control channel answers within this time unless the node is frozen or overloaded. */
export const CONTROL_MS = 2000

/** One node as it is seen now. `status` is what its control channel says of itself. */
export interface NodeView {
  readonly spec: NodeSpec
  readonly state: NodeState
  readonly pid: number | undefined
  readonly folder: string
  readonly status: Readonly<Record<string, unknown>> | undefined
  /** Its record cannot be read: what happened and what to do. */
  readonly problem?: Text
  /** With `problem`: a process that listens on its ports, most likely the node itself. */
  readonly holder?: PortOwner
}

export class NodeWatch {
  private readonly host: Host
  private readonly paths: LabPaths

  constructor(host: Host, paths: LabPaths) {
    this.host = host
    this.paths = paths
  }

  async observe(spec: ClusterSpec, node: NodeSpec): Promise<NodeView> {
    const { folder, recordFile } = this.paths.node(spec.name, node.name)
    const { record, damage } = takeNodeRecord(this.host.fs, recordFile)
    const view = (state: NodeState, pid?: number, status?: Readonly<Record<string, unknown>>): NodeView => ({
      spec: node,
      state,
      pid,
      folder,
      status,
    })
    if (damage !== undefined) {
      const holder = await this.holderOf(node)
      const problem = damageText(node, damage, holder)
      return { ...view('stopped'), problem, ...(holder === undefined ? {} : { holder }) }
    }
    if (record === undefined) return view('stopped')
    if (!(await this.host.isSame(record.process))) return view(record.ended ?? 'crashed')
    if ((await this.host.isFrozen(record.process)) === true) return view('paused', record.process.pid)
    try {
      const status = (await this.host.control(folder, record.token, 'status', {}, CONTROL_MS)) as Record<
        string,
        unknown
      >
      return view('running', record.process.pid, status)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      // Another process that got the pid knows no token: without start times that is the only proof.
      if (error.code === 'refused') return view(record.ended ?? 'crashed')
      return view('starting', record.process.pid)
    }
  }

  /**
   * The record of a process that is still the one that was started; undefined when nothing runs. Where the system tells no
   * start times, a process that got the pid later is told apart by the control channel: only ours listens there.
   */
  async liveRecord(spec: ClusterSpec, node: NodeSpec): Promise<NodeRecord | undefined> {
    const { folder, recordFile } = this.paths.node(spec.name, node.name)
    const record = readNodeRecord(this.host.fs, recordFile)
    if (record === undefined || !(await this.host.isSame(record.process))) return undefined
    if (record.process.startTicks !== undefined) return record
    try {
      await this.host.control(folder, record.token, 'status', {}, CONTROL_MS)
      return record
    } catch (error) {
      // A frozen node takes the connection and is silent.
      return error instanceof EngineError && error.code === 'timeout' ? record : undefined
    }
  }

  /** Who listens on a port of the node, whatever its record says. */
  async holderOf(node: NodeSpec): Promise<PortOwner | undefined> {
    for (const port of portsOf(node)) {
      const owner = await this.host.portOwner({ host: node.host, port })
      if (owner !== undefined) return owner
    }
    return undefined
  }
}

function damageText(node: NodeSpec, { line }: RecordDamage, holder: PortOwner | undefined): Text {
  const at = line === undefined ? say('', '') : say(` (line ${line})`, `（第 ${line} 行）`)
  const next =
    holder === undefined
      ? say('Start it again when you like.', '可随时重新启动。')
      : say(
          `pid ${holder.pid} (${holder.program}) listens on its ports, most likely the node itself: end it with kill ${holder.pid}, then start ${node.name}.`,
          `pid ${holder.pid}（${holder.program}）正监听其端口，很可能就是该节点：请先执行 kill ${holder.pid}，再启动 ${node.name}。`,
        )
  return say(
    `node.json of ${node.name} cannot be read${at.en}. Its data are untouched; the file is now node.json.bad. ${next.en}`,
    `${node.name} 的 node.json 无法读取${at.zh}。数据未动，该文件已改名为 node.json.bad。${next.zh}`,
  )
}
