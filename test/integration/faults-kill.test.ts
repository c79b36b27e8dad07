import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RpcClient } from '../../engine/remoting/rpc-client.ts'
import { SeededRandom } from '../sim/kernel/seeded-random.ts'
import { LabCluster } from './support/lab-cluster.ts'
import { LabHome } from './support/lab-home.ts'
import { type Found, foundIn, Load, missingFrom } from './support/load.ts'
import { readQueue } from './support/queue-reader.ts'
import { chooseSeed, withSeed } from './support/seed.ts'
import { SyncPair } from './support/sync-pair.ts'
import { until } from './support/until.ts'

const KILLS = 50
/** A kill falls into this time after the first acknowledgement of its round. */
const KILL_WITHIN_MS = 400
const IN_FLIGHT = 64
const QUEUES = 4

describe('a master that is killed under load, over a file port that drops unsynced writes', () => {
  const home = new LabHome()
  const closing: (() => Promise<void> | void)[] = []
  afterAll(async () => {
    for (const close of closing.reverse()) await close()
    await home.remove()
  })

  async function underLoad(flushDiskType: 'SYNC_FLUSH' | 'ASYNC_FLUSH') {
    const cluster = await LabCluster.create(home, {
      topology: 'single',
      filePort: 'unsynced',
      // A flush interval beyond the test: with ASYNC_FLUSH nothing is durable when it is acknowledged.
      settings: { flushDiskType, flushIntervalCommitLog: 60_000, flushCommitLogThoroughInterval: 60_000 },
    })
    await cluster.up()
    const load = new Load({ namesrvAddr: cluster.namesrvAddr, topic: 'Kill', inFlight: IN_FLIGHT }, cluster.ports)
    closing.push(() => load.stop())
    return { cluster, load, reader: new TopicReader(cluster, 'broker-a', 'Kill') }
  }

  async function killOnce(
    { cluster, load }: Awaited<ReturnType<typeof underLoad>>,
    random: SeededRandom,
  ): Promise<void> {
    load.send()
    await load.acknowledgedMore(1)
    await sleep(random.between(0, KILL_WITHIN_MS))
    cluster.killNow('broker-a')
    await load.drained()
    await cluster.whenDead('broker-a')
    await cluster.start('broker-a')
  }

  test(`SYNC_FLUSH keeps every acknowledged message over ${KILLS} kills`, { timeout: 400_000 }, async () => {
    const seed = chooseSeed()
    await withSeed(seed, async () => {
      const random = new SeededRandom(seed)
      const world = await underLoad('SYNC_FLUSH')
      const { load, reader } = world
      for (let kill = 1; kill <= KILLS; kill++) {
        await killOnce(world, random)
        const found = await reader.readMoreUntil(load.acknowledged)
        expect({ kill, lost: missingFrom(load.acknowledged, found.keys), damaged: found.damaged }).toEqual({
          kill,
          lost: [],
          damaged: [],
        })
      }
      const all = await reader.readAgain()
      expect({ lost: missingFrom(load.acknowledged, all.keys), damaged: all.damaged }).toEqual({
        lost: [],
        damaged: [],
      })
      expect(load.acknowledged.size).toBeGreaterThan(KILLS)
      console.log(
        `seed ${seed}: ${KILLS} kills, ${load.acknowledged.size} acknowledged, ${all.keys.size} stored, ` +
          `${all.duplicates} duplicates, others ${JSON.stringify([...load.others])}`,
      )
    })
  })

  test('the same test finds losses when replies are sent before the sync', { timeout: 120_000 }, async () => {
    const seed = chooseSeed()
    await withSeed(seed, async () => {
      const random = new SeededRandom(seed)
      const world = await underLoad('ASYNC_FLUSH')
      let lost: string[] = []
      for (let kill = 1; kill <= 5 && lost.length === 0; kill++) {
        await killOnce(world, random)
        const found = await world.reader.readAgain()
        lost = missingFrom(world.load.acknowledged, found.keys)
        expect(found.damaged).toEqual([])
      }
      expect(lost.length).toBeGreaterThan(0)
    })
  })

  /** Reads a topic of one broker as it grows; offsets that were read are not read again. */
  class TopicReader {
    readonly #client: RpcClient
    readonly #address: string
    readonly #topic: string
    #nextOffsets = new Array<number>(QUEUES).fill(0)
    #keys = new Set<string>()
    #duplicates = 0

    constructor(cluster: LabCluster, node: string, topic: string) {
      this.#client = new RpcClient({ ports: cluster.ports })
      this.#address = cluster.address(node)
      this.#topic = topic
      closing.push(() => this.#client.stop())
    }

    /** Reads on until all of `wanted` were seen, or nothing more comes for the time that dispatch may take. */
    async readMoreUntil(wanted: ReadonlySet<string>): Promise<Found> {
      const damaged: string[] = []
      const more = async (): Promise<boolean> => {
        const found = foundIn(await this.#read())
        damaged.push(...found.damaged)
        for (const key of found.keys) this.#duplicates += this.#keys.has(key) ? 1 : 0
        for (const key of found.keys) this.#keys.add(key)
        this.#duplicates += found.duplicates
        return missingFrom(wanted, this.#keys).length === 0
      }
      await until('all acknowledged messages were read', more, 5000).catch(() => undefined)
      return { keys: this.#keys, duplicates: this.#duplicates, damaged }
    }

    /** Everything, from the beginning. */
    async readAgain(): Promise<Found> {
      this.#nextOffsets = new Array<number>(QUEUES).fill(0)
      return foundIn(await this.#read())
    }

    async #read() {
      const ranges = await Promise.all(
        this.#nextOffsets.map((from, queueId) =>
          readQueue(this.#client, this.#address, { topic: this.#topic, queueId }, from),
        ),
      )
      this.#nextOffsets = ranges.map((range) => range.nextOffset)
      return ranges.flatMap((range) => range.records)
    }
  }
})

describe('a SYNC_MASTER that is killed under load', () => {
  const ROUNDS = 8
  const pair = new SyncPair()
  beforeAll(() => pair.up(64))
  afterAll(() => pair.remove())

  test(
    `the slave, killed at the same moment, has every acknowledged message: ${ROUNDS} times`,
    { timeout: 200_000 },
    async () => {
      const { cluster, load } = pair
      const seed = chooseSeed()
      await withSeed(seed, async () => {
        const random = new SeededRandom(seed)
        for (let round = 1; round <= ROUNDS; round++) {
          load.send()
          await load.acknowledgedMore(1)
          await sleep(random.between(0, 500))
          // The slave first: nothing that is still on its way can reach it after the master's last acknowledgement.
          cluster.killNow('broker-a-s', 'broker-a')
          await load.drained()
          await cluster.whenDead('broker-a', 'broker-a-s')
          await cluster.start('broker-a-s')
          await pair.expectAllOn('broker-a-s')
          await cluster.start('broker-a')
          await cluster.whenFollowing('broker-a-s')
        }
        await pair.expectAllOn('broker-a')
        console.log(
          `seed ${seed}: ${ROUNDS} double kills, ${load.acknowledged.size} acknowledged, others ${JSON.stringify([...load.others])}`,
        )
      })
    },
  )
})

describe('the same double kill when nobody waits for the slave', () => {
  const pair = new SyncPair()
  // One copy is the master's own: what the file says is obeyed.
  beforeAll(() => pair.up(64, { inSyncReplicas: 1 }))
  afterAll(() => pair.remove())

  test('finds acknowledged messages that the slave never got', async () => {
    const { cluster, load } = pair
    await cluster.fault('broker-a', 'broker-a-s', { kind: 'delay', direction: 'out', ms: 200 })
    load.send()
    await load.acknowledgedMore(500)
    cluster.killNow('broker-a-s', 'broker-a')
    await load.drained()
    await cluster.whenDead('broker-a', 'broker-a-s')
    await cluster.start('broker-a-s')
    const { keys } = await pair.stored('broker-a-s', load.acknowledged, 3000)
    expect(missingFrom(load.acknowledged, keys).length).toBeGreaterThan(0)
  })
})
