import { describe, expect, test } from 'vitest'
import type { FaultView } from '../../../../../engine/contract/state.ts'
import type { ObserveResult } from '../../../../../engine/lab/service/observation/observe-step.ts'
import { ObserveWorld, START_MS } from './observe-world.ts'

const node = (result: ObserveResult, name: string) => result.nodes.find((view) => view.name === name)
const pair = (result: ObserveResult) => result.pairs[0]
const group = (result: ObserveResult) => result.groups[0]
const kinds = (result: ObserveResult) => result.told.map(({ what }) => what.kind)

const FAULT: FaultView = {
  cluster: 'lab',
  id: 'f',
  node: 'broker-a',
  peer: 'broker-a-s',
  kind: 'cut',
  direction: 'data',
  ms: null,
  kbps: null,
  setAtMs: START_MS,
}

describe('a healthy cluster', () => {
  test('is in sync, writable, and tells nothing, also at the first look', () => {
    const world = new ObserveWorld()
    for (const result of [world.look(), world.look()]) {
      expect(pair(result)).toMatchObject({ state: 'in-sync', lagMs: 1, lagBytes: 0, isLagMsEstimate: false })
      expect(group(result)).toMatchObject({ state: 'writable', reason: null })
      expect(result.nodes.map(({ health }) => health)).toEqual(['running', 'running', 'running'])
      expect(result.told).toEqual([])
    }
  })

  test('rates are what offsets grew by in the time between two answers', () => {
    const world = new ObserveWorld()
    world.look()
    world.link = { masterOffset: 5000, ackOffset: 3000, lagMs: 2 }
    expect(pair(world.look({}, 2000))).toMatchObject({
      writtenPerSecond: 2000,
      confirmedPerSecond: 1000,
      lagMessages: 20,
    })
  })

  test('a rate is unknown, not negative, when the master starts again with less', () => {
    const world = new ObserveWorld()
    world.look()
    world.link = { masterOffset: 0, ackOffset: 0, lagMs: 0 }
    expect(pair(world.look())?.writtenPerSecond).toBeNull()
  })
})

describe('a master that ends', () => {
  test('by kill -9 makes its group read-only at that very look, with the reason', () => {
    const world = new ObserveWorld()
    world.look()
    const result = world.look({ 'broker-a': ObserveWorld.gone('killed') })
    expect(group(result)).toMatchObject({ state: 'read-only', sinceMs: world.nowMs })
    expect(group(result)?.reason?.en).toBe(
      'broker-a is down: nothing can be written to group broker-a, slave broker-a-s serves what it has.',
    )
    expect(node(result, 'broker-a')).toMatchObject({ state: 'killed', health: 'crashed', isOnPurpose: true, pid: null })
    expect(pair(result)).toMatchObject({ state: 'broken' })
    expect(kinds(result)).toContain('group-read-only')
  })

  test('is told as ended elsewhere only when nobody tells the act: the entry names what would make it needless', () => {
    const world = new ObserveWorld()
    world.look()
    const told = world.look({ 'broker-a': ObserveWorld.gone('killed') }).told
    expect(told.find(({ what }) => what.kind === 'node-killed')?.unless).toContain('node-killed')
    expect(told.find(({ what }) => what.kind === 'group-read-only')?.unless).toBeUndefined()
  })

  test('by itself is a crash with its last words and a way to start it', () => {
    const world = new ObserveWorld()
    world.look()
    const problem = { en: 'The disk is full.', zh: '磁盘已满。' }
    const result = world.look({ 'broker-a': { ...ObserveWorld.gone('crashed'), problem } })
    expect(node(result, 'broker-a')).toMatchObject({ health: 'crashed', isOnPurpose: false, cause: problem })
    const crash = result.told.find(({ what }) => what.kind === 'node-crashed')
    expect(crash?.what).toMatchObject({ byUser: false, tone: 'bad', sentence: problem, action: { kind: 'start' } })
  })

  test('three times in a minute is said to be a loop', () => {
    const world = new ObserveWorld()
    let result = world.look()
    for (let life = 0; life < 3; life++) {
      result = world.look({ 'broker-a': ObserveWorld.gone('crashed') }, 5000)
      if (life < 2) world.look({ 'broker-a': { pid: 700 + life } }, 5000)
    }
    expect(node(result, 'broker-a')?.cause?.en).toMatch(/crashed 3 times within 60 s/)
  })

  test('with the whole cluster being stopped tells nothing', () => {
    const world = new ObserveWorld()
    world.look()
    const gone = ObserveWorld.gone('stopped')
    const result = world.look({ n1: gone, 'broker-a': gone, 'broker-a-s': gone }, 1000, 'stopping')
    expect(group(result)?.state).toBe('gone')
    expect(pair(result)?.state).toBe('unknown')
    expect(result.told).toEqual([])
  })
})

