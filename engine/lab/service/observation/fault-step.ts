/** Link faults that came or went since the last look, told when nobody tells the act that made them. Pure. */
import type { FaultView } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import type { ClusterReading, ClusterShape } from './readings.ts'
import { faultWords } from './state-words.ts'
import type { HappeningKind, Told } from './told.ts'

const KINDS: Readonly<Record<FaultView['kind'], HappeningKind>> = {
  cut: 'link-cut',
  delay: 'link-delayed',
  throttle: 'link-throttled',
  reset: 'link-reset',
}
const ACTS: readonly HappeningKind[] = ['link-cut', 'link-delayed', 'link-throttled', 'link-reset', 'link-healed']

export function faultChanges(
  cluster: ClusterShape,
  reading: ClusterReading,
  before: readonly FaultView[],
  now: readonly FaultView[],
): Told[] {
  const isIn = (faults: readonly FaultView[], fault: FaultView): boolean => faults.some(({ id }) => id === fault.id)
  const came = now.filter((fault) => !isIn(before, fault))
  const went = before.filter(
    (fault) =>
      !isIn(now, fault) &&
      // Replaced by another one of the same link, or gone with its node: neither is healing.
      !now.some(({ node, peer }) => node === fault.node && peer === fault.peer) &&
      reading.nodes.get(fault.node)?.state === 'running',
  )
  return [
    ...came.map((fault) => told(cluster, fault, KINDS[fault.kind], 'fault', setWords(fault), fault.setAtMs)),
    ...went.map((fault) => told(cluster, fault, 'link-healed', 'ok', healedWords(), reading.atMs)),
  ]
}

function told(
  cluster: ClusterShape,
  fault: FaultView,
  kind: HappeningKind,
  tone: Told['what']['tone'],
  sentence: Text,
  atMs: number,
): Told {
  const peer = cluster.nodes.find(({ name }) => name === fault.peer)
  const own = cluster.nodes.find(({ name }) => name === fault.node)
  const [from, to] =
    own?.role === 'slave' && peer?.role === 'master' ? [fault.peer, fault.node] : [fault.node, fault.peer]
  const isPair =
    own !== undefined && peer !== undefined && own.brokerName !== null && own.brokerName === peer.brokerName
  return {
    what: {
      cluster: cluster.name,
      node: fault.node,
      pair: isPair ? `${from}>${to}` : null,
      kind,
      tone,
      byUser: true,
      subject: fault.peer === '*' ? fault.node : `${from} → ${to}`,
      sentence,
      action: null,
    },
    atMs,
    unless: ACTS,
  }
}

function setWords(fault: FaultView): Text {
  const words = faultWords(fault)
  const capital = words.en.slice(0, 1).toUpperCase() + words.en.slice(1)
  return say(`${capital}, not from this window.`, `${words.zh}，操作不是在本窗口进行的。`)
}

function healedWords(): Text {
  return say('Healed, not from this window.', '链路已恢复，操作不是在本窗口进行的。')
}
