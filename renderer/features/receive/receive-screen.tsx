/**
 * Receive: consumers of the lab side by side with the queues they hold, and what they received, live. Settings are kept in the
 * address as far as they name things; starting is always a click.
 */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import * as z from 'zod'
import type { ConsumerView, ReceivedRow } from '../../../engine/contract/messages-api.ts'
import { lab } from '../../api/lab.ts'
import { receiveTexts } from '../../i18n/receive.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useCluster } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconPlay, IconPlus, IconStop } from '../../ui/icons.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Note } from '../../ui/panel.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { useChoices } from '../send/use-choices.ts'
import { ConsumerCard } from './consumer-card.tsx'
import { MessageDetail } from './message-detail.tsx'
import { MessageList, rowKey } from './message-list.tsx'
import { FIRST_SETTINGS, ReceiveForm, type ReceiveSettings, specOf } from './receive-form.tsx'
import css from './receive.module.css'
import { waitingOf } from './received-list.ts'
import { useReceived } from './use-received.ts'

const QUERY = z.object({ topic: z.string().optional(), group: z.string().optional(), m: z.string().optional() })

export function ReceiveScreen(): ReactNode {
  const t = useTexts(receiveTexts)
  const cluster = useClusterName()
  const head = useCluster(cluster)
  const [query, setQuery] = useQuery(QUERY)
  const [rest, setRest] = useState<ReceiveSettings>(FIRST_SETTINGS)
  const [failure, setFailure] = useState<{ readonly title: string; readonly error: unknown }>()
  const [isBusy, setBusy] = useState(false)
  const [isHeld, setHeld] = useState(false)
  const { list, snapshot, failure: streamFailure } = useReceived(cluster)
  const { consumers, rows } = snapshot
  const { topics, groups } = useChoices(cluster)
  const settings: ReceiveSettings = {
    ...rest,
    topic: query.topic ?? consumers[0]?.spec.topic ?? rest.topic,
    group: query.group ?? consumers[0]?.spec.group ?? rest.group,
  }
  const spec = specOf(settings, cluster)
  const answer = useAnswer(consumers, rows)
  const selected = rows.find((row) => rowKey(row) === query.m)
  const queues = useMemo(() => queuesOf(consumers), [consumers])

  useStandsFor({
    says: t('stands'),
    command: `mqadmin consumerProgress -n '${head?.namesrvAddr ?? ''}' -g ${settings.group}`,
    mqadminLine: `consumerProgress -g ${settings.group}`,
  })

  const attempt = async (title: string, act: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    setFailure(undefined)
    try {
      await act()
    } catch (error) {
      setFailure({ title, error })
    } finally {
      setBusy(false)
    }
  }
  const start = (): void => {
    if (spec !== undefined) void attempt(t('notStarted'), () => lab.call('consumers.start', spec))
  }
  const stop = (stopped: readonly ConsumerView[]): void => {
    void attempt(t('notStopped'), () =>
      Promise.all(stopped.map((each) => lab.call('consumers.stop', { cluster, id: each.id }))),
    )
  }
  const settle = (settled: readonly ReceivedRow[], outcome: 'commit' | 'send-back'): void => {
    const byConsumer = new Map<string, number[]>()
    for (const row of settled) byConsumer.set(row.consumer, [...(byConsumer.get(row.consumer) ?? []), row.seq])
    void attempt(t('notSettled'), () =>
      Promise.all([...byConsumer].map(([id, seqs]) => lab.call('consumers.settle', { cluster, id, seqs, outcome }))),
    )
  }
  const change = ({ topic, group, ...others }: Partial<ReceiveSettings>): void => {
    if (topic !== undefined) setQuery({ topic })
    if (group !== undefined) setQuery({ group })
    setRest((before) => ({ ...before, ...others }))
  }

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={answer}
        actions={
          <>
            <Button
              variant={consumers.length === 0 ? 'primary' : 'default'}
              icon={consumers.length === 0 ? IconPlay : IconPlus}
              isDisabled={spec === undefined}
              reason={t('emptyAction')}
              isBusy={isBusy}
              onClick={start}
            >
              {consumers.length === 0 ? t('start') : t('add')}
            </Button>
            {consumers.length === 0 ? null : (
              <Button icon={IconStop} isBusy={isBusy} onClick={() => stop(consumers)}>
                {t('stopAll')}
              </Button>
            )}
          </>
        }
      />
      <ReceiveForm settings={settings} onChange={change} topics={topics} groups={groups} />
      <ScreenBody
        scrolls={false}
        drawer={
          selected === undefined ? undefined : (
            <MessageDetail
              cluster={cluster}
              row={selected}
              consumer={consumers.find((each) => each.id === selected.consumer)}
              onSettle={(outcome) => settle([selected], outcome)}
              onClose={() => setQuery({ m: undefined })}
            />
          )
        }
      >
        <div className={css.body}>
          {failure === undefined ? null : <ErrorRegion title={failure.title} error={failure.error} />}
          {streamFailure === undefined ? null : <ErrorRegion error={streamFailure} />}
          {consumers.length === 0 ? null : (
            <div className={css.cards}>
              {consumers.map((consumer) => (
                <ConsumerCard
                  key={consumer.id}
                  consumer={consumer}
                  queues={queues.get(groupKey(consumer)) ?? new Map()}
                  onStop={() => stop([consumer])}
                />
              ))}
              <ReadersNote consumers={consumers} queues={queues} />
            </div>
          )}
          <MessageList
            rows={rows}
            consumers={consumers}
            skipped={snapshot.skipped}
            selectedKey={query.m ?? null}
            onSelect={(row) => setQuery({ m: rowKey(row) })}
            isHeld={isHeld}
            newWhileHeld={list.sinceHeld}
            onHold={(held) => {
              setHeld(held)
              list.hold(held)
            }}
            onCommitAll={(waiting) => settle(waiting, 'commit')}
          />
        </div>
      </ScreenBody>
    </Screen>
  )
}

