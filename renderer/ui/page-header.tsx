/**
 * The head of a screen: its title, the sentence that answers its question, its actions (one primary at most). The sentence is
 * announced to screen readers, politely and at most once in 5 s; what is seen changes at once. Sets the tab's title.
 */
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import css from './page-header.module.css'

const ANNOUNCE_EVERY_MS = 5000

export interface PageHeaderProps {
  readonly title: string
  /** Computed from live state. Empty while nothing is known. */
  readonly answer?: string
  /** Before the tab's title, e.g. the cluster. */
  readonly scope?: string
  readonly actions?: ReactNode
}

export function PageHeader({ title, answer = '', scope, actions }: PageHeaderProps): ReactNode {
  const announced = useAnnounced(answer)
  useEffect(() => {
    document.title = [title, scope, 'Cluster Lab'].filter(Boolean).join(' · ')
  }, [title, scope])
  return (
    <div className={css.head}>
      <h1 tabIndex={-1} data-page-title>
        {title}
      </h1>
      <p className={css.answer} data-testid="answer" title={answer === '' ? undefined : answer}>
        {answer}
      </p>
      <div className="visually-hidden" role="status">
        {announced}
      </div>
      {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
    </div>
  )
}

/** The latest text, changed at most every 5 s; the last change is never lost. */
function useAnnounced(text: string): string {
  const [announced, setAnnounced] = useState('')
  const lastMs = useRef(0)
  useEffect(() => {
    const waitMs = Math.max(0, lastMs.current + ANNOUNCE_EVERY_MS - Date.now())
    const timer = window.setTimeout(() => {
      lastMs.current = Date.now()
      setAnnounced(text)
    }, waitMs)
    return () => window.clearTimeout(timer)
  }, [text])
  return announced
}
