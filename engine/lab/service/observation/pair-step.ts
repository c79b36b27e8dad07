/**
 * One replication pair from one look to the next: how far behind, whether that counts, why, and what happened. The cluster's own
 * threshold says when it counts as *behind*; below it at two looks in a row ends that. Pure.
 */
import {
  BEHIND_DEFAULT,
  type BehindThreshold,
  type FaultView,
  type NodeState,
  type PairState,
  type PairView,
} from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import { perSecond } from './node-step.ts'
import type { ClusterReading, ClusterShape, NodeReading, NodeShape, SlaveRow } from './readings.ts'
import * as words from './state-words.ts'
import type { Told } from './told.ts'

const LOOKS_BELOW = 2

export interface PairFacts {
  readonly state: PairState
  readonly sinceMs: number | null
  /** Since when it is above the threshold without a break. */
  readonly overSinceMs: number | null
  readonly looksBelow: number
  readonly isBehind: boolean
  /** Was connected and in sync, or nearly, at some look of this service. */
  readonly wasConnected: boolean
  /** While it is not in sync: the largest lag since, and when it was connected again. */
  readonly worstLagBytes: number
  readonly connectedAtMs: number | null
  /** The newest known offsets, kept while a node is away. */
  readonly masterOffset: number | null
  readonly slaveOffset: number | null
  readonly offsetsAtMs: number | null
  readonly view: PairView
}

export interface PairStepInput {
  readonly cluster: ClusterShape
  readonly master: NodeShape
  readonly slave: NodeShape
  /** What the states of the nodes are, silence taken into account. */
  readonly states: { readonly master: NodeState; readonly slave: NodeState }
  /** Slaves of the same master, for matching its rows. */
  readonly slaveCount: number
  readonly reading: ClusterReading
  readonly faults: readonly FaultView[]
  readonly behind: BehindThreshold
  readonly previous: PairFacts | undefined
  readonly rememberedSinceMs: (state: PairState) => number | undefined
}

export interface PairStep {
  readonly facts: PairFacts
  readonly told: readonly Told[]
}

interface Measured {
  readonly row: SlaveRow | undefined
  readonly masterOffset: number | null
  readonly slaveOffset: number | null
  readonly lagBytes: number | null
  readonly lagMs: number | null
  readonly isEstimate: boolean
}

export function pairId(master: string, slave: string): string {
  return `${master}>${slave}`
}

export function stepPair(input: PairStepInput): PairStep {
  const { previous, reading, behind } = input
  const nowMs = reading.atMs
  const measured = measure(input)
  const isOver = (measured.lagMs ?? 0) > behind.ms || (measured.lagBytes ?? 0) > behind.bytes
  const overSinceMs = isOver ? (previous?.overSinceMs ?? nowMs) : null
  const looksBelow = isOver ? 0 : (previous?.looksBelow ?? 0) + 1
  const isBehind =
    previous?.isBehind === true ? looksBelow < LOOKS_BELOW : overSinceMs !== null && nowMs - overSinceMs >= behind.forMs
  const { state, reason } = judge(input, measured, isBehind)
  const isConnected = state === 'in-sync' || state === 'behind'
  const wasAway = previous !== undefined && (previous.state === 'broken' || previous.state === 'cut')
  const connectedAtMs = isConnected && wasAway ? nowMs : isConnected ? (previous?.connectedAtMs ?? null) : null
  const worst = Math.max(previous?.worstLagBytes ?? 0, measured.lagBytes ?? 0)
  const isSettled = state === 'in-sync' && previous?.state === 'in-sync'
  const sinceMs =
    previous?.state === state ? previous.sinceMs : previous === undefined ? remembered(input, state) : nowMs
  const facts: PairFacts = {
    state,
    sinceMs,
    overSinceMs,
    looksBelow,
    isBehind,
    wasConnected: isConnected || (previous?.wasConnected ?? false),
    worstLagBytes: isSettled ? (measured.lagBytes ?? 0) : worst,
    connectedAtMs: isSettled ? null : connectedAtMs,
    masterOffset: measured.masterOffset ?? previous?.masterOffset ?? null,
    slaveOffset: measured.slaveOffset ?? previous?.slaveOffset ?? null,
    offsetsAtMs: measured.masterOffset === null ? (previous?.offsetsAtMs ?? null) : masterAtMs(input),
    view: viewOf(input, measured, state, sinceMs, reason),
  }
  return { facts, told: previous === undefined ? [] : changes(input, previous, facts) }
}

