/** How bad a finding is, by shape and colour, with its word for screen readers. */
import type { ReactNode } from 'react'
import type { Severity } from '../../../../engine/config/finding.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { IconError, IconInfo, IconWarn, type Icon } from '../../../ui/icons.tsx'
import css from './severity-icon.module.css'

const LOOKS = {
  error: [IconError, 'severityError'],
  warning: [IconWarn, 'severityWarning'],
  hint: [IconInfo, 'severityHint'],
} as const satisfies Record<Severity, readonly [Icon, keyof (typeof configEditTexts)['texts']]>

export function SeverityIcon({ severity }: { readonly severity: Severity }): ReactNode {
  const t = useTexts(configEditTexts)
  const [IconOf, word] = LOOKS[severity]
  return (
    <span className={css[severity]}>
      <IconOf />
      <span className="visually-hidden">{t(word)}</span>
    </span>
  )
}

/** How many there are: an icon and a figure, nothing for none. */
export function SeverityCount({ severity, n, label }: { severity: Severity; n: number; label: string }): ReactNode {
  const [IconOf] = LOOKS[severity]
  if (n === 0) return null
  return (
    <span className={`${css.count} ${css[severity]}`}>
      <IconOf />
      <span aria-hidden="true">{n}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  )
}
