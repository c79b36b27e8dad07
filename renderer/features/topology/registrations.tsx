/** How a broker stands in the name servers: one small hexagon each, ticked when registered, crossed when not. */
import type { ReactNode } from 'react'
import type { NodeView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { list } from '../../ui/format.ts'
import { markColor } from '../../ui/tone.ts'
import { topologyTexts } from './topology-texts.ts'
import css from './node-card.module.css'

export function Registrations({ node }: { node: Pick<NodeView, 'registrations'> }): ReactNode {
  const t = useTexts(topologyTexts)
  const of = (isRegistered: boolean): string[] =>
    node.registrations.filter((each) => each.isRegistered === isRegistered).map((each) => each.namesrv)
  const [present, absent] = [of(true), of(false)]
  const title = [
    present.length === 0 ? '' : t('registeredWith', { names: list(present, t.language) }),
    absent.length === 0 ? '' : t('notRegisteredWith', { names: list(absent, t.language) }),
  ]
    .filter((part) => part !== '')
    .join('\n')
  return (
    <span className={css.hexagons} title={title} role="img" aria-label={title}>
      {node.registrations.map((each) => (
        <svg key={each.namesrv} width="13" height="14" viewBox="0 0 13 14" aria-hidden="true" fill="none">
          <path
            d="M6.5 .8l5.6 3.2v6L6.5 13.2.9 10V4z"
            stroke={markColor(each.isRegistered ? 'ok' : 'bad')}
            strokeWidth="1.3"
            {...(each.isRegistered ? {} : { strokeDasharray: '2.4 1.6' })}
          />
          <path
            d={each.isRegistered ? 'M4 7l1.8 1.9L9.2 5.3' : 'M4.6 5.1l3.8 3.8M8.4 5.1l-3.8 3.8'}
            stroke={markColor(each.isRegistered ? 'ok' : 'bad')}
            strokeWidth="1.4"
          />
        </svg>
      ))}
    </span>
  )
}
