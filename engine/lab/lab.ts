/**
 * The clusters of one lab home: making them, starting, stopping, breaking and observing their nodes through a `Host`.
 * Keeps nothing in memory between calls: what is wanted stands in `cluster.json`, what runs is observed, so any number of
 * commands and services may look at the same home.
 */
import { bytesFromLatin1, bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import type { ProcessSignal } from '../base/ports.ts'
import {
  addressOf,
  type ClusterSpec,
  clusterSpecText,
  findNode,
  type NodeSpec,
  parseClusterSpec,
  portsOf,
} from './cluster-spec.ts'
import type { Host } from './hosts/host.ts'
import { type LabPaths, labPaths } from './lab-paths.ts'
import { type NodeRecord, readNodeRecord, writeNodeRecord } from './node-record.ts'
import { isAlive, type NodeState, planDown, planUp, type Step } from './plan.ts'
import type { PlannedCluster } from './topology.ts'

/** A node's control channel answers within this time unless the node is frozen or overloaded. */
const CONTROL_MS = 2000
const START_WAIT_MS = 30_000
const STOP_WAIT_MS = 20_000
const POLL_MS = 10
/** Of a node's console output, shown when it ends while it is being started. */
const LAST_LINES = 12

/** One node as it is seen now. `status` is what its control channel says of itself. */
export interface NodeView {
  readonly spec: NodeSpec
  readonly state: NodeState
  readonly pid: number | undefined
  readonly folder: string
  readonly status: Readonly<Record<string, unknown>> | undefined
}

export interface LinkFaultRequest {
  readonly kind: 'cut' | 'delay' | 'throttle' | 'reset' | 'heal'
  readonly direction: 'in' | 'out' | 'both'
  readonly ms?: number
  readonly kbps?: number
}

/** Tells a person what is going on; never needed for correctness. */
export type LabProgress = (step: Step) => void

export class Lab {
  readonly paths: LabPaths
  private readonly host: Host

  constructor(home: string, host: Host) {
    this.paths = labPaths(home)
    this.host = host
  }

  /** Names of the clusters of this home, sorted. */
  clusterNames(): string[] {
    return this.host.fs
      .list(this.paths.clustersFolder)
      .filter((name) => this.host.fs.info(this.paths.clusterFile(name)) !== undefined)
  }

  /** @throws {EngineError} 'not-found', or 'bad-json' when its file cannot be read; nothing is changed then. */
  load(name: string): ClusterSpec {
    const path = this.paths.clusterFile(name)
    const bytes = this.host.fs.readFile(path)
    if (bytes === undefined) {
      const known = this.clusterNames()
      throw new EngineError(
        'not-found',
        `there is no cluster "${name}"${known.length === 0 ? '' : `; there are ${known.join(', ')}`}`,
        {
          context: { field: 'name', value: name },
          zh: `没有集群“${name}”${known.length === 0 ? '' : `；现有集群：${known.join('、')}`}`,
        },
      )
    }
    return parseClusterSpec(bytes.utf8Slice(), path)
  }

  exists(name: string): boolean {
    return this.host.fs.info(this.paths.clusterFile(name)) !== undefined
  }

  /** Writes the files of a new cluster. @throws {EngineError} 'usage' when it exists. */
  create(planned: PlannedCluster): void {
    const { spec, files } = planned
    if (this.exists(spec.name))
      throw new EngineError('usage', `cluster "${spec.name}" exists already`, { zh: `集群“${spec.name}”已存在` })
    for (const node of spec.nodes) {
      const paths = this.paths.node(spec.name, node.name)
      for (const folder of [`${paths.folder}/conf`, paths.storeFolder, paths.logFolder])
        this.host.fs.makeDirectories(folder)
    }
    // Java reads property files as Latin-1; other characters stand in them as escapes.
    for (const file of files) this.host.fs.replaceFile(file.path, bytesFromLatin1(file.text))
    // Last: a cluster exists once this file does.
    this.host.fs.replaceFile(this.paths.clusterFile(spec.name), bytesFromUtf8(clusterSpecText(spec)))
  }

  /** Ports that the clusters of this home have taken or will take when they are resumed. */
  reservedPorts(): Set<string> {
    const reserved = new Set<string>()
    for (const name of this.clusterNames()) {
      try {
        for (const node of this.load(name).nodes) for (const port of portsOf(node)) reserved.add(`${node.host}:${port}`)
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        // An unreadable cluster file reserves nothing; its ports are still probed before they are used.
      }
    }
    return reserved
  }

  async observe(spec: ClusterSpec): Promise<NodeView[]> {
    return Promise.all(spec.nodes.map((node) => this.observeNode(spec, node)))
  }

  async observeNode(spec: ClusterSpec, node: NodeSpec): Promise<NodeView> {
    const { folder, recordFile } = this.paths.node(spec.name, node.name)
    const record = readNodeRecord(this.host.fs, recordFile)
    const view = (state: NodeState, pid?: number, status?: Readonly<Record<string, unknown>>): NodeView => ({
      spec: node,
      state,
      pid,
      folder,
      status,
    })
    if (record === undefined) return view('stopped')
    if (!this.host.isSame(record.process)) return view(record.ended ?? 'crashed')
    if (this.host.isFrozen(record.process) === true) return view('paused', record.process.pid)
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

  /** Starts what does not run, name servers first, then masters, then slaves; each tier answers before the next begins. */
  async up(spec: ClusterSpec, progress: LabProgress = () => undefined): Promise<void> {
    const states = await this.states(spec)
    for (const step of planUp(spec, states)) {
      progress(step)
      if (step.action === 'resume') for (const node of step.nodes) await this.resume(spec, node.name)
      else await Promise.all(step.nodes.map((node) => this.start(spec, node.name)))
    }
  }

  /** Stops everything, slaves first. The data stays unless `wipe`. */
  async down(
    spec: ClusterSpec,
    options: { readonly wipe: boolean },
    progress: LabProgress = () => undefined,
  ): Promise<void> {
    for (const step of planDown(spec, await this.states(spec))) {
      progress(step)
      await Promise.all(step.nodes.map((node) => this.stop(spec, node.name)))
    }
    if (options.wipe) this.host.fs.removeTree(this.paths.clusterFolder(spec.name))
  }

  /** @throws {EngineError} when the node ends at once (with its last words) or does not answer in time. */
  async start(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const before = await this.observeNode(spec, node)
    if (isAlive(before.state)) return before
    const paths = this.paths.node(spec.name, node.name)
    const token = this.host.makeToken()
    const outputFrom = this.host.fs.info(paths.outputFile)?.bytes ?? 0
    const process = await this.host.start({ kind: node.kind, ...paths, token })
    writeNodeRecord(this.host.fs, paths.recordFile, {
      version: 1,
      process,
      token,
      startedAtMs: this.host.clock.nowMs(),
    })
    const view = await this.waitUntil(START_WAIT_MS, async () => {
      const seen = await this.observeNode(spec, node)
      return seen.state === 'starting' ? undefined : seen
    })
    if (view?.state === 'running') return view
    const said = this.lastLines(paths.outputFile, outputFrom)
    const what = view === undefined ? `does not answer within ${START_WAIT_MS} ms` : 'ended while starting'
    throw new EngineError('refused', `${node.name} (${addressOf(node)}) ${what}${said === '' ? '' : `:\n${said}`}`, {
      context: { node: node.name, outputFile: paths.outputFile },
      zh: `${node.name}（${addressOf(node)}）${view === undefined ? `在 ${START_WAIT_MS} 毫秒内没有应答` : '启动时退出'}${said === '' ? '' : `：\n${said}`}`,
    })
  }

  /** Ends a node cleanly: its store is closed, `abort` removed. A frozen node is thawed first, or it could not obey. */
  async stop(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const record = await this.liveRecord(spec, node)
    if (record === undefined) return this.observeNode(spec, node)
    this.mark(spec, node, record, 'stopped')
    if (this.host.isFrozen(record.process) === true) this.host.signal(record.process, 'SIGCONT')
    this.host.signal(record.process, 'SIGTERM')
    await this.waitForEnd(node, record, 'use kill to end it at once', '可用 kill 立即结束')
    return this.observeNode(spec, node)
  }

  /** `kill -9`. */
  async kill(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const record = await this.liveRecord(spec, node)
    if (record === undefined) return this.observeNode(spec, node)
    this.mark(spec, node, record, 'killed')
    this.host.signal(record.process, 'SIGKILL')
    await this.waitForEnd(node, record, 'the system does not end it', '系统未能结束它')
    return this.observeNode(spec, node)
  }

  async pause(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    return this.freeze(spec, nodeName, 'SIGSTOP', true)
  }

  async resume(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    return this.freeze(spec, nodeName, 'SIGCONT', false)
  }

  async restart(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    await this.stop(spec, nodeName)
    return this.start(spec, nodeName)
  }

  /** Disturbs or heals the link between two nodes at `nodeName`'s side. @returns how the node describes what is in force. */
  async fault(spec: ClusterSpec, nodeName: string, peerName: string, fault: LinkFaultRequest): Promise<unknown> {
    const node = findNode(spec, nodeName)
    const record = await this.liveRecord(spec, node)
    if (record === undefined) throw notRunning(node.name)
    const peers = peerName === '*' ? [] : [findNode(spec, peerName)]
    const records = await Promise.all(peers.map((peer) => this.liveRecord(spec, peer)))
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
    return this.host.control(
      this.paths.node(spec.name, node.name).folder,
      record.token,
      'faults.apply',
      params,
      CONTROL_MS,
    )
  }

  private async freeze(spec: ClusterSpec, nodeName: string, signal: ProcessSignal, frozen: boolean): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const record = await this.liveRecord(spec, node)
    if (record === undefined) throw notRunning(node.name)
    this.host.signal(record.process, signal)
    await this.waitUntil(CONTROL_MS, () => {
      const seen = this.host.isFrozen(record.process)
      return Promise.resolve(seen === undefined || seen === frozen ? true : undefined)
    })
    return this.observeNode(spec, node)
  }

  private async states(spec: ClusterSpec): Promise<Map<string, NodeState>> {
    const views = await this.observe(spec)
    return new Map(views.map((view) => [view.spec.name, view.state]))
  }

  /**
   * The record of a process that is still the one that was started; undefined when nothing runs. Where the system tells no
   * start times, a process that got the pid later is told apart by the control channel: only ours listens there.
   */
  private async liveRecord(spec: ClusterSpec, node: NodeSpec): Promise<NodeRecord | undefined> {
    const { folder, recordFile } = this.paths.node(spec.name, node.name)
    const record = readNodeRecord(this.host.fs, recordFile)
    if (record === undefined || !this.host.isSame(record.process)) return undefined
    if (record.process.startTicks !== undefined) return record
    try {
      await this.host.control(folder, record.token, 'status', {}, CONTROL_MS)
      return record
    } catch (error) {
      // A frozen node takes the connection and is silent.
      return error instanceof EngineError && error.code === 'timeout' ? record : undefined
    }
  }

  private mark(spec: ClusterSpec, node: NodeSpec, record: NodeRecord, ended: 'stopped' | 'killed'): void {
    writeNodeRecord(this.host.fs, this.paths.node(spec.name, node.name).recordFile, { ...record, ended })
  }

  private async waitForEnd(node: NodeSpec, record: NodeRecord, hint: string, hintZh: string): Promise<void> {
    const ended = await this.waitUntil(STOP_WAIT_MS, () =>
      Promise.resolve(this.host.isSame(record.process) ? undefined : true),
    )
    if (ended === true) return
    const { pid } = record.process
    throw new EngineError('timeout', `${node.name} (pid ${pid}) still runs after ${STOP_WAIT_MS} ms; ${hint}`, {
      zh: `${node.name}（pid ${pid}）在 ${STOP_WAIT_MS} 毫秒后仍在运行；${hintZh}`,
    })
  }

  /** Polls `probe` until it gives something; undefined after `limitMs`. */
  private async waitUntil<T>(limitMs: number, probe: () => Promise<T | undefined>): Promise<T | undefined> {
    const deadlineMs = this.host.clock.monotonicMs() + limitMs
    for (;;) {
      const found = await probe()
      if (found !== undefined) return found
      if (this.host.clock.monotonicMs() >= deadlineMs) return undefined
      await new Promise<void>((resolve) => this.host.timers.after(POLL_MS, resolve))
    }
  }

  private lastLines(path: string, from: number): string {
    try {
      const text = this.host.fs.readFile(path)?.utf8Slice(from) ?? ''
      return text.trimEnd().split('\n').slice(-LAST_LINES).join('\n').trim()
    } catch (error) {
      return errorText(error)
    }
  }
}

function notRunning(node: string): EngineError {
  return new EngineError('usage', `${node} does not run`, { zh: `${node} 没有在运行` })
}
