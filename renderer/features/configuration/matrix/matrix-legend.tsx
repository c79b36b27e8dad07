/** What the cells say, by samples, and the keys of the grid. */
import type { ReactNode } from 'react'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { classNames } from '../../../ui/class-names.ts'
import css from './matrix.module.css'

const BEFORE = '72'
const AFTER = '48'

export function MatrixLegend({ isAgainst }: { readonly isAgainst: boolean }): ReactNode {
  const t = useTexts(configMatrixTexts)
  return (
    <div className={css.legend} role="group" aria-label={t('legend')}>
      <span>
        <span className={classNames(css.sample, css.sampleDefault)}>{BEFORE}</span>
        {t('legendDefault')}
      </span>
      <span>
        <span className={css.sample}>{AFTER}</span>
        {t('legendSet')}
      </span>
      {isAgainst ? (
        <>
          <span>
            <span className={classNames(css.sample, css.sampleDiffers)}>
              {BEFORE} → <b>{AFTER}</b>
            </span>
            {t('legendRuns')}
          </span>
          <span>
            <span className={classNames(css.sample, css.sampleDefault)}>
              {BEFORE} → {AFTER}
            </span>
            {t('legendDetected')}
          </span>
        </>
      ) : (
        <>
          <span>
            <span className={classNames(css.sample, css.sampleDiffers)}>≠</span>
            {t('legendDiffers')}
          </span>
          <span>
            <span className={classNames(css.sample, css.sampleEdited)}>
              <s>{BEFORE}</s> <b>{AFTER}</b>
            </span>
            {t('legendEdited')}
          </span>
        </>
      )}
      <span className={css.hint}>{t('keysHint')}</span>
    </div>
  )
}
