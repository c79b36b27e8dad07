/** One node from one look to the next: state, since when, why, figures as rates, and what happened to it. Pure. */
import type { NodeHealth, NodeState, NodeView } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import type { ClusterReading, ClusterShape, NodeReading, NodeShape } from './readings.ts'
import { crashLoop, diskFull, DISK_FULL_RATIO, nodeCause } from './state-words.ts'
import type { HappeningKind, Told } from './told.ts'

/** A node that has just been started may be silent for this long before it counts as unreachable. */
const STARTING_MS = 30_000
/** Silence after which a node that has answered before counts as unreachable. */
const SILENT_MS = 2500
const CPU_MEAN_MS = 4500
const CRASH_LOOP_MS = 60_000
const CRASH_LOOP_COUNT = 3
/** After these acts of the user, told by whoever did them, a change needs no other happening. */
const CLUSTER_ACTS: readonly HappeningKind[] = [
  'cluster-started',
  'cluster-stopped',
  'cluster-deleted',
  'cluster-created',
]

export interface NodeFacts {
  readonly state: NodeState
  readonly health: NodeHealth
  readonly sinceMs: number | null
  readonly pid: number | null
  readonly answeredAtMs: number | null
  readonly brokerId: number | null
  /** The last look that had an answer, for rates. */
  readonly answer: NodeReading | undefined
  readonly crashesAtMs: readonly number[]
  /** A process that came up under this service's eyes and has not answered yet. */
  readonly isFresh: boolean
  readonly cpu: CpuFacts
  readonly view: NodeView
}

/** Processor time is a mean over some seconds, so that its noise is not told each second. */
interface CpuFacts {
  readonly pid: number | null
  readonly fromMs: number
  readonly cpuMs: number
  readonly percent: number | null
}

export interface NodeStep {
  readonly facts: NodeFacts
  readonly told: readonly Told[]
}

/** @param pairHealth what its replication makes of a slave that runs; undefined for all other nodes */
export interface NodeStepInput {
  readonly cluster: ClusterShape
  readonly shape: NodeShape
  readonly reading: ClusterReading
  readonly previous: NodeFacts | undefined
  /** When `health` became what it is, as an earlier service knew it. */
  readonly rememberedSinceMs: (health: NodeHealth) => number | undefined
  readonly pair: { readonly health: 'behind' | 'diverged'; readonly reason: Text | null } | undefined
}

export function stateOfReading(
  kind: ClusterShape['kind'],
  reading: NodeReading | undefined,
  previous: NodeFacts | undefined,
  nowMs: number,
): NodeState {
  if (reading === undefined) return previous?.state ?? 'unknown'
  if (reading.state !== 'silent') return reading.state
  if (kind === 'attached') {
    const isNew = previous?.state === 'running' && nowMs - (previous.answeredAtMs ?? 0) < SILENT_MS
    return isNew ? 'running' : 'unreachable'
  }
  const hasAnswered = previous?.pid === reading.pid && previous.answeredAtMs !== null
  if (hasAnswered && previous.state !== 'starting') {
    return nowMs - (previous.answeredAtMs ?? 0) < SILENT_MS ? previous.state : 'unreachable'
  }
  return nowMs - (reading.startedAtMs ?? 0) < STARTING_MS ? 'starting' : 'unreachable'
}

export function stepNode(input: NodeStepInput): NodeStep {
  const { cluster, shape, previous, reading: look } = input
  const { atMs: nowMs } = look
  const reading = look.nodes.get(shape.name)
  const state = stateOfReading(cluster.kind, reading, previous, nowMs)
  const isNewProcess = previous !== undefined && reading !== undefined && reading.pid !== previous.pid
  const crashesAtMs = crashTimes(previous, state, nowMs)
  const health = healthOf(state, input.pair?.health)
  const isSame = previous?.health === health && !isNewProcess
  const sinceMs = isSame ? previous.sinceMs : (firstSince(previous, reading, health, input) ?? null)
  const isAnswer = reading?.state === 'running'
  const answeredAtMs = isAnswer ? reading.atMs : isNewProcess ? null : (previous?.answeredAtMs ?? null)
  const cpu = cpuOf(previous?.cpu, reading)
  const view = viewOf({ ...input, state, health, sinceMs, answeredAtMs, crashes: crashesAtMs.length, cpu })
  return {
    facts: {
      state,
      health,
      sinceMs,
      pid: reading === undefined ? (previous?.pid ?? null) : reading.pid,
      answeredAtMs,
      brokerId: shape.brokerId,
      answer: isAnswer ? reading : isNewProcess ? undefined : previous?.answer,
      crashesAtMs,
      isFresh: state !== 'running' && (isNewProcess || previous?.isFresh === true),
      cpu,
      view,
    },
    told: previous === undefined ? [] : changes(input, previous, state, view, isNewProcess),
  }
}

function crashTimes(previous: NodeFacts | undefined, state: NodeState, nowMs: number): readonly number[] {
  const kept = (previous?.crashesAtMs ?? []).filter((atMs) => nowMs - atMs < CRASH_LOOP_MS)
  const isNew = state === 'crashed' && previous !== undefined && previous.state !== 'crashed'
  return isNew ? [...kept, nowMs] : kept
}

