/**
 * Link faults inside a node's own network port: what it sends to or takes from a peer can be cut, delayed, throttled or
 * reset, per direction, without root and without help from outside. Owns which connections a fault means; what happens
 * to their bytes is `faulty-stream.ts`.
 */
import { assert } from '../base/assert.ts'
import { EngineError } from '../base/errors.ts'
import type {
  Address,
  ByteStream,
  Clock,
  ConnectOptions,
  Listener,
  ListenOptions,
  Network,
  StreamHandler,
  Timers,
} from '../base/ports.ts'
import { FaultyStream } from './faulty-stream.ts'
import { FAULTS_MAX, hostOfPattern, matchesAddress, TokenBucket } from './link-fault.ts'
import type { ActiveFault, LinkDirection, LinkEffect, LinkFault } from './link-fault.ts'

/** Who is at the other end of an accepted connection. 'unknown': another machine, or this system does not tell. */
export type PeerFinder = (
  connection: { readonly local: Address; readonly remote: Address },
  peer: { readonly addresses: readonly string[]; readonly pids: readonly number[] },
) => 'yes' | 'no' | 'unknown'

export interface FaultyNetworkOptions {
  readonly inner: Network
  readonly clock: Clock
  readonly timers: Timers
  readonly findPeer: PeerFinder
}

export interface AppliedFault {
  /** Connections that the fault (or healing) meant when it was applied. */
  readonly connections: number
}

/** One fault in force with its own state: the rate that its connections share, and whom it was found to mean. */
interface FaultInForce {
  readonly fault: ActiveFault
  readonly bucket: TokenBucket | undefined
  /** The peer of a connection never changes, so looking it up once is enough. */
  readonly verdicts: WeakMap<FaultyStream, boolean>
}

export class FaultyNetwork implements Network {
  readonly #inner: Network
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #findPeer: PeerFinder
  readonly #streams = new Set<FaultyStream>()
  readonly #waitingConnects = new Set<() => void>()
  #inForce: readonly FaultInForce[] = []

  constructor(options: FaultyNetworkOptions) {
    this.#inner = options.inner
    this.#clock = options.clock
    this.#timers = options.timers
    this.#findPeer = options.findPeer
  }

  /** What is in force, oldest first. */
  faults(): ActiveFault[] {
    return this.#inForce.map((entry) => entry.fault)
  }

  /**
   * Puts a fault into force, replacing the one of the same peer, kind and direction (with `replaces` all of the peer); or
   * heals; or resets once.
   * @throws {EngineError} 'overload' when too many faults are in force.
   */
  applyFault(fault: LinkFault): AppliedFault {
    const addresses = fault.addresses ?? [fault.peer]
    const pids = fault.pids ?? []
    const directions: LinkDirection[] = fault.direction === 'both' ? ['in', 'out'] : [fault.direction]
    const { kind, peer } = fault
    if (kind === 'heal') {
      const before = this.#matched(() => true)
      this.#inForce = this.#inForce.filter(
        (entry) => !((peer === '*' || entry.fault.peer === peer) && directions.includes(entry.fault.direction)),
      )
      this.#takeEffect()
      return { connections: before - this.#matched(() => true) }
    }
    if (kind === 'reset') {
      const verdicts = new WeakMap<FaultyStream, boolean>()
      const meant = [...this.#streams].filter((stream) => this.#means({ addresses, pids }, verdicts, stream))
      if (fault.replaces === true) {
        this.#inForce = this.#inForce.filter((entry) => entry.fault.peer !== peer)
        this.#takeEffect()
      }
      for (const stream of meant) stream.reset()
      return { connections: meant.length }
    }
    const fresh = directions.map((direction): FaultInForce => {
      const active: ActiveFault = {
        peer,
        addresses,
        pids,
        direction,
        kind,
        ...(fault.ms === undefined ? {} : { ms: fault.ms }),
        ...(fault.kbps === undefined ? {} : { kbps: fault.kbps }),
        setAtMs: fault.setAtMs ?? this.#clock.nowMs(),
      }
      const bucket = fault.kbps === undefined ? undefined : new TokenBucket(fault.kbps, this.#clock.monotonicMs())
      return { fault: active, bucket, verdicts: new WeakMap() }
    })
    const kept = this.#inForce.filter(
      ({ fault: old }) =>
        !(old.peer === peer && (fault.replaces === true || (old.kind === kind && directions.includes(old.direction)))),
    )
    if (kept.length + fresh.length > FAULTS_MAX) {
      throw new EngineError('overload', `more than ${FAULTS_MAX} link faults in force`)
    }
    this.#inForce = [...kept, ...fresh]
    this.#takeEffect()
    return { connections: this.#matched((entry) => fresh.includes(entry)) }
  }

  listen(options: ListenOptions): Promise<Listener> {
    return this.#inner.listen({
      ...options,
      accept: (inner) => {
        const stream = this.#wrap(inner, undefined)
        // The system has accepted already. Behind a cut the owner must not hear of it: the stream stays parked.
        const isCut = this.#effect(stream, 'in')?.isCut === true || this.#effect(stream, 'out')?.isCut === true
        this.#apply(stream)
        if (!isCut) stream.attach(options.accept(stream))
        return stream.innerHandler
      },
    })
  }

