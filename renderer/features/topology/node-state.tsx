/** The head of the overview: what the node is now, why, since when, and what to do about it. */
import type { ReactNode } from 'react'
import type { FaultView, NodeView, PairView } from '../../../engine/contract/state.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { entityId } from '../../stores/lab-mirror.ts'
import { useFaults, useLab } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { DrawerSection } from '../../ui/drawer.tsx'
import { byteRate, bytes, clock, count, duration, millis } from '../../ui/format.ts'
import { IconCopy, IconHeal } from '../../ui/icons.tsx'
import { Note } from '../../ui/panel.tsx'
import { MarkShape, useStateWord } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import { drawerTexts } from './drawer-texts.ts'
import { faultsOfPair } from './link-faults.ts'
import { linkTexts } from './link-texts.ts'
import css from './node-drawer.module.css'
import { markOf } from './node-words.ts'
import { lagWords } from './pair-words.ts'
import { healLink, runNodeAction, tellFailure } from './run-action.ts'

type Words = Translate<(typeof drawerTexts)['texts']>

const NO_FAULTS: readonly FaultView[] = []

export interface NodeStateProps {
  readonly node: NodeView
  readonly pair: PairView | undefined
  readonly onOpenLink: (pairId: string) => void
}

export function NodeState({ node, pair, onOpenLink }: NodeStateProps): ReactNode {
  const t = useTexts(drawerTexts)
  const link = useTexts(linkTexts)
  const word = useStateWord()
  const textOf = useTextOf()
  const nowMs = useNow()
  const group = useLab((state) => state.groups[entityId(node.cluster, node.brokerName ?? '')])
  const allFaults = useFaults(node.cluster)
  const faults = pair === undefined ? NO_FAULTS : faultsOfPair(allFaults, pair)
  const mark = markOf(node, group)
  const age = node.sinceMs === null ? undefined : duration(nowMs - node.sinceMs, t.language)
  const explained = explanation(node, pair, faults, t)
  // Of two histories the note below tells, with what to do.
  const cause = node.cause === null || node.health === 'diverged' ? undefined : textOf(node.cause)
  return (
    <DrawerSection>
      <div className={css.stateRow}>
        <MarkShape state={mark} />
        <b>{headline(node, pair, age, word(mark), t)}</b>
        <span className={css.age}>{ageWords(node, age, t)}</span>
      </div>
      {[...explained, ...(explained.length === 0 && cause !== undefined ? [cause] : [])].map((line) => (
        <p key={line} className={css.cause}>
          {line}
        </p>
      ))}
      {node.health === 'diverged' && pair !== undefined ? <Diverged node={node} pair={pair} /> : null}
      {mark === 'read-only' && group?.reason ? <p className={css.cause}>{textOf(group.reason)}</p> : null}
      <Verdict node={node} pair={pair} />
      {pair === undefined || !node.isOurs ? null : (
        <div className={css.buttons}>
          {faults.length === 0 ? null : (
            <Button
              size="sm"
              variant="fault"
              icon={IconHeal}
              onClick={() => {
                healLink(pair).catch((error: unknown) => tellFailure(node.cluster, pair.id, 'actionHeal', error))
              }}
            >
              {link('healLink')}
            </Button>
          )}
          <Button size="sm" onClick={() => onOpenLink(pair.id)}>
            {faults.length === 0 ? link('breakLink') : link('change')}
          </Button>
        </div>
      )}
    </DrawerSection>
  )
}

function headline(node: NodeView, pair: PairView | undefined, age: string | undefined, word: string, t: Words): string {
  const isRunning = node.state === 'running'
  if (isRunning && pair !== undefined && pair.lagMs !== null && node.health === 'behind')
    return t('behindMaster', { lag: lagWords(pair, t.language), master: pair.master })
  if (isRunning && pair?.state === 'in-sync') return t('inSyncWith', { master: pair.master })
  if (age === undefined || isRunning) return capital(word)
  switch (node.state) {
    case 'killed':
    case 'crashed':
      return t('downFor', { age })
    case 'stopped':
      return t('stoppedFor', { age })
    case 'frozen':
      return t('frozenFor', { age })
    default:
      return t('stateFor', { state: capital(word), age })
  }
}

