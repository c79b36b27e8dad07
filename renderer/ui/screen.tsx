/**
 * The layout of a screen: `<Screen><PageHeader …/><ScreenBar>…</ScreenBar><ScreenBody drawer={…}>…</ScreenBody></Screen>`.
 * The body scrolls; a bar (view switch, filters) stays; a drawer is docked right of both.
 */
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import css from './screen.module.css'

export function Screen({ children }: { children: ReactNode }): ReactNode {
  return <div className={css.screen}>{children}</div>
}

/** A row of controls below the header. */
export function ScreenBar({ children }: { children: ReactNode }): ReactNode {
  return <div className={css.bar}>{children}</div>
}

export interface ScreenBodyProps {
  /** Page padding of 16 px; graphs go without. */
  readonly isPadded?: boolean
  /** Whether it scrolls by itself (default) or its content does. */
  readonly scrolls?: boolean
  readonly drawer?: ReactNode
  /** A bar above the body but left of the drawer. */
  readonly bar?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export function ScreenBody(props: ScreenBodyProps): ReactNode {
  const { isPadded = true, scrolls = true, drawer, bar, className, children } = props
  return (
    <div className={css.row}>
      <div className={css.column}>
        {bar === undefined ? null : <ScreenBar>{bar}</ScreenBar>}
        <div className={classNames(css.body, isPadded && css.padded, scrolls && css.scrolls, className)}>
          {children}
        </div>
      </div>
      {drawer}
    </div>
  )
}
