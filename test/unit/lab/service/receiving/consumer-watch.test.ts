import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../../engine/base/bytes.ts'
import { ConsumerWatch } from '../../../../../engine/lab/service/receiving/consumer-watch.ts'
import { ReceivedRing } from '../../../../../engine/lab/service/receiving/received-ring.ts'
import { CountingSink, ringRow } from './rows.ts'

function world(credits: number) {
  const ring = new ReceivedRing(16)
  const sink = new CountingSink(credits)
  let seq = 0
  return {
    ring,
    sink,
    receive: (count: number) => {
      for (let i = 0; i < count; i++) ring.push(ringRow(++seq), bytesFromUtf8('hello'))
    },
  }
}

describe('ConsumerWatch', () => {
  test('a window starts with the latest 1,000 rows and is not told that older ones are missing', () => {
    const { ring, sink, receive } = world(100)
    receive(3000)
    const watch = new ConsumerWatch(ring, sink, 16)
    for (let i = 0; i < 10; i++) watch.flush()
    expect(sink.rows()).toEqual(Array.from({ length: 1000 }, (_, i) => 2001 + i))
    expect(sink.skipped()).toBe(0)
  })

  test('a window that keeps up sees every row', () => {
    const { ring, sink, receive } = world(1000)
    const watch = new ConsumerWatch(ring, sink, 16)
    for (let i = 0; i < 40; i++) {
      receive(250)
      watch.flush()
    }
    expect(sink.rows().length).toBe(10_000)
    expect(sink.skipped()).toBe(0)
  })

  test('a slow window goes on with the newest rows, and shown and skipped make up all', () => {
    const { ring, sink, receive } = world(1)
    const watch = new ConsumerWatch(ring, sink, 16)
    receive(10)
    watch.flush()
    receive(30_000)
    watch.flush()
    sink.credits = 1
    watch.flush()
    const rows = sink.rows()
    expect(rows.at(-1)).toBe(30_010)
    expect(rows.length).toBe(510)
    expect(rows.length + sink.skipped()).toBe(30_010)
  })

  test('nothing is pushed to a window that is not ready, nor when nothing is new', () => {
    const { ring, sink, receive } = world(0)
    const watch = new ConsumerWatch(ring, sink, 16)
    receive(5)
    watch.flush()
    expect(sink.batches).toBe(0)
    sink.credits = 5
    watch.flush()
    watch.flush()
    expect(sink.batches).toBe(1)
  })

  test('of several changes of a row the last is told', () => {
    const { ring, sink } = world(1)
    const watch = new ConsumerWatch(ring, sink, 16)
    watch.noteState('c1', 3, 'sent-back')
    watch.noteState('c1', 3, 'failed')
    watch.flush()
    expect(sink.events).toEqual([{ t: 'row-state', consumer: 'c1', seq: 3, state: 'failed' }])
  })
})
