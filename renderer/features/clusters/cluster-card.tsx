/** One cluster: picture, sentence, four figures, and the action that helps. Everything computed from live state. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ClusterHead, NodeView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useFaults, useGroups, useNodes, usePairs } from '../../stores/lab.ts'
import { notify } from '../../stores/notices.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-region.tsx'
import { bytes, clock, count, lag, moment, rate } from '../../ui/format.ts'
import {
  IconAttach,
  IconCopy,
  IconEdit,
  IconGraph,
  IconHeal,
  IconLog,
  IconPlay,
  IconStop,
  IconTrash,
} from '../../ui/icons.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import type { MenuAction } from '../../ui/menu-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Stat } from '../../ui/stat.tsx'
import type { StatProps } from '../../ui/stat.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { TopologyPicture } from '../../ui/topology-picture.tsx'
import { useNow } from '../../ui/use-now.ts'
import css from './cluster-card.module.css'
import { ClusterDialogs } from './cluster-dialogs.tsx'
import type { ClusterQuestion } from './cluster-dialogs.tsx'
import { pictureOfCluster } from './cluster-picture.ts'
import { kindOf, summaryOf } from './cluster-summary.ts'
import type { ClusterAction, ClusterKind } from './cluster-summary.ts'
import { clustersTexts } from './clusters-texts.ts'
import { SilentActions } from './silent-cluster.tsx'
import { useStoredBytes } from './use-stored-bytes.ts'

export function ClusterCard({ head }: { head: ClusterHead }): ReactNode {
  const t = useTexts(clustersTexts)
  const { name } = head
  const nodes = useNodes(name)
  const pairs = usePairs(name)
  const faults = useFaults(name)
  const nowMs = useNow()
  const [question, setQuestion] = useState<ClusterQuestion>(null)
  const parts = { head, nodes, pairs, faults, groups: useGroups(name) }
  const isResting = head.kind === 'lab' && kindOf(parts) === 'stopped'
  const stored = useStoredBytes(
    name,
    nodes.map((node) => node.name),
    isResting,
  )
  const summary = summaryOf(parts, nowMs, stored === undefined ? undefined : bytes(stored), t)
  return (
    <Panel className={css.card ?? ''}>
      <article aria-label={name}>
        <div className={css.head}>
          <h2 className="cut">
            <Link to={clusterPath(name, 'topology')}>{name}</Link>
          </h2>
          <span className="t3 s12 cut">
            {head.problem !== null ? '' : head.kind === 'attached' ? t('attached') : head.topology}
          </span>
          <StateMark state={summary.mark} className={css.state ?? ''}>
            {summary.word}
          </StateMark>
          <MoreActions head={head} kind={summary.kind} onAsk={setQuestion} />
        </div>
        <div className={css.sub}>{subline(head, nodes, nowMs, t)}</div>
        {head.problem === null ? (
          <>
            <div className={css.picture}>
              <TopologyPicture {...pictureOfCluster(nodes, pairs)} />
            </div>
            <p className={css.sentence}>{summary.sentence}</p>
            <div className={css.figures}>
              {(isResting
                ? restingFigures(head, nodes, stored, nowMs, t)
                : liveFigures(nodes, pairs, summary.kind === 'silent', t)
              ).map((figure) => (
                <Stat key={figure.label} {...figure} />
              ))}
            </div>
          </>
        ) : (
          <p className={css.problem}>{summary.sentence}</p>
        )}
        <div className={css.foot}>
          {head.kind === 'attached' && summary.kind === 'silent' ? <TryAgain head={head} /> : null}
          <HelpingAction head={head} action={summary.action} isFirst={isResting} />
          {isResting ? null : (
            <LinkButton size="sm" icon={IconGraph} to={clusterPath(name, 'topology')} className={css.open ?? ''}>
              {t('open')}
            </LinkButton>
          )}
          <LastAction head={head} kind={summary.kind} onAsk={setQuestion} />
        </div>
      </article>
      <ClusterDialogs head={head} nodes={nodes} question={question} onClose={() => setQuestion(null)} />
    </Panel>
  )
}

type T = ReturnType<typeof useTexts<typeof clustersTexts.texts>>

function subline(head: ClusterHead, nodes: readonly NodeView[], nowMs: number, t: T): string {
  const version = nodes.find((node) => node.version !== null)?.version ?? null
  if (head.kind === 'attached') {
    const mode = head.isWritable ? t('writable') : t('readOnly')
    return [head.namesrvAddr, version === null ? undefined : t('apache', { version }), mode].filter(Boolean).join(' · ')
  }
  const started = nodes.flatMap((node) => (node.pid === null || node.startedAtMs === null ? [] : [node.startedAtMs]))
  return [
    t('onThisMachine'),
    version === null ? undefined : t('engine', { version }),
    started.length === 0 ? undefined : t('since', { clock: moment(Math.min(...started), nowMs, t.language) }),
  ]
    .filter(Boolean)
    .join(' · ')
}

function liveFigures(
  nodes: readonly NodeView[],
  pairs: ReturnType<typeof usePairs>,
  isStale: boolean,
  t: T,
): StatProps[] {
  const up = nodes.filter((node) => node.state === 'running').length
  const lags = pairs.flatMap((pair) => (pair.lagMs === null ? [] : [pair.lagMs]))
  const masters = nodes.filter((node) => node.role === 'master')
  const brokers = nodes.filter((node) => node.kind === 'broker')
  const isAllUp = up === nodes.length
  return [
    {
      label: t('nodes'),
      value: isStale ? count(nodes.length) : t('nodesOf', { up, n: nodes.length }),
      isStale,
      ...(isAllUp || isStale ? {} : { tone: 'bad' as const }),
    },
    { label: t('in'), value: rate(sum(masters.map((node) => node.figures.inPerSecond))), isStale },
    { label: t('out'), value: rate(sum(brokers.map((node) => node.figures.outPerSecond))), isStale },
    {
      label: t('lag'),
      value: lag(lags.length === 0 ? null : Math.max(...lags), t.language),
      title: t('lagWhy'),
      isStale,
    },
  ]
}

function restingFigures(
  head: ClusterHead,
  nodes: readonly NodeView[],
  stored: number | undefined,
  nowMs: number,
  t: T,
): StatProps[] {
  const port = nodes.find((node) => node.kind === 'namesrv')?.ports.listen
  return [
    { label: t('nodes'), value: t('nodesOf', { up: 0, n: nodes.length }) },
    { label: t('onDisk'), value: bytes(stored) },
    { label: t('port'), value: port === undefined ? count(null) : String(port) },
    {
      label: t('created'),
      value: head.createdAtMs === null ? clock(null) : moment(head.createdAtMs, nowMs, t.language),
    },
  ]
}

/** The sum of what is known; nothing known is not 0. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, each) => total + each, 0)
}

function HelpingAction({
  head,
  action,
  isFirst,
}: {
  head: ClusterHead
  action: ClusterAction | undefined
  isFirst: boolean
}): ReactNode {
  const [isBusy, act] = useAct(head.name)
  if (action === undefined) return null
  const { label, node } = action
  const cluster = head.name
  switch (action.kind) {
    case 'see':
      return (
        <LinkButton size="sm" icon={IconGraph} to={clusterPath(cluster, 'topology', { node })}>
          {label}
        </LinkButton>
      )
    case 'logs':
      return (
        <LinkButton size="sm" icon={IconLog} to={clusterPath(cluster, 'logs', { node })}>
          {label}
        </LinkButton>
      )
    case 'heal':
      return (
        <Button
          size="sm"
          variant="fault"
          icon={IconHeal}
          isBusy={isBusy}
          onClick={() => act(() => lab.call('links.healAll', { cluster }))}
        >
          {label}
        </Button>
      )
    case 'start-all':
      return (
        <Button
          size="sm"
          icon={IconPlay}
          isBusy={isBusy}
          className={isFirst ? (css.first ?? '') : ''}
          onClick={() => act(() => lab.call('clusters.start', { cluster }))}
        >
          {label}
        </Button>
      )
    case 'start-node':
    case 'resume': {
      const call = action.kind === 'resume' ? 'nodes.resume' : 'nodes.start'
      return (
        <Button
          size="sm"
          icon={IconPlay}
          isBusy={isBusy}
          onClick={() => act(() => lab.call(call, { cluster, node: node ?? '' }))}
        >
          {label}
        </Button>
      )
    }
  }
}

/** A cluster elsewhere that does not answer; why a try failed is told as a notice. */
function TryAgain({ head }: { head: ClusterHead }): ReactNode {
  return (
    <SilentActions
      head={head}
      onAnswer={(failure) => {
        if (failure !== undefined) tellRefusal(head.name, failure)
      }}
    />
  )
}

