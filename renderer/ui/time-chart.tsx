/**
 * Lines over time, drawn by uPlot: one cursor for all charts of a group, gaps hatched instead of bridged, marks of what happened,
 * a label at each line's end. Owns drawing and the cursor; what is shown, and in which words, comes from outside. Arrow keys move
 * the cursor; a table of the same figures stands beside it for those who cannot see it.
 */
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { clock } from './format.ts'
import {
  apart,
  drawn,
  gapsOf,
  lastValue,
  rangeOf,
  rowAt,
  type ScaleShape,
  ticksOf,
  timeStepMs,
  type Values,
} from './time-chart-shape.ts'
import css from './time-chart.module.css'
import type { Tone } from './tone.ts'

export interface TimeSeries {
  readonly key: string
  readonly label: string
  readonly values: Values
  /** 1..6: the series colours of the design; `grey` is filled and has no label. */
  readonly color: 1 | 2 | 3 | 4 | 5 | 6 | 'grey'
  readonly isBold?: boolean
}

export interface TimeMark {
  readonly id: string
  readonly atMs: number
  readonly letter: string
  readonly tone: Tone
}

export interface TimeChartProps {
  /** Names the chart and says what it shows now. */
  readonly label: string
  readonly atMs: readonly number[]
  readonly fromMs: number
  readonly toMs: number
  readonly series: readonly TimeSeries[]
  readonly scale: ScaleShape
  readonly format: (value: number) => string
  /** For the axis, where it differs. */
  readonly formatTick?: (value: number) => string
  readonly noData: string
  readonly marks?: readonly TimeMark[]
  /** The letters stand above the topmost chart only; the lines in all. */
  readonly hasLetters?: boolean
  readonly hasTimeAxis?: boolean
  /** Charts with the same key share their cursor. */
  readonly syncKey: string
  /** What stands beside the cursor. */
  readonly tip?: (row: number) => ReactNode
  /** Head of the time column of the table beside it. */
  readonly timeHead: string
}

const LEFT = 72
const RIGHT = 96
const LETTERS = 26
const TOP = 8
const AXIS = 24
const BOTTOM = 6
const LABEL_APART = 14
const TABLE_ROWS = 12
/** Line patterns by colour, so that no line is told by colour alone. */
const DASHES: Readonly<Record<string, number[] | undefined>> = {
  2: [7, 3],
  3: [2, 3],
  4: [10, 3, 2, 3],
  5: [4, 4],
  6: [12, 4],
}

/** The dash of a series' line as SVG's `stroke-dasharray`, for keys beside the chart. */
export function seriesDash(color: TimeSeries['color']): string | undefined {
  return DASHES[color]?.join(' ')
}

export function TimeChart(props: TimeChartProps): ReactNode {
  const { label, atMs, fromMs, toMs, series, scale, marks = [], hasLetters = false, hasTimeAxis = false } = props
  const boxRef = useRef<HTMLDivElement>(null)
  const canvasRef = useRef<HTMLDivElement>(null)
  const plotRef = useRef<uPlot | undefined>(undefined)
  const latest = useRef(props)
  const size = useSize(boxRef)
  const theme = useSyncExternalStore(onThemeChange, shownTheme)
  const [row, setRow] = useState<number | null>(null)
  const shape = `${theme} ${hasTimeAxis} ${hasLetters} ${props.syncKey} ${series.map((each) => `${each.key}/${each.color}/${each.isBold}`).join(' ')}`
  const isSized = size.width > LEFT + RIGHT && size.height > 0

  useLayoutEffect(() => {
    latest.current = props
  })

  useLayoutEffect(() => {
    const host = canvasRef.current
    if (host === null || !isSized) return
    const plot = new uPlot(optionsOf(latest, host.getBoundingClientRect(), setRow), dataOf(latest.current), host)
    plotRef.current = plot
    return () => {
      plotRef.current = undefined
      plot.destroy()
    }
    // A plot's series and colours are fixed: others need another plot. Data and sizes are given to the one there is.
  }, [shape, isSized])

  useLayoutEffect(() => {
    plotRef.current?.setSize(size)
  }, [size])

  useLayoutEffect(() => {
    plotRef.current?.setData(dataOf(latest.current), true)
  }, [atMs, series, scale, fromMs, toMs])

  const range = useMemo(
    () =>
      rangeOf(
        series.map((each) => each.values),
        scale,
      ),
    [series, scale],
  )
  const top = hasLetters ? LETTERS : TOP
  const bottom = hasTimeAxis ? AXIS : BOTTOM
  const plotHeight = Math.max(0, size.height - top - bottom)
  const plotWidth = Math.max(1, size.width - LEFT - RIGHT)
  const across = (at: number): number => ((at - fromMs) / Math.max(1, toMs - fromMs)) * 100

  const move = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 }[event.key]
    const plot = plotRef.current
    if (event.key === 'Escape' && row !== null) setRow(null)
    if (by === undefined || plot === undefined || atMs.length === 0) return
    event.preventDefault()
    const next = Math.max(0, Math.min(atMs.length - 1, (row ?? atMs.length - 1) + by))
    plot.setCursor({ left: plot.valToPos((atMs[next] ?? 0) / 1000, 'x'), top: plotHeight / 2 })
    setRow(next)
  }

  return (
    <div ref={boxRef} className={css.chart} role="group" aria-label={label} tabIndex={0} onKeyDown={move}>
      <div ref={canvasRef} className={css.canvas} aria-hidden="true" />
      <div className={css.plot} style={{ left: LEFT, right: RIGHT, top, bottom }} aria-hidden="true">
        {gapsOf(
          atMs,
          series.map((each) => each.values),
          { fromMs, toMs },
        ).map((gap) => {
          const [left, right] = [across(gap.fromMs), across(gap.toMs)]
          const isWide = ((right - left) / 100) * plotWidth > 70
          return (
            <div key={gap.fromMs} className={css.gap} style={{ left: `${left}%`, width: `${right - left}%` }}>
              {isWide ? <span>{props.noData}</span> : null}
            </div>
          )
        })}
      </div>
      <Marks {...{ marks, across, top, bottom, plotWidth, hasLetters }} />
      <EndLabels {...{ series, scale, range, top, height: plotHeight }} />
      {row === null || props.tip === undefined || atMs[row] === undefined ? null : (
        <Tip left={LEFT + (across(atMs[row]) / 100) * plotWidth} width={size.width} top={top}>
          {props.tip(row)}
        </Tip>
      )}
      <FiguresTable {...props} />
    </div>
  )
}

