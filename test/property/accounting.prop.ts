import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Accounting } from '../../engine/lab/service/sending/accounting.ts'

const COUNT = 40

/** Any order of acknowledgements, deliveries (retries, copies elsewhere, repetitions) and looks at the group. */
const step = fc.oneof(
  fc.record({
    t: fc.constant('ack' as const),
    seq: fc.integer({ min: 0, max: COUNT + 1 }),
    broker: fc.constantFrom('a', 'b'),
    queue: fc.integer({ min: 0, max: 2 }),
    offset: fc.nat(1000),
  }),
  fc.record({
    t: fc.constant('deliver' as const),
    seq: fc.integer({ min: 0, max: COUNT + 1 }),
    broker: fc.constantFrom('a', 'b'),
    queue: fc.integer({ min: 0, max: 2 }),
    offset: fc.nat(1000),
    again: fc.nat(2),
  }),
  fc.record({
    t: fc.constant('caught-up' as const),
    broker: fc.constantFrom('a', 'b'),
    queue: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({ t: fc.constant('end' as const) }),
)

test('acknowledged = delivered + on the way + missing in every queue, whatever comes in which order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const books = new Accounting(COUNT)
      const acknowledged = new Set<number>()
      const delivered = new Map<number, number>()
      for (const now of steps) {
        if (now.t === 'ack') {
          books.acknowledge(now.broker, now.queue, now.seq, now.offset)
          if (now.seq >= 1 && now.seq <= COUNT) acknowledged.add(now.seq)
        } else if (now.t === 'deliver') {
          books.deliver(now.broker, now.queue, now.offset, now.seq, now.again)
          if (now.seq >= 1 && now.seq <= COUNT) delivered.set(now.seq, (delivered.get(now.seq) ?? 0) + 1)
        } else if (now.t === 'caught-up') books.groupCaughtUp(now.broker, now.queue)
        else books.end()

        for (const queue of books.queues()) {
          expect(queue.acknowledged).toBe(queue.delivered + queue.onTheWay + queue.missing)
          for (const figure of [queue.delivered, queue.onTheWay, queue.missing, queue.duplicates, queue.outOfOrder])
            expect(figure).toBeGreaterThanOrEqual(0)
        }
        const totals = books.totals()
        const both = [...acknowledged].filter((seq) => delivered.has(seq)).length
        expect(totals.acknowledged).toBe(acknowledged.size)
        expect(totals.delivered).toBe(both)
        expect(totals.deliveredUnacknowledged).toBe(delivered.size - both)
        expect(totals.duplicates).toBe([...delivered.values()].reduce((sum, times) => sum + times - 1, 0))
      }
    }),
  )
})
