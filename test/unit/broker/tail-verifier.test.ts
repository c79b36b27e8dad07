import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import type { Broker } from '../../../engine/broker/broker.ts'
import { compareTails } from '../../../engine/broker/tail-verifier.ts'
import { BrokerCluster } from './broker-cluster.ts'

const bytes = bytesFromUtf8('record')
const own = { last: { logOffset: 1000, bytes }, endOffset: 1006 }

describe('the ends of two logs', () => {
  test.each([
    ['the same record there: a prefix', { record: bytesFromUtf8('record'), minOffset: 0, maxOffset: 5000 }, 'prefix'],
    ['the same record at its very end', { record: bytesFromUtf8('record'), minOffset: 0, maxOffset: 1006 }, 'prefix'],
    ['another record there', { record: bytesFromUtf8('recorD'), minOffset: 0, maxOffset: 5000 }, 'diverged'],
    ['a master that ends before', { record: undefined, minOffset: 0, maxOffset: 1005 }, 'diverged'],
    ['a wiped master', { record: undefined, minOffset: -1, maxOffset: 0 }, 'diverged'],
    ['no record begins there', { record: undefined, minOffset: 0, maxOffset: 5000 }, 'diverged'],
    ['a master whose old files expired', { record: undefined, minOffset: 4096, maxOffset: 5000 }, 'unknown'],
  ] as const)('%s', (_claim, master, verdict) => {
    expect(compareTails(own, master)).toBe(verdict)
  })

  test('a log without a whole record is compared by its end only', () => {
    const empty = { last: undefined, endOffset: 50 }
    expect(compareTails(empty, { record: undefined, minOffset: 0, maxOffset: 49 })).toBe('diverged')
    expect(compareTails(empty, { record: undefined, minOffset: 0, maxOffset: 50 })).toBe('unknown')
  })
})

describe('a slave that comes back to its master', () => {
  const slave = { brokerRole: 'SLAVE', brokerId: 1 }

  async function pair(): Promise<{ cluster: BrokerCluster; replica: Broker }> {
    const cluster = await BrokerCluster.make()
    const master = await cluster.start('a')
    await cluster.send('a', 'one')
    const replica = await cluster.start('a-s', slave)
    await cluster.simulation.runUntil(() => replica.parts.store.maxOffset('T', 0) === 1, 60_000)
    await cluster.simulation.runUntil(() => master.replicationStatus.slaves[0]?.lagBytes === 0, 1000)
    return { cluster, replica }
  }

  test('goes on where it was', async () => {
    const { cluster } = await pair()
    cluster.kill('a-s')
    await cluster.send('a', 'two')
    cluster.revive('a-s')
    const replica = await cluster.start('a-s', slave)
    await cluster.simulation.runUntil(() => replica.parts.store.maxOffset('T', 0) === 2, 60_000)
    expect(replica.replicationStatus.replication).toMatchObject({ state: 'transfer' })
    expect(replica.replicationStatus.replication?.divergence).toBeUndefined()
  })

  test('is diverged on both sides when the master was wiped, with both offsets, however the master grows', async () => {
    const { cluster, replica } = await pair()
    cluster.kill('a')
    cluster.revive('a')
    const { fs } = cluster.simulation.node('a').ports
    fs.removeTree('/store')
    const master = await cluster.start('a')
    await cluster.simulation.runUntil(() => replica.replicationStatus.replication?.state === 'diverged', 60_000)
    const end = replica.parts.store.commitLog.appendedOffset
    expect(replica.replicationStatus.replication?.divergence).toEqual({ slaveOffset: end, masterOffset: 0 })
    await cluster.simulation.runUntil(() => master.replicationStatus.slaves[0]?.state === 'diverged', 60_000)
    expect(master.replicationStatus.slaves).toMatchObject([{ state: 'diverged', ackOffset: end, lagBytes: -end }])
    for (let i = 0; i < 5; i++) await cluster.send('a', `other ${i}`)
    await cluster.simulation.runFor(60_000)
    expect(master.replicationStatus.slaves).toMatchObject([{ state: 'diverged', isInSync: false }])
    expect(master.parts.haMaster!.countingSlaves).toBe(0)
    expect(replica.parts.store.commitLog.appendedOffset).toBe(end)
  })
})
