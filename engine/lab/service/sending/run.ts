/**
 * One numbered run: sends through its pump, keeps its books, knows its state and says how it stands. It ends when
 * everything was sent and, where deliveries are counted, everything acknowledged has come or cannot come any more.
 */
import type { Clock, Timers } from '../../../base/ports.ts'
import type { Producer } from '../../../client/producer.ts'
import type { SendResult } from '../../../client/send-result.ts'
import type { RunSpec, RunView, SendRow, SendStatus } from '../../../contract/messages-api.ts'
import type { Text } from '../../../contract/text.ts'
import { Accounting } from './accounting.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import type { MadeMessage, MessageMaker } from './message-maker.ts'
import { RowRing } from './row-ring.ts'
import { rowsOf } from './send-rows.ts'
import { RunPump } from './run-pump.ts'
import { sendProblem } from './send-words.ts'
import { shownSpec } from './shown-spec.ts'

/** The rate shown is that of about the last second. */
const RATE_MS = 1000
/** How long after its end a run still looks at what slaves have copied. */
const COPY_WAIT_MS = 30_000

/** What a run needs for counting deliveries. */
export interface RunCounting {
  /** Called once, when the run has ended. */
  stop(): void
}

export interface RunParts {
  readonly clock: Clock
  readonly timers: Timers
  readonly producer: Producer
  readonly maker: MessageMaker
  /** Messages on one disk only now, of these brokers; null when unknown. */
  onOneDiskOnly(brokerNames: ReadonlySet<string>): number | null
  /** The state has changed: worth saving. */
  onState(run: Run): void
}

