/**
 * The newest messages of several queues without reading all of them: each queue is read backwards block by block, always
 * the one that may still hold something newer than what was found. Store times grow with the offsets of a queue.
 */

/** What can be ordered: a store time and a place. */
export interface Timed {
  readonly storeTimestampMs: number
  readonly queueOffset: number
}

export interface Lane<M extends Timed> {
  /** First offset wanted, and the one behind the last. */
  readonly from: number
  readonly to: number
  /** Messages of [from, to), in any order; may leave out some that cannot be read. */
  read(from: number, to: number): Promise<readonly M[]>
}

export interface Found<M> {
  /** Newest first. */
  readonly messages: readonly M[]
  /** There are more than these. */
  readonly isTruncated: boolean
}

interface Cursor<M extends Timed> {
  readonly lane: Lane<M>
  /** Everything from here on has been read. */
  at: number
  /** No message before `at` is newer than this. */
  newestLeftMs: number
}

/** @param blocksMax bound of all reads together; with it reached the result counts as truncated */
export async function newestFirst<M extends Timed>(
  lanes: readonly Lane<M>[],
  max: number,
  blockSize: number,
  blocksMax: number,
): Promise<Found<M>> {
  const cursors: Cursor<M>[] = lanes
    .filter(({ from, to }) => to > from)
    .map((lane) => ({ lane, at: lane.to, newestLeftMs: Infinity }))
  const found: M[] = []
  let blocks = 0
  for (;;) {
    const open = cursors.filter(({ at, lane }) => at > lane.from)
    const newestLeftMs = open.reduce((newest, cursor) => Math.max(newest, cursor.newestLeftMs), -Infinity)
    // What is newer than anything unread is surely among the newest.
    const sure = found.reduce((count, { storeTimestampMs }) => count + (storeTimestampMs >= newestLeftMs ? 1 : 0), 0)
    if (open.length === 0 || sure >= max || blocks >= blocksMax) {
      found.sort((a, b) => b.storeTimestampMs - a.storeTimestampMs || b.queueOffset - a.queueOffset)
      return { messages: found.slice(0, max), isTruncated: found.length > max || open.length > 0 }
    }
    const next = open.filter((cursor) => cursor.newestLeftMs === newestLeftMs).slice(0, blocksMax - blocks)
    blocks += next.length
    const read = await Promise.all(next.map((cursor) => readBack(cursor, blockSize)))
    found.push(...read.flat())
  }
}

async function readBack<M extends Timed>(cursor: Cursor<M>, blockSize: number): Promise<readonly M[]> {
  const to = cursor.at
  const from = Math.max(cursor.lane.from, to - blockSize)
  const messages = await cursor.lane.read(from, to)
  cursor.at = from
  for (const { storeTimestampMs } of messages) cursor.newestLeftMs = Math.min(cursor.newestLeftMs, storeTimestampMs)
  return messages
}
