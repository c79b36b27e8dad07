/**
 * Apache's mqadmin as one JVM that runs command after command (java/AdminSession.java), because starting a JVM costs many times the
 * command. A command that ends its JVM, with System.exit or by its time limit, ends only itself: the next one gets a new JVM.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OwnedProcess } from './process.ts'

/** How long the JVM may live on after its last command; Netty's threads take 2 s. */
const END_MS = 20_000

export interface CommandResult {
  readonly output: string
  /** What a JVM of its own would have exited with; null when it ran out of time. */
  readonly code: number | null
}

export interface AdminSessionSpec {
  /** Starts AdminSession. */
  readonly argv: readonly string[]
  /** For the output of each command, and for what is printed between commands. */
  readonly dir: string
}

/** Commands run one at a time, in the order they came. End with `close`. */
export class AdminSession {
  private readonly spec: AdminSessionSpec
  private jvm: OwnedProcess | undefined
  private last: Promise<unknown> = Promise.resolve()
  private runs = 0

  constructor(spec: AdminSessionSpec) {
    this.spec = spec
  }

  run(words: readonly string[], timeoutMs: number): Promise<CommandResult> {
    const result = this.last.then(() => this.runNow(words, timeoutMs))
    this.last = result.catch(() => undefined)
    return result
  }

  /** Ends the JVM by ending its input. An error when a command left a thread that keeps it alive, or printed after its end. */
  async close(): Promise<void> {
    await this.last
    const { jvm } = this
    this.jvm = undefined
    if (jvm === undefined) return
    jvm.endInput()
    const timer = setTimeout(() => jvm.signal('SIGKILL'), END_MS)
    const { code } = await jvm.exited
    clearTimeout(timer)
    const late = readFileSync(jvm.logFile, 'utf8')
    if (code !== 0) throw new Error(`the JVM of mqadmin ended with ${code} after its last command:\n${late}`)
    if (late !== '') throw new Error(`mqadmin printed after its command had returned:\n${late}`)
  }

  private async runNow(words: readonly string[], timeoutMs: number): Promise<CommandResult> {
    this.runs += 1
    const file = join(this.spec.dir, `admin-${this.runs}-${words[0]}.out`)
    const jvm = this.running()
    const timer = setTimeout(() => jvm.signal('SIGKILL'), timeoutMs)
    const line = [file, ...words].map((word) => Buffer.from(word).toString('base64')).join(' ')
    const reply = await Promise.race([jvm.ask(line), jvm.exited])
    clearTimeout(timer)
    if (typeof reply === 'string') return { output: readFileSync(file, 'utf8'), code: reply === 'DONE' ? 0 : 1 }
    this.jvm = undefined
    const output = existsSync(file) ? readFileSync(file, 'utf8') : ''
    return { output: output + readFileSync(jvm.logFile, 'utf8'), code: reply.code }
  }

  private running(): OwnedProcess {
    if (this.jvm?.running === true) return this.jvm
    const logFile = join(this.spec.dir, `admin-session-${this.runs}.err`)
    this.jvm = new OwnedProcess({ name: 'mqadmin', argv: this.spec.argv, cwd: this.spec.dir, logFile, asked: true })
    return this.jvm
  }
}
