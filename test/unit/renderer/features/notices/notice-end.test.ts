// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest'
import type { Happening } from '../../../../../engine/contract/state.ts'
import { endOf, followEnds } from '../../../../../renderer/features/notices/notice-end.ts'
import { EMPTY_MIRROR } from '../../../../../renderer/stores/lab-mirror.ts'
import type { LabMirror } from '../../../../../renderer/stores/lab-mirror.ts'
import { useLab } from '../../../../../renderer/stores/lab.ts'
import { useNotices } from '../../../../../renderer/stores/notices.ts'
import { groupOf, nodeOf, pairOf } from '../clusters/cluster-parts.ts'

const AT_MS = 1000
const about = (kind: Happening['kind'], of: Partial<Happening> = {}) => ({
  kind,
  cluster: 'orders-lab',
  node: 'broker-a-s',
  pair: 'broker-a>broker-a-s',
  atMs: AT_MS,
  ...of,
})
const lab = (parts: Partial<LabMirror>): LabMirror => ({ ...EMPTY_MIRROR, ...parts })
const pair = (change: Parameters<typeof pairOf>[0]) =>
  lab({ pairs: { 'orders-lab/broker-a>broker-a-s': pairOf(change) } })

describe('what a notice says is over', () => {
  test('for a diverged slave once it copies again, in sync or still behind', () => {
    expect(endOf(about('pair-diverged'), pair({ state: 'diverged', sinceMs: AT_MS }))).toBeUndefined()
    expect(endOf(about('pair-diverged'), pair({ state: 'broken', sinceMs: 2000 }))).toBeUndefined()
    expect(endOf(about('pair-diverged'), pair({ state: 'behind', sinceMs: 2000 }))).toBe(2000)
    expect(endOf(about('pair-diverged'), pair({ state: 'in-sync', sinceMs: 3000 }))).toBe(3000)
  })

  test('not by a state from before it', () => {
    expect(endOf(about('pair-diverged'), pair({ state: 'in-sync', sinceMs: AT_MS - 1 }))).toBeUndefined()
    expect(endOf(about('pair-diverged'), pair({ state: 'in-sync', sinceMs: null }))).toBeUndefined()
  })

  test('for a slave that was behind only in sync', () => {
    expect(endOf(about('pair-behind'), pair({ state: 'behind', sinceMs: 2000 }))).toBeUndefined()
    expect(endOf(about('pair-behind'), pair({ state: 'in-sync', sinceMs: 2000 }))).toBe(2000)
  })

  test('for a crashed node once it runs, for a group once it takes messages', () => {
    const node = nodeOf('broker-a', { state: 'running', sinceMs: 5000 })
    const nodes = { 'orders-lab/broker-a': node }
    expect(endOf(about('node-crashed', { node: 'broker-a' }), lab({ nodes }))).toBe(5000)
    const groups = { 'orders-lab/broker-a': groupOf({ sinceMs: 6000 }) }
    expect(endOf(about('group-read-only', { node: 'broker-a' }), lab({ nodes, groups }))).toBe(6000)
  })

  test('for a node that failed to start once it runs, not for one that ran all the time', () => {
    const running = (startedAtMs: number): LabMirror =>
      lab({ nodes: { 'orders-lab/broker-a': nodeOf('broker-a', { state: 'running', sinceMs: 9999, startedAtMs }) } })
    expect(endOf(about('failure', { node: 'broker-a' }), running(AT_MS - 1))).toBeUndefined()
    expect(endOf(about('failure', { node: 'broker-a' }), running(9000))).toBe(9000)
    expect(endOf(about('failure', { node: null }), running(9000))).toBeUndefined()
  })
})

describe('the notice of a diverged slave', () => {
  beforeEach(() => useNotices.setState({ kept: [], shown: [], unseen: 0 }))

  test('leaves the screen when the pair is healthy again, and is kept under the bell as over', () => {
    const texts = { en: 'diverged', zh: '分叉' }
    useLab.setState(pair({ state: 'diverged', sinceMs: AT_MS }))
    useNotices.getState().add({
      id: 'h1',
      atMs: AT_MS,
      tone: 'bad',
      subject: 'broker-a-s',
      sentence: texts,
      isSticky: true,
      about: about('pair-diverged'),
    })
    const stop = followEnds()
    expect(useNotices.getState().shown).toEqual(['h1'])
    useLab.setState(pair({ state: 'in-sync', sinceMs: 4000 }))
    expect(useNotices.getState().shown).toEqual([])
    expect(useNotices.getState().kept[0]?.endedAtMs).toBe(4000)
    stop()
  })
})
