import { describe, expect, test } from 'vitest'
import { appended, bodiesOf, message, StoreWorld } from './store-world.ts'

const RECORDS = 200
const BODY = 'x'.repeat(1000)

describe('messages that are read from files on the thread pool', () => {
  test('are all found, those of one answer that lie on both sides of a file border too', async () => {
    const world = new StoreWorld()
    // Files of some 60 records, a ring that forgets them, and no reads on the event loop.
    const store = await world.open({ mappedFileSizeCommitLog: 64 * 1024, ringBytes: 64 * 1024, readSyncBytes: 0 })
    for (let i = 0; i < RECORDS; i++) {
      appended(store.putMessage(message({ text: `${i} ${BODY}` })))
      world.turn()
      await world.settle()
    }
    expect(world.files('/store/commitlog').length).toBeGreaterThan(2)

    const found: string[] = []
    for (let offset = 0; offset < RECORDS;) {
      const fetch = await store.getMessage({
        topic: 'T1',
        queueId: 3,
        queueOffset: offset,
        maxMessages: 32,
        filter: undefined,
      })
      expect(fetch.status).toBe('FOUND')
      found.push(...bodiesOf(fetch).map((body) => body.slice(0, body.indexOf(' '))))
      offset = fetch.nextBeginOffset
      fetch.release()
    }
    expect(found).toEqual(Array.from({ length: RECORDS }, (_, i) => String(i)))
  })
})
