/** The sentence that answers how a run stands: what is wrong first, then what is going on. */
import { useMemo } from 'react'
import type { RunView, SendRow } from '../../../engine/contract/messages-api.ts'
import { useLanguage, type Language } from '../../i18n/language.tsx'
import { runsTexts } from '../../i18n/runs.ts'
import { textsIn } from '../../i18n/use-texts.ts'
import { count } from '../../ui/format.ts'

/** @param rows of the run, newest first: the last failure says why sends fail */
export function useRunSentence(run: RunView | undefined, rows: readonly SendRow[]): string {
  const language = useLanguage()
  const why = useMemo(() => rows.find((row) => row.problem !== null)?.problem?.[language], [rows, language])
  return useMemo(() => (run === undefined ? '' : runSentence(run, language, why)), [run, language, why])
}

/** Pure; empty for nothing. */
export function runSentence(run: RunView, language: Language, why?: string): string {
  const t = textsIn(language, runsTexts)
  const onDisk = run.onOneDiskOnly !== null && run.onOneDiskOnly > 0 && isUnderWay(run) ? run.onOneDiskOnly : 0
  const more = onDisk === 0 ? '' : t('answerOneDisk', { n: count(onDisk) })
  return [firstSentence(run, language, why), more].filter(Boolean).join(language === 'zh' ? '' : ' ')
}

/** Whether its figures still change. */
export function isUnderWay({ state }: RunView): boolean {
  return state === 'sending' || state === 'paused' || state === 'waiting'
}

function firstSentence(run: RunView, language: Language, why: string | undefined): string {
  const t = textsIn(language, runsTexts)
  const { number: n, state, missing, duplicates, onTheWay } = run
  const group = run.spec.accountingGroup
  const failed = run.statuses.FAILED
  if (state === 'interrupted') return t('answerInterrupted', { n, sent: count(run.sent) })
  if (missing > 0) return t('answerMissing', { n, missing: count(missing) })
  if (failed > 0) {
    return why === undefined
      ? t('answerFailing', { n, failed: count(failed) })
      : t('answerFailingWhy', { n, failed: count(failed), why })
  }
  if (state === 'paused') return t('answerPaused', { n, sent: count(run.sent) })
  if (group === null) {
    return t('answerSent', { n, acknowledged: count(run.acknowledged), sent: count(run.sent) })
  }
  if (state === 'waiting') return t('answerWaits', { n, onTheWay: count(onTheWay), group })
  if (duplicates > 0) return t('answerTwice', { n, duplicates: count(duplicates) })
  if (state === 'sending') return t('answerWell', { n })
  if (onTheWay > 0) return t('answerEndedOpen', { n, onTheWay: count(onTheWay) })
  return t('answerAllThere', { n, count: count(run.acknowledged) })
}
