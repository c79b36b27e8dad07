/**
 * The network between simulated machines: who listens where, who can reach whom and how long it takes. The connections
 * are `sim-stream.ts`. It imitates TCP: bytes of one connection keep their order, a partition delays them (the system
 * sends again) instead of losing them, and only a reset, a closed peer or a lost machine ends a connection.
 */
import { EngineError } from '../../../engine/base/errors.ts'
import type {
  Address,
  ByteStream,
  ConnectOptions,
  Listener,
  ListenOptions,
  Network,
  StreamHandler,
} from '../../../engine/base/ports.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Incarnation, SimNode } from './sim-node.ts'
import { SimStream } from './sim-stream.ts'
import type { Simulation } from './simulation.ts'

/** How soon a connection attempt into a partition is tried again. */
const SYN_RETRY_MS = 100

const EPHEMERAL_PORT_MIN = 40_000

export interface LinkProfile {
  /** Bounds of the one-way delay of one chunk. */
  readonly latencyMinMs: number
  readonly latencyMaxMs: number
  /** Chance that one write arrives in two pieces, applied again to the second piece. */
  readonly splitChance: number
}

interface BoundListener {
  readonly owner: Incarnation
  readonly options: ListenOptions
}

export class SimNetwork {
  /** Every link's behaviour, unless `setLink` says otherwise for a pair. May be replaced at any time. */
  profile: LinkProfile = { latencyMinMs: 0.02, latencyMaxMs: 0.3, splitChance: 0.1 }
  readonly random: SeededRandom
  readonly #simulation: Simulation
  readonly #hosts = new Map<string, SimNode>()
  readonly #listeners = new Map<string, BoundListener>()
  readonly #links = new Map<string, LinkProfile>()
  readonly #blocked = new Set<string>()
  readonly #streams = new Set<SimStream>()
  #nextPort = EPHEMERAL_PORT_MIN

  constructor(simulation: Simulation, random: SeededRandom) {
    this.#simulation = simulation
    this.random = random
  }

