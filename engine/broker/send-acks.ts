/**
 * Stored sends whose answer is not out yet, in log order, and the three watermarks that let answers go: written (every
 * one), flushed, replicated. Plain sends live in parallel arrays and leave as ready bytes; nothing is allocated for them.
 * It decides when and with which code an answer goes, never what was stored.
 * Source: CommitLog#handleDiskFlushAndHA, GroupTransferService, FlushDiskWatcher; storage 5.3.
 */
import { PENDING_ACKS_MAX } from '../base/limits.ts'
import type { Log, TimerHandle, Timers } from '../base/ports.ts'
import { ResponseCode } from '../protocol/codes.ts'
import type { RemotingConnection } from '../remoting/connection.ts'
import type { SerializeTypeByte } from '../remoting/frame.ts'
import { type SendReplyTemplates, UNIQUE_ID_BYTES_MAX } from './send-reply.ts'

/** Deadlines are counted in ticks, so that taking a message needs no clock. */
const TICK_MS = 100

const SLOTS_MIN = 1024

/** What a waiting send waits for besides the local write; read at use, for it may change at run time. */
export interface AckRule {
  /** SYNC_FLUSH. */
  readonly needsFlush: boolean
  /** Slaves that must confirm; 0 when sends do not wait for any. */
  readonly slavesNeeded: number
  readonly flushTimeoutMs: number
  readonly slaveTimeoutMs: number
}

/** The local log's watermarks, in bytes. */
export interface AckLog {
  readonly writtenOffset: number
  readonly flushedOffset: number
}

/** The slaves' watermark. */
export interface AckReplicas {
  replicatedOffset(slavesNeeded: number): number
  readonly countingSlaves: number
}

/** How a stored send ended for its sender; each is a response code of wire-protocol 4.5. */
export type AckCode =
  | typeof ResponseCode.SUCCESS
  | typeof ResponseCode.FLUSH_DISK_TIMEOUT
  | typeof ResponseCode.SLAVE_NOT_AVAILABLE
  | typeof ResponseCode.FLUSH_SLAVE_TIMEOUT

export interface SendAcksParts {
  readonly rule: AckRule
  /** Asked once a release: what stands in every answer may change at run time. */
  readonly replies: () => SendReplyTemplates
  readonly log: AckLog
  /** Absent: no replication runs, and nobody waits for it. */
  readonly replicas?: AckReplicas | undefined
  readonly timers: Timers
  readonly logger: Log
  /** Called after answers were placed: they leave in this turn. */
  readonly flushReplies: () => void
}

export class SendAcks {
  readonly #parts: SendAcksParts
  readonly #written = new AckRing()
  readonly #flushed = new AckRing()
  readonly #replicated = new AckRing()
  #tick = 0
  #timer: TimerHandle | undefined
  #isReleasing = false
  #replies: SendReplyTemplates

  constructor(parts: SendAcksParts) {
    this.#parts = parts
    this.#replies = parts.replies()
  }

