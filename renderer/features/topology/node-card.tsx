/**
 * A node of the graph as a card: shape by role, name, mark with word, figures, registration hexagons with the age of the last
 * heartbeat. The place comes from xyflow, the figures from the store, so that a figure wakes one card.
 */
import { Handle, Position } from '@xyflow/react'
import type { Node, NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { NodeView, PairView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { entityId } from '../../stores/lab-mirror.ts'
import { useLab } from '../../stores/lab.ts'
import { Chip } from '../../ui/chip.tsx'
import { classNames } from '../../ui/class-names.ts'
import { byteRate, count, duration, rateNumber } from '../../ui/format.ts'
import { IconFreeze, IconKill, IconStop } from '../../ui/icons.tsx'
import { RoleShape } from '../../ui/role-shape.tsx'
import { StateMark, useStateWord } from '../../ui/state-mark.tsx'
import { useCardFigures, usePairOfSlave } from './graph-figures.ts'
import { useGraphNow, useGraphUi } from './graph-ui.ts'
import { hasProcess } from './node-actions.ts'
import css from './node-card.module.css'
import { lastHeartbeatMs, markOf, notRunningWords, roleWords, spokenName } from './node-words.ts'
import { Registrations } from './registrations.tsx'
import { topologyTexts } from './topology-texts.ts'

export type CardNode = Node<{ readonly cluster: string; readonly name: string; readonly isCompact: boolean }, 'card'>

export const NodeCard = memo(function NodeCard({ data }: NodeProps<CardNode>): ReactNode {
  const node = useCardFigures(data.name)
  return (
    <>
      <Handle type="target" position={Position.Left} className={css.handle ?? ''} isConnectable={false} />
      <Handle type="source" position={Position.Right} className={css.handle ?? ''} isConnectable={false} />
      {node === undefined ? null : <Card node={node} isCompact={data.isCompact} />}
    </>
  )
})

function Card({ node, isCompact }: { node: NodeView; isCompact: boolean }): ReactNode {
  const t = useTexts(topologyTexts)
  const word = useStateWord()
  const pair = usePairOfSlave(node.name)
  const group = useLab((state) => state.groups[entityId(node.cluster, node.brokerName ?? '')])
  const isSelected = useGraphUi((ui) => ui.selected === node.name)
  const isTabStop = useGraphUi((ui) => ui.tabStop === node.name)
  const onCardKey = useGraphUi((ui) => ui.onCardKey)
  const openNode = useGraphUi((ui) => ui.openNode)
  const openMenu = useGraphUi((ui) => ui.openMenu)
  const mark = markOf(node, group)
  const isBad = node.health === 'crashed' || node.health === 'unreachable' || node.health === 'diverged'
  return (
    <div
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-label={spokenName(node, pair, word(mark), t)}
      aria-pressed={isSelected}
      data-node={node.name}
      data-state={mark}
      className={classNames(
        css.card,
        isCompact && css.compact,
        isSelected && css.selected,
        isBad && css.bad,
        !hasProcess(node) && css.down,
      )}
      onClick={() => openNode(node.name)}
      onKeyDown={(event: KeyboardEvent) => onCardKey(event, node.name)}
      onContextMenu={(event) => {
        event.preventDefault()
        openMenu(node.name, { x: event.clientX, y: event.clientY })
      }}
    >
      <div className={css.head}>
        <RoleShape role={node.role} isDown={!hasProcess(node)} size={isCompact ? 20 : 26} />
        <div className={css.names}>
          <div className={css.first}>
            <span className={css.name}>{node.name}</span>
            <StateMark state={mark} className={css.mark ?? ''} />
          </div>
          <div className={css.second}>
            {roleWords(node, t)} · <span className="mono">{node.address}</span>
          </div>
        </div>
      </div>
      {isCompact ? null : (
        <div className={css.foot}>
          <Figures node={node} pair={pair} isServing={mark === 'read-only'} />
          {node.role === 'namesrv' || !hasProcess(node) || node.registrations.length === 0 ? null : (
            <span className={css.registrations}>
              <Registrations node={node} />
              {node.state === 'running' ? <HeartbeatAge atMs={lastHeartbeatMs(node)} /> : null}
            </span>
          )}
        </div>
      )}
    </div>
  )
}

const ICONS = { kill: IconKill, freeze: IconFreeze, stop: IconStop }

function Figures(props: { node: NodeView; pair: PairView | undefined; isServing: boolean }): ReactNode {
  const { node, pair, isServing } = props
  const t = useTexts(topologyTexts)
  const down = notRunningWords(node, t)
  if (down !== undefined) {
    if (down.icon === undefined) return <span className={down.tone}>{down.text}</span>
    return (
      <Chip tone={down.tone} icon={ICONS[down.icon]}>
        {down.text}
      </Chip>
    )
  }
  if (node.role === 'namesrv') return <RegisteredBrokers node={node} />
  const isCopying = node.role === 'slave' && !isServing && pair !== undefined
  if (isCopying) {
    const [value, unit] = splitUnit(byteRate(pair.confirmedPerSecond))
    return (
      <span className={css.figures}>
        {t('copies')} <b>{value}</b> {unit}
      </span>
    )
  }
  return (
    <span className={css.figures}>
      {node.role === 'master' ? (
        <>
          {t('in')} <b>{rateNumber(node.figures.inPerSecond)}</b>
          {t('perSecond')} ·{' '}
        </>
      ) : null}
      {t('out')} <b>{rateNumber(node.figures.outPerSecond)}</b>
      {t('perSecond')}
    </span>
  )
}

function RegisteredBrokers({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(topologyTexts)
  const total = useLab(
    (state) =>
      Object.values(state.nodes).filter((each) => each.cluster === node.cluster && each.kind === 'broker').length,
  )
  const known = node.figures.registeredBrokers
  if (known === null) return <span className={css.figures}>{t('brokersUnknown')}</span>
  return (
    <span className={css.figures}>
      {known < total
        ? t('brokersRegisteredOf', { n: count(known), total: count(total) })
        : t('brokersRegistered', { n: known })}
    </span>
  )
}

/** Alone, so that a second that passes redraws a few letters. */
function HeartbeatAge({ atMs }: { atMs: number | null }): ReactNode {
  const t = useTexts(topologyTexts)
  const nowMs = useGraphNow()
  if (atMs === null) return <span title={t('heartbeatUnknown')}>–</span>
  return <span>{duration(nowMs - atMs, t.language)}</span>
}

/** `1.13 MiB/s` as its number and its unit. */
function splitUnit(text: string): [string, string] {
  const at = text.indexOf(' ')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
