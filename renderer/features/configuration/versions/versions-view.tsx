/** The versions that were applied: what changed, when, by whom, and the way back (`config/versions/:v?`). */
import * as z from 'zod'
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { ConfigVersion } from '../../../../engine/contract/config-api.ts'
import { configVersionsTexts } from '../../../i18n/config-versions.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { configPath } from '../../../routes/addresses.ts'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useQuery } from '../../../routes/use-query.ts'
import { usePolled } from '../../../stores/polled.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { DataTable } from '../../../ui/data-table.tsx'
import type { Column } from '../../../ui/data-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { TextField } from '../../../ui/field.tsx'
import { moment } from '../../../ui/format.ts'
import { IconFilter, IconTable } from '../../../ui/icons.tsx'
import { ListDetail } from '../../../ui/list-detail.tsx'
import { Loading } from '../../../ui/loading.tsx'
import { StaleNote } from '../../../ui/stale-note.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { useViewAnswer } from '../shared/view-head.tsx'
import { ResultMark } from './result-mark.tsx'
import { VersionDetail } from './version-detail.tsx'
import { changeWords, fitsFilter, versionsSentence } from './version-words.ts'
import css from './versions.module.css'

const QUERY = z.object({ q: z.string().default('') })

/** Takes no properties: cluster and version come from the address (`:v`). */
export function VersionsView(): ReactNode {
  const t = useTexts(configVersionsTexts)
  const cluster = useClusterName()
  const { v } = useParams()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [query, setQuery] = useQuery(QUERY)
  const nowMs = useNow(10_000)
  const polled = usePolled('config.versions', { cluster })
  const versions = polled.value?.versions
  useViewAnswer(versions === undefined ? null : versionsSentence(versions, nowMs, t))
  const shown = useMemo(() => (versions ?? []).filter((version) => fitsFilter(version, query.q)), [versions, query.q])
  const columns = useMemo((): Column<ConfigVersion>[] => versionColumns(nowMs, t), [nowMs, t])

  if (versions === undefined) {
    return polled.error === undefined ? (
      <Loading what={t('theVersions')} rows={8} />
    ) : (
      <ErrorRegion title={t('listFailed', { cluster })} error={polled.error} onRetry={() => void polled.refresh()} />
    )
  }
  if (versions.length === 0) {
    return (
      <Empty
        title={t('empty', { cluster })}
        action={
          <LinkButton icon={IconTable} to={configPath(cluster, 'matrix')}>
            {t('toMatrix')}
          </LinkButton>
        }
      >
        {t('emptyText')}
      </Empty>
    )
  }
  const at = v === undefined ? 0 : versions.findIndex((version) => String(version.version) === v)
  const chosen = versions[at]
  return (
    <div className={css.view}>
      <ListDetail
        listLabel={t('list', { cluster })}
        bar={
          <TextField
            label={t('filter')}
            isLabelHidden
            placeholder={t('filterHint')}
            icon={<IconFilter />}
            value={query.q}
            onChange={(q) => setQuery({ q })}
            isFilter
          />
        }
        list={
          <DataTable
            label={t('list', { cluster })}
            columns={columns}
            rows={shown}
            rowKey={(version) => String(version.version)}
            selectedKey={chosen === undefined ? null : String(chosen.version)}
            onSelect={({ version }) =>
              void navigate({ pathname: configPath(cluster, 'versions', version), search: params.toString() })
            }
            empty={<Empty title={t('noneFits')} />}
            isStale={polled.staleSinceMs !== undefined}
            isFilling
          />
        }
        foot={polled.staleSinceMs === undefined ? null : <StaleNote sinceMs={polled.staleSinceMs} />}
      >
        {chosen === undefined ? (
          <Empty title={v === undefined ? t('choose') : t('notThere', { version: v })} />
        ) : (
          <VersionDetail key={chosen.version} cluster={cluster} version={chosen} before={versions[at + 1]} />
        )}
      </ListDetail>
    </div>
  )
}

function versionColumns(nowMs: number, t: Parameters<typeof changeWords>[1]): Column<ConfigVersion>[] {
  return [
    { key: 'number', title: t('number'), isNumber: true, width: '64px', render: ({ version }) => <b>{version}</b> },
    {
      key: 'changes',
      title: t('changes'),
      render: (version) => (
        <span className={css.what}>
          <span>{version.note === '' ? changeWords(version, t) : version.note}</span>
          <span className="t3">
            {moment(version.atMs, nowMs, t.language)}
            {version.note === '' ? null : ` · ${changeWords(version, t)}`}
          </span>
        </span>
      ),
    },
    {
      key: 'result',
      title: t('result'),
      width: '88px',
      render: ({ author, result }) => (author === 'first' ? null : <ResultMark result={result} />),
    },
  ]
}
