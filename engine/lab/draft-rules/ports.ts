/** Rules about the ports of a draft: all hosts of it are this machine, so every port must differ and be free. */
import type { DraftNode } from '../../contract/new-cluster-api.ts'
import { say, type Text } from '../../contract/text.ts'
import type { DraftFacts, PortFact } from '../draft-facts.ts'
import { nextPort, PRIVILEGED_BELOW } from '../draft-ports.ts'
import { portsOfDraftNode } from '../draft-plan.ts'
import { type DraftHit, type DraftRule, type LazyFix, withNode } from './rule.ts'

const PORT_MAX = 65_535

export const PORT_RULES: readonly DraftRule[] = [
  {
    id: 'port-out-of-range',
    passed: say('every port is between 1 and 65535', '所有端口都在 1 到 65535 之间'),
    check: (draft, facts) =>
      draft.nodes
        .filter((node) => !isInRange(node))
        .map((node) => ({
          severity: 'error' as const,
          title: wouldNotStart(node),
          detail:
            node.kind === 'broker'
              ? say(
                  `Port ${node.listenPort}: a broker opens listenPort − 2 to listenPort + 1, all within 1..${PORT_MAX}.`,
                  `端口 ${node.listenPort}：Broker 会打开 listenPort − 2 到 listenPort + 1，都须在 1..${PORT_MAX} 之内。`,
                )
              : say(
                  `Port ${node.listenPort} is outside 1..${PORT_MAX}.`,
                  `端口 ${node.listenPort} 不在 1..${PORT_MAX} 之内。`,
                ),
          node,
          part: 'port' as const,
          ...moved(draft.nodes, node, facts),
        })),
  },
  {
    id: 'port-collision-same-host',
    passed: say('no two nodes want the same port', '没有两个节点使用同一端口'),
    check(draft, facts) {
      const hits: DraftHit[] = []
      draft.nodes.forEach((node, index) => {
        if (!isInRange(node)) return
        const earlier = draft.nodes.slice(0, index).filter(isInRange)
        for (const port of portsOfDraftNode(node)) {
          const other = earlier.find((candidate) => portsOfDraftNode(candidate).includes(port))
          if (other === undefined) continue
          hits.push({
            severity: 'error',
            title: wouldNotStart(node),
            detail: say(
              `${which(node, port).en} = ${port}. ${other.name} ${otherUse(other, port).en} there.`,
              `${which(node, port).zh} = ${port}，${other.name} ${otherUse(other, port).zh}。`,
            ),
            node,
            part: 'port',
            ...moved(draft.nodes, node, facts),
          })
          break
        }
      })
      return hits
    },
  },
  {
    id: 'port-taken',
    passed: say('no other program has one of the ports', '端口均未被其他程序占用'),
    check: (draft, facts) =>
      draft.nodes.filter(isInRange).flatMap((node): DraftHit[] => {
        for (const port of portsOfDraftNode(node)) {
          const fact = facts.ports.get(port)
          if (fact?.state !== 'busy' || facts.reserved.has(port)) continue
          return [
            {
              severity: 'error',
              title: wouldNotStart(node),
              detail: takenBy(node, port, fact),
              node,
              part: 'port',
              ...moved(draft.nodes, node, facts),
            },
          ]
        }
        return []
      }),
  },
  {
    id: 'port-reserved',
    passed: say('no other cluster of this lab has one of the ports', '端口均未被本实验室的其他集群使用'),
    check: (draft, facts) =>
      draft.nodes.filter(isInRange).flatMap((node): DraftHit[] => {
        const port = portsOfDraftNode(node).find((candidate) => facts.reserved.has(candidate))
        const owner = port === undefined ? undefined : facts.reserved.get(port)
        if (port === undefined || owner === undefined) return []
        return [
          {
            severity: 'error',
            title: say(
              `${node.name} and ${owner.cluster} want the same port`,
              `${node.name} 与 ${owner.cluster} 端口相同`,
            ),
            detail: say(
              `${which(node, port).en} = ${port}. It belongs to ${owner.node} of ${owner.cluster}, running or not.`,
              `${which(node, port).zh} = ${port}，属于 ${owner.cluster} 的 ${owner.node}（无论是否运行）。`,
            ),
            node,
            part: 'port',
            ...moved(draft.nodes, node, facts),
          },
        ]
      }),
  },
  {
    id: 'port-privileged',
    passed: say('no port needs an administrator', '没有端口需要管理员权限'),
    check: (draft, facts) =>
      draft.nodes
        .filter((node) => isInRange(node) && portsOfDraftNode(node).some((port) => port < PRIVILEGED_BELOW))
        .map((node) => ({
          severity: 'warning' as const,
          title: say(
            `${node.name} uses a port below ${PRIVILEGED_BELOW}`,
            `${node.name} 使用了 ${PRIVILEGED_BELOW} 以下的端口`,
          ),
          detail: say('Most systems let only an administrator listen there.', '多数系统只允许管理员监听这些端口。'),
          node,
          part: 'port' as const,
          ...moved(draft.nodes, node, facts),
        })),
  },
]

function isInRange(node: DraftNode): boolean {
  return portsOfDraftNode(node).every((port) => port >= 1 && port <= PORT_MAX)
}

function wouldNotStart(node: DraftNode): Text {
  return say(`${node.name} would not start`, `${node.name} 将无法启动`)
}

/** The port in words: which of the node's three it is. */
function which(node: DraftNode, port: number): Text {
  const by = port - node.listenPort
  if (by === -2) return say('Its fast port is listenPort − 2', '它的快速端口为 listenPort − 2')
  if (by === 1) return say('Its replication port is listenPort + 1', '它的复制端口为 listenPort + 1')
  return say('Its listenPort', '它的 listenPort')
}

function otherUse(other: DraftNode, port: number): Text {
  const by = port - other.listenPort
  if (by === -2) return say('has its fast port', '的快速端口在此')
  if (by === 1) return say('has its replication port', '的复制端口在此')
  return say('listens', '已监听该端口')
}

function takenBy(node: DraftNode, port: number, fact: PortFact & { state: 'busy' }): Text {
  const program = fact.program === undefined ? '' : ` (${fact.program})`
  const programZh = fact.program === undefined ? '' : `（${fact.program}）`
  const what = which(node, port)
  if (fact.pid === undefined) {
    return say(
      `${what.en} = ${port}. Another program has it, or the system does not allow it.`,
      `${what.zh} = ${port}，已被其他程序占用，或系统不允许使用。`,
    )
  }
  return say(
    `${what.en} = ${port}. It belongs to pid ${fact.pid}${program}.`,
    `${what.zh} = ${port}，被 pid ${fact.pid}${programZh} 占用。`,
  )
}

function moved(nodes: readonly DraftNode[], node: DraftNode, facts: DraftFacts): { fix: LazyFix } {
  return {
    fix: () => {
      const others = nodes.filter((other) => other !== node)
      const port = nextPort(node, others, facts)
      if (port === undefined) return undefined
      return {
        label: say(`Use ${port}`, `改用 ${port}`),
        apply: (draft) => withNode(draft, node, { listenPort: port }),
      }
    },
  }
}