function groupKey(consumer: ConsumerView): string {
  return `${consumer.spec.group}\n${consumer.spec.topic}`
}

type QueueMap = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>

/** The queues that the consumers of each group and topic hold together, per broker. */
function queuesOf(consumers: readonly ConsumerView[]): QueueMap {
  const all = new Map<string, Map<string, Set<number>>>()
  for (const consumer of consumers) {
    const brokers = all.get(groupKey(consumer)) ?? new Map<string, Set<number>>()
    all.set(groupKey(consumer), brokers)
    for (const { brokerName, queueId } of consumer.queues) {
      brokers.set(brokerName, (brokers.get(brokerName) ?? new Set()).add(queueId))
    }
  }
  return new Map(
    [...all].map(([key, brokers]) => [
      key,
      new Map([...brokers].sort().map(([broker, ids]) => [broker, [...ids].sort((a, b) => a - b)])),
    ]),
  )
}

function ReadersNote({ consumers, queues }: { consumers: readonly ConsumerView[]; queues: QueueMap }): ReactNode {
  const t = useTexts(receiveTexts)
  const [first] = consumers
  if (first === undefined) return null
  const isBroadcast = first.spec.model === 'broadcasting'
  const ofGroup = consumers.filter((each) => groupKey(each) === groupKey(first))
  const held = [...(queues.get(groupKey(first))?.values() ?? [])].reduce((sum, ids) => sum + ids.length, 0)
  return (
    <Note className={css.readers ?? ''}>
      <b>{t(isBroadcast ? 'broadcastTitle' : 'readerTitle')}</b>
      <br />
      {isBroadcast ? t('broadcastText') : t('readerText', { queues: held, consumers: ofGroup.length })}
    </Note>
  )
}

function useAnswer(consumers: readonly ConsumerView[], rows: readonly ReceivedRow[]): string {
  const t = useTexts(receiveTexts)
  const [first] = consumers
  if (first === undefined) return t('answerNone')
  const groups = new Set(consumers.map((each) => each.spec.group))
  const waiting = waitingOf(consumers)
  const hands = rows.filter((row) => row.state === 'waiting').length
  const base =
    waiting === null
      ? t('answerUnknown', { n: consumers.length, group: [...groups].join(', ') })
      : groups.size > 1
        ? t('answerGroups', { n: consumers.length, groups: groups.size, waiting })
        : t('answer', { n: consumers.length, group: first.spec.group, waiting })
  return hands === 0 ? base : base + t('answerHands', { n: hands })
}
