import { describe, expect, test } from 'vitest'
import { type ConsumeFromWhere, findStartOffset } from '../../../engine/client/start-offset.ts'

const QUEUE = { topic: 'T', brokerName: 'a', queueId: 0 }
const RETRY_QUEUE = { ...QUEUE, topic: '%RETRY%g' }

function start(from: ConsumeFromWhere, committed: number | undefined, queue = QUEUE) {
  return findStartOffset(
    queue,
    { from, timestampMs: 77 },
    {
      committed: () => Promise.resolve(committed),
      maxOffset: () => Promise.resolve(500),
      offsetAt: (_, timestampMs) => Promise.resolve(1000 + timestampMs),
    },
  )
}

describe('start of consumption', () => {
  test.each(['CONSUME_FROM_LAST_OFFSET', 'CONSUME_FROM_FIRST_OFFSET', 'CONSUME_FROM_TIMESTAMP'] as const)(
    'a committed offset wins over %s',
    async (from) => {
      expect(await start(from, 0)).toBe(0)
      expect(await start(from, 42)).toBe(42)
    },
  )

  test('a new group follows its policy', async () => {
    expect(await start('CONSUME_FROM_LAST_OFFSET', undefined)).toBe(500)
    expect(await start('CONSUME_FROM_FIRST_OFFSET', undefined)).toBe(0)
    expect(await start('CONSUME_FROM_TIMESTAMP', undefined)).toBe(1077)
  })

  test('retries that came before the group first started are not lost', async () => {
    expect(await start('CONSUME_FROM_LAST_OFFSET', undefined, RETRY_QUEUE)).toBe(0)
  })

  test('an offset that cannot be asked for now keeps the queue from starting', async () => {
    const failing = findStartOffset(
      QUEUE,
      { from: 'CONSUME_FROM_LAST_OFFSET', timestampMs: 0 },
      {
        committed: () => Promise.reject(new Error('broker is gone')),
        maxOffset: () => Promise.resolve(1),
        offsetAt: () => Promise.resolve(1),
      },
    )
    await expect(failing).rejects.toThrow('broker is gone')
  })
})
