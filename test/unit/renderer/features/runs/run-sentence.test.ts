import { describe, expect, test } from 'vitest'
import type { RunView } from '../../../../../engine/contract/messages-api.ts'
import { runSentence } from '../../../../../renderer/features/runs/run-sentence.ts'

function run(change: Partial<RunView> & { group?: string | null } = {}): RunView {
  const { group = 'order-service', ...rest } = change
  return {
    cluster: 'orders-lab',
    number: 7,
    spec: {
      cluster: 'orders-lab',
      message: {
        topic: 'orders',
        tag: '',
        keys: '',
        body: { kind: 'text', value: 'x' },
        properties: [],
        delayLevel: 0,
        orderKey: '',
        queue: null,
      },
      count: 1000,
      ratePerSecond: 100,
      batch: 1,
      mode: 'sync',
      timeoutMs: 3000,
      retries: 2,
      concurrency: 4,
      accountingGroup: group,
    },
    isBodyCut: false,
    state: 'sending',
    startedAtMs: 0,
    endedAtMs: null,
    sent: 500,
    statuses: {
      SEND_OK: 500,
      FLUSH_DISK_TIMEOUT: 0,
      FLUSH_SLAVE_TIMEOUT: 0,
      SLAVE_NOT_AVAILABLE: 0,
      ONE_WAY: 0,
      FAILED: 0,
    },
    acknowledged: 500,
    delivered: 500,
    onTheWay: 0,
    missing: 0,
    duplicates: 0,
    outOfOrder: 0,
    deliveredUnacknowledged: 0,
    onOneDiskOnly: 0,
    currentPerSecond: 100,
    sendLatency: { p50Ms: null, p99Ms: null, maxMs: null },
    deliveryLatency: { p50Ms: null, p99Ms: null, maxMs: null },
    queues: [],
    problem: null,
    ...rest,
  }
}

const failed = (n: number): Partial<RunView> => ({ statuses: { ...run().statuses, FAILED: n } })

describe('the sentence of a run', () => {
  test('says that it goes well, and what is on one disk only', () => {
    expect(runSentence(run({ onOneDiskOnly: 806 }), 'en')).toBe(
      'Run #7 goes well: nothing missing, nothing twice. 806 messages are on a master only at this moment.',
    )
    expect(runSentence(run({ onOneDiskOnly: 806 }), 'zh')).toBe(
      '第 7 次测试正常：无丢失、无重复。此刻有 806 条消息仅存于主。',
    )
  })

  test('what is missing comes before everything else but an interruption', () => {
    const bad = { missing: 1, duplicates: 3, ...failed(2) }
    expect(runSentence(run({ ...bad, state: 'ended' }), 'en')).toBe(
      'Run #7: 1 acknowledged message cannot arrive any more.',
    )
    expect(runSentence(run({ ...bad, state: 'interrupted' }), 'en')).toContain('interrupted')
  })

  test.each([
    [run(failed(2)), 'Run #7: 2 sends were not acknowledged.'],
    [run({ state: 'paused' }), 'Run #7 is paused after 500 messages.'],
    [run({ state: 'waiting', onTheWay: 1 }), 'Run #7 is sent; 1 message is still on the way to order-service.'],
    [run({ duplicates: 1 }), 'Run #7: nothing is missing, 1 delivery was repeated.'],
    [run({ state: 'ended' }), 'Run #7: all 500 acknowledged messages were delivered, none twice.'],
    [run({ state: 'ended', onTheWay: 4 }), 'Run #7 was ended while 4 messages were on the way.'],
    [
      run({ state: 'ended', group: null, delivered: 0, onTheWay: 500 }),
      'Run #7: 500 of 500 messages were acknowledged; deliveries are not counted.',
    ],
  ])('names the state (%#)', (view, sentence) => {
    expect(runSentence(view, 'en')).toBe(sentence)
  })

  test('of sends that fail it says why the last one did', () => {
    expect(runSentence(run(failed(2)), 'en', 'The disk is full.')).toBe(
      'Run #7: 2 sends were not acknowledged. The disk is full.',
    )
  })

  test('nothing is said of disks when it is not known or the run is over', () => {
    expect(runSentence(run({ onOneDiskOnly: null }), 'en')).not.toContain('master')
    expect(runSentence(run({ onOneDiskOnly: 8, state: 'ended' }), 'en')).not.toContain('master')
  })
})
