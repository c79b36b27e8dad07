/**
 * The window's one connection to the lab service: dials, dials again with growing pauses when it is lost, and opens every
 * stream anew on the next connection. Its state is a plain value with listeners, so that any store can follow it. Knows the
 * contract and a way to dial; transports, screens and texts of screens are elsewhere.
 */
import { disconnected, type OpenStream, RpcClient, type StreamHandlers } from '../../engine/contract/rpc-client.ts'
import type {
  ApiDefinition,
  CallName,
  InputOf,
  ItemOf,
  OutputOf,
  RpcPort,
  StreamName,
} from '../../engine/contract/rpc.ts'
import { say, type Text } from '../../engine/contract/text.ts'

export const REDIAL_MS_MIN = 250
export const REDIAL_MS_MAX = 5000

export interface ConnectionState {
  readonly status: 'connecting' | 'open' | 'lost' | 'signed-out'
  /** Dials since the connection was last open; 0 while it is. */
  readonly attempt: number
  /** When the next dial begins, by the wall clock; undefined while one is under way, or none is planned. */
  readonly retryAtMs: number | undefined
  /** What to do, where the person has to do something. */
  readonly explanation: Text | undefined
}

export interface LiveStreamHandlers<T> extends StreamHandlers<T> {
  /**
   * Before the first batch of each connection: what was received before is void, the stream starts over. `isAgain` is
   * false the first time.
   */
  onStart?(isAgain: boolean): void
}

/** Why a dial failed, where there is a way to ask. */
export type Probe = () => Promise<'signed-in' | 'signed-out' | 'unreachable'>

export interface ConnectionOptions<A extends ApiDefinition> {
  readonly api: A
  dial(): Promise<RpcPort>
  readonly probe?: Probe
  readonly nowMs?: () => number
  /** Calls back after `delayMs` unless the returned function is called before. */
  readonly after?: (delayMs: number, task: () => void) => () => void
}

interface Subscription {
  open(client: RpcClient<ApiDefinition>): void
}

export class LabConnection<A extends ApiDefinition> {
  readonly #options: Required<Omit<ConnectionOptions<A>, 'probe'>> & Pick<ConnectionOptions<A>, 'probe'>
  readonly #listeners = new Set<() => void>()
  readonly #subscriptions = new Set<Subscription>()
  /** Calls made while the first dial is under way. */
  #waiting: ((client: RpcClient<A> | undefined) => void)[] = []
  #client: RpcClient<A> | undefined
  #state: ConnectionState = { status: 'connecting', attempt: 0, retryAtMs: undefined, explanation: undefined }
  #cancelRetry: (() => void) | undefined
  #hasStarted = false
  #isDialing = false
  #isClosed = false

  constructor(options: ConnectionOptions<A>) {
    this.#options = { nowMs: () => Date.now(), after: afterByTimer, ...options }
  }

