/** The question before a group goes: its offsets, retry and dead-letter topics; its name typed. */
import type { ReactNode } from 'react'
import { lab } from '../../api/lab.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { groupsTexts } from '../../i18n/groups.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useCluster } from '../../stores/lab.ts'
import { useMqadminCommand } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { count } from '../../ui/format.ts'
import { waitingOf } from './group-words.ts'
import type { GroupDetail } from './group-words.ts'

export interface GroupDeleteProps {
  readonly cluster: string
  readonly detail: GroupDetail
  readonly warning: TextPair | undefined
  readonly onDeleted: () => Promise<unknown>
  readonly onClose: () => void
}

export function GroupDelete({ cluster, detail, warning, onDeleted, onClose }: GroupDeleteProps): ReactNode {
  const t = useTexts(groupsTexts)
  const textOf = useTextOf()
  const commandOf = useMqadminCommand(cluster)
  const brokerCluster = useCluster(cluster)?.brokerClusters[0] ?? cluster
  const { group, queues, members } = detail
  const waiting = waitingOf(detail)
  return (
    <ConfirmDialog
      isOpen
      title={t('deleteTitle', { group })}
      typedName={group}
      command={commandOf(`deleteSubGroup -c ${shellWord(brokerCluster)} -g ${shellWord(group)} -r true`)}
      confirmLabel={t('deleteConfirm', { group })}
      {...(warning === undefined ? {} : { warning: textOf(warning) })}
      onConfirm={async () => {
        await lab.call('groups.delete', { cluster, group, typedName: group })
        await onDeleted()
      }}
      onClose={onClose}
    >
      <p>
        {waiting === null ? t('deleteUnknown') : t('deleteLoss', { queues: queues.length, waiting: count(waiting) })}
      </p>
      {members.length === 0 ? null : <p>{t('deleteMembers', { n: members.length })}</p>}
    </ConfirmDialog>
  )
}
