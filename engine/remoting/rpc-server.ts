/**
 * Accepts connections on one or more addresses and hands their requests to a dispatcher. Owns the connections: their
 * number, their idleness, their end. Source: NettyRemotingServer.
 */
import { CHANNEL_IDLE_MS, CONNECTIONS_MAX } from '../base/limits.ts'
import type { Service } from '../base/lifecycle.ts'
import type { Address, ByteStream, Clock, Listener, Log, Network, StreamHandler, Timers } from '../base/ports.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { formatAddress } from './address.ts'
import { type Command, makeResponse } from './command.ts'
import { type ConnectionContext, type RawFrameHook, RemotingConnection } from './connection.ts'
import type { Answer, Dispatcher, RequestGate } from './dispatcher.ts'
import { IdleSweep } from './idle-sweep.ts'
import { FlushGroup } from './outgoing.ts'

export interface RpcServerPorts {
  readonly clock: Clock
  readonly timers: Timers
  readonly network: Network
  readonly log: Log
}

export interface RpcServerOptions {
  readonly ports: RpcServerPorts
  readonly dispatcher: Dispatcher
  /** A connection without a byte in either direction for this long is closed. */
  readonly idleMs?: number
  readonly connectionsMax?: number
}

export interface ListenerOptions {
  /** Refuses requests of this listener: a slave's writes, the codes a VIP port does not serve. */
  readonly gate?: RequestGate
  /** Whether raw-frame hooks see this listener's frames; true unless set. */
  readonly hasRawHooks?: boolean
}

/** MQVersion ordinal of V5_3_1; only younger peers understand GO_AWAY. */
const GO_AWAY_VERSION_ABOVE = 475

/** After `end()` a peer gets this long to close its side. */
const END_GRACE_MS = 1000

const STOP_POLL_MS = 10

export class RpcServer implements Service {
  /** The bytes of all connections of this server; `flushAll` writes what the broker's turn end has placed. */
  readonly flushGroup: FlushGroup

  private readonly ports: RpcServerPorts
  private readonly dispatcher: Dispatcher
  private readonly sweep: IdleSweep
  private readonly connectionsMax: number
  private readonly rawHooks = new Map<number, RawFrameHook>()
  private readonly open = new Set<RemotingConnection>()
  private readonly closeListeners = new Set<(connection: RemotingConnection, reason: string) => void>()
  private readonly listeners: Listener[] = []
  private nextId = 1
  private isStopping = false

  constructor(options: RpcServerOptions) {
    this.ports = options.ports
    this.dispatcher = options.dispatcher
    this.sweep = new IdleSweep(options.ports, options.idleMs ?? CHANNEL_IDLE_MS)
    this.connectionsMax = options.connectionsMax ?? CONNECTIONS_MAX
    this.flushGroup = new FlushGroup(options.ports.timers)
  }

  /** The connections that are open now. */
  get connections(): ReadonlySet<RemotingConnection> {
    return this.open
  }

  /** Starts the idle sweep; addresses are opened by `listen`. */
  start(): void {
    this.sweep.start(this.open, (connection) => {
      this.ports.log.info('connection closed: idle', { remote: connection.remoteText })
    })
  }

  /**
   * Opens an address; port 0 lets the system choose.
   * @returns where it really listens
   * @throws {EngineError} 'connect-failed' when the address cannot be had.
   */
  async listen(address: Address, options: ListenerOptions = {}): Promise<Address> {
    this.start()
    const context = this.contextOf(options)
    const listener = await this.ports.network.listen({
      host: address.host,
      port: address.port,
      accept: (stream) => this.accept(stream, context),
    })
    this.listeners.push(listener)
    return listener.address
  }

  /** Closes connections after this much silence from now on; 0 never. */
  setIdle(idleMs: number): void {
    this.sweep.setIdle(idleMs)
  }

  /** Lets `hook` see the frames of a request code before they become commands; see `RawFrameHook`. */
  setRawHook(code: number, hook: RawFrameHook): void {
    this.rawHooks.set(code, hook)
  }

  /** Runs `listener` for every connection that closes, whoever closed it. Returns how to take it back. */
  onConnectionClosed(listener: (connection: RemotingConnection, reason: string) => void): () => void {
    this.closeListeners.add(listener)
    return () => this.closeListeners.delete(listener)
  }

  /**
   * Stops accepting, lets owed answers out for up to `graceMs` (new requests are told to go away meanwhile), then closes
   * every connection. Idempotent.
   */
  async stop(graceMs = 0): Promise<void> {
    if (this.isStopping) return
    this.isStopping = true
    this.rawHooks.clear()
    this.sweep.stop()
    await Promise.all(this.listeners.splice(0).map((listener) => listener.close()))
    const { clock } = this.ports
    const untilMs = clock.monotonicMs() + graceMs
    while (this.owesAnswers() && clock.monotonicMs() < untilMs) await this.pause(STOP_POLL_MS)
    for (const connection of [...this.open]) connection.end()
    const endedMs = clock.monotonicMs() + END_GRACE_MS
    while (this.open.size > 0 && clock.monotonicMs() < endedMs) await this.pause(STOP_POLL_MS)
    for (const connection of [...this.open]) connection.close('server stopped')
  }

  private contextOf(options: ListenerOptions): ConnectionContext {
    const { clock, timers, log } = this.ports
    const gate: RequestGate = (request, connection) => this.goAway(request) ?? options.gate?.(request, connection)
    return {
      clock,
      timers,
      log,
      flushGroup: this.flushGroup,
      rawHooks: (options.hasRawHooks ?? true) ? this.rawHooks : undefined,
      onRequest: (request, connection) => this.dispatcher.dispatch(request, connection, gate),
    }
  }

  private accept(stream: ByteStream, context: ConnectionContext): StreamHandler {
    if (this.isStopping || this.open.size >= this.connectionsMax) {
      const reason = this.isStopping ? 'server is stopping' : `${this.connectionsMax} connections are open already`
      this.ports.log.warn('connection refused', { remote: formatAddress(stream.remote), reason })
      stream.destroy(reason)
      return REFUSED
    }
    const connection = new RemotingConnection(this.nextId++, stream, context)
    this.open.add(connection)
    connection.onClose((reason) => {
      this.open.delete(connection)
      for (const listener of this.closeListeners) listener(connection, reason)
    })
    return connection.handler
  }

  private goAway(request: Command): Answer {
    if (!this.isStopping || request.version <= GO_AWAY_VERSION_ABOVE) return undefined
    return makeResponse(request, ResponseCode.GO_AWAY, { remark: 'please go away' })
  }

  private owesAnswers(): boolean {
    for (const connection of this.open) if (connection.owedRequests > 0) return true
    return false
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.ports.timers.after(delayMs, resolve)
    })
  }
}

const REFUSED: StreamHandler = { onData: () => undefined, onDrain: () => undefined, onClose: () => undefined }
