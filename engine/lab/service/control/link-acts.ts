/** What a user does to links: cut, delay, throttle, reset one, heal one, heal all. A fault lives in a node at one of its ends. */
import { EngineError } from '../../../base/errors.ts'
import type { Happening } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import { type ClusterSpec, findNode } from '../../cluster-spec.ts'
import type { LinkFaultRequest } from '../../lab.ts'
import { notRunning } from '../../node-faults.ts'
import type { ControlHandlers } from './control-calls.ts'
import type { ActHappening, ControlParts } from './control-parts.ts'
import { ofDisturbedLink } from './expectations.ts'
import { faultId } from './fault-views.ts'
import { type FlowDirection, flowOf, pairRole, seenAt, type SeenDirection } from './link-direction.ts'

type LinkActs = Pick<ControlHandlers, 'links.break' | 'links.heal' | 'links.healAll'>

type BreakInput = Parameters<ControlHandlers['links.break']>[0]

const KINDS: Readonly<Record<BreakInput['kind'], Happening['kind']>> = {
  cut: 'link-cut',
  delay: 'link-delayed',
  throttle: 'link-throttled',
  reset: 'link-reset',
}

export function linkActs(parts: ControlParts): LinkActs {
  const { context, act, ourNode, tell } = parts
  const { lab } = context
  return {
    'links.break': (input) => {
      const { spec, node } = ourNode(input.cluster, input.node, say('The link was not disturbed', '未干扰链路'))
      checkLink(spec, node.name, input.peer)
      const amount = amountOf(input)
      return act(spec, endsOf(node.name, input.peer), async () => {
        const [at, from] = await disturbedEnd(parts, spec, node.name, input.peer)
        const seen = seenAt(spec, node.name, input.peer, input.direction)
        const direction = at === node.name ? seen : opposite(seen)
        const fault: LinkFaultRequest = { kind: input.kind, direction, ...amount, replaces: true }
        await lab.fault(spec, at, from, fault)
        // A fault that was set at the other end before would go on beside this one.
        if (from !== '*') await healAtOther(parts, spec, from, at)
        const id = faultId(at, from, input.kind, flowOf(spec, at, from, direction))
        tell(spec.name, broken(spec, input, at, id))
      })
    },
    'links.heal': ({ cluster, node: name, peer }) => {
      const { spec, node } = ourNode(cluster, name, say('The link was not healed', '未恢复链路'))
      checkLink(spec, node.name, peer)
      return act(spec, endsOf(node.name, peer), async () => {
        if ((await lab.faults.healLink(spec, node.name, peer)) === 0) return
        const subject = linkName(spec, node.name, peer)
        tell(spec.name, {
          kind: 'link-healed',
          tone: 'ok',
          node: node.name,
          pair: pairId(spec, node.name, peer),
          subject,
          sentence: say(
            `You healed the link ${subject.en}. What was held up arrives, connections that were closed are made again.`,
            `你恢复了链路 ${subject.zh}。被阻滞的数据会陆续到达，已断开的连接会重建。`,
          ),
        })
      })
    },
    'links.healAll': async ({ cluster }) => {
      const spec = context.clusters.get(cluster).requireOurs(say('Links were not healed', '未恢复链路'))
      let healed = 0
      await act(
        spec,
        spec.nodes.map(({ name }) => name),
        async () => {
          healed = await lab.faults.healAll(spec)
          if (healed === 0) return
          tell(spec.name, {
            kind: 'link-healed',
            tone: 'ok',
            sentence: say(
              `You healed all links: ${healed} ${healed === 1 ? 'was' : 'were'} disturbed.`,
              `你恢复了全部链路：共 ${healed} 条受干扰。`,
            ),
          })
        },
      )
      return { healed }
    },
  }
}

/** The end whose node can be told: the one that was named, else the other. */
async function disturbedEnd(
  { context: { lab } }: ControlParts,
  spec: ClusterSpec,
  node: string,
  peer: string,
): Promise<readonly [string, string]> {
  if ((await lab.observeNode(spec, findNode(spec, node))).state === 'running') return [node, peer]
  if (peer === '*') throw notRunning(node)
  if ((await lab.observeNode(spec, findNode(spec, peer))).state === 'running') return [peer, node]
  throw new EngineError(
    'refused',
    `neither ${node} nor ${peer} runs and answers: nothing passes between them. Start one of them first.`,
    {
      context: { node, peer },
      zh: `${node} 和 ${peer} 均未运行或无应答，两者之间没有数据可干扰。请先启动其中一个。`,
    },
  )
}

