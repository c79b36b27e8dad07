/**
 * Finds connections without a byte in either direction. Shared by server and client. A process that was stopped for a
 * while (SIGSTOP, a sleeping laptop) finds everything silent when it wakes: it then lets one round pass, so that what
 * waits in its sockets is read first.
 */
import type { Clock, TimerHandle, Timers } from '../base/ports.ts'
import type { RemotingConnection } from './connection.ts'

const ROUNDS_PER_IDLE = 4
/** Between two rounds while no time is too long. */
const ENDLESS_ROUND_MS = 30_000

export class IdleSweep {
  private readonly clock: Clock
  private readonly timers: Timers
  private idleMs: number
  private timer: TimerHandle | undefined
  private lastRoundMs = 0
  private sweep: ((roundMs: number) => void) | undefined

  constructor(ports: { readonly clock: Clock; readonly timers: Timers }, idleMs: number) {
    this.clock = ports.clock
    this.timers = ports.timers
    this.idleMs = idleMs
  }

  /**
   * Looks at `connections` four times per `idleMs` and closes the idle ones.
   * @param onIdle told before each close
   */
  start(connections: ReadonlySet<RemotingConnection>, onIdle: (connection: RemotingConnection) => void): void {
    if (this.timer !== undefined) return
    this.sweep = (roundMs) => this.round(roundMs, connections, onIdle)
    this.schedule()
  }

  stop(): void {
    this.timer?.cancel()
    this.sweep = undefined
  }

  /** Another limit from now on, for connections that are open too; 0 or less lets them be idle for ever. */
  setIdle(idleMs: number): void {
    if (idleMs === this.idleMs) return
    this.idleMs = idleMs
    if (this.sweep !== undefined) this.schedule()
  }

  private schedule(): void {
    this.timer?.cancel()
    const roundMs = this.idleMs > 0 ? Math.max(1, Math.floor(this.idleMs / ROUNDS_PER_IDLE)) : ENDLESS_ROUND_MS
    this.lastRoundMs = this.clock.monotonicMs()
    this.timer = this.timers.every(roundMs, () => this.sweep?.(roundMs))
  }

  private round(
    roundMs: number,
    connections: ReadonlySet<RemotingConnection>,
    onIdle: (connection: RemotingConnection) => void,
  ): void {
    const nowMs = this.clock.monotonicMs()
    const wasAsleep = nowMs - this.lastRoundMs >= 2 * roundMs
    this.lastRoundMs = nowMs
    for (const connection of [...connections]) {
      connection.adjustReading()
      const silentMs = nowMs - Math.max(connection.lastReadMs, connection.lastWriteMs)
      if (wasAsleep || this.idleMs <= 0 || silentMs < this.idleMs) continue
      onIdle(connection)
      connection.close(`idle for ${this.idleMs} ms`)
    }
  }
}
