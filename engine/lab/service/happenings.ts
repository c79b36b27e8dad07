/**
 * What happened in the last hour, per cluster: told to who listens, kept in memory, and appended to a file a cluster so that a
 * restart of the service forgets nothing. A line that cannot be read is skipped; a full disk costs the file, not the lab.
 */
import { bytesFromUtf8 } from '../../base/bytes.ts'
import { EngineError, errorText } from '../../base/errors.ts'
import type { Clock, FileSystem, Log } from '../../base/ports.ts'
import { happening, type Happening } from '../../contract/state.ts'
import type { Happenings, NewHappening } from './context.ts'

export const HAPPENINGS_KEPT_MS = 3_600_000
export const HAPPENINGS_MAX = 1000
/** Lines of one file before it is written anew without what is too old. */
const FILE_LINES_MAX = 2 * HAPPENINGS_MAX
const FILE_BYTES_MAX = 8 * 1024 * 1024
const CLUSTERS_MAX = 512

export interface HappeningsParts {
  readonly fs: FileSystem
  readonly folder: string
  readonly clock: Clock
  readonly log: Log
}

export interface HappeningsBoard extends Happenings {
  /** As `add`, for what was noticed later than it happened. */
  addAt(what: NewHappening, atMs: number): Happening
  onAdded(listener: (added: Happening) => void): () => void
}

interface ClusterBoard {
  kept: Happening[]
  fileLines: number
}

export function openHappenings(parts: HappeningsParts): HappeningsBoard {
  return new FileBoard(parts)
}

class FileBoard implements HappeningsBoard {
  readonly #parts: HappeningsParts
  readonly #clusters = new Map<string, ClusterBoard>()
  readonly #listeners = new Set<(added: Happening) => void>()
  #count = 0

  constructor(parts: HappeningsParts) {
    this.#parts = parts
    const { fs, folder, log } = parts
    try {
      fs.makeDirectories(folder)
      for (const file of fs.list(folder)) if (file.endsWith('.jsonl')) this.#load(`${folder}/${file}`)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      log.warn('happenings cannot be read', { folder, error: errorText(error) })
    }
  }

  add(what: NewHappening): Happening {
    return this.addAt(what, this.#parts.clock.nowMs())
  }

  addAt(what: NewHappening, atMs: number): Happening {
    const added: Happening = { ...what, id: `${this.#parts.clock.nowMs()}-${++this.#count}`, atMs }
    const board = this.#board(added.cluster)
    insert(board.kept, added)
    this.#forgetOld(board)
    this.#append(added, board)
    for (const listener of [...this.#listeners]) listener(added)
    return added
  }

  since(cluster: string | undefined, atMs: number): readonly Happening[] {
    const fromMs = Math.max(atMs, this.#parts.clock.nowMs() - HAPPENINGS_KEPT_MS)
    const boards =
      cluster === undefined ? [...this.#clusters.values()] : [this.#clusters.get(cluster) ?? { kept: [], fileLines: 0 }]
    const found = boards.flatMap((board) => board.kept.filter((entry) => entry.atMs >= fromMs))
    return boards.length === 1 ? found : found.sort((a, b) => a.atMs - b.atMs)
  }

  onAdded(listener: (added: Happening) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #board(cluster: string): ClusterBoard {
    let board = this.#clusters.get(cluster)
    if (board === undefined) {
      // Names come and go in a long life; the one named longest ago is forgotten first.
      const [oldest] = this.#clusters.keys()
      if (this.#clusters.size >= CLUSTERS_MAX && oldest !== undefined) this.#clusters.delete(oldest)
      this.#clusters.set(cluster, (board = { kept: [], fileLines: 0 }))
    }
    return board
  }

  #forgetOld(board: ClusterBoard): void {
    const fromMs = this.#parts.clock.nowMs() - HAPPENINGS_KEPT_MS
    const old = board.kept.findIndex((entry) => entry.atMs >= fromMs)
    const surplus = board.kept.length - HAPPENINGS_MAX
    const drop = Math.max(old < 0 ? board.kept.length : old, surplus)
    if (drop > 0) board.kept.splice(0, drop)
  }

  #load(path: string): void {
    const { fs } = this.#parts
    if ((fs.info(path)?.bytes ?? 0) > FILE_BYTES_MAX) {
      fs.rename(path, `${path}.old`)
      return
    }
    const lines = (fs.readFile(path)?.utf8Slice() ?? '').split('\n')
    for (const line of lines) {
      const entry = parseLine(line)
      if (entry === undefined) continue
      const board = this.#board(entry.cluster)
      insert(board.kept, entry)
      board.fileLines++
    }
    for (const board of this.#clusters.values()) this.#forgetOld(board)
  }

  #append(added: Happening, board: ClusterBoard): void {
    const { fs, folder, log } = this.#parts
    const path = `${folder}/${added.cluster}.jsonl`
    try {
      if (board.fileLines >= FILE_LINES_MAX) {
        fs.replaceFile(path, bytesFromUtf8(board.kept.map((entry) => `${JSON.stringify(entry)}\n`).join('')))
        board.fileLines = board.kept.length
        return
      }
      appendText(fs, path, `${JSON.stringify(added)}\n`)
      board.fileLines++
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      log.warn('a happening was not stored', { path, error: errorText(error) })
    }
  }
}

/** Adds text at the end of a file, on a line of its own also when the last writer was killed in the middle of one. */
export function appendText(fs: FileSystem, path: string, text: string): void {
  const file = fs.open(path, 'create')
  try {
    const end = file.sizeBytes()
    const last = new Uint8Array(1)
    const isTorn = end > 0 && file.read(last, 0, 1, end - 1) === 1 && last[0] !== 0x0a
    const bytes = bytesFromUtf8(isTorn ? `\n${text}` : text)
    file.write(bytes, 0, bytes.length, end)
  } finally {
    file.close()
  }
}

function insert(kept: Happening[], entry: Happening): void {
  let at = kept.length
  while (at > 0 && (kept[at - 1]?.atMs ?? 0) > entry.atMs) at--
  kept.splice(at, 0, entry)
}

function parseLine(line: string): Happening | undefined {
  if (line === '') return undefined
  try {
    return happening.safeParse(JSON.parse(line)).data
  } catch {
    // Half a line: the service was killed while it wrote.
    return undefined
  }
}
