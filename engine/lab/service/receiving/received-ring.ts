/**
 * The latest messages that the consumers of one cluster received: a ring of rows with the first bytes of each body, which
 * lie in one slab so that thousands of rows a second cost no memory of their own. Pure; who is shown what is decided
 * elsewhere.
 */
import { allocBytesUnsafe, type Bytes } from '../../../base/bytes.ts'
import type { ReceivedRow } from '../../../contract/messages-api.ts'

/** Rows kept for each cluster. */
export const RECEIVED_ROWS_MAX = 10_000

type RowState = ReceivedRow['state']

/** A row without its preview; `state` changes when the message is settled. */
export interface RingRow extends Omit<ReceivedRow, 'preview' | 'state'> {
  state: RowState
}

export class ReceivedRing {
  readonly #rowsMax: number
  readonly #rows: (RingRow | undefined)[] = []
  #slab: Bytes | undefined
  /** Body bytes kept of each row written from now on, and where each row's bytes lie. */
  #prefixBytes: number
  readonly #prefixes: (Bytes | undefined)[] = []
  #end = 0

  constructor(prefixBytes: number, rowsMax = RECEIVED_ROWS_MAX) {
    this.#prefixBytes = prefixBytes
    this.#rowsMax = rowsMax
  }

  /** One past the newest row; rows are numbered from 0 in the order they came. */
  get end(): number {
    return this.#end
  }

  /** The oldest row that is still here. */
  get start(): number {
    return Math.max(0, this.#end - this.#rowsMax)
  }

  /** Keeps at least this many body bytes of the rows to come. */
  keepPrefix(bytes: number): void {
    if (bytes <= this.#prefixBytes) return
    this.#prefixBytes = bytes
    // Rows that are here keep their part of the old slab alive until they are overwritten.
    this.#slab = undefined
  }

  push(row: RingRow, body: Bytes): void {
    const slot = this.#end % this.#rowsMax
    this.#rows[slot] = row
    this.#prefixes[slot] = this.#keep(slot, body)
    this.#end++
  }

  /** @param index between `start` and `end` */
  row(index: number): RingRow | undefined {
    return this.#rows[index % this.#rowsMax]
  }

  /** The row as it is sent: with up to `previewBytes` of its body. */
  shown(index: number, previewBytes: number): ReceivedRow | undefined {
    const row = this.row(index)
    if (row === undefined) return undefined
    const prefix = this.#prefixes[index % this.#rowsMax]
    const preview = prefix === undefined ? '' : prefix.base64Slice(0, Math.min(previewBytes, prefix.length))
    return { ...row, preview }
  }

  #keep(slot: number, body: Bytes): Bytes | undefined {
    const length = Math.min(body.length, this.#prefixBytes)
    if (length === 0) return undefined
    this.#slab ??= allocBytesUnsafe(this.#rowsMax * this.#prefixBytes)
    const from = slot * this.#prefixBytes
    const kept = this.#slab.subarray(from, from + length)
    body.copy(kept, 0, 0, length)
    return kept
  }
}
