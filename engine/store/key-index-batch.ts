/**
 * Keys that are not in an index file yet: three columns in arrival order, searchable by a plain scan. A batch is filled,
 * sealed, merged into a file, and then filled again.
 */

/** Entries of a batch when it is sealed because of its size. */
export const BATCH_ENTRIES_MAX = 65_536

const BATCH_ENTRIES_MIN = 1024

export class KeyIndexBatch {
  hashes: Int32Array = new Int32Array(BATCH_ENTRIES_MIN)
  logOffsets: Float64Array = new Float64Array(BATCH_ENTRIES_MIN)
  timestampsMs: Float64Array = new Float64Array(BATCH_ENTRIES_MIN)
  count = 0
  /** Entries below are in a file: where a merge goes on after a full file or a failure. */
  mergedTo = 0

  get isFull(): boolean {
    return this.count >= BATCH_ENTRIES_MAX
  }

  get lastLogOffset(): number {
    return this.count === 0 ? -1 : (this.logOffsets[this.count - 1] as number)
  }

  add(hash: number, logOffset: number, timestampMs: number): void {
    const at = this.count
    if (at === this.hashes.length) this.#grow()
    this.hashes[at] = hash
    this.logOffsets[at] = logOffset
    this.timestampsMs[at] = timestampMs
    this.count = at + 1
  }

  clear(): void {
    this.count = 0
    this.mergedTo = 0
  }

  /** End of the entries from `start` on that fit into `room` without parting the keys of one record; `start` if none do. */
  fittingEnd(start: number, room: number): number {
    if (start + room >= this.count) return this.count
    let end = start + room
    while (end > start && this.logOffsets[end] === this.logOffsets[end - 1]) end--
    return end
  }

  /** Adds the log offsets of matching entries to `found`, newest first, until it has `foundMax`. */
  search(hash: number, beginMs: number, endMs: number, found: number[], foundMax: number): void {
    for (let i = this.count - 1; i >= 0 && found.length < foundMax; i--) {
      if (this.hashes[i] !== hash) continue
      const timestampMs = this.timestampsMs[i] as number
      if (timestampMs >= beginMs && timestampMs <= endMs) found.push(this.logOffsets[i] as number)
    }
  }

  #grow(): void {
    const length = this.hashes.length * 2
    const hashes = new Int32Array(length)
    hashes.set(this.hashes)
    this.hashes = hashes
    const logOffsets = new Float64Array(length)
    logOffsets.set(this.logOffsets)
    this.logOffsets = logOffsets
    const timestampsMs = new Float64Array(length)
    timestampsMs.set(this.timestampsMs)
    this.timestampsMs = timestampsMs
  }
}
