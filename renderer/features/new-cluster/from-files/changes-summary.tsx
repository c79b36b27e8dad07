/** After the cluster was made: what was changed in the lab's copies of the files, and why; then on to the topology. */
import type { ReactNode } from 'react'
import type { configApi } from '../../../../engine/contract/config-api.ts'
import type { OutputOf } from '../../../../engine/contract/rpc.ts'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { clusterPath } from '../../../routes/addresses.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { IconGraph } from '../../../ui/icons.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Screen, ScreenBody } from '../../../ui/screen.tsx'
import css from './from-files.module.css'

export type CreatedCluster = OutputOf<(typeof configApi)['clusters.createFromFiles']>

export function ChangesSummary({ created }: { readonly created: CreatedCluster }): ReactNode {
  const t = useTexts(fromFilesTexts)
  const textOf = useTextOf()
  const { cluster, changes } = created
  return (
    <Screen>
      <PageHeader
        title={t('title')}
        answer={t('answerCreated', { name: cluster, n: changes.length })}
        actions={
          <LinkButton variant="primary" icon={IconGraph} to={clusterPath(cluster, 'topology')}>
            {t('toTopology')}
          </LinkButton>
        }
      />
      <ScreenBody>
        <Panel title={t('created')} note={t('createdNote')}>
          {changes.length === 0 ? (
            <p className={css.empty}>{t('nothingChanged')}</p>
          ) : (
            <div className={css.tableScroll} tabIndex={0} role="region" aria-label={t('created')}>
              <table className={css.changes}>
                <thead>
                  <tr>
                    <th scope="col">{t('colNode')}</th>
                    <th scope="col">{t('colKey')}</th>
                    <th scope="col">{t('colFrom')}</th>
                    <th scope="col">{t('colTo')}</th>
                    <th scope="col">{t('colWhy')}</th>
                  </tr>
                </thead>
                <tbody>
                  {changes.map((change, index) => (
                    <tr key={index}>
                      <td>{change.node}</td>
                      <td className="mono">{change.key}</td>
                      <td className="mono">{change.from ?? t('absent')}</td>
                      <td className="mono">{change.to}</td>
                      <td className="t2">{textOf(change.why)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Panel>
      </ScreenBody>
    </Screen>
  )
}
