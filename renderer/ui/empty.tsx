/** A region with nothing in it: what would be here, and the one action that fills it. */
import type { ReactNode } from 'react'
import css from './empty.module.css'

export interface EmptyProps {
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

export function Empty({ title, children, action }: EmptyProps): ReactNode {
  return (
    <div className={css.empty}>
      <p className={css.title}>{title}</p>
      {children === undefined ? null : <div className={css.text}>{children}</div>}
      {action === undefined ? null : <div className={css.action}>{action}</div>}
    </div>
  )
}
