/**
 * The browser host: one HTTP server on loopback that signs browsers in by launch links, serves the built window to those that
 * are signed in, and joins their WebSockets to the lab service. Composition only: who may ask is decided in
 * request-gate.ts, sessions, tokens and files have their own modules.
 *
 *   /open?token=T   signs a browser in, then leads to `/`
 *   /session        200 or 401: whether this browser is signed in
 *   /rpc            the WebSocket
 *   anything else   a file of the window, or its page
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { EngineError } from '../../base/errors.ts'
import type { Clock, Log } from '../../base/ports.ts'
import { isScreenAddress } from '../../base/static-paths.ts'
import { RPC_MESSAGE_CHARS_MAX, type RpcPort } from '../../contract/rpc.ts'
import { say, type Text } from '../../contract/text.ts'
import { systemCode } from '../../node/node-file-system.ts'
import { LaunchTokens } from './launch-tokens.ts'
import { noticePage } from './notice-page.ts'
import {
  type Admitted,
  admit,
  cookiesOf,
  headerOf,
  isFromOwnPage,
  isNavigation,
  isRefusal,
  isSocketFromOwnPage,
} from './request-gate.ts'
import { ASKED_AGAIN, KEPT_FOR_GOOD, NOT_KEPT, securityHeaders } from './response-headers.ts'
import { rpcSocket } from './rpc-socket.ts'
import { makeSecret } from './secrets.ts'
import { SESSION_IDLE_MS_MAX, type SessionStore } from './session-store.ts'
import type { StaticFiles } from './static-files.ts'

export const HOST_ADDRESS = '127.0.0.1'
/** Windows and tabs that may be connected at once. */
export const SOCKETS_MAX = 32
const CONNECTIONS_MAX = 256
const HEADER_BYTES_MAX = 16 * 1024
const HEADERS_MS_MAX = 10_000
const REQUEST_MS_MAX = 30_000
/** A character of JSON text takes up to three bytes in UTF-8. */
const SOCKET_MESSAGE_BYTES_MAX = 3 * RPC_MESSAGE_CHARS_MAX
const SESSION_ENDED = 4401
const GOING_AWAY = 1001

export interface HttpHostOptions {
  readonly files: StaticFiles
  readonly sessions: SessionStore
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs'>
  readonly log: Log
  /** Serves one connected window. */
  connect(port: RpcPort, sessionId: string): void
}

