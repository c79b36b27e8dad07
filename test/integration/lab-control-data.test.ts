/** What loses data: the preview tells the loss, a wiped master's slave shows as diverged, and a clone copies everything anew. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findNode } from '../../engine/lab/cluster-spec.ts'
import { ControlWorld } from './support/control-world.ts'
import { Load } from './support/load.ts'
import { until } from './support/until.ts'

const MASTER = 'broker-a'
const SLAVE = 'broker-a-s'

describe('stores of a 2m-2s cluster', () => {
  const world = new ControlWorld()
  let load: Load

  beforeAll(async () => {
    await world.create({ topology: '2m-2s-async' })
    await world.calls['clusters.start']({ cluster: world.name })
    await world.cluster.whenComplete()
    load = new Load(
      { namesrvAddr: world.cluster.namesrvAddr, topic: 'Data', inFlight: 4, sendTimeoutMs: 3000 },
      world.cluster.ports,
    )
    load.send()
    await load.acknowledgedMore(200)
    await load.drained()
    await world.cluster.whenFollowing(SLAVE)
  })
  afterAll(async () => {
    await load.stop()
    await world.remove()
  })

  const typed = (node: string) => ({ ...world.on(node), typedName: node })
  const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])
  const endOf = async (node: string): Promise<number> => (await world.cluster.status(node)).log.writtenOffset

  test('the preview of a fully copied master says that nothing stands only there, and where the copy is', async () => {
    const end = await endOf(MASTER)
    const preview = await world.calls['nodes.wipePreview'](world.on(MASTER))
    expect(preview).toMatchObject({ bytesOnlyHere: 0, messagesOnlyHere: 0, copies: [{ node: SLAVE, maxOffset: end }] })
    expect(preview.storeBytes).toBeGreaterThanOrEqual(end)
    expect(preview.sentence.en).toContain(`also on ${SLAVE}`)
  })

  test('a store takes what lies on the disk, not what its files are long', async () => {
    const { storedBytes, totalBytes } = await world.calls['store.node'](world.on(MASTER))
    expect(storedBytes).toBeGreaterThan(await endOf(MASTER))
    // Logs and queues are laid out ahead.
    expect(storedBytes).toBeLessThan(totalBytes ?? 0)
  })

  test('what the slave has not got is counted as lost', async () => {
    await world.calls['links.break']({ ...world.on(MASTER), peer: SLAVE, kind: 'cut', direction: 'data' })
    const copied = await endOf(SLAVE)
    load.send()
    await load.acknowledgedMore(50)
    await load.drained()
    const preview = await world.calls['nodes.wipePreview'](world.on(MASTER))
    expect(preview.bytesOnlyHere).toBe((await endOf(MASTER)) - copied)
    expect(preview.sentence.en).toContain(`stand only on ${MASTER} and are lost`)
    await world.calls['links.healAll']({ cluster: world.name })
    await world.cluster.whenFollowing(SLAVE)
  })

  test('a wipe wants the name typed, and a NameServer has nothing to wipe', async () => {
    const wipe = async (node: string, typedName: string) =>
      world.calls['nodes.wipe']({ ...world.on(node), typedName, startAgain: true })
    await expect(wipe(MASTER, 'broker-b')).rejects.toMatchObject({ context: { field: 'typedName', expected: MASTER } })
    await expect(wipe('n1', 'n1')).rejects.toMatchObject({ code: 'usage' })
    expect(await endOf(MASTER)).toBeGreaterThan(0)
  })

  test('a store that leads somewhere else is not touched', async () => {
    const store = world.cluster.storeFolder(SLAVE)
    const elsewhere = join(world.home.folder, 'elsewhere')
    await world.calls['nodes.stop'](world.on(SLAVE))
    renameSync(store, `${store}-kept`)
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'precious'), 'x')
    symlinkSync(elsewhere, store)
    const wipe = async () => world.calls['nodes.wipe']({ ...typed(SLAVE), startAgain: false })
    await expect(wipe()).rejects.toMatchObject({ code: 'refused', context: { node: SLAVE, found: elsewhere } })
    expect(readdirSync(elsewhere)).toEqual(['precious'])
    rmSync(store)
    renameSync(`${store}-kept`, store)
    await world.calls['nodes.start'](world.on(SLAVE))
    await world.cluster.whenFollowing(SLAVE)
  })

  test('a wiped master starts empty; its slave shows as diverged with both offsets and keeps its copy', async () => {
    const end = await endOf(SLAVE)
    await world.calls['nodes.wipe']({ ...typed(MASTER), startAgain: true })
    expect(await world.lastHappening('node-wiped')).toMatchObject({
      node: MASTER,
      tone: 'fault',
      sentence: { en: expect.stringContaining(SLAVE) as string },
    })
    expect(await endOf(MASTER)).toBeLessThan(end)
    const status = await until('the slave says that it is diverged', async () => {
      const { replication } = (await world.cluster.status(SLAVE)) as unknown as {
        replication: { state: string; divergence?: { slaveOffset: number; masterOffset: number } }
      }
      return replication.state === 'diverged' && replication
    })
    expect(status.divergence).toMatchObject({ slaveOffset: end })
    expect(status.divergence?.masterOffset).toBeLessThan(end)
    expect((await world.cluster.status(MASTER)).slaves).toMatchObject([{ state: 'diverged', isInSync: false }])
    expect(await endOf(SLAVE)).toBe(end)
  })

  test('a clone without a master would lose the last copy and is refused', async () => {
    await world.calls['nodes.stop'](world.on(MASTER))
    const clone = async () => world.calls['nodes.clone'](typed(SLAVE))
    await expect(clone()).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(MASTER) as string })
    expect(filesIn(join(world.cluster.storeFolder(SLAVE), 'commitlog'))).not.toEqual([])
    await world.calls['nodes.start'](world.on(MASTER))
    const cloneMaster = async () => world.calls['nodes.clone'](typed(MASTER))
    await expect(cloneMaster()).rejects.toMatchObject({ code: 'usage' })
  })

  test('a clone copies everything from the master and follows it', async () => {
    load.send()
    await load.acknowledgedMore(50)
    await load.drained()
    const config = join(world.cluster.storeFolder(SLAVE), '..', 'conf')
    const before = readdirSync(config)
    await world.calls['nodes.clone'](typed(SLAVE))
    await world.cluster.whenFollowing(SLAVE)
    expect(await endOf(SLAVE)).toBe(await endOf(MASTER))
    expect(readdirSync(config)).toEqual(before)
    expect(await world.lastHappening('node-cloned')).toMatchObject({ node: SLAVE, pair: `${MASTER}>${SLAVE}` })
  })

  test('a wiped slave that is not started again stays empty and down', async () => {
    await world.calls['nodes.wipe']({ ...typed(SLAVE), startAgain: false })
    expect(filesIn(world.cluster.storeFolder(SLAVE))).toEqual([])
    const { lab, spec } = world.cluster
    expect((await lab.observeNode(spec, findNode(spec, SLAVE))).state).toBe('stopped')
  })

  test('mqlab wipes and clones too, and wants --yes', async () => {
    const run = (...args: string[]) => world.home.mqlab(...args, '--name', world.name)
    await world.calls['nodes.start'](world.on(SLAVE))
    await world.cluster.whenFollowing(SLAVE)
    const refused = await run('wipe', SLAVE, '--lang', 'zh')
    expect(refused).toMatchObject({ exitCode: 2, stderr: `wipe 会清空 ${SLAVE} 的存储：确认请加 --yes\n` })
    expect(filesIn(world.cluster.storeFolder(SLAVE))).not.toEqual([])
    expect(await run('wipe', SLAVE, '--yes')).toMatchObject({ exitCode: 0 })
    expect(filesIn(world.cluster.storeFolder(SLAVE))).toEqual([])
    expect(await run('clone', SLAVE, '--yes')).toMatchObject({ exitCode: 0 })
    await world.cluster.whenFollowing(SLAVE)
    expect(await run('clone', MASTER, '--yes')).toMatchObject({ exitCode: 2 })
  })
})
