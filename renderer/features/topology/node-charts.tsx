/** Live charts of one node over the last quarter of an hour: messages in and out, lag of a slave, processor, memory. */
import type { ReactNode } from 'react'
import type { NodeView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { usePairs } from '../../stores/lab.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { bytes, percent, rate } from '../../ui/format.ts'
import { Loading } from '../../ui/loading.tsx'
import type { ScaleShape } from '../../ui/time-chart-shape.ts'
import { drawerTexts } from './drawer-texts.ts'
import { axisLag, MiniChart, SCALES } from './mini-chart.tsx'
import type { MiniSeries } from './mini-chart.tsx'
import css from './node-charts.module.css'
import { useRecentHistory } from './recent-history.ts'

const SPAN_MS = 900_000

interface ChartRow {
  readonly key: string
  readonly title: string
  readonly series: readonly MiniSeries[]
  readonly scale: ScaleShape
  readonly format: (value: number) => string
}

export function NodeCharts({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const { history, error } = useRecentHistory(node.cluster, SPAN_MS)
  const pair = usePairs(node.cluster).find((each) => each.slave === node.name)
  if (history === undefined)
    return error === undefined ? <Loading what={t('history')} rows={6} /> : <ErrorRegion error={error} />
  const own = history.nodes.find((each) => each.node === node.name)
  const ofPair = history.pairs.find((each) => each.pair === pair?.id)
  const toMs = history.atMs[history.atMs.length - 1]
  const rows: ChartRow[] = []
  if (ofPair !== undefined) {
    rows.push({
      key: 'lag',
      title: t('lag'),
      series: [{ label: t('lag'), values: ofPair.lagMs, color: 1 }],
      scale: SCALES.lag,
      format: axisLag,
    })
  }
  if (own !== undefined && node.kind === 'broker') {
    rows.push({
      key: 'rates',
      title: t('rates'),
      series: [
        { label: t('in'), values: own.inPerSecond, color: 1 },
        { label: t('out'), values: own.outPerSecond, color: 2 },
      ],
      scale: SCALES.count,
      format: (value) => rate(value),
    })
  }
  if (own !== undefined) {
    rows.push(
      {
        key: 'cpu',
        title: t('cpu'),
        series: [{ label: t('cpu'), values: own.cpuPercent, color: 1 }],
        scale: SCALES.count,
        format: (value) => percent(value),
      },
      {
        key: 'memory',
        title: t('memory'),
        series: [{ label: t('memory'), values: own.rssBytes, color: 1 }],
        scale: SCALES.bytes,
        format: (value) => bytes(value),
      },
    )
  }
  const known = rows.filter((row) => row.series.some((each) => each.values.some((value) => value !== null)))
  if (known.length === 0 || toMs === undefined) return <Empty title={t('noHistory')}>{t('noHistoryText')}</Empty>
  const marks = history.happenings
    .filter((each) => each.node === node.name || (pair !== undefined && each.pair === pair.id))
    .map((each) => ({ atMs: each.atMs, isFault: each.tone === 'fault' }))
  return (
    <>
      {known.map((row) => (
        <section key={row.key} className={css.chart}>
          <h3 className={css.title}>
            {row.title}
            {row.series.length < 2 ? null : <Keys series={row.series} />}
          </h3>
          <MiniChart
            label={row.title}
            atMs={history.atMs}
            fromMs={toMs - SPAN_MS}
            toMs={toMs}
            series={row.series}
            scale={row.scale}
            format={row.format}
            marks={marks}
          />
        </section>
      ))}
    </>
  )
}

function Keys({ series }: { series: readonly MiniSeries[] }): ReactNode {
  return (
    <span className={css.keys}>
      {series.map((each) => (
        <span key={each.label} className={css.key}>
          <svg width="22" height="8" viewBox="0 0 22 8" aria-hidden="true">
            <path
              d="M0 4h22"
              fill="none"
              strokeWidth="1.8"
              style={{ stroke: `var(--s${each.color})` }}
              {...(each.color === 2 ? { strokeDasharray: '6 3' } : {})}
            />
          </svg>
          {each.label}
        </span>
      ))}
    </span>
  )
}
