/**
 * One consumer of the lab: counts what it receives, writes a row for each message, keeps what waits for a person, and
 * says how it stands. How messages come is its reader's business.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { Clock } from '../../../base/ports.ts'
import type { QueueHolding } from '../../../client/owned-queue.ts'
import type { ReceivedMessage } from '../../../client/received-message.ts'
import type { ConsumerSpec, ConsumerView, ReceivedRow } from '../../../contract/messages-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { PropertyName } from '../../../protocol/message.ts'
import { isRetryTopic } from '../../../protocol/topics.ts'
import { noQueue, noRoute, startFailed } from './consumer-words.ts'
import { HeldMessages, type HeldOutcome } from './held-messages.ts'
import { type LabConsumer, RUN_PROPERTY, RUN_SEQ_PROPERTY } from './lab-consumers.ts'
import type { Reader, Reception } from './reader.ts'
import type { ReceivedRing, RingRow } from './received-ring.ts'
import type { RunDeliveries } from './run-deliveries.ts'

/** What is shown of keys and tag of messages that anybody may have sent. */
const KEYS_CHARS_MAX = 1000
const TAG_CHARS_MAX = 255
/** A consumer without queues for this long is told about. */
const NO_QUEUE_MS = 5000
const STATE_OF: Readonly<Record<HeldOutcome, ReceivedRow['state']>> = {
  commit: 'consumed',
  'send-back': 'sent-back',
  lost: 'failed',
}

export interface ConsumerParts {
  readonly clock: Clock
  readonly ring: ReceivedRing
  readonly runs: RunDeliveries
  readonly makeReader: (reception: Reception) => Reader
  /** A row that was shown as waiting has changed. */
  readonly onRowState: (consumer: string, seq: number, state: ReceivedRow['state']) => void
}

export class RunningConsumer implements LabConsumer {
  readonly id: string
  readonly number: number
  readonly spec: ConsumerSpec
  readonly ofRun: number | null
  readonly #parts: ConsumerParts
  readonly #reader: Reader
  readonly #held = new HeldMessages()
  readonly #heldRows = new Map<number, RingRow>()
  #state: ConsumerView['state'] = 'starting'
  #failure: Text | undefined
  #received = 0
  #rate = { atMs: 0, received: 0, perSecond: 0 }
  #withoutQueueSinceMs: number | undefined

