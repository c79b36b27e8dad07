/**
 * A real `mqlab serve` for one test: its own lab home and port, started from the built bundles, ended with every node it
 * started. Nothing here is faked: the browser gets what a user's browser gets.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const START_MS = 20_000
const MQLAB = 'dist/mqlab.js'

export class LabServer {
  readonly home: string
  url = ''
  pid = 0
  #child: ChildProcess | undefined
  #port: number | undefined

  constructor(home = mkdtempSync(join(tmpdir(), 'mqlab-e2e-'))) {
    this.home = home
  }

  /** Starts the service; the url holds the launch token. A restart keeps the port, so that an open page finds it again. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const args = [MQLAB, 'serve', '--json', '--home', this.home, '--port', String(this.#port ?? (await freePort()))]
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    this.#child = child
    const said: string[] = []
    child.stderr.on('data', (part: Buffer) => said.push(part.toString('utf8')))
    const first = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`mqlab serve says nothing within ${START_MS} ms: ${said.join('')}`))
      }, START_MS)
      createInterface({ input: child.stdout }).once('line', (line) => {
        clearTimeout(timer)
        resolve(line)
      })
      child.once('exit', (code) => {
        clearTimeout(timer)
        reject(new Error(`mqlab serve ended with ${String(code)}: ${said.join('')}`))
      })
    })
    const { url, pid } = JSON.parse(first) as { url: string; pid: number }
    this.url = url
    this.pid = pid
    this.#port = Number(new URL(url).port)
  }

  get origin(): string {
    return new URL(this.url).origin
  }

  /** Ends the service with a signal; the nodes run on. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  /** `mqlab WORDS --home`, answering its output. */
  mqlab(...words: string[]): string {
    return execFileSync(process.execPath, [MQLAB, ...words, '--home', this.home], { encoding: 'utf8' })
  }

  /** Pids of the nodes that the lab's records name and that run. */
  nodePids(): number[] {
    return this.#records().filter((pid) => isRunning(pid))
  }

  /** Ends the service and every node, removes the home. */
  async dispose(): Promise<void> {
    await this.end('SIGTERM')
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

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