function healthOf(state: NodeState, pair: 'behind' | 'diverged' | undefined): NodeHealth {
  if (state === 'killed') return 'crashed'
  if (state === 'running' && pair !== undefined) return pair
  return state
}

/** Since when, for a health that was not there at the last look. */
function firstSince(
  previous: NodeFacts | undefined,
  reading: NodeReading | undefined,
  health: NodeHealth,
  { reading: look, rememberedSinceMs }: NodeStepInput,
): number | null | undefined {
  if (reading?.endedAtMs != null) return reading.endedAtMs
  if (previous !== undefined) return look.atMs
  const remembered = rememberedSinceMs(health)
  if (remembered !== undefined && remembered >= (reading?.startedAtMs ?? 0)) return remembered
  return health === 'running' || health === 'starting' ? reading?.startedAtMs : undefined
}

interface ViewInput extends NodeStepInput {
  readonly state: NodeState
  readonly health: NodeHealth
  readonly sinceMs: number | null
  readonly answeredAtMs: number | null
  readonly crashes: number
  readonly cpu: CpuFacts
}

function viewOf(input: ViewInput): NodeView {
  const { cluster, shape, reading: look, previous, state, health, sinceMs, answeredAtMs, crashes } = input
  const reading = look.nodes.get(shape.name)
  const before = previous?.answer
  const answer = reading?.state === 'running' ? reading : undefined
  const isAlive = state === 'running' || state === 'unreachable' || state === 'frozen' || state === 'starting'
  return {
    cluster: cluster.name,
    ...shape,
    brokerRole: answer?.brokerRole ?? shape.brokerRole,
    state,
    health,
    sinceMs,
    cause: causeOf(shape, state, reading, input.pair?.reason ?? null, crashes),
    isOnPurpose: state === 'killed' || state === 'stopped' || state === 'frozen',
    isOurs: cluster.kind === 'lab',
    pid: isAlive ? (reading?.pid ?? null) : null,
    startedAtMs: isAlive ? (reading?.startedAtMs ?? null) : null,
    cpuPercent: isAlive ? input.cpu.percent : null,
    rssBytes: isAlive && reading?.usage != null ? roundTo(reading.usage.residentBytes, 1024 * 1024) : null,
    version: answer?.version ?? (isAlive ? (before?.version ?? null) : null),
    registrations: shape.kind === 'broker' ? registrations(shape, look, answer ?? before) : [],
    figures: {
      ...rates(before, answer),
      logMinOffset: answer?.log?.minOffset ?? null,
      logMaxOffset: answer?.log?.maxOffset ?? null,
      logFlushedOffset: answer?.log?.flushedOffset ?? null,
      diskUsedRatio: answer?.diskUsedRatio ?? null,
      registeredBrokers: shape.kind === 'namesrv' ? (look.namesrvs.get(shape.address)?.brokers?.size ?? null) : null,
    },
    answeredAtMs,
  }
}

function causeOf(
  shape: NodeShape,
  state: NodeState,
  reading: NodeReading | undefined,
  pairReason: Text | null,
  crashes: number,
): Text | null {
  const cause = nodeCause(shape.name, state, reading?.pid ?? null, reading?.problem ?? null)
  if (state === 'crashed' && crashes >= CRASH_LOOP_COUNT)
    return crashLoop(shape.name, crashes, reading?.problem ?? null)
  if (state !== 'running') return cause
  const ratio = reading?.diskUsedRatio ?? 0
  if (ratio >= DISK_FULL_RATIO && shape.role === 'master') return diskFull(shape.name, ratio)
  return pairReason ?? cause
}

/** How the broker stands in each name server; a silent one tells nothing, then the broker's own heartbeats do. */
function registrations(
  shape: NodeShape,
  look: ClusterReading,
  answer: NodeReading | undefined,
): NodeView['registrations'] {
  return [...look.namesrvs].map(([namesrv, { brokers }]) => ({
    namesrv,
    isRegistered: brokers?.has(shape.address) ?? false,
    lastHeartbeatAtMs: answer?.heartbeats?.get(namesrv) ?? null,
  }))
}

function rates(
  before: NodeReading | undefined,
  answer: NodeReading | undefined,
): { readonly inPerSecond: number | null; readonly outPerSecond: number | null } {
  if (answer?.rates != null) {
    return { inPerSecond: figure(answer.rates.inPerSecond), outPerSecond: figure(answer.rates.outPerSecond) }
  }
  return {
    inPerSecond: perSecond(before?.totals?.putMessages, before?.atMs, answer?.totals?.putMessages, answer?.atMs),
    outPerSecond: perSecond(before?.totals?.getMessages, before?.atMs, answer?.totals?.getMessages, answer?.atMs),
  }
}

/** Growth per second; null when a number is missing, or fell because its process is another one. */
export function perSecond(
  before: number | null | undefined,
  beforeMs: number | undefined,
  now: number | null | undefined,
  nowMs: number | undefined,
): number | null {
  if (before == null || now == null || beforeMs === undefined || nowMs === undefined) return null
  if (nowMs <= beforeMs || now < before) return null
  return figure(((now - before) * 1000) / (nowMs - beforeMs))
}

