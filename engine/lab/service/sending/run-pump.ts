/**
 * Gets the messages of a run out: how many may go now (rate, concurrency, failures in a row), which of them go together,
 * and to which queue. What becomes of the answers is the run's business.
 */
import { EngineError } from '../../../base/errors.ts'
import { utf8Length } from '../../../base/bytes.ts'
import type { Clock, TimerHandle, Timers } from '../../../base/ports.ts'
import { type Producer, selectByHash, type SendCall } from '../../../client/producer.ts'
import type { SendResult } from '../../../client/send-result.ts'
import { MESSAGE_BODY_BYTES_MAX, type RunSpec } from '../../../contract/messages-api.ts'
import { type MessageQueue, queueKey } from '../../../protocol/message-queue.ts'
import type { MadeMessage, MessageMaker } from './message-maker.ts'
import { Pacer } from './pacer.ts'

const TICK_MS = 10
/** Requests begun in one turn of the event loop, so that answers are heard in between. */
const PER_TURN_MAX = 500
/** A cluster that refuses this many sends in a row is asked less often. */
const FAILURES_IN_A_ROW = 10
const AFTER_FAILURES_MS = 200
/** How long the queues of an order key count as known. */
const QUEUES_FRESH_MS = 1000
/** What a message takes in a batch beside its body and properties, with its unique id. */
const BATCH_ENTRY_BYTES = 100
/** Without answers nobody tells a sender to slow down: limits where none was set. */
const ONE_WAY_PER_SECOND = 20_000
const ONE_WAY_BYTES_PER_SECOND = 64 * 1024 * 1024

export interface PumpParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly producer: Producer
  readonly maker: MessageMaker
  /** `result` is undefined for a one-way send. */
  onSent(messages: readonly MadeMessage[], atMs: number, tookMs: number, result: SendResult | undefined): void
  onFailed(messages: readonly MadeMessage[], atMs: number, tookMs: number, error: unknown): void
  /** Nothing is left to send and nothing is on the way. */
  onDone(): void
}

interface Parcel {
  readonly messages: readonly MadeMessage[]
  readonly queue: MessageQueue | undefined
}

export class RunPump {
  readonly #spec: RunSpec
  readonly #parts: PumpParts
  readonly #pacer: Pacer
  #state: 'new' | 'running' | 'paused' | 'stopped' | 'done' = 'new'
  #nextSeq = 1
  /** Made and not sent with its batch: too large for it, or for another queue. */
  #carried: MadeMessage | undefined
  #inFlight = 0
  #failuresInARow = 0
  #notBeforeMs = 0
  #isTurnDue = false
  #queues: { readonly queues: readonly MessageQueue[]; readonly atMs: number } | undefined
  #isAskingQueues = false
  #ticking: TimerHandle | undefined

  constructor(spec: RunSpec, parts: PumpParts) {
    this.#spec = spec
    this.#parts = parts
    this.#pacer = new Pacer(paceOf(spec, parts.maker), spec.batch, parts.clock.monotonicMs())
  }

  get inFlight(): number {
    return this.#inFlight
  }

  start(): void {
    this.#state = 'running'
    this.#pacer.restart(this.#parts.clock.monotonicMs())
    this.#ticking ??= this.#parts.timers.every(TICK_MS, () => this.#turn())
    this.#turn()
  }

