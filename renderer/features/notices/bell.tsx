/** The bell: every notice since the window was opened, newest first. */
import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { frameTexts } from '../../i18n/frame.ts'
import { noticeTexts } from '../../i18n/notices.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useNotices } from '../../stores/notices.ts'
import { Button } from '../../ui/button.tsx'
import { IconBell } from '../../ui/icons.tsx'
import { NoticeCard } from './notice-card.tsx'
import css from './notices.module.css'

export function Bell(): ReactNode {
  const t = useTexts(frameTexts)
  const n = useTexts(noticeTexts)
  const { kept, unseen, markSeen } = useNotices()
  const [isOpen, setOpen] = useState(false)
  const label = unseen === 0 ? t('bell') : t('bellUnseen', { n: unseen })
  const change = (open: boolean): void => {
    setOpen(open)
    markSeen()
  }
  return (
    <Popover
      opened={isOpen}
      onChange={change}
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal
      offset={4}
      width={400}
    >
      <Popover.Target>
        <Button variant="ghost" icon={IconBell} label={label} title={label} onClick={() => change(!isOpen)}>
          {unseen === 0 ? null : <span className={css.count}>{unseen > 99 ? '99+' : unseen}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={css.dropdown ?? ''} aria-label={n('title')}>
        <h2 className={css.title} tabIndex={-1} data-autofocus>
          {n('title')}
        </h2>
        {kept.length === 0 ? (
          <p className={css.none}>{n('none')}</p>
        ) : (
          <ul className={css.list} tabIndex={0}>
            {kept.map((notice) => (
              <li key={notice.id}>
                <NoticeCard notice={notice} onLeave={() => setOpen(false)} />
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
