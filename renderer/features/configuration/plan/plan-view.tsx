/** The plan of an apply as a page of its own (`config/plan`): steps with their commands, and every change behind them. */
import type { ReactNode } from 'react'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useViewAnswer, ViewActions } from '../shared/view-head.tsx'
import { ChangesTable } from './changes-table.tsx'
import { countEffects } from './edited-keys.ts'
import { PlanBody } from './plan-body.tsx'
import { PlanState } from './plan-panel.tsx'
import { effectSentence, roundTime } from './plan-sentence.ts'
import type { PlanWords } from './plan-sentence.ts'
import css from './plan.module.css'
import { currentStep } from './apply-facts.ts'
import { useApplying } from './use-applying.ts'
import type { Applying } from './use-applying.ts'
import { useEditedFiles, usePlan } from './use-plan.ts'
import type { Planned } from './use-plan.ts'

/** Takes no properties: the cluster comes from the address, the edits from the store. */
export function PlanView(): ReactNode {
  const t = useTexts(configPlanTexts)
  const cluster = useClusterName()
  const applying = useApplying(cluster)
  const planned = usePlan(cluster, applying.isRunning)
  const hasEdits = useEditedFiles(cluster).length > 0
  useViewAnswer(planAnswer({ planned, applying, hasEdits, isPage: true }, t))
  const { plan } = planned
  return (
    <div className={css.page}>
      <ViewActions>{null}</ViewActions>
      <section className={css.pagePlan} aria-label={t('plan')}>
        <div className={css.panelHead}>
          <h2>{t('plan')}</h2>
          <span className={css.subtitle}>
            <PlanState cluster={cluster} applying={applying} />
          </span>
        </div>
        <PlanBody cluster={cluster} planned={planned} applying={applying} isPage />
      </section>
      {plan === undefined || plan.changes.length === 0 || applying.isRunning ? null : (
        <section className={css.pageChanges} aria-label={t('changes')}>
          <div className={css.panelHead}>
            <h2>{t('changes')}</h2>
          </div>
          <ChangesTable changes={plan.changes} isStale={planned.isStale} />
        </section>
      )}
    </div>
  )
}

export interface AnswerFacts {
  readonly planned: Planned
  readonly applying: Applying
  readonly hasEdits: boolean
  /** Tells the number of steps too. */
  readonly isPage: boolean
}

/** Null leaves the usual sentence: about edits and problems. */
export function planAnswer({ planned, applying, hasEdits, isPage }: AnswerFacts, t: PlanWords): string | null {
  const { apply, isRunning } = applying
  if (apply !== null && isRunning) {
    const n = Math.max(1, currentStep(apply))
    return t('answerRunning', { version: apply.version, n, all: apply.steps.length })
  }
  if (!hasEdits) return t('answerNothing')
  const { plan } = planned
  if (plan === undefined || plan.problems.some((problem) => problem.severity === 'error')) return null
  const sentence = effectSentence(countEffects(plan.changes), t)
  if (sentence === '') return t('noEffect')
  if (!isPage) return sentence
  const steps = t('answerStepsFor', { steps: plan.steps.length, time: roundTime(plan.expectedMs, t) })
  return t.language === 'zh' ? `${sentence}${steps}` : `${sentence} ${steps}`
}
