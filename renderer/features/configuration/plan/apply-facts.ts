/** How far an apply is. Pure. */
import type { ApplyState } from '../../../../engine/contract/config-api.ts'

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
