/** The screen as a Markdown document: sentence, pairs, what happened, highest lag of the time shown. Pure. */
import type { History } from '../../../engine/contract/clusters-api.ts'
import type { PairView } from '../../../engine/contract/state.ts'
import { textOf } from '../../i18n/use-texts.ts'
import type { MarkState } from '../../ui/state-mark.tsx'
import { byteRate, bytes, count, dateTime, duration, lag } from '../../ui/format.ts'
import { effectOf, type Mark } from './replication-marks.ts'
import { replicationSentence, riskSentence, type Words } from './replication-sentence.ts'

export interface ReportInput {
  readonly cluster: string
  readonly pairs: readonly PairView[]
  readonly history: History
  readonly marks: readonly Mark[]
  readonly spanMs: number
  readonly nowMs: number
  readonly stateWord: (state: MarkState) => string
}

export function replicationReport(input: ReportInput, t: Words): string {
  const { cluster, pairs, history, marks, spanMs, nowMs, stateWord } = input
  const head = [t('pair'), t('state'), t('lag'), t('behind'), t('masterWrites'), t('masterOffset'), t('ackedOffset')]
  const rows = pairs.map((pair) => [
    `${pair.master} → ${pair.slave}`,
    stateWord(pair.state),
    lag(pair.lagMs, t.language),
    bytes(pair.lagBytes),
    byteRate(pair.writtenPerSecond),
    count(pair.masterOffset),
    count(pair.slaveOffset),
  ])
  const peaks = history.pairs.map((each) => [
    each.pair.replace('>', ' → '),
    count(each.lagMs.filter((value) => value !== null).length),
    lag(highest(each.lagMs), t.language),
    bytes(highest(each.lagBytes)),
  ])
  const happened = marks.map(({ letter, happening }) => {
    const effect = effectOf({ letter, happening }, marks, history, pairs, t)
    const sentence = cell(`${happening.sentence[t.language]} ${effect}`.trim())
    return `- **${letter}** ${dateTime(happening.atMs)} ${cell(textOf(happening.subject, t.language))}: ${sentence}`
  })
  return [
    `# ${t('reportTitle', { cluster })}`,
    t('reportMade', { when: dateTime(nowMs), span: duration(spanMs, t.language) }),
    replicationSentence(pairs, [], t),
    table(head, rows),
    table([t('pair'), t('reportSamples'), t('reportHighest'), t('reportMost')], peaks),
    `## ${t('whatHappened')}`,
    happened.length === 0 ? t('nothingHappened') : happened.join('\n'),
    `## ${t('atRisk')}`,
    riskSentence(pairs, t),
  ]
    .join('\n\n')
    .concat('\n')
}

/** Hands a text to the browser as a file. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun; the address is not needed any more.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
}

/** Names come from attached clusters too: none may break the table. */
function cell(text: string): string {
  return text.replace(/[|\r\n]+/g, ' ')
}

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value), 0)
}
