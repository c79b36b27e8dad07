/** The words on a replication line: lag and state above it, bytes, rate and mode below. Pure; the line's look follows the same state. */
import type { FaultView, NodeView, PairView } from '../../../engine/contract/state.ts'
import { textsIn } from '../../i18n/use-texts.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { byteRate, bytes, clock, count, duration, lag, millis } from '../../ui/format.ts'
import type { Tone } from '../../ui/tone.ts'
import { linkTexts } from './link-texts.ts'
import type { topologyTexts } from './topology-texts.ts'

type Words = Translate<(typeof topologyTexts)['texts']>
type End = Pick<NodeView, 'state'> | undefined

export interface PairWords {
  readonly tone: Tone
  /** Bold: `804 ms`, `broken`. */
  readonly strong: string
  /** Beside it: `behind`, `master is down`. */
  readonly beside: string
  /** Below the line, second and third voice. */
  readonly below: readonly string[]
}

export const PAIR_TONES: Readonly<Record<PairView['state'], Tone>> = {
  'in-sync': 'ok',
  behind: 'warn',
  broken: 'bad',
  cut: 'fault',
  diverged: 'bad',
  unknown: 'idle',
}

export function pairWords(
  pair: PairView,
  faults: readonly FaultView[],
  ends: { readonly master: End; readonly slave: End },
  t: Words,
  nowMs: number,
): PairWords {
  const tone = PAIR_TONES[pair.state]
  const mode = t(pair.mode)
  const flow = joined([pair.lagBytes === null ? '' : bytes(pair.lagBytes), rateOf(pair)])
  // Without its master a pair is not measured any more.
  const isLive = ends.master?.state === 'running'
  const gap = pair.lagBytes === null ? '' : t(isLive ? 'isBehind' : 'lastSeenBehind', { bytes: bytes(pair.lagBytes) })
  const since = pair.sinceMs === null ? '' : t('since', { age: duration(nowMs - pair.sinceMs, t.language) })
  switch (pair.state) {
    case 'in-sync':
      return { tone, ...lagAnd(pair, t('inSync'), t), below: filled([flow, mode]) }
    case 'behind':
      return { tone, ...lagAnd(pair, t('behind'), t), below: filled([flow, mode]) }
    case 'cut': {
      const cut = faults.find((fault) => fault.kind === 'cut')
      const beside = cut === undefined ? since : t('cutByYou', { clock: clock(cut.setAtMs) })
      return { tone, strong: t('cut'), beside, below: filled([gap, mode]) }
    }
    case 'broken':
      return { tone, strong: t('broken'), beside: whyBroken(ends, t), below: filled([gap, since]) }
    case 'diverged':
      return { tone, strong: t('diverged'), beside: '', below: offsets(pair, t) }
    case 'unknown':
      return { tone, strong: t('unknown'), beside: '', below: [mode] }
  }
}

/** The line's name for screen readers: `Link broker-a to broker-a-s, 804 ms behind, delay 800 ms`. */
export function spokenLink(pair: PairView, words: PairWords, faults: readonly FaultView[], t: Words): string {
  const state = [
    [words.strong, words.beside].filter((part) => part !== '').join(' '),
    ...faults.map((fault) => faultWords(fault, t)),
  ].join(t.language === 'zh' ? '，' : ', ')
  return t('linkName', { master: pair.master, slave: pair.slave, state })
}

/** `delay 800 ms`, `cut`, `128 KiB/s`. */
export function faultWords(fault: Pick<FaultView, 'kind' | 'ms' | 'kbps'>, t: Words): string {
  const link = textsIn(t.language, linkTexts)
  switch (fault.kind) {
    case 'delay':
      return link('chipDelay', { ms: fault.ms === null ? '–' : millis(fault.ms, t.language) })
    case 'throttle':
      return link('chipThrottle', { rate: fault.kbps === null ? '–' : byteRate(fault.kbps * 125) })
    case 'cut':
      return link('chipCut')
    case 'reset':
      return link('reset')
  }
}

/** The bold lag; an estimate is marked as one. */
export function lagWords(pair: Pick<PairView, 'lagMs' | 'isLagMsEstimate'>, language: Words['language']): string {
  const text = lag(pair.lagMs, language)
  return pair.isLagMsEstimate && pair.lagMs !== null && pair.lagMs > 1 ? `≈${text}` : text
}

function lagAnd(pair: PairView, word: string, t: Words): Pick<PairWords, 'strong' | 'beside'> {
  if (pair.lagMs === null) return { strong: word, beside: '' }
  return { strong: lagWords(pair, t.language), beside: word }
}

function rateOf(pair: PairView): string {
  const rate = pair.confirmedPerSecond ?? pair.writtenPerSecond
  return rate === null ? '' : byteRate(rate)
}

function whyBroken(ends: { readonly master: End; readonly slave: End }, t: Words): string {
  const byState = {
    master: { down: t('masterDown'), frozen: t('masterFrozen'), starting: t('masterStarting') },
    slave: { down: t('slaveDown'), frozen: t('slaveFrozen'), starting: t('slaveStarting') },
  }
  for (const role of ['master', 'slave'] as const) {
    const state = ends[role]?.state
    if (state === 'killed' || state === 'crashed' || state === 'stopped' || state === 'unreachable')
      return byState[role].down
    if (state === 'frozen' || state === 'starting') return byState[role][state]
  }
  return t('noConnection')
}

function offsets(pair: PairView, t: Words): string[] {
  if (pair.masterOffset === null || pair.slaveOffset === null) return []
  return [
    t('masterOffset', { offset: count(pair.masterOffset) }),
    t('slaveOffset', { offset: count(pair.slaveOffset) }),
  ]
}

function filled(parts: readonly string[]): string[] {
  return parts.filter((part) => part !== '')
}

function joined(parts: readonly string[]): string {
  return filled(parts).join(' · ')
}
