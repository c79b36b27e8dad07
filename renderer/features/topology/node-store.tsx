/** What lies in the node's store: what it takes on the disk, facts, then its files with their lengths. */
import type { ReactNode } from 'react'
import type { NodeView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { DrawerSection } from '../../ui/drawer.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { bytes, count, moment } from '../../ui/format.ts'
import { Loading } from '../../ui/loading.tsx'
import { KeyValues } from '../../ui/panel.tsx'
import { useNow } from '../../ui/use-now.ts'
import { drawerTexts } from './drawer-texts.ts'
import css from './node-drawer.module.css'
import { useAsked } from './use-asked.ts'

const MINUTE_MS = 60_000

export function NodeStore({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const textOf = useTextOf()
  const nowMs = useNow(MINUTE_MS)
  const { value, error, again } = useAsked(`${node.cluster} ${node.name} ${node.state}`, () =>
    lab.call('store.node', { cluster: node.cluster, node: node.name }),
  )
  if (error !== undefined) return <ErrorRegion error={error} onRetry={again} />
  if (value === undefined) return <Loading what={t('theStore')} rows={6} />
  const { totalBytes, storedBytes } = value
  const n = value.files.length
  return (
    <>
      <DrawerSection>
        {value.folder === null ? null : <p className={css.path}>{value.folder}</p>}
        <p className={css.sizes}>
          {storedBytes === null ? null : t('storeStored', { size: bytes(storedBytes) })}{' '}
          {totalBytes === null ? null : (
            <span className="t3">{t('storeTotal', { size: bytes(totalBytes), count: count(n), n })}</span>
          )}
          {value.isTruncated ? <span className="t3"> {t('storeTruncated')}</span> : null}
        </p>
        {node.kind === 'namesrv' && value.files.length === 0 ? <p className="t3">{t('storeNamesrv')}</p> : null}
        {value.facts.length === 0 ? null : (
          <KeyValues rows={value.facts.map((fact) => [textOf(fact.label), fact.value] as const)} />
        )}
      </DrawerSection>
      {node.kind === 'namesrv' || value.folder === null ? null : (
        <DrawerSection title={t('storeFiles', { name: node.name })}>
          {value.files.length === 0 ? <p className="t3">{t('storeEmpty')}</p> : null}
          <dl className={classNames(css.rows, css.files)}>
            {value.files.map((file) => (
              <div key={file.path} className={css.row}>
                <dt className="mono">{file.path}</dt>
                <dd title={t('changedAt', { moment: moment(file.modifiedAtMs, nowMs, t.language) })}>
                  {bytes(file.bytes)}
                </dd>
              </div>
            ))}
          </dl>
        </DrawerSection>
      )}
    </>
  )
}
