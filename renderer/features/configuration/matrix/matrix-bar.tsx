/** Above the grid: search, which keys, which files, and whether they are held against what runs. */
import type { ReactNode } from 'react'
import type * as z from 'zod'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import type { SetQuery } from '../../../routes/use-query.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/field.tsx'
import { IconPlay, IconSearch } from '../../../ui/icons.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import type { matrixQuery } from './matrix-query.ts'
import { MATRIX_FILTERS } from './matrix-rows.ts'
import type { FilterCounts, MatrixFilter } from './matrix-rows.ts'
import css from './matrix.module.css'

export type MatrixQuery = z.output<typeof matrixQuery>

export interface MatrixBarProps {
  readonly query: MatrixQuery
  /** As typed; the address follows. */
  readonly search: string
  readonly onSearch: (text: string) => void
  /** As it is used: what runs otherwise is a filter of the comparison only. */
  readonly filter: MatrixFilter
  readonly counts: FilterCounts
  /** Whether there are files beside what runs. */
  readonly hasFiles: boolean
  readonly onChange: SetQuery<MatrixQuery>
}

export function MatrixBar(props: MatrixBarProps): ReactNode {
  const { query, search, onSearch, filter, counts, hasFiles, onChange } = props
  const t = useTexts(configMatrixTexts)
  const isAgainst = hasFiles && query.against === 'running'
  const filters: readonly MatrixFilter[] = isAgainst ? ['all', 'often', 'drift', 'edited'] : MATRIX_FILTERS
  return (
    <div className={css.bar}>
      <TextField
        label={t('searchLabel')}
        isLabelHidden
        placeholder={t('search')}
        icon={<IconSearch />}
        value={search}
        onChange={onSearch}
        className={css.search ?? ''}
        isFilter
      />
      <Segmented
        label={t('filters')}
        value={filter}
        options={filters.map((value) => ({ value, label: t(value, { n: counts[value] }) }))}
        onChange={(show) => onChange({ show })}
        size="sm"
      />
      <Segmented
        label={t('programs')}
        value={query.of}
        options={[
          { value: 'broker', label: t('brokers') },
          { value: 'namesrv', label: t('namesrvs') },
        ]}
        onChange={(of) => onChange({ of })}
        size="sm"
      />
      {hasFiles ? (
        <Button
          size="sm"
          icon={IconPlay}
          isPressed={isAgainst}
          title={t('againstHint')}
          onClick={() =>
            onChange(
              isAgainst
                ? { against: 'files', show: query.show === 'drift' ? 'often' : query.show }
                : { against: 'running' },
            )
          }
        >
          {t('against')}
        </Button>
      ) : null}
    </div>
  )
}
