/**
 * The question before data are lost (wipe, delete, reset): the loss in numbers, where copies are, the command. With `typedName` the
 * name has to be typed. Enter never confirms. What can be undone asks nothing and offers Undo in a notice instead.
 */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { Button } from './button.tsx'
import css from './confirm-dialog.module.css'
import { Dialog } from './dialog.tsx'
import { ErrorRegion } from './error-region.tsx'
import { TextField } from './field.tsx'
import { IconTrash } from './icons.tsx'
import type { Icon } from './icons.tsx'

export interface ConfirmDialogProps {
  readonly isOpen: boolean
  /** Names the target: "Wipe the data of broker-a-s?" */
  readonly title: string
  /** The loss in numbers. */
  readonly children: ReactNode
  /** A tinted remark: what holds until it is undone. */
  readonly warning?: ReactNode
  /** Must be typed before the button works. */
  readonly typedName?: string
  /** The command it stands for. */
  readonly command?: string
  /** Names the target: "Stop and wipe broker-a-s". */
  readonly confirmLabel: string
  readonly icon?: Icon
  /** Resolves once it is done; the dialog then closes. A rejection is shown in it. */
  readonly onConfirm: () => Promise<void> | void
  readonly onClose: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  // A new question starts with an empty field.
  return <Question key={String(props.isOpen)} {...props} />
}

function Question(props: ConfirmDialogProps): ReactNode {
  const t = useTexts(uiTexts)
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const isReady = props.typedName === undefined || typed === props.typedName

  const confirm = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await props.onConfirm()
      props.onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }

  const foot = (
    <>
      <Button onClick={props.onClose}>{t('cancel')}</Button>
      <Button
        variant="danger"
        icon={props.icon ?? IconTrash}
        isDisabled={!isReady}
        isBusy={isBusy}
        onClick={() => void confirm()}
        {...(props.typedName === undefined || isReady ? {} : { reason: t('typeToConfirm', { name: props.typedName }) })}
      >
        {isBusy ? t('working') : props.confirmLabel}
      </Button>
    </>
  )
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={props.title} foot={foot}>
      <div className={css.text}>{props.children}</div>
      {props.warning === undefined ? null : <div className={css.warning}>{props.warning}</div>}
      {props.typedName === undefined ? null : (
        <TextField
          label={t('typeToConfirm', { name: props.typedName })}
          value={typed}
          onChange={setTyped}
          isMono
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault()
          }}
          className={css.typed ?? ''}
          autoFocus
        />
      )}
      {props.command === undefined ? null : <code className={css.command}>$ {props.command}</code>}
      {error === undefined ? null : <ErrorRegion error={error} />}
    </Dialog>
  )
}
