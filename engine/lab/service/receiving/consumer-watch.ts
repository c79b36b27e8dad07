/**
 * One window that looks at the consumers of a cluster: what it is told and when. It reads rows from the ring at its own
 * pace; when it is too slow it leaves rows out and is told how many. Consuming never waits for it.
 */
import type { ConsumerEvent, ConsumerView, ReceivedRow } from '../../../contract/messages-api.ts'
import type { StreamSink } from '../../../contract/rpc.ts'
import type { ReceivedRing } from './received-ring.ts'

/** Kept rows that a window starts with. */
const FIRST_ROWS = 1000
/** Rows of one batch, and their characters, roughly. */
const BATCH_ROWS_MAX = 500
const BATCH_CHARS_MAX = 1_000_000
/** A window further behind than this goes on with the newest rows. */
const BEHIND_ROWS_MAX = 2000
/** Changes of rows that wait for a slow window. */
const STATES_WAITING_MAX = 10_000

export class ConsumerWatch {
  readonly #ring: ReceivedRing
  readonly #sink: StreamSink<ConsumerEvent>
  readonly #previewBytes: number
  #next: number
  /** Number of the last row shown, by consumer: a gap behind it is what was left out. */
  readonly #lastSeq = new Map<string, number>()
  /** What has to be told, merged while the window is not ready. */
  readonly #views = new Map<string, ConsumerView>()
  readonly #gone = new Set<string>()
  readonly #states = new Map<string, Extract<ConsumerEvent, { t: 'row-state' }>>()

  constructor(ring: ReceivedRing, sink: StreamSink<ConsumerEvent>, previewBytes: number) {
    this.#ring = ring
    this.#sink = sink
    this.#previewBytes = previewBytes
    this.#next = Math.max(ring.start, ring.end - FIRST_ROWS)
  }

  noteView(view: ConsumerView): void {
    this.#views.set(view.id, view)
  }

  noteGone(id: string): void {
    this.#views.delete(id)
    this.#lastSeq.delete(id)
    this.#gone.add(id)
  }

  noteState(consumer: string, seq: number, state: ReceivedRow['state']): void {
    const key = `${consumer}/${seq}`
    this.#states.delete(key)
    if (this.#states.size >= STATES_WAITING_MAX) this.#states.delete(this.#states.keys().next().value as string)
    this.#states.set(key, { t: 'row-state', consumer, seq, state })
  }

  /** Sends what there is when the window is ready. */
  flush(): void {
    if (!this.#sink.isReady) return
    const events: ConsumerEvent[] = [...this.#views.values()].map((value) => ({ t: 'consumer', value }))
    this.#views.clear()
    const rows = this.#takeRows()
    for (const [consumer, count] of this.#skippedBefore(rows)) events.push({ t: 'skipped', consumer, count })
    if (rows.length > 0) events.push({ t: 'rows', rows })
    events.push(...this.#states.values())
    this.#states.clear()
    for (const id of this.#gone) events.push({ t: 'consumer-gone', id })
    this.#gone.clear()
    if (events.length > 0) this.#sink.push(events)
  }

  #takeRows(): ReceivedRow[] {
    const { end, start } = this.#ring
    if (end - this.#next > BEHIND_ROWS_MAX) this.#next = end - BATCH_ROWS_MAX
    this.#next = Math.max(this.#next, start)
    const rows: ReceivedRow[] = []
    let chars = 0
    while (this.#next < end && rows.length < BATCH_ROWS_MAX && chars < BATCH_CHARS_MAX) {
      const row = this.#ring.shown(this.#next++, this.#previewBytes)
      if (row === undefined) continue
      rows.push(row)
      chars += row.preview.length + row.keys.length
    }
    return rows
  }

  #skippedBefore(rows: readonly ReceivedRow[]): Map<string, number> {
    const skipped = new Map<string, number>()
    for (const { consumer, seq } of rows) {
      const last = this.#lastSeq.get(consumer)
      const count = last === undefined ? 0 : seq - last - 1
      if (count > 0) skipped.set(consumer, (skipped.get(consumer) ?? 0) + count)
      this.#lastSeq.set(consumer, seq)
    }
    return skipped
  }
}
