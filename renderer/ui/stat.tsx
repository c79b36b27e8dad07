/** A figure with its label: small in cards, `large` for key figures. */
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import css from './stat.module.css'
import type { Tone } from './tone.ts'

export interface StatProps {
  readonly label: string
  /** Formatted by `format.ts`. */
  readonly value: ReactNode
  readonly tone?: Tone
  readonly size?: 'small' | 'large'
  /** The figure is old: shown in the third voice. */
  readonly isStale?: boolean
  readonly title?: string
}

export function Stat({ label, value, tone, size = 'small', isStale = false, title }: StatProps): ReactNode {
  return (
    <div className={classNames(css.stat, css[size])} title={title}>
      <div className={css.label}>{label}</div>
      <div className={classNames(css.value, isStale ? 't3' : tone)}>{value}</div>
    </div>
  )
}
