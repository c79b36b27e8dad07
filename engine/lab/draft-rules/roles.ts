/** Rules about who is who: masters, slaves, name servers, and on which host they stand. */
import type { ClusterDraft, DraftNode } from '../../contract/new-cluster-api.ts'
import { say, type Text } from '../../contract/text.ts'
import { nextPort } from '../draft-ports.ts'
import { defaultFolder } from '../draft-plan.ts'
import { brokersOf, type DraftFix, type DraftHit, type DraftRule, withNode } from './rule.ts'
import type { DraftFacts } from '../draft-facts.ts'

const NAME_SERVERS_MAX = 8

export const ROLE_RULES: readonly DraftRule[] = [
  {
    id: 'no-namesrv',
    passed: say('there is a NameServer', '有 NameServer'),
    check: (draft, facts) =>
      draft.nodes.some((node) => node.kind === 'namesrv')
        ? []
        : [
            {
              severity: 'error',
              title: say('There is no NameServer', '没有 NameServer'),
              detail: say(
                'Brokers register there and clients ask there; without one nobody finds a broker.',
                'Broker 在此注册，客户端在此查询；没有它就找不到任何 Broker。',
              ),
              ...withNameServer(draft, facts, say('Add one', '添加一个')),
            },
          ],
  },
  {
    id: 'role-missing',
    passed: say('every broker has a role', '每个 Broker 都有角色'),
    check: (draft) =>
      brokersOf(draft)
        .filter((node) => node.brokerName === null || node.brokerId === null || node.role === null)
        .map((node) => ({
          severity: 'error' as const,
          title: say(`${node.name} has no role`, `${node.name} 没有角色`),
          detail: say(
            'A broker needs brokerName, brokerId and brokerRole.',
            'Broker 需要 brokerName、brokerId 与 brokerRole。',
          ),
          node,
          part: 'role' as const,
          fix: {
            label: say('Make it a master', '设为主'),
            apply: (before: ClusterDraft) =>
              withNode(before, node, { brokerName: node.brokerName ?? node.name, brokerId: 0, role: 'ASYNC_MASTER' }),
          },
        })),
  },
  {
    id: 'master-nonzero-id',
    passed: say('every master has brokerId 0', '每个主的 brokerId 都是 0'),
    check: (draft) =>
      masters(draft)
        .filter((node) => node.brokerId !== 0)
        .map((node) => ({
          severity: 'error' as const,
          title: say(
            `${node.name} is a master with brokerId ${node.brokerId}`,
            `${node.name} 是主，但 brokerId 为 ${node.brokerId}`,
          ),
          detail: say(
            'brokerId 0 is the master; RocketMQ forces it and two masters would collide.',
            'brokerId 0 才是主；RocketMQ 会强制为 0，两个主会冲突。',
          ),
          node,
          part: 'role' as const,
          fix: {
            label: say('Use brokerId 0', '改用 brokerId 0'),
            apply: (before: ClusterDraft) => withNode(before, node, { brokerId: 0 }),
          },
        })),
  },
  {
    id: 'slave-zero-id',
    passed: say('every slave has a brokerId above 0', '每个从的 brokerId 都大于 0'),
    check: (draft) =>
      slaves(draft)
        .filter((node) => (node.brokerId ?? 0) <= 0)
        .map((node) => {
          const id = freeId(draft, node)
          return {
            severity: 'error' as const,
            title: say(`${node.name} would not start`, `${node.name} 将无法启动`),
            detail: say('A slave’s brokerId must be above 0; 0 is the master.', '从的 brokerId 必须大于 0；0 是主。'),
            node,
            part: 'role' as const,
            fix: {
              label: say(`Use brokerId ${id}`, `改用 brokerId ${id}`),
              apply: (before: ClusterDraft) => withNode(before, node, { brokerId: id }),
            },
          }
        }),
  },
  {
    id: 'duplicate-broker-id',
    passed: say('no brokerName has one brokerId twice', '同一 brokerName 下 brokerId 不重复'),
    check: (draft) =>
      brokersOf(draft).flatMap((node, index, all): DraftHit[] => {
        const twin = all
          .slice(0, index)
          .find((other) => other.brokerName === node.brokerName && other.brokerId === node.brokerId)
        if (twin === undefined || node.brokerName === null || node.brokerId === null) return []
        const id = freeId(draft, node)
        return [
          {
            severity: 'error',
            title: say(`${node.name} would replace ${twin.name}`, `${node.name} 会顶替 ${twin.name}`),
            detail: say(
              `Both are ${node.brokerName} with brokerId ${node.brokerId}: the NameServer keeps the one that registered last.`,
              `两者都是 ${node.brokerName}，brokerId 均为 ${node.brokerId}：NameServer 只保留后注册者的地址。`,
            ),
            node,
            part: 'role',
            fix: {
              label: say(`Make it slave ${id}`, `设为从 ${id}`),
              apply: (before) => withNode(before, node, { role: 'SLAVE', brokerId: id }),
            },
          },
        ]
      }),
  },
  {
    id: 'slave-without-master',
    passed: say('every slave has a master', '每个从都有主'),
    check: (draft) =>
      slaves(draft)
        .filter((node) => !masters(draft).some((master) => master.brokerName === node.brokerName))
        .map((node) => ({
          severity: 'error' as const,
          title: say(`${node.name} has no master`, `${node.name} 没有主`),
          detail: say(
            `No master has brokerName ${node.brokerName ?? ''}: it would copy nothing and take no messages.`,
            `没有 brokerName 为 ${node.brokerName ?? ''} 的主：它既不会复制，也不能接收消息。`,
          ),
          node,
          part: 'role' as const,
          fix: {
            label: say('Make it the master', '设为主'),
            apply: (before: ClusterDraft) =>
              withNode(before, node, {
                role: draft.shape.replication === 'sync' ? 'SYNC_MASTER' : 'ASYNC_MASTER',
                brokerId: 0,
              }),
          },
        })),
  },
  {
    id: 'no-master',
    passed: say('there is a master', '有主'),
    check: (draft) =>
      brokersOf(draft).length > 0
        ? []
        : [
            {
              severity: 'error',
              title: say('There is no broker', '没有 Broker'),
              detail: say('Without a broker nothing can be sent or kept.', '没有 Broker 就无法发送或保存消息。'),
            },
          ],
  },
  {
    id: 'sync-master-without-slave',
    passed: say('every synchronous master has a slave', '每个同步双写的主都有从'),
    check: (draft) =>
      masters(draft)
        .filter((node) => node.role === 'SYNC_MASTER' && !slaves(draft).some((s) => s.brokerName === node.brokerName))
        .map((node) => ({
          severity: 'warning' as const,
          title: say(`${node.name} has nobody to wait for`, `${node.name} 没有可等待的从`),
          detail: say(
            'SYNC_MASTER without a slave: every send would answer SLAVE_NOT_AVAILABLE.',
            'SYNC_MASTER 没有从：每次发送都会返回 SLAVE_NOT_AVAILABLE。',
          ),
          node,
          part: 'role' as const,
          fix: {
            label: say('Use ASYNC_MASTER', '改用 ASYNC_MASTER'),
            apply: (before: ClusterDraft) => withNode(before, node, { role: 'ASYNC_MASTER' }),
          },
        })),
  },
  {
    id: 'one-namesrv',
    passed: say('a NameServer may stop', '一个 NameServer 停止也无妨'),
    check: (draft, facts) =>
      draft.nodes.filter((node) => node.kind === 'namesrv').length !== 1 || brokersOf(draft).length === 0
        ? []
        : [
            {
              severity: brokersOf(draft).length > 1 ? 'warning' : 'hint',
              title: say('There is one NameServer only', '只有一个 NameServer'),
              detail: say(
                'When it stops, clients that start find no broker; those that run go on with what they know.',
                '它停止后，新启动的客户端找不到 Broker；运行中的客户端继续使用已有路由。',
              ),
              ...withNameServer(draft, facts, say('Add a second', '再加一个')),
            },
          ],
  },
  {
    id: 'slave-beside-master',
    passed: say('no slave stands on its master’s host', '没有从与主在同一主机'),
    check: (draft) =>
      slaves(draft).flatMap((node): DraftHit[] => {
        const master = masters(draft).find((other) => other.brokerName === node.brokerName)
        if (master?.machine !== node.machine) return []
        const hosts = [...new Set(draft.nodes.map((other) => other.machine))]
        const next = hosts[(hosts.indexOf(node.machine) + (node.brokerId ?? 1)) % Math.max(1, hosts.length)]
        return [
          {
            severity: 'hint',
            title: say(`${node.name} stands beside its master`, `${node.name} 与其主在同一主机`),
            detail: say(
              `Should ${node.machine} be lost, ${master.name} and its copy are lost together.`,
              `若 ${node.machine} 损坏，${master.name} 与它的副本会一起丢失。`,
            ),
            node,
            part: 'role',
            ...(next === undefined || next === node.machine
              ? {}
              : {
                  fix: {
                    label: say(`Move it to ${next}`, `移到 ${next}`),
                    apply: (before: ClusterDraft) => withNode(before, node, { machine: next }),
                  },
                }),
          },
        ]
      }),
  },
]

