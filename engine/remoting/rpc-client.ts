/**
 * Calls to any number of servers: one connection per address, opened when first needed, shared by all callers, closed
 * when idle. Also answers what servers ask on these connections. Source: NettyRemotingClient.
 */
import type { Bytes } from '../base/bytes.ts'
import { EngineError } from '../base/errors.ts'
import type { Service } from '../base/lifecycle.ts'
import { CHANNEL_IDLE_MS } from '../base/limits.ts'
import type { Clock, Log, Network, Timers } from '../base/ports.ts'
import { ResponseCode, responseCodeText } from '../protocol/codes.ts'
import type { Api, FieldTable, HeaderOf } from '../protocol/fields.ts'
import { parseAddress } from './address.ts'
import { type Command, makeRequest, responseHeader } from './command.ts'
import { type ConnectionContext, RemotingConnection } from './connection.ts'
import { Dispatcher } from './dispatcher.ts'
import { IdleSweep } from './idle-sweep.ts'
import { FlushGroup } from './outgoing.ts'

export interface RpcClientPorts {
  readonly clock: Clock
  readonly timers: Timers
  readonly network: Network
  readonly log: Log
}

export interface RpcClientOptions {
  readonly ports: RpcClientPorts
  /** Answers what servers ask on our connections; without one every such request is "not supported". */
  readonly dispatcher?: Dispatcher
  readonly connectTimeoutMs?: number
  /** A connection without a byte in either direction for this long is closed. */
  readonly idleMs?: number
}

/** A successful answer: the command, and its header as the api's table describes it. */
export interface Invocation<S extends FieldTable> {
  readonly command: Command
  readonly header: HeaderOf<S>
}

const CONNECT_TIMEOUT_MS = 3000

/** After a failed connect the address answers its callers with that failure for this long, doubling up to the maximum. */
const RECONNECT_DELAY_MS_MIN = 20
const RECONNECT_DELAY_MS_MAX = 500

/** A call that ran at least this long without a single byte from the peer makes the connection suspect. */
const SILENT_CALL_MS_MIN = 1000

interface Peer {
  connection?: RemotingConnection | undefined
  connecting?: Promise<RemotingConnection> | undefined
  failure?: { readonly error: EngineError; readonly untilMs: number; readonly delayMs: number } | undefined
}

export class RpcClient implements Service {
  private readonly ports: RpcClientPorts
  private readonly context: ConnectionContext
  private readonly connectTimeoutMs: number
  private readonly sweep: IdleSweep
  private readonly peers = new Map<string, Peer>()
  /** Open connections, those included that no new call may use because their server goes away. */
  private readonly open = new Set<RemotingConnection>()
  private readonly closeListeners = new Set<(address: string, reason: string) => void>()
  private nextId = 1
  private isStopped = false

  constructor(options: RpcClientOptions) {
    this.ports = options.ports
    this.connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
    this.sweep = new IdleSweep(options.ports, options.idleMs ?? CHANNEL_IDLE_MS)
    const { clock, timers, log } = options.ports
    const dispatcher = options.dispatcher ?? new Dispatcher(log)
    this.context = {
      clock,
      timers,
      log,
      flushGroup: new FlushGroup(timers),
      onRequest: (request, connection) => dispatcher.dispatch(request, connection),
    }
  }

  start(): void {
    this.sweep.start(this.open, () => undefined)
  }

  /**
   * Sends a request and returns the response, whatever its code; `timeoutMs` covers connecting too. A server that is
   * shutting down (GO_AWAY) is asked once more over a new connection.
   * @throws {EngineError} 'bad-config' (address), 'connect-failed', 'timeout', 'closed' or 'overload'.
   */
  async call(address: string, request: Command, timeoutMs: number): Promise<Command> {
    const { clock } = this.ports
    const untilMs = clock.monotonicMs() + timeoutMs
    const connection = this.connected(address) ?? (await this.connect(address, timeoutMs))
    const response = await this.callOn(connection, request, Math.max(1, untilMs - clock.monotonicMs()))
    const leftMs = untilMs - clock.monotonicMs()
    if (response.code !== ResponseCode.GO_AWAY || leftMs <= 0) return response
    this.retire(address, connection)
    const next = this.connected(address) ?? (await this.connect(address, leftMs))
    return this.callOn(next, request, Math.max(1, untilMs - clock.monotonicMs()))
  }

  /**
   * A typed call that expects success.
   * @throws {EngineError} 'refused' with context `{code, remark, address}` for an answer other than 0; use `call` to see
   *   such answers as commands. 'bad-header' when the answer lacks a required field. And what `call` throws.
   */
  async invoke<Q extends FieldTable, S extends FieldTable>(
    api: Api<Q, S>,
    address: string,
    header: HeaderOf<Q>,
    body: Bytes | undefined,
    timeoutMs: number,
  ): Promise<Invocation<S>> {
    const command = await this.call(address, makeRequest(api, header, body), timeoutMs)
    if (command.code !== ResponseCode.SUCCESS) throw refusal(api.name, address, command)
    return { command, header: responseHeader(api, command) }
  }

  /**
   * Sends a request that is never answered; resolves when it is on its way.
   * @throws {EngineError} as `call`, for connecting.
   */
  async oneway(address: string, request: Command, timeoutMs: number = this.connectTimeoutMs): Promise<void> {
    const connection = this.connected(address) ?? (await this.connect(address, timeoutMs))
    connection.oneway(request)
  }

