/** What goes wrong says what happened to which node, why and what to do, and leaves everything else running. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BrokerSpec } from '../../engine/lab/cluster-spec.ts'
import { findNode } from '../../engine/lab/cluster-spec.ts'
import { isProcessAlive } from '../../engine/node/node-process.ts'
import { ControlWorld } from './support/control-world.ts'
import { until } from './support/until.ts'

const MASTER = 'broker-a'
const SLAVE = 'broker-a-s'

describe('a 2m-2s-async cluster that meets trouble', () => {
  const world = new ControlWorld()

  beforeAll(async () => {
    await world.create({ topology: '2m-2s-async' })
  })
  afterAll(() => world.remove())

  const viewOf = (node: string) => world.cluster.lab.observeNode(world.cluster.spec, findNode(world.cluster.spec, node))
  const specOf = (node: string): BrokerSpec => findNode(world.cluster.spec, node) as BrokerSpec
  const configOf = (node: string): string => world.cluster.lab.paths.node(world.name, node).configFile
  const recordOf = (node: string): string => world.cluster.lab.paths.node(world.name, node).recordFile

  async function withPort<T>(port: number, host: string, work: () => T | Promise<T>): Promise<T> {
    const server: Server = createServer()
    await new Promise<void>((resolve) => server.listen(port, host, resolve))
    try {
      return await work()
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  }

  test.runIf(process.platform === 'linux')(
    'a taken port: the others start, and the sentence names node, port, owner and a free port',
    async () => {
      const { listenPort, host } = specOf(MASTER)
      const error = await withPort(listenPort, host, () =>
        rejection(world.calls['clusters.start']({ cluster: world.name })),
      )
      expect(error).toMatchObject({
        code: 'refused',
        message: expect.stringContaining(
          `${MASTER} did not start: port ${listenPort} belongs to pid ${process.pid}`,
        ) as string,
        zh: expect.stringContaining(`端口 ${listenPort} 被 pid ${process.pid}`) as string,
        context: { node: MASTER, reason: 'port-taken', key: 'listenPort', pid: process.pid },
      })
      const { alternative } = error.context as { alternative: number }
      expect(error.message).toContain(`Use ${alternative} as listenPort`)
      await withPort(alternative, host, () => Promise.resolve())
      expect((await viewOf('n1')).state).toBe('running')
      expect((await viewOf(SLAVE)).state).toBe('running')
      expect((await viewOf(MASTER)).state).toBe('stopped')
      expect(await world.lastHappening('failure')).toMatchObject({
        node: MASTER,
        tone: 'bad',
        action: { kind: 'open-logs' },
      })
      await world.calls['nodes.start'](world.on(MASTER))
    },
  )

  test.runIf(process.platform === 'linux')('the port for replication and every address count too', async () => {
    await world.calls['nodes.stop'](world.on(MASTER))
    const { haListenPort } = specOf(MASTER)
    const start = () => rejection(world.calls['nodes.start'](world.on(MASTER)))
    expect(await withPort(haListenPort, '0.0.0.0', start)).toMatchObject({
      context: { port: haListenPort, key: 'haListenPort', pid: process.pid },
    })
    expect(await withPort(haListenPort, '::', start)).toMatchObject({ context: { pid: process.pid } })
    await world.calls['nodes.start'](world.on(MASTER))
  })

  test('a start that fails three times says so, with the node’s own reason in both languages; nothing is lost', async () => {
    await world.calls['nodes.stop'](world.on(SLAVE))
    const good = readFileSync(configOf(SLAVE), 'latin1')
    appendFileSync(configOf(SLAVE), '\nbrokerId=0\n')
    const start = () => rejection(world.calls['nodes.start'](world.on(SLAVE)))
    const first = await start()
    expect(first.message).toMatch(/broker-a-s did not start: .*brokerId/)
    expect(first.message).not.toContain('in a row')
    expect(first.zh).toMatch(/broker-a-s 启动失败：.*解决办法/)
    await start()
    expect(await start()).toMatchObject({
      message: expect.stringContaining('failed to start 3 times in a row') as string,
      context: { failedStarts: 3 },
    })
    writeFileSync(configOf(SLAVE), good, 'latin1')
    await world.calls['nodes.start'](world.on(SLAVE))
    await world.cluster.whenFollowing(SLAVE)
    await world.calls['nodes.stop'](world.on(SLAVE))
    appendFileSync(configOf(SLAVE), '\nbrokerId=0\n')
    expect((await start()).context).toMatchObject({ failedStarts: 1 })
    writeFileSync(configOf(SLAVE), good, 'latin1')
    await world.calls['nodes.start'](world.on(SLAVE))
  })

  test('a node that was killed by somebody else stays down as crashed until it is started', async () => {
    const { pid } = world.cluster.recordOf(SLAVE)
    process.kill(pid, 'SIGKILL')
    await until('the slave is dead', () => !isProcessAlive(pid))
    expect((await viewOf(SLAVE)).state).toBe('crashed')
    await world.calls['nodes.start'](world.on(SLAVE))
    expect((await viewOf(SLAVE)).state).toBe('running')
  })

  test('two starts at once give one process', async () => {
    await world.calls['nodes.stop'](world.on(SLAVE))
    const [here, there] = await Promise.allSettled([
      world.calls['nodes.start'](world.on(SLAVE)),
      world.home.mqlab('start', SLAVE, '--name', world.name),
    ])
    expect(here.status).toBe('fulfilled')
    expect(there).toMatchObject({ status: 'fulfilled', value: { exitCode: 0 } })
    expect(world.home.processes()).toHaveLength(6)
    expect(isProcessAlive(world.cluster.recordOf(SLAVE).pid)).toBe(true)
  })

  test.runIf(process.platform === 'linux')(
    'an unreadable node.json is moved aside; the living node is found by its ports and never started twice',
    async () => {
      const { pid } = world.cluster.recordOf(MASTER)
      const text = readFileSync(recordOf(MASTER), 'utf8')
      writeFileSync(recordOf(MASTER), text.slice(0, text.length / 2))
      const view = await viewOf(MASTER)
      expect(view).toMatchObject({ state: 'stopped', holder: { pid } })
      expect(view.problem?.en).toMatch(/^node.json of broker-a cannot be read \(line \d+\). Its data are untouched/)
      expect(existsSync(`${recordOf(MASTER)}.bad`)).toBe(true)
      expect(existsSync(recordOf(MASTER))).toBe(false)
      expect(await rejection(world.calls['nodes.start'](world.on(MASTER)))).toMatchObject({ context: { pid } })
      const wipe = world.calls['nodes.wipe']({ ...world.on(MASTER), typedName: MASTER, startAgain: false })
      expect(await rejection(wipe)).toMatchObject({ code: 'refused', context: { pid } })
      const remove = world.calls['clusters.delete']({ cluster: world.name, typedName: world.name })
      expect(await rejection(remove)).toMatchObject({ code: 'refused', context: { pid } })
      expect(isProcessAlive(pid)).toBe(true)
      process.kill(pid, 'SIGTERM')
      await until('the node has ended', () => !isProcessAlive(pid))
      await world.calls['clusters.start']({ cluster: world.name })
      expect((await viewOf(MASTER)).problem).toBeUndefined()
      await world.cluster.whenComplete()
    },
  )

  test('an address without a NameServer is refused with what to check, a name that exists too', async () => {
    const attach = async (name: string, namesrvAddr: string) =>
      world.calls['clusters.attach']({ name, namesrvAddr, isWritable: false })
    const { listenPort } = specOf(SLAVE)
    expect(await rejection(attach('other', '127.0.0.1:1'))).toMatchObject({
      code: 'connect-failed',
      message: expect.stringContaining('127.0.0.1:1') as string,
      context: { field: 'namesrvAddr' },
    })
    expect(await rejection(attach('other', `127.0.0.1:${listenPort}`))).toMatchObject({ code: 'connect-failed' })
    expect(await rejection(attach(world.name, world.cluster.namesrvAddr))).toMatchObject({ context: { field: 'name' } })
  })

  test('an attached cluster is read, its processes are not touched, and writes wait for permission', async () => {
    await world.calls['clusters.attach']({ name: 'foreign', namesrvAddr: world.cluster.namesrvAddr, isWritable: false })
    const foreign = { cluster: 'foreign', node: MASTER }
    expect(await rejection(async () => world.calls['nodes.kill'](foreign))).toMatchObject({ code: 'unsupported' })
    expect(await rejection(async () => world.calls['clusters.stop']({ cluster: 'foreign' }))).toMatchObject({
      code: 'unsupported',
    })
    const create = async () =>
      world.calls['topics.save']({
        cluster: 'foreign',
        topic: 'Foreign',
        readQueues: 1,
        writeQueues: 1,
        perm: 6,
        brokers: [MASTER],
      })
    expect(await rejection(create)).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('reading only') as string,
    })
    expect(
      await rejection(async () =>
        world.calls['clusters.changeAddress']({ cluster: world.name, namesrvAddr: world.cluster.namesrvAddr }),
      ),
    ).toMatchObject({ code: 'usage', message: expect.stringContaining("the lab's own") as string })
    await world.calls['clusters.allowWrites']({ cluster: 'foreign', isWritable: true })
    await world.openService()
    await world.calls['clusters.delete']({ cluster: 'foreign', typedName: 'foreign' })
    expect((await viewOf(MASTER)).state).toBe('running')
  })
})

interface Rejection {
  readonly code: string
  readonly message: string
  readonly zh: string
  readonly context: object
}

/** What a call was refused with, whether it threw at once or later. */
async function rejection(call: unknown): Promise<Rejection> {
  try {
    await (typeof call === 'function' ? (call as () => unknown)() : call)
  } catch (error) {
    return error as Rejection
  }
  throw new Error('the call was not refused')
}
