/**
 * One run of mqadmin inside the service: the same code as the command, its output as a stream that the window can hold back,
 * `-n` filled in, destructive commands asked about first. Commands that write files find their folder below the lab's home.
 */
import { isWriting, losingTarget } from '../../../admin/command-effects.ts'
import { parseCommandLine } from '../../../admin/command-line.ts'
import { launch } from '../../../admin/launch.ts'
import { findCommand } from '../../../admin/registry.ts'
import { errorText } from '../../../base/errors.ts'
import { AdminClient } from '../../../client/admin-client.ts'
import type { consoleApi } from '../../../contract/console-api.ts'
import type { ItemOf, ParsedInputOf, StopStream, StreamSink } from '../../../contract/rpc.ts'
import { say } from '../../../contract/text.ts'
import type { ClusterAccess, ServiceContext } from '../context.ts'
import { splitWords } from './command-line-text.ts'

type Api = typeof consoleApi
type MqadminEvent = ItemOf<Api['mqadmin.run']>
export type MqadminRequest = ParsedInputOf<Api['mqadmin.run']>

/** Output that waits for a slow window before the command is told to pause. */
const WAITING_CHARS_MAX = 256 * 1024
const PART_CHARS_MAX = 64 * 1024

/** Runs one line and ends the sink with the exit code. @returns what interrupts it. */
export function runMqadmin(
  context: ServiceContext,
  access: ClusterAccess | undefined,
  request: MqadminRequest,
  sink: StreamSink<MqadminEvent>,
): StopStream {
  const words = splitWords(request.line)
  if (words[0] === 'mqadmin') words.shift()
  requireAllowed(words, access)
  const question = request.isConfirmed ? undefined : questionOf(words, access)
  if (question !== undefined) {
    sink.push([{ t: 'confirm', question }])
    sink.end()
    return () => undefined
  }
  const output = new HeldOutput(sink)
  const pacing = makePacing(context)
  const clients: AdminClient[] = []
  void launch(words, {
    language: request.language,
    namesrvAddr: access?.namesrvAddr,
    stdout: (text) => output.add('out', text),
    stderr: (text) => output.add('err', text),
    drained: () => output.drained(),
    connect: (namesrvAddr) => {
      const client = new AdminClient({ namesrvAddr, utcOffsetMs: context.utcOffsetMs }, context.client)
      clients.push(client)
      return client
    },
    pacing: pacing.pacing,
    utcOffsetMs: context.utcOffsetMs,
    workFolder: `${context.lab.paths.home}/service/mqadmin`,
    statusFolder: `${context.lab.paths.home}/service/mqadmin`,
  })
    .catch((error: unknown) => {
      output.add('err', `${errorText(error)}\n`)
      return 1
    })
    .then((code) => {
      output.finish(code)
    })
  return () => {
    pacing.stop()
    output.close()
    // A request that hangs must not outlive its console.
    for (const client of clients) client.shutdown()
  }
}

/** @throws {EngineError} 'refused' for a writing command on a cluster that was attached for reading only. */
function requireAllowed(words: readonly string[], access: ClusterAccess | undefined): void {
  const row = words[0] === undefined ? undefined : findCommand(words[0])
  if (row !== undefined && isWriting(row)) access?.requireWritable(say(row.name, row.name))
}

/** What to ask before a command that loses something. */
function questionOf(words: readonly string[], access: ClusterAccess | undefined): ReturnType<typeof say> | undefined {
  const row = words[0] === undefined ? undefined : findCommand(words[0])
  if (row === undefined) return undefined
  const option = losingTarget(row)
  if (option === undefined) return undefined
  const parsed = parseCommandLine(row, words.slice(1))
  if (parsed.kind !== 'ok') return undefined
  const target = parsed.values.get(option) ?? access?.name ?? ''
  const where = access === undefined ? (parsed.values.get('namesrvAddr') ?? '') : access.name
  return say(
    `${row.name} acts on "${target}" of ${where} and cannot be undone. Run it?`,
    `${row.name} 将作用于 ${where} 的“${target}”，且无法撤销。要执行吗？`,
  )
}

/** Gathers what a command prints into batches and tells it to wait while the window is behind. */
class HeldOutput {
  readonly #sink: StreamSink<MqadminEvent>
  #waiting: { t: 'out' | 'err'; text: string }[] = []
  #chars = 0
  #isClosed = false
  #exitCode: number | undefined
  #wake: (() => void)[] = []

  constructor(sink: StreamSink<MqadminEvent>) {
    this.#sink = sink
    sink.onReady(() => this.#flush())
  }

  add(t: 'out' | 'err', text: string): void {
    if (this.#isClosed || text === '') return
    for (let from = 0; from < text.length; from += PART_CHARS_MAX) {
      const part = text.slice(from, from + PART_CHARS_MAX)
      const last = this.#waiting.at(-1)
      if (last?.t === t && last.text.length + part.length <= PART_CHARS_MAX) last.text += part
      else this.#waiting.push({ t, text: part })
    }
    this.#chars += text.length
    this.#flush()
  }

  drained(): Promise<void> {
    if (this.#isClosed || this.#chars < WAITING_CHARS_MAX) return Promise.resolve()
    return new Promise((resolve) => this.#wake.push(resolve))
  }

  finish(code: number): void {
    this.#exitCode = code
    this.#flush()
  }

  close(): void {
    this.#isClosed = true
    this.#waiting = []
    this.#wakeAll()
  }

  #flush(): void {
    while (!this.#isClosed && this.#sink.isReady && this.#waiting.length > 0) {
      const part = this.#waiting.shift() as { t: 'out' | 'err'; text: string }
      this.#chars -= part.text.length
      this.#sink.push([part])
    }
    if (this.#chars < WAITING_CHARS_MAX) this.#wakeAll()
    if (this.#exitCode === undefined || this.#waiting.length > 0 || this.#isClosed || !this.#sink.isReady) return
    this.#isClosed = true
    this.#sink.push([{ t: 'exit', code: this.#exitCode }])
    this.#sink.end()
  }

  #wakeAll(): void {
    const waiting = this.#wake
    this.#wake = []
    for (const wake of waiting) wake()
  }
}

function makePacing(context: ServiceContext): {
  readonly pacing: { readonly isStopped: boolean; pause(delayMs: number): Promise<void> }
  stop(): void
} {
  let isStopped = false
  let wake: () => void = () => undefined
  return {
    pacing: {
      get isStopped() {
        return isStopped
      },
      pause: (delayMs) =>
        new Promise((resolve) => {
          if (isStopped) {
            resolve()
            return
          }
          const timer = context.host.timers.after(delayMs, resolve)
          wake = () => {
            timer.cancel()
            resolve()
          }
        }),
    },
    stop: () => {
      isStopped = true
      wake()
    },
  }
}
