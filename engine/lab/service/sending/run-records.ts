/**
 * The runs of one cluster on disk, one file each: how they ended, or how they stood a moment ago. The latest are kept. A
 * file that cannot be read stays as it is and only its number is remembered, so that no number is used twice.
 */
import * as z from 'zod'
import { bytesFromUtf8 } from '../../../base/bytes.ts'
import { errorText } from '../../../base/errors.ts'
import type { FileSystem, Log } from '../../../base/ports.ts'
import { type RunView, runView } from '../../../contract/messages-api.ts'
import { say } from '../../../contract/text.ts'

/** Runs kept of one cluster. */
export const RUNS_KEPT_MAX = 200

const runRecord = z.object({ version: z.literal(1), runId: z.string().max(64), savedAtMs: z.number(), view: runView })
type RunRecord = z.infer<typeof runRecord>

export interface KeptRun {
  readonly runId: string
  readonly view: RunView
}

export class RunRecords {
  readonly #fs: FileSystem
  readonly #folder: string
  readonly #log: Log
  /** Numbers that have a file, readable or not. */
  readonly #numbers = new Set<number>()

  constructor(fs: FileSystem, folder: string, log: Log) {
    this.#fs = fs
    this.#folder = folder
    this.#log = log
  }

  /** Runs of earlier services by number; one that was under way counts as interrupted. */
  load(): KeptRun[] {
    const kept: KeptRun[] = []
    for (const name of this.#fs.list(this.#folder)) {
      const number = Number(/^(\d{1,9})\.json$/.exec(name)?.[1])
      if (!Number.isInteger(number)) continue
      this.#numbers.add(number)
      const record = this.#read(number)
      if (record !== undefined) kept.push({ runId: record.runId, view: asKept(record) })
    }
    return kept.sort((a, b) => a.view.number - b.view.number)
  }

  /** The number of the next run. */
  nextNumber(): number {
    const number = Math.max(0, ...this.#numbers) + 1
    this.#numbers.add(number)
    return number
  }

  /** A failure is logged: the run goes on, its numbers would only not survive a restart. */
  save(runId: string, view: RunView, nowMs: number): void {
    const record: RunRecord = { version: 1, runId, savedAtMs: nowMs, view }
    try {
      this.#fs.makeDirectories(this.#folder)
      this.#fs.replaceFile(this.#path(view.number), bytesFromUtf8(JSON.stringify(record)))
    } catch (error) {
      this.#log.warn('run could not be saved', { folder: this.#folder, number: view.number, error: errorText(error) })
    }
  }

  /** @returns numbers of runs that are not kept any more. */
  forgetOld(): number[] {
    const old = [...this.#numbers].sort((a, b) => b - a).slice(RUNS_KEPT_MAX)
    for (const number of old) {
      try {
        this.#fs.remove(this.#path(number))
      } catch (error) {
        this.#log.warn('old run could not be removed', { number, error: errorText(error) })
      }
      this.#numbers.delete(number)
    }
    return old
  }

  #read(number: number): RunRecord | undefined {
    const path = this.#path(number)
    try {
      const parsed = runRecord.safeParse(JSON.parse(this.#fs.readFile(path)?.utf8Slice() ?? ''))
      if (parsed.success && parsed.data.view.number === number) return parsed.data
      this.#log.warn('run file has unknown content and is left alone', { path })
    } catch (error) {
      this.#log.warn('run file cannot be read and is left alone', { path, error: errorText(error) })
    }
    return undefined
  }

  #path(number: number): string {
    return `${this.#folder}/${number}.json`
  }
}

const INTERRUPTED = say(
  'The lab service ended during this run. The figures are those of its last moments; what came later was not counted.',
  '实验室服务在测试期间退出。数字为其最后时刻的统计，之后的消息未计入。',
)

function asKept({ view, savedAtMs }: RunRecord): RunView {
  const isOver = view.state === 'ended' || view.state === 'failed' || view.state === 'interrupted'
  if (isOver) return view
  return { ...view, state: 'interrupted', endedAtMs: savedAtMs, currentPerSecond: 0, problem: INTERRUPTED }
}
