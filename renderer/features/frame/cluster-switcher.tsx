/** Which cluster the navigation is about: its worst mark, name and topology; a click shows the others. */
import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { ClusterHead } from '../../../engine/contract/state.ts'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { CLUSTER_SCREENS, CLUSTERS_PATH, clusterPath, NEW_CLUSTER_PATH } from '../../routes/addresses.ts'
import type { ClusterScreen } from '../../routes/addresses.ts'
import { clusterMark } from '../../stores/cluster-mark.ts'
import { useCluster, useClusters, useNodes } from '../../stores/lab.ts'
import { useCurrentCluster } from '../../stores/last-cluster.ts'
import { IconChevron, IconGrid, IconPlus } from '../../ui/icons.tsx'
import { MarkShape, useStateWord } from '../../ui/state-mark.tsx'
import type { MarkState } from '../../ui/state-mark.tsx'
import css from './cluster-switcher.module.css'

export function ClusterSwitcher(): ReactNode {
  const t = useTexts(frameTexts)
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const name = useCurrentCluster()
  const head = useCluster(name)
  const clusters = useClusters()
  const mark = useClusterMark(name)
  const stateWord = useStateWord()
  if (head === undefined) return null
  // What cannot be read or is not ours has no topology of ours.
  const shapeOf = (each: ClusterHead): string =>
    each.problem !== null ? '' : each.kind === 'attached' ? t('attached') : each.topology
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={css.switcher}
          aria-label={t('switchCluster', { name, state: stateWord(mark) })}
        >
          <MarkShape state={mark} />
          <b className="cut">{name}</b>
          <span className={css.topology}>{shapeOf(head)}</span>
          <IconChevron />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {clusters.map((each) => (
          <ClusterItem
            key={each.name}
            name={each.name}
            topology={shapeOf(each)}
            onClick={() => void navigate(clusterPath(each.name, screenOf(pathname)))}
          />
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconGrid />} onClick={() => void navigate(CLUSTERS_PATH)}>
          {t('allClusters')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPlus />} onClick={() => void navigate(NEW_CLUSTER_PATH)}>
          {t('newCluster')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function ClusterItem({ name, topology, onClick }: { name: string; topology: string; onClick: () => void }): ReactNode {
  const mark = useClusterMark(name)
  const stateWord = useStateWord()
  return (
    <Menu.Item
      leftSection={<MarkShape state={mark} />}
      rightSection={<span className="t3 s12">{topology}</span>}
      onClick={onClick}
    >
      {name}
      <span className="visually-hidden">{stateWord(mark)}</span>
    </Menu.Item>
  )
}

/** The mark of a cluster, live. */
export function useClusterMark(name: string): MarkState {
  const head = useCluster(name)
  const nodes = useNodes(name)
  return head === undefined ? 'unknown' : clusterMark(head, nodes)
}

/** The other cluster opens on the same screen. */
function screenOf(pathname: string): ClusterScreen {
  const part = /^\/c\/[^/]+\/([^/]+)/.exec(pathname)?.[1]
  return CLUSTER_SCREENS.find((screen) => screen === part) ?? 'topology'
}