function remembered({ rememberedSinceMs }: PairStepInput, state: PairState): number | null {
  return rememberedSinceMs(state) ?? null
}

function answer(look: ClusterReading, node: NodeShape): NodeReading | undefined {
  const reading = look.nodes.get(node.name)
  return reading?.state === 'running' ? reading : undefined
}

function masterAtMs({ reading, master }: PairStepInput): number | null {
  return answer(reading, master)?.atMs ?? null
}

/** The master's row of this slave: by the slave's end of the connection, or because there is only one of both. */
function rowOf(input: PairStepInput): SlaveRow | undefined {
  const rows = answer(input.reading, input.master)?.slaves ?? []
  const local = answer(input.reading, input.slave)?.link?.localAddress
  const byAddress = local == null ? undefined : rows.find((row) => row.address === local)
  if (byAddress !== undefined) return byAddress
  const [only] = rows
  return rows.length === 1 && input.slaveCount === 1 ? only : undefined
}

function measure(input: PairStepInput): Measured {
  const { reading, master, slave, previous } = input
  const [ofMaster, ofSlave] = [answer(reading, master), answer(reading, slave)]
  const row = rowOf(input)
  const masterOffset = ofMaster?.log?.maxOffset ?? null
  // The row was made in one moment with the master's own end, two answers were not.
  const isCounted = row !== undefined && row.state !== 'waiting' && row.state !== 'diverged'
  const slaveOffset = isCounted ? row.ackOffset : (ofSlave?.log?.maxOffset ?? previous?.slaveOffset ?? null)
  const gap = masterOffset === null || slaveOffset === null ? null : Math.max(0, masterOffset - slaveOffset)
  const lagBytes = isCounted ? Math.max(0, row.lagBytes) : gap
  if (isCounted && row.lagMs !== null) {
    return { row, masterOffset, slaveOffset, lagBytes, lagMs: Math.round(row.lagMs), isEstimate: false }
  }
  return { row, masterOffset, slaveOffset, lagBytes, lagMs: estimate(input, lagBytes, slaveOffset), isEstimate: true }
}

/** Age of the oldest byte that the slave lacks, as exact as the poll. */
function estimate({ reading, master, slave }: PairStepInput, lagBytes: number | null, slaveOffset: number | null) {
  if (lagBytes === null || slaveOffset === null) return null
  if (lagBytes === 0) return 0
  const passedAtMs = reading.passedAtMs(pairId(master.name, slave.name), slaveOffset)
  return passedAtMs === null ? 0 : Math.max(0, Math.round(reading.atMs - passedAtMs))
}

interface Verdict {
  readonly state: PairState
  readonly reason: Text | null
}

