/**
 * Faults on the link of a pair: which are set, how the command line says them, and what to expect of one before it is applied,
 * computed from the live figures of the pair. Pure.
 */
import type { FaultView, PairView } from '../../../engine/contract/state.ts'
import { textsIn } from '../../i18n/use-texts.ts'
import type { Language } from '../../i18n/language.tsx'
import { byteRate, bytes, count, lag, millis } from '../../ui/format.ts'
import { linkTexts } from './link-texts.ts'

export type FaultChoice = 'free' | 'cut' | 'delay' | 'throttle' | 'reset'
export type FaultDirection = FaultView['direction']

/** A fault as chosen, not yet applied. */
export interface FaultDraft {
  readonly choice: FaultChoice
  readonly direction: FaultDirection
  readonly ms: number
  readonly kbps: number
}

export const DELAY_MS_MAX = 600_000
export const THROTTLE_KBPS_MAX = 10_000_000
/** RocketMQ's defaults; the broker's own file may say otherwise, so the words call them defaults. */
const HOUSEKEEPING_MS = 20_000
const SLAVE_TIMEOUT_MS = 3000
const MINUTE_MS = 60_000
const BYTES_PER_KBIT = 125

type PairEnds = Pick<PairView, 'cluster' | 'master' | 'slave'>
type PairFigures = PairEnds &
  Pick<PairView, 'mode' | 'state' | 'lagMs' | 'lagBytes' | 'lagMessages' | 'writtenPerSecond'>

/** The faults between the two nodes of a pair, set at either end. */
export function faultsOfPair(faults: Iterable<FaultView>, pair: PairEnds): FaultView[] {
  return [...faults].filter(
    (fault) =>
      fault.cluster === pair.cluster &&
      ((fault.node === pair.master && (fault.peer === pair.slave || fault.peer === '*')) ||
        (fault.node === pair.slave && (fault.peer === pair.master || fault.peer === '*'))),
  )
}

/** The draft that stands for what is set; free when nothing is. */
export function draftOf(fault: FaultView | undefined): FaultDraft {
  return {
    choice: fault === undefined ? 'free' : fault.kind,
    direction: fault?.direction ?? 'data',
    ms: fault?.ms ?? 800,
    kbps: fault?.kbps ?? 1024,
  }
}

/** What stops a draft from being applied; undefined when nothing does. */
export function draftProblem(draft: FaultDraft, language: Language): string | undefined {
  const t = textsIn(language, linkTexts)
  if (draft.choice === 'delay' && !isWhole(draft.ms, DELAY_MS_MAX)) return t('msProblem', { max: count(DELAY_MS_MAX) })
  if (draft.choice === 'throttle' && !isWhole(draft.kbps, THROTTLE_KBPS_MAX))
    return t('kbpsProblem', { max: count(THROTTLE_KBPS_MAX) })
  return undefined
}

/** `mqlab fault broker-a delay --peer broker-a-s --direction out --ms 800 --name orders-lab`. */
export function faultCommand(pair: PairEnds, draft: FaultDraft): string {
  const kind = draft.choice === 'free' ? 'heal' : draft.choice
  const direction =
    draft.direction === 'data' ? ' --direction out' : draft.direction === 'acks' ? ' --direction in' : ''
  const value =
    draft.choice === 'delay' ? ` --ms ${draft.ms}` : draft.choice === 'throttle' ? ` --kbps ${draft.kbps}` : ''
  const way = kind === 'heal' || kind === 'reset' ? '' : direction
  return `mqlab fault ${pair.master} ${kind} --peer ${pair.slave}${way}${value} --name ${pair.cluster}`
}

/** How one would do it on a real host of the master, as root. */
export function realHostCommand(draft: FaultDraft, haPort: number | null): string {
  const port = haPort === null ? 'HA_PORT' : String(haPort)
  switch (draft.choice) {
    case 'cut':
      if (draft.direction === 'acks') return `iptables -A INPUT -p tcp --dport ${port} -j DROP`
      return `iptables -A OUTPUT -p tcp --sport ${port} -j DROP`
    case 'delay':
      return `tc qdisc add dev eth0 root netem delay ${draft.ms}ms`
    case 'throttle':
      return `tc qdisc add dev eth0 root tbf rate ${draft.kbps}kbit burst 32kbit latency 400ms`
    case 'reset':
      return `ss -K sport = :${port}`
    case 'free':
      return 'tc qdisc del dev eth0 root; iptables -F'
  }
}