  constructor(id: string, number: number, spec: ConsumerSpec, ofRun: number | null, parts: ConsumerParts) {
    this.id = id
    this.number = number
    this.spec = spec
    this.ofRun = ofRun
    this.#parts = parts
    this.#reader = parts.makeReader({
      take: (message) => void this.#note(message, 'consumed'),
      hold: (message, isLost) => this.#hold(message, isLost),
      heldCount: () => this.#held.count,
    })
  }

  get clientId(): string {
    return this.#reader.clientId
  }

  get isRunning(): boolean {
    return this.#state === 'running'
  }

  async start(): Promise<void> {
    this.#rate.atMs = this.#parts.clock.monotonicMs()
    try {
      await this.#reader.start()
      if (this.#state === 'starting') this.#state = 'running'
    } catch (error) {
      this.#state = 'failed'
      const zh = error instanceof EngineError ? error.zh : undefined
      this.#failure = startFailed(this.number, say(errorText(error), zh ?? errorText(error)))
      throw error
    }
  }

  /** What is held comes again, here or at another member of the group. Idempotent. */
  async stop(): Promise<void> {
    if (this.#state === 'stopping') return
    this.#state = 'stopping'
    await this.#reader.stop()
    for (const seq of this.#held.seqs()) this.#settle(seq, 'lost')
  }

  holdings(): readonly QueueHolding[] {
    return this.#reader.holdings()
  }

  /** @returns how many of them were held and are settled as wished. */
  settle(seqs: readonly number[], outcome: 'commit' | 'send-back'): number {
    return seqs.filter((seq) => this.#settle(seq, outcome) === outcome).length
  }

  /** Looks after what is held and measures; about once a second. */
  tick(nowMs: number): void {
    for (const { seq, outcome } of this.#held.due(nowMs)) this.#settle(seq, outcome)
    const monotonicMs = this.#parts.clock.monotonicMs()
    const seconds = (monotonicMs - this.#rate.atMs) / 1000
    if (seconds < 0.5) return
    const perSecond = Math.round((this.#received - this.#rate.received) / seconds)
    this.#rate = { atMs: monotonicMs, received: this.#received, perSecond }
    const isIdle = this.#state === 'running' && this.#reader.holdings().length === 0
    this.#withoutQueueSinceMs = isIdle ? (this.#withoutQueueSinceMs ?? nowMs) : undefined
  }

  view(nowMs: number): ConsumerView {
    return {
      id: this.id,
      number: this.number,
      spec: this.spec,
      clientId: this.clientId,
      state: this.#state,
      ofRun: this.ofRun,
      queues: this.#reader.holdings().flatMap(({ queue, nextOffset, readFrom, maxOffset }) =>
        isRetryTopic(queue.topic) && !isRetryTopic(this.spec.topic)
          ? []
          : [
              {
                brokerName: queue.brokerName,
                queueId: queue.queueId,
                nextOffset,
                waiting: maxOffset === undefined ? null : Math.max(0, maxOffset - nextOffset),
                readFrom: readFrom?.address ?? null,
                isFromSlave: readFrom === undefined ? null : readFrom.brokerId !== 0,
              },
            ],
      ),
      received: this.#received,
      perSecond: this.#rate.perSecond,
      problem: this.#problem(nowMs),
    }
  }

  #problem(nowMs: number): Text | null {
    if (this.#failure !== undefined) return this.#failure
    const sinceMs = this.#withoutQueueSinceMs
    if (sinceMs === undefined || nowMs - sinceMs < NO_QUEUE_MS) return null
    const queues = this.#reader.topicQueues()
    return queues === undefined || queues === 0 ? noRoute(this.spec.topic) : noQueue(this.number, queues)
  }

  #hold(message: ReceivedMessage, isLost: () => boolean): Promise<HeldOutcome> {
    const row = this.#note(message, 'waiting')
    this.#heldRows.set(row.seq, row)
    return this.#held.hold(row.seq, this.#parts.clock.nowMs(), isLost)
  }

  #settle(seq: number, outcome: HeldOutcome): HeldOutcome | undefined {
    const settled = this.#held.settle(seq, outcome)
    const row = this.#heldRows.get(seq)
    if (settled === undefined || row === undefined) return settled
    this.#heldRows.delete(seq)
    row.state = STATE_OF[settled]
    this.#parts.onRowState(this.id, seq, row.state)
    return settled
  }

  #note(message: ReceivedMessage, state: ReceivedRow['state']): RingRow {
    const { clock, ring, runs } = this.#parts
    const { properties } = message
    const runId = properties.get(RUN_PROPERTY)
    const runSeq = runId === undefined ? null : wholeNumber(properties.get(RUN_SEQ_PROPERTY))
    const row: RingRow = {
      seq: ++this.#received,
      consumer: this.id,
      atMs: clock.nowMs(),
      topic: message.topic,
      messageId: message.msgId,
      offsetMessageId: message.offsetMsgId,
      brokerName: message.brokerName,
      queueId: message.queueId,
      queueOffset: message.queueOffset,
      bornAtMs: moment(message.bornTimestampMs),
      storedAtMs: moment(message.storeTimestampMs),
      tag: (properties.get(PropertyName.TAGS) ?? '').slice(0, TAG_CHARS_MAX),
      keys: (properties.get(PropertyName.KEYS) ?? '').slice(0, KEYS_CHARS_MAX),
      reconsumeTimes: message.reconsumeTimes,
      run: runId === undefined ? null : (runs.numberOf(runId) ?? null),
      runSeq,
      bodyBytes: message.body.length,
      state,
    }
    // A run's own consumer only counts: shown beside the user's consumers, each message would seem to come twice.
    if (this.ofRun === null) ring.push(row, message.body)
    if (runId !== undefined && runSeq !== null) runs.note(runId, this.spec.group, message, runSeq)
    return row
  }
}

/** Whatever a sender's clock said, as a time that can be shown. */
function moment(atMs: number): number {
  return Math.min(Math.max(0, Math.trunc(atMs)), Number.MAX_SAFE_INTEGER)
}

/** What anybody may have written into a property. */
function wholeNumber(text: string | undefined): number | null {
  if (text === undefined || text.length > 15) return null
  const value = Number(text)
  return Number.isSafeInteger(value) && value >= 0 ? value : null
}
