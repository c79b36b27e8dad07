/** Runs the bundled programs of `dist/` the way a user does: a process, its exit code and what it printed. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type ProgramName = 'mqlab' | 'mqbroker' | 'mqnamesrv' | 'mqadmin' | 'mqshutdown'

export interface ProgramRun {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Folder of the bundles; another build can be tested by naming it. */
const DIST = process.env['MQLAB_TEST_DIST'] ?? fileURLToPath(new URL('../../../dist', import.meta.url))

const LIMIT_MS = 100_000

/** Neither the language nor the home of whoever runs the tests may show. */
const HIDDEN = ['LC_ALL', 'LC_MESSAGES', 'LANG', 'MQLAB_HOME', 'NAMESRV_ADDR', 'MQLAB_FILE_PORT', 'MQLAB_NODE_DIR']

export function programFile(name: ProgramName): string {
  return `${DIST}/${name}.js`
}

export function programEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !HIDDEN.includes(entry[0]),
  )
  return { ...Object.fromEntries(inherited), ...env }
}

/** Runs a program to its end; one that takes too long is killed and has no exit code. */
export function runProgram(
  name: ProgramName,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  limitMs = LIMIT_MS,
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [programFile(name), ...args], {
      env: programEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    child.on('error', reject)
    // Not 'exit': nodes that the program started hold no pipe of ours, so 'close' comes with its own end.
    child.on('close', (exitCode) => {
      clearTimeout(timer)
      resolve({ exitCode, stdout, stderr })
    })
  })
}
