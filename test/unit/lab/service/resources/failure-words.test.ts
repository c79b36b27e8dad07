import { expect, test } from 'vitest'
import { EngineError } from '../../../../../engine/base/errors.ts'
import { say } from '../../../../../engine/contract/text.ts'
import {
  failureOf,
  reasonOf,
  requireTypedName,
  unanswered,
} from '../../../../../engine/lab/service/resources/failure-words.ts'

const refused = (code: number, remark: string): EngineError =>
  new EngineError('refused', `X refused by a:1: ${code} ${remark}`, { context: { code, remark } })

test('a refusal says what its code means in both languages, with the broker’s own words', () => {
  expect(reasonOf(refused(206, 'not online'))).toEqual(
    say('nobody of the group is connected (not online)', '该消费组没有成员在线（not online）'),
  )
  expect(reasonOf(refused(999, 'strange'))).toEqual(say('strange', 'strange'))
})

test('silence says who is missing and that the rest is there', () => {
  const text = unanswered('broker-a', new EngineError('timeout', 'no answer within 3000 ms'))
  expect(text.en).toBe('broker-a did not answer: no answer in time. Its part is missing here.')
  expect(text.zh).toBe('broker-a 未应答：超时无应答。此处缺少它的部分。')
})

test('a failure leaves in both languages with its facts; one that has them is passed on', () => {
  const failure = failureOf(say('Topics could not be read', '无法读取 Topic'), refused(2, 'busy')) as EngineError
  expect(failure.message).toBe('Topics could not be read: the broker is busy (busy).')
  expect(failure.zh).toBe('无法读取 Topic：Broker 繁忙（busy）。')
  expect(failure.context).toMatchObject({ code: 2 })
  const own = new EngineError('usage', 'a', { zh: '甲' })
  expect(failureOf(say('x', 'x'), own)).toBe(own)
})

test('a remark of any length stays short', () => {
  expect(reasonOf(refused(999, 'x'.repeat(10_000))).en).toHaveLength(500)
})

test('only the very name confirms', () => {
  expect(() => requireTypedName('orders', 'orders')).not.toThrow()
  expect(() => requireTypedName('Orders', 'orders')).toThrow('Type orders to confirm')
})
