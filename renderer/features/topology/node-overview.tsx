/**
 * The first tab: what the node is with cause and since when, what a dead master means, lag and offsets, addresses and ports,
 * registrations, process.
 */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ClusterHead, NodeView, PairView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useLab, useNodes, usePairs } from '../../stores/lab.ts'
import { DrawerSection } from '../../ui/drawer.tsx'
import { ago, bytes, count, duration, exactBytes, percent, rate, share, UNKNOWN } from '../../ui/format.ts'
import { KeyValues } from '../../ui/panel.tsx'
import { useNow } from '../../ui/use-now.ts'
import { drawerTexts } from './drawer-texts.ts'
import { LagSpark } from './lag-spark.tsx'
import { MasterDown } from './master-down.tsx'
import { hasProcess } from './node-actions.ts'
import css from './node-drawer.module.css'
import type { NodeTab } from './node-tabs.ts'
import { NodeState } from './node-state.tsx'

export interface NodeOverviewProps {
  readonly head: ClusterHead
  readonly node: NodeView
  readonly onTab: (tab: NodeTab) => void
  readonly onOpenLink: (pairId: string) => void
}

export function NodeOverview({ head, node, onTab, onOpenLink }: NodeOverviewProps): ReactNode {
  const t = useTexts(drawerTexts)
  const pairs = usePairs(node.cluster)
  const pair = pairs.find((each) => each.slave === node.name)
  const isDownMaster =
    node.role === 'master' && node.state !== 'running' && node.state !== 'starting' && node.state !== 'unknown'
  return (
    <>
      <NodeState node={node} pair={pair} onOpenLink={onOpenLink} />
      {isDownMaster ? <MasterDown head={head} node={node} onTab={onTab} /> : null}
      {pair === undefined ? null : (
        <DrawerSection
          title={
            <span className={css.titleRow}>
              {t('lagLast5')}
              <Link className={css.sectionLink} to={clusterPath(node.cluster, 'replication', { pair: pair.id })}>
                {t('openReplication')}
              </Link>
            </span>
          }
        >
          <LagSpark pair={pair} />
        </DrawerSection>
      )}
      {pair === undefined ? null : <Offsets pair={pair} />}
      {node.role === 'master' ? <MasterFigures node={node} pairs={pairs} /> : null}
      <Addresses node={node} />
    </>
  )
}

function Offsets({ pair }: { pair: PairView }): ReactNode {
  const t = useTexts(drawerTexts)
  return (
    <DrawerSection>
      <KeyValues
        rows={[
          [t('masterWrote'), <Mono key="m">{count(pair.masterOffset)}</Mono>],
          [t('slaveAcked'), <Mono key="s">{count(pair.slaveOffset)}</Mono>],
          [
            t('between'),
            <span key="b">
              <Mono>{exactBytes(pair.lagBytes)}</Mono>{' '}
              {pair.lagMessages === null ? null : (
                <span className="t3">{t('messages', { n: count(pair.lagMessages) })}</span>
              )}
            </span>,
          ],
        ]}
      />
    </DrawerSection>
  )
}

function MasterFigures({ node, pairs }: { node: NodeView; pairs: readonly PairView[] }): ReactNode {
  const t = useTexts(drawerTexts)
  const { figures } = node
  const slaves = pairs.filter((pair) => pair.master === node.name)
  return (
    <DrawerSection>
      <KeyValues
        rows={[
          [t('inOut'), `${rate(figures.inPerSecond)} · ${rate(figures.outPerSecond)}`],
          [t('wrote'), <Mono key="w">{count(figures.logMaxOffset)}</Mono>],
          figures.logFlushedOffset === null
            ? null
            : [t('flushed'), <Mono key="f">{count(figures.logFlushedOffset)}</Mono>],
          figures.logMinOffset === null || figures.logMinOffset < 0
            ? null
            : [t('keptFrom'), <Mono key="k">{count(figures.logMinOffset)}</Mono>],
          ...slaves.map((pair) => [pair.slave, <Mono key={pair.id}>{count(pair.slaveOffset)}</Mono>] as const),
        ]}
      />
    </DrawerSection>
  )
}

function Addresses({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const { ports } = node
  const isUp = hasProcess(node)
  return (
    <DrawerSection>
      <KeyValues
        rows={[
          [t('clientPort'), <Mono key="c">{node.address}</Mono>],
          ports.fast === null
            ? null
            : [t('fastPort', { difference: signed(ports.fast - ports.listen) }), <Mono key="f">{ports.fast}</Mono>],
          ports.ha === null
            ? null
            : [t('haPort', { difference: signed(ports.ha - ports.listen) }), <Mono key="h">{ports.ha}</Mono>],
          node.role === 'namesrv'
            ? [t('registeredBrokers'), count(node.figures.registeredBrokers)]
            : [t('registered'), <RegisteredAt key="r" node={node} />],
          isUp && node.pid !== null ? [t('process'), <Process key="p" node={node} />] : null,
          isUp && (node.cpuPercent !== null || node.rssBytes !== null)
            ? [t('uses'), t('cpuRss', { cpu: percent(node.cpuPercent), rss: bytes(node.rssBytes) })]
            : null,
          node.figures.diskUsedRatio === null
            ? null
            : [t('disk'), t('diskUsed', { share: share(node.figures.diskUsedRatio) })],
          node.version === null ? null : [t('version'), node.version],
          [t('answered'), <Answered key="a" node={node} />],
        ]}
      />
    </DrawerSection>
  )
}

function RegisteredAt({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const nowMs = useNow()
  const namesrvs = useNodes(node.cluster).filter((each) => each.role === 'namesrv')
  const present = node.registrations.filter((each) => each.isRegistered)
  if (present.length === 0) return <span className={hasProcess(node) ? 'bad' : 't3'}>{t('registeredNowhere')}</span>
  return (
    <>
      {present.map((each, index) => (
        <span key={each.namesrv}>
          {index === 0 ? '' : ' · '}
          {namesrvs.find((other) => other.address === each.namesrv)?.name ?? each.namesrv}
          {each.lastHeartbeatAtMs === null ? null : (
            <span className="t3"> {duration(nowMs - each.lastHeartbeatAtMs, t.language)}</span>
          )}
        </span>
      ))}
    </>
  )
}

function Process({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const nowMs = useNow()
  return (
    <>
      {t('pid', { pid: node.pid ?? UNKNOWN })}
      {node.startedAtMs === null ? null : (
        <span className="t3"> {t('up', { age: duration(nowMs - node.startedAtMs, t.language) })}</span>
      )}
    </>
  )
}

/** A node that goes on answering tells nothing new by it: then the poll says when it was asked last. */
function Answered({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const nowMs = useNow()
  const polledAtMs = useLab((state) => state.polledAtMs)
  const { answeredAtMs } = node
  const atMs =
    node.state === 'running' && answeredAtMs !== null ? Math.max(answeredAtMs, polledAtMs ?? 0) : answeredAtMs
  return ago(atMs, nowMs, t.language)
}

function Mono({ children }: { children: ReactNode }): ReactNode {
  return <span className="mono">{children}</span>
}

/** `−2`, `+1`, with a true minus. */
function signed(value: number): string {
  return value < 0 ? `−${-value}` : `+${value}`
}
