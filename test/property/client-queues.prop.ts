/** Queue shares and the bookkeeping of messages in hand, for all inputs. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateQueues } from '../../engine/client/allocate.ts'
import { ProcessQueue } from '../../engine/client/process-queue.ts'
import { received } from '../unit/client/received.ts'

describe('queue allocation', () => {
  const groups = fc.record({
    strategy: fc.constantFrom('AVG' as const, 'AVG_BY_CIRCLE' as const),
    queueCount: fc.integer({ min: 0, max: 200 }),
    memberCount: fc.integer({ min: 1, max: 50 }),
  })

  test('every queue has exactly one owner, and shares differ by one at most', () => {
    fc.assert(
      fc.property(groups, ({ strategy, queueCount, memberCount }) => {
        const queues = Array.from({ length: queueCount }, (_, i) => i)
        const members = Array.from({ length: memberCount }, (_, i) => `c${i}`)
        const shares = members.map((member) => allocateQueues(strategy, member, queues, members))
        expect(shares.flat().sort((a, b) => a - b)).toEqual(queues)
        const sizes = shares.map((share) => share.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

/** What a run of the bookkeeping is made of. */
type Step =
  | { readonly kind: 'put'; readonly gap: number; readonly count: number }
  | { readonly kind: 'remove'; readonly pick: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('put' as const),
    gap: fc.integer({ min: -3, max: 3 }),
    count: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ kind: fc.constant('remove' as const), pick: fc.nat() }),
)

describe('process queue', () => {
  test('agrees with a set of offsets, whatever order messages are finished in', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new ProcessQueue(0)
        const inHand = new Map<number, ReturnType<typeof received>>()
        let end = 0
        for (const each of steps) {
          if (each.kind === 'put') {
            const from = Math.max(0, end + each.gap)
            const messages = Array.from({ length: each.count }, (_, i) => received({ queueOffset: from + i }))
            const fresh = messages.filter((message) => message.queueOffset >= end)
            expect(queue.put(messages)).toEqual(fresh)
            for (const message of fresh) inHand.set(message.queueOffset, message)
            end = Math.max(end, from + each.count)
          } else if (inHand.size > 0) {
            const message = [...inHand.values()][each.pick % inHand.size] as ReturnType<typeof received>
            inHand.delete(message.queueOffset)
            expect(queue.remove([message])).toBe(inHand.size === 0 ? end : Math.min(...inHand.keys()))
          }
          expect(queue.messageCount).toBe(inHand.size)
          expect(queue.messageBytes).toBe(inHand.size * 4)
          expect(queue.messages().map((message) => message.queueOffset)).toEqual([...inHand.keys()])
        }
      }),
    )
  })

  test('in order, every message is handed out and none is passed over', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ put: fc.integer({ min: 0, max: 9 }), take: fc.integer({ min: 1, max: 9 }), isOk: fc.boolean() }),
        ),
        (rounds) => {
          const queue = new ProcessQueue(0)
          const done: number[] = []
          let end = 0
          for (const round of rounds) {
            queue.put(Array.from({ length: round.put }, (_, i) => received({ queueOffset: end + i })))
            end += round.put
            const batch = queue.take(round.take).map((message) => message.queueOffset)
            if (!round.isOk) queue.returnTaken()
            else {
              const commitOffset = queue.commitTaken()
              done.push(...batch)
              expect(commitOffset).toBe(end === 0 ? undefined : done.length)
            }
          }
          expect(done).toEqual(Array.from({ length: done.length }, (_, i) => i))
        },
      ),
    )
  })
})
