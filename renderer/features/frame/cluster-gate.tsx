/**
 * Before every screen of a cluster: waits for the first answer of the service and says so when it knows no such cluster, or cannot read
 * it, so that the screens can count on it.
 */
import type { ReactNode } from 'react'
import { Outlet } from 'react-router'
import { frameTexts } from '../../i18n/frame.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { CLUSTERS_PATH } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useCluster, useHasLab } from '../../stores/lab.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'

export function ClusterGate(): ReactNode {
  const t = useTexts(frameTexts)
  const name = useClusterName()
  const hasLab = useHasLab()
  const cluster = useCluster(name)
  if (!hasLab) return <Loading what={t('theLab')} rows={6} />
  if (cluster?.problem != null) return <Unreadable name={name} problem={cluster.problem} />
  if (cluster !== undefined) return <Outlet />
  return (
    <Screen>
      <PageHeader title={name} answer={t('clusterGone', { name })} />
      <ScreenBody>
        <Empty
          title={t('clusterGone', { name })}
          action={<LinkButton to={CLUSTERS_PATH}>{t('openClusters')}</LinkButton>}
        >
          {t('clusterGoneText')}
        </Empty>
      </ScreenBody>
    </Screen>
  )
}

function Unreadable({ name, problem }: { name: string; problem: TextPair }): ReactNode {
  const t = useTexts(frameTexts)
  return (
    <Screen>
      <PageHeader title={name} answer={t('clusterUnread', { name })} />
      <ScreenBody>
        <ErrorRegion
          title={t('clusterUnreadTitle')}
          error={{ text: problem }}
          action={<LinkButton to={CLUSTERS_PATH}>{t('openClusters')}</LinkButton>}
        />
      </ScreenBody>
    </Screen>
  )
}
