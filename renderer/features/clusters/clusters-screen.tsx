/** What runs, what is wrong, what happened last and what it costs; the first cluster one click away when there is none. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { NEW_CLUSTER_PATH } from '../../routes/addresses.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useClusters, useHasLab, useNodes, usePairs, useStaleSince } from '../../stores/lab.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { IconAttach, IconPlus } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { AttachDialog } from './attach-dialog.tsx'
import { ClusterCard } from './cluster-card.tsx'
import { answerOf, kindOf } from './cluster-summary.ts'
import css from './clusters-screen.module.css'
import { clustersTexts } from './clusters-texts.ts'
import { FirstRun } from './first-run.tsx'
import { LastHappenings, ThisMachine } from './side-panels.tsx'

export function ClustersScreen(): ReactNode {
  const t = useTexts(clustersTexts)
  const hasLab = useHasLab()
  const clusters = useClusters()
  const answer = useAnswer()
  const staleSince = useStaleSince()
  const [isAttaching, setAttaching] = useState(false)
  const isEmpty = hasLab && clusters.length === 0
  return (
    <Screen>
      <PageHeader
        title={t('title')}
        answer={hasLab ? answer : ''}
        {...(isEmpty
          ? {}
          : {
              actions: (
                <>
                  <Button icon={IconAttach} onClick={() => setAttaching(true)}>
                    {t('attach')}
                  </Button>
                  <LinkButton variant="primary" icon={IconPlus} to={NEW_CLUSTER_PATH}>
                    {t('newCluster')}
                  </LinkButton>
                </>
              ),
            })}
      />
      <ScreenBody>
        {!hasLab ? (
          <Loading what={t('theLab')} rows={8} />
        ) : isEmpty ? (
          <FirstRun onAttach={() => setAttaching(true)} />
        ) : (
          <>
            <StatusStrip />
            {staleSince === null ? null : (
              <div className={css.stale}>
                <StaleNote sinceMs={staleSince} />
              </div>
            )}
            <div className={css.cards}>
              {clusters.map((head) => (
                <ClusterCard key={head.name} head={head} />
              ))}
              <LastHappenings />
              <ThisMachine />
            </div>
          </>
        )}
      </ScreenBody>
      <AttachDialog isOpen={isAttaching} onClose={() => setAttaching(false)} />
    </Screen>
  )
}

/** Its own component: the first run shows other words in the strip. */
function StatusStrip(): ReactNode {
  useStandsFor({ command: 'mqlab status' })
  return null
}

function useAnswer(): string {
  const t = useTexts(clustersTexts)
  const clusters = useClusters()
  const [nodes, pairs] = [useNodes(), usePairs()]
  const kinds = clusters.map((head) => {
    const isIts = (each: { readonly cluster: string }): boolean => each.cluster === head.name
    return kindOf({ head, nodes: nodes.filter(isIts), pairs: pairs.filter(isIts) })
  })
  return answerOf(kinds, t)
}
