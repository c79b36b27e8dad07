/** The foot: what is made, why it cannot be made yet, and the two buttons. */
import type { ReactNode } from 'react'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { IconPlay } from '../../../ui/icons.tsx'
import bar from '../create-bar.module.css'
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
    <>
      {error === undefined ? null : <ErrorRegion title={t('createFailed', { name })} error={error} />}
      <div className={bar.bar}>
        <span className="t2">{files.length === 0 ? null : t('nodes', { n: files.length })}</span>
        <span className={bar.actions}>
          {reason === undefined || made.isEmpty ? null : <span className="bad s12">{reason}</span>}
          <Button {...off} isBusy={working === 'create'} onClick={() => onCreate(false)}>
            {working === 'create' ? t('creating') : t('create')}
          </Button>
          <Button
            variant={reason === undefined ? 'primary' : 'default'}
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
