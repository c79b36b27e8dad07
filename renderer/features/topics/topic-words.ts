/** What is said of topics: the answer of the screen, permissions in words. Pure. */
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import type { Language } from '../../i18n/language.tsx'
import { topicsTexts } from '../../i18n/topics.ts'
import { textsIn } from '../../i18n/use-texts.ts'
import { count, list } from '../../ui/format.ts'

export type TopicRow = OutputOf<LabApi['topics.list']>['topics'][number]
export type TopicDetail = OutputOf<LabApi['topics.get']>
export type TopicKind = TopicRow['kind']

const READ = 4
const WRITE = 2

export function permText(perm: number | string, language: Language): string {
  const t = textsIn(language, topicsTexts)
  const word = typeof perm === 'string' ? perm : (perm & READ ? 'R' : '-') + (perm & WRITE ? 'W' : '-')
  switch (word) {
    case 'RW':
      return t('permRw')
    case 'R-':
      return t('permR')
    case '-W':
      return t('permW')
    case 'mixed':
      return t('permMixed')
    default:
      return t('permNone')
  }
}

/** Messages in all queues; `null` when no broker told of any, and those that did not are left out. */
export function messagesIn(detail: TopicDetail): number | null {
  const known = detail.queues.flatMap(({ messages }) => (messages === null ? [] : [messages]))
  return known.length === 0 && detail.queues.length > 0 ? null : known.reduce((total, each) => total + each, 0)
}

export function lastMessageMs(detail: TopicDetail): number | null {
  const times = detail.queues.flatMap(({ lastUpdateMs }) => (lastUpdateMs === null ? [] : [lastUpdateMs]))
  return times.length === 0 ? null : Math.max(...times)
}

/** What topics there are, where, and whether something failed for good. */
export function listAnswer(rows: readonly TopicRow[], cluster: string, language: Language): string {
  const t = textsIn(language, topicsTexts)
  const own = rows.filter(({ kind }) => kind === 'normal')
  const dlq = rows.filter(({ kind }) => kind === 'dlq').length
  if (own.length === 0) return t('answerNone', { cluster })
  if (dlq > 0) return t('answerDlq', { n: own.length, dlq })
  const brokers = [...new Set(own.flatMap((row) => row.brokers))].sort()
  return t('answerList', { n: own.length, brokers: list(brokers, language) })
}

/** How much one topic holds and how its readers stand. */
export function topicAnswer(detail: TopicDetail, language: Language): string {
  const t = textsIn(language, topicsTexts)
  const { topic, queues } = detail
  const messages = messagesIn(detail)
  const holds =
    messages === null
      ? t('answerSilent', { topic })
      : t('answerTopic', { topic, messages: count(messages), queues: queues.length })
  return holds + readersText(detail, language)
}

function readersText({ readers }: TopicDetail, language: Language): string {
  const t = textsIn(language, topicsTexts)
  if (readers.length === 0) return t('answerNobody')
  const [worst] = [...readers].sort((a, b) => (b.waiting ?? -1) - (a.waiting ?? -1))
  if (worst?.waiting !== null && worst?.waiting !== undefined && worst.waiting > 0) {
    return t('answerBehind', { group: worst.group, waiting: count(worst.waiting) })
  }
  return readers.every(({ waiting }) => waiting === 0)
    ? t('answerCaughtUp', { n: readers.length })
    : t('answerReaders', { n: readers.length })
}