interface AskProps {
  readonly head: ClusterHead
  readonly kind: ClusterKind
  readonly onAsk: (question: ClusterQuestion) => void
}

/** At the right: stop what runs, delete what rests, detach what is not ours. */
function LastAction({ head, kind, onAsk }: AskProps): ReactNode {
  const t = useTexts(clustersTexts)
  const [isBusy, act] = useAct(head.name)
  if (head.kind === 'attached') {
    // Two other ways out stand there then; detaching is in the menu.
    if (kind === 'silent') return null
    return (
      <Button size="sm" className={css.last ?? ''} onClick={() => onAsk('delete')}>
        {t('detach')}
      </Button>
    )
  }
  if (kind === 'stopped' || kind === 'problem' || kind === 'unknown') {
    return (
      <Button size="sm" variant="danger" icon={IconTrash} className={css.last ?? ''} onClick={() => onAsk('delete')}>
        {t('delete')}
      </Button>
    )
  }
  return (
    <Button
      size="sm"
      icon={IconStop}
      className={css.last ?? ''}
      isBusy={isBusy || head.busy === 'stopping' || head.busy === 'deleting'}
      onClick={() => act(() => lab.call('clusters.stop', { cluster: head.name }))}
    >
      {t('stop')}
    </Button>
  )
}

