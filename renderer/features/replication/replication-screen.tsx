/**
 * Replication: who is behind, why, what is at risk; the lag over time with what happened on its axis. The time shown, the chosen
 * pair and the scale are part of the address.
 */
import * as z from 'zod'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { FaultView, PairView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { replicationTexts } from '../../i18n/replication.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useCluster, useFaults, usePairs, useStaleSince } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { clock } from '../../ui/format.ts'
import { IconFreeze, IconPlay } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { useStateWord } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import { LinkPopover } from '../topology/link-popover.tsx'
import { faultsOfPair } from '../topology/link-faults.ts'
import { tellFailure } from '../topology/run-action.ts'
import { BehindRule } from './behind-rule.tsx'
import { drawnPairs } from './drawn-pairs.ts'
import { HappeningsPanel } from './happenings-panel.tsx'
import { PairsTable } from './pairs-table.tsx'
import { ReplicationCharts, type ScaleKind } from './replication-charts.tsx'
import { marksOf } from './replication-marks.ts'
import { replicationReport, saveText } from './replication-report.ts'
import { replicationSentence } from './replication-sentence.ts'
import css from './replication-screen.module.css'
import { useHistory } from './use-history.ts'

const query = z.object({
  /** Left out: 15 min, 5 for a cluster that is younger. */
  window: z.enum(['5m', '15m', '1h']).optional(),
  pair: z.string().optional(),
  scale: z.enum(['log', 'linear']).default('log'),
})
const SPANS_MS = { '5m': 300_000, '15m': 900_000, '1h': 3_600_000 } as const

/** A young cluster's few minutes would be crowded into the corner of a longer axis. */
function spanFor(createdAtMs: number | null, nowMs: number): keyof typeof SPANS_MS {
  return createdAtMs !== null && nowMs - createdAtMs < SPANS_MS['5m'] ? '5m' : '15m'
}

export function ReplicationScreen(): ReactNode {
  const t = useTexts(replicationTexts)
  const cluster = useClusterName()
  const head = useCluster(cluster)
  const pairs = usePairs(cluster)
  const faults = useFaults(cluster)
  const staleSince = useStaleSince()
  const [shown, setShown] = useQuery(query)
  const [isPaused, setPaused] = useState(false)
  const nowMs = useNow(10_000)
  const span = shown.window ?? spanFor(head?.createdAtMs ?? null, nowMs)
  const spanMs = SPANS_MS[span]
  const { history, toMs, error } = useHistory(cluster, spanMs, isPaused)
  useHaStatusStrip(head?.namesrvAddr, head?.brokerClusters[0])
  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={replicationSentence(pairs, faults, t)}
        actions={
          <>
            {isPaused ? <span className="t3">{t('pausedAt', { clock: clock(toMs) })}</span> : null}
            <Segmented
              label={t('window')}
              value={span}
              options={[
                { value: '5m', label: t('m5') },
                { value: '15m', label: t('m15') },
                { value: '1h', label: t('h1') },
              ]}
              onChange={(window) => setShown({ window })}
            />
            <Button
              icon={isPaused ? IconPlay : IconFreeze}
              isPressed={isPaused}
              onClick={() => setPaused((before) => !before)}
            >
              {t(isPaused ? 'goOn' : 'pause')}
            </Button>
          </>
        }
      />
      <ScreenBody isPadded={false}>
        {pairs.length === 0 ? (
          <Empty title={t('noSlaves')} />
        ) : (
          <div className={css.body}>
            {staleSince === null ? null : <StaleNote sinceMs={staleSince} />}
            <Regions
              {...{ cluster, pairs, faults, history, toMs, spanMs, error }}
              isStale={staleSince !== null}
              isOurs={head?.kind === 'lab'}
              rule={head === undefined ? null : <BehindRule {...{ cluster, pairs }} behind={head.behind} />}
              selected={pairs.find((pair) => pair.id === shown.pair)?.id ?? null}
              onSelect={(pair) => setShown({ pair: pair === shown.pair ? undefined : pair })}
              scale={shown.scale}
              onScale={(scale) => setShown({ scale })}
            />
          </div>
        )}
      </ScreenBody>
    </Screen>
  )
}

