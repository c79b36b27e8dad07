/** The question before a topic goes: what is lost in numbers, who reads it, its name typed. */
import type { ReactNode } from 'react'
import { lab } from '../../api/lab.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.tsx'
import { topicsTexts } from '../../i18n/topics.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useMqadminCommand } from '../../stores/mqadmin-line.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { count, list } from '../../ui/format.ts'
import { messagesIn } from './topic-words.ts'
import type { TopicDetail } from './topic-words.ts'

export interface TopicDeleteProps {
  readonly cluster: string
  readonly detail: TopicDetail
  readonly warning: TextPair | undefined
  readonly onDeleted: () => Promise<unknown>
  readonly onClose: () => void
}

export function TopicDelete({ cluster, detail, warning, onDeleted, onClose }: TopicDeleteProps): ReactNode {
  const t = useTexts(topicsTexts)
  const textOf = useTextOf()
  const language = useLanguage()
  const commandOf = useMqadminCommand(cluster)
  const { topic, queues, groups } = detail
  const messages = messagesIn(detail)
  const isKnown = messages !== null && queues.every((queue) => queue.messages !== null)
  return (
    <ConfirmDialog
      isOpen
      title={t('deleteTitle', { topic })}
      typedName={topic}
      command={commandOf(`deleteTopic -c ${shellWord(detail.brokers[0]?.cluster ?? '')} -t ${shellWord(topic)}`)}
      confirmLabel={t('deleteConfirm', { topic })}
      {...(warning === undefined ? {} : { warning: textOf(warning) })}
      onConfirm={async () => {
        await lab.call('topics.delete', { cluster, topic, typedName: topic })
        await onDeleted()
      }}
      onClose={onClose}
    >
      <p>{isKnown ? t('deleteLoss', { messages: count(messages), queues: queues.length }) : t('deleteUnknown')}</p>
      {groups.length === 0 ? null : <p>{t('deleteReaders', { groups: list(groups, language) })}</p>}
    </ConfirmDialog>
  )
}
