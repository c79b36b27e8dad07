/**
 * `apply.json`: the apply of a cluster that runs or ran last, who runs it, and what has to be put back should that process die
 * in the middle. Every program on the lab home reads the same file: the service, its windows, and `mqlab apply`.
 */
import * as z from 'zod'
import { bytesFromUtf8 } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import type { FileSystem } from '../../base/ports.ts'
import { say } from '../../contract/text.ts'
import { applyState, type ApplyState } from '../../contract/config-api.ts'

const RECORD_FILE = 'apply.json'
/** Its presence asks the program that applies to stop after the step that runs. */
const STOP_FILE = 'apply.stop'

/** A node between two states: what to do with it when nobody is left to finish. */
export const heldNode = z.object({
  node: z.string(),
  /** Of a master; its topics may not be writable just now. */
  brokerName: z.string(),
  /**
   * `wiped`: it runs as before, without write permission. `down`: being stopped, or started with the new file. `back`: it runs
   * with the new file, perhaps still read-only.
   */
  phase: z.enum(['wiped', 'down', 'back']),
  /** Bytes of its file, one character each: before the step and after it. */
  before: z.string(),
  after: z.string(),
  permission: z.string(),
})
export type HeldNode = z.infer<typeof heldNode>

const applyRecord = z.object({
  format: z.literal(1),
  holder: z.object({ pid: z.number().int(), startTicks: z.number().exactOptional(), token: z.string() }),
  state: applyState,
  held: heldNode.nullable(),
})
export type ApplyRecord = z.infer<typeof applyRecord>

export class ApplyFile {
  readonly #fs: FileSystem
  readonly folder: string

  constructor(fs: FileSystem, folder: string) {
    this.#fs = fs
    this.folder = folder
  }

  /** Undefined when nothing was ever applied, or the file cannot be read. */
  read(): ApplyRecord | undefined {
    const bytes = this.#fs.readFile(`${this.folder}/${RECORD_FILE}`)
    if (bytes === undefined) return undefined
    try {
      return applyRecord.safeParse(JSON.parse(bytes.utf8Slice())).data
    } catch {
      // Not JSON: a new apply replaces it.
      return undefined
    }
  }

  /** The folder of an attached cluster is made with its first apply; that of a lab cluster is there. */
  makeFolder(): void {
    this.#fs.makeDirectories(this.folder)
  }

  /** @throws {EngineError} 'store-io', also when the cluster was deleted meanwhile: its folder is not made again. */
  write(record: ApplyRecord): void {
    this.#fs.replaceFile(`${this.folder}/${RECORD_FILE}`, bytesFromUtf8(`${JSON.stringify(record)}\n`))
  }

  get isStopAsked(): boolean {
    return this.#fs.info(`${this.folder}/${STOP_FILE}`) !== undefined
  }

  askToStop(): void {
    this.#fs.replaceFile(`${this.folder}/${STOP_FILE}`, bytesFromUtf8('stop after this step\n'))
  }

  forgetStop(): void {
    if (this.isStopAsked) this.#fs.remove(`${this.folder}/${STOP_FILE}`)
  }
}

export function isUnderWay({ state }: ApplyState): boolean {
  return state === 'running' || state === 'stopping'
}

/** @throws {EngineError} 'refused' while another apply of the cluster runs. */
export function applyRuns(cluster: string, record: ApplyRecord): EngineError {
  const { version } = record.state
  const { pid } = record.holder
  // While it only claims the cluster, it has no version yet.
  const which =
    version === 0
      ? say(`pid ${pid}`, `pid ${pid}`)
      : say(`version ${version}, pid ${pid}`, `版本 ${version}，pid ${pid}`)
  return new EngineError(
    'refused',
    `an apply of ${cluster} runs already (${which.en}): wait for its end, or stop it after its step`,
    {
      context: { cluster, version, pid },
      zh: `${cluster} 正在应用配置（${which.zh}）：请等待其结束，或让它在当前步骤后停止`,
    },
  )
}
