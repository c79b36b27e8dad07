/** The plan of an apply as a page of its own (`config/plan`): steps with their commands, and every change behind them. */
import type { ReactNode } from 'react'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useViewAnswer, ViewActions } from '../shared/view-head.tsx'
import { ChangesTable } from './changes-table.tsx'
import { PlanBody } from './plan-body.tsx'
import { PlanState } from './plan-panel.tsx'
import { usePlanAnswer } from './plan-answer.ts'
import css from './plan.module.css'
import { useApplying } from './use-applying.ts'
import { useEditedFiles, usePlan } from './use-plan.ts'

/** Takes no properties: the cluster comes from the address, the edits from the store. */
export function PlanView(): ReactNode {
  const t = useTexts(configPlanTexts)
  const cluster = useClusterName()
  const applying = useApplying(cluster)
  const planned = usePlan(cluster, applying.isRunning)
  const answer = usePlanAnswer(cluster, planned, applying, true)
  const hasEdits = useEditedFiles(cluster).length > 0
  useViewAnswer(answer ?? (hasEdits ? null : t('answerNothing')))
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
