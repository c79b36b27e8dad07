/** Hot keys that show in connections and in who counts as a member of a group. */
import { connect } from 'node:net'
import { expect } from 'vitest'
import { heartBeat, notifyConsumerIdsChanged } from '../../../engine/protocol/apis/heartbeat.ts'
import { type ConsumeType, heartbeatData } from '../../../engine/protocol/bodies/heartbeat.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { Dispatcher } from '../../../engine/remoting/dispatcher.ts'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import type { HotBench } from './hot-bench.ts'
import type { HotScenario } from './scenario.ts'

const CALL_MS = 10_000

export const CLIENT_SCENARIOS: readonly HotScenario[] = [
  {
    keys: ['rejectPullConsumerEnable'],
    claim:
      'rejectPullConsumerEnable: on keeps consumers that pull for themselves out of their group, and refuses their pulls',
    run: async (bench) => {
      const isMember = async (group: string): Promise<boolean> => {
        const member = new Member(bench, group)
        await member.beat('CONSUME_ACTIVELY')
        const online = bench.admin.brokers.consumerConnection(bench.target.master, group)
        return online.then(
          () => true,
          () => false,
        )
      }
      const topic = await bench.topic()
      await bench.fill(topic, 1)
      const pullCode = async (): Promise<number> => (await bench.pull({ topic, group: `${bench.name}-stranger` })).code
      expect(await isMember(`${bench.name}-before`)).toBe(true)
      expect(await pullCode()).toBe(ResponseCode.SUCCESS)
      await bench.set({ rejectPullConsumerEnable: true })
      expect(await isMember(`${bench.name}-rejected`)).toBe(false)
      expect(await pullCode()).toBe(ResponseCode.SUBSCRIPTION_NOT_EXIST)
      await bench.set({ rejectPullConsumerEnable: false })
      expect(await isMember(`${bench.name}-after`)).toBe(true)
    },
  },
  {
    keys: ['notifyConsumerIdsChangedEnable'],
    claim: 'notifyConsumerIdsChangedEnable: off tells nobody that a member came',
    run: async (bench) => {
      const group = `${bench.name}-group`
      const first = new Member(bench, group)
      await first.beat('CONSUME_PASSIVELY')
      /** How often the first member is told while another one comes. What it is told overtakes no answer to it. */
      const toldOfAnother = async (): Promise<number> => {
        const before = first.notified
        await new Member(bench, group).beat('CONSUME_PASSIVELY')
        await first.beat('CONSUME_PASSIVELY')
        return first.notified - before
      }
      expect(await toldOfAnother()).toBeGreaterThanOrEqual(1)
      await bench.set({ notifyConsumerIdsChangedEnable: false })
      expect(await toldOfAnother()).toBe(0)
      await bench.set({ notifyConsumerIdsChangedEnable: true })
      expect(await toldOfAnother()).toBeGreaterThanOrEqual(1)
    },
  },
  {
    keys: ['serverChannelMaxIdleTimeSeconds'],
    claim:
      'serverChannelMaxIdleTimeSeconds: a connection that is opened after the update is closed after that much silence',
    run: async (bench) => {
      const before = idleConnection(bench)
      await before.opened
      await bench.set({ serverChannelMaxIdleTimeSeconds: 1 })
      const after = idleConnection(bench)
      await after.opened
      expect(before.isClosed()).toBe(false)
      await bench.until('the silent connection is closed', () => Promise.resolve(after.isClosed()), 10_000)
    },
  },
]

/** A consumer that does nothing but say that it is there, over a connection of its own. */
class Member {
  notified = 0
  readonly #bench: HotBench
  readonly #group: string
  readonly #clientId: string
  readonly #rpc: RpcClient
  static #members = 0

  constructor(bench: HotBench, group: string) {
    this.#bench = bench
    this.#group = group
    Member.#members += 1
    this.#clientId = `127.0.0.1@hot-${Member.#members}`
    const { ports } = bench.target
    const dispatcher = new Dispatcher(ports.log)
    dispatcher.register(notifyConsumerIdsChanged.code, () => {
      this.notified += 1
      return undefined
    })
    const rpc = new RpcClient({ ports, dispatcher })
    this.#rpc = rpc
    bench.onEnd(() => {
      rpc.stop()
    })
  }

  async beat(consumeType: ConsumeType): Promise<void> {
    const body = heartbeatData.encode({
      clientID: this.#clientId,
      producerDataSet: [],
      consumerDataSet: [
        {
          groupName: this.#group,
          consumeType,
          messageModel: 'CLUSTERING',
          consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
          subscriptionDataSet: [
            {
              topic: `${this.#bench.name}-1`,
              subString: '*',
              tagsSet: [],
              codeSet: [],
              subVersion: 1,
              expressionType: 'TAG',
              classFilterMode: false,
            },
          ],
          unitMode: false,
        },
      ],
      heartbeatFingerprint: 0,
      withoutSub: false,
    })
    await this.#rpc.invoke(heartBeat, this.#bench.target.master, {}, body, CALL_MS)
  }
}

/** A connection to the master over which nothing is ever said. */
function idleConnection(bench: HotBench): { readonly opened: Promise<void>; readonly isClosed: () => boolean } {
  const [host, port] = bench.target.master.split(':')
  const socket = connect({ host, port: Number(port) })
  let isClosed = false
  socket.on('close', () => (isClosed = true))
  socket.on('error', () => (isClosed = true))
  socket.resume()
  bench.onEnd(() => {
    socket.destroy()
  })
  return { opened: new Promise((resolve) => socket.once('connect', () => resolve())), isClosed: () => isClosed }
}
