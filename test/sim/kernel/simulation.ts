/**
 * A world under virtual time: nodes, their disks and the network between them, driven by one event queue. After each
 * event the microtask queue is drained, then the next event runs; nothing else moves time. Under its ports a run is a
 * function of the code and the seed, and every failure names the seed.
 */
import type { LogFields, LogLevel, Ports } from '../../../engine/base/ports.ts'
import { EventQueue } from './event-queue.ts'
import type { SimEvent } from './event-queue.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimNetwork } from './sim-network.ts'
import { SimNode } from './sim-node.ts'
import type { Incarnation } from './sim-node.ts'

/** Events of one run above which the scenario counts as a runaway. */
const EVENTS_MAX = 5_000_000

/** Log lines kept for `trace`. */
const TRACE_LINES_MAX = 2000

export interface SimulationOptions {
  readonly seed: number
  readonly eventsMax?: number
}

export interface TraceLine {
  readonly timeMs: number
  readonly node: string
  readonly level: LogLevel
  readonly name: string
  readonly message: string
  readonly fields: LogFields
}

export class Simulation {
  readonly seed: number
  readonly random: SeededRandom
  readonly network: SimNetwork
  /** Wall time of virtual time 0: 2026-01-01 UTC. */
  readonly epochMs = 1_767_225_600_000
  readonly trace: TraceLine[] = []
  readonly #queue = new EventQueue()
  readonly #nodes = new Map<string, SimNode>()
  readonly #eventsMax: number
  #nowMs = 0
  #eventCount = 0
  #processCount = 0
  #failure: { readonly cause: unknown; readonly where: string } | undefined
  /** Runs after every event; throws to stop the run. Checkers go here. */
  afterEvent: (() => void) | undefined

  constructor(options: SimulationOptions) {
    this.seed = options.seed
    this.#eventsMax = options.eventsMax ?? EVENTS_MAX
    this.random = new SeededRandom(options.seed)
    this.network = new SimNetwork(this, this.random.fork())
  }

  /** Virtual time since the start, ms with fractions. */
  get nowMs(): number {
    return this.#nowMs
  }

  /** The machine called `name`; made on first use. `host` is fixed then. */
  node(name: string, host = `10.0.0.${this.#nodes.size + 1}`): SimNode {
    let node = this.#nodes.get(name)
    if (node === undefined) {
      node = new SimNode(this, name, host, this.random.fork())
      this.#nodes.set(name, node)
      this.network.addHost(node)
    }
    return node
  }

  /** Ports of the process that runs on `name` now. They go dead when it crashes. */
  ports(name: string): Ports {
    return this.node(name).ports
  }

  /** Starts `main` as the process on `name`; a rejection fails the run, unless the process is dead by then. */
  start(name: string, main: (ports: Ports) => unknown): void {
    const node = this.node(name)
    const { incarnation, ports } = node
    this.schedule(0, incarnation, () => {
      Promise.resolve(main(ports)).catch((cause: unknown) => {
        if (incarnation.isAlive) this.#fail(cause, `main of ${name}`)
      })
    })
  }

  /**
   * Ends the process on `name` at once. By default the machine loses power: unsynced writes are lost as `MemoryDisk#crash`
   * says and peers hear nothing until the machine is back. With `keepsMachine` only the process dies (kill -9): the page
   * cache stays and peers see their connections close.
   */
  crash(name: string, options: { readonly keepsMachine?: boolean } = {}): void {
    const node = this.node(name)
    if (!node.incarnation.isAlive) return
    const dead = node.incarnation
    node.end()
    if (options.keepsMachine === true) {
      node.disk.killProcess()
    } else {
      node.isPowered = false
      node.disk.crash(node.random)
    }
    this.network.processEnded(dead)
  }

  /** Crashes what still runs on `name`, then starts `main` there as a new process on the same disk. */
  restart(name: string, main: (ports: Ports) => unknown = () => undefined): Ports {
    const node = this.node(name)
    this.crash(name, { keepsMachine: true })
    node.begin()
    this.network.wakeAll()
    this.start(name, main)
    return node.ports
  }

