/** An apply that runs, step by step, with the way to stop it; and what became of one that ended. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ApplyState } from '../../../../engine/contract/config-api.ts'
import { lab } from '../../../api/lab.ts'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { configPath } from '../../../routes/addresses.ts'
import { editConfig, useConfigEdits } from '../../../stores/config-edits.ts'
import type { Texts } from '../../../stores/config-edits.ts'
import { usePolled } from '../../../stores/polled.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { IconClock, IconEdit, IconStop } from '../../../ui/icons.tsx'
import { Note } from '../../../ui/panel.tsx'
import { roundTime } from './plan-sentence.ts'
import css from './plan.module.css'
import { endedSteps, lostEdits } from './apply-facts.ts'
import { useEditedFiles } from './use-plan.ts'

export function StopButton({ apply }: { readonly apply: ApplyState }): ReactNode {
  const t = useTexts(configPlanTexts)
  const [error, setError] = useState<unknown>(undefined)
  const [isAsked, setAsked] = useState(false)
  const isStopping = isAsked || apply.state === 'stopping'
  const stop = async (): Promise<void> => {
    setError(undefined)
    setAsked(true)
    try {
      await lab.call('config.stopApply', { cluster: apply.cluster })
    } catch (failure) {
      setError(failure)
      setAsked(false)
    }
  }
  return (
    <div className={css.foot}>
      {error === undefined ? null : <ErrorRegion title={t('stopFailed')} error={error} />}
      <div className={css.footRow}>
        <span className={css.footText}>{t('goesOnAlone')}</span>
        <Button icon={IconStop} isDisabled={isStopping} reason={t('stopAsked')} onClick={() => void stop()}>
          {isStopping ? t('stopAsked') : t('stopAfter')}
        </Button>
      </div>
    </div>
  )
}

const TONES = { done: 'ok', stopped: 'warn', failed: 'bad' } as const

/** How it ended: nothing while it runs. */
export function ApplyEnd({ apply, onHide }: { readonly apply: ApplyState; readonly onHide?: () => void }): ReactNode {
  const t = useTexts(configPlanTexts)
  const textOf = useTextOf()
  const { state } = apply
  const hasEdits = useEditedFiles(apply.cluster).length > 0
  const lost = useLostEdits(apply)
  const isLost = Object.keys(lost).length > 0
  if (state === 'running' || state === 'stopping') return null
  const all = apply.steps.length
  const failed = apply.steps.find((step) => step.state === 'failed' || step.state === 'rolled-back')
  const done = apply.steps.filter((step) => step.state === 'done').length
  const title =
    state === 'done'
      ? t('endDone', { version: apply.version })
      : state === 'stopped'
        ? done === 0
          ? t('endStoppedNone')
          : t('endStopped', { n: done, all })
        : t('endFailed', { n: failed?.number ?? endedSteps(apply), all })
  const timeMs = apply.endedAtMs === null ? null : apply.endedAtMs - apply.startedAtMs
  return (
    <section className={css.section} role="status" aria-label={t('lastApply')}>
      <Note tone={TONES[state]} className={css.problem ?? ''}>
        <b>{title}</b>
        {apply.problem === null ? null : <p>{textOf(apply.problem)}</p>}
        {state === 'done' && timeMs !== null ? (
          <p>{t('endDoneText', { steps: all, time: roundTime(timeMs, t) })}</p>
        ) : null}
        {state === 'stopped' && apply.problem === null ? <p>{t('endStoppedText')}</p> : null}
        {state === 'failed' && hasEdits && !isLost ? <p>{t('endStillEdited')}</p> : null}
        {state === 'failed' && apply.problem === null ? <p>{t('endFailedText')}</p> : null}
        <div className={css.actions}>
          <LinkButton size="sm" icon={IconClock} to={configPath(apply.cluster, 'versions', apply.version)}>
            {t('seeVersion', { version: apply.version })}
          </LinkButton>
          {isLost ? (
            <Button size="sm" icon={IconEdit} onClick={() => editConfig(lost)}>
              {t('editAgain')}
            </Button>
          ) : null}
          {onHide === undefined ? null : (
            <Button size="sm" variant="ghost" onClick={onHide}>
              {t('hide')}
            </Button>
          )}
        </div>
      </Note>
    </section>
  )
}

const NO_TEXTS = {}

/** What a failed or stopped apply did not bring to its nodes and nobody edits any more: the window was closed meanwhile. */
function useLostEdits(apply: ApplyState): Texts {
  const { cluster, version, state } = apply
  const isWanted = state === 'failed' || state === 'stopped'
  const { value } = usePolled('config.version', isWanted ? { cluster, version } : null, 0)
  const edits = useConfigEdits()
  if (value === undefined || edits.cluster !== cluster) return NO_TEXTS
  return lostEdits(apply, value.files, edits)
}
