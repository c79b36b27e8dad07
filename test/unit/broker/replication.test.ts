import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { updateBrokerConfig } from '../../../engine/protocol/apis/broker-admin.ts'
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { BrokerCluster } from './broker-cluster.ts'

const slave = { brokerRole: 'SLAVE', brokerId: 1 }

describe('replication of a broker', () => {
  test('a slave finds its master by registration; both show the same end', async () => {
    const cluster = await BrokerCluster.make()
    const master = await cluster.start('a')
    const replica = await cluster.start('a-s', slave)
    for (let i = 0; i < 20; i++) await cluster.send('a', `m${i}`)
    await cluster.simulation.runUntil(() => master.replicationStatus.slaves[0]?.lagBytes === 0, 60_000)
    const end = master.parts.store.commitLog.appendedOffset
    expect(master.replicationStatus).toMatchObject({
      log: { minOffset: 0, appendedOffset: end, writtenOffset: end, dispatchedOffset: end },
      slaves: [{ state: 'transfer', ackOffset: end, isInSync: true, lagMs: 0 }],
      replication: undefined,
    })
    expect(replica.replicationStatus).toMatchObject({
      log: { appendedOffset: end, dispatchedOffset: end },
      slaves: [],
      replication: { state: 'transfer', maxOffset: end, masterAddress: `${cluster.simulation.node('a').host}:10912` },
    })
  })

  test('haMasterAddress of six characters or more is stronger than what name servers say', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    const replica = await cluster.start('a-s', { ...slave, haMasterAddress: '10.9.9.9:10912' })
    await cluster.simulation.runFor(60_000)
    expect(replica.replicationStatus.replication?.masterAddress).toBe('10.9.9.9:10912')
    const other = await cluster.start('a-t', { ...slave, brokerId: 2, haMasterAddress: 'later' })
    await cluster.simulation.runFor(1000)
    expect(other.replicationStatus.replication).toMatchObject({ state: 'transfer' })
  })

  test('a changed inSyncReplicas decides about the next send', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a', { brokerRole: 'SYNC_MASTER', inSyncReplicas: 1, slaveTimeout: 500 })
    expect((await cluster.send('a', 'alone')).code).toBe(ResponseCode.SUCCESS)
    const update = (text: string) => cluster.ask('a', updateBrokerConfig, {}, bytesFromUtf8(text))
    await update('inSyncReplicas=2')
    expect((await cluster.send('a', 'copied nowhere')).code).toBe(ResponseCode.SLAVE_NOT_AVAILABLE)
    await update('inSyncReplicas=1')
    expect((await cluster.send('a', 'alone')).code).toBe(ResponseCode.SUCCESS)
  })

  test('several slaves follow one master', async () => {
    const cluster = await BrokerCluster.make()
    const master = await cluster.start('a')
    await cluster.start('a-s', slave)
    await cluster.start('a-t', { ...slave, brokerId: 2 })
    await cluster.send('a', 'x')
    const isInSync = () => master.replicationStatus.slaves.filter(({ lagBytes }) => lagBytes === 0).length === 2
    await cluster.simulation.runUntil(isInSync, 60_000)
    expect(master.parts.haMaster!.countingSlaves).toBe(2)
  })

  test('lag is shown in bytes and ms while the slave is frozen', async () => {
    const cluster = await BrokerCluster.make()
    const master = await cluster.start('a')
    await cluster.start('a-s', slave)
    await cluster.send('a', 'before')
    await cluster.simulation.runUntil(() => master.replicationStatus.slaves[0]?.lagBytes === 0, 60_000)
    const before = master.parts.store.commitLog.writtenOffset
    cluster.simulation.pause('a-s')
    await cluster.send('a', 'after')
    await cluster.simulation.runFor(2000)
    const [row] = master.replicationStatus.slaves
    expect(row!.lagBytes).toBe(master.parts.store.commitLog.writtenOffset - before)
    expect(row!.lagMs).toBeGreaterThanOrEqual(2000)
    cluster.simulation.resume('a-s')
    await cluster.simulation.runUntil(() => master.replicationStatus.slaves[0]?.lagBytes === 0, 60_000)
    expect(master.replicationStatus.slaves[0]!.lagMs).toBe(0)
  })
})