  /** The open connection to `address`, if there is one. */
  connected(address: string): RemotingConnection | undefined {
    const connection = this.peers.get(address)?.connection
    return connection === undefined || connection.closed ? undefined : connection
  }

  /** Closes the connection to `address`, if there is one; the next call opens another. */
  disconnect(address: string, reason: string): void {
    this.peers.get(address)?.connection?.close(reason)
    this.peers.delete(address)
  }

  /** Runs `listener` with the address whenever a connection closes. Returns how to take it back. */
  onConnectionClosed(listener: (address: string, reason: string) => void): () => void {
    this.closeListeners.add(listener)
    return () => this.closeListeners.delete(listener)
  }

  /** Closes every connection; calls in flight fail with 'closed'. */
  stop(): void {
    if (this.isStopped) return
    this.isStopped = true
    this.sweep.stop()
    for (const connection of [...this.open]) {
      connection.flush()
      connection.close('client stopped')
    }
    this.peers.clear()
  }

  private async callOn(connection: RemotingConnection, request: Command, timeoutMs: number): Promise<Command> {
    try {
      return await connection.call(request, timeoutMs)
    } catch (error) {
      const isSuspect = error instanceof EngineError && error.code === 'timeout' && error.context.isSilent === true
      if (isSuspect && timeoutMs >= SILENT_CALL_MS_MIN) connection.close('silent for the whole time of a call')
      throw error
    }
  }

  /** Joins the connect attempt under way or starts one; waits no longer than `timeoutMs`. */
  private connect(address: string, timeoutMs: number): Promise<RemotingConnection> {
    const peer = this.peerOf(address)
    const failure = peer.failure
    if (peer.connecting === undefined && failure !== undefined && this.ports.clock.monotonicMs() < failure.untilMs) {
      return Promise.reject(failure.error)
    }
    peer.connecting ??= this.openConnection(address, peer).finally(() => {
      peer.connecting = undefined
    })
    return timeoutMs >= this.connectTimeoutMs ? peer.connecting : this.within(peer.connecting, address, timeoutMs)
  }

  private async openConnection(address: string, peer: Peer): Promise<RemotingConnection> {
    if (this.isStopped) throw new EngineError('closed', 'the client is stopped', { retriable: false })
    this.start()
    let connection: RemotingConnection | undefined
    try {
      const target = parseAddress(address)
      await this.ports.network.connect({ address: target, timeoutMs: this.connectTimeoutMs }, (stream) => {
        connection = new RemotingConnection(this.nextId++, stream, this.context)
        return connection.handler
      })
    } catch (error) {
      if (error instanceof EngineError && error.retriable) this.noteFailure(peer, error)
      throw error
    }
    if (connection === undefined) throw new EngineError('assertion', 'the network connected without a stream')
    return this.adopt(address, peer, connection)
  }

  private adopt(address: string, peer: Peer, connection: RemotingConnection): RemotingConnection {
    if (this.isStopped) {
      connection.close('client stopped')
      return connection
    }
    peer.failure = undefined
    peer.connection = connection
    this.open.add(connection)
    connection.onClose((reason) => {
      this.open.delete(connection)
      if (peer.connection === connection) peer.connection = undefined
      const isUnused = peer.connection === undefined && peer.connecting === undefined
      if (isUnused && this.peers.get(address) === peer) this.peers.delete(address)
      for (const listener of this.closeListeners) listener(address, reason)
    })
    return connection
  }

  private noteFailure(peer: Peer, error: EngineError): void {
    const delayMs = Math.min(RECONNECT_DELAY_MS_MAX, (peer.failure?.delayMs ?? RECONNECT_DELAY_MS_MIN / 2) * 2)
    peer.failure = { error, delayMs, untilMs: this.ports.clock.monotonicMs() + delayMs }
  }

  /** Takes a connection out of use; it closes when its server does, or when it is idle. */
  private retire(address: string, connection: RemotingConnection): void {
    const peer = this.peers.get(address)
    if (peer?.connection === connection) peer.connection = undefined
    if (connection.pendingCalls === 0) connection.end()
  }

  private within(
    connecting: Promise<RemotingConnection>,
    address: string,
    timeoutMs: number,
  ): Promise<RemotingConnection> {
    return new Promise((resolve, reject) => {
      const timer = this.ports.timers.after(timeoutMs, () => {
        reject(
          new EngineError('timeout', `no connection to ${address} within ${Math.round(timeoutMs)} ms`, {
            context: { address },
          }),
        )
      })
      connecting.then(resolve, reject).finally(() => timer.cancel())
    })
  }

  private peerOf(address: string): Peer {
    let peer = this.peers.get(address)
    if (peer === undefined) {
      this.forgetUnused()
      this.peers.set(address, (peer = {}))
    }
    return peer
  }

  private forgetUnused(): void {
    const nowMs = this.ports.clock.monotonicMs()
    for (const [address, peer] of this.peers) {
      const isFailing = peer.failure !== undefined && nowMs < peer.failure.untilMs
      if (peer.connection === undefined && peer.connecting === undefined && !isFailing) this.peers.delete(address)
    }
  }
}

function refusal(name: string, address: string, response: Command): EngineError {
  const { code, remark } = response
  return new EngineError(
    'refused',
    `${name} refused by ${address}: ${responseCodeText(code)} ${remark ?? ''}`.trimEnd(),
    {
      context: { code, remark: remark ?? '', address },
    },
  )
}
