import { describe, expect, test } from 'vitest'
import {
  checkGroupName,
  checkTopicName,
  dlqTopic,
  groupOfTopic,
  isDlqTopic,
  isPredefinedGroup,
  isRetryTopic,
  isSendForbidden,
  isSystemGroup,
  isSystemTopic,
  replyTopic,
  retryTopic,
  reviveTopic,
  syncMemberTopic,
  SYSTEM_GROUPS,
} from '../../../engine/protocol/topics.ts'

test('names derived from groups lead back to them', () => {
  expect(retryTopic('g')).toBe('%RETRY%g')
  expect(dlqTopic('g')).toBe('%DLQ%g')
  expect([retryTopic('g'), dlqTopic('g'), 'g'].map(groupOfTopic)).toEqual(['g', 'g', undefined])
  expect([isRetryTopic('%RETRY%g'), isRetryTopic('%DLQ%g'), isDlqTopic('%DLQ%g')]).toEqual([true, false, true])
})

test('names derived from cluster and broker', () => {
  expect(replyTopic('DefaultCluster')).toBe('DefaultCluster_REPLY_TOPIC')
  expect(reviveTopic('DefaultCluster')).toBe('rmq_sys_REVIVE_LOG_DefaultCluster')
  expect(syncMemberTopic('broker-a')).toBe('rmq_sys_SYNC_BROKER_MEMBER_broker-a')
})

test.each([
  ['TBW102', true, false],
  ['SCHEDULE_TOPIC_XXXX', true, true],
  ['SELF_TEST_TOPIC', true, true],
  ['OFFSET_MOVED_EVENT', true, true],
  ['TRANS_CHECK_MAX_TIME_TOPIC', true, true],
  ['RMQ_SYS_TRANS_HALF_TOPIC', true, true],
  ['RMQ_SYS_TRANS_OP_HALF_TOPIC', true, true],
  ['BenchmarkTest', true, false],
  ['RMQ_SYS_TRACE_TOPIC', true, false],
  ['CHECKPOINT_TOPIC', true, false],
  ['rmq_sys_anything', true, false],
  ['TopicTest', false, false],
  ['%RETRY%g', false, false],
])('%s: system %s, send forbidden %s', (topic, system, forbidden) => {
  expect(isSystemTopic(topic)).toBe(system)
  expect(isSendForbidden(topic)).toBe(forbidden)
})

test('system groups have the prefix, predefined ones are listed', () => {
  expect(isSystemGroup('CID_RMQ_SYS_TRANS')).toBe(true)
  expect(isSystemGroup('TOOLS_CONSUMER')).toBe(false)
  expect(isPredefinedGroup('TOOLS_CONSUMER')).toBe(true)
  expect(isPredefinedGroup('mine')).toBe(false)
  expect(SYSTEM_GROUPS).toContain('CID_RMQ_SYS_TRANS')
})

describe('a topic name', () => {
  test.each(['TopicTest', '%RETRY%g-1_x', 'a|b', 'x'.repeat(127)])('%s is fine', (topic) => {
    expect(checkTopicName(topic)).toEqual({ kind: 'ok' })
  })

  test.each([
    ['', 'The specified topic is blank.'],
    ['  ', 'The specified topic is blank.'],
    ['a b', 'The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$'],
    ['a\n', 'The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$'],
    ['中', 'The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$'],
    ['x'.repeat(128), 'The specified topic is longer than topic max length.'],
  ])('%j is refused in the words of Java', (topic, reason) => {
    expect(checkTopicName(topic)).toEqual({ kind: 'bad', reason })
  })
})

test('a group name follows the same alphabet up to 255 characters', () => {
  expect(checkGroupName('x'.repeat(255)).kind).toBe('ok')
  expect(checkGroupName('')).toEqual({ kind: 'bad', reason: 'the specified group is blank' })
  expect(checkGroupName('x'.repeat(256))).toMatchObject({ reason: expect.stringContaining('longer than') as string })
  expect(checkGroupName('a b')).toMatchObject({
    reason: expect.stringContaining('group[a b] contains illegal') as string,
  })
})