  addHost(node: SimNode): void {
    if (this.#hosts.has(node.host)) throw new Error(`two simulated nodes on host ${node.host}`)
    this.#hosts.set(node.host, node)
  }

  /** The `Network` port of one process. */
  portOf(owner: Incarnation): Network {
    return {
      listen: (options) => this.#listen(owner, options),
      connect: (options, handler) => this.#connect(owner, options, handler),
    }
  }

  /** Behaviour of the link from `from` to `to`, one way. */
  setLink(from: string, to: string, profile: Partial<LinkProfile>): void {
    this.#links.set(linkKey(from, to), { ...this.profile, ...profile })
  }

  /** Stops bytes from `from` to `to` only. */
  partitionOneWay(from: string, to: string): void {
    this.#blocked.add(linkKey(from, to))
  }

  /** Stops bytes between `a` and `b` in both directions. */
  partition(a: string, b: string): void {
    this.partitionOneWay(a, b)
    this.partitionOneWay(b, a)
  }

  /** Cuts `name` off from every other node. */
  isolate(name: string): void {
    for (const node of this.#hosts.values()) if (node.name !== name) this.partition(name, node.name)
  }

  /** Ends the partition of a pair, or all of them. What was sent meanwhile arrives, unless its connection has ended. */
  heal(a?: string, b?: string): void {
    if (a === undefined || b === undefined) {
      this.#blocked.clear()
    } else {
      this.#blocked.delete(linkKey(a, b))
      this.#blocked.delete(linkKey(b, a))
    }
    this.wakeAll()
  }

  /** Breaks all connections between `a` and `b` (or all of `a`); both ends see a reset, bytes under way are lost. */
  reset(a: string, b?: string): void {
    for (const stream of [...this.#streams]) {
      const [from, to] = [stream.nodeName, stream.peer.nodeName]
      if (from === a && (b === undefined || to === b)) {
        stream.abort('ECONNRESET')
        stream.peer.abort('ECONNRESET')
      }
    }
  }

  /** Connections between `a` and `b`, counted once each. */
  connectionCount(a: string, b: string): number {
    return [...this.#streams].filter((s) => !s.isClosed && s.nodeName === a && s.peer.nodeName === b).length
  }

  isBlocked(from: string, to: string): boolean {
    return this.#blocked.has(linkKey(from, to))
  }

  latencyMs(from: string, to: string): number {
    const link = this.linkOf(from, to)
    return this.random.between(link.latencyMinMs, link.latencyMaxMs)
  }

  linkOf(from: string, to: string): LinkProfile {
    return this.#links.get(linkKey(from, to)) ?? this.profile
  }

  /** Frees the ports of a dead process and, if its machine still runs, closes its connections as the system would. */
  processEnded(dead: Incarnation): void {
    for (const [key, bound] of this.#listeners) if (bound.owner === dead) this.#listeners.delete(key)
    for (const stream of [...this.#streams]) if (stream.owner === dead) stream.ownerEnded(dead.node.isPowered)
    this.wakeAll()
  }

  /** Looks again at every connection whose delivery may have been held up. */
  wakeAll(): void {
    for (const stream of [...this.#streams]) stream.wake()
  }

  forget(stream: SimStream): void {
    this.#streams.delete(stream)
  }

  #listen(owner: Incarnation, options: ListenOptions): Promise<Listener> {
    const host = this.#resolve(owner, options.host)
    const port = options.port === 0 ? this.#nextPort++ : options.port
    const key = `${host}:${port}`
    const refuse = (systemCode: string): Promise<never> =>
      Promise.reject(
        new EngineError('connect-failed', `cannot listen on ${key}: ${systemCode}`, {
          context: { host, port, systemCode },
          retriable: false,
        }),
      )
    if (host !== owner.node.host) return refuse('EADDRNOTAVAIL')
    if (this.#listeners.has(key)) return refuse('EADDRINUSE')
    const bound: BoundListener = { owner, options }
    this.#listeners.set(key, bound)
    return Promise.resolve({
      address: { host, port },
      close: () => {
        if (this.#listeners.get(key) === bound) this.#listeners.delete(key)
        return Promise.resolve()
      },
    })
  }

  #connect(
    owner: Incarnation,
    options: ConnectOptions,
    handler: (stream: ByteStream) => StreamHandler,
  ): Promise<ByteStream> {
    const remote: Address = { host: this.#resolve(owner, options.address.host), port: options.address.port }
    return new Promise((resolve, reject) => {
      let attempt: SimStream | undefined
      let isOver = false
      this.#simulation.schedule(options.timeoutMs, owner, () => {
        if (isOver) return
        isOver = true
        attempt?.abort('timeout')
        attempt?.peer.abort('ECONNRESET')
        const { host, port } = options.address
        const message = `no connection to ${host}:${port} within ${options.timeoutMs} ms`
        reject(new EngineError('timeout', message, { context: { host, port, timeoutMs: options.timeoutMs } }))
      })
      const refuse = (): void => {
        isOver = true
        const { host, port } = options.address
        const context = { host, port, systemCode: 'ECONNREFUSED' }
        reject(new EngineError('connect-failed', `cannot connect to ${host}:${port}: ECONNREFUSED`, { context }))
      }
      const knock = (): void => {
        if (isOver || !owner.isAlive) return
        const from = owner.node.name
        const target = this.#hosts.get(remote.host)
        if (target === undefined || !target.isPowered || this.#isPairBlocked(from, target.name)) {
          this.#simulation.schedule(SYN_RETRY_MS, undefined, knock)
          return
        }
        const backMs = this.latencyMs(target.name, from)
        const bound = this.#listeners.get(`${remote.host}:${remote.port}`)
        if (bound === undefined) {
          this.#simulation.schedule(backMs, owner, refuse)
          return
        }
        const [near, far] = this.#pair(owner, bound.owner, remote)
        attempt = near
        // Nothing that the acceptor sends may arrive before the connection itself.
        far.delayFirstDelivery(this.#simulation.nowMs + backMs)
        this.#simulation.schedule(0, bound.owner, () => far.attach(bound.options.accept(far)))
        this.#simulation.schedule(backMs, owner, () => {
          if (isOver) return
          isOver = true
          near.attach(handler(near))
          resolve(near)
        })
      }
      const target = this.#hosts.get(remote.host)?.name ?? remote.host
      this.#simulation.schedule(this.latencyMs(owner.node.name, target), undefined, knock)
    })
  }

  #pair(near: Incarnation, far: Incarnation, remote: Address): [SimStream, SimStream] {
    const local: Address = { host: near.node.host, port: this.#nextPort++ }
    const a = new SimStream(this.#simulation, this, near, { local, remote })
    const b = new SimStream(this.#simulation, this, far, { local: remote, remote: local })
    a.peer = b
    b.peer = a
    this.#streams.add(a)
    this.#streams.add(b)
    return [a, b]
  }

  #isPairBlocked(a: string, b: string): boolean {
    return this.isBlocked(a, b) || this.isBlocked(b, a)
  }

  /** Any-address and loopback mean the node itself. */
  #resolve(owner: Incarnation, host: string): string {
    return host === '' || host === '0.0.0.0' || host === 'localhost' || host.startsWith('127.') ? owner.node.host : host
  }
}

function linkKey(from: string, to: string): string {
  return `${from}>${to}`
}