  /** Starts dialling; later calls do nothing. */
  start(): void {
    if (this.#hasStarted) return
    this.#hasStarted = true
    void this.#dial()
  }

  /** The same object until something changes. */
  readonly getState = (): ConnectionState => this.#state

  /** @returns the way to stop listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Dials now instead of at `retryAtMs`. */
  readonly retryNow = (): void => {
    if (this.#cancelRetry === undefined) return
    this.#cancelRetry()
    this.#cancelRetry = undefined
    void this.#dial()
  }

  /** @throws {ApiFailure} 'disconnected' at once when the connection is lost; a call is never repeated by itself. */
  async call<N extends CallName<A>>(name: N, input: InputOf<A[N]>): Promise<OutputOf<A[N]>> {
    const client = this.#client ?? (await this.#firstClient())
    if (client === undefined) throw disconnected()
    return client.call(name, input)
  }

  /** A stream that lives on over lost connections, until it is closed, ends or is refused. */
  stream<N extends StreamName<A>>(
    name: N,
    input: InputOf<A[N]>,
    handlers: LiveStreamHandlers<ItemOf<A[N]>>,
  ): OpenStream {
    let current: OpenStream | undefined
    let hasStarted = false
    const forget = (): void => {
      this.#subscriptions.delete(subscription)
      current = undefined
    }
    const subscription: Subscription = {
      open: (client) => {
        handlers.onStart?.(hasStarted)
        hasStarted = true
        // `client` is this connection's own: the api behind it is A.
        current = (client as unknown as RpcClient<A>).stream(name, input, {
          onItems: (items) => handlers.onItems(items),
          onEnd: () => {
            forget()
            handlers.onEnd?.()
          },
          onError: (failure) => {
            // The next connection opens it anew; the connection's state tells that it is lost.
            if (failure.code === 'disconnected') return
            forget()
            handlers.onError?.(failure)
          },
        })
      },
    }
    this.#subscriptions.add(subscription)
    if (this.#client !== undefined) subscription.open(this.#client)
    return {
      close: () => {
        current?.close()
        forget()
      },
    }
  }

  /** Ends the connection for good. */
  close(): void {
    this.#isClosed = true
    this.#cancelRetry?.()
    this.#subscriptions.clear()
    this.#client?.close()
    this.#settleWaiting(undefined)
  }

  async #dial(): Promise<void> {
    if (this.#isDialing || this.#isClosed) return
    this.#isDialing = true
    const { attempt, status, explanation } = this.#state
    // Once lost it stays so until it is open again: screens must not flicker between the two with each attempt.
    this.#set({ status, attempt: attempt + 1, retryAtMs: undefined, explanation })
    let port: RpcPort | undefined
    try {
      port = await this.#options.dial()
    } catch {
      port = undefined
    }
    this.#isDialing = false
    if (port === undefined) await this.#failed()
    else if (this.#isClosed) port.close()
    else this.#opened(port)
  }

  #opened(port: RpcPort): void {
    const client = new RpcClient(this.#options.api, port, { onClosed: () => this.#lost(client) })
    this.#client = client
    this.#set({ status: 'open', attempt: 0, retryAtMs: undefined, explanation: undefined })
    for (const subscription of [...this.#subscriptions]) subscription.open(client)
    this.#settleWaiting(client)
  }

  #lost(client: RpcClient<A>): void {
    if (this.#client !== client) return
    this.#client = undefined
    if (!this.#isClosed) void this.#failed()
  }

  /** A dial failed or the connection went: finds out why where it can, then plans the next dial. */
  async #failed(): Promise<void> {
    const { attempt } = this.#state
    const delayMs = Math.min(REDIAL_MS_MAX, REDIAL_MS_MIN * 2 ** Math.min(attempt, 10))
    if (attempt === 0) this.#set({ status: 'lost', attempt, retryAtMs: undefined, explanation: undefined })
    const found = await this.#probe()
    if (this.#isClosed) return
    const isSignedOut = found === 'signed-out'
    this.#set({
      status: isSignedOut ? 'signed-out' : 'lost',
      attempt,
      retryAtMs: this.#options.nowMs() + (isSignedOut ? REDIAL_MS_MAX : delayMs),
      explanation: isSignedOut ? SIGN_IN_AGAIN : undefined,
    })
    this.#settleWaiting(undefined)
    // Signed in again in another tab, the same browser's cookie serves this one too: so it goes on looking.
    this.#cancelRetry = this.#options.after(isSignedOut ? REDIAL_MS_MAX : delayMs, () => {
      this.#cancelRetry = undefined
      void this.#dial()
    })
  }

  async #probe(): ReturnType<Probe> {
    try {
      return (await this.#options.probe?.()) ?? 'unreachable'
    } catch {
      return 'unreachable'
    }
  }

  #firstClient(): Promise<RpcClient<A> | undefined> {
    if (this.#isClosed || this.#state.status !== 'connecting') return Promise.resolve(undefined)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #settleWaiting(client: RpcClient<A> | undefined): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const settle of waiting) settle(client)
  }

  #set(state: ConnectionState): void {
    this.#state = state
    for (const listener of [...this.#listeners]) listener()
  }
}

const SIGN_IN_AGAIN = say(
  'This browser is signed out of the lab service. Run "mqlab serve --open" in a terminal: it opens a new signed-in window.',
  '此浏览器已退出实验室服务。请在终端运行 “mqlab serve --open”，会打开已登录的新窗口。',
)

function afterByTimer(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs)
  return () => clearTimeout(timer)
}
