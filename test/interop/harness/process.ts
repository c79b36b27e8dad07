/**
 * Processes the suites own: started with their output in a file, awaited, ended by pid and by nothing else. Whatever is
 * still alive when this Node process ends is killed on its way out.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

export interface ProcessSpec {
  readonly name: string
  readonly argv: readonly string[]
  /** Standard output and error go here, appended. */
  readonly logFile: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Answers each line of its input with a line of standard output: `ask`. Only standard error goes to the file then. */
  readonly asked?: boolean
}

export interface ExitResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const alive = new Set<OwnedProcess>()

process.on('exit', () => {
  for (const one of alive) one.signal('SIGKILL')
})

/** One child process; never restarted, a new start is a new object. */
export class OwnedProcess {
  readonly name: string
  readonly logFile: string
  readonly startedMs = performance.now()
  readonly exited: Promise<ExitResult>
  private readonly child: ChildProcess
  private result: ExitResult | undefined
  private readonly answers: ((line: string) => void)[] = []

  constructor(spec: ProcessSpec) {
    this.name = spec.name
    this.logFile = spec.logFile
    mkdirSync(dirname(spec.logFile), { recursive: true })
    const log = openSync(spec.logFile, 'a')
    const [command, ...args] = spec.argv
    if (command === undefined) throw new Error(`${spec.name}: empty command line`)
    this.child = spawn(command, args, {
      cwd: spec.cwd,
      env: { ...process.env, ...spec.env },
      stdio: spec.asked === true ? ['pipe', 'pipe', log] : ['ignore', log, log],
    })
    closeSync(log)
    this.child.stdin?.on('error', () => undefined) // it ended meanwhile: `exited` tells
    if (this.child.stdout !== null) {
      createInterface(this.child.stdout).on('line', (line) => this.answers.shift()?.(line))
    }
    alive.add(this)
    this.exited = new Promise((resolve) => {
      const end = (result: ExitResult): void => {
        this.result ??= result
        alive.delete(this)
        resolve(this.result)
      }
      this.child.on('error', () => end({ code: -1, signal: null }))
      this.child.on('exit', (code, signal) => end({ code, signal }))
    })
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} did not start`)
    return this.child.pid
  }

  get running(): boolean {
    return this.result === undefined
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running && this.child.pid !== undefined) this.child.kill(signal)
  }

  /** The line that answers `line`; never settles when the process ends first, so race it with `exited`. */
  ask(line: string): Promise<string> {
    return new Promise((resolve) => {
      this.answers.push(resolve)
      this.child.stdin?.write(`${line}\n`)
    })
  }

  /** Nothing more will be asked. */
  endInput(): void {
    this.child.stdin?.end()
  }

  /** Asks with SIGTERM and, after `graceMs`, ends it; resolves when the process is gone. */
  async stop(graceMs = 20_000): Promise<ExitResult> {
    this.signal('SIGTERM')
    const timer = setTimeout(() => this.signal('SIGKILL'), graceMs)
    const result = await this.exited
    clearTimeout(timer)
    return result
  }

  async kill(): Promise<ExitResult> {
    this.signal('SIGKILL')
    return this.exited
  }

  /** The last lines of the log, for error messages. */
  logTail(lines = 40): string {
    return readFileSync(this.logFile, 'utf8').split('\n').slice(-lines).join('\n')
  }
}

export interface ProgramResult extends ExitResult {
  readonly output: string
  readonly elapsedMs: number
}

/** Runs a program to its end, or to its death at `timeoutMs`. */
export async function runProgram(spec: ProcessSpec, timeoutMs: number): Promise<ProgramResult> {
  const program = new OwnedProcess(spec)
  const timer = setTimeout(() => program.signal('SIGKILL'), timeoutMs)
  const exit = await program.exited
  clearTimeout(timer)
  return { ...exit, output: readFileSync(spec.logFile, 'utf8'), elapsedMs: performance.now() - program.startedMs }
}

/**
 * Looks until `probe` answers something other than undefined. An exception counts as "not yet"; the last one is told when
 * time is up.
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  { timeoutMs = 60_000, intervalMs = 50 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  let lastError = ''
  for (;;) {
    try {
      const answer = await probe()
      if (answer !== undefined) return answer
      lastError = ''
    } catch (error) {
      lastError = `; last error: ${error instanceof Error ? error.message : String(error)}`
    }
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}${lastError}`)
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
}
