/**
 * The load generator as a function: builds loadgen.c once per content with gcc, runs it, reads its MEDIAN line. The same
 * binary drives both engines, so that a ratio from one run is fair.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from '../interop/harness/process.ts'

const HERE = dirname(fileURLToPath(import.meta.url))

/** Everything the benchmark builds or stores; git-ignored. */
export const WORK_DIR = join(HERE, '.work')

let binary: string | undefined
let runs = 0

/** Figures of one load: keys as loadgen prints them (rate, p50, p99, p999, lag_ack_p50, ...), times in microseconds. */
export type LoadFigures = Readonly<Record<string, number>>

export interface LoadOptions {
  readonly args: readonly (string | number)[]
  /** Words put before the command, such as ['taskset', '-c', '1']. */
  readonly prefix?: readonly string[]
  readonly timeoutMs: number
}

/** Runs one load to its end. `errors` among the figures counts refused messages, from the start of the warm-up. */
export async function runLoad(options: LoadOptions): Promise<LoadFigures> {
  return figuresOf(await run(options), 'MEDIAN')
}

/** Sends `--count` messages and ends; answers rate and seconds. One in a hundred may be refused (flow control). */
export async function runFill(options: LoadOptions): Promise<LoadFigures> {
  const figures = figuresOf(await run(options), 'FILL')
  const refused = figures['errors'] ?? 0
  if (refused > (figures['msgs'] ?? 0) / 100) throw new Error(`the broker refused ${refused} messages`)
  return figures
}

async function run(options: LoadOptions): Promise<string> {
  binary ??= build()
  runs += 1
  const argv = [...(options.prefix ?? []), binary, ...options.args.map(String)]
  const logFile = join(WORK_DIR, `loadgen-${process.pid}-${runs}.out`)
  const result = await runProgram({ name: 'loadgen', argv, logFile }, options.timeoutMs)
  rmSync(logFile)
  if (result.code !== 0) {
    throw new Error(`loadgen ended with ${result.code ?? result.signal}: ${argv.slice(1).join(' ')}\n${result.output}`)
  }
  return result.output
}

function figuresOf(output: string, label: string): LoadFigures {
  const line = output.split('\n').findLast((one) => one.startsWith(`${label} `))
  if (line === undefined) throw new Error(`loadgen printed no ${label} line:\n${output}`)
  const figures: Record<string, number> = {}
  for (const pair of line.split(' ').slice(1)) {
    const [key, value] = pair.split('=')
    if (key !== undefined && value !== undefined && !Number.isNaN(Number(value))) figures[key] = Number(value)
  }
  return figures
}

function build(): string {
  const source = join(HERE, 'loadgen.c')
  const target = join(
    WORK_DIR,
    `loadgen-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)}`,
  )
  if (existsSync(target)) return target
  mkdirSync(WORK_DIR, { recursive: true })
  const partial = `${target}.${process.pid}`
  const compiled = spawnSync('gcc', ['-O2', '-Wall', '-o', partial, source], { encoding: 'utf8' })
  if (compiled.status !== 0) throw new Error(`gcc failed (apt-get install gcc libc6-dev): ${compiled.stderr}`)
  renameSync(partial, target)
  return target
}
