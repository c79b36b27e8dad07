/** What the shapes, marks and lines of the graph mean. */
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { RoleShape } from '../../ui/role-shape.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import type { MarkState } from '../../ui/state-mark.tsx'
import { clientTexts } from './client-texts.ts'
import css from './graph-legend.module.css'
import { topologyTexts } from './topology-texts.ts'

const STATES: readonly MarkState[] = [
  'running',
  'starting',
  'behind',
  'frozen',
  'stopped',
  'crashed',
  'unreachable',
  'unknown',
]

export function GraphLegend(): ReactNode {
  const t = useTexts(topologyTexts)
  const c = useTexts(clientTexts)
  return (
    <dl className={css.legend} aria-label={t('legend')}>
      <dt>{t('role')}</dt>
      <dd>
        <span className={css.item}>
          <RoleShape role="namesrv" size={20} />
          {t('namesrv')}
        </span>
        <span className={css.item}>
          <RoleShape role="master" size={20} />
          {t('legendMaster')}
        </span>
        <span className={css.item}>
          <RoleShape role="slave" size={20} />
          {t('legendSlave')}
        </span>
        <span className={css.item}>
          <RoleShape role="master" size={20} isDown />
          {t('legendDown')}
        </span>
        <span className={css.item}>
          <span className={css.client} />
          {c('legend')}
        </span>
      </dd>
      <dt>{t('state')}</dt>
      <dd>
        {STATES.map((state) => (
          <StateMark key={state} state={state} />
        ))}
      </dd>
      <dt>{t('link')}</dt>
      <dd>
        {LINKS.map(({ key, drawing }) => (
          <span key={key} className={css.item}>
            <svg width="34" height="12" viewBox="0 0 34 12" fill="none" aria-hidden="true">
              {drawing}
            </svg>
            {t(key)}
          </span>
        ))}
      </dd>
    </dl>
  )
}

const LINKS = [
  { key: 'legendAsync', drawing: <path d="M0 6h34" stroke="var(--ok-mark)" strokeWidth="2.5" /> },
  { key: 'sync', drawing: <path d="M0 3.5h34M0 8.5h34" stroke="var(--ok-mark)" strokeWidth="1.8" /> },
  { key: 'behind', drawing: <path d="M0 6h34" stroke="var(--warn-mark)" strokeWidth="2.5" strokeDasharray="9 4" /> },
  {
    key: 'broken',
    drawing: (
      <>
        <path d="M0 6h11M23 6h11" stroke="var(--bad-mark)" strokeWidth="2.5" />
        <path d="M13.5 2.5l7 7M20.5 2.5l-7 7" stroke="var(--bad-mark)" strokeWidth="2" />
      </>
    ),
  },
  {
    key: 'legendCut',
    drawing: (
      <>
        <path d="M0 6h10M24 6h10" stroke="var(--fault-mark)" strokeWidth="2.5" />
        <path d="M11 1.5v9M23 1.5v9" stroke="var(--fault-mark)" strokeWidth="2" />
      </>
    ),
  },
  {
    key: 'legendRegistration',
    drawing: <path d="M0 6h34" stroke="var(--ok-mark)" strokeWidth="1.3" strokeDasharray="1 4" strokeLinecap="round" />,
  },
] as const
