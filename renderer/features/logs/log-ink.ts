/** A log line as the terminal draws it: the node's name in the merged pane, the time of day, the level in its colour. Pure. */
import type { LogLine } from '../../../engine/contract/console-api.ts'
import type { Language } from '../../i18n/language.tsx'
import { logsTexts } from '../../i18n/logs.ts'
import { textsIn } from '../../i18n/use-texts.ts'
import { INK, plain } from '../../ui/terminal.ts'
import { isRemark, type LogEntry } from './log-buffer.ts'

const STAMP = /^\d{4}-\d\d-\d\d (\d\d:\d\d:\d\d\.\d{3}) (DEBUG|INFO|WARN|ERROR)\s+/

const LEVEL_INK: Readonly<Record<LogLine['level'], string>> = {
  debug: INK.dim,
  info: '',
  warn: INK.warn,
  error: INK.bad,
  other: INK.second,
}

/** @param nameWidth columns of the node's name; 0 leaves it out */
export function inkOf(entry: LogEntry, nameWidth: number, language: Language): string {
  const name = nameWidth === 0 ? '' : `${INK.second}${plain(entry.node).padEnd(nameWidth)}${INK.reset} `
  if (isRemark(entry)) {
    const t = textsIn(language, logsTexts)
    const sentence =
      entry.remark === 'restarted'
        ? t('restarted')
        : t('ended', { node: entry.node, how: entry.how === undefined ? '' : entry.how[language] })
    return `${name}${INK.fault}── ${plain(sentence)}${INK.reset}`
  }
  const stamp = STAMP.exec(entry.text)
  const ink = LEVEL_INK[entry.level]
  if (stamp === null) return `${name}${ink}${plain(entry.text)}${INK.reset}`
  const [whole, time, level] = stamp
  const rest = entry.text.slice(whole.length)
  return `${name}${INK.dim}${time as string}${INK.reset} ${ink}${(level as string).padEnd(5)} ${plain(rest)}${INK.reset}`
}
