/**
 * The lab's consumers of one cluster with the rows they wrote and the windows that look at them. Starts and stops
 * consumers, passes changes on; which cluster this is and how it is reached is the area's business.
 */
import type { Clock, Timers, TimerHandle } from '../../../base/ports.ts'
import { EngineError } from '../../../base/errors.ts'
import type { ConsumerEvent, ConsumerSpec } from '../../../contract/messages-api.ts'
import type { StopStream, StreamSink } from '../../../contract/rpc.ts'
import { ConsumerWatch } from './consumer-watch.ts'
import { subscriptionClash, tooManyConsumers, unknownConsumer } from './consumer-words.ts'
import type { Reader, Reception } from './reader.ts'
import { ReceivedRing } from './received-ring.ts'
import { RunDeliveries } from './run-deliveries.ts'
import { RunningConsumer } from './running-consumer.ts'

/** Consumers of one cluster at once. */
export const CONSUMERS_MAX = 32
/** Body bytes kept of each row until a window asks for more. */
const PREFIX_BYTES = 256
/** Batches to each window: 20 a second at most. */
const FLUSH_MS = 50
const TICK_MS = 1000

export interface ClusterConsumersParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly makeReader: (spec: ConsumerSpec, slot: number, reception: Reception) => Reader
}

export class ClusterConsumers {
  readonly runs = new RunDeliveries()
  readonly #parts: ClusterConsumersParts
  readonly #ring = new ReceivedRing(PREFIX_BYTES)
  readonly #consumers = new Map<string, RunningConsumer>()
  /** By consumer: the place among broadcasting members of its group, which keeps their offsets apart. */
  readonly #slots = new Map<string, { readonly group: string; readonly slot: number }>()
  readonly #watches = new Set<ConsumerWatch>()
  /** What was told last of each consumer. */
  readonly #told = new Map<string, string>()
  #lastNumber = 0
  #ticking: TimerHandle | undefined
  #flushing: TimerHandle | undefined

  constructor(parts: ClusterConsumersParts) {
    this.#parts = parts
  }

  get consumers(): readonly RunningConsumer[] {
    return [...this.#consumers.values()]
  }

  /** @throws {EngineError} 'usage' beside a member with another subscription, 'overload', or why it cannot start. */
  async start(spec: ConsumerSpec, ofRun: number | null): Promise<string> {
    if (this.#consumers.size >= CONSUMERS_MAX) throw tooManyConsumers(CONSUMERS_MAX)
    const clash = this.consumers.find((other) => other.spec.group === spec.group && !isSameMember(other.spec, spec))
    if (clash !== undefined) throw subscriptionClash(spec, clash.spec, clash.number)
    const number = ++this.#lastNumber
    const id = `c${number}`
    const slot = this.#freeSlot(spec.group)
    const consumer = new RunningConsumer(id, number, spec, ofRun, {
      clock: this.#parts.clock,
      ring: this.#ring,
      runs: this.runs,
      makeReader: (reception) => this.#parts.makeReader(spec, slot, reception),
      onRowState: (of, seq, state) => {
        for (const watch of this.#watches) watch.noteState(of, seq, state)
      },
    })
    this.#consumers.set(id, consumer)
    this.#slots.set(id, { group: spec.group, slot })
    this.#ticking ??= this.#parts.timers.every(TICK_MS, () => this.#tick())
    this.#tell(consumer)
    try {
      await consumer.start()
    } catch (error) {
      this.#forget(id)
      throw error
    }
    this.#tell(consumer)
    return id
  }

  /** @throws {EngineError} 'not-found'. */
  async stop(id: string): Promise<void> {
    const consumer = this.#get(id)
    const stopping = consumer.stop()
    this.#tell(consumer)
    try {
      await stopping
    } finally {
      this.#forget(id)
    }
  }

  async stopAll(): Promise<void> {
    await Promise.allSettled([...this.#consumers.keys()].map((id) => this.stop(id)))
  }

  /** @throws {EngineError} 'not-found'; 'usage' for a send back in broadcasting, which no broker takes. */
  settle(id: string, seqs: readonly number[], outcome: 'commit' | 'send-back'): number {
    const consumer = this.#get(id)
    if (outcome === 'send-back' && consumer.spec.model === 'broadcasting') {
      throw new EngineError('usage', 'outcome "send-back": a broadcasting group has no retry queue; commit instead.', {
        context: { field: 'outcome', value: outcome },
        zh: 'outcome“send-back”：广播消费组没有重试队列，请直接提交。',
      })
    }
    return consumer.settle(seqs, outcome)
  }

  /** Shows consumers and rows to one window until it stops. */
  watch(sink: StreamSink<ConsumerEvent>, previewBytes: number): StopStream {
    this.#ring.keepPrefix(previewBytes)
    const watch = new ConsumerWatch(this.#ring, sink, previewBytes)
    const nowMs = this.#parts.clock.nowMs()
    for (const consumer of this.#consumers.values()) watch.noteView(consumer.view(nowMs))
    this.#watches.add(watch)
    watch.flush()
    this.#flushing ??= this.#parts.timers.every(FLUSH_MS, () => this.#flush())
    return () => {
      this.#watches.delete(watch)
      if (this.#watches.size > 0) return
      this.#flushing?.cancel()
      this.#flushing = undefined
    }
  }

  #flush(): void {
    for (const watch of this.#watches) watch.flush()
  }

  #tick(): void {
    const nowMs = this.#parts.clock.nowMs()
    for (const consumer of this.#consumers.values()) {
      consumer.tick(nowMs)
      this.#tell(consumer)
    }
  }

  #tell(consumer: RunningConsumer): void {
    const view = consumer.view(this.#parts.clock.nowMs())
    const text = JSON.stringify(view)
    if (this.#told.get(consumer.id) === text) return
    this.#told.set(consumer.id, text)
    for (const watch of this.#watches) watch.noteView(view)
  }

  #forget(id: string): void {
    this.#consumers.delete(id)
    this.#slots.delete(id)
    this.#told.delete(id)
    for (const watch of this.#watches) watch.noteGone(id)
    if (this.#consumers.size > 0) return
    this.#ticking?.cancel()
    this.#ticking = undefined
  }

  #get(id: string): RunningConsumer {
    const consumer = this.#consumers.get(id)
    if (consumer === undefined) throw unknownConsumer(id)
    return consumer
  }

  #freeSlot(group: string): number {
    const taken = new Set([...this.#slots.values()].flatMap((used) => (used.group === group ? [used.slot] : [])))
    let slot = 1
    while (taken.has(slot)) slot++
    return slot
  }
}

/** Whether two members of one group agree on what the group does. */
function isSameMember(a: ConsumerSpec, b: ConsumerSpec): boolean {
  return a.topic === b.topic && a.expression === b.expression && a.model === b.model && a.order === b.order
}
