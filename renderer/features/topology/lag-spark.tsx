/** The lag of one pair over the last five minutes, with what the user did as violet lines. */
import type { ReactNode } from 'react'
import type { PairView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { lag } from '../../ui/format.ts'
import { Loading } from '../../ui/loading.tsx'
import { drawerTexts } from './drawer-texts.ts'
import { axisLag, MiniChart, SCALES } from './mini-chart.tsx'
import { useRecentHistory } from './recent-history.ts'

const SPAN_MS = 300_000

export function LagSpark({ pair }: { pair: PairView }): ReactNode {
  const t = useTexts(drawerTexts)
  const { history, error } = useRecentHistory(pair.cluster, SPAN_MS)
  if (history === undefined)
    return error === undefined ? <Loading what={t('history')} rows={2} /> : <ErrorRegion error={error} />
  const series = history.pairs.find((each) => each.pair === pair.id)
  const toMs = history.atMs[history.atMs.length - 1]
  if (series === undefined || toMs === undefined || series.lagMs.every((value) => value === null))
    return <Empty title={t('noHistory')}>{t('noHistoryText')}</Empty>
  return (
    <MiniChart
      label={`${t('lagLast5')}: ${lag(pair.lagMs, t.language)}`}
      atMs={history.atMs}
      fromMs={toMs - SPAN_MS}
      toMs={toMs}
      series={[{ label: t('lag'), values: series.lagMs, color: 1 }]}
      scale={SCALES.lag}
      format={axisLag}
      marks={history.happenings
        .filter(
          (each) => each.byUser && (each.pair === pair.id || each.node === pair.master || each.node === pair.slave),
        )
        .map((each) => ({ atMs: each.atMs, isFault: each.tone === 'fault' }))}
    />
  )
}