/** A frozen end keeps what it has until it is resumed; that must not undo the new fault. */
async function healAtOther({ context }: ControlParts, spec: ClusterSpec, node: string, peer: string): Promise<void> {
  const { state } = await context.lab.observeNode(spec, findNode(spec, node))
  if (state === 'running') await context.lab.fault(spec, node, peer, { kind: 'heal', direction: 'both' })
}

function broken(spec: ClusterSpec, input: BreakInput, at: string, id: string): ActHappening {
  const subject = linkName(spec, input.node, input.peer)
  const { kind, direction, ms, kbps } = input
  const expected = ofDisturbedLink(spec, input.node, input.peer, { kind, flow: direction, ms, kbps })
  const did = whatWasDone(input)
  const flow = flowText(direction)
  return {
    kind: KINDS[kind],
    tone: 'fault',
    node: at,
    pair: pairId(spec, input.node, input.peer),
    subject,
    sentence: say(
      `You ${did.en} the link ${subject.en}${kind === 'reset' ? '' : flow.en}. ${expected.en}`,
      `你${did.zh}了链路 ${subject.zh}${kind === 'reset' ? '' : flow.zh}。${expected.zh}`,
    ),
    action:
      kind === 'reset'
        ? null
        : {
            kind: 'heal',
            node: at,
            target: id,
            label: say(`Heal ${subject.en}`, `恢复 ${subject.zh}`),
          },
  }
}

function whatWasDone({ kind, ms, kbps }: BreakInput): Text {
  switch (kind) {
    case 'cut':
      return say('cut', '切断')
    case 'delay':
      return say(`delayed by ${ms ?? 0} ms`, `延迟 ${ms ?? 0} 毫秒干扰`)
    case 'throttle':
      return say(`throttled to ${kbps ?? 0} kbit/s`, `限速 ${kbps ?? 0} kbit/s 干扰`)
    case 'reset':
      return say('reset', '重置')
  }
}

function flowText(flow: FlowDirection): Text {
  switch (flow) {
    case 'data':
      return say(' (data only)', '（仅数据方向）')
    case 'acks':
      return say(' (acknowledgements only)', '（仅确认方向）')
    case 'both':
      return say('', '')
  }
}

function checkLink(spec: ClusterSpec, node: string, peer: string): void {
  if (peer !== '*') findNode(spec, peer)
  if (peer !== node) return
  throw new EngineError('usage', `peer "${peer}" is the node itself: name the other end of the link`, {
    context: { field: 'peer', value: peer },
    zh: `对端“${peer}”就是该节点本身：请填写链路的另一端`,
  })
}

function amountOf({ kind, ms, kbps }: BreakInput): { readonly ms?: number; readonly kbps?: number } {
  if (kind === 'delay') {
    if (ms === undefined) throw missing('ms', say('a delay needs ms, 1 to 600000', '延迟需要 ms，取值 1 到 600000'))
    return { ms }
  }
  if (kind === 'throttle') {
    if (kbps === undefined)
      throw missing('kbps', say('a throttle needs kbps, 1 to 10000000', '限速需要 kbps，取值 1 到 10000000'))
    return { kbps }
  }
  return {}
}

function missing(field: string, text: Text): EngineError {
  return new EngineError('usage', `${field}: ${text.en}`, { context: { field }, zh: `${field}：${text.zh}` })
}

function endsOf(node: string, peer: string): string[] {
  return peer === '*' ? [node] : [node, peer]
}

function opposite(seen: SeenDirection): SeenDirection {
  return seen === 'both' ? 'both' : seen === 'in' ? 'out' : 'in'
}

/** `master>slave`, as pairs are named; null for a link that is no replication. */
function pairId(spec: ClusterSpec, node: string, peer: string): string | null {
  const role = pairRole(spec, node, peer)
  if (role === undefined) return null
  return role === 'master' ? `${node}>${peer}` : `${peer}>${node}`
}

function linkName(spec: ClusterSpec, node: string, peer: string): Text {
  const [from, to] = pairRole(spec, node, peer) === 'slave' ? [peer, node] : [node, peer]
  const everybody = to === '*' ? say('all', '所有对端') : say(to, to)
  return say(`${from} → ${everybody.en}`, `${from} → ${everybody.zh}`)
}
