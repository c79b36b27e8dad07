/** A log that keeps its lines for assertions. */
import type { Log } from '../../../../engine/base/ports.ts'

export interface KeptLog extends Log {
  readonly lines: string[]
}

export function keptLog(): KeptLog {
  const lines: string[] = []
  const add =
    (level: string) =>
    (message: string): void =>
      void lines.push(`${level} ${message}`)
  const log: KeptLog = {
    lines,
    debug: add('debug'),
    info: add('info'),
    warn: add('warn'),
    error: add('error'),
    child: () => log,
  }
  return log
}
