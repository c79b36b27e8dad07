/**
 * The shell of the configuration: reads the files, has them checked, and draws the header that Edit, Matrix, Plan and Versions share:
 * the sentence about edits and errors, the views, the way to the plan. Each view is a route below.
 */
import { Suspense } from 'react'
import type { ReactNode } from 'react'
import { NavLink, Outlet } from 'react-router'
import { configTexts } from '../../i18n/config.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { configPath } from '../../routes/addresses.ts'
import type { ConfigView } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconClock, IconEdit, IconSteps, IconRight, IconTable } from '../../ui/icons.tsx'
import type { Icon } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen } from '../../ui/screen.tsx'
import css from './configuration-screen.module.css'
import { ExportButton } from './export/export-button.tsx'
import { useConfigFiles, useFreshConfig } from './shared/use-config-files.ts'
import { useConfigKeys } from './shared/use-config-keys.ts'
import { useEditsAnswer } from './shared/use-edits-answer.ts'
import { useProblems } from './shared/use-problems.ts'
import { useViewHead, ViewActionsSlot } from './shared/view-head.tsx'

const VIEWS: readonly { readonly view: ConfigView; readonly icon: Icon }[] = [
  { view: 'edit', icon: IconEdit },
  { view: 'matrix', icon: IconTable },
  { view: 'plan', icon: IconSteps },
  { view: 'versions', icon: IconClock },
]

export function ConfigurationScreen(): ReactNode {
  const t = useTexts(configTexts)
  const cluster = useClusterName()
  useFreshConfig(cluster)
  useConfigKeys(cluster)
  const { status, error, again } = useConfigFiles()
  const usual = useEditsAnswer()
  const answer = useViewHead((head) => head.answer)
  const hasOwnActions = useViewHead((head) => head.ownActions > 0)
  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={answer ?? usual}
        actions={
          <>
            <ViewSwitch cluster={cluster} />
            <ExportButton cluster={cluster} />
            <ViewActionsSlot />
            {hasOwnActions ? null : <WayToPlan cluster={cluster} />}
          </>
        }
      />
      <div className={css.view}>
        {status === 'failed' ? (
          <ErrorRegion title={t('notRead', { cluster })} error={error} onRetry={() => void again()} />
        ) : status === 'loading' ? (
          <Loading what={t('theFiles')} rows={10} />
        ) : (
          <Suspense fallback={<Loading what={t('theView')} rows={10} />}>
            <Outlet />
          </Suspense>
        )}
      </div>
    </Screen>
  )
}

function ViewSwitch({ cluster }: { readonly cluster: string }): ReactNode {
  const t = useTexts(configTexts)
  return (
    <div role="group" className={css.switch} aria-label={t('views')}>
      {VIEWS.map(({ view, icon: IconOf }) => (
        <NavLink key={view} to={configPath(cluster, view)} className={css.part ?? ''}>
          <IconOf />
          {t(view)}
        </NavLink>
      ))}
    </div>
  )
}

/** How many errors stand in the way, and the way to the plan once none does. */
function WayToPlan({ cluster }: { readonly cluster: string }): ReactNode {
  const t = useTexts(configTexts)
  const { isKnown, errors, warnings } = useProblems()
  const isBlocked = !isKnown || errors > 0
  return (
    <>
      {errors > 0 ? (
        <span className={css.errors}>{t('errors', { n: errors })}</span>
      ) : warnings > 0 ? (
        <span className={css.warnings}>{t('warnings', { n: warnings })}</span>
      ) : null}
      {isBlocked ? (
        <Button icon={IconRight} isDisabled reason={isKnown ? t('planBlocked', { n: errors }) : t('planUnknown')}>
          {t('planApply')}
        </Button>
      ) : (
        <LinkButton icon={IconRight} to={configPath(cluster, 'plan')}>
          {t('planApply')}
        </LinkButton>
      )}
    </>
  )
}
