import { describe, expect, test } from 'vitest'
import { EMPTY_BYTES } from '../../../engine/base/bytes.ts'
import { retryProperties, retryTarget } from '../../../engine/broker/retry.ts'
import { UNKNOWN_HOST } from '../../../engine/protocol/host-address.ts'
import type { DecodedRecord } from '../../../engine/protocol/record.ts'

function record(properties: Record<string, string>): DecodedRecord {
  return {
    recordBytes: 100,
    version: 1,
    bodyCrc: 0,
    queueId: 0,
    flag: 0,
    queueOffset: 0,
    logOffset: 0,
    sysFlag: 0,
    bornTimestampMs: 0,
    bornHost: UNKNOWN_HOST,
    storeTimestampMs: 0,
    storeHost: UNKNOWN_HOST,
    reconsumeTimes: 0,
    preparedTransactionOffset: 0,
    body: EMPTY_BYTES,
    topic: 'T',
    properties: new Map(Object.entries(properties)),
  }
}

describe('retryTarget', () => {
  test.each([
    ['the first failure waits at level 3', 0, 16, 0, { to: 'retry', delayLevel: 3 }],
    ['the fifth waits at level 7', 4, 16, 0, { to: 'retry', delayLevel: 7 }],
    ['a level that is asked for is taken', 4, 16, 1, { to: 'retry', delayLevel: 1 }],
    ['the last allowed retry is used', 15, 16, 0, { to: 'retry', delayLevel: 18 }],
    ['then it is dead', 16, 16, 0, { to: 'dead-letter' }],
    ['a negative level asks for the end', 0, 16, -1, { to: 'dead-letter' }],
  ])('%s', (_what, reconsumeTimes, max, level, expected) => {
    expect(retryTarget(reconsumeTimes, max, level)).toEqual(expected)
  })
})

describe('retryProperties', () => {
  test('remember where a message came from, once', () => {
    const first = retryProperties(record({ KEYS: 'k' }), 'ID1', { to: 'retry', delayLevel: 3 })
    expect(Object.fromEntries(first)).toEqual({ KEYS: 'k', RETRY_TOPIC: 'T', ORIGIN_MESSAGE_ID: 'ID1', DELAY: '3' })
    const again = retryProperties({ ...record({}), topic: '%RETRY%g', properties: first }, 'ID2', {
      to: 'retry',
      delayLevel: 4,
    })
    expect(Object.fromEntries(again)).toMatchObject({ RETRY_TOPIC: 'T', ORIGIN_MESSAGE_ID: 'ID1', DELAY: '4' })
  })

  test('do not delay a dead message', () => {
    expect(retryProperties(record({ DELAY: '9' }), 'ID', { to: 'dead-letter' }).has('DELAY')).toBe(false)
  })
})
