import { describe, expect, test } from 'vitest'
import {
  asTemplateRoute,
  publishQueues,
  queryAddress,
  readTarget,
  subscribeQueues,
} from '../../../engine/client/topic-queues.ts'
import type { TopicRoute } from '../../../engine/protocol/bodies/topic-route.ts'

function route(fields: Partial<TopicRoute> = {}): TopicRoute {
  return {
    queueDatas: [
      { brokerName: 'b', readQueueNums: 2, writeQueueNums: 1, perm: 6, topicSysFlag: 0 },
      { brokerName: 'a', readQueueNums: 1, writeQueueNums: 2, perm: 6, topicSysFlag: 0 },
    ],
    brokerDatas: [
      {
        cluster: 'c',
        brokerName: 'a',
        brokerAddrs: new Map([
          [0, 'a:1'],
          [1, 'a:2'],
        ]),
        enableActingMaster: false,
      },
      { cluster: 'c', brokerName: 'b', brokerAddrs: new Map([[1, 'b:2']]), enableActingMaster: false },
    ],
    filterServerTable: new Map(),
    ...fields,
  }
}

const names = (queues: readonly { brokerName: string; queueId: number }[]) =>
  queues.map((queue) => `${queue.brokerName}:${queue.queueId}`)

describe('queues of a route', () => {
  test('only brokers with a master take messages, each as many as its write queues', () => {
    expect(names(publishQueues('T', route()))).toEqual(['a:0', 'a:1'])
  })

  test('a slave alone is enough to read, each as many as its read queues', () => {
    expect(names(subscribeQueues('T', route()))).toEqual(['a:0', 'b:0', 'b:1'])
  })

  test('permissions close queues', () => {
    const closed = route({
      queueDatas: route().queueDatas.map((data) => ({ ...data, perm: data.brokerName === 'a' ? 4 : 2 })),
    })
    expect(publishQueues('T', closed)).toEqual([])
    expect(names(subscribeQueues('T', closed))).toEqual(['a:0'])
  })

  test('an order configuration replaces the route for sending', () => {
    expect(names(publishQueues('T', route({ orderTopicConf: 'x:2;bad;y:1;z:-3' })))).toEqual(['x:0', 'x:1', 'y:0'])
  })

  test('a template lends no more queues than asked for', () => {
    const lent = asTemplateRoute(
      route({ queueDatas: [{ brokerName: 'a', readQueueNums: 8, writeQueueNums: 8, perm: 7, topicSysFlag: 0 }] }),
      4,
    )
    expect(publishQueues('New', lent)).toHaveLength(4)
    expect(subscribeQueues('New', lent)).toHaveLength(4)
  })
})

describe('addresses of a broker group', () => {
  const group = new Map([
    [0, 'm'],
    [1, 's1'],
    [2, 's2'],
  ])

  test('the wished broker is read when it is there', () => {
    expect(readTarget(group, 1)).toEqual({ address: 's1', brokerId: 1 })
  })

  test('without a master the first slave is read', () => {
    expect(
      readTarget(
        new Map([
          [2, 's2'],
          [1, 's1'],
        ]),
        0,
      ),
    ).toEqual({ address: 's1', brokerId: 1 })
  })

  test('for a missing slave the next one is read', () => {
    expect(
      readTarget(
        new Map([
          [0, 'm'],
          [2, 's2'],
        ]),
        1,
      ),
    ).toEqual({ address: 's2', brokerId: 2 })
  })

  test('for a missing slave without a next one the master is read', () => {
    expect(readTarget(new Map([[0, 'm']]), 1)).toEqual({ address: 'm', brokerId: 0 })
    expect(readTarget(new Map(), 0)).toBeUndefined()
  })

  test('queries go to the master, else to some slave', () => {
    expect(queryAddress(group, { next: () => 0.99 })).toBe('m')
    expect(
      queryAddress(
        new Map([
          [1, 's1'],
          [2, 's2'],
        ]),
        { next: () => 0.99 },
      ),
    ).toBe('s2')
    expect(queryAddress(new Map(), { next: () => 0 })).toBeUndefined()
  })
})