function Marks(props: {
  marks: readonly TimeMark[]
  across: (atMs: number) => number
  top: number
  bottom: number
  plotWidth: number
  hasLetters: boolean
}): ReactNode {
  const { marks, across, top, bottom, plotWidth, hasLetters } = props
  const seen = marks.filter((mark) => across(mark.atMs) >= 0 && across(mark.atMs) <= 100)
  const letters = apart(
    seen.map((mark) => (across(mark.atMs) / 100) * plotWidth),
    21,
    plotWidth,
  )
  return (
    <>
      <div className={css.plot} style={{ left: LEFT, right: RIGHT, top, bottom }} aria-hidden="true">
        {seen.map((mark) => (
          <div
            key={mark.id}
            className={`${css.mark} ${css[mark.tone]}`}
            style={{ left: `${across(mark.atMs)}%` }}
            data-mark={mark.letter}
          />
        ))}
      </div>
      {hasLetters ? (
        <div className={css.plot} style={{ left: LEFT, right: RIGHT, top: 4, height: 18 }} aria-hidden="true">
          {seen.map((mark, index) => (
            <span key={mark.id} className={`${css.letter} ${css[mark.tone]}`} style={{ left: letters[index] }}>
              {mark.letter}
            </span>
          ))}
        </div>
      ) : null}
    </>
  )
}

function EndLabels(props: {
  series: readonly TimeSeries[]
  scale: ScaleShape
  range: readonly [number, number]
  top: number
  height: number
}): ReactNode {
  const { series, scale, range, top, height } = props
  const ends = series.flatMap((each) => {
    const value = each.color === 'grey' ? undefined : lastValue(each.values)
    return value === undefined ? [] : [{ ...each, place: (1 - portion(value, range, scale)) * height }]
  })
  const places = apart(
    ends.map((each) => each.place),
    LABEL_APART,
    height,
  )
  return (
    <>
      {ends.map((each, index) => (
        <span
          key={each.key}
          className={css.end}
          aria-hidden="true"
          style={{ top: top + (places[index] ?? 0), right: 4, width: RIGHT - 10, color: `var(--s${each.color})` }}
        >
          {each.label}
        </span>
      ))}
    </>
  )
}

function Tip(props: { left: number; width: number; top: number; children: ReactNode }): ReactNode {
  const { left, width, top, children } = props
  // On the side with more room.
  const place = left > width / 2 ? { right: width - left + 12 } : { left: left + 12 }
  return (
    <div className={css.tip} style={{ ...place, top: top + 8 }} data-testid="chart-tip">
      {children}
    </div>
  )
}

