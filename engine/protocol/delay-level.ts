/** Delay levels: `messageDelayLevel` text to times. Level n waits in queue n - 1 of the schedule topic. */
import { EngineError } from '../base/errors.ts'

export const DEFAULT_DELAY_LEVELS = '1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h'

/** What a level without an entry waits. */
const FALLBACK_DELAY_MS = 1000

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export interface DelayLevels {
  readonly maxLevel: number
  /** Levels run from 1; index 0 is level 1. */
  readonly delaysMs: readonly number[]
  /** A level above the highest waits as long as the highest. */
  readonly clamp: (level: number) => number
  /** How long `level` waits; 1 s where the table has no such level. */
  readonly delayMs: (level: number) => number
}

/**
 * @throws {EngineError} 'bad-config' naming the part that is not a number with s, m, h or d.
 * Source: ScheduleMessageService#parseDelayLevel, #computeDeliverTimestamp.
 */
export function parseDelayLevels(text: string): DelayLevels {
  const delaysMs = text.split(' ').map((part) => {
    const unitMs = UNIT_MS[part.slice(-1)]
    const count = part.slice(0, -1)
    if (unitMs === undefined || !/^[+-]?\d{1,12}$/.test(count)) {
      throw new EngineError(
        'bad-config',
        `messageDelayLevel "${text}": "${part}" is not a number followed by s, m, h or d`,
        {
          context: { key: 'messageDelayLevel', value: text, part },
        },
      )
    }
    return Number(count) * unitMs
  })
  return {
    maxLevel: delaysMs.length,
    delaysMs,
    clamp: (level) => Math.min(level, delaysMs.length),
    delayMs: (level) => delaysMs[level - 1] ?? FALLBACK_DELAY_MS,
  }
}
