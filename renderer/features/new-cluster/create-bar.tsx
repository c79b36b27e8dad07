/** The foot of New cluster: what to expect, why Create does not work yet, and the two buttons. */
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { bytes, count } from '../../ui/format.ts'
import { IconPlay } from '../../ui/icons.tsx'
import css from './create-bar.module.css'
import { newClusterTexts } from './new-cluster-texts.ts'
import type { DraftReport } from './use-draft.ts'

/** Start-up of one more process on a small machine; tiers wait for each other. */
const PROCESS_START_MS = 170

export interface CreateBarProps {
  readonly name: string
  readonly report: DraftReport | undefined
  readonly isChecking: boolean
  readonly working: 'create' | 'start' | null
  readonly error: unknown
  readonly onCreate: (start: boolean) => void
}

export function CreateBar({ name, report, isChecking, working, error, onCreate }: CreateBarProps): ReactNode {
  const t = useTexts(newClusterTexts)
  const errors = report?.findings.filter((finding) => finding.severity === 'error').length ?? 0
  const reason = errors > 0 ? t('fixFirst', { n: errors }) : report === undefined ? t('waitCheck') : undefined
  const isOff = reason !== undefined || isChecking || working !== null
  const why = reason ?? (isChecking ? t('waitCheck') : undefined)
  const off = { isDisabled: isOff, ...(why === undefined ? {} : { reason: why }) }
  return (
    <>
      {error === undefined ? null : <ErrorRegion title={t('createFailed', { name })} error={error} />}
      <div className={css.bar}>
        <span className="t2">{report === undefined ? null : <Expects report={report} />}</span>
        <span className={css.actions}>
          {reason === undefined || report === undefined ? null : <span className="bad s12">{reason}</span>}
          <Button {...off} isBusy={working === 'create'} onClick={() => onCreate(false)}>
            {working === 'create' ? t('creating') : t('create')}
          </Button>
          <Button
            variant={errors > 0 ? 'default' : 'primary'}
            icon={IconPlay}
            {...off}
            isBusy={working === 'start'}
            onClick={() => onCreate(true)}
          >
            {working === 'start' ? t('creating') : t('createAndStart')}
          </Button>
        </span>
      </div>
    </>
  )
}

function Expects({ report }: { report: DraftReport }): ReactNode {
  const t = useTexts(newClusterTexts)
  const { processes, memoryBytes } = report.expects
  const seconds = Math.round((processes * PROCESS_START_MS) / 1000)
  return t('expects', {
    n: count(processes),
    memory: bytes(memoryBytes),
    time: seconds < 1 ? t('underOneSecond') : t('aboutSeconds', { n: seconds }),
  })
}
