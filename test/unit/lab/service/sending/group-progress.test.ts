import { describe, expect, test } from 'vitest'
import { CaughtUpJudge, delayMsOf } from '../../../../../engine/lab/service/sending/group-progress.ts'

const queue = { brokerName: 'a', queueId: 0, brokerOffset: 100, consumerOffset: 100, isFromMaster: true }

describe('CaughtUpJudge', () => {
  test('a group that committed past the last acknowledged message has caught up', () => {
    expect(new CaughtUpJudge().isCaughtUp(queue, 99)).toBe(true)
    expect(new CaughtUpJudge().isCaughtUp({ ...queue, consumerOffset: 99 }, 99)).toBe(false)
  })

  test('an acknowledged message that the master no longer has is given up after three looks', () => {
    const judge = new CaughtUpJudge()
    expect([1, 2, 3].map(() => judge.isCaughtUp(queue, 150))).toEqual([false, false, true])
  })

  test('a slave that has less than its dead master gives nothing up', () => {
    const judge = new CaughtUpJudge()
    const fromSlave = { ...queue, isFromMaster: false }
    expect([1, 2, 3, 4].map(() => judge.isCaughtUp(fromSlave, 150))).toEqual([false, false, false, false])
  })

  test('a look that sees waiting messages begins anew', () => {
    const judge = new CaughtUpJudge()
    judge.isCaughtUp(queue, undefined)
    judge.isCaughtUp(queue, undefined)
    judge.isCaughtUp({ ...queue, consumerOffset: 90 }, undefined)
    expect(judge.isCaughtUp(queue, undefined)).toBe(false)
  })
})

test('delay levels last as long as RocketMQ says', () => {
  expect([0, 1, 3, 18].map(delayMsOf)).toEqual([0, 1000, 10_000, 7_200_000])
})
