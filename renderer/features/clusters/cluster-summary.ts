/** A cluster in one word, one sentence and the one action that helps; and all clusters in one sentence. Pure over live state. */
import type { ClusterHead, FaultView, GroupView, NodeView, PairView } from '../../../engine/contract/state.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { clock, count, duration, lag, list, millis, numberWord } from '../../ui/format.ts'
import type { MarkState } from '../../ui/state-mark.tsx'
import type { clustersTexts } from './clusters-texts.ts'

type T = Translate<typeof clustersTexts.texts>

export interface ClusterParts {
  readonly head: ClusterHead
  readonly nodes: readonly NodeView[]
  readonly pairs: readonly PairView[]
  readonly faults: readonly FaultView[]
  readonly groups: readonly GroupView[]
}

/** What is most to be said of a cluster, worst first. */
export type ClusterKind =
  | 'problem'
  | 'deleting'
  | 'stopping'
  | 'starting'
  | 'silent'
  | 'crashed'
  | 'broken'
  | 'behind'
  | 'frozen'
  | 'partly'
  | 'stopped'
  | 'unknown'
  | 'running'

export interface ClusterAction {
  readonly kind: 'heal' | 'start-all' | 'start-node' | 'resume' | 'see' | 'logs'
  readonly node: string | undefined
  readonly label: string
}

export interface ClusterSummary {
  readonly kind: ClusterKind
  readonly mark: MarkState
  readonly word: string
  readonly sentence: string
  readonly action: ClusterAction | undefined
}

const isUp = (node: NodeView): boolean => node.state === 'running' || node.state === 'frozen'
const isDown = (node: NodeView): boolean => node.state === 'crashed' || node.state === 'killed'

export function kindOf({ head, nodes, pairs }: Pick<ClusterParts, 'head' | 'nodes' | 'pairs'>): ClusterKind {
  if (head.problem !== null) return 'problem'
  if (head.busy !== null) return head.busy
  if (nodes.length === 0) return head.kind === 'attached' ? 'silent' : 'unknown'
  if (nodes.every((node) => node.state === 'unknown')) return head.kind === 'attached' ? 'silent' : 'unknown'
  if (nodes.every((node) => node.state === 'unreachable' || node.state === 'unknown')) return 'silent'
  if (nodes.every((node) => node.state === 'stopped' || node.state === 'unknown')) return 'stopped'
  if (nodes.some((node) => isDown(node) || node.state === 'unreachable')) return 'crashed'
  if (pairs.some(isBroken)) return 'broken'
  if (nodes.some((node) => node.state === 'frozen')) return 'frozen'
  if (nodes.some((node) => node.state === 'starting')) return 'starting'
  if (nodes.some((node) => node.state === 'stopped')) return 'partly'
  if (pairs.some((pair) => pair.state === 'behind')) return 'behind'
  return 'running'
}

export function summaryOf(parts: ClusterParts, nowMs: number, storedBytes: string | undefined, t: T): ClusterSummary {
  const kind = kindOf(parts)
  const { mark, word } = wordOf(kind, parts, nowMs, t)
  return { kind, mark, word, sentence: sentenceOf(kind, parts, storedBytes, t), action: actionOf(kind, parts, t) }
}

function wordOf(kind: ClusterKind, parts: ClusterParts, nowMs: number, t: T): { mark: MarkState; word: string } {
  const { nodes, pairs } = parts
  const n = nodes.length
  const up = nodes.filter(isUp).length
  switch (kind) {
    case 'problem':
      return { mark: 'unreachable', word: t('wordProblem') }
    case 'deleting':
      return { mark: 'starting', word: t('wordDeleting') }
    case 'stopping':
      return { mark: 'starting', word: t('wordStopping') }
    case 'starting':
      return { mark: 'starting', word: t('wordStarting', { up, n }) }
    case 'silent': {
      const last = lastAnswer(nodes)
      const word = last === null ? t('wordSilent') : t('wordSilentFor', { age: duration(nowMs - last, t.language) })
      return { mark: 'unknown', word }
    }
    case 'crashed': {
      const down = nodes.filter(isDown).length
      if (down === 0) return { mark: 'unreachable', word: t('wordSilent') }
      return { mark: 'crashed', word: t('wordCrashed', { n: down }) }
    }
    case 'broken': {
      const diverged = pairs.filter((pair) => pair.state === 'diverged').length
      if (diverged > 0) return { mark: 'diverged', word: t('wordDiverged', { n: diverged }) }
      const cut = pairs.filter((pair) => pair.state === 'cut').length
      const broken = pairs.filter((pair) => pair.state === 'broken').length
      if (broken === 0) return { mark: 'cut', word: t('wordCut', { n: cut }) }
      return { mark: 'broken', word: t('wordBroken', { n: broken }) }
    }
    case 'behind':
      return { mark: 'behind', word: t('wordBehind', { n: pairs.filter((pair) => pair.state === 'behind').length }) }
    case 'frozen':
      return { mark: 'frozen', word: t('wordFrozen', { n: nodes.filter((node) => node.state === 'frozen').length }) }
    case 'partly':
      return { mark: 'stopped', word: t('wordPartly', { up, n }) }
    case 'stopped':
      return { mark: 'stopped', word: t('wordStopped') }
    case 'unknown':
      return { mark: 'unknown', word: t('wordUnknown') }
    case 'running':
      return { mark: 'running', word: t('wordRunning') }
  }
}

