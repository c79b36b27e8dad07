import { readdirSync, readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findNode } from '../../engine/lab/cluster-spec.ts'
import { readProcessUsage } from '../../engine/node/node-process.ts'
import { RequestCode, ResponseCode } from '../../engine/protocol/codes.ts'
import type { Command } from '../../engine/remoting/command.ts'
import { RpcClient } from '../../engine/remoting/rpc-client.ts'
import { SeededRandom } from '../sim/kernel/seeded-random.ts'
import { HostileClient } from './support/hostile-client.ts'
import { hostileFrame } from './support/hostile-frames.ts'
import { LabCluster } from './support/lab-cluster.ts'
import { LabHome } from './support/lab-home.ts'
import { foundIn, Load } from './support/load.ts'
import { readTopic } from './support/queue-reader.ts'
import { chooseSeed, withSeed } from './support/seed.ts'
import { until } from './support/until.ts'

const FRAMES = Number(process.env['MQLAB_FUZZ_FRAMES'] ?? 100_000)
/** Of every eight frames so many go to the name server, the others to the two client ports of the broker. */
const NAMESRV_SHARE = 2
const CLIENTS = 16
/** Frames before memory is measured: until then code is compiled and pools fill. */
const WARM_UP = 5000
/** Per node. A leak of one kilobyte a frame would be beyond it. */
const GROWTH_BYTES_MAX = 64 * 1024 * 1024
const TOPIC = 'Fuzz'

