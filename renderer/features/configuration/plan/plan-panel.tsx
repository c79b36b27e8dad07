/** The plan beside the matrix: docked at the right, over the content below 1280 px. */
import type { ReactNode } from 'react'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { configPath } from '../../../routes/addresses.ts'
import { uiTexts } from '../../../i18n/ui.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { IconClose, IconFit } from '../../../ui/icons.tsx'
import { PlanBody } from './plan-body.tsx'
import css from './plan.module.css'
import { currentStep } from './apply-facts.ts'
import type { Applying } from './use-applying.ts'
import { useEditedFiles } from './use-plan.ts'
import type { Planned } from './use-plan.ts'

export interface PlanPanelProps {
  readonly cluster: string
  readonly planned: Planned
  readonly applying: Applying
  readonly onClose: () => void
}

export function PlanPanel({ cluster, planned, applying, onClose }: PlanPanelProps): ReactNode {
  const t = useTexts(configPlanTexts)
  const words = useTexts(uiTexts)
  return (
    <aside className={css.panel} aria-label={t('plan')}>
      <div className={css.panelHead}>
        <h2>{t('plan')}</h2>
        <span className={css.subtitle}>
          <PlanState cluster={cluster} applying={applying} />
        </span>
        <LinkButton
          variant="ghost"
          icon={IconFit}
          label={t('openPage')}
          title={t('openPage')}
          to={configPath(cluster, 'plan')}
        />
        <Button variant="ghost" icon={IconClose} label={words('close')} onClick={onClose} />
      </div>
      <PlanBody cluster={cluster} planned={planned} applying={applying} isPage={false} />
    </aside>
  )
}

/** "nothing has been done yet", "step 2 of 5 runs". */
export function PlanState({ cluster, applying }: Pick<PlanPanelProps, 'cluster' | 'applying'>): ReactNode {
  const t = useTexts(configPlanTexts)
  const hasEdits = useEditedFiles(cluster).length > 0
  const { apply, isRunning } = applying
  if (apply === null || !isRunning) return hasEdits ? t('nothingDone') : null
  const params = { n: Math.max(1, currentStep(apply)), all: apply.steps.length }
  return t(apply.state === 'stopping' ? 'stopping' : 'running', params)
}
