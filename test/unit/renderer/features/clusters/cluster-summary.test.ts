import { describe, expect, test } from 'vitest'
import { answerOf, kindOf, summaryOf } from '../../../../../renderer/features/clusters/cluster-summary.ts'
import type { ClusterParts } from '../../../../../renderer/features/clusters/cluster-summary.ts'
import { pictureOfCluster } from '../../../../../renderer/features/clusters/cluster-picture.ts'
import { clustersTexts } from '../../../../../renderer/features/clusters/clusters-texts.ts'
import { textsIn } from '../../../../../renderer/i18n/use-texts.ts'
import { faultOf, groupOf, headOf, sixNodes, SIX, twoPairs } from './cluster-parts.ts'

const en = textsIn('en', clustersTexts)
const zh = textsIn('zh', clustersTexts)
const NOW = Date.UTC(2026, 10, 9, 14, 32, 8)

function parts(change: Partial<ClusterParts> = {}): ClusterParts {
  return { head: headOf(), nodes: sixNodes(), pairs: twoPairs(), faults: [], groups: [], ...change }
}

function summary(change: Partial<ClusterParts> = {}, stored?: string) {
  return summaryOf(parts(change), NOW, stored, en)
}

function allIn(state: 'stopped' | 'unreachable' | 'unknown') {
  return sixNodes(Object.fromEntries(SIX.map((name) => [name, { state, health: state }])))
}

describe('a card', () => {
  test('of a healthy cluster says so and offers nothing but to open and stop', () => {
    expect(summary()).toEqual({
      kind: 'running',
      mark: 'running',
      word: 'running',
      sentence: 'All 6 nodes run, two pairs in sync.',
      action: undefined,
    })
    expect(summaryOf(parts(), NOW, undefined, zh).sentence).toBe('6 个节点全部运行，两对主从同步正常。')
  })

  test('says who is behind whom and by how much, and offers to heal the fault', () => {
    const behind = summary({ pairs: twoPairs({ state: 'behind', lagMs: 804 }), faults: [faultOf()] })
    expect(behind.word).toBe('running, 1 behind')
    expect(behind.sentence).toBe('broker-a-s is 804 ms behind broker-a.')
    expect(behind.action).toMatchObject({ kind: 'heal', label: 'Heal (1)' })
  })

  test('prefers the reason that the service gives', () => {
    const reason = { en: 'broker-a-s is 804 ms behind: you delayed its link by 800 ms.', zh: '原因' }
    expect(summary({ pairs: twoPairs({ state: 'behind', lagMs: 804, reason }) }).sentence).toBe(reason.en)
  })

  test('of a fault that shows no effect names it', () => {
    expect(summary({ faults: [faultOf()] }).sentence).toBe('You delayed broker-a → broker-a-s by 800 ms.')
    expect(summary({ faults: [faultOf({ kind: 'cut' }), faultOf({ id: 'f2' })] }).sentence).toBe(
      'You cut broker-a → broker-a-s. And 1 more link.',
    )
  })

  test('of a dead master tells the cause and what clients notice, and offers to start it', () => {
    const cause = { en: 'broker-a was ended with kill -9.', zh: 'broker-a 已被 kill -9 结束。' }
    const reason = { en: 'broker-a is down: its slave serves what it has.', zh: '' }
    const dead = summary({
      nodes: sixNodes({ 'broker-a': { state: 'killed', health: 'crashed', cause } }),
      pairs: twoPairs({ state: 'broken' }),
      groups: [groupOf({ state: 'read-only', reason })],
    })
    expect(dead).toMatchObject({ kind: 'crashed', mark: 'crashed', word: '1 node crashed' })
    expect(dead.sentence).toBe(`${cause.en} ${reason.en}`)
    expect(dead.action).toMatchObject({ kind: 'start-node', node: 'broker-a', label: 'Start broker-a' })
  })

  test('of several dead nodes names them and offers to start all', () => {
    const dead = summary({
      nodes: sixNodes({
        'broker-a': { state: 'crashed', health: 'crashed' },
        'broker-b': { state: 'crashed', health: 'crashed' },
      }),
    })
    expect(dead.sentence).toBe('broker-a and broker-b are down.')
    expect(dead.action?.kind).toBe('start-all')
  })

  test('of a frozen node says that nothing is lost, and thaws it', () => {
    const frozen = summary({ nodes: sixNodes({ 'broker-b': { state: 'frozen', health: 'frozen' } }) })
    expect(frozen.sentence).toBe('You froze broker-b; connections wait, nothing is lost.')
    expect(frozen.action).toMatchObject({ kind: 'resume', node: 'broker-b' })
  })

  test('at rest tells what is kept', () => {
    const resting = summary({ nodes: allIn('stopped') }, '64 MiB')
    expect(resting).toMatchObject({ kind: 'stopped', sentence: 'Its data are kept: 64 MiB on disk.' })
    expect(resting.action).toMatchObject({ kind: 'start-all', label: 'Start' })
  })

  test('of a cluster that is not ours never offers to start anything', () => {
    const silent = summary({ head: headOf({ kind: 'attached' }), nodes: allIn('unreachable'), pairs: [] })
    expect(silent).toMatchObject({ kind: 'silent', word: 'no answer', action: undefined })
    const crashed = summary({
      head: headOf({ kind: 'attached' }),
      nodes: sixNodes({ 'broker-a': { state: 'unreachable', health: 'unreachable', isOurs: false } }),
    })
    expect(crashed).toMatchObject({ kind: 'crashed', word: 'no answer', action: undefined })
  })

  test('of a silent cluster tells for how long', () => {
    const nodes = allIn('unreachable').map((node) => ({ ...node, answeredAtMs: NOW - 42_000 }))
    expect(summary({ nodes }).word).toBe('no answer for 42 s')
  })

  test('of a file that cannot be read tells the service’s sentence', () => {
    const problem = { en: 'cluster.json cannot be read.', zh: 'cluster.json 无法读取。' }
    expect(summary({ head: headOf({ problem }) })).toMatchObject({ kind: 'problem', sentence: problem.en })
  })

  test('while it starts counts the nodes that run', () => {
    const nodes = sixNodes({ 'broker-a-s': { state: 'starting' }, 'broker-b-s': { state: 'stopped' } })
    expect(summary({ head: headOf({ busy: 'starting' }), nodes }).word).toBe('starting, 4 of 6')
  })
})

