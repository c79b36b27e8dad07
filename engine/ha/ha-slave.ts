/**
 * The receiving side of default HA: connects to the master, reports the end of its own log, appends what comes and
 * confirms it once it is written. It never truncates: bytes are only ever appended at the end of its log.
 * Source: DefaultHAClient. Differs: 5.3.3 waits up to 5 s before its first report and 5 s before each retry; here the
 * first report leaves at once and retries start at 200 ms. A slave whose last record is not its master's takes no bytes; it
 * says that it is diverged, to a master of this engine too.
 */
import type { Bytes } from '../base/bytes.ts'
import { errorText } from '../base/errors.ts'
import type { Address, ByteStream, Clock, Log, Network, StreamHandler, TimerHandle, Timers } from '../base/ports.ts'
import type { HaLog } from './ha-log.ts'
import { encodeDivergence, encodeReport, TransferReader, type TransferSink } from './ha-wire.ts'
import { ByteRate } from './rate.ts'
import type { HaSlave, MasterLinkStatus, SlaveConnectionState } from './types.ts'

const TICK_MS = 500
const RETRY_MS_MIN = 200
const RETRY_MS_MAX = 5000

/**
 * Whether this log is a prefix of the master's, as far as can be told. `diverged-announced`: it is not, and the master is one
 * that understands being told so.
 */
export type TailVerdict = 'prefix' | 'diverged' | 'diverged-announced' | 'unknown'

/** Times are read at use: they change at run time. */
export interface HaSlaveOptions {
  /** `haSendHeartbeatInterval`: a report is due after so long without one. */
  readonly heartbeatMs: number
  /** `haHousekeepingInterval`: the connection is dropped after so long without a byte. */
  readonly housekeepingMs: number
  readonly connectTimeoutMs: number
  /**
   * Compares the last record of this log with the master's at the same offset. `unknown` when the master cannot be
   * asked; replication then starts as in 5.3.3.
   */
  verifyTail(): Promise<TailVerdict>
}

export interface HaSlavePorts {
  readonly clock: Clock
  readonly timers: Timers
  readonly network: Network
  readonly log: Log
}

export class DefaultHaSlave implements HaSlave {
  private readonly log: HaLog
  private readonly options: HaSlaveOptions
  private readonly ports: HaSlavePorts
  private readonly rate = new ByteRate()
  private master: Address | undefined
  private link: MasterLink | undefined
  private state: SlaveConnectionState = 'no-master'
  private reason = 'no master is known yet'
  private retryMs = RETRY_MS_MIN
  private retryTimer: TimerHandle | undefined
  private tick: TimerHandle | undefined
  private isRunning = false
  /** Grows with each attempt, so that an answer to an older one is recognised and dropped. */
  private attempt = 0

  constructor(log: HaLog, options: HaSlaveOptions, ports: HaSlavePorts) {
    this.log = log
    this.options = options
    this.ports = { ...ports, log: ports.log.child('ha.slave') }
  }

  start(): void {
    this.isRunning = true
    this.tick = this.ports.timers.every(TICK_MS, () => this.link?.onTick())
    this.connectSoon(0)
  }

  stop(): void {
    this.isRunning = false
    this.tick?.cancel()
    this.retryTimer?.cancel()
    this.dropLink('this broker stops')
  }

  setMasterAddress(text: string | undefined): void {
    const address = text === undefined || text === '' ? undefined : parseAddress(text)
    if (address?.host === this.master?.host && address?.port === this.master?.port) return
    this.ports.log.info('master for replication', { from: this.masterText(), to: text })
    this.master = address
    this.dropLink('the master address changed')
    this.enter(address === undefined ? 'no-master' : 'connecting', address === undefined ? 'no master is known' : '')
    this.connectSoon(0)
  }

  /** The own log is written up to `endOffset`: call in the store's `replicate` stage. */
  onWritten(endOffset: number): void {
    this.link?.confirm(endOffset)
  }

  status(): MasterLinkStatus {
    return {
      state: this.state,
      masterAddress: this.masterText(),
      localAddress: this.link?.localAddress,
      lastReadMs: this.link?.lastReadAtMs ?? 0,
      lastWriteMs: this.link?.lastWriteAtMs ?? 0,
      bytesPerSecond: this.rate.bytesPerSecond(this.ports.clock.monotonicMs()),
      maxOffset: this.log.appendedOffset,
      reason: this.reason,
    }
  }

  private connectSoon(delayMs: number): void {
    this.retryTimer?.cancel()
    this.retryTimer = undefined
    if (!this.isRunning || this.master === undefined || this.link !== undefined) return
    this.retryTimer = this.ports.timers.after(delayMs, () => void this.connect())
  }

  private async connect(): Promise<void> {
    const address = this.master
    if (!this.isRunning || address === undefined || this.link !== undefined) return
    const attempt = ++this.attempt
    const isCurrent = (): boolean => this.isRunning && attempt === this.attempt && this.link === undefined
    if (this.state !== 'diverged') this.enter('connecting', '')
    const verdict = this.log.appendedOffset === 0 ? 'prefix' : await this.options.verifyTail()
    if (!isCurrent()) return
    const isDiverged = verdict === 'diverged' || verdict === 'diverged-announced'
    if (isDiverged) {
      this.enter(
        'diverged',
        `the log of this slave ends at ${this.log.appendedOffset} and is not a part of its master's: clone it anew`,
      )
    }
    if (verdict === 'diverged') {
      this.retryLater()
      return
    }
    try {
      await this.ports.network.connect({ address, timeoutMs: this.options.connectTimeoutMs }, (stream) => {
        const link = new MasterLink(stream, this.log, this.options, this.ports.clock, this.rate, isDiverged, {
          mismatched: (reason) => this.enter('mismatch', reason),
          received: () => {
            this.retryMs = RETRY_MS_MIN
            if (!isDiverged && this.state !== 'transfer') this.enter('transfer', '')
          },
          closed: (reason) => this.onLinkClosed(link, reason),
        })
        if (isCurrent()) {
          this.link = link
          link.report()
        } else link.close('superseded')
        return link
      })
    } catch (error) {
      if (!isCurrent()) return
      this.enter('backing-off', errorText(error))
      this.retryLater()
    }
  }

