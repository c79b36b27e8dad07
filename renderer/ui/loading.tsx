/**
 * A region that waits for its first data: nothing for 150 ms, then grey bars in the final layout, after 2 s what it waits for.
 * Never a spinner over content.
 */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import css from './loading.module.css'

const QUIET_MS = 150
const EXPLAIN_MS = 2000

export interface LoadingProps {
  /** What is waited for, as it stands in "Waiting for …". */
  readonly what: string
  /** Bars, one a row of the final layout. */
  readonly rows?: number
}

export function Loading({ what, rows = 4 }: LoadingProps): ReactNode {
  const t = useTexts(uiTexts)
  const stage = useStage()
  if (stage === 'quiet') return null
  return (
    <div className={css.loading} role="status">
      {stage === 'explain' ? (
        <p className={css.what}>{t('waitsFor', { what })}</p>
      ) : (
        <span className="visually-hidden">{t('loading')}</span>
      )}
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={css.bar} style={{ width: `${92 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

type Stage = 'quiet' | 'bars' | 'explain'

function useStage(): Stage {
  const [stage, setStage] = useState<Stage>('quiet')
  useEffect(() => {
    const bars = window.setTimeout(() => setStage('bars'), QUIET_MS)
    const explain = window.setTimeout(() => setStage('explain'), EXPLAIN_MS)
    return () => {
      window.clearTimeout(bars)
      window.clearTimeout(explain)
    }
  }, [])
  return stage
}
