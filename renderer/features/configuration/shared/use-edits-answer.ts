/** The usual sentence of the header, from the edits and the problems of the cluster of the address. */
import { useLanguage } from '../../../i18n/language.tsx'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useConfigEdits } from '../../../stores/config-edits.ts'
import { editsAnswer } from './edits-answer.ts'
import { useProblems } from './use-problems.ts'

export function useEditsAnswer(): string {
  const language = useLanguage()
  const cluster = useClusterName()
  const state = useConfigEdits()
  const problems = useProblems()
  return state.cluster === cluster ? editsAnswer(state, problems, language) : ''
}
