/**
 * The service's end of the RPC: serves an API's handlers to one window over an `RpcPort`. Owns the checks of what comes in
 * and goes out, the bounds, the credits of streams and their end; knows no transport and no handler. A window that breaks
 * the protocol itself (unreadable message, an id used before) is disconnected; a wrong input only fails its call.
 */
import { EngineError } from '../../base/errors.ts'
import type { Log } from '../../base/ports.ts'
import {
  type ApiDefinition,
  type ApiError,
  type ApiHandlers,
  type CallDefinition,
  clientMessage,
  RPC_OPEN_MAX,
  type RpcPort,
  type ServerMessage,
  STREAM_CREDITS,
  type StopStream,
  type StreamDefinition,
  type StreamSink,
} from '../../contract/rpc.ts'
import { say } from '../../contract/text.ts'
import { apiErrorOf, internalError, refusal } from './api-errors.ts'
import { badInput } from './input-check.ts'

export interface ServeRpcOptions {
  readonly log: Log
}

export interface RpcConnection {
  /** Calls and streams that are open now. */
  readonly openCount: number
  /** Stops every stream and closes the port; idempotent. */
  close(): void
}

type AnyCall = (input: unknown) => unknown
type AnyStream = (input: unknown, sink: StreamSink<unknown>) => StopStream | Promise<StopStream>

/** Serves `handlers` to the window behind `port` until either side closes it. */
export function serveRpc<A extends ApiDefinition>(
  api: A,
  handlers: ApiHandlers<A>,
  port: RpcPort,
  options: ServeRpcOptions,
): RpcConnection {
  // The names of both are those of A; which kind each handler is stands in its definition.
  return new Connection(api, handlers, port, options.log)
}

class Connection implements RpcConnection {
  readonly #api: ApiDefinition
  readonly #handlers: Readonly<Record<string, unknown>>
  readonly #port: RpcPort
  readonly #log: Log
  readonly #streams = new Map<number, ServedStream>()
  #callCount = 0
  /** Ids only grow, so one used before, open or ended, is recognised without a memory of all. */
  #lastId = 0
  #isClosed = false

  constructor(api: ApiDefinition, handlers: Readonly<Record<string, unknown>>, port: RpcPort, log: Log) {
    this.#api = api
    this.#handlers = handlers
    this.#port = port
    this.#log = log
    port.onMessage((message) => this.#receive(message))
    port.onClose(() => this.#closed())
  }

  get openCount(): number {
    return this.#callCount + this.#streams.size
  }

  close(): void {
    this.#port.close()
    this.#closed()
  }

  #receive(raw: unknown): void {
    if (this.#isClosed) return
    const parsed = clientMessage.safeParse(raw)
    if (!parsed.success) {
      this.#violated('unreadable message')
      return
    }
    const message = parsed.data
    switch (message.t) {
      case 'credit':
        this.#streams.get(message.id)?.grant(message.n)
        return
      case 'abort':
        // Unknown: it ended while the abort was on its way.
        this.#streams.get(message.id)?.stop()
        return
      case 'call':
        if (message.id <= this.#lastId) {
          this.#violated('an id was used twice')
          return
        }
        this.#lastId = message.id
        this.#begin(message.id, message.name, message.input)
    }
  }

  #begin(id: number, name: string, input: unknown): void {
    const definition = Object.hasOwn(this.#api, name) ? this.#api[name] : undefined
    if (definition === undefined) {
      this.#fail(id, refusal('unsupported', say(`The service has no "${name}".`, `服务中没有 “${name}”。`), { name }))
      return
    }
    if (this.openCount >= RPC_OPEN_MAX) {
      const message = say(
        `${RPC_OPEN_MAX} calls and streams are open already: close one before "${name}".`,
        `已有 ${RPC_OPEN_MAX} 个调用和流未结束：请先结束其中一个，再调用 “${name}”。`,
      )
      this.#fail(id, refusal('overload', message, { name, openMax: RPC_OPEN_MAX }))
      return
    }
    const checked = definition.input.safeParse(input)
    if (!checked.success) this.#fail(id, badInput(name, checked.error.issues, input))
    else if (definition.kind === 'call') void this.#call(id, name, definition, checked.data)
    else void this.#stream(id, name, definition, checked.data)
  }

  async #call(id: number, name: string, definition: CallDefinition, input: unknown): Promise<void> {
    this.#callCount++
    try {
      const answer = await (this.#handlers[name] as AnyCall)(input)
      const checked = definition.output.safeParse(answer)
      if (checked.success) this.#send({ t: 'value', id, value: checked.data })
      else this.#fail(id, this.#internal(name, checked.error))
    } catch (error) {
      this.#fail(id, apiErrorOf(error) ?? this.#internal(name, error))
    } finally {
      this.#callCount--
    }
  }

  async #stream(id: number, name: string, definition: StreamDefinition, input: unknown): Promise<void> {
    const stream = new ServedStream({
      definition,
      send: (items) => this.#send({ t: 'next', id, items: [...items] }),
      ended: (error) => {
        this.#streams.delete(id)
        if (error === undefined) this.#send({ t: 'end', id })
        else this.#fail(id, error)
      },
      aborted: () => this.#streams.delete(id),
      errorOf: (error) => apiErrorOf(error) ?? this.#internal(name, error),
    })
    this.#streams.set(id, stream)
    try {
      stream.started(await (this.#handlers[name] as AnyStream)(input, stream))
    } catch (error) {
      stream.fail(error)
    }
  }

  #internal(name: string, error: unknown): ApiError {
    this.#log.error('a call of the window failed', { name, error })
    return internalError()
  }

  #fail(id: number, error: ApiError): void {
    this.#send({ t: 'error', id, error })
  }

  #send(message: ServerMessage): void {
    if (!this.#isClosed) this.#port.send(message)
  }

  #violated(reason: string): void {
    this.#log.warn('a window broke the protocol, disconnecting it', { reason })
    this.close()
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const stream of [...this.#streams.values()]) stream.stop()
    this.#streams.clear()
  }
}

interface ServedStreamOptions {
  readonly definition: StreamDefinition
  send(items: readonly unknown[]): void
  /** The handler ended it, or it failed. */
  ended(error: ApiError | undefined): void
  /** The window closed it or is gone. */
  aborted(): void
  errorOf(error: unknown): ApiError
}

/** One open stream: the handler's sink, its credits, and the one call of its `StopStream`. */
class ServedStream implements StreamSink<unknown> {
  readonly #options: ServedStreamOptions
  #credits = STREAM_CREDITS
  #isOpen = true
  #listener: (() => void) | undefined
  #stop: StopStream | undefined
  /** Closed from outside the handler: its work has to be stopped, as soon as the handler has said how. */
  #mustStop = false

