/**
 * One end of a simulated TCP connection. Written bytes wait here, then travel in a window of bounded size; the far end
 * hands them to its owner unless that one is paused, dead or behind a partition.
 */
import { copyOfBytes } from '../../../engine/base/bytes.ts'
import type { Bytes } from '../../../engine/base/bytes.ts'
import { OUTGOING_BYTES_HIGH, OUTGOING_BYTES_LOW, OUTGOING_BYTES_MAX } from '../../../engine/base/limits.ts'
import type { Address, ByteStream, StreamHandler } from '../../../engine/base/ports.ts'
import type { SimNetwork } from './sim-network.ts'
import type { Incarnation } from './sim-node.ts'
import type { Simulation } from './simulation.ts'

/** Bytes under way or unread at the far end before the sender's own queue grows. */
const WINDOW_BYTES = 256 * 1024

interface Travelling {
  /** `undefined` is the end of the stream. */
  readonly bytes: Bytes | undefined
  readonly dueMs: number
}

export class SimStream implements ByteStream {
  readonly local: Address
  readonly remote: Address
  readonly owner: Incarnation
  peer!: SimStream
  isClosed = false
  readonly #simulation: Simulation
  readonly #network: SimNetwork
  #handler: StreamHandler | undefined
  #isReadingPaused = false
  #isEnding = false
  #isStalled = false
  #closeReason = 'closed'
  /** The far machine lost power: it will answer with a reset once it is back. */
  #isPeerLost = false
  readonly #waiting: Bytes[] = []
  #waitingBytes = 0
  readonly #travelling: Travelling[] = []
  #travellingBytes = 0
  #lastDueMs = 0
  #isDeliveryPlanned = false

  constructor(
    simulation: Simulation,
    network: SimNetwork,
    owner: Incarnation,
    addresses: { readonly local: Address; readonly remote: Address },
  ) {
    this.#simulation = simulation
    this.#network = network
    this.owner = owner
    this.local = addresses.local
    this.remote = addresses.remote
  }

  get nodeName(): string {
    return this.owner.node.name
  }

  attach(handler: StreamHandler): void {
    this.#handler = handler
    this.peer.wake()
  }

  delayFirstDelivery(untilMs: number): void {
    this.#lastDueMs = untilMs
  }

  get pendingBytes(): number {
    return this.#waitingBytes
  }

