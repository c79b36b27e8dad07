/** The acts of a window on a running 2m-2s cluster: processes end, freeze and come back, links break and heal, all of it told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configEditsKey } from '../../engine/contract/config-api.ts'
import { findNode } from '../../engine/lab/cluster-spec.ts'
import { faultViews } from '../../engine/lab/service/control/fault-views.ts'
import { ControlWorld } from './support/control-world.ts'
import { Load } from './support/load.ts'
import { until } from './support/until.ts'

const MASTER = 'broker-a'
const SLAVE = 'broker-a-s'

describe('a 2m-2s-async cluster under the hands of a user', () => {
  const world = new ControlWorld()
  let load: Load

  beforeAll(async () => {
    await world.create({ topology: '2m-2s-async' })
    await world.calls['clusters.start']({ cluster: world.name })
    await world.cluster.whenComplete()
    load = new Load(
      { namesrvAddr: world.cluster.namesrvAddr, topic: 'Control', inFlight: 4, sendTimeoutMs: 3000 },
      world.cluster.ports,
    )
  })
  afterAll(async () => {
    await load.stop()
    await world.remove()
  })

  const stateOf = async (node: string): Promise<string> =>
    (await world.cluster.lab.observeNode(world.cluster.spec, findNode(world.cluster.spec, node))).state

  /** What the master says of its slave's lag. */
  const lagBytes = async (): Promise<number> => (await world.cluster.status(MASTER)).slaves[0]?.lagBytes ?? NaN

  async function send(messages: number): Promise<void> {
    load.send()
    await load.acknowledgedMore(messages)
    await load.drained()
  }

  /** Faults in force at a node, as the window is shown them. */
  async function faultsAt(node: string) {
    const { lab, spec } = world.cluster
    return faultViews(spec, node, { faults: lab.faults.kept(spec, node) })
  }

  test('its start is told once, with how many nodes started', async () => {
    expect(await world.lastHappening('cluster-started')).toMatchObject({
      byUser: true,
      tone: 'ok',
      sentence: { en: expect.stringContaining('6 nodes') as string, zh: expect.stringContaining('6 个节点') as string },
    })
    await world.calls['clusters.start']({ cluster: world.name })
    expect((await world.happenings()).filter(({ kind }) => kind === 'cluster-started')).toHaveLength(1)
  })

  test('kill -9 of a master leaves it down, tells what to expect and offers the start; two windows do not collide', async () => {
    await Promise.all([world.calls['nodes.kill'](world.on(MASTER)), world.calls['nodes.kill'](world.on(MASTER))])
    expect(await stateOf(MASTER)).toBe('killed')
    const told = (await world.happenings()).filter(({ kind }) => kind === 'node-killed')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({
      node: MASTER,
      tone: 'fault',
      byUser: true,
      action: { kind: 'start', node: MASTER },
      sentence: { en: expect.stringMatching(/kill -9 \d+.*Nothing can be sent to broker-a.*broker-a-s/) as string },
    })
    await world.calls['nodes.start'](world.on(MASTER))
    expect(await stateOf(MASTER)).toBe('running')
    await world.cluster.whenComplete()
  })

  test('a frozen node answers nobody and comes back as it was', async () => {
    const { pid } = world.cluster.recordOf(SLAVE)
    await world.calls['nodes.freeze'](world.on(SLAVE))
    expect(await stateOf(SLAVE)).toBe('paused')
    expect(await world.lastHappening('node-frozen')).toMatchObject({
      tone: 'fault',
      action: { kind: 'resume', node: SLAVE },
    })
    await expect(world.calls['nodes.start'](world.on(SLAVE))).rejects.toMatchObject({
      message: expect.stringContaining('resume') as string,
    })
    await world.calls['nodes.resume'](world.on(SLAVE))
    expect(await stateOf(SLAVE)).toBe('running')
    expect(world.cluster.recordOf(SLAVE).pid).toBe(pid)
    await world.cluster.whenFollowing(SLAVE)
  })

  test('data cut: the slave gets nothing, the lag grows, healing brings all of it', async () => {
    await world.calls['links.break']({ ...world.on(MASTER), peer: SLAVE, kind: 'cut', direction: 'data' })
    expect(await faultsAt(MASTER)).toMatchObject([{ peer: SLAVE, kind: 'cut', direction: 'data' }])
    const before = (await world.cluster.status(SLAVE)).log.writtenOffset
    await send(50)
    expect((await world.cluster.status(SLAVE)).log.writtenOffset).toBe(before)
    expect(await lagBytes()).toBeGreaterThan(0)
    expect(await world.lastHappening('link-cut')).toMatchObject({
      pair: `${MASTER}>${SLAVE}`,
      subject: { en: `${MASTER} → ${SLAVE}`, zh: `${MASTER} → ${SLAVE}` },
      action: { kind: 'heal', node: MASTER },
    })
    await world.calls['links.heal']({ ...world.on(SLAVE), peer: MASTER })
    expect(await faultsAt(MASTER)).toEqual([])
    await world.cluster.whenFollowing(SLAVE)
  })

  test('acks cut at the slave: the data arrive, only the confirmation is missing', async () => {
    await world.calls['links.break']({ ...world.on(SLAVE), peer: MASTER, kind: 'cut', direction: 'acks' })
    expect(await faultsAt(SLAVE)).toMatchObject([{ peer: MASTER, direction: 'acks' }])
    await send(50)
    await until('the slave has the data', async () => {
      const [master, slave] = [await world.cluster.status(MASTER), await world.cluster.status(SLAVE)]
      return slave.log.writtenOffset === master.log.writtenOffset
    })
    expect(await lagBytes()).toBeGreaterThan(0)
    expect(await world.calls['links.healAll']({ cluster: world.name })).toEqual({ healed: 1 })
    await world.cluster.whenFollowing(SLAVE)
  })

  test('a new fault of a link replaces the old one, also when it was set at the other end', async () => {
    await world.calls['links.break']({ ...world.on(MASTER), peer: SLAVE, kind: 'cut', direction: 'both' })
    await world.calls['links.break']({ ...world.on(SLAVE), peer: MASTER, kind: 'delay', direction: 'data', ms: 40 })
    expect(await faultsAt(MASTER)).toEqual([])
    expect(await faultsAt(SLAVE)).toMatchObject([{ kind: 'delay', direction: 'data', ms: 40 }])
    await world.calls['links.break']({
      ...world.on(SLAVE),
      peer: MASTER,
      kind: 'throttle',
      direction: 'both',
      kbps: 64,
    })
    expect(await faultsAt(SLAVE)).toMatchObject([{ kind: 'throttle', direction: 'both', kbps: 64 }])
    await world.calls['links.healAll']({ cluster: world.name })
  })

  test('a fault lasts over kill -9 and start of its node, and is set at the peer while the node is down', async () => {
    await world.calls['links.break']({ ...world.on(MASTER), peer: SLAVE, kind: 'cut', direction: 'data' })
    const setAtMs = (await faultsAt(MASTER))[0]?.setAtMs
    await world.calls['nodes.kill'](world.on(MASTER))
    await world.calls['nodes.start'](world.on(MASTER))
    expect(await faultsAt(MASTER)).toMatchObject([{ kind: 'cut', direction: 'data', setAtMs }])
    const before = (await world.cluster.status(SLAVE)).log.writtenOffset
    await send(20)
    expect((await world.cluster.status(SLAVE)).log.writtenOffset).toBe(before)
    await world.calls['nodes.kill'](world.on(MASTER))
    await world.calls['links.heal']({ ...world.on(MASTER), peer: SLAVE })
    expect(await faultsAt(MASTER)).toEqual([])
    await world.calls['links.break']({ ...world.on(MASTER), peer: SLAVE, kind: 'cut', direction: 'data' })
    expect(await faultsAt(SLAVE)).toMatchObject([{ peer: MASTER, kind: 'cut', direction: 'data' }])
    await world.calls['links.healAll']({ cluster: world.name })
    await world.calls['nodes.start'](world.on(MASTER))
    await world.cluster.whenComplete()
  })

  test('a fault without its amount, an unknown node and a link to itself are refused, naming the field', async () => {
    const link = { ...world.on(MASTER), peer: SLAVE, direction: 'both' } as const
    const refused = (context: object) => ({ code: 'usage', context: expect.objectContaining(context) as object })
    const attempt = async (input: Parameters<(typeof world.calls)['links.break']>[0]) =>
      world.calls['links.break'](input)
    await expect(attempt({ ...link, kind: 'delay' })).rejects.toMatchObject(refused({ field: 'ms' }))
    await expect(attempt({ ...link, kind: 'throttle' })).rejects.toMatchObject(refused({ field: 'kbps' }))
    await expect(attempt({ ...link, kind: 'cut', peer: 'nobody' })).rejects.toMatchObject(refused({ value: 'nobody' }))
    await expect(attempt({ ...link, kind: 'cut', peer: MASTER })).rejects.toMatchObject(refused({ field: 'peer' }))
  })

  test('a service that was never told goodbye is followed by one that acts on the same processes', async () => {
    const before = world.cluster.recordOf(SLAVE).pid
    // The first service is dropped as kill -9 would: nothing of it is stopped or written.
    await world.openService()
    expect(await stateOf(SLAVE)).toBe('running')
    expect(world.cluster.recordOf(SLAVE).pid).toBe(before)
    await world.calls['nodes.restart'](world.on(SLAVE))
    expect(world.cluster.recordOf(SLAVE).pid).not.toBe(before)
    await world.cluster.whenFollowing(SLAVE)
  })

  test('stop ends all nodes, heals all links and keeps the data; delete wants the name typed', async () => {
    await world.calls['links.break']({ ...world.on(MASTER), peer: SLAVE, kind: 'cut', direction: 'both' })
    await world.calls['clusters.stop']({ cluster: world.name })
    for (const { name } of world.cluster.spec.nodes) expect(await stateOf(name)).toBe('stopped')
    expect(await faultsAt(MASTER)).toEqual([])
    const wrong = async () => world.calls['clusters.delete']({ cluster: world.name, typedName: 'other' })
    await expect(wrong()).rejects.toMatchObject({ context: { field: 'typedName' } })
    expect(world.cluster.lab.exists(world.name)).toBe(true)
    const edits = { key: configEditsKey(world.name) }
    await world.calls['documents.save']({ ...edits, value: {} })
    await world.calls['clusters.delete']({ cluster: world.name, typedName: world.name })
    expect(world.cluster.lab.exists(world.name)).toBe(false)
    expect(await world.calls['documents.load'](edits)).toEqual({ value: null })
    expect(world.home.processes()).toEqual([])
  })
})
