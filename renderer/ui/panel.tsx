/** One level of surface: a bordered box with an optional head. Never a panel in a panel. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import css from './panel.module.css'

export interface PanelProps {
  readonly title?: ReactNode
  /** Beside the title, in the second voice. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  /** Inner padding of 12 px; tables go without. */
  readonly isPadded?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** A region with a heading; without a title just the box. */
export function Panel({ title, note, actions, isPadded = false, className, children }: PanelProps): ReactNode {
  const id = useId()
  const body = isPadded ? <div className={css.body}>{children}</div> : children
  if (title === undefined) return <div className={classNames(css.panel, className)}>{body}</div>
  return (
    <section className={classNames(css.panel, className)} aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className={css.note}>{note}</span>}
        {actions === undefined ? null : <span className={css.actions}>{actions}</span>}
      </div>
      {body}
    </section>
  )
}

export interface KeyValuesProps {
  /** `[label, value]`; `null` entries are left out. */
  readonly rows: readonly (readonly [label: ReactNode, value: ReactNode] | null)[]
}

/** Labels left, values right: the lists of drawers and details. */
export function KeyValues({ rows }: KeyValuesProps): ReactNode {
  return (
    <dl className={css.keyValues}>
      {rows.map((row, index) =>
        row === null ? null : (
          <div key={index} className={css.pair}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

/** A tinted box for one remark. */
export function Note({
  tone = 'idle',
  children,
  className,
}: {
  tone?: 'ok' | 'warn' | 'bad' | 'busy' | 'idle' | 'fault'
  children: ReactNode
  className?: string
}): ReactNode {
  return <div className={classNames(css.noteBox, css[tone], className)}>{children}</div>
}
