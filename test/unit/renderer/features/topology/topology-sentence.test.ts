import { describe, expect, test } from 'vitest'
import { topologySentence, type TopologyFacts } from '../../../../../renderer/features/topology/topology-sentence.ts'
import { faultOf, headOf, nodeOf, NOW_MS, pairOf } from './views.ts'

const NAMES = ['namesrv-1', 'namesrv-2', 'broker-a', 'broker-a-s', 'broker-b', 'broker-b-s']

function facts(change: Partial<TopologyFacts> = {}): TopologyFacts {
  return {
    head: headOf(),
    nodes: NAMES.map((name) => nodeOf(name)),
    pairs: [pairOf('broker-a', 'broker-a-s'), pairOf('broker-b', 'broker-b-s')],
    faults: [],
    groups: [],
    lostSinceMs: null,
    ...change,
  }
}
function with1(name: string, change: Parameters<typeof nodeOf>[1]): TopologyFacts['nodes'] {
  return NAMES.map((each) => nodeOf(each, each === name ? change : {}))
}
const en = (state: TopologyFacts) => topologySentence(state, NOW_MS, 'en')
const zh = (state: TopologyFacts) => topologySentence(state, NOW_MS, 'zh')

describe('topologySentence', () => {
  test('says that all run and how far the slaves are', () => {
    expect(en(facts())).toBe('All six nodes run. Both slaves are in sync, 2 ms behind at most.')
    expect(zh(facts())).toBe('六个节点都在运行。两个从节点同步正常，最多落后 2 ms。')
  })

  test('names the slave that is behind and the delay that did it', () => {
    const state = facts({
      pairs: [pairOf('broker-a', 'broker-a-s', { state: 'behind', lagMs: 804 }), pairOf('broker-b', 'broker-b-s')],
      faults: [faultOf()],
    })
    expect(en(state)).toBe('All six nodes run. broker-a-s is 804 ms behind broker-a, because you delayed their link.')
    expect(zh(state)).toBe('六个节点都在运行。broker-a-s 落后 broker-a 804 ms，因为你给它们的链路加了延迟。')
  })

  test('tells what a killed master means for reading and writing', () => {
    const state = facts({ nodes: with1('broker-a', { state: 'killed', health: 'crashed' }) })
    expect(en(state)).toBe(
      'broker-a is down, you killed it 8 s ago. Its group can be read from broker-a-s; new messages go to broker-b.',
    )
    expect(zh(state)).toContain('该组可从 broker-a-s 读取；新消息发往 broker-b。')
  })

  test('without another master new messages are refused', () => {
    const state = facts({
      nodes: [nodeOf('namesrv-1'), nodeOf('broker-a', { state: 'crashed', health: 'crashed' })],
      pairs: [],
    })
    expect(en(state)).toContain('cannot be read until broker-a is back; new messages are refused')
  })

  test('a killed slave leaves new messages on one disk, or unavailable for a synchronous master', () => {
    const nodes = with1('broker-a-s', { state: 'killed', health: 'crashed' })
    expect(en(facts({ nodes }))).toContain('broker-a goes on alone: new messages are on one disk.')
    const pairs = [pairOf('broker-a', 'broker-a-s', { mode: 'sync', state: 'broken' })]
    expect(en(facts({ nodes, pairs }))).toContain('SLAVE_NOT_AVAILABLE')
  })

  test('a master that runs and refuses messages is told with its cause', () => {
    const cause = { en: 'The disk is full: broker-a refuses messages.', zh: '磁盘已满，broker-a 拒绝写入。' }
    expect(en(facts({ nodes: with1('broker-a', { cause }) }))).toContain(cause.en)
    expect(en(facts({ nodes: with1('broker-a-s', { cause }) }))).not.toContain(cause.en)
  })

  test('of a node that nobody can look at it says why and claims nothing of its clients', () => {
    const cause = { en: 'node.json of broker-a cannot be read.', zh: 'broker-a 的 node.json 无法读取。' }
    const state = facts({ nodes: with1('broker-a', { state: 'unknown', health: 'unknown', cause }) })
    expect(en(state)).toBe(cause.en)
    expect(zh(state)).toBe(cause.zh)
  })

  test('a cut link is told with its age', () => {
    const state = facts({
      pairs: [pairOf('broker-a', 'broker-a-s', { state: 'cut' })],
      faults: [faultOf({ kind: 'cut', setAtMs: NOW_MS - 12_000 })],
    })
    expect(en(state)).toContain('broker-a-s copies nothing from broker-a: you cut their link 12 s ago.')
  })

  test('a diverged slave is worse than one that is behind', () => {
    const state = facts({
      pairs: [
        pairOf('broker-b', 'broker-b-s', { state: 'behind', lagMs: 5000 }),
        pairOf('broker-a', 'broker-a-s', { state: 'diverged' }),
      ],
    })
    expect(en(state)).toContain('broker-a-s holds data that broker-a does not have')
    expect(en(state)).toContain('1 more pair is not in sync.')
  })

  test('starting, stopping and stopped are told as such', () => {
    const starting = NAMES.map((name, index) =>
      nodeOf(name, index < 3 ? {} : { state: 'starting', health: 'starting' }),
    )
    expect(en(facts({ head: headOf({ busy: 'starting' }), nodes: starting }))).toBe('orders starts: 3 of 6 nodes run.')
    const stopped = NAMES.map((name) => nodeOf(name, { state: 'stopped', health: 'stopped' }))
    expect(en(facts({ nodes: stopped }))).toMatch(/^Nothing runs\./)
    expect(zh(facts({ nodes: stopped }))).toMatch(/^没有节点在运行。/)
  })

  test('an attached cluster is watched, not owned', () => {
    const nodes = NAMES.map((name) => nodeOf(name, { isOurs: false }))
    expect(en(facts({ head: headOf({ kind: 'attached' }), nodes }))).toContain('owns none of them')
  })

  test('a service that is gone is told before everything else', () => {
    const state = facts({ lostSinceMs: NOW_MS, nodes: with1('broker-a', { state: 'crashed' }) })
    expect(en(state)).toBe(
      'The lab service does not answer. The nodes go on by themselves; what you see is of 14:32:08.',
    )
  })

  test('a problem of the cluster speaks for itself', () => {
    const problem = { en: 'cluster.json cannot be read.', zh: '无法读取 cluster.json。' }
    expect(zh(facts({ head: headOf({ problem }) }))).toBe(problem.zh)
  })
})
