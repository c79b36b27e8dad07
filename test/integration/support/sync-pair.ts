/** A SYNC_MASTER and its slave as real processes, with senders, consumers and a look at what each of them has. */
import { expect } from 'vitest'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import { EagerConsumer } from './eager-consumer.ts'
import { LabCluster } from './lab-cluster.ts'
import { LabHome } from './lab-home.ts'
import { type Found, foundIn, Load, missingFrom } from './load.ts'
import { readTopic } from './queue-reader.ts'
import { until } from './until.ts'

const TOPIC = 'Pair'
const QUEUES = 4
const HOUSEKEEPING_MS = 3000
const SLAVE_TIMEOUT_MS = 700
export const ROUTE_REFRESH_MS = 2000

/**
 * The articles' SYNC_MASTER, without the replica counts that our own files spell out: with them a missing slave is a
 * time-out, as in 5.3.3. Short times, so that a fault shows its whole course in seconds.
 */
const SETTINGS = {
  inSyncReplicas: null,
  totalReplicas: null,
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

  async up(inFlight: number): Promise<void> {
    this.cluster = await LabCluster.create(this.home, { topology: '1m-1s-sync', settings: SETTINGS })
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
  async stored(node: string, wanted: ReadonlySet<string>): Promise<Found> {
    let found: Found | undefined
    await until(`all acknowledged messages are on ${node}`, async () => {
      found = foundIn(await readTopic(this.client, this.cluster.address(node), TOPIC, QUEUES))
      return missingFrom(wanted, found.keys).length === 0
    }).catch(() => undefined)
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
