import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EngineError } from '../../../../../engine/base/errors.ts'
import type { ClusterDraft } from '../../../../../engine/contract/new-cluster-api.ts'
import type { Host } from '../../../../../engine/lab/hosts/host.ts'
import { Lab } from '../../../../../engine/lab/lab.ts'
import type { NewHappening, ServiceContext } from '../../../../../engine/lab/service/context.ts'
import { makeDrafts } from '../../../../../engine/lab/service/drafts/drafts.ts'
import { portablePath } from '../../../../../engine/node/node-file-system.ts'
import { nodePorts } from '../../../../../engine/node/ports.ts'
import { changed, shapeOf } from '../../draft-support.ts'

/** A lab in a folder of its own, on a machine whose ports and programs the test decides. */
class World {
  readonly home = portablePath(mkdtempSync(join(tmpdir(), 'mqlab-drafts-')))
  readonly busyPorts = new Map<number, { pid: number; program: string }>()
  readonly probed: number[] = []
  readonly happenings: NewHappening[] = []
  readonly started: string[] = []
  nowMs = 0
  readonly lab: Lab
  readonly context: ServiceContext

  constructor() {
    const ports = nodePorts({ logName: 'test' })
    const host = {
      fs: ports.fs,
      clock: { nowMs: () => this.nowMs, monotonicMs: () => this.nowMs },
      timers: ports.timers,
      isPortFree: (_host: string, port: number) => {
        this.probed.push(port)
        return Promise.resolve(!this.busyPorts.has(port))
      },
      portOwner: ({ port }: { port: number }) => Promise.resolve(this.busyPorts.get(port)),
    } as unknown as Host
    this.lab = new Lab(this.home, host)
    this.context = {
      lab: this.lab,
      host,
      log: ports.log,
      machine: () => ({
        name: 'test',
        platform: 'linux',
        cores: 2,
        memoryBytes: 2 ** 34,
        freeMemoryBytes: 2 ** 33,
        diskBytes: 2 ** 40,
        freeDiskBytes: 2 ** 39,
        home: this.home,
      }),
      clusters: { names: () => this.lab.clusterNames() },
      happenings: { add: (what: NewHappening) => this.happenings.push(what) },
      observed: {
        heads: () => [],
        refresh: () => Promise.resolve(),
      },
    } as unknown as ServiceContext
  }

  readonly start = (cluster: string): Promise<void> => {
    this.started.push(cluster)
    return Promise.reject(new EngineError('refused', `${cluster} did not start`))
  }
}

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  rmSync(world.home, { recursive: true, force: true })
})

async function proposed(): Promise<ClusterDraft> {
  return (await makeDrafts(world.context, world.start).handlers['draft.propose']({ shape: shapeOf() })).draft
}

describe('draft.propose', () => {
  test('goes around ports that programs have, wherever they sit', async () => {
    world.busyPorts.set(10_912, { pid: 1, program: 'x' }).set(20_042, { pid: 1, program: 'x' })
    const draft = await proposed()
    expect(draft.nodes[0]?.listenPort).toBe(20_200)
  })

  test('never probes the ports of another cluster: a node could be starting there', async () => {
    const { handlers } = makeDrafts(world.context, world.start)
    await handlers['clusters.create']({ draft: await proposed(), start: false })
    world.probed.length = 0
    const second = await makeDrafts(world.context, world.start).handlers['draft.propose']({ shape: shapeOf() })
    expect(world.probed).not.toContain(9876)
    expect(world.probed).not.toContain(10_911)
    expect(second.draft.name).toBe('2m-2s-async-2')
    expect(second.draft.nodes[0]?.listenPort).toBe(20_000)
  })
})

describe('draft.check', () => {
  test('names the program that has a port, and its fix leads to ports that were looked at', async () => {
    const { handlers } = makeDrafts(world.context, world.start)
    const draft = await proposed()
    for (const port of [10_911, 10_951]) world.busyPorts.set(port, { pid: 1032, program: 'nginx' })
    const { findings, fixedDraft } = await handlers['draft.check']({ draft })
    expect(findings[0]).toMatchObject({ rule: 'port-taken', node: 'broker-a' })
    expect(findings[0]?.detail.en).toContain('pid 1032 (nginx)')
    expect(fixedDraft?.nodes.find((node) => node.name === 'broker-a')?.listenPort).toBe(10_961)
  })

  test('a second check within two seconds probes changed ports only, a later one all', async () => {
    const { handlers } = makeDrafts(world.context, world.start)
    const draft = await proposed()
    await handlers['draft.check']({ draft })
    world.probed.length = 0
    await handlers['draft.check']({ draft: changed(draft, 'broker-a', { listenPort: 15_000 }) })
    expect(world.probed.sort()).toEqual([14_998, 15_000, 15_001])
    world.nowMs = 3000
    world.probed.length = 0
    await handlers['draft.check']({ draft })
    expect(world.probed.length).toBe(14)
  })
})

describe('clusters.create', () => {
  test('writes what the preview showed, and tells it', async () => {
    const { handlers } = makeDrafts(world.context, world.start)
    const draft = changed(await proposed(), 'broker-a', { folder: `${world.home}/elsewhere` })
    const { preview } = await handlers['draft.check']({ draft })
    expect(await handlers['clusters.create']({ draft, start: false })).toEqual({ cluster: '2m-2s-async' })
    for (const file of preview.files) expect(readFileSync(file.path, 'latin1')).toBe(file.text)
    const spec = world.lab.load('2m-2s-async')
    expect(spec.nodes.map((node) => node.machine)).toEqual(['host-1', 'host-2', 'host-1', 'host-2', 'host-2', 'host-1'])
    expect(spec.nodes.find((node) => node.name === 'broker-a')?.storeFolder).toBe(`${world.home}/elsewhere`)
    expect(world.happenings.map((each) => each.kind)).toEqual(['cluster-created'])
    expect(world.started).toEqual([])
  })

  test('refuses while the doctor finds errors, names the first, and writes nothing', async () => {
    const { handlers } = makeDrafts(world.context, world.start)
    const draft = changed(await proposed(), 'broker-b-s', { listenPort: 10_913 })
    await expect(handlers['clusters.create']({ draft, start: true })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('broker-b-s would not start') as unknown,
      zh: expect.stringContaining('将无法启动') as unknown,
    })
    expect(world.lab.clusterNames()).toEqual([])
  })

  test('two at once: the second of one name is refused', async () => {
    const { handlers } = makeDrafts(world.context, world.start)
    const draft = await proposed()
    const both = await Promise.allSettled([
      handlers['clusters.create']({ draft, start: false }),
      handlers['clusters.create']({ draft, start: false }),
    ])
    expect(both.map((each) => each.status)).toEqual(['fulfilled', 'rejected'])
  })

  test('answers once the files are written, however the start ends', async () => {
    const { handlers } = makeDrafts(world.context, world.start)
    expect(await handlers['clusters.create']({ draft: await proposed(), start: true })).toEqual({
      cluster: '2m-2s-async',
    })
    expect(world.started).toEqual(['2m-2s-async'])
    expect(world.lab.clusterNames()).toEqual(['2m-2s-async'])
  })
})