describe('malformed frames', () => {
  const home = new LabHome()
  let cluster: LabCluster
  let load: Load
  let client: RpcClient

  beforeAll(async () => {
    cluster = await LabCluster.create(home, { topology: 'single' })
    await cluster.up()
    client = new RpcClient({ ports: cluster.ports })
    load = new Load({ namesrvAddr: cluster.namesrvAddr, topic: TOPIC, inFlight: 4 }, cluster.ports)
    load.send()
    await load.acknowledgedMore(50)
    await load.drained()
  })
  afterAll(async () => {
    await load.stop()
    client.stop()
    await home.remove()
  })

  test(
    `${FRAMES} of them neither stop, nor fill, nor change broker and name server`,
    { timeout: 400_000 },
    async () => {
      const seed = chooseSeed()
      await withSeed(seed, async () => {
        const random = new SeededRandom(seed)
        const before = await everythingKept()
        const descriptors = openDescriptors()
        await fuzz(random, WARM_UP)
        const warm = residentBytes()
        const verdicts = await fuzz(random, FRAMES - WARM_UP)

        await until(
          'every descriptor is given back',
          () => {
            const more = openDescriptors().map((names, index) => difference(names, descriptors[index] ?? []))
            if (more.some((names) => names.length > 0)) throw new Error(JSON.stringify(more))
            return true
          },
          30_000,
        )
        await until(
          'memory stays where it was',
          async () => {
            // A collection runs when something is allocated.
            await fuzz(random, 200)
            return residentBytes().every((bytes, index) => bytes < (warm[index] ?? 0) + GROWTH_BYTES_MAX)
          },
          60_000,
        )
        expect(await everythingKept()).toEqual(before)

        load.send()
        await load.acknowledgedMore(50)
        await load.drained()
        const found = foundIn(await readTopic(client, cluster.address('broker-a'), TOPIC, 4))
        expect({ damaged: found.damaged, duplicates: found.duplicates }).toEqual({ damaged: [], duplicates: 0 })
        expect([...found.keys].sort()).toEqual([...load.acknowledged].sort())
        const grown = residentBytes().map((bytes, index) => Math.round((bytes - (warm[index] ?? 0)) / 1024 / 1024))
        console.log(
          `seed ${seed}: ${FRAMES} frames, verdicts ${JSON.stringify(verdicts)}, memory grew by ${grown.join(' and ')} MiB`,
        )
      })
    },
  )

  test('random bytes on the replication port end their connection and nothing else', { timeout: 60_000 }, async () => {
    const seed = chooseSeed()
    await withSeed(seed, async () => {
      const random = new SeededRandom(seed)
      const broker = findNode(cluster.spec, 'broker-a')
      if (broker.kind !== 'broker') throw new Error('broker-a is no broker')
      const { appendedOffset } = (await cluster.status('broker-a')).log
      for (let i = 0; i < 300; i++) {
        await new Promise<void>((resolve) => {
          const socket = connect(broker.haListenPort, '127.0.0.1', () =>
            socket.end(random.bytes(1 + random.below(200))),
          )
          socket.on('error', () => undefined)
          socket.on('data', () => undefined)
          socket.on('close', () => resolve())
        })
      }
      await until('no slave is left over', async () => (await cluster.status('broker-a')).slaves.length === 0)
      expect((await cluster.status('broker-a')).log.appendedOffset).toBe(appendedOffset)
    })
  })

  /** Sends so many frames over connections of several clients at once; what became of them. */
  async function fuzz(random: SeededRandom, frames: number): Promise<Record<string, number>> {
    const verdicts: Record<string, number> = { closed: 0, alive: 0, connections: 0 }
    const broker = findNode(cluster.spec, 'broker-a').listenPort
    const namesrv = findNode(cluster.spec, 'n1').listenPort
    let sent = 0
    const worker = async (index: number): Promise<void> => {
      const own = random.fork()
      const port = index % 8 < NAMESRV_SHARE ? namesrv : index % 2 === 0 ? broker : broker - 2
      const hostile = new HostileClient(port)
      while (sent < frames) {
        sent++
        const frame = hostileFrame(own)
        const verdict = await hostile.send(frame)
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
        if (frame.effect !== 'any')
          expect({ kind: frame.kind, verdict }).toEqual({ kind: frame.kind, verdict: 'closed' })
      }
      verdicts['connections'] = (verdicts['connections'] ?? 0) + hostile.connections
      await hostile.close()
    }
    await Promise.all(Array.from({ length: CLIENTS }, (_, index) => worker(index)))
    return verdicts
  }

  /** Everything that a frame could have left behind: the log's end, topics, groups, offsets, routes and settings. */
  async function everythingKept(): Promise<Record<string, unknown>> {
    const brokerAddress = cluster.address('broker-a')
    const ask = async (address: string, code: number, ext: Record<string, string> = {}): Promise<string> => {
      const request: Command = { code, language: 'JAVA', version: 479, opaque: 0, flag: 0, ext, serializeType: 'JSON' }
      const response = await client.call(address, request, 5000)
      return `${response.code} ${response.body?.utf8Slice() ?? ''}`
    }
    const kept = {
      log: (await cluster.status('broker-a')).log.appendedOffset,
      topics: await ask(brokerAddress, RequestCode.GET_ALL_TOPIC_CONFIG),
      groups: await ask(brokerAddress, RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG),
      offsets: await ask(brokerAddress, RequestCode.GET_ALL_CONSUMER_OFFSET),
      settings: await ask(brokerAddress, RequestCode.GET_BROKER_CONFIG),
      cluster: await ask(cluster.namesrvAddr, RequestCode.GET_BROKER_CLUSTER_INFO),
      routes: await ask(cluster.namesrvAddr, RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER),
      namesrvSettings: await ask(cluster.namesrvAddr, RequestCode.GET_NAMESRV_CONFIG),
    }
    for (const [name, answer] of Object.entries(kept)) {
      if (typeof answer === 'string')
        expect(`${name} ${answer}`).toMatch(new RegExp(`^${name} ${ResponseCode.SUCCESS} .`))
    }
    return kept
  }

  function pids(): number[] {
    return ['n1', 'broker-a'].map((node) => cluster.recordOf(node).pid)
  }

  /** Empty where the system does not tell. */
  function residentBytes(): number[] {
    return pids().flatMap((pid) => readProcessUsage(pid)?.residentBytes ?? [])
  }

  /**
   * What each node has open, by kind for what has no path; empty where the system does not tell. Files of the store come
   * with the first messages and stay.
   */
  function openDescriptors(): string[][] {
    if (process.platform !== 'linux') return []
    return pids().map((pid) =>
      readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
        try {
          const name = readlinkSync(`/proc/${pid}/fd/${descriptor}`).replace(/:\[\d+\]$/, '')
          return name.startsWith(cluster.storeFolder('broker-a')) ? [] : name
        } catch {
          return []
        }
      }),
    )
  }
})

/** Elements of `left` beyond those of `right`, each counted. */
function difference(left: readonly string[], right: readonly string[]): string[] {
  const rest = [...right]
  return left.filter((name) => {
    const index = rest.indexOf(name)
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
}
