/**
 * A tiny world for tests of remoting and its users: virtual time, byte streams in memory, a log that remembers.
 * A held stream keeps what is written without copying it, so a scratch buffer that is reused too early shows.
 */
import { asBytes, type Bytes } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import type {
  Address,
  ByteStream,
  Clock,
  ConnectOptions,
  Listener,
  ListenOptions,
  Log,
  LogFields,
  Network,
  StreamHandler,
  TimerHandle,
  Timers,
} from '../../../engine/base/ports.ts'

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly fields: LogFields
}

export class MemoryLog implements Log {
  readonly lines: LogLine[] = []
  debug(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', message, fields })
  }
  info(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', message, fields })
  }
  warn(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', message, fields })
  }
  error(message: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', message, fields })
  }
  child(): Log {
    return this
  }
  has(text: string): boolean {
    return this.lines.some((line) => (line.message + JSON.stringify(line.fields)).includes(text))
  }
}

interface Due {
  readonly atMs: number
  readonly sequence: number
  readonly task: () => void
}

export class MemoryStream implements ByteStream {
  readonly writes: Bytes[] = []
  pendingBytes = 0
  isReading = true
  isHeld = false
  isClosed = false
  closeReason = ''
  handler: StreamHandler | undefined
  other: MemoryStream | undefined
  readonly local: Address
  readonly remote: Address
  private readonly world: MemoryWorld
  private readonly held: Bytes[] = []
  private readonly unread: Bytes[] = []

  constructor(world: MemoryWorld, local: Address, remote: Address) {
    this.world = world
    this.local = local
    this.remote = remote
  }

  write(bytes: Uint8Array): boolean {
    if (this.isClosed) return false
    const view = asBytes(bytes)
    if (this.isHeld) {
      this.held.push(view)
      this.pendingBytes += view.length
      return false
    }
    this.deliver(view)
    return true
  }

  /** Lets out what was held, as it is in memory now. */
  release(): void {
    this.isHeld = false
    for (const bytes of this.held.splice(0)) this.deliver(bytes)
    this.pendingBytes = 0
    this.world.post(() => this.handler?.onDrain())
  }

  pauseReading(): void {
    this.isReading = false
  }

  resumeReading(): void {
    this.isReading = true
    const unread = this.unread.splice(0)
    for (const chunk of unread) this.world.post(() => this.receive(chunk))
  }

  end(): void {
    this.world.post(() => {
      this.shut('ended')
      this.other?.shut('ended by the peer')
    })
  }

  destroy(reason: string): void {
    this.shut(reason)
    this.world.post(() => this.other?.shut('reset by the peer'))
  }

  receive(chunk: Bytes): void {
    if (this.isClosed) return
    if (this.isReading) this.handler?.onData(chunk)
    else this.unread.push(chunk)
  }

  private deliver(bytes: Bytes): void {
    const copy = asBytes(Uint8Array.from(bytes))
    this.writes.push(copy)
    const { other } = this
    if (other !== undefined) this.world.post(() => other.receive(asBytes(Uint8Array.from(copy))))
  }

  private shut(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.closeReason = reason
    this.world.post(() => this.handler?.onClose(reason))
  }
}

export class MemoryWorld implements Clock, Timers, Network {
  readonly log = new MemoryLog()
  /** Every stream made by `connect`: [client side, server side]. */
  readonly links: [MemoryStream, MemoryStream][] = []
  connectCount = 0
  private monotonic = 1000
  private sequence = 0
  private due: Due[] = []
  private turnEnd: (() => void)[] = []
  private inbox: (() => void)[] = []
  private readonly servers = new Map<string, ListenOptions>()
  private nextPort = 40_000

  get ports(): { clock: Clock; timers: Timers; network: Network; log: Log } {
    return { clock: this, timers: this, network: this, log: this.log }
  }

  nowMs(): number {
    return 1_700_000_000_000 + this.monotonic
  }
  monotonicMs(): number {
    return this.monotonic
  }
  after(delayMs: number, task: () => void): TimerHandle {
    return this.add({ atMs: this.monotonic + delayMs, sequence: this.sequence++, task })
  }
  every(periodMs: number, task: () => void): TimerHandle {
    let isCancelled = false
    let handle: TimerHandle
    const again = (): void => {
      if (isCancelled) return
      handle = this.after(periodMs, again)
      task()
    }
    handle = this.after(periodMs, again)
    return {
      cancel: () => {
        isCancelled = true
        handle.cancel()
      },
    }
  }
  atTurnEnd(task: () => void): void {
    this.turnEnd.push(task)
  }
  post(task: () => void): void {
    this.inbox.push(task)
  }

  /** A stream pair without a listener; the test drives the second half by hand. */
  pair(): [MemoryStream, MemoryStream] {
    const here = { host: '10.0.0.1', port: 10_911 }
    const there = { host: '10.0.0.9', port: this.nextPort++ }
    const near = new MemoryStream(this, here, there)
    const far = new MemoryStream(this, there, here)
    near.other = far
    far.other = near
    return [near, far]
  }

  listen(options: ListenOptions): Promise<Listener> {
    const port = options.port === 0 ? this.nextPort++ : options.port
    const key = `${options.host}:${port}`
    if (this.servers.has(key)) {
      return Promise.reject(new EngineError('connect-failed', 'in use', { context: { systemCode: 'EADDRINUSE' } }))
    }
    this.servers.set(key, options)
    return Promise.resolve({
      address: { host: options.host, port },
      close: () => {
        this.servers.delete(key)
        return Promise.resolve()
      },
    })
  }

  connect(options: ConnectOptions, handler: (stream: ByteStream) => StreamHandler): Promise<ByteStream> {
    this.connectCount++
    const { host, port } = options.address
    const server = this.servers.get(`${host}:${port}`) ?? this.servers.get(`0.0.0.0:${port}`)
    if (server === undefined)
      return Promise.reject(new EngineError('connect-failed', 'refused', { context: { host, port } }))
    const local = { host: '10.0.0.9', port: this.nextPort++ }
    const near = new MemoryStream(this, local, options.address)
    const far = new MemoryStream(this, options.address, local)
    near.other = far
    far.other = near
    this.links.push([near, far])
    near.handler = handler(near)
    far.handler = server.accept(far)
    return Promise.resolve(near)
  }

  /** Runs everything that can happen without time passing. */
  async settle(): Promise<void> {
    for (let round = 0; round < 10_000; round++) {
      await new Promise((resolve) => setImmediate(resolve))
      const inbox = this.inbox.splice(0)
      for (const task of inbox) task()
      const turnEnd = this.turnEnd.splice(0)
      for (const task of turnEnd) task()
      if (inbox.length + turnEnd.length === 0) return
    }
    throw new Error('the world does not come to rest')
  }

  /** Lets time pass, timer by timer. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.monotonic + ms
    await this.settle()
    for (;;) {
      const next = this.due
        .filter((due) => due.atMs <= untilMs)
        .sort((a, b) => a.atMs - b.atMs || a.sequence - b.sequence)[0]
      if (next === undefined) break
      this.due.splice(this.due.indexOf(next), 1)
      this.monotonic = Math.max(this.monotonic, next.atMs)
      next.task()
      await this.settle()
    }
    this.monotonic = untilMs
  }

  /** Time passes and nothing runs, as in a stopped process; what came due runs with the next `advance`. */
  sleep(ms: number): void {
    this.monotonic += ms
  }

  private add(due: Due): TimerHandle {
    this.due.push(due)
    return {
      cancel: () => {
        const at = this.due.indexOf(due)
        if (at >= 0) this.due.splice(at, 1)
      },
    }
  }
}
