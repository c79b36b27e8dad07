/** What a step that updates running brokers gives them: `fileReservedTime=48`, `deleteWhen=04` on some of them only. Pure. */
import { BROKER_FILE_OWNERS, rowFor } from '../../../../engine/config/catalogue.ts'
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
    if (effect !== 'now' || !step.nodes.includes(node)) continue
    // Taken out of the file: the running node gets its default.
    const value = to ?? rowFor(key, BROKER_FILE_OWNERS)?.defaultText
    if (value === undefined) continue
    const text = `${key}=${value}`
    nodesOf.set(text, [...(nodesOf.get(text) ?? []), node])
  }
  return [...nodesOf].map(([text, nodes]) => ({ text, only: nodes.length === step.nodes.length ? [] : nodes }))
}
