/**
 * A replication line and the words on it (window.md 7). The line's look says the state: one line asynchronous, two synchronous;
 * solid in sync, long dashes behind, a gap with ✕ broken, a gap with bars cut, dots unknown. A fault set by the user is a
 * violet chip on it. Dots move while bytes flow.
 */
import { EdgeLabelRenderer } from '@xyflow/react'
import type { Edge, EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { FaultView, PairView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { faultsOf, useLab } from '../../stores/lab.ts'
import { classNames } from '../../ui/class-names.ts'
import { IconClock, IconCut, IconThrottle } from '../../ui/icons.tsx'
import { markColor } from '../../ui/tone.ts'
import { useNow } from '../../ui/use-now.ts'
import type { Route } from './edge-route.ts'
import { gapPaths, pathWithRoom, railPaths } from './edge-route.ts'
import { useCardFigures, useLineFigures } from './graph-figures.ts'
import { useGraphUi } from './graph-ui.ts'
import { faultsOfPair } from './link-faults.ts'
import { faultWords, PAIR_TONES, pairWords, spokenLink } from './pair-words.ts'
import css from './replication-edge.module.css'
import { topologyTexts } from './topology-texts.ts'

export type ReplicationEdgeType = Edge<
  { readonly cluster: string; readonly route: Route; readonly isCompact: boolean },
  'replication'
>

export const ReplicationEdge = memo(function ReplicationEdge({ id, data }: EdgeProps<ReplicationEdgeType>): ReactNode {
  const pair = useLineFigures(id)
  const faults = useFaultsOfPair(pair)
  const openLink = useGraphUi((ui) => ui.openLink)
  if (pair === undefined || data === undefined) return null
  return (
    <>
      <path className={css.hit} d={data.route.path} onClick={() => openLink(pair.id)} />
      <Line pair={pair} route={data.route} hasFault={faults.some((fault) => fault.kind !== 'cut')} />
      <EdgeLabelRenderer>
        <LinkLabel pair={pair} faults={faults} route={data.route} isCompact={data.isCompact} />
      </EdgeLabelRenderer>
    </>
  )
})

/** The faults of a pair, the same array until one changes. */
function useFaultsOfPair(pair: PairView | undefined): readonly FaultView[] {
  return useLab(useShallow((state) => (pair === undefined ? NONE : faultsOfPair(faultsOf(state, pair.cluster), pair))))
}

const NONE: readonly FaultView[] = []
const GAP = { broken: 40, cut: 56, diverged: 40 }
const RAILS_APART = 5

function Line({ pair, route, hasFault }: { pair: PairView; route: Route; hasFault: boolean }): ReactNode {
  const color = markColor(PAIR_TONES[pair.state])
  const isSync = pair.mode === 'sync'
  const stroke = { fill: 'none', stroke: color, strokeWidth: isSync ? 1.8 : 2.5 }
  if (pair.state === 'broken' || pair.state === 'cut' || pair.state === 'diverged') {
    const gap = gapPaths(route, GAP[pair.state])
    const { x, y } = route.label
    return (
      <g>
        <path {...stroke} strokeWidth={2.5} d={gap.before} />
        <path {...stroke} strokeWidth={2.5} d={gap.after} />
        {pair.state === 'broken' ? (
          <path {...stroke} strokeWidth={2.5} d={`M${x - 7} ${y - 7}l14 14M${x + 7} ${y - 7}l-14 14`} />
        ) : pair.state === 'diverged' ? (
          <path
            {...stroke}
            strokeWidth={2.2}
            d={`M${x - 8} ${y - 3.5}h16M${x - 8} ${y + 3.5}h16M${x + 4} ${y - 9}l-8 18`}
          />
        ) : (
          gap.ends.map((end, index) => (
            <path
              key={index}
              {...stroke}
              d={route.labelSide === 'around' ? `M${end.x} ${end.y - 8}v16` : `M${end.x - 8} ${end.y}h16`}
            />
          ))
        )}
      </g>
    )
  }
  const dash =
    pair.state === 'behind' ? { strokeDasharray: '12 5' } : pair.state === 'unknown' ? { strokeDasharray: '2 4' } : {}
  const paths = isSync ? railPaths({ ...route, points: shortened(route) }, RAILS_APART) : [pathWithRoom(route)]
  return (
    <g>
      {paths.map((path) => (
        <path key={path} {...stroke} {...dash} d={path} />
      ))}
      <path d={arrowHead(route)} fill={color} />
      {pair.state === 'unknown' || hasFault ? null : (
        <MovingDots route={route} color={color} bytesPerSecond={pair.confirmedPerSecond ?? 0} />
      )}
    </g>
  )
}

function shortened(route: Route): Route['points'] {
  const points = [...route.points]
  const last = points[points.length - 1]
  if (last === undefined) return points
  const back = { left: [9, 0], right: [-9, 0], up: [0, 9], down: [0, -9] }[route.arrow]
  points[points.length - 1] = { x: last.x + (back[0] ?? 0), y: last.y + (back[1] ?? 0) }
  return points
}

function arrowHead(route: Route): string {
  const end = route.points[route.points.length - 1] ?? { x: 0, y: 0 }
  const { x, y } = end
  switch (route.arrow) {
    case 'right':
      return `M${x - 11} ${y - 6}l10 6-10 6z`
    case 'left':
      return `M${x + 11} ${y - 6}l-10 6 10 6z`
    case 'down':
      return `M${x - 6} ${y - 11}l6 10 6-10z`
    case 'up':
      return `M${x - 6} ${y + 11}l6-10 6 10z`
  }
}

const MIB = 1024 * 1024
const DOTS_MAX = 3
const DOT_PIXELS_PER_SECOND = 90

/** One dot per MiB/s, three at most; none where motion is not wanted. */
function MovingDots(props: { route: Route; color: string; bytesPerSecond: number }): ReactNode {
  const { route, color, bytesPerSecond } = props
  const isStill = useGraphUi((ui) => ui.isStill)
  if (isStill || bytesPerSecond <= 0) return null
  const dots = Math.min(DOTS_MAX, Math.max(1, Math.round(bytesPerSecond / MIB)))
  const seconds = Math.max(0.8, route.length / DOT_PIXELS_PER_SECOND)
  const path = pathWithRoom(route)
  return (
    <>
      {Array.from({ length: dots }, (_, index) => (
        <circle key={`${dots} ${index}`} r="4" fill={color}>
          <animateMotion
            dur={`${seconds.toFixed(2)}s`}
            begin={`${(-(seconds * index) / dots).toFixed(2)}s`}
            repeatCount="indefinite"
            path={path}
          />
        </circle>
      ))}
    </>
  )
}

interface LinkLabelProps {
  readonly pair: PairView
  readonly faults: readonly FaultView[]
  readonly route: Route
  /** Between closed frames rows are close together: no words below the line. */
  readonly isCompact: boolean
}

function LinkLabel({ pair, faults, route, isCompact }: LinkLabelProps): ReactNode {
  const t = useTexts(topologyTexts)
  const nowMs = useNow()
  const master = useCardFigures(pair.master)
  const slave = useCardFigures(pair.slave)
  const isSelected = useGraphUi((ui) => ui.selectedLink === pair.id)
  const openLink = useGraphUi((ui) => ui.openLink)
  const words = pairWords(pair, faults, { master, slave }, t, nowMs)
  const chips = faults.filter((fault) => !(pair.state === 'cut' && fault.kind === 'cut'))
  const { x, y } = route.label
  const isAround = route.labelSide === 'around'
  return (
    <button
      type="button"
      className={classNames(
        css.label,
        !isAround && css.aside,
        isCompact && css.compact,
        isSelected && css.selected,
        'nodrag',
        'nopan',
      )}
      style={{
        transform: isAround
          ? `translate(-50%, -50%) translate(${x}px, ${y}px)`
          : `translate(14px, -50%) translate(${x}px, ${y}px)`,
        maxWidth: isAround ? Math.max(120, route.labelLength - 16) : 220,
      }}
      aria-label={spokenLink(pair, words, faults, t)}
      aria-haspopup="dialog"
      aria-expanded={isSelected}
      data-link={pair.id}
      data-state={pair.state}
      title={pair.reason === null ? undefined : pair.reason[t.language]}
      onClick={() => openLink(pair.id)}
    >
      <span className={css.above}>
        <b className={words.tone}>{words.strong}</b> {words.beside}
      </span>
      <span className={css.middle}>
        {chips.map((fault) => (
          <FaultChip key={fault.id} fault={fault} isLeftward={route.arrow === 'left'} />
        ))}
      </span>
      <span className={css.below}>
        {words.below.map((line, index) => (
          <span key={index} className={index === words.below.length - 1 ? css.faint : undefined}>
            {line}
          </span>
        ))}
      </span>
    </button>
  )
}

const FAULT_ICONS = { cut: IconCut, delay: IconClock, throttle: IconThrottle, reset: IconCut }

/** The violet chip: what was done, and which way it acts. */
function FaultChip({ fault, isLeftward }: { fault: FaultView; isLeftward: boolean }): ReactNode {
  const t = useTexts(topologyTexts)
  const FaultIcon = FAULT_ICONS[fault.kind]
  const isToLeft = fault.direction === 'data' ? isLeftward : !isLeftward
  const way = <span aria-hidden="true">{fault.direction === 'both' ? '↔' : isToLeft ? '←' : '→'}</span>
  const isBefore = fault.direction !== 'both' && isToLeft
  return (
    <span className={css.chip} data-fault={fault.kind}>
      {isBefore ? way : null}
      <FaultIcon size={14} />
      {faultWords(fault, t)}
      {isBefore ? null : way}
    </span>
  )
}
