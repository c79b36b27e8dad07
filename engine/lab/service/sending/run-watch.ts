/** One window that looks at a run or at the single sends: the state when it changed, and rows since the last time. */
import type { RunEvent, RunView } from '../../../contract/messages-api.ts'
import type { StreamSink } from '../../../contract/rpc.ts'
import type { RowRing } from './row-ring.ts'

/** Rows of one batch; four batches a second keep up with 8,000 messages/s, and a slower window misses the oldest. */
const BATCH_ROWS_MAX = 2000

export class RunWatch {
  readonly #sink: StreamSink<RunEvent>
  readonly #view: () => RunView | undefined
  readonly #rows: RowRing | undefined
  #next: number
  #toldView = ''
  #owesFailures = true

  /** @param view undefined for single sends @param rows undefined for a run of an earlier service */
  constructor(sink: StreamSink<RunEvent>, view: () => RunView | undefined, rows: RowRing | undefined) {
    this.#sink = sink
    this.#view = view
    this.#rows = rows
    this.#next = rows?.start ?? 0
  }

  flush(): void {
    if (!this.#sink.isReady) return
    const events: RunEvent[] = []
    const view = this.#view()
    const text = view === undefined ? '' : JSON.stringify(view)
    if (view !== undefined && text !== this.#toldView) events.push({ t: 'run', value: view })
    this.#toldView = text
    const rows = this.#takeRows()
    if (rows.length > 0) events.push({ t: 'rows', rows })
    if (events.length > 0) this.#sink.push(events)
  }

  #takeRows() {
    if (this.#rows === undefined) return []
    if (this.#owesFailures) {
      this.#owesFailures = false
      const failures = this.#rows.oldFailures()
      if (failures.length > 0) return failures.slice(-BATCH_ROWS_MAX)
    }
    const from = Math.max(this.#next, this.#rows.start)
    const rows = this.#rows.from(from, BATCH_ROWS_MAX)
    this.#next = from + rows.length
    return rows
  }
}
