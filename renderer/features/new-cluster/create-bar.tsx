/** The foot of New cluster: what to expect, why Create does not work yet, and the two buttons. */
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { bytes, count } from '../../ui/format.ts'
import { CreateActions } from './create-actions.tsx'
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
    <CreateActions
      name={name}
      error={error}
      expects={report === undefined ? null : <Expects report={report} />}
      shownReason={report === undefined ? undefined : reason}
      off={off}
      isPrimary={errors === 0}
      working={working}
      onCreate={onCreate}
    />
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
