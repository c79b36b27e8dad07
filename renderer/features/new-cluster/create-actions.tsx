/** The foot where a cluster is made: what went wrong, what to expect, why it cannot be made yet, and the two buttons. */
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconPlay } from '../../ui/icons.tsx'
import css from './create-actions.module.css'
import { newClusterTexts } from './new-cluster-texts.ts'

export interface CreateActionsProps {
  /** Of the cluster. */
  readonly name: string
  readonly error: unknown
  /** What is being made. */
  readonly expects: ReactNode
  /** Written beside the buttons; undefined: nothing has to be said. */
  readonly shownReason: string | undefined
  readonly off: { readonly isDisabled: boolean; readonly reason?: string }
  readonly isPrimary: boolean
  readonly working: 'create' | 'start' | null
  readonly onCreate: (start: boolean) => void
}

export function CreateActions(props: CreateActionsProps): ReactNode {
  const { name, error, expects, shownReason, off, isPrimary, working, onCreate } = props
  const t = useTexts(newClusterTexts)
  return (
    <>
      {error === undefined ? null : <ErrorRegion title={t('createFailed', { name })} error={error} />}
      <div className={css.bar}>
        <span className="t2">{expects}</span>
        <span className={css.actions}>
          {shownReason === undefined ? null : <span className="bad s12">{shownReason}</span>}
          <Button {...off} isBusy={working === 'create'} onClick={() => onCreate(false)}>
            {working === 'create' ? t('creating') : t('create')}
          </Button>
          <Button
            variant={isPrimary ? 'primary' : 'default'}
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
