/**
 * The samples of one cluster's last hour in columns: pairs and nodes over one time axis. A gap in the polling is marked by rows
 * without values at both of its ends, so that no line is drawn through it. Pure.
 */
import type { History } from '../../../contract/clusters-api.ts'

export const HISTORY_MS = 3_600_000
const ROWS_MAX = 3700
/** Longer than this between two samples is a gap (a round with silent nodes and a busy machine takes some seconds). */
export const GAP_MS = 12_000

const PAIR_KEYS = [
  'lagMs',
  'lagBytes',
  'writtenPerSecond',
  'confirmedPerSecond',
  'masterOffset',
  'slaveOffset',
] as const
const NODE_KEYS = ['inPerSecond', 'outPerSecond', 'cpuPercent', 'rssBytes'] as const
type PairKey = (typeof PAIR_KEYS)[number]
type NodeKey = (typeof NODE_KEYS)[number]

export type PairSample = Readonly<Record<PairKey, number | null>> & { readonly pair: string }
export type NodeSample = Readonly<Record<NodeKey, number | null>> & { readonly node: string }

export interface Sample {
  readonly atMs: number
  readonly pairs: readonly PairSample[]
  readonly nodes: readonly NodeSample[]
}

/** How the values of one step are joined when samples are thinned: a peak of lag must not vanish. */
const JOIN: Readonly<Record<PairKey | NodeKey, 'max' | 'mean' | 'last'>> = {
  lagMs: 'max',
  lagBytes: 'max',
  writtenPerSecond: 'mean',
  confirmedPerSecond: 'mean',
  masterOffset: 'last',
  slaveOffset: 'last',
  inPerSecond: 'mean',
  outPerSecond: 'mean',
  cpuPercent: 'mean',
  rssBytes: 'last',
}

type Columns<K extends string> = Record<K, (number | null)[]>

export class HistoryRing {
  #atMs: number[] = []
  readonly #pairs = new Map<string, Columns<PairKey>>()
  readonly #nodes = new Map<string, Columns<NodeKey>>()

  get lastAtMs(): number | undefined {
    return this.#atMs.at(-1)
  }

  get length(): number {
    return this.#atMs.length
  }

  /** Samples come in order; one that is not later than the last is left out. */
  add(sample: Sample): void {
    const last = this.lastAtMs
    if (last !== undefined && sample.atMs <= last) return
    if (last !== undefined && sample.atMs - last > GAP_MS) {
      this.#push({ atMs: last + 1000, pairs: [], nodes: [] })
      this.#push({ atMs: sample.atMs - 1000, pairs: [], nodes: [] })
    }
    this.#push(sample)
    const surplus = this.#atMs.length - ROWS_MAX
    // In blocks, because taking rows off the front moves all columns.
    if (surplus >= 256) this.#drop(surplus)
  }

  /** When the pair's master passed `offset`; null when all samples kept are above it or there are none. */
  passedAtMs(pair: string, offset: number): number | null {
    const offsets = this.#pairs.get(pair)?.masterOffset
    if (offsets === undefined) return null
    let passed: number | null = null
    for (let row = offsets.length - 1; row >= 0; row--) {
      const at = offsets[row]
      if (at === null || at === undefined) continue
      if (at <= offset) return passed
      passed = this.#atMs[row] ?? null
    }
    return passed
  }

  /** @param sinceMs exclusive. @param stepMs joins the samples of each step into one */
  read(sinceMs: number, nowMs: number, stepMs?: number): Omit<History, 'happenings'> {
    const fromMs = Math.max(sinceMs, nowMs - HISTORY_MS)
    let from = this.#atMs.findIndex((atMs) => atMs > fromMs)
    if (from < 0) from = this.#atMs.length
    const buckets = this.#buckets(from, stepMs)
    const thin = (column: readonly (number | null)[], how: 'max' | 'mean' | 'last'): (number | null)[] =>
      buckets.map(([start, end]) => join(column, start, end, how))
    return {
      atMs: buckets.map(([, end]) => this.#atMs[end - 1] ?? 0),
      pairs: [...this.#pairs].map(([pair, columns]) => ({ pair, ...mapColumns(PAIR_KEYS, columns, thin) })),
      nodes: [...this.#nodes].map(([node, columns]) => ({ node, ...mapColumns(NODE_KEYS, columns, thin) })),
    }
  }

  #buckets(from: number, stepMs: number | undefined): (readonly [start: number, end: number])[] {
    const buckets: (readonly [number, number])[] = []
    for (let start = from; start < this.#atMs.length;) {
      let end = start + 1
      if (stepMs !== undefined && stepMs > 1000) {
        const step = Math.floor((this.#atMs[start] ?? 0) / stepMs)
        while (end < this.#atMs.length && Math.floor((this.#atMs[end] ?? 0) / stepMs) === step) end++
      }
      buckets.push([start, end])
      start = end
    }
    return buckets
  }

  #push(sample: Sample): void {
    this.#atMs.push(sample.atMs)
    const rows = this.#atMs.length
    for (const pair of sample.pairs) put(this.#pairs, pair.pair, PAIR_KEYS, pair, rows)
    for (const node of sample.nodes) put(this.#nodes, node.node, NODE_KEYS, node, rows)
    pad(this.#pairs, PAIR_KEYS, rows)
    pad(this.#nodes, NODE_KEYS, rows)
  }

  #drop(count: number): void {
    this.#atMs = this.#atMs.slice(count)
    cut(this.#pairs, PAIR_KEYS, count)
    cut(this.#nodes, NODE_KEYS, count)
  }
}

function put<K extends string>(
  table: Map<string, Columns<K>>,
  name: string,
  keys: readonly K[],
  values: Readonly<Record<K, number | null>>,
  rows: number,
): void {
  let columns = table.get(name)
  if (columns === undefined) {
    columns = Object.fromEntries(
      keys.map((key) => [key, new Array<null>(rows - 1).fill(null)]),
    ) as unknown as Columns<K>
    table.set(name, columns)
  }
  for (const key of keys) columns[key].push(values[key])
}

function pad<K extends string>(table: ReadonlyMap<string, Columns<K>>, keys: readonly K[], rows: number): void {
  for (const columns of table.values()) for (const key of keys) if (columns[key].length < rows) columns[key].push(null)
}

/** A pair or node without a single value left is forgotten. */
function cut<K extends string>(table: Map<string, Columns<K>>, keys: readonly K[], count: number): void {
  for (const [name, columns] of table) {
    for (const key of keys) columns[key].splice(0, count)
    if (keys.every((key) => columns[key].every((value) => value === null))) table.delete(name)
  }
}

function mapColumns<K extends PairKey | NodeKey>(
  keys: readonly K[],
  columns: Columns<K>,
  thin: (column: readonly (number | null)[], how: 'max' | 'mean' | 'last') => (number | null)[],
): Record<K, (number | null)[]> {
  return Object.fromEntries(keys.map((key) => [key, thin(columns[key], JOIN[key])])) as Record<K, (number | null)[]>
}

function join(
  column: readonly (number | null)[],
  start: number,
  end: number,
  how: 'max' | 'mean' | 'last',
): number | null {
  if (end === start + 1) return column[start] ?? null
  const values = column.slice(start, end).filter((value) => value !== null)
  if (values.length === 0) return null
  if (how === 'last') return values.at(-1) ?? null
  if (how === 'max') return Math.max(...values)
  return Math.round((values.reduce((sum, value) => sum + value, 0) * 10) / values.length) / 10
}
