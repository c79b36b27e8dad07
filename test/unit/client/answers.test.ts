/** The two tables that turn a broker's codes into what a client does. */
import { describe, expect, test } from 'vitest'
import { pullOutcomeOf } from '../../../engine/client/pull-outcome.ts'
import { isSendRetryCode, sendResultText, sendStatusOf } from '../../../engine/client/send-result.ts'

describe('answers to pulls', () => {
  test.each([
    [0, { kind: 'found' }],
    [19, { kind: 'nothing' }],
    [20, { kind: 'nothing' }],
    [21, { kind: 'offset-illegal' }],
    [215, { kind: 'retry', afterMs: 20 }],
    [1, { kind: 'retry', afterMs: 1000 }],
    [16, { kind: 'retry', afterMs: 1000 }],
    [24, { kind: 'retry', afterMs: 1000 }],
    [25, { kind: 'retry', afterMs: 1000 }],
  ])('code %i', (code, outcome) => {
    expect(pullOutcomeOf(code)).toEqual(outcome)
  })
})

describe('answers to sends', () => {
  test('four codes mean stored', () => {
    expect([0, 10, 11, 12, 1, 13].map(sendStatusOf)).toEqual([
      'SEND_OK',
      'FLUSH_DISK_TIMEOUT',
      'SLAVE_NOT_AVAILABLE',
      'FLUSH_SLAVE_TIMEOUT',
      undefined,
      undefined,
    ])
  })

  test('only the codes that another broker may not share are tried again', () => {
    const codes = Array.from({ length: 2000 }, (_, code) => code)
    expect(codes.filter(isSendRetryCode)).toEqual([1, 2, 14, 16, 17, 204, 205, 1500])
  })

  test('a result prints as in RocketMQ', () => {
    expect(
      sendResultText({
        status: 'SEND_OK',
        msgId: 'M',
        offsetMsgId: 'O',
        queue: { topic: 'T', brokerName: 'broker-a', queueId: 2 },
        queueOffset: 9,
      }),
    ).toBe(
      'SendResult [sendStatus=SEND_OK, msgId=M, offsetMsgId=O, ' +
        'messageQueue=MessageQueue [topic=T, brokerName=broker-a, queueId=2], queueOffset=9]',
    )
  })
})
