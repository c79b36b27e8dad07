import { describe, expect, test } from 'vitest'
import { allocBytes } from '../../../engine/base/bytes.ts'
import { DEFAULT_FLOW_BOUNDS, ProcessQueue } from '../../../engine/client/process-queue.ts'
import { received, receivedRange } from './received.ts'

describe('process queue', () => {
  test('commits the smallest offset still in hand, and one past the last when nothing is', () => {
    const queue = new ProcessQueue(0)
    const [a, b, c] = queue.put(receivedRange(10, 3))
    expect(queue.remove([b!])).toBe(10)
    expect(queue.remove([a!])).toBe(12)
    expect(queue.remove([c!])).toBe(13)
    expect(queue.messageCount).toBe(0)
    expect(queue.messageBytes).toBe(0)
  })

  test('has nothing to commit before the first message', () => {
    expect(new ProcessQueue(0).remove([])).toBeUndefined()
  })

  test('skips messages it has seen, whether in hand or done', () => {
    const queue = new ProcessQueue(0)
    const first = queue.put(receivedRange(0, 2))
    queue.remove(first)
    expect(queue.put(receivedRange(1, 2)).map((message) => message.queueOffset)).toEqual([2])
  })

  test('keeps its count right over many more messages than it holds at once', () => {
    const queue = new ProcessQueue(0)
    for (let from = 0; from < 1000; from += 10) {
      const fresh = queue.put(receivedRange(from, 10))
      expect(queue.remove(fresh)).toBe(from + 10)
    }
    expect(queue.messages()).toEqual([])
  })

  test('stops pulls above each bound and not at it', () => {
    const bounds = { messagesMax: 3, bytesMax: 1000, offsetSpanMax: 10 }
    const queue = new ProcessQueue(0)
    queue.put(receivedRange(0, 3))
    expect(queue.flow(bounds, false)).toBe('open')
    queue.put(receivedRange(3, 1))
    expect(queue.flow(bounds, false)).toBe('too-many-messages')

    const heavy = new ProcessQueue(0)
    heavy.put([received({ body: allocBytes(1001) })])
    expect(heavy.flow(bounds, true)).toBe('too-many-bytes')
  })

  test('a wide span of offsets stops concurrent pulls only', () => {
    const queue = new ProcessQueue(0)
    queue.put([received({ queueOffset: 0 }), received({ queueOffset: DEFAULT_FLOW_BOUNDS.offsetSpanMax + 1 })])
    expect(queue.flow(DEFAULT_FLOW_BOUNDS, false)).toBe('span-too-wide')
    expect(queue.flow(DEFAULT_FLOW_BOUNDS, true)).toBe('open')
  })

  test('hands the same messages out again after a failure, in order', () => {
    const queue = new ProcessQueue(0)
    queue.put(receivedRange(5, 4))
    const offsets = (count: number) => queue.take(count).map((message) => message.queueOffset)
    expect(offsets(2)).toEqual([5, 6])
    queue.returnTaken()
    expect(offsets(3)).toEqual([5, 6, 7])
    expect(queue.commitTaken()).toBe(8)
    expect(queue.hasUntaken).toBe(true)
    expect(offsets(3)).toEqual([8])
    expect(queue.commitTaken()).toBe(9)
    expect(queue.hasUntaken).toBe(false)
  })

  test('starts from nothing after a clear', () => {
    const queue = new ProcessQueue(0)
    queue.put(receivedRange(50, 3))
    queue.take(1)
    queue.clear()
    expect(queue.messageCount).toBe(0)
    expect(queue.put(receivedRange(2, 1))).toHaveLength(1)
    expect(queue.take(5).map((message) => message.queueOffset)).toEqual([2])
  })
})
