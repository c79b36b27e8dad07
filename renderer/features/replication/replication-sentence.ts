/** The sentence that answers the screen's question, and what is at risk: computed from the pairs as they are. Pure. */
import type { FaultView, PairView } from '../../../engine/contract/state.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import type { replicationTexts } from '../../i18n/replication.ts'
import { bytes, capital, count, duration, lag, numberWord } from '../../ui/format.ts'

export type Words = Translate<(typeof replicationTexts)['texts']>

/** What the lag has to change by in a second, as a share of itself, to be more than noise; a delayed link is noisier. */
const STEADY_SHARE = 0.15
const STEADY_SHARE_DISTURBED = 0.5

export function replicationSentence(pairs: readonly PairView[], faults: readonly FaultView[], t: Words): string {
  if (pairs.length === 0) return t('noSlaves')
  const known = pairs.filter((pair) => pair.state !== 'unknown')
  if (known.length === 0) {
    return t(pairs.some((pair) => pair.masterOffset !== null) ? 'nothingKnown' : 'notRunning')
  }
  const bad = worstFirst(known.filter((pair) => pair.state !== 'in-sync'))
  const [worst] = bad
  if (worst === undefined) {
    const largest = lag(max(known.map((pair) => pair.lagMs)), t.language)
    if (known.length === 1) return t('oneInSync', { lag: largest })
    if (known.length === 2) return t('bothInSync', { lag: largest })
    return t('allInSync', { n: numberWord(known.length, t.language), lag: largest })
  }
  if (worst.state !== 'behind') return worst.reason?.[t.language] ?? ''
  const how = trend(worst, isDisturbed(worst, faults))
  const said = [behindOf(bad, known.length, how, t), outlook(worst, how, faults, t)]
  return said.join(t.language === 'zh' ? '' : ' ').trim()
}

/** What is on one disk only, in a sentence or two. */
export function riskSentence(pairs: readonly PairView[], t: Words): string {
  if (pairs.length === 0) return t('riskNoSlaves')
  const behind = pairs.filter((pair) => pair.lagBytes !== 0)
  if (behind.some((pair) => pair.lagBytes === null)) return t('riskUnknown')
  if (behind.length === 0) return t('riskNone')
  const messages = sum(behind.map((pair) => pair.lagMessages))
  const amount =
    messages === null
      ? t('riskBytes', { bytes: bytes(sum(behind.map((pair) => pair.lagBytes))) })
      : t('riskMessages', { n: count(messages), count: messages })
  const isSync = behind.every((pair) => pair.mode === 'sync')
  const advice = t(isSync ? 'riskSync' : 'riskAsync')
  return t.language === 'zh' ? `${amount}${advice}` : `${amount} ${advice}`
}

const ORDER: readonly PairView['state'][] = ['diverged', 'broken', 'cut', 'behind', 'in-sync', 'unknown']

/** By state, then by lag. */
export function worstFirst(pairs: readonly PairView[]): PairView[] {
  return [...pairs].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (b.lagMs ?? 0) - (a.lagMs ?? 0))
}

type Trend = 'steadily' | 'growing' | 'shrinking' | undefined

function behindOf(bad: readonly PairView[], all: number, how: Trend, t: Words): string {
  const words = {
    n: numberWord(all, t.language),
    how: how === undefined ? '' : t(how),
    lag: lag(max(bad.map((pair) => pair.lagMs)), t.language),
    bytes: bytes(max(bad.map((pair) => pair.lagBytes))),
  }
  if (all === 1) return t('behindOnly', words)
  if (bad.length === 1) return t('behindOne', words)
  return t('behindMany', { ...words, k: capital(numberWord(bad.length, t.language), t.language) })
}

/** By what the master writes and the slave confirms now. */
function trend({ writtenPerSecond, confirmedPerSecond, lagBytes }: PairView, isDisturbedNow: boolean): Trend {
  if (writtenPerSecond === null || confirmedPerSecond === null || lagBytes === null) return undefined
  const gain = confirmedPerSecond - writtenPerSecond
  const limit = (isDisturbedNow ? STEADY_SHARE_DISTURBED : STEADY_SHARE) * Math.max(lagBytes, writtenPerSecond)
  if (gain > limit) return 'shrinking'
  return gain < -limit ? 'growing' : 'steadily'
}

function outlook(pair: PairView, how: Trend, faults: readonly FaultView[], t: Words): string {
  if (how === 'shrinking' && pair.lagBytes !== null) {
    const gain = (pair.confirmedPerSecond ?? 0) - (pair.writtenPerSecond ?? 0)
    return t('caughtUpIn', { time: duration(Math.max(1000, (pair.lagBytes / gain) * 1000), t.language) })
  }
  return isDisturbed(pair, faults) ? t('afterHeal') : (pair.reason?.[t.language] ?? '')
}

function isDisturbed(pair: PairView, faults: readonly FaultView[]): boolean {
  return faults.some(
    (fault) =>
      (fault.node === pair.master && fault.peer === pair.slave) ||
      (fault.node === pair.slave && fault.peer === pair.master),
  )
}

function max(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** null when one is not known: a sum without it would be too small. */
function sum(values: readonly (number | null)[]): number | null {
  let total = 0
  for (const value of values) {
    if (value === null) return null
    total += value
  }
  return total
}
