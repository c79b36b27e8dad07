/** A small tinted label: a fault (violet), a mode, a count. With `onClick` it is a button. */
import type { ReactNode } from 'react'
import css from './chip.module.css'
import { classNames } from './class-names.ts'
import type { Icon } from './icons.tsx'
import type { Tone } from './tone.ts'

export interface ChipProps {
  readonly tone?: Tone | 'line'
  readonly icon?: Icon
  readonly onClick?: () => void
  readonly title?: string
  readonly children: ReactNode
}

export function Chip({ tone = 'idle', icon: IconOf, onClick, title, children }: ChipProps): ReactNode {
  const content = (
    <>
      {IconOf === undefined ? null : <IconOf size={14} />}
      {children}
    </>
  )
  const className = classNames(css.chip, css[tone])
  if (onClick === undefined) {
    return (
      <span className={className} title={title}>
        {content}
      </span>
    )
  }
  return (
    <button type="button" className={classNames(className, css.button)} onClick={onClick} title={title}>
      {content}
    </button>
  )
}