/** The same figures in a dozen rows, for screen readers. */
function FiguresTable({ label, timeHead, atMs, fromMs, toMs, series, format }: TimeChartProps): ReactNode {
  // On a grid of 10 s: nobody reads a table that changes under him each second.
  const firstMs = Math.ceil(fromMs / 10_000) * 10_000
  const stepMs = (toMs - fromMs) / TABLE_ROWS
  const rows = Array.from({ length: TABLE_ROWS }, (_, index) => rowAt(atMs, firstMs + index * stepMs)).filter(
    (row, index, all) => row >= 0 && all.indexOf(row) === index && (atMs[row] ?? 0) >= fromMs,
  )
  return (
    <table className="visually-hidden">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">{timeHead}</th>
          {series.map((each) => (
            <th key={each.key} scope="col">
              {each.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{clock(atMs[row])}</th>
            {series.map((each) => {
              const value = each.values[row]
              return <td key={each.key}>{value == null ? '–' : format(value)}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function portion(value: number, [min, max]: readonly [number, number], scale: ScaleShape): number {
  if (scale.kind === 'linear') return (value - min) / (max - min)
  return Math.log(Math.max(min, value) / min) / Math.log(max / min)
}

function useSize(ref: { readonly current: HTMLElement | null }): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return size
}

function dataOf({ atMs, series, scale }: TimeChartProps): uPlot.AlignedData {
  return [atMs.map((at) => at / 1000), ...series.map((each) => drawn(each.values, scale))]
}

/** The theme stands on the root element, where the tokens are switched by it. */
function shownTheme(): string {
  return document.documentElement.dataset.theme ?? ''
}

function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function optionsOf(
  latest: { readonly current: TimeChartProps },
  { width, height }: { readonly width: number; readonly height: number },
  onRow: (row: number | null) => void,
): uPlot.Options {
  const { series, hasLetters = false, hasTimeAxis = false, syncKey } = latest.current
  const [text, line, panel] = [token('--text-3'), token('--line'), token('--bg-panel')]
  const axisFont = `11px ${token('--font')}`
  const range = (): uPlot.Range.MinMax => {
    const { series: now, scale } = latest.current
    return [
      ...rangeOf(
        now.map((each) => each.values),
        scale,
      ),
    ]
  }
  return {
    width,
    height,
    padding: [hasLetters ? LETTERS : TOP, RIGHT, hasTimeAxis ? 0 : BOTTOM, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { setScale: false, x: false, y: false },
      sync: { key: syncKey, setSeries: false },
      points: { size: 7, width: 1.5, stroke: panel },
    },
    scales: {
      x: {
        time: true,
        range: () => [latest.current.fromMs / 1000, latest.current.toMs / 1000],
      },
      y: {
        range,
        // A linear scale by default; the shape's kind decides at each drawing.
        distr: 100,
        fwd: (value) => (latest.current.scale.kind === 'log' ? Math.log10(Math.max(1e-9, value)) : value),
        bwd: (value) => (latest.current.scale.kind === 'log' ? 10 ** value : value),
      },
    },
    axes: [
      {
        show: hasTimeAxis,
        stroke: text,
        font: axisFont,
        size: AXIS,
        gap: 4,
        grid: { show: false },
        ticks: { show: false },
        splits: (plot) => {
          const { fromMs, toMs } = latest.current
          // Not the overlay's width: it is 0 at the first drawing, as after a change of theme.
          const step = timeStepMs(toMs - fromMs, plot.width - LEFT - RIGHT)
          const first = Math.ceil(fromMs / step) * step
          return Array.from({ length: Math.floor((toMs - first) / step) + 1 }, (_, i) => (first + i * step) / 1000)
        },
        values: (_plot, splits) => {
          const { fromMs, toMs } = latest.current
          const hasSeconds = toMs - fromMs <= 600_000 && splits.some((at) => at % 60 !== 0)
          return splits.map((at) => clock(at * 1000).slice(0, hasSeconds ? 8 : 5))
        },
      },
      {
        stroke: text,
        font: axisFont,
        size: LEFT,
        gap: 8,
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        splits: () => ticksOf(range() as readonly [number, number], latest.current.scale),
        filter: (_plot, splits) => splits,
        values: (_plot, splits) => splits.map(latest.current.formatTick ?? latest.current.format),
      },
    ],
    series: [
      {},
      ...series.map((each): uPlot.Series => {
        const dash = DASHES[each.color]
        return {
          label: each.label,
          stroke: each.color === 'grey' ? token('--text-3') : token(`--s${each.color}`),
          ...(each.color === 'grey' ? { fill: token('--idle-tint') } : {}),
          ...(dash === undefined ? {} : { dash }),
          width: each.isBold === true ? 2.2 : each.color === 'grey' ? 1 : 1.6,
          points: { show: false },
          spanGaps: false,
        }
      }),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          onRow(plot.cursor.left === undefined || plot.cursor.left < 0 ? null : (plot.cursor.idx ?? null))
        },
      ],
    },
  }
}
