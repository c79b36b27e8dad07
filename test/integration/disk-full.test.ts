/** A full disk under a real broker: messages are refused with the reason, nothing acknowledged is lost, and room mends it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ClientInstance } from '../../engine/client/client-instance.ts'
import { Producer } from '../../engine/client/producer.ts'
import { findNode } from '../../engine/lab/cluster-spec.ts'
import { RpcClient } from '../../engine/remoting/rpc-client.ts'
import { ControlWorld } from './support/control-world.ts'
import { bodyOf, foundIn, Load, missingFrom } from './support/load.ts'
import { readTopic } from './support/queue-reader.ts'
import { until } from './support/until.ts'

const BROKER = 'broker-a'
const TOPIC = 'Full'
const QUEUES = 4
const DISK_BYTES = 4_000_000

describe('a broker whose disk is full', () => {
  const world = new ControlWorld()
  let acknowledged: ReadonlySet<string>

  beforeAll(async () => {
    await world.create({ topology: 'single', filePort: `full:${DISK_BYTES}` })
    await world.calls['clusters.start']({ cluster: world.name })
    await world.cluster.whenComplete()
    const { namesrvAddr, ports } = world.cluster
    const load = new Load({ namesrvAddr, topic: TOPIC, inFlight: 8, sendTimeoutMs: 1000 }, ports)
    load.send()
    await until('messages are refused', () => load.others.has('refused'), 30_000)
    await load.stop()
    acknowledged = load.acknowledged
  })
  afterAll(() => world.remove())

  const statusOf = async () => {
    const { lab, spec } = world.cluster
    return (await lab.observeNode(spec, findNode(spec, BROKER))).status
  }

  /** What one send is answered. */
  async function sendOnce(): Promise<unknown> {
    const { namesrvAddr, ports } = world.cluster
    const producer = new Producer(new ClientInstance({ namesrvAddr }, ports), { group: 'PID_once', retryTimes: 0 })
    producer.start()
    try {
      return await producer.send({ topic: TOPIC, body: bodyOf('k000000000') })
    } catch (error) {
      return error
    } finally {
      await producer.shutdown()
    }
  }

  test('refuses messages with the reason and tells the lab', async () => {
    expect(acknowledged.size).toBeGreaterThan(500)
    expect(await sendOnce()).toMatchObject({
      code: 'refused',
      context: { remark: expect.stringContaining("the broker's disk is full") as string },
    })
    expect((await statusOf())?.['problem']).toMatchObject({
      reason: 'disk-full',
      en: expect.stringContaining('messages are refused until there is room') as string,
      zh: expect.stringContaining('磁盘已满') as string,
    })
  })

  test('can be stopped, and a start without any room says why in both languages', async () => {
    await world.calls['nodes.stop'](world.on(BROKER))
    await world.stopService()
    await world.openService('full:4096')
    await expect(world.calls['nodes.start'](world.on(BROKER))).rejects.toMatchObject({
      message: expect.stringMatching(/^broker-a did not start: the disk is full: .*; fix: free space/) as string,
      zh: expect.stringMatching(/^broker-a 启动失败：磁盘已满.*解决办法/) as string,
      context: { node: BROKER, reason: 'disk-full' },
    })
    await world.stopService()
    await world.openService()
  })

  test('has everything that it acknowledged once there is room', async () => {
    await world.calls['nodes.start'](world.on(BROKER))
    expect((await statusOf())?.['problem']).toBeNull()
    expect(await sendOnce()).toMatchObject({ status: 'SEND_OK' })
    const client = new RpcClient({ ports: world.cluster.ports })
    try {
      const found = foundIn(await readTopic(client, world.cluster.address(BROKER), TOPIC, QUEUES))
      expect(missingFrom(acknowledged, found.keys)).toEqual([])
      expect(found.damaged).toEqual([])
    } finally {
      client.stop()
    }
  })
})
