/** Clusters when there is none: three pictures, each one click away, and the ways to choose everything or attach. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { TOPOLOGY_COUNTS } from '../../../engine/config/topologies.ts'
import type { Topology } from '../../../engine/config/topologies.ts'
import { lab } from '../../api/lab.ts'
import { fromFilesTexts } from '../../i18n/from-files.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath, newClusterPath } from '../../routes/addresses.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useService } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconAttach, IconLog, IconPlay, IconSliders } from '../../ui/icons.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TopologyPicture } from '../../ui/topology-picture.tsx'
import { pictureOfShape, shapeOfTopology } from '../new-cluster/draft-shapes.ts'
import { clustersTexts } from './clusters-texts.ts'
import css from './first-run.module.css'

const OFFERED = [
  { topology: '2m-2s-async', text: 'firstAsync' },
  { topology: '2m-2s-sync', text: 'firstSync' },
  { topology: 'single', text: 'firstSingle' },
] as const

export function FirstRun({ onAttach }: { onAttach: () => void }): ReactNode {
  const t = useTexts(clustersTexts)
  const words = useTexts(fromFilesTexts)
  const navigate = useNavigate()
  const home = useService()?.machine.home ?? ''
  const [pointed, setPointed] = useState<Topology>('2m-2s-async')
  const [working, setWorking] = useState<Topology | null>(null)
  const [failed, setFailed] = useState<{ topology: Topology; error: unknown } | null>(null)
  useStandsFor({ says: t('standsForCreate'), command: `mqlab up ${pointed}` })

  const create = async (topology: Topology): Promise<void> => {
    setWorking(topology)
    setFailed(null)
    try {
      const { draft } = await lab.call('draft.propose', { shape: shapeOfTopology(topology) })
      const { cluster } = await lab.call('clusters.create', { draft, start: true })
      await navigate(clusterPath(cluster, 'topology'))
    } catch (error) {
      setFailed({ topology, error })
      setWorking(null)
    }
  }

  return (
    <div className={css.page}>
      <h2 className={css.title}>{t('heroTitle')}</h2>
      <p className={css.text}>{t('heroText')}</p>
      <div className={css.offers}>
        {OFFERED.map(({ topology, text }, index) => {
          const counts = TOPOLOGY_COUNTS[topology]
          const n = counts.nameServers + counts.masters * (1 + counts.slavesPerMaster)
          return (
            <div
              key={topology}
              className={css.offer}
              data-first={index === 0 || undefined}
              onPointerEnter={() => setPointed(topology)}
              onFocus={() => setPointed(topology)}
            >
              <div className={css.picture}>
                <TopologyPicture {...pictureOfShape(shapeOfTopology(topology))} />
              </div>
              <h3 className={css.name}>{topology}</h3>
              <p className="t2">{t(text)}</p>
              <div className={css.act}>
                <Button
                  variant={index === 0 ? 'primary' : 'default'}
                  icon={IconPlay}
                  label={t('createAndStartNamed', { name: topology })}
                  isBusy={working === topology}
                  isDisabled={working !== null && working !== topology}
                  onClick={() => void create(topology)}
                >
                  {working === topology ? t('creating') : t('createAndStart')}
                </Button>
                <span className="t3 s12">{n > 2 ? t('processesSix', { n }) : t('processesTwo', { n })}</span>
              </div>
            </div>
          )
        })}
      </div>
      {failed === null ? null : (
        <Panel className={css.error ?? ''}>
          <ErrorRegion
            title={t('createFailed', { name: failed.topology })}
            error={failed.error}
            onRetry={() => void create(failed.topology)}
          />
        </Panel>
      )}
      <Panel className={css.ways ?? ''}>
        <Link className={css.way} to={newClusterPath()}>
          <IconSliders />
          <span>
            <b>{t('chooseAll')}</b>
            <span className="t3 s12">{t('chooseAllText')}</span>
          </span>
        </Link>
        <Link className={css.way} to={newClusterPath({ from: 'files' })}>
          <IconLog />
          <span>
            <b>{words('entryTitle')}</b>
            <span className="t3 s12">{words('entryText')}</span>
          </span>
        </Link>
        <button type="button" className={css.way} onClick={onAttach}>
          <IconAttach />
          <span>
            <b>{t('attachRunning')}</b>
            <span className="t3 s12">{t('attachRunningText')}</span>
          </span>
        </button>
      </Panel>
      <p className="t3 s12">{t('dataLive', { home })}</p>
    </div>
  )
}
