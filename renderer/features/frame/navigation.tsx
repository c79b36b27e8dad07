/** The navigation: the same links on every screen; those of the current or last cluster below its name. Icons only below 1280 px. */
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { CLUSTERS_PATH, clusterPath, NEW_CLUSTER_PATH } from '../../routes/addresses.ts'
import type { ClusterScreen } from '../../routes/addresses.ts'
import { useProblemCount } from '../../stores/config-problem-count.ts'
import { pairsNotInSync } from '../../stores/cluster-mark.ts'
import { useCluster, useClusters, usePairs } from '../../stores/lab.ts'
import { useCurrentCluster } from '../../stores/last-cluster.ts'
import {
  IconClient,
  IconGraph,
  IconGrid,
  IconGroup,
  IconLag,
  IconLog,
  IconMessage,
  IconPlus,
  IconReceive,
  IconSend,
  IconSliders,
  IconSum,
  IconTerminal,
  IconTopic,
} from '../../ui/icons.tsx'
import type { Icon } from '../../ui/icons.tsx'
import { classNames } from '../../ui/class-names.ts'
import css from './navigation.module.css'

interface Section {
  readonly title: 'sectionMessages' | 'sectionResources' | 'sectionChange' | null
  readonly links: readonly { readonly screen: ClusterScreen; readonly icon: Icon }[]
}

const SECTIONS: readonly Section[] = [
  {
    title: null,
    links: [
      { screen: 'topology', icon: IconGraph },
      { screen: 'replication', icon: IconLag },
      { screen: 'logs', icon: IconLog },
    ],
  },
  {
    title: 'sectionMessages',
    links: [
      { screen: 'send', icon: IconSend },
      { screen: 'receive', icon: IconReceive },
      { screen: 'runs', icon: IconSum },
      { screen: 'messages', icon: IconMessage },
    ],
  },
  {
    title: 'sectionResources',
    links: [
      { screen: 'topics', icon: IconTopic },
      { screen: 'groups', icon: IconGroup },
      { screen: 'clients', icon: IconClient },
    ],
  },
  {
    title: 'sectionChange',
    links: [
      { screen: 'config', icon: IconSliders },
      { screen: 'mqadmin', icon: IconTerminal },
    ],
  },
]

export function Navigation(): ReactNode {
  const t = useTexts(frameTexts)
  const cluster = useCurrentCluster()
  const clusterCount = useClusters().length
  const notInSync = pairsNotInSync(usePairs(cluster))
  const problems = useProblemsOf(cluster)
  return (
    <nav className={css.nav} aria-label={t('mainNav')}>
      <Entry
        to={CLUSTERS_PATH}
        isExact
        icon={IconGrid}
        label={t('clusters')}
        badge={clusterCount}
        badgeLabel={t('badgeClusters', { n: clusterCount })}
      />
      <Entry to={NEW_CLUSTER_PATH} icon={IconPlus} label={t('newCluster')} />
      {cluster === ''
        ? null
        : SECTIONS.map((section) => (
            <div key={section.title ?? 'cluster'} className={css.section}>
              <div className={css.sectionTitle}>
                <span className="cut">{section.title === null ? cluster : t(section.title)}</span>
              </div>
              {section.links.map(({ screen, icon }) => (
                <Entry
                  key={screen}
                  to={clusterPath(cluster, screen)}
                  icon={icon}
                  label={t(screen)}
                  {...(screen === 'replication'
                    ? { badge: notInSync, badgeLabel: t('badgePairs', { n: notInSync }), isWarning: true }
                    : screen === 'config'
                      ? { badge: problems, badgeLabel: t('badgeProblems', { n: problems }) }
                      : {})}
                />
              ))}
            </div>
          ))}
    </nav>
  )
}

/** How long after a cluster is looked at its files are checked: its screen comes first. */
const CHECK_AFTER_MS = 2500

/** Errors and warnings in the files of a cluster of ours; 0 until they were checked. */
function useProblemsOf(cluster: string): number {
  const isOurs = useCluster(cluster)?.kind === 'lab'
  const n = useProblemCount((count) => (count.cluster === cluster ? count.errors + count.warnings : 0))
  useEffect(() => {
    if (!isOurs || useProblemCount.getState().cluster === cluster) return undefined
    const timer = window.setTimeout(() => {
      void import('../configuration/shared/count-problems.ts').then(({ countProblems }) => countProblems(cluster))
    }, CHECK_AFTER_MS)
    return () => window.clearTimeout(timer)
  }, [cluster, isOurs])
  return n
}

interface EntryProps {
  readonly to: string
  readonly icon: Icon
  readonly label: string
  readonly isExact?: boolean
  readonly badge?: number
  readonly badgeLabel?: string
  readonly isWarning?: boolean
}

function Entry({
  to,
  icon: IconOf,
  label,
  isExact = false,
  badge = 0,
  badgeLabel,
  isWarning = false,
}: EntryProps): ReactNode {
  return (
    <NavLink to={to} end={isExact} className={css.link ?? ''} title={label}>
      <IconOf />
      <span className={css.label}>{label}</span>
      {badge === 0 ? null : (
        <span className={classNames(css.badge, isWarning ? 'warn' : 't3')}>
          <span aria-hidden="true">{badge}</span>
          <span className="visually-hidden">{badgeLabel}</span>
        </span>
      )}
    </NavLink>
  )
}
