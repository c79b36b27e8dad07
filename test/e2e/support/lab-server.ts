/**
 * A real `mqlab serve` for one test: its own lab home and port, started from the built bundles, ended with every node it
 * started. Nothing here is faked: the browser gets what a user's browser gets.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { LabHome, MQLAB } from './lab-home.ts'

const START_MS = 20_000

export class LabServer extends LabHome {
  url = ''
  pid = 0
  #child: ChildProcess | undefined
  #port: number | undefined

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

  /** Ends the service and every node, removes the home. */
  async dispose(): Promise<void> {
    await this.end('SIGTERM')
    this.remove()
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
