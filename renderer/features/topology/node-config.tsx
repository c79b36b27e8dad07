/** The configuration as the node runs it, against its file: differences are marked, keys and values searched. Read only. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { NodeView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { UNKNOWN } from '../../ui/format.ts'
import { IconSearch } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Note } from '../../ui/panel.tsx'
import { configRows, filterRows } from './config-rows.ts'
import { drawerTexts } from './drawer-texts.ts'
import css from './node-drawer.module.css'
import { useAsked } from './use-asked.ts'

export function NodeConfig({ node }: { node: NodeView }): ReactNode {
  const t = useTexts(drawerTexts)
  const textOf = useTextOf()
  const [words, setWords] = useState('')
  const [onlySet, setOnlySet] = useState(node.isOurs)
  // Asked again when the node comes or goes: it may run with something else then.
  const { value, error, again } = useAsked(`${node.cluster} ${node.name} ${node.state}`, () =>
    lab.call('config.node', { cluster: node.cluster, node: node.name }),
  )
  if (error !== undefined) return <ErrorRegion error={error} onRetry={again} />
  if (value === undefined) return <Loading what={t('theConfig')} rows={8} />
  const rows = configRows(value.running, value.text)
  const shown = filterRows(rows, words, onlySet && value.text !== null)
  const different = rows.filter((row) => row.isDifferent).length
  return (
    <div className={css.fill}>
      <div className={css.intro}>
        {value.path === null ? null : <p className={css.path}>{t('configFile', { path: value.path })}</p>}
        {value.problem === null ? null : <Note tone="warn">{textOf(value.problem)}</Note>}
        {value.running === null ? (
          <p className="t3">{t('configNotRunning')}</p>
        ) : value.text === null ? null : (
          <p className={different > 0 ? 'warn' : 't3'}>
            {different > 0 ? t('configDiffers', { n: different }) : t('configSame')}
          </p>
        )}
        <TextField
          label={t('configFilter')}
          isLabelHidden
          placeholder={t('configFilter')}
          size="sm"
          icon={<IconSearch />}
          value={words}
          onChange={setWords}
          isFilter
        />
        {value.text === null ? null : (
          <CheckField label={t('configOnlyDifferent')} isOn={onlySet} onChange={setOnlySet} />
        )}
      </div>
      {shown.length === 0 ? (
        <p className="t3 s12">{t('configNone')}</p>
      ) : (
        <dl className={css.rows} aria-label={t('configKeys', { name: node.name })}>
          {shown.map((row) => (
            <div key={row.key} className={classNames(css.row, row.isDifferent && css.differs)}>
              <dt className="mono">{row.key}</dt>
              <dd className="mono">{(value.running === null ? row.file : (row.running ?? row.file)) || UNKNOWN}</dd>
              {row.isDifferent ? (
                <dd className={css.fileSays}>≠ {t('configFileSays', { value: row.file ?? UNKNOWN })}</dd>
              ) : null}
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
