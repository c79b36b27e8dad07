/**
 * The accounting of one run: the equation acknowledged = delivered + on the way + missing, what came twice or out of order, how
 * far it is; below it each queue and what the brokers replied. The right half of Send, and all of Accounting.
 */
import type { ReactNode } from 'react'
import type { QueueAccount, RunView, SendStatus } from '../../../engine/contract/messages-api.ts'
import { SEND_STATUS_WORDS } from '../../../engine/contract/send-status-words.ts'
import { runsTexts } from '../../i18n/runs.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { count, duration, millis, moment, rate } from '../../ui/format.ts'
import { Note, Panel } from '../../ui/panel.tsx'
import { ToneDot } from '../../ui/state-mark.tsx'
import type { Tone } from '../../ui/tone.ts'
import { useNow } from '../../ui/use-now.ts'
import { RunActions } from './run-actions.tsx'
import css from './run-account.module.css'
import { isUnderWay } from './run-sentence.ts'
import { RunState } from './run-state.tsx'

export function RunAccount({ run }: { run: RunView }): ReactNode {
  const t = useTexts(runsTexts)
  const textOf = useTextOf()
  const nowMs = useNow()
  const group = run.spec.accountingGroup
  const since = { time: moment(run.startedAtMs, nowMs, t.language), topic: run.spec.message.topic }
  return (
    <div className={css.account} data-testid="run-account" data-run={run.number} data-state={run.state}>
      <Panel
        title={t(group === null ? 'sendsOf' : 'accountOf', { n: run.number })}
        note={
          <span className={css.note}>
            <RunState run={run} />
            <span className="cut">{group === null ? t('sinceAlone', since) : t('since', { ...since, group })}</span>
          </span>
        }
        actions={<RunActions run={run} />}
      >
        <Equation run={run} />
        <Progress run={run} nowMs={nowMs} />
        {run.problem === null ? null : (
          <Note tone="warn" className={css.remark ?? ''}>
            {textOf(run.problem)}
          </Note>
        )}
        {run.deliveredUnacknowledged === 0 ? null : (
          <p className={classNames(css.remark, 's12', 't2')}>
            {t('unacknowledged', { n: count(run.deliveredUnacknowledged) })}
          </p>
        )}
      </Panel>
      <div className={css.lower}>
        <Panel className={css.queues ?? ''}>
          <QueueTable run={run} />
        </Panel>
        <Replies run={run} />
      </div>
    </div>
  )
}

function Equation({ run }: { run: RunView }): ReactNode {
  const t = useTexts(runsTexts)
  const isCounted = run.spec.accountingGroup !== null
  const { onOneDiskOnly } = run
  return (
    <div className={css.equation}>
      {isCounted ? (
        <div className={css.terms} role="group" aria-label={t('equation')}>
          <Term id="acknowledged" label={t('acknowledged')} value={run.acknowledged} />
          <Sign>=</Sign>
          <Term id="delivered" label={t('delivered')} value={run.delivered} />
          <Sign>+</Sign>
          <Term id="onTheWay" label={t('onTheWay')} value={run.onTheWay} />
          <Sign>+</Sign>
          <Term id="missing" label={t('missing')} value={run.missing} tone={run.missing > 0 ? 'bad' : 'ok'} />
        </div>
      ) : (
        <div className={css.terms}>
          <Term id="acknowledged" label={t('acknowledged')} value={run.acknowledged} />
        </div>
      )}
      {isCounted ? (
        <div className={css.more}>
          <Term
            id="duplicates"
            label={t('duplicates')}
            value={run.duplicates}
            {...(run.duplicates > 0 ? { tone: 'warn' as const } : {})}
          />
          <Term
            id="outOfOrder"
            label={t('outOfOrder')}
            value={run.outOfOrder}
            {...(run.outOfOrder > 0 ? { tone: 'warn' as const } : {})}
          />
        </div>
      ) : null}
      <div className={css.more}>
        {run.statuses.FAILED === 0 ? null : (
          <Term id="failed" label={t('failedSends')} value={run.statuses.FAILED} tone="bad" />
        )}
        <Term
          id="onOneDiskOnly"
          label={t('oneDiskOnly')}
          hint={t('oneDiskHint')}
          value={onOneDiskOnly}
          {...(onOneDiskOnly !== null && onOneDiskOnly > 0 ? { tone: 'warn' as const } : {})}
        />
      </div>
    </div>
  )
}

function Term(props: { id: string; label: string; value: number | null; tone?: Tone; hint?: string }): ReactNode {
  return (
    <div className={css.term} title={props.hint}>
      <div className={classNames(css.figure, props.tone)} data-testid={`run-${props.id}`}>
        {count(props.value)}
      </div>
      <div className={css.label}>{props.label}</div>
    </div>
  )
}

function Sign({ children }: { children: string }): ReactNode {
  return <span className={css.sign}>{children}</span>
}