describe('the page', () => {
  test('sums up all clusters in one sentence', () => {
    expect(answerOf(['behind', 'crashed', 'silent', 'stopped'], en)).toBe(
      'One runs with a slave behind, one has a crashed node, one does not answer, one is stopped.',
    )
    expect(answerOf(['running', 'running', 'stopping'], en)).toBe('Two run, one is stopped.')
    expect(answerOf(['running', 'behind'], zh)).toBe('一个运行正常，一个有从落后。')
    expect(answerOf([], en)).toContain('one click')
  })

  test('takes the worst of a cluster', () => {
    const nodes = sixNodes({ 'broker-a': { state: 'crashed', health: 'crashed' }, n1: { state: 'frozen' } })
    expect(kindOf(parts({ nodes, pairs: twoPairs({ state: 'behind' }) }))).toBe('crashed')
    expect(kindOf(parts({ nodes: sixNodes({ n1: { state: 'stopped' } }) }))).toBe('partly')
  })
})

describe('the picture of a cluster', () => {
  test('has a column a host, dashes what is down and marks what is worth a look', () => {
    const nodes = sixNodes({ 'broker-a': { state: 'crashed', health: 'crashed' }, 'broker-b-s': { health: 'behind' } })
    const { nameServers, groups } = pictureOfCluster(nodes, twoPairs({ state: 'broken', mode: 'sync' }))
    expect(nameServers).toHaveLength(2)
    expect(groups[0]).toEqual({
      isSync: true,
      members: [
        { node: { role: 'master', isDown: true, mark: 'crashed' }, column: 0, link: 'idle' },
        { node: { role: 'slave' }, column: 1, link: 'broken' },
      ],
    })
    expect(groups[1]?.members[1]).toEqual({ node: { role: 'slave', mark: 'behind' }, column: 0, link: 'in-sync' })
  })
})
