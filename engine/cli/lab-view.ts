/** How clusters and nodes are shown: one JSON shape for programs, one table for people. */
import type { Language } from '../config/finding.ts'
import { addressOf, type ClusterSpec, namesrvAddr } from '../lab/cluster-spec.ts'
import type { NodeView } from '../lab/lab.ts'
import type { NodeState } from '../lab/plan.ts'
import { table } from './console.ts'

/** The shape of `--json`, the same for every command. */
export interface ClusterJson {
  readonly name: string
  readonly namesrvAddr: string
  readonly nodes: readonly NodeJson[]
}

export interface NodeJson {
  readonly name: string
  readonly kind: 'namesrv' | 'broker'
  readonly brokerName: string | null
  readonly brokerId: number | null
  readonly role: string | null
  readonly address: string
  readonly pid: number | null
  readonly state: NodeState
  readonly home: string
}

const STATES: Readonly<Record<NodeState, string>> = {
  running: '运行中',
  starting: '启动中',
  paused: '已冻结',
  stopped: '已停止',
  killed: '已强杀',
  crashed: '已崩溃',
}

const HEAD = {
  en: ['NODE', 'KIND', 'ROLE', 'ID', 'ADDRESS', 'PID', 'STATE', 'REPLICATION'],
  zh: ['节点', '类型', '角色', 'ID', '地址', 'PID', '状态', '复制'],
} as const

export function clusterJson(spec: ClusterSpec, views: readonly NodeView[]): ClusterJson {
  return {
    name: spec.name,
    namesrvAddr: namesrvAddr(spec),
    nodes: views.map(({ spec: node, pid, state, folder }) => ({
      name: node.name,
      kind: node.kind,
      brokerName: node.kind === 'broker' ? node.brokerName : null,
      brokerId: node.kind === 'broker' ? node.brokerId : null,
      role: node.kind === 'broker' ? node.role : null,
      address: addressOf(node),
      pid: pid ?? null,
      state,
      home: folder,
    })),
  }
}

export function clusterLines(spec: ClusterSpec, views: readonly NodeView[], language: Language): string[] {
  const rows = views.map((view) => {
    const node = view.spec
    return [
      node.name,
      node.kind,
      node.kind === 'broker' ? node.role : '-',
      node.kind === 'broker' ? String(node.brokerId) : '-',
      addressOf(node),
      view.pid === undefined ? '-' : String(view.pid),
      language === 'zh' ? STATES[view.state] : view.state,
      replicationText(view, language),
    ]
  })
  const title = language === 'zh' ? `集群 ${spec.name}（${spec.topology}）` : `cluster ${spec.name} (${spec.topology})`
  const clients = language === 'zh' ? '客户端地址' : 'clients connect to'
  return [
    title,
    ...table([HEAD[language], ...rows]).map((line) => `  ${line}`),
    `${clients}: -n "${namesrvAddr(spec)}"`,
  ]
}

interface SlaveLine {
  readonly state?: unknown
  readonly lagBytes?: unknown
  readonly lagMs?: unknown
}

/** What a broker's own status says of its replication: a master about its slaves, a slave about its link. */
function replicationText(view: NodeView, language: Language): string {
  const status = view.status
  const link = status?.['replication'] as { state?: unknown; reason?: unknown } | null | undefined
  if (typeof link?.state === 'string') {
    const reason = typeof link.reason === 'string' && link.reason !== '' ? ` (${link.reason})` : ''
    return `${link.state}${reason}`
  }
  const slaves = status?.['slaves']
  if (!Array.isArray(slaves) || slaves.length === 0) return '-'
  return (slaves as readonly SlaveLine[])
    .map(({ state, lagBytes, lagMs }) =>
      state === 'transfer'
        ? language === 'zh'
          ? `落后 ${String(lagBytes)} 字节 ${Math.round(Number(lagMs))} 毫秒`
          : `lag ${String(lagBytes)} B, ${Math.round(Number(lagMs))} ms`
        : String(state),
    )
    .join('; ')
}
