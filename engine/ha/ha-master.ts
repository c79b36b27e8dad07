/**
 * The sending side of default HA: accepts slaves on the HA port and pushes log bytes to them right after each local
 * write, whatever is there (never waiting to fill a block). Decisions are replica.ts's; this file moves bytes.
 * Source: DefaultHAService, DefaultHAConnection.
 */
import { allocBytesUnsafe, type Bytes, viewOf } from '../base/bytes.ts'
import { errorText } from '../base/errors.ts'
import { HA_SLAVES_MAX, HA_UNSENT_BYTES_MAX } from '../base/limits.ts'
import type { ByteStream, Clock, Listener, Log, Network, StreamHandler, TimerHandle, Timers } from '../base/ports.ts'
import type { HaLog } from './ha-log.ts'
import { encodeHeader, HEADER_BYTES, ReportReader } from './ha-wire.ts'
import { LagClock } from './lag-clock.ts'
import { ByteRate } from './rate.ts'
import { type LogRange, Replica, type ReplicaTimings } from './replica.ts'
import { replicatedOffset } from './sync-wait.ts'
import type { HaMaster, SlaveStatus } from './types.ts'

/** How often silent slaves and due heartbeats are looked at. */
const TICK_MS = 500

export interface HaMasterPorts {
  readonly clock: Clock
  readonly timers: Timers
  readonly network: Network
  readonly log: Log
}

export interface HaMasterOptions extends ReplicaTimings {
  readonly host: string
  /** `haListenPort`; 0 lets the system choose. */
  readonly port: number
}

export class DefaultHaMaster implements HaMaster {
  private readonly links = new Set<SlaveLink>()
  private readonly listeners: (() => void)[] = []
  private readonly lagClock = new LagClock()
  private readonly log: HaLog
  private readonly ports: HaMasterPorts
  private readonly options: HaMasterOptions
  private listener: Listener | undefined
  private tick: TimerHandle | undefined

  constructor(log: HaLog, options: HaMasterOptions, ports: HaMasterPorts) {
    this.log = log
    this.options = options
    this.ports = { ...ports, log: ports.log.child('ha.master') }
  }

  get port(): number {
    return this.listener?.address.port ?? this.options.port
  }

  get countingSlaves(): number {
    let count = 0
    for (const link of this.links) if (link.replica.counts) count++
    return count
  }

  async start(): Promise<void> {
    this.listener = await this.ports.network.listen({
      host: this.options.host,
      port: this.options.port,
      accept: (stream) => this.accept(stream),
    })
    this.tick = this.ports.timers.every(TICK_MS, () => this.pushAll())
  }

  async stop(): Promise<void> {
    this.tick?.cancel()
    this.tick = undefined
    for (const link of [...this.links]) link.close('this broker stops')
    const listener = this.listener
    this.listener = undefined
    await listener?.close()
  }

  onProgress(listener: () => void): void {
    this.listeners.push(listener)
  }

  replicatedOffset(slavesNeeded: number): number {
    const ackOffsets: number[] = []
    for (const link of this.links) if (link.replica.counts) ackOffsets.push(link.replica.ackOffset)
    return replicatedOffset(ackOffsets, slavesNeeded)
  }

  /** The log is written up to `endOffset`: call in the store's `replicate` stage. */
  onWritten(endOffset: number): void {
    this.lagClock.mark(endOffset, this.ports.clock.monotonicMs())
    this.pushAll()
  }

  slaves(): readonly SlaveStatus[] {
    const range = rangeOf(this.log)
    const nowMs = this.ports.clock.monotonicMs()
    return [...this.links].map((link) => ({
      address: link.address,
      state: link.replica.state,
      requestOffset: link.replica.requestOffset,
      ackOffset: link.replica.ackOffset,
      lagBytes: range.writtenOffset - link.replica.ackOffset,
      lagMs: link.replica.counts ? this.lagClock.lagMs(link.replica.ackOffset, nowMs) : 0,
      isInSync: link.replica.isInSync(range),
      bytesPerSecond: link.rate.bytesPerSecond(nowMs),
      nextOffset: link.replica.nextOffset,
    }))
  }

  private accept(stream: ByteStream): StreamHandler {
    const link = new SlaveLink(stream, this.log, this.options, this.ports, {
      progressed: () => this.progressed(),
      closed: (gone) => {
        this.links.delete(gone)
        this.progressed()
      },
    })
    if (this.links.size >= HA_SLAVES_MAX) link.close(`more than ${HA_SLAVES_MAX} slaves`)
    else {
      this.links.add(link)
      this.ports.log.info('slave connected', { slave: link.address })
    }
    return link
  }

  private progressed(): void {
    for (const listener of this.listeners) listener()
  }

  private pushAll(): void {
    for (const link of this.links) link.push()
  }
}

interface SlaveLinkOwner {
  progressed(): void
  closed(link: SlaveLink): void
}

