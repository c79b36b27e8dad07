/**
 * A connection whose link may be disturbed. Between the owner and the real stream stands one pipe per direction; while
 * nothing is wrong, calls pass straight through.
 *
 * Behind a cut a connection looks alive from both ends: closing it here is not told to the peer (the real stream is
 * parked until the link heals), and a close by the peer is not told to the owner. A stream that has really lost bytes is
 * reset when the link heals, because what comes next would not fit what came before.
 */
import type { Bytes } from '../base/bytes.ts'
import { LINK_FAULT_QUEUE_BYTES, OUTGOING_BYTES_MAX } from '../base/limits.ts'
import type { Address, ByteStream, Clock, StreamHandler, Timers } from '../base/ports.ts'
import { FaultyPipe } from './faulty-pipe.ts'
import type { LinkEffect } from './link-fault.ts'
import { NodeStream } from './node-stream.ts'

export interface FaultyStreamOptions {
  readonly inner: ByteStream
  readonly clock: Clock
  readonly timers: Timers
  /** The address that was dialled; undefined for an accepted connection. */
  readonly dialled: Address | undefined
  /** The real stream is gone: nobody needs this object any more. */
  readonly gone: () => void
}

export class FaultyStream implements ByteStream {
  readonly dialled: Address | undefined
  readonly #inner: ByteStream
  readonly #timers: Timers
  readonly #gone: () => void
  readonly #out: FaultyPipe
  readonly #in: FaultyPipe
  #handler: StreamHandler | undefined
  /** The owner has closed, or was told that the stream is closed. */
  #isClosed = false
  #isEnding = false
  /** The close is wanted here, so the owner hears of it even behind a cut. */
  #isCloseWanted = false
  #isReadingPaused = false
  #isInnerPaused = false
  #isInnerFull = false
  #isInnerClosed = false
  #isStalled = false
  /** The peer has closed behind a cut; its reason is kept until the link heals. */
  #hiddenClose: string | undefined

