/**
 * Watches one cluster: one look at a time at all its nodes, each look a step from what was known to what is shown. Owns the
 * cluster's facts, its samples and what it still may have to tell; when to look is the observer's business.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { ClusterHead, Happening } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import { addressOf, type ClusterSpec } from '../../cluster-spec.ts'
import type { ClusterAccess, LabServiceSurroundings } from '../context.ts'
import type { OwnedDirectory } from '../cluster-directory.ts'
import type { HappeningsBoard } from '../happenings.ts'
import type { BehindThresholds } from './behind-thresholds.ts'
import { AttachedShape, labShape } from './cluster-shapes.ts'
import type { HistoryFile } from './history-file.ts'
import type { HistoryRing, Sample } from './history-ring.ts'
import { probeNode } from './node-probe.ts'
import { type ClusterFacts, observeStep, type ObserveResult, type Remembered } from './observe-step.ts'
import { askNamesrv, BrokerProbe, type NamesrvAnswer } from './protocol-probe.ts'
import { type ClusterReading, type ClusterShape, emptyReading, type NodeReading } from './readings.ts'
import type { ClusterViews } from './state-board.ts'
import type { Told } from './told.ts'

/** Somebody who did an act tells it within this time; then nobody here will. */
const UNTOLD_MS = 4000
/** And he may have told it this long before it was seen. */
const TOLD_BEFORE_MS = 5000
const UNTOLD_MAX = 100

export interface ClusterWatchParts {
  readonly surroundings: LabServiceSurroundings
  readonly clusters: OwnedDirectory
  readonly happenings: HappeningsBoard
  readonly thresholds: BehindThresholds
  readonly name: string
  readonly ring: HistoryRing
  readonly file: HistoryFile
  readonly remembered: Remembered
  /** Bounds how many nodes are asked at one time, over all clusters. */
  readonly turn: <T>(task: () => Promise<T>) => Promise<T>
}

export interface Look {
  readonly views: ClusterViews
  readonly facts: ClusterFacts
  readonly told: readonly Told[]
}

export class ClusterWatch {
  readonly ring: HistoryRing
  busy: ClusterHead['busy'] = null
  facts: ClusterFacts | undefined
  readonly #parts: ClusterWatchParts
  readonly #probe: BrokerProbe
  #attached: { readonly addresses: string; readonly shape: AttachedShape } | undefined
  #untold: (Told & { readonly dueMs: number })[] = []

  constructor(parts: ClusterWatchParts) {
    this.#parts = parts
    this.ring = parts.ring
    this.#probe = new BrokerProbe(parts.surroundings.host.clock)
  }

  /** Never throws for what the cluster, its files or its nodes do. */
  async look(): Promise<Look | undefined> {
    const { clusters, name, surroundings } = this.#parts
    let access: ClusterAccess
    try {
      access = clusters.get(name)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      if (error.code === 'not-found') return undefined
      return { views: unreadable(this.#headWith(problemOf(name, error))), facts: noFacts(), told: [] }
    }
    const { spec } = access
    const [shape, reading] =
      spec === undefined ? await this.#readAttached(access) : [labShape(spec), await this.#readOwn(spec, access)]
    const result = observeStep({
      shape,
      reading,
      previous: this.facts,
      remembered: this.#parts.remembered,
      busy: this.busy,
      behind: this.#parts.thresholds.of(name),
    })
    this.facts = result.facts
    this.#keepSample(reading.atMs, result)
    const { nodes, pairs, groups, faults, facts, told } = result
    const views = { head: this.#head(access, shape), nodes, pairs, groups, faults }
    return { views, facts, told: this.#due(told, surroundings.host.clock.nowMs()) }
  }

  stop(nowMs: number): void {
    this.#parts.file.flush(nowMs)
  }

  async #readOwn(spec: ClusterSpec, access: ClusterAccess): Promise<ClusterReading> {
    const { host, lab } = this.#parts.surroundings
    const nodes = await Promise.all(
      spec.nodes.map((node) =>
        this.#parts.turn(async () => {
          const reading = await probeNode({ host, lab, spec, node })
          return [node, reading] as const
        }),
      ),
    )
    const answers = await Promise.all(
      nodes
        .filter(([node]) => node.kind === 'namesrv')
        .map(async ([node, reading]): Promise<readonly [string, NamesrvAnswer]> => {
          const address = addressOf(node)
          // Who is known to be dead or frozen need not be asked.
          if (reading.state !== 'running') return [address, silent(reading.atMs)]
          return [address, await askNamesrv(access.admin, address, host.clock)]
        }),
    )
    return {
      atMs: host.clock.nowMs(),
      nodes: new Map(nodes.map(([node, reading]) => [node.name, reading])),
      namesrvs: new Map(answers),
      passedAtMs: (pair, offset) => this.ring.passedAtMs(pair, offset),
    }
  }

  async #readAttached(access: ClusterAccess): Promise<readonly [ClusterShape, ClusterReading]> {
    const { clock } = this.#parts.surroundings.host
    const { admin, namesrvAddr } = access
    const addresses = admin.nameServers.addresses
    if (this.#attached?.addresses !== namesrvAddr) {
      this.#attached = { addresses: namesrvAddr, shape: new AttachedShape(access.name, addresses) }
    }
    const answers = await Promise.all(
      addresses.map((address) =>
        this.#parts.turn(async () => [address, await askNamesrv(admin, address, clock)] as const),
      ),
    )
    for (const [, { info }] of answers) if (info !== undefined) this.#attached.shape.take(info)
    const shape = this.#attached.shape.shape(this.#probe)
    const namesrvs = new Map(answers)
    const nodes = await Promise.all(
      shape.nodes.map(async (node): Promise<readonly [string, NodeReading]> => {
        if (node.kind === 'namesrv') return [node.name, namesrvReading(namesrvs.get(node.address), clock.nowMs())]
        return [node.name, await this.#parts.turn(() => this.#probe.look(admin, node))]
      }),
    )
    const reading = {
      atMs: clock.nowMs(),
      nodes: new Map(nodes),
      namesrvs,
      passedAtMs: (pair: string, offset: number) => this.ring.passedAtMs(pair, offset),
    }
    return [shape, reading]
  }

  /** Samples are kept while anything answers; a cluster that is down has none. */
  #keepSample(atMs: number, { nodes, pairs }: ObserveResult): void {
    if (!nodes.some((node) => node.state === 'running')) return
    const sample: Sample = {
      atMs: Math.round(atMs),
      pairs: pairs.map((pair) => ({ ...pair, pair: pair.id })),
      nodes: nodes.map((node) => ({
        node: node.name,
        inPerSecond: node.figures.inPerSecond,
        outPerSecond: node.figures.outPerSecond,
        cpuPercent: node.cpuPercent,
        rssBytes: node.rssBytes,
      })),
    }
    this.ring.add(sample)
    this.#parts.file.add(sample)
  }

