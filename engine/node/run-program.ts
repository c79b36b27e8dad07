/** Runs a program to its end with bounds on time and output. Arguments are passed as they are: no shell reads them. */
import { spawn } from 'node:child_process'
import { EngineError } from '../base/errors.ts'
import type { RunOptions, RunResult } from '../base/ports.ts'
import { systemCode } from './node-file-system.ts'

/** @throws {EngineError} 'not-found' when there is no such program, 'store-io' when it cannot be started. */
export function runProgram(command: readonly [string, ...string[]], options: RunOptions): Promise<RunResult> {
  const [program, ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs)
    const out = new BoundedText(options.outputBytesMax)
    const err = new BoundedText(options.outputBytesMax)
    child.stdout.on('data', (bytes: Buffer) => out.add(bytes))
    child.stderr.on('data', (bytes: Buffer) => err.add(bytes))
    child.once('error', (cause) => {
      clearTimeout(timer)
      const code = systemCode(cause)
      const context = { path: program, operation: 'run', systemCode: code }
      reject(
        new EngineError(code === 'ENOENT' ? 'not-found' : 'store-io', `cannot run ${program}: ${code}`, {
          context,
          cause,
          zh: `无法运行 ${program}：${code}`,
        }),
      )
    })
    child.once('close', (exitCode) => {
      clearTimeout(timer)
      resolve({ exitCode, stdout: out.text(), stderr: err.text() })
    })
  })
}

/** The first bytes of an output; the rest is read and dropped, so that the program is not held up. */
class BoundedText {
  readonly #chunks: Buffer[] = []
  readonly #bytesMax: number
  #bytes = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  add(bytes: Buffer): void {
    const kept = bytes.subarray(0, this.#bytesMax - this.#bytes)
    if (kept.length === 0) return
    this.#chunks.push(kept)
    this.#bytes += kept.length
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }
}
