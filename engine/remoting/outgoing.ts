/**
 * Outgoing bytes of connections. Every frame of one event-loop turn is encoded into one scratch buffer per connection
 * and leaves in one `stream.write` at the end of the turn: a write per reply costs eight times as much. Knows nothing
 * about what a frame contains.
 */
import { assert } from '../base/assert.ts'
import { allocBytesUnsafe, type Bytes, EMPTY_BYTES, viewOf } from '../base/bytes.ts'
import { FRAME_BYTES_MAX, SCRATCH_POOL_BYTES_MAX } from '../base/limits.ts'
import type { ByteStream, Timers } from '../base/ports.ts'

const SCRATCH_BYTES_MIN = 4096
const SCRATCH_CLASSES = 9

/** When a scratch must grow and holds at least this much, it is written instead of being copied into a larger one. */
const WRITE_EARLY_BYTES = 256 * 1024

interface Scratch {
  readonly bytes: Bytes
  readonly view: DataView
  /** Index into the pool's free lists; -1 for sizes that are never pooled. */
  readonly sizeClass: number
}

const NO_SCRATCH: Scratch = { bytes: EMPTY_BYTES, view: viewOf(EMPTY_BYTES), sizeClass: -1 }

/** Free scratch buffers of 4 KiB to 1 MiB in powers of two, shared by the connections of one server or client. */
class ScratchPool {
  private readonly free: Scratch[][] = Array.from({ length: SCRATCH_CLASSES }, () => [])
  private freeBytes = 0

  take(bytesMin: number): Scratch {
    let size = SCRATCH_BYTES_MIN
    let sizeClass = 0
    while (size < bytesMin) {
      size *= 2
      sizeClass++
    }
    const pooled = this.free[sizeClass]?.pop()
    if (pooled !== undefined) {
      this.freeBytes -= pooled.bytes.length
      return pooled
    }
    const bytes = allocBytesUnsafe(size)
    return { bytes, view: viewOf(bytes), sizeClass: sizeClass < SCRATCH_CLASSES ? sizeClass : -1 }
  }

  give(scratch: Scratch): void {
    if (scratch.sizeClass < 0 || this.freeBytes + scratch.bytes.length > SCRATCH_POOL_BYTES_MAX) return
    this.free[scratch.sizeClass]?.push(scratch)
    this.freeBytes += scratch.bytes.length
  }
}

/**
 * The connections of one server or client that have something to send in this turn. They are written at turn end, or
 * at once by `flushAll`: the broker calls it right after it has placed the replies of its own turn-end work, because a
 * task scheduled from a turn-end task runs one turn later.
 */
export class FlushGroup {
  /** Internal to this file's classes: where scratch buffers come from. */
  readonly pool = new ScratchPool()
  private marked: OutgoingBuffer[] = []
  private isScheduled = false
  private readonly timers: Pick<Timers, 'atTurnEnd'>
  private readonly onTurnEnd = (): void => {
    this.isScheduled = false
    this.flushAll()
  }

  constructor(timers: Pick<Timers, 'atTurnEnd'>) {
    this.timers = timers
  }

  /** Called by an `OutgoingBuffer` when it holds its first bytes of a turn. */
  mark(outgoing: OutgoingBuffer): void {
    this.marked.push(outgoing)
    if (this.isScheduled) return
    this.isScheduled = true
    this.timers.atTurnEnd(this.onTurnEnd)
  }

  /** Writes everything that waits, one `stream.write` per connection. */
  flushAll(): void {
    if (this.marked.length === 0) return
    const marked = this.marked
    this.marked = []
    for (const outgoing of marked) outgoing.flush()
  }
}

/**
 * One connection's frames of this turn. To place a frame without a command object:
 *
 *     const at = outgoing.reserve(frameBytesMax)     // room for at least that much; may replace `bytes` and `view`
 *     ... write into outgoing.bytes / outgoing.view from `at` on ...
 *     outgoing.advance(frameBytes)                   // what was really written, at most what was reserved
 *
 * `bytes` and `view` are read anew after every `reserve` and never kept. Between `reserve` and `advance` nothing else
 * may touch the connection. A `reserve` without `advance` places nothing. After a close `reserve` still works and the
 * bytes are dropped, so a caller with late answers needs no check.
 *
 * The scratch goes back to the shared pool only if `stream.pendingBytes` is 0 right after the write; otherwise the
 * stream keeps it and the next turn takes another one, so an idle connection owns no buffer at all.
 */
export class OutgoingBuffer {
  /** The current scratch; valid from `reserve` to the next `reserve` or `flush`. */
  bytes: Bytes = EMPTY_BYTES
  /** Big-endian access to the same memory. */
  view: DataView = NO_SCRATCH.view
  /** Bytes placed and not yet given to the stream. */
  usedBytes = 0

  private scratch: Scratch = NO_SCRATCH
  private isMarked = false
  private isClosed = false
  private readonly stream: ByteStream
  private readonly group: FlushGroup
  private readonly afterWrite: () => void

  /** @param afterWrite told after each `stream.write`, to look at the watermarks */
  constructor(stream: ByteStream, group: FlushGroup, afterWrite: () => void) {
    this.stream = stream
    this.group = group
    this.afterWrite = afterWrite
  }

  /** Makes room for `bytes` more and returns the position at which they start. */
  reserve(bytes: number): number {
    if (this.usedBytes + bytes > this.scratch.bytes.length) this.makeRoom(bytes)
    if (!this.isMarked) {
      this.isMarked = true
      this.group.mark(this)
    }
    return this.usedBytes
  }

  /** Takes over the `bytes` written since the last `reserve`. */
  advance(bytes: number): void {
    this.usedBytes += bytes
  }

  /** Gives what was placed to the stream now. */
  flush(): void {
    this.isMarked = false
    this.writeOut()
  }

  /** Drops what was placed and everything placed from now on. */
  close(): void {
    this.isClosed = true
    this.usedBytes = 0
  }

  private writeOut(): void {
    const { scratch, usedBytes } = this
    if (scratch === NO_SCRATCH) return
    this.use(NO_SCRATCH)
    this.usedBytes = 0
    if (usedBytes > 0 && !this.isClosed) {
      this.stream.write(scratch.bytes.subarray(0, usedBytes))
      const isTaken = this.stream.pendingBytes === 0
      if (isTaken) this.group.pool.give(scratch)
      this.afterWrite()
      return
    }
    this.group.pool.give(scratch)
  }

  private makeRoom(bytes: number): void {
    assert(bytes <= 2 * FRAME_BYTES_MAX, 'more reserved than a frame can hold', { bytes })
    if (this.usedBytes >= WRITE_EARLY_BYTES || (this.isClosed && this.usedBytes > 0)) this.writeOut()
    const larger = this.group.pool.take(
      Math.max(this.usedBytes + bytes, Math.min(this.usedBytes * 2, WRITE_EARLY_BYTES)),
    )
    if (this.usedBytes > 0) this.scratch.bytes.copy(larger.bytes, 0, 0, this.usedBytes)
    if (this.scratch !== NO_SCRATCH) this.group.pool.give(this.scratch)
    this.use(larger)
  }

  private use(scratch: Scratch): void {
    this.scratch = scratch
    this.bytes = scratch.bytes
    this.view = scratch.view
  }
}
