/** The folder of one test's lab and the nodes that run on it, whatever host serves its window. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const MQLAB = 'dist/mqlab.js'

export class LabHome {
  readonly home: string

  constructor(home = mkdtempSync(join(tmpdir(), 'mqlab-e2e-'))) {
    this.home = home
  }

  /** `mqlab WORDS --home`, answering its output. */
  mqlab(...words: string[]): string {
    return execFileSync(process.execPath, [MQLAB, ...words, '--home', this.home], { encoding: 'utf8' })
  }

  /** Pids of the nodes that the lab's records name and that run. */
  nodePids(): number[] {
    return this.#records().filter((pid) => isRunning(pid))
  }

  /** Ends every node and removes the home. */
  remove(): void {
    for (const pid of this.nodePids()) process.kill(pid, 'SIGKILL')
    if (process.env['MQLAB_KEEP'] === '1') console.log(`kept: ${this.home}`)
    else rmSync(this.home, { recursive: true, force: true, maxRetries: 5 })
  }

  #records(): number[] {
    const pids: number[] = []
    for (const entry of readdirSync(this.home, { recursive: true, withFileTypes: true })) {
      if (entry.name !== 'node.json') continue
      try {
        const record = JSON.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8')) as {
          process?: { pid?: number }
        }
        if (record.process?.pid !== undefined) pids.push(record.process.pid)
      } catch {
        // A test may have spoilt the record on purpose.
      }
    }
    return pids
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}
