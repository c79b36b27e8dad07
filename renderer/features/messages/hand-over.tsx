/** The dialog that hands a stored message to one member of a group, and tells how it took it. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import { lab } from '../../api/lab.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { messagesTexts } from '../../i18n/messages.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useMqadminCommand } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { usePolled } from '../../stores/polled.ts'
import { useWritePermission } from '../../stores/write-permission.ts'
import { SelectField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { lag } from '../../ui/format.ts'
import { Note } from '../../ui/panel.tsx'
import type { MessageDetail } from './message-search.ts'

type Result = OutputOf<LabApi['messages.sendToGroup']>

const ANY = '*'

export interface HandOverProps {
  readonly cluster: string
  readonly detail: MessageDetail
  /** Groups that read the topic. */
  readonly groups: readonly string[]
  readonly onDone: () => Promise<unknown>
  readonly onClose: () => void
}

export function HandOver({ cluster, detail, groups, onDone, onClose }: HandOverProps): ReactNode {
  const t = useTexts(messagesTexts)
  const textOf = useTextOf()
  const commandOf = useMqadminCommand(cluster)
  const { warning } = useWritePermission(cluster)
  const [group, setGroup] = useState(groups[0] ?? '')
  const [client, setClient] = useState(ANY)
  const [result, setResult] = useState<Result>()
  const members = usePolled('groups.get', group === '' ? null : { cluster, group })
  const ids = members.value?.members.map(({ clientId }) => clientId) ?? []
  const reason =
    group === '' ? t('noGroup') : members.value !== undefined && ids.length === 0 ? t('noMember', { group }) : undefined
  const { row } = detail
  const shownClient = client === ANY ? (ids[0] ?? 'CLIENT') : client
  return (
    <FormDialog
      isOpen
      title={t('toGroupTitle', { id: row.keys === '' ? row.messageId : row.keys })}
      submitLabel={t('hand')}
      reason={reason}
      command={commandOf(
        `queryMsgById -i ${row.offsetMessageId} -t ${shellWord(row.topic)} -g ${shellWord(group === '' ? 'GROUP' : group)} -d ${shellWord(shownClient)}`,
      )}
      {...(warning === undefined ? {} : { warning: textOf(warning) })}
      onClose={onClose}
      onSubmit={async () => {
        setResult(undefined)
        const taken = await lab.call('messages.sendToGroup', {
          cluster,
          topic: row.topic,
          messageId: row.offsetMessageId,
          group,
          clientId: client === ANY ? '' : client,
        })
        setResult(taken)
        await onDone()
        return 'stay'
      }}
    >
      <p className="t2">{t('toGroupText')}</p>
      <SelectField
        label={t('groupLabel')}
        value={group === '' ? null : group}
        options={groups.map((value) => ({ value, label: value }))}
        onChange={(value) => {
          setGroup(value)
          setClient(ANY)
          setResult(undefined)
        }}
        placeholder={t('noGroup')}
      />
      <SelectField
        label={t('memberLabel')}
        value={client}
        options={[{ value: ANY, label: t('anyMember') }, ...ids.map((value) => ({ value, label: value }))]}
        onChange={setClient}
      />
      {result === undefined ? null : <Outcome group={group} result={result} />}
    </FormDialog>
  )
}

function Outcome({ group, result }: { group: string; result: Result }): ReactNode {
  const t = useTexts(messagesTexts)
  const language = useLanguage()
  const time = lag(result.tookMs, language)
  switch (result.result) {
    case 'CR_SUCCESS':
    case 'CR_COMMIT':
      return <Note tone="ok">{t('taken', { group, time })}</Note>
    case 'CR_LATER':
    case 'CR_ROLLBACK':
      return <Note tone="warn">{t('takenLater', { group, result: result.result, time })}</Note>
    default:
      return <Note tone="bad">{t('takenFailed', { group, result: result.result, remark: result.remark ?? '' })}</Note>
  }
}
