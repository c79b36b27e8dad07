import { describe, expect, test } from 'vitest'
import { NAMESRV_BROKERS_MAX } from '../../../engine/base/limits.ts'
import { RouteTable } from '../../../engine/namesrv/route-table.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { registration, slave } from './registrations.ts'

function masterAndSlave(): RouteTable {
  const table = new RouteTable()
  table.register(registration(), 0)
  table.register(registration(slave), 0)
  return table
}

function addrsOf(table: RouteTable, brokerName = 'a'): [number, string][] {
  return [...table.memberGroup('C', brokerName).brokerAddrs]
}

describe('registration', () => {
  test('a registered topic has a route with its queues and brokers', () => {
    const table = masterAndSlave()
    expect(table.findRoute('T1')).toEqual({
      queueDatas: [{ brokerName: 'a', readQueueNums: 4, writeQueueNums: 4, perm: 6, topicSysFlag: 0 }],
      brokerDatas: [
        {
          cluster: 'C',
          brokerName: 'a',
          brokerAddrs: new Map([
            [0, '10.0.0.1:10911'],
            [1, '10.0.0.2:10911'],
          ]),
          zoneName: undefined,
          enableActingMaster: false,
        },
      ],
      filterServerTable: new Map(),
      topicQueueMappingByBroker: undefined,
    })
    expect(table.findRoute('unknown')).toBeUndefined()
  })

  test('a slave learns its master and where to replicate from, a master learns nothing', () => {
    const table = new RouteTable()
    expect(table.register(registration(slave), 0)).toEqual({ status: 'registered', isNew: true })
    expect(table.register(registration(), 0)).toEqual({ status: 'registered', isNew: true })
    expect(table.register(registration(slave), 0)).toEqual({
      status: 'registered',
      isNew: false,
      masterAddr: '10.0.0.1:10911',
      haServerAddr: '10.0.0.1:10912',
    })
  })

  test('a first registration with exactly one topic is refused and leaves nothing', () => {
    const table = new RouteTable()
    const refused = { status: 'refused', reason: 'single-topic-first' }
    expect(table.register(registration({ topics: ['T1'] }), 0)).toEqual(refused)
    expect(table.clusterInfo().clusterAddrTable.size).toBe(0)
    table.register(registration(), 0)
    expect(table.register(registration({ ...slave, topics: ['T1'] }), 0)).toEqual(refused)
    expect(table.register(registration({ topics: ['T3'], version: 2 }), 0)).toMatchObject({ status: 'registered' })
    expect(table.topicNames()).toEqual(['T1', 'T2', 'T3'])
  })

  test('a first registration without topics is taken', () => {
    expect(new RouteTable().register(registration({ topics: [] }), 0)).toMatchObject({ status: 'registered' })
  })

  test('an address that comes back under another id of its group is moved', () => {
    const table = masterAndSlave()
    table.unregister({ clusterName: 'C', brokerName: 'a', brokerAddr: '10.0.0.1:10911' })
    table.register(registration({ ...slave, brokerId: 0 }), 0)
    expect(addrsOf(table)).toEqual([[0, '10.0.0.2:10911']])
  })

  test('a broker with a lower state version cannot take an id from the one that holds it', () => {
    const table = new RouteTable()
    table.register(registration({ stateVersion: 2 }), 0)
    const rival = { brokerAddr: '10.0.0.9:10911', connectionId: 9 }
    expect(table.register(registration({ ...rival, stateVersion: 1 }), 0)).toEqual({ status: 'stale' })
    expect(addrsOf(table)).toEqual([[0, '10.0.0.1:10911']])
    expect(table.register(registration({ ...rival, stateVersion: 2 }), 0)).toMatchObject({ status: 'registered' })
    expect(addrsOf(table)).toEqual([[0, '10.0.0.9:10911']])
  })

  test('a topic is taken anew only when the data version has changed', () => {
    const table = new RouteTable()
    const wide = makeTopicConfig('T1', { writeQueueNums: 8, readQueueNums: 8 })
    table.register(registration(), 0)
    table.register(registration({ topics: [wide, 'T2'] }), 0)
    expect(table.findRoute('T1')?.queueDatas[0]?.writeQueueNums).toBe(4)
    table.register(registration({ topics: [wide, 'T2'], version: 2 }), 0)
    expect(table.findRoute('T1')?.queueDatas[0]?.writeQueueNums).toBe(8)
  })

  test('topics missing from a registration stay, unless they shall be deleted with it', () => {
    const table = new RouteTable()
    table.register(registration(), 0)
    table.register(registration({ topics: ['T1', 'T3'], version: 2 }), 0)
    expect(table.topicNames()).toEqual(['T1', 'T2', 'T3'])
    table.register(registration({ topics: ['T1'], version: 3 }), 0, { deleteTopicWithBrokerRegistration: true })
    expect(table.topicNames()).toEqual(['T1'])
  })

  test('a slave of before the acting-master field never brings topics', () => {
    const table = new RouteTable()
    table.register(registration({ ...slave, enableActingMaster: undefined }), 0)
    expect(table.topicNames()).toEqual([])
  })

  test('the smallest slave brings topics, without write permission when it may act as master', () => {
    const table = new RouteTable()
    table.register(registration({ ...slave, enableActingMaster: true }), 0)
    expect(table.findRoute('T1')?.queueDatas[0]?.perm).toBe(4)
    const other = new RouteTable()
    other.register(registration({ ...slave, enableActingMaster: false }), 0)
    expect(other.findRoute('T1')?.queueDatas[0]?.perm).toBe(6)
    other.register(registration({ ...slave, brokerId: 2, brokerAddr: '10.0.0.3:10911', topics: ['X', 'Y'] }), 0)
    expect(other.topicNames()).toEqual(['T1', 'T2'])
  })

  test('a process that comes back under another name leaves nothing of its old one', () => {
    const table = new RouteTable()
    table.register(registration(), 0)
    table.register(registration({ brokerName: 'b' }), 0)
    expect([...table.clusterInfo().brokerAddrTable.keys()]).toEqual(['b'])
  })

  test('the table holds its maximum of brokers and refuses one more, but not a known one', () => {
    const table = new RouteTable()
    for (let i = 0; i < NAMESRV_BROKERS_MAX; i++) {
      table.register(registration({ brokerName: `b${i}`, brokerAddr: `h:${i}`, topics: [] }), 0)
    }
    const more = registration({ brokerName: 'more', brokerAddr: 'h:more', topics: [] })
    expect(table.register(more, 0)).toEqual({ status: 'refused', reason: 'too-many-brokers' })
    const known = registration({ brokerName: 'b0', brokerAddr: 'h:0', topics: [] })
    expect(table.register(known, 0)).toMatchObject({ status: 'registered' })
  })
})