  async connect(options: ConnectOptions, handler: (stream: ByteStream) => StreamHandler): Promise<ByteStream> {
    const deadlineMs = this.#clock.monotonicMs() + options.timeoutMs
    const leftMs = (): number => deadlineMs - this.#clock.monotonicMs()
    const effects = (): (LinkEffect | undefined)[] =>
      (['in', 'out'] as const).map((direction) => this.#effectOnDial(options.address, direction))
    while (effects().some((effect) => effect?.isCut === true)) {
      if (leftMs() <= 0) throw connectTimeout(options)
      await this.#change(leftMs())
    }
    const delayMs = effects().reduce((sum, effect) => sum + (effect?.delayMs ?? 0), 0)
    if (delayMs > 0) {
      await new Promise<void>((resolve) => this.#timers.after(Math.min(delayMs, Math.max(0, leftMs())), resolve))
      if (leftMs() <= 0) throw connectTimeout(options)
    }
    let wrapped = undefined as FaultyStream | undefined
    await this.#inner.connect({ address: options.address, timeoutMs: Math.max(1, Math.ceil(leftMs())) }, (inner) => {
      wrapped = this.#wrap(inner, options.address)
      this.#apply(wrapped)
      wrapped.attach(handler(wrapped))
      return wrapped.innerHandler
    })
    assert(wrapped !== undefined, 'connect resolved without a stream')
    return wrapped
  }

  #wrap(inner: ByteStream, dialled: Address | undefined): FaultyStream {
    const stream: FaultyStream = new FaultyStream({
      inner,
      dialled,
      clock: this.#clock,
      timers: this.#timers,
      gone: () => this.#streams.delete(stream),
    })
    this.#streams.add(stream)
    return stream
  }

  /** Resolves when the faults in force change, or after `waitMs`. */
  #change(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const woken = (): void => {
        timer.cancel()
        this.#waitingConnects.delete(woken)
        resolve()
      }
      const timer = this.#timers.after(Math.max(1, waitMs), woken)
      this.#waitingConnects.add(woken)
    })
  }

  #takeEffect(): void {
    for (const stream of [...this.#streams]) this.#apply(stream)
    for (const woken of [...this.#waitingConnects]) woken()
  }

  #apply(stream: FaultyStream): void {
    stream.setEffects(this.#effect(stream, 'in'), this.#effect(stream, 'out'))
  }

  #matched(counts: (entry: FaultInForce) => boolean): number {
    const entries = this.#inForce.filter(counts)
    return [...this.#streams].filter((s) => entries.some((e) => this.#means(e.fault, e.verdicts, s))).length
  }

  #effect(stream: FaultyStream, direction: LinkDirection): LinkEffect | undefined {
    if (this.#inForce.length === 0) return undefined
    return combined(
      this.#inForce.filter((e) => e.fault.direction === direction && this.#means(e.fault, e.verdicts, stream)),
    )
  }

  #effectOnDial(address: Address, direction: LinkDirection): LinkEffect | undefined {
    return combined(
      this.#inForce.filter(
        ({ fault }) => fault.direction === direction && fault.addresses.some((a) => matchesAddress(a, address)),
      ),
    )
  }

  #means(
    peer: { readonly addresses: readonly string[]; readonly pids: readonly number[] },
    verdicts: WeakMap<FaultyStream, boolean>,
    stream: FaultyStream,
  ): boolean {
    let verdict = verdicts.get(stream)
    if (verdict === undefined) {
      verdict = this.#decide(peer, stream)
      verdicts.set(stream, verdict)
    }
    return verdict
  }

  #decide(
    peer: { readonly addresses: readonly string[]; readonly pids: readonly number[] },
    { dialled, local, remote }: FaultyStream,
  ): boolean {
    if (peer.addresses.some((pattern) => matchesAddress(pattern, remote))) return true
    if (dialled !== undefined) return peer.addresses.some((pattern) => matchesAddress(pattern, dialled))
    const found = this.#findPeer({ local, remote }, peer)
    if (found !== 'unknown') return found === 'yes'
    return remote.host !== local.host && peer.addresses.some((pattern) => hostOfPattern(pattern) === remote.host)
  }
}

function combined(entries: readonly FaultInForce[]): LinkEffect | undefined {
  if (entries.length === 0) return undefined
  const slowest = entries
    .filter((entry) => entry.bucket !== undefined)
    .sort((a, b) => (a.fault.kbps ?? 0) - (b.fault.kbps ?? 0))[0]
  return {
    isCut: entries.some((entry) => entry.fault.kind === 'cut'),
    delayMs: entries.reduce((sum, entry) => sum + (entry.fault.ms ?? 0), 0),
    bucket: slowest?.bucket,
  }
}

function connectTimeout({ address: { host, port }, timeoutMs }: ConnectOptions): EngineError {
  return new EngineError('timeout', `no connection to ${host}:${port} within ${timeoutMs} ms`, {
    context: { host, port, timeoutMs },
  })
}
