/** The notices on the screen, bottom right. Those that are no errors leave after a while, unless somebody is reading them. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { noticeTexts } from '../../i18n/notices.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { NOTICE_SHOWN_MS, useNotices } from '../../stores/notices.ts'
import type { Notice } from '../../stores/notices.ts'
import { NoticeCard } from './notice-card.tsx'
import { followEnds } from './notice-end.ts'
import css from './notices.module.css'

export function NoticeStack(): ReactNode {
  const t = useTexts(noticeTexts)
  const shown = useNotices((state) => state.shown)
  const kept = useNotices((state) => state.kept)
  useEffect(followEnds, [])
  const notices = shown.flatMap((id) => kept.find((notice) => notice.id === id) ?? [])
  return (
    <section className={css.stack} aria-label={t('region')} aria-live="polite" aria-relevant="additions">
      {notices.map((notice) => (
        <ShownNotice key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

function ShownNotice({ notice }: { notice: Notice }): ReactNode {
  const close = useNotices((state) => state.close)
  const [isRead, setRead] = useState(false)
  useEffect(() => {
    if (notice.isSticky || isRead) return
    const timer = window.setTimeout(() => close(notice.id), NOTICE_SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [notice, isRead, close])
  return (
    <div
      className={css.shown}
      onMouseEnter={() => setRead(true)}
      onMouseLeave={() => setRead(false)}
      onFocus={() => setRead(true)}
      onBlur={() => setRead(false)}
    >
      <NoticeCard notice={notice} onClose={() => close(notice.id)} />
    </div>
  )
}
