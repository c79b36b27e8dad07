/**
 * The docked drawer, 400 px: details of what is selected. Focus goes in when it opens and back when it closes; Esc closes. Below
 * 1280 px it lies over the content.
 */
import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { Button } from './button.tsx'
import css from './drawer.module.css'
import { IconClose } from './icons.tsx'

export interface DrawerProps {
  readonly title: ReactNode
  readonly subtitle?: ReactNode
  /** Before the title: a role shape. */
  readonly shape?: ReactNode
  /** Below the title: buttons. */
  readonly actions?: ReactNode
  /** Below the head: `<Tabs>`. */
  readonly tabs?: ReactNode
  readonly onClose: () => void
  /** Whether focus moves in when it opens (default). Graphs that are walked by arrows leave it where it is. */
  readonly takesFocus?: boolean
  readonly children: ReactNode
}

export function Drawer(props: DrawerProps): ReactNode {
  const { title, subtitle, shape, actions, tabs, onClose, takesFocus = true, children } = props
  const t = useTexts(uiTexts)
  const titleId = useId()
  const rootRef = useRef<HTMLElement>(null)
  const titleRef = useRef<HTMLHeadingElement>(null)
  const closeRef = useRef(onClose)
  useEffect(() => {
    closeRef.current = onClose
  })

  useEffect(() => {
    const before = document.activeElement
    const root = rootRef.current
    if (takesFocus) titleRef.current?.focus()
    return () => {
      const hadFocus = root?.contains(document.activeElement) === true || document.activeElement === document.body
      if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus()
    }
    // Only when it opens: a change of the subject leaves the focus where it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"]') !== null) return
      event.preventDefault()
      closeRef.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <aside ref={rootRef} className={css.drawer} data-drawer aria-labelledby={titleId}>
      <div className={css.head}>
        <div className={css.top}>
          {shape}
          <div className={css.names}>
            <h2 id={titleId} ref={titleRef} tabIndex={-1} className={css.title}>
              {title}
            </h2>
            {subtitle === undefined ? null : <div className={css.subtitle}>{subtitle}</div>}
          </div>
          <Button variant="ghost" icon={IconClose} label={t('close')} onClick={onClose} />
        </div>
        {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
      </div>
      {tabs}
      <div className={css.body}>{children}</div>
    </aside>
  )
}

/** A block of the drawer, with a line below. */
export function DrawerSection({ title, children }: { title?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className={css.section}>
      {title === undefined ? null : <h3 className={css.sectionTitle}>{title}</h3>}
      {children}
    </section>
  )
}
