/** Whether a broker group takes messages, as a client would find it, and since when. Pure. */
import type { GroupView, NodeState } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import type { ClusterReading, ClusterShape, NodeShape } from './readings.ts'
import { groupGone, groupReadOnly, groupWritable, stateOf } from './state-words.ts'
import type { Told } from './told.ts'

export interface GroupFacts {
  readonly state: GroupView['state']
  readonly sinceMs: number | null
  /** At some look of this service: a group that starts for the first time is not writable "again". */
  readonly wasWritable: boolean
  readonly view: GroupView
}

export interface GroupStepInput {
  readonly cluster: ClusterShape
  readonly brokerName: string
  readonly nodes: readonly { readonly shape: NodeShape; readonly state: NodeState }[]
  readonly reading: ClusterReading
  readonly previous: GroupFacts | undefined
  readonly rememberedSinceMs: (state: GroupView['state']) => number | undefined
}

export interface GroupStep {
  readonly facts: GroupFacts
  readonly told: readonly Told[]
}

interface Verdict {
  readonly state: GroupView['state']
  readonly reason: Text | null
}

export function stepGroup(input: GroupStepInput): GroupStep {
  const { cluster, brokerName, previous, reading } = input
  const { state, reason } = judge(input)
  const sinceMs =
    previous?.state === state
      ? previous.sinceMs
      : previous === undefined
        ? (input.rememberedSinceMs(state) ?? null)
        : reading.atMs
  const view: GroupView = { cluster: cluster.name, brokerName, state, reason, sinceMs }
  const wasWritable = state === 'writable' || previous?.wasWritable === true
  return {
    facts: { state, sinceMs, wasWritable, view },
    told: previous === undefined ? [] : changes(input, previous, view),
  }
}

function judge({ brokerName, nodes, reading }: GroupStepInput): Verdict {
  const masters = nodes.filter(({ shape }) => shape.role === 'master')
  const slaves = nodes.filter(({ shape }) => shape.role === 'slave')
  const writable = masters.find(({ shape, state }) => state === 'running' && isKnown(shape, reading))
  if (writable !== undefined) return { state: 'writable', reason: null }
  if (nodes.length > 0 && nodes.every(({ state }) => state === 'unknown')) return { state: 'unknown', reason: null }
  const [master] = masters
  const serving = slaves.find(({ shape, state }) => state === 'running' && isKnown(shape, reading))
  if (serving !== undefined) {
    return { state: 'read-only', reason: groupReadOnly(brokerName, absence(brokerName, master), serving.shape.name) }
  }
  const down = nodes.map(({ shape, state }) =>
    state === 'running' ? notKnown(shape.name) : stateOf(shape.name, state),
  )
  return { state: 'gone', reason: groupGone(brokerName, down) }
}

/** Whether a client could learn of it; a name server that is silent says nothing against it. */
function isKnown(shape: NodeShape, { namesrvs }: ClusterReading): boolean {
  const answers = [...namesrvs.values()].flatMap(({ brokers }) => (brokers === null ? [] : [brokers]))
  return answers.length === 0 || answers.some((brokers) => brokers.has(shape.address))
}

function absence(brokerName: string, master: GroupStepInput['nodes'][number] | undefined): Text {
  if (master === undefined) {
    return say(`no master of ${brokerName} is registered`, `${brokerName} 没有已注册的主节点`)
  }
  const { shape, state } = master
  if (state === 'running') return notKnown(shape.name)
  const isDown = state === 'killed' || state === 'crashed' || state === 'stopped'
  const down = say(`${shape.name} is down`, `${shape.name} 已停机`)
  return isDown ? down : stateOf(shape.name, state)
}

function notKnown(name: string): Text {
  return say(`${name} runs and is registered nowhere`, `${name} 在运行，但未在任何 NameServer 注册`)
}

function changes(
  { cluster, brokerName, nodes, reading }: GroupStepInput,
  previous: GroupFacts,
  view: GroupView,
): Told[] {
  if (previous.state === view.state) return []
  const about = { cluster: cluster.name, pair: null, subject: brokerName, byUser: false }
  const master = nodes.find(({ shape }) => shape.role === 'master')
  const name = master?.shape.name ?? null
  const isBack = previous.state === 'read-only' || (previous.state === 'gone' && previous.wasWritable)
  if (view.state === 'writable' && isBack) {
    const sentence = groupWritable(brokerName, name ?? brokerName)
    const what = { ...about, node: name, kind: 'group-writable' as const, tone: 'ok' as const, sentence, action: null }
    return [{ what, atMs: reading.atMs, unless: undefined }]
  }
  if (previous.state !== 'writable' || (view.state !== 'read-only' && view.state !== 'gone')) return []
  const sentence = view.reason ?? say('', '')
  const what = { ...about, node: name, kind: 'group-read-only' as const, tone: 'warn' as const, sentence }
  return [{ what: { ...what, action: remedy(cluster, master) }, atMs: reading.atMs, unless: undefined }]
}

function remedy(cluster: ClusterShape, master: GroupStepInput['nodes'][number] | undefined): Told['what']['action'] {
  if (cluster.kind !== 'lab' || master === undefined) return null
  const { name } = master.shape
  return master.state === 'frozen'
    ? { kind: 'resume', node: name, target: null, label: say(`Resume ${name}`, `恢复 ${name}`) }
    : { kind: 'start', node: name, target: null, label: say(`Start ${name}`, `启动 ${name}`) }
}
