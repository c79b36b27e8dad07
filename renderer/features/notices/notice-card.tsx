/** One notice: to whom, what happened, when, the one action. The same in the stack and under the bell. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { noticeTexts } from '../../i18n/notices.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useCurrentCluster } from '../../stores/last-cluster.ts'
import { notify, useNotices } from '../../stores/notices.ts'
import type { Notice } from '../../stores/notices.ts'
import { Button } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-region.tsx'
import { clock, moment } from '../../ui/format.ts'
import { IconClock, IconClose } from '../../ui/icons.tsx'
import { MarkShape, ToneDot } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import css from './notices.module.css'

export interface NoticeCardProps {
  readonly notice: Notice
  /** In the stack it can be closed. */
  readonly onClose?: () => void
  /** Called when its action leads elsewhere. */
  readonly onLeave?: () => void
}

export function NoticeCard({ notice, onClose, onLeave }: NoticeCardProps): ReactNode {
  const t = useTexts(noticeTexts)
  const textOf = useTextOf()
  const navigate = useNavigate()
  const [isBusy, setBusy] = useState(false)
  const nowMs = useNow(60_000)
  const { endedAtMs } = notice
  const subject = textOf(notice.subject)
  // What is over needs no action any more.
  const action = endedAtMs === undefined ? notice.action : undefined
  const current = useCurrentCluster()
  const isElsewhere = notice.cluster !== undefined && notice.cluster !== current && notice.cluster !== subject

  const act = async (): Promise<void> => {
    if (action?.to !== undefined) {
      onLeave?.()
      await navigate(action.to)
    }
    setBusy(true)
    try {
      await action?.run?.()
      useNotices.getState().close(notice.id)
    } catch (error) {
      const text = errorText(error)
      notify({
        tone: 'bad',
        subject: notice.subject,
        sentence: typeof text === 'string' ? { en: text, zh: text } : text,
        ...(notice.cluster === undefined ? {} : { cluster: notice.cluster }),
      })
    } finally {
      setBusy(false)
    }
  }

  return (
    <article className={css.card} data-tone={notice.tone}>
      <span className={css.mark}>
        <NoticeMark tone={endedAtMs === undefined ? notice.tone : 'ok'} />
      </span>
      <div className={css.body}>
        <div className={css.head}>
          <b className={css.subject}>{subject}</b>
          <span className={css.when}>
            {isElsewhere ? `${notice.cluster} · ` : null}
            {moment(notice.atMs, nowMs, t.language)}
          </span>
        </div>
        <p className={css.text}>{textOf(notice.sentence)}</p>
        {endedAtMs === undefined ? null : <p className={css.over}>{t('over', { clock: clock(endedAtMs) })}</p>}
        {action === undefined ? null : (
          <Button size="sm" isBusy={isBusy} onClick={() => void act()}>
            {textOf(action.label)}
          </Button>
        )}
      </div>
      {onClose === undefined ? null : (
        <Button variant="ghost" size="sm" icon={IconClose} label={t('dismiss', { subject })} onClick={onClose} />
      )}
    </article>
  )
}

function NoticeMark({ tone }: { tone: Notice['tone'] }): ReactNode {
  switch (tone) {
    case 'bad':
      return <MarkShape state="crashed" />
    case 'warn':
      return <MarkShape state="behind" />
    case 'fault':
      return (
        <span className="fault">
          <IconClock size={14} />
        </span>
      )
    case 'idle':
      return <MarkShape state="stopped" />
    case 'ok':
    case 'busy':
      return <ToneDot tone={tone} />
  }
}
