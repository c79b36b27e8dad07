/** A master that does not run: what that means for sending, receiving, messages that cannot be reached, and who takes over. */
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { History } from '../../../engine/contract/clusters-api.ts'
import type { ClusterHead, NodeView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
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
import type { NodeTab } from './node-tabs.ts'
import { LastLines } from './node-log.tsx'
import { runNodeAction } from './run-action.ts'
import { useAsked } from './use-asked.ts'

/** How long before its end a master may have been seen last. */
const LOOK_BACK_MS = 30_000

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

/**
 * What only the dead master's disk holds: the lag of its best slave when it was last seen, from the live pair or the history.
 * Nothing is said where none is known.
 */
function OutOfReach({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const pairs = usePairs(node.cluster).filter((pair) => pair.master === node.name)
  const best = pairs.filter((pair) => pair.lagBytes !== null).sort((a, b) => (a.lagBytes ?? 0) - (b.lagBytes ?? 0))[0]
  const untilMs = node.sinceMs ?? 0
  const { value: history } = useAsked(`${node.cluster} ${node.name} ${untilMs}`, () =>
    lab.call('history.read', { cluster: node.cluster, sinceMs: Math.max(0, untilMs - LOOK_BACK_MS) }),
  )
  const ids = pairs.map((pair) => pair.id)
  const lagBytes = best?.lagBytes ?? (history === undefined ? undefined : lastKnownLag(history, ids))
  if (lagBytes === undefined) return null
  if (lagBytes === 0)
    return <Meaning icon={IconMessage} tone="ok" title={t('outOfReachNone')} text={t('outOfReachNoneText')} />
  const messages = best?.lagMessages ?? null
  return (
    <Meaning
      icon={IconMessage}
      tone="warn"
      title={
        messages === null
          ? t('outOfReachBytes', { size: bytes(lagBytes) })
          : t('outOfReach', { n: count(Math.max(1, messages)) })
      }
      text={t('outOfReachText', { node: node.name })}
    />
  )
}

/** The smallest lag in bytes of these pairs in the last sample that knows one. */
export function lastKnownLag(history: History, pairs: readonly string[]): number | undefined {
  const columns = history.pairs.filter((each) => pairs.includes(each.pair)).map((each) => each.lagBytes)
  for (let index = history.atMs.length - 1; index >= 0; index -= 1) {
    const known = columns.map((column) => column[index]).filter((value) => typeof value === 'number')
    if (known.length > 0) return Math.min(...known)
  }
  return undefined
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
