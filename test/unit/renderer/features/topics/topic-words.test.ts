import { expect, test } from 'vitest'
import { listAnswer, messagesIn, permText, topicAnswer } from '../../../../../renderer/features/topics/topic-words.ts'
import type { TopicDetail, TopicRow } from '../../../../../renderer/features/topics/topic-words.ts'

const row = (topic: string, kind: TopicRow['kind'] = 'normal'): TopicRow => ({
  topic,
  kind,
  readQueues: 4,
  writeQueues: 4,
  perm: 'RW',
  brokers: ['broker-a', 'broker-b'],
})

const queue = (messages: number | null): TopicDetail['queues'][number] => ({
  brokerName: 'broker-a',
  queueId: 0,
  minOffset: messages === null ? null : 0,
  maxOffset: messages,
  messages,
  lastUpdateMs: null,
})

const detail = (queues: TopicDetail['queues'], waiting: readonly (number | null)[] = []): TopicDetail => ({
  topic: 'orders',
  kind: 'normal',
  brokers: [],
  queues,
  groups: [],
  readers: waiting.map((each, i) => ({ group: `g${i}`, members: 1, model: null, waiting: each })),
  isOrdered: false,
  attributes: [],
  problems: [],
})

test('the list counts the user’s own topics and tells of dead letters', () => {
  expect(listAnswer([row('a'), row('TBW102', 'system')], 'lab', 'en')).toBe(
    '1 topic of your own on broker-a and broker-b. Choose one to see its queues and readers.',
  )
  expect(listAnswer([row('a'), row('%DLQ%g', 'dlq')], 'lab', 'zh')).toBe('1 个自建 Topic；1 个消费组有最终失败的消息。')
  expect(listAnswer([], 'lab', 'en')).toBe('lab has no topic of its own yet.')
})

test('a topic whose brokers are silent holds an unknown number, not 0', () => {
  expect(messagesIn(detail([queue(null)]))).toBeNull()
  expect(topicAnswer(detail([queue(null)]), 'en')).toContain('is not known')
  expect(messagesIn(detail([queue(null), queue(5)]))).toBe(5)
})

test('the answer names who is furthest behind, or that all have caught up', () => {
  expect(topicAnswer(detail([queue(1200)], [3, 40]), 'en')).toBe(
    'orders holds 1,200 messages in 1 queue; g1 has 40 still to take.',
  )
  expect(topicAnswer(detail([queue(1)], [0, 0]), 'en')).toBe(
    'orders holds 1 message in 1 queue; 2 groups read it and have caught up.',
  )
  expect(topicAnswer(detail([queue(1)], [null]), 'en')).toBe('orders holds 1 message in 1 queue; 1 group reads it.')
  expect(topicAnswer(detail([queue(1)]), 'zh')).toBe('orders 的 1 个队列中有 1 条消息；没有消费组读取。')
})

test('permissions are words', () => {
  expect([6, 4, 2, 0].map((perm) => permText(perm, 'en'))).toEqual([
    'read and write',
    'read only',
    'write only',
    'neither read nor write',
  ])
  expect(permText('mixed', 'zh')).toBe('各 Broker 不同')
})
