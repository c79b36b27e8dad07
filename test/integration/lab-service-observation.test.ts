/** The lab service watching a real 2m-2s cluster from a process of its own: what it shows, how soon, and what survives it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readProcessUsage } from '../../engine/node/node-process.ts'
import { LabCluster } from './support/lab-cluster.ts'
import { LabHome } from './support/lab-home.ts'
import { LabServiceProcess } from './support/lab-service-process.ts'
import { until } from './support/until.ts'

const home = new LabHome()
let cluster: LabCluster
let service: LabServiceProcess

beforeAll(async () => {
  cluster = await LabCluster.create(home, { topology: '2m-2s-async' })
  await cluster.up()
  service = await LabServiceProcess.start(home.folder)
})

afterAll(async () => {
  await service.kill()
  await home.remove()
})

const PAIR = 'broker-a>broker-a-s'

describe('a cluster that runs', () => {
  test('is shown complete in the first snapshot', async () => {
    await until('both pairs are in sync', () => [...service.pairs.values()].every(({ state }) => state === 'in-sync'))
    expect([...service.clusters.keys()]).toEqual([cluster.spec.name])
    expect([...service.nodes.keys()].sort()).toEqual(['broker-a', 'broker-a-s', 'broker-b', 'broker-b-s', 'n1', 'n2'])
    expect([...service.nodes.values()].map(({ state }) => state)).toEqual(Array(6).fill('running'))
    expect([...service.groups.values()].map(({ state }) => state)).toEqual(['writable', 'writable'])
    const broker = service.nodes.get('broker-a')
    expect(broker?.registrations).toHaveLength(2)
    for (const registration of broker?.registrations ?? []) {
      expect(registration.isRegistered).toBe(true)
      expect(Date.now() - (registration.lastHeartbeatAtMs ?? 0)).toBeLessThan(60_000)
    }
    expect(service.nodes.get('n1')?.figures.registeredBrokers).toBe(4)
    expect(service.happenings.map(({ kind }) => kind)).toContain('cluster-adopted')
  })

  test('costs little and pushes next to nothing at rest', async () => {
    await sleep(2000)
    const entities = (): number => (service.pushed.get('node') ?? 0) + (service.pushed.get('pair') ?? 0)
    const polls = (): number => service.pushed.get('polled') ?? 0
    const before = { usage: readProcessUsage(service.pid), pushed: entities(), polls: polls() }
    const restMs = 10_000
    await sleep(restMs)
    const after = readProcessUsage(service.pid)
    const percent = (((after?.cpuMs ?? NaN) - (before.usage?.cpuMs ?? NaN)) * 100) / restMs
    const pushed = entities() - before.pushed
    console.info(`lab service at rest, 6 nodes: ${percent.toFixed(1)}% of a core, ${pushed} entities pushed in 10 s`)
    expect(polls() - before.polls).toBeGreaterThanOrEqual(8)
    expect(pushed).toBeLessThan(60)
    expect(percent).toBeLessThan(15)
  })
})

describe('what goes wrong', () => {
  test('a killed master makes its group read-only within 3 s, with the reason, and it comes back', async () => {
    const killedMs = Date.now()
    cluster.killNow('broker-a')
    await until('the group is read-only', () => service.groups.get('broker-a')?.state === 'read-only', 3000)
    expect(Date.now() - killedMs).toBeLessThan(3000)
    expect(service.groups.get('broker-a')?.reason?.en).toBe(
      'broker-a is down: nothing can be written to group broker-a, slave broker-a-s serves what it has.',
    )
    await until('the node is shown as crashed', () => service.nodes.get('broker-a')?.state === 'crashed', 3000)
    expect(service.pairs.get(PAIR)).toMatchObject({ state: 'broken' })
    expect(service.happenings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['node-crashed', 'group-read-only']),
    )
    await cluster.start('broker-a')
    await cluster.whenFollowing('broker-a-s')
    await until('the group takes messages', () => service.groups.get('broker-a')?.state === 'writable')
    await until('the pair is in sync', () => service.pairs.get(PAIR)?.state === 'in-sync')
  })

  test('a cut link is violet, says which direction, and heals', async () => {
    await cluster.fault('broker-a', 'broker-a-s', { kind: 'cut', direction: 'out' })
    await until('the pair is cut', () => service.pairs.get(PAIR)?.state === 'cut', 3000)
    expect(service.pairs.get(PAIR)?.reason?.en).toContain('what the master sends')
    expect([...service.faults.values()]).toMatchObject([{ node: 'broker-a', peer: 'broker-a-s', direction: 'data' }])
    await cluster.fault('broker-a', 'broker-a-s', { kind: 'heal', direction: 'both' })
    await until('the pair is in sync again', () => service.pairs.get(PAIR)?.state === 'in-sync')
    expect(service.faults.size).toBe(0)
  })

  test('a frozen node is told as frozen, and an act outside the window is told once', async () => {
    await cluster.pause('broker-b-s')
    await until('it is frozen', () => service.nodes.get('broker-b-s')?.health === 'frozen', 3000)
    expect(service.nodes.get('broker-b-s')?.isOnPurpose).toBe(true)
    await until('it is told', () => service.happenings.some(({ kind }) => kind === 'node-frozen'), 10_000)
    await cluster.resume('broker-b-s')
    await until('it runs', () => service.nodes.get('broker-b-s')?.health === 'running')
    expect(service.happenings.filter(({ kind }) => kind === 'node-frozen')).toHaveLength(1)
  })
})

describe('an attached cluster', () => {
  test('shows nodes, pairs and groups by the protocol alone, and nothing of processes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mqit-attached-'))
    const second = await LabServiceProcess.start(folder)
    try {
      const attach = { name: 'watched', namesrvAddr: cluster.namesrvAddr, isWritable: false }
      await second.call('clusters.attach', attach)
      await until('all nodes are seen', () => second.nodes.size === 6)
      await until(
        'both pairs are in sync',
        () => second.pairs.size === 2 && [...second.pairs.values()].every(({ state }) => state === 'in-sync'),
      )
      expect([...second.groups.values()].map(({ state }) => state)).toEqual(['writable', 'writable'])
      const master = [...second.nodes.values()].find(({ name }) => name === 'broker-a')
      expect(master).toMatchObject({ isOurs: false, pid: null, state: 'running', brokerRole: 'ASYNC_MASTER' })
      expect(second.pairs.get(PAIR)).toMatchObject({ isLagMsEstimate: true, lagBytes: 0 })
      await expect(second.call('nodes.kill', { cluster: 'watched', node: 'broker-a' })).rejects.toThrow(
        /not ours|attached/,
      )
    } finally {
      await second.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('that moved is found at its new address; where nobody answers it is not looked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mqit-moved-'))
    let second = await LabServiceProcess.start(folder)
    const moved = 'moved'
    const [first = ''] = cluster.namesrvAddr.split(';')
    try {
      await second.call('clusters.attach', { name: moved, namesrvAddr: cluster.namesrvAddr, isWritable: false })
      await until('all nodes are seen', () => second.nodes.size === 6)
      await expect(
        second.call('clusters.changeAddress', { cluster: moved, namesrvAddr: '127.0.0.1:1' }),
      ).rejects.toThrow(/No NameServer answers at 127\.0\.0\.1:1/)
      expect(second.clusters.get(moved)?.namesrvAddr).toBe(cluster.namesrvAddr)
      await second.call('clusters.changeAddress', { cluster: moved, namesrvAddr: first })
      await until('it is read from one NameServer', () => second.nodes.size === 5)
      expect(second.clusters.get(moved)?.namesrvAddr).toBe(first)
      expect((await second.call('clusters.tryNow', { cluster: moved })).brokers).toBeGreaterThan(0)
      const behind = { ms: 50, bytes: 4096, forMs: 0 }
      await second.call('clusters.setBehind', { cluster: moved, behind })
      await second.kill()
      second = await LabServiceProcess.start(folder)
      await until('it is known again', () => second.clusters.get(moved)?.namesrvAddr === first)
      expect(second.clusters.get(moved)?.behind).toEqual(behind)
    } finally {
      await second.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('kill -9 of the service', () => {
  test('changes no state and loses no history', async () => {
    await until('samples are there', async () => {
      const { atMs } = await service.call('history.read', { cluster: cluster.spec.name, sinceMs: 0 })
      return atMs.length > 5
    })
    // What the service wrote when it was last seen, every 5 s.
    await sleep(6000)
    const before = {
      history: await service.call('history.read', { cluster: cluster.spec.name, sinceMs: 0 }),
      nodes: new Map(service.nodes),
      happenings: service.happenings.map(({ id }) => id),
    }
    await service.kill()
    await sleep(1500)
    service = await LabServiceProcess.start(home.folder)
    for (const [name, node] of before.nodes) {
      const { state, health, pid, startedAtMs, sinceMs } = node
      expect(service.nodes.get(name)).toMatchObject({ state, health, pid, startedAtMs, sinceMs })
    }
    const known = new Set(service.happenings.map(({ id }) => id))
    expect(before.happenings.filter((id) => !known.has(id))).toEqual([])
    const history = await service.call('history.read', { cluster: cluster.spec.name, sinceMs: 0 })
    const kept = before.history.atMs.filter((atMs) => history.atMs.includes(atMs))
    // The last two seconds may not have been written.
    expect(kept.length).toBeGreaterThanOrEqual(before.history.atMs.length - 3)
    const adopted = service.happenings.findLast(({ kind }) => kind === 'cluster-adopted')
    expect(adopted?.sentence.en).toMatch(/was found again: 6 nodes ran on while the lab service was away for \d+ s/)
  })
})