describe('a slave that is slow', () => {
  test('counts as behind after 3 s above the threshold, and not before', () => {
    const world = new ObserveWorld()
    world.look()
    world.link = { masterOffset: 9000, ackOffset: 1000, lagMs: 804 }
    expect(pair(world.lookFor(3000))?.state).toBe('in-sync')
    const result = world.look()
    expect(pair(result)).toMatchObject({ state: 'behind', lagMs: 804, sinceMs: world.nowMs })
    expect(node(result, 'broker-a-s')).toMatchObject({ state: 'running', health: 'behind' })
    expect(kinds(result)).toEqual(['pair-behind'])
  })

  test('a peak shorter than that is none', () => {
    const world = new ObserveWorld()
    world.look()
    world.link = { masterOffset: 9000, ackOffset: 1000, lagMs: 900 }
    world.lookFor(2000)
    world.link = { masterOffset: 9000, ackOffset: 9000, lagMs: 1 }
    world.look()
    world.link = { masterOffset: 19000, ackOffset: 9000, lagMs: 900 }
    expect(pair(world.lookFor(2000))?.state).toBe('in-sync')
  })

  test('one look below the threshold does not end it, two do, and then it is told', () => {
    const world = new ObserveWorld()
    world.look()
    world.link = { masterOffset: 9_000_000, ackOffset: 1000, lagMs: 2000 }
    world.lookFor(5000)
    world.link = { masterOffset: 9_000_000, ackOffset: 9_000_000, lagMs: 0 }
    expect(pair(world.look())?.state).toBe('behind')
    const result = world.look()
    expect(pair(result)?.state).toBe('in-sync')
    expect(kinds(result)).toEqual(['pair-caught-up'])
    expect(result.told[0]?.what.sentence.en).toMatch(/^Caught up 8\.58 MiB in /)
  })

  test('counts by the threshold that was set, and by its time', () => {
    const world = new ObserveWorld()
    world.behind = { ms: 1000, bytes: 4096, forMs: 0 }
    world.look()
    world.link = { masterOffset: 4000, ackOffset: 1000, lagMs: 900 }
    expect(pair(world.lookFor(5000))?.state).toBe('in-sync')
    world.link = { masterOffset: 9000, ackOffset: 1000, lagMs: 1 }
    expect(pair(world.look())?.state).toBe('behind')
    world.behind = { ms: 1000, bytes: 10_000, forMs: 0 }
    world.look()
    expect(pair(world.look())?.state).toBe('in-sync')
  })

  test('names the fault that makes it slow', () => {
    const world = new ObserveWorld()
    world.faults = [{ ...FAULT, kind: 'delay', ms: 800 }]
    world.look()
    world.link = { masterOffset: 9000, ackOffset: 1000, lagMs: 804 }
    const result = world.lookFor(5000)
    expect(pair(result)?.reason?.en).toContain('you delayed their link by 800 ms (what the master sends)')
    expect(pair(result)?.reason?.zh).toContain('800 ms')
  })
})

describe('a link', () => {
  test('that was cut says so and which direction; its slave is only behind', () => {
    const world = new ObserveWorld()
    world.look()
    world.faults = [FAULT]
    world.link = { masterOffset: 90_000, ackOffset: 1000, lagMs: 9000 }
    const result = world.lookFor(5000)
    expect(pair(result)).toMatchObject({ state: 'cut', lagMs: 9000 })
    expect(pair(result)?.reason?.en).toContain('you cut their link (what the master sends)')
    expect(node(result, 'broker-a-s')?.health).toBe('behind')
    expect(result.faults).toEqual([FAULT])
  })

  test('faults of a node that does not answer stay until its process is gone', () => {
    const world = new ObserveWorld()
    world.faults = [FAULT]
    world.look()
    expect(world.look({ 'broker-a': { state: 'silent' } }).faults).toEqual([FAULT])
    expect(world.look({ 'broker-a': ObserveWorld.gone('killed') }).faults).toEqual([])
  })

  test('that breaks by itself between two living nodes is told with its reason', () => {
    const world = new ObserveWorld()
    world.look()
    const link = {
      state: 'backing-off',
      reason: 'cannot connect to 127.0.0.1:10912: ECONNREFUSED',
      masterAddress: '127.0.0.1:10912',
      localAddress: null,
      divergence: null,
    }
    const result = world.look({ 'broker-a': { slaves: [] }, 'broker-a-s': { link } })
    expect(pair(result)).toMatchObject({ state: 'broken' })
    expect(pair(result)?.reason?.en).toBe('broker-a-s copies nothing: broker-a refuses port 10912. Start broker-a.')
    expect(kinds(result)).toEqual(['pair-broken'])
  })

  test('logs that have parted are diverged with both offsets and no distance, and clone is offered', () => {
    const world = new ObserveWorld()
    world.look()
    const link = {
      state: 'diverged',
      reason: 'x',
      masterAddress: null,
      localAddress: null,
      divergence: { slaveOffset: 5_000, masterOffset: 1_200 },
    }
    const result = world.look({ 'broker-a-s': { link } })
    expect(pair(result)).toMatchObject({ state: 'diverged', lagBytes: null, lagMs: null, lagMessages: null })
    expect(pair(result)?.reason?.en).toContain("its log ends at 5,000, the master's at 1,200")
    expect(node(result, 'broker-a-s')?.health).toBe('diverged')
    expect(result.told[0]?.what.action).toMatchObject({ kind: 'clone', node: 'broker-a-s' })
  })

  test('while the slave is down the lag goes on growing, as an estimate', () => {
    const world = new ObserveWorld()
    world.look()
    world.link = { masterOffset: 50_000, ackOffset: 1000, lagMs: 0 }
    const result = world.look({ 'broker-a': { slaves: [] }, 'broker-a-s': ObserveWorld.gone('killed') })
    expect(pair(result)).toMatchObject({ state: 'broken', lagBytes: 49_000, lagMs: 5000, isLagMsEstimate: true })
  })
})

