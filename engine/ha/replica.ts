/**
 * The master's view of one connected slave, as a pure state machine: where it asked to start, what was sent, what it
 * confirmed, whether it counts. Sockets and files are the driver's (ha-master.ts). Source: DefaultHAConnection.
 */
import { divergedEndOf } from './ha-wire.ts'

/** What the master needs to know of its own log to decide about a slave. */
export interface LogRange {
  readonly minOffset: number
  /** End of what is in the master's file: only that is ever sent. */
  readonly writtenOffset: number
  readonly segmentBytes: number
}

/** Read at use: they change at run time. */
export interface ReplicaTimings {
  /** Silence of the master after which a heartbeat is due (`haSendHeartbeatInterval`). */
  readonly heartbeatMs: number
  /** Silence of the slave after which it is dropped (`haHousekeepingInterval`). */
  readonly housekeepingMs: number
  /** Lag at which a slave stops counting as in sync (`haMaxGapNotInSync`). */
  readonly maxGapBytes: number
  /** Largest body of one block (`haTransferBatchSize`). */
  readonly blockBytesMax: number
}

export type ReplicaState = 'waiting' | 'transfer' | 'diverged'

export type ReplicaAction =
  | { readonly do: 'nothing' }
  | { readonly do: 'send'; readonly logOffset: number; readonly bodyBytes: number }
  | { readonly do: 'heartbeat'; readonly logOffset: number }
  | { readonly do: 'close'; readonly reason: string }

const NOTHING: ReplicaAction = { do: 'nothing' }

export class Replica {
  #state: ReplicaState = 'waiting'
  #requestOffset = -1
  #nextOffset = -1
  #ackOffset = -1
  #lastReadMs: number
  #lastWriteMs: number
  #hasSent = false

  readonly #timings: ReplicaTimings

  constructor(options: { readonly nowMs: number; readonly timings: ReplicaTimings }) {
    this.#lastReadMs = options.nowMs
    this.#lastWriteMs = options.nowMs
    this.#timings = options.timings
  }

  get state(): ReplicaState {
    return this.#state
  }

  /** What the slave asked for first, -1 before that. */
  get requestOffset(): number {
    return this.#requestOffset
  }

  /** End of what the slave confirmed, -1 before its first report. */
  get ackOffset(): number {
    return this.#ackOffset
  }

  /** Log offset of the next byte to send. */
  get nextOffset(): number {
    return this.#nextOffset
  }

  /** Whether its confirmations count towards `inSyncReplicas`. */
  get counts(): boolean {
    return this.#state === 'transfer'
  }

  /** Whether the lag is small enough to be called in sync (HARuntimeInfo `inSync`). */
  isInSync(log: LogRange): boolean {
    return this.#state === 'transfer' && log.writtenOffset - this.#ackOffset < this.#timings.maxGapBytes
  }

  /**
   * A report of the slave's own end of log. The first one decides where sending starts: 0 means the start of the
   * master's last file, anything else exactly there. Differs: 5.3.3 accepts a slave that is ahead of its master, counts
   * it as replicated and later sends bytes that start inside a record; here it is diverged and counts for nothing.
   */
  onReport(offset: number, log: LogRange, nowMs: number): void {
    this.#lastReadMs = nowMs
    const divergedEnd = divergedEndOf(offset)
    if (divergedEnd !== undefined) {
      this.#state = 'diverged'
      this.#requestOffset = this.#nextOffset = this.#ackOffset = divergedEnd
      return
    }
    if (this.#state === 'waiting') {
      this.#requestOffset = offset
      if (offset > log.writtenOffset) {
        this.#state = 'diverged'
        this.#nextOffset = offset
        this.#ackOffset = offset
        return
      }
      this.#state = 'transfer'
      this.#nextOffset = offset === 0 ? log.writtenOffset - (log.writtenOffset % log.segmentBytes) : offset
    }
    if (offset > this.#nextOffset && this.#state === 'transfer') {
      // It confirms bytes that were never sent to it: it writes its log by itself.
      this.#state = 'diverged'
      return
    }
    this.#ackOffset = Math.max(this.#ackOffset, offset)
  }

  /**
   * The next thing to do for this slave. A block is at most `blockBytesMax` and never crosses a segment border.
   * Call again after each `send` until something else comes back.
   */
  next(log: LogRange, nowMs: number): ReplicaAction {
    if (nowMs - this.#lastReadMs > this.#timings.housekeepingMs) {
      return { do: 'close', reason: `no report for ${nowMs - this.#lastReadMs} ms (haHousekeepingInterval)` }
    }
    if (this.#state === 'waiting') return NOTHING
    if (this.#state === 'transfer') {
      if (this.#nextOffset < log.minOffset) {
        return {
          do: 'close',
          reason: `the slave asks for offset ${this.#nextOffset} but the log starts at ${log.minOffset}: clone it anew`,
        }
      }
      const available = log.writtenOffset - this.#nextOffset
      if (available > 0) {
        const toSegmentEnd = log.segmentBytes - (this.#nextOffset % log.segmentBytes)
        return {
          do: 'send',
          logOffset: this.#nextOffset,
          bodyBytes: Math.min(available, toSegmentEnd, Math.max(1, this.#timings.blockBytesMax)),
        }
      }
    }
    // The first one at once: a slave of an idle master knows by it that it follows. Differs: 5.3.3 waits.
    const isFirst = this.#state === 'transfer' && !this.#hasSent
    const isDue = isFirst || nowMs - this.#lastWriteMs > this.#timings.heartbeatMs
    if (isDue) return { do: 'heartbeat', logOffset: this.#nextOffset }
    return NOTHING
  }

  /** The driver put a block (or a heartbeat: 0 bytes) on the wire. */
  onSent(bodyBytes: number, nowMs: number): void {
    this.#hasSent = true
    this.#nextOffset += bodyBytes
    this.#lastWriteMs = nowMs
  }
}
