/**
 * The sentence that opens the Topology screen: who is who, who follows whom, and the worst of what is wrong with its cause
 * (window.md 1.3). Pure: the same state gives the same words; ages come from `nowMs`.
 */
import type { ClusterHead, FaultView, GroupView, NodeView, PairView } from '../../../engine/contract/state.ts'
import type { Language } from '../../i18n/language.tsx'
import { textsIn } from '../../i18n/use-texts.ts'
import { ago, capital, clock, count, lag, list, numberWord } from '../../ui/format.ts'
import { faultsOfPair } from './link-faults.ts'
import { sentenceTexts } from './sentence-texts.ts'

export interface TopologyFacts {
  readonly head: ClusterHead
  readonly nodes: readonly NodeView[]
  readonly pairs: readonly PairView[]
  readonly faults: readonly FaultView[]
  readonly groups: readonly GroupView[]
  /** When the service was last heard; null while it answers. */
  readonly lostSinceMs: number | null
}

/** The answer, one to three short sentences. */
export function topologySentence(facts: TopologyFacts, nowMs: number, language: Language): string {
  const t = textsIn(language, sentenceTexts)
  const { head, nodes } = facts
  if (facts.lostSinceMs !== null) return t('serviceGone', { clock: clock(facts.lostSinceMs) })
  if (head.problem !== null) return head.problem[language]
  if (nodes.length === 0) return t('noNodes', { cluster: head.name })
  const ofNodes = nodeSentence(facts, nowMs, language)
  // What is wrong between nodes that run is news of its own; a dead end's pair is not.
  const pairs = ofNodes === undefined ? facts.pairs : facts.pairs.filter((pair) => isBetweenRunning(facts, pair))
  const parts = [
    wholeSentence(facts, language),
    ofNodes,
    troubleSentence(facts, language),
    pairSentence({ ...facts, pairs }, nowMs, language),
  ]
  return parts.filter((part) => part !== undefined).join(language === 'zh' ? '' : ' ')
}

function isBetweenRunning(facts: TopologyFacts, pair: PairView): boolean {
  return [pair.master, pair.slave].every((end) => facts.nodes.some((node) => node.name === end && isUp(node)))
}

function isUp(node: NodeView): boolean {
  return node.state === 'running'
}

/** How many run, where that is the news or nothing worse is. */
function wholeSentence(facts: TopologyFacts, language: Language): string | undefined {
  const t = textsIn(language, sentenceTexts)
  const { head, nodes, pairs } = facts
  const total = counted(nodes.length, language)
  const up = nodes.filter(isUp).length
  const numbers = { up: String(up), total: String(nodes.length), n: nodes.length }
  if (head.busy === 'starting') return t('starting', { ...numbers, cluster: head.name })
  if (head.busy === 'stopping') return t('stopping', { ...numbers, cluster: head.name })
  if (head.busy === 'deleting') return t('deleting', { cluster: head.name })
  if (head.kind === 'attached' && up < nodes.length && nodes.every((node) => !isUp(node))) return t('attachedSilent')
  if (nodes.every((node) => node.state === 'stopped')) return t('nothingRuns', { n: nodes.length })
  const starting = nodes.filter((node) => node.state === 'starting')
  if (starting.length > 0) return t('someStart', { ...numbers, starting: list(names(starting), language) })
  if (up < nodes.length) return undefined
  const isAttached = head.kind === 'attached'
  const calm = pairs.length > 0 && pairs.every((pair) => pair.state === 'in-sync')
  const all = isAttached
    ? t('attachedAll', { total: capital(total, language), n: nodes.length })
    : allRun(nodes, language)
  if (!calm) return all
  return all + (language === 'zh' ? '' : ' ') + inSync(pairs, language)
}

function allRun(nodes: readonly NodeView[], language: Language): string {
  const t = textsIn(language, sentenceTexts)
  if (nodes.length === 1) return t('onlyRuns', { name: nodes[0]?.name ?? '' })
  return t('allRun', { total: counted(nodes.length, language) })
}

