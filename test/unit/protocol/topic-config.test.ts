import { expect, test } from 'vitest'
import { makeSubscriptionGroup, makeTopicConfig, sameTopicConfig } from '../../../engine/protocol/topic-config.ts'

test('settings that are not given are those of Java', () => {
  expect(makeTopicConfig('T')).toMatchObject({ readQueueNums: 16, writeQueueNums: 16, perm: 6, order: false })
  expect(makeSubscriptionGroup('g', { retryMaxTimes: 3 })).toMatchObject({
    groupName: 'g',
    retryMaxTimes: 3,
    retryQueueNums: 1,
    consumeEnable: true,
    whichBrokerWhenConsumeSlowly: 1,
  })
})

test('topics are the same only when every setting is', () => {
  const topic = makeTopicConfig('T', { attributes: new Map([['message.type', 'FIFO']]) })
  expect(sameTopicConfig(topic, { ...topic, attributes: new Map(topic.attributes) })).toBe(true)
  expect(sameTopicConfig(topic, { ...topic, perm: 4 })).toBe(false)
  expect(sameTopicConfig(topic, { ...topic, attributes: new Map([['message.type', 'NORMAL']]) })).toBe(false)
  expect(sameTopicConfig(topic, { ...topic, attributes: new Map() })).toBe(false)
})
