/**
 * The consumers of a cluster and the messages they received, outside React: thousands of messages a second change one array, and
 * the screen looks at it a few times a second. Bounded; the oldest rows go first.
 */
import type { ConsumerEvent, ConsumerView, ReceivedRow } from '../../../engine/contract/messages-api.ts'

export const ROWS_MAX = 10_000
/** How often the screen is told at most. */
export const TELL_EVERY_MS = 250

export interface ReceivedSnapshot {
  /** By number. */
  readonly consumers: readonly ConsumerView[]
  /** Newest first. */
  readonly rows: readonly ReceivedRow[]
  /** Received and counted, but never shown, by the service's word. */
  readonly skipped: number
  /** Rows received since the list was made, shown or not. */
  readonly total: number
}

const EMPTY: ReceivedSnapshot = { consumers: [], rows: [], skipped: 0, total: 0 }

export class ReceivedList {
  readonly #consumers = new Map<string, ConsumerView>()
  /** Oldest first. */
  #rows: ReceivedRow[] = []
  #skipped = 0
  #total = 0
  #snapshot = EMPTY
  #isHeld = false
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  /** For `useSyncExternalStore`: the same object until the screen is told. */
  readonly snapshot = (): ReceivedSnapshot => this.#snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** How many arrived since the rows were held. */
  get sinceHeld(): number {
    return this.#total - this.#snapshot.total
  }

  take(events: readonly ConsumerEvent[]): void {
    for (const event of events) this.#takeOne(event)
    if (this.#rows.length > ROWS_MAX * 1.25) this.#rows = this.#rows.slice(-ROWS_MAX)
    this.#tellSoon()
  }

  /** A new connection begins with everything anew. */
  reset(): void {
    this.#consumers.clear()
    this.#rows = []
    this.#skipped = 0
    this.#total = 0
    this.#tell()
  }

  /** While held the rows stay as they are; consumers' figures go on. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#tell()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  #takeOne(event: ConsumerEvent): void {
    switch (event.t) {
      case 'consumer':
        this.#consumers.set(event.value.id, event.value)
        break
      case 'consumer-gone':
        this.#consumers.delete(event.id)
        break
      case 'rows':
        this.#rows.push(...event.rows)
        this.#total += event.rows.length
        break
      case 'skipped':
        this.#skipped += event.count
        break
      case 'row-state': {
        const at = this.#rows.findLastIndex((row) => row.consumer === event.consumer && row.seq === event.seq)
        const row = this.#rows[at]
        if (row !== undefined) this.#rows[at] = { ...row, state: event.state }
      }
    }
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS)
  }

  #tell(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const rows = this.#isHeld ? this.#snapshot.rows : this.#rows.slice(-ROWS_MAX).reverse()
    this.#snapshot = {
      consumers: [...this.#consumers.values()].sort((a, b) => a.number - b.number),
      rows,
      skipped: this.#skipped,
      total: this.#isHeld ? this.#snapshot.total : this.#total,
    }
    for (const listener of [...this.#listeners]) listener()
  }
}

/** Rows whose key, tag, id or readable body contain the text. */
export function matchingRows(rows: readonly ReceivedRow[], wanted: string): readonly ReceivedRow[] {
  const needle = wanted.trim().toLowerCase()
  if (needle === '') return rows
  return rows.filter(
    (row) =>
      row.keys.toLowerCase().includes(needle) ||
      row.tag.toLowerCase().includes(needle) ||
      row.messageId.toLowerCase().includes(needle) ||
      textOf(row.preview).includes(needle),
  )
}

function textOf(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    return new TextDecoder().decode(bytes).toLowerCase()
  } catch {
    return ''
  }
}

/** Messages that wait in the queues of these consumers; `null` while one of them does not know. Each queue counts once a group. */
export function waitingOf(consumers: readonly ConsumerView[]): number | null {
  let waiting = 0
  for (const consumer of consumers) {
    for (const queue of consumer.queues) {
      if (queue.waiting === null) return null
      waiting += queue.waiting
    }
  }
  return waiting
}