function inSync(pairs: readonly PairView[], language: Language): string {
  const t = textsIn(language, sentenceTexts)
  const known = pairs.map((pair) => pair.lagMs).filter((ms) => ms !== null)
  const worst = known.length === 0 ? undefined : Math.max(...known)
  const slaves = pairs.length
  const word = counted(slaves, language)
  const all = language === 'zh' ? word : slaves === 2 ? 'Both' : `All ${word}`
  if (slaves === 1) return t('oneInSync', { slave: pairs[0]?.slave ?? '' })
  if (worst === undefined) return t('allInSync', { all })
  return t('allInSyncWithin', { all, lag: lag(worst, language) })
}

/** The worst node that does not run: a master before a name server before a slave. */
function nodeSentence(facts: TopologyFacts, nowMs: number, language: Language): string | undefined {
  const t = textsIn(language, sentenceTexts)
  if (facts.head.busy !== null || facts.nodes.every((node) => node.state === 'stopped')) return undefined
  const down = facts.nodes
    .filter((node) => !isUp(node) && node.state !== 'starting')
    .sort((a, b) => rank(a) - rank(b) || (b.sinceMs ?? 0) - (a.sinceMs ?? 0))
  const node = down[0]
  if (node === undefined) return undefined
  const what = downWords(node, nowMs, language)
  const consequence =
    node.state === 'unknown'
      ? ''
      : node.role === 'master'
        ? masterConsequence(facts, node, language)
        : node.role === 'namesrv'
          ? namesrvConsequence(facts, node, language)
          : slaveConsequence(facts, node, language)
  const more = down.length - 1
  const rest = more === 0 ? '' : t('moreDown', { n: more, names: list(names(down.slice(1, 4)), language) })
  return [what, consequence, rest].filter((part) => part !== '').join(language === 'zh' ? '' : ' ')
}

/** What ails a master that runs: a full disk. Of a slave its pair tells. */
function troubleSentence({ nodes }: TopologyFacts, language: Language): string | undefined {
  return nodes.find((node) => isUp(node) && node.role !== 'slave' && node.cause !== null)?.cause?.[language]
}

function rank(node: NodeView): number {
  const byRole = { master: 0, namesrv: 1, slave: 2 }[node.role]
  return node.state === 'unknown' ? byRole + 3 : byRole
}

function downWords(node: NodeView, nowMs: number, language: Language): string {
  const t = textsIn(language, sentenceTexts)
  const facts = { name: node.name, ago: ago(node.sinceMs, nowMs, language) }
  const isDated = node.sinceMs !== null
  switch (node.state) {
    case 'killed':
      return isDated ? t('killed', facts) : t('killedUndated', facts)
    case 'stopped':
      if (!isDated) return t('stoppedUndated', facts)
      return node.isOnPurpose ? t('stoppedByYou', facts) : t('stopped', facts)
    case 'crashed':
      return isDated ? t('crashed', facts) : t('crashedUndated', facts)
    case 'frozen':
      return isDated ? t('frozen', facts) : t('frozenUndated', facts)
    case 'unreachable':
      return isDated ? t('unreachable', facts) : t('unreachableUndated', facts)
    default:
      // Nobody looked, or nobody could: what its clients notice is not known either.
      return node.cause?.[language] ?? t('unknownNode', facts)
  }
}

function masterConsequence(facts: TopologyFacts, node: NodeView, language: Language): string {
  const t = textsIn(language, sentenceTexts)
  const readers = facts.nodes.filter(
    (other) => other.role === 'slave' && other.brokerName === node.brokerName && isUp(other),
  )
  const writers = facts.nodes.filter((other) => other.role === 'master' && other.name !== node.name && isUp(other))
  const read =
    readers.length > 0
      ? t('readFrom', { slaves: list(names(readers), language) })
      : t('readNowhere', { name: node.name })
  const write =
    writers.length > 0
      ? t('writeTo', { masters: list(names(writers).slice(0, 3), language) })
      : t('writeNowhere', { name: node.name })
  return read + write
}

