/** Who the broker is, where it listens, what name servers are told, and the topics it makes for itself. */
import { getBrokerClusterInfo } from '../../../../engine/protocol/apis/route.ts'
import { updateAndCreateTopic } from '../../../../engine/protocol/apis/topic.ts'
import { clusterInfo } from '../../../../engine/protocol/bodies/cluster-info.ts'
import { RequestCode, ResponseCode } from '../../../../engine/protocol/codes.ts'
import { Dispatcher } from '../../../../engine/remoting/dispatcher.ts'
import { RpcClient } from '../../../../engine/remoting/rpc-client.ts'
import { heartBeat } from '../../../../engine/protocol/apis/heartbeat.ts'
import { heartbeatData } from '../../../../engine/protocol/bodies/heartbeat.ts'
import { makeRequest } from '../../../../engine/remoting/command.ts'
import { consumer } from '../../broker/broker-cluster.ts'
import { type Effects, seconds, type World } from './effect.ts'

const slave = { brokerRole: 'SLAVE', brokerId: 1 }
const yesNo = ['true', 'false'] as const

/** What a name server says of the brokers it knows. */
async function registered({ cluster }: World): Promise<{ id: number; address: string }[]> {
  const request = makeRequest(getBrokerClusterInfo, {})
  const answer = await cluster.simulation.settle(cluster.client.call(cluster.namesrvAddr, request, 5000), 10_000)
  const { brokerAddrTable } = clusterInfo.decode(answer.body)
  return [...brokerAddrTable.values()].flatMap(({ brokerAddrs }) =>
    [...brokerAddrs].map(([id, address]) => ({ id: Number(id), address })),
  )
}

function perm({ broker }: World, topic: string): number | undefined {
  return broker.parts.topics.find(topic)?.perm
}

function queues({ broker }: World, topic: string): number | undefined {
  return broker.parts.topics.find(topic)?.writeQueueNums
}

/** Whether the first member of a group hears of the second one. */
async function hearsOfMembers({ cluster }: World): Promise<boolean> {
  const ports = cluster.simulation.ports('member')
  const dispatcher = new Dispatcher(ports.log)
  let isTold = false
  dispatcher.register(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED, () => {
    isTold = true
    return undefined
  })
  const member = new RpcClient({ ports, dispatcher })
  const beat = (clientID: string) =>
    makeRequest(
      heartBeat,
      {},
      heartbeatData.encode({
        clientID,
        producerDataSet: [],
        consumerDataSet: [consumer()],
        heartbeatFingerprint: 0,
        withoutSub: false,
      }),
    )
  const { simulation } = cluster
  await simulation.settle(member.call(cluster.address('a'), beat('10.0.0.8@1'), 5000), 10_000)
  await simulation.runFor(1000)
  isTold = false
  await cluster.beat('a', consumer())
  await simulation.runFor(1000)
  return isTold
}