  /** What is to be told now: at once, or, for acts that nobody told in the meantime, after a wait. */
  #due(told: readonly Told[], nowMs: number): Told[] {
    const due: Told[] = []
    for (const entry of told) {
      if (entry.unless === undefined) due.push(entry)
      else if (this.#untold.length < UNTOLD_MAX) this.#untold.push({ ...entry, dueMs: nowMs + UNTOLD_MS })
    }
    this.#untold = this.#untold.filter((entry) => {
      if (this.#isToldByOthers(entry)) return false
      if (nowMs < entry.dueMs) return true
      if (this.busy === null) due.push(entry)
      return false
    })
    return due
  }

  #isToldByOthers({ what, atMs, unless }: Told): boolean {
    const isSame = (entry: Happening): boolean =>
      entry.node === null || entry.node === what.node || (what.pair !== null && entry.pair === what.pair)
    return this.#parts.happenings
      .since(what.cluster, atMs - TOLD_BEFORE_MS)
      .some((entry) => unless?.includes(entry.kind) === true && isSame(entry))
  }

  #head(access: ClusterAccess, shape: ClusterShape): ClusterHead {
    const { spec } = access
    const clusters = shape.nodes.flatMap((node) => (node.brokerCluster === null ? [] : [node.brokerCluster]))
    return {
      ...this.#headWith(null),
      kind: access.kind,
      topology: spec?.topology ?? 'attached',
      brokerClusters: [...new Set(clusters)].sort(),
      namesrvAddr: access.namesrvAddr,
      isWritable: access.isWritable,
    }
  }

  #headWith(problem: Text | null): ClusterHead {
    const { name, clusters, surroundings, thresholds } = this.#parts
    const { host, lab } = surroundings
    const createdAtMs = clusters.attachedAtMs(name) ?? host.fs.info(lab.paths.clusterFile(name))?.modifiedMs ?? null
    return {
      name,
      kind: 'lab',
      topology: 'custom',
      brokerClusters: [],
      namesrvAddr: '',
      busy: this.busy,
      isWritable: false,
      problem,
      createdAtMs,
      behind: thresholds.of(name),
    }
  }
}

function silent(atMs: number): NamesrvAnswer {
  return { atMs, brokers: null, info: undefined }
}

function namesrvReading(answer: NamesrvAnswer | undefined, atMs: number): NodeReading {
  return emptyReading(answer?.brokers == null ? 'silent' : 'running', atMs)
}

function unreadable(head: ClusterHead): ClusterViews {
  return { head, nodes: [], pairs: [], groups: [], faults: [] }
}

function noFacts(): ClusterFacts {
  return { nodes: new Map(), pairs: new Map(), groups: new Map(), faults: [] }
}

function problemOf(name: string, error: EngineError): Text {
  const text = say(errorText(error), error.zh ?? errorText(error))
  return say(
    `The file of ${name} cannot be read: ${text.en}. Nothing was changed; nodes that run go on. Mend the file, or put a copy in its place.`,
    `${name} 的集群文件无法读取：${text.zh}。没有改动任何内容，正在运行的节点继续运行。请修复该文件，或用备份替换。`,
  )
}
