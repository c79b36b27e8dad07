/** The note, the one button that applies, and why it cannot be pressed; attached clusters are asked for first. */
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { ConfigPlan, NodeText } from '../../../../engine/contract/config-api.ts'
import { lab } from '../../../api/lab.ts'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { overtakenNodes, useConfigEdits } from '../../../stores/config-edits.ts'
import { useConnection } from '../../../stores/connection.ts'
import { useWritePermission } from '../../../stores/write-permission.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { TextField } from '../../../ui/field.tsx'
import { list } from '../../../ui/format.ts'
import { IconPlay } from '../../../ui/icons.tsx'
import css from './plan.module.css'

const NOTE_MAX = 500
const CELL_FIELD = '[role="grid"] :is(input, select)'

export interface ApplyFooterProps {
  readonly cluster: string
  readonly plan: ConfigPlan
  readonly files: readonly NodeText[]
  readonly isStale: boolean
  /** The plan no longer fits: a new one is wanted. */
  readonly onOutdated: () => void
}

export function ApplyFooter(props: ApplyFooterProps): ReactNode {
  const { cluster, plan, files, onOutdated } = props
  const t = useTexts(configPlanTexts)
  const textOf = useTextOf()
  const { warning } = useWritePermission(cluster)
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const reason = useReason(props)
  const steps = plan.steps.length

  const apply = async (): Promise<void> => {
    await lab.call('config.apply', { cluster, files: [...files], note: note.trim(), planKey: plan.planKey })
    setNote('')
  }
  const start = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await apply()
    } catch (failure) {
      setError(failure)
      onOutdated()
    } finally {
      setBusy(false)
    }
  }
  const press = (): void => {
    if (reason !== undefined || isBusy) return
    if (warning === undefined) void start()
    else setAsking(true)
  }
  useApplyKey(press)

  return (
    <div className={css.foot}>
      {error === undefined ? null : <ErrorRegion title={t('applyFailed')} error={error} />}
      <TextField
        label={t('note')}
        isLabelHidden
        placeholder={`${t('note')}: ${t('noteHint')}`}
        size="sm"
        value={note}
        onChange={setNote}
        maxLength={NOTE_MAX}
      />
      <div className={css.footRow}>
        <span className={css.footText} data-testid="apply-reason">
          {reason ?? t('stopsBetween')}
        </span>
        <Button
          variant="primary"
          icon={IconPlay}
          isBusy={isBusy}
          isDisabled={reason !== undefined}
          {...(reason === undefined ? {} : { reason })}
          title="Ctrl Enter"
          aria-keyshortcuts="Control+Enter"
          onClick={press}
        >
          {isBusy ? t('applying') : t('apply', { n: steps })}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('confirmTitle', { cluster, n: steps })}
        confirmLabel={t('confirmLabel', { cluster })}
        icon={IconPlay}
        {...(warning === undefined ? {} : { warning: textOf(warning) })}
        onConfirm={apply}
        onClose={() => setAsking(false)}
      >
        {t('confirmText', {
          keys: new Set(plan.changes.map((change) => change.key)).size,
          nodes: new Set(plan.changes.map((change) => change.node)).size,
        })}
      </ConfirmDialog>
    </div>
  )
}

/** Why it cannot be applied; undefined when it can. */
function useReason({ cluster, plan, isStale }: ApplyFooterProps): string | undefined {
  const t = useTexts(configPlanTexts)
  const textOf = useTextOf()
  const permission = useWritePermission(cluster)
  const { status } = useConnection()
  const edits = useConfigEdits()
  const overtaken = overtakenNodes(edits)
  const errors = plan.problems.filter((problem) => problem.severity === 'error').length
  if (status !== 'open') return t('reasonOffline')
  if (permission.reason !== undefined) return textOf(permission.reason)
  if (errors > 0) return t('reasonErrors', { n: errors })
  if (overtaken.length > 0) return t('reasonOvertaken', { names: list(overtaken, t.language) })
  if (isStale) return t('reasonStale')
  if (plan.steps.length > 0) return undefined
  return t(plan.changes.some(({ effect }) => effect === 'restart') ? 'restartThere' : 'noStep')
}

/** Ctrl Enter, before the shell takes it as the way to this plan. */
function useApplyKey(press: () => void): void {
  const latest = useRef(press)
  useEffect(() => {
    latest.current = press
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return
      if (document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null) return
      // A cell that is being edited is not in the plan yet.
      if (event.target instanceof Element && event.target.closest(CELL_FIELD) !== null) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
