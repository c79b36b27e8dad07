/**
 * The mark of a state: shape, tone and word together (window.md 7), so that nothing is told by colour alone. `StateMark` is the
 * 12-px shape with its word, `MarkShape` the shape alone for places where the word stands elsewhere.
 */
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { classNames } from './class-names.ts'
import css from './state-mark.module.css'
import { markColor } from './tone.ts'
import type { Tone } from './tone.ts'

/** The contract's `NodeHealth` and `PairState`, and what a group may be. */
export type MarkState =
  | 'running'
  | 'starting'
  | 'behind'
  | 'diverged'
  | 'frozen'
  | 'stopped'
  | 'crashed'
  | 'unreachable'
  | 'unknown'
  | 'read-only'
  | 'in-sync'
  | 'broken'
  | 'cut'

type StateWord =
  | 'running'
  | 'starting'
  | 'behind'
  | 'diverged'
  | 'frozen'
  | 'stopped'
  | 'crashed'
  | 'unreachable'
  | 'unknown'
  | 'readOnly'
  | 'inSync'
  | 'broken'
  | 'cut'

const MARKS: Readonly<Record<MarkState, { tone: Tone; text: StateWord; shape: ReactNode }>> = {
  running: { tone: 'ok', text: 'running', shape: <circle cx="6" cy="6" r="4.5" fill="currentColor" /> },
  'in-sync': { tone: 'ok', text: 'inSync', shape: <circle cx="6" cy="6" r="4.5" fill="currentColor" /> },
  starting: {
    tone: 'busy',
    text: 'starting',
    shape: (
      <path
        className={css.turning}
        d="M6 1.8a4.2 4.2 0 11-4.2 4.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    ),
  },
  behind: { tone: 'warn', text: 'behind', shape: <path d="M6 1.2L11 10.6H1z" fill="currentColor" /> },
  diverged: {
    tone: 'bad',
    text: 'diverged',
    shape: <path d="M1.5 4.2h9M1.5 7.8h9M8.6 1.4L3.4 10.6" stroke="currentColor" strokeWidth="1.8" fill="none" />,
  },
  frozen: {
    tone: 'fault',
    text: 'frozen',
    shape: <path d="M3.5 1.5v9M8.5 1.5v9" stroke="currentColor" strokeWidth="2.6" />,
  },
  stopped: {
    tone: 'idle',
    text: 'stopped',
    shape: <rect x="2" y="2" width="8" height="8" rx=".5" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  },
  crashed: { tone: 'bad', text: 'crashed', shape: cross() },
  broken: { tone: 'bad', text: 'broken', shape: cross() },
  unreachable: {
    tone: 'bad',
    text: 'unreachable',
    shape: (
      <>
        <circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.6 1.9" />
        <path d="M3.2 8.8l5.6-5.6" stroke="currentColor" strokeWidth="1.6" />
      </>
    ),
  },
  unknown: {
    tone: 'idle',
    text: 'unknown',
    shape: (
      <>
        <circle
          cx="6"
          cy="6"
          r="4.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeDasharray="1 1.9"
          strokeLinecap="round"
        />
        <circle cx="6" cy="6" r="1.1" fill="currentColor" />
      </>
    ),
  },
  'read-only': {
    tone: 'busy',
    text: 'readOnly',
    shape: (
      <>
        <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.8" />
        <path d="M2 10L10 2" stroke="currentColor" strokeWidth="1.8" />
      </>
    ),
  },
  cut: {
    tone: 'fault',
    text: 'cut',
    shape: <path d="M0 6h3M9 6h3M3.5 1.5v9M8.5 1.5v9" stroke="currentColor" strokeWidth="1.8" />,
  },
}

function cross(): ReactNode {
  return <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="square" />
}

/** The word of a state in the language set. */
export function useStateWord(): (state: MarkState) => string {
  const t = useTexts(uiTexts)
  return (state) => t(MARKS[state].text)
}

/** The shape alone; hidden from screen readers. */
export function MarkShape({ state, size = 12 }: { state: MarkState; size?: number }): ReactNode {
  const { tone, shape } = MARKS[state]
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" width={size} height={size} style={{ color: markColor(tone) }}>
      {shape}
    </svg>
  )
}

/** A round mark of a tone, for rows of what happened. */
export function ToneDot({ tone, size = 12 }: { tone: Tone; size?: number }): ReactNode {
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" width={size} height={size} style={{ color: markColor(tone) }}>
      <circle cx="6" cy="6" r="4.5" fill="currentColor" />
    </svg>
  )
}

export interface StateMarkProps {
  readonly state: MarkState
  /** Words instead of the state's own, e.g. `running, 1 behind`. */
  readonly children?: ReactNode
  readonly size?: number
  readonly className?: string
}

/** Shape and word. */
export function StateMark({ state, children, size = 12, className }: StateMarkProps): ReactNode {
  const word = useStateWord()
  const { tone } = MARKS[state]
  return (
    <span className={classNames(css.mark, className)} data-state={state}>
      <MarkShape state={state} size={size} />
      <span className={tone}>{children ?? word(state)}</span>
    </span>
  )
}
