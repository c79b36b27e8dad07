import { describe, expect, test } from 'vitest'
import { QUEUE_LOCK_LIVE_MS, QueueLocks } from '../../../engine/broker/queue-locks.ts'

const QUEUES = [0, 1].map((queueId) => ({ topic: 'T', brokerName: 'a', queueId }))

function world() {
  const clock = { timeMs: 0, nowMs: () => clock.timeMs, monotonicMs: () => clock.timeMs }
  return { clock, locks: new QueueLocks(clock) }
}

describe('QueueLocks', () => {
  test('a queue belongs to the first client until it lets go', () => {
    const { locks } = world()
    expect(locks.lock('g', 'one', QUEUES)).toEqual(QUEUES)
    expect(locks.lock('g', 'two', QUEUES)).toEqual([])
    locks.unlock('g', 'two', QUEUES)
    expect(locks.lock('g', 'two', QUEUES)).toEqual([])
    locks.unlock('g', 'one', [QUEUES[1]!])
    expect(locks.lock('g', 'two', QUEUES)).toEqual([QUEUES[1]])
  })

  test('groups do not disturb each other', () => {
    const { locks } = world()
    locks.lock('g', 'one', QUEUES)
    expect(locks.lock('h', 'two', QUEUES)).toEqual(QUEUES)
  })

  test('a lock is free a minute after its last renewal, not before', () => {
    const { clock, locks } = world()
    locks.lock('g', 'one', QUEUES)
    clock.timeMs = QUEUE_LOCK_LIVE_MS
    locks.lock('g', 'one', [QUEUES[0]!])
    clock.timeMs += 1
    expect(locks.lock('g', 'two', QUEUES)).toEqual([QUEUES[1]])
    expect(locks.hasLiveLock('g')).toBe(true)
  })

  test('a group whose locks ran out is not ordered any more, and is forgotten', () => {
    const { clock, locks } = world()
    locks.lock('g', 'one', QUEUES)
    clock.timeMs = QUEUE_LOCK_LIVE_MS + 1
    expect(locks.hasLiveLock('g')).toBe(false)
    locks.sweep()
    expect(locks.lock('g', 'two', QUEUES)).toEqual(QUEUES)
  })
})
