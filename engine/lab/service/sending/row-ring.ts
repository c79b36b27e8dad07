/** Results of sends: the latest ones, and every failure beside them, both bounded. A reader keeps its own place. Pure. */
import type { SendRow } from '../../../contract/messages-api.ts'

export const SEND_ROWS_MAX = 10_000
export const FAILED_ROWS_MAX = 10_000

export class RowRing {
  readonly #rowsMax: number
  readonly #rows: SendRow[] = []
  readonly #failures: SendRow[] = []
  #end = 0

  constructor(rowsMax = SEND_ROWS_MAX) {
    this.#rowsMax = rowsMax
  }

  /** One past the newest row; rows are numbered from 0 in the order they came. */
  get end(): number {
    return this.#end
  }

  get start(): number {
    return Math.max(0, this.#end - this.#rowsMax)
  }

  /** Failures, oldest first; the first `FAILED_ROWS_MAX` of them. */
  get failures(): readonly SendRow[] {
    return this.#failures
  }

  push(row: SendRow): void {
    this.#rows[this.#end % this.#rowsMax] = row
    this.#end++
    if (row.status === 'FAILED' && this.#failures.length < FAILED_ROWS_MAX) this.#failures.push(row)
  }

  /** Up to `countMax` rows from number `from` on, oldest first; those that are gone are left out. */
  from(from: number, countMax: number): SendRow[] {
    const rows: SendRow[] = []
    const start = Math.max(from, this.start)
    for (let i = start; i < this.#end && rows.length < countMax; i++) {
      const row = this.#rows[i % this.#rowsMax]
      if (row !== undefined) rows.push(row)
    }
    return rows
  }

  /** Failures that are no longer among the latest rows. */
  oldFailures(): readonly SendRow[] {
    const oldest = this.#rows[this.start % this.#rowsMax]
    if (this.start === 0 || oldest === undefined) return []
    const kept = new Set(this.from(this.start, this.#rowsMax))
    return this.#failures.filter((row) => !kept.has(row))
  }
}
