import { describe, expect, test } from 'vitest'
import { getBrokerConsumeStats, getConsumeStats } from '../../../../engine/protocol/apis/group.ts'
import {
  cloneGroupOffset,
  queryConsumeTimeSpan,
  queryCorrectionOffset,
} from '../../../../engine/protocol/apis/offset.ts'
import { consumeStats, consumeStatsList } from '../../../../engine/protocol/bodies/consume-stats.ts'
import { consumeTimeSpan } from '../../../../engine/protocol/bodies/consume-time-span.ts'
import { correctionOffset } from '../../../../engine/protocol/bodies/correction-offset.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { BrokerCluster, consumer } from '../broker-cluster.ts'

/** Five messages in queue 0 of T, three of them committed by CID. */
async function consumed() {
  const cluster = await BrokerCluster.make()
  const { parts } = await cluster.start('a')
  for (let i = 0; i < 5; i++) await cluster.send('a', `m${i}`)
  parts.groups.findOrCreate('CID')
  parts.offsets.commit('CID', 'T', 0, 3)
  return { cluster, parts }
}

describe('consume statistics', () => {
  test('show end, commit, pull and time of every queue', async () => {
    const { cluster } = await consumed()
    await cluster.pull('a', { queueOffset: 0, maxMsgNums: 4 })
    const stats = consumeStats.decode((await cluster.ask('a', getConsumeStats, { consumerGroup: 'CID' })).body)
    expect(stats.offsetTable).toHaveLength(4)
    const [queue, offset] = stats.offsetTable[0]!
    expect(queue).toEqual({ topic: 'T', brokerName: 'broker-a', queueId: 0 })
    expect(offset).toMatchObject({ brokerOffset: 5, consumerOffset: 3, pullOffset: 4 })
    expect(offset.lastTimestamp).toBeGreaterThan(cluster.simulation.epochMs)
    expect(stats.offsetTable[1]![1]).toEqual({ brokerOffset: 0, consumerOffset: 0, pullOffset: 0, lastTimestamp: 0 })
    expect(stats.consumeTps).toBeGreaterThan(0)
  })

  test('leave out topics that the group online does not subscribe to, unless they are listed', async () => {
    const { cluster, parts } = await consumed()
    parts.offsets.commit('CID', 'BenchmarkTest', 0, 1)
    await cluster.beat('a', consumer())
    const topicsOf = async (header: { topic?: string; topicList?: string }) => {
      const answer = await cluster.ask('a', getConsumeStats, { consumerGroup: 'CID', ...header })
      return [...new Set(consumeStats.decode(answer.body).offsetTable.map(([queue]) => queue.topic))]
    }
    expect(await topicsOf({})).toEqual(['T'])
    expect(await topicsOf({ topic: 'BenchmarkTest' })).toEqual([])
    expect(await topicsOf({ topicList: 'BenchmarkTest;Unknown' })).toEqual(['BenchmarkTest'])
    expect(await topicsOf({ topic: 'Unknown' })).toEqual([])
  })

  test('of the whole broker add up', async () => {
    const { cluster } = await consumed()
    const list = consumeStatsList.decode((await cluster.ask('a', getBrokerConsumeStats, { isOrder: false })).body)
    expect(list).toMatchObject({ brokerAddr: cluster.address('a'), totalDiff: 2, totalInflightDiff: 0 })
    expect(list.consumeStatsList.find((entry) => entry.has('CID'))!.get('CID')![0]!.offsetTable[0]![1]).toMatchObject({
      brokerOffset: 5,
      consumerOffset: 3,
    })
    const ordered = consumeStatsList.decode((await cluster.ask('a', getBrokerConsumeStats, { isOrder: true })).body)
    expect(ordered.totalDiff).toBe(0)
  })
})

describe('offsets of several groups', () => {
  test('the time span says when the next message was stored', async () => {
    const { cluster } = await consumed()
    await cluster.simulation.runFor(5000)
    const answer = await cluster.ask('a', queryConsumeTimeSpan, { topic: 'T', group: 'CID' })
    const [first, second] = consumeTimeSpan.decode(answer.body).consumeTimeSpanSet
    expect(first!.minTimeStamp).toBeLessThanOrEqual(first!.consumeTimeStamp)
    expect(first!.consumeTimeStamp).toBeLessThanOrEqual(first!.maxTimeStamp)
    expect(first!.delayTime).toBeGreaterThanOrEqual(5000)
    expect(second!.delayTime).toBe(0)
    const unknown = await cluster.ask('a', queryConsumeTimeSpan, { topic: 'None', group: 'CID' })
    expect(unknown.code).toBe(ResponseCode.TOPIC_NOT_EXIST)
  })

  test('the lowest offset of all groups is found, without harming those left out', async () => {
    const { cluster, parts } = await consumed()
    parts.offsets.commit('Slow', 'T', 0, 1)
    parts.offsets.commit('Fast', 'T', 0, 5)
    const ask = async (filterGroups?: string) => {
      const header = { topic: 'T', compareGroup: 'Fast', ...(filterGroups === undefined ? {} : { filterGroups }) }
      return correctionOffset.decode((await cluster.ask('a', queryCorrectionOffset, header)).body).correctionOffsets
    }
    expect((await ask()).get(0)).toBe(1)
    expect((await ask('Slow')).get(0)).toBe(3)
    expect(parts.offsets.find('Slow', 'T', 0)).toBe(1)
  })

  test('a group takes the offsets of another', async () => {
    const { cluster, parts } = await consumed()
    const header = { srcGroup: 'CID', destGroup: 'Copy', offline: true }
    expect((await cluster.ask('a', cloneGroupOffset, header)).code).toBe(ResponseCode.SUCCESS)
    expect(parts.offsets.find('Copy', 'T', 0)).toBe(3)
    parts.offsets.commit('CID', 'T', 0, 4)
    expect(parts.offsets.find('Copy', 'T', 0)).toBe(3)
  })
})
