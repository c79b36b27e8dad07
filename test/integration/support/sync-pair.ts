/** A SYNC_MASTER and its slave as real processes, with senders, consumers and a look at what each of them has. */
import { expect } from 'vitest'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import { EagerConsumer } from './eager-consumer.ts'
import { LabCluster, type Settings } from './lab-cluster.ts'
import { LabHome } from './lab-home.ts'
import { type Found, foundIn, Load, missingFrom } from './load.ts'
import { readTopic } from './queue-reader.ts'
import { until } from './until.ts'

const TOPIC = 'Pair'
const QUEUES = 4
const HOUSEKEEPING_MS = 3000
const SLAVE_TIMEOUT_MS = 700
export const ROUTE_REFRESH_MS = 2000

/** Short times, so that a fault shows its whole course in seconds. */
const SETTINGS = {
  haHousekeepingInterval: HOUSEKEEPING_MS,
  haSendHeartbeatInterval: 500,
  slaveTimeout: SLAVE_TIMEOUT_MS,
}

export class SyncPair {
  readonly home = new LabHome()
  readonly #closing: (() => Promise<void> | void)[] = []
  cluster!: LabCluster
  load!: Load
  client!: RpcClient

  async up(inFlight: number, settings: Settings = {}): Promise<void> {
    this.cluster = await LabCluster.create(this.home, {
      topology: '1m-1s-sync',
      settings: { ...SETTINGS, ...settings },
    })
    await this.cluster.up()
    const { namesrvAddr, ports } = this.cluster
    this.client = new RpcClient({ ports })
    this.load = new Load({ namesrvAddr, topic: TOPIC, inFlight, sendTimeoutMs: 10_000 }, ports)
    this.#closing.push(
      () => this.client.stop(),
      () => this.load.stop(),
    )
    // The topic is made by the first send; a slave that does not know it yet cannot be read.
    this.load.send()
    await this.load.acknowledgedMore(1)
    await this.load.drained()
    await this.expectAllOn('broker-a-s')
  }

  async consumer(group: string, perMessageMs?: number): Promise<EagerConsumer> {
    const { namesrvAddr, ports } = this.cluster
    const consumer = new EagerConsumer(
      {
        namesrvAddr,
        topic: TOPIC,
        group,
        routeRefreshMs: ROUTE_REFRESH_MS,
        ...(perMessageMs === undefined ? {} : { perMessageMs }),
      },
      ports,
    )
    await consumer.start()
    this.#closing.push(() => consumer.stop())
    return consumer
  }

  /** What a broker has, once it has all of `wanted` or nothing more comes. */
  async stored(node: string, wanted: ReadonlySet<string>, limitMs = 15_000): Promise<Found> {
    let found: Found | undefined
    const hasAll = async (): Promise<boolean> => {
      found = foundIn(await readTopic(this.client, this.cluster.address(node), TOPIC, QUEUES))
      return missingFrom(wanted, found.keys).length === 0
    }
    await until(`all acknowledged messages are on ${node}`, hasAll, limitMs).catch(() => undefined)
    if (found === undefined) throw new Error(`${node} could not be read`)
    return found
  }

  async expectAllOn(node: string): Promise<void> {
    const { acknowledged } = this.load
    const { keys, damaged } = await this.stored(node, acknowledged)
    expect({ node, lost: missingFrom(acknowledged, keys), damaged }).toEqual({ node, lost: [], damaged: [] })
  }

  async remove(): Promise<void> {
    for (const close of this.#closing.reverse()) await close()
    await this.home.remove()
  }
}
