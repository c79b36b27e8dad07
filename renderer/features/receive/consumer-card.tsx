/** One consumer: which queues it holds (filled), what it receives, what waits in its queues, whether it reads from a slave. */
import type { ReactNode } from 'react'
import type { ConsumerView } from '../../../engine/contract/messages-api.ts'
import { receiveTexts } from '../../i18n/receive.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { count, rateNumber, UNKNOWN } from '../../ui/format.ts'
import { IconStop } from '../../ui/icons.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { ToneDot } from '../../ui/state-mark.tsx'
import { ConsumerMark, seriesOf } from './consumer-mark.tsx'
import css from './receive.module.css'
import { waitingOf } from './received-list.ts'

export interface ConsumerCardProps {
  readonly consumer: ConsumerView
  /** Queues of the topic per broker, as far as the consumers of the group tell. */
  readonly queues: ReadonlyMap<string, readonly number[]>
  readonly onStop: () => void
}

const STATE = {
  starting: { text: 'stateStarting', tone: 'busy' },
  running: { text: 'stateRunning', tone: 'ok' },
  stopping: { text: 'stateStopping', tone: 'idle' },
  failed: { text: 'stateFailed', tone: 'bad' },
} as const

export function ConsumerCard({ consumer, queues, onStop }: ConsumerCardProps): ReactNode {
  const t = useTexts(receiveTexts)
  const textOf = useTextOf()
  const held = new Set(consumer.queues.map((queue) => `${queue.brokerName}:${queue.queueId}`))
  const fromSlave = consumer.queues.filter((queue) => queue.isFromSlave === true)
  const { text, tone } = STATE[consumer.state]
  const waiting = waitingOf([consumer])

  return (
    <section className={css.card} aria-label={t('consumer', { n: consumer.number })} data-consumer={consumer.number}>
      <div className={css.cardHead}>
        <ConsumerMark number={consumer.number} />
        <b>{t('consumer', { n: consumer.number })}</b>
        <span className={css.clientId} title={consumer.clientId}>
          {consumer.clientId}
        </span>
        {consumer.ofRun === null ? null : <span className="t3 s12">{t('ofRun', { n: consumer.ofRun })}</span>}
        <span className={css.cardState}>
          <ToneDot tone={tone} size={10} />
          <span className={tone}>{t(text)}</span>
        </span>
        <MenuButton actions={[{ label: t('stopOne', { n: consumer.number }), icon: IconStop, onClick: onStop }]} />
      </div>
      <div className={css.cardBody}>
        <div className={css.queues}>
          {[...queues].map(([broker, ids]) => (
            <div key={broker} className={css.queueRow}>
              <span className={css.queueBroker}>{broker}</span>
              {ids.map((queue) => {
                const isHeld = held.has(`${broker}:${queue}`)
                return (
                  <span
                    key={queue}
                    className={css.queue}
                    data-held={isHeld || undefined}
                    data-series={seriesOf(consumer.number)}
                    role="img"
                    aria-label={t(isHeld ? 'queueHeld' : 'queueFree', { broker, queue })}
                  >
                    {queue}
                  </span>
                )
              })}
            </div>
          ))}
          {held.size === 0 && consumer.state === 'running' ? <p className={css.noQueue}>{t('noQueue')}</p> : null}
        </div>
        <div className={css.cardFigures}>
          <span>
            {t.rich('receives', {
              rate: <b>{rateNumber(consumer.perSecond)}</b>,
              total: <b data-testid={`received-${consumer.number}`}>{count(consumer.received)}</b>,
            })}
          </span>
          <span>{t.rich('waiting', { n: <b>{waiting === null ? UNKNOWN : count(waiting)}</b> })}</span>
        </div>
      </div>
      {fromSlave.length === 0 ? null : (
        <p className={css.fromSlave}>
          {t('fromSlave', { queues: fromSlave.map((queue) => `${queue.brokerName} ${queue.queueId}`).join(', ') })}
        </p>
      )}
      {consumer.problem === null ? null : <p className={css.problem}>{textOf(consumer.problem)}</p>}
    </section>
  )
}
