/** How far an apply is. Pure. */
import type { ApplyState, NodeText } from '../../../../engine/contract/config-api.ts'
import type { ConfigEdits, Texts } from '../../../stores/config-edits.ts'

export function isUnderWay(apply: ApplyState): boolean {
  return apply.state === 'running' || apply.state === 'stopping'
}

/** Steps that ended, well or not. */
export function endedSteps(apply: ApplyState): number {
  return apply.steps.filter((step) => step.endedAtMs !== null).length
}

/** Number of the step that runs, or of the last one that began; 0 before the first. */
export function currentStep(apply: ApplyState): number {
  const running = apply.steps.find((step) => step.state === 'running')
  return running?.number ?? apply.steps.findLast((step) => step.startedAtMs !== null)?.number ?? 0
}

/** Files that an apply was to write and did not, or wrote and took back, and that nobody edits now: as they were wanted. */
export function lostEdits(
  apply: ApplyState,
  wanted: readonly NodeText[],
  { saved, texts }: Pick<ConfigEdits, 'saved' | 'texts'>,
): Texts {
  const undone = new Set(apply.steps.flatMap((step) => (step.state === 'done' ? [] : step.nodes)))
  return Object.fromEntries(
    wanted
      .filter(({ node, text }) => undone.has(node) && texts[node] === saved[node] && text !== saved[node])
      .map(({ node, text }) => [node, text]),
  )
}
