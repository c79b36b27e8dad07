import { describe, expect, test } from 'vitest'
import type { ClusterHead, NodeView, PairView } from '../../../../engine/contract/state.ts'
import { clusterMark, pairsNotInSync, runningCount, worstPair } from '../../../../renderer/stores/cluster-mark.ts'

const head = (busy: ClusterHead['busy'] = null): ClusterHead => ({ busy }) as ClusterHead
const nodes = (...healths: NodeView['health'][]): NodeView[] => healths.map((health) => ({ health }) as NodeView)
const pair = (state: PairView['state'], lagMs: number | null): PairView => ({ state, lagMs }) as PairView

describe('the mark of a cluster', () => {
  test('is the worst of its nodes', () => {
    expect(clusterMark(head(), nodes('running', 'behind', 'running'))).toBe('behind')
    expect(clusterMark(head(), nodes('running', 'behind', 'crashed'))).toBe('crashed')
    expect(clusterMark(head(), nodes('running', 'diverged', 'behind'))).toBe('diverged')
  })

  test('is not lowered by a node that was stopped on purpose among running ones', () => {
    expect(clusterMark(head(), nodes('running', 'stopped'))).toBe('running')
  })

  test('is stopped when nothing runs, unknown when nothing is known', () => {
    expect(clusterMark(head(), nodes('stopped', 'stopped'))).toBe('stopped')
    expect(clusterMark(head(), nodes('unknown', 'unknown'))).toBe('unknown')
    expect(clusterMark(head(), [])).toBe('unknown')
  })

  test('is starting while the whole is being started', () => {
    expect(clusterMark(head('starting'), nodes('stopped', 'running'))).toBe('starting')
  })
})

describe('the counts of a cluster', () => {
  test('take a pair of unknown state for no problem', () => {
    expect(pairsNotInSync([pair('in-sync', 1), pair('unknown', null), pair('cut', null), pair('behind', 9)])).toBe(2)
  })

  test('find the largest known lag', () => {
    expect(worstPair([pair('in-sync', 2), pair('behind', 804), pair('broken', null)])?.lagMs).toBe(804)
    expect(worstPair([pair('unknown', null)])).toBeUndefined()
  })

  test('take a frozen node for not running', () => {
    const states = ['running', 'frozen', 'killed'] as const
    expect(runningCount(states.map((state) => ({ state }) as NodeView))).toBe(1)
  })
})