interface RegionsProps extends ReturnType<typeof useHistory> {
  readonly cluster: string
  readonly pairs: readonly PairView[]
  readonly faults: readonly FaultView[]
  readonly spanMs: number
  readonly isStale: boolean
  readonly isOurs: boolean
  /** When a slave counts as behind. */
  readonly rule: ReactNode
  readonly selected: string | null
  readonly onSelect: (pair: string) => void
  readonly scale: ScaleKind
  readonly onScale: (scale: ScaleKind) => void
}

function Regions(props: RegionsProps): ReactNode {
  const { cluster, pairs, faults, history, toMs, spanMs, error, isStale, isOurs, selected, onSelect } = props
  const t = useTexts(replicationTexts)
  const stateWord = useStateWord()
  const [breaking, setBreaking] = useState<string | null>(null)
  const tableRef = useRef<HTMLDivElement>(null)
  const ids = pairs.map((pair) => `${pair.id} ${pairs.length > 6 ? pair.state : ''}`).join('\n')
  // Drawn lines change with the pairs there are, not with each of their figures.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const colors = useMemo(() => drawnPairs(pairs, selected), [ids, selected])
  const fromMs = toMs - spanMs
  const marks = useMemo(
    () => (history === undefined ? [] : marksOf(history.happenings, fromMs, toMs)),
    [history, fromMs, toMs],
  )
  const axisMarks = useMemo(
    () =>
      marks.map(({ letter, happening }) => ({ id: happening.id, atMs: happening.atMs, letter, tone: happening.tone })),
    [marks],
  )
  const heal = useCallback((pair: PairView) => void healPair(pair, faultsOfPair(faults, pair)), [faults])
  const breakPair = useCallback((pair: PairView) => setBreaking(pair.id), [])
  const save = (): void => {
    if (history === undefined) return
    const nowMs = Date.now()
    const report = replicationReport({ cluster, pairs, history, marks, spanMs, nowMs, stateWord }, t)
    saveText(`${cluster}-replication-${clock(nowMs).replaceAll(':', '')}.md`, report)
  }
  return (
    <>
      <div ref={tableRef} className={css.pairs}>
        <Panel>
          <PairsTable
            {...{ pairs, faults, colors, isOurs, isStale, selected, onSelect }}
            onHeal={heal}
            onBreak={breakPair}
          />
        </Panel>
      </div>
      {props.rule}
      {breaking === null ? null : (
        <LinkPopover
          cluster={cluster}
          pairId={breaking}
          anchor={() => tableRef.current?.querySelector(`[data-break="${CSS.escape(breaking)}"]`) ?? tableRef.current}
          onClose={() => setBreaking(null)}
        />
      )}
      {history === undefined ? (
        error === undefined ? (
          <Loading what={t('theSamples')} rows={8} />
        ) : (
          <ErrorRegion title={t('samplesFailed')} error={error} />
        )
      ) : (
        <div className={css.lower}>
          <Panel className={css.chartPanel ?? ''}>
            <ReplicationCharts
              {...{ history, pairs, colors, selected, fromMs, toMs }}
              marks={axisMarks}
              scale={props.scale}
              onScale={props.onScale}
            />
            {pairs.length > colors.size ? (
              <p className={css.remark}>{t('shownOf', { n: colors.size, all: pairs.length })}</p>
            ) : null}
          </Panel>
          <HappeningsPanel {...{ marks, history, pairs }} onSave={save} />
        </div>
      )}
    </>
  )
}

/** At whichever end each fault was set. */
async function healPair(pair: PairView, faults: readonly FaultView[]): Promise<void> {
  try {
    for (const { node, peer } of faults) await lab.call('links.heal', { cluster: pair.cluster, node, peer })
  } catch (error) {
    tellFailure(pair.cluster, `${pair.master} → ${pair.slave}`, 'actionHeal', error)
  }
}

function useHaStatusStrip(namesrvAddr: string | undefined, brokerCluster: string | undefined): void {
  const line = brokerCluster === undefined ? undefined : `haStatus -c ${brokerCluster} -i 1`
  useStandsFor(
    namesrvAddr === undefined || line === undefined
      ? null
      : {
          command: `mqadmin haStatus -n "${namesrvAddr}" -c ${brokerCluster} -i 1`,
          mqadminLine: line,
        },
  )
}
