/** The last words of the shell's processes, in one bounded file in the data folder; and how often one may be started again. */
import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FILE_BYTES_MAX = 256 * 1024

export type CrashLog = (what: string) => void

export function crashLog(dataFolder: string): CrashLog {
  const file = join(dataFolder, 'crashes.log')
  return (what) => {
    try {
      if (sizeOf(file) > FILE_BYTES_MAX) renameSync(file, `${file}.1`)
      appendFileSync(file, `${new Date().toISOString()} ${what}\n`)
    } catch {
      // A full disk must not turn the end of one process into the end of another.
    }
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size
  } catch {
    return 0
  }
}

/** Allows `max` starts within `windowMs`; more is a loop that a restart does not cure. */
export class RestartBudget {
  readonly #max: number
  readonly #windowMs: number
  #startsMs: number[] = []

  constructor(max: number, windowMs: number) {
    this.#max = max
    this.#windowMs = windowMs
  }

  take(nowMs: number): boolean {
    this.#startsMs = this.#startsMs.filter((atMs) => nowMs - atMs < this.#windowMs)
    if (this.#startsMs.length >= this.#max) return false
    this.#startsMs.push(nowMs)
    return true
  }
}
