/**
 * The window's end of the RPC: calls with one answer, streams of batches, over any `RpcPort`. Knows no socket, no clock and
 * no retry: one client lives as long as its port, and whatever is open when the port closes fails as 'disconnected'.
 * What arrives is checked by the contract's schemas before anyone sees it.
 */
import * as z from 'zod'
import { EngineError } from '../base/errors.ts'
import {
  type ApiDefinition,
  type ApiError,
  type CallName,
  type InputOf,
  type ItemOf,
  type OutputOf,
  RPC_OPEN_MAX,
  type RpcPort,
  type ServerMessage,
  STREAM_CREDITS,
  serverMessage,
  type StreamName,
} from './rpc.ts'
import { say, type Text } from './text.ts'

/** A call or stream that failed. Callers branch on `code` or `retriable`; `text` is what a person reads. */
export class ApiFailure extends Error {
  readonly code: string
  readonly text: Text
  readonly context: Readonly<Record<string, unknown>>
  readonly retriable: boolean

  constructor(error: ApiError, cause?: unknown) {
    super(error.message.en, cause === undefined ? undefined : { cause })
    this.name = 'ApiFailure'
    this.code = error.code
    this.text = error.message
    this.context = error.context
    this.retriable = error.retriable
  }
}

/** What becomes of a stream. After `onEnd`, `onError` or `close()` nothing more is called. */
export interface StreamHandlers<T> {
  /**
   * One batch; the next one is delivered, and room for another granted to the service, once this has returned or its
   * promise is settled.
   */
  onItems(items: readonly T[]): void | Promise<void>
  onEnd?(): void
  onError?(failure: ApiFailure): void
}

export interface OpenStream {
  /** Ends the stream on both sides; idempotent. */
  close(): void
}

export interface RpcClientOptions {
  /** Once, after everything that was open has failed. */
  readonly onClosed?: () => void
}

interface OpenCall {
  readonly kind: 'call'
  readonly name: string
  readonly schema: z.ZodType
  resolve(value: unknown): void
  reject(failure: ApiFailure): void
}

interface OpenSubscription {
  readonly kind: 'stream'
  readonly name: string
  readonly schema: z.ZodType
  readonly handlers: StreamHandlers<unknown>
  /** Batches that arrived and wait for the one being worked off; bounded by the credits. */
  readonly waiting: (readonly unknown[])[]
  isWorking: boolean
  /** Batches that arrived and whose credit was not given back yet. */
  owedCredits: number
  /** How the service ended it; delivered after the batches before it. */
  outcome: ApiFailure | 'end' | undefined
}

export class RpcClient<A extends ApiDefinition> {
  readonly #api: A
  readonly #port: RpcPort
  readonly #options: RpcClientOptions
  readonly #open = new Map<number, OpenCall | OpenSubscription>()
  #nextId = 1
  #isClosed = false

