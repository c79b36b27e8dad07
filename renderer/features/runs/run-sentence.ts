/** The sentence that answers how a run stands. */
import type { RunView } from '../../../engine/contract/messages-api.ts'

export function useRunSentence(run: RunView | undefined): string {
  return run === undefined ? '' : `#${run.number}`
}
