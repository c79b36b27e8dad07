/** The screen at its address. */
import type { ReactNode } from 'react'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen } from '../../ui/screen.tsx'

export function NewClusterScreen(): ReactNode {
  const t = useTexts(frameTexts)
  return (
    <Screen>
      <PageHeader title={t('newCluster')} />
    </Screen>
  )
}