function sentenceOf(kind: ClusterKind, parts: ClusterParts, storedBytes: string | undefined, t: T): string {
  const { head, nodes, pairs, faults, groups } = parts
  const n = nodes.length
  const up = nodes.filter(isUp).length
  switch (kind) {
    case 'problem':
      return head.problem?.[t.language] ?? ''
    case 'deleting':
      return t('sayDeleting')
    case 'stopping':
      return t('sayStopping')
    case 'starting':
      return t('sayStarting', { up, n })
    case 'silent': {
      const last = lastAnswer(nodes)
      return last === null ? t('saySilentNever') : t('saySilent', { clock: clock(last) })
    }
    case 'crashed':
      return joined([crashedSentence(nodes, t), groupSentence(groups, t)], t)
    case 'broken': {
      const pair = pairs.find((each) => each.state === 'diverged') ?? pairs.find(isBroken)
      if (pair === undefined) return ''
      return pair.reason?.[t.language] ?? t('sayBroken', { slave: pair.slave, master: pair.master })
    }
    case 'behind':
      return behindSentence(pairs, t)
    case 'frozen':
      return t('sayFrozen', {
        names: names(
          nodes.filter((node) => node.state === 'frozen'),
          t,
        ),
      })
    case 'partly': {
      const stopped = nodes.filter((node) => node.state === 'stopped')
      return t('sayPartly', { names: names(stopped, t), n: stopped.length })
    }
    case 'stopped':
      if (storedBytes === undefined) return t('sayStoppedPlain')
      return nodes.every((node) => node.startedAtMs === null && node.sinceMs === null)
        ? t('sayNeverStarted')
        : t('sayStopped', { bytes: storedBytes })
    case 'unknown':
      return t('sayUnknown')
    case 'running': {
      const trouble = nodes.find((node) => node.role === 'master' && node.cause !== null)?.cause
      if (trouble != null) return trouble[t.language]
      if (faults.length > 0) return faultSentence(faults, t)
      if (pairs.length === 0) return t('sayFineAlone', { n })
      const count = numberWord(pairs.length, t.language)
      return t('sayFine', { n, pairs: t('sayFinePairs', { count, n: pairs.length }) })
    }
  }
}

function crashedSentence(nodes: readonly NodeView[], t: T): string {
  const down = nodes.filter(isDown)
  const silent = nodes.filter((node) => node.state === 'unreachable')
  const [first] = down.length > 0 ? down : silent
  if (first?.cause != null && (down.length === 1 || (down.length === 0 && silent.length === 1))) {
    return first.cause[t.language]
  }
  if (down.length === 0) return t('sayUnreachable', { names: names(silent, t), n: silent.length })
  return down.every((node) => node.state === 'killed')
    ? t('sayKilled', { names: names(down, t) })
    : t('sayCrashed', { names: names(down, t), n: down.length })
}

/** What clients notice: the first group that does not take messages. */
function groupSentence(groups: readonly GroupView[], t: T): string {
  return groups.find((group) => group.state === 'read-only' || group.state === 'gone')?.reason?.[t.language] ?? ''
}

