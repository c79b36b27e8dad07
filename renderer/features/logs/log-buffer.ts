/**
 * The lines that a Logs screen holds, and which of them a pane shows. Bounded: the oldest go first. Pure values and functions;
 * drawing is `log-pane.tsx`.
 */
import type { LogLine } from '../../../engine/contract/console-api.ts'

/** Lines kept for all nodes together. */
export const LOG_LINES_MAX = 20_000

export type LevelFilter = 'all' | 'warn' | 'error'

export interface LogFilter {
  /** Undefined: of every node. */
  readonly node: string | undefined
  readonly text: string
  readonly level: LevelFilter
}

/** What stands between lines: a file that began anew, a node that ended. */
export interface LogRemark {
  readonly node: string
  readonly remark: 'restarted' | 'ended'
  readonly how: { readonly en: string; readonly zh: string } | undefined
}

export type LogEntry = LogLine | LogRemark

export function isRemark(entry: LogEntry): entry is LogRemark {
  return 'remark' in entry
}

export function matches(entry: LogEntry, filter: LogFilter): boolean {
  if (filter.node !== undefined && entry.node !== filter.node) return false
  if (isRemark(entry)) return true
  if (filter.level === 'error' && entry.level !== 'error') return false
  if (filter.level === 'warn' && entry.level !== 'warn' && entry.level !== 'error') return false
  return filter.text === '' || entry.text.toLowerCase().includes(filter.text.toLowerCase())
}

/** Lines in the order they came; tells listeners what was added, or that everything has to be drawn anew. */
export class LogBuffer {
  #entries: LogEntry[] = []
  readonly #listeners = new Set<(added: readonly LogEntry[]) => void>()

  get entries(): readonly LogEntry[] {
    return this.#entries
  }

  add(entries: readonly LogEntry[]): void {
    this.#entries.push(...entries)
    // Cut in larger steps, so that adding stays cheap.
    if (this.#entries.length > LOG_LINES_MAX * 1.25) this.#entries = this.#entries.slice(-LOG_LINES_MAX)
    for (const listener of this.#listeners) listener(entries)
  }

  clear(): void {
    this.#entries = []
  }

  subscribe(listener: (added: readonly LogEntry[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
