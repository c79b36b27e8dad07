/** The mark of a consumer: a shape and a series colour by its number, so that rows tell who received them without colour alone. */
import type { ReactNode } from 'react'

const SERIES = 6

export function seriesOf(number: number): number {
  return ((number - 1) % SERIES) + 1
}

const SHAPES: readonly ReactNode[] = [
  <circle key="circle" cx="6" cy="6" r="4.5" />,
  <rect key="square" x="1.5" y="1.5" width="9" height="9" />,
  <path key="triangle" d="M6 1.2L11 10.6H1z" />,
  <path key="diamond" d="M6 .8L11.2 6 6 11.2.8 6z" />,
  <path key="cross" d="M4.3 1h3.4v3.3H11v3.4H7.7V11H4.3V7.7H1V4.3h3.3z" />,
  <path key="down" d="M6 10.8L1 1.4h10z" />,
]

export function ConsumerMark({ number, size = 12 }: { number: number; size?: number }): ReactNode {
  const series = seriesOf(number)
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" width={size} height={size} fill={`var(--s${series})`}>
      {SHAPES[series - 1]}
    </svg>
  )
}
