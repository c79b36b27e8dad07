/** What a step that updates running brokers gives them: `fileReservedTime=48`, `deleteWhen=04` on some of them only. Pure. */
import type { ConfigChange, PlanStep } from '../../../../engine/contract/config-api.ts'

export interface StepValue {
  /** `fileReservedTime=48`. */
  readonly text: string
  /** Nodes that get it; empty when all nodes of the step do. */
  readonly only: readonly string[]
}

export function stepValues(
  step: Pick<PlanStep, 'action' | 'nodes'>,
  changes: readonly ConfigChange[],
): readonly StepValue[] {
  if (step.action !== 'update') return []
  const nodesOf = new Map<string, string[]>()
  for (const { node, key, to, effect } of changes) {
    if (effect !== 'now' || to === null || !step.nodes.includes(node)) continue
    const text = `${key}=${to}`
    nodesOf.set(text, [...(nodesOf.get(text) ?? []), node])
  }
  return [...nodesOf].map(([text, nodes]) => ({ text, only: nodes.length === step.nodes.length ? [] : nodes }))
}
