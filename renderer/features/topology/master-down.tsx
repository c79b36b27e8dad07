/** A master that does not run: what that means for sending, receiving, messages that cannot be reached, and who takes over. */
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { ClusterHead, NodeView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { newClusterPath } from '../../routes/addresses.ts'
import { useNodes, usePairs } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { DrawerSection } from '../../ui/drawer.tsx'
import { bytes, count, list } from '../../ui/format.ts'
import { IconGrid, IconInfo, IconMessage, IconPlay, IconReceive, IconSend } from '../../ui/icons.tsx'
import type { Icon } from '../../ui/icons.tsx'
import type { Tone } from '../../ui/tone.ts'
import { drawerTexts } from './drawer-texts.ts'
import { actionsFor } from './node-actions.ts'
import css from './node-drawer.module.css'
import type { NodeTab } from './node-drawer.tsx'
import { LastLines } from './node-log.tsx'
import { runNodeAction } from './run-action.ts'

interface MasterDownProps {
  readonly head: ClusterHead
  readonly node: NodeView
  readonly onTab: (tab: NodeTab) => void
}

export function MasterDown({ head, node, onTab }: MasterDownProps): ReactNode {
  const t = useTexts(drawerTexts)
  const navigate = useNavigate()
  const nodes = useNodes(node.cluster)
  const running = nodes.filter((each) => each.state === 'running')
  const masters = running.filter((each) => each.role === 'master' && each.name !== node.name).map((each) => each.name)
  const slaves = running
    .filter((each) => each.role === 'slave' && each.brokerName === node.brokerName)
    .map((each) => each.name)
  const canStart = actionsFor(node).includes('start')
  return (
    <>
      <DrawerSection title={t('groupMeans', { group: node.brokerName ?? node.name })}>
        <Meaning
          icon={IconSend}
          tone="warn"
          title={
            masters.length === 0
              ? t('sendNowhere')
              : t('sendOnlyTo', { masters: list(masters.slice(0, 3), t.language) })
          }
          text={masters.length === 0 ? t('sendNowhereText') : t('sendText')}
        />
        <Meaning
          icon={IconReceive}
          tone={slaves.length === 0 ? 'bad' : 'ok'}
          title={slaves.length === 0 ? t('receiveNowhere') : t('receiveFrom', { slaves: list(slaves, t.language) })}
          text={slaves.length === 0 ? t('receiveNowhereText') : t('receiveFromText')}
        />
        <OutOfReach node={node} />
        <Meaning icon={IconInfo} tone="busy" title={t('noElection')} text={t('noElectionText')} />
      </DrawerSection>
      {node.isOurs ? (
        <DrawerSection title={t('lastLines')}>
          <LastLines node={node} max={3} onAll={() => onTab('log')} />
        </DrawerSection>
      ) : null}
      {canStart ? (
        <DrawerSection title={t('tryNext')}>
          <div className={css.column}>
            <Button
              size="sm"
              icon={IconPlay}
              onClick={() => void runNodeAction({ cluster: node.cluster, node: node.name }, 'start')}
            >
              {t('startAndWatch')}
            </Button>
            {head.topology === '2m-2s-async' ? (
              <Button
                size="sm"
                icon={IconGrid}
                onClick={() => void navigate(newClusterPath({ topology: '2m-2s-sync' }))}
              >
                {t('sameOnSync')}
              </Button>
            ) : null}
          </div>
        </DrawerSection>
      ) : null}
    </>
  )
}

/** What only the dead master's disk holds, by the figures last seen of its best slave; nothing is said where none are known. */
function OutOfReach({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const known = usePairs(node.cluster)
    .filter((pair) => pair.master === node.name && pair.lagBytes !== null)
    .sort((a, b) => (a.lagBytes ?? 0) - (b.lagBytes ?? 0))
  const best = known[0]
  if (best === undefined || best.lagBytes === null) return null
  if (best.lagBytes === 0)
    return <Meaning icon={IconMessage} tone="ok" title={t('outOfReachNone')} text={t('outOfReachNoneText')} />
  return (
    <Meaning
      icon={IconMessage}
      tone="warn"
      title={
        best.lagMessages === null
          ? t('outOfReachBytes', { size: bytes(best.lagBytes) })
          : t('outOfReach', { n: count(Math.max(1, best.lagMessages)) })
      }
      text={t('outOfReachText', { node: node.name })}
    />
  )
}

function Meaning(props: { icon: Icon; tone: Tone; title: string; text: string }): ReactNode {
  const MeaningIcon = props.icon
  return (
    <div className={css.meaning}>
      <span className={props.tone}>
        <MeaningIcon />
      </span>
      <div>
        <b>{props.title}</b>
        <p>{props.text}</p>
      </div>
    </div>
  )
}