function MoreActions({ head, kind, onAsk }: AskProps): ReactNode {
  const t = useTexts(clustersTexts)
  const [, act] = useAct(head.name)
  const { name } = head
  const actions: (MenuAction | null)[] = [
    { label: t('copyAddress'), icon: IconCopy, onClick: () => void navigator.clipboard.writeText(head.namesrvAddr) },
  ]
  if (head.kind === 'attached') {
    actions.push(
      { label: t('changeAddress'), icon: IconGraph, onClick: () => onAsk('change-address') },
      head.isWritable
        ? {
            label: t('forbidWrites'),
            icon: IconEdit,
            onClick: () => act(() => lab.call('clusters.allowWrites', { cluster: name, isWritable: false })),
          }
        : { label: t('allowWrites'), icon: IconEdit, onClick: () => onAsk('allow-writes') },
      null,
      { label: t('detach'), icon: IconAttach, onClick: () => onAsk('delete') },
    )
  } else {
    const start = {
      label: t('start'),
      icon: IconPlay,
      onClick: () => act(() => lab.call('clusters.start', { cluster: name })),
    }
    const stop = {
      label: t('stop'),
      icon: IconStop,
      onClick: () => act(() => lab.call('clusters.stop', { cluster: name })),
    }
    actions.push(kind === 'stopped' ? start : stop, null, {
      label: t('delete'),
      icon: IconTrash,
      tone: 'danger',
      onClick: () => onAsk('delete'),
    })
  }
  return <MenuButton label={t('moreOf', { name })} actions={actions} />
}

/** Runs an action once at a time; a refusal becomes a notice. */
function useAct(subject: string): [isBusy: boolean, act: (run: () => Promise<unknown>) => void] {
  const [isBusy, setBusy] = useState(false)
  const act = (run: () => Promise<unknown>): void => {
    setBusy(true)
    void run()
      .catch((error: unknown) => tellRefusal(subject, error))
      .finally(() => setBusy(false))
  }
  return [isBusy, act]
}

function tellRefusal(cluster: string, error: unknown): void {
  const text = errorText(error)
  const sentence = typeof text === 'string' ? { en: text, zh: text } : text
  notify({ tone: 'bad', subject: cluster, cluster, sentence })
}