function judge(input: PairStepInput, measured: Measured, isBehind: boolean): Verdict {
  const { cluster, master, slave, states, reading, faults, previous } = input
  const [ofMaster, ofSlave] = [answer(reading, master), answer(reading, slave)]
  if (states.master === 'unknown' && states.slave === 'unknown') return { state: 'unknown', reason: null }
  if (states.master !== 'running') {
    const isNeither = !isUp(states.master) && !isUp(states.slave)
    // A pair that does not run at all is not broken, it is off.
    if (isNeither && isOff(states.master) && isOff(states.slave)) return { state: 'unknown', reason: null }
    const down = words.stateOf(master.name, states.master)
    return { state: 'broken', reason: words.pairEndDown(slave.name, down, true) }
  }
  if (states.slave !== 'running') {
    return {
      state: 'broken',
      reason: words.pairEndDown(slave.name, words.stateOf(slave.name, states.slave), false),
    }
  }
  const cut = faults.find((fault) => fault.kind === 'cut')
  if (cut !== undefined) return { state: 'cut', reason: words.pairCut(slave.name, master.name, cut) }
  // Not asked successfully this time: what was known stays, the node's own state tells the silence.
  if (ofMaster === undefined || ofSlave === undefined) {
    return { state: previous?.state ?? 'unknown', reason: previous?.view.reason ?? null }
  }
  const diverged = divergence(input, ofSlave, measured)
  if (diverged !== undefined) return { state: 'diverged', reason: diverged }
  const broken = cluster.kind === 'lab' ? brokenLink(input, ofSlave, measured) : brokenByRows(input, ofMaster, measured)
  if (broken !== undefined) return { state: 'broken', reason: broken }
  if (!isBehind) return { state: 'in-sync', reason: null }
  const isCatchingUp = previous?.connectedAtMs != null
  return {
    state: 'behind',
    reason: words.pairBehind(
      slave.name,
      master.name,
      faults.find((fault) => fault.kind !== 'reset'),
      isCatchingUp,
    ),
  }
}

function isUp(state: NodeState): boolean {
  return state === 'running' || state === 'starting' || state === 'frozen' || state === 'unreachable'
}

function isOff(state: NodeState): boolean {
  return state === 'stopped' || state === 'unknown'
}

function divergence({ master, slave }: PairStepInput, ofSlave: NodeReading, measured: Measured): Text | undefined {
  const { link } = ofSlave
  if (link?.divergence != null && link.state === 'diverged') {
    return words.pairDiverged(slave.name, master.name, link.divergence.slaveOffset, link.divergence.masterOffset)
  }
  if (link?.state === 'diverged') {
    const own = ofSlave.log?.maxOffset
    return own === undefined || measured.masterOffset === null
      ? words.divergedUnknown(slave.name, master.name)
      : words.pairDiverged(slave.name, master.name, own, measured.masterOffset)
  }
  if (measured.row?.state === 'diverged' && measured.masterOffset !== null) {
    return words.pairDiverged(slave.name, master.name, measured.row.ackOffset, measured.masterOffset)
  }
  return undefined
}

function brokenLink({ master, slave }: PairStepInput, ofSlave: NodeReading, { row }: Measured): Text | undefined {
  const { link } = ofSlave
  if (link === null || link.state === 'transfer' || row?.state === 'transfer') return undefined
  // Looking at the master's log takes a moment at each connect.
  if (link.state === 'connecting' && link.reason === '' && row !== undefined) return undefined
  return words.linkBroken(slave.name, master.name, master.ports.ha, link.state, link.reason)
}

/** Over the protocol a slave does not say how its link is; its master lists who is connected, from 5.x on. */
function brokenByRows(
  { master, slave, slaveCount }: PairStepInput,
  ofMaster: NodeReading,
  { lagBytes }: Measured,
): Text | undefined {
  if (ofMaster.slaves === null || ofMaster.slaves.length >= slaveCount) return undefined
  const isLeftOut = ofMaster.slaves.length === 0 || (lagBytes ?? 0) > BEHIND_DEFAULT.bytes
  return isLeftOut ? words.notListed(slave.name, master.name) : undefined
}