function faultSentence(faults: readonly FaultView[], t: T): string {
  const told = faults.find((fault) => fault.kind !== 'reset') ?? faults[0]
  if (told === undefined) return ''
  const link = `${told.node} → ${told.peer === '*' ? t('everybody') : told.peer}`
  const first =
    told.kind === 'delay'
      ? t('sayDelay', { link, time: millis(told.ms, t.language) })
      : told.kind === 'throttle'
        ? t('sayThrottle', { link, rate: `${count(told.kbps)} kbit/s` })
        : t('sayCut', { link })
  return joined([first, faults.length > 1 ? t('sayMoreFaults', { n: faults.length - 1 }) : ''], t)
}

function joined(sentences: readonly string[], t: T): string {
  return sentences.filter((sentence) => sentence !== '').join(t.language === 'zh' ? '' : ' ')
}

function behindSentence(pairs: readonly PairView[], t: T): string {
  const behind = pairs.filter((pair) => pair.state === 'behind')
  const pair = behind.reduce(
    (worst, each) => ((each.lagMs ?? 0) > (worst.lagMs ?? 0) ? each : worst),
    behind[0] as PairView,
  )
  if (pair.reason !== null) return pair.reason[t.language]
  const who = { slave: pair.slave, master: pair.master }
  return pair.lagMs === null ? t('sayBehindUnknown', who) : t('sayBehind', { ...who, lag: lag(pair.lagMs, t.language) })
}

function actionOf(kind: ClusterKind, { head, nodes, pairs, faults }: ClusterParts, t: T): ClusterAction | undefined {
  const isOurs = head.kind === 'lab'
  if (kind === 'stopped' || kind === 'unknown') {
    return isOurs ? { kind: 'start-all', node: undefined, label: t('start') } : undefined
  }
  if (isOurs && (kind === 'crashed' || kind === 'partly')) {
    const down = nodes.filter((node) => isDown(node) || node.state === 'stopped')
    const [first] = down
    if (down.length === 1 && first !== undefined) {
      return { kind: 'start-node', node: first.name, label: t('startNode', { node: first.name }) }
    }
    if (down.length > 1) return { kind: 'start-all', node: undefined, label: t('startMissing') }
    const silent = nodes.find((node) => node.state === 'unreachable')
    if (silent !== undefined) return { kind: 'logs', node: silent.name, label: t('logsOf', { node: silent.name }) }
  }
  if (isOurs && kind === 'frozen') {
    const frozen = nodes.find((node) => node.state === 'frozen')
    if (frozen !== undefined)
      return { kind: 'resume', node: frozen.name, label: t('resumeNode', { node: frozen.name }) }
  }
  const diverged = pairs.find((pair) => pair.state === 'diverged')
  if (kind === 'broken' && diverged !== undefined) {
    return { kind: 'see', node: diverged.slave, label: t('cloneNode', { node: diverged.slave }) }
  }
  if (isOurs && faults.length > 0) return { kind: 'heal', node: undefined, label: t('heal', { n: faults.length }) }
  return undefined
}

const ANSWERS = [
  ['running', 'answerRun'],
  ['behind', 'answerBehind'],
  ['broken', 'answerBroken'],
  ['crashed', 'answerCrashed'],
  ['frozen', 'answerFrozen'],
  ['partly', 'answerPartly'],
  ['silent', 'answerSilent'],
  ['starting', 'answerStarting'],
  ['stopped', 'answerStopped'],
  ['problem', 'answerProblem'],
] as const

/** "One runs with a slave behind, one is stopped." */
export function answerOf(kinds: readonly ClusterKind[], t: T): string {
  if (kinds.length === 0) return t('answerNone')
  const parts = ANSWERS.flatMap(([kind, key]) => {
    const n = kinds.filter((each) => each === kind || (kind === 'stopped' && SETTLING.has(each))).length
    return n === 0 ? [] : [t(key, { count: numberWord(n, t.language), n })]
  })
  const text = parts.join(t.language === 'zh' ? '，' : ', ')
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}${t.language === 'zh' ? '。' : '.'}`
}

/** Soon stopped, or as good as. */
const SETTLING: ReadonlySet<ClusterKind> = new Set(['stopping', 'deleting', 'unknown'])

function isBroken(pair: PairView): boolean {
  return pair.state === 'broken' || pair.state === 'cut' || pair.state === 'diverged'
}

export function lastAnswer(nodes: readonly NodeView[]): number | null {
  const answers = nodes.flatMap((node) => (node.answeredAtMs === null ? [] : [node.answeredAtMs]))
  return answers.length === 0 ? null : Math.max(...answers)
}

function names(nodes: readonly NodeView[], t: T): string {
  return list(
    nodes.map((node) => node.name),
    t.language,
  )
}
