/** Two columns of a screen: a list at the left that keeps its width, details of what is chosen at the right. Both scroll by themselves. */
import type { ReactNode } from 'react'
import css from './list-detail.module.css'

export interface ListDetailProps {
  /** Name of the list for screen readers. */
  readonly listLabel: string
  /** Above the list: filter, switches. */
  readonly bar: ReactNode
  /** A `<DataTable isFilling />`. */
  readonly list: ReactNode
  /** Below the list: notes about it. */
  readonly foot?: ReactNode
  readonly children: ReactNode
}

export function ListDetail({ listLabel, bar, list, foot, children }: ListDetailProps): ReactNode {
  return (
    <div className={css.columns}>
      <section className={css.left} aria-label={listLabel}>
        <div className={css.bar}>{bar}</div>
        <div className={css.list}>{list}</div>
        {foot === undefined || foot === null ? null : <div className={css.foot}>{foot}</div>}
      </section>
      <div className={css.right} data-testid="detail">
        {children}
      </div>
    </div>
  )
}

export interface DetailHeadProps {
  readonly name: string
  /** Behind the name: chips. */
  readonly marks?: ReactNode
  readonly actions?: ReactNode
}

/** The name of what is chosen with its actions. */
export function DetailHead({ name, marks, actions }: DetailHeadProps): ReactNode {
  return (
    <div className={css.head}>
      <h2 className={css.name}>{name}</h2>
      {marks}
      {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
    </div>
  )
}

/** Key figures in a row. */
export function FigureRow({ children }: { children: ReactNode }): ReactNode {
  return <div className={css.figures}>{children}</div>
}
