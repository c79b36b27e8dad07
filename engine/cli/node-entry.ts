/**
 * What the entry points of nodes share: the language of messages, where a node's files lie, ports with link faults, the
 * control channel, signals, and the end of the process. Nothing here knows what kind of node it is.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { EngineError, errorText } from '../base/errors.ts'
import type { FileSystem, LogLevel } from '../base/ports.ts'
import { type BilingualText, type Language, say } from '../config/finding.ts'
import { EXIT_CODES } from '../config/startup.ts'
import { FAULTS_FILE } from '../lab/node-faults.ts'
import { START_PROBLEM_FILE } from '../lab/start-failure.ts'
import { type ControlMethod, serveControl } from '../node/control-channel.ts'
import { FullFileSystem } from '../node/full-file-system.ts'
import { keepFaults, restoreFaults } from '../node/kept-faults.ts'
import { parseLinkFault } from '../node/link-fault.ts'
import { NodeFileSystem } from '../node/node-file-system.ts'
import { START_TOKEN_VARIABLE } from '../node/node-process.ts'
import { type NodePorts, nodePorts } from '../node/ports.ts'
import { unsyncedFilePort } from '../node/unsynced-file-system.ts'
import { labHome } from './lab-home.ts'
import { recordOwnRun, type RunKind } from './run-record.ts'

/** Set by the lab for nodes that it starts: the node's folder; and by tests of crashes and full disks the kind of file port. */
export const NODE_DIR_VARIABLE = 'MQLAB_NODE_DIR'
export const FILE_PORT_VARIABLE = 'MQLAB_FILE_PORT'

/** Put in by the build; absent when run from the sources. */
declare const __ENGINE_PACKAGE_VERSION__: string | undefined

const LOG_LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[]

/** Java's `user.home`, with `/` on every system. */
export function userHome(): string {
  return homedir().replaceAll('\\', '/')
}

/** Where a node logs: its own folder under the lab, else where RocketMQ logs. */
export function logDirectory(): string {
  const folder = nodeFolder()
  return folder === undefined ? `${userHome()}/logs/rocketmqlogs` : `${folder}/logs`
}

/**
 * Keeps V8's young generation at its initial size. The hot path allocates next to nothing per message, so a larger one buys no
 * speed and costs each process some 30 MB. Effective at any time, unlike the size flags, so a bare `mqbroker` is as small as a
 * lab's. Source: performance.md 5.
 */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Ports of a node that logs to `<name>.log`. */
export function openNodePorts(name: string): NodePorts {
  keepHeapSmall()
  const fs = otherFilePort(process.env[FILE_PORT_VARIABLE] ?? '')
  const ports = nodePorts({
    logName: name,
    log: { file: `${logDirectory()}/${name}.log` },
    linkFaults: true,
    ...(fs === undefined ? {} : { fs }),
  })
  const folder = nodeFolder()
  if (folder !== undefined && ports.linkFaults !== undefined) {
    restoreFaults(`${folder}/${FAULTS_FILE}`, ports.linkFaults, ports.log)
  }
  return ports
}

/** The file port that a test asked for: `unsynced`, or `full:<bytes>`, a disk of that size below the node's folder. */
function otherFilePort(wanted: string): FileSystem | undefined {
  if (wanted === '') return undefined
  if (wanted === 'unsynced') return unsyncedFilePort()
  const bytes = /^full:(\d{1,15})$/.exec(wanted)?.[1]
  const folder = nodeFolder()
  if (bytes === undefined || folder === undefined) {
    throw new EngineError(
      'usage',
      `${FILE_PORT_VARIABLE}=${wanted}: the other file ports are "unsynced" and, for a node of the lab, "full:<bytes>"`,
    )
  }
  return new FullFileSystem(new NodeFileSystem(), folder, Number(bytes))
}

/** The node's folder under the lab; undefined for a node that was started by hand. */
function nodeFolder(): string | undefined {
  const folder = process.env[NODE_DIR_VARIABLE]
  return folder === undefined || folder === '' ? undefined : folder
}

/** Path of a file given on the command line, absolute and with `/`. */
export function absolutePath(path: string): string {
  return resolve(path).replaceAll('\\', '/')
}

/** The property file behind `-c`, as Java reads it: Latin-1. Ends the process when it cannot be read. */
export function readConfigText(path: string, language: Language): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    const reason = errorText(error)
    const text = say(
      `the configuration file ${path} cannot be read (${reason}); fix: give -c the path of a readable file`,
      `无法读取配置文件 ${path}(${reason});解决办法:用 -c 给出可读文件的路径`,
    )
    return failStart(EXIT_CODES.configUnreadable, [{ reason: 'config-unreadable', ...text }], language)
  }
}

