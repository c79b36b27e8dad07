/** What happened in the time shown, as letters on the axis and a list beside it, with what each did to the lag. Pure. */
import type { History } from '../../../engine/contract/clusters-api.ts'
import type { Happening, PairView } from '../../../engine/contract/state.ts'
import { duration, lag } from '../../ui/format.ts'
import { rowAt } from '../../ui/time-chart-shape.ts'
import type { Words } from './replication-sentence.ts'

/** One alphabet; what is older in the same time has no letter and is not listed. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Told elsewhere: a group's state is no replication. */
const LEFT_OUT: ReadonlySet<Happening['kind']> = new Set(['group-read-only', 'group-writable', 'failure'])
/** How long after an event the lag is still laid at its door. */
const EFFECT_MS = 60_000
const ROSE_MS = 100
const STAYS_MS = 10_000

export interface Mark {
  readonly letter: string
  readonly happening: Happening
}

/** Oldest first, A to Z. */
export function marksOf(happenings: readonly Happening[], fromMs: number, toMs: number): Mark[] {
  return happenings
    .filter(({ kind, atMs }) => !LEFT_OUT.has(kind) && atMs >= fromMs && atMs <= toMs)
    .slice(-LETTERS.length)
    .map((happening, index) => ({ letter: LETTERS[index] as string, happening }))
}

/** "Lag rose from 2 ms to 804 ms in 1 s and stays."; empty when it did nothing to it. */
export function effectOf(
  mark: Mark,
  marks: readonly Mark[],
  history: History,
  pairs: readonly PairView[],
  t: Words,
): string {
  const pair = pairOf(mark.happening, pairs)
  const samples = history.pairs.find((each) => each.pair === pair?.id)?.lagMs
  if (pair === undefined || samples === undefined) return ''
  const { atMs } = mark.happening
  const next = marks.find(({ happening }) => happening.atMs > atMs && pairOf(happening, pairs)?.id === pair.id)
  const endMs = Math.min(atMs + EFFECT_MS, next?.happening.atMs ?? Infinity)
  const [first, last] = [rowAt(history.atMs, atMs), rowAt(history.atMs, endMs)]
  const before = samples.slice(0, first + 1).findLast((value) => value !== null)
  const after = samples.slice(first + 1, last + 1)
  const peak = Math.max(0, ...after.filter((value) => value !== null))
  const end = after.findLast((value) => value !== null)
  if (before == null || end == null) return ''
  const reached = (isThere: (value: number) => boolean): number => {
    const row = after.findIndex((value) => value !== null && isThere(value))
    return Math.max(1000, (history.atMs[first + 1 + row] ?? atMs) - atMs)
  }
  const words = (from: number, to: number, tookMs: number) => ({
    before: lag(from, t.language),
    after: lag(to, t.language),
    time: duration(tookMs, t.language),
  })
  if (peak > ROSE_MS && peak > 5 * before) {
    const tookMs = reached((value) => value >= 0.8 * peak)
    const stays = end >= 0.8 * peak && (history.atMs[last] ?? 0) - atMs - tookMs >= STAYS_MS
    return t(stays ? 'lagRoseStays' : 'lagRose', words(before, peak, tookMs))
  }
  if (before > ROSE_MS && end < before / 5) {
    return t(
      'lagFell',
      words(
        before,
        end,
        reached((value) => value <= Math.max(ROSE_MS, end)),
      ),
    )
  }
  return ''
}

/** The pair that a happening is about: named, or that of its node. */
function pairOf({ pair, node }: Happening, pairs: readonly PairView[]): PairView | undefined {
  if (pair !== null) return pairs.find((each) => each.id === pair)
  if (node === null) return undefined
  return pairs.find((each) => each.slave === node) ?? pairs.find((each) => each.master === node)
}
