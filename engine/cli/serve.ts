/**
 * `mqlab serve`: the lab service with the browser host in front of it, until it is told to end. One service a lab home: a
 * second command says where the first one is and makes a link to it. Also the list of signed-in browsers and their
 * signing out.
 */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EngineError } from '../base/errors.ts'
import { type BilingualText, type Language, say } from '../config/finding.ts'
import { type LabApi, labApi } from '../contract/lab-api.ts'
import type { ApiHandlers } from '../contract/rpc.ts'
import { serveRpc } from '../lab/rpc/rpc-server.ts'
import type { HostedCalls, MakeLabService } from '../lab/service/lab-service.ts'
import { nodeProcesses } from '../node/node-processes.ts'
import { nodePorts } from '../node/ports.ts'
import { inLanguage, table } from './console.ts'
import { type OpenLabService, openLabService, serviceFolder } from './lab-service-entry.ts'
import { HOST_ADDRESS, HttpHost } from './serve/http-host.ts'
import { openBrowser } from './serve/open-browser.ts'
import { announce, findRunning, lastPort, type RunningService } from './serve/service-record.ts'
import { type Session, SessionStore } from './serve/session-store.ts'
import { StaticFiles } from './serve/static-files.ts'

const PORT_FIRST = 7800
const PORTS_TRIED = 100
/** What is still open after it is cut off. */
const STOP_MS_MAX = 10_000

/** Where the built window lies, for tests and development. */
const RENDERER_VARIABLE = 'MQLAB_RENDERER'

export interface ServeFlags {
  readonly home?: string
  readonly port?: number
  readonly open?: boolean
  readonly json?: boolean
}

export interface ServeSurroundings {
  readonly language: Language
  readonly make: MakeLabService
  readonly print: (line: string) => void
  /** Settles when the service is to end. */
  readonly stop: Promise<void>
}

/** Runs the service until `stop`; at once done when one runs on this home already. */
export async function serve(flags: ServeFlags, surroundings: ServeSurroundings): Promise<void> {
  const running = await findRunning(serviceFolder(flags.home))
  if (running !== undefined) {
    await tellRunning(running, flags, surroundings)
    return
  }
  const opened = await openLabService({ home: flags.home, language: surroundings.language, make: surroundings.make })
  try {
    const sessions = sessionStore(opened)
    const host = browserHost(opened, sessions)
    await listen(host, flags.port, opened.folder)
    const control = await announce({
      folder: opened.folder,
      origin: host.origin,
      port: host.port,
      log: opened.log,
      launchLink: () => host.launchLink(),
      sessions: () => sessions.list(),
      revoke: (id) => sessions.revoke(id),
    })
    await tellLink(host.launchLink(), process.pid, flags, surroundings)
    await surroundings.stop
    await Promise.race([Promise.all([host.close(), control.close()]), afterMs(STOP_MS_MAX)])
  } finally {
    await Promise.race([opened.stop(), afterMs(STOP_MS_MAX)])
  }
}

/** `--sessions`: who is signed in, asked of the running service or read from its file. */
export async function printSessions(
  flags: ServeFlags,
  language: Language,
  print: (line: string) => void,
): Promise<void> {
  const folder = serviceFolder(flags.home)
  const sessions = (await (await findRunning(folder))?.sessions()) ?? storedSessions(folder).list()
  if (flags.json === true) {
    print(JSON.stringify({ sessions }))
    return
  }
  if (sessions.length === 0) {
    print(inLanguage(say('no browser is signed in', '没有已登录的浏览器'), language))
    return
  }
  const heads = [say('id', 'ID'), say('signed in', '登录时间'), say('last seen', '最近使用'), say('browser', '浏览器')]
  const time = (atMs: number): string => new Date(atMs).toISOString().replace('T', ' ').slice(0, 16) + 'Z'
  const rows = sessions.map((one) => [one.id, time(one.createdAtMs), time(one.lastSeenAtMs), printable(one.userAgent)])
  for (const line of table([heads.map((head) => inLanguage(head, language)), ...rows])) print(line)
}

/** `--revoke ID|all`. @throws {EngineError} 'not-found' when there is no such session. */
export async function revokeSessions(
  id: string,
  flags: ServeFlags,
  language: Language,
  print: (line: string) => void,
): Promise<void> {
  const folder = serviceFolder(flags.home)
  const count = (await (await findRunning(folder))?.revoke(id)) ?? storedSessions(folder).revoke(id)
  if (count === 0 && id !== 'all') throw unknownSession(id)
  if (flags.json === true) print(JSON.stringify({ revoked: count }))
  else print(inLanguage(say(`signed out: ${count}`, `已退出：${count}`), language))
}

function browserHost(opened: OpenLabService, sessions: SessionStore): HttpHost {
  return new HttpHost({
    files: new StaticFiles(rendererFolder()),
    sessions,
    clock: opened.ports.clock,
    log: opened.log,
    connect: (port, sessionId) => {
      const handlers = { ...opened.service.handlers, ...hostedCalls(sessions, sessionId) }
      serveRpc(labApi, handlers, port, { log: opened.log })
    },
  })
}

