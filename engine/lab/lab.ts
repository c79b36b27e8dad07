/**
 * The clusters of one lab home: making them, starting, stopping, breaking and observing their nodes through a `Host`.
 * Keeps nothing in memory between calls: what is wanted stands in `cluster.json`, what runs is observed, so any number of
 * commands and services may look at the same home.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import type { ProcessSignal } from '../base/ports.ts'
import {
  type ClusterSpec,
  clusterSpecText,
  findNode,
  isSlave,
  type NodeSpec,
  parseClusterSpec,
  portsOf,
} from './cluster-spec.ts'
import { failuresOf, joined } from './failures.ts'
import type { Host } from './hosts/host.ts'
import { type LabPaths, labPaths } from './lab-paths.ts'
import { type LinkFaultRequest, NodeFaults, notRunning } from './node-faults.ts'
import { type NodeRecord, readNodeRecord, writeNodeRecord } from './node-record.ts'
import { CONTROL_MS, type NodeView, NodeWatch } from './node-watch.ts'
import { isAlive, type NodeState, planDown, planUp, type Step } from './plan.ts'
import { countFailedStart, findPortConflict, forgetStartProblem, portTaken, startFailed } from './start-failure.ts'
import { checkWipe, wipeStore } from './store-wipe.ts'
import type { PlannedCluster } from './topology.ts'

export type { LinkFaultRequest } from './node-faults.ts'
export type { NodeView } from './node-watch.ts'

const START_WAIT_MS = 30_000
const STOP_WAIT_MS = 20_000
const POLL_MS = 10
/** Of a node's console output, shown when it ends while it is being started. */
const LAST_LINES = 12

/** Of a node's console output, read back for its last words. */
const LAST_WORDS_BYTES_MAX = 64 * 1024

/** Tells a person what is going on; never needed for correctness. */
export type LabProgress = (step: Step) => void

export class Lab {
  readonly paths: LabPaths
  readonly faults: NodeFaults
  private readonly host: Host
  private readonly watch: NodeWatch