/** Ends the process when what was printed is out. Messages of the start go to stderr, one line each. */
export function fail(exitCode: number, lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`)
  process.exit(exitCode)
}

/** Why a node does not start, in both languages. `reason` names the rule or failure. */
export interface StartProblem extends BilingualText {
  readonly reason: string
  /** What a terminal shows before the text, where the lab names the node instead. */
  readonly prefix?: BilingualText
}

/** Ends a start: the words for the terminal in one language, and for the lab that started the node in both. */
export function failStart(exitCode: number, problems: readonly StartProblem[], language: Language): never {
  const folder = nodeFolder()
  const [first] = problems
  if (folder !== undefined && first !== undefined) {
    const told = {
      reason: first.reason,
      en: problems.map(({ en }) => en).join('\n'),
      zh: problems.map(({ zh }) => zh).join('\n'),
    }
    try {
      writeFileSync(`${folder}/${START_PROBLEM_FILE}`, `${JSON.stringify(told)}\n`)
    } catch (error) {
      process.stderr.write(`${START_PROBLEM_FILE} was not written: ${errorText(error)}\n`)
    }
  }
  return fail(
    exitCode,
    problems.map((problem) => `${problem.prefix?.[language] ?? ''}${problem[language]}`),
  )
}

export interface RunningNode {
  readonly kind: RunKind
  readonly ports: NodePorts
  /** Stops everything; called once. */
  stop(): Promise<void>
  /** What `status` adds to the process id. */
  status(): Readonly<Record<string, unknown>>
}

/** Serves signals and the control channel until the node is told to stop. */
export async function serveNode(node: RunningNode): Promise<void> {
  const { ports } = node
  let isStopping = false
  const stop = (reason: string): void => {
    if (isStopping) return
    isStopping = true
    ports.log.info('stopping', { reason })
    node.stop().then(
      () => {
        endProcess(0)
      },
      (error: unknown) => {
        ports.log.error('the stop failed', { error: errorText(error) })
        endProcess(1)
      },
    )
  }
  process.on('SIGTERM', () => {
    stop('SIGTERM')
  })
  process.on('SIGINT', () => {
    stop('SIGINT')
  })
  process.on('uncaughtException', (error) => {
    ports.log.error('uncaught exception, the process ends', { error: error.stack ?? errorText(error) })
    process.stderr.write(`${error.stack ?? errorText(error)}\n`)
    endProcess(1)
  })
  await serveControlOf(node, stop)
  keepAlive()
}

/** An exit that was asked for writes the compile cache and the last log lines; a stop must never hang on a handle. */
function endProcess(exitCode: number): never {
  process.exit(exitCode)
}

/** Timers of the ports never keep a process alive; a node lives until it is stopped. */
function keepAlive(): void {
  setInterval(() => undefined, 0x7fff_ffff)
}

async function serveControlOf(node: RunningNode, stop: (reason: string) => void): Promise<void> {
  const { ports } = node
  const { home, token } = controlPlace(node)
  const methods: Readonly<Record<string, ControlMethod>> = {
    status: () => ({
      pid: process.pid,
      version: packageVersion(),
      ...node.status(),
      faults: ports.linkFaults?.faults() ?? [],
    }),
    stop: () => {
      setImmediate(() => {
        stop('control channel')
      })
      return { isStopping: true }
    },
    'faults.apply': (params) => {
      const network = requireFaults(ports)
      const applied = network.applyFault(parseLinkFault(params))
      keepFaults(`${home}/${FAULTS_FILE}`, network.faults(), ports.log)
      return { ...applied, faults: network.faults() }
    },
    'faults.list': () => ({ faults: requireFaults(ports).faults() }),
    'log.level': ({ level }) => {
      if (typeof level !== 'string' || !LOG_LEVELS.includes(level)) {
        throw new EngineError('usage', `level must be one of ${LOG_LEVELS.join(', ')}`)
      }
      ports.logSink.level = level as LogLevel
      return { level }
    },
  }
  await serveControl({ home, token, log: ports.log.child('control'), methods })
}

function packageVersion(): string {
  return typeof __ENGINE_PACKAGE_VERSION__ === 'string' ? __ENGINE_PACKAGE_VERSION__ : 'development'
}

/** The lab's folder and token, or a record of our own for a node that was started by hand. */
function controlPlace({ ports, kind }: RunningNode): { readonly home: string; readonly token: string } {
  const home = process.env[NODE_DIR_VARIABLE]
  const token = process.env[START_TOKEN_VARIABLE]
  // The token is the key to this node: what it starts must not inherit it.
  delete process.env[START_TOKEN_VARIABLE]
  if (home !== undefined && home !== '' && token !== undefined && token !== '') return { home, token }
  const run = recordOwnRun(ports.fs, labHome(undefined), kind, ports.clock.nowMs())
  process.on('exit', () => run.remove())
  return { home: run.folder, token: run.token }
}

function requireFaults(ports: NodePorts): NonNullable<NodePorts['linkFaults']> {
  if (ports.linkFaults === undefined) throw new EngineError('unsupported', 'this node has no link faults')
  return ports.linkFaults
}
