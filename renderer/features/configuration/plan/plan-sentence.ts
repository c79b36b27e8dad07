/** "Three keys edited. Two take effect at once, one needs a rolling restart.": the answer of Matrix and Plan. Pure. */
import type { configPlanTexts } from '../../../i18n/config-plan.ts'
import type { Translate } from '../../../i18n/use-texts.ts'
import { capital, duration, numberWord } from '../../../ui/format.ts'
import { currentStep } from './apply-facts.ts'
import { countEffects } from './edited-keys.ts'
import type { EffectCounts } from './edited-keys.ts'
import type { Applying } from './use-applying.ts'
import type { Planned } from './use-plan.ts'

export type PlanWords = Translate<(typeof configPlanTexts)['texts']>

/** What the edits do; '' when none changes a value. */
export function effectSentence(counts: EffectCounts, t: PlanWords): string {
  const { keys: n, now, restart, none } = counts
  if (n === 0) return ''
  const head = t('answerEdited', { n, count: word(n, t), Count: capital(word(n, t), t.language) })
  const rest = effects(counts, t)
  if (now === n || restart === n || none === n) return join(head, rest, t)
  return join(head, t.language === 'zh' ? `${rest}。` : `${capital(rest, t.language)}.`, t)
}

function effects({ keys: n, now, restart, none }: EffectCounts, t: PlanWords): string {
  if (now === n) return t('answerAllNow', { n })
  if (restart === n) return t('answerAllRestart', { n })
  if (none === n) return t('answerAllNone', { n })
  const parts = [
    now === 0 ? '' : t('answerNow', { n: now, count: word(now, t) }),
    restart === 0 ? '' : t('answerRestart', { n: restart, count: word(restart, t) }),
    none === 0 ? '' : t('answerNone', { n: none, count: word(none, t) }),
  ].filter((part) => part !== '')
  return parts.join(t.language === 'zh' ? '，' : ', ')
}

export interface AnswerFacts {
  readonly planned: Pick<Planned, 'plan' | 'isStale'>
  readonly applying: Pick<Applying, 'apply' | 'isRunning'>
  readonly hasEdits: boolean
  /** Of lint, in the files as they are edited. */
  readonly errors: number
  /** By the catalogue. */
  readonly counts: EffectCounts
  /** Tells the number of steps too. */
  readonly isPage: boolean
}

/** Null leaves it to others: nothing is edited or applied, or errors stand in the way. */
export function planAnswer(facts: AnswerFacts, t: PlanWords): string | null {
  const { planned, applying, hasEdits, errors, isPage } = facts
  const { apply, isRunning } = applying
  if (apply !== null && isRunning) {
    const n = Math.max(1, currentStep(apply))
    return t('answerRunning', { version: apply.version, n, all: apply.steps.length })
  }
  if (!hasEdits || errors > 0) return null
  const plan = planned.isStale ? undefined : planned.plan
  if (plan?.problems.some((problem) => problem.severity === 'error') === true) return null
  const sentence = effectSentence(plan === undefined ? facts.counts : countEffects(plan.changes), t)
  if (sentence === '') return t(plan?.steps.length === 0 ? 'noStep' : 'noEffect')
  if (!isPage || plan === undefined) return sentence
  const steps = t('answerStepsFor', { steps: plan.steps.length, time: roundTime(plan.expectedMs, t) })
  return t.language === 'zh' ? `${sentence}${steps}` : `${sentence} ${steps}`
}

/** `0.1 s`, `14 s`, `2 min 28 s`: what a step is expected to take is no measurement, so it is never told in ms. */
export function roundTime(ms: number, t: Pick<PlanWords, 'language'>): string {
  if (ms < 950) return `${(Math.max(100, ms) / 1000).toFixed(1)} s`
  return duration(Math.round(ms / 1000) * 1000, t.language)
}

function word(n: number, t: PlanWords): string {
  return numberWord(n, t.language)
}

function join(head: string, rest: string, t: PlanWords): string {
  return t.language === 'zh' ? `${head}${rest}` : `${head} ${rest}`
}