const SIGNALS: Readonly<Partial<Record<NodeView['state'], string>>> = {
  killed: 'SIGKILL',
  frozen: 'SIGSTOP',
  stopped: 'SIGTERM',
}

/** Right of the headline: `SIGKILL 14:35:10`, or how long it is so. */
function ageWords(node: NodeView, age: string | undefined, t: Words): string {
  if (age === undefined) return ''
  if (node.state === 'running') return t('forAge', { age })
  const signal = node.isOnPurpose ? SIGNALS[node.state] : undefined
  return signal === undefined ? t('since', { clock: clock(node.sinceMs) }) : `${signal} ${clock(node.sinceMs)}`
}

/** Our own words where we know what was done; the service's cause otherwise. */
function explanation(node: NodeView, pair: PairView | undefined, faults: readonly FaultView[], t: Words): string[] {
  switch (node.state) {
    case 'killed':
      return [t('killedExplained')]
    case 'crashed':
      return node.cause === null ? [t('crashedExplained')] : []
    case 'stopped':
      return node.isOnPurpose ? [t('stoppedExplained')] : []
    case 'frozen':
      return [t('frozenExplained')]
    case 'unreachable':
      return node.cause === null ? [t('unreachableExplained')] : []
    default:
      return pair === undefined ? [] : faults.map((fault) => faultExplained(fault, pair, t))
  }
}

function faultExplained(fault: FaultView, pair: PairView, t: Words): string {
  const ends = { master: pair.master, slave: pair.slave, clock: clock(fault.setAtMs) }
  switch (fault.kind) {
    case 'delay': {
      const set = t('delayedAt', { ...ends, ms: millis(fault.ms, t.language) })
      const rate = pair.writtenPerSecond
      if (rate === null || rate <= 0 || fault.ms === null) return set
      const keeps = t('delayKeeps', { rate: byteRate(rate), bytes: bytes((rate * fault.ms) / 1000) })
      return set + (t.language === 'zh' ? '' : ' ') + keeps
    }
    case 'throttle':
      return t('throttledAt', { ...ends, rate: fault.kbps === null ? '–' : byteRate(fault.kbps * 125) })
    default:
      return t('cutAt', ends)
  }
}

/** What RocketMQ itself says of the pair, where that differs from what is seen. */
function Verdict({ node, pair }: { node: NodeView; pair: PairView | undefined }): ReactNode {
  const t = useTexts(drawerTexts)
  if (pair === undefined || node.state !== 'running' || pair.state !== 'behind') return null
  if (pair.isInSyncForRocketmq === null) return null
  return (
    <p className={css.verdict}>
      {pair.isInSyncForRocketmq ? t('rocketmqInSync', { behind: bytes(pair.lagBytes) }) : t('rocketmqNotInSync')}
    </p>
  )
}

function Diverged({ node, pair }: { node: NodeView; pair: PairView }): ReactNode {
  const t = useTexts(drawerTexts)
  const isKnown = pair.masterOffset !== null && pair.slaveOffset !== null
  return (
    <Note tone="bad" className={css.cause ?? ''}>
      <b>{t('divergedTitle')}</b>
      <p>
        {isKnown
          ? t('divergedText', {
              slave: pair.slave,
              master: pair.master,
              slaveOffset: count(pair.slaveOffset),
              masterOffset: count(pair.masterOffset),
            })
          : t('divergedUnknown', { slave: pair.slave, master: pair.master })}
      </p>
      {node.isOurs ? (
        <div className={css.buttons}>
          <Button
            size="sm"
            icon={IconCopy}
            onClick={() => void runNodeAction({ cluster: node.cluster, node: node.name }, 'clone')}
          >
            {t('cloneAnew')}
          </Button>
        </div>
      ) : null}
    </Note>
  )
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
