import { describe, expect, test } from 'vitest'
import type { ClusterSpec } from '../../../../../engine/lab/cluster-spec.ts'
import { ofDisturbedLink, whileAway } from '../../../../../engine/lab/service/control/expectations.ts'
import { faultViews } from '../../../../../engine/lab/service/control/fault-views.ts'
import { flowOf, pairRole, seenAt } from '../../../../../engine/lab/service/control/link-direction.ts'
import { twoMasters } from './two-masters.ts'

const spec: ClusterSpec = twoMasters('ASYNC_MASTER')
const nodeOf = (of: ClusterSpec, name: string) => {
  const node = of.nodes.find((one) => one.name === name)
  if (node === undefined) throw new Error(name)
  return node
}

describe('the direction of a link fault', () => {
  test('a pair is a master and a slave of the same broker name, nothing else', () => {
    expect(pairRole(spec, 'broker-a', 'broker-a-s')).toBe('master')
    expect(pairRole(spec, 'broker-a-s', 'broker-a')).toBe('slave')
    expect(pairRole(spec, 'broker-a', 'broker-b-s')).toBeUndefined()
    expect(pairRole(spec, 'broker-a', 'n1')).toBeUndefined()
    expect(pairRole(spec, 'broker-a', '*')).toBeUndefined()
  })

  test.each([
    ['broker-a', 'broker-a-s', 'data', 'out'],
    ['broker-a', 'broker-a-s', 'acks', 'in'],
    ['broker-a-s', 'broker-a', 'data', 'in'],
    ['broker-a-s', 'broker-a', 'acks', 'out'],
    ['broker-a', 'broker-a-s', 'both', 'both'],
    ['broker-a', 'n1', 'both', 'both'],
    ['n1', 'broker-a', 'data', 'out'],
  ] as const)('%s against %s: %s is %s, and back', (node, peer, flow, seen) => {
    expect(seenAt(spec, node, peer, flow)).toBe(seen)
    expect(flowOf(spec, node, peer, seen)).toBe(flow)
  })
})

describe('faults in force', () => {
  const fault = { peer: 'broker-a', kind: 'cut', direction: 'in', setAtMs: 7, addresses: [], pids: [] }

  test('both directions of one request are one fault, each direction alone is told as what flows', () => {
    const both = faultViews(spec, 'broker-a-s', { faults: [fault, { ...fault, direction: 'out' }] })
    expect(both).toEqual([
      {
        cluster: 'c1',
        id: 'broker-a-s|broker-a|cut|both',
        node: 'broker-a-s',
        peer: 'broker-a',
        kind: 'cut',
        direction: 'both',
        ms: null,
        kbps: null,
        setAtMs: 7,
      },
    ])
    expect(faultViews(spec, 'broker-a-s', { faults: [fault] })).toMatchObject([{ direction: 'data' }])
    expect(faultViews(spec, 'broker-a-s', { faults: [{ ...fault, direction: 'out' }] })).toMatchObject([
      { direction: 'acks' },
    ])
  })

  test('two amounts on one link are two faults', () => {
    const delay = { ...fault, kind: 'delay', ms: 100 }
    const views = faultViews(spec, 'broker-a-s', { faults: [delay, { ...delay, direction: 'out', ms: 900 }] })
    expect(views.map(({ direction, ms }) => [direction, ms])).toEqual([
      ['data', 100],
      ['acks', 900],
    ])
  })

  test.each([
    undefined,
    null,
    {},
    { faults: 'x' },
    { faults: [null, {}, { ...fault, kind: 'heal' }, { ...fault, peer: 1 }] },
  ])('an answer that is none shows none: %j', (answer) => {
    expect(faultViews(spec, 'broker-a', answer)).toEqual([])
  })
})

describe('what to expect', () => {
  const sync = twoMasters('SYNC_MASTER')
  const away = (of: ClusterSpec, node: string, absence: 'down' | 'frozen') =>
    whileAway(of, nodeOf(of, node), absence).en

  test('depends on the role of who is away and on who is left', () => {
    expect(away(spec, 'broker-a', 'down')).toContain('Nothing can be sent to broker-a')
    expect(away(spec, 'broker-a', 'down')).toContain('broker-a-s has copied can still be read')
    expect(away(spec, 'broker-a', 'frozen')).toContain('time out')
    expect(away(spec, 'broker-a-s', 'down')).toContain('one disk only')
    expect(away(sync, 'broker-a-s', 'down')).toContain('SLAVE_NOT_AVAILABLE')
    expect(away(sync, 'broker-a-s', 'frozen')).toContain('FLUSH_SLAVE_TIMEOUT')
    expect(away(spec, 'n1', 'down')).toContain('go on with n2')
    const alone = { ...spec, nodes: spec.nodes.filter(({ name }) => name !== 'n2' && name !== 'broker-a-s') }
    expect(away(alone, 'n1', 'down')).toContain('only NameServer')
    expect(away(alone, 'broker-a', 'down')).toContain('it has no slave')
  })

  test('of a link names the end that falls behind, whichever end was clicked', () => {
    const cut = { kind: 'cut', flow: 'data' } as const
    expect(ofDisturbedLink(spec, 'broker-a', 'broker-a-s', cut)).toEqual(
      ofDisturbedLink(spec, 'broker-a-s', 'broker-a', cut),
    )
    expect(ofDisturbedLink(spec, 'broker-a', 'broker-a-s', cut).en).toContain('broker-a-s falls behind')
    expect(ofDisturbedLink(sync, 'broker-a', 'broker-a-s', cut).en).toContain('FLUSH_SLAVE_TIMEOUT')
    expect(ofDisturbedLink(spec, 'broker-a', 'broker-a-s', { kind: 'delay', flow: 'both', ms: 800 }).en).toContain(
      '1600 ms',
    )
    expect(ofDisturbedLink(spec, 'broker-a', 'n1', { kind: 'cut', flow: 'both' }).en).toContain('heartbeats')
  })
})
