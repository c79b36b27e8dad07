import { describe, expect, test } from 'vitest'
import { Accounting } from '../../../../../engine/lab/service/sending/accounting.ts'

describe('Accounting', () => {
  test('what is acknowledged is on the way until it is delivered', () => {
    const books = new Accounting(2)
    books.acknowledge('a', 0, 1, 100)
    books.acknowledge('a', 1, 2, 7)
    expect(books.totals()).toMatchObject({ acknowledged: 2, delivered: 0, onTheWay: 2, missing: 0 })
    books.deliver('a', 0, 100, 1, 0)
    expect(books.queues()).toMatchObject([
      { queueId: 0, acknowledged: 1, delivered: 1, onTheWay: 0 },
      { queueId: 1, acknowledged: 1, delivered: 0, onTheWay: 1 },
    ])
  })

  test('a delivery that overtakes its acknowledgement counts once the acknowledgement is there', () => {
    const books = new Accounting(1)
    books.deliver('a', 0, 5, 1, 0)
    expect(books.totals()).toMatchObject({ acknowledged: 0, delivered: 0, deliveredUnacknowledged: 1 })
    books.acknowledge('a', 0, 1, 5)
    expect(books.totals()).toMatchObject({ acknowledged: 1, delivered: 1, onTheWay: 0, deliveredUnacknowledged: 0 })
  })

  test('a message that came twice is a duplicate, also by way of the retry queue', () => {
    const books = new Accounting(1)
    books.acknowledge('a', 3, 1, 5)
    books.deliver('a', 3, 5, 1, 0)
    books.deliver('a', 3, 5, 1, 0)
    books.deliver('a', 0, 0, 1, 1)
    expect(books.queues()).toMatchObject([{ queueId: 3, delivered: 1, duplicates: 2, outOfOrder: 0 }])
  })

  test('a copy of a send that was tried again elsewhere counts in the queue that was acknowledged', () => {
    const books = new Accounting(1)
    books.acknowledge('b', 2, 1, 50)
    books.deliver('a', 1, 9, 1, 0)
    expect(books.totals()).toMatchObject({ delivered: 1, onTheWay: 0, duplicates: 0 })
    books.deliver('b', 2, 50, 1, 0)
    expect(books.totals()).toMatchObject({ delivered: 1, duplicates: 1 })
    expect(books.queues().find(({ brokerName }) => brokerName === 'b')).toMatchObject({ delivered: 1, duplicates: 1 })
  })

  test('nothing is missing while the run goes on, whatever the group has passed', () => {
    const books = new Accounting(2)
    books.acknowledge('a', 0, 1, 10)
    books.groupCaughtUp('a', 0)
    expect(books.totals().missing).toBe(0)
    books.end()
    books.groupCaughtUp('a', 0)
    expect(books.totals()).toMatchObject({ missing: 1, onTheWay: 0 })
  })

  test('what was given up and comes after all is delivered', () => {
    const books = new Accounting(1)
    books.acknowledge('a', 0, 1, 10)
    books.end()
    books.groupCaughtUp('a', 0)
    books.deliver('a', 0, 0, 1, 1)
    expect(books.totals()).toMatchObject({ acknowledged: 1, delivered: 1, missing: 0, onTheWay: 0 })
  })

  test('out of order is a first delivery behind a later one of its queue', () => {
    const books = new Accounting(4)
    for (const [seq, offset] of [
      [1, 10],
      [2, 12],
      [3, 11],
    ] as const)
      books.deliver('a', 0, offset, seq, 0)
    books.deliver('a', 1, 3, 4, 0)
    expect(books.totals().outOfOrder).toBe(1)
    expect(books.queues().find(({ queueId }) => queueId === 0)?.outOfOrder).toBe(1)
  })

  test('numbers that the run does not have change nothing', () => {
    const books = new Accounting(3)
    for (const seq of [0, -1, 4, 1.5, Number.NaN]) {
      books.deliver('a', 0, 1, seq, 0)
      books.acknowledge('a', 0, seq, 1)
    }
    expect(books.totals()).toMatchObject({ acknowledged: 0, deliveredUnacknowledged: 0, duplicates: 0 })
  })

  test('a run of two million messages that goes well ends with the right sums', () => {
    const count = 2_000_000
    const books = new Accounting(count)
    for (let seq = 1; seq <= count; seq++) {
      books.acknowledge('a', seq & 7, seq, seq >> 3)
      books.deliver('a', seq & 7, seq >> 3, seq, 0)
    }
    expect(books.totals()).toMatchObject({ acknowledged: count, delivered: count, duplicates: 0, outOfOrder: 0 })
  })
})