  constructor(api: A, port: RpcPort, options: RpcClientOptions = {}) {
    this.#api = api
    this.#port = port
    this.#options = options
    port.onMessage((message) => this.#receive(message))
    port.onClose(() => this.#closed())
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** @throws {ApiFailure} what the service answered; 'disconnected', 'overload', 'protocol' when there is no answer. */
  call<N extends CallName<A>>(name: N, input: InputOf<A[N]>): Promise<OutputOf<A[N]>> {
    return new Promise((resolve, reject) => {
      const definition = this.#api[name]
      if (definition?.kind !== 'call') throw unknownName(name)
      // The schema below is the one that OutputOf names.
      const settle = resolve as (value: unknown) => void
      this.#begin({ kind: 'call', name, schema: definition.output, resolve: settle, reject }, input)
    })
  }

  /** Opens a stream; failures, also to open it, reach `onError` and never throw. */
  stream<N extends StreamName<A>>(name: N, input: InputOf<A[N]>, handlers: StreamHandlers<ItemOf<A[N]>>): OpenStream {
    const definition = this.#api[name]
    if (definition?.kind !== 'stream') throw unknownName(name)
    const subscription: OpenSubscription = {
      kind: 'stream',
      name,
      schema: z.array(definition.item),
      // Method parameters are compared both ways: the schema above checks that items are what the handlers take.
      handlers: handlers,
      waiting: [],
      isWorking: false,
      owedCredits: 0,
      outcome: undefined,
    }
    try {
      const id = this.#begin(subscription, input)
      return { close: () => this.#abort(id, subscription) }
    } catch (error) {
      handlers.onError?.(asFailure(error))
      return { close: () => undefined }
    }
  }

  /** Closes the port; everything open fails as 'disconnected'. */
  close(): void {
    this.#port.close()
    this.#closed()
  }

  #begin(entry: OpenCall | OpenSubscription, input: unknown): number {
    if (this.#isClosed) throw disconnected()
    if (this.#open.size >= RPC_OPEN_MAX) throw tooManyOpen()
    const id = this.#nextId++
    this.#open.set(id, entry)
    try {
      this.#port.send({ t: 'call', id, name: entry.name, input })
    } catch (error) {
      // The transport could not carry this input (too long, not cloneable): nothing has left.
      this.#open.delete(id)
      throw asFailure(error)
    }
    return id
  }

  #receive(raw: unknown): void {
    if (this.#isClosed) return
    const parsed = serverMessage.safeParse(raw)
    if (!parsed.success) {
      this.close()
      return
    }
    const message = parsed.data
    const entry = this.#open.get(message.id)
    // Answers to what was closed here meanwhile are still on the way.
    if (entry === undefined) return
    if (entry.kind === 'call') this.#answered(message, entry)
    else this.#streamed(message, entry)
  }

  #answered(message: ServerMessage, entry: OpenCall): void {
    this.#open.delete(message.id)
    if (message.t === 'error') {
      entry.reject(new ApiFailure(message.error))
      return
    }
    const value = message.t === 'value' ? entry.schema.safeParse(message.value) : undefined
    if (value?.success === true) entry.resolve(value.data)
    else entry.reject(unreadable(entry.name, value?.error))
  }

  #streamed(message: ServerMessage, entry: OpenSubscription): void {
    if (entry.outcome !== undefined) return
    if (message.t === 'next') {
      const items = entry.schema.safeParse(message.items)
      if (items.success && entry.owedCredits < STREAM_CREDITS) {
        entry.owedCredits++
        // Every item was checked by the schema of the array.
        entry.waiting.push(items.data as readonly unknown[])
      } else {
        entry.outcome = unreadable(entry.name, items.error)
        this.#send({ t: 'abort', id: message.id })
      }
    } else if (message.t === 'end') entry.outcome = 'end'
    else if (message.t === 'error') entry.outcome = new ApiFailure(message.error)
    else {
      entry.outcome = unreadable(entry.name, undefined)
      this.#send({ t: 'abort', id: message.id })
    }
    if (!entry.isWorking) void this.#work(message.id, entry)
  }

  /** Works off the batches of one stream, one after the other, then tells how it ended. */
  async #work(id: number, entry: OpenSubscription): Promise<void> {
    entry.isWorking = true
    while (this.#open.get(id) === entry) {
      const items = entry.waiting.shift()
      if (items === undefined) break
      try {
        const pending = entry.handlers.onItems(items)
        if (pending !== undefined) await pending
      } catch (error) {
        this.#abort(id, entry)
        entry.handlers.onError?.(asFailure(error))
        return
      }
      entry.owedCredits--
      if (this.#open.get(id) === entry && entry.outcome === undefined) this.#send({ t: 'credit', id, n: 1 })
    }
    entry.isWorking = false
    if (entry.outcome === undefined || this.#open.get(id) !== entry) return
    this.#open.delete(id)
    finish(entry, entry.outcome)
  }

  #abort(id: number, entry: OpenSubscription): void {
    if (this.#open.get(id) !== entry) return
    this.#open.delete(id)
    if (entry.outcome === undefined) this.#send({ t: 'abort', id })
  }

  #send(message: { t: 'credit'; id: number; n: number } | { t: 'abort'; id: number }): void {
    if (!this.#isClosed) this.#port.send(message)
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const entries = [...this.#open.values()]
    this.#open.clear()
    for (const entry of entries) {
      if (entry.kind === 'call') entry.reject(disconnected())
      else finish(entry, disconnected())
    }
    this.#options.onClosed?.()
  }
}

/** One error shape for everything thrown on this side; what has no shape of its own is 'internal'. */
function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error
  if (error instanceof EngineError) {
    const message = say(error.message, error.zh ?? error.message)
    const { code, context, retriable } = error
    return new ApiFailure({ code, message, context: { ...context }, retriable }, error)
  }
  return new ApiFailure(
    {
      code: 'internal',
      message: say('The window failed to handle this. Reload it.', '窗口处理时出错，请重新加载。'),
      context: {},
      retriable: false,
    },
    error,
  )
}

function finish(entry: OpenSubscription, outcome: ApiFailure | 'end'): void {
  if (outcome === 'end') entry.handlers.onEnd?.()
  else entry.handlers.onError?.(outcome)
}

/** The failure of everything that was open when the port closed, and of every call after it. */
export function disconnected(): ApiFailure {
  return new ApiFailure({
    code: 'disconnected',
    message: say(
      'The lab service is not connected. What was asked last may or may not have been done.',
      '未连接到实验室服务，最近一次操作可能已执行，也可能未执行。',
    ),
    context: {},
    retriable: true,
  })
}

function tooManyOpen(): ApiFailure {
  return new ApiFailure({
    code: 'overload',
    message: say(
      `${RPC_OPEN_MAX} calls and streams are open already: wait for one to end.`,
      `已有 ${RPC_OPEN_MAX} 个调用和流未结束：请等待其中一个结束。`,
    ),
    context: { openMax: RPC_OPEN_MAX },
    retriable: true,
  })
}

function unknownName(name: string): ApiFailure {
  return new ApiFailure({
    code: 'unsupported',
    message: say(`The contract has no "${name}" of this kind.`, `契约中没有此类 “${name}”。`),
    context: { name },
    retriable: false,
  })
}

function unreadable(name: string, cause: unknown): ApiFailure {
  return new ApiFailure(
    {
      code: 'protocol',
      message: say(
        `The answer of the lab service to "${name}" does not follow the contract. Window and service may be of different versions: reload the window.`,
        `实验室服务对 “${name}” 的应答不符合契约，窗口与服务的版本可能不同：请重新加载窗口。`,
      ),
      context: { name },
      retriable: false,
    },
    cause,
  )
}
