/**
 * Keys that say who a node of the lab is. `cluster.json`, the other nodes and the window know it by them, so an apply cannot
 * change them behind their back; each refusal says what to do instead. Pure.
 */
import type { ConfigPlan } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import type { EffectiveValues } from './effective-values.ts'
import type { NodeChanges } from './plan-changes.ts'

type PlanProblem = ConfigPlan['problems'][number]

interface IdentityRule {
  readonly keys: readonly string[]
  readonly why: Text
  /** A change that can be carried out all the same. */
  readonly allows?: (from: string | undefined, to: string | undefined) => boolean
}

const isMasterRole = (role: string | undefined): boolean => role === 'ASYNC_MASTER' || role === 'SYNC_MASTER'

const RULES: readonly IdentityRule[] = [
  {
    keys: ['brokerName', 'brokerClusterName', 'brokerId'],
    why: say(
      'the cluster, its pairs and what clients have stored go by it',
      '集群、主从对以及客户端保存的进度都以它为准',
    ),
  },
  {
    keys: ['brokerRole'],
    why: say(
      'a master cannot become a slave, or a slave a master, with the data it has',
      '已有数据的主不能变为从，从也不能变为主',
    ),
    allows: (from, to) => isMasterRole(from) && isMasterRole(to),
  },
  {
    keys: ['listenPort', 'haListenPort', 'bindAddress', 'brokerIP1', 'brokerIP2'],
    why: say('the other nodes and the lab reach it there', '其他节点与实验室都通过它访问该节点'),
  },
  {
    keys: ['storePathRootDir', 'storePathCommitLog', 'kvConfigPath', 'configStorePath'],
    why: say('its data lie there: elsewhere it would start empty', '数据就在该目录，换到别处会以空数据启动'),
  },
]

/** Changes of one node's identity, each as an error that stops the apply. */
export function identityProblems({ node, before, after }: NodeChanges): PlanProblem[] {
  if (before === undefined || after === undefined) return []
  return RULES.flatMap(({ keys, why, allows }) =>
    keys.flatMap((key): PlanProblem[] => {
      const [from, to] = [identityOf(key, before) ?? node.running?.get(key), identityOf(key, after)]
      const isSpelled = before.written.has(key) || after.written.has(key)
      if (from === to || !isSpelled || allows?.(from, to) === true) return []
      const [wished, kept] = [to ?? '–', from ?? '–']
      return [
        {
          id: 'identity-change',
          severity: 'error',
          node: node.name,
          key,
          line: null,
          message: say(
            `${key}=${wished} cannot be applied to ${node.name}: ${why.en}.`,
            `无法对 ${node.name} 应用 ${key}=${wished}：${why.zh}。`,
          ),
          fix: say(
            from === undefined
              ? `Remove ${key}, or make a new cluster of these files.`
              : `Keep ${key}=${kept}, or make a new cluster of these files.`,
            from === undefined ? `删除 ${key}，或用这些文件新建集群。` : `保留 ${key}=${kept}，或用这些文件新建集群。`,
          ),
        },
      ]
    }),
  )
}

function identityOf(key: string, { values }: EffectiveValues): string | undefined {
  const value = values.get(key)
  const root = values.get('storePathRootDir')
  return key === 'storePathCommitLog' && value === undefined && root !== undefined ? `${root}/commitlog` : value
}

/** The role that `cluster.json` has to tell from now on; undefined when it stays. */
export function changedMasterRole({ before, after }: NodeChanges): 'ASYNC_MASTER' | 'SYNC_MASTER' | undefined {
  const [from, to] = [before?.values.get('brokerRole'), after?.values.get('brokerRole')]
  if (from === to || !isMasterRole(from)) return undefined
  return to === 'ASYNC_MASTER' || to === 'SYNC_MASTER' ? to : undefined
}
