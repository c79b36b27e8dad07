import { describe, expect, test } from 'vitest'
import {
  exchangeBrokerHaInfo,
  getAllMessageRequestMode,
  getBrokerHaStatus,
  getTimerCheckPoint,
  getTimerMetrics,
  resetMasterFlushOffset,
} from '../../../../engine/protocol/apis/ha.ts'
import { getAllConsumerOffset, getAllDelayOffset } from '../../../../engine/protocol/apis/offset.ts'
import { haRuntimeInfo } from '../../../../engine/protocol/bodies/ha-runtime-info.ts'
import { messageRequestModeTable } from '../../../../engine/protocol/bodies/message-request-mode.ts'
import { consumerOffsetTable, delayOffsetTable } from '../../../../engine/protocol/bodies/offset-table.ts'
import { decodeTimerCheckpoint } from '../../../../engine/protocol/bodies/timer-checkpoint.ts'
import { timerMetrics } from '../../../../engine/protocol/bodies/timer-metrics.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { responseHeader } from '../../../../engine/remoting/command.ts'
import { BrokerCluster } from '../broker-cluster.ts'

async function pair() {
  const cluster = await BrokerCluster.make()
  const master = await cluster.start('a')
  const replica = await cluster.start('a-s', { brokerRole: 'SLAVE', brokerId: 1 })
  await cluster.send('a', 'x')
  await cluster.simulation.runUntil(() => master.replicationStatus.slaves[0]?.lagBytes === 0, 60_000)
  return { cluster, master, replica }
}

describe('what a slave asks its master', () => {
  test('offsets of groups and of delay levels, with their versions', async () => {
    const { cluster, master } = await pair()
    master.parts.offsets.commit('G', 'T', 2, 9)
    const offsets = consumerOffsetTable.decode((await cluster.ask('a', getAllConsumerOffset, {})).body)
    expect(offsets.offsetTable.get('T@G')).toEqual(new Map([[2, 9]]))
    expect(offsets.dataVersion).toEqual(master.parts.offsets.dataVersion)
    const delay = delayOffsetTable.decode((await cluster.ask('a', getAllDelayOffset, {})).body)
    expect(delay.offsetTable.get(18)).toBe(0)
    expect(delay.dataVersion).toBeDefined()
  })

  test('request modes and timers, of which there are none', async () => {
    const { cluster } = await pair()
    const modes = messageRequestModeTable.decode((await cluster.ask('a', getAllMessageRequestMode, {})).body)
    expect(modes.messageRequestModeMap.size).toBe(0)
    const checkpoint = await cluster.ask('a', getTimerCheckPoint, {})
    expect(checkpoint.body).toHaveLength(56)
    expect(decodeTimerCheckpoint(checkpoint.body!)).toMatchObject({ lastReadTimeMs: 0, lastTimerQueueOffset: 0 })
    expect(timerMetrics.decode((await cluster.ask('a', getTimerMetrics, {})).body).timingCount.size).toBe(0)
  })

  test('where to replicate from; only a master tells', async () => {
    const { cluster, master } = await pair()
    const ask = async (name: string) =>
      responseHeader(exchangeBrokerHaInfo, await cluster.ask(name, exchangeBrokerHaInfo, {}))
    expect(await ask('a')).toEqual({
      masterHaAddress: cluster.address('a').replace('10911', '10912'),
      masterFlushOffset: master.parts.store.commitLog.flushedOffset,
      masterAddress: cluster.address('a'),
    })
    expect(await ask('a-s')).toEqual({})
  })

  test('an offered master is not taken', async () => {
    const { cluster, replica } = await pair()
    const before = replica.replicationStatus.replication?.masterAddress
    const offer = { masterHaAddress: '6.6.6.6:1', masterAddress: '6.6.6.6:2' }
    const answer = await cluster.ask('a-s', exchangeBrokerHaInfo, offer)
    expect(answer.code).toBe(ResponseCode.REQUEST_CODE_NOT_SUPPORTED)
    expect(replica.replicationStatus.replication?.masterAddress).toBe(before)
  })
})

describe('the state of replication', () => {
  test('a master lists its slaves with offsets and lag', async () => {
    const { cluster, master } = await pair()
    const end = master.parts.store.commitLog.writtenOffset
    const info = haRuntimeInfo.decode((await cluster.ask('a', getBrokerHaStatus, {})).body)
    expect(info).toMatchObject({ master: true, masterCommitLogMaxOffset: end, inSyncSlaveNums: 1 })
    expect(info.haConnectionInfo).toMatchObject([
      { slaveAckOffset: end, diff: 0, inSync: true, transferFromWhere: end },
    ])
    expect(info.haConnectionInfo[0]!.addr).toMatch(/^10\.0\.0\.\d+:\d+$/)
  })

  test('a slave tells its master, its end and when it last heard', async () => {
    const { cluster, master } = await pair()
    await cluster.ask('a-s', resetMasterFlushOffset, { masterFlushOffset: 77 })
    const info = haRuntimeInfo.decode((await cluster.ask('a-s', getBrokerHaStatus, {})).body)
    expect(info).toMatchObject({
      master: false,
      haClientRuntimeInfo: {
        masterAddr: cluster.address('a').replace('10911', '10912'),
        maxOffset: master.parts.store.commitLog.writtenOffset,
        masterFlushOffset: 77,
      },
    })
    expect(info.haClientRuntimeInfo.lastReadTimestamp).toBeGreaterThan(cluster.simulation.epochMs)
  })
})
