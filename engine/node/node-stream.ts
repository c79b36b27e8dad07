/** One TCP connection as a `ByteStream`: marks of the send queue, one closing call, reasons for logs. */
import type { Socket } from 'node:net'
import type { Bytes } from '../base/bytes.ts'
import { END_LINGER_MS, OUTGOING_BYTES_HIGH, OUTGOING_BYTES_LOW, OUTGOING_BYTES_MAX } from '../base/limits.ts'
import type { Address, ByteStream, StreamHandler } from '../base/ports.ts'
import { systemCode } from './node-file-system.ts'

export class NodeStream implements ByteStream {
  readonly local: Address
  readonly remote: Address
  readonly #socket: Socket
  #handler: StreamHandler | undefined
  #closeReason: string | undefined
  #isEnding = false
  /** The last `write` answered false and the owner waits for `onDrain`. */
  #isStalled = false
  readonly #written = (): void => {
    if (!this.#isStalled || this.#socket.destroyed || this.#socket.writableLength > OUTGOING_BYTES_LOW) return
    this.#isStalled = false
    this.#handler?.onDrain()
  }

  constructor(socket: Socket) {
    this.#socket = socket
    this.local = { host: plainHost(socket.localAddress), port: socket.localPort ?? 0 }
    this.remote = { host: plainHost(socket.remoteAddress), port: socket.remotePort ?? 0 }
    socket.on('error', (error) => {
      this.#closeReason ??= systemCode(error)
    })
    socket.on('end', () => {
      this.#closeReason ??= 'closed by peer'
    })
    socket.on('close', () => {
      this.#handler?.onClose(this.#closeReason ?? 'closed')
    })
  }

  /** Called once, right after the stream is made. */
  attach(handler: StreamHandler): void {
    this.#handler = handler
  }

  /** Bytes from the system; dropped once the owner has closed or ended the stream. */
  deliver(chunk: Bytes): void {
    if (!this.#isEnding && !this.#socket.destroyed) this.#handler?.onData(chunk)
  }

  get pendingBytes(): number {
    return this.#socket.writableLength
  }

  write(bytes: Uint8Array): boolean {
    if (this.#isEnding || this.#socket.destroyed) return false
    const pendingBytes = this.#socket.writableLength + bytes.length
    if (pendingBytes <= OUTGOING_BYTES_HIGH && !this.#isStalled) {
      this.#socket.write(bytes)
      return true
    }
    // The callback costs an allocation in Node, so only writes of a full queue carry it.
    this.#socket.write(bytes, this.#written)
    if (this.#socket.writableLength > OUTGOING_BYTES_MAX) this.destroy('peer does not take what is sent')
    this.#isStalled ||= this.#socket.writableLength > OUTGOING_BYTES_HIGH
    return !this.#isStalled
  }

  pauseReading(): void {
    this.#socket.pause()
  }

  resumeReading(): void {
    this.#socket.resume()
  }

  end(): void {
    if (this.#isEnding || this.#socket.destroyed) return
    this.#isEnding = true
    this.#closeReason ??= 'closed here'
    this.#socket.end()
    // A paused reader would never see the peer's end; a peer that never closes is not waited for.
    this.#socket.resume()
    const timer = setTimeout(() => this.#socket.destroy(), END_LINGER_MS)
    timer.unref()
    this.#socket.once('close', () => clearTimeout(timer))
  }

  destroy(reason: string): void {
    if (this.#socket.destroyed) return
    this.#closeReason ??= reason
    this.#socket.destroy()
  }

  /** As `destroy`, but the peer sees a reset (RST) instead of an orderly end. */
  reset(reason: string): void {
    if (this.#socket.destroyed) return
    this.#closeReason ??= reason
    this.#socket.resetAndDestroy()
  }
}

/** `::ffff:10.0.0.1` is the IPv4 address that everybody else writes. */
export function plainHost(host: string | undefined): string {
  if (host === undefined) return ''
  return host.startsWith('::ffff:') ? host.slice(7) : host
}
