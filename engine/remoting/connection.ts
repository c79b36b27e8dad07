/**
 * One remoting connection, whichever side opened it: bytes in, commands out, and back. Pairs responses with calls,
 * ends calls at their deadline, stops reading when too much is owed or unsent. Does not know what a code means.
 */
import type { Bytes } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import {
  IN_FLIGHT_CALLS_MAX,
  IN_FLIGHT_REQUESTS_MAX,
  OUTGOING_BYTES_HIGH,
  OUTGOING_BYTES_LOW,
  OUTGOING_BYTES_MAX,
} from '../base/limits.ts'
import type { Address, ByteStream, Clock, Log, StreamHandler, TimerHandle, Timers } from '../base/ports.ts'
import { formatAddress } from './address.ts'
import { type Command, FLAG_ONEWAY, isOneway, isResponse, makeResponse } from './command.ts'
import { decodeFrame, encodeFrame, FrameReader, type SerializeTypeByte } from './frame.ts'
import { type FlushGroup, OutgoingBuffer } from './outgoing.ts'

/**
 * Looks at a frame of one request code before a command object exists. Header is `bytes[headerStart..headerEnd)`, body
 * `bytes[headerEnd..bodyEnd)`; all of it is valid during the call only. The hook checks flag and shape itself (a
 * response that carries the same number as its code arrives here too).
 *
 * @returns true when the frame is dealt with; false sends it the general way, and nothing may have happened then. A hook
 *   that takes a request whose answer it places later reports that with `noteOwed` and `noteAnswered`.
 */
export type RawFrameHook = (
  connection: RemotingConnection,
  bytes: Bytes,
  headerStart: number,
  headerEnd: number,
  bodyEnd: number,
  serializeType: SerializeTypeByte,
) => boolean

/** What a connection needs from its server or client. */
export interface ConnectionContext {
  readonly clock: Clock
  readonly timers: Timers
  readonly log: Log
  readonly flushGroup: FlushGroup
  /** Hooks by request code; looked up for every frame, so a later `set` takes effect. */
  readonly rawHooks?: ReadonlyMap<number, RawFrameHook> | undefined
  /** Every incoming request that no hook took. Must not throw. */
  onRequest(request: Command, connection: RemotingConnection): void
}

interface PendingCall {
  readonly code: number
  readonly timeoutMs: number
  readonly startedMs: number
  readonly deadlineMs: number
  resolve(response: Command): void
  reject(error: EngineError): void
}

/** Deadlines closer together than this are looked at together. */
const DEADLINE_SWEEP_MS_MIN = 10

const OPAQUE_MAX = 0x7fff_ffff

export class RemotingConnection {
  /** Unique within one server or client, counted from 1. */
  readonly id: number
  readonly local: Address
  readonly remote: Address
  /** `ip:port` of the peer. */
  readonly remoteText: string
  /** Where frames are placed; the broker's fast path writes ready reply frames into it. */
  readonly outgoing: OutgoingBuffer
  /** What the network port calls. */
  readonly handler: StreamHandler
  /** Monotonic time of the last byte in either direction, in ms. */
  lastReadMs: number
  lastWriteMs: number

  private readonly stream: ByteStream
  private readonly context: ConnectionContext
  private readonly reader: FrameReader
  private readonly calls = new Map<number, PendingCall>()
  private readonly closeListeners = new Set<(reason: string) => void>()
  private nextOpaque = 1
  private owedCount = 0
  private isClosed = false
  private closeReason = ''
  private isPaused = false
  private sweep: TimerHandle | undefined
  private sweepAtMs = Infinity

  constructor(id: number, stream: ByteStream, context: ConnectionContext) {
    this.id = id
    this.stream = stream
    this.context = context
    this.local = stream.local
    this.remote = stream.remote
    this.remoteText = formatAddress(stream.remote)
    this.lastReadMs = this.lastWriteMs = context.clock.monotonicMs()
    this.outgoing = new OutgoingBuffer(stream, context.flushGroup, () => this.afterWrite())
    this.reader = new FrameReader((bytes, headerStart, headerEnd, bodyEnd, serializeType) =>
      this.onFrame(bytes, headerStart, headerEnd, bodyEnd, serializeType),
    )
    this.handler = {
      onData: (chunk) => this.onData(chunk),
      onDrain: () => this.adjustReading(),
      onClose: (reason) => this.finish(reason),
    }
  }

  get closed(): boolean {
    return this.isClosed
  }

  /** Requests of the peer whose answer is still to come. */
  get owedRequests(): number {
    return this.owedCount
  }

  /** Own calls that wait for a response. */
  get pendingCalls(): number {
    return this.calls.size
  }

