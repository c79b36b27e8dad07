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

type Change = CreatedCluster['changes'][number]

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
            <div className={css.tableScroll} tabIndex={0} role="group" aria-label={t('created')}>
              <table className={css.changes}>
                <thead>
                  <tr>
                    <th scope="col">{t('colNode')}</th>
                    <th scope="col">{t('colKey')}</th>
                    <th scope="col">{t('colFrom')}</th>
                    <th scope="col">{t('colTo')}</th>
                  </tr>
                </thead>
                {byReason(changes).map(([why, some]) => (
                  <tbody key={why.en}>
                    <tr>
                      <th scope="rowgroup" colSpan={4} className={css.reason}>
                        {textOf(why)}
                        <span className="t3"> · {t('places', { n: some.length })}</span>
                      </th>
                    </tr>
                    {some.map((change, index) => (
                      <tr key={index}>
                        <td>{change.node}</td>
                        <td className="mono">{change.key}</td>
                        <td className="mono">{change.from ?? t('absent')}</td>
                        <td className="mono">{change.to}</td>
                      </tr>
                    ))}
                  </tbody>
                ))}
              </table>
            </div>
          )}
        </Panel>
      </ScreenBody>
    </Screen>
  )
}

/** Changes of one reason together, in the order in which reasons come first. */
function byReason(changes: readonly Change[]): (readonly [Change['why'], readonly Change[]])[] {
  const reasons = new Map<string, Change[]>()
  for (const change of changes) reasons.set(change.why.en, [...(reasons.get(change.why.en) ?? []), change])
  return [...reasons.values()].flatMap((some) => (some[0] === undefined ? [] : [[some[0].why, some] as const]))
}
