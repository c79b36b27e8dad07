/**
 * The control channel of a node: a local socket in its folder (a named pipe on Windows) that answers line-delimited JSON
 * after the caller has shown the node's start token. Owns framing, the token check and the bounds; the methods belong to
 * the node.
 *
 * Request: `{"id":1,"token":"...","method":"status","params":{}}`
 * Answer: `{"id":1,"result":...}` or `{"id":1,"error":{"code","message","context"}}`, in the order of the requests.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import * as fs from 'node:fs'
import * as net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineError, errorText } from '../base/errors.ts'
import type { ErrorCode } from '../base/errors.ts'
import { CONTROL_CONNECTIONS_MAX, CONTROL_IDLE_MS, CONTROL_LINE_CHARS_MAX } from '../base/limits.ts'
import type { Log } from '../base/ports.ts'
import { storeIoError, systemCode } from './node-file-system.ts'

/** Longest path of a unix socket that every system takes (`sun_path` holds 104 bytes on macOS, 108 on Linux). */
const SOCKET_PATH_BYTES_MAX = 103

export type ControlParams = Readonly<Record<string, unknown>>
export type ControlMethod = (params: ControlParams) => unknown

export interface ControlServerOptions {
  /** The node's folder. */
  readonly home: string
  readonly token: string
  readonly log: Log
  readonly methods: Readonly<Record<string, ControlMethod>>
}

export interface ControlServer {
  /** Where callers connect: to be recorded in `node.json`. */
  readonly endpoint: string
  close(): Promise<void>
}

/**
 * Where the node of folder `home` is controlled. A folder whose path is too long for a socket gets a short name in the
 * temporary folder, derived from the path, so that it can be found again.
 */
export function controlEndpoint(home: string, platform: NodeJS.Platform = process.platform): string {
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 24)
  if (platform === 'win32') return `\\\\.\\pipe\\mqlab-${hash}`
  const path = `${home}/control.sock`
  return Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX ? path : join(tmpdir(), `mqlab-${hash}.sock`)
}

/** @throws {EngineError} 'store-io' when the socket cannot be made or another live process serves it. */
export async function serveControl(options: ControlServerOptions): Promise<ControlServer> {
  const endpoint = controlEndpoint(options.home)
  if (endpoint.startsWith('/')) await removeStale(endpoint)
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveSocket(socket, options)
  })
  server.maxConnections = CONTROL_CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(storeIoError('control', endpoint, error)))
    server.listen(endpoint, resolve)
  })
  server.on('error', (error) => options.log.warn('control socket failed', { error }))
  if (endpoint.startsWith('/')) fs.chmodSync(endpoint, 0o600)
  return {
    endpoint,
    close: () => {
      // An answer that is being written (the one to `stop`) still leaves: `end` sends it first.
      for (const socket of sockets) socket.end()
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          for (const socket of sockets) socket.destroy()
        }, 500)
        server.close(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    },
  }
}

function serveSocket(socket: net.Socket, { token, methods, log }: ControlServerOptions): void {
  const lines = new LineBuffer()
  // Requests of one connection are answered one after the other.
  let tail = Promise.resolve()
  socket.setEncoding('utf8')
  socket.setTimeout(CONTROL_IDLE_MS, () => socket.destroy())
  socket.on('error', () => undefined)
  socket.on('data', (text: string) => {
    const complete = lines.add(text)
    if (complete === undefined) {
      log.warn('control request is too long, closing the connection')
      socket.destroy()
      return
    }
    for (const line of complete) {
      socket.pause()
      tail = tail.then(async () => {
        if (socket.destroyed) return
        const reply = await answer(line, token, methods, log)
        socket.write(reply.text)
        if (reply.closes) socket.end()
        else socket.resume()
      })
    }
  })
}

