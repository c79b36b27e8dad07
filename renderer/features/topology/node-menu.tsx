/** The menu of a node at the pointer or at its card: open it, what can be done to it, its log. Opened by `.`, the right button, `…`. */
import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { NodeView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { IconCopy, IconFreeze, IconKill, IconLog, IconPlay, IconRestart, IconStop, IconTrash } from '../../ui/icons.tsx'
import type { Icon } from '../../ui/icons.tsx'
import type { MenuAction } from '../../ui/menu-button.tsx'
import type { Point } from './layout.ts'
import { actionsFor, type NodeAction } from './node-actions.ts'
import css from './node-menu.module.css'
import { ACTION_TEXTS, runNodeAction } from './run-action.ts'
import { topologyTexts } from './topology-texts.ts'

export const ACTION_ICONS: Readonly<Record<NodeAction, Icon>> = {
  start: IconPlay,
  stop: IconStop,
  restart: IconRestart,
  freeze: IconFreeze,
  resume: IconPlay,
  kill: IconKill,
  wipe: IconTrash,
  clone: IconCopy,
}

/** The entries of a node's menu, the same wherever it opens. */
export function useNodeMenu(node: NodeView): readonly (MenuAction | null)[] {
  const t = useTexts(topologyTexts)
  const navigate = useNavigate()
  const actions = actionsFor(node)
  const entry = (action: NodeAction): MenuAction => ({
    label: t(ACTION_TEXTS[action]),
    icon: ACTION_ICONS[action],
    onClick: () => void runNodeAction({ cluster: node.cluster, node: node.name }, action),
    ...(action === 'wipe' || action === 'clone' ? { tone: 'danger' as const } : {}),
  })
  const daily = actions.filter((action) => action !== 'wipe' && action !== 'clone').map(entry)
  const losing = actions.filter((action) => action === 'wipe' || action === 'clone').map(entry)
  const logs: MenuAction = {
    label: t('actionOpenLogs'),
    icon: IconLog,
    onClick: () => void navigate(clusterPath(node.cluster, 'logs', { node: node.name })),
  }
  return [
    ...daily,
    ...(daily.length > 0 && node.isOurs ? [null] : []),
    ...(node.isOurs ? [logs] : []),
    ...(losing.length > 0 ? [null, ...losing] : []),
  ]
}

export interface NodeMenuProps {
  readonly node: NodeView
  readonly at: Point
  readonly onOpen: () => void
  readonly onClose: () => void
}

export function NodeMenu({ node, at, onOpen, onClose }: NodeMenuProps): ReactNode {
  const t = useTexts(topologyTexts)
  const entries = useNodeMenu(node)
  return (
    <Menu opened onClose={onClose} position="bottom-start" returnFocus trapFocus>
      <Menu.Target>
        <div className={css.anchor} style={{ left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('actionsOf', { name: node.name })}>
        <Menu.Label>{node.name}</Menu.Label>
        <Menu.Item onClick={onOpen}>{t('actionOpen')}</Menu.Item>
        {entries.map((action, index) =>
          action === null ? (
            <Menu.Divider key={index} />
          ) : (
            <Menu.Item
              key={index}
              leftSection={action.icon === undefined ? undefined : <action.icon />}
              className={action.tone === 'danger' ? (css.danger ?? '') : ''}
              onClick={action.onClick}
            >
              {action.label}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
