/** Templates and history of the form, each a menu; saving one asks for its name. */
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { sendTexts } from '../../i18n/send.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { IconPlus, IconTrash } from '../../ui/icons.tsx'
import { type MenuAction, MenuButton } from '../../ui/menu-button.tsx'
import css from './templates-menu.module.css'
import type { SendDocumentsState } from './use-send-documents.ts'
import type { SendForm } from './send-form-state.ts'

export interface TemplatesMenuProps {
  readonly documents: SendDocumentsState
  readonly form: SendForm
  readonly onChoose: (form: SendForm) => void
}

const BODY_CHARS_SHOWN = 40

export function TemplatesMenu({ documents, form, onChoose }: TemplatesMenuProps): ReactNode {
  const t = useTexts(sendTexts)
  const [name, setName] = useState<string>()
  const { templates, history } = documents.documents
  const nothing = (label: string): MenuAction => ({ label, isDisabled: true, onClick: () => undefined })

  const save = (): void => {
    if (name === undefined || name.trim() === '') return
    documents.saveTemplate(name.trim(), form)
    setName(undefined)
  }

  return (
    <>
      <MenuButton
        text={t('templates')}
        actions={[
          ...(templates.length === 0
            ? [nothing(t('templatesEmpty'))]
            : templates.map((each) => ({ label: each.name, onClick: () => onChoose(each.form) }))),
          null,
          { label: t('saveTemplate'), icon: IconPlus, onClick: () => setName('') },
          ...templates.map((each) => ({
            label: t('deleteTemplate', { name: each.name }),
            icon: IconTrash,
            onClick: () => documents.deleteTemplate(each.name),
          })),
        ]}
      />
      <MenuButton
        text={t('history')}
        actions={
          history.length === 0
            ? [nothing(t('historyEmpty'))]
            : history.map((each) => ({
                label: `${each.topic} ${each.keys}`.trim(),
                hint: each.body.slice(0, BODY_CHARS_SHOWN),
                onClick: () => onChoose(each),
              }))
        }
      />
      <Modal
        opened={name !== undefined}
        onClose={() => setName(undefined)}
        title={t('saveTemplate')}
        closeButtonProps={{ 'aria-label': t('cancel') }}
        size="sm"
      >
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <TextField label={t('templateName')} value={name ?? ''} onChange={setName} maxLength={60} autoFocus />
          <div className={css.actions}>
            <Button onClick={() => setName(undefined)}>{t('cancel')}</Button>
            <Button variant="primary" type="submit" isDisabled={(name ?? '').trim() === ''} reason={t('templateName')}>
              {t('save')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  )
}
