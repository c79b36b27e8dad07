/** The drawer of a node: who it is, what can be done to it, and five tabs. Which tab is open is part of the address. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import type { ClusterHead, NodeView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { RoleShape } from '../../ui/role-shape.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { drawerTexts } from './drawer-texts.ts'
import { actionsFor, hasProcess } from './node-actions.ts'
import { NodeCharts } from './node-charts.tsx'
import { NodeConfig } from './node-config.tsx'
import css from './node-drawer.module.css'
import { NodeLog } from './node-log.tsx'
import { ACTION_ICONS, useNodeMenu } from './node-menu.tsx'
import { NodeOverview } from './node-overview.tsx'
import { NodeStore } from './node-store.tsx'
import { NODE_TABS } from './node-tabs.ts'
import type { NodeTab } from './node-tabs.ts'
import { ACTION_TEXTS, runNodeAction } from './run-action.ts'
import { topologyTexts } from './topology-texts.ts'

export interface NodeDrawerProps {
  readonly head: ClusterHead
  readonly node: NodeView
  readonly tab: NodeTab
  readonly onTab: (tab: NodeTab) => void
  readonly onOpenLink: (pairId: string) => void
  readonly onClose: () => void
}

export function NodeDrawer({ head, node, tab, onTab, onOpenLink, onClose }: NodeDrawerProps): ReactNode {
  const t = useTexts(drawerTexts)
  const panelId = useId()
  return (
    <Drawer
      title={node.name}
      subtitle={subtitle(node, t)}
      shape={<RoleShape role={node.role} isDown={!hasProcess(node)} size={32} isNamed />}
      actions={<Actions node={node} />}
      tabs={
        <Tabs<NodeTab>
          label={t('tabs', { name: node.name })}
          value={tab}
          tabs={NODE_TABS.map((value) => ({ value, label: t(value) }))}
          onChange={onTab}
          panelId={panelId}
        />
      }
      takesFocus={false}
      onClose={onClose}
    >
      <div id={panelId} role="tabpanel" aria-label={t(tab)} tabIndex={0} className={css.panel}>
        {tab === 'overview' ? <NodeOverview head={head} node={node} onTab={onTab} onOpenLink={onOpenLink} /> : null}
        {tab === 'charts' ? <NodeCharts node={node} /> : null}
        {tab === 'config' ? <NodeConfig node={node} /> : null}
        {tab === 'log' ? <NodeLog node={node} /> : null}
        {tab === 'store' ? <NodeStore node={node} /> : null}
      </div>
    </Drawer>
  )
}

/** The daily ones as buttons, the rest behind the dots; nothing for nodes that are not ours. */
function Actions({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(topologyTexts)
  const d = useTexts(drawerTexts)
  const menu = useNodeMenu(node)
  const shown = actionsFor(node).filter((action) => action !== 'wipe' && action !== 'clone')
  if (!node.isOurs) return <span className={css.notOurs}>{d('notOurs')}</span>
  const rest = menu.slice(shown.length).filter((entry, index) => entry !== null || index > 0)
  return (
    <>
      {shown.map((action) => (
        <Button
          key={action}
          size="sm"
          icon={ACTION_ICONS[action]}
          variant={action === 'start' || action === 'resume' ? 'primary' : 'default'}
          onClick={() => void runNodeAction({ cluster: node.cluster, node: node.name }, action)}
        >
          {t(ACTION_TEXTS[action])}
        </Button>
      ))}
      <span className={css.more}>
        <MenuButton variant="default" actions={rest} />
      </span>
    </>
  )
}

function subtitle(node: NodeView, t: ReturnType<typeof useTexts<(typeof drawerTexts)['texts']>>): string {
  if (node.role === 'namesrv') return t('subtitleNamesrv', { machine: node.machine })
  const facts = { group: node.brokerName ?? '–', id: node.brokerId ?? '–', machine: node.machine }
  return node.role === 'master' ? t('subtitleMaster', facts) : t('subtitleSlave', facts)
}
