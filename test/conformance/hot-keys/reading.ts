/** Hot keys that consumers and those who look for messages feel: how much one answer holds, how long an empty pull waits. */
import { expect } from 'vitest'
import { getAllConsumerOffset, getAllDelayOffset, updateConsumerOffset } from '../../../engine/protocol/apis/offset.ts'
import { consumerOffsetTable, delayOffsetTable } from '../../../engine/protocol/bodies/offset-table.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { SystemTopic } from '../../../engine/protocol/topics.ts'
import type { HotBench } from './hot-bench.ts'
import type { HotScenario } from './scenario.ts'

const CALL_MS = 10_000
/** Messages that one file of a queue holds. */
const QUEUE_FILE_UNITS = 100

/** What a target has to be started with. */
export const READING_SETTINGS: Readonly<Record<string, number>> = { mappedFileSizeConsumeQueue: 20 * QUEUE_FILE_UNITS }

const countOf = async (bench: HotBench, topic: string): Promise<number> => (await bench.pull({ topic })).records.length

export const READING_SCENARIOS: readonly HotScenario[] = [
  {
    keys: ['maxTransferCountOnMessageInMemory', 'maxTransferBytesOnMessageInMemory'],
    claim: 'maxTransfer…OnMessageInMemory: one answer holds no more messages, and no more bytes, than the new limits',
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 20, { body: 'x'.repeat(500) })
      expect(await countOf(bench, topic)).toBe(20)
      await bench.set({ maxTransferCountOnMessageInMemory: 7 })
      expect(await countOf(bench, topic)).toBe(7)
      // Two records of 500 bytes and their heads fit, three do not.
      await bench.set({ maxTransferBytesOnMessageInMemory: 1750 })
      expect(await countOf(bench, topic)).toBe(2)
    },
  },
  {
    keys: ['accessMessageInMemoryMaxRatio', 'maxTransferCountOnMessageInDisk', 'maxTransferBytesOnMessageInDisk'],
    claim:
      'accessMessageInMemoryMaxRatio: at 0 everything counts as on disk, and the limits of the disk hold, as updated',
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 20, { body: 'x'.repeat(500) })
      await bench.set({ maxTransferCountOnMessageInDisk: 5 })
      expect(await countOf(bench, topic)).toBe(20)
      await bench.set({ accessMessageInMemoryMaxRatio: 0 })
      expect(await countOf(bench, topic)).toBe(5)
      await bench.set({ maxTransferCountOnMessageInDisk: 3 })
      expect(await countOf(bench, topic)).toBe(3)
      await bench.set({ maxTransferBytesOnMessageInDisk: 1750 })
      expect(await countOf(bench, topic)).toBe(2)
    },
  },
  {
    keys: ['maxFilterMessageSize'],
    claim: 'maxFilterMessageSize: a filter that lets nothing through gives up after fewer messages',
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 90, { properties: { TAGS: 'A' } })
      const scanned = async (): Promise<number> => {
        const { code, next } = await bench.pull({ topic, tags: 'B', maxMessages: 1 })
        expect(code).toBe(ResponseCode.PULL_RETRY_IMMEDIATELY)
        return next
      }
      expect(await scanned()).toBe(90)
      // Bytes of the queue, 20 a message.
      await bench.set({ maxFilterMessageSize: 400 })
      expect(await scanned()).toBe(20)
    },
  },
  {
    keys: ['travelCqFileNumWhenGetMessage'],
    claim: 'travelCqFileNumWhenGetMessage: a filter that lets nothing through looks through as many files of the queue',
    // Ours reads over the ends of queue files whatever the key says.
    engines: ['apache'],
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 200, { properties: { TAGS: 'A' } })
      const next = async (): Promise<number> => (await bench.pull({ topic, tags: 'B', maxMessages: 1 })).next
      expect(await next()).toBe(QUEUE_FILE_UNITS)
      await bench.set({ travelCqFileNumWhenGetMessage: 2 })
      expect(await next()).toBe(200)
    },
  },
  {
    keys: ['longPollingEnable', 'shortPollingTimeMills'],
    claim: 'longPollingEnable: off answers an empty pull after shortPollingTimeMills, however long it was to wait',
    timeoutMs: 60_000,
    run: async (bench) => {
      const topic = await bench.topic()
      const wait = (suspendMs: number) => bench.pull({ topic, suspendMs })
      const held = wait(30_000)
      await bench.pause(300)
      await bench.fill(topic, 1)
      expect((await held).records).toHaveLength(1)

      const atEnd = () => bench.pull({ topic, offset: 1, suspendMs: 30_000 })
      await bench.set({ longPollingEnable: false, shortPollingTimeMills: 100 })
      // Apache's broker looks at what it holds each 5 s; from this round on each 100 ms.
      expect((await atEnd()).code).toBe(ResponseCode.PULL_NOT_FOUND)
      expect(await bench.elapsedMs(atEnd)).toBeLessThan(1400)
      await bench.set({ shortPollingTimeMills: 1500 })
      expect(await bench.elapsedMs(atEnd)).toBeGreaterThan(1400)
    },
  },
  {
    keys: ['litePullMessageEnable'],
    claim: 'litePullMessageEnable: off refuses pulls of that kind, and those only',
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 1)
      expect((await bench.pull({ topic, isLite: true })).code).toBe(ResponseCode.SUCCESS)
      await bench.set({ litePullMessageEnable: false })
      expect((await bench.pull({ topic, isLite: true })).code).toBe(ResponseCode.NO_PERMISSION)
      expect((await bench.pull({ topic })).code).toBe(ResponseCode.SUCCESS)
    },
  },
  {
    keys: ['slaveReadEnable'],
    claim: 'slaveReadEnable: off makes a slave refuse pulls, on lets it answer',
    run: async (bench) => {
      const { slave } = bench.target
      const topic = await replicated(bench)
      await bench.set({ slaveReadEnable: false }, slave)
      expect((await bench.pull({ topic, address: slave })).code).toBe(ResponseCode.SYSTEM_BUSY)
      await bench.set({ slaveReadEnable: true }, slave)
      expect((await bench.pull({ topic, address: slave })).code).toBe(ResponseCode.SUCCESS)
    },
  },
  {
    keys: ['offsetCheckInSlave'],
    claim: 'offsetCheckInSlave: on lets a slave correct an offset behind the end',
    run: async (bench) => {
      const { slave } = bench.target
      const topic = await replicated(bench)
      const next = async (): Promise<number> => (await bench.pull({ topic, offset: 1000, address: slave })).next
      expect(await next()).toBe(1000)
      await bench.set({ offsetCheckInSlave: true }, slave)
      expect(await next()).toBe(1)
    },
  },
  {
    keys: ['messageIndexEnable'],
    claim: 'messageIndexEnable: messages that come while it is off are not found by key, later ones are',
    run: async (bench) => {
      const topic = await bench.topic()
      await bench.fill(topic, 1, { properties: { KEYS: 'first' } })
      await bench.until('the first one by key', async () => (await bench.query(topic, 'first')) === 1)
      await bench.set({ messageIndexEnable: false })
      await bench.fill(topic, 1, { properties: { KEYS: 'second' } })
      await bench.set({ messageIndexEnable: true })
      await bench.fill(topic, 1, { properties: { KEYS: 'third' } })
      await bench.until('the third one by key', async () => (await bench.query(topic, 'third')) === 1)
      expect(await bench.query(topic, 'second')).toBe(0)
    },
  },
  {
    keys: ['maxMsgsNumBatch', 'defaultQueryMaxNum'],
    claim:
      'maxMsgsNumBatch and defaultQueryMaxNum: a query by key, and one by unique id, give no more messages than that',
    run: async (bench) => {
      const topic = await bench.topic()
      const unique = `${bench.name}-same`.toUpperCase()
      await bench.fill(topic, 10, { properties: { KEYS: 'same', UNIQ_KEY: unique } })
      await bench.until('ten by key', async () => (await bench.query(topic, 'same')) === 10)
      expect(await bench.query(topic, unique, { isUnique: true })).toBe(10)
      await bench.set({ defaultQueryMaxNum: 6 })
      expect(await bench.query(topic, unique, { isUnique: true })).toBe(6)
      expect(await bench.query(topic, 'same')).toBe(10)
      await bench.set({ maxMsgsNumBatch: 4 })
      expect(await bench.query(topic, 'same')).toBe(4)
    },
  },
  {
    keys: ['useServerSideResetOffset'],
    claim: 'useServerSideResetOffset: off asks the clients of a group to go back, and there are none',
    run: async (bench) => {
      const topic = await bench.topic()
      const group = `${bench.name}-group`
      const { master } = bench.target
      await bench.fill(topic, 3)
      await bench.pull({ topic, group })
      const reset = () => bench.admin.brokers.resetOffset(master, { topic, group, timestampMs: 0 })
      expect((await reset()).map(([queue, offset]) => [queue.topic, offset])).toEqual([[topic, 0]])
      await bench.set({ useServerSideResetOffset: false })
      await expect(reset()).rejects.toMatchObject({
        code: 'refused',
        context: { code: ResponseCode.CONSUMER_NOT_ONLINE },
      })
    },
  },
  {
    keys: ['consumerOffsetUpdateVersionStep'],
    claim: 'consumerOffsetUpdateVersionStep: at 1 each commit makes a new version of the table',
    run: async (bench) => {
      const topic = await bench.topic()
      const group = `${bench.name}-group`
      await bench.fill(topic, 10)
      await bench.pull({ topic, group })
      let commitOffset = 0
      const versionsOfThree = async (): Promise<number> => {
        const before = await consumerVersion(bench)
        for (let i = 0; i < 3; i++) {
          commitOffset += 1
          const header = { consumerGroup: group, topic, queueId: 0, commitOffset }
          await bench.rpc.invoke(updateConsumerOffset, bench.target.master, header, undefined, CALL_MS)
        }
        return (await consumerVersion(bench)) - before
      }
      expect(await versionsOfThree()).toBe(0)
      await bench.set({ consumerOffsetUpdateVersionStep: 1 })
      expect(await versionsOfThree()).toBe(3)
    },
  },
  {
    keys: ['delayOffsetUpdateVersionStep'],
    claim: 'delayOffsetUpdateVersionStep: at 1 each delivery of a delayed message makes a new version of the table',
    run: async (bench) => {
      const topic = await bench.topic()
      let delivered = 0
      const versionsOfOne = async (): Promise<number> => {
        const before = await delayVersion(bench)
        expect(await bench.sendCode({ topic, properties: { DELAY: '1' } })).toBe(ResponseCode.SUCCESS)
        delivered += 1
        await bench.until('the delayed message', async () => (await bench.maxOffset(topic)) === delivered)
        return (await delayVersion(bench)) - before
      }
      expect(await versionsOfOne()).toBe(0)
      await bench.set({ delayOffsetUpdateVersionStep: 1 })
      // The table is told after the message is there.
      const first = await versionsOfOne()
      const second = await versionsOfOne()
      expect(first + second).toBeGreaterThanOrEqual(1)
    },
  },
]

/** A topic of which every broker knows from its start, since Apache's slaves learn of new ones after a minute, with a message. */
async function replicated(bench: HotBench): Promise<string> {
  const topic = SystemTopic.BENCHMARK
  const before = await bench.maxOffset(topic)
  if (before === 0) await bench.fill(topic, 1)
  await bench.until('the message on the slave', async () => (await bench.maxOffset(topic, bench.target.slave)) >= 1)
  return topic
}

async function consumerVersion({ rpc, target }: HotBench): Promise<number> {
  const { command } = await rpc.invoke(getAllConsumerOffset, target.master, {}, undefined, CALL_MS)
  return consumerOffsetTable.decode(command.body).dataVersion?.counter ?? 0
}

async function delayVersion({ rpc, target }: HotBench): Promise<number> {
  const { command } = await rpc.invoke(getAllDelayOffset, target.master, {}, undefined, CALL_MS)
  return delayOffsetTable.decode(command.body).dataVersion?.counter ?? 0
}
