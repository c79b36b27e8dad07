/** The status bar: is the service there, how many run, the largest lag, what the user broke, how old the figures are, the address to copy. */
import type { ReactNode } from 'react'
import { useMatch } from 'react-router'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { pairsNotInSync, runningCount, worstPair } from '../../stores/cluster-mark.ts'
import { useConnection } from '../../stores/connection.ts'
import {
  useCluster,
  useClusters,
  useFaults,
  useLab,
  useNodes,
  usePairs,
  useService,
  useStaleSince,
} from '../../stores/lab.ts'
import { classNames } from '../../ui/class-names.ts'
import { useCopy } from '../../ui/copy-button.tsx'
import { lag, millis } from '../../ui/format.ts'
import { IconCheck, IconClock } from '../../ui/icons.tsx'
import { MarkShape } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import css from './status-bar.module.css'

const AGE_STEP_MS = 500

export function StatusBar(): ReactNode {
  const t = useTexts(frameTexts)
  const name = useMatch('/c/:cluster/*')?.params.cluster
  const cluster = useCluster(name ?? '')
  const service = useService()
  const isStale = useStaleSince() !== null
  return (
    <footer className={css.bar} aria-label={t('statusBar')}>
      <ServiceState />
      <span className={classNames(css.figures, isStale && css.stale)}>
        {cluster === undefined ? <AllClusters /> : <OneCluster name={cluster.name} />}
        <Faults {...(cluster === undefined ? {} : { cluster: cluster.name })} />
      </span>
      <span className={css.end} />
      {cluster === undefined ? null : <Age />}
      {cluster === undefined ? (
        service === null ? null : (
          <Copyable text={service.machine.home} label={t('copyHome')} />
        )
      ) : (
        <Copyable text={cluster.namesrvAddr} label={t('copyNamesrv')} />
      )}
    </footer>
  )
}

function ServiceState(): ReactNode {
  const t = useTexts(frameTexts)
  const { status } = useConnection()
  if (status === 'open') return <Item mark="running">{t('service')}</Item>
  if (status === 'connecting') return <Item mark="starting">{t('serviceConnecting')}</Item>
  return (
    <Item mark="unreachable" tone="bad">
      {t('serviceLost')}
    </Item>
  )
}

function OneCluster({ name }: { name: string }): ReactNode {
  const t = useTexts(frameTexts)
  const nodes = useNodes(name)
  const pairs = usePairs(name)
  const worst = worstPair(pairs)
  // The mark belongs to the lag told: a broken pair has none, and the calm lag of another is no warning.
  const isBehind = worst !== undefined && pairsNotInSync([worst]) > 0
  return (
    <>
      {nodes.length === 0 ? null : <Item>{t('nodesRun', { up: runningCount(nodes), n: nodes.length })}</Item>}
      <Crashed count={nodes.filter((node) => node.state === 'crashed' || node.state === 'killed').length} />
      {worst === undefined ? null : (
        <Item {...(isBehind ? { mark: 'behind' as const, tone: 'warn' as const } : {})}>
          {t('largestLag', { lag: lag(worst.lagMs, t.language) })}
        </Item>
      )}
    </>
  )
}

function AllClusters(): ReactNode {
  const t = useTexts(frameTexts)
  const clusters = useClusters()
  const own = useNodes().filter((node) => node.isOurs)
  if (clusters.length === 0) return <Item>{t('noClusterYet')}</Item>
  return (
    <>
      <Item>
        {own.length === 0
          ? t('badgeClusters', { n: clusters.length })
          : t('clustersRun', { clusters: clusters.length, up: runningCount(own), n: own.length })}
      </Item>
      <Crashed count={own.filter((node) => node.state === 'crashed' || node.state === 'killed').length} />
    </>
  )
}

function Crashed({ count }: { count: number }): ReactNode {
  const t = useTexts(frameTexts)
  if (count === 0) return null
  return (
    <Item mark="crashed" tone="bad">
      {t('crashed', { n: count })}
    </Item>
  )
}

function Faults({ cluster }: { cluster?: string }): ReactNode {
  const t = useTexts(frameTexts)
  const faults = useFaults(cluster)
  if (faults.length === 0) return null
  return (
    <span className={`${css.item} fault`}>
      <IconClock />
      {t('faultsSet', { n: faults.length })}
    </span>
  )
}

/** How long ago the last poll round ended, by this window's clock. */
function Age(): ReactNode {
  const t = useTexts(frameTexts)
  const nowMs = useNow(AGE_STEP_MS)
  const receivedAtMs = useLab((state) => state.receivedAtMs)
  const pollMs = useLab((state) => state.service?.pollMs)
  if (receivedAtMs === null || pollMs === undefined) return null
  const ageMs = Math.max(0, nowMs - receivedAtMs)
  const age = ageMs < 10_000 ? `${(ageMs / 1000).toFixed(1)} s` : millis(ageMs, t.language)
  return (
    <span className={css.faint}>
      {t('asked', { age, every: `${(pollMs / 1000).toFixed(pollMs % 1000 === 0 ? 0 : 1)} s` })}
    </span>
  )
}

function Copyable({ text, label }: { text: string; label: string }): ReactNode {
  const [isCopied, copy] = useCopy()
  if (text === '') return null
  return (
    <button
      type="button"
      className={css.copyable}
      onClick={() => copy(text)}
      title={label}
      aria-label={`${label}: ${text}`}
    >
      {isCopied ? <IconCheck size={12} /> : null}
      {text}
    </button>
  )
}

function Item(props: {
  mark?: 'running' | 'starting' | 'unreachable' | 'behind' | 'crashed'
  tone?: 'warn' | 'bad'
  children: ReactNode
}): ReactNode {
  return (
    <span className={props.tone === undefined ? css.item : `${css.item} ${props.tone}`}>
      {props.mark === undefined ? null : <MarkShape state={props.mark} />}
      {props.children}
    </span>
  )
}
