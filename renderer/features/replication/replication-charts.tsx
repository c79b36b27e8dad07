/** Three charts on one time axis: lag, bytes behind, acknowledged against written. One cursor for all of them. */
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import type { History } from '../../../engine/contract/clusters-api.ts'
import type { PairView } from '../../../engine/contract/state.ts'
import { replicationTexts } from '../../i18n/replication.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { byteRate, bytes, clock, count, duration, lag } from '../../ui/format.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { TimeChart, type TimeMark, type TimeSeries } from '../../ui/time-chart.tsx'
import { lastValue, type ScaleShape, type Values } from '../../ui/time-chart-shape.ts'
import type { PairColor } from './drawn-pairs.ts'
import { SeriesKey } from './pairs-table.tsx'
import css from './replication-screen.module.css'

export type ScaleKind = 'log' | 'linear'

export interface ReplicationChartsProps {
  readonly history: History
  readonly pairs: readonly PairView[]
  readonly colors: ReadonlyMap<string, PairColor>
  readonly selected: string | null
  readonly marks: readonly TimeMark[]
  readonly fromMs: number
  readonly toMs: number
  readonly scale: ScaleKind
  readonly onScale: (scale: ScaleKind) => void
}

const SYNC_KEY = 'replication'
const LINEAR_RATE: ScaleShape = { kind: 'linear', floor: 0, topMin: 4096, tickRatio: 10 }

export function ReplicationCharts(props: ReplicationChartsProps): ReactNode {
  const { history, pairs, colors, selected, marks, fromMs, toMs, scale, onScale } = props
  const t = useTexts(replicationTexts)
  const lagScale = useMemo((): ScaleShape => ({ kind: scale, floor: 1, topMin: 1000, tickRatio: 10 }), [scale])
  const byteScale = useMemo((): ScaleShape => ({ kind: scale, floor: 1024, topMin: 1024 ** 2, tickRatio: 32 }), [scale])
  const lines = useMemo(
    (): Line[] =>
      pairs.flatMap((pair) => {
        const color = colors.get(pair.id)
        const samples = history.pairs.find((each) => each.pair === pair.id)
        if (color === undefined || samples === undefined) return []
        return [{ pair, color, samples, label: isShared(pair, pairs) ? pair.slave : pair.master }]
      }),
    [pairs, colors, history],
  )
  const lagSeries = useMemo(() => seriesOf(lines, selected, (each) => each.lagMs), [lines, selected])
  const byteSeries = useMemo(() => seriesOf(lines, selected, (each) => each.lagBytes), [lines, selected])
  const rateSeries = useMemo((): TimeSeries[] => {
    // The largest master's: what the slaves have to keep up with.
    const values = largest(lines.map((line) => line.samples.writtenPerSecond))
    const written: TimeSeries = { key: 'written', label: t('written'), values, color: 'grey' }
    return lines.length === 0 ? [] : [written, ...seriesOf(lines, selected, (each) => each.confirmedPerSecond)]
  }, [lines, selected, t])

  const span = duration(toMs - fromMs, t.language)
  const common = {
    atMs: history.atMs,
    fromMs,
    toMs,
    marks,
    syncKey: SYNC_KEY,
    noData: t('noData'),
    timeHead: t('time'),
  }
  const summary = (title: string, series: readonly TimeSeries[], format: (value: number) => string): string => {
    const now = series
      .filter((each) => each.color !== 'grey')
      .map((each) => {
        const value = lastValue(each.values)
        return t('nowOf', { name: each.label, value: value === undefined ? '–' : format(value) })
      })
    return t('chartSummary', { title, span, now: now.length === 0 ? t('noData') : now.join(', ') })
  }
  const lagWord = (value: number): string => lag(value, t.language)
  // The axis has room for one unit only: 1 s, not 1,000 ms.
  const lagTick = (value: number): string => (value >= 1000 ? `${count(value / 1000)} s` : lagWord(value))
  const tip = (row: number): ReactNode => (
    <>
      <div className="t2">{clock(history.atMs[row])}</div>
      <table className={css.tip}>
        <tbody>
          {lines.map(({ pair, color, samples, label }) => (
            <tr key={pair.id}>
              <td>
                <SeriesKey color={color} />
              </td>
              <td>{label}</td>
              <td>
                <b>{lag(samples.lagMs[row], t.language)}</b>
              </td>
              <td className="t2">{bytes(samples.lagBytes[row])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
  return (
    <div className={css.charts}>
      <ChartHead title={t('chartLag')} note={t('chartLagNote')}>
        <Segmented
          size="sm"
          label={t('scale')}
          value={scale}
          options={[
            { value: 'log', label: t('log') },
            { value: 'linear', label: t('linear') },
          ]}
          onChange={onScale}
        />
      </ChartHead>
      <div className={css.tall} data-testid="chart-lag">
        <TimeChart
          {...common}
          label={summary(t('chartLag'), lagSeries, lagWord)}
          series={lagSeries}
          scale={lagScale}
          format={lagWord}
          formatTick={lagTick}
          hasLetters
          tip={tip}
        />
      </div>
      <ChartHead title={t('chartBytes')} note={t('chartBytesNote')} />
      <div className={css.middle} data-testid="chart-bytes">
        <TimeChart
          {...common}
          label={summary(t('chartBytes'), byteSeries, bytes)}
          series={byteSeries}
          scale={byteScale}
          format={bytes}
        />
      </div>
      <ChartHead title={t('chartRate')} note={t('chartRateNote')} />
      <div className={css.middle} data-testid="chart-rate">
        <TimeChart
          {...common}
          label={summary(t('chartRate'), rateSeries, byteRate)}
          series={rateSeries}
          scale={LINEAR_RATE}
          format={byteRate}
          hasTimeAxis
        />
      </div>
    </div>
  )
}

function ChartHead({ title, note, children }: { title: string; note: string; children?: ReactNode }): ReactNode {
  return (
    <div className={css.chartHead}>
      <h2 className={css.chartTitle}>{title}</h2>
      <span className={css.chartNote}>{note}</span>
      {children === undefined ? null : <span className={css.chartActions}>{children}</span>}
    </div>
  )
}

interface Line {
  readonly pair: PairView
  readonly color: PairColor
  readonly samples: History['pairs'][number]
  readonly label: string
}

function seriesOf(
  lines: readonly Line[],
  selected: string | null,
  pick: (samples: Line['samples']) => Values,
): TimeSeries[] {
  return lines.map(({ pair, color, samples, label }) => ({
    key: pair.id,
    label,
    values: pick(samples),
    color,
    isBold: pair.id === selected,
  }))
}

/** A master with several slaves: then its name says nothing. */
function isShared(pair: PairView, pairs: readonly PairView[]): boolean {
  return pairs.filter((each) => each.master === pair.master).length > 1
}

function largest(columns: readonly Values[]): Values {
  const [first] = columns
  if (first === undefined) return []
  return first.map((_, row) => {
    const known = columns.map((column) => column[row] ?? null).filter((value) => value !== null)
    return known.length === 0 ? null : Math.max(...known)
  })
}
