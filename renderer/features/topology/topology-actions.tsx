/** The actions of the whole screen: Break… (pick a link or a node), Start all, Stop all. Attached clusters have none of them. */
import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ClusterHead } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useConnection } from '../../stores/connection.ts'
import { useNodes, usePairs } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { IconCut, IconFreeze, IconKill, IconPlay, IconStop } from '../../ui/icons.tsx'
import { actionsFor, hasProcess } from './node-actions.ts'
import { runClusterAction, runNodeAction } from './run-action.ts'
import css from './topology-actions.module.css'
import { topologyTexts } from './topology-texts.ts'

export interface TopologyActionsProps {
  readonly head: ClusterHead
  readonly onOpenLink: (pairId: string) => void
}

export function TopologyActions({ head, onOpenLink }: TopologyActionsProps): ReactNode {
  const t = useTexts(topologyTexts)
  const nodes = useNodes(head.name)
  const isConnected = useConnection().status === 'open'
  if (head.kind === 'attached') return null
  const isAnyUp = nodes.some(hasProcess)
  const isAnyDown = nodes.some((node) => !hasProcess(node))
  const reason = !isConnected
    ? t('notConnected')
    : head.busy !== null
      ? t('busyReason', { cluster: head.name })
      : undefined
  const off = reason === undefined ? {} : { isDisabled: true, reason }
  return (
    <>
      {isAnyUp ? <BreakMenu head={head} onOpenLink={onOpenLink} reason={reason} /> : null}
      {isAnyDown ? (
        <Button
          icon={IconPlay}
          variant={isAnyUp ? 'default' : 'primary'}
          {...off}
          onClick={() => void runClusterAction(head.name, 'start')}
        >
          {t('startAll')}
        </Button>
      ) : null}
      {isAnyUp ? (
        <Button icon={IconStop} {...off} onClick={() => void runClusterAction(head.name, 'stop')}>
          {t('stopAll')}
        </Button>
      ) : null}
    </>
  )
}

function BreakMenu({ head, onOpenLink, reason }: TopologyActionsProps & { reason: string | undefined }): ReactNode {
  const t = useTexts(topologyTexts)
  const pairs = usePairs(head.name)
  const nodes = useNodes(head.name).filter((node) => actionsFor(node).includes('kill'))
  const freezable = nodes.filter((node) => actionsFor(node).includes('freeze'))
  return (
    <Menu>
      <Menu.Target>
        <Button icon={IconKill} {...(reason === undefined ? {} : { isDisabled: true, reason })}>
          {t('break')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css.menu ?? ''}>
        {pairs.length === 0 ? null : <Menu.Label>{t('breakLinks')}</Menu.Label>}
        {pairs.map((pair) => (
          <Menu.Item key={pair.id} leftSection={<IconCut />} onClick={() => onOpenLink(pair.id)}>
            {pair.master} → {pair.slave}…
          </Menu.Item>
        ))}
        {nodes.length === 0 ? null : <Menu.Label>{t('breakNodes')}</Menu.Label>}
        {nodes.map((node) => (
          <Menu.Item
            key={node.name}
            leftSection={<IconKill />}
            onClick={() => void runNodeAction({ cluster: head.name, node: node.name }, 'kill')}
          >
            {t('killNode', { name: node.name })}
          </Menu.Item>
        ))}
        {freezable.length === 0 ? null : <Menu.Label>{t('freezeNodes')}</Menu.Label>}
        {freezable.map((node) => (
          <Menu.Item
            key={node.name}
            leftSection={<IconFreeze />}
            onClick={() => void runNodeAction({ cluster: head.name, node: node.name }, 'freeze')}
          >
            {t('freezeNode', { name: node.name })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
