/**
 * A small chart of the drawer: one or two lines over the last minutes, gaps where nothing was sampled, violet marks where the user
 * did something. The large charts with cursor and zoom are those of Replication.
 */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { clock, count } from '../../ui/format.ts'
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
  readonly scale: Scale
  readonly format: (value: number) => string
  readonly marks?: readonly { readonly atMs: number; readonly isFault: boolean }[]
}

/** `bytes` is linear with round powers of two. */
export type Scale = 'linear' | 'log' | 'bytes'

const BOX = { width: 368, height: 96, left: 56, right: 8, top: 8, bottom: 24 }
/** Further apart than this, two samples are not joined. */
const GAP_MS = 5000

export function MiniChart(props: MiniChartProps): ReactNode {
  const { label, atMs, fromMs, toMs, series, scale, format, marks = [] } = props
  const clipId = useId()
  const range = rangeOf(series, scale)
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
export function linePath(
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

interface Range {
  readonly min: number
  readonly max: number
}

export function rangeOf(series: readonly MiniSeries[], scale: Scale): Range {
  let max = 0
  for (const each of series) for (const value of each.values) if (value !== null && value > max) max = value
  // An even number of decades: every second one carries its digits.
  if (scale === 'log') return { min: 1, max: 10 ** Math.max(4, 2 * Math.ceil(Math.log10(Math.max(1, max)) / 2)) }
  return { min: 0, max: scale === 'bytes' ? 2 ** Math.ceil(Math.log2(Math.max(1024, max))) : roundUp(max) }
}

function portion(value: number, { min, max }: Range, scale: Scale): number {
  if (scale !== 'log') return (value - min) / (max - min)
  return Math.log(Math.max(min, value) / min) / Math.log(max / min)
}

function ticksOf({ min, max }: Range, scale: Scale): number[] {
  if (scale !== 'log') return [0, max / 2, max]
  const decades = Math.round(Math.log10(max / min))
  const ticks: number[] = []
  for (let decade = 0; decade <= decades; decade += 2) ticks.push(min * 10 ** decade)
  return ticks
}

/** Powers of ten on the axis of a lag: `1 ms`, `100 ms`, `10 s`, `1,000 s`. */
export function axisLag(value: number): string {
  return value < 1000 ? `${count(value)} ms` : `${count(value / 1000)} s`
}

/** 1, 2 or 5 times a power of ten, at least `value`. */
function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10
  return digit * power
}
