/** How the apply of a version ended, as a chip. */
import type { ReactNode } from 'react'
import type { ConfigVersion } from '../../../../engine/contract/config-api.ts'
import { configVersionsTexts } from '../../../i18n/config-versions.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Chip } from '../../../ui/chip.tsx'

const TONES = { done: 'idle', stopped: 'warn', failed: 'bad', running: 'busy' } as const

export function ResultMark({ result }: { readonly result: ConfigVersion['result'] }): ReactNode {
  const t = useTexts(configVersionsTexts)
  return <Chip tone={TONES[result]}>{t(result)}</Chip>
}
