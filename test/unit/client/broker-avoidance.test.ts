import { describe, expect, test } from 'vitest'
import { BROKER_AVOID_MS, BrokerAvoidance, nextQueue } from '../../../engine/client/broker-avoidance.ts'

const QUEUES = ['a', 'a', 'b', 'b', 'c'].map((brokerName, queueId) => ({ topic: 'T', brokerName, queueId }))

function setUp() {
  let nowMs = 0
  const avoidance = new BrokerAvoidance({ nowMs: () => nowMs, monotonicMs: () => nowMs })
  return { avoidance, pass: (ms: number) => (nowMs += ms) }
}

describe('choice of the next queue', () => {
  test('takes the queues in turn', () => {
    const { avoidance } = setUp()
    const ids = [0, 1, 2, 3, 4, 5].map((position) => nextQueue(QUEUES, position, { avoidance }).queueId)
    expect(ids).toEqual([0, 1, 2, 3, 4, 0])
  })

  test('skips the broker that just failed', () => {
    const { avoidance } = setUp()
    expect(nextQueue(QUEUES, 0, { avoidance, failedBroker: 'a' }).brokerName).toBe('b')
  })

  test('prefers a broker that nothing is known against', () => {
    const { avoidance } = setUp()
    avoidance.avoid('b')
    expect(nextQueue(QUEUES, 0, { avoidance, failedBroker: 'a' }).brokerName).toBe('c')
  })

  test('takes an avoided broker rather than the one that just failed', () => {
    const { avoidance } = setUp()
    avoidance.avoid('b')
    avoidance.avoid('c')
    expect(nextQueue(QUEUES, 0, { avoidance, failedBroker: 'a' }).brokerName).toBe('b')
  })

  test('takes the failed broker when there is no other', () => {
    const { avoidance } = setUp()
    avoidance.avoid('a')
    expect(nextQueue(QUEUES.slice(0, 2), 1, { avoidance, failedBroker: 'a' }).queueId).toBe(1)
  })

  test('forgets a failure with time, and at once after a success', () => {
    const { avoidance, pass } = setUp()
    avoidance.avoid('a')
    pass(BROKER_AVOID_MS - 1)
    expect(avoidance.isAvoided('a')).toBe(true)
    pass(1)
    expect(avoidance.isAvoided('a')).toBe(false)
    avoidance.avoid('b')
    avoidance.forgive('b')
    expect(avoidance.isAvoided('b')).toBe(false)
  })
})
