/** A slider over powers of ten: 1 ms and a minute are both within reach. Two digits are enough; the field beside it takes the rest. */
import type { CSSProperties, ReactNode } from 'react'
import css from './log-slider.module.css'

const STEPS = 1000

export interface LogSliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}

export function LogSlider({ label, value, min, max, onChange }: LogSliderProps): ReactNode {
  const position = positionOf(value, min, max)
  return (
    <input
      type="range"
      className={css.slider}
      aria-label={label}
      aria-valuetext={String(value)}
      min={0}
      max={STEPS}
      step={10}
      value={position}
      style={{ '--filled': `${position / 10}%` } as CSSProperties}
      onChange={(event) => onChange(valueAt(Number(event.currentTarget.value), min, max))}
    />
  )
}

/** 0..1000 for min..max. */
export function positionOf(value: number, min: number, max: number): number {
  const bounded = Math.min(max, Math.max(min, value))
  return Math.round((STEPS * Math.log(bounded / min)) / Math.log(max / min))
}

/** The value at a position, with two significant digits. */
export function valueAt(position: number, min: number, max: number): number {
  const exact = min * (max / min) ** (position / STEPS)
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1)
  return Math.min(max, Math.max(min, Math.round(exact / digit) * digit))
}
