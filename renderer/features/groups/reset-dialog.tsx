/**
 * Reset of a group's offsets: the topic, where to, and for each queue what comes again or is skipped, asked anew whenever the choice
 * changes. The group's name is typed.
 */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import { lab } from '../../api/lab.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { groupsTexts } from '../../i18n/groups.ts'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { useNodes } from '../../stores/lab.ts'
import { useMqadminCommand } from '../../stores/mqadmin-line.ts'
import { usePolled } from '../../stores/polled.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { NumberField, SelectField, TextField } from '../../ui/field.tsx'
import { count, dateTime } from '../../ui/format.ts'
import { IconUndo } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { parseMoment } from '../../ui/parse-moment.ts'
import { Segmented } from '../../ui/segmented.tsx'
import css from './groups.module.css'
import { topicsOf } from './group-words.ts'
import type { GroupDetail } from './group-words.ts'
import { lineOf, targetOf } from './reset-target.ts'
import type { Target } from './reset-target.ts'

type PreviewRow = OutputOf<LabApi['groups.resetPreview']>['queues'][number]

const TYPING_MS = 300
const HOUR_MS = 3_600_000

export interface ResetDialogProps {
  readonly cluster: string
  readonly detail: GroupDetail
  readonly warning: TextPair | undefined
  readonly onDone: () => Promise<unknown>
  readonly onClose: () => void
}

export function ResetDialog({ cluster, detail, warning, onDone, onClose }: ResetDialogProps): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const commandOf = useMqadminCommand(cluster)
  const nodes = useNodes(cluster)
  const addressOf = (brokerName: string): string =>
    nodes.find((node) => node.brokerName === brokerName && node.role === 'master')?.address ?? brokerName
  const topics = topicsOf(detail)
  const [topic, setTopic] = useState(topics[0] ?? '')
  const [kind, setKind] = useState<Target['kind']>('time')
  const [time, setTime] = useState(() => dateTime(Date.now() - HOUR_MS).slice(0, 19))
  const queues = detail.queues.filter((each) => each.topic === topic)
  const [queue, setQueue] = useState<string | null>(null)
  const [offset, setOffset] = useState<number | null>(null)
  const queueKey = queue ?? (queues[0] === undefined ? '' : keyOf(queues[0]))

  const target = targetOf({ kind, time, queueKey, offset })
  const settled = useSettled(JSON.stringify({ topic, target }))
  const asked = JSON.parse(settled) as { topic: string; target: Target | null }
  const preview = usePolled(
    'groups.resetPreview',
    asked.target === null ? null : { cluster, group: detail.group, topic: asked.topic, target: asked.target },
  )

  return (
    <ConfirmDialog
      isOpen
      title={t('resetTitle', { group: detail.group })}
      icon={IconUndo}
      typedName={detail.group}
      confirmLabel={t('resetConfirm', { group: detail.group })}
      {...(warning === undefined ? {} : { warning: textOf(warning) })}
      {...(target === null ? {} : { command: commandOf(lineOf(detail.group, topic, target, addressOf)) })}
      onConfirm={async () => {
        if (target === null) throw new Error(kind === 'time' ? t('timeBad') : t('offsetMissing'))
        await lab.call('groups.reset', { cluster, group: detail.group, topic, target, typedName: detail.group })
        await onDone()
      }}
      onClose={onClose}
    >
      <div className={css.reset}>
        <SelectField
          label={words('topic')}
          value={topic}
          options={topics.map((value) => ({ value, label: value }))}
          onChange={(value) => {
            setTopic(value)
            setQueue(null)
          }}
        />
        <Segmented
          label={t('resetTo')}
          isWide
          value={kind}
          options={[
            { value: 'first', label: t('toFirst') },
            { value: 'time', label: t('toTime') },
            { value: 'offset', label: t('toOffset') },
            { value: 'last', label: t('toLast') },
          ]}
          onChange={setKind}
        />
        {kind === 'time' ? (
          <TextField
            label={t('timeLabel')}
            value={time}
            onChange={setTime}
            isMono
            error={parseMoment(time) === undefined ? t('timeBad') : undefined}
          />
        ) : null}
        {kind === 'offset' ? (
          <div className={css.pair}>
            <SelectField
              label={words('queue')}
              value={queueKey}
              options={queues.map((each) => ({ value: keyOf(each), label: `${each.brokerName} ${each.queueId}` }))}
              onChange={setQueue}
            />
            <NumberField label={t('offsetLabel')} value={offset} onChange={setOffset} min={0} />
          </div>
        ) : null}
        {asked.target === null ? null : preview.value === undefined ? (
          preview.error === undefined ? (
            <Loading what={t('thePreview')} rows={4} />
          ) : (
            <ErrorRegion error={preview.error} />
          )
        ) : (
          <>
            <p aria-live="polite" className={css.sum}>
              {sumText(preview.value, t)}{' '}
              {detail.members.length === 0 ? t('resetOffline') : t('resetLive', { n: detail.members.length })}
            </p>
            <div className={css.preview}>
              <PreviewTable rows={preview.value.queues} />
            </div>
          </>
        )}
      </div>
    </ConfirmDialog>
  )
}

/** What comes again and what is skipped, in a sentence. */
function sumText(
  { again, skipped }: OutputOf<LabApi['groups.resetPreview']>,
  t: Translate<typeof groupsTexts.texts>,
): string {
  if (again > 0 && skipped > 0) return t('resetSum', { again: count(again), skipped: count(skipped) })
  if (again > 0) return t('resetSumAgain', { again: count(again) })
  return skipped > 0 ? t('resetSumSkipped', { skipped: count(skipped) }) : t('resetSumNothing')
}

function PreviewTable({ rows }: { rows: readonly PreviewRow[] }): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const effectOf = ({ difference }: PreviewRow): string =>
    difference === null
      ? t('unknownEffect')
      : difference === 0
        ? t('stays')
        : difference < 0
          ? t('again', { n: count(-difference) })
          : t('skipped', { n: count(difference) })
  const columns: readonly Column<PreviewRow>[] = [
    { key: 'queue', title: words('queue'), render: (row) => `${row.brokerName} ${row.queueId}` },
    { key: 'current', title: t('current'), isNumber: true, isMono: true, render: (row) => count(row.current) },
    { key: 'target', title: t('target'), isNumber: true, isMono: true, render: (row) => count(row.target) },
    {
      key: 'effect',
      title: t('effect'),
      isNumber: true,
      render: (row) => (
        <span className={(row.difference ?? 0) > 0 ? 'bad' : (row.difference ?? 0) < 0 ? 'warn' : 't3'}>
          {effectOf(row)}
        </span>
      ),
    },
  ]
  return (
    <DataTable
      label={t('resetPreview')}
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.brokerName} ${row.queueId}`}
      isFilling
    />
  )
}

function keyOf({ brokerName, queueId }: { readonly brokerName: string; readonly queueId: number }): string {
  return `${brokerName}:${queueId}`
}

/** The value once it has not changed for a moment: typing must not ask with each key. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), TYPING_MS)
    return () => window.clearTimeout(timer)
  }, [value])
  return settled
}
