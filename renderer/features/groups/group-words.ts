/** What is said of consumer groups: the answer of the screen, sums over queues. Pure. */
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import { groupsTexts } from '../../i18n/groups.ts'
import type { Language } from '../../i18n/language.tsx'
import { textsIn } from '../../i18n/use-texts.ts'
import { count } from '../../ui/format.ts'

export type GroupRow = OutputOf<LabApi['groups.list']>['groups'][number]
export type GroupDetail = OutputOf<LabApi['groups.get']>
export type GroupSettings = NonNullable<GroupDetail['settings']>

const RETRY_PREFIX = '%RETRY%'

export function isRetryTopic(topic: string): boolean {
  return topic.startsWith(RETRY_PREFIX)
}

/** Topics that the group reads or read, without its own retry topic. */
export function topicsOf(detail: GroupDetail): readonly string[] {
  const topics = new Set([...detail.subscriptions, ...detail.queues].map(({ topic }) => topic))
  return [...topics].filter((topic) => !isRetryTopic(topic)).sort()
}

/** `null` when no queue is known. */
export function waitingOf(detail: GroupDetail): number | null {
  if (detail.queues.length === 0) return null
  return detail.queues.reduce((total, { waiting }) => total + (waiting ?? 0), 0)
}

/** Client ids (`ip@pid#number`) without their address where the rest tells them apart. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  const tailOf = (id: string): string => id.slice(id.indexOf('@') + 1)
  const isTold = new Set(ids.map(tailOf)).size === new Set(ids).size
  return (id) => (isTold ? tailOf(id) : id)
}

/** Who is furthest behind, and how many groups have somebody connected. */
export function listAnswer(rows: readonly GroupRow[], cluster: string, language: Language): string {
  const t = textsIn(language, groupsTexts)
  const own = rows.filter(({ kind }) => kind === 'normal')
  if (own.length === 0) return t('answerNone', { cluster })
  const online = own.filter(({ members }) => (members ?? 0) > 0).length
  const [worst] = [...own].sort((a, b) => (b.waiting ?? -1) - (a.waiting ?? -1))
  if (worst !== undefined && (worst.waiting ?? 0) > 0) {
    return t('answerBehind', { group: worst.group, waiting: count(worst.waiting), online, n: own.length })
  }
  return t('answerCaughtUp', { online, n: own.length })
}

/** How far one group has got, and who is there to go on. */
export function groupAnswer(detail: GroupDetail, language: Language): string {
  const t = textsIn(language, groupsTexts)
  const { group, members } = detail
  if (detail.model === 'BROADCASTING') return t('answerBroadcast', { group, n: members.length })
  const waiting = waitingOf(detail)
  const progress =
    waiting === null
      ? t('answerGroupUnknown', { group })
      : waiting === 0
        ? t('answerGroupDone', { group })
        : t('answerGroup', { group, waiting: count(waiting) })
  return progress + (members.length === 0 ? t('answerNobody') : t('answerMembers', { n: members.length }))
}