describe('liveness', () => {
  test('a broker is dropped when it was silent for longer than 120 s, not before', () => {
    const table = masterAndSlave()
    table.touch('C', '10.0.0.2:10911', 1)
    expect(table.expire(120_000)).toEqual([])
    expect(table.expire(120_001)).toMatchObject([{ brokerAddr: '10.0.0.1:10911', connectionId: 1 }])
    expect(addrsOf(table)).toEqual([[1, '10.0.0.2:10911']])
    table.expire(120_002)
    expect(table.findRoute('T1')).toBeUndefined()
    expect(table.clusterInfo()).toEqual({ brokerAddrTable: new Map(), clusterAddrTable: new Map() })
  })

  test('a broker may shorten its own expiry', () => {
    const table = new RouteTable()
    table.register(registration({ heartbeatTimeoutMs: 10_000 }), 0)
    expect(table.expire(10_001)).toHaveLength(1)
  })

  test('only a registered broker is touched, and knows its data version', () => {
    const table = masterAndSlave()
    expect(table.touch('C', 'nobody:1', 0)).toBe(false)
    expect(table.dataVersionOf('C', '10.0.0.1:10911')?.counter).toBe(1)
    expect(table.dataVersionOf('D', '10.0.0.1:10911')).toBeUndefined()
  })

  test('a closed connection takes its broker with it, an older connection of the same broker does not', () => {
    const table = masterAndSlave()
    table.register(registration({ connectionId: 7 }), 0)
    expect(table.unregisterConnection(1)).toEqual([])
    expect(table.unregisterConnection(7)).toMatchObject([{ brokerAddr: '10.0.0.1:10911' }])
    expect(addrsOf(table)).toEqual([[1, '10.0.0.2:10911']])
    expect(table.findRoute('T1')?.queueDatas[0]?.perm).toBe(6)
  })

  test('when the master of a group with acting masters goes, its topics can only be read', () => {
    const table = new RouteTable()
    table.register(registration({ enableActingMaster: true }), 0)
    table.register(registration({ ...slave, enableActingMaster: true }), 0)
    expect(table.findRoute('T1')?.queueDatas[0]?.perm).toBe(6)
    table.unregisterConnection(1)
    expect(table.findRoute('T1')?.queueDatas[0]?.perm).toBe(4)
  })
})