/** What the host of the service answers itself: a browser has no desktop around it, but sessions. */
function hostedCalls(sessions: SessionStore, thisSession: string): Pick<ApiHandlers<LabApi>, HostedCalls> {
  return {
    'service.capabilities': () => ({
      canPickFolder: false,
      canRevealFolder: false,
      canKeepSecrets: false,
      hasSessions: true,
    }),
    'service.sessions': () => ({
      sessions: sessions.list().map((session) => ({ ...session, isThisOne: session.id === thisSession })),
    }),
    'service.revokeSession': ({ id }) => {
      if (sessions.revoke(id) === 0) throw unknownSession(id)
      return {}
    },
  }
}

/** The port that was asked for; else the one this home had last, else the first free one of the range. */
async function listen(host: HttpHost, wanted: number | undefined, folder: string): Promise<void> {
  if (wanted !== undefined) {
    try {
      await host.listen(wanted)
    } catch (error) {
      throw isTaken(error) ? portTaken(wanted, error) : error
    }
    return
  }
  const last = lastPort(folder)
  const range = Array.from({ length: PORTS_TRIED }, (_, i) => PORT_FIRST + i)
  for (const port of last === undefined ? range : [last, ...range]) {
    try {
      await host.listen(port)
      return
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  throw new EngineError(
    'connect-failed',
    `ports ${PORT_FIRST} to ${PORT_FIRST + PORTS_TRIED - 1} are all taken: give a free one with --port`,
    {
      zh: `端口 ${PORT_FIRST} 至 ${PORT_FIRST + PORTS_TRIED - 1} 均被占用：请用 --port 指定空闲端口`,
    },
  )
}

function isTaken(error: unknown): boolean {
  return error instanceof EngineError && error.context['systemCode'] === 'EADDRINUSE'
}

function portTaken(port: number, cause: unknown): EngineError {
  const owner = nodeProcesses().portOwner({ host: HOST_ADDRESS, port })
  const who = owner === undefined ? say('another program', '其他程序') : ownerText(owner.pid, owner.program)
  return new EngineError(
    'connect-failed',
    `port ${port} is taken by ${who.en}: choose another with --port, or leave --port out for the next free one`,
    {
      context: { port, ...(owner === undefined ? {} : { pid: owner.pid, program: owner.program }) },
      cause: cause instanceof EngineError ? cause.cause : cause,
      zh: `端口 ${port} 被${who.zh}占用：请用 --port 指定其他端口，或不带 --port 自动选择空闲端口`,
    },
  )
}

function ownerText(pid: number, program: string): BilingualText {
  return say(`pid ${pid} (${program})`, ` pid ${pid}（${program}）`)
}

async function tellRunning(running: RunningService, flags: ServeFlags, surroundings: ServeSurroundings): Promise<void> {
  if (flags.json !== true) {
    const text = say(
      `the lab service of this home runs already: pid ${running.pid}, ${running.origin}`,
      `此目录的实验室服务已在运行：pid ${running.pid}，${running.origin}`,
    )
    surroundings.print(inLanguage(text, surroundings.language))
  }
  await tellLink(await running.launchLink(), running.pid, flags, surroundings)
}

async function tellLink(
  url: string,
  pid: number,
  flags: ServeFlags,
  { language, print }: ServeSurroundings,
): Promise<void> {
  if (flags.json === true) print(JSON.stringify({ url, pid }))
  else {
    const isMine = pid === process.pid
    print(url)
    print(
      inLanguage(
        say(
          `Open it within 10 minutes; it signs one browser in, once.${isMine ? ' Ctrl-C ends the service; nodes run on.' : ''}`,
          `请在 10 分钟内打开；此链接仅可登录一个浏览器一次。${isMine ? '按 Ctrl-C 结束服务，节点继续运行。' : ''}`,
        ),
        language,
      ),
    )
  }
  if (flags.open !== true || (await openBrowser(url)) || flags.json === true) return
  print(
    inLanguage(
      say('No browser could be opened here: open the link yourself.', '此处无法打开浏览器：请自行打开上面的链接。'),
      language,
    ),
  )
}

/** Beside the bundle, or in `dist/` when run from the sources. */
function rendererFolder(): string {
  const given = process.env[RENDERER_VARIABLE]
  if (given !== undefined && given !== '') return resolve(given)
  const here = dirname(fileURLToPath(import.meta.url))
  const beside = resolve(here, 'renderer')
  return existsSync(`${beside}/index.html`) ? beside : resolve(here, '../../dist/renderer')
}

function sessionStore({ folder, ports, log }: OpenLabService): SessionStore {
  return new SessionStore({ file: sessionFile(folder), clock: ports.clock, log })
}

/** The sessions of a service that does not run. */
function storedSessions(folder: string): SessionStore {
  const { clock, log } = nodePorts({ logName: 'serve' })
  return new SessionStore({ file: sessionFile(folder), clock, log })
}

function sessionFile(folder: string): string {
  return `${folder}/sessions.json`
}

function unknownSession(id: string): EngineError {
  return new EngineError('not-found', `there is no session "${printable(id)}": "mqlab serve --sessions" lists them`, {
    zh: `没有会话“${printable(id)}”：可用 mqlab serve --sessions 查看`,
  })
}

/** What a browser calls itself must not steer the terminal. */
function printable(text: Session['userAgent']): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120)
}

function afterMs(delayMs: number): Promise<void> {
  return new Promise((done) => setTimeout(done, delayMs).unref())
}