function viewOf(
  input: PairStepInput,
  measured: Measured,
  state: PairState,
  sinceMs: number | null,
  reason: Text | null,
): PairView {
  const { cluster, master, slave, reading, previous } = input
  const ofMaster = answer(reading, master)
  const beforeMs = previous?.offsetsAtMs ?? undefined
  const mean = ofMaster?.meanRecordBytes ?? null
  // Between two histories there is no distance: 0 would say that nothing is missing.
  const { lagBytes, lagMs } = state === 'diverged' ? { lagBytes: null, lagMs: null } : measured
  return {
    cluster: cluster.name,
    id: pairId(master.name, slave.name),
    master: master.name,
    slave: slave.name,
    brokerName: slave.brokerName ?? master.brokerName ?? '',
    mode: (ofMaster?.brokerRole ?? master.brokerRole) === 'SYNC_MASTER' ? 'sync' : 'async',
    state,
    sinceMs,
    reason,
    lagBytes,
    lagMs,
    isLagMsEstimate: measured.isEstimate,
    lagMessages: messages(lagBytes, mean),
    masterOffset: measured.masterOffset,
    slaveOffset: measured.slaveOffset,
    writtenPerSecond: wholeRate(previous?.masterOffset, beforeMs, measured.masterOffset, ofMaster?.atMs),
    confirmedPerSecond: wholeRate(previous?.slaveOffset, beforeMs, measured.slaveOffset, ofMaster?.atMs),
    isInSyncForRocketmq: measured.row?.isInSync ?? null,
  }
}

function messages(lagBytes: number | null, meanBytes: number | null): number | null {
  if (lagBytes === 0) return 0
  return lagBytes === null || meanBytes === null ? null : Math.max(1, Math.round(lagBytes / meanBytes))
}

function wholeRate(
  before: number | null | undefined,
  beforeMs: number | undefined,
  now: number | null,
  nowMs: number | undefined,
): number | null {
  const rate = perSecond(before, beforeMs, now, nowMs)
  return rate === null ? null : Math.round(rate)
}

function changes(input: PairStepInput, previous: PairFacts, facts: PairFacts): Told[] {
  const { cluster, master, slave, states, faults, reading, behind } = input
  if (previous.state === facts.state) return []
  const about = {
    cluster: cluster.name,
    node: slave.name,
    pair: pairId(master.name, slave.name),
    subject: `${master.name} → ${slave.name}`,
    byUser: false,
  } as const
  const sentence = facts.view.reason ?? say('', '')
  const tell = (what: Omit<Told['what'], keyof typeof about>): Told[] => [
    { what: { ...about, ...what }, atMs: reading.atMs, unless: undefined },
  ]
  const openLabel = say('Open replication', '查看主从复制')
  const open = { kind: 'open-replication', node: slave.name, target: about.pair, label: openLabel } as const
  const clone = { kind: 'clone', node: slave.name, target: null, label: say('Clone it anew', '重新克隆') } as const
  const heal = { kind: 'heal', node: slave.name, target: about.pair, label: say('Heal the link', '恢复链路') } as const
  switch (facts.state) {
    case 'behind':
      if (previous.state !== 'in-sync') return []
      return tell({ kind: 'pair-behind', tone: 'warn', sentence, action: faults.length > 0 ? heal : open })
    case 'diverged':
      return tell({
        kind: 'pair-diverged',
        tone: 'bad',
        sentence,
        action: cluster.kind === 'lab' ? clone : open,
      })
    case 'broken': {
      // A node that is down is told by itself; a pair that never ran has lost nothing.
      const isOwnFault = states.master === 'running' && states.slave === 'running' && previous.wasConnected
      return isOwnFault && (previous.state === 'in-sync' || previous.state === 'behind')
        ? tell({ kind: 'pair-broken', tone: 'bad', sentence, action: open })
        : []
    }
    case 'in-sync': {
      if (!previous.wasConnected || previous.state === 'unknown') return []
      const fromMs = previous.connectedAtMs ?? previous.sinceMs ?? reading.atMs
      if (previous.worstLagBytes > behind.bytes || previous.state === 'behind') {
        const done = words.caughtUp(previous.worstLagBytes, Math.max(0, reading.atMs - fromMs))
        return tell({ kind: 'pair-caught-up', tone: 'ok', sentence: done, action: null })
      }
      const connected = say('Connected again and in sync.', '已重新连接，同步正常。')
      return tell({ kind: 'pair-connected', tone: 'ok', sentence: connected, action: null })
    }
    case 'cut':
    case 'unknown':
      return []
  }
}
