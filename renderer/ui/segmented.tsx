/** A choice of few, all seen at once: radio buttons that look like one control. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import type { Icon } from './icons.tsx'
import css from './segmented.module.css'

export interface SegmentedOption<V extends string> {
  readonly value: V
  readonly label: string
  readonly icon?: Icon
  readonly isDisabled?: boolean
}

export interface SegmentedProps<V extends string> {
  /** Name of the choice for screen readers. */
  readonly label: string
  readonly value: V
  readonly options: readonly SegmentedOption<V>[]
  readonly onChange: (value: V) => void
  readonly size?: 'md' | 'sm'
  /** Fills the width, parts of one size. */
  readonly isWide?: boolean
}

export function Segmented<V extends string>(props: SegmentedProps<V>): ReactNode {
  const { label, value, options, onChange, size = 'md', isWide = false } = props
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className={classNames(css.group, css[size], isWide && css.wide)}>
      {options.map((option) => (
        <label key={option.value} className={css.part} data-active={option.value === value || undefined}>
          <input
            type="radio"
            className={css.input}
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.isDisabled}
            onChange={() => onChange(option.value)}
          />
          {option.icon === undefined ? null : <option.icon />}
          {option.label}
        </label>
      ))}
    </div>
  )
}
