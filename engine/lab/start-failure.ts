/**
 * Why a node did not start, in a sentence that names the node, the cause and the fix: a port that somebody has, what the node
 * itself wrote to `start-problem.json`, or else its last words. Also counts starts that failed one after the other.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { FileSystem, PortOwner } from '../base/ports.ts'
import { say, type BilingualText as Text } from '../config/finding.ts'
import { type NodeSpec, portsOf } from './cluster-spec.ts'
import type { Host } from './hosts/host.ts'

/** Written by a node that cannot start, read by the lab that started it. */
export const START_PROBLEM_FILE = 'start-problem.json'
const FAILED_STARTS_FILE = 'failed-starts.json'

/** From this many failed starts on the sentence says that it will not get better by itself. */
const MANY_FAILED_STARTS = 3
/** Steps in which a free port is looked for, and how many. */
const PORT_STEP = 1000
const PORT_TRIES = 40

export interface PortConflict {
  readonly port: number
  /** The key that moves it. */
  readonly key: 'listenPort' | 'haListenPort'
  readonly owner: PortOwner
  /** Value for `key` with which the node could start now. */
  readonly alternative: number | undefined
}

/** The first port of the node that somebody listens on; undefined when all are free or nobody can be named. */
export async function findPortConflict(
  host: Host,
  node: NodeSpec,
  reserved: ReadonlySet<string>,
): Promise<PortConflict | undefined> {
  for (const port of portsOf(node)) {
    if (await host.isPortFree(node.host, port)) continue
    const owner = await host.portOwner({ host: node.host, port })
    if (owner === undefined) continue
    const key = node.kind === 'broker' && port === node.haListenPort ? 'haListenPort' : 'listenPort'
    return { port, key, owner, alternative: await freePort(host, node, key, reserved) }
  }
  return undefined
}

async function freePort(
  host: Host,
  node: NodeSpec,
  key: PortConflict['key'],
  reserved: ReadonlySet<string>,
): Promise<number | undefined> {
  const from = key === 'haListenPort' && node.kind === 'broker' ? node.haListenPort : node.listenPort
  for (let tries = 1; tries <= PORT_TRIES; tries++) {
    const port = 1024 + ((from - 1024 + tries * PORT_STEP) % (65_536 - 1024))
    const bound = key === 'listenPort' && node.kind === 'broker' ? [port - 2, port] : [port]
    const isFree = await Promise.all(
      bound.map(
        async (one) => one >= 1024 && !reserved.has(`${node.host}:${one}`) && (await host.isPortFree(node.host, one)),
      ),
    )
    if (isFree.every(Boolean)) return port
  }
  return undefined
}

/** `ownerNode`: the lab's name of the owner, when it is a node of this lab. */
export function portTaken(node: NodeSpec, conflict: PortConflict, ownerNode: string | undefined): EngineError {
  const { port, key, owner, alternative } = conflict
  const who = ownerNode ?? owner.program
  const use = alternative === undefined ? say('Choose another', '请换用其他') : say(`Use ${alternative} as`, `可把`)
  const fix =
    alternative === undefined
      ? say(`${use.en} ${key} or stop ${who}.`, `${use.zh} ${key}，或停止 ${who}。`)
      : say(`${use.en} ${key} or stop ${who}.`, `${use.zh} ${key} 改为 ${alternative}，或停止 ${who}。`)
  const message = say(
    `${node.name} did not start: port ${port} belongs to pid ${owner.pid} (${who}). ${fix.en}`,
    `${node.name} 启动失败：端口 ${port} 被 pid ${owner.pid}（${who}）占用。${fix.zh}`,
  )
  return new EngineError('refused', message.en, {
    zh: message.zh,
    context: { node: node.name, reason: 'port-taken', port, key, pid: owner.pid, program: who, alternative },
  })
}

export interface LastWords {
  /** What the node printed while it was being started. */
  readonly said: string
  readonly outputFile: string
  /** It still runs, but did not answer within this time. */
  readonly silentForMs?: number
}

/** Why a node that was started is not running. */
export function startFailed(fs: FileSystem, folder: string, node: NodeSpec, words: LastWords): EngineError {
  const { said, outputFile, silentForMs } = words
  const told = silentForMs === undefined ? readProblem(fs, folder) : undefined
  const context = { node: node.name, outputFile, ...(told === undefined ? {} : { reason: told.reason }) }
  if (told !== undefined) {
    return new EngineError('refused', `${node.name} did not start: ${told.sentence.en}`, {
      context,
      zh: `${node.name} 启动失败：${told.sentence.zh}`,
    })
  }
  const what =
    silentForMs === undefined
      ? say('ended while starting', '启动时退出')
      : say(`does not answer within ${silentForMs} ms`, `在 ${silentForMs} 毫秒内没有应答`)
  const last = said === '' ? say('.', '。') : say(`:\n${said}`, `：\n${said}`)
  return new EngineError('refused', `${node.name} did not start: it ${what.en}${last.en}`, {
    context,
    zh: `${node.name} 启动失败：${what.zh}${last.zh}`,
  })
}

/** One more start failed: the same error, which from the third on says how often. */
export function countFailedStart(fs: FileSystem, folder: string, error: EngineError, node: NodeSpec): EngineError {
  const failedStarts = failedStartsOf(fs, folder) + 1
  fs.replaceFile(`${folder}/${FAILED_STARTS_FILE}`, bytesFromUtf8(`${JSON.stringify({ failedStarts })}\n`))
  const often =
    failedStarts < MANY_FAILED_STARTS
      ? say('', '')
      : say(
          `\n${node.name} has failed to start ${failedStarts} times in a row; nothing starts it by itself, and its data are untouched.`,
          `\n${node.name} 已连续 ${failedStarts} 次启动失败；不会自动重启，数据未动。`,
        )
  return new EngineError(error.code, `${error.message}${often.en}`, {
    context: { ...error.context, failedStarts },
    zh: `${error.zh ?? error.message}${often.zh}`,
    cause: error.cause,
  })
}

/** Forgets what went wrong before: a new start, or one that went well. */
export function forgetStartProblem(fs: FileSystem, folder: string, options: { readonly hasStarted: boolean }): void {
  fs.remove(`${folder}/${START_PROBLEM_FILE}`)
  if (options.hasStarted) fs.remove(`${folder}/${FAILED_STARTS_FILE}`)
}

function failedStartsOf(fs: FileSystem, folder: string): number {
  const value = readJson(fs, `${folder}/${FAILED_STARTS_FILE}`) as { failedStarts?: unknown } | null | undefined
  return typeof value?.failedStarts === 'number' ? value.failedStarts : 0
}

function readProblem(fs: FileSystem, folder: string): { readonly reason: string; readonly sentence: Text } | undefined {
  const value = readJson(fs, `${folder}/${START_PROBLEM_FILE}`) as
    { reason?: unknown; en?: unknown; zh?: unknown } | null | undefined
  if (typeof value?.reason !== 'string' || typeof value.en !== 'string' || typeof value.zh !== 'string')
    return undefined
  return { reason: value.reason, sentence: say(value.en, value.zh) }
}

function readJson(fs: FileSystem, path: string): unknown {
  try {
    const bytes = fs.readFile(path)
    return bytes === undefined ? undefined : JSON.parse(bytes.utf8Slice())
  } catch {
    // It only explains; without it the node's last words do.
    return undefined
  }
}