/** What will be seen once the draft is applied, by the figures of now. */
export function expectation(
  pair: PairFigures,
  faults: readonly FaultView[],
  draft: FaultDraft,
  language: Language,
): string {
  const t = textsIn(language, linkTexts)
  const join = (...sentences: readonly string[]): string =>
    sentences.filter((sentence) => sentence !== '').join(language === 'zh' ? '' : ' ')
  switch (draft.choice) {
    case 'free':
      return faults.length === 0 ? t('expectNothing') : healExpectation(pair, faults, language)
    case 'delay':
      return join(delayExpectation(pair, faults, draft, language), sendExpectation(pair, draft, language))
    case 'cut':
      return join(cutExpectation(pair, draft, language), sendExpectation(pair, draft, language))
    case 'throttle':
      return join(throttleExpectation(pair, draft, language), sendExpectation(pair, draft, language))
    case 'reset':
      return t('expectReset', { slave: pair.slave })
  }
}

/** The lag without what the faults in force add to it. */
function ownLagMs(pair: PairFigures, faults: readonly FaultView[]): number {
  const added = faults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? (fault.ms ?? 0) : 0), 0)
  return Math.max(0, (pair.lagMs ?? 0) - added)
}

function delayExpectation(
  pair: PairFigures,
  faults: readonly FaultView[],
  draft: FaultDraft,
  language: Language,
): string {
  const t = textsIn(language, linkTexts)
  if (draft.direction === 'acks') return t('expectDelayAcks', { ms: millis(draft.ms, language), slave: pair.slave })
  const written = pair.writtenPerSecond
  if (written === null || written <= 0)
    return t('expectDelayIdle', { ms: millis(draft.ms, language), slave: pair.slave })
  const lagMs = ownLagMs(pair, faults) + draft.ms
  const behind = (written * lagMs) / 1000
  const perMessage = messageBytes(pair)
  const facts = {
    rate: byteRate(written),
    ms: millis(draft.ms, language),
    onTheWay: bytes((written * draft.ms) / 1000),
    before: lag(pair.lagMs, language),
    after: millis(lagMs, language),
  }
  if (perMessage === undefined) return t('expectDelay', facts)
  return t('expectDelayMessages', { ...facts, messages: count(behind / perMessage) })
}

function cutExpectation(pair: PairFigures, draft: FaultDraft, language: Language): string {
  const t = textsIn(language, linkTexts)
  const closes = { seconds: millis(HOUSEKEEPING_MS, language), slave: pair.slave, master: pair.master }
  if (draft.direction === 'acks') return t('expectCutAcks', closes)
  const written = pair.writtenPerSecond
  if (written === null || written <= 0) return t('expectCutIdle', closes)
  const perMinute = bytes((written * MINUTE_MS) / 1000)
  return t('expectCut', { ...closes, rate: byteRate(written), perMinute })
}

function throttleExpectation(pair: PairFigures, draft: FaultDraft, language: Language): string {
  const t = textsIn(language, linkTexts)
  const passes = draft.kbps * BYTES_PER_KBIT
  if (draft.direction === 'acks') return t('expectThrottleAcks', { passes: byteRate(passes) })
  const written = pair.writtenPerSecond
  if (written === null || written <= 0) return t('expectThrottleIdle', { passes: byteRate(passes), slave: pair.slave })
  const facts = { written: byteRate(written), passes: byteRate(passes), slave: pair.slave }
  if (written <= passes) return t('expectThrottleEnough', facts)
  return t('expectThrottle', { ...facts, perMinute: bytes(((written - passes) * MINUTE_MS) / 1000) })
}

/** What producers notice: nothing with an asynchronous master, a status or a wait with a synchronous one. */
function sendExpectation(pair: PairFigures, draft: FaultDraft, language: Language): string {
  const t = textsIn(language, linkTexts)
  if (pair.mode === 'async') return t('sendAsync')
  const timeout = millis(SLAVE_TIMEOUT_MS, language)
  if (draft.choice === 'cut')
    return t('sendSyncCut', { timeout, closes: millis(HOUSEKEEPING_MS, language), master: pair.master })
  if (draft.choice === 'delay') {
    return draft.ms >= SLAVE_TIMEOUT_MS
      ? t('sendSyncTimeout', { timeout, master: pair.master })
      : t('sendSyncWait', { ms: millis(draft.ms, language), master: pair.master })
  }
  return t('sendSyncSlower', { timeout, master: pair.master })
}

function healExpectation(pair: PairFigures, faults: readonly FaultView[], language: Language): string {
  const t = textsIn(language, linkTexts)
  const waiting = pair.lagBytes
  if (waiting === null || waiting === 0) return t('expectHeal', { slave: pair.slave })
  const wasCut = faults.some((fault) => fault.kind === 'cut')
  return t(wasCut ? 'expectHealCut' : 'expectHealBehind', { slave: pair.slave, behind: bytes(waiting) })
}

/** Mean size of a record by the pair's own figures. */
function messageBytes(pair: PairFigures): number | undefined {
  if (pair.lagBytes === null || pair.lagMessages === null || pair.lagMessages <= 0 || pair.lagBytes <= 0)
    return undefined
  return pair.lagBytes / pair.lagMessages
}

function isWhole(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max
}
