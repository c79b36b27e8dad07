import { describe, expect, test } from 'vitest'
import { ConfigFile } from '../../../engine/broker/config-file.ts'
import { type TopicChange, Topics, type TopicSettings } from '../../../engine/broker/topics.ts'
import { topicTable } from '../../../engine/protocol/bodies/topic-config.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

const PATH = '/store/config/topics.json'
const SETTINGS: TopicSettings = {
  brokerClusterName: 'DefaultCluster',
  brokerName: 'broker-a',
  autoCreateTopicEnable: true,
  clusterTopicEnable: true,
  brokerTopicEnable: true,
  defaultTopicQueueNums: 8,
  traceTopicEnable: false,
  msgTraceTopicName: 'RMQ_SYS_TRACE_TOPIC',
  reviveQueueNum: 8,
  timerWheelEnable: true,
}

function setUp(settings: Partial<TopicSettings> = {}) {
  const { fs, log, clock } = new Simulation({ seed: 1 }).ports('a')
  const open = (): Topics => new Topics(() => ({ ...SETTINGS, ...settings }), new ConfigFile(PATH, fs, log), clock, log)
  return { fs, open, topics: open() }
}

const request = { topic: 'T', defaultTopic: 'TBW102', queueNums: 4, topicSysFlag: 0, remote: 'r' }

describe('Topics', () => {
  test("has 5.3.3's system topics from the start", () => {
    const { topics } = setUp()
    const table = Object.fromEntries(
      [...topics.all()].map(({ topicName, readQueueNums, perm }) => [topicName, [readQueueNums, perm]]),
    )
    expect(table).toEqual({
      SELF_TEST_TOPIC: [1, 6],
      TBW102: [8, 7],
      BenchmarkTest: [1024, 6],
      DefaultCluster: [16, 7],
      'broker-a': [1, 7],
      OFFSET_MOVED_EVENT: [1, 6],
      SCHEDULE_TOPIC_XXXX: [18, 6],
      DefaultCluster_REPLY_TOPIC: [1, 6],
      rmq_sys_REVIVE_LOG_DefaultCluster: [8, 6],
      'rmq_sys_SYNC_BROKER_MEMBER_broker-a': [1, 1],
      RMQ_SYS_TRANS_HALF_TOPIC: [1, 6],
      RMQ_SYS_TRANS_OP_HALF_TOPIC: [1, 6],
      rmq_sys_wheel_timer: [1, 6],
    })
  })

  test('switches leave out what they turn off', () => {
    const { topics } = setUp({ autoCreateTopicEnable: false, clusterTopicEnable: false, timerWheelEnable: false })
    expect(topics.find('TBW102')).toBeUndefined()
    expect(topics.find('DefaultCluster')?.perm).toBe(1)
    expect(topics.find('rmq_sys_wheel_timer')).toBeUndefined()
  })

  test('creates a topic with no more queues than its template has, and without the right to inherit', () => {
    const { topics } = setUp()
    expect(topics.createFromTemplate(request)).toMatchObject({ readQueueNums: 4, writeQueueNums: 4, perm: 6 })
    expect(topics.createFromTemplate({ ...request, topic: 'U', queueNums: 99 })).toMatchObject({ readQueueNums: 8 })
    expect(topics.createFromTemplate({ ...request, topic: 'V', defaultTopic: 'T' })).toBeUndefined()
    expect(topics.createFromTemplate({ ...request, topic: 'V', defaultTopic: 'Nowhere' })).toBeUndefined()
  })

  test('does not inherit from TBW102 when automatic creation is off, even if the file has it', () => {
    const { topics } = setUp({ autoCreateTopicEnable: false })
    topics.put(makeTopicConfig('TBW102', { perm: 7 }))
    expect(topics.createFromTemplate(request)).toBeUndefined()
  })

  test('knows its own names as system topics', () => {
    const { topics } = setUp()
    for (const name of ['DefaultCluster', 'broker-a', 'TBW102', 'rmq_sys_anything'])
      expect(topics.isSystem(name)).toBe(true)
    expect(topics.isSystem('%RETRY%g')).toBe(false)
  })

  test('stores each change with a higher version and reads it back', () => {
    const { fs, open, topics } = setUp()
    const before = topics.dataVersion
    topics.put(makeTopicConfig('T', { attributes: new Map([['message.type', 'NORMAL']]) }))
    topics.put(makeTopicConfig('U'))
    topics.delete('U')
    expect(topics.dataVersion.counter).toBe(before.counter + 3)
    const again = open()
    again.load()
    expect(again.find('T')).toEqual(topics.find('T'))
    expect(again.find('U')).toBeUndefined()
    expect(again.dataVersion).toEqual(topics.dataVersion)
    expect(fs.readFile(PATH)?.utf8Slice()).toContain('\n\t"topicConfigTable":{')
  })

  test('tells listeners what changed, and whoever remembers a topic that it is stale', () => {
    const { topics } = setUp()
    const changes: TopicChange['kind'][] = []
    topics.onChange((change) => changes.push(change.kind))
    const { generation } = topics
    topics.put(makeTopicConfig('T'))
    topics.delete('T')
    topics.delete('T')
    topics.replaceAll({ ...topics.toTable(), dataVersion: { stateVersion: 0, timestamp: 1, counter: 9 } })
    expect(changes).toEqual(['put', 'deleted', 'replaced'])
    expect(topics.generation).toBe(generation + 3)
    expect(topics.dataVersion.counter).toBe(9)
  })

  test('takes exactly the topics that name servers call ordered', () => {
    const { topics } = setUp()
    topics.put(makeTopicConfig('T'), makeTopicConfig('U', { order: true }))
    const { counter } = topics.dataVersion
    topics.applyOrder(new Set(['T']))
    expect([topics.find('T')?.order, topics.find('U')?.order]).toEqual([true, false])
    topics.applyOrder(new Set(['T']))
    expect(topics.dataVersion.counter).toBe(counter + 1)
  })

  test('loads a file of 5.3.3 over its system topics', () => {
    const { fs, open } = setUp()
    fs.makeDirectories('/store/config')
    const java = topicTable.encode({
      dataVersion: { stateVersion: 0, timestamp: 5, counter: 3 },
      topicConfigTable: new Map([
        ['TBW102', makeTopicConfig('TBW102', { readQueueNums: 2, writeQueueNums: 2, perm: 7 })],
      ]),
    })
    fs.replaceFile(PATH, java)
    const topics = open()
    topics.load()
    expect(topics.find('TBW102')?.readQueueNums).toBe(2)
    expect(topics.find('BenchmarkTest')).toBeDefined()
  })
})
