/**
 * Compiles the Java programs of `java/` against the Apache jars and runs them, and Apache's mqadmin, as processes with captured output.
 * A program ends with `SUMMARY {json}`; its exit code says whether it saw what it promises.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CACHE_DIR } from '../apache/apache-lib.ts'
import { AdminSession } from './admin-session.ts'
import type { CommandResult } from './admin-session.ts'
import { OwnedProcess, runProgram } from './process.ts'

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), '..', 'java')
const QUICK_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Xmx256m']

export interface ProgramOptions {
  readonly topic?: string
  readonly group?: string
  readonly count?: number
  /** Seconds until the program gives up; the process is killed 25 s later. */
  readonly seconds?: number
  /** Further pairs, such as { '-k': 'key' }. */
  readonly more?: Readonly<Record<string, string | number>>
}

export interface ProgramReport {
  /** The fields of the SUMMARY line. */
  readonly summary: Readonly<Record<string, unknown>>
  readonly output: string
  readonly code: number | null
  readonly elapsedMs: number
}

/** At most this many JVMs at a time, however many tests run side by side. */
const PARALLEL_JVMS = 3

/** Lets `limit` tasks run at a time, in the order they came. */
class Gate {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(limit: number) {
    this.free = limit
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1
    else await new Promise<void>((resolve) => this.waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = this.waiting.shift()
      if (next === undefined) this.free += 1
      else next()
    }
  }
}

/** The Java side of a test file: jars, compiled programs, a folder for output. */
export class JavaTools {
  private readonly lib: string
  private readonly classes: string
  private readonly dir: string
  private readonly gate = new Gate(PARALLEL_JVMS)
  private runs = 0
  private session: AdminSession | undefined

  constructor(apacheLib: string) {
    this.lib = apacheLib
    this.classes = compilePrograms(apacheLib)
    this.dir = mkdtempSync(join(process.env['MQLAB_TEST_DIR'] ?? tmpdir(), 'mqlab-java-'))
  }

  /** Runs a program to its end. A program that never printed a summary is an error with its output. */
  async run(program: string, nameServers: string, options: ProgramOptions = {}): Promise<ProgramReport> {
    const seconds = options.seconds ?? 60
    const argv = [...this.programLine(program), '-n', nameServers, ...optionPairs(options)]
    const spec = { name: program, argv, ...this.place(program) }
    const result = await this.gate.run(() => runProgram(spec, (seconds + 25) * 1000))
    const summary = findSummary(result.output)
    if (summary === undefined) {
      throw new Error(`${program} ended with ${result.code ?? result.signal} and no summary:\n${tail(result.output)}`)
    }
    if (process.env['MQLAB_INTEROP_VERBOSE'] === '1') {
      process.stderr.write(`${program}: ${Math.round(result.elapsedMs)} ms ${JSON.stringify(summary)}\n`)
    }
    return { summary, output: result.output, code: result.code, elapsedMs: result.elapsedMs }
  }

  /** `run`, and an error unless the program itself was content. */
  async succeed(program: string, nameServers: string, options: ProgramOptions = {}): Promise<ProgramReport> {
    const report = await this.run(program, nameServers, options)
    if (report.code !== 0) {
      throw new Error(`${program} failed: ${JSON.stringify(report.summary)}\n${tail(report.output)}`)
    }
    return report
  }

  /** Starts a program that runs beside the test; its summary is read with `summaryOf` once it has exited. */
  start(program: string, nameServers: string, options: ProgramOptions = {}): OwnedProcess {
    const argv = [...this.programLine(program), '-n', nameServers, ...optionPairs(options)]
    return new OwnedProcess({ name: program, argv, ...this.place(program) })
  }

  /** Apache's own mqadmin. It exits 0 even when it fails, so the output is searched for its error marks. */
  async mqadmin(command: string, nameServers: string, ...args: readonly string[]): Promise<CommandResult> {
    this.session ??= new AdminSession({ argv: this.sessionLine(), dir: this.dir })
    const result = await this.session.run([command, '-n', nameServers, ...args], 60_000)
    const failed = /SubCommandException|Caused by:|^\[error\]/m.test(result.output)
    if (failed) throw new Error(`mqadmin ${command} ${args.join(' ')} failed:\n${tail(result.output)}`)
    return result
  }

  /** Ends the session of mqadmin and removes the captured output. */
  async dispose(): Promise<void> {
    try {
      await this.session?.close()
    } finally {
      rmSync(this.dir, { recursive: true, force: true })
    }
  }

  private programLine(program: string): readonly string[] {
    return ['java', ...QUICK_JVM, `-Duser.home=${this.dir}`, '-cp', `${this.classes}:${this.lib}/*`, program]
  }

  private sessionLine(): readonly string[] {
    const flags = [`-Duser.home=${this.dir}`, `-Drocketmq.home.dir=${this.dir}`]
    return ['java', ...QUICK_JVM, ...flags, '-cp', `${this.classes}:${this.lib}/*`, 'AdminSession']
  }

  private place(name: string): { readonly logFile: string; readonly cwd: string } {
    this.runs += 1
    return { logFile: join(this.dir, `${this.runs}-${name}.out`), cwd: this.dir }
  }
}

/** The SUMMARY line of a program that was started with `start`. */
export function summaryOf(program: OwnedProcess): Readonly<Record<string, unknown>> {
  const output = readFileSync(program.logFile, 'utf8')
  const summary = findSummary(output)
  if (summary === undefined) throw new Error(`${program.name} printed no summary:\n${tail(output)}`)
  return summary
}

function optionPairs(options: ProgramOptions): readonly string[] {
  const pairs: [string, string | number | undefined][] = [
    ['-t', options.topic],
    ['-g', options.group],
    ['-c', options.count],
    ['-T', options.seconds ?? 60],
    ...Object.entries(options.more ?? {}),
  ]
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]))
}

function findSummary(output: string): Readonly<Record<string, unknown>> | undefined {
  const line = output.split('\n').findLast((one) => one.startsWith('SUMMARY '))
  return line === undefined ? undefined : (JSON.parse(line.slice('SUMMARY '.length)) as Record<string, unknown>)
}

function tail(output: string): string {
  return output.split('\n').slice(-25).join('\n')
}

/** Compiles once per content of the sources; answers the class folder. */
export function compilePrograms(apacheLib: string): string {
  const sources = readdirSync(SOURCES)
    .filter((file) => file.endsWith('.java'))
    .sort()
    .map((file) => join(SOURCES, file))
  const hash = createHash('sha256')
  for (const source of sources) hash.update(readFileSync(source))
  const target = join(CACHE_DIR, `classes-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(target)) return target
  const partial = `${target}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  const argv = ['-nowarn', '-Xlint:none', '-encoding', 'UTF-8', '-d', partial, '-cp', `${apacheLib}/*`, ...sources]
  const run = spawnSync('javac', argv, { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`javac failed:\n${run.stderr}`)
  for (const old of readdirSync(CACHE_DIR).filter((name) => /^classes-[0-9a-f]{16}$/.test(name))) {
    rmSync(join(CACHE_DIR, old), { recursive: true, force: true })
  }
  renameSync(partial, target)
  return target
}
