/**
 * Configuration of an attached Apache cluster: its files are made of what it runs with, changes are updates that are read back, and
 * what Apache takes at start only is told with the line to write.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApplyState, NodeText } from '../../engine/contract/config-api.ts'
import { withKey } from '../integration/support/apply-world.ts'
import { ControlWorld } from '../integration/support/control-world.ts'
import { StreamWindow } from '../integration/support/stream-window.ts'
import { until } from '../integration/support/until.ts'
import { clusterFixture } from './harness.ts'

const fixture = clusterFixture('interop config-apply', (lib) => ({
  label: 'config-apply',
  nameServers: 1,
  nameServerEngine: 'apache',
  apacheLib: lib,
  brokers: [
    { node: 'broker-a', brokerName: 'broker-a', brokerId: 0, engine: 'apache' },
    { node: 'broker-a-s', brokerName: 'broker-a', brokerId: 1, engine: 'apache' },
  ],
}))
const CLUSTER = { cluster: 'apache' }

describe.skipIf(fixture.lib === undefined)('the configuration of an attached Apache cluster', () => {
  const world = new ControlWorld()

  beforeAll(async () => {
    await world.openService()
    await world.calls['clusters.attach']({
      name: CLUSTER.cluster,
      namesrvAddr: fixture.cluster.nameServers,
      isWritable: true,
    })
  })

  afterAll(() => world.remove())

  const files = async (): Promise<NodeText[]> =>
    (await world.calls['config.files'](CLUSTER)).files.map(({ node, text }) => ({ node, text: text ?? '' }))

  const running = async (node: string): Promise<ReadonlyMap<string, string>> =>
    new Map((await world.calls['config.files'](CLUSTER)).files.find((file) => file.node === node)?.running)

  const apply = async (changed: readonly NodeText[]): Promise<ApplyState> => {
    const { planKey } = await world.calls['config.plan']({ ...CLUSTER, files: [...changed] })
    const { version } = await world.calls['config.apply']({ ...CLUSTER, files: [...changed], note: '', planKey })
    const stream = new StreamWindow<ApplyState>()
    const close = await world.calls['config.applying'](CLUSTER, stream)
    const isEnd = (state: ApplyState): boolean => state.version === version && state.endedAtMs !== null
    const ended = await until('the apply has ended', () => stream.items.find(isEnd), 30_000)
    close()
    return ended
  }

  test('a text made of what it runs with changes nothing when it is applied', async () => {
    const made = await files()
    expect(made.map(({ node }) => node)).toEqual(['n1', 'broker-a', 'broker-a-s'])
    for (const { text } of made) expect(text).toMatch(/^# What /)
    const plan = await world.calls['config.plan']({ ...CLUSTER, files: made })
    expect({ changes: plan.changes, steps: plan.steps }).toEqual({ changes: [], steps: [] })
  })

  test('hot keys of brokers and of the name server are updated and read back', async () => {
    const changed = (await files()).map(({ node, text }) => ({
      node,
      text: node === 'n1' ? withKey(text, 'orderMessageEnable', 'true') : withKey(text, 'fileReservedTime', '48'),
    }))
    expect(await apply(changed)).toMatchObject({ state: 'done', problem: null })
    expect((await running('broker-a')).get('fileReservedTime')).toBe('48')
    expect((await running('broker-a-s')).get('fileReservedTime')).toBe('48')
    expect((await running('n1')).get('orderMessageEnable')).toBe('true')
  })

  test('a removed key gets its default', async () => {
    const changed = (await files()).map(({ node, text }) => ({
      node,
      text: text.replace(/^fileReservedTime=.*\n/m, ''),
    }))
    expect(await apply(changed)).toMatchObject({ state: 'done', problem: null })
    expect((await running('broker-a')).get('fileReservedTime')).toBe('72')
  })

  test('what is read at start only is not sent, and told with the line to write', async () => {
    const own = (await files()).find(({ node }) => node === 'broker-a') as NodeText
    const changed = [{ node: 'broker-a', text: withKey(own.text, 'flushDiskType', 'SYNC_FLUSH') }]
    const plan = await world.calls['config.plan']({ ...CLUSTER, files: changed })
    expect(plan.steps).toEqual([])
    const told = plan.problems.find(({ id }) => id === 'attached-restart')
    expect(told?.fix?.en).toBe('Write flushDiskType=SYNC_FLUSH into its file and restart it there.')
  })
})