export const IDENTITY_EFFECTS: Effects = {
  brokerClusterName: {
    values: ['north', 'south'],
    sees: ['north', 'south'],
    look: ({ broker }) => ['north', 'south'].find((name) => broker.parts.topics.find(name) !== undefined),
  },
  brokerName: {
    values: ['north', 'south'],
    sees: ['north', 'south'],
    look: ({ broker }) => ['north', 'south'].find((name) => broker.parts.topics.find(name) !== undefined),
  },
  brokerId: {
    values: ['1', '3'],
    sees: [[1], [3]],
    with: { brokerRole: 'SLAVE' },
    look: async (world) => (await registered(world)).map(({ id }) => id),
  },
  brokerRole: {
    values: ['ASYNC_MASTER', 'SLAVE'],
    sees: [true, false],
    with: { brokerId: 1 },
    look: ({ broker }) => broker.parts.isMaster,
  },
  namesrvAddr: {
    values: ['10.9.9.9:9876', '10.0.0.2:9876'],
    sees: [0, 1],
    look: async ({ cluster, broker }) => {
      await cluster.simulation.settle(broker.parts.registration.registerAll(), 60_000)
      return broker.parts.registration.registeredAt.size
    },
  },
  configBlackList: {
    values: ['regionId', 'traceOn'],
    sees: ['applied', 'refused'],
    look: ({ broker }) => broker.config.applyUpdate('traceOn=false\n').status,
  },
  listenPort: {
    values: ['10911', '10921'],
    sees: [
      [10911, 10909],
      [10921, 10919],
    ],
    look: ({ broker }) => broker.addresses.map(({ port }) => port),
  },
  haListenPort: {
    values: ['10912', '20912'],
    sees: [10912, 20912],
    look: ({ broker }) => broker.haPort,
  },
  brokerIP1: {
    values: ['10.7.7.7', '10.7.7.8'],
    sees: [[{ id: 0, address: '10.7.7.7:10911' }], [{ id: 0, address: '10.7.7.8:10911' }]],
    look: async (world) => {
      await world.cluster.simulation.settle(world.broker.parts.registration.registerAll(), 60_000)
      return registered(world)
    },
  },
  brokerIP2: {
    values: ['10.7.7.7', '10.7.7.8'],
    sees: ['10.7.7.7:10912', '10.7.7.8:10912'],
    look: async ({ cluster, broker }) => {
      await cluster.simulation.settle(broker.parts.registration.registerAll(), 60_000)
      return (await cluster.start('a-s', slave)).parts.registration.master?.haAddress
    },
  },
  registerNameServerPeriod: {
    values: ['10000', '60000'],
    sees: [true, false],
    look: async ({ cluster, broker }) => {
      const beats = () => [...broker.parts.registration.heartbeatAtMs.values()][0] ?? 0
      const before = beats()
      await cluster.simulation.runFor(25_000)
      return beats() > before
    },
  },
  registerBrokerTimeoutMills: {
    values: ['2000', '5000'],
    sees: [2, 5],
    look: (world) => {
      const { simulation } = world.cluster
      simulation.network.partition('a', 'ns')
      return seconds(world, () => simulation.settle(world.broker.parts.registration.registerAll(), 60_000))
    },
  },
  serverChannelMaxIdleTimeSeconds: {
    values: ['30', '100'],
    sees: [0, 1],
    look: async ({ cluster }) => {
      await cluster.send('a', 'x')
      await cluster.simulation.runFor(70_000)
      return cluster.simulation.network.connectionCount('client', 'a')
    },
  },
  connectTimeoutMillis: {
    values: ['2000', '5000'],
    sees: [2, 5],
    with: { ...slave, haMasterAddress: '10.9.9.9:10912' },
    before: ({ simulation }) => {
      simulation.node('far', '10.9.9.9')
      simulation.node('a')
      simulation.network.partition('a', 'far')
    },
    look: (world) => {
      const { simulation } = world.cluster
      const isBack = () => world.broker.replicationStatus.replication?.state === 'backing-off'
      return seconds(world, () => simulation.runUntil(isBack, 10_000))
    },
  },
  defaultTopicQueueNums: { values: ['4', '6'], sees: [4, 6], look: (world) => queues(world, 'TBW102') },
  clusterTopicEnable: { values: yesNo, sees: [7, 1], look: (world) => perm(world, 'DefaultCluster') },
  brokerTopicEnable: { values: yesNo, sees: [7, 1], look: (world) => perm(world, 'broker-a') },
  traceTopicEnable: {
    values: ['false', 'true'],
    sees: [undefined, 6],
    look: (world) => perm(world, 'RMQ_SYS_TRACE_TOPIC'),
  },
  msgTraceTopicName: {
    values: ['TRACE_ONE', 'TRACE_TWO'],
    sees: [6, undefined],
    with: { traceTopicEnable: true },
    look: (world) => perm(world, 'TRACE_ONE'),
  },
  reviveQueueNum: {
    values: ['8', '3'],
    sees: [8, 3],
    look: (world) => queues(world, 'rmq_sys_REVIVE_LOG_DefaultCluster'),
  },
  timerWheelEnable: { values: yesNo, sees: [6, undefined], look: (world) => perm(world, 'rmq_sys_wheel_timer') },
  validateSystemTopicWhenUpdateTopic: {
    values: yesNo,
    sees: [false, true],
    look: async ({ cluster }) => {
      const header = {
        topic: 'TBW102',
        defaultTopic: 'TBW102',
        readQueueNums: 3,
        writeQueueNums: 3,
        perm: 7,
        topicFilterType: 'SINGLE_TAG',
        order: false,
      }
      return (await cluster.ask('a', updateAndCreateTopic, header)).code === ResponseCode.SUCCESS
    },
  },
  notifyConsumerIdsChangedEnable: { values: yesNo, sees: [true, false], look: hearsOfMembers },
  rejectPullConsumerEnable: {
    values: ['false', 'true'],
    sees: [1, 0],
    look: async ({ cluster, broker }) => {
      await cluster.beat('a', consumer({ consumeType: 'CONSUME_ACTIVELY' }))
      return broker.parts.clients.consumerIds('CID').length
    },
  },
}