describe('administration', () => {
  function twoClusters(): RouteTable {
    const table = masterAndSlave()
    table.register(
      registration({ clusterName: 'D', brokerName: 'd', brokerAddr: '10.0.0.4:10911', topics: ['T1', 'T9'] }),
      0,
    )
    return table
  }

  test('lists topics, those of a cluster, and the system ones with a broker to ask', () => {
    const table = twoClusters()
    expect(table.topicNames()).toEqual(['T1', 'T2', 'T9'])
    expect(table.topicNamesOfCluster('D')).toEqual(['T1', 'T9'])
    expect(table.topicNamesOfCluster('nowhere')).toEqual([])
    expect(table.systemTopics()).toEqual({ topicList: ['C', 'a', 'D', 'd'], brokerAddr: '10.0.0.1:10911' })
  })

  test('cluster info names every cluster, group and address', () => {
    const info = twoClusters().clusterInfo()
    expect([...info.clusterAddrTable]).toEqual([
      ['C', ['a']],
      ['D', ['d']],
    ])
    expect(info.brokerAddrTable.get('a')?.brokerAddrs.size).toBe(2)
  })

  test('wipes and gives write permission and counts the topics', () => {
    const table = twoClusters()
    expect(table.setWritePermission('a', false)).toBe(2)
    expect(table.findRoute('T1')?.queueDatas.map((queue) => queue.perm)).toEqual([4, 6])
    expect(table.setWritePermission('a', true)).toBe(2)
    expect(table.findRoute('T1')?.queueDatas.map((queue) => queue.perm)).toEqual([6, 6])
    expect(table.setWritePermission('nobody', true)).toBe(0)
  })

  test('deletes a topic everywhere or in one cluster', () => {
    const table = twoClusters()
    table.deleteTopic('T1', 'D')
    expect(table.findRoute('T1')?.queueDatas.map((queue) => queue.brokerName)).toEqual(['a'])
    table.deleteTopic('T1')
    expect(table.findRoute('T1')).toBeUndefined()
    table.deleteTopic('T9', 'nowhere')
    expect(table.findRoute('T9')).toBeDefined()
  })

  test('registers a topic by hand on known brokers only', () => {
    const table = twoClusters()
    const queue = (brokerName: string) => ({
      brokerName,
      readQueueNums: 1,
      writeQueueNums: 1,
      perm: 6,
      topicSysFlag: 0,
    })
    table.registerTopic('hand', [queue('a'), queue('d')])
    expect(table.findRoute('hand')?.queueDatas).toHaveLength(2)
    table.registerTopic('other', [queue('a'), queue('nobody')])
    expect(table.findRoute('other')).toBeUndefined()
    table.registerTopic('hand', [])
    expect(table.findRoute('hand')?.queueDatas).toHaveLength(2)
  })

  test('tells unit topics apart by the bits of their flag', () => {
    const table = new RouteTable()
    const flagged = [0, 1, 2, 3].map((topicSysFlag) => makeTopicConfig(`F${topicSysFlag}`, { topicSysFlag }))
    table.register(registration({ topics: flagged }), 0)
    expect(table.topicNamesOfKind('unit')).toEqual(['F1', 'F3'])
    expect(table.topicNamesOfKind('unit-sub')).toEqual(['F2', 'F3'])
    expect(table.topicNamesOfKind('unit-sub-not-unit')).toEqual(['F2'])
  })

  test('an unknown group has no members', () => {
    expect(new RouteTable().memberGroup('C', 'x')).toEqual({ cluster: 'C', brokerName: 'x', brokerAddrs: new Map() })
  })

  test('filter servers of live brokers appear in their routes', () => {
    const table = new RouteTable()
    table.register(registration({ filterServers: ['f:1'] }), 0)
    expect([...(table.findRoute('T1')?.filterServerTable ?? [])]).toEqual([['10.0.0.1:10911', ['f:1']]])
  })
})
