import { describe, expect, test } from 'vitest'
import { inZone, minBrokerId, withActingMasters } from '../../../engine/namesrv/route.ts'
import type { BrokerData, TopicRoute } from '../../../engine/protocol/bodies/topic-route.ts'

function broker(brokerName: string, addrs: [number, string][], parts: Partial<BrokerData> = {}): BrokerData {
  return { cluster: 'C', brokerName, brokerAddrs: new Map(addrs), enableActingMaster: true, ...parts }
}

function route(perm: number, ...brokerDatas: BrokerData[]): TopicRoute {
  return {
    brokerDatas,
    queueDatas: brokerDatas.map(({ brokerName }) => ({
      brokerName,
      readQueueNums: 1,
      writeQueueNums: 1,
      perm,
      topicSysFlag: 0,
    })),
    filterServerTable: new Map(),
  }
}

function addrsAfter(given: TopicRoute): [number, string][] {
  return [...(withActingMasters(given).brokerDatas[0]?.brokerAddrs ?? [])].sort(([a], [b]) => a - b)
}

describe('withActingMasters', () => {
  const slaves: [number, string][] = [
    [2, 's2'],
    [1, 's1'],
  ]

  test('shows the smallest slave as master of a read-only topic', () => {
    expect(addrsAfter(route(4, broker('a', slaves)))).toEqual([
      [0, 's1'],
      [2, 's2'],
    ])
  })

  test.each([
    ['a topic that may be written', route(6, broker('a', slaves))],
    ['a group that does not allow it', route(4, broker('a', slaves, { enableActingMaster: false }))],
  ])('leaves %s alone', (_, given) => {
    expect(addrsAfter(given)).toEqual([
      [1, 's1'],
      [2, 's2'],
    ])
  })

  test('leaves a group with a master alone', () => {
    expect(addrsAfter(route(4, broker('a', [[0, 'm'], ...slaves])))[0]).toEqual([0, 'm'])
  })
})

describe('inZone', () => {
  test("keeps the asker's zone, whatever its case, and groups without a master", () => {
    const given = route(
      6,
      broker('near', [[0, 'n']], { zoneName: 'Z1' }),
      broker('far', [[0, 'f']], { zoneName: 'z2' }),
      broker('far-slave', [[1, 'fs']], { zoneName: 'z2' }),
    )
    const found = inZone(
      {
        ...given,
        filterServerTable: new Map([
          ['f', ['x']],
          ['n', ['y']],
        ]),
      },
      'z1',
    )
    expect(found.brokerDatas.map((each) => each.brokerName)).toEqual(['near', 'far-slave'])
    expect(found.queueDatas.map((each) => each.brokerName)).toEqual(['near', 'far-slave'])
    expect([...found.filterServerTable.keys()]).toEqual(['n'])
  })
})

test('the smallest id of an empty group is no id', () => {
  expect(minBrokerId(new Map())).toBe(Infinity)
})
