/** The sentence of the header: what is edited and not applied, and what stands in the way. Pure. */
import { configTexts } from '../../../i18n/config.ts'
import type { Language } from '../../../i18n/language.tsx'
import { textsIn } from '../../../i18n/use-texts.ts'
import { editedNodes, overtakenNodes, type ConfigEdits } from '../../../stores/config-edits.ts'
import { capital, list, numberWord } from '../../../ui/format.ts'
import { editCount } from './parsed-file.ts'
import type { Problems } from './use-problems.ts'

/** "broker-a-s: two edits, not applied. One error must go first." Empty while nothing is known. */
export function editsAnswer(
  state: Pick<ConfigEdits, 'saved' | 'texts' | 'began'>,
  problems: Pick<Problems, 'isKnown' | 'errors' | 'warnings'>,
  language: Language,
): string {
  const t = textsIn(language, configTexts)
  const files = Object.keys(state.texts).length
  if (!problems.isKnown || files === 0) return ''
  const edited = editedNodes(state)
  const overtaken = overtakenNodes(state)
  const sentences: string[] = []
  if (edited.length === 0) {
    sentences.push(t(problems.errors + problems.warnings === 0 ? 'answerClean' : 'answerNothing', { files }))
  } else {
    const n = edited.reduce((sum, node) => sum + editCount(state.saved[node] ?? '', state.texts[node] ?? ''), 0)
    const word = numberWord(n, language)
    sentences.push(
      edited.length === 1
        ? t('answerOne', { name: edited[0] ?? '', word, n })
        : t('answerMany', { files: edited.length, word, n }),
    )
  }
  if (overtaken.length > 0) sentences.push(t('answerOvertaken', { names: list(overtaken, language) }))
  if (problems.errors > 0) {
    const params = countParams(problems.errors, language)
    sentences.push(t(edited.length === 0 ? 'answerErrorsNow' : 'answerErrors', params))
  } else if (problems.warnings > 0) {
    sentences.push(t('answerWarnings', countParams(problems.warnings, language)))
  }
  return sentences.join(language === 'zh' ? '' : ' ')
}

function countParams(n: number, language: Language): { n: number; word: string; Word: string } {
  const word = numberWord(n, language)
  return { n, word, Word: capital(word, language) }
}
