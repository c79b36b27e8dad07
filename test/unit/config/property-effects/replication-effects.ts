/** Masters and slaves: who follows whom, what a send waits for, when the other side is given up. */
import type { Bytes } from '../../../../engine/base/bytes.ts'
import { pullMessage } from '../../../../engine/protocol/apis/pull.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { responseHeader } from '../../../../engine/remoting/command.ts'
import { type Effects, fill, seconds, type World } from './effect.ts'

const slave = { brokerRole: 'SLAVE', brokerId: 1 }
const syncMaster = { brokerRole: 'SYNC_MASTER', inSyncReplicas: 2 }

/** A slave on the machine `a-s` that has everything. */
async function follow({ cluster, broker }: World): Promise<void> {
  const { simulation } = cluster
  await cluster.start('a-s', slave)
  await simulation.runUntil(() => broker.replicationStatus.slaves[0]?.lagBytes === 0, 60_000)
}

/** The length of the first block that a new slave is sent. */
async function firstBlockBytes({ cluster, broker }: World): Promise<number> {
  const { simulation } = cluster
  const ports = simulation.ports('reader')
  let received = 0
  let length = -1
  const header: number[] = []
  const onData = (chunk: Bytes): void => {
    received += chunk.length
    for (const byte of chunk) if (header.length < 12) header.push(byte)
    if (header.length === 12)
      length = ((header[8] ?? 0) << 24) | ((header[9] ?? 0) << 16) | ((header[10] ?? 0) << 8) | (header[11] ?? 0)
  }
  const address = { host: simulation.node('a').host, port: broker.haPort }
  const stream = await simulation.settle(
    ports.network.connect({ address, timeoutMs: 1000 }, () => ({
      onData,
      onDrain: () => undefined,
      onClose: () => undefined,
    })),
    2000,
  )
  stream.write(new Uint8Array(8))
  await simulation.runUntil(() => length > 0 && received > 12, 10_000)
  return length
}

export const REPLICATION_EFFECTS: Effects = {
  inSyncReplicas: {
    values: ['1', '2'],
    sees: [ResponseCode.SUCCESS, ResponseCode.SLAVE_NOT_AVAILABLE],
    with: { brokerRole: 'SYNC_MASTER' },
    look: async ({ cluster }) => (await cluster.send('a', 'x')).code,
  },
  slaveTimeout: {
    values: ['3000', '1000'],
    sees: [3, 1],
    with: syncMaster,
    prepare: follow,
    look: async (world) => {
      await fill(world, 1)
      world.cluster.simulation.pause('a-s')
      return seconds(world, () => world.cluster.send('a', 'x'))
    },
  },
  haMasterAddress: {
    values: ['10.9.9.9:10912', '10.9.9.8:10912'],
    sees: ['10.9.9.9:10912', '10.9.9.8:10912'],
    with: slave,
    look: ({ broker }) => broker.replicationStatus.replication?.masterAddress,
  },
  haSendHeartbeatInterval: {
    values: ['1000', '15000'],
    sees: [true, false],
    look: async ({ cluster }) => {
      const { simulation } = cluster
      const replica = await cluster.start('a-s', slave)
      const link = () => replica.replicationStatus.replication
      await simulation.runUntil(() => link()?.state === 'transfer', 60_000)
      await simulation.runFor(1000)
      const before = link()?.lastReadMs ?? 0
      await simulation.runFor(3000)
      return (link()?.lastReadMs ?? 0) > before
    },
  },
  haHousekeepingInterval: {
    values: ['20000', '5000'],
    sees: [1, 0],
    prepare: follow,
    look: async ({ cluster, broker }) => {
      cluster.simulation.pause('a-s')
      await cluster.simulation.runFor(12_000)
      return broker.replicationStatus.slaves.length
    },
  },
  haTransferBatchSize: {
    values: ['32768', '100'],
    sees: [true, false],
    look: async (world) => {
      await fill(world, 5, 1000)
      return (await firstBlockBytes(world)) > 100
    },
  },
  haMaxGapNotInSync: {
    values: ['268435456', '100'],
    sees: [true, false],
    prepare: follow,
    look: async (world) => {
      world.cluster.simulation.pause('a-s')
      await fill(world, 1, 1000)
      return world.broker.replicationStatus.slaves[0]?.isInSync
    },
  },
  offsetCheckInSlave: {
    values: ['false', 'true'],
    sees: [9, 1],
    with: { ...slave, slaveReadEnable: true },
    before: async (cluster) => {
      await cluster.start('m')
      await cluster.send('m', 'x')
    },
    prepare: async ({ cluster, broker }) => {
      await cluster.simulation.runUntil(() => broker.parts.store.maxOffset('T', 0) === 1, 60_000)
      await cluster.simulation.runUntil(() => broker.parts.topics.find('T') !== undefined, 60_000)
    },
    look: async ({ cluster }) =>
      responseHeader(pullMessage, await cluster.pull('a', { queueOffset: 9 })).nextBeginOffset,
  },
}
