/** "no answer for 42 s, figures of 14:31:26": stands above values that are shown although they are old. */
import type { ReactNode } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { clock, duration } from './format.ts'
import { StateMark } from './state-mark.tsx'
import { useNow } from './use-now.ts'

export function StaleNote({ sinceMs }: { sinceMs: number }): ReactNode {
  const t = useTexts(uiTexts)
  const language = useLanguage()
  const nowMs = useNow()
  return (
    <StateMark state="unknown" className="s12">
      {t('staleSince', { age: duration(nowMs - sinceMs, language), clock: clock(sinceMs) })}
    </StateMark>
  )
}