  constructor(options: FaultyStreamOptions) {
    this.#inner = options.inner
    this.dialled = options.dialled
    this.#timers = options.timers
    this.#gone = options.gone
    const { clock, timers } = options
    this.#out = new FaultyPipe({
      clock,
      timers,
      canDeliver: () => !this.#isInnerFull,
      deliver: (bytes) => {
        this.#isInnerFull = !this.#inner.write(bytes)
      },
      drained: () => this.#reportDrain(),
    })
    this.#in = new FaultyPipe({
      clock,
      timers,
      canDeliver: () => !this.#isReadingPaused,
      deliver: (bytes) => {
        if (!this.#isClosed) this.#handler?.onData(bytes)
      },
      drained: () => this.#adjustReading(),
    })
  }

  get local(): Address {
    return this.#inner.local
  }

  get remote(): Address {
    return this.#inner.remote
  }

  get pendingBytes(): number {
    return this.#inner.pendingBytes + this.#out.queuedBytes
  }

  /** Called once; without a handler the stream is parked: it takes bytes and says nothing. */
  attach(handler: StreamHandler): void {
    this.#handler = handler
  }

  /** What the real stream reports. */
  readonly innerHandler: StreamHandler = {
    onData: (chunk: Bytes): void => {
      if (this.#isClosed || this.#handler === undefined) return
      if (this.#in.isDirect) {
        this.#handler.onData(chunk)
        return
      }
      this.#in.push(chunk)
      this.#adjustReading()
    },
    onDrain: (): void => {
      this.#isInnerFull = false
      this.#out.wake()
      this.#reportDrain()
    },
    onClose: (reason: string): void => {
      this.#isInnerClosed = true
      this.#out.clear()
      if (this.#isClosed || this.#handler === undefined) this.#finish(reason)
      else if (this.#in.isCut && !this.#isCloseWanted) this.#hiddenClose = reason
      else if (this.#in.isDirect || this.#isCloseWanted) this.#finish(reason)
      else this.#in.pushEnd(() => this.#finish(reason))
    },
  }

  write(bytes: Uint8Array): boolean {
    if (this.#isClosed || this.#isEnding) return false
    if (this.#out.isDirect) {
      this.#isInnerFull = !this.#inner.write(bytes)
      this.#isStalled = this.#isInnerFull
      return !this.#isStalled
    }
    this.#out.push(bytes)
    if (this.#out.queuedBytes > OUTGOING_BYTES_MAX) this.destroy('link is too slow for what is sent')
    else if (this.#out.queuedBytes > LINK_FAULT_QUEUE_BYTES) this.#isStalled = true
    return !this.#isStalled && !this.#isClosed
  }

  pauseReading(): void {
    this.#isReadingPaused = true
    this.#adjustReading()
  }

  resumeReading(): void {
    this.#isReadingPaused = false
    this.#adjustReading()
    this.#in.wake()
  }

  end(): void {
    if (this.#isClosed || this.#isEnding) return
    this.#isEnding = true
    this.#isCloseWanted = true
    if (this.#out.isCut) this.#park('closed here')
    else if (this.#out.isDirect) this.#inner.end()
    else this.#out.pushEnd(() => this.#inner.end())
  }

  destroy(reason: string): void {
    if (this.#isClosed) return
    this.#isEnding = true
    this.#isCloseWanted = true
    if (this.#out.isCut || this.#isInnerClosed) this.#park(reason)
    else this.#inner.destroy(reason)
    this.#out.clear()
    this.#in.clear()
  }

  /** Breaks the real connection now, whatever is in force. */
  reset(): void {
    this.#isEnding = true
    this.#isCloseWanted = true
    this.#out.clear()
    this.#in.clear()
    if (this.#isInnerClosed) this.#finish('reset by a link fault')
    else if (this.#inner instanceof NodeStream) this.#inner.reset('reset by a link fault')
    else this.#inner.destroy('reset by a link fault')
  }

  /** Takes over what the faults in force do to this connection. */
  setEffects(incoming: LinkEffect | undefined, outgoing: LinkEffect | undefined): void {
    const wasCut = this.#in.isCut || this.#out.isCut
    this.#in.setEffect(incoming)
    this.#out.setEffect(outgoing)
    this.#adjustReading()
    if (!wasCut || this.#in.isCut || this.#out.isCut) return
    if (this.#hiddenClose !== undefined) {
      this.#finish(this.#hiddenClose)
    } else if (this.#isClosed || this.#handler === undefined || this.#in.hasLost || this.#out.hasLost) {
      this.#in.clear()
      this.#out.clear()
      this.#inner.destroy('link healed after bytes were lost')
    }
  }

  /** The owner is told that the stream is closed; the peer notices nothing until the link heals. */
  #park(reason: string): void {
    this.#in.clear()
    this.#out.clear()
    this.#inner.resumeReading()
    this.#isClosed = true
    this.#timers.atTurnEnd(() => this.#handler?.onClose(reason))
    if (this.#isInnerClosed) this.#gone()
  }

  #finish(reason: string): void {
    this.#in.clear()
    this.#gone()
    if (this.#isClosed) return
    this.#isClosed = true
    this.#hiddenClose = undefined
    this.#handler?.onClose(reason)
  }

  #reportDrain(): void {
    if (!this.#isStalled || this.#isClosed || this.#isInnerFull) return
    if (this.#out.queuedBytes > LINK_FAULT_QUEUE_BYTES / 4) return
    this.#isStalled = false
    this.#handler?.onDrain()
  }

  /** Reads from the real stream unless the owner paused it or the pipe holds enough; behind a cut everything is read. */
  #adjustReading(): void {
    const limit = this.#isInnerPaused ? LINK_FAULT_QUEUE_BYTES / 4 : LINK_FAULT_QUEUE_BYTES
    const wantsPause = !this.#isClosed && !this.#in.isCut && (this.#isReadingPaused || this.#in.queuedBytes > limit)
    if (wantsPause === this.#isInnerPaused) return
    this.#isInnerPaused = wantsPause
    if (wantsPause) this.#inner.pauseReading()
    else this.#inner.resumeReading()
  }
}
