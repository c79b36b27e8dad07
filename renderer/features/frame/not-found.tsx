/** An address that names nothing. */
import type { ReactNode } from 'react'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { CLUSTERS_PATH } from '../../routes/addresses.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'

export function NotFound(): ReactNode {
  const t = useTexts(frameTexts)
  return (
    <Screen>
      <PageHeader title={t('notFoundTitle')} answer={t('notFound')} />
      <ScreenBody>
        <Empty title={t('notFound')} action={<LinkButton to={CLUSTERS_PATH}>{t('openClusters')}</LinkButton>} />
      </ScreenBody>
    </Screen>
  )
}