export class HttpHost {
  readonly #options: HttpHostOptions
  readonly #tokens: LaunchTokens
  readonly #server: Server
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: SOCKET_MESSAGE_BYTES_MAX,
    perMessageDeflate: false,
  })
  readonly #endBySession = new Map<string, Set<() => void>>()
  #port = 0

  constructor(options: HttpHostOptions) {
    this.#options = options
    this.#tokens = new LaunchTokens(options.clock)
    this.#server = createServer(
      { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: HEADERS_MS_MAX, requestTimeout: REQUEST_MS_MAX },
      (request, response) => {
        this.#answer(request, response).catch((error: unknown) => {
          options.log.error('a request failed', { error })
          response.destroy()
        })
      },
    )
    this.#server.maxConnections = CONNECTIONS_MAX
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => undefined)
      this.#upgrade(request, socket, head)
    })
    options.sessions.onRevoked((id) => {
      // The answer to whoever signed it out, maybe itself, leaves first.
      for (const end of this.#endBySession.get(id) ?? []) setImmediate(end)
    })
  }

  /** Where it listens, for people and for links. */
  get origin(): string {
    return `http://${HOST_ADDRESS}:${this.#port}`
  }

  get port(): number {
    return this.#port
  }

  /** @throws {EngineError} 'connect-failed' with the system's code when the port cannot be had. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const failed = (cause: Error): void => {
        const context = { host: HOST_ADDRESS, port, systemCode: systemCode(cause) }
        reject(
          new EngineError('connect-failed', `cannot listen on port ${port}: ${context.systemCode}`, { context, cause }),
        )
      }
      this.#server.once('error', failed)
      this.#server.listen({ host: HOST_ADDRESS, port, exclusive: true }, () => {
        this.#server.off('error', failed)
        this.#server.on('error', (error) => this.#options.log.error('the server failed', { error }))
        resolve()
      })
    })
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** A link that signs one browser in, once. */
  launchLink(): string {
    return `${this.origin}/open?token=${this.#tokens.make()}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(GOING_AWAY, 'the lab service stops')
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const linger = setTimeout(() => {
      for (const socket of this.#sockets.clients) socket.terminate()
      this.#server.closeAllConnections()
    }, 500)
    await closed
    clearTimeout(linger)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Nothing that is answered here has a body; one that comes anyway is not read.
    request.on('error', () => undefined)
    const verdict = admit(request, this.#port)
    if (isRefusal(verdict)) {
      if (verdict.status === 405) response.setHeader('Allow', 'GET, HEAD')
      refuse(request, response, verdict.status, verdict.reason, false)
      return
    }
    const [first] = verdict.segments
    if (first === 'open' && verdict.segments.length === 1) {
      this.#open(request, response, verdict)
      return
    }
    if (!isFromOwnPage(request, verdict.origin)) {
      refuse(request, response, 403, FOREIGN_PAGE, verdict.isDocument)
      return
    }
    const sessionId = this.#sessionOf(request)
    if (sessionId === undefined) refuse(request, response, 401, SIGNED_OUT, verdict.isDocument)
    else if (first === 'session' && verdict.segments.length === 1)
      send(request, response, 200, JSON_TYPE, '{}', NOT_KEPT)
    else await this.#serve(request, response, verdict)
  }

  /** Exchanges a launch token for a cookie; a browser that is signed in keeps its session. */
  #open(request: IncomingMessage, response: ServerResponse, { query }: Admitted): void {
    // HEAD, a page that embeds the link and a browser that fetches ahead must not use it up.
    if (request.method !== 'GET' || !isNavigation(request)) {
      refuse(request, response, 403, FOREIGN_PAGE, false)
      return
    }
    if (!this.#tokens.take(query.get('token') ?? '')) {
      this.#options.log.warn('a launch link that is used up, too old or made up was opened')
      refuse(request, response, 403, USED_LINK, true)
      return
    }
    if (this.#sessionOf(request) === undefined) {
      const { id, credential } = this.#options.sessions.create(headerOf(request, 'user-agent') ?? '')
      this.#options.log.info('a browser signed in', { session: id })
      const maxAge = Math.floor(SESSION_IDLE_MS_MAX / 1000)
      response.setHeader(
        'Set-Cookie',
        `${this.#cookieName()}=${credential}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict`,
      )
    }
    const site = headerOf(request, 'sec-fetch-site')
    if (site === undefined || site === 'none' || site === 'same-origin') {
      response.setHeader('Location', '/')
      send(request, response, 303, TEXT_TYPE, '', NOT_KEPT)
      return
    }
    // Clicked in a page (a terminal in a browser): a redirect would still count as that page's, and the strict cookie stay
    // behind. A page of our own leads on.
    response.setHeader('Refresh', '0; url=/')
    send(request, response, 200, HTML_TYPE, noticePage(say('Signed in.', '已登录。'), undefined), NOT_KEPT)
  }

  async #serve(request: IncomingMessage, response: ServerResponse, verdict: Admitted): Promise<void> {
    const { files } = this.#options
    const file = await files.find(verdict.segments)
    if (file !== undefined) {
      send(request, response, 200, file.contentType, file.bytes, file.isImmutable ? KEPT_FOR_GOOD : ASKED_AGAIN)
      return
    }
    if (!isScreenAddress(verdict.segments) || !verdict.isDocument) {
      refuse(request, response, 404, NO_FILE, false)
      return
    }
    const nonce = makeSecret()
    const page = await files.page(nonce)
    if (page === undefined) refuse(request, response, 503, NOT_BUILT, true)
    else send(request, response, 200, HTML_TYPE, page, NOT_KEPT, nonce)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const verdict = admit(request, this.#port)
    if (isRefusal(verdict)) rejectUpgrade(socket, verdict.status)
    else if (!isSocketFromOwnPage(request, verdict.origin)) rejectUpgrade(socket, 403)
    else if (verdict.segments.length !== 1 || verdict.segments[0] !== 'rpc') rejectUpgrade(socket, 404)
    else {
      const sessionId = this.#sessionOf(request)
      if (sessionId === undefined) rejectUpgrade(socket, 401)
      else if (this.#sockets.clients.size >= SOCKETS_MAX) rejectUpgrade(socket, 503)
      else
        this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
          const ends = this.#endBySession.get(sessionId) ?? new Set()
          this.#endBySession.set(sessionId, ends)
          const end = (): void => webSocket.close(SESSION_ENDED, 'signed out')
          ends.add(end)
          webSocket.on('close', () => {
            ends.delete(end)
            if (ends.size === 0) this.#endBySession.delete(sessionId)
          })
          this.#options.connect(
            rpcSocket({ socket: webSocket, nowMs: () => this.#options.clock.monotonicMs() }),
            sessionId,
          )
        })
    }
  }

  #sessionOf(request: IncomingMessage): string | undefined {
    for (const credential of cookiesOf(request, this.#cookieName())) {
      const id = this.#options.sessions.verify(credential)
      if (id !== undefined) return id
    }
    return undefined
  }

  /** Cookies ignore ports: two services of this machine must not overwrite each other's. */
  #cookieName(): string {
    return `mqlab_${this.#port}`
  }
}

const HTML_TYPE = 'text/html; charset=utf-8'
const TEXT_TYPE = 'text/plain; charset=utf-8'
const JSON_TYPE = 'application/json'

const FOREIGN_PAGE = say(
  'Another page may not open this address. Type it, or run "mqlab serve --open".',
  '其他页面不能打开此地址。请直接输入地址，或运行 “mqlab serve --open”。',
)
const SIGNED_OUT = say(
  'This browser is not signed in to the lab service. Run "mqlab serve --open" in a terminal: it opens a signed-in window.',
  '此浏览器未登录实验室服务。请在终端运行 “mqlab serve --open”，会打开已登录的窗口。',
)
const USED_LINK = say(
  'This link was used already, or is too old. Each works once, within 10 minutes. Run "mqlab serve --open" for a new one.',
  '此链接已使用或已过期：每个链接仅可使用一次，10 分钟内有效。请运行 “mqlab serve --open” 获取新链接。',
)
const NO_FILE = say(
  'There is no such file. Reload the window: it may be older than the service.',
  '没有此文件。请重新加载窗口，它可能比服务旧。',
)
const NOT_BUILT = say(
  'The window is not built. Run "npm run build" in the clone, then reload.',
  '窗口尚未构建。请在克隆目录中运行 npm run build，然后重新加载。',
)

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  reason: Text,
  isDocument: boolean,
): void {
  // A body that nobody will read must not be waited for.
  if (request.method !== 'GET' && request.method !== 'HEAD') response.setHeader('Connection', 'close')
  if (isDocument) send(request, response, status, HTML_TYPE, noticePage(reason, status), NOT_KEPT)
  else send(request, response, status, TEXT_TYPE, `${reason.en}\n${reason.zh}\n`, NOT_KEPT)
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
  cache: string,
  nonce: string = makeSecret(),
): void {
  response.writeHead(status, {
    ...securityHeaders(nonce),
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': cache,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function rejectUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
