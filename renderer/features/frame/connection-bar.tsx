/** The bar under the top bar while the lab service does not answer: since when, when it is tried again, and the button to try now. */
import type { ReactNode } from 'react'
import { lab } from '../../api/lab.ts'
import { frameTexts } from '../../i18n/frame.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useConnection } from '../../stores/connection.ts'
import { useLab } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { clock } from '../../ui/format.ts'
import { IconRestart } from '../../ui/icons.tsx'
import { MarkShape } from '../../ui/state-mark.tsx'
import { useNow } from '../../ui/use-now.ts'
import css from './connection-bar.module.css'

const COUNTDOWN_STEP_MS = 250

export function ConnectionBar(): ReactNode {
  const { status, retryAtMs } = useConnection()
  const t = useTexts(frameTexts)
  const receivedAtMs = useLab((state) => state.receivedAtMs)
  if (status !== 'lost') return null
  return (
    <section className={css.bar} aria-label={t('serviceLost')}>
      <MarkShape state="unreachable" />
      <span role="status">{receivedAtMs === null ? t('lostEarly') : t('lost', { clock: clock(receivedAtMs) })}</span>
      <span className={css.next}>{retryAtMs === undefined ? t('tryingNow') : <Countdown untilMs={retryAtMs} />}</span>
      <Button size="sm" icon={IconRestart} onClick={lab.retryNow}>
        {t('tryNow')}
      </Button>
    </section>
  )
}

function Countdown({ untilMs }: { untilMs: number }): ReactNode {
  const t = useTexts(frameTexts)
  const nowMs = useNow(COUNTDOWN_STEP_MS)
  return t('nextTry', { age: `${Math.max(0, Math.ceil((untilMs - nowMs) / 1000))} s` })
}
