/** A dialog with a form: fields, the command it stands for, one button that does it. Failures stay in it. Enter in a field submits. */
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { Button } from './button.tsx'
import { ErrorRegion } from './error-region.tsx'
import css from './form-dialog.module.css'
import { Note } from './panel.tsx'

export interface FormDialogProps {
  readonly isOpen: boolean
  readonly title: string
  readonly children: ReactNode
  /** What holds before it is done, e.g. that a cluster is not ours. */
  readonly warning?: string | undefined
  readonly command?: string
  readonly submitLabel: string
  /** Why it cannot be done yet. */
  readonly reason?: string | undefined
  readonly size?: number
  /** Resolves once it is done; the dialog closes unless it returns `'stay'`. A rejection is shown in it. */
  readonly onSubmit: () => Promise<'stay' | void>
  readonly onClose: () => void
}

export function FormDialog(props: FormDialogProps): ReactNode {
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      size={props.size ?? 520}
      withCloseButton={false}
      title={props.title}
      classNames={{ header: css.header ?? '', title: css.title ?? '', body: css.dialogBody ?? '' }}
    >
      <Content {...props} />
    </Modal>
  )
}

function Content(props: FormDialogProps): ReactNode {
  const t = useTexts(uiTexts)
  const [isBusy, setBusy] = useState(false)
  const [isDone, setDone] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isBusy || props.reason !== undefined) return
    setBusy(true)
    setError(undefined)
    try {
      const outcome = await props.onSubmit()
      setBusy(false)
      setDone(true)
      if (outcome !== 'stay') props.onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className={css.content}>
        {props.children}
        {props.warning === undefined ? null : <Note tone="warn">{props.warning}</Note>}
        {props.command === undefined ? null : <code className={css.command}>$ {props.command}</code>}
        {error === undefined ? null : <ErrorRegion error={error} />}
      </div>
      <div className={css.foot}>
        <Button onClick={props.onClose}>{isDone ? t('close') : t('cancel')}</Button>
        <Button
          type="submit"
          variant="primary"
          isBusy={isBusy}
          isDisabled={props.reason !== undefined}
          {...(props.reason === undefined ? {} : { reason: props.reason })}
        >
          {isBusy ? t('working') : props.submitLabel}
        </Button>
      </div>
    </form>
  )
}