  constructor(home: string, host: Host) {
    this.paths = labPaths(home)
    this.host = host
    this.watch = new NodeWatch(host, this.paths)
    this.faults = new NodeFaults(host, this.paths, this.watch)
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
    // Values stand in them as escapes where Java would misread them; comments keep their author's characters.
    for (const file of files) this.host.fs.replaceFile(file.path, bytesFromUtf8(file.text))
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

  observeNode(spec: ClusterSpec, node: NodeSpec): Promise<NodeView> {
    return this.watch.observe(spec, node)
  }

  /**
   * Starts what does not run, name servers first, then masters, then slaves; each tier answers before the next begins.
   * A node that does not start leaves the others running. @throws {EngineError} at the end, saying which did not and why.
   */
  async up(spec: ClusterSpec, progress: LabProgress = () => undefined): Promise<void> {
    const states = await this.states(spec)
    const failures: unknown[] = []
    for (const step of planUp(spec, states)) {
      progress(step)
      const act = (node: NodeSpec): Promise<NodeView> =>
        step.action === 'resume' ? this.resume(spec, node.name) : this.start(spec, node.name)
      failures.push(...(await failuresOf(step.nodes.map(act))))
    }
    if (failures.length > 0) throw joined(failures)
  }

  /**
   * Stops everything, slaves first, and forgets link faults. The data stays unless `wipe`. A node that does not end leaves
   * the others stopped and everything undeleted.
   * @throws {EngineError} 'refused' when a process that may be a node cannot be told: nothing is deleted then.
   */
  async down(
    spec: ClusterSpec,
    options: { readonly wipe: boolean },
    progress: LabProgress = () => undefined,
  ): Promise<void> {
    const failures: unknown[] = []
    for (const step of planDown(spec, await this.states(spec))) {
      progress(step)
      failures.push(...(await failuresOf(step.nodes.map((node) => this.stop(spec, node.name)))))
    }
    if (failures.length > 0) throw joined(failures)
    this.faults.forget(spec)
    const orphan = (await this.observe(spec)).find((view) => view.holder !== undefined)
    if (orphan?.problem !== undefined) {
      throw new EngineError('refused', orphan.problem.en, {
        context: { node: orphan.spec.name, pid: orphan.holder?.pid },
        zh: orphan.problem.zh,
      })
    }
    if (options.wipe) this.host.fs.removeTree(this.paths.clusterFolder(spec.name))
  }

  /**
   * @throws {EngineError} 'refused' naming the cause and the fix: a port that another process has, what the node says is
   * wrong, or its last words; or that it does not answer in time.
   */
  async start(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const before = await this.observeNode(spec, node)
    if (isAlive(before.state)) return before
    const { folder } = this.paths.node(spec.name, node.name)
    try {
      const view = await this.startNow(spec, node)
      forgetStartProblem(this.host.fs, folder, { hasStarted: true })
      await this.faults.renew(spec, node.name)
      return view
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      throw countFailedStart(this.host.fs, folder, error, node)
    }
  }

  private async startNow(spec: ClusterSpec, node: NodeSpec): Promise<NodeView> {
    const paths = this.paths.node(spec.name, node.name)
    const { fs } = this.host
    const conflict = await findPortConflict(this.host, node, this.reservedPorts())
    if (conflict !== undefined) {
      // Another command may have started this very node since it was looked at.
      const { state } = await this.observeNode(spec, node)
      if (!isAlive(state)) throw portTaken(node, conflict, this.nodeOfProcess(conflict.owner.pid))
      return this.whenRunning(spec, node, fs.info(paths.outputFile)?.bytes ?? 0)
    }
    forgetStartProblem(fs, paths.folder, { hasStarted: false })
    const earlier = readNodeRecord(fs, paths.recordFile)
    const token = this.host.makeToken()
    const outputFrom = fs.info(paths.outputFile)?.bytes ?? 0
    const process = await this.host.start({ kind: node.kind, ...paths, token })
    const other = readNodeRecord(fs, paths.recordFile)
    if (other !== undefined && other.token !== earlier?.token && (await this.host.isSame(other.process))) {
      // Another command started it at the same time: its process is the recorded one, ours must not become an orphan.
      await this.host.signal(process, 'SIGKILL')
    } else {
      writeNodeRecord(fs, paths.recordFile, { version: 1, process, token, startedAtMs: this.host.clock.nowMs() })
    }
    return this.whenRunning(spec, node, outputFrom)
  }

  /** Waits until a process that was started answers. @throws {EngineError} with what it printed after `outputFrom`. */
  private async whenRunning(spec: ClusterSpec, node: NodeSpec, outputFrom: number): Promise<NodeView> {
    const { folder, outputFile } = this.paths.node(spec.name, node.name)
    const view = await this.waitUntil(START_WAIT_MS, async () => {
      const seen = await this.observeNode(spec, node)
      return seen.state === 'starting' ? undefined : seen
    })
    if (view?.state === 'running') return view
    throw startFailed(this.host.fs, folder, node, {
      said: await this.lastLines(outputFile, outputFrom),
      outputFile,
      ...(view === undefined ? { silentForMs: START_WAIT_MS } : {}),
    })
  }

  /** Ends a node cleanly: its store is closed, `abort` removed. A frozen node is thawed first, or it could not obey. */
  async stop(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const record = await this.watch.liveRecord(spec, node)
    if (record === undefined) return this.observeNode(spec, node)
    this.mark(spec, node, record, 'stopped')
    if ((await this.host.isFrozen(record.process)) === true) await this.host.signal(record.process, 'SIGCONT')
    await this.host.signal(record.process, 'SIGTERM')
    await this.waitForEnd(node, record, 'use kill to end it at once', '可用 kill 立即结束')
    return this.observeNode(spec, node)
  }

  /** `kill -9`. */
  async kill(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const record = await this.watch.liveRecord(spec, node)
    if (record === undefined) return this.observeNode(spec, node)
    this.mark(spec, node, record, 'killed')
    await this.host.signal(record.process, 'SIGKILL')
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
  fault(spec: ClusterSpec, nodeName: string, peerName: string, fault: LinkFaultRequest): Promise<unknown> {
    return this.faults.apply(spec, nodeName, peerName, fault)
  }

  /** Whether the node's store may be emptied; nothing is done. @throws {EngineError} 'refused', 'usage'. */
  checkWipe(spec: ClusterSpec, nodeName: string): Promise<void> {
    return checkWipe(this.host, this.paths, spec, findNode(spec, nodeName))
  }

  /**
   * Stops a broker if it runs and empties its store; its configuration and logs stay, and it can be started again.
   * @throws {EngineError} 'refused' when the store is not the node's own folder, or something else uses it.
   */
  async wipe(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    await this.checkWipe(spec, nodeName)
    await this.stop(spec, nodeName)
    await wipeStore(this.host, this.paths, this.watch, spec, node)
    return this.observeNode(spec, node)
  }

  /**
   * Empties a slave and starts it, so that it copies everything from its master.
   * @throws {EngineError} 'usage' when it is no slave; 'refused' when no master runs that it could copy from.
   */
  async clone(spec: ClusterSpec, nodeName: string): Promise<NodeView> {
    const master = this.masterOf(spec, nodeName)
    const { state } = await this.observeNode(spec, master)
    if (state !== 'running') {
      throw new EngineError(
        'refused',
        `${nodeName} was not cloned: its master ${master.name} is ${state}, there is nothing to copy from. Start ${master.name} first.`,
        {
          context: { node: nodeName, master: master.name, state },
          zh: `未重新克隆 ${nodeName}：其主 ${master.name} 未在运行，无从复制。请先启动 ${master.name}。`,
        },
      )
    }
    await this.wipe(spec, nodeName)
    return this.start(spec, nodeName)
  }

  /** The master whose log the slave copies. @throws {EngineError} 'usage' when the node is no slave. */
  masterOf(spec: ClusterSpec, slaveName: string): NodeSpec {
    const slave = findNode(spec, slaveName)
    const master = isSlave(slave)
      ? spec.nodes.find((node) => node.kind === 'broker' && node.brokerName === slave.brokerName && !isSlave(node))
      : undefined
    if (master !== undefined) return master
    throw new EngineError(
      'usage',
      `${slaveName} is no slave with a master in ${spec.name}: there is nothing to clone`,
      {
        context: { field: 'node', value: slaveName },
        zh: `${slaveName} 不是集群 ${spec.name} 中有主的从节点，无法克隆`,
      },
    )
  }

  private async freeze(spec: ClusterSpec, nodeName: string, signal: ProcessSignal, frozen: boolean): Promise<NodeView> {
    const node = findNode(spec, nodeName)
    const record = await this.watch.liveRecord(spec, node)
    if (record === undefined) throw notRunning(node.name)
    await this.host.signal(record.process, signal)
    await this.waitUntil(CONTROL_MS, async () => {
      const seen = await this.host.isFrozen(record.process)
      return seen === undefined || seen === frozen ? true : undefined
    })
    return this.observeNode(spec, node)
  }

  private async states(spec: ClusterSpec): Promise<Map<string, NodeState>> {
    const views = await this.observe(spec)
    return new Map(views.map((view) => [view.spec.name, view.state]))
  }

  /** `broker-a of c1`, when the process is a node of this home. */
  private nodeOfProcess(pid: number): string | undefined {
    for (const cluster of this.clusterNames()) {
      const folder = `${this.paths.clusterFolder(cluster)}/nodes`
      const found = this.host.fs
        .list(folder)
        .find((node) => readNodeRecord(this.host.fs, this.paths.node(cluster, node).recordFile)?.process.pid === pid)
      if (found !== undefined) return `${found} of ${cluster}`
    }
    return undefined
  }

  private mark(spec: ClusterSpec, node: NodeSpec, record: NodeRecord, ended: 'stopped' | 'killed'): void {
    writeNodeRecord(this.host.fs, this.paths.node(spec.name, node.name).recordFile, { ...record, ended })
  }

  private async waitForEnd(node: NodeSpec, record: NodeRecord, hint: string, hintZh: string): Promise<void> {
    const ended = await this.waitUntil(STOP_WAIT_MS, async () =>
      (await this.host.isSame(record.process)) ? undefined : true,
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

  private async lastLines(path: string, from: number): Promise<string> {
    try {
      const end = await this.host.tail(path, -1, LAST_WORDS_BYTES_MAX)
      const text = end === undefined ? '' : textOf(end.bytes.subarray(Math.max(0, from - end.fromByte)))
      return text.trimEnd().split('\n').slice(-LAST_LINES).join('\n').trim()
    } catch (error) {
      return errorText(error)
    }
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
