import { expect, test } from 'vitest'
import { groupAnswer, listAnswer, shortIds, topicsOf } from '../../../../../renderer/features/groups/group-words.ts'
import type { GroupDetail, GroupRow } from '../../../../../renderer/features/groups/group-words.ts'
import { lineOf, targetOf } from '../../../../../renderer/features/groups/reset-target.ts'

const choice = { time: '2026-11-21 10:00:00', queueKey: 'broker:a:3', offset: 7 }
const address = (): string => '10.0.0.1:10911'

test('a choice is a target, or nothing while something is missing', () => {
  expect(targetOf({ ...choice, kind: 'first' })).toEqual({ kind: 'first' })
  expect(targetOf({ ...choice, kind: 'time' })).toEqual({ kind: 'time', atMs: new Date(2026, 10, 21, 10).getTime() })
  expect(targetOf({ ...choice, kind: 'time', time: 'soon' })).toBeNull()
  expect(targetOf({ ...choice, kind: 'offset' })).toEqual({
    kind: 'offset',
    brokerName: 'broker:a',
    queueId: 3,
    offset: 7,
  })
  expect(targetOf({ ...choice, kind: 'offset', offset: null })).toBeNull()
})

test('each target has its mqadmin line', () => {
  expect(lineOf('g', 't', { kind: 'first' }, address)).toBe('resetOffsetByTime -g g -t t -s 0')
  expect(lineOf('g', 't', { kind: 'last' }, address)).toBe('resetOffsetByTime -g g -t t -s -1')
  expect(lineOf('g', 't', { kind: 'offset', brokerName: 'b', queueId: 1, offset: 5 }, address)).toBe(
    'resetOffsetByTime -g g -t t -s 0 -b 10.0.0.1:10911 -q 1 -o 5',
  )
})

const row = (group: string, waiting: number | null, members = 1): GroupRow => ({
  group,
  kind: 'normal',
  members,
  model: null,
  type: null,
  topics: [],
  waiting,
  perSecond: null,
})

test('the list answers with who is furthest behind, and unknown is not 0', () => {
  expect(listAnswer([row('a', null, 0), row('b', 1234)], 'lab', 'en')).toBe(
    'b is furthest behind: 1,234 messages wait. 1 of 2 groups is connected.',
  )
  expect(listAnswer([row('a', 0)], 'lab', 'zh')).toBe('没有堆积：1 个消费组中有 1 个在线。')
  expect(listAnswer([{ ...row('TOOLS', 5), kind: 'system' }], 'lab', 'en')).toBe(
    'lab has no consumer group of its own yet.',
  )
})

const detail = (part: Partial<GroupDetail>): GroupDetail => ({
  group: 'g',
  settings: null,
  members: [],
  subscriptions: [],
  model: null,
  type: null,
  from: null,
  queues: [],
  perSecond: null,
  problems: [],
  ...part,
})

test('a group without offsets has committed nothing, it has not caught up', () => {
  expect(groupAnswer(detail({}), 'en')).toBe('g has committed nothing yet; nobody is connected.')
})

test('the topics of a group are those it reads or read, its retry topic left out', () => {
  const subscriptions = ['orders', '%RETRY%g'].map((topic) => ({ topic, expression: '*', type: 'TAG' }))
  expect(topicsOf(detail({ subscriptions }))).toEqual(['orders'])
})

test('client ids lose their address only while that leaves them different', () => {
  expect(shortIds(['10.0.0.1@7#1', '10.0.0.2@8#1'])('10.0.0.1@7#1')).toBe('7#1')
  expect(shortIds(['10.0.0.1@7', '10.0.0.2@7'])('10.0.0.1@7')).toBe('10.0.0.1@7')
})
