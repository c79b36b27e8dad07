/** Groups: who reads, how far, and of the one chosen its progress in each queue, members and settings. Reset, change, delete. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import * as z from 'zod'
import { groupsTexts } from '../../i18n/groups.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useMqadminStrip } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { usePolled } from '../../stores/polled.ts'
import { useWritePermission } from '../../stores/write-permission.ts'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { TextField } from '../../ui/field.tsx'
import { count } from '../../ui/format.ts'
import { IconFilter, IconPlus, IconRestart } from '../../ui/icons.tsx'
import { ListDetail } from '../../ui/list-detail.tsx'
import { Loading } from '../../ui/loading.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { StaleNote } from '../../ui/stale-note.tsx'
import { GroupDelete } from './group-delete.tsx'
import { GroupDetailView } from './group-detail.tsx'
import { GroupForm } from './group-form.tsx'
import { groupAnswer, listAnswer } from './group-words.ts'
import type { GroupRow } from './group-words.ts'
import { ResetDialog } from './reset-dialog.tsx'

const QUERY = z.object({
  q: z.string().default(''),
  kind: z.enum(['normal', 'system']).default('normal'),
})

type Dialog = 'create' | 'settings' | 'delete' | 'reset'

export function GroupsScreen(): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const language = useLanguage()
  const textOf = useTextOf()
  const cluster = useClusterName()
  const { group } = useParams()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const [query, setQuery] = useQuery(QUERY)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const permission = useWritePermission(cluster)
  const list = usePolled('groups.list', { cluster })
  const detail = usePolled('groups.get', group === undefined ? null : { cluster, group })
  const rows = list.value?.groups

  const shown = useMemo(() => {
    const wanted = query.q.trim().toLowerCase()
    return (rows ?? []).filter((row) => row.kind === query.kind && row.group.toLowerCase().includes(wanted))
  }, [rows, query.kind, query.q])
  const choose = (name: string): void => {
    void navigate({ pathname: clusterPath(cluster, 'groups', {}, name), search: params.toString() })
  }
  const refresh = (): Promise<unknown> => Promise.all([list.refresh(), detail.refresh()])
  const close = (): void => setDialog(null)
  useMqadminStrip(
    cluster,
    group === undefined ? 'consumerProgress' : `consumerProgress -g ${shellWord(group)}`,
    group === undefined ? t('standsList') : t('standsGroup', { group }),
  )
  const answer =
    detail.value !== undefined
      ? groupAnswer(detail.value, language)
      : rows === undefined
        ? ''
        : listAnswer(rows, cluster, language)
  const numberOf = (kind: GroupRow['kind']): string =>
    rows === undefined ? '' : ` ${count(rows.filter((row) => row.kind === kind).length)}`

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={answer}
        actions={
          <>
            <Button
              variant="ghost"
              icon={IconRestart}
              label={words('refresh')}
              title={words('refresh')}
              onClick={() => void refresh()}
            />
            <Button
              variant="primary"
              icon={IconPlus}
              isDisabled={!permission.isAllowed}
              {...(permission.reason === undefined ? {} : { reason: textOf(permission.reason) })}
              onClick={() => setDialog('create')}
            >
              {t('create')}
            </Button>
          </>
        }
      />
      <ScreenBody isPadded={false} scrolls={false}>
        <ListDetail
          listLabel={t('list', { cluster })}
          bar={
            <>
              <TextField
                label={words('filter')}
                isLabelHidden
                placeholder={words('filter')}
                icon={<IconFilter />}
                value={query.q}
                onChange={(q) => setQuery({ q })}
                isFilter
              />
              <Segmented
                label={words('kinds')}
                size="sm"
                value={query.kind}
                options={[
                  { value: 'normal', label: t('kindNormal') + numberOf('normal') },
                  { value: 'system', label: t('kindSystem') + numberOf('system') },
                ]}
                onChange={(kind) => setQuery({ kind })}
              />
            </>
          }
          list={
            list.value === undefined ? (
              list.error === undefined ? (
                <Loading what={t('theGroups')} rows={8} />
              ) : (
                <ErrorRegion
                  title={t('listNotRead', { cluster })}
                  error={list.error}
                  onRetry={() => void list.refresh()}
                />
              )
            ) : (
              <GroupTable
                rows={shown}
                cluster={cluster}
                selected={group ?? null}
                isStale={list.staleSinceMs !== undefined}
                onSelect={choose}
                empty={
                  query.kind === 'normal' && rows?.some((row) => row.kind === 'normal') !== true ? (
                    <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
                  ) : (
                    <Empty title={words('nothingFits')} />
                  )
                }
              />
            )
          }
          foot={
            list.staleSinceMs !== undefined ? (
              <StaleNote sinceMs={list.staleSinceMs} />
            ) : (list.value?.problems ?? []).length > 0 ? (
              list.value?.problems.map((problem) => <p key={problem.en}>{textOf(problem)}</p>)
            ) : undefined
          }
        >
          {group === undefined ? (
            <Empty title={t('choose')}>{t('chooseText')}</Empty>
          ) : detail.value === undefined ? (
            detail.error === undefined ? (
              <Loading what={t('theGroup', { group })} rows={10} />
            ) : (
              <ErrorRegion title={t('notRead', { group })} error={detail.error} onRetry={() => void detail.refresh()} />
            )
          ) : (
            <GroupDetailView
              cluster={cluster}
              detail={detail.value}
              staleSinceMs={detail.staleSinceMs}
              permission={permission}
              isSystem={rows?.find((row) => row.group === group)?.kind === 'system'}
              onReset={() => setDialog('reset')}
              onSettings={() => setDialog('settings')}
              onDelete={() => setDialog('delete')}
            />
          )}
        </ListDetail>
      </ScreenBody>
      {dialog === 'create' || (dialog === 'settings' && detail.value !== undefined) ? (
        <GroupForm
          cluster={cluster}
          detail={dialog === 'settings' ? detail.value : undefined}
          warning={permission.warning}
          onSaved={async (name) => {
            await refresh()
            if (name !== group) choose(name)
          }}
          onClose={close}
        />
      ) : null}
      {dialog === 'reset' && detail.value !== undefined ? (
        <ResetDialog
          cluster={cluster}
          detail={detail.value}
          warning={permission.warning}
          onDone={refresh}
          onClose={close}
        />
      ) : null}
      {dialog === 'delete' && detail.value !== undefined ? (
        <GroupDelete
          cluster={cluster}
          detail={detail.value}
          warning={permission.warning}
          onDeleted={async () => {
            void navigate({ pathname: clusterPath(cluster, 'groups'), search: params.toString() })
            await list.refresh()
          }}
          onClose={close}
        />
      ) : null}
    </Screen>
  )
}

function GroupTable(props: {
  rows: readonly GroupRow[]
  cluster: string
  selected: string | null
  isStale: boolean
  onSelect: (group: string) => void
  empty: ReactNode
}): ReactNode {
  const t = useTexts(groupsTexts)
  const words = useTexts(resourcesTexts)
  const columns: readonly Column<GroupRow>[] = [
    {
      key: 'group',
      title: words('group'),
      isMono: true,
      sortBy: (row) => row.group,
      render: (row) => <span title={row.group}>{row.group}</span>,
    },
    {
      key: 'members',
      title: words('members'),
      isNumber: true,
      width: '90px',
      sortBy: (row) => row.members,
      render: (row) => count(row.members),
    },
    {
      key: 'waiting',
      title: words('waiting'),
      isNumber: true,
      width: '110px',
      sortBy: (row) => row.waiting,
      render: (row) => count(row.waiting),
    },
  ]
  return (
    <DataTable
      label={t('list', { cluster: props.cluster })}
      columns={columns}
      rows={props.rows}
      rowKey={(row) => row.group}
      selectedKey={props.selected}
      onSelect={(row) => props.onSelect(row.group)}
      isStale={props.isStale}
      isFilling
      empty={props.empty}
    />
  )
}