function namesrvConsequence(facts: TopologyFacts, node: NodeView, language: Language): string {
  const t = textsIn(language, sentenceTexts)
  const others = facts.nodes.filter((other) => other.role === 'namesrv' && other.name !== node.name && isUp(other))
  return others.length > 0 ? t('namesrvLeft', { names: list(names(others), language) }) : t('namesrvNone')
}

function slaveConsequence(facts: TopologyFacts, node: NodeView, language: Language): string {
  const t = textsIn(language, sentenceTexts)
  const pair = facts.pairs.find((each) => each.slave === node.name)
  if (pair === undefined) return ''
  return t(pair.mode === 'sync' ? 'slaveSync' : 'slaveAsync', { master: pair.master })
}

const PAIR_ORDER = { diverged: 0, cut: 1, broken: 2, behind: 3, unknown: 4, 'in-sync': 5 } as const

/** The worst pair, with the cause the user gave it, or else the service's reason. */
function pairSentence(facts: TopologyFacts, nowMs: number, language: Language): string | undefined {
  const t = textsIn(language, sentenceTexts)
  const sorted = facts.pairs
    .filter((pair) => pair.state !== 'in-sync' && pair.state !== 'unknown')
    .sort((a, b) => PAIR_ORDER[a.state] - PAIR_ORDER[b.state] || (b.lagMs ?? 0) - (a.lagMs ?? 0))
  const pair = sorted[0]
  if (pair === undefined || facts.head.busy !== null) return undefined
  const faults = faultsOfPair(facts.faults, pair)
  const rest = sorted.length > 1 ? t('morePairs', { n: sorted.length - 1 }) : ''
  const what = pairWords(pair, faults, nowMs, language)
  return rest === '' ? what : what + (language === 'zh' ? '' : ' ') + rest
}

function pairWords(pair: PairView, faults: readonly FaultView[], nowMs: number, language: Language): string {
  const t = textsIn(language, sentenceTexts)
  const ends = { slave: pair.slave, master: pair.master }
  if (pair.state === 'diverged') return t('diverged', ends)
  const cut = faults.find((fault) => fault.kind === 'cut')
  if (pair.state === 'cut' || (pair.state === 'broken' && cut !== undefined))
    return cut === undefined ? t('cutUndated', ends) : t('cut', { ...ends, ago: ago(cut.setAtMs, nowMs, language) })
  if (pair.state === 'broken')
    return pair.reason === null ? t('broken', ends) : t('brokenWhy', { ...ends, reason: pair.reason[language] })
  const fault = faults[0]
  const behind =
    pair.lagMs === null ? t('behindUnknown', ends) : t('behind', { ...ends, lag: lag(pair.lagMs, language) })
  if (fault !== undefined) return behind + t(causeKey(fault))
  if (pair.reason === null) return behind + t('period')
  return `${behind}${t('period')}${language === 'zh' ? '' : ' '}${pair.reason[language]}`
}

function causeKey(fault: FaultView): 'becauseDelay' | 'becauseThrottle' | 'becauseCut' | 'becauseReset' {
  switch (fault.kind) {
    case 'delay':
      return 'becauseDelay'
    case 'throttle':
      return 'becauseThrottle'
    case 'cut':
      return 'becauseCut'
    case 'reset':
      return 'becauseReset'
  }
}

function names(nodes: readonly NodeView[]): string[] {
  return nodes.map((node) => node.name)
}

/** Small counts as words; Chinese puts a space between digits and Han, and none between Han and Han. */
function counted(value: number, language: Language): string {
  const word = numberWord(value, language)
  return language === 'zh' && word === count(value) ? ` ${word} ` : word
}
