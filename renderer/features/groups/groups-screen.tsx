/** Groups: who reads, how far, and of the one chosen its progress in each queue, members and settings. Reset, change, delete. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import * as z from 'zod'
import { groupsTexts } from '../../i18n/groups.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { resourcesTexts } from '../../i18n/resources.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useMqadminStrip } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { usePolled } from '../../stores/polled.ts'
import { useWritePermission } from '../../stores/write-permission.ts'
import { DataTable } from '../../ui/data-table.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { count } from '../../ui/format.ts'
import { ResourceScreen } from '../../ui/resource-screen.tsx'
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
    <ResourceScreen
      title={t('title')}
      scope={cluster}
      answer={answer}
      create={{ ...permission, label: t('create'), onClick: () => setDialog('create') }}
      query={query}
      kinds={[
        { value: 'normal', label: t('kindNormal') + numberOf('normal') },
        { value: 'system', label: t('kindSystem') + numberOf('system') },
      ]}
      onQuery={setQuery}
      list={{
        ...list,
        label: t('list', { cluster }),
        words: { loading: t('theGroups'), failed: t('listNotRead', { cluster }) },
        table: (
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
        ),
      }}
      detail={{
        ...detail,
        name: group,
        words: { loading: t('theGroup', { group: group ?? '' }), failed: t('notRead', { group: group ?? '' }) },
        choose: { title: t('choose'), text: t('chooseText') },
        view: (value) => (
          <GroupDetailView
            cluster={cluster}
            detail={value}
            staleSinceMs={detail.staleSinceMs}
            permission={permission}
            isSystem={rows?.find((row) => row.group === group)?.kind === 'system'}
            onReset={() => setDialog('reset')}
            onSettings={() => setDialog('settings')}
            onDelete={() => setDialog('delete')}
          />
        ),
      }}
    >
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
    </ResourceScreen>
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