/** One slave's connection: reads reports, writes blocks, at most `HA_UNSENT_BYTES_MAX` waiting in the socket. */
class SlaveLink implements StreamHandler {
  readonly replica: Replica
  readonly address: string
  readonly rate = new ByteRate()
  private readonly reports = new ReportReader()
  private readonly stream: ByteStream
  private readonly log: HaLog
  private readonly ports: HaMasterPorts
  private readonly owner: SlaveLinkOwner
  private readonly options: HaMasterOptions
  private scratch: Bytes
  private scratchView: DataView
  private isReading = false
  private isClosed = false

  constructor(stream: ByteStream, log: HaLog, options: HaMasterOptions, ports: HaMasterPorts, owner: SlaveLinkOwner) {
    this.stream = stream
    this.log = log
    this.ports = ports
    this.owner = owner
    this.options = options
    this.address = `${stream.remote.host}:${stream.remote.port}`
    this.replica = new Replica({ nowMs: ports.clock.monotonicMs(), timings: options })
    this.scratch = allocBytesUnsafe(0)
    this.scratchView = viewOf(this.scratch)
  }

  onData(chunk: Bytes): void {
    let offset: number | undefined
    try {
      offset = this.reports.push(chunk)
    } catch (error) {
      this.close(errorText(error))
      return
    }
    if (offset === undefined) return
    const before = this.replica.state
    this.replica.onReport(offset, this.range(), this.ports.clock.monotonicMs())
    if (this.replica.state !== before) this.logState()
    this.push()
    this.owner.progressed()
  }

  onDrain(): void {
    this.push()
  }

  onClose(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.ports.log.info('slave gone', { slave: this.address, reason, ackOffset: this.replica.ackOffset })
    this.owner.closed(this)
  }

  close(reason: string): void {
    this.stream.destroy(reason)
    this.onClose(reason)
  }

  /** Sends what the log holds for this slave, as long as its socket takes it. */
  push(): void {
    while (!this.isClosed && !this.isReading && this.stream.pendingBytes < HA_UNSENT_BYTES_MAX) {
      const nowMs = this.ports.clock.monotonicMs()
      const action = this.replica.next(this.range(), nowMs)
      switch (action.do) {
        case 'nothing':
          return
        case 'close':
          this.ports.log.warn('slave dropped', { slave: this.address, reason: action.reason })
          this.close(action.reason)
          return
        case 'heartbeat':
          this.send(action.logOffset, 0, nowMs)
          return
        case 'send':
          if (!this.sendBlock(action.logOffset, action.bodyBytes, nowMs)) return
      }
    }
  }

  /** @returns false when the bytes come later, from the files. */
  private sendBlock(logOffset: number, bodyBytes: number, nowMs: number): boolean {
    this.ensureScratch(HEADER_BYTES + bodyBytes)
    if (logOffset >= this.log.hotOffset) {
      this.log.ring.copyOut(logOffset, this.scratch, HEADER_BYTES, bodyBytes)
      this.send(logOffset, bodyBytes, nowMs)
      return true
    }
    this.isReading = true
    this.log.readLater(logOffset, this.scratch, HEADER_BYTES, bodyBytes, (error, readBytes) => {
      this.isReading = false
      if (this.isClosed) return
      if (error !== undefined || readBytes < bodyBytes) {
        const reason = error === undefined ? `only ${readBytes} of ${bodyBytes} bytes are there` : errorText(error)
        this.ports.log.error('cannot read the log for a slave', { slave: this.address, logOffset, reason })
        this.close(reason)
        return
      }
      this.send(logOffset, bodyBytes, this.ports.clock.monotonicMs())
      this.push()
    })
    return false
  }

  private send(logOffset: number, bodyBytes: number, nowMs: number): void {
    this.ensureScratch(HEADER_BYTES + bodyBytes)
    encodeHeader(this.scratchView, 0, logOffset, bodyBytes)
    this.stream.write(this.scratch.subarray(0, HEADER_BYTES + bodyBytes))
    this.replica.onSent(bodyBytes, nowMs)
    this.rate.add(bodyBytes, nowMs)
    // The stream keeps what it could not pass on at once: then the next block needs a buffer of its own.
    if (this.stream.pendingBytes > 0) this.dropScratch()
  }

  private ensureScratch(bytes: number): void {
    if (this.scratch.length >= bytes) return
    const usualBytes = HEADER_BYTES + Math.min(4096, Math.max(0, this.options.blockBytesMax))
    this.scratch = allocBytesUnsafe(Math.max(bytes, usualBytes))
    this.scratchView = viewOf(this.scratch)
  }

  private dropScratch(): void {
    this.scratch = allocBytesUnsafe(0)
    this.scratchView = viewOf(this.scratch)
  }

  private range(): LogRange {
    return rangeOf(this.log)
  }

  private logState(): void {
    const { requestOffset } = this.replica
    const fields = { slave: this.address, slaveOffset: requestOffset, masterOffset: this.log.writtenOffset }
    if (this.replica.state === 'diverged') {
      this.ports.log.warn(
        "slave's log is not a part of this master's: diverged, it counts for no acknowledgement; clone it anew",
        fields,
      )
      return
    }
    this.ports.log.info('slave starts', { ...fields, from: this.replica.nextOffset })
  }
}

function rangeOf(log: HaLog): LogRange {
  return { minOffset: log.minOffset, writtenOffset: log.writtenOffset, segmentBytes: log.fileBytes }
}
