/**
 * A small chart of the drawer: one or two lines over the last minutes, gaps where nothing was sampled, violet marks where the user
 * did something. The large charts with cursor and zoom are those of Replication; ranges and ticks are theirs.
 */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { clock, count } from '../../ui/format.ts'
import { rangeOf, type ScaleShape, ticksOf } from '../../ui/time-chart-shape.ts'
import css from './mini-chart.module.css'

export interface MiniSeries {
  readonly label: string
  readonly values: readonly (number | null)[]
  /** 1..6: the series colours of the design. */
  readonly color: 1 | 2
}

export interface MiniChartProps {
  /** Names the chart for screen readers, with what it shows now. */
  readonly label: string
  readonly atMs: readonly number[]
  readonly fromMs: number
  readonly toMs: number
  readonly series: readonly MiniSeries[]
  readonly scale: ScaleShape
  readonly format: (value: number) => string
  readonly marks?: readonly { readonly atMs: number; readonly isFault: boolean }[]
}

/** What the drawer draws: an even number of decades for lags, so that every second one carries its digits. */
export const SCALES = {
  lag: { kind: 'log', floor: 1, topMin: 10_000, tickRatio: 100 },
  count: { kind: 'linear', floor: 0, topMin: 1, tickRatio: 10, isOfCounts: true },
  bytes: { kind: 'linear', floor: 0, topMin: 1024, tickRatio: 32 },
} as const satisfies Readonly<Record<string, ScaleShape>>

const BOX = { width: 368, height: 96, left: 56, right: 8, top: 8, bottom: 24 }
/** Further apart than this, two samples are not joined. */
const GAP_MS = 5000

export function MiniChart(props: MiniChartProps): ReactNode {
  const { label, atMs, fromMs, toMs, series, scale, format, marks = [] } = props
  const clipId = useId()
  const range = rangeOf(
    series.map((each) => each.values),
    scale,
  )
  const x = (at: number): number =>
    BOX.left + ((at - fromMs) / Math.max(1, toMs - fromMs)) * (BOX.width - BOX.left - BOX.right)
  const y = (value: number): number => {
    const bottom = BOX.height - BOX.bottom
    return bottom - portion(value, range, scale) * (bottom - BOX.top)
  }
  const ticks = ticksOf(range, scale)
  return (
    <svg className={css.chart} viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" aria-label={label}>
      <clipPath id={clipId}>
        <rect x={BOX.left} y={0} width={BOX.width - BOX.left - BOX.right} height={BOX.height} />
      </clipPath>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className={css.grid} d={`M${BOX.left} ${Math.round(y(tick)) + 0.5}H${BOX.width - BOX.right}`} />
          <text className={css.digits} x={BOX.left - 6} y={y(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <text className={css.digits} x={BOX.left} y={BOX.height - 6}>
        {clock(fromMs)}
      </text>
      <text className={css.digits} x={BOX.width - BOX.right} y={BOX.height - 6} textAnchor="end">
        {clock(toMs)}
      </text>
      <g clipPath={`url(#${clipId})`}>
        {marks.map((mark, index) => (
          <path
            key={index}
            className={mark.isFault ? css.fault : css.mark}
            d={`M${x(mark.atMs).toFixed(1)} 4V${BOX.height - BOX.bottom + 4}`}
          />
        ))}
        {series.map((each) => (
          <path
            key={each.label}
            className={css.line}
            style={{ stroke: `var(--s${each.color})` }}
            {...(each.color === 2 ? { strokeDasharray: '6 3' } : {})}
            d={linePath(atMs, each.values, x, y)}
          />
        ))}
      </g>
    </svg>
  )
}

/** The line as a path; `M` after each gap. */
function linePath(
  atMs: readonly number[],
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = ''
  let lastMs: number | undefined
  atMs.forEach((at, index) => {
    const value = values[index]
    if (value === null || value === undefined) {
      lastMs = undefined
      return
    }
    const isStart = lastMs === undefined || at - lastMs > GAP_MS
    // `h0` lets a sample that stands alone show as a dot.
    path += `${isStart ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}${isStart ? 'h0' : ''}`
    lastMs = at
  })
  return path
}

/** How far up a value stands, 0..1. */
function portion(value: number, [min, max]: readonly [number, number], scale: ScaleShape): number {
  if (scale.kind === 'linear') return (value - min) / (max - min)
  return Math.log(Math.max(min, value) / min) / Math.log(max / min)
}

/** Powers of ten on the axis of a lag: `1 ms`, `100 ms`, `10 s`, `1,000 s`. */
export function axisLag(value: number): string {
  return value < 1000 ? `${count(value)} ms` : `${count(value / 1000)} s`
}