  pause(): void {
    if (this.#state === 'running') this.#state = 'paused'
  }

  /** Sends nothing more; what is on the way is waited for. */
  stop(): void {
    if (this.#state === 'done') return
    this.#state = 'stopped'
    this.#finishWhenEmpty()
  }

  /** Like `stop`, and nobody is told. */
  abandon(): void {
    this.#state = 'done'
    this.#ticking?.cancel()
  }

  #turn(): void {
    this.#isTurnDue = false
    const nowMs = this.#parts.clock.monotonicMs()
    let begun = 0
    while (this.#state === 'running' && nowMs >= this.#notBeforeMs) {
      if (this.#inFlight >= this.#spec.concurrency || !this.#hasMore) break
      if (begun++ >= PER_TURN_MAX) {
        this.#turnSoon()
        break
      }
      const parcel = this.#nextParcel(nowMs)
      if (parcel === undefined) break
      this.#dispatch(parcel)
    }
    this.#finishWhenEmpty()
  }

  get #hasMore(): boolean {
    return this.#carried !== undefined || this.#nextSeq <= this.#spec.count
  }

  #turnSoon(): void {
    if (this.#isTurnDue) return
    this.#isTurnDue = true
    this.#parts.timers.atTurnEnd(() => this.#turn())
  }

  #finishWhenEmpty(): void {
    const isOver = this.#state === 'stopped' || (this.#state === 'running' && !this.#hasMore)
    if (!isOver || this.#inFlight > 0) return
    this.#state = 'done'
    this.#ticking?.cancel()
    this.#parts.onDone()
  }

  /** The messages of the next request; undefined when it has to wait for its turn or for the topic's queues. */
  #nextParcel(nowMs: number): Parcel | undefined {
    if (this.#spec.message.orderKey !== '' && !this.#knowsQueues(nowMs)) return undefined
    const left = this.#spec.count - this.#nextSeq + 1
    const wanted = Math.min(this.#spec.batch - (this.#carried === undefined ? 0 : 1), left)
    if (!this.#pacer.take(wanted, nowMs)) return undefined
    const messages = [this.#carried ?? this.#make()]
    this.#carried = undefined
    const queue = this.#queueOf(messages[0] as MadeMessage)
    let bytes = batchBytes(messages[0] as MadeMessage)
    while (messages.length < this.#spec.batch && this.#nextSeq <= this.#spec.count) {
      const next = this.#make()
      bytes += batchBytes(next)
      if (bytes > MESSAGE_BODY_BYTES_MAX || keyOf(this.#queueOf(next)) !== keyOf(queue)) {
        this.#carried = next
        break
      }
      messages.push(next)
    }
    const made = left - (this.#spec.count - this.#nextSeq + 1)
    this.#pacer.giveBack(wanted - made)
    return { messages, queue }
  }

  #make(): MadeMessage {
    return this.#parts.maker.make(this.#nextSeq++)
  }

  #queueOf(message: MadeMessage): MessageQueue | undefined {
    const { topic, queue } = this.#spec.message
    if (queue !== null) return { topic, ...queue }
    const queues = this.#queues?.queues ?? []
    if (message.orderKey === '' || queues.length === 0) return undefined
    return selectByHash(message.orderKey)(queues, message.outgoing)
  }

  /** An order key needs the topic's queues; they are asked for again from time to time. */
  #knowsQueues(nowMs: number): boolean {
    const isFresh = this.#queues !== undefined && nowMs - this.#queues.atMs < QUEUES_FRESH_MS
    if (!isFresh && !this.#isAskingQueues) void this.#askQueues()
    return this.#queues !== undefined
  }

  async #askQueues(): Promise<void> {
    this.#isAskingQueues = true
    const { producer, clock } = this.#parts
    try {
      this.#queues = { queues: await producer.publishQueues(this.#spec.message.topic), atMs: clock.monotonicMs() }
      this.#turnSoon()
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      // Without queues yet the next tick asks again; known ones are used on.
      this.#notBeforeMs = clock.monotonicMs() + AFTER_FAILURES_MS
    } finally {
      this.#isAskingQueues = false
    }
  }

  #dispatch(parcel: Parcel): void {
    const { clock } = this.#parts
    const atMs = clock.nowMs()
    const startedMs = clock.monotonicMs()
    this.#inFlight++
    const done = (error: unknown, result: SendResult | undefined): void => {
      this.#inFlight--
      const tookMs = clock.monotonicMs() - startedMs
      if (error === undefined) {
        this.#failuresInARow = 0
        this.#parts.onSent(parcel.messages, atMs, tookMs, result)
      } else {
        this.#parts.onFailed(parcel.messages, atMs, tookMs, error)
        if (++this.#failuresInARow >= FAILURES_IN_A_ROW) this.#notBeforeMs = clock.monotonicMs() + AFTER_FAILURES_MS
      }
      this.#turnSoon()
    }
    this.#send(parcel, done)
  }

  #send({ messages, queue }: Parcel, done: (error: unknown, result: SendResult | undefined) => void): void {
    const { producer } = this.#parts
    const call: SendCall = { timeoutMs: this.#spec.timeoutMs, retryTimes: this.#spec.retries, queue }
    const [first] = messages
    if (first === undefined) return
    const failed = (error: unknown): void => done(error ?? new EngineError('protocol', 'the send failed'), undefined)
    if (messages.length > 1) {
      const outgoing = messages.map((message) => message.outgoing)
      producer.sendBatch(outgoing, call).then((result) => done(undefined, result), failed)
    } else if (this.#spec.mode === 'one-way') {
      producer.sendOneway(first.outgoing, call).then(() => done(undefined, undefined), failed)
    } else if (this.#spec.mode === 'async') {
      producer.sendAsync(
        first.outgoing,
        (error, result) => (result === undefined ? failed(error) : done(undefined, result)),
        call,
      )
    } else {
      producer.send(first.outgoing, call).then((result) => done(undefined, result), failed)
    }
  }
}

function keyOf(queue: MessageQueue | undefined): string {
  return queue === undefined ? '' : queueKey(queue)
}

function paceOf(spec: RunSpec, maker: MessageMaker): number {
  if (spec.mode !== 'one-way') return spec.ratePerSecond
  const byBytes = Math.floor(ONE_WAY_BYTES_PER_SECOND / batchBytes(maker.make(1)))
  const limit = Math.max(1, Math.min(ONE_WAY_PER_SECOND, byBytes))
  return spec.ratePerSecond === 0 ? limit : Math.min(spec.ratePerSecond, Math.max(limit, byBytes))
}

/** What a message adds to a batch, rather too much than too little. */
function batchBytes({ outgoing, tag, keys }: MadeMessage): number {
  let bytes = BATCH_ENTRY_BYTES + outgoing.body.length + utf8Length(tag) + utf8Length(keys)
  for (const [name, value] of Object.entries(outgoing.properties ?? {}))
    bytes += utf8Length(name) + utf8Length(value) + 2
  return bytes
}