/** Whole numbers; below ten one digit more, so that a slow trickle is seen. */
function figure(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 10) / 10
}

function cpuOf(previous: CpuFacts | undefined, reading: NodeReading | undefined): CpuFacts {
  const { pid = null, usage = null, atMs = 0 } = reading ?? {}
  if (usage === null || pid === null) return { pid: null, fromMs: 0, cpuMs: 0, percent: null }
  const fresh = { pid, fromMs: atMs, cpuMs: usage.cpuMs }
  if (previous?.pid !== pid) return { ...fresh, percent: null }
  const spanMs = atMs - previous.fromMs
  if (spanMs <= 0 || (previous.percent !== null && spanMs < CPU_MEAN_MS)) return previous
  return { ...fresh, percent: Math.max(0, Math.round(((usage.cpuMs - previous.cpuMs) * 100) / spanMs)) }
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step
}

/** What happened to the node since the last look. Acts of the user are told by who does them; `unless` names those. */
function changes(
  { cluster, shape, reading }: NodeStepInput,
  previous: NodeFacts,
  state: NodeState,
  view: NodeView,
  isNewProcess: boolean,
): Told[] {
  const { name } = shape
  const was = previous.state
  const about = { cluster: cluster.name, node: name, pair: null, subject: name }
  const atMs = view.sinceMs ?? reading.atMs
  // Not before it answers: who starts it in this window tells it then.
  const hasComeUp = state === 'running' && (isNewProcess || previous.isFresh)
  const told: Told[] = []
  const outside = (kind: HappeningKind, unless: readonly HappeningKind[], sentence: Text): void => {
    const what = { ...about, kind, tone: 'fault' as const, byUser: true, sentence, action: null }
    told.push({ what, atMs, unless: [kind, ...unless, ...CLUSTER_ACTS] })
  }
  if (cluster.kind === 'lab' && hasComeUp && view.pid !== null) {
    const sentence = say('Started, not from this window.', '已启动，操作不是在本窗口进行的。')
    const what = { ...about, kind: 'node-started' as const, tone: 'ok' as const, byUser: true, sentence, action: null }
    told.push({ what, atMs, unless: ['node-started', 'node-wiped', 'node-cloned', ...CLUSTER_ACTS] })
  }
  if (previous.brokerId !== null && shape.brokerId !== null && previous.brokerId !== shape.brokerId) {
    told.push({ what: roleChanged(about, previous.brokerId, shape.brokerId), atMs: reading.atMs, unless: undefined })
  }
  if (was === state) return told
  if (state === 'crashed') {
    told.push({ what: crashed(about, view.cause), atMs, unless: undefined })
  } else if (state === 'killed') {
    const sentence = say('Ended with kill -9, not from this window.', '被 kill -9 结束，操作不是在本窗口进行的。')
    outside('node-killed', [], sentence)
  } else if (state === 'stopped') {
    const sentence = say('Stopped, not from this window.', '已停止，操作不是在本窗口进行的。')
    outside('node-stopped', ['node-wiped', 'node-cloned', 'node-started'], sentence)
  } else if (state === 'frozen') {
    outside('node-frozen', [], say('Frozen, not from this window.', '已被冻结，操作不是在本窗口进行的。'))
  } else if (was === 'frozen' && state === 'running') {
    outside('node-resumed', [], say('Resumed, not from this window.', '已恢复运行，操作不是在本窗口进行的。'))
  } else if (state === 'unreachable') {
    const sentence = view.cause ?? say(`${name} does not answer.`, `${name} 没有应答。`)
    const action = { kind: 'open-logs' as const, node: name, target: null, label: say('Open its log', '查看日志') }
    const what = { ...about, kind: 'node-unreachable' as const, tone: 'bad' as const, byUser: false, sentence, action }
    told.push({ what, atMs, unless: undefined })
  } else if (was === 'unreachable' && state === 'running') {
    const sentence = say('Answers again.', '已恢复应答。')
    const what = { ...about, kind: 'node-back' as const, tone: 'ok' as const, byUser: false, sentence, action: null }
    told.push({ what, atMs, unless: undefined })
  }
  return told
}

type About = Pick<Told['what'], 'cluster' | 'node' | 'pair' | 'subject'> & { readonly node: string }

function crashed(about: About, cause: Text | null): Told['what'] {
  return {
    ...about,
    kind: 'node-crashed',
    tone: 'bad',
    byUser: false,
    sentence: cause ?? say('Ended by itself.', '自行退出。'),
    action: { kind: 'start', node: about.node, target: null, label: say(`Start ${about.node}`, `启动 ${about.node}`) },
  }
}

function roleChanged(about: About, from: number, to: number): Told['what'] {
  const sentence =
    to === 0
      ? say('It is the master now.', '已成为主节点。')
      : say(`Its broker id changed from ${from} to ${to}.`, `brokerId 由 ${from} 变为 ${to}。`)
  return { ...about, kind: 'role-changed', tone: 'busy', byUser: false, sentence, action: null }
}
