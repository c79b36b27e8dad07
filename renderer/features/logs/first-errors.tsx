/** The pinned first errors above the panes. */
import type { ReactNode } from 'react'
import type { LogLine } from '../../../engine/contract/console-api.ts'
import { logsTexts } from '../../i18n/logs.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { clockMillis } from '../../ui/format.ts'
import { IconPin } from '../../ui/icons.tsx'
import css from './logs.module.css'

export interface FirstErrorsProps {
  readonly errors: readonly LogLine[]
  readonly onShow: (line: LogLine) => void
}

export function FirstErrors({ errors, onShow }: FirstErrorsProps): ReactNode {
  const t = useTexts(logsTexts)
  if (errors.length === 0) return null
  return (
    <ul className={css.pinned}>
      {errors.map((line) => (
        <li key={line.node}>
          <IconPin />
          <b>{t('firstError', { node: line.node })}</b>
          <span className={css.pinnedTime}>{clockMillis(line.atMs)}</span>
          <span className={css.pinnedText} title={line.text}>
            {line.text.replace(/^\d{4}-\d\d-\d\d \S+ \S+\s+/, '')}
          </span>
          <Button size="sm" onClick={() => onShow(line)}>
            {t('show')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
