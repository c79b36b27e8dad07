import { describe, expect, test } from 'vitest'
import type { RunView } from '../../../../../engine/contract/messages-api.ts'
import { runReport } from '../../../../../engine/lab/service/sending/run-report.ts'

const account = { acknowledged: 5, delivered: 3, onTheWay: 1, missing: 1, duplicates: 2, outOfOrder: 0 }
const view = {
  cluster: 'orders-lab',
  number: 7,
  state: 'ended',
  spec: {
    cluster: 'orders-lab',
    message: { topic: 'orders' },
    count: 5,
    ratePerSecond: 0,
    batch: 1,
    mode: 'sync',
    accountingGroup: 'order-service',
  },
  startedAtMs: 0,
  endedAtMs: 1000,
  sent: 5,
  statuses: {
    SEND_OK: 5,
    FLUSH_DISK_TIMEOUT: 0,
    FLUSH_SLAVE_TIMEOUT: 0,
    SLAVE_NOT_AVAILABLE: 0,
    ONE_WAY: 0,
    FAILED: 0,
  },
  ...account,
  deliveredUnacknowledged: 0,
  onOneDiskOnly: null,
  sendLatency: { p50Ms: 1.5, p99Ms: null, maxMs: null },
  deliveryLatency: { p50Ms: null, p99Ms: null, maxMs: null },
  queues: [{ brokerName: '=cmd|"a,b"', queueId: 0, ...account }],
  problem: { en: 'one | two\nthree', zh: '一 | 二\n三' },
} as unknown as RunView

describe('runReport', () => {
  test('tells the equation in either language', () => {
    expect(runReport(view, 'markdown', 'en')).toMatchObject({
      fileName: 'orders-lab-run-7.md',
      text: expect.stringContaining(
        '**5** acknowledged = **3** delivered + **1** on the way + **1** missing',
      ) as string,
    })
    expect(runReport(view, 'markdown', 'zh').text).toContain('已确认 **5** = 已投递 **3** + 在途 **1** + 丢失 **1**')
  })

  test('what is not known is no number', () => {
    const { text } = runReport(view, 'markdown', 'en')
    expect(text).toContain('| On a master only | – |')
    expect(text).toContain('p50 1.5 ms · p99 – · max –')
  })

  test('foreign text cannot break a table nor begin a formula', () => {
    expect(runReport(view, 'markdown', 'en').text).toContain('> one \\| two three')
    expect(runReport(view, 'csv', 'en').text).toContain('"\'=cmd|""a,b""",0,5,3,1,1,2,0')
  })

  test('the table ends with the sums', () => {
    const lines = runReport(view, 'csv', 'zh').text.trimEnd().split('\r\n')
    expect(lines[0]).toBe('\uFEFFBroker,队列,已确认,已投递,在途,丢失,重复,乱序')
    expect(lines.at(-1)).toBe('合计,,5,3,1,1,2,0')
  })
})