  /**
   * Sends a request and waits for its response, whatever its code. Sets `opaque`.
   * @throws {EngineError} 'timeout', 'closed', or 'overload' above `IN_FLIGHT_CALLS_MAX` and for a frame above the limit.
   */
  call(request: Command, timeoutMs: number): Promise<Command> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) return reject(this.closedError())
      if (this.calls.size >= IN_FLIGHT_CALLS_MAX) {
        return reject(
          new EngineError('overload', `${this.remoteText} already has ${IN_FLIGHT_CALLS_MAX} calls in flight`, {
            context: { address: this.remoteText },
          }),
        )
      }
      request.opaque = this.takeOpaque()
      encodeFrame(request, this.outgoing)
      const startedMs = this.context.clock.monotonicMs()
      const deadlineMs = startedMs + timeoutMs
      this.calls.set(request.opaque, { code: request.code, timeoutMs, startedMs, deadlineMs, resolve, reject })
      if (deadlineMs < this.sweepAtMs) this.scheduleSweep(deadlineMs, timeoutMs)
    })
  }

  /**
   * Sends a request that is never answered. Sets `opaque` and the one-way flag; a closed connection drops it.
   * @throws {EngineError} 'overload' for a frame above the limit.
   */
  oneway(request: Command): void {
    if (this.isClosed) return
    request.opaque = this.takeOpaque()
    request.flag |= FLAG_ONEWAY
    encodeFrame(request, this.outgoing)
  }

  /** Sends the answer to a request of the peer, now or long after; does nothing when the connection has closed. */
  respond(response: Command): void {
    this.noteAnswered(1)
    if (this.isClosed) return
    try {
      encodeFrame(response, this.outgoing)
    } catch (error) {
      this.context.log.error('response cannot be sent', { remote: this.remoteText, error: errorText(error) })
      encodeFrame(makeResponse(response, 1, { remark: errorText(error) }), this.outgoing)
    }
  }

  /** Counts `count` requests whose answers a raw-frame hook owes; above the limit the connection is not read. */
  noteOwed(count: number): void {
    this.owedCount += count
    if (this.owedCount >= IN_FLIGHT_REQUESTS_MAX && !this.isPaused) this.adjustReading()
  }

  /** The counterpart of `noteOwed`, called when the reply frames have been placed. */
  noteAnswered(count: number): void {
    this.owedCount = Math.max(0, this.owedCount - count)
    if (this.isPaused && this.owedCount < IN_FLIGHT_REQUESTS_MAX) this.adjustReading()
  }

  /** Writes what was placed in this turn without waiting for its end. */
  flush(): void {
    this.outgoing.flush()
  }

  /** Closes at once; calls in flight fail with 'closed', what was not written is dropped. */
  close(reason: string): void {
    if (this.isClosed) return
    this.finish(reason)
    this.stream.destroy(reason)
  }

  /** Sends what was placed, then closes. Calls in flight fail when the stream has closed. */
  end(): void {
    if (this.isClosed) return
    this.outgoing.flush()
    this.stream.end()
  }

  /** Runs `listener` once when the connection has closed, at once when it already has. Returns how to take it back. */
  onClose(listener: (reason: string) => void): () => void {
    if (this.isClosed) {
      listener(this.closeReason)
      return () => undefined
    }
    this.closeListeners.add(listener)
    return () => this.closeListeners.delete(listener)
  }

  private onData(chunk: Bytes): void {
    if (this.isClosed) return
    this.lastReadMs = this.context.clock.monotonicMs()
    try {
      this.reader.push(chunk)
    } catch (error) {
      const fields = { remote: this.remoteText, reason: errorText(error) }
      if (error instanceof EngineError && error.code === 'bad-frame') {
        this.context.log.warn('connection closed: bad frame', { ...fields, ...error.context })
      } else {
        this.context.log.error('connection closed: its bytes could not be dealt with', fields)
      }
      this.close(errorText(error))
    }
  }

  private onFrame(
    bytes: Bytes,
    headerStart: number,
    headerEnd: number,
    bodyEnd: number,
    serializeType: SerializeTypeByte,
  ): void {
    const { rawHooks } = this.context
    if (rawHooks !== undefined && rawHooks.size > 0) {
      const hook = rawHooks.get(rawCodeOf(bytes, headerStart, headerEnd, serializeType))
      if (hook?.(this, bytes, headerStart, headerEnd, bodyEnd, serializeType) === true) return
    }
    const command = decodeFrame(bytes, headerStart, headerEnd, bodyEnd, serializeType)
    if (isResponse(command)) {
      this.onResponse(command)
      return
    }
    if (!isOneway(command)) this.noteOwed(1)
    this.context.onRequest(command, this)
  }

  private onResponse(response: Command): void {
    const call = this.calls.get(response.opaque)
    if (call === undefined) {
      this.context.log.debug('response without a call dropped', {
        remote: this.remoteText,
        opaque: response.opaque,
        code: response.code,
      })
      return
    }
    this.calls.delete(response.opaque)
    call.resolve(response)
  }

  private takeOpaque(): number {
    let opaque = this.nextOpaque
    while (this.calls.has(opaque)) opaque = opaque === OPAQUE_MAX ? 1 : opaque + 1
    this.nextOpaque = opaque === OPAQUE_MAX ? 1 : opaque + 1
    return opaque
  }

  private scheduleSweep(atMs: number, delayMs: number): void {
    this.sweep?.cancel()
    this.sweepAtMs = atMs
    this.sweep = this.context.timers.after(Math.max(0, Math.ceil(delayMs)), () => this.endOverdueCalls())
  }

  /** One timer serves all calls: it fires at the earliest deadline and looks for the next one. */
  private endOverdueCalls(): void {
    this.sweep = undefined
    this.sweepAtMs = Infinity
    const nowMs = this.context.clock.monotonicMs()
    let nextMs = Infinity
    for (const [opaque, call] of this.calls) {
      if (call.deadlineMs > nowMs) {
        if (call.deadlineMs < nextMs) nextMs = call.deadlineMs
        continue
      }
      this.calls.delete(opaque)
      call.reject(
        new EngineError(
          'timeout',
          `no answer from ${this.remoteText} to request ${call.code} within ${Math.round(call.timeoutMs)} ms`,
          {
            context: {
              address: this.remoteText,
              code: call.code,
              timeoutMs: call.timeoutMs,
              isSilent: this.lastReadMs <= call.startedMs,
            },
          },
        ),
      )
    }
    if (nextMs === Infinity) return
    const delayMs = Math.max(DEADLINE_SWEEP_MS_MIN, nextMs - nowMs)
    this.scheduleSweep(nowMs + delayMs, delayMs)
  }

  private afterWrite(): void {
    this.lastWriteMs = this.context.clock.monotonicMs()
    const { pendingBytes } = this.stream
    if (pendingBytes < OUTGOING_BYTES_HIGH) return
    if (pendingBytes > OUTGOING_BYTES_MAX) {
      this.context.log.warn('connection closed: the peer does not read', { remote: this.remoteText, pendingBytes })
      this.close(`peer does not read: ${pendingBytes} bytes wait`)
      return
    }
    this.adjustReading()
  }

  /** Pauses or resumes reading by what is owed and what is unsent; also called by the owner's periodic sweep. */
  adjustReading(): void {
    if (this.isClosed) return
    const { pendingBytes } = this.stream
    if (this.isPaused) {
      if (this.owedCount >= IN_FLIGHT_REQUESTS_MAX || pendingBytes > OUTGOING_BYTES_LOW) return
      this.isPaused = false
      this.stream.resumeReading()
    } else {
      if (this.owedCount < IN_FLIGHT_REQUESTS_MAX && pendingBytes < OUTGOING_BYTES_HIGH) return
      this.isPaused = true
      this.stream.pauseReading()
    }
  }

  private finish(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.closeReason = reason
    this.reader.stop()
    this.outgoing.close()
    this.sweep?.cancel()
    this.sweep = undefined
    const error = this.closedError()
    const calls = [...this.calls.values()]
    this.calls.clear()
    for (const call of calls) call.reject(error)
    const listeners = [...this.closeListeners]
    this.closeListeners.clear()
    for (const listener of listeners) listener(reason)
  }

  private closedError(): EngineError {
    return new EngineError('closed', `connection to ${this.remoteText} is closed: ${this.closeReason}`, {
      context: { address: this.remoteText, reason: this.closeReason },
    })
  }
}

