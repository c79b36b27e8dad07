/** Why no key is shown, and the way to see some. */
import type { ReactNode } from 'react'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import type { MatrixFilter } from './matrix-rows.ts'

export interface MatrixEmptyProps {
  readonly query: string
  readonly filter: MatrixFilter
  readonly onClear: () => void
  readonly onShowAll: () => void
}

export function MatrixEmpty({ query, filter, onClear, onShowAll }: MatrixEmptyProps): ReactNode {
  const t = useTexts(configMatrixTexts)
  if (query.trim() !== '') {
    return (
      <Empty
        title={t('noneFits', { query: query.trim() })}
        action={<Button onClick={onClear}>{t('clearSearch')}</Button>}
      />
    )
  }
  const title = filter === 'differs' ? 'noneDiffers' : filter === 'drift' ? 'noneDrifts' : 'noneEdited'
  return (
    <Empty title={t(title)} action={<Button onClick={onShowAll}>{t('showAll')}</Button>}>
      {filter === 'edited' ? t('noneEditedText') : undefined}
    </Empty>
  )
}
