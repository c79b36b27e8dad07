/**
 * A node's log as lines: text of a file range to lines with time, level and place. Pure; which bytes to read is decided by
 * `log-follower.ts`. Line format: engine/node/node-log.ts.
 */
import type { LogLine } from '../../../contract/console-api.ts'

const STAMPED = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3}) (DEBUG|INFO|WARN|ERROR)\s/
/** Of one line, what is kept: a runaway line must not stop the others. */
export const LOG_LINE_CHARS_SHOWN = 8192

const LEVELS = { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const

export interface LogSource {
  readonly node: string
  readonly file: LogLine['file']
  /** How far the node's wall clock is ahead of UTC at that time. */
  readonly utcOffsetMs: (atMs: number) => number
}

export interface ParsedLines {
  readonly lines: LogLine[]
  /** Bytes of whole lines; what follows is read again with the next part. */
  readonly consumedBytes: number
}

/**
 * Splits `bytes`, which begin at file position `start`, into lines. Lines without a stamp (stack traces) take the time of the
 * line before. @param isStart whether `start` begins a line; otherwise the first, torn line is left out.
 */
export function parseLogLines(
  bytes: Uint8Array & { utf8Slice(start?: number, end?: number): string },
  start: number,
  isStart: boolean,
  source: LogSource,
): ParsedLines {
  const lines: LogLine[] = []
  let from = isStart ? 0 : bytes.indexOf(0x0a) + 1
  if (!isStart && from === 0) return { lines, consumedBytes: bytes.length }
  let lastMs: number | null = null
  for (;;) {
    const end = bytes.indexOf(0x0a, from)
    if (end < 0) return { lines, consumedBytes: from }
    const text = bytes.utf8Slice(from, end).replace(/\r$/, '')
    const parsed = parseStamp(text, source.utcOffsetMs)
    lastMs = parsed?.atMs ?? lastMs
    if (text !== '') {
      lines.push({
        node: source.node,
        position: start + from,
        file: source.file,
        atMs: lastMs,
        level: parsed?.level ?? 'other',
        text: text.length > LOG_LINE_CHARS_SHOWN ? `${text.slice(0, LOG_LINE_CHARS_SHOWN)}…` : text,
      })
    }
    from = end + 1
  }
}

function parseStamp(
  text: string,
  utcOffsetMs: (atMs: number) => number,
): { readonly atMs: number; readonly level: LogLine['level'] } | undefined {
  const match = STAMPED.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, ms] = match.map(Number) as [unknown, ...number[]]
  const wallMs = Date.UTC(year as number, (month as number) - 1, day, hour, minute, second, ms)
  return { atMs: wallMs - utcOffsetMs(wallMs), level: LEVELS[match[8] as keyof typeof LEVELS] }
}

/** Merges lines of several nodes by time; lines of one file keep their order, lines without a time stay behind their elders. */
export function inTimeOrder(lists: readonly (readonly LogLine[])[]): LogLine[] {
  const heads = lists.map(() => 0)
  const merged: LogLine[] = []
  const total = lists.reduce((sum, list) => sum + list.length, 0)
  while (merged.length < total) {
    let best = -1
    let bestMs = Infinity
    lists.forEach((list, i) => {
      const line = list[heads[i] as number]
      if (line === undefined) return
      const atMs = line.atMs ?? -Infinity
      if (best < 0 || atMs < bestMs) {
        best = i
        bestMs = atMs
      }
    })
    merged.push(lists[best]?.[heads[best] as number] as LogLine)
    heads[best] = (heads[best] as number) + 1
  }
  return merged
}
