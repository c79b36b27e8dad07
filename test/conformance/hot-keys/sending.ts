/** Hot keys that producers feel: what is taken, what is refused, what an answer says. */
import { expect } from 'vitest'
import { consumerSendMsgBack } from '../../../engine/protocol/apis/send.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { SysFlag } from '../../../engine/protocol/message.ts'
import { makeSubscriptionGroup, makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { makeRequest } from '../../../engine/remoting/command.ts'
import type { HotBench } from './hot-bench.ts'
import type { HotScenario } from './scenario.ts'

const HOUR_MS = 3_600_000

export const SENDING_SCENARIOS: readonly HotScenario[] = [
  {
    keys: ['maxMessageSize'],
    claim: 'maxMessageSize: a body above the new limit is refused, and taken again once it is raised',
    run: async (bench) => {
      const topic = await bench.topic()
      const sizes = async (): Promise<number[]> =>
        Promise.all([900, 3000].map((bytes) => bench.sendCode({ topic, body: 'x'.repeat(bytes) })))
      expect(await sizes()).toEqual([ResponseCode.SUCCESS, ResponseCode.SUCCESS])
      await bench.set({ maxMessageSize: 1000 })
      expect(await sizes()).toEqual([ResponseCode.SUCCESS, ResponseCode.MESSAGE_ILLEGAL])
      await bench.set({ maxMessageSize: 4000 })
      expect(await sizes()).toEqual([ResponseCode.SUCCESS, ResponseCode.SUCCESS])
    },
  },
  {
    keys: ['startAcceptSendRequestTimeStamp'],
    claim: 'startAcceptSendRequestTimeStamp: sends are refused until the moment given',
    run: async (bench) => {
      const topic = await bench.topic()
      expect(await bench.sendCode({ topic })).toBe(ResponseCode.SUCCESS)
      await bench.set({ startAcceptSendRequestTimeStamp: Date.now() + HOUR_MS })
      expect(await bench.sendCode({ topic })).toBe(ResponseCode.SYSTEM_ERROR)
      await bench.set({ startAcceptSendRequestTimeStamp: Date.now() - HOUR_MS })
      expect(await bench.sendCode({ topic })).toBe(ResponseCode.SUCCESS)
    },
  },
  {
    keys: ['regionId', 'traceOn'],
    claim: 'regionId and traceOn: answers and stored messages carry the new values',
    run: async (bench) => {
      const topic = await bench.topic()
      expect((await bench.send({ topic })).ext).toMatchObject({ MSG_REGION: 'DefaultRegion', TRACE_ON: 'true' })
      await bench.set({ regionId: 'HotRegion', traceOn: false })
      expect((await bench.send({ topic })).ext).toMatchObject({ MSG_REGION: 'HotRegion', TRACE_ON: 'false' })
      const { records } = await bench.until('both messages', async () => {
        const found = await bench.pull({ topic })
        return found.records.length === 2 ? found : undefined
      })
      const stored = records.map(({ properties }) => [properties.get('MSG_REGION'), properties.get('TRACE_ON')])
      expect(stored).toEqual([
        ['DefaultRegion', 'true'],
        ['HotRegion', 'false'],
      ])
    },
  },
  {
    keys: ['brokerPermission'],
    claim: 'brokerPermission: write only refuses pulls, read only is what name servers tell producers at once',
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 1)
      expect((await bench.pull({ topic })).code).toBe(ResponseCode.SUCCESS)
      await bench.set({ brokerPermission: 2 })
      expect((await bench.pull({ topic })).code).toBe(ResponseCode.NO_PERMISSION)
      await bench.set({ brokerPermission: 4 })
      expect((await bench.pull({ topic })).code).toBe(ResponseCode.SUCCESS)
      const perm = async (): Promise<number | undefined> => (await bench.admin.topicRoute(topic)).queueDatas[0]?.perm
      await bench.until('a route without the right to write', async () => (await perm()) === 4)
      await bench.set({ brokerPermission: 6 })
      await bench.until('a route with all rights', async () => (await perm()) === 6)
    },
  },
  {
    keys: ['validateSystemTopicWhenUpdateTopic'],
    claim: 'validateSystemTopicWhenUpdateTopic: off lets an administrator change a system topic',
    run: async (bench) => {
      const config = makeTopicConfig('OFFSET_MOVED_EVENT', { readQueueNums: 1, writeQueueNums: 1 })
      const update = () => bench.admin.brokers.updateTopic(bench.target.master, config)
      await expect(update()).rejects.toMatchObject({ code: 'refused' })
      await bench.set({ validateSystemTopicWhenUpdateTopic: false })
      await update()
      await bench.set({ validateSystemTopicWhenUpdateTopic: true })
      await expect(update()).rejects.toMatchObject({ code: 'refused' })
    },
  },
  {
    keys: ['autoCreateSubscriptionGroup'],
    claim: 'autoCreateSubscriptionGroup: off refuses groups that are not there, and those only',
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 1)
      const code = async (group: string): Promise<number> => (await bench.pull({ topic, group })).code
      expect(await code(`${bench.name}-known`)).toBe(ResponseCode.SUCCESS)
      await bench.set({ autoCreateSubscriptionGroup: false })
      expect(await code(`${bench.name}-fresh`)).toBe(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST)
      expect(await code(`${bench.name}-known`)).toBe(ResponseCode.SUCCESS)
      await bench.set({ autoCreateSubscriptionGroup: true })
      expect(await code(`${bench.name}-fresh`)).toBe(ResponseCode.SUCCESS)
    },
  },
  {
    keys: ['autoMessageVersionOnTopicLen'],
    claim:
      'autoMessageVersionOnTopicLen: off refuses dead-letter topics above 127 bytes, which the old record cannot hold',
    // Apache's broker writes a broken record then, and its log with it.
    engines: ['ours'],
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 1)
      const offset = (await bench.pull({ topic })).records[0]?.logOffset
      if (offset === undefined) throw new Error('the message is not there')
      expect(await sendBack(bench, topic, offset, 'a')).toBe(ResponseCode.SUCCESS)
      await bench.set({ autoMessageVersionOnTopicLen: false })
      expect(await sendBack(bench, topic, offset, 'b')).toBe(ResponseCode.SYSTEM_ERROR)
      await bench.set({ autoMessageVersionOnTopicLen: true })
      expect(await sendBack(bench, topic, offset, 'b')).toBe(ResponseCode.SUCCESS)
    },
  },
  {
    keys: ['rejectTransactionMessage'],
    claim: 'rejectTransactionMessage: half messages are refused',
    // Ours refuses them whatever the key says.
    engines: ['apache'],
    run: async (bench) => {
      const topic = await bench.topic()
      const half = {
        topic,
        sysFlag: SysFlag.TRANSACTION_PREPARED,
        properties: { TRAN_MSG: 'true', PGROUP: 'hot-half' },
      }
      expect(await bench.sendCode(half)).toBe(ResponseCode.SUCCESS)
      await bench.set({ rejectTransactionMessage: true })
      expect(await bench.sendCode(half)).toBe(ResponseCode.NO_PERMISSION)
    },
  },
  {
    keys: ['autoCreateTopicEnable'],
    claim: 'autoCreateTopicEnable: off refuses topics that are not there',
    run: async (bench) => {
      expect(await bench.sendCode({ topic: `${bench.name}-born` })).toBe(ResponseCode.SUCCESS)
      await bench.set({ autoCreateTopicEnable: false })
      expect(await bench.sendCode({ topic: `${bench.name}-unborn` })).toBe(ResponseCode.TOPIC_NOT_EXIST)
      expect(await bench.sendCode({ topic: `${bench.name}-born` })).toBe(ResponseCode.SUCCESS)
    },
  },
]

/** A consumer of a group with a name of 124 letters gives the message up. */
async function sendBack(bench: HotBench, topic: string, offset: number, letter: string): Promise<number> {
  const { master } = bench.target
  const group = letter.repeat(124)
  await bench.admin.brokers.updateGroup(master, makeSubscriptionGroup(group))
  const header = { offset, group, delayLevel: -1, originTopic: topic, maxReconsumeTimes: 16 }
  return (await bench.rpc.call(master, makeRequest(consumerSendMsgBack, header), 10_000)).code
}
