/** The foot: what is made, why it cannot be made yet, and the two buttons. */
import type { ReactNode } from 'react'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { CreateActions } from '../create-actions.tsx'
import type { FromFiles } from './use-from-files.ts'

export interface CreateFootProps {
  readonly made: FromFiles
  readonly name: string
  readonly isNameGood: boolean
  readonly working: 'create' | 'start' | null
  readonly error: unknown
  readonly onCreate: (start: boolean) => void
}

export function CreateFoot({ made, name, isNameGood, working, error, onCreate }: CreateFootProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const { files } = made.topology
  const n = made.errorsInTheWay
  const hasBroker = files.some((file) => file.program === 'broker')
  const reason = !hasBroker ? t('noBroker') : n > 0 ? t('fixFirst', { n }) : isNameGood ? undefined : t('nameFirst')
  const off = { isDisabled: reason !== undefined || working !== null, ...(reason === undefined ? {} : { reason }) }
  return (
    <CreateActions
      name={name}
      error={error}
      expects={files.length === 0 ? null : t('nodes', { n: files.length })}
      shownReason={made.isEmpty ? undefined : reason}
      off={off}
      isPrimary={reason === undefined}
      working={working}
      onCreate={onCreate}
    />
  )
}
