/** The steps of a plan, or of an apply that runs: number, what is done, what is waited for, how long. */
import type { ReactNode } from 'react'
import type { ApplyState, ConfigChange, PlanStep } from '../../../../engine/contract/config-api.ts'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { classNames } from '../../../ui/class-names.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { list, numberWord } from '../../../ui/format.ts'
import { IconCheck, IconClose, IconMinus, IconUndo } from '../../../ui/icons.tsx'
import type { Icon } from '../../../ui/icons.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { roundTime } from './plan-sentence.ts'
import css from './plan.module.css'
import { stepValues } from './step-values.ts'

export type ShownStep = PlanStep &
  Partial<Pick<ApplyState['steps'][number], 'state' | 'startedAtMs' | 'endedAtMs' | 'now'>>

export interface PlanStepsProps {
  readonly steps: readonly ShownStep[]
  /** For the values of update steps. */
  readonly changes?: readonly ConfigChange[]
  /** The step whose command the strip shows. */
  readonly chosen: number
  readonly onChoose: (step: number) => void
  /** Commands stand below their steps. */
  readonly hasCommands: boolean
}

export function PlanSteps({ steps, changes = [], chosen, onChoose, hasCommands }: PlanStepsProps): ReactNode {
  const t = useTexts(configPlanTexts)
  const textOf = useTextOf()
  /** Where its values stand below, the title need not repeat them. */
  const titleOf = (step: ShownStep): string =>
    stepValues(step, changes).length === 0
      ? textOf(step.title)
      : t('updateTitle', { n: step.nodes.length, count: numberWord(step.nodes.length, t.language) })
  return (
    <ol className={css.steps} aria-label={t('steps')}>
      {steps.map((step) => (
        <li
          key={step.number}
          className={css.step}
          data-state={step.state}
          data-chosen={step.number === chosen || undefined}
          onMouseEnter={() => onChoose(step.number)}
          {...(step.state === 'running' ? { 'aria-current': 'step' as const } : {})}
        >
          <StepNumber step={step} />
          <div className={css.stepText}>
            <button
              type="button"
              className={css.stepTitle}
              aria-label={t('stepName', { n: step.number, title: titleOf(step) })}
              onFocus={() => onChoose(step.number)}
              onClick={() => onChoose(step.number)}
            >
              {titleOf(step)}
            </button>
            <StepValues step={step} changes={changes} />
            <p>{textOf(step.detail)}</p>
            {step.now === undefined || step.now === null ? null : (
              <p className={css.now} data-state={step.state}>
                {textOf(step.now)}
              </p>
            )}
            {hasCommands && step.command !== null ? (
              <div className={css.command}>
                <code>{step.command}</code>
                <CopyButton text={step.command} />
              </div>
            ) : null}
          </div>
          <StepTime step={step} />
        </li>
      ))}
    </ol>
  )
}

function StepValues({
  step,
  changes,
}: {
  readonly step: ShownStep
  readonly changes: readonly ConfigChange[]
}): ReactNode {
  const t = useTexts(configPlanTexts)
  return stepValues(step, changes).map(({ text, only }) => (
    <p key={text}>
      <code>{text}</code>
      {only.length === 0 ? null : <> {t('onNodes', { nodes: list(only, t.language) })}</>}
    </p>
  ))
}

const STATE_ICONS: Readonly<Record<string, Icon | undefined>> = {
  done: IconCheck,
  failed: IconClose,
  skipped: IconMinus,
  'rolled-back': IconUndo,
}

const STATE_TEXTS = {
  waiting: 'stateWaiting',
  running: 'stateRunning',
  done: 'stateDone',
  failed: 'stateFailed',
  skipped: 'stateSkipped',
  'rolled-back': 'stateRolledBack',
} as const

function StepNumber({ step }: { readonly step: ShownStep }): ReactNode {
  const t = useTexts(configPlanTexts)
  const StateIcon = step.state === undefined ? undefined : STATE_ICONS[step.state]
  return (
    <span className={classNames(css.number)}>
      {StateIcon === undefined ? step.number : <StateIcon size={14} />}
      {step.state === undefined ? null : <span className="visually-hidden">{t(STATE_TEXTS[step.state])}</span>}
    </span>
  )
}

/** Expected before, so far of expected while it runs, what it took afterwards. */
function StepTime({ step }: { readonly step: ShownStep }): ReactNode {
  const t = useTexts(configPlanTexts)
  const nowMs = useNow()
  const expected = roundTime(step.expectedMs, t)
  const { startedAtMs, endedAtMs } = step
  if (step.state === 'skipped') return <span className={css.time}>–</span>
  if (startedAtMs === undefined || startedAtMs === null) return <span className={css.time}>{expected}</span>
  const isOver = endedAtMs !== undefined && endedAtMs !== null
  const time = roundTime((isOver ? endedAtMs : nowMs) - startedAtMs, t)
  return (
    <span className={css.time} title={t('took', { time, expected })}>
      {isOver ? time : `${time} / ${expected}`}
    </span>
  )
}