describe('a node that says nothing', () => {
  test('is unreachable after 2.5 s, not at the first missed answer, and back when it answers', () => {
    const world = new ObserveWorld()
    world.look()
    const silent = { 'broker-a': { state: 'silent' as const } }
    expect(node(world.look(silent), 'broker-a')?.state).toBe('running')
    expect(node(world.look(silent), 'broker-a')?.state).toBe('running')
    const result = world.look(silent)
    expect(node(result, 'broker-a')).toMatchObject({ state: 'unreachable', pid: 10911 })
    expect(kinds(result)).toContain('node-unreachable')
    expect(kinds(world.look())).toContain('node-back')
  })

  test('is starting while it is young', () => {
    const world = new ObserveWorld()
    world.look({ 'broker-a': ObserveWorld.gone('stopped') })
    const young = { state: 'silent' as const, pid: 77, startedAtMs: world.nowMs }
    expect(node(world.look({ 'broker-a': young }), 'broker-a')?.state).toBe('starting')
  })
})

describe('an attached cluster', () => {
  test('is judged by the protocol alone: lag by offsets, time as an estimate', () => {
    const world = new ObserveWorld('attached')
    world.look()
    world.link = { masterOffset: 4_000_000, ackOffset: 1_000_000, lagMs: 0 }
    const result = world.lookFor(5000)
    expect(pair(result)).toMatchObject({ state: 'behind', lagBytes: 3_000_000, lagMs: 5000, isLagMsEstimate: true })
    expect(node(result, 'broker-a')).toMatchObject({ isOurs: false, pid: null })
  })

  test('a group that starts for the first time is not told to be writable again, one that was gone is', () => {
    const off = { 'broker-a': ObserveWorld.gone('stopped'), 'broker-a-s': ObserveWorld.gone('stopped') }
    const world = new ObserveWorld()
    expect(group(world.look(off))?.state).toBe('gone')
    const first = world.look()
    expect(group(first)?.state).toBe('writable')
    expect(kinds(first)).not.toContain('group-writable')
    world.look(off)
    expect(kinds(world.look())).toContain('group-writable')
  })

  test('a master that is no longer listed leaves its group read-only', () => {
    const world = new ObserveWorld('attached')
    world.look()
    world.listed = new Set(['127.0.0.1:11911'])
    const result = world.lookFor(4000, { 'broker-a': { state: 'silent' } })
    expect(group(result)).toMatchObject({ state: 'read-only' })
    expect(node(result, 'broker-a')?.state).toBe('unreachable')
  })
})

describe('an act that may have been done elsewhere', () => {
  test('a start is told when the node answers, not while it is starting', () => {
    const world = new ObserveWorld()
    world.look()
    world.look({ 'broker-a': ObserveWorld.gone('stopped') })
    const process = { pid: 78, startedAtMs: world.nowMs }
    expect(kinds(world.look({ 'broker-a': { ...process, state: 'silent' } }))).toEqual([])
    expect(kinds(world.look({ 'broker-a': process }))).toContain('node-started')
    expect(kinds(world.look({ 'broker-a': process }))).toEqual([])
  })

  test('a fault that comes and goes is told with its pair; one that dies with its node is not healed', () => {
    const world = new ObserveWorld()
    world.look()
    world.faults = [{ ...FAULT, kind: 'delay', ms: 800 }]
    const [set] = world.look().told
    expect(set).toMatchObject({ what: { kind: 'link-delayed', pair: 'broker-a>broker-a-s' }, atMs: START_MS })
    expect(set?.unless).toContain('link-delayed')
    expect(kinds(world.look({ 'broker-a': ObserveWorld.gone('killed') }))).not.toContain('link-healed')
    world.look()
    world.faults = []
    expect(kinds(world.look())).toContain('link-healed')
  })
})
