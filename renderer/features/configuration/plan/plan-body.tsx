/**
 * The plan in whatever state it is: nothing edited, on its way, ready, running, ended. The same beside the matrix and as a page;
 * both put their own head above it.
 */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ConfigPlan, PlanProblem } from '../../../../engine/contract/config-api.ts'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { configPath } from '../../../routes/addresses.ts'
import { useStandsFor } from '../../../stores/command-strip.ts'
import { shellWord } from '../../../stores/shell-word.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Empty } from '../../../ui/empty.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { IconEdit, IconRestart, IconTable } from '../../../ui/icons.tsx'
import { Loading } from '../../../ui/loading.tsx'
import { ApplyEnd, StopButton } from './apply-progress.tsx'
import { ApplyFooter } from './apply-footer.tsx'
import { countEffects } from './edited-keys.ts'
import { PlanProblems } from './plan-problems.tsx'
import { roundTime } from './plan-sentence.ts'
import { PlanSteps } from './plan-steps.tsx'
import type { ShownStep } from './plan-steps.tsx'
import css from './plan.module.css'
import type { Applying } from './use-applying.ts'
import { useEditedFiles } from './use-plan.ts'
import type { Planned } from './use-plan.ts'

export interface PlanBodyProps {
  readonly cluster: string
  readonly planned: Planned
  readonly applying: Applying
  /** Wide: commands stand below the steps. */
  readonly isPage: boolean
}

export function PlanBody(props: PlanBodyProps): ReactNode {
  const { cluster, planned, applying, isPage } = props
  const t = useTexts(configPlanTexts)
  const { apply, isRunning } = applying
  const edited = useEditedFiles(cluster)
  const [hidden, setHidden] = useState(-1)
  if (apply !== null && isRunning) return <Running {...props} />
  const ended = apply !== null && apply.version !== hidden ? apply : null
  const hide = ended === null ? undefined : () => setHidden(ended.version)
  return (
    <>
      <div className={css.scroll}>
        {applying.error === undefined ? null : <ErrorRegion title={t('progressFailed')} error={applying.error} />}
        {ended === null || (ended.state === 'done' && edited.length > 0) ? null : (
          <>
            <ApplyEnd apply={ended} {...(hide === undefined ? {} : { onHide: hide })} />
            {edited.length === 0 ? <EndedSteps steps={ended.steps} isPage={isPage} /> : null}
          </>
        )}
        {edited.length === 0 ? (
          ended === null ? (
            <NothingEdited cluster={cluster} />
          ) : null
        ) : planned.error !== undefined && planned.plan === undefined ? (
          <ErrorRegion title={t('planFailed', { cluster })} error={planned.error} onRetry={planned.again} />
        ) : planned.plan === undefined ? (
          <Loading what={t('thePlan')} rows={5} />
        ) : (
          <Ready cluster={cluster} plan={planned.plan} isStale={planned.isStale} isPage={isPage} />
        )}
      </div>
      {planned.plan === undefined ? null : (
        <ApplyFooter
          cluster={cluster}
          plan={planned.plan}
          files={planned.files}
          isStale={planned.isStale}
          onOutdated={planned.again}
        />
      )}
    </>
  )
}

function NothingEdited({ cluster }: { readonly cluster: string }): ReactNode {
  const t = useTexts(configPlanTexts)
  return (
    <Empty
      title={t('empty')}
      action={
        <>
          <LinkButton icon={IconTable} to={configPath(cluster, 'matrix')}>
            {t('toMatrix')}
          </LinkButton>
          <LinkButton icon={IconEdit} to={configPath(cluster, 'edit')}>
            {t('toEditor')}
          </LinkButton>
        </>
      }
    >
      {t('emptyText')}
    </Empty>
  )
}

function Ready(props: {
  readonly cluster: string
  readonly plan: ConfigPlan
  readonly isStale: boolean
  readonly isPage: boolean
}): ReactNode {
  const { cluster, plan, isStale, isPage } = props
  const t = useTexts(configPlanTexts)
  const textOf = useTextOf()
  const counts = countEffects(plan.changes)
  const of = (severity: PlanProblem['severity']): readonly PlanProblem[] =>
    plan.problems.filter((problem) => problem.severity === severity)
  return (
    <div className={classNames(css.ready, isStale && css.stale)} aria-busy={isStale}>
      <section className={css.figures}>
        {counts.now === 0 ? null : <Chip>{t('keysNow', { n: counts.now })}</Chip>}
        {counts.restart === 0 ? null : <Chip icon={IconRestart}>{t('keysRestart', { n: counts.restart })}</Chip>}
        {counts.none === 0 ? null : <Chip>{t('keysNone', { n: counts.none })}</Chip>}
        <span className={css.about}>{isStale ? t('stale') : t('about', { time: roundTime(plan.expectedMs, t) })}</span>
      </section>
      <PlanProblems cluster={cluster} problems={of('error')} />
      <PlanProblems cluster={cluster} problems={of('warning')} />
      <ChosenSteps steps={plan.steps} plan={plan} isPage={isPage} />
      {plan.clientsNotice.length === 0 ? null : (
        <section className={css.section}>
          <h3>{t('clientsNotice')}</h3>
          {plan.clientsNotice.map((sentence) => (
            <p key={sentence.en} className={css.remark}>
              {textOf(sentence)}
            </p>
          ))}
        </section>
      )}
      <PlanProblems cluster={cluster} problems={of('hint')} />
    </div>
  )
}

function Running({ cluster, applying, isPage }: PlanBodyProps): ReactNode {
  const { apply } = applying
  if (apply === null) return null
  return (
    <>
      <div className={css.scroll}>
        <section className={css.section} aria-live="off">
          <ChosenSteps steps={apply.steps} isPage={isPage} cluster={cluster} />
        </section>
      </div>
      <StopButton apply={apply} key={apply.version} />
    </>
  )
}

function EndedSteps({ steps, isPage }: { readonly steps: readonly ShownStep[]; readonly isPage: boolean }): ReactNode {
  return (
    <section className={css.section}>
      <ChosenSteps steps={steps} isPage={isPage} />
    </section>
  )
}

/** The strip shows the command of the step under the pointer or the focus, of the one that runs, or of the first. */
function ChosenSteps(props: {
  readonly steps: readonly ShownStep[]
  readonly plan?: ConfigPlan
  readonly isPage: boolean
  readonly cluster?: string
}): ReactNode {
  const { steps, plan, isPage } = props
  const t = useTexts(configPlanTexts)
  const [pointed, setPointed] = useState<number>()
  const running = steps.find((step) => step.state === 'running')?.number
  const chosen = pointed !== undefined && pointed <= steps.length ? pointed : (running ?? 1)
  const step = steps[chosen - 1]
  const command = step?.command ?? (plan === undefined ? '' : `mqlab apply ${shellWord(plan.cluster)} FILES`)
  useStandsFor(
    command === ''
      ? null
      : {
          says: step?.command === null || step === undefined ? t('wholeStandsFor') : t('stepStandsFor', { n: chosen }),
          command,
          ...(command.startsWith('mqadmin ') ? { mqadminLine: command.slice('mqadmin '.length) } : {}),
        },
  )
  return (
    <PlanSteps
      steps={steps}
      chosen={chosen}
      onChoose={setPointed}
      hasCommands={isPage}
      {...(plan === undefined ? {} : { changes: plan.changes })}
    />
  )
}
