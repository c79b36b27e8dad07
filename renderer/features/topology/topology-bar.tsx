/** The bar above the graph: graph or table, clients, which registration lines, legend, tidy, size. */
import { useReactFlow, useStore } from '@xyflow/react'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { count, percent } from '../../ui/format.ts'
import { IconClient, IconFit, IconGraph, IconGrid, IconInfo, IconMinus, IconPlus, IconTable } from '../../ui/icons.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { clientTexts } from './client-texts.ts'
import { useClientCount } from './connected-clients.ts'
import type { RegistrationChoice } from './drawn-registrations.ts'
import css from './topology-bar.module.css'
import { topologyTexts } from './topology-texts.ts'
import { askToFit, stopFitting } from './use-fit.ts'

export interface TopologyBarProps {
  readonly view: 'graph' | 'table'
  readonly registrations: RegistrationChoice
  readonly hasLegend: boolean
  /** Whether a card was moved: only then there is something to tidy. */
  readonly isMoved: boolean
  readonly hasClients: boolean
  readonly onClients: (hasClients: boolean) => void
  readonly onView: (view: 'graph' | 'table') => void
  readonly onRegistrations: (choice: RegistrationChoice) => void
  readonly onLegend: (hasLegend: boolean) => void
  readonly onTidy: () => void
}

export function TopologyBar(props: TopologyBarProps): ReactNode {
  const t = useTexts(topologyTexts)
  return (
    <>
      <Segmented<'graph' | 'table'>
        label={t('view')}
        size="sm"
        value={props.view}
        options={[
          { value: 'graph', label: t('graph'), icon: IconGraph },
          { value: 'table', label: t('table'), icon: IconTable },
        ]}
        onChange={props.onView}
      />
      <ClientsSwitch hasClients={props.hasClients} onClients={props.onClients} />
      {props.view === 'graph' ? <GraphControls {...props} /> : null}
    </>
  )
}

/** Alone, because their number comes and goes. */
function ClientsSwitch({ hasClients, onClients }: Pick<TopologyBarProps, 'hasClients' | 'onClients'>): ReactNode {
  const t = useTexts(clientTexts)
  const n = useClientCount()
  return (
    <Button
      variant="ghost"
      size="sm"
      icon={IconClient}
      isPressed={hasClients}
      title={t('switchHint')}
      onClick={() => onClients(!hasClients)}
    >
      {hasClients ? t('switch', { n: count(n) }) : t('clients')}
    </Button>
  )
}

function GraphControls(props: TopologyBarProps): ReactNode {
  const t = useTexts(topologyTexts)
  return (
    <>
      <span className={css.label}>{t('registrationLines')}</span>
      <Segmented<RegistrationChoice>
        label={t('registrationLines')}
        size="sm"
        value={props.registrations}
        options={[
          { value: 'selected', label: t('selectedAndBroken') },
          { value: 'all', label: t('all') },
        ]}
        onChange={props.onRegistrations}
      />
      <span className={css.end}>
        <Button
          variant="ghost"
          size="sm"
          icon={IconInfo}
          isPressed={props.hasLegend}
          onClick={() => props.onLegend(!props.hasLegend)}
        >
          {t('legend')}
        </Button>
        {props.isMoved ? (
          <Button variant="ghost" size="sm" icon={IconGrid} title={t('tidyHint')} onClick={props.onTidy}>
            {t('tidy')}
          </Button>
        ) : null}
        <Zoom />
      </span>
    </>
  )
}

function Zoom(): ReactNode {
  const t = useTexts(topologyTexts)
  const flow = useReactFlow()
  const zoom = useStore((state) => Math.round(state.transform[2] * 100))
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        icon={IconMinus}
        label={t('zoomOut')}
        title={t('zoomOut')}
        onClick={() => {
          stopFitting()
          void flow.zoomOut()
        }}
      />
      <span className={css.zoom}>{percent(zoom)}</span>
      <Button
        variant="ghost"
        size="sm"
        icon={IconPlus}
        label={t('zoomIn')}
        title={t('zoomIn')}
        onClick={() => {
          stopFitting()
          void flow.zoomIn()
        }}
      />
      <Button variant="ghost" size="sm" icon={IconFit} onClick={askToFit}>
        {t('fit')}
      </Button>
    </>
  )
}
