/**
 * TCP of the real system: listening, connecting and the mapping of system errors. The streams themselves are
 * `node-stream.ts`. Knows nothing about frames; callers gather what they write.
 */
import * as net from 'node:net'
import { asBytes, allocBytesUnsafe } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import { CONNECTIONS_MAX } from '../base/limits.ts'
import type {
  Address,
  ByteStream,
  ConnectOptions,
  Listener,
  ListenOptions,
  Network,
  StreamHandler,
} from '../base/ports.ts'
import { systemCode } from './node-file-system.ts'
import { NodeStream, plainHost } from './node-stream.ts'

/** One read takes at most this many bytes from the system. */
const READ_BYTES = 64 * 1024

export interface NodeNetworkOptions {
  /**
   * Local address for outgoing connections. A node that is bound to a loopback alias (127.0.0.2) sets it, so that its
   * peers see which node calls; without it every loopback connection comes from 127.0.0.1.
   */
  readonly connectFrom?: string
}

export class NodeNetwork implements Network {
  readonly #connectFrom: string | undefined
  /** Outgoing connections of one process read into one buffer: the chunk is used up before the next read starts. */
  readonly #sharedReadBuffer = allocBytesUnsafe(READ_BYTES)

  constructor(options: NodeNetworkOptions = {}) {
    this.#connectFrom = options.connectFrom
  }

  listen(options: ListenOptions): Promise<Listener> {
    const server = net.createServer({ noDelay: true })
    server.maxConnections = CONNECTIONS_MAX
    server.on('connection', (socket) => {
      const stream = new NodeStream(socket)
      stream.attach(options.accept(stream))
      socket.on('data', (chunk) => stream.deliver(asBytes(chunk)))
    })
    return new Promise((resolve, reject) => {
      const failed = (cause: Error): void => reject(listenError(options, cause))
      server.once('error', failed)
      server.listen({ host: options.host === '' ? '0.0.0.0' : options.host, port: options.port }, () => {
        server.off('error', failed)
        // Later errors (a descriptor table that is full) hit single accepts; the listener goes on.
        server.on('error', () => undefined)
        resolve(new NodeListener(server))
      })
    })
  }

  connect(options: ConnectOptions, handler: (stream: ByteStream) => StreamHandler): Promise<ByteStream> {
    const { host, port } = options.address
    // With overlapped reads the system fills the buffer while other connections use theirs: Windows gets one each.
    const buffer = process.platform === 'win32' ? allocBytesUnsafe(READ_BYTES) : this.#sharedReadBuffer
    let stream: NodeStream | undefined
    const localAddress = isLoopback(host) ? this.#connectFrom : undefined
    const socket = net.connect({
      host,
      port,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
      onread: {
        buffer,
        callback: (readBytes) => {
          stream?.deliver(buffer.subarray(0, readBytes))
          return true
        },
      },
    })
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        socket.destroy()
        reject(
          new EngineError('timeout', `no connection to ${host}:${port} within ${options.timeoutMs} ms`, {
            context: { host, port, timeoutMs: options.timeoutMs },
          }),
        )
      }, options.timeoutMs)
      const failed = (cause: Error): void => {
        clearTimeout(timer)
        reject(connectError(options.address, cause))
      }
      socket.once('error', failed)
      socket.once('connect', () => {
        clearTimeout(timer)
        socket.off('error', failed)
        stream = new NodeStream(socket)
        stream.attach(handler(stream))
        resolve(stream)
      })
    })
  }
}

class NodeListener implements Listener {
  readonly address: Address
  readonly #server: net.Server

  constructor(server: net.Server) {
    const bound = server.address() as net.AddressInfo
    this.address = { host: plainHost(bound.address), port: bound.port }
    this.#server = server
  }

  close(): Promise<void> {
    // `close` calls back when the last connection is gone; the port itself is free at once, which is what callers need.
    if (this.#server.listening) this.#server.close()
    return Promise.resolve()
  }
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === 'localhost'
}

function listenError({ host, port }: ListenOptions, cause: Error): EngineError {
  const code = systemCode(cause)
  const why = code === 'EADDRINUSE' ? 'the port is in use' : code === 'EACCES' ? 'the port needs more rights' : code
  return new EngineError('connect-failed', `cannot listen on ${host}:${port}: ${why}`, {
    context: { host, port, systemCode: code },
    cause,
    retriable: false,
  })
}

function connectError({ host, port }: Address, cause: Error): EngineError {
  const code = systemCode(cause)
  return new EngineError('connect-failed', `cannot connect to ${host}:${port}: ${code}`, {
    context: { host, port, systemCode: code },
    cause,
  })
}