  start(): void {
    this.#timer ??= this.#parts.timers.every(TICK_MS, () => {
      this.#tick += 1
      if (this.pending > 0) this.release()
    })
  }

  /** Stops waiting; answers that are still owed are not given. */
  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  get pending(): number {
    return this.#written.count + this.#flushed.count + this.#replicated.count
  }

  /** False at the bound: a send must be refused as busy before it is stored. */
  get hasRoom(): boolean {
    return this.pending < PENDING_ACKS_MAX
  }

  /**
   * A plain send was appended. The unique id is copied; it must be plain text of at most `UNIQUE_ID_BYTES_MAX` bytes.
   * @param waits false for `WAIT=false`: only the local write is awaited.
   */
  addPlain(
    connection: RemotingConnection,
    serializeType: SerializeTypeByte,
    opaque: number,
    queueId: number,
    queueOffset: number,
    logOffset: number,
    endOffset: number,
    waits: boolean,
    idSource: Uint8Array,
    idStart: number,
    idBytes: number,
  ): void {
    const preset = waits ? this.#missingSlaveCode() : ResponseCode.SUCCESS
    const ring = this.#ringFor(waits, preset)
    const slot = ring.push(endOffset, this.#tick, preset)
    ring.connections[slot] = connection
    ring.forms[slot] = serializeType
    ring.opaques[slot] = opaque
    ring.queueIds[slot] = queueId
    ring.queueOffsets[slot] = queueOffset
    ring.logOffsets[slot] = logOffset
    ring.idBytes[slot] = idBytes
    const idAt = slot * UNIQUE_ID_BYTES_MAX
    const { ids } = ring
    for (let i = 0; i < idBytes; i++) ids[idAt + i] = idSource[idStart + i] as number
  }

  /** Any other stored send; `done` gets the code with which it ended, exactly once. */
  addCustom(endOffset: number, waits: boolean, done: (code: AckCode) => void): void {
    const preset = waits ? this.#missingSlaveCode() : ResponseCode.SUCCESS
    const ring = this.#ringFor(waits, preset)
    const slot = ring.push(endOffset, this.#tick, preset)
    ring.customs[slot] = done
  }

  /** Lets every answer go whose watermark was reached or whose time is over; called when a watermark has moved. */
  release(): void {
    if (this.#isReleasing || this.pending === 0) return
    this.#isReleasing = true
    this.#replies = this.#parts.replies()
    const { log, rule, replicas } = this.#parts
    const { writtenOffset } = log
    const flushedOffset = rule.needsFlush ? log.flushedOffset : writtenOffset
    const before = this.pending
    this.#releaseRing(this.#written, writtenOffset, Infinity)
    this.#releaseRing(this.#flushed, flushedOffset, Infinity)
    if (this.#replicated.count > 0) {
      this.#releaseRing(this.#replicated, flushedOffset, replicas?.replicatedOffset(rule.slavesNeeded) ?? -1)
    }
    this.#isReleasing = false
    if (this.pending < before) this.#parts.flushReplies()
  }

  /** Differs: too few slaves are told at once, as in 4.x; 5.3.3 lets every send wait for `slaveTimeout` then. */
  #missingSlaveCode(): AckCode {
    const { rule, replicas } = this.#parts
    if (rule.slavesNeeded === 0) return ResponseCode.SUCCESS
    return replicas === undefined || replicas.countingSlaves < rule.slavesNeeded
      ? ResponseCode.SLAVE_NOT_AVAILABLE
      : ResponseCode.SUCCESS
  }

  #ringFor(waits: boolean, preset: AckCode): AckRing {
    if (!waits) return this.#written
    const { rule } = this.#parts
    if (rule.slavesNeeded > 0 && preset === ResponseCode.SUCCESS) return this.#replicated
    return rule.needsFlush ? this.#flushed : this.#written
  }

  /**
   * Takes from the front of `ring` while entries are complete. An entry is complete when its disk part and its replica
   * part each are reached or overdue; a replica failure overrides a flush failure.
   */
  #releaseRing(ring: AckRing, diskOffset: number, replicatedOffset: number): void {
    const { flushTimeoutMs, slaveTimeoutMs } = this.#parts.rule
    const flushOverdueBefore = this.#tick - Math.ceil(flushTimeoutMs / TICK_MS)
    const slaveOverdueBefore = this.#tick - Math.ceil(slaveTimeoutMs / TICK_MS)
    while (ring.count > 0) {
      const slot = ring.first
      const endOffset = ring.endOffsets[slot] as number
      const tick = ring.ticks[slot] as number
      const isOnDisk = endOffset <= diskOffset
      const isReplicated = endOffset <= replicatedOffset
      if (!isOnDisk && tick >= flushOverdueBefore) return
      if (!isReplicated && tick >= slaveOverdueBefore) return
      const code = !isReplicated
        ? ResponseCode.FLUSH_SLAVE_TIMEOUT
        : isOnDisk
          ? (ring.presets[slot] as AckCode)
          : ResponseCode.FLUSH_DISK_TIMEOUT
      this.#answer(ring, slot, code)
      ring.shift()
    }
  }

  #answer(ring: AckRing, slot: number, code: AckCode): void {
    const done = ring.customs[slot]
    if (done !== undefined) {
      try {
        done(code)
      } catch (error) {
        this.#parts.logger.error('answer to a stored send failed', { code, error: String(error) })
      }
      return
    }
    const connection = ring.connections[slot]
    if (connection === undefined) return
    connection.noteAnswered(1)
    if (connection.closed) return
    this.#replies.write(
      connection.outgoing,
      ring.forms[slot] as SerializeTypeByte,
      code,
      ring.opaques[slot] as number,
      ring.queueIds[slot] as number,
      ring.queueOffsets[slot] as number,
      ring.logOffsets[slot] as number,
      ring.ids,
      slot * UNIQUE_ID_BYTES_MAX,
      ring.idBytes[slot] as number,
    )
  }
}