function Progress({ run, nowMs }: { run: RunView; nowMs: number }): ReactNode {
  const t = useTexts(runsTexts)
  const { spec, sent, sendLatency, deliveryLatency } = run
  const ms = (value: number | null): string => millis(value, t.language)
  const leftMs =
    run.state === 'sending' && run.currentPerSecond > 0 ? ((spec.count - sent) / run.currentPerSecond) * 1000 : null
  return (
    <div className={css.progress}>
      {/* A real progress element carries the figures for screen readers and needs no inline style. */}
      <progress className={css.bar} aria-label={t('progress')} max={spec.count} value={sent} />
      <div className={css.facts}>
        <span>{t('sentOf', { sent: count(sent), count: count(spec.count) })}</span>
        {run.state === 'sending' ? <span>{rate(run.currentPerSecond)}</span> : null}
        {leftMs === null ? null : <span>{t('left', { time: duration(leftMs, t.language) })}</span>}
        {isUnderWay(run) ? null : (
          <span>{t('took', { time: millis((run.endedAtMs ?? nowMs) - run.startedAtMs, t.language) })}</span>
        )}
        <span className={css.latencies}>
          <span>{t.rich('toReply', { p50: <b>{ms(sendLatency.p50Ms)}</b>, p99: <b>{ms(sendLatency.p99Ms)}</b> })}</span>
          {spec.accountingGroup === null ? null : (
            <span>
              {t.rich('toDelivery', {
                p50: <b>{ms(deliveryLatency.p50Ms)}</b>,
                p99: <b>{ms(deliveryLatency.p99Ms)}</b>,
              })}
            </span>
          )}
        </span>
      </div>
    </div>
  )
}

const FIGURES = [
  ['acknowledged', 'headAcknowledged', undefined],
  ['delivered', 'headDelivered', undefined],
  ['onTheWay', 'headOnTheWay', undefined],
  ['missing', 'headMissing', 'bad'],
  ['duplicates', 'headDuplicates', 'warn'],
  ['outOfOrder', 'headOutOfOrder', 'warn'],
] as const

function QueueTable({ run }: { run: RunView }): ReactNode {
  const t = useTexts(runsTexts)
  const isCounted = run.spec.accountingGroup !== null
  const columns: Column<QueueAccount>[] = [
    {
      key: 'queue',
      title: t('queue'),
      render: ({ brokerName, queueId }) => (
        <>
          {brokerName} <b>{queueId}</b>
        </>
      ),
    },
    ...FIGURES.slice(0, isCounted ? FIGURES.length : 1).map(([key, head, tone]) => ({
      key,
      title: t(head),
      isNumber: true,
      render: (row: QueueAccount) => <span className={row[key] === 0 ? 't3' : tone}>{count(row[key])}</span>,
    })),
  ]
  return (
    <>
      <DataTable
        label={t('queues')}
        columns={columns}
        rows={run.queues}
        rowKey={({ brokerName, queueId }) => `${brokerName} ${queueId}`}
        empty={<p className={classNames(css.remark, 's12', 't3')}>{t('queuesEmpty')}</p>}
      />
      {isCounted ? null : <p className={classNames(css.remark, 's12', 't3')}>{t('notCounted')}</p>}
    </>
  )
}

/** RocketMQ's four answers are always shown, zeros too; the other two when they occur. */
const REPLIES: readonly SendStatus[] = [
  'SEND_OK',
  'FLUSH_DISK_TIMEOUT',
  'FLUSH_SLAVE_TIMEOUT',
  'SLAVE_NOT_AVAILABLE',
  'ONE_WAY',
  'FAILED',
]
const ALWAYS_SHOWN = 4

const REPLY_TONES: Readonly<Record<SendStatus, Tone>> = {
  SEND_OK: 'ok',
  FLUSH_DISK_TIMEOUT: 'warn',
  FLUSH_SLAVE_TIMEOUT: 'warn',
  SLAVE_NOT_AVAILABLE: 'warn',
  ONE_WAY: 'idle',
  FAILED: 'bad',
}

function Replies({ run }: { run: RunView }): ReactNode {
  const t = useTexts(runsTexts)
  const textOf = useTextOf()
  const shown = REPLIES.filter((status, i) => i < ALWAYS_SHOWN || run.statuses[status] > 0)
  return (
    <Panel title={t('replies')} className={css.replies ?? ''}>
      <dl className={css.list}>
        {shown.map((status) => {
          const n = run.statuses[status]
          const tone = REPLY_TONES[status]
          return (
            <div key={status} className={css.reply} data-status={status}>
              <dt className={css.status}>
                <span className={css.dot}>{n > 0 ? <ToneDot tone={tone} /> : null}</span>
                <span className={classNames('mono', n > 0 ? tone : 't2')}>{status}</span>
                <b className={classNames(css.times, n === 0 && 't3')}>{count(n)}</b>
              </dt>
              <dd className={css.meaning}>{textOf(SEND_STATUS_WORDS[status])}</dd>
            </div>
          )
        })}
      </dl>
    </Panel>
  )
}
