import { describe, expect, test } from 'vitest'
import { buildClientId, uniqueInstanceName } from '../../../engine/client/client-id.ts'
import { selectByHash } from '../../../engine/client/producer.ts'
import { Subscriptions } from '../../../engine/client/subscriptions.ts'

describe('subscriptions', () => {
  test('tell brokers the tags and their hashes, negative ones too', () => {
    const subscriptions = new Subscriptions()
    subscriptions.set('T', 'TagA || polygenelubricants', 5)
    expect(subscriptions.data()).toEqual([
      {
        topic: 'T',
        subString: 'TagA || polygenelubricants',
        tagsSet: ['TagA', 'polygenelubricants'],
        codeSet: [2598919, -2147483648],
        subVersion: 5,
        expressionType: 'TAG',
        classFilterMode: false,
      },
    ])
  })

  test('everything is a star without tags', () => {
    const subscriptions = new Subscriptions()
    subscriptions.set('T', '', 5)
    expect(subscriptions.data()[0]).toMatchObject({ subString: '*', tagsSet: [], codeSet: [] })
  })

  test('a change has a newer version even when the clock stands still', () => {
    const subscriptions = new Subscriptions()
    subscriptions.set('T', 'A', 5)
    subscriptions.set('T', 'B', 5)
    expect(subscriptions.of('T')).toMatchObject({ text: 'B', version: 6 })
  })

  test('bad expressions and topics are refused', () => {
    const subscriptions = new Subscriptions()
    expect(() => subscriptions.set('T', '||', 1)).toThrow(/subscription/)
    expect(() => subscriptions.set('a b', '*', 1)).toThrow(/illegal/)
    subscriptions.set(`%RETRY%${'g'.repeat(200)}`, '*', 1)
    expect(subscriptions.topics).toHaveLength(1)
  })
})

describe('client id', () => {
  test('joins address, instance and unit', () => {
    expect(buildClientId({ clientIp: '10.0.0.1', instanceName: 'i' })).toBe('10.0.0.1@i')
    expect(buildClientId({ clientIp: '10.0.0.1', instanceName: 'i', unitName: 'u' })).toBe('10.0.0.1@i@u')
    expect(buildClientId({ clientIp: '10.0.0.1', instanceName: 'i', unitName: ' ' })).toBe('10.0.0.1@i')
  })

  test('is different for each instance, also within one moment', () => {
    const identity = { processId: 7, hostName: 'h', localIpv4: '10.0.0.1' }
    const clock = { nowMs: () => 0, monotonicMs: () => 1.5 }
    const names = [1, 2, 3].map(() => uniqueInstanceName(identity, clock))
    expect(new Set(names).size).toBe(3)
    for (const name of names) expect(name).toMatch(/^7#\d+$/)
  })
})

describe('choice by key', () => {
  test('takes the queue that Java takes, for negative hashes too', () => {
    const queues = [0, 1, 2, 3].map((queueId) => ({ topic: 'T', brokerName: 'a', queueId }))
    const choose = (key: string) => selectByHash(key)(queues, { topic: 'T', body: new Uint8Array(1) }).queueId
    // "a".hashCode() is 97; that of the long word is the smallest int.
    expect(choose('a')).toBe(1)
    expect(choose('polygenelubricants')).toBe(0)
    expect(choose('TagA')).toBe(2598919 % 4)
  })
})