/** A growing ring of entries as parallel arrays; capacity is a power of two. */
class AckRing {
  count = 0
  first = 0
  endOffsets = new Float64Array(SLOTS_MIN)
  ticks = new Float64Array(SLOTS_MIN)
  presets = new Int16Array(SLOTS_MIN)
  forms = new Uint8Array(SLOTS_MIN)
  opaques = new Int32Array(SLOTS_MIN)
  queueIds = new Int32Array(SLOTS_MIN)
  queueOffsets = new Float64Array(SLOTS_MIN)
  logOffsets = new Float64Array(SLOTS_MIN)
  idBytes = new Uint8Array(SLOTS_MIN)
  ids = new Uint8Array(SLOTS_MIN * UNIQUE_ID_BYTES_MAX)
  connections: (RemotingConnection | undefined)[] = new Array<undefined>(SLOTS_MIN)
  customs: (((code: AckCode) => void) | undefined)[] = new Array<undefined>(SLOTS_MIN)
  #capacity = SLOTS_MIN

  /** Adds an entry and returns its slot. */
  push(endOffset: number, tick: number, preset: AckCode): number {
    if (this.count === this.#capacity) this.#grow()
    const slot = (this.first + this.count) & (this.#capacity - 1)
    this.count += 1
    this.endOffsets[slot] = endOffset
    this.ticks[slot] = tick
    this.presets[slot] = preset
    return slot
  }

  shift(): void {
    this.connections[this.first] = undefined
    this.customs[this.first] = undefined
    this.first = (this.first + 1) & (this.#capacity - 1)
    this.count -= 1
  }

  #grow(): void {
    const capacity = this.#capacity * 2
    const move = <T extends Float64Array | Int32Array | Int16Array | Uint8Array>(from: T, to: T, width = 1): T => {
      const split = this.first * width
      to.set(from.subarray(split))
      to.set(from.subarray(0, split), from.length - split)
      return to
    }
    const rotate = <T>(list: readonly T[]): (T | undefined)[] => {
      const rotated: (T | undefined)[] = [...list.slice(this.first), ...list.slice(0, this.first)]
      rotated.length = capacity
      return rotated
    }
    this.endOffsets = move(this.endOffsets, new Float64Array(capacity))
    this.ticks = move(this.ticks, new Float64Array(capacity))
    this.presets = move(this.presets, new Int16Array(capacity))
    this.forms = move(this.forms, new Uint8Array(capacity))
    this.opaques = move(this.opaques, new Int32Array(capacity))
    this.queueIds = move(this.queueIds, new Int32Array(capacity))
    this.queueOffsets = move(this.queueOffsets, new Float64Array(capacity))
    this.logOffsets = move(this.logOffsets, new Float64Array(capacity))
    this.idBytes = move(this.idBytes, new Uint8Array(capacity))
    this.ids = move(this.ids, new Uint8Array(capacity * UNIQUE_ID_BYTES_MAX), UNIQUE_ID_BYTES_MAX)
    this.connections = rotate(this.connections)
    this.customs = rotate(this.customs)
    this.first = 0
    this.#capacity = capacity
  }
}
