/**
 * Before every screen of a cluster: waits for the first answer of the service and says so when it knows no such cluster, cannot read
 * it, or nobody answers where it is attached, so that the screens can count on it.
 */
import type { ReactNode } from 'react'
import { Outlet } from 'react-router'
import type { NodeView } from '../../../engine/contract/state.ts'
import { frameTexts } from '../../i18n/frame.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { CLUSTERS_PATH } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useCluster, useHasLab, useLab } from '../../stores/lab.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { SilentBar, SilentPage } from '../clusters/silent-cluster.tsx'
import css from './cluster-gate.module.css'

export function ClusterGate(): ReactNode {
  const t = useTexts(frameTexts)
  const name = useClusterName()
  const hasLab = useHasLab()
  const cluster = useCluster(name)
  const isSeen = useLab((state) => Object.values(state.nodes).some((node) => node.cluster === name && wasSeen(node)))
  if (!hasLab) return <Loading what={t('theLab')} rows={6} />
  if (cluster?.problem != null) return <Unreadable name={name} problem={cluster.problem} />
  if (cluster?.kind === 'attached' && !isSeen) return <SilentPage head={cluster} />
  if (cluster !== undefined) {
    return (
      <div className={css.gate}>
        <SilentBar head={cluster} />
        <div className={css.screen}>
          <Outlet />
        </div>
      </div>
    )
  }
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

/** The name servers of an attached cluster are nodes from the start; brokers only once one of them has told. */
function wasSeen(node: NodeView): boolean {
  return node.kind === 'broker' || node.answeredAtMs !== null
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
