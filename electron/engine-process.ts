/**
 * The lab service in a utility process: started, given one message port for each page that asks, started again when it ends by
 * itself, asked how many nodes run before the shell quits. Nodes are processes of their own and outlive all of this.
 */
import type { MessagePortMain, UtilityProcess } from 'electron'
import { type CrashLog, RestartBudget } from './crash-log.ts'
import type { ElectronFacade } from './facade.ts'
import type { ShellPaths } from './paths.ts'

const RESTARTS_MAX = 5
const RESTARTS_WINDOW_MS = 60_000
const ANSWER_MS = 30_000
const WORDS_CHARS_MAX = 4000

/** Main to service. A message with `serve` brings the port of a page. */
export type ServiceRequest =
  | { readonly kind: 'serve' }
  | { readonly kind: 'running-nodes'; readonly id: number }
  | { readonly kind: 'stop-nodes'; readonly id: number }
  | { readonly kind: 'end' }

/** Service to main. */
export type ServiceAnswer = { readonly kind: 'answer'; readonly id: number; readonly nodes: number }

export interface EngineProcess {
  /** Hands a page's port to the service; kept until the service runs. */
  serve(port: MessagePortMain): void
  runningNodes(): Promise<number>
  /** Stops every node of every cluster; resolves with how many still run. */
  stopNodes(): Promise<number>
  /** Ends the service; the nodes run on. */
  end(): void
}

export interface EngineProcessOptions {
  readonly electron: Pick<ElectronFacade, 'utilityProcess'>
  readonly paths: ShellPaths
  readonly crashes: CrashLog
  readonly env: Readonly<Record<string, string | undefined>>
  /** It ended too often to be started again. */
  readonly onGivenUp: () => void
}

export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const { electron, paths, crashes } = options
  const budget = new RestartBudget(RESTARTS_MAX, RESTARTS_WINDOW_MS)
  const answers = new Map<number, (nodes: number) => void>()
  let nextId = 1
  let isEnding = false
  let child: UtilityProcess | undefined

  const start = (): void => {
    if (!budget.take(Date.now())) {
      child = undefined
      options.onGivenUp()
      return
    }
    const started = electron.utilityProcess.fork(paths.labServiceFile, [], {
      serviceName: 'lab-service',
      stdio: 'pipe',
      env: serviceEnv(options.env, paths.nodeRuntime),
    })
    child = started
    let lastWords = ''
    started.stderr?.on('data', (part: Buffer) => {
      lastWords = (lastWords + part.toString('utf8')).slice(-WORDS_CHARS_MAX)
    })
    started.stdout?.on('data', () => undefined)
    started.on('message', (message: unknown) => {
      if (!isAnswer(message)) return
      answers.get(message.id)?.(message.nodes)
      answers.delete(message.id)
    })
    started.on('exit', (code) => {
      if (child !== started) return
      child = undefined
      for (const settle of answers.values()) settle(0)
      answers.clear()
      if (isEnding) return
      crashes(`lab service ended with ${String(code)}${lastWords === '' ? '' : `: ${lastWords.trim()}`}`)
      start()
    })
  }

  const ask = (kind: 'running-nodes' | 'stop-nodes'): Promise<number> => {
    const asked = child
    if (asked === undefined) return Promise.resolve(0)
    const id = nextId++
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        answers.delete(id)
        resolve(0)
      }, ANSWER_MS)
      answers.set(id, (nodes) => {
        clearTimeout(timer)
        resolve(nodes)
      })
      asked.postMessage({ kind, id } satisfies ServiceRequest)
    })
  }

  start()
  return {
    serve: (port) => {
      // Without a service the page hears nothing and dials again.
      if (child === undefined) port.close()
      else child.postMessage({ kind: 'serve' } satisfies ServiceRequest, [port])
    },
    runningNodes: () => ask('running-nodes'),
    stopNodes: () => ask('stop-nodes'),
    end: () => {
      isEnding = true
      child?.postMessage({ kind: 'end' } satisfies ServiceRequest)
    },
  }
}

/** The service gets the user's environment, without what would change how its nodes run. */
function serviceEnv(
  env: Readonly<Record<string, string | undefined>>,
  nodeRuntime: string | undefined,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'NODE_OPTIONS',
  )
  return { ...Object.fromEntries(kept), MQLAB_NODE_RUNTIME: nodeRuntime ?? env['MQLAB_NODE_RUNTIME'] ?? 'node' }
}

function isAnswer(message: unknown): message is ServiceAnswer {
  if (typeof message !== 'object' || message === null) return false
  const { kind, id, nodes } = message as Partial<ServiceAnswer>
  return kind === 'answer' && typeof id === 'number' && typeof nodes === 'number'
}
