/** What a user does to one node's process: start, stop, kill -9, freeze, resume, restart. */
import { EngineError } from '../../../base/errors.ts'
import type { Happening } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import { type ClusterSpec, isMaster, isSlave, type NodeSpec } from '../../cluster-spec.ts'
import { isAlive } from '../../plan.ts'
import type { ControlHandlers } from './control-calls.ts'
import type { ActHappening, ControlParts } from './control-parts.ts'
import { whileAway } from './expectations.ts'

type NodeActs = Pick<
  ControlHandlers,
  'nodes.start' | 'nodes.stop' | 'nodes.kill' | 'nodes.freeze' | 'nodes.resume' | 'nodes.restart'
>

interface OnNode {
  readonly cluster: string
  readonly node: string
}

export function nodeActs(parts: ControlParts): NodeActs {
  const { context, act, ourNode, tell } = parts
  const { lab } = context
  /** An act on one node of ours, in its turn. */
  const on = (what: (node: string) => Text, work: (spec: ClusterSpec, node: NodeSpec) => Promise<void>) => {
    return ({ cluster, node: name }: OnNode): Promise<Record<string, never>> => {
      const { spec, node } = ourNode(cluster, name, what(name))
      return act(spec, [node.name], () => work(spec, node))
    }
  }

  return {
    'nodes.start': on(
      (node) => say(`${node} was not started`, `未启动 ${node}`),
      async (spec, node) => {
        const { state } = await lab.observeNode(spec, node)
        if (state === 'paused') throw frozenNotStopped(node.name)
        await lab.start(spec, node.name)
        if (!isAlive(state)) tell(spec.name, started(spec, node, 'start'))
      },
    ),
    'nodes.stop': on(
      (node) => say(`${node} was not stopped`, `未停止 ${node}`),
      async (spec, node) => {
        const { state } = await lab.observeNode(spec, node)
        await lab.stop(spec, node.name)
        if (!isAlive(state)) return
        const away = whileAway(spec, node, 'down')
        tell(spec.name, {
          kind: 'node-stopped',
          tone: 'idle',
          node: node.name,
          sentence: say(`You stopped ${node.name}. ${away.en}`, `你停止了 ${node.name}。${away.zh}`),
          action: startAction(node.name),
        })
      },
    ),
    'nodes.kill': on(
      (node) => say(`${node} was not killed`, `未强杀 ${node}`),
      async (spec, node) => {
        const { state, pid } = await lab.observeNode(spec, node)
        await lab.kill(spec, node.name)
        if (!isAlive(state)) return
        const away = whileAway(spec, node, 'down')
        tell(spec.name, {
          kind: 'node-killed',
          tone: 'fault',
          node: node.name,
          sentence: say(
            `You killed ${node.name} (kill -9 ${pid ?? '?'}). ${away.en} It stays down until you start it.`,
            `你强杀了 ${node.name}（kill -9 ${pid ?? '?'}）。${away.zh}它不会自动重启。`,
          ),
          action: startAction(node.name),
        })
      },
    ),
    'nodes.freeze': on(
      (node) => say(`${node} was not frozen`, `未冻结 ${node}`),
      async (spec, node) => {
        const { state } = await lab.pause(spec, node.name)
        if (state !== 'paused') throw notFrozen(node.name)
        const away = whileAway(spec, node, 'frozen')
        tell(spec.name, {
          kind: 'node-frozen',
          tone: 'fault',
          node: node.name,
          sentence: say(
            `You froze ${node.name} (SIGSTOP): it lives and answers nobody. ${away.en}`,
            `你冻结了 ${node.name}（SIGSTOP）：进程仍在，但不再应答。${away.zh}`,
          ),
          action: {
            kind: 'resume',
            node: node.name,
            target: null,
            label: say(`Resume ${node.name}`, `解冻 ${node.name}`),
          },
        })
      },
    ),
    'nodes.resume': on(
      (node) => say(`${node} was not resumed`, `未解冻 ${node}`),
      async (spec, node) => {
        const { state } = await lab.observeNode(spec, node)
        await lab.resume(spec, node.name)
        if (state !== 'paused') return
        tell(spec.name, {
          kind: 'node-resumed',
          tone: 'ok',
          node: node.name,
          sentence: say(
            `You resumed ${node.name}. It answers what has waited and takes up its work.`,
            `你解冻了 ${node.name}。它会应答积压的请求并恢复工作。`,
          ),
        })
      },
    ),
    'nodes.restart': on(
      (node) => say(`${node} was not restarted`, `未重启 ${node}`),
      async (spec, node) => {
        await lab.restart(spec, node.name)
        tell(spec.name, started(spec, node, 'restart'))
      },
    ),
  }
}

export function startAction(node: string): NonNullable<Happening['action']> {
  return { kind: 'start', node, target: null, label: say(`Start ${node}`, `启动 ${node}`) }
}

function started(spec: ClusterSpec, node: NodeSpec, how: 'start' | 'restart'): ActHappening {
  const did = how === 'start' ? say('started', '启动') : say('restarted', '重启')
  return {
    kind: 'node-started',
    tone: 'ok',
    node: node.name,
    sentence: say(
      `You ${did.en} ${node.name}. ${afterStart(spec, node).en}`,
      `你${did.zh}了 ${node.name}。${afterStart(spec, node).zh}`,
    ),
  }
}

function afterStart(spec: ClusterSpec, node: NodeSpec): Text {
  if (node.kind === 'namesrv') {
    return say('Brokers register with it at their next heartbeat.', 'Broker 会在下一次心跳时向它注册。')
  }
  if (!isSlave(node)) return say('It takes messages once it is registered.', '注册后即可接收消息。')
  const master = spec.nodes.find((other) => isMaster(other) && other.brokerName === node.brokerName)
  return master === undefined
    ? say('It has no master in this cluster.', '集群中没有它的主。')
    : say(`It copies what it missed from ${master.name}.`, `它会从 ${master.name} 补齐缺失的数据。`)
}

function frozenNotStopped(node: string): EngineError {
  return new EngineError('usage', `${node} is frozen, not stopped: resume it instead`, {
    context: { node },
    zh: `${node} 处于冻结而非停止状态：请解冻它`,
  })
}

function notFrozen(node: string): EngineError {
  return new EngineError('unsupported', `${node} was not frozen: this system cannot stop a process without ending it`, {
    context: { node },
    zh: `未能冻结 ${node}：当前系统无法暂停进程`,
  })
}
