/** What a time chart is made of before it is drawn: gaps, ranges, ticks, places of labels and marks. Pure. */

export type Values = readonly (number | null)[]

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export interface ScaleShape {
  readonly kind: 'linear' | 'log'
  /** Of a log scale: values below stand on it. */
  readonly floor: number
  /** The top is at least this. */
  readonly topMin: number
  /** Ratio of two ticks of a log scale: 10 for times, 32 for bytes. */
  readonly tickRatio: number
  /** Of a linear scale: bytes (left out) go by 1,024, counts by 1,000. */
  readonly isOfCounts?: boolean
}

/** Longer than this between two samples, nothing is known between them. */
export const GAP_MS = 12_000
const TICKS_MAX = 5

/** Parts of `[fromMs, toMs]` in which no series has a value: drawn hatched, "no data". */
export function gapsOf(atMs: readonly number[], series: readonly Values[], { fromMs, toMs }: Span): Span[] {
  const gaps: Span[] = []
  let lastMs = fromMs
  for (let row = 0; row < atMs.length; row++) {
    const at = atMs[row] as number
    if (at < fromMs || at > toMs || !series.some((values) => values[row] != null)) continue
    if (at - lastMs > GAP_MS) gaps.push({ fromMs: lastMs, toMs: at })
    lastMs = at
  }
  if (toMs - lastMs > GAP_MS) gaps.push({ fromMs: lastMs, toMs })
  return gaps
}

/** From the floor or 0 to a round number above all values. */
export function rangeOf(series: readonly Values[], scale: ScaleShape): readonly [min: number, max: number] {
  let max = 0
  for (const values of series) for (const value of values) if (value !== null && value > max) max = value
  if (scale.kind === 'linear') return [0, roundUp(Math.max(max * 1.1, scale.topMin), scale)]
  let top = scale.floor
  while (top < Math.max(max, scale.topMin)) top *= scale.tickRatio
  return [scale.floor, top]
}

export function ticksOf([min, max]: readonly [number, number], scale: ScaleShape): number[] {
  if (scale.kind === 'linear') {
    const step = roundUp(max / 2.5, scale)
    return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, index) => index * step)
  }
  const all: number[] = []
  for (let tick = min; tick <= max * 1.0001; tick *= scale.tickRatio) all.push(tick)
  const every = Math.ceil(all.length / (TICKS_MAX + 1))
  return all.filter((_, index) => index % every === 0)
}

/** Values as they are drawn: on a log scale none lies below the floor. */
export function drawn(values: Values, scale: ScaleShape): (number | null)[] {
  if (scale.kind === 'linear') return [...values]
  return values.map((value) => (value === null ? null : Math.max(scale.floor, value)))
}

/** Whole steps of time for the axis, in ms: about one label each 90 px. */
export function timeStepMs(spanMs: number, width: number): number {
  const wanted = spanMs / Math.max(1, width / 90)
  return TIME_STEPS_MS.find((step) => step >= wanted) ?? 3_600_000
}

const TIME_STEPS_MS = [5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000] as const

/** Moves labels apart so that none lies on another; keeps their order. */
export function apart(places: readonly number[], distance: number, max: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place)
  let below = -Infinity
  for (const entry of order) {
    entry.place = Math.max(entry.place, below + distance)
    below = entry.place
  }
  // What was pushed out at the end goes back up, and pushes the others before it.
  let above = max
  for (const entry of [...order].reverse()) {
    entry.place = Math.min(entry.place, above)
    above = entry.place - distance
  }
  const result = new Array<number>(places.length)
  for (const { place, index } of order) result[index] = place
  return result
}

/** The last value of a series, with where it stands; undefined when it has none. */
export function lastValue(values: Values): number | undefined {
  return values.findLast((value) => value !== null) ?? undefined
}

/** The row at or before a time, for a cursor; -1 when there is none. */
export function rowAt(atMs: readonly number[], timeMs: number): number {
  let low = 0
  let high = atMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((atMs[middle] as number) <= timeMs) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** 1, 2 or 5 times a power of ten, of bytes, KiB, MiB and so on, at least `value`. */
function roundUp(value: number, { isOfCounts = false }: ScaleShape): number {
  if (value <= 0) return 1
  // Bytes read best in steps of 1,024; below that, and for counts, tens do.
  const unit = value >= 1024 && !isOfCounts ? 1024 ** Math.floor(Math.log2(value) / 10) : 1
  const scaled = value / unit
  const power = 10 ** Math.floor(Math.log10(scaled))
  const digit = [1, 2, 5, 10].find((each) => each * power >= scaled - 1e-9) ?? 10
  return digit * power >= 1000 && value >= 512 && !isOfCounts ? 1024 * unit : digit * power * unit
}
