import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ConsumerView, ReceivedRow } from '../../../../../engine/contract/messages-api.ts'
import {
  matchingRows,
  ReceivedList,
  ROWS_MAX,
  TELL_EVERY_MS,
  waitingOf,
} from '../../../../../renderer/features/receive/received-list.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function row(seq: number, change: Partial<ReceivedRow> = {}): ReceivedRow {
  return {
    seq,
    consumer: 'c1',
    atMs: 1000 + seq,
    topic: 'orders',
    messageId: `ID${seq}`,
    offsetMessageId: '',
    brokerName: 'broker-a',
    queueId: 0,
    queueOffset: seq,
    bornAtMs: 1000,
    storedAtMs: 1000,
    tag: 'paid',
    keys: `ORD-${seq}`,
    reconsumeTimes: 0,
    run: null,
    runSeq: null,
    bodyBytes: 5,
    preview: btoa('hello'),
    state: 'waiting',
    ...change,
  }
}

function rows(from: number, to: number): ReceivedRow[] {
  return Array.from({ length: to - from }, (_, i) => row(from + i))
}

describe('the list of received messages', () => {
  test('tells at most once per interval, newest first, however many arrive', () => {
    const list = new ReceivedList()
    let told = 0
    list.subscribe(() => told++)
    for (let i = 0; i < 50; i++) list.take([{ t: 'rows', rows: rows(i * 10, i * 10 + 10) }])
    expect(told).toBe(0)
    vi.advanceTimersByTime(TELL_EVERY_MS)
    expect(told).toBe(1)
    expect(
      list
        .snapshot()
        .rows.slice(0, 2)
        .map((each) => each.seq),
    ).toEqual([499, 498])
    vi.advanceTimersByTime(10 * TELL_EVERY_MS)
    expect(told).toBe(1)
  })
  test('keeps the newest within its bound and counts all', () => {
    const list = new ReceivedList()
    list.take([{ t: 'rows', rows: rows(0, 3 * ROWS_MAX) }])
    vi.advanceTimersByTime(TELL_EVERY_MS)
    expect(list.snapshot().rows).toHaveLength(ROWS_MAX)
    expect(list.snapshot().rows[0]?.seq).toBe(3 * ROWS_MAX - 1)
    expect(list.snapshot().total).toBe(3 * ROWS_MAX)
  })
  test('holds the rows still while figures go on, and catches up', () => {
    const list = new ReceivedList()
    list.take([{ t: 'rows', rows: rows(0, 5) }])
    vi.advanceTimersByTime(TELL_EVERY_MS)
    list.hold(true)
    list.take([
      { t: 'rows', rows: rows(5, 12) },
      { t: 'skipped', consumer: 'c1', count: 3 },
    ])
    vi.advanceTimersByTime(TELL_EVERY_MS)
    expect([list.snapshot().rows.length, list.snapshot().skipped, list.sinceHeld]).toEqual([5, 3, 7])
    list.hold(false)
    expect([list.snapshot().rows.length, list.sinceHeld]).toEqual([12, 0])
  })
  test('a row changes its state in place', () => {
    const list = new ReceivedList()
    list.take([{ t: 'rows', rows: rows(0, 3) }])
    list.take([{ t: 'row-state', consumer: 'c1', seq: 1, state: 'consumed' }])
    list.take([{ t: 'row-state', consumer: 'other', seq: 2, state: 'failed' }])
    vi.advanceTimersByTime(TELL_EVERY_MS)
    expect(list.snapshot().rows.map((each) => each.state)).toEqual(['waiting', 'consumed', 'waiting'])
  })
})

test('the filter finds keys, tags, ids and words in the body', () => {
  const all = [row(1), row(2, { keys: 'X', preview: btoa('price 42') }), row(3, { tag: 'created', keys: 'Y' })]
  const found = (text: string): number[] => matchingRows(all, text).map((each) => each.seq)
  expect(found('ord-1')).toEqual([1])
  expect(found('CREATED')).toEqual([3])
  expect(found('price')).toEqual([2])
  expect(found('id3')).toEqual([3])
  expect(found('')).toEqual([1, 2, 3])
})

test('what waits is unknown as soon as one queue does not tell', () => {
  const consumer = (waiting: (number | null)[]): ConsumerView =>
    ({ queues: waiting.map((each) => ({ waiting: each })) }) as unknown as ConsumerView
  expect(waitingOf([consumer([1, 2]), consumer([3])])).toBe(6)
  expect(waitingOf([consumer([1]), consumer([null])])).toBeNull()
})
