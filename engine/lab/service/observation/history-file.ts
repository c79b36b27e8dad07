/**
 * The samples of one cluster on disk, so that the last hour survives a restart of the service: one compact line a sample, in two
 * files that take turns. Lines that cannot be read are skipped; a full disk costs the file, not the observation.
 */
import * as z from 'zod'
import { EngineError, errorText } from '../../../base/errors.ts'
import type { FileSystem, Log } from '../../../base/ports.ts'
import { appendText } from '../happenings.ts'
import { HISTORY_MS, HistoryRing, type Sample } from './history-ring.ts'

/** A file takes this much before the other one is begun; together they hold more than an hour of 60 nodes. */
const FILE_BYTES_MAX = 32 * 1024 * 1024
/** Samples that are written together. */
const WRITE_EVERY_MS = 2000

const figure = z.number().nullable()
const line = z.tuple([
  z.number(),
  z.array(z.tuple([z.string(), figure, figure, figure, figure, figure, figure])),
  z.array(z.tuple([z.string(), figure, figure, figure, figure])),
])

export interface HistoryFileParts {
  readonly fs: FileSystem
  readonly log: Log
  /** Without the ending. */
  readonly path: string
}

export class HistoryFile {
  readonly #parts: HistoryFileParts
  #waiting = ''
  #writtenAtMs = 0
  #current: 0 | 1 = 0
  /** When the current file was begun. */
  #begunAtMs: number | undefined

  constructor(parts: HistoryFileParts) {
    this.#parts = parts
  }

  /** What an earlier service wrote in the last hour. */
  load(nowMs: number): HistoryRing {
    const ring = new HistoryRing()
    const files = ([0, 1] as const)
      .map((index) => ({ index, samples: this.#read(index, nowMs) }))
      .sort((a, b) => (a.samples[0]?.atMs ?? Infinity) - (b.samples[0]?.atMs ?? Infinity))
    for (const { samples } of files) for (const sample of samples) ring.add(sample)
    const newest = files.findLast(({ samples }) => samples.length > 0)
    this.#current = newest?.index ?? 0
    this.#begunAtMs = newest?.samples[0]?.atMs
    return ring
  }

  add(sample: Sample): void {
    this.#waiting += `${JSON.stringify([
      sample.atMs,
      sample.pairs.map((p) => [
        p.pair,
        p.lagMs,
        p.lagBytes,
        p.writtenPerSecond,
        p.confirmedPerSecond,
        p.masterOffset,
        p.slaveOffset,
      ]),
      sample.nodes.map((n) => [n.node, n.inPerSecond, n.outPerSecond, n.cpuPercent, n.rssBytes]),
    ])}\n`
    if (sample.atMs - this.#writtenAtMs >= WRITE_EVERY_MS) this.flush(sample.atMs)
  }

  flush(nowMs: number): void {
    if (this.#waiting === '') return
    const { fs, log } = this.#parts
    this.#writtenAtMs = nowMs
    const text = this.#waiting
    this.#waiting = ''
    try {
      this.#takeTurns(nowMs)
      appendText(fs, this.#file(this.#current), text)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      log.warn('samples were not stored', { path: this.#parts.path, error: errorText(error) })
    }
  }

  remove(): void {
    for (const index of [0, 1] as const) this.#parts.fs.remove(this.#file(index))
  }

  #takeTurns(nowMs: number): void {
    const { fs } = this.#parts
    this.#begunAtMs ??= nowMs
    const isLong = (fs.info(this.#file(this.#current))?.bytes ?? 0) > FILE_BYTES_MAX
    if (!isLong && nowMs - this.#begunAtMs < HISTORY_MS) return
    this.#current = this.#current === 0 ? 1 : 0
    this.#begunAtMs = nowMs
    fs.remove(this.#file(this.#current))
  }

  #file(index: 0 | 1): string {
    return `${this.#parts.path}.${index}.jsonl`
  }

  #read(index: 0 | 1, nowMs: number): Sample[] {
    const { fs, log } = this.#parts
    const path = this.#file(index)
    try {
      if ((fs.info(path)?.bytes ?? 0) > 2 * FILE_BYTES_MAX) return []
      const text = fs.readFile(path)?.utf8Slice() ?? ''
      return text.split('\n').flatMap((row) => {
        const sample = parseLine(row)
        return sample !== undefined && nowMs - sample.atMs < HISTORY_MS && sample.atMs <= nowMs ? [sample] : []
      })
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      log.warn('samples cannot be read', { path, error: errorText(error) })
      return []
    }
  }
}

function parseLine(row: string): Sample | undefined {
  if (row === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(row)
  } catch {
    // Half a line: the service was killed while it wrote.
    return undefined
  }
  const parsed = line.safeParse(value)
  if (!parsed.success) return undefined
  const [atMs, pairs, nodes] = parsed.data
  return {
    atMs,
    pairs: pairs.map(([pair, lagMs, lagBytes, writtenPerSecond, confirmedPerSecond, masterOffset, slaveOffset]) => ({
      pair,
      lagMs,
      lagBytes,
      writtenPerSecond,
      confirmedPerSecond,
      masterOffset,
      slaveOffset,
    })),
    nodes: nodes.map(([node, inPerSecond, outPerSecond, cpuPercent, rssBytes]) => ({
      node,
      inPerSecond,
      outPerSecond,
      cpuPercent,
      rssBytes,
    })),
  }
}
