/** *Export…* in the header of the configuration; the dialog's code comes when it is first opened. */
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { configExportTexts } from '../../../i18n/config-export.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { IconSave } from '../../../ui/icons.tsx'

const ExportDialog = lazy(async () => ({ default: (await import('./export-dialog.tsx')).ExportDialog }))

export function ExportButton({ cluster }: { readonly cluster: string }): ReactNode {
  const t = useTexts(configExportTexts)
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <>
      <Button
        icon={IconSave}
        hasPopup="dialog"
        onClick={() => {
          setWasOpened(true)
          setOpen(true)
        }}
      >
        {t('open')}
      </Button>
      {wasOpened ? (
        <Suspense fallback={null}>
          <ExportDialog cluster={cluster} isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
