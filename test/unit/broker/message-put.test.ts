import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { delayLevelOf, MessagePut, waitsForStore } from '../../../engine/broker/message-put.ts'
import { DEFAULT_DELAY_LEVELS, parseDelayLevels } from '../../../engine/protocol/delay-level.ts'
import { parsePropertiesBytes } from '../../../engine/protocol/properties.ts'
import type { StoreMessage } from '../../../engine/store/types.ts'
import { BORN_HOST } from '../store/store-world.ts'

function put(properties: Record<string, string>) {
  const stored: StoreMessage[] = []
  const store = {
    putMessage: (message: StoreMessage) => {
      stored.push(message)
      return { status: 'refused' as const, reason: 'busy' as const, detail: '' }
    },
  }
  const result = new MessagePut(store, parseDelayLevels(DEFAULT_DELAY_LEVELS)).put({
    topic: 'T',
    queueId: 2,
    flag: 0,
    sysFlag: 0,
    bornTimestampMs: 0,
    bornHost: BORN_HOST,
    reconsumeTimes: 0,
    body: bytesFromUtf8('x'),
    properties: new Map(Object.entries(properties)),
  })
  const [message] = stored
  return {
    result,
    topic: message?.topic,
    queueId: message?.queueId,
    properties: message === undefined ? undefined : Object.fromEntries(parsePropertiesBytes(message.properties)),
  }
}

describe('MessagePut', () => {
  test.each([
    ['no level', { KEYS: 'k' }],
    ['level 0', { DELAY: '0' }],
    ['a level below 0', { DELAY: '-1' }],
  ])('stores a message with %s where it belongs', (_what, properties) => {
    expect(put(properties)).toMatchObject({ topic: 'T', queueId: 2, properties })
  })

  test('sends a delayed message round by the queue of its level, without its timer', () => {
    expect(put({ DELAY: '3', TIMER_DELAY_SEC: '9' })).toMatchObject({
      topic: 'SCHEDULE_TOPIC_XXXX',
      queueId: 2,
      properties: { DELAY: '3', REAL_TOPIC: 'T', REAL_QID: '2' },
    })
    expect(put({ DELAY: '3', TIMER_DELAY_SEC: '9' }).properties).not.toHaveProperty('TIMER_DELAY_SEC')
  })

  test('lowers a level above the highest', () => {
    expect(put({ DELAY: '99' })).toMatchObject({ queueId: 17 })
  })

  test('refuses a level that is no number', () => {
    expect(put({ DELAY: 'soon' }).result).toMatchObject({ status: 'refused', reason: 'illegal' })
    expect(delayLevelOf(new Map([['DELAY', '1.5']]))).toBeUndefined()
  })
})

describe('waitsForStore', () => {
  test.each([
    [undefined, true],
    ['true', true],
    ['TRUE', true],
    ['false', false],
    ['no', false],
  ])('WAIT=%s is %s', (value, expected) => {
    expect(waitsForStore(new Map(value === undefined ? [] : [['WAIT', value]]))).toBe(expected)
  })
})