  write(bytes: Uint8Array): boolean {
    if (this.isClosed || this.#isEnding || !this.owner.isAlive) return false
    if (bytes.length > 0) {
      this.#waiting.push(copyOfBytes(bytes))
      this.#waitingBytes += bytes.length
      this.#send()
    }
    if (this.#waitingBytes > OUTGOING_BYTES_MAX) this.destroy('peer does not take what is sent')
    if (this.#waitingBytes > OUTGOING_BYTES_HIGH) this.#isStalled = true
    return !this.#isStalled
  }

  pauseReading(): void {
    this.#isReadingPaused = true
  }

  resumeReading(): void {
    this.#isReadingPaused = false
    this.peer.wake()
  }

  end(): void {
    if (this.isClosed || this.#isEnding || !this.owner.isAlive) return
    this.#isEnding = true
    this.#closeReason = 'closed here'
    this.#send()
  }

  destroy(reason: string): void {
    if (this.isClosed || !this.owner.isAlive) return
    this.#isEnding = true
    this.#waiting.length = 0
    this.#waitingBytes = 0
    this.#travel(undefined)
    this.abort(reason)
  }

  /** Ends this end at once; the owner hears it in an event of its own. */
  abort(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.#waiting.length = 0
    this.#waitingBytes = 0
    if (this.#travelling.length === 0) this.#network.forget(this)
    this.#simulation.schedule(0, this.owner, () => this.#handler?.onClose(reason))
  }

  /** The process of this end is gone; `isPowered` tells whether its system is there to close the connection. */
  ownerEnded(isPowered: boolean): void {
    this.peer.#isDeliveryPlanned = false
    this.#waiting.length = 0
    this.#waitingBytes = 0
    if (isPowered && !this.isClosed) {
      this.#travel(undefined)
    } else {
      this.#travelling.length = 0
      this.peer.#isPeerLost = true
      this.#network.forget(this)
    }
    this.isClosed = true
  }

  /** Plans the next delivery to the far end, if there is one and it is not planned yet. */
  wake(): void {
    const next = this.#travelling[0]
    if (next === undefined || this.#isDeliveryPlanned) return
    this.#isDeliveryPlanned = true
    const receiver = this.peer.owner.isAlive ? this.peer.owner : undefined
    this.#simulation.schedule(next.dueMs - this.#simulation.nowMs, receiver, () => {
      this.#isDeliveryPlanned = false
      this.#deliver()
    })
  }

  #send(): void {
    while (this.#waiting.length > 0 && this.#travellingBytes < WINDOW_BYTES) {
      const bytes = this.#waiting.shift() as Bytes
      this.#waitingBytes -= bytes.length
      this.#travelInPieces(bytes)
    }
    if (this.#isEnding && this.#waiting.length === 0 && !this.isClosed) {
      const last = this.#travelling.at(-1)
      if (last === undefined || last.bytes !== undefined) this.#travel(undefined)
    }
    if (this.#isStalled && this.#waitingBytes <= OUTGOING_BYTES_LOW && !this.isClosed) {
      this.#isStalled = false
      this.#simulation.schedule(0, this.owner, () => {
        if (!this.isClosed) this.#handler?.onDrain()
      })
    }
  }

  #travelInPieces(bytes: Bytes): void {
    const { splitChance } = this.#network.linkOf(this.nodeName, this.peer.nodeName)
    let rest = bytes
    while (rest.length > 1 && this.#network.random.next() < splitChance) {
      const cut = 1 + this.#network.random.below(rest.length - 1)
      this.#travel(rest.subarray(0, cut))
      rest = rest.subarray(cut)
    }
    this.#travel(rest)
  }

  #travel(bytes: Bytes | undefined): void {
    const arrivalMs = this.#simulation.nowMs + this.#network.latencyMs(this.nodeName, this.peer.nodeName)
    this.#lastDueMs = Math.max(this.#lastDueMs, arrivalMs)
    this.#travelling.push({ bytes, dueMs: this.#lastDueMs })
    this.#travellingBytes += bytes?.length ?? 0
    this.wake()
  }

  #deliver(): void {
    const { peer } = this
    if (this.#network.isBlocked(this.nodeName, peer.nodeName)) return
    if (this.#isPeerLost) {
      if (peer.owner.node.isPowered) this.#resetByPeer()
      return
    }
    const next = this.#travelling[0]
    if (next === undefined) return
    if (peer.isClosed) {
      this.#travelling.length = 0
      if (this.isClosed) this.#network.forget(this)
      return
    }
    if (peer.#handler === undefined || (peer.#isReadingPaused && next.bytes !== undefined)) return
    this.#travelling.shift()
    if (next.bytes === undefined) {
      peer.#endedByPeer()
      this.abort(this.#closeReason)
      return
    }
    this.#travellingBytes -= next.bytes.length
    if (!peer.#isEnding) peer.#handler.onData(next.bytes)
    this.#send()
    if (this.isClosed && this.#travelling.length === 0) this.#network.forget(this)
    this.wake()
  }

  #endedByPeer(): void {
    this.isClosed = true
    this.#waiting.length = 0
    this.#waitingBytes = 0
    this.#travelling.length = 0
    this.#network.forget(this)
    this.#handler?.onClose(this.#isEnding ? this.#closeReason : 'closed by peer')
  }

  /** Bytes reached a machine that knows nothing of the connection: it says so. */
  #resetByPeer(): void {
    this.#travelling.length = 0
    this.abort('ECONNRESET')
  }
}