async function answer(
  line: string,
  token: string,
  methods: ControlServerOptions['methods'],
  log: Log,
): Promise<{ text: string; closes: boolean }> {
  const request = parseObject(line)
  const id = request?.['id'] ?? null
  const failed = (code: ErrorCode, message: string, context: unknown = {}, closes = false): ReturnType<typeof answer> =>
    Promise.resolve({ text: `${JSON.stringify({ id, error: { code, message, context } })}\n`, closes })
  if (request === undefined) return failed('bad-json', 'control request is not a JSON object', {}, true)
  if (typeof request['token'] !== 'string' || !isSameSecret(request['token'], token)) {
    log.warn('control request with a wrong token')
    return failed('refused', 'wrong start token', {}, true)
  }
  const { method, params } = request
  const run = typeof method === 'string' && Object.hasOwn(methods, method) ? methods[method] : undefined
  if (run === undefined) return failed('unsupported', `no control method ${JSON.stringify(method)}`)
  if (params !== undefined && (typeof params !== 'object' || params === null || Array.isArray(params))) {
    return failed('usage', 'params must be an object')
  }
  try {
    const result: unknown = await run((params ?? {}) as ControlParams)
    return { text: `${JSON.stringify({ id, result: result ?? null })}\n`, closes: false }
  } catch (error) {
    if (error instanceof EngineError) return failed(error.code, error.message, error.context)
    log.error('control method failed', { method, error })
    return failed('assertion', errorText(error))
  }
}

/**
 * Calls `method` of the node behind `endpoint`.
 * @throws {EngineError} what the node answered, with its code and context; 'connect-failed' when nobody is there;
 *   'timeout'; 'protocol' when the answer is none.
 */
export function callControl(
  endpoint: string,
  token: string,
  method: string,
  params: ControlParams,
  timeoutMs: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(endpoint)
    const lines = new LineBuffer()
    let hasConnected = false
    const timer = setTimeout(() => {
      fail('timeout', `no answer to ${method} from ${endpoint} within ${timeoutMs} ms`)
    }, timeoutMs)
    const finish = (): void => {
      clearTimeout(timer)
      socket.destroy()
    }
    const fail = (code: ErrorCode, message: string, cause?: unknown): void => {
      finish()
      const system = cause === undefined ? {} : { systemCode: systemCode(cause) }
      reject(new EngineError(code, message, { context: { endpoint, method, ...system }, cause }))
    }
    socket.setEncoding('utf8')
    socket.on('connect', () => {
      hasConnected = true
      socket.write(`${JSON.stringify({ id: 1, token, method, params })}\n`)
    })
    socket.on('error', (error) => {
      fail(hasConnected ? 'closed' : 'connect-failed', `cannot reach ${endpoint}: ${systemCode(error)}`, error)
    })
    socket.on('close', () => fail('closed', `${endpoint} closed the connection without an answer`))
    socket.on('data', (text: string) => {
      const complete = lines.add(text)
      if (complete === undefined) {
        fail('protocol', `answer of ${endpoint} is too long`)
        return
      }
      const line = complete[0]
      if (line === undefined) return
      const reply = parseObject(line)
      if (reply === undefined) {
        fail('protocol', `answer of ${endpoint} is not a JSON object`)
        return
      }
      finish()
      if (reply['error'] === undefined) resolve(reply['result'])
      else reject(remoteError(reply['error']))
    })
  })
}

function remoteError(value: unknown): EngineError {
  const { code, message, context } = (value ?? {}) as { code?: ErrorCode; message?: string; context?: ControlParams }
  return new EngineError(code ?? 'protocol', message ?? 'control method failed', { context: context ?? {} })
}

/** Text in, complete lines out; undefined when a line is longer than allowed. */
class LineBuffer {
  #rest = ''

  add(text: string): string[] | undefined {
    const parts = (this.#rest + text).split('\n')
    this.#rest = parts.pop() ?? ''
    if (this.#rest.length > CONTROL_LINE_CHARS_MAX || parts.some((part) => part.length > CONTROL_LINE_CHARS_MAX)) {
      return undefined
    }
    return parts.filter((part) => part.trim() !== '')
  }
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** Compares hashes, so that neither length nor content shows in the time it takes. */
function isSameSecret(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}

/** A socket file that nobody serves is left over from a killed node. */
async function removeStale(path: string): Promise<void> {
  if (!fs.existsSync(path)) return
  const isServed = await new Promise<boolean>((resolve) => {
    const socket = net.connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
  if (isServed) throw storeIoError('control', path, Object.assign(new Error('in use'), { code: 'EADDRINUSE' }))
  fs.rmSync(path, { force: true })
}
