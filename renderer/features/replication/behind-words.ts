/** The threshold of *behind* and RocketMQ's own verdict in words. Pure. */
import { BEHIND_DEFAULT } from '../../../engine/contract/state.ts'
import type { BehindThreshold, PairView } from '../../../engine/contract/state.ts'
import type { Language } from '../../i18n/language.tsx'
import { bytes, count, millis } from '../../ui/format.ts'
import type { Words } from './replication-sentence.ts'

export function isDefault({ ms, bytes: size, forMs }: BehindThreshold): boolean {
  return ms === BEHIND_DEFAULT.ms && size === BEHIND_DEFAULT.bytes && forMs === BEHIND_DEFAULT.forMs
}

/** The three figures of a threshold as the sentences take them: `200 ms`, `1 MiB`, `3 s`. */
export function ruleWords(
  { ms, bytes: size, forMs }: BehindThreshold,
  language: Language,
): { readonly lag: string; readonly bytes: string; readonly time: string } {
  return { lag: millis(ms, language), bytes: bytes(size), time: `${count(forMs / 1000)} s` }
}

/** What RocketMQ says of the same pairs. */
export function verdictSentence(pairs: readonly PairView[], t: Words): string {
  const told = pairs.filter((pair) => pair.isInSyncForRocketmq !== null)
  if (told.length === 0) return t('verdictUnknown')
  const n = told.filter((pair) => pair.isInSyncForRocketmq === true).length
  return t('verdict', { n: count(n), all: count(told.length) })
}
