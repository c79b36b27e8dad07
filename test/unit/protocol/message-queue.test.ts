import { expect, test } from 'vitest'
import { compareQueues, queueKey, sameQueue } from '../../../engine/protocol/message-queue.ts'

const queue = (topic: string, brokerName: string, queueId: number) => ({ topic, brokerName, queueId })

test('queues sort by topic, broker and number', () => {
  const sorted = [queue('T', 'a', 10), queue('T', 'b', 0), queue('S', 'z', 0), queue('T', 'a', 2)].sort(compareQueues)
  expect(sorted.map(queueKey)).toEqual(['S@z@0', 'T@a@2', 'T@a@10', 'T@b@0'])
})

test('queues are the same in all parts or not at all', () => {
  expect(sameQueue(queue('T', 'a', 1), queue('T', 'a', 1))).toBe(true)
  expect(sameQueue(queue('T', 'a', 1), queue('T', 'a', 2))).toBe(false)
  expect(sameQueue(queue('T', 'a', 1), queue('T', 'b', 1))).toBe(false)
  expect(sameQueue(queue('T', 'a', 1), queue('S', 'a', 1))).toBe(false)
})
