/** Who is behind, why, and what is on one disk only: a row a pair. */
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import type { FaultView, PairView } from '../../../engine/contract/state.ts'
import { replicationTexts } from '../../i18n/replication.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { byteRate, bytes, count, UNKNOWN } from '../../ui/format.ts'
import { IconClock, IconCut, IconHeal, IconKill, IconThrottle } from '../../ui/icons.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { seriesDash } from '../../ui/time-chart.tsx'
import { faultsOfPair } from '../topology/link-faults.ts'
import { faultWords, lagWords, PAIR_TONES } from '../topology/pair-words.ts'
import { topologyTexts } from '../topology/topology-texts.ts'
import type { PairColor } from './drawn-pairs.ts'
import css from './replication-screen.module.css'

export interface PairsTableProps {
  readonly pairs: readonly PairView[]
  readonly faults: readonly FaultView[]
  readonly colors: ReadonlyMap<string, PairColor>
  readonly isOurs: boolean
  readonly isStale: boolean
  readonly selected: string | null
  readonly onSelect: (pair: string) => void
  readonly onHeal: (pair: PairView) => void
  readonly onBreak: (pair: PairView) => void
}

const FAULT_ICONS = { cut: IconCut, delay: IconClock, throttle: IconThrottle, reset: IconKill } as const
const ARROWS = { data: '→', acks: '←', both: '↔' } as const

export function PairsTable(props: PairsTableProps): ReactNode {
  const { pairs, faults, colors, isOurs, isStale, selected, onSelect, onHeal, onBreak } = props
  const t = useTexts(replicationTexts)
  const link = useTexts(topologyTexts)
  const columns = useMemo((): Column<PairView>[] => {
    const all: Column<PairView>[] = [
      {
        key: 'pair',
        title: t('pair'),
        sortBy: (pair) => pair.id,
        render: (pair) => (
          <span className={css.pairName}>
            <SeriesKey color={colors.get(pair.id)} />
            <b>
              {pair.master} → {pair.slave}
            </b>
          </span>
        ),
      },
      {
        key: 'state',
        title: t('state'),
        sortBy: (pair) => pair.state,
        render: (pair) => (
          <span title={reasonOf(pair, t)}>
            <StateMark state={pair.state} />
          </span>
        ),
      },
      {
        key: 'lag',
        title: t('lag'),
        isNumber: true,
        sortBy: (pair) => pair.lagMs,
        render: (pair) => (
          <b
            className={pair.state === 'in-sync' ? undefined : PAIR_TONES[pair.state]}
            title={pair.isLagMsEstimate && pair.lagMs !== null ? t('estimate') : undefined}
            data-testid={`lag-${pair.id}`}
          >
            {lagWords(pair, t.language)}
          </b>
        ),
      },
      {
        key: 'behind',
        title: t('behind'),
        isNumber: true,
        sortBy: (pair) => pair.lagBytes,
        render: (pair) => bytes(pair.lagBytes),
      },
      {
        key: 'oneDisk',
        title: t('oneDisk'),
        hint: t('oneDiskHint'),
        isNumber: true,
        sortBy: (pair) => pair.lagMessages,
        render: (pair) =>
          pair.lagMessages === null ? UNKNOWN : t('messages', { n: count(pair.lagMessages), count: pair.lagMessages }),
      },
      {
        key: 'writes',
        title: t('masterWrites'),
        isNumber: true,
        sortBy: (pair) => pair.writtenPerSecond,
        render: (pair) => byteRate(pair.writtenPerSecond),
      },
      {
        key: 'acks',
        title: t('slaveAcks'),
        isNumber: true,
        sortBy: (pair) => pair.confirmedPerSecond,
        render: (pair) => byteRate(pair.confirmedPerSecond),
      },
      {
        key: 'masterOffset',
        title: t('masterOffset'),
        isNumber: true,
        isMono: true,
        sortBy: (pair) => pair.masterOffset,
        render: (pair) => count(pair.masterOffset),
      },
      {
        key: 'slaveOffset',
        title: t('ackedOffset'),
        isNumber: true,
        isMono: true,
        sortBy: (pair) => pair.slaveOffset,
        render: (pair) => count(pair.slaveOffset),
      },
      {
        key: 'link',
        title: t('link'),
        render: (pair) => {
          const own = faultsOfPair(faults, pair)
          if (own.length === 0) return <span className="t3">{t(isOurs ? 'noFault' : 'notOurs')}</span>
          return own.map((fault) => (
            <Chip key={fault.id} tone="fault" icon={FAULT_ICONS[fault.kind]}>
              {faultWords(fault, link)} {ARROWS[fault.direction]}
            </Chip>
          ))
        },
      },
    ]
    if (!isOurs) return all
    const act: Column<PairView> = {
      key: 'act',
      title: t('action'),
      render: (pair) => {
        const names = { master: pair.master, slave: pair.slave }
        return faultsOfPair(faults, pair).length > 0 ? (
          <Button size="sm" variant="fault" icon={IconHeal} label={t('healPair', names)} onClick={() => onHeal(pair)}>
            {t('heal')}
          </Button>
        ) : (
          <span data-break={pair.id}>
            <Button size="sm" label={t('breakPair', names)} onClick={() => onBreak(pair)}>
              {t('breakLink')}
            </Button>
          </span>
        )
      },
    }
    return [...all, act]
  }, [t, link, faults, colors, isOurs, onHeal, onBreak])
  return (
    <DataTable
      label={t('pairs')}
      columns={columns}
      rows={pairs}
      rowKey={(pair) => pair.id}
      selectedKey={selected}
      onSelect={(pair) => onSelect(pair.id)}
      isStale={isStale}
    />
  )
}

/** How the pair's line looks in the charts. */
export function SeriesKey({ color }: { color: PairColor | undefined }): ReactNode {
  if (color === undefined) return <span className={css.noKey} />
  return (
    <svg width="22" height="8" viewBox="0 0 22 8" aria-hidden="true" className={css.key}>
      <path
        d="M0 4h22"
        fill="none"
        strokeWidth="2"
        style={{ stroke: `var(--s${color})` }}
        {...(seriesDash(color) === undefined ? {} : { strokeDasharray: seriesDash(color) })}
      />
    </svg>
  )
}

function reasonOf(pair: PairView, t: ReturnType<typeof useTexts<(typeof replicationTexts)['texts']>>): string {
  const verdict = pair.isInSyncForRocketmq === null ? '' : t(pair.isInSyncForRocketmq ? 'rocketmqOk' : 'rocketmqNot')
  return [pair.reason?.[t.language] ?? '', verdict].filter((part) => part !== '').join('\n')
}