  /** Stops the process on `name` as SIGSTOP does: the system goes on accepting bytes for it. */
  pause(name: string): void {
    this.node(name).isPaused = true
  }

  /** What came due meanwhile happens now, in order. */
  resume(name: string): void {
    const node = this.node(name)
    node.isPaused = false
    for (const task of node.takeDeferred()) this.schedule(0, node.incarnation, task)
  }

  /** Moves the wall clock of `name`; its monotonic clock is unaffected. */
  skewClock(name: string, skewMs: number): void {
    this.node(name).clockSkewMs = skewMs
  }

  /** Runs everything due up to the virtual time `untilMs` since the start. */
  async run(untilMs: number): Promise<void> {
    await this.#drive(() => false, untilMs)
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }

  async runFor(durationMs: number): Promise<void> {
    await this.run(this.#nowMs + durationMs)
  }

  /** Runs until `predicate` holds (checked after every event). @throws when it does not within `capMs` of virtual time. */
  async runUntil(predicate: () => boolean, capMs: number): Promise<void> {
    if (await this.#drive(predicate, this.#nowMs + capMs)) return
    throw this.#error(`condition not reached within ${capMs} ms: ${predicate.toString()}`)
  }

  /** Runs until `promise` settles and returns what it did. */
  async settle<T>(promise: Promise<T>, capMs: number): Promise<T> {
    let isSettled = false
    const settled = (): void => {
      isSettled = true
    }
    promise.then(settled, settled)
    await this.runUntil(() => isSettled, capMs)
    return promise
  }

  /** Puts `task` on the queue; it is dropped when `owner` dies first and kept back while `owner`'s node is paused. */
  schedule(delayMs: number, owner: Incarnation | undefined, task: () => void): SimEvent {
    return this.#queue.add(this.#nowMs + Math.max(0, delayMs), owner, task)
  }

  record(line: Omit<TraceLine, 'timeMs'>): void {
    if (this.trace.length === TRACE_LINES_MAX) this.trace.shift()
    this.trace.push({ timeMs: this.#nowMs, ...line })
  }

  /** The log of all nodes as text, for a failure's report. */
  traceText(): string {
    return this.trace
      .map((l) => `${l.timeMs.toFixed(3)} ${l.node} ${l.level} ${l.name} - ${l.message} ${JSON.stringify(l.fields)}`)
      .join('\n')
  }

  nextProcessId(): number {
    return 1000 + this.#processCount++
  }

  /** @returns whether `predicate` held before `untilMs`. */
  async #drive(predicate: () => boolean, untilMs: number): Promise<boolean> {
    await drainMicrotasks()
    for (;;) {
      if (this.#failure !== undefined) throw this.#error(this.#failure.where, this.#failure.cause)
      if (predicate()) return true
      const nextMs = this.#queue.nextTimeMs
      if (nextMs === undefined || nextMs > untilMs) return false
      const event = this.#queue.take() as SimEvent
      if (event.task === undefined || event.owner?.isAlive === false) continue
      this.#nowMs = Math.max(this.#nowMs, event.timeMs)
      if (++this.#eventCount > this.#eventsMax) throw this.#error(`more than ${this.#eventsMax} events`)
      this.#runEvent(event.task, event.owner)
      await drainMicrotasks()
    }
  }

  #runEvent(task: () => void, owner: Incarnation | undefined): void {
    try {
      if (owner === undefined) task()
      else owner.node.deliver(task)
      this.afterEvent?.()
    } catch (cause) {
      // Code of a process that crashed itself in this very event may still run into its dead ports.
      if (owner?.isAlive === false) return
      this.#fail(cause, `event of ${owner?.node.name ?? 'the world'}`)
    }
  }

  #fail(cause: unknown, where: string): void {
    this.#failure ??= { cause, where }
  }

  #error(what: string, cause?: unknown): Error {
    const because = cause instanceof Error ? `: ${cause.message}` : ''
    return new Error(`seed ${this.seed}, at ${this.#nowMs.toFixed(3)} ms: ${what}${because}`, { cause })
  }
}

/** Everything that promises have made due runs before this resolves. */
function drainMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
