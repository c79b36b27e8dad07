/** One stored message: its body, where it is, every property, how far each group got; sent again, or handed to a group. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { lab } from '../../api/lab.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { messagesTexts } from '../../i18n/messages.ts'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useScreenKeys } from '../../keys/screen-keys.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { usePolled } from '../../stores/polled.ts'
import { useWritePermission } from '../../stores/write-permission.ts'
import { BodyView } from '../../ui/body-view.tsx'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Drawer, DrawerSection } from '../../ui/drawer.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { bytes, count, exactBytes, lag, millis, moment } from '../../ui/format.ts'
import { IconBack, IconGroup, IconRedo, IconRestart, IconRight } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { KeyValues } from '../../ui/panel.tsx'
import { useNow } from '../../ui/use-now.ts'
import { HandOver } from './hand-over.tsx'
import type { MessageDetail, MessageTracks, Place } from './message-search.ts'
import css from './messages.module.css'
import { draftOf, RESEND_KEY } from './resend-draft.ts'

const NOW_STEP_MS = 60_000

export interface MessageDrawerProps {
  readonly cluster: string
  readonly at: Place & { readonly topic: string }
  readonly onOpen: (at: Place) => void
  readonly onClose: () => void
}

export function MessageDrawer({ cluster, at, onOpen, onClose }: MessageDrawerProps): ReactNode {
  const t = useTexts(messagesTexts)
  const navigate = useNavigate()
  const { topic, brokerName, queueId, queueOffset } = at
  const input = { cluster, topic, brokerName, queueId, queueOffset }
  const message = usePolled('messages.get', input, 0)
  const tracks = usePolled('messages.track', input, 0)
  const [isHanding, setHanding] = useState(false)
  const [failure, setFailure] = useState<unknown>(undefined)
  const previous = (): void => {
    if (queueOffset > 0) onOpen({ brokerName, queueId, queueOffset: queueOffset - 1 })
  }
  const next = (): void => onOpen({ brokerName, queueId, queueOffset: queueOffset + 1 })
  useScreenKeys({ '[': previous, ']': next })
  const detail = message.value

  const sendAgain = async (of: MessageDetail): Promise<void> => {
    setFailure(undefined)
    try {
      await lab.call('documents.save', { key: RESEND_KEY, value: draftOf(of) })
      await navigate(clusterPath(cluster, 'send', { template: 'resend' }))
    } catch (error) {
      setFailure(error)
    }
  }

  return (
    <Drawer
      title={detail === undefined ? t('detailTitle') : detail.row.keys === '' ? t('noKey') : detail.row.keys}
      subtitle={
        <span className={css.tag}>
          {detail === undefined || detail.row.tag === '' ? null : <Chip tone="line">{detail.row.tag}</Chip>}
          <span className="mono">
            {brokerName} {queueId} · {count(queueOffset)}
          </span>
        </span>
      }
      actions={
        <>
          {detail === undefined ? null : (
            <>
              <Button icon={IconRedo} onClick={() => void sendAgain(detail)}>
                {t('sendAgain')}
              </Button>
              <ToGroupButton cluster={cluster} onClick={() => setHanding(true)} />
            </>
          )}
          <Button
            variant="ghost"
            icon={IconBack}
            label={t('previous')}
            title={`${t('previous')} [`}
            onClick={previous}
            isDisabled={queueOffset === 0}
          />
          <Button variant="ghost" icon={IconRight} label={t('next')} title={`${t('next')} ]`} onClick={next} />
        </>
      }
      onClose={onClose}
    >
      {failure === undefined ? null : <ErrorRegion error={failure} />}
      {detail === undefined ? (
        message.error === undefined ? (
          <Loading what={t('theMessage')} rows={8} />
        ) : (
          <ErrorRegion title={t('notRead')} error={message.error} onRetry={() => void message.refresh()} />
        )
      ) : (
        <>
          <DrawerSection>
            <BodyView body={detail.body} bodyBytes={detail.row.bodyBytes} />
          </DrawerSection>
          <Where cluster={cluster} detail={detail} />
          <Properties detail={detail} />
          <Tracks
            cluster={cluster}
            topic={topic}
            tracks={tracks.value?.groups}
            error={tracks.error}
            onRefresh={tracks.refresh}
          />
        </>
      )}
      {isHanding && detail !== undefined ? (
        <HandOver
          cluster={cluster}
          detail={detail}
          groups={tracks.value?.groups.map(({ group }) => group) ?? []}
          onDone={tracks.refresh}
          onClose={() => setHanding(false)}
        />
      ) : null}
    </Drawer>
  )
}

function ToGroupButton({ cluster, onClick }: { cluster: string; onClick: () => void }): ReactNode {
  const t = useTexts(messagesTexts)
  const textOf = useTextOf()
  const { isAllowed, reason } = useWritePermission(cluster)
  return (
    <Button
      icon={IconGroup}
      isDisabled={!isAllowed}
      {...(reason === undefined ? {} : { reason: textOf(reason) })}
      onClick={onClick}
    >
      {t('toGroup')}
    </Button>
  )
}

function Where({ cluster, detail }: { cluster: string; detail: MessageDetail }): ReactNode {
  const t = useTexts(messagesTexts)
  const language = useLanguage()
  const nowMs = useNow(NOW_STEP_MS)
  const { row } = detail
  const stayedMs = row.storedAtMs - row.bornAtMs
  const stayed = stayedMs < 0 ? t('clocksDiffer', { time: millis(-stayedMs, language) }) : lag(stayedMs, language)
  return (
    <DrawerSection title={t('where')}>
      <KeyValues
        rows={[
          [
            t('topicRow'),
            <Link key="t" className="mono" to={clusterPath(cluster, 'topics', {}, row.topic)}>
              {row.topic}
            </Link>,
          ],
          [t('messageId'), <Id key="m" id={row.messageId} />],
          row.offsetMessageId === row.messageId
            ? null
            : [t('offsetMessageId'), <Id key="o" id={row.offsetMessageId} />],
          [
            t('queueAndOffset'),
            <span key="q">
              {row.brokerName} {row.queueId} · <code>{count(row.queueOffset)}</code>
            </span>,
          ],
          [t('commitLog'), <code key="c">{count(detail.logOffset)}</code>],
          [
            t('recordBytes'),
            <span key="r" title={exactBytes(detail.recordBytes)}>
              {bytes(detail.recordBytes)}
            </span>,
          ],
          [t('born'), <Moment key="b" atMs={row.bornAtMs} nowMs={nowMs} host={detail.bornHost} />],
          [t('storedAt'), <Moment key="s" atMs={row.storedAtMs} nowMs={nowMs} host={detail.storeHost} />],
          [t('stayed'), stayed],
          [t('retries'), count(detail.reconsumeTimes)],
          [t('sysFlag'), <code key="f">{detail.sysFlag}</code>],
          [t('bodyCrc'), <code key="crc">{detail.bodyCrc}</code>],
        ]}
      />
    </DrawerSection>
  )
}

function Id({ id }: { id: string }): ReactNode {
  return (
    <span className={css.tag}>
      <code>{id}</code>
      <CopyButton text={id} what={id} />
    </span>
  )
}

function Moment({ atMs, nowMs, host }: { atMs: number; nowMs: number; host: string }): ReactNode {
  const language = useLanguage()
  return (
    <span>
      {moment(atMs, nowMs, language, true)} <span className="t3">{host}</span>
    </span>
  )
}

function Properties({ detail }: { detail: MessageDetail }): ReactNode {
  const t = useTexts(messagesTexts)
  return (
    <DrawerSection title={t('properties')}>
      {detail.properties.length === 0 ? (
        <p className="t3 s12">{t('noProperties')}</p>
      ) : (
        <KeyValues
          rows={detail.properties.map(([name, value]) => [
            <code key={name}>{name}</code>,
            <code key={`${name} value`}>{value}</code>,
          ])}
        />
      )}
    </DrawerSection>
  )
}

const TRACK_TONES: Readonly<Record<string, string>> = {
  CONSUMED: 'ok',
  CONSUMED_BUT_FILTERED: 'idle',
  NOT_CONSUME_YET: 'warn',
  UNKNOWN: 'bad',
}

function Tracks(props: {
  cluster: string
  topic: string
  tracks: MessageTracks | undefined
  error: unknown
  onRefresh: () => Promise<void>
}): ReactNode {
  const t = useTexts(messagesTexts)
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const { cluster, tracks, error, onRefresh } = props
  return (
    <DrawerSection
      title={
        <span className={css.tag}>
          {t('tracks')}
          <Button
            variant="ghost"
            size="sm"
            icon={IconRestart}
            label={words('refresh')}
            title={words('refresh')}
            onClick={() => void onRefresh()}
          />
        </span>
      }
    >
      {tracks === undefined ? (
        error === undefined ? (
          <Loading what={t('theTracks')} rows={2} />
        ) : (
          <ErrorRegion title={t('tracksFailed')} error={error} onRetry={() => void onRefresh()} />
        )
      ) : tracks.length === 0 ? (
        <p className="t3 s12">{t('noTracks', { topic: props.topic })}</p>
      ) : (
        <ul className={css.tracks}>
          {tracks.map(({ group, code, state }) => (
            <li key={group} className={css.track}>
              <Link className="mono" to={clusterPath(cluster, 'groups', {}, group)}>
                {group}
              </Link>
              <span className={`${css.trackState ?? ''} ${TRACK_TONES[code] ?? 't2'}`} title={code}>
                {textOf(state)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </DrawerSection>
  )
}