/** `{"code":` as bytes: what a Java peer's header starts with, because it writes members in alphabetical order. */
const CODE_PREFIX = [0x7b, 0x22, 0x63, 0x6f, 0x64, 0x65, 0x22, 0x3a]
const CODE_DIGITS_MAX = 6
const NO_CODE = -1
const COMMA = 0x2c
const ZERO = 0x30

/** The request code as far as it can be seen without parsing the header, else -1: the general way is always right. */
function rawCodeOf(bytes: Bytes, start: number, end: number, serializeType: SerializeTypeByte): number {
  if (serializeType === 1)
    return end - start >= 2 ? ((bytes[start] as number) << 8) | (bytes[start + 1] as number) : NO_CODE
  const digitsStart = start + CODE_PREFIX.length
  if (end - digitsStart <= CODE_DIGITS_MAX) return NO_CODE
  for (let i = 0; i < CODE_PREFIX.length; i++) if (bytes[start + i] !== CODE_PREFIX[i]) return NO_CODE
  let code = 0
  for (let at = digitsStart; at <= digitsStart + CODE_DIGITS_MAX; at++) {
    const byte = bytes[at] as number
    if (byte === COMMA) return at === digitsStart ? NO_CODE : code
    const digit = byte - ZERO
    if (digit < 0 || digit > 9) return NO_CODE
    code = code * 10 + digit
  }
  return NO_CODE
}
