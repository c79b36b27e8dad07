/** What senders and consumers notice: what is taken, what is answered, how much and how soon. */
import { litePullMessage, pullMessage, queryMessage } from '../../../../engine/protocol/apis/pull.ts'
import { consumerSendMsgBack, sendMessageV2 } from '../../../../engine/protocol/apis/send.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { PullFlag } from '../../../../engine/protocol/message.ts'
import { responseHeader } from '../../../../engine/remoting/command.ts'
import { consumer, pullHeader, recordsOf, UNIQUE_ID } from '../../broker/broker-cluster.ts'
import { type Effects, fill, seconds, type World } from './effect.ts'

const yesNo = ['true', 'false'] as const
const noYes = ['false', 'true'] as const
/** Nothing counts as "in memory". */
const allOnDisk = { accessMessageInMemoryMaxRatio: 0 }

async function pulled(world: World, messages = 40): Promise<number> {
  await fill(world, messages)
  return recordsOf(await world.cluster.pull('a')).length
}

async function found(
  { cluster }: World,
  key: string,
  header: { maxNum?: number; uniqueKeyQuery?: boolean },
): Promise<number> {
  await cluster.simulation.runFor(2000)
  const range = { beginTimestamp: 0, endTimestamp: 4_000_000_000_000 }
  return recordsOf(await cluster.ask('a', queryMessage, { topic: 'T', key, maxNum: 32, ...range, ...header })).length
}

/** How long a pull of nothing is held. */
function holdSeconds(world: World): Promise<number> {
  const { cluster } = world
  const sysFlag = PullFlag.SUBSCRIPTION | PullFlag.SUSPEND
  return fill(world, 1).then(() => seconds(world, () => cluster.pull('a', { queueOffset: 1, sysFlag })))
}

export const MESSAGE_EFFECTS: Effects = {
  brokerPermission: {
    values: ['6', '2'],
    sees: [ResponseCode.SUCCESS, ResponseCode.NO_PERMISSION],
    look: async (world) => {
      await fill(world, 1)
      return (await world.cluster.pull('a')).code
    },
  },
  autoCreateTopicEnable: {
    values: yesNo,
    sees: [ResponseCode.SUCCESS, ResponseCode.TOPIC_NOT_EXIST],
    look: async ({ cluster }) => (await cluster.send('a', 'x')).code,
  },
  autoCreateSubscriptionGroup: {
    values: yesNo,
    sees: [ResponseCode.SUCCESS, ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST],
    look: async (world) => {
      await fill(world, 1)
      return (await world.cluster.pull('a')).code
    },
  },
  traceOn: {
    values: yesNo,
    sees: [true, false],
    look: async ({ cluster }) => responseHeader(sendMessageV2, await cluster.send('a', 'x')).traceOn,
  },
  regionId: {
    values: ['north', 'south'],
    sees: ['north', 'south'],
    look: async ({ cluster }) => responseHeader(sendMessageV2, await cluster.send('a', 'x')).regionId,
  },
  maxMessageSize: {
    values: ['1024', '16384'],
    sees: [ResponseCode.MESSAGE_ILLEGAL, ResponseCode.SUCCESS],
    look: async ({ cluster }) => (await cluster.send('a', 'x'.repeat(5000))).code,
  },
  startAcceptSendRequestTimeStamp: {
    values: ['0', '4000000000000'],
    sees: [true, false],
    look: async ({ cluster }) => (await cluster.send('a', 'x')).code === ResponseCode.SUCCESS,
  },
  autoMessageVersionOnTopicLen: {
    values: yesNo,
    sees: [1, 0],
    look: async (world) => {
      const { cluster, broker } = world
      // Its retry topic is longer than 127 characters.
      const group = 'g'.repeat(125)
      await fill(world, 1)
      await cluster.beat('a', consumer({ groupName: group }))
      await cluster.ask('a', consumerSendMsgBack, { group, offset: 0, delayLevel: 1, originTopic: 'T' })
      await cluster.simulation.runFor(5000)
      return broker.parts.store.maxOffset(`%RETRY%${group}`, 0)
    },
  },
  slaveReadEnable: {
    values: noYes,
    sees: [ResponseCode.SYSTEM_BUSY, ResponseCode.TOPIC_NOT_EXIST],
    with: { brokerRole: 'SLAVE', brokerId: 1 },
    look: async ({ cluster }) => (await cluster.pull('a')).code,
  },
  litePullMessageEnable: {
    values: yesNo,
    sees: [ResponseCode.SUCCESS, ResponseCode.NO_PERMISSION],
    look: async (world) => {
      await fill(world, 1)
      return (await world.cluster.ask('a', litePullMessage, pullHeader())).code
    },
  },
  longPollingEnable: { values: yesNo, sees: [true, false], look: async (world) => (await holdSeconds(world)) > 10 },
  shortPollingTimeMills: {
    values: ['1000', '8000'],
    sees: [true, false],
    with: { longPollingEnable: false },
    look: async (world) => (await holdSeconds(world)) < 5,
  },
  useServerSideResetOffset: {
    values: yesNo,
    sees: [ResponseCode.PULL_OFFSET_MOVED, ResponseCode.SUCCESS],
    look: async (world) => {
      await fill(world, 3)
      world.broker.parts.offsets.assignReset('CID', 'T', 0, 2)
      return (await world.cluster.pull('a')).code
    },
  },
  maxTransferCountOnMessageInMemory: { values: ['32', '5'], sees: [32, 5], look: (world) => pulled(world) },
  maxTransferBytesOnMessageInMemory: { values: ['262144', '10'], sees: [32, 1], look: (world) => pulled(world) },
  accessMessageInMemoryMaxRatio: { values: ['40', '0'], sees: [32, 8], look: (world) => pulled(world) },
  maxTransferCountOnMessageInDisk: {
    values: ['8', '3'],
    sees: [8, 3],
    with: allOnDisk,
    look: (world) => pulled(world),
  },
  maxTransferBytesOnMessageInDisk: {
    values: ['65536', '10'],
    sees: [8, 1],
    with: allOnDisk,
    look: (world) => pulled(world),
  },
  maxFilterMessageSize: {
    values: ['16000', '200'],
    sees: [40, 10],
    look: async (world) => {
      await fill(world, 40)
      const answer = await world.cluster.pull('a', { subscription: 'TagB', maxMsgNums: 5 })
      return responseHeader(pullMessage, answer).nextBeginOffset
    },
  },
  maxMsgsNumBatch: {
    values: ['64', '2'],
    sees: [5, 2],
    look: async (world) => {
      await fill(world, 5, 20, { KEYS: 'k' })
      return found(world, 'k', {})
    },
  },
  defaultQueryMaxNum: {
    values: ['32', '2'],
    sees: [5, 2],
    look: async (world) => {
      await fill(world, 5)
      return found(world, UNIQUE_ID, { uniqueKeyQuery: true, maxNum: 1 })
    },
  },
  messageIndexEnable: {
    values: yesNo,
    sees: [3, 0],
    look: async (world) => {
      await fill(world, 3, 20, { KEYS: 'k' })
      return found(world, 'k', {})
    },
  },
  messageDelayLevel: {
    values: ['1s 2s', '30s 40s'],
    sees: [2, 1],
    look: async (world) => {
      await fill(world, 1)
      await fill(world, 1, 20, { DELAY: '1' })
      await world.cluster.simulation.runFor(5000)
      return recordsOf(await world.cluster.pull('a')).length
    },
  },
}
