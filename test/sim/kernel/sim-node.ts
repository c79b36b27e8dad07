/**
 * One simulated machine with one process on it. The disk and the name outlive a crash; timers, connections and ports
 * belong to an incarnation and die with it.
 */
import { crc32 } from '../../../engine/base/crc32.ts'
import type { Clock, Log, LogFields, LogLevel, Ports, TimerHandle, Timers } from '../../../engine/base/ports.ts'
import { NodeCompression } from '../../../engine/node/node-compression.ts'
import { MemoryDisk } from './memory-disk.ts'
import { MemoryFileSystem } from './memory-file-system.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimEvent } from './event-queue.ts'
import type { Simulation } from './simulation.ts'

/** One run of a node's process. */
export class Incarnation {
  readonly node: SimNode
  readonly processId: number
  isAlive = true

  constructor(node: SimNode, processId: number) {
    this.node = node
    this.processId = processId
  }
}

export class SimNode {
  readonly name: string
  readonly host: string
  readonly disk: MemoryDisk
  readonly random: SeededRandom
  /** Time that this machine's wall clock is ahead of the simulation's. */
  clockSkewMs = 0
  /** Bounds of the time that one datasync takes; raise them for a slow disk. */
  syncMs: { min: number; max: number } = { min: 0.1, max: 1 }
  isPaused = false
  /** The machine is switched on: it answers connection attempts, if only with a refusal. */
  isPowered = true
  incarnation: Incarnation
  ports: Ports
  readonly #deferred: (() => void)[] = []
  readonly #simulation: Simulation

  constructor(simulation: Simulation, name: string, host: string, random: SeededRandom) {
    this.#simulation = simulation
    this.name = name
    this.host = host
    this.random = random
    this.disk = new MemoryDisk({ tracksDurability: true, nowMs: () => this.wallMs() })
    this.incarnation = new Incarnation(this, simulation.nextProcessId())
    this.ports = this.#makePorts(this.incarnation)
  }

  wallMs(): number {
    return this.#simulation.epochMs + Math.floor(this.#simulation.nowMs) + this.clockSkewMs
  }

  /** Runs the task of one of this node's events, or keeps it until `resume`. */
  deliver(task: () => void): void {
    if (this.isPaused) this.#deferred.push(task)
    else task()
  }

  takeDeferred(): (() => void)[] {
    return this.#deferred.splice(0)
  }

  /** Ends the running incarnation; nothing that it planned happens any more. */
  end(): void {
    this.incarnation.isAlive = false
    this.#deferred.length = 0
    this.isPaused = false
  }

  /** A new process with new ports on the same disk. */
  begin(): Incarnation {
    this.isPowered = true
    this.incarnation = new Incarnation(this, this.#simulation.nextProcessId())
    this.ports = this.#makePorts(this.incarnation)
    return this.incarnation
  }

  #makePorts(incarnation: Incarnation): Ports {
    const simulation = this.#simulation
    const clock: Clock = { nowMs: () => this.wallMs(), monotonicMs: () => simulation.nowMs }
    return {
      clock,
      timers: new SimTimers(simulation, incarnation),
      random: this.random.fork(),
      log: new SimLog(simulation, incarnation, ''),
      checksum: crc32,
      compression: new NodeCompression(),
      fs: new MemoryFileSystem({
        disk: this.disk,
        later: (operation, task) => {
          const delayMs = operation === 'datasync' ? this.random.between(this.syncMs.min, this.syncMs.max) : 0.05
          simulation.schedule(delayMs, incarnation, task)
        },
      }),
      network: simulation.network.portOf(incarnation),
      identity: { processId: incarnation.processId, hostName: this.name, localIpv4: this.host },
    }
  }
}

class SimTimers implements Timers {
  readonly #simulation: Simulation
  readonly #owner: Incarnation
  #batch: (() => void)[] = []

  constructor(simulation: Simulation, owner: Incarnation) {
    this.#simulation = simulation
    this.#owner = owner
  }

  after(delayMs: number, task: () => void): TimerHandle {
    const event = this.#simulation.schedule(Math.max(1, delayMs), this.#owner, task)
    return { cancel: () => cancel(event) }
  }

  every(periodMs: number, task: () => void): TimerHandle {
    let event: SimEvent
    const next = (): void => {
      event = this.#simulation.schedule(Math.max(1, periodMs), this.#owner, () => {
        next()
        task()
      })
    }
    next()
    return { cancel: () => cancel(event) }
  }

  atTurnEnd(task: () => void): void {
    if (this.#batch.length === 0) {
      this.#simulation.schedule(0, this.#owner, () => {
        for (const due of this.#batch.splice(0)) due()
      })
    }
    this.#batch.push(task)
  }
}

function cancel(event: SimEvent): void {
  event.task = undefined
}

class SimLog implements Log {
  readonly #simulation: Simulation
  readonly #owner: Incarnation
  readonly #name: string

  constructor(simulation: Simulation, owner: Incarnation, name: string) {
    this.#simulation = simulation
    this.#owner = owner
    this.#name = name
  }

  debug(message: string, fields?: LogFields): void {
    this.#add('debug', message, fields)
  }

  info(message: string, fields?: LogFields): void {
    this.#add('info', message, fields)
  }

  warn(message: string, fields?: LogFields): void {
    this.#add('warn', message, fields)
  }

  error(message: string, fields?: LogFields): void {
    this.#add('error', message, fields)
  }

  child(name: string): Log {
    return new SimLog(this.#simulation, this.#owner, this.#name === '' ? name : `${this.#name}.${name}`)
  }

  #add(level: LogLevel, message: string, fields: LogFields = {}): void {
    if (!this.#owner.isAlive) return
    this.#simulation.record({ node: this.#owner.node.name, level, name: this.#name, message, fields })
  }
}
