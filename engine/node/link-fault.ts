/** What a link fault is: its request, the addresses it means, and its effect on one direction of a connection. Pure. */
import { EngineError } from '../base/errors.ts'
import type { Address } from '../base/ports.ts'

export type LinkFaultKind = 'cut' | 'delay' | 'throttle' | 'reset' | 'heal'
export type LinkDirection = 'in' | 'out'

/**
 * A request to disturb (or heal) the links to one peer, seen from the node that gets it: `out` is what it sends.
 *
 * The peer is known by its listening addresses: connections that this node opened match them directly. Connections that
 * it accepted come from ephemeral ports; they match by the process at the other end (its id is in `pids`, or it listens
 * on one of `addresses`), and where that cannot be found out, by a remote host that is not this node's own.
 */
export interface LinkFault {
  /** Name under which the fault is listed and healed. `*` heals all. */
  readonly peer: string
  /** `host:port`, `host:*`, `*:port` or `*`. Absent: `peer` itself. */
  readonly addresses?: readonly string[]
  /** Processes of the peer on this machine. */
  readonly pids?: readonly number[]
  readonly direction: LinkDirection | 'both'
  /**
   * cut: bytes vanish, connections stay and new ones hang. delay: `ms` more in that direction. throttle: `kbps` kbit/s
   * for all connections of the link together. reset: connections are closed now, once. heal: ends what is in force.
   */
  readonly kind: LinkFaultKind
  readonly ms?: number
  readonly kbps?: number
  /** Ends every other fault of the same peer in the same step. */
  readonly replaces?: boolean
  /** For a fault that is put into force again: when that was first. */
  readonly setAtMs?: number
}

/** A fault in force, one direction each. */
export interface ActiveFault {
  readonly peer: string
  readonly addresses: readonly string[]
  readonly pids: readonly number[]
  readonly direction: LinkDirection
  readonly kind: 'cut' | 'delay' | 'throttle'
  readonly ms?: number
  readonly kbps?: number
  readonly setAtMs: number
}

export const DELAY_MS_MAX = 600_000
export const THROTTLE_KBPS_MAX = 100_000_000
/** Addresses or process ids that one request may name, and faults in force at once. */
export const FAULT_PEERS_MAX = 64
export const FAULTS_MAX = 256

const KINDS: readonly string[] = ['cut', 'delay', 'throttle', 'reset', 'heal'] satisfies LinkFaultKind[]
const DIRECTIONS: readonly string[] = ['in', 'out', 'both']

/**
 * Checks the parameters of a control request.
 * @throws {EngineError} 'usage' naming the field.
 */
export function parseLinkFault(params: Readonly<Record<string, unknown>>): LinkFault {
  const { peer, addresses, pids, direction = 'both', kind, ms, kbps, replaces, setAtMs } = params
  if (typeof peer !== 'string' || peer === '' || peer.length > 255) throw invalid('peer', 'a name or an address')
  if (typeof kind !== 'string' || !KINDS.includes(kind)) throw invalid('kind', KINDS.join(', '))
  if (typeof direction !== 'string' || !DIRECTIONS.includes(direction)) throw invalid('direction', 'in, out or both')
  if (addresses !== undefined && !isShortList(addresses, (entry) => typeof entry === 'string' && entry.length <= 255)) {
    throw invalid('addresses', `up to ${FAULT_PEERS_MAX} addresses`)
  }
  if (pids !== undefined && !isShortList(pids, (entry) => Number.isSafeInteger(entry) && (entry as number) > 0)) {
    throw invalid('pids', `up to ${FAULT_PEERS_MAX} process ids`)
  }
  if (kind === 'delay' && !isWithin(ms, DELAY_MS_MAX)) throw invalid('ms', `1 to ${DELAY_MS_MAX} milliseconds`)
  if (kind === 'throttle' && !isWithin(kbps, THROTTLE_KBPS_MAX))
    throw invalid('kbps', `1 to ${THROTTLE_KBPS_MAX} kbit/s`)
  if (replaces !== undefined && typeof replaces !== 'boolean') throw invalid('replaces', 'true or false')
  if (setAtMs !== undefined && !isWithin(setAtMs, Number.MAX_SAFE_INTEGER)) throw invalid('setAtMs', 'a time in ms')
  return {
    peer,
    kind: kind as LinkFaultKind,
    direction: direction as LinkFault['direction'],
    ...(addresses === undefined ? {} : { addresses: addresses as string[] }),
    ...(pids === undefined ? {} : { pids: pids as number[] }),
    ...(kind === 'delay' ? { ms: ms as number } : {}),
    ...(kind === 'throttle' ? { kbps: kbps as number } : {}),
    ...(replaces === true ? { replaces } : {}),
    ...(setAtMs === undefined ? {} : { setAtMs: setAtMs as number }),
  }
}

/** Whether `address` is one that `pattern` (`host:port`, `host:*`, `*:port`, `*`) means. */
export function matchesAddress(pattern: string, { host, port }: Address): boolean {
  if (pattern === '*') return true
  const colon = pattern.lastIndexOf(':')
  const wantedHost = colon < 0 ? pattern : pattern.slice(0, colon)
  const wantedPort = colon < 0 ? '*' : pattern.slice(colon + 1)
  return (wantedHost === '*' || wantedHost === host) && (wantedPort === '*' || wantedPort === String(port))
}

/** The host part of a pattern; undefined when it leaves the host open. */
export function hostOfPattern(pattern: string): string | undefined {
  const colon = pattern.lastIndexOf(':')
  const host = colon < 0 ? pattern : pattern.slice(0, colon)
  return host === '*' ? undefined : host
}

/** What the faults in force do to one direction of one connection. */
export interface LinkEffect {
  readonly isCut: boolean
  readonly delayMs: number
  readonly bucket: TokenBucket | undefined
}

/** Bytes per time, with a burst of 50 ms so that timers of a millisecond can keep the rate. */
export class TokenBucket {
  readonly #bytesPerMs: number
  readonly #capacityBytes: number
  #bytes: number
  #filledMs: number

  constructor(kbps: number, nowMs: number) {
    this.#bytesPerMs = kbps / 8
    this.#capacityBytes = Math.max(1500, this.#bytesPerMs * 50)
    this.#bytes = this.#capacityBytes
    this.#filledMs = nowMs
  }

  /** Takes up to `wantedBytes`; returns how many may pass now. */
  take(wantedBytes: number, nowMs: number): number {
    this.#bytes = Math.min(this.#capacityBytes, this.#bytes + (nowMs - this.#filledMs) * this.#bytesPerMs)
    this.#filledMs = nowMs
    const taken = Math.min(wantedBytes, Math.floor(this.#bytes))
    this.#bytes -= taken
    return taken
  }

  /** Time until a packet's worth of `bytes` may pass. */
  waitMs(bytes: number): number {
    return Math.max(1, Math.ceil((Math.min(bytes, 1460) - this.#bytes) / this.#bytesPerMs))
  }
}

function isWithin(value: unknown, max: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 1 && value <= max
}

function isShortList(value: unknown, accepts: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= FAULT_PEERS_MAX && value.every(accepts)
}

function invalid(field: string, expected: string): EngineError {
  return new EngineError('usage', `link fault: ${field} must be ${expected}`, { context: { field } })
}
