import { describe, expect, test } from 'vitest'
import { type Lane, newestFirst, type Timed } from '../../../../../engine/lab/service/resources/newest-first.ts'

const BLOCK = 4

interface Counted extends Lane<Timed> {
  reads: number
}

/** A queue whose offsets have these store times. */
function lane(times: readonly number[]): Counted {
  const made: Counted = {
    from: 0,
    to: times.length,
    reads: 0,
    read: (from, to) => {
      made.reads++
      const offsets = Array.from({ length: to - from }, (_, i) => from + i)
      return Promise.resolve(offsets.map((queueOffset) => ({ queueOffset, storeTimestampMs: times[queueOffset] ?? 0 })))
    },
  }
  return made
}

const span = (from: number, count: number, step = 1): number[] =>
  Array.from({ length: count }, (_, i) => from + i * step)

describe('the newest of several queues', () => {
  test('are found in order, whichever queue they lie in', async () => {
    const lanes = [lane(span(0, 50, 2)), lane(span(1, 50, 2)), lane([])]
    const { messages, isTruncated } = await newestFirst(lanes, 10, BLOCK, 100)
    expect(messages.map(({ storeTimestampMs }) => storeTimestampMs)).toEqual(span(90, 10).reverse())
    expect(isTruncated).toBe(true)
  })

  test('do not need the old queue beyond its last block', async () => {
    const [old, busy] = [lane(span(0, 1000)), lane(span(5000, 1000))]
    await newestFirst([old, busy], 20, BLOCK, 1000)
    expect(old.reads).toBe(1)
    expect(busy.reads).toBeLessThanOrEqual(20 / BLOCK + 1)
  })

  test('are all of them when there are fewer than wanted, and then nothing is left out', async () => {
    const { messages, isTruncated } = await newestFirst([lane([3, 9]), lane([5])], 10, BLOCK, 100)
    expect(messages.map(({ storeTimestampMs }) => storeTimestampMs)).toEqual([9, 5, 3])
    expect(isTruncated).toBe(false)
  })

  test('exactly as many as wanted count as complete', async () => {
    expect((await newestFirst([lane([1, 2, 3, 4])], 4, BLOCK, 100)).isTruncated).toBe(false)
  })

  test('the bound of reads holds for all queues together, and the result says that there is more', async () => {
    const lanes = Array.from({ length: 30 }, () => lane(span(0, 100)))
    const { isTruncated } = await newestFirst(lanes, 10_000, BLOCK, 40)
    expect(lanes.reduce((total, { reads }) => total + reads, 0)).toBe(40)
    expect(isTruncated).toBe(true)
  })

  test('a block that cannot be read is passed over and the rest is found', async () => {
    const whole = lane(span(0, 12))
    const broken: Lane<Timed> = {
      ...whole,
      read: (from, to) => (from === 8 ? Promise.resolve([]) : whole.read(from, to)),
    }
    const { messages } = await newestFirst([broken], 100, BLOCK, 100)
    expect(messages.map(({ queueOffset }) => queueOffset)).toEqual(span(0, 8).reverse())
  })
})
