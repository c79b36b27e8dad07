import { describe, expect, test } from 'vitest'
import { isTagExpression, messageRefusalOf, REFUSED_REQUESTS } from '../../../engine/broker/refusals.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { command } from '../remoting/commands.ts'
import { BrokerCluster } from './broker-cluster.ts'

const PLAIN = makeTopicConfig('T')

describe('messageRefusalOf', () => {
  test.each([
    ['a half message by property', 0, { TRAN_MSG: 'true' }],
    ['a half message by flag', 4, {}],
    ['a delay in seconds', 0, { TIMER_DELAY_SEC: '10' }],
    ['a delay in milliseconds', 0, { TIMER_DELAY_MS: '10000' }],
    ['a delivery time', 0, { TIMER_DELIVER_MS: '1800000000000' }],
    ['the cancellation of a timer', 0, { TIMER_DEL_UNIQKEY: 'T+1' }],
    ['an inner batch by property', 0, { INNER_NUM: '3' }],
    ['an inner batch by flag', 0x80, {}],
    ['a light queue', 0, { INNER_MULTI_DISPATCH: '%LMQ%a' }],
  ])('refuses %s', (_what, sysFlag, properties) => {
    expect(messageRefusalOf(sysFlag, new Map(Object.entries(properties)), PLAIN)?.remark).toContain('was not stored')
  })

  test.each([
    ['queue.type', 'BatchCQ'],
    ['cleanup.policy', 'COMPACTION'],
  ])('refuses a topic with %s=%s', (name, value) => {
    const topic = makeTopicConfig('T', { attributes: new Map([[name, value]]) })
    expect(messageRefusalOf(0, new Map(), topic)).toBeDefined()
  })

  test('lets a timer property pass that a delay level overrides, and TRAN_MSG=false', () => {
    expect(messageRefusalOf(0, new Map(Object.entries({ DELAY: '3', TIMER_DELAY_SEC: '1' })), PLAIN)).toBeUndefined()
    expect(messageRefusalOf(0, new Map(Object.entries({ TRAN_MSG: 'false' })), PLAIN)).toBeUndefined()
  })
})

describe('isTagExpression', () => {
  test.each([
    [undefined, true],
    ['', true],
    ['TAG', true],
    ['SQL92', false],
  ])('%s is %s', (type, expected) => {
    expect(isTagExpression(type)).toBe(expected)
  })
})

describe('a broker', () => {
  test('answers each refused request with the name of the feature, logs it, and stores nothing', async () => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    for (const [code, { feature }] of REFUSED_REQUESTS) {
      const request = command({ code, ext: { topic: 'T', consumerGroup: 'g', queueId: '0' } })
      const response = await cluster.simulation.settle(cluster.client.call(cluster.address('a'), request, 3000), 10_000)
      expect(response, String(code)).toMatchObject({
        code: ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
        remark: `${feature} is not supported by this broker`,
      })
      expect(cluster.simulation.trace.at(-1), String(code)).toMatchObject({
        level: 'warn',
        message: 'request refused',
        fields: { code, feature },
      })
    }
    expect(broker.parts.store.commitLog.appendedOffset).toBe(0)
  })

  test.each([
    ['a half message', { TRAN_MSG: 'true' }, ResponseCode.NO_PERMISSION],
    ['a timer message', { TIMER_DELAY_SEC: '10' }, ResponseCode.MESSAGE_ILLEGAL],
    ['an inner batch', { INNER_NUM: '2' }, ResponseCode.MESSAGE_ILLEGAL],
  ])('stores nothing of %s', async (_what, properties, code) => {
    const cluster = await BrokerCluster.make()
    const broker = await cluster.start('a')
    expect((await cluster.send('a', 'x', {}, properties)).code).toBe(code)
    expect(broker.parts.store.commitLog.appendedOffset).toBe(0)
  })
})
