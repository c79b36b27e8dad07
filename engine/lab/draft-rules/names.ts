/** Rules about names: the cluster's becomes a folder, brokerClusterName a topic, a node's a folder and a file. */
import type { ClusterDraft } from '../../contract/new-cluster-api.ts'
import { say } from '../../contract/text.ts'
import { type DraftFacts, isCaseBlind } from '../draft-facts.ts'
import { defaultFolder } from '../draft-plan.ts'
import { type DraftHit, type DraftRule, withNode } from './rule.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const TOPIC_NAME = /^[%|A-Za-z0-9_-]{1,127}$/
/** Devices that Windows finds in every folder, whatever follows the first dot. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i
const FALLBACK = 'cluster'

export const NAME_RULES: readonly DraftRule[] = [
  {
    id: 'cluster-name',
    passed: say('the cluster name can be a folder name', '集群名称可用作目录名'),
    check(draft, facts) {
      if (NAME.test(draft.name)) return []
      const better = freeName(safeName(draft.name), facts)
      return [
        {
          severity: 'error',
          title:
            draft.name === ''
              ? say('The cluster has no name', '集群还没有名称')
              : say(`“${draft.name}” cannot be a cluster name`, `“${draft.name}”不能作为集群名称`),
          detail: say(
            '1 to 64 letters, digits, “.”, “_” or “-”, starting with a letter or digit.',
            '请用 1 到 64 个字母、数字、“.”、“_”或“-”，并以字母或数字开头。',
          ),
          field: 'name',
          fix: { label: use(better), apply: (before) => ({ ...before, name: better }) },
        },
      ]
    },
  },
  {
    id: 'cluster-exists',
    passed: say('the cluster name is new', '集群名称未被使用'),
    check(draft, facts) {
      const same = facts.clusterNames.find((name) => isSameName(name, draft.name, facts))
      if (same === undefined) return []
      const better = freeName(draft.name, facts)
      return [
        {
          severity: 'error',
          title: say(`There is a cluster ${same} already`, `已有名为 ${same} 的集群`),
          detail: say(
            'Its files and data stay as they are; choose another name.',
            '它的文件与数据不会改动，请换一个名称。',
          ),
          field: 'name',
          fix: { label: use(better), apply: (before) => ({ ...before, name: better }) },
        },
      ]
    },
  },
  {
    id: 'windows-name',
    passed: say('every name is possible on Windows too', '所有名称在 Windows 上也可用'),
    check(draft, facts) {
      const severity = facts.platform === 'win32' ? 'error' : 'hint'
      const detail = say(
        'Windows keeps CON, PRN, AUX, NUL, COM1, LPT1 for devices and drops a dot at the end.',
        'Windows 保留 CON、PRN、AUX、NUL、COM1、LPT1 作为设备名，并会去掉末尾的点。',
      )
      const hits: DraftHit[] = []
      if (isWindowsTrouble(draft.name)) {
        const better = freeName(`${draft.name.replace(/[. ]+$/, '').replace(/\..*$/, '')}-lab`, facts)
        hits.push({
          severity,
          title: say(`Windows cannot have a folder “${draft.name}”`, `Windows 上不能有目录“${draft.name}”`),
          detail,
          field: 'name',
          fix: { label: use(better), apply: (before) => ({ ...before, name: better }) },
        })
      }
      for (const node of draft.nodes.filter((candidate) => isWindowsTrouble(candidate.name))) {
        hits.push({
          severity,
          title: say(`Windows cannot have a folder “${node.name}”`, `Windows 上不能有目录“${node.name}”`),
          detail,
          node,
          part: 'name',
        })
      }
      return hits
    },
  },
  {
    id: 'node-name',
    passed: say('every node has a name of its own', '每个节点的名称都不相同'),
    check(draft, facts) {
      const hits: DraftHit[] = []
      draft.nodes.forEach((node, index) => {
        const isLegal = NAME.test(node.name)
        const twin = draft.nodes.slice(0, index).find((other) => isSameName(other.name, node.name, facts))
        if (isLegal && twin === undefined) return
        const taken = draft.nodes.filter((other) => other !== node).map((other) => other.name)
        const better = unique(isLegal ? node.name : safeName(node.name), (name) =>
          taken.some((other) => isSameName(other, name, facts)),
        )
        hits.push({
          severity: 'error',
          title: isLegal
            ? say(`Two nodes are called ${node.name}`, `有两个节点名为 ${node.name}`)
            : say(`“${node.name}” cannot be a node’s name`, `“${node.name}”不能作为节点名称`),
          detail: say(
            'A node’s name is the name of its folder and file: letters, digits, “.”, “_”, “-”.',
            '节点名称即其目录与文件名：只能用字母、数字、“.”、“_”、“-”。',
          ),
          node,
          part: 'name',
          fix: {
            label: use(better),
            apply: (before) => {
              const isDefault = node.folder === defaultFolder(node.name)
              return withNode(before, node, {
                name: better,
                ...(isDefault ? { folder: defaultFolder(better) } : {}),
              })
            },
          },
        })
      })
      return hits
    },
  },
  {
    id: 'broker-cluster-name',
    passed: say('brokerClusterName can be a topic', 'brokerClusterName 可用作 Topic 名'),
    check(draft) {
      if (TOPIC_NAME.test(draft.brokerClusterName)) return []
      const better = draft.brokerClusterName.replace(/[^%|A-Za-z0-9_-]+/g, '-').slice(0, 127) || 'DefaultCluster'
      return [
        {
          severity: 'error',
          title: say('brokerClusterName cannot be used', 'brokerClusterName 不可用'),
          detail: say(
            'Brokers make a topic of this name: 1 to 127 letters, digits, “_”, “-”, “%” or “|”.',
            'Broker 会以此名称创建 Topic：1 到 127 个字母、数字、“_”、“-”、“%”或“|”。',
          ),
          field: 'brokerClusterName',
          fix: { label: use(better), apply: (before) => ({ ...before, brokerClusterName: better }) },
        },
      ]
    },
  },
  {
    id: 'broker-name',
    passed: say('every brokerName can be used', '所有 brokerName 均可用'),
    check: (draft) =>
      draft.nodes
        .filter((node) => node.kind === 'broker' && !TOPIC_NAME.test(node.brokerName ?? ''))
        .map((node) => {
          const better = (node.brokerName ?? node.name).replace(/[^%|A-Za-z0-9_-]+/g, '-').slice(0, 127) || 'broker'
          return {
            severity: 'error' as const,
            title: say(`The brokerName of ${node.name} cannot be used`, `${node.name} 的 brokerName 不可用`),
            detail: say(
              'Brokers make a topic of this name: 1 to 127 letters, digits, “_”, “-”, “%” or “|”.',
              'Broker 会以此名称创建 Topic：1 到 127 个字母、数字、“_”、“-”、“%”或“|”。',
            ),
            node,
            part: 'role' as const,
            fix: {
              label: use(better),
              apply: (before: ClusterDraft) => withNode(before, node, { brokerName: better }),
            },
          }
        }),
  },
]

/** A cluster name that no cluster has: `base`, `base-2`, `base-3`, ... */
export function freeName(base: string, facts: Pick<DraftFacts, 'clusterNames' | 'platform'>): string {
  return unique(base, (name) => facts.clusterNames.some((other) => isSameName(other, name, facts)))
}

function unique(base: string, isTaken: (name: string) => boolean): string {
  const stem = base.replace(/-\d+$/, '').slice(0, 60)
  let name = base
  for (let i = 2; isTaken(name); i++) name = `${stem}-${i}`
  return name
}

function isSameName(left: string, right: string, facts: Pick<DraftFacts, 'platform'>): boolean {
  return isCaseBlind(facts.platform) ? left.toLowerCase() === right.toLowerCase() : left === right
}

function isWindowsTrouble(name: string): boolean {
  return WINDOWS_DEVICE.test(name) || /[. ]$/.test(name)
}

function safeName(name: string): string {
  const safe = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/[.-]+$/, '')
    .slice(0, 64)
  return safe === '' ? FALLBACK : safe
}

function use(name: string): ReturnType<typeof say> {
  return say(`Use ${name}`, `改用 ${name}`)
}
