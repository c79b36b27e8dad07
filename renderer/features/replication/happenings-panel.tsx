/** The letters of the charts with what happened, newest first, and what is at risk now. */
import type { ReactNode } from 'react'
import type { History } from '../../../engine/contract/clusters-api.ts'
import type { PairView } from '../../../engine/contract/state.ts'
import { replicationTexts } from '../../i18n/replication.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { clock } from '../../ui/format.ts'
import { IconSave } from '../../ui/icons.tsx'
import { Note, Panel } from '../../ui/panel.tsx'
import { effectOf, type Mark } from './replication-marks.ts'
import { riskSentence } from './replication-sentence.ts'
import css from './replication-screen.module.css'

export interface HappeningsPanelProps {
  readonly marks: readonly Mark[]
  readonly history: History
  readonly pairs: readonly PairView[]
  readonly onSave: () => void
}

export function HappeningsPanel({ marks, history, pairs, onSave }: HappeningsPanelProps): ReactNode {
  const t = useTexts(replicationTexts)
  const textOf = useTextOf()
  return (
    <Panel
      title={t('whatHappened')}
      className={css.happened ?? ''}
      actions={
        <Button size="sm" variant="ghost" icon={IconSave} onClick={onSave}>
          {t('saveReport')}
        </Button>
      }
    >
      <div className={css.happenedBody} tabIndex={0} role="group" aria-label={t('whatHappened')}>
        {marks.length === 0 ? (
          <p className={css.nothing}>{t('nothingHappened')}</p>
        ) : (
          <ol className={css.list} data-testid="marks">
            {[...marks].reverse().map((mark) => {
              const { happening, letter } = mark
              const effect = effectOf(mark, marks, history, pairs, t)
              return (
                <li key={happening.id} className={css.item} data-kind={happening.kind}>
                  <span className={`${css.letter} ${css[happening.tone]}`}>{letter}</span>
                  <div className={css.itemBody}>
                    <div className={css.itemHead}>
                      <b>{textOf(happening.subject)}</b>
                      <span className={css.when}>{clock(happening.atMs)}</span>
                    </div>
                    <p className="t2">{textOf(happening.sentence)}</p>
                    {effect === '' ? null : <p className="t3">{effect}</p>}
                  </div>
                </li>
              )
            })}
          </ol>
        )}
        <div className={css.risk}>
          <Note>
            <b>{t('atRisk')}</b>
            <p className="t2" data-testid="at-risk">
              {riskSentence(pairs, t)}
            </p>
          </Note>
        </div>
      </div>
    </Panel>
  )
}