  private onLinkClosed(link: MasterLink, reason: string): void {
    if (this.link !== link) return
    this.link = undefined
    if (!this.isRunning) return
    if (this.state === 'transfer' || this.state === 'connecting') this.enter('backing-off', reason)
    this.retryLater()
  }

  private retryLater(): void {
    const delayMs = this.retryMs
    this.retryMs = Math.min(RETRY_MS_MAX, this.retryMs * 2)
    this.connectSoon(delayMs)
  }

  private dropLink(reason: string): void {
    this.attempt++
    const link = this.link
    this.link = undefined
    link?.close(reason)
    this.retryMs = RETRY_MS_MIN
  }

  private enter(state: SlaveConnectionState, reason: string): void {
    if (state === this.state && reason === this.reason) return
    const fields = {
      from: this.state,
      to: state,
      reason,
      master: this.masterText(),
      maxOffset: this.log.appendedOffset,
    }
    this.state = state
    this.reason = reason
    if (state === 'diverged' || state === 'mismatch') this.ports.log.warn('replication state', fields)
    else this.ports.log.info('replication state', fields)
  }

  private masterText(): string | undefined {
    return this.master === undefined ? undefined : `${this.master.host}:${this.master.port}`
  }
}

interface MasterLinkOwner {
  mismatched(reason: string): void
  received(): void
  closed(reason: string): void
}

/** One connection to the master. */
class MasterLink implements StreamHandler, TransferSink {
  lastReadAtMs: number
  lastWriteAtMs: number
  private readonly reader = new TransferReader()
  private readonly stream: ByteStream
  private readonly log: HaLog
  private readonly options: HaSlaveOptions
  private readonly clock: Clock
  private readonly rate: ByteRate
  private readonly isDiverged: boolean
  private readonly owner: MasterLinkOwner
  private lastReadMs: number
  private lastWriteMs: number
  private reportedOffset = -1
  private bodyAt = 0
  private isClosed = false

  constructor(
    stream: ByteStream,
    log: HaLog,
    options: HaSlaveOptions,
    clock: Clock,
    rate: ByteRate,
    isDiverged: boolean,
    owner: MasterLinkOwner,
  ) {
    this.stream = stream
    this.log = log
    this.options = options
    this.clock = clock
    this.rate = rate
    this.isDiverged = isDiverged
    this.owner = owner
    this.lastReadMs = this.lastWriteMs = clock.monotonicMs()
    this.lastReadAtMs = this.lastWriteAtMs = clock.nowMs()
  }

  onData(chunk: Bytes): void {
    if (this.isClosed) return
    this.lastReadMs = this.clock.monotonicMs()
    this.lastReadAtMs = this.clock.nowMs()
    this.rate.add(chunk.length, this.lastReadMs)
    try {
      if (this.reader.push(chunk, this)) this.owner.received()
    } catch (error) {
      this.close(errorText(error))
    }
  }

  get localAddress(): string {
    const { host, port } = this.stream.local
    return `${host}:${port}`
  }

  onDrain(): void {
    // Reports are 8 bytes; a socket that cannot take them is ended by housekeeping on the other side.
  }

  onClose(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.owner.closed(reason)
  }

  onHeader(logOffset: number, bodyBytes: number): boolean {
    const own = this.log.appendedOffset
    if (this.isDiverged) {
      if (bodyBytes > 0) this.close('the master sends to a diverged slave')
      return bodyBytes === 0
    }
    this.bodyAt = logOffset
    if (own === 0 || own === logOffset) return true
    const reason = `the master pushes offset ${logOffset} but this log ends at ${own} (body of ${bodyBytes} bytes)`
    this.owner.mismatched(reason)
    this.close(reason)
    return false
  }

  onBody(bytes: Bytes, start: number, end: number): boolean {
    const outcome = this.log.appendRaw(bytes, start, end, this.bodyAt)
    if (outcome === 'appended') {
      this.bodyAt += end - start
      return true
    }
    const reason =
      outcome === 'position-mismatch'
        ? `offset ${this.bodyAt} is not the end of this log`
        : 'the files of this slave take no data, see its log'
    if (outcome === 'position-mismatch') this.owner.mismatched(reason)
    this.close(reason)
    return false
  }

  /** Confirms what is written; one report for everything that one turn appended. */
  confirm(endOffset: number): void {
    if (endOffset > this.reportedOffset) this.report(endOffset)
  }

  report(endOffset = this.log.writtenOffset): void {
    if (this.isClosed) return
    this.reportedOffset = endOffset
    this.lastWriteMs = this.clock.monotonicMs()
    this.lastWriteAtMs = this.clock.nowMs()
    this.stream.write(this.isDiverged ? encodeDivergence(endOffset) : encodeReport(endOffset))
  }

  onTick(): void {
    const nowMs = this.clock.monotonicMs()
    if (nowMs - this.lastReadMs > this.options.housekeepingMs) {
      this.close(`no byte from the master for ${Math.round(nowMs - this.lastReadMs)} ms (haHousekeepingInterval)`)
    } else if (nowMs - this.lastWriteMs > this.options.heartbeatMs) this.report()
  }

  close(reason: string): void {
    this.stream.destroy(reason)
    this.onClose(reason)
  }
}

function parseAddress(text: string): Address {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}