export class Run {
  readonly number: number
  readonly runId: string
  readonly spec: RunSpec
  readonly books: Accounting
  readonly rows = new RowRing()
  /** Set to count deliveries; without it the run ends with its last answer. */
  counting: RunCounting | undefined
  problem: Text | null = null
  readonly #parts: RunParts
  readonly #pump: RunPump
  readonly #startedAtMs: number
  readonly #statuses: Record<SendStatus, number> = {
    SEND_OK: 0,
    FLUSH_DISK_TIMEOUT: 0,
    FLUSH_SLAVE_TIMEOUT: 0,
    SLAVE_NOT_AVAILABLE: 0,
    ONE_WAY: 0,
    FAILED: 0,
  }
  readonly #sendTimes = new LatencyHistogram()
  readonly #deliveryTimes = new LatencyHistogram()
  readonly #brokerNames = new Set<string>()
  #state: RunView['state'] = 'sending'
  #endedAtMs: number | null = null
  #sendingEndedAtMs: number | undefined
  #sent = 0
  #rate = { atMs: 0, sent: 0, perSecond: 0 }
  #oneDiskOnly: number | null = null

  constructor(number: number, runId: string, spec: RunSpec, parts: RunParts) {
    this.number = number
    this.runId = runId
    this.spec = spec
    this.#parts = parts
    this.books = new Accounting(spec.count)
    this.#startedAtMs = parts.clock.nowMs()
    this.#pump = new RunPump(spec, {
      clock: parts.clock,
      timers: parts.timers,
      producer: parts.producer,
      maker: parts.maker,
      onSent: (messages, atMs, tookMs, result) => this.#noteSent(messages, atMs, tookMs, result),
      onFailed: (messages, atMs, tookMs, error) => this.#noteFailed(messages, atMs, tookMs, error),
      onDone: () => this.#noteDone(),
    })
  }

  get state(): RunView['state'] {
    return this.#state
  }

  get isOver(): boolean {
    return this.#state === 'ended'
  }

  /** When the last message was sent; undefined before. */
  get sendingEndedAtMs(): number | undefined {
    return this.#sendingEndedAtMs
  }

  start(): void {
    this.#rate.atMs = this.#parts.clock.monotonicMs()
    this.#pump.start()
  }

  /** @returns false when it is not sending. */
  pause(): boolean {
    if (this.#state !== 'sending') return false
    this.#pump.pause()
    this.#enter('paused')
    return true
  }

  /** @returns false when it is not paused. */
  resume(): boolean {
    if (this.#state !== 'paused') return false
    this.#enter('sending')
    this.#pump.start()
    return true
  }

  /** Sends nothing more; a run that only waits for deliveries ends as it stands. */
  stop(): void {
    if (this.#state === 'waiting') this.#end()
    else if (this.#state === 'sending' || this.#state === 'paused') this.#pump.stop()
  }

  /** Sends nothing more and waits for nothing: the service ends. */
  abandon(): void {
    this.#pump.abandon()
  }

  /** A consumer of the group got one of its messages. On the hot path. */
  noteDelivery(
    brokerName: string,
    queueId: number,
    queueOffset: number,
    seq: number,
    reconsumeTimes: number,
    bornAtMs: number,
  ): void {
    const isFirst = this.books.deliver(brokerName, queueId, queueOffset, seq, reconsumeTimes)
    if (isFirst && reconsumeTimes === 0) this.#deliveryTimes.note(Math.max(0, this.#parts.clock.nowMs() - bornAtMs))
  }

  /** Measures, and ends the run when nothing is owed any more; a few times a second. */
  tick(): void {
    const nowMs = this.#parts.clock.monotonicMs()
    const elapsedMs = nowMs - this.#rate.atMs
    if (elapsedMs >= RATE_MS) {
      const perSecond = Math.round(((this.#sent - this.#rate.sent) * 1000) / elapsedMs)
      this.#rate = { atMs: nowMs, sent: this.#sent, perSecond }
    }
    if (this.#state === 'waiting' && this.books.totals().onTheWay === 0) this.#end()
  }

  view(): RunView {
    const totals = this.books.totals()
    const isSending = this.#state === 'sending'
    const { spec, isBodyCut } = shownSpec(this.spec)
    return {
      cluster: this.spec.cluster,
      number: this.number,
      spec,
      isBodyCut,
      state: this.#state,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
      sent: this.#sent,
      statuses: { ...this.#statuses },
      ...totals,
      onOneDiskOnly: this.#onOneDiskOnly(totals.acknowledged),
      currentPerSecond: isSending ? this.#rate.perSecond : 0,
      sendLatency: this.#sendTimes.quantiles(),
      deliveryLatency: this.#deliveryTimes.quantiles(),
      queues: this.books.queues(),
      problem: this.problem,
    }
  }

  /** Over, and no figure of it changes any more: slaves have copied what it sent, or had their time. */
  get isSettled(): boolean {
    const sinceMs = this.#endedAtMs === null ? 0 : this.#parts.clock.nowMs() - this.#endedAtMs
    return this.isOver && (!this.#oneDiskOnly || sinceMs > COPY_WAIT_MS)
  }

  #onOneDiskOnly(acknowledged: number): number | null {
    if (this.isSettled) return this.#oneDiskOnly
    const now = this.#brokerNames.size === 0 ? 0 : this.#parts.onOneDiskOnly(this.#brokerNames)
    const mine = now === null ? null : Math.min(now, acknowledged)
    // After the end other traffic may make it grow again; that is not this run's.
    if (!this.isOver) this.#oneDiskOnly = mine
    else if (mine !== null) this.#oneDiskOnly = Math.min(this.#oneDiskOnly ?? mine, mine)
    return this.#oneDiskOnly
  }

  #noteSent(messages: readonly MadeMessage[], atMs: number, tookMs: number, result: SendResult | undefined): void {
    this.#sent += messages.length
    this.#statuses[result?.status ?? 'ONE_WAY'] += messages.length
    this.#sendTimes.note(tookMs)
    if (result !== undefined) {
      const { queue, queueOffset } = result
      this.#brokerNames.add(queue.brokerName)
      messages.forEach(({ seq }, i) => this.books.acknowledge(queue.brokerName, queue.queueId, seq, queueOffset + i))
    }
    this.#keep(rowsOf(messages, { atMs, tookMs, result, problem: null }))
  }

  #noteFailed(messages: readonly MadeMessage[], atMs: number, tookMs: number, error: unknown): void {
    this.#sent += messages.length
    this.#statuses.FAILED += messages.length
    const problem = sendProblem(error, this.spec.message.topic)
    this.#keep(rowsOf(messages, { atMs, tookMs, result: undefined, problem }))
  }

  #keep(rows: readonly SendRow[]): void {
    for (const row of rows) this.rows.push(row)
  }

  #noteDone(): void {
    this.#sendingEndedAtMs = this.#parts.clock.nowMs()
    this.books.end()
    if (this.counting === undefined) this.#end()
    else {
      this.#enter('waiting')
      this.tick()
    }
  }

  #end(): void {
    // Before the state changes: afterwards the figure only falls.
    this.view()
    this.#endedAtMs = this.#parts.clock.nowMs()
    this.counting?.stop()
    this.#enter('ended')
  }

  #enter(state: RunView['state']): void {
    this.#state = state
    this.#parts.onState(this)
  }
}
