/**
 * Finds connections without a byte in either direction. Shared by server and client. A process that was stopped for a
 * while (SIGSTOP, a sleeping laptop) finds everything silent when it wakes: it then lets one round pass, so that what
 * waits in its sockets is read first.
 */
import type { Clock, TimerHandle, Timers } from '../base/ports.ts'
import type { RemotingConnection } from './connection.ts'

const ROUNDS_PER_IDLE = 4

export class IdleSweep {
  private readonly clock: Clock
  private readonly timers: Timers
  private readonly idleMs: number
  private timer: TimerHandle | undefined
  private lastRoundMs = 0

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
    const roundMs = Math.max(1, Math.floor(this.idleMs / ROUNDS_PER_IDLE))
    this.lastRoundMs = this.clock.monotonicMs()
    this.timer = this.timers.every(roundMs, () => this.round(roundMs, connections, onIdle))
  }

  stop(): void {
    this.timer?.cancel()
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
      if (wasAsleep || nowMs - Math.max(connection.lastReadMs, connection.lastWriteMs) < this.idleMs) continue
      onIdle(connection)
      connection.close(`idle for ${this.idleMs} ms`)
    }
  }
}