  constructor(options: ServedStreamOptions) {
    this.#options = options
  }

  get isReady(): boolean {
    return this.#isOpen && this.#credits > 0
  }

  push(items: readonly unknown[]): void {
    if (!this.#isOpen || items.length === 0) return
    if (this.#credits === 0) {
      throw new EngineError('overload', 'the window has no room for another batch: wait for onReady', {
        zh: '窗口暂时无法接收下一批数据：请等待 onReady',
      })
    }
    const checked: unknown[] = []
    for (const item of items) {
      const result = this.#options.definition.item.safeParse(item)
      if (!result.success) {
        this.#breakOff(result.error)
        return
      }
      checked.push(result.data)
    }
    this.#credits--
    try {
      this.#options.send(checked)
    } catch (error) {
      this.#breakOff(error)
    }
  }

  onReady(listener: () => void): void {
    this.#listener = listener
  }

  end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#options.ended(undefined)
  }

  fail(error: unknown): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#options.ended(this.#options.errorOf(error))
  }

  /** More than was used up is never granted. */
  grant(n: number): void {
    if (!this.#isOpen) return
    const wasEmpty = this.#credits === 0
    this.#credits = Math.min(STREAM_CREDITS, this.#credits + n)
    if (!wasEmpty) return
    try {
      this.#listener?.()
    } catch (error) {
      this.#breakOff(error)
    }
  }

  /** The handler has started and said how its work is ended. */
  started(stop: StopStream): void {
    this.#stop = stop
    if (this.#mustStop) this.#runStop()
  }

  /** The window closed it or is gone. */
  stop(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#options.aborted()
    this.#mustStop = true
    this.#runStop()
  }

  /** Ends a stream that goes on from its handler's point of view. */
  #breakOff(error: unknown): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#options.ended(this.#options.errorOf(error))
    this.#mustStop = true
    this.#runStop()
  }

  #runStop(): void {
    const stop = this.#stop
    this.#stop = undefined
    if (stop === undefined) return
    try {
      stop()
    } catch (error) {
      // Nobody waits for it any more; errorOf has it logged unless it is one made for people.
      this.#options.errorOf(error)
    }
  }
}
