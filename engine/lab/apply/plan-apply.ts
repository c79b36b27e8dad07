/**
 * What applying property files to a cluster would do: changes by effective value, the steps that bring them about, what clients
 * will notice, and what forbids it. Pure: the same target and files give the same plan.
 */
import { EngineError } from '../../base/errors.ts'
import type { Finding } from '../../config/finding.ts'
import { type ConfigFile, lintSet } from '../../config/lint.ts'
import { refusalOf } from '../../config/property-support.ts'
import type { ConfigPlan, NodeText } from '../../contract/config-api.ts'
import { say } from '../../contract/text.ts'
import type { ApplyNode, ApplyTarget, NodeWork } from './apply-target.ts'
import { changedMasterRole, identityProblems } from './identity-rules.ts'
import { changesOf, type NodeChanges } from './plan-changes.ts'
import { cautions, clientsNotice } from './plan-notices.ts'
import { changedPromises } from './plan-promises.ts'
import { planSteps } from './plan-steps.ts'

type PlanProblem = ConfigPlan['problems'][number]

export interface PlannedApply {
  readonly plan: ConfigPlan
  /** What the runner needs beside the plan; by node. */
  readonly work: ReadonlyMap<string, NodeWork>
}

const READ_WRITE = '6'

/** @throws {EngineError} 'usage' for a node that the cluster does not have, or that is named twice. */
export function planApply(target: ApplyTarget, files: readonly NodeText[]): PlannedApply {
  const items = checked(target, files).map(({ node, text }) => changesOf(node, text, target.isOurs))
  const changed = items.filter(({ isTextChanged, changes }) => isTextChanged || changes.length > 0)
  const steps = planSteps(target, changed)
  const changes = changed.flatMap((item) => item.changes)
  const problems = [
    ...(target.isOurs ? changed.flatMap(identityProblems) : []),
    ...lintProblems(target, changed),
    ...cautions(target, changed),
  ]
  const body = {
    cluster: target.cluster,
    changes,
    steps,
    clientsNotice: steps.length === 0 ? [] : [...clientsNotice(target, steps), ...changedPromises(changed)],
    problems,
    expectedMs: steps.reduce((sum, { expectedMs }) => sum + expectedMs, 0),
  }
  const planKey = keyOf([
    target.nodes.map(({ name, text, state }) => [name, text, state]),
    changed.map(({ node, text }) => [node.name, text]),
    changes.map(({ node, key, running, effect }) => [node, key, running, effect]),
    steps.map(({ action, nodes }) => [action, nodes]),
    problems.filter(({ severity }) => severity === 'error').map(({ id, node, key }) => [id, node, key]),
  ])
  return { plan: { ...body, planKey }, work: new Map(changed.map((item) => [item.node.name, workOf(item)])) }
}

function checked(
  target: ApplyTarget,
  files: readonly NodeText[],
): { readonly node: ApplyNode; readonly text: string }[] {
  const texts = new Map<string, string>()
  for (const file of files) {
    const node = target.nodes.find(({ name }) => name === file.node)
    if (node === undefined || texts.has(file.node)) {
      const known = target.nodes.map(({ name }) => name)
      throw node === undefined
        ? new EngineError('usage', `cluster ${target.cluster} has no node "${file.node}"; it has ${known.join(', ')}`, {
            context: { field: 'files', value: file.node },
            zh: `集群 ${target.cluster} 没有节点“${file.node}”；现有节点：${known.join('、')}`,
          })
        : new EngineError('usage', `two files for ${file.node}: give one`, {
            context: { field: 'files', value: file.node },
            zh: `${file.node} 有两个文件：只需一个`,
          })
    }
    texts.set(file.node, file.text)
  }
  return target.nodes.flatMap((node) => {
    const text = texts.get(node.name)
    return text === undefined ? [] : [{ node, text }]
  })
}

function workOf(item: NodeChanges): NodeWork {
  const { node, text, updates, needsRestart, after } = item
  return {
    masterRole: changedMasterRole(item),
    node: node.name,
    text,
    encoding: node.encoding,
    updates,
    isRestarted: needsRestart,
    permission: after?.values.get('brokerPermission') ?? READ_WRITE,
  }
}

/**
 * Findings about the new files. What was wrong before in a file that stays as it is, is no reason to refuse a change elsewhere.
 */
function lintProblems(target: ApplyTarget, changed: readonly NodeChanges[]): PlanProblem[] {
  const texts = new Map(changed.map(({ node, text }) => [node.name, text]))
  const set = (textOf: (node: ApplyNode) => string | null): readonly Finding[] =>
    lintSet({
      files: target.nodes.flatMap((node): ConfigFile[] => {
        const text = textOf(node)
        return text === null ? [] : [{ name: node.name, text, program: node.kind, host: node.machine }]
      }),
      hostAddresses: target.hostAddresses,
    })
  const before = new Set(set(({ text }) => text).map(findingKey))
  const found = set((node) => texts.get(node.name) ?? node.text)
  const isNews = (finding: Finding): boolean =>
    (finding.file !== undefined && texts.has(finding.file)) || !before.has(findingKey(finding))
  // A text made of what a foreign node runs with has no author to correct it: only what is new counts.
  const counted = target.isOurs ? found.filter(isNews) : found.filter((finding) => !before.has(findingKey(finding)))
  return [
    ...counted.map((finding): PlanProblem => ({
      id: finding.ruleId,
      severity: finding.severity,
      node: finding.file ?? null,
      key: finding.key ?? null,
      line: finding.line ?? null,
      message: finding.message,
      fix: finding.fix,
    })),
    ...(target.isOurs ? changed.flatMap(refusals) : []),
  ]
}

/** Values with which this engine does not start. */
function refusals({ node, after }: NodeChanges): PlanProblem[] {
  return [...(after?.written ?? [])].flatMap(([key, value]): PlanProblem[] => {
    const reason = refusalOf(key, value, node.kind)
    if (reason === undefined) return []
    return [
      {
        id: 'unsupported-setting',
        severity: 'error',
        node: node.name,
        key,
        line: null,
        message: say(
          `${key}=${value} is not supported by this engine: ${reason.en}, so ${node.name} would refuse to start.`,
          `本引擎不支持 ${key}=${value}：${reason.zh}，${node.name} 会拒绝启动。`,
        ),
        fix: say(`Remove ${key}.`, `删除 ${key}。`),
      },
    ]
  })
}

function findingKey({ ruleId, file, key, message }: Finding): string {
  return JSON.stringify([ruleId, file, key, message.en])
}

/** 53 bits of a text; enough to tell plans apart. After cyrb53. */
function keyOf(value: unknown): string {
  const text = JSON.stringify(value)
  let [high, low] = [0xdead_beef, 0x41c6_ce57]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)
}