function masters(draft: ClusterDraft): DraftNode[] {
  return brokersOf(draft).filter((node) => node.role === 'ASYNC_MASTER' || node.role === 'SYNC_MASTER')
}

function slaves(draft: ClusterDraft): DraftNode[] {
  return brokersOf(draft).filter((node) => node.role === 'SLAVE')
}

function freeId(draft: ClusterDraft, node: DraftNode): number {
  const taken = new Set(
    brokersOf(draft).flatMap((other) => (other.brokerName === node.brokerName ? [other.brokerId] : [])),
  )
  let id = 1
  while (taken.has(id)) id++
  return id
}

function withNameServer(draft: ClusterDraft, facts: DraftFacts, label: Text): { fix?: DraftFix } {
  const servers = draft.nodes.filter((node) => node.kind === 'namesrv')
  if (servers.length >= NAME_SERVERS_MAX) return {}
  let index = 1
  while (draft.nodes.some((node) => node.name === `n${index}`)) index++
  const hosts = [...new Set(draft.nodes.map((node) => node.machine))]
  const node: DraftNode = {
    name: `n${index}`,
    kind: 'namesrv',
    machine: hosts[servers.length % Math.max(1, hosts.length)] ?? 'host-1',
    listenPort: 9876,
    folder: defaultFolder(`n${index}`),
    brokerName: null,
    brokerId: null,
    role: null,
  }
  const listenPort = nextPort(node, draft.nodes, facts)
  if (listenPort === undefined) return {}
  return {
    fix: {
      label,
      apply: (before) => ({
        ...before,
        shape: { ...before.shape, topology: 'custom', nameServers: servers.length + 1 },
        nodes: before.nodes.toSpliced(servers.length, 0, { ...node, listenPort }),
      }),
    },
  }
}
