import { describe, expect, test } from 'vitest'
import type { ClusterHead, Happening, LabState, NodeView, PairView } from '../../../../engine/contract/state.ts'
import { applyEvents, EMPTY_MIRROR, entityId, HAPPENINGS_MAX, newsOf } from '../../../../renderer/stores/lab-mirror.ts'

const head = (name: string): ClusterHead => ({
  name,
  kind: 'lab',
  topology: '2m-2s-async',
  brokerClusters: ['DefaultCluster'],
  namesrvAddr: '127.0.0.1:9876',
  busy: null,
  isWritable: true,
  problem: null,
  createdAtMs: 1,
  behind: { ms: 200, bytes: 1024 * 1024, forMs: 3000 },
})

const node = (cluster: string, name: string, over: Partial<NodeView> = {}): NodeView => ({
  cluster,
  name,
  kind: 'broker',
  role: 'master',
  machine: 'host-1',
  address: '127.0.0.1:10911',
  ports: { listen: 10911, fast: 10909, ha: 10912 },
  brokerName: 'broker-a',
  brokerId: 0,
  brokerCluster: 'DefaultCluster',
  brokerRole: 'ASYNC_MASTER',
  state: 'running',
  health: 'running',
  sinceMs: 1,
  cause: null,
  isOnPurpose: false,
  isOurs: true,
  pid: 1,
  startedAtMs: 1,
  cpuPercent: null,
  rssBytes: null,
  version: null,
  registrations: [],
  figures: {
    inPerSecond: null,
    outPerSecond: null,
    logMinOffset: null,
    logMaxOffset: null,
    logFlushedOffset: null,
    diskUsedRatio: null,
    registeredBrokers: null,
  },
  answeredAtMs: null,
  ...over,
})

const pair = (cluster: string, id: string): PairView => ({
  cluster,
  id,
  master: 'broker-a',
  slave: 'broker-a-s',
  brokerName: 'broker-a',
  mode: 'async',
  state: 'in-sync',
  sinceMs: 1,
  reason: null,
  lagBytes: 0,
  lagMs: 1,
  isLagMsEstimate: false,
  lagMessages: 0,
  masterOffset: 0,
  slaveOffset: 0,
  writtenPerSecond: 0,
  confirmedPerSecond: 0,
  isInSyncForRocketmq: true,
})

const happening = (id: string, atMs: number): Happening => ({
  id,
  atMs,
  cluster: 'a',
  node: null,
  pair: null,
  kind: 'node-started',
  tone: 'ok',
  byUser: true,
  subject: 'broker-a',
  sentence: { en: 'x', zh: 'x' },
  action: null,
})

const snapshot = (over: Partial<LabState> = {}): LabState => ({
  service: {
    version: '0.1.0',
    pid: 1,
    startedAtMs: 1,
    pollMs: 1000,
    machine: {
      name: 'm',
      platform: 'linux',
      cores: 2,
      memoryBytes: 1,
      freeMemoryBytes: 1,
      diskBytes: null,
      freeDiskBytes: null,
      home: '/h',
    },
  },
  clusters: [head('a'), head('b')],
  nodes: [node('a', 'broker-a'), node('a', 'broker-a-s'), node('b', 'broker-a')],
  pairs: [pair('a', 'broker-a>broker-a-s')],
  faults: [],
  groups: [],
  happenings: [],
  ...over,
})

const started = applyEvents(EMPTY_MIRROR, [{ t: 'snapshot', state: snapshot() }])

describe('the mirror of the lab', () => {
  test('keeps nodes of one name in two clusters apart', () => {
    expect(Object.keys(started.nodes).sort()).toEqual(['a/broker-a', 'a/broker-a-s', 'b/broker-a'])
  })

  test('changes only the entity that an event names', () => {
    const after = applyEvents(started, [{ t: 'node', value: node('a', 'broker-a', { state: 'killed' }) }])
    expect(after.nodes['a/broker-a']?.state).toBe('killed')
    expect(after.nodes['b/broker-a']).toBe(started.nodes['b/broker-a'])
    expect(after.pairs).toBe(started.pairs)
    expect(started.nodes['a/broker-a']?.state).toBe('running')
  })

  test('forgets everything of a cluster that is gone, and nothing of one whose name begins alike', () => {
    const alike = applyEvents(started, [
      { t: 'cluster', value: head('a-2') },
      { t: 'node', value: node('a-2', 'broker-a') },
      { t: 'gone', what: 'cluster', cluster: 'a', id: '' },
    ])
    expect(Object.keys(alike.clusters).sort()).toEqual(['a-2', 'b'])
    expect(Object.keys(alike.nodes).sort()).toEqual(['a-2/broker-a', 'b/broker-a'])
    expect(alike.pairs).toEqual({})
  })

  test('forgets one entity that is gone', () => {
    const after = applyEvents(started, [{ t: 'gone', what: 'node', cluster: 'a', id: 'broker-a-s' }])
    expect(Object.keys(after.nodes).sort()).toEqual(['a/broker-a', 'b/broker-a'])
  })

  test('starts over with a snapshot, also in the middle of a batch', () => {
    const after = applyEvents(started, [
      { t: 'node', value: node('a', 'extra') },
      { t: 'snapshot', state: snapshot({ clusters: [head('b')], nodes: [], pairs: [] }) },
      { t: 'node', value: node('b', 'late') },
    ])
    expect(Object.keys(after.clusters)).toEqual(['b'])
    expect(Object.keys(after.nodes)).toEqual([entityId('b', 'late')])
  })

  test('keeps the newest happenings, bounded, in time order, each once', () => {
    const many = Array.from({ length: HAPPENINGS_MAX + 5 }, (_, index) => ({
      t: 'happening' as const,
      value: happening(`h${index}`, index),
    }))
    const after = applyEvents(started, [...many, { t: 'happening', value: happening('h900', 5_000) }])
    expect(after.happenings).toHaveLength(HAPPENINGS_MAX)
    expect(after.happenings.at(-1)?.id).toBe('h900')
    expect(after.happenings.filter(({ id }) => id === 'h900')).toHaveLength(1)
  })

  test('the first snapshot is the past; a later one tells what happened while the service was away', () => {
    const away = [happening('h1', 1), happening('h2', 2)]
    const again = { t: 'snapshot' as const, state: snapshot({ happenings: away }) }
    expect(newsOf(EMPTY_MIRROR, [again])).toEqual([])
    const before = applyEvents(started, [{ t: 'happening', value: happening('h1', 1) }])
    expect(newsOf(before, [again, { t: 'happening', value: happening('h3', 3) }]).map(({ id }) => id)).toEqual([
      'h2',
      'h3',
    ])
  })

  test('knows when it was last polled', () => {
    expect(applyEvents(started, [{ t: 'polled', atMs: 42 }]).polledAtMs).toBe(42)
  })
})
