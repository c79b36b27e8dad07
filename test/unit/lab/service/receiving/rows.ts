/** Rows as consumers write them, for tests of what is done with rows. */
import type { ConsumerEvent } from '../../../../../engine/contract/messages-api.ts'
import type { StreamSink } from '../../../../../engine/contract/rpc.ts'
import type { RingRow } from '../../../../../engine/lab/service/receiving/received-ring.ts'

export function ringRow(seq: number, change: Partial<RingRow> = {}): RingRow {
  return {
    seq,
    consumer: 'c1',
    atMs: 1000 + seq,
    topic: 'orders',
    messageId: `id-${seq}`,
    offsetMessageId: `offset-${seq}`,
    brokerName: 'broker-a',
    queueId: 0,
    queueOffset: seq,
    bornAtMs: 0,
    storedAtMs: 0,
    tag: '',
    keys: '',
    reconsumeTimes: 0,
    run: null,
    runSeq: null,
    bodyBytes: 5,
    state: 'consumed',
    ...change,
  }
}

/** A window that takes as many batches as it has credits. */
export class CountingSink implements StreamSink<ConsumerEvent> {
  credits: number
  readonly events: ConsumerEvent[] = []
  batches = 0

  constructor(credits: number) {
    this.credits = credits
  }

  get isReady(): boolean {
    return this.credits > 0
  }

  push(items: readonly ConsumerEvent[]): void {
    if (!this.isReady) throw new Error('pushed without a credit')
    this.credits--
    this.batches++
    this.events.push(...items)
  }

  onReady(): void {
    return
  }

  end(): void {
    return
  }

  fail(error: unknown): void {
    throw error
  }

  rows(): number[] {
    return this.events.flatMap((event) => (event.t === 'rows' ? event.rows.map(({ seq }) => seq) : []))
  }

  skipped(): number {
    return this.events.reduce((sum, event) => sum + (event.t === 'skipped' ? event.count : 0), 0)
  }
}
