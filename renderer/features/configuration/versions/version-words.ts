/** Versions in words: what one changed, and the sentence above the list. Pure. */
import type { ConfigVersion } from '../../../../engine/contract/config-api.ts'
import type { configVersionsTexts } from '../../../i18n/config-versions.ts'
import type { Translate } from '../../../i18n/use-texts.ts'
import { ago, list } from '../../../ui/format.ts'

export type VersionWords = Translate<(typeof configVersionsTexts)['texts']>

const NAMED_MAX = 3

/** `fileReservedTime and deleteWhen on broker-a`. */
export function changeWords(version: ConfigVersion, t: VersionWords): string {
  if (version.author === 'first') return t('made')
  if (version.keys.length === 0) return t('noKeys')
  return t('keysOn', { keys: named(version.keys, t), nodes: named(version.nodes, t) })
}

function named(names: readonly string[], t: VersionWords): string {
  const more = names.length - NAMED_MAX
  return list(more > 0 ? [...names.slice(0, NAMED_MAX), t('andMore', { n: more })] : names, t.language)
}

/** Newest first, as the service gives them. */
export function versionsSentence(versions: readonly ConfigVersion[], nowMs: number, t: VersionWords): string {
  const applied = versions.filter((version) => version.author !== 'first')
  const [last] = applied
  if (versions.length === 0) return t('answerNone')
  if (last === undefined) return t('answerOnlyFirst')
  const params = { n: versions.length, version: last.version, when: ago(last.atMs, nowMs, t.language) }
  switch (last.result) {
    case 'done':
      return t('answerLast', params)
    case 'stopped':
      return t('answerLastStopped', params)
    case 'failed':
      return t('answerLastFailed', params)
    case 'running':
      return t('answerLastRunning', params)
  }
}

/** Whether a version fits what was typed into the filter. */
export function fitsFilter(version: ConfigVersion, query: string): boolean {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return true
  return [String(version.version), version.note, ...version.keys, ...version.nodes].some((text) =>
    text.toLowerCase().includes(wanted),
  )
}
